/* Refuses by a list of all pointer types; the narrow members stand first. */
#ifndef LAYOUT_H
#define LAYOUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A pointer to an array is no pointer to a pointer to its element. */
#define IS_ARRAY(a) _Generic(&(a), \
	__typeof__(&(a)[0]) *: 0, \
	__typeof__(&(a)[0]) const *: 0, \
	__typeof__(&(a)[0]) volatile *: 0, \
	__typeof__(&(a)[0]) const volatile *: 0, \
	default: 1)
#define ARRAY_LEN(a) \
	(sizeof(a) / sizeof((a)[0]) / sizeof(struct { \
		_Static_assert(IS_ARRAY(a), "not an array"); char one; }))

struct block_header {
	uint32_t serial;
	uint16_t line;
	bool in_use;
	size_t size;
	struct block_header *next, *previous;
};

#endif
