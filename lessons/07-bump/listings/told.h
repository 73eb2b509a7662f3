/*
 * told.h - an arena that tells Memcheck what it does, if TOLD is defined.
 *
 * Behind each block it leaves a red zone of 16 bytes, and whatever is not part
 * of a block is off limits. It is no debugger's magic: Memcheck keeps a note
 * for each byte, and these requests change the notes.
 */
#include <stddef.h>
#include <stdint.h>
#include <valgrind/memcheck.h>

#include "arena.h"

#ifdef TOLD
enum { RED_ZONE = 16 };
#else
enum { RED_ZONE = 0 };
#endif

static inline void *alloc_told(size_t size)
{
	if (size > SIZE_MAX - RED_ZONE)
		return NULL;
	char *block = arena_alloc(size + RED_ZONE, 1);
#ifdef TOLD
	if (block != NULL) {
		VALGRIND_MAKE_MEM_UNDEFINED(block, size);
		VALGRIND_MAKE_MEM_NOACCESS(block + size, RED_ZONE);
	}
#endif
	return block;
}

static inline void release_told(struct arena_mark mark)
{
	size_t bytes = arena_used() - mark.used;

	arena_release(mark);
#ifdef TOLD
	VALGRIND_MAKE_MEM_NOACCESS(arena_alloc(0, 1), bytes);
#endif
	(void)bytes;
}
