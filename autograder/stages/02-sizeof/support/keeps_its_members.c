/* struct block_header got smaller, and yet every member is there. */
#include "layout.h"

struct wasteful {
	bool in_use;
	size_t size;
	uint16_t line;
	struct block_header *next;
	uint32_t serial;
	struct block_header *previous;
};

#define KEEPS(type, member) \
	_Static_assert(__builtin_types_compatible_p( \
		__typeof__(((struct block_header *)0)->member), type), \
		"the type of " #member " has changed"); \
	_Static_assert(offsetof(struct block_header, member) \
		% _Alignof(type) == 0, \
		"the offset of " #member " does not suit its type"); \
	_Static_assert(__alignof__(((struct block_header *)0)->member) \
		>= _Alignof(type), #member " is packed")

KEEPS(bool, in_use);
KEEPS(size_t, size);
KEEPS(uint16_t, line);
KEEPS(struct block_header *, next);
KEEPS(uint32_t, serial);
KEEPS(struct block_header *, previous);

_Static_assert(sizeof(struct block_header) < sizeof(struct wasteful),
               "struct block_header is as large as it was at the beginning");

/* Six values fill one struct, and the seventh begins another. It would not, if
   there were a seventh member. */
#pragma GCC diagnostic ignored "-Wmissing-braces"
#pragma GCC diagnostic ignored "-Wmissing-field-initializers"
_Static_assert(sizeof(struct block_header[]){ 0, 0, 0, 0, 0, 0, 0 }
               == 2 * sizeof(struct block_header),
               "struct block_header has not six members");
