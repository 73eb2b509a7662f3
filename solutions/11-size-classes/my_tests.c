/*
 * my_tests.c - your own tests of the heap.
 *
 * They are run against heaps with one bug each, and against one without.
 * Go by what heap.h promises: a test that asks for more fails on the good
 * heap too, and one that knows your classes fails on a heap with others.
 * heap_test.h has helpers: begin, must_alloc, size_of, header_of, expect_sound,
 * use_up, payload_of; and for the lists: list_first, list_next, list_length,
 * links_of, class_at, free_blocks.
 */
#include "heap_test.h"

#include <string.h>

/* A sample: what is freed is in the list of its class, and nothing else is. */
Test(mine, a_freed_block_is_in_its_list)
{
	begin();
	void *song = must_alloc(100);
	must_alloc(24);
	use_up();
	heap_free(song);
	cr_assert(eq(ptr, list_first(heap_class(size_of(song))), (char *)header_of(song)));
	cr_assert(eq(sz, free_blocks(), 1));
}

/* student: begin
 * // Your turn. One promise of heap.h for each test; which bug would break it?
 */
Test(mine, classes_keep_the_three_rules)
{
	for (size_t size = 32; size < 16384; size += 16) {
		cr_assert(heap_class(size) < HEAP_CLASSES);
		cr_assert(heap_class(size) <= heap_class(size + 16));
		cr_assert(heap_class(size) < heap_class(2 * size));
	}
	for (size_t size = 16384; size < SIZE_MAX / 2; size *= 2)
		for (size_t part = size; part < 2 * size; part += size / 64) {
			cr_assert(heap_class(part) < HEAP_CLASSES);
			cr_assert(heap_class(part - 16) <= heap_class(part));
			if (2 * part <= HEAP_SPREAD)
				cr_assert(heap_class(part) < heap_class(2 * part));
		}
	cr_assert(heap_class(SIZE_MAX & ~(size_t)15) < HEAP_CLASSES);
}

Test(mine, payloads_are_aligned_tight_and_apart)
{
	char *payloads[40];
	size_t larger = 0;

	begin();
	for (size_t i = 0; i < 40; i++) {
		payloads[i] = must_alloc(1 + 8 * i);
		memset(payloads[i], 'a' + (int)i, 1 + 8 * i);
		cr_assert(eq(sz, (uintptr_t)payloads[i] % HEAP_ALIGNMENT, 0));
		cr_assert(ge(sz, size_of(payloads[i]), least_block(1 + 8 * i)));
		cr_assert(le(sz, size_of(payloads[i]), least_block(1 + 8 * i) + 16));
		larger += size_of(payloads[i]) > least_block(1 + 8 * i);
	}
	cr_assert(le(sz, larger, 1));
	for (size_t i = 0; i < 40; i++)
		for (size_t byte = 0; byte < 1 + 8 * i; byte++)
			cr_assert(payloads[i][byte] == (char)('a' + (int)i));
	expect_sound();
}

/* Blocks of such sizes with walls between; nothing else is free when they are
   freed, in some order. */
static void holes_of(char **holes, const size_t *blocks, size_t count)
{
	begin();
	for (size_t i = 0; i < count; i++) {
		size_t size = payload_of(blocks[i]);
		holes[i] = memset(must_alloc(size), 0xee, size);
		memset(must_alloc(24), 0xee, 24);
	}
	use_up();
	for (size_t i = 0; i < count; i++)
		heap_free(holes[(i * 7 + 2) % count]);
	expect_sound();
}

Test(mine, each_request_finds_its_class_or_the_next)
{
	const size_t blocks[] = { 48, 112, 304, 1008, 3008, 8000, 30000, 80000 };
	char *holes[8];

	for (size_t i = 0; i < 8; i++) {
		holes_of(holes, blocks, 8);
		void *end = pages_hi();
		char *got = must_alloc(payload_of(blocks[i]));      /* exactly */
		cr_assert(eq(ptr, got, holes[i]));
		expect_sound();
		if (i < 7) {
			got = must_alloc(payload_of(blocks[i]));        /* from the next */
			cr_assert(got >= holes[i + 1] && got < holes[i + 1] + blocks[i + 1]);
			expect_sound();
			heap_free(got);
			expect_sound();
		}
		cr_assert(eq(ptr, pages_hi(), end));
	}
}

