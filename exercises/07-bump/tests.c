/*
 * tests.c - the public tests of stage 07.
 *
 * Some blocks here come from the fence (fence.h): it calls your arena_alloc,
 * fills each block with a pattern, and looks whether the pattern is still
 * there when the block is given up. Under Valgrind nobody but the fence may
 * touch a fenced block, so an arena that writes into one is caught at its own
 * line.
 *
 * arena_test.h has what the tests share: begin, must_alloc, is_aligned, ...
 */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "arena_test.h"

#include <stdio.h>
#include <string.h>

#include "fence.h"
#include "format.h"
#include "vec.h"

/* The fence asks for a size alone. */
static void *alloc_16(size_t size)
{
	return arena_alloc(size, 16);
}

/* There is no free: the fence only looks at the block once more. */
static void let_go(void *block)
{
	(void)block;
}

static const struct fence_allocator fenced_arena = {
	.alloc = alloc_16, .free = let_go, .lo = pages_lo, .hi = pages_hi,
};

static void begin_fenced(void)
{
	begin();
	fence_use(&fenced_arena);
}

#define fenced(size) fenced_at((size), __LINE__)
static void *fenced_at(size_t size, unsigned line)
{
	void *block = fence_alloc_at(size, __FILE__, line);

	if (block == NULL)
		rig_violation(__FILE__, line, "arena_alloc(%zu, 16) gave NULL, although "
		              "there is memory", size);
	return block;
}

/* ---- arena_alloc ---- */

Test(arena_alloc, gives_memory_at_all)
{
	begin();
	cr_assert(ne(ptr, arena_alloc(100, 16), NULL), "arena_alloc(100, 16) in an empty arena");
}

Test(arena_alloc, aligns_as_asked)
{
	begin();
	for (size_t alignment = 1; alignment <= 1024; alignment *= 2) {
		must_alloc(1, 1);       /* so that the next address is odd */
		const void *block = must_alloc(3, alignment);
		cr_assert(is_aligned(block, alignment),
		          "a block of 3 bytes, asked to be aligned to %zu", alignment);
	}
}

Test(arena_alloc, aligns_the_address_and_not_the_offset)
{
	begin_behind_others();
	for (size_t alignment = 16; alignment <= 1024; alignment *= 2) {
		const void *block = must_alloc(8, alignment);
		cr_assert(is_aligned(block, alignment), "the arena itself begins at a "
		          "multiple of 16 and no more; asked for %zu", alignment);
	}
}

Test(arena_alloc, gives_every_block_room_of_its_own)
{
	const size_t sizes[] = { 1, 24, 8, 200, 40, 16, 9, 1000 };
	void *blocks[8];

	begin_fenced();
	for (size_t i = 0; i < 8; i++)
		blocks[i] = fenced(sizes[i]);
	for (size_t i = 0; i < 8; i++)
		fence_check(blocks[i]);
}

Test(arena_alloc, leaves_no_gap_but_the_padding)
{
	begin();
	char *first = must_alloc(3, 1);
	char *second = must_alloc(5, 1);
	cr_assert(eq(ptr, second, first + 3), "aligned to 1, so right behind the 3 bytes");
	char *third = must_alloc(4, 4);
	cr_assert(eq(ptr, third, first + 8), "8 is a multiple of 4, so no padding");
	char *fourth = must_alloc(1, 8);
	cr_assert(eq(ptr, fourth, first + 16), "12 bytes in use, 4 of padding");
	cr_assert(eq(sz, arena_used(), 17), "3 + 5 + 4 + 4 of padding + 1");
}

Test(arena_alloc, refuses_what_is_no_alignment)
{
	const size_t wrong[] = { 0, 3, 6, 24, 100, SIZE_MAX };

	begin();
	must_alloc(5, 1);
	for (size_t i = 0; i < 6; i++)
		cr_assert(eq(ptr, arena_alloc(8, wrong[i]), NULL),
		          "%zu is not a power of two", wrong[i]);
	cr_assert(eq(sz, arena_used(), 5), "a refused request changes nothing");
}

Test(arena_alloc, refuses_sizes_that_wrap_around)
{
	begin();
	char *before = must_alloc(5, 1);
	for (size_t less = 0; less < 40; less++)
		cr_assert(eq(ptr, arena_alloc(SIZE_MAX - less, 16), NULL),
		          "SIZE_MAX - %zu bytes", less);
	cr_assert(eq(ptr, must_alloc(1, 1), before + 5), "a refused request changes nothing");
}

