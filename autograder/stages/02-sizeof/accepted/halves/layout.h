/* Refuses by choosing an expression that does not compile; order by luck. */
#ifndef LAYOUT_H
#define LAYOUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define IS_POINTER(x) __builtin_types_compatible_p( \
	__typeof__(&(x)), __typeof__((x)[0]) **)
#define IS_FIXED_POINTER(x) __builtin_types_compatible_p( \
	__typeof__(&(x)), __typeof__((x)[0]) *const *)
#define ASSERTED(condition, value) __builtin_choose_expr(condition, value, \
	(void)sizeof(struct { int no; _Static_assert(condition, "no array"); }))
#define ARRAY_LEN(x) \
	ASSERTED(!IS_POINTER(x) && !IS_FIXED_POINTER(x), \
		(sizeof(x) / sizeof((x)[0])))

struct block_header {
	struct block_header *next;
	uint32_t serial;
	uint16_t line;
	bool in_use;
	struct block_header *previous;
	size_t size;
};

#endif
