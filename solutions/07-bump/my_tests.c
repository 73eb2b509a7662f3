/*
 * my_tests.c - your own tests of the arena.
 *
 * They are run against arenas with one bug each, and against one without. Go
 * by what arena.h promises: a test that asks for more fails on the good arena
 * too. arena_test.h has helpers: begin, begin_with, begin_behind_others,
 * must_alloc, is_aligned, bought.
 */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "arena_test.h"

#include <string.h>

/* A sample. It is true, and it catches next to nothing: what if the second
   block had been 4 bytes long, or the arena full? */
Test(mine, a_block_can_be_written_and_read)
{
	begin();
	char *title = must_alloc(sizeof "So What", 1);
	strcpy(title, "So What");
	must_alloc(100, 16);
	cr_assert(eq(str, title, "So What"));
}

/* student: begin
 * // Your turn. One promise of arena.h for each test; which bug would break it?
 */
Test(mine, every_alignment_and_no_gap)
{
	begin_behind_others();
	char *base = (char *)pages_lo() + 48;
	size_t end = 0;
	for (size_t alignment = 1; alignment <= 8192; alignment *= 2) {
		for (size_t size = 0; size < 6; size++) {
			char *block = must_alloc(size, alignment);
			cr_assert(is_aligned(block, alignment));
			size_t start = (size_t)(block - base);
			cr_assert(ge(sz, start, end), "behind the block before");
			cr_assert(lt(sz, start, end + alignment), "and no further than it must");
			end = start + size;
			cr_assert(eq(sz, arena_used(), end));
		}
	}
}

Test(mine, alignments_that_are_none)
{
	begin();
	must_alloc(1, 1);
	for (size_t wrong = 0; wrong < 70; wrong++)
		if ((wrong & (wrong - 1)) != 0 || wrong == 0)
			cr_assert(eq(ptr, arena_alloc(1, wrong), NULL), "%zu", wrong);
	cr_assert(eq(sz, arena_used(), 1));
}

Test(mine, huge_requests_are_refused)
{
	begin_behind_others();
	char *last = must_alloc(200, 1);
	for (size_t less = 0; less < 300; less++) {
		cr_assert(eq(ptr, arena_alloc(SIZE_MAX - less, 1), NULL));
		cr_assert(eq(ptr, arena_alloc(SIZE_MAX - less, 128), NULL));
		cr_assert(not(arena_extend(last, 200, SIZE_MAX - less)));
	}
	cr_assert(eq(ptr, arena_alloc((size_t)1 << 32, 1), NULL), "0 in an unsigned int");
	cr_assert(eq(ptr, arena_array(SIZE_MAX / 8 + 2, 8, 8), NULL));
	cr_assert(eq(ptr, arena_array(8, SIZE_MAX / 8 + 2, 8), NULL));
	cr_assert(eq(sz, arena_used(), 200));
	cr_assert(eq(sz, arena_peak(), 200));
}

Test(mine, an_array_is_as_long_as_asked)
{
	begin();
	cr_assert(ne(ptr, arena_array(7, 12, 4), NULL));
	cr_assert(eq(sz, arena_used(), 84));
	cr_assert(ne(ptr, arena_array(0, 12, 4), NULL));
}

Test(mine, pages_are_bought_in_chunks)
{
	begin();
	for (int i = 0; i < 3000; i++)
		memset(must_alloc(16, 16), 'x', 16);
	cr_assert(le(sz, pages_calls(), 4));
	cr_assert(le(sz, bought(), 3000 * 16 + ARENA_CHUNK));
	char *large = must_alloc(3 * ARENA_CHUNK, 1);
	memset(large, 'x', 3 * ARENA_CHUNK);
}

Test(mine, what_is_bought_is_used_to_its_end)
{
	begin();
	must_alloc(1, 1);
	must_alloc(ARENA_CHUNK - 64, 64);
	cr_assert(eq(sz, pages_calls(), 1));
	must_alloc(1, 1);
	cr_assert(eq(sz, pages_calls(), 2));
}