Test(arena_alloc, asks_seldom)
{
	begin();
	for (int i = 0; i < 1000; i++)
		must_alloc(40, 8);
	cr_assert(le(sz, pages_calls(), 6), "1000 requests for 40 bytes; how often is the "
	          "page source asked?");
	cr_assert(le(sz, bought(), 40000 + ARENA_CHUNK), "more was bought than is needed");
}

Test(arena_alloc, asks_only_when_it_must)
{
	begin();
	size_t calls = pages_calls();
	char *first = must_alloc(1, 1);
	must_alloc(bought() - 1, 1);
	cr_assert(eq(sz, pages_calls(), calls), "just what has been bought is enough");
	char *more = must_alloc(1, 1);
	cr_assert(eq(sz, pages_calls(), calls + 1), "one byte more has to be bought");
	cr_assert(eq(ptr, more, first + ARENA_CHUNK), "new bytes continue the old ones");
	cr_assert(le(sz, bought(), ARENA_CHUNK + 16 + ARENA_CHUNK), "one byte was missing; at most "
	          "ARENA_CHUNK more may be bought");
}

Test(arena_alloc, buys_large_blocks)
{
	begin();
	must_alloc(100, 1);
	char *large = must_alloc(5 * ARENA_CHUNK + 3, 16);
	large[0] = large[5 * ARENA_CHUNK + 2] = 'x';
	cr_assert(ge(ptr, pages_hi(), (void *)(large + 5 * ARENA_CHUNK + 3)),
	          "a block that is larger than a chunk must have been bought whole");
	char *next = must_alloc(1, 1);
	cr_assert(eq(ptr, next, large + 5 * ARENA_CHUNK + 3));
}

Test(arena_alloc, takes_the_last_bytes)
{
	begin_with(ARENA_CHUNK + 64);   /* the second chunk will be refused */
	must_alloc(ARENA_CHUNK, 16);
	cr_assert(ne(ptr, arena_alloc(50, 1), NULL), "64 bytes are left at the page source: "
	          "no chunk, but enough");
	cr_assert(eq(ptr, arena_alloc(15, 1), NULL), "50 + 15 bytes are more than 64");
	cr_assert(ne(ptr, arena_alloc(14, 1), NULL), "50 + 14 bytes are just 64");
	cr_assert(eq(sz, arena_used(), ARENA_CHUNK + 64));
}

Test(arena_alloc, changes_nothing_when_it_says_no)
{
	begin_with(2 * ARENA_CHUNK);
	char *title = must_alloc(sizeof "Naima", 1);
	strcpy(title, "Naima");
	size_t used = arena_used();
	cr_assert(eq(ptr, arena_alloc(3 * ARENA_CHUNK, 16), NULL), "there is not so much");
	cr_assert(eq(sz, arena_used(), used), "a refused request changes nothing");
	cr_assert(eq(sz, arena_peak(), used), "a refused request changes nothing");
	cr_assert(eq(ptr, must_alloc(ARENA_CHUNK + 100, 1), title + used),
	          "the next block begins where it would have begun");
	cr_assert(eq(str, title, "Naima"));
}

/* ---- arena_array ---- */

Test(arena_array, multiplies)
{
	begin();
	int *seconds = arena_array(50, sizeof *seconds, _Alignof(int));
	cr_assert(ne(ptr, seconds, NULL), "50 ints");
	cr_assert(is_aligned(seconds, _Alignof(int)));
	cr_assert(eq(sz, arena_used(), 50 * sizeof *seconds), "50 ints, and nothing else");
}

Test(arena_array, refuses_a_product_that_wraps)
{
	begin();
	must_alloc(8, 8);
	cr_assert(eq(ptr, arena_array(SIZE_MAX / 4 + 6, 4, 4), NULL),
	          "the product is 20, modulo SIZE_MAX + 1");
	cr_assert(eq(sz, arena_used(), 8), "a refused request changes nothing");
}

/* ---- marks ---- */

Test(arena_release, takes_back_all_since_the_mark)
{
	begin();
	must_alloc(10, 1);
	struct arena_mark mark = arena_mark();
	char *first = must_alloc(100, 16);
	must_alloc(7, 1);
	must_alloc(3000, 64);
	cr_assert(arena_release(mark), "the mark is good");
	cr_assert(eq(sz, arena_used(), 10));
	cr_assert(eq(ptr, must_alloc(100, 16), first), "the place is free again");
}

