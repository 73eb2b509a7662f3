/*
 * my_tests.c - your own tests of the heap.
 *
 * They are run against heaps with one bug each, and against one without.
 * Go by what heap.h promises: a test that asks for more fails on the good
 * heap too. heap_test.h has helpers: begin, must_alloc, size_of, block_of,
 * header_of, footer_at, most_block, expect_sound, fenced.
 */
#include "heap_test.h"

#include <string.h>

/* A sample: the first of the four cases, and the only one. */
Test(mine, a_freed_block_keeps_its_size)
{
	begin();
	must_alloc(24);
	void *song = must_alloc(100);
	must_alloc(24);
	size_t size = size_of(song);
	heap_free(song);
	cr_assert(eq(sz, size_of(song), size));
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
	size_t larger = 0;

	begin();
	for (size_t size = 1; size < 80; size++) {
		size_t block = size_of(must_alloc(size));
		cr_assert(ge(sz, block, least_block(size)));
		cr_assert(le(sz, block, most_block(size) + 16));
		larger += block > most_block(size);
	}
	cr_assert(le(sz, larger, 1));
	expect_sound();
}

Test(mine, nothing_is_a_block_or_none)
{
	begin();
	void *none = heap_alloc(0), *other = heap_alloc(0);
	if (none != NULL)
		cr_assert(ne(ptr, none, other));
	expect_sound();
	heap_free(none);
	heap_free(other);
	expect_sound();
}

/* A hole for size bytes with a wall behind it. */
static void *hole_of(size_t size)
{
	void *hole = must_alloc(size);

	must_alloc(24);
	heap_free(hole);
	return hole;
}

Test(mine, a_large_hole_is_split)
{
	begin();
	char *hole = hole_of(1000);
	void *end = pages_hi();
	for (size_t i = 0; i < 8; i++) {
		char *part = must_alloc(100);
		cr_assert(part >= hole && part < hole + 1000);
		cr_assert(le(sz, size_of(part), most_block(100)));
		memset(part, 'x', 100);
		expect_sound();
	}
	cr_assert(eq(ptr, pages_hi(), end));
}

Test(mine, whatever_is_taken_from_a_hole_comes_back)
{
	begin();
	void *hole = hole_of(400);
	size_t whole = size_of(hole);
	void *end = pages_hi();
	for (size_t size = 1; size <= 400; size += 3) {
		void *part = must_alloc(size);
		memset(part, 'x', size);
		cr_assert(size_of(part) <= most_block(size) + 16);
		expect_sound();
		heap_free(part);
		cr_assert(eq(sz, size_of(hole), whole));
		expect_sound();
	}
	cr_assert(eq(ptr, pages_hi(), end));
}

Test(mine, the_six_orders)
{
	static const int orders[6][3] = {
		{ 0, 1, 2 }, { 0, 2, 1 }, { 1, 0, 2 }, { 1, 2, 0 }, { 2, 0, 1 }, { 2, 1, 0 },
	};

	for (int i = 0; i < 6; i++) {
		char *song[3];
		begin();
		char *before = memset(must_alloc(40), 'b', 40);
		for (int k = 0; k < 3; k++)
			song[k] = memset(must_alloc(40), 's', 40);
		char *after = memset(must_alloc(40), 'a', 40);
		size_t sum = size_of(song[0]) + size_of(song[1]) + size_of(song[2]);
		for (int k = 0; k < 3; k++) {
			heap_free(song[orders[i][k]]);
			expect_sound();
		}
		cr_assert(eq(sz, size_of(song[0]), sum));
		for (int byte = 0; byte < 40; byte++)
			cr_assert(before[byte] == 'b' && after[byte] == 'a');
	}
}

Test(mine, a_payload_is_no_footer)
{
	begin();
	size_t *left = must_alloc(40);
	void *song = must_alloc(40);
	must_alloc(24);
	size_t size = size_of(song);
	for (int i = 0; i < 5; i++)
		left[i] = 48;
	heap_free(song);
	cr_assert(eq(sz, size_of(song), size));
	cr_assert(eq(sz, left[4], 48));
	expect_sound();
}

Test(mine, the_ends_are_no_neighbours)
{
	begin();
	void *first = must_alloc(40);
	void *last = must_alloc(40);
	heap_free(first);
	expect_sound();
	heap_free(last);
	expect_sound();
	cr_assert(eq(sz, size_of(first), (size_t)(epilogue() - first_block)));
	cr_assert(eq(ptr, must_alloc(40), first));
	heap_free(NULL);
	expect_sound();
}

Test(mine, the_last_block_grows)
{
	begin_with(4 * ARENA);
	must_alloc(24);
	for (size_t size = 1000; size < 400000; size *= 2) {
		void *last = must_alloc(size);
		expect_sound();
		heap_free(last);
	}
	cr_assert(le(sz, (size_t)((char *)pages_hi() - (char *)pages_lo()), 260000 + RESERVE));
	expect_sound();
}

