/*
 * tools.c - the tests' own tools: failing allocations, pages, the fence.
 *
 * Tests of suite "sound" must pass; each of suite "caught" must fail, with a
 * message that contains the words in expected.txt (see check.sh).
 */
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <valgrind/valgrind.h>

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "failpoint.h"
#include "fence.h"
#include "pages.h"
#include "pupil.h"
#include "sequence.h"
#include "toy.h"

static const struct fence_allocator toy = {
	.alloc = toy_alloc, .free = toy_free, .realloc = toy_realloc,
	.walk = toy_walk, .lo = pages_lo, .hi = pages_hi,
};

static void start(enum toy_fault fault)
{
	toy_reset(fault);
	fence_use(&toy);
}

/* ---- failpoint ---- */

Test(sound, counts_allocations)
{
	char **words = pupil_split("one two three");

	cr_assert(eq(sz, alloc_calls(), 4));
	cr_assert(eq(sz, alloc_live(), 4));
	cr_assert(eq(sz, alloc_live_bytes(), 4 * sizeof(char *) + 4 + 4 + 6));
	pupil_release(words);
	cr_assert(eq(sz, alloc_live(), 0));
}

Test(sound, fails_the_second)
{
	fail_at(2);
	cr_assert(zero(ptr, pupil_split("one two three")));
	cr_assert(eq(sz, alloc_failed(), 1));
	cr_assert(eq(sz, alloc_live(), 0));
	pupil_release(pupil_split("works again"));
	cr_assert(eq(sz, alloc_live(), 0));
}

Test(sound, fails_from_the_third)
{
	fail_from(3);
	cr_assert(zero(ptr, pupil_split("one two")));
	cr_assert(zero(ptr, pupil_split("one two")));
	cr_assert(eq(sz, alloc_failed(), 2));
	fail_never();
}

static void split_once(void *context)
{
	size_t *runs = context;
	char **words = pupil_split("a b c d");

	++*runs;
	if (fail_each_at() == 0)
		cr_assert(not(zero(ptr, words)));
	else
		cr_assert(zero(ptr, words));
	pupil_release(words);
	cr_assert(eq(sz, alloc_live(), 0));
}

Test(sound, fails_each)
{
	size_t runs = 0;

	cr_assert(eq(sz, fail_each(split_once, &runs), 5));
	cr_assert(eq(sz, runs, 11));
}

Test(sound, counts_the_tests_own_free)
{
	char *copy = pupil_copy("text");

	cr_assert(eq(sz, alloc_live(), 1));
	copy = realloc(copy, 100);
	cr_assert(eq(sz, alloc_live_bytes(), 100));
	free(copy);
	cr_assert(eq(sz, alloc_live(), 0));
}

Test(sound, remembers_many_blocks)
{
	static char *copies[5000];

	for (size_t i = 0; i < 5000; i++)
		copies[i] = pupil_copy("text");
	cr_assert(eq(sz, alloc_live(), 5000));
	for (size_t i = 0; i < 5000; i += 2)
		free(copies[i]);
	cr_assert(eq(sz, alloc_live(), 2500));
	for (size_t i = 1; i < 5000; i += 2)
		free(copies[i]);
	cr_assert(eq(sz, alloc_live_bytes(), 0));
}

/* ---- pages ---- */

Test(sound, pages_continue)
{
	char *a = pages_grow(48), *b = pages_grow(8192);

	cr_assert(eq(sz, (size_t)(b - a), 48));
	cr_assert(eq(sz, (uintptr_t)a % 16, 0));
	for (size_t i = 0; i < 48 + 8192; i++)
		cr_assert(a[i] == 0);
	cr_assert(a == pages_lo() && b + 8192 == (char *)pages_hi());
}

Test(sound, pages_end)
{
	pages_reset(4096);
	cr_assert(not(zero(ptr, pages_grow(4080))));
	cr_assert(zero(ptr, pages_grow(32)));
	cr_assert(not(zero(ptr, pages_grow(16))));
	cr_assert(zero(ptr, pages_grow(16)));
	cr_assert(eq(sz, pages_calls(), 4));
}

