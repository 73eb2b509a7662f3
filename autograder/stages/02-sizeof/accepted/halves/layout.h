/*
 * Asks whether the type is that of an array of so many elements, and refuses
 * by choosing an expression that does not compile; order by luck.
 */
#ifndef LAYOUT_H
#define LAYOUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define COUNT(x) (sizeof(x) / sizeof((x)[0]))
#define IS_ARRAY(x) __builtin_types_compatible_p( \
	__typeof__(x), __typeof__((x)[0])[COUNT(x)])
#define ASSERTED(condition, value) __builtin_choose_expr(condition, value, \
	(void)sizeof(struct { int no; _Static_assert(condition, "no array"); }))
#define ARRAY_LEN(x) ASSERTED(IS_ARRAY(x), COUNT(x))

struct block_header {
	struct block_header *next;
	uint32_t serial;
	uint16_t line;
	bool in_use;
	struct block_header *previous;
	size_t size;
};

#endif
