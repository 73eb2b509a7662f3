/* Refuses with a bit-field of negative width; pointers stand first. */
#ifndef LAYOUT_H
#define LAYOUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define IS_ARRAY(x) \
	(!__builtin_types_compatible_p(__typeof__(x), __typeof__(&*(x))))
#define ARRAY_LEN(array) (sizeof (array) / sizeof *(array) \
	+ sizeof(struct { int must_be_an_array : IS_ARRAY(array) ? 1 : -1; }) \
	- sizeof(int))

struct block_header {
	struct block_header *next;
	struct block_header *previous;
	size_t size;
	uint32_t serial;
	uint16_t line;
	bool in_use;
};

#endif