Test(sound, pages_fail_once)
{
	pages_reset(4096);
	pages_fail_at(2);
	cr_assert(not(zero(ptr, pages_grow(16))));
	cr_assert(zero(ptr, pages_grow(16)));
	cr_assert(not(zero(ptr, pages_grow(16))));
}

Test(sound, pages_guarded_behind, .signal = SIGSEGV)
{
	char *a = pages_grow(4096);

	a[4096] = 1;
}

Test(sound, pages_guarded_before, .signal = SIGSEGV)
{
	char *a = pages_grow(4096);

	a[-1] = 1;
}

Test(sound, pages_count_what_is_given_back)
{
	pages_grow(64);
	cr_assert(pages_shrink(32));
	cr_assert(not(pages_shrink(48)));
	cr_assert(eq(sz, pages_shrink_calls(), 2));
	cr_assert(eq(sz, pages_calls(), 1));
	pages_reset(4096);
	cr_assert(eq(sz, pages_shrink_calls(), 0));
}

Test(sound, pages_given_back_are_there_again)
{
	pages_reset(4096);
	pages_grow(4096);
	cr_assert(zero(ptr, pages_grow(16)));
	cr_assert(pages_shrink(64));
	cr_assert(not(zero(ptr, pages_grow(64))));
	cr_assert(zero(ptr, pages_grow(16)));
}

Test(sound, pages_may_keep_all)
{
	pages_grow(64);
	pages_keep_all();
	cr_assert(not(pages_shrink(16)));
	cr_assert(eq(sz, (size_t)((char *)pages_hi() - (char *)pages_lo()), 64));
	pages_reset(4096);
	pages_grow(64);
	cr_assert(pages_shrink(16));
}

/* Natively unseen, for the page is still in use. Memcheck knows the byte. */
Test(memcheck, pages_touched_after_shrinking)
{
	char *a = pages_grow(64);

	pages_shrink(16);
	*(volatile char *)(a + 48) = 1;
}

Test(caught, pages_of_odd_size) { pages_grow(100); }
Test(caught, pages_back_of_odd_size)
{
	pages_grow(64);
	pages_shrink(8);
}

Test(sound, mappings_are_counted)
{
	char *m = pages_map(48), *n = pages_map(8192);

	cr_assert(eq(sz, pages_mapped(), 48 + 8192));
	m = pages_remap(m, 48, 4096);
	cr_assert(eq(sz, pages_mapped(), 4096 + 8192));
	pages_unmap(n, 8192);
	cr_assert(eq(sz, pages_mapped(), 4096));
	cr_assert(eq(sz, pages_map_calls(), 4));
	cr_assert(pages_are_mapped(m, 4096) && pages_are_mapped(m + 4080, 16));
	cr_assert_not(pages_are_mapped(m, 4097) || pages_are_mapped(m - 1, 1));
	cr_assert(eq(sz, pages_calls(), 0));
	pages_reset(4096);
	cr_assert(eq(sz, pages_mapped() + pages_map_calls(), 0));
}

Test(sound, mappings_and_arena_have_one_limit)
{
	pages_reset(4096);
	pages_grow(2048);
	cr_assert(zero(ptr, pages_map(2064)));
	char *m = pages_map(2032);
	cr_assert(not(zero(ptr, m)));
	cr_assert(zero(ptr, pages_grow(32)));
	cr_assert(zero(ptr, pages_remap(m, 2032, 2064)));
	m = pages_remap(m, 2032, 1024);
	cr_assert(not(zero(ptr, m)));
	cr_assert(not(zero(ptr, pages_grow(1024))));
}

Test(sound, mappings_fail_once)
{
	pages_fail_at(3);
	pages_grow(16);
	char *m = pages_map(16);
	cr_assert(not(zero(ptr, m)));
	m[15] = 'x';
	cr_assert(zero(ptr, pages_remap(m, 16, 32)));
	cr_assert(eq(chr, m[15], 'x'));
	pages_fail_at(1);
	cr_assert(zero(ptr, pages_map(16)));
	cr_assert(not(zero(ptr, pages_map(16))));
}

