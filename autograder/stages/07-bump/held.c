/*
 * held.c - the held-back tests of stage 07: other numbers, the edges, and
 * random plays that are checked against a model of what arena.h promises.
 */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "arena_test.h"

#include <string.h>

#include "fence.h"
#include "vec.h"

/* A generator of our own (Marsaglia's xorshift32): the same play every time. */
static uint32_t seed;

static uint32_t draw(uint32_t below)
{
	seed ^= seed << 13;
	seed ^= seed >> 17;
	seed ^= seed << 5;
	return seed % below;
}

static size_t aligned(size_t n, size_t alignment)
{
	return (n + alignment - 1) / alignment * alignment;
}

/* ---- arena_init ---- */

Test(arena_init, begins_anew_after_a_reset)
{
	begin();
	must_alloc(2 * ARENA_CHUNK, 16);
	begin();
	cr_assert(eq(sz, arena_used(), 0));
	cr_assert(eq(sz, arena_peak(), 0));
	char *block = must_alloc(ARENA_CHUNK + 1, 16);
	cr_assert(eq(ptr, block, pages_lo()), "an empty arena starts at the pages' start");
	cr_assert(ge(ptr, pages_hi(), (void *)(block + ARENA_CHUNK + 1)));
}

Test(arena_init, must_have_succeeded)
{
	begin();
	must_alloc(100, 16);
	pages_reset(ARENA_CHUNK - 16);
	cr_assert(not(arena_init()), "there is no chunk, so arena_init says no");
	cr_assert(eq(ptr, arena_alloc(10, 1), NULL), "without pages there is no memory");
	cr_assert(eq(ptr, arena_alloc(0, 1), NULL), "without pages there is no memory");
	cr_assert(eq(sz, arena_used(), 0));
	cr_assert(eq(sz, arena_peak(), 0));
	cr_assert(eq(sz, arena_trim(), 0));
	cr_assert(arena_release(arena_mark()), "no blocks, and a mark from now");
	begin();
	must_alloc(100, 16);
}

/* ---- arena_alloc ---- */

Test(arena_alloc, knows_alignments_larger_than_a_page)
{
	begin_behind_others();
	must_alloc(1, 1);
	for (size_t alignment = 2048; alignment <= 65536; alignment *= 2) {
		char *block = must_alloc(5, alignment);
		cr_assert(is_aligned(block, alignment), "alignment %zu", alignment);
		memset(block, 'x', 5);
	}
	size_t used = arena_used();
	cr_assert(eq(ptr, arena_alloc(1, (size_t)1 << 63), NULL), "no such address is left");
	cr_assert(eq(ptr, arena_alloc(1, (size_t)1 << 30), NULL), "that takes too much padding");
	cr_assert(eq(sz, arena_used(), used), "a refused request changes nothing");
}

Test(arena_alloc, gives_no_bytes_an_address)
{
	begin();
	must_alloc(5, 1);
	char *none = arena_alloc(0, 8);
	cr_assert(ne(ptr, none, NULL), "a block of 0 bytes has an address too");
	cr_assert(is_aligned(none, 8));
	cr_assert(eq(sz, arena_used(), 8), "5 bytes and 3 of padding");
	cr_assert(eq(ptr, must_alloc(1, 1), none), "it has no byte of its own");
}

Test(arena_alloc, minds_the_padding_when_it_adds)
{
	begin_behind_others();
	must_alloc(1, 1);
	for (size_t alignment = 16; alignment <= 4096; alignment *= 2)
		for (size_t less = 0; less < 34; less++)
			cr_assert(eq(ptr, arena_alloc(SIZE_MAX - less, alignment), NULL),
			          "SIZE_MAX - %zu, aligned to %zu", less, alignment);
	cr_assert(eq(ptr, arena_alloc((size_t)1 << 32, 1), NULL), "0 in an unsigned int");
	cr_assert(eq(sz, arena_used(), 1), "a refused request changes nothing");
}

