/*
 * toy.h - a very small allocator, with faults to order, for testing the fence.
 */
#ifndef TOY_H
#define TOY_H

#include <stdbool.h>
#include <stddef.h>

struct heap_block {
	void *start;
	size_t size;
	void *payload;
	size_t payload_size;
	bool in_use;
};
typedef bool heap_visit(const struct heap_block *block, void *context);

enum toy_fault {
	TOY_SOUND, TOY_OVERLAPS, TOY_MISALIGNS, TOY_LEAVES_ARENA,
	TOY_SCRIBBLES,        /* alloc writes into the block before       */
	TOY_FORGETS,          /* realloc copies too little                */
	TOY_WALK_CRASHES, TOY_WALK_NEVER_ENDS, TOY_READS_FREED,
	TOY_CRASHES,          /* alloc, if much is asked for             */
	TOY_NEVER_ENDS,       /* free, of what follows another freed one */
};

void toy_reset(enum toy_fault fault);
void *toy_alloc(size_t bytes);
void toy_free(void *payload);
void *toy_realloc(void *payload, size_t bytes);
bool toy_walk(heap_visit *visit, void *context);
/* By this name the fence looks for it. */
bool heap_walk_free(heap_visit *visit, void *context);

#endif