Test(sound, mappings_may_be_unheard_of)
{
	pages_map_none();
	cr_assert(zero(ptr, pages_map(16)));
	cr_assert(not(zero(ptr, pages_grow(16))));
	pages_reset(4096);
	cr_assert(not(zero(ptr, pages_map(16))));
}

Test(sound, mappings_guarded_behind, .signal = SIGSEGV)
{
	char *m = pages_map(48);

	m[48] = 1;
}

Test(sound, mappings_guarded_before, .signal = SIGSEGV)
{
	char *m = pages_map(4096);

	m[-1] = 1;
}

Test(sound, mappings_moved_are_closed, .signal = SIGSEGV)
{
	char *m = pages_map(4096);

	pages_remap(m, 4096, 8192);
	m[0] = 1;
}

Test(caught, mappings_of_odd_size) { pages_map(100); }
Test(caught, mappings_unmapped_twice)
{
	char *m = pages_map(64);

	pages_unmap(m, 64);
	pages_unmap(m, 64);
}
Test(caught, mappings_unmapped_in_part)
{
	pages_unmap(pages_map(64), 32);
}

/* ---- fence ---- */

Test(sound, fence_is_silent)
{
	void *p[100];

	start(TOY_SOUND);
	for (size_t i = 0; i < 100; i++)
		p[i] = fence_alloc(i + 1);
	for (size_t i = 0; i < 100; i += 3)
		fence_free(p[i]);
	for (size_t i = 0; i < 100; i += 3)
		p[i] = fence_alloc(i + 1);
	fence_check_all();
	for (size_t i = 0; i < 100; i++)
		p[i] = fence_realloc(p[i], 150 - i);
	cr_assert(eq(sz, fence_live(), 100));
	for (size_t i = 0; i < 100; i++)
		fence_free(p[i]);
	cr_assert(eq(sz, fence_live(), 0));
	fence_free(NULL);
}

Test(sound, fence_opens)
{
	char *p;

	start(TOY_SOUND);
	p = fence_alloc(32);
	strcpy(fence_open(p), "kept by the fence");
	fence_close(p);
	cr_assert(not(zero(ptr, fence_alloc(32))));
	fence_check(p);
	p = fence_realloc(p, 64);
	fence_fill(p);
	fence_free(p);
}

Test(sound, fence_passes_failure_on)
{
	void *p;

	start(TOY_SOUND);
	p = fence_alloc(16);
	pages_fail_at(1);
	cr_assert(zero(ptr, fence_realloc(p, 1024)));
	pages_fail_at(1);
	cr_assert(zero(ptr, fence_alloc(1024)));
	fence_free(p);
}

static void *twice(void)
{
	fence_alloc(24);
	return fence_alloc(24);
}

Test(caught, overlap) { start(TOY_OVERLAPS); twice(); }
Test(caught, misalignment) { start(TOY_MISALIGNS); twice(); }
Test(caught, out_of_the_arena) { start(TOY_LEAVES_ARENA); twice(); }
Test(caught, scribble)
{
	start(TOY_SCRIBBLES);
	twice();
	fence_check_all();
}
Test(caught, forgetful_realloc)
{
	start(TOY_FORGETS);
	fence_realloc(twice(), 100);
}
Test(caught, foreign_address)
{
	int local;

	start(TOY_SOUND);
	fence_free(&local);
}
Test(caught, walk_crashes)
{
	start(TOY_WALK_CRASHES);
	twice();
	cr_assert(0 == 1, "only to see the heap");
}
Test(caught, walk_never_ends)
{
	start(TOY_WALK_NEVER_ENDS);
	twice();
	cr_assert(0 == 1, "only to see the heap");
}
Test(caught, walk_is_drawn)
{
	void *p;

	start(TOY_SOUND);
	p = fence_alloc(24);
	fence_alloc(100);
	fence_free(p);
	cr_assert(0 == 1, "only to see the heap");
}

/* Natively unseen; Memcheck must see the read of what has been freed. */
Test(memcheck, reads_freed)
{
	start(TOY_READS_FREED);
	fence_free(fence_alloc(24));
}

/* Of a test that crashes there is a picture too. */
Test(crash, with_a_picture)
{
	start(TOY_SOUND);
	twice();
	*(volatile int *)8 = 1;
}

/* ---- sequences ---- */