/* A lonely block in each of many lists. */
Test(mine, a_lonely_block_is_found)
{
	for (size_t block = 48; block < 400000; block += block / 3 & ~(size_t)15) {
		char *hole[1];
		holes_of(hole, &block, 1);
		char *got = must_alloc(24);
		cr_assert(got >= hole[0] && got < hole[0] + block);
		expect_sound();
		heap_free(got);
		cr_assert(eq(ptr, must_alloc(payload_of(block)), hole[0]));
		cr_assert(eq(sz, free_blocks(), 0));
		expect_sound();
	}
}

Test(mine, the_right_one_of_a_class_is_found)
{
	size_t small = first_shared_size(), blocks[HEAP_TRIES + 1];
	char *holes[HEAP_TRIES + 1];

	for (size_t place = 0; place < HEAP_TRIES; place++) {
		for (size_t i = 0; i < HEAP_TRIES; i++)
			blocks[i] = i == place ? small + 16 : small;
		blocks[HEAP_TRIES] = 4 * small;
		holes_of(holes, blocks, HEAP_TRIES + 1);
		cr_assert(eq(ptr, must_alloc(payload_of(small + 16)), holes[place]));
		expect_sound();
	}
}

/* Of a long list only a few blocks are looked at: there are places in it where a
   block is missed. */
Test(mine, a_long_list_is_not_searched)
{
	size_t small = first_shared_size(), blocks[12], places = 0;
	bool found[12] = { false };
	char *holes[12];

	for (size_t place = 0; place < 12; place++) {
		size_t position = 0;
		for (size_t i = 0; i < 12; i++)
			blocks[i] = i == place ? small + 16 : small;
		holes_of(holes, blocks, 12);
		char *at = list_first(heap_class(small));
		for (; at != (char *)header_of(holes[place]); at = list_next(at))
			position++;
		if (must_alloc(payload_of(small + 16)) == holes[place])
			found[position] = true;
	}
	for (size_t i = 0; i < 12; i++)
		places += found[i];
	cr_assert(le(sz, places, HEAP_TRIES));
}

/* It may be missed, and is there nevertheless. */
Test(mine, the_last_block_is_not_forgotten)
{
	size_t small = first_shared_size();
	void *holes[20];

	for (size_t place = 0; place < 20; place += 19) {
		begin_with(22 * (small + 64));
		for (size_t i = 0; i < 19; i++) {
			holes[i] = must_alloc(payload_of(small));
			must_alloc(24);
		}
		use_up();
		holes[19] = must_alloc(payload_of(small + 16));
		void *end = pages_hi();
		for (size_t i = 0; i < 20; i++)
			heap_free(holes[(place + 19 + i) % 20]);
		must_alloc(payload_of(small + 16));
		cr_assert(eq(ptr, pages_hi(), end));
		expect_sound();
	}
}

Test(mine, whatever_is_taken_from_a_hole_comes_back)
{
	size_t block = 2400;
	char *hole[1];

	holes_of(hole, &block, 1);
	void *end = pages_hi();
	for (size_t size = 1; size <= payload_of(block); size += 41) {
		void *part = must_alloc(size);
		memset(part, 'x', size);
		cr_assert(size_of(part) <= most_block(size) + 16);
		expect_sound();
		heap_free(part);
		cr_assert(eq(sz, size_of(hole[0]), block));
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
		void *row[5];
		begin();
		for (int k = 0; k < 5; k++)
			row[k] = memset(must_alloc(40), 's', 40);
		use_up();
		sort_payloads(row, 5);
		for (int k = 0; k < 3; k++) {
			heap_free(row[1 + orders[i][k]]);
			expect_sound();
		}
		cr_assert(eq(sz, size_of(row[1]), 3 * 48));
		const char *before = row[0], *after = row[4];
		for (int byte = 0; byte < 40; byte++)
			cr_assert(before[byte] == 's' && after[byte] == 's');
	}
}

/* The whole payload is the caller's, up to the next header. */
Test(mine, a_payload_is_no_footer)
{
	size_t *row[3];

	begin();
	for (int i = 0; i < 3; i++)
		row[i] = must_alloc(40);
	must_alloc(24);
	for (int i = 0; i < 5; i++)
		row[0][i] = row[2][i] = 48;
	heap_free(row[1]);
	cr_assert(eq(sz, size_of(row[1]), 48));
	cr_assert(eq(sz, row[0][4], 48));
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
	cr_assert(eq(sz, size_of(first_block + HEADER), (size_t)(epilogue() - first_block)));
	must_alloc(40);
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
		expect_sound();
	}
	cr_assert(le(sz, (size_t)((char *)pages_hi() - (char *)pages_lo()), 260000 + RESERVE));
}