/* A play of 600 requests; each address can be told beforehand. */
Test(arena_alloc, puts_every_block_where_it_belongs)
{
	seed = 7;
	begin_behind_others();
	char *base = (char *)pages_lo() + 48;
	size_t end = 0;
	for (int i = 0; i < 600; i++) {
		size_t size = draw(300), alignment = (size_t)1 << draw(9);
		char *block = must_alloc(size, alignment);
		size_t start = aligned((uintptr_t)base + end, alignment) - (uintptr_t)base;
		if (block != base + start)
			cr_assert(eq(ptr, block, base + start),
			          "request %d: %zu bytes, aligned to %zu", i, size, alignment);
		end = start + size;
		if (arena_used() != end)
			cr_assert(eq(sz, arena_used(), end), "after request %d", i);
		if (bought() - 48 < end || bought() - 48 > end + ARENA_CHUNK + 15)
			cr_assert(eq(sz, bought() - 48, end), "after request %d", i);
		memset(block, i & 0xff, size);
	}
}

Test(arena_alloc, fills_the_page_source_to_the_brim)
{
	const size_t limit = 5 * ARENA_CHUNK + 160;
	size_t total = 0;

	begin_with(limit);
	must_alloc(1, 1);
	must_alloc(ARENA_CHUNK - 16, 16);
	cr_assert(eq(sz, pages_calls(), 1), "1 + 15 of padding + the rest of the chunk");
	arena_reset();
	while (total < 2 * limit && arena_alloc(48, 1) != NULL)
		total += 48;
	cr_assert(eq(sz, total, limit / 48 * 48), "all that can be had in pieces of 48");
	cr_assert(ne(ptr, arena_alloc(limit - total, 1), NULL), "and the rest");
	cr_assert(eq(ptr, arena_alloc(1, 1), NULL), "now there is nothing left");
	cr_assert(eq(sz, arena_used(), limit));
}

Test(arena_alloc, survives_a_refusal_of_the_page_source)
{
	begin();
	char *first = must_alloc(100, 1);
	memset(first, 'x', 100);
	pages_fail_at(1);               /* only the chunk; what is missing can be had */
	char *second = must_alloc(2 * ARENA_CHUNK + 1, 1);
	cr_assert(eq(ptr, second, first + 100));
	second[2 * ARENA_CHUNK] = 'y';
	char *third = must_alloc(ARENA_CHUNK, 1);
	cr_assert(eq(ptr, third, second + 2 * ARENA_CHUNK + 1));
	memset(third, 'z', ARENA_CHUNK);
	for (int i = 0; i < 100; i++)
		if (first[i] != 'x')
			cr_assert(false, "byte %d of the first block has changed", i);
}

Test(arena_array, counts_to_zero)
{
	begin();
	must_alloc(1, 1);
	cr_assert(ne(ptr, arena_array(0, 8, 4), NULL), "no elements: a block of 0 bytes");
	cr_assert(ne(ptr, arena_array(8, 0, 4), NULL), "elements of no size: a block of 0 bytes");
	cr_assert(eq(sz, arena_used(), 4));
	cr_assert(eq(ptr, arena_array(2, 2, 3), NULL), "3 is no alignment");
	cr_assert(eq(ptr, arena_array((size_t)1 << 32, (size_t)1 << 32, 1), NULL), "2 to the 64th");
}

/* ---- marks ---- */

/* The fence asks for a size alone. */
static void *alloc_16(size_t size)
{
	return arena_alloc(size, 16);
}

static void let_go(void *block)
{
	(void)block;
}

static const struct fence_allocator fenced_arena = {
	.alloc = alloc_16, .free = let_go, .lo = pages_lo, .hi = pages_hi,
};

enum { BLOCKS = 300, MARKS = 12 };

