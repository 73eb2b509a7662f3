/* Refuses with an array of negative size; members stand smallest first. */
#ifndef LAYOUT_H
#define LAYOUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SAME_TYPE(a, b) \
	__builtin_types_compatible_p(__typeof__(a), __typeof__(b))
#define ZERO_UNLESS(condition) (sizeof(char[1 - 2 * !!(condition)]) - 1)
#define ARRAY_LEN(array) \
	(ZERO_UNLESS(SAME_TYPE((array), &(array)[0])) \
	 + sizeof(array) / sizeof(*(array)))

struct block_header {
	bool in_use;
	uint16_t line;
	uint32_t serial;
	size_t size;
	struct block_header *next;
	struct block_header *previous;
};

#endif