Test(mine, a_refusal_leaves_no_trace)
{
	static unsigned char before[ARENA / 8];

	begin();
	must_alloc(24);
	heap_free(must_alloc(1000));
	size_t bytes = (size_t)((char *)pages_hi() - (char *)pages_lo());
	memcpy(before, pages_lo(), bytes);
	cr_assert(eq(ptr, heap_alloc(2 * ARENA), NULL));
	cr_assert(eq(int, memcmp(before, pages_lo(), bytes), 0));
	expect_sound();
	must_alloc(300000);
	expect_sound();
}

Test(mine, huge_requests_are_refused)
{
	begin();
	hole_of(40);
	for (size_t less = 0; less < 64; less++)
		cr_assert(eq(ptr, heap_alloc(SIZE_MAX - less), NULL));
	cr_assert(eq(ptr, heap_alloc(((size_t)1 << 32) + 20), NULL), "20 in an unsigned int");
	expect_sound();
}

Test(mine, no_pages_no_heap)
{
	pages_reset(0);
	cr_assert(not(heap_init()));
	cr_assert(eq(ptr, heap_alloc(1), NULL));
	cr_assert(heap_walk(NULL, NULL));
	cr_assert(eq(ptr, (void *)heap_check(), NULL));
}

struct visits {
	char *next;
	int left, seen, free;
};

static bool visit(const struct heap_block *block, void *context)
{
	struct visits *visits = context;

	cr_assert(eq(ptr, block->start, visits->next));
	cr_assert(eq(ptr, block->payload, (char *)block->start + HEADER));
	cr_assert(ge(sz, block->payload_size, block->size - 2 * HEADER));
	cr_assert(le(sz, block->payload_size, block->size - HEADER));
	visits->next = (char *)block->start + block->size;
	visits->seen++;
	visits->free += !block->in_use;
	return --visits->left != 0;
}

Test(mine, the_walk_covers_the_arena)
{
	begin();
	hole_of(30);
	must_alloc(70);
	struct visits all = { .left = -1, .next = first_block };
	cr_assert(heap_walk(visit, &all));
	cr_assert(eq(ptr, all.next, epilogue()));
	cr_assert(ge(int, all.free, 1));
	for (int stop = 1; stop <= all.seen; stop++) {
		struct visits some = { .left = stop, .next = first_block };
		cr_assert(not(heap_walk(visit, &some)));
		cr_assert(eq(int, some.seen, stop));
	}
	expect_sound();
}

/* Two blocks in use, a free one, and one in use again. */
static size_t *spoil_me(size_t which)
{
	void *songs[4];

	begin();
	for (size_t i = 0; i < 4; i++)
		songs[i] = memset(must_alloc(40 + 16 * i), 0xff, 40 + 16 * i);
	heap_free(songs[2]);
	expect_sound();
	return header_of(songs[which]);
}

Test(mine, a_bad_header_is_seen)
{
	for (size_t which = 1; which < 4; which++)
		for (size_t i = 0; i < 8; i++) {
			size_t *header = spoil_me(which);
			size_t far = (size_t)(epilogue() - (char *)header) + 16;
			const size_t words[] = { 0, 1, 16, 17, *header | 4, *header | 8,
				far | HEAP_IN_USE, (size_t)1 << 32 | *header };
			*header = words[i];
			cr_assert(ne(ptr, (void *)heap_check(), NULL));
			struct visits visits = { .left = -1, .next = first_block };
			cr_assert(not(heap_walk(visit, &visits)));
			cr_assert(eq(int, visits.seen, (int)which));
		}
}

Test(mine, a_bad_footer_is_seen)
{
	for (size_t bad = 0; bad < 96; bad += 16) {
		size_t *header = spoil_me(2);
		size_t size = *header & ~(size_t)15;
		if (bad == size)
			continue;
		*footer_at(header, size) = bad;
		cr_assert(ne(ptr, (void *)heap_check(), NULL));
	}
	size_t *header = spoil_me(2);
	*footer_at(header, *header & ~(size_t)15) |= HEAP_IN_USE;
	cr_assert(ne(ptr, (void *)heap_check(), NULL));
}

Test(mine, free_neighbours_are_seen)
{
	for (size_t which = 1; which < 4; which += 2) {
		size_t *header = spoil_me(which);
		size_t size = *header & ~(size_t)15;
		*header &= ~HEAP_IN_USE;
		cr_assert(ne(ptr, (void *)heap_check(), NULL));
		*footer_at(header, size) = size;
		cr_assert(ne(ptr, (void *)heap_check(), NULL));
	}
}

Test(mine, a_lost_epilogue_is_seen)
{
	const size_t words[] = { 0, 2, 17, 5, 9 };

	for (size_t i = 0; i < 5; i++) {
		spoil_me(0);
		*(size_t *)(void *)epilogue() = words[i];
		cr_assert(ne(ptr, (void *)heap_check(), NULL));
	}
}

Test(mine, a_long_play_stays_sound)
{
	char *songs[12] = { NULL };

	begin();
	for (size_t turn = 0; turn < 300; turn++) {
		size_t i = turn * 5 % 12, size = 1 + turn * turn % 300;
		heap_free(songs[i]);
		songs[i] = turn % 7 == 0 ? NULL : must_alloc(size);
		if (songs[i] != NULL)
			memset(songs[i], 'a' + (int)i, size);
		expect_sound();
	}
}
/* student: end */
