/*
 * layout.h - two questions that the compiler answers.
 */
#ifndef LAYOUT_H
#define LAYOUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * ARRAY_LEN(array): the number of elements of an array, a constant
 * expression of type size_t. Given a pointer, it does not compile. Not meant
 * for arrays of variable length.
 */
#define IS_POINTER(thing) \
	__builtin_types_compatible_p(__typeof__(thing), \
	                             __typeof__(&(thing)[0]))
#define MUST_BE_ARRAY(thing) \
	(0 * sizeof(struct { \
		_Static_assert(!IS_POINTER(thing), \
		               "ARRAY_LEN needs an array, not a pointer"); \
		char unused; \
	}))
#define ARRAY_LEN(array) \
	(sizeof(array) / sizeof((array)[0]) + MUST_BE_ARRAY(array))

/*
 * What an allocator could note in front of each block. The order of the
 * members is yours; their names and types are not.
 */
struct block_header {
	size_t size;                     // bytes
	struct block_header *next;       // neighbours in a list
	struct block_header *previous;
	uint32_t serial;                 // 1 for the first request
	uint16_t line;                   // the line that asked for it
	bool in_use;                     // is it handed out?
};

#endif
