/* Refuses by selecting no value at all: _Generic without a default. */
#ifndef LAYOUT_H
#define LAYOUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define ELEMENT(array) __typeof__((array)[0])
#define LENGTH_(array) (sizeof(array) / sizeof(ELEMENT(array)))
#define ARRAY_LEN(array) \
	_Generic((ELEMENT(array) (*)[LENGTH_(array)])0, \
		__typeof__(&(array)): LENGTH_(array))

struct block_header {
	size_t size;
	struct block_header *previous, *next;
	bool in_use;
	uint16_t line;
	uint32_t serial;
};

#endif
