/*
 * memory_access.c - reads, writes and frees, by the address they are about.
 */
#include "pipeline/memory_reading.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Addresses that a program gets from NULL plus an offset. */
#define NULL_PAGE UINT64_C(4096)
/* Behind a block by no more than this (or the block's own size) is a slip
   of the bound; further away, the index itself is wrong. */
#define NEAR UINT64_C(64)

/* ---- reads and writes ---- */

uint64_t access_size(const struct vg_error *e)
{
	const char *at = e->what != NULL ? strstr(e->what, "of size ") : NULL;

	return at != NULL ? strtoull(at + strlen("of size "), NULL, 10) : 0;
}

/* Counts the block in pieces of the access's size, as the student would. */
void note_elements(struct reading *x, uint64_t size)
{
	const struct vg_address *a = &x->address;

	/* What memcpy touches at a time says nothing about the elements. */
	bool counted = known(x, "library") == NULL;

	if ((size == 1 || !counted) && a->size > 0)
		fact(x, "last_byte", count_text(x->r, a->size - 1, NULL));
	if (a->offset >= 0)
		fact(x, "touched_byte",
		     count_text(x->r, (uint64_t)a->offset, NULL));
	if (!counted || size < 2 || a->size < size || a->size % size != 0 ||
	    a->offset < 0 || (uint64_t)a->offset % size != 0)
		return;
	fact(x, "elements", count_text(x->r, a->size / size, NULL));
	fact(x, "last", count_text(x->r, a->size / size - 1, NULL));
	fact(x, "index", count_text(x->r, (uint64_t)a->offset / size, NULL));
}

void note_distance(struct reading *x, uint64_t size)
{
	const struct vg_address *a = &x->address;

	if (a->offset < 0) {
		fact(x, "before", bytes_text(x, (uint64_t)-a->offset));
		if ((uint64_t)-a->offset == size)
			fact(x, "by_one", "one");
	} else if ((uint64_t)a->offset >= a->size) {
		uint64_t gap = (uint64_t)a->offset - a->size;
		fact(x, "behind", gap == 0 ? "directly behind the end" :
		     result_format(x->r, "%s behind the end",
		                   bytes_text(x, gap)));
		if (gap == 0)
			fact(x, "by_one", "one");
	} else if ((uint64_t)a->offset + size > a->size) {
		fact(x, "straddles", bytes_text(x, (uint64_t)a->offset + size -
		                                a->size));
	}
}

/* Functions of the C library that stop at a terminating zero. */
static bool about_strings(const char *library)
{
	return library != NULL &&
	       (text_starts(library, "str") || text_starts(library, "stp") ||
	        strstr(library, "printf") != NULL ||
	        strstr(library, "puts") != NULL);
}

/* Only the first byte behind the block tells that no '\0' stood inside. */
void note_string(struct reading *x, uint64_t size)
{
	const struct vg_address *a = &x->address;
	const char *library = known(x, "library");

	if (about_strings(library) && a->offset >= 0 &&
	    (uint64_t)a->offset <= a->size &&
	    (uint64_t)a->offset + size > a->size)
		fact(x, "string", library);
}

void note_block(struct reading *x)
{
	const struct vg_address *a = &x->address;
	struct block_history *b = &x->out->sighting.block;
	const struct grading *g = x->g;

	b->kind = a->area == AREA_HEAP ? "heap" :
	          a->area == AREA_STACK ? "stack" :
	          a->area == AREA_STATIC || a->area == AREA_CONSTANT
	          ? "static" : "none";
	if (a->area != AREA_HEAP)
		return;
	b->known = true;
	b->size = a->size;
	b->offset = a->offset;
	fact(x, "size", bytes_text(x, a->size));
	fact(x, "allocated_at", place_text(x, a->allocated));
	fact(x, "freed_at", place_text(x, a->released));
	if (a->allocated != NULL && telling_frame(x, a->allocated) != NULL)
		b->allocated = stack_frames(g, a->allocated, (size_t)
			(telling_frame(x, a->allocated) - a->allocated->frames));
	if (a->released != NULL && telling_frame(x, a->released) != NULL)
		b->freed = stack_frames(g, a->released, (size_t)
			(telling_frame(x, a->released) - a->released->frames));
}

/* ---- the heap that a student writes ---- */

/* What the pages have given is [lo, hi); their guard page ends at end. */
struct arena { unsigned long long lo, hi, end; };

