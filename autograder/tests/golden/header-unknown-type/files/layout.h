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
// Your turn: count the elements, and refuse to count behind a pointer.
#define ARRAY_LEN(array) ((size_t)0)

/*
 * What an allocator could note in front of each block. The order of the
 * members is yours; their names and types are not.
 */
struct block_header {
	// Your turn: the same six members, in an order that wastes less.
	bool in_use;                     // is it handed out?
	size_t size;                     // bytes
	halfword line;                   // the line that asked for it
	struct block_header *next;       // neighbours in a list
	uint32_t serial;                 // 1 for the first request
	struct block_header *previous;
};

#endif