static enum toy_fault wanted;

static void begin_toy(void)
{
	toy_reset(wanted);
}

/* Says that something is wrong when two small payloads are asked for in a row. */
static const char *no_pair(const struct sequence_op *op, const void *payload)
{
	static bool small;
	bool before = small && op->id != 1;

	(void)payload;
	small = op->kind == 'a' && op->size < 50;
	return small && before ? "a pair of small ones" : NULL;
}

static const struct sequence_subject subject = {
	.allocator = &toy, .begin = begin_toy,
}, hates_pairs = {
	.allocator = &toy, .begin = begin_toy, .after = no_pair,
};

static const struct sequence_weights weights = {
	.alloc = 5, .realloc = 1, .free = 4, .live = 20,
	.sizes = { { 3, 1, 100 }, { 1, 400, 800 } },
};

static void play(enum toy_fault fault, const struct sequence_subject *who,
                 unsigned realloc_weight)
{
	static struct sequence s;
	struct sequence_weights w = weights;

	wanted = fault;
	w.realloc = realloc_weight;
	sequence_draw(&s, 7, &w, 60);
	sequence_try(who, &s);
}

Test(sound, sequence_is_served) { play(TOY_SOUND, &subject, 1); }

Test(sound, sequence_is_drawn_by_seed)
{
	static struct sequence one, other;

	sequence_draw(&one, 3, &weights, 1000);
	sequence_draw(&other, 3, &weights, 1000);
	cr_assert(eq(sz, one.count, SEQUENCE_MAX));
	for (size_t i = 0; i < SEQUENCE_MAX; i++) {
		cr_assert(one.ops[i].kind == other.ops[i].kind);
		cr_assert(one.ops[i].id == other.ops[i].id);
		cr_assert(one.ops[i].size == other.ops[i].size);
	}
	sequence_draw(&other, 4, &weights, 1000);
	cr_assert(ne(int, memcmp(&one, &other, sizeof one), 0));
}

Test(sound, sequence_seeds)
{
	cr_assert(ne(u32, sequence_seed(1), sequence_seed(2)));
	uint32_t seed = sequence_seed(1);
	setenv("RIG_SEED", "77", 1);
	cr_assert(ne(u32, sequence_seed(1), seed));
	cr_assert(ne(u32, sequence_seed(1), 0));
}

static const struct sequence three = {
	4, { { 'a', 1, 24 }, { 'a', 2, 100 }, { 'r', 1, 48 }, { 'f', 2, 0 } }
};

Test(sound, sequence_lines)
{
	char lines[100];

	sequence_lines(&three, lines, sizeof lines);
	cr_assert(eq(str, lines, "\n  a 1 24\n  a 2 100\n  r 1 48\n  f 2"));
	sequence_lines(&three, lines, 10);
	cr_assert(eq(str, lines, "\n  a 1 24"), "what is too long is cut");
}

Test(sound, sequence_program)
{
	char text[1000];

	sequence_program(&three, text, sizeof text);
	cr_assert(strstr(text, "void *p[3];") != NULL);
	cr_assert(strstr(text, "p[2] = heap_alloc(100);") != NULL);
	cr_assert(strstr(text, "p[1] = heap_realloc(p[1], 48);") != NULL);
	cr_assert(strstr(text, "heap_free(p[2]);") != NULL);
}

/* Under Valgrind nothing is made shorter: there these would only crash. */
static void shorten(enum toy_fault fault, const struct sequence_subject *who,
                    unsigned realloc_weight)
{
	if (RUNNING_ON_VALGRIND)
		cr_assert(false, "not under Valgrind");
	play(fault, who, realloc_weight);
}

Test(shortened, to_two_that_overlap) { shorten(TOY_OVERLAPS, &subject, 0); }
Test(shortened, to_one_that_crashes) { shorten(TOY_CRASHES, &subject, 0); }
Test(shortened, to_four_that_never_end) { shorten(TOY_NEVER_ENDS, &subject, 0); }
Test(shortened, to_two_that_are_a_pair) { shorten(TOY_SOUND, &hates_pairs, 0); }
Test(shortened, to_one_that_grows) { shorten(TOY_FORGETS, &subject, 1); }