Test(mine, a_refusal_leaves_no_trace)
{
	static unsigned char before[ARENA / 8];

	begin();
	must_alloc(24);
	heap_free(must_alloc(300));
	size_t bytes = (size_t)((char *)pages_hi() - (char *)pages_lo());
	cr_assert(le(sz, bytes, sizeof before));
	memcpy(before, pages_lo(), bytes);
	cr_assert(eq(ptr, heap_alloc(2 * ARENA), NULL));
	cr_assert(eq(sz, (size_t)((char *)pages_hi() - (char *)pages_lo()), bytes));
	cr_assert(eq(int, memcmp(before, pages_lo(), bytes), 0));
	expect_sound();
	for (size_t less = 0; less < 64; less++)
		cr_assert(eq(ptr, heap_alloc(SIZE_MAX - less), NULL));
	expect_sound();
}

Test(mine, a_long_play_is_sound)
{
	char *held[16] = { NULL };
	unsigned state = 11;

	begin();
	for (size_t turn = 0; turn < 150; turn++) {
		state = state * 1103515245u + 12345u;
		size_t i = state >> 16 & 15, size = 1 + (state >> 20) % (turn % 5 == 0 ? 4000 : 150);
		if (held[i] != NULL)
			heap_free(held[i]);
		held[i] = must_alloc(size);
		memset(held[i], 0xff, size);
		expect_sound();
	}
}

static bool is_next(const struct heap_block *block, void *context)
{
	char **expected = context;

	if (block->start != *expected || block->size != size_at(*expected)
	    || block->payload_size != block->size - (block->in_use ? 1 : 2) * HEADER)
		return false;
	*expected += block->size;
	return true;
}

Test(mine, a_walk_shows_the_row)
{
	const size_t blocks[] = { 48, 304 };
	char *holes[2];

	holes_of(holes, blocks, 2);
	char *at = first_block;
	cr_assert(heap_walk(is_next, &at));
	cr_assert(eq(ptr, at, epilogue()));
}

static bool count_to_100(const struct heap_block *block, void *context)
{
	(void)block;
	return ++*(size_t *)context < 100;
}

/* Neither link may hold anything else; and no walk runs for ever, or past it. */
Test(mine, every_wrong_link_is_seen)
{
	const size_t blocks[] = { 32, 1008, 32, 1008, 32, 1008 };
	char *holes[6];

	holes_of(holes, blocks, 6);
	char *used = some_used_block();
	for (size_t i = 0; i < 12; i++) {
		char *block = (char *)header_of(holes[i / 2]);
		char **link = i % 2 == 0 ? &links_of(block)->next : &links_of(block)->prev;
		char *kept = *link;
		char *wrong[] = { (char *)pages_hi() + 72, (char *)8, (char *)pages_lo() - 40, used,
			used + 16, block, block + 16, block + 3, epilogue(), (char *)header_of(holes[0]),
			(char *)header_of(holes[1]), (char *)header_of(holes[2]),
			(char *)header_of(holes[3]) };
		for (size_t k = 0; k < sizeof wrong / sizeof *wrong; k++) {
			size_t seen = 0;
			if (wrong[k] == kept)
				continue;
			*link = wrong[k];
			cr_assert(ne(ptr, (void *)heap_check(), NULL));
			bool complete = heap_walk_free(count_to_100, &seen);
			cr_assert(lt(sz, seen, 100));
			cr_assert(i % 2 == 1 || !complete);
			*link = kept;
		}
	}
	expect_sound();
}

Test(mine, every_wrong_header_is_seen)
{
	const size_t blocks[] = { 48, 304 };
	char *holes[2];

	holes_of(holes, blocks, 2);
	for (char *at = first_block; at != epilogue(); at += size_at(at)) {
		size_t kept = *word_at(at);
		const size_t wrong[] = { 0, 16, kept ^ HEAP_IN_USE, kept ^ HEAP_LEFT_IN_USE, kept | 4,
			kept | 8, kept + ARENA, SIZE_MAX };
		for (size_t k = 0; k < 8; k++) {
			*word_at(at) = wrong[k];
			cr_assert(ne(ptr, (void *)heap_check(), NULL));
		}
		*word_at(at) = kept;
	}
	size_t *last = word_at(epilogue()), kept = *last;
	*last = 0;
	cr_assert(ne(ptr, (void *)heap_check(), NULL));
	*last = kept | 16;
	cr_assert(ne(ptr, (void *)heap_check(), NULL));
	*last = kept ^ HEAP_LEFT_IN_USE;
	cr_assert(ne(ptr, (void *)heap_check(), NULL));
	*last = kept;
	*footer_at(header_of(holes[1]), 304) = 288;
	cr_assert(ne(ptr, (void *)heap_check(), NULL));
}