Test(arena_release, leaves_older_blocks_alone)
{
	begin_fenced();
	void *old[3] = { fenced(100), fenced(1), fenced(48) };
	struct arena_mark mark = arena_mark();
	for (int round = 0; round < 3; round++) {
		void *young[3] = { fenced(500), fenced(20), fenced(33) };
		for (int i = 0; i < 3; i++)
			fence_free(young[i]);
		cr_assert(arena_release(mark), "the mark is good, round %d", round);
	}
	for (int i = 0; i < 3; i++)
		fence_check(old[i]);
}

Test(arena_release, lets_marks_nest)
{
	begin();
	struct arena_mark album = arena_mark();
	const char *title = must_alloc(20, 1);
	struct arena_mark song = arena_mark();
	must_alloc(300, 8);
	struct arena_mark verse = arena_mark();
	must_alloc(400, 8);
	cr_assert(arena_release(verse));
	cr_assert(ge(sz, arena_used(), 320), "only the verse is gone");
	cr_assert(arena_release(song));
	cr_assert(eq(sz, arena_used(), 20), "the song is gone, the title is not");
	cr_assert(arena_release(album));
	cr_assert(eq(sz, arena_used(), 0));
	cr_assert(eq(ptr, must_alloc(1, 1), (void *)title));
}

Test(arena_release, keeps_the_memory)
{
	begin();
	struct arena_mark mark = arena_mark();
	must_alloc(3 * ARENA_CHUNK, 16);
	const void *end = pages_hi();
	size_t calls = pages_calls();
	for (int round = 0; round < 10; round++) {
		cr_assert(arena_release(mark));
		must_alloc(3 * ARENA_CHUNK, 16);
	}
	cr_assert(eq(ptr, pages_hi(), (void *)end), "ten rounds of the same size need no new memory");
	cr_assert(eq(sz, pages_calls(), calls), "the page source need not be asked");
}

Test(arena_release, refuses_a_mark_that_is_gone)
{
	begin();
	struct arena_mark early = arena_mark();
	must_alloc(100, 1);
	struct arena_mark late = arena_mark();
	cr_assert(arena_release(early), "the mark is good");
	cr_assert(not(arena_release(late)), "the mark lies beyond what is in use");
	cr_assert(eq(sz, arena_used(), 0), "a refused mark changes nothing");
}

Test(arena_reset, takes_back_all)
{
	begin();
	const void *first = must_alloc(100, 1);
	must_alloc(2 * ARENA_CHUNK, 1);
	size_t calls = pages_calls();
	arena_reset();
	cr_assert(eq(sz, arena_used(), 0));
	cr_assert(eq(ptr, must_alloc(2 * ARENA_CHUNK, 1), (void *)first));
	cr_assert(eq(sz, pages_calls(), calls), "the memory was kept");
}

/* ---- arena_trim ---- */

Test(arena_trim, gives_spare_memory_back)
{
	begin();
	char *first = must_alloc(100, 1);
	struct arena_mark mark = arena_mark();
	must_alloc(5 * ARENA_CHUNK, 1);
	cr_assert(arena_release(mark));
	size_t before = bought();
	size_t gone = arena_trim();
	cr_assert(eq(sz, bought(), 112), "100 bytes are in use, and pages come in multiples of 16");
	cr_assert(eq(sz, gone, before - 112), "it tells how much has gone");
	char *next = must_alloc(50, 1);
	cr_assert(eq(ptr, next, first + 100));
	next[49] = 'x';
	cr_assert(ge(ptr, pages_hi(), (void *)(next + 50)), "the 50 bytes must be bought anew");
}

Test(arena_trim, lives_with_a_no)
{
	begin();
	struct arena_mark mark = arena_mark();
	must_alloc(3 * ARENA_CHUNK, 1);
	cr_assert(arena_release(mark));
	pages_keep_all();
	size_t calls = pages_calls();
	cr_assert(eq(sz, arena_trim(), 0), "nothing has gone");
	must_alloc(3 * ARENA_CHUNK, 1);
	cr_assert(eq(sz, pages_calls(), calls), "the memory is still there, to be used");
}

/* ---- arena_extend ---- */

