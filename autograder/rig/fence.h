/*
 * fence.h - watches every payload that an allocator hands out.
 *
 * A test of an allocator asks through fence_alloc and fence_free instead of
 * calling the allocator. The fence checks what comes back: inside the arena,
 * aligned for any object, overlapping no payload that is still in use. It
 * fills the payload with a pattern and looks, until it is freed, whether the
 * pattern is still there.
 *
 * Under Memcheck a payload in use is off limits to everybody but the fence,
 * so an allocator that writes over it is caught at that very line. Before the
 * allocator's free is called the payload becomes its own again, with unknown
 * contents. The word before a payload is never touched: it is the allocator's.
 *
 * What is wrong fails the test, with a message in plain words, at the line of
 * the test that called the fence. When a test fails, the fence asks heap_walk
 * what the heap looks like (in a process of its own, so that a walk that
 * crashes or never ends does no harm), and the rig writes the picture:
 *
 *   {"event":"heap","suite":S,"test":T,"lo":"0x..","hi":"0x..",
 *    "blocks":[{"offset":o,"size":n,"payload":p,"payload_size":m,"in_use":b}],
 *    "live":[{"offset":o,"size":n,"serial":k}],
 *    "walk":"complete"|"stopped"|"crashed"|"missing"}
 *
 * Offsets count from lo; "live" is what the test holds.
 */
#ifndef FENCE_H
#define FENCE_H

#include <stdbool.h>
#include <stddef.h>

/* As the stage's header declares them:
 *   struct heap_block { void *start; size_t size;
 *                       void *payload; size_t payload_size; bool in_use; };
 * A walk calls visit for each block in order of address until it returns
 * false, and returns true when all blocks were visited. */
struct heap_block;
typedef bool heap_visit(const struct heap_block *block, void *context);

struct fence_allocator {
	void *(*alloc)(size_t bytes);
	void (*free)(void *payload);
	void *(*realloc)(void *payload, size_t bytes);      /* may be NULL */
	bool (*walk)(heap_visit *visit, void *context);     /* may be NULL */
	void *(*lo)(void);                                  /* the arena:  */
	void *(*hi)(void);                                  /* [lo, hi)    */
	/* May a payload lie there, outside the arena? NULL: none may. */
	bool (*mapped)(const void *start, size_t bytes);
};

/* Starts watching a, which must outlive the test, with no payload in use. */
void fence_use(const struct fence_allocator *a);

/* A payload of `bytes` bytes, or NULL when the allocator returned NULL. */
#define fence_alloc(bytes) fence_alloc_at((bytes), __FILE__, __LINE__)
/* As the allocator's realloc; on success the old payload is no longer valid.
 * The contents up to the smaller size must have been kept. */
#define fence_realloc(payload, bytes) \
	fence_realloc_at((payload), (bytes), __FILE__, __LINE__)
/* Checks the payload and gives it back; it is no longer valid. NULL is
 * passed on, as free allows. */
#define fence_free(payload) fence_free_at((payload), __FILE__, __LINE__)
/* Writes the pattern anew into every byte of the payload. */
#define fence_fill(payload) fence_fill_at((payload), __FILE__, __LINE__)
/* Fails when one byte of the payload is not what was left there. */
#define fence_check(payload) fence_check_at((payload), __FILE__, __LINE__)
/* The same for every payload in use. */
#define fence_check_all() fence_check_all_at(__FILE__, __LINE__)
/* Between the two the test itself may read and write the payload; what it
 * holds at fence_close is what must stay. fence_open returns it. */
#define fence_open(payload)  fence_open_at((payload), __FILE__, __LINE__)
#define fence_close(payload) fence_close_at((payload), __FILE__, __LINE__)

/* Payloads in use, and their bytes. */
size_t fence_live(void);
size_t fence_live_bytes(void);

void *fence_alloc_at(size_t bytes, const char *file, unsigned line);
void *fence_realloc_at(void *payload, size_t bytes,
                       const char *file, unsigned line);
void fence_free_at(void *payload, const char *file, unsigned line);
void fence_fill_at(void *payload, const char *file, unsigned line);
void fence_check_at(void *payload, const char *file, unsigned line);
void fence_check_all_at(const char *file, unsigned line);
void *fence_open_at(void *payload, const char *file, unsigned line);
void fence_close_at(void *payload, const char *file, unsigned line);

#endif