/* Takes the second of three out of its list. */
static char *take_out(size_t class)
{
	char *first = list_first(class), *second = list_next(first), *third = list_next(second);

	links_of(first)->next = third;
	links_of(third)->prev = first;
	return second;
}

static void put_behind(char *first, char *block)
{
	char *second = list_next(first);

	*links_of(block) = (struct links){ second, first };
	links_of(first)->next = links_of(second)->prev = block;
}

Test(mine, a_block_belongs_into_its_list)
{
	const size_t blocks[] = { 32, 1008, 32, 1008, 32, 1008 };
	char *holes[6];

	for (size_t turn = 0; turn < 2; turn++) {
		size_t from = heap_class(blocks[turn]), to = heap_class(blocks[1 - turn]);
		holes_of(holes, blocks, 6);
		char *lost = take_out(from);
		cr_assert(ne(ptr, (void *)heap_check(), NULL));
		*links_of(lost) = (struct links){ lost, lost };
		cr_assert(ne(ptr, (void *)heap_check(), NULL));
		put_behind(list_first(to), lost);
		cr_assert(ne(ptr, (void *)heap_check(), NULL));
		size_t seen = 0;
		cr_assert(not(heap_walk_free(count_to_100, &seen)));
	}
}

Test(mine, a_block_that_shrank_is_in_the_wrong_list)
{
	size_t size = 1008;
	char *hole[1];

	holes_of(hole, &size, 1);
	char *block = (char *)header_of(hole[0]);
	*word_at(block) = 48 | HEAP_LEFT_IN_USE;
	*footer_at(block, 48) = 48;
	*word_at(block + 48) = 960 | HEAP_IN_USE;
	*word_at(block + 1008) |= HEAP_LEFT_IN_USE;
	cr_assert(ne(ptr, (void *)heap_check(), NULL));
}

/* A wall of 32 bytes beside a hole of 1008 becomes free, and is listed. */
Test(mine, free_neighbours_are_seen)
{
	const size_t blocks[] = { 32, 1008, 32, 1008, 32 };
	char *holes[5];

	holes_of(holes, blocks, 5);
	char *hole = (char *)header_of(holes[1]), *wall = hole + size_at(hole);
	size_t size = size_at(wall);
	char *first = list_first(heap_class(size));
	*word_at(wall) = *footer_at(wall, size) = size;
	*word_at(wall + size) &= ~HEAP_LEFT_IN_USE;
	put_behind(first, wall);
	cr_assert(ne(ptr, (void *)heap_check(), NULL));
}

Test(mine, who_is_in_use_is_in_no_list)
{
	const size_t blocks[] = { 32, 1008, 32, 1008, 32, 1008 };
	char *holes[6];

	for (size_t i = 0; i < 6; i++) {
		holes_of(holes, blocks, 6);
		char *block = (char *)header_of(holes[i]);
		*word_at(block) |= HEAP_IN_USE;
		*word_at(block + size_at(block)) |= HEAP_LEFT_IN_USE;
		cr_assert(ne(ptr, (void *)heap_check(), NULL));
	}
}

static bool never_called(const struct heap_block *block, void *context)
{
	(void)block;
	*(bool *)context = true;
	return false;
}

Test(mine, a_new_heap_has_new_lists)
{
	const size_t blocks[] = { 32, 112, 304, 1008, 8000 };
	char *holes[5];
	bool called = false;

	holes_of(holes, blocks, 5);
	cr_assert(not(heap_walk_free(never_called, &called)));
	cr_assert(called);
	begin();
	called = false;
	cr_assert(heap_walk_free(never_called, &called));
	cr_assert(not(called));
	for (size_t i = 0; i < 5; i++) {
		must_alloc(payload_of(blocks[i]));
		expect_sound();
	}
	holes_of(holes, blocks, 5);
	pages_reset(0);
	cr_assert(not(heap_init()));
	cr_assert(heap_walk_free(never_called, &called));
	cr_assert(eq(ptr, heap_alloc(24), NULL));
	cr_assert(eq(ptr, (void *)heap_check(), NULL));
}
/* student: end */
