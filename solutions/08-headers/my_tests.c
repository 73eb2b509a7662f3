/*
 * my_tests.c - your own tests of the heap.
 *
 * They are run against heaps with one bug each, and against one without.
 * Go by what heap.h promises: a test that asks for more fails on the good
 * heap too. heap_test.h has helpers: begin, must_alloc, block_of, header_of,
 * smallest_block, expect_sound.
 */
#include "heap_test.h"

#include <string.h>

/* A sample. It is true, and it catches next to nothing: nobody checks here
   that the second song leaves the first one alone. */
Test(mine, a_payload_can_be_written_and_read)
{
	begin();
	char *title = must_alloc(sizeof "So What");
	strcpy(title, "So What");
	cr_assert(eq(str, title, "So What"));
}

/* student: begin
 * // Your turn. One promise of heap.h for each test; which bug would break it?
 */
/* Fills count payloads of 1, 9, 17, ... bytes, each with a letter of its own. */
static void fill_all(char **payloads, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		payloads[i] = must_alloc(1 + 8 * i);
		memset(payloads[i], 'a' + (int)i, 1 + 8 * i);
	}
}

static void expect_all(char **payloads, size_t count)
{
	for (size_t i = 0; i < count; i++)
		for (size_t byte = 0; byte < 1 + 8 * i; byte++)
			if (payloads[i][byte] != 'a' + (int)i)
				cr_assert(false, "byte %zu of payload %zu has changed", byte, i);
}

Test(mine, payloads_are_aligned_and_apart)
{
	char *payloads[20];

	begin();
	fill_all(payloads, 20);
	for (size_t i = 0; i < 20; i++)
		cr_assert(eq(sz, (uintptr_t)payloads[i] % HEAP_ALIGNMENT, 0));
	expect_all(payloads, 20);
	expect_sound();
}

Test(mine, new_blocks_are_tight)
{
	begin();
	for (size_t size = 1; size < 60; size++)
		cr_assert(eq(sz, block_of(must_alloc(size)).size, smallest_block(size)));
}

Test(mine, first_fit_and_no_other)
{
	begin();
	void *small = must_alloc(24);
	must_alloc(1);
	void *large = must_alloc(300);
	must_alloc(1);
	void *exact = must_alloc(200);
	must_alloc(1);
	heap_free(exact);
	heap_free(large);
	heap_free(small);
	char *end = pages_hi();
	cr_assert(eq(ptr, must_alloc(200), large));
	cr_assert(eq(ptr, must_alloc(200), exact));
	cr_assert(eq(ptr, must_alloc(24), small));
	cr_assert(eq(ptr, pages_hi(), end));
	must_alloc(24);
	cr_assert(ne(ptr, pages_hi(), end));
	expect_sound();
}

Test(mine, a_block_that_is_a_little_too_small_is_left)
{
	begin();
	void *hole = must_alloc(24);
	char *wall = must_alloc(24);
	memset(wall, 'w', 24);
	heap_free(hole);
	cr_assert(ne(ptr, must_alloc(32), hole));
	cr_assert(eq(sz, *header_of(wall), 32 | HEAP_IN_USE));
}

Test(mine, free_changes_one_bit)
{
	begin();
	char *left = memset(must_alloc(40), 'l', 40);
	char *middle = memset(must_alloc(40), 'm', 40);
	char *right = memset(must_alloc(40), 'r', 40);
	heap_free(NULL);
	heap_free(middle);
	cr_assert(eq(sz, *header_of(left), 48 | HEAP_IN_USE));
	cr_assert(eq(sz, *header_of(middle), 48));
	cr_assert(eq(sz, *header_of(right), 48 | HEAP_IN_USE));
	cr_assert(not(block_of(middle).in_use));
	cr_assert(eq(ptr, must_alloc(40), middle));
	for (size_t i = 0; i < 40; i++)
		cr_assert(left[i] == 'l' && right[i] == 'r');
	expect_sound();
}