Test(mine, the_last_bytes_can_be_had_and_no_more)
{
	begin_with(2 * ARENA_CHUNK + 32);
	char *first = must_alloc(2 * ARENA_CHUNK - 8, 1);
	cr_assert(eq(ptr, arena_alloc(48, 1), NULL));
	cr_assert(eq(sz, arena_peak(), 2 * ARENA_CHUNK - 8));
	char *last = must_alloc(30, 1);
	cr_assert(eq(ptr, last, first + 2 * ARENA_CHUNK - 8));
	cr_assert(not(arena_extend(last, 30, 11)));
	cr_assert(eq(sz, arena_used(), 2 * ARENA_CHUNK + 22));
	cr_assert(arena_extend(last, 30, 10));
	cr_assert(eq(ptr, arena_alloc(1, 1), NULL));
}

Test(mine, no_pages_no_arena)
{
	pages_reset(ARENA_CHUNK - 16);  /* something, but no chunk */
	cr_assert(not(arena_init()));
	cr_assert(eq(ptr, arena_alloc(1, 1), NULL));
	cr_assert(eq(sz, arena_used(), 0));
	cr_assert(eq(sz, arena_trim(), 0));
}

Test(mine, marks_nest_and_memory_stays)
{
	struct arena_mark marks[10];

	begin();
	for (size_t i = 0; i < 10; i++) {
		marks[i] = arena_mark();
		memset(must_alloc(10000, 1), (int)i, 10000);
	}
	size_t calls = pages_calls();
	const void *end = pages_hi();
	for (size_t i = 10; i-- > 0;) {
		cr_assert(arena_release(marks[i]));
		cr_assert(arena_release(marks[i]), "twice");
		cr_assert(eq(sz, arena_used(), i * 10000));
	}
	cr_assert(not(arena_release(marks[1])), "gone with an earlier one");
	cr_assert(eq(sz, arena_used(), 0));
	cr_assert(eq(sz, arena_peak(), 100000));
	must_alloc(100000, 1);
	cr_assert(eq(sz, pages_calls(), calls));
	arena_reset();
	cr_assert(eq(sz, arena_used(), 0));
	cr_assert(eq(sz, arena_peak(), 100000));
	must_alloc(100000, 1);
	cr_assert(eq(sz, pages_calls(), calls));
	cr_assert(eq(ptr, pages_hi(), (void *)end));
	cr_assert(eq(sz, pages_shrink_calls(), 0));
}

Test(mine, trimming_gives_back_what_is_spare)
{
	begin();
	char *first = must_alloc(33, 1);
	memset(first, 'x', 33);
	cr_assert(eq(sz, arena_trim(), ARENA_CHUNK - 48));
	cr_assert(eq(sz, bought(), 48));
	cr_assert(eq(sz, arena_trim(), 0));
	cr_assert(eq(sz, arena_used(), 33));
	char *next = must_alloc(100, 1);
	cr_assert(eq(ptr, next, first + 33));
	cr_assert(ge(sz, bought(), 133));
	cr_assert(arena_extend(next, 100, 19900));
	memset(next, 'y', 20000);
	cr_assert(eq(chr, first[32], 'x'));
	arena_reset();
	pages_keep_all();
	size_t calls = pages_calls();
	cr_assert(eq(sz, arena_trim(), 0));
	must_alloc(20000, 1);
	cr_assert(eq(sz, pages_calls(), calls));
}

Test(mine, only_the_last_block_grows)
{
	begin();
	char *first = must_alloc(10, 1);
	struct arena_mark mark = arena_mark();
	char *second = must_alloc(10, 1);
	cr_assert(not(arena_extend(first, 10, 1)));
	cr_assert(arena_extend(second, 10, 0));
	cr_assert(arena_extend(second, 10, 2 * ARENA_CHUNK));
	memset(second, 's', 2 * ARENA_CHUNK + 10);
	cr_assert(eq(sz, arena_used(), 2 * ARENA_CHUNK + 20));
	cr_assert(eq(sz, arena_peak(), 2 * ARENA_CHUNK + 20));
	cr_assert(arena_release(mark));
	cr_assert(arena_extend(first, 10, 7), "the last one again");
	cr_assert(eq(ptr, must_alloc(1, 1), first + 17));
}
/* student: end */