/* The last arena that the pages told of before this error. */
static bool find_arena(const struct reading *x, struct arena *arena)
{
	for (size_t i = x->index; i-- > 0;) {
		const struct vg_error *m = &x->report->errors[i];
		if (strcmp(m->kind, VG_MESSAGE) == 0 && m->what != NULL &&
		    sscanf(m->what, " rig: arena %llx %llx %llx", &arena->lo,
		           &arena->hi, &arena->end) == 3)
			return true;
	}
	return false;
}

/* Inside a block that somebody still has: a payload behind the fence. */
static bool in_payload(const struct vg_address *a)
{
	return a->area == AREA_HEAP && !a->freed && a->offset >= 0 &&
	       (uint64_t)a->offset < a->size;
}

/* NULL when it is neither in the arena nor behind its end. */
static const char *arena_stem(struct reading *x, uint64_t size)
{
	const struct vg_address *a = &x->address;
	struct arena arena;

	if (a->client)
		return "fence-%s";
	if (!find_arena(x, &arena) || a->address < arena.lo ||
	    a->address >= arena.end)
		return NULL;
	if (a->address >= arena.hi)
		return "arena-%s";
	if (a->address + size <= arena.hi || in_payload(a))
		return "fence-%s";
	if (known(x, "library") == NULL)
		fact(x, "over_end", bytes_text(x, a->address + size - arena.hi));
	return "arena-%s";
}

/* Is realloc the innermost function of this stack? */
static bool by_realloc(const struct vg_stack *stack)
{
	return stack != NULL && stack->count > 0 &&
	       stack->frames[0].fn != NULL &&
	       strstr(stack->frames[0].fn, "realloc") != NULL;
}

/* ---- which fault it is ---- */

/* The stem, to which "read" or "write" is joined. */
static const char *access_stem(struct reading *x, uint64_t size)
{
	const struct vg_address *a = &x->address;
	const char *arena = arena_stem(x, size);
	uint64_t gap;

	if (arena != NULL)
		return arena;
	if (a->area == AREA_NONE && a->address < NULL_PAGE) {
		if (a->address != 0)
			fact(x, "null_offset", bytes_text(x, a->address));
		return "null-%s";
	}
	if (a->area == AREA_STACK && a->below_stack)
		return "dead-stack-%s";
	/* A payload in no arena: of pages that were taken back. */
	if (a->area != AREA_HEAP || (in_payload(a) &&
	    (uint64_t)a->offset + size <= a->size))
		return "%s-far";
	if (a->freed) {
		if (by_realloc(a->released))
			fact(x, "moved", "realloc");
		return "use-after-free-%s";
	}
	if (a->offset < 0)
		return (uint64_t)-a->offset <= NEAR + size ? "%s-before-block"
		                                           : "%s-far";
	gap = (uint64_t)a->offset > a->size ? (uint64_t)a->offset - a->size : 0;
	return gap <= NEAR || gap <= a->size ? "%s-after-block" : "%s-far";
}

const char *kind_of_access(struct reading *x, const char *verb)
{
	uint64_t size = access_size(x->error);
	const char *stem = access_stem(x, size);
	const char *split = strstr(stem, "%s");
	const char *library = known(x, "library");

	fact(x, "access", library != NULL ? "some bytes" : bytes_text(x, size));
	if (x->address.area == AREA_HEAP) {
		note_elements(x, size);
		note_distance(x, size);
		note_string(x, size);
	}
	return result_format(x->r, "%.*s%s%s", (int)(split - stem), stem, verb,
	                     split + 2);
}

/* ---- free ---- */

const char *kind_of_free(struct reading *x)
{
	const struct vg_address *a = &x->address;

	if (by_realloc(&x->error->stack))
		fact(x, "by_realloc", "realloc");
	if (a->symbol[0] != '\0')
		fact(x, "symbol", result_text(x->r, a->symbol));
	if (a->owner[0] != '\0')
		/* Criterion's functions of tests have names of its own. */
		fact(x, "owner", text_ends(a->owner, "_impl") ? "the test"
		     : result_text(x->r, a->owner));
	switch (a->area) {
	case AREA_HEAP:
		if (a->freed)
			return "double-free";
		if (a->offset <= 0 || (uint64_t)a->offset >= a->size)
			return "free-unallocated";
		fact(x, "offset", bytes_text(x, (uint64_t)a->offset));
		return "free-interior";
	case AREA_STACK:
		return "free-stack";
	case AREA_CONSTANT:
		fact(x, "constant", "yes");
		return "free-static";
	case AREA_STATIC:
		return "free-static";
	case AREA_MAPPED:
	case AREA_NONE:
		break;
	}
	return "free-unallocated";
}