Test(mine, huge_requests_are_refused)
{
	begin();
	void *hole = must_alloc(40);
	must_alloc(10);
	heap_free(hole);
	for (size_t less = 0; less < 40; less++)
		cr_assert(eq(ptr, heap_alloc(SIZE_MAX - less), NULL));
	cr_assert(eq(ptr, heap_alloc(((size_t)1 << 32) + 20), NULL), "20 in an unsigned int");
	expect_sound();
}

Test(mine, a_full_heap_says_null_and_stays_sound)
{
	void *last = NULL;

	begin_with(64 * 1024);
	int count = 0;
	for (void *p = heap_alloc(1000); p != NULL && count < 100; p = heap_alloc(1000)) {
		last = p;
		count++;
	}
	cr_assert(le(int, count, 65));
	expect_sound();
	cr_assert(block_of(last).in_use);
	heap_free(last);
	cr_assert(eq(ptr, must_alloc(1000), last));
}

Test(mine, no_pages_no_heap)
{
	pages_reset(0);
	cr_assert(not(heap_init()));
	cr_assert(eq(ptr, heap_alloc(1), NULL));
	cr_assert(heap_walk(NULL, NULL));
}

struct visits {
	char *next;
	int left, seen;
};

static bool visit(const struct heap_block *block, void *context)
{
	struct visits *visits = context;

	cr_assert(eq(ptr, block->start, visits->next));
	cr_assert(eq(ptr, block->payload, (char *)block->start + HEADER));
	cr_assert(eq(sz, block->payload_size, block->size - HEADER));
	visits->next = (char *)block->start + block->size;
	visits->seen++;
	return --visits->left != 0;
}

Test(mine, the_walk_covers_the_arena)
{
	struct visits visits = { .left = -1 };

	begin();
	visits.next = (char *)pages_lo() + HEADER;
	heap_free(must_alloc(30));
	must_alloc(70);
	must_alloc(1);
	cr_assert(heap_walk(visit, &visits));
	cr_assert(eq(ptr, visits.next, (char *)pages_hi() - HEADER));
	struct visits two = { .left = 2, .next = (char *)pages_lo() + HEADER };
	must_alloc(1);
	cr_assert(not(heap_walk(visit, &two)));
	cr_assert(eq(int, two.seen, 2));
	struct visits all = { .left = -1, .next = (char *)pages_lo() + HEADER };
	cr_assert(heap_walk(visit, &all));
	struct visits last = { .left = all.seen, .next = (char *)pages_lo() + HEADER };
	cr_assert(not(heap_walk(visit, &last)), "stopped, though at the last block");
}

Test(mine, the_walk_changes_nothing)
{
	begin();
	void *left = must_alloc(40);
	void *right = must_alloc(40);
	must_alloc(1);
	heap_free(right);
	heap_free(left);
	size_t before = *header_of(left);
	struct visits visits = { .left = -1, .next = (char *)pages_lo() + HEADER };
	heap_walk(visit, &visits);
	cr_assert(eq(sz, *header_of(left), before));
}

Test(mine, damage_is_seen)
{
	for (size_t i = 0; i < 8; i++) {
		begin();
		must_alloc(40);
		memset(must_alloc(40), 0xff, 40);
		size_t *second = header_of(must_alloc(40));
		expect_sound();
		size_t too_far = (size_t)((char *)pages_hi() - (char *)second) + HEADER;
		const size_t words[] = { 0, HEAP_IN_USE, 2, 48 | 4, ARENA, SIZE_MAX << 4,
			too_far | HEAP_IN_USE, (size_t)1 << 32 | 48 };
		*second = words[i];
		cr_assert(ne(ptr, (void *)heap_check(), NULL));
		struct visits visits = { .left = -1, .next = (char *)pages_lo() + HEADER };
		cr_assert(not(heap_walk(visit, &visits)));
		cr_assert(eq(int, visits.seen, 2));
	}
}

Test(mine, a_lost_epilogue_is_seen)
{
	begin();
	must_alloc(40);
	((size_t *)pages_hi())[-1] = 0;
	cr_assert(ne(ptr, (void *)heap_check(), NULL));
}
/* student: end */