Test(arena_extend, makes_the_last_block_longer)
{
	begin();
	must_alloc(3, 1);
	char *line = must_alloc(4, 1);
	memset(line, 'a', 4);
	cr_assert(arena_extend(line, 4, 4), "it is the last block, and there is room");
	memset(line + 4, 'b', 4);
	cr_assert(line[0] == 'a' && line[3] == 'a', "the old bytes are as they were");
	cr_assert(eq(sz, arena_used(), 11));
	cr_assert(eq(ptr, must_alloc(1, 1), line + 8), "the next block stands behind all 8 bytes");
}

Test(arena_extend, says_no_to_all_others)
{
	begin();
	char *first = must_alloc(16, 16);
	char *second = must_alloc(16, 16);
	memset(second, 's', 16);
	cr_assert(not(arena_extend(first, 16, 16)), "another block stands behind it");
	cr_assert(eq(sz, arena_used(), 32), "a refusal changes nothing");
	cr_assert(arena_extend(second, 16, 16));
	cr_assert(not(arena_extend(first, 16, 1)));
	for (int i = 0; i < 16; i++)
		cr_assert(eq(chr, second[i], 's'));
}

Test(arena_extend, buys_what_is_missing)
{
	begin_with(3 * ARENA_CHUNK);
	char *line = must_alloc(ARENA_CHUNK, 1);
	cr_assert(arena_extend(line, ARENA_CHUNK, ARENA_CHUNK), "another chunk can be bought");
	line[2 * ARENA_CHUNK - 1] = 'x';
	cr_assert(not(arena_extend(line, 2 * ARENA_CHUNK, 2 * ARENA_CHUNK)),
	          "so much can't be bought");
	cr_assert(not(arena_extend(line, 2 * ARENA_CHUNK, SIZE_MAX)), "the sum wraps around");
	cr_assert(eq(sz, arena_used(), 2 * ARENA_CHUNK), "a refusal changes nothing");
}

/* ---- numbers ---- */

Test(arena_peak, remembers_the_most)
{
	begin();
	struct arena_mark mark = arena_mark();
	must_alloc(1000, 1);
	char *last = must_alloc(10, 1);
	cr_assert(arena_extend(last, 10, 90));
	cr_assert(arena_release(mark));
	must_alloc(50, 1);
	cr_assert(eq(sz, arena_used(), 50));
	cr_assert(eq(sz, arena_peak(), 1100), "1000 + 10 + 90, before the release");
	arena_reset();
	cr_assert(eq(sz, arena_peak(), 1100), "a reset does not forget it");
	cr_assert(ge(sz, arena_trim(), 1), "nothing is in use");
	cr_assert(eq(sz, arena_peak(), 1100), "nor does a trim");
	cr_assert(arena_init());
	cr_assert(eq(sz, arena_peak(), 0), "arena_init does");
}

/* ---- customers ---- */

/* vec.c of stage 05 as it is: malloc is the arena, and free does nothing. */
Test(customers, the_vector_runs_on_the_arena)
{
	struct vec years;

	begin();
	struct arena_mark mark = arena_mark();
	vec_init(&years, sizeof(int));
	for (int year = 0; year < 1000; year++)
		cr_assert(vec_push(&years, &year), "item %d finds no room", year);
	for (int year = 0; year < 1000; year++)
		if (*(int *)vec_at(&years, (size_t)year) != year)
			cr_assert(false, "item %d has changed", year);
	cr_assert(ge(sz, arena_used(), 8000), "every block that the vector has outgrown "
	          "is still in the arena");
	vec_free(&years);
	cr_assert(arena_release(mark));
	cr_assert(eq(sz, arena_used(), 0));
}

/* format_new of stage 04, likewise: nobody frees its lines. */
Test(customers, the_formatter_runs_on_the_arena)
{
	char *lines[20];

	begin();
	struct arena_mark mark = arena_mark();
	for (size_t i = 0; i < 20; i++) {
		lines[i] = format_new(PIECES(as_text("song "), as_unsigned(i)));
		cr_assert(ne(ptr, lines[i], NULL), "line %zu finds no room", i);
	}
	for (size_t i = 0; i < 20; i++) {
		char expected[16];
		(void)snprintf(expected, sizeof expected, "song %zu", i);
		cr_assert(eq(str, lines[i], expected));
	}
	cr_assert(arena_release(mark));
	cr_assert(eq(sz, arena_used(), 0), "all lines are gone at once");
}