/* What lives now, and where each mark cuts it. */
struct play {
	void *blocks[BLOCKS];
	size_t count;
	struct arena_mark marks[MARKS];
	size_t at_mark[MARKS];
	size_t used[MARKS];
	size_t depth;
};

static void play_alloc(struct play *p)
{
	void *block = fence_alloc(1 + draw(400));

	cr_assert(ne(ptr, block, NULL), "there is memory");
	p->blocks[p->count++] = block;
}

static void play_mark(struct play *p)
{
	p->marks[p->depth] = arena_mark();
	p->used[p->depth] = arena_used();
	p->at_mark[p->depth++] = p->count;
}

/* Back to one of the marks, not always the last one. */
static void play_release(struct play *p)
{
	size_t to = p->depth - 1 - draw(2) % p->depth;

	while (p->count > p->at_mark[to])
		fence_free(p->blocks[--p->count]);
	cr_assert(arena_release(p->marks[to]), "the mark is good");
	cr_assert(eq(sz, arena_used(), p->used[to]), "as many bytes as when it was made");
	p->depth = to;
}

Test(arena_release, keeps_marks_and_blocks_apart_in_a_long_play)
{
	static struct play play;
	size_t peak = 0;

	seed = 23;
	begin();
	fence_use(&fenced_arena);
	for (int step = 0; step < 500; step++) {
		uint32_t what = draw(10);
		if (what < 7 && play.count < BLOCKS)
			play_alloc(&play);
		else if (what < 9 && play.depth < MARKS)
			play_mark(&play);
		else if (play.depth > 0)
			play_release(&play);
		peak = arena_used() > peak ? arena_used() : peak;
		if (arena_peak() != peak)
			cr_assert(eq(sz, arena_peak(), peak), "after step %d", step);
	}
	fence_check_all();
}

Test(arena_release, takes_a_mark_twice)
{
	begin();
	must_alloc(70000, 1);
	struct arena_mark mark = arena_mark();
	for (int i = 0; i < 3; i++) {
		must_alloc(50, 1);
		cr_assert(arena_release(mark), "a mark stays good");
		cr_assert(arena_release(mark), "also when nothing came since");
		cr_assert(eq(sz, arena_used(), 70000));
	}
}

Test(arena_release, to_the_very_start)
{
	begin();
	struct arena_mark start = arena_mark();
	const void *first = must_alloc(1, 16);
	must_alloc(4 * ARENA_CHUNK, 1);
	cr_assert(arena_release(start));
	cr_assert(eq(ptr, must_alloc(1, 16), (void *)first));
	cr_assert(eq(sz, arena_peak(), 4 * ARENA_CHUNK + 1));
}

Test(arena_release, undoes_an_extension)
{
	begin();
	char *line = must_alloc(10, 1);
	memset(line, 'l', 10);
	struct arena_mark mark = arena_mark();
	cr_assert(arena_extend(line, 10, 30));
	cr_assert(arena_release(mark));
	cr_assert(eq(sz, arena_used(), 10), "the block has the bytes it had at the mark");
	cr_assert(eq(ptr, must_alloc(1, 1), line + 10));
	cr_assert(eq(chr, line[9], 'l'));
}

/* ---- arena_trim ---- */

Test(arena_trim, and_growing_again_take_turns)
{
	begin_behind_others();
	const char *base = must_alloc(24, 8);
	struct arena_mark mark = arena_mark();
	for (size_t round = 1; round < 6; round++) {
		char *large = must_alloc(round * 7000, 8);
		cr_assert(eq(ptr, large, (char *)base + 24));
		memset(large, 'x', round * 7000);
		cr_assert(arena_release(mark), "a mark stays good when memory goes");
		cr_assert(ge(sz, arena_trim(), 16), "something was spare");
		cr_assert(eq(sz, bought(), 48 + 32));
		cr_assert(eq(sz, arena_trim(), 0), "and now nothing is");
	}
}

