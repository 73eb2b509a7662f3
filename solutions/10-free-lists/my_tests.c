/*
 * my_tests.c - your own tests of the heap.
 *
 * They are run against heaps with one bug each, and against one without.
 * Go by what heap.h promises: a test that asks for more fails on the good
 * heap too. heap_test.h has helpers: begin, must_alloc, size_of, header_of,
 * expect_sound, use_up; and for the list: list_first, list_next, links_of,
 * free_blocks.
 */
#include "heap_test.h"

#include <string.h>

/* A sample: what is freed is in the list, and nothing else is. */
Test(mine, a_freed_block_is_in_the_list)
{
	begin();
	void *song = must_alloc(100);
	must_alloc(24);
	use_up();
	heap_free(song);
	cr_assert(eq(ptr, list_first(), (char *)header_of(song)));
	cr_assert(eq(ptr, list_next(list_first()), NULL));
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

/* ---- the list ---- */

/* Five holes of five sizes; nothing else is free. */
static void five_holes(char *holes[5], size_t first)
{
	begin();
	for (size_t i = 0; i < 5; i++) {
		holes[i] = memset(must_alloc(40 + 32 * i), 0xee, 40 + 32 * i);
		memset(must_alloc(24), 0xee, 24);
	}
	use_up();
	for (size_t i = 0; i < 5; i++)
		heap_free(holes[(first + i * 3) % 5]);
	expect_sound();
	cr_assert(eq(sz, free_blocks(), 5));
}

Test(mine, any_block_can_leave_the_list)
{
	char *holes[5];

	for (size_t first = 0; first < 5; first++) {
		five_holes(holes, first);
		for (size_t i = 5; i-- > 0;) {
			cr_assert(eq(ptr, must_alloc(40 + 32 * i), holes[i]));
			expect_sound();
			cr_assert(eq(sz, free_blocks(), i));
		}
		five_holes(holes, first);
		for (size_t i = 0; i < 5; i++) {
			must_alloc(40 + 32 * ((i + first) % 5));
			expect_sound();
		}
	}
}

Test(mine, the_list_is_all_that_is_searched)
{
	void *row[6];

	begin();
	for (size_t i = 0; i < 6; i++)
		row[i] = must_alloc(i == 4 ? 200 : 24);
	use_up();
	heap_free(row[4]);
	size_t *word = header_of(row[1]), kept = *word;
	*word = (size_t)(epilogue() - (char *)word) | HEAP_IN_USE;
	const void *got = heap_alloc(200);
	*word = kept;
	cr_assert(eq(ptr, (void *)got, row[4]));
	expect_sound();
}

Test(mine, all_merging_keeps_the_list)
{
	char *row[9];

	for (size_t turn = 0; turn < 24; turn++) {
		begin();
		for (size_t i = 0; i < 9; i++)
			row[i] = must_alloc(24 + 16 * i);
		use_up();
		for (size_t i = 0; i < 4; i++) {
			heap_free(row[1 + 2 * ((i + turn) % 4)]);
			expect_sound();
		}
		for (size_t i = 0; i < 3; i++) {
			heap_free(row[2 + 2 * ((turn % 2 ? i : 2 - i) + turn / 2) % 6]);
			expect_sound();
		}
		cr_assert(eq(sz, free_blocks(), 1));
	}
}

static bool in_order(const struct heap_block *block, void *context)
{
	struct visits *visits = context;

	cr_assert(eq(ptr, block->start, visits->next));
	cr_assert(eq(ptr, block->payload, (char *)block->start + HEADER));
	cr_assert(eq(sz, block->size, size_of(block->payload)));
	cr_assert(not(block->in_use));
	visits->seen++;
	visits->next = list_next(visits->next);
	return --visits->left != 0;
}

Test(mine, the_walk_goes_by_the_links)
{
	char *holes[5];

	five_holes(holes, 0);
	struct visits all = { .left = -1, .next = list_first() };
	cr_assert(heap_walk_free(in_order, &all));
	cr_assert(eq(int, all.seen, 5));
	for (int stop = 1; stop <= 5; stop++) {
		struct visits some = { .left = stop, .next = list_first() };
		cr_assert(not(heap_walk_free(in_order, &some)));
		cr_assert(eq(int, some.seen, stop));
	}
	begin();
	use_up();
	cr_assert(heap_walk_free(NULL, NULL));
}

static bool count_visit(const struct heap_block *block, void *context)
{
	(void)block;
	return ++*(size_t *)context < 1000;
}

/* The walk must not be complete and must end; heap_check must see it. */
static void spoil(char **link, char *value, bool next)
{
	char *kept = *link;
	size_t seen = 0;

	if (value == kept)
		return;
	*link = value;
	cr_assert(ne(ptr, (void *)heap_check(), NULL));
	bool complete = heap_walk_free(count_visit, &seen);
	if (next)
		cr_assert(not(complete && seen >= 5), "the walk believes a link that is wrong");
	cr_assert(lt(sz, seen, 1000));
	*link = kept;
}

Test(mine, each_bad_link_is_seen)
{
	char *holes[5];

	five_holes(holes, 2);
	char *used = some_used_block();
	for (size_t i = 0; i < 5; i++)
		for (int next = 0; next < 2; next++) {
			char *own = holes[i] - HEADER;
			char **link = next ? &links_of(own)->next : &links_of(own)->prev;
			spoil(link, NULL, next);
			spoil(link, (char *)(uintptr_t)72, next);
			spoil(link, (char *)UINTPTR_MAX, next);
			spoil(link, (char *)pages_hi() + 72, next);
			spoil(link, (char *)pages_lo() - 56, next);
			spoil(link, used, next);
			spoil(link, used + 16, next);
			spoil(link, epilogue(), next);
			spoil(link, own + 16, next);
			spoil(link, own + 1, next);
			for (size_t k = 0; k < 5; k++)
				spoil(link, holes[k] - HEADER, next);
		}
	expect_sound();
}

Test(mine, who_left_the_list_is_missed)
{
	char *holes[5];

	five_holes(holes, 1);
	char *first = list_first(), *second = list_next(first), *third = list_next(second);
	links_of(first)->next = third;
	links_of(third)->prev = first;
	cr_assert(ne(ptr, (void *)heap_check(), NULL));
	links_of(second)->next = links_of(second)->prev = second;
	cr_assert(ne(ptr, (void *)heap_check(), NULL));
}

Test(mine, who_is_in_use_is_not_in_the_list)
{
	char *holes[5];

	for (size_t i = 0; i < 5; i++) {
		five_holes(holes, 3);
		size_t *word = header_of(holes[i]), size = *word;
		*word |= HEAP_IN_USE;
		*footer_at(word, size) |= HEAP_IN_USE;
		cr_assert(ne(ptr, (void *)heap_check(), NULL));
	}
}

Test(mine, a_header_that_was_merged_is_none)
{
	char *row[6];

	begin();
	for (size_t i = 0; i < 6; i++)
		row[i] = must_alloc(100);
	use_up();
	heap_free(row[4]);
	heap_free(row[2]);
	size_t word = *header_of(row[2]);
	heap_free(row[1]);
	*header_of(row[2]) = word;
	links_of(header_of(row[4]))->next = row[2] - HEADER;
	cr_assert(ne(ptr, (void *)heap_check(), NULL));
}

Test(mine, a_new_heap_has_a_new_list)
{
	begin();
	void *old = must_alloc(1000);
	must_alloc(24);
	heap_free(old);
	begin();
	cr_assert(heap_walk_free(NULL, NULL));
	must_alloc(1000);
	expect_sound();
	heap_free(must_alloc(24));
	pages_reset(0);
	cr_assert(not(heap_init()));
	cr_assert(heap_walk_free(NULL, NULL));
	cr_assert(eq(ptr, heap_alloc(24), NULL));
}

/* The first block of the list, cut in two; both halves are listed. */
Test(mine, listed_neighbours_are_seen)
{
	char *holes[5];

	five_holes(holes, 0);
	char *first = list_first(), *next = list_next(first);
	size_t size = *(size_t *)(void *)first;
	if (size < 2 * HEAP_SMALLEST) {
		first = next;
		next = list_next(first);
		size = *(size_t *)(void *)first;
	}
	char *right = first + HEAP_SMALLEST;
	*(size_t *)(void *)first = *footer_at(first, HEAP_SMALLEST) = HEAP_SMALLEST;
	size -= HEAP_SMALLEST;
	*(size_t *)(void *)right = *footer_at(right, size) = size;
	*links_of(right) = (struct links){ next, first };
	links_of(first)->next = links_of(next)->prev = right;
	cr_assert(ne(ptr, (void *)heap_check(), NULL));
}
/* student: end */