Test(arena_trim, gives_all_back_when_nothing_is_in_use)
{
	begin();
	const void *first = must_alloc(40, 8);
	arena_reset();
	cr_assert(eq(sz, arena_trim(), ARENA_CHUNK));
	cr_assert(eq(sz, bought(), 0));
	cr_assert(eq(ptr, must_alloc(40, 8), (void *)first), "an empty arena begins where it was");
	cr_assert(ge(sz, bought(), 40));
}

Test(arena_trim, asks_for_nothing_when_nothing_is_spare)
{
	begin();
	must_alloc(ARENA_CHUNK - 15, 1);
	cr_assert(eq(sz, arena_trim(), 0), "15 bytes are spare, which is no multiple of 16");
	must_alloc(15, 1);
	cr_assert(eq(sz, pages_calls(), 1), "they were there all the time");
}

/* ---- arena_extend ---- */

Test(arena_extend, goes_on_after_a_release)
{
	begin();
	char *line = must_alloc(10, 1);
	struct arena_mark mark = arena_mark();
	must_alloc(10, 1);
	cr_assert(not(arena_extend(line, 10, 1)), "another block stands behind it");
	cr_assert(arena_release(mark));
	cr_assert(arena_extend(line, 10, 5), "and now it is the last one again");
	cr_assert(arena_extend(line, 15, 0), "by nothing");
	cr_assert(arena_extend(line, 15, 2 * ARENA_CHUNK), "and again");
	cr_assert(eq(sz, arena_used(), 15 + 2 * ARENA_CHUNK));
	cr_assert(ge(sz, bought(), 15 + 2 * ARENA_CHUNK));
}

Test(arena_extend, knows_padding_from_a_block)
{
	begin();
	char *line = must_alloc(10, 1);
	char *next = must_alloc(0, 16);
	cr_assert(not(arena_extend(line, 10, 1)), "the padding in front of a block stands behind it");
	cr_assert(arena_extend(next, 0, 20));
	cr_assert(eq(sz, arena_used(), 36));
}

Test(arena_extend, wraps_nothing_around)
{
	begin();
	must_alloc(100, 1);
	char *line = must_alloc(10, 1);
	for (size_t less = 0; less < 120; less++)
		cr_assert(not(arena_extend(line, 10, SIZE_MAX - less)), "SIZE_MAX - %zu more", less);
	cr_assert(eq(sz, arena_used(), 110), "a refusal changes nothing");
	cr_assert(eq(sz, arena_peak(), 110), "a refusal changes nothing");
}

/* ---- customers ---- */

/* With room from the start, nothing is left behind; and the last block grows
   in place. */
Test(customers, a_vector_that_reserves_wastes_nothing)
{
	struct vec years;

	begin();
	vec_init(&years, sizeof(int));
	cr_assert(vec_reserve(&years, 500));
	size_t used = arena_used();
	cr_assert(vec_reserve(&years, 1000));
	cr_assert(eq(sz, arena_used(), used + 500 * sizeof(int)), "it is the last block, "
	          "so it grows where it is");
	for (int year = 0; year < 1000; year++)
		cr_assert(vec_push(&years, &year));
	cr_assert(eq(sz, arena_used(), used + 500 * sizeof(int)));
}

Test(customers, hear_a_no)
{
	struct vec years;

	begin_with(2 * ARENA_CHUNK);
	vec_init(&years, sizeof(int));
	int year = 0;
	while (year < 100000 && vec_push(&years, &year))
		year++;
	cr_assert(lt(int, year, 100000), "memory ran out long before");
	cr_assert(eq(sz, years.count, (size_t)year));
	for (int i = 0; i < year; i++)
		if (*(int *)vec_at(&years, (size_t)i) != i)
			cr_assert(false, "item %d has changed", i);
	arena_reset();
	vec_init(&years, sizeof(int));
	cr_assert(vec_push(&years, &year), "after a reset there is room again");
}
