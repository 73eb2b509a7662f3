/*
 * held.c - the held-back tests of stage 10: other numbers, the edges, every
 * link spoilt in every way, and long random plays.
 */
#include "heap_test.h"

#include <stdlib.h>
#include <string.h>

#include "heap_play.h"
#include "vec.h"

/* ---- what a walk shows ---- */

struct count {
	size_t blocks, in_use, bytes, stop_at;
	const void *last;
	bool disorder;
};

static bool count_block(const struct heap_block *block, void *context)
{
	struct count *count = context;

	count->disorder |= (uintptr_t)block->start <= (uintptr_t)count->last;
	count->last = block->start;
	count->blocks++;
	count->in_use += block->in_use;
	count->bytes += block->size;
	return count->blocks != count->stop_at;
}

/* ---- heap_init ---- */

Test(heap_init, begins_anew_after_a_reset)
{
	struct count count = { 0 }, none = { 0 };

	begin();
	void *hole = must_alloc(1000);
	must_alloc(100);
	heap_free(hole);
	begin();
	cr_assert(heap_walk_free(count_block, &none), "the list of an empty heap");
	cr_assert(eq(sz, none.blocks, 0), "free blocks in a heap that has begun anew");
	void *payload = must_alloc(40);
	heap_walk(count_block, &count);
	cr_assert(eq(sz, count.in_use, 1), "blocks in use in a heap that has begun anew");
	cr_assert(le(sz, count.bytes, most_block(40) + RESERVE),
	          "bytes of all blocks in a heap that has begun anew");
	heap_free(payload);
	expect_sound();
}

Test(heap_init, says_no_without_pages)
{
	begin();
	heap_free(must_alloc(10));
	pages_reset(0);
	cr_assert(not(heap_init()), "without pages heap_init says no");
	cr_assert(heap_walk(NULL, NULL), "without blocks a walk is complete, and shows none");
	cr_assert(heap_walk_free(NULL, NULL), "and neither is there a list");
	cr_assert(eq(ptr, (void *)heap_check(), NULL), "without blocks nothing is damaged");
	cr_assert(eq(ptr, heap_alloc(10), NULL), "without pages there is no memory");
	begin();
	must_alloc(1);
	expect_sound();
}

Test(heap_init, must_have_succeeded)
{
	begin();
	heap_free(must_alloc(10));
	pages_reset(ARENA);
	pages_fail_at(1);
	cr_assert(not(heap_init()), "the page source refused, so heap_init says no");
	cr_assert(eq(ptr, heap_alloc(10), NULL),
	          "there is no heap until heap_init has been called with success");
	cr_assert(heap_walk(NULL, NULL), "without blocks a walk is complete, and shows none");
	cr_assert(heap_walk_free(NULL, NULL), "and neither is there a list");
	begin();
	must_alloc(1);
	expect_sound();
}

/* ---- heap_alloc ---- */

Test(heap_alloc, wastes_nothing_at_any_size)
{
	size_t larger = 0;

	begin();
	for (size_t size = 1; size <= 200; size++) {
		size_t free = some_free_block();
		const void *payload = must_alloc(size);
		size_t block = size_of(payload);
		if (block < least_block(size) || block > most_block(size) + HEAP_ALIGNMENT)
			cr_assert(eq(sz, block, most_block(size)),
			          "the size of a new block for %zu bytes", size);
		larger += is_wasteful(payload, most_block(size), free);
	}
	cr_assert(eq(sz, larger, 0), "blocks that are 16 bytes too large");
	expect_sound();
}

/* Too large to fill: the first and the last byte stand for all. */
static char *large(size_t size, char mark)
{
	char *payload = must_alloc(size);

	payload[0] = payload[size - 1] = mark;
	return payload;
}

Test(heap_alloc, serves_large_sizes)
{
	begin_with(16 * ARENA);
	char *photo = large(3000001, 'p');
	char *caption = large(30, 'c');
	char *film = large(4194304, 'f');
	use_up();
	cr_assert(photo[0] == 'p' && photo[3000000] == 'p', "the photo is still there");
	heap_free(photo);
	expect_sound();
	char *other = large(2999999, 'o');
	cr_assert(eq(ptr, other, photo), "the freed block is large enough");
	cr_assert(caption[0] == 'c' && caption[29] == 'c', "the caption is still there");
	cr_assert(film[0] == 'f' && film[4194303] == 'f', "the film is still there");
	cr_assert(le(ptr, film + 4194304, pages_hi()), "the film lies inside the arena");
	heap_free(other);
	const size_t huge[] = { (size_t)1 << 32, ((size_t)1 << 32) + 20, SIZE_MAX / 2 };
	for (size_t i = 0; i < 3; i++)
		if (heap_alloc(huge[i]) != NULL)
			cr_assert(false, "16 MiB can't hold %zu bytes", huge[i]);
	expect_sound();
}

Test(heap_alloc, treats_zero_bytes_as_the_standard_allows)
{
	begin();
	void *before = must_alloc(1);
	void *none = heap_alloc(0);
	void *other = heap_alloc(0);
	if (none != NULL) {
		cr_assert(ne(ptr, none, other), "two requests of 0 bytes share a payload");
		cr_assert(ne(ptr, none, before), "a request of 0 bytes got a payload in use");
		cr_assert(eq(sz, (uintptr_t)none % HEAP_ALIGNMENT, 0), "payloads are aligned");
	}
	expect_sound();
	heap_free(none);
	heap_free(other);
	must_alloc(1);
	expect_sound();
}

Test(heap_alloc, passes_over_blocks_that_are_too_small)
{
	begin_fenced(ARENA);
	void *hole = fenced(40);
	void *wall = fenced(40);
	use_up();
	fence_free(hole);
	const void *larger = fenced(65);
	cr_assert(ne(ptr, (void *)larger, hole), "65 bytes don't fit into a block for 40");
	fence_check(wall);
	fence_check((void *)larger);
	use_up();
	fence_free(wall);
	expect_sound();
}

/* The only one that is large enough, freed first or last: at either end of the list. */
Test(heap_alloc, looks_at_all_of_a_long_list)
{
	enum { HOLES = 200 };
	void *holes[HOLES];

	for (size_t turn = 0; turn < 2; turn++) {
		begin();
		for (size_t i = 0; i < HOLES; i++) {
			holes[i] = must_alloc(i == HOLES / 2 ? 500 : 40);
			must_alloc(24);
		}
		use_up();
		if (turn == 0)
			heap_free(holes[HOLES / 2]);
		for (size_t i = 0; i < HOLES; i++)
			if (i != HOLES / 2)
				heap_free(holes[i]);
		if (turn == 1)
			heap_free(holes[HOLES / 2]);
		cr_assert(eq(ptr, must_alloc(500), holes[HOLES / 2]),
		          "of 200 free blocks one is large enough");
		expect_sound();
	}
}

/* A hole for 400 bytes, asked for every smaller size in turn: the rest is
   split off, or stays inside when it is too small to be a block. */
Test(heap_alloc, splits_at_every_size)
{
	begin();
	void *hole = must_alloc(400);
	size_t whole = size_of(hole);
	must_alloc(24);
	use_up();
	const void *end = pages_hi();
	heap_free(hole);
	for (size_t size = 1; size <= 400; size += 3) {
		void *payload = must_alloc(size);
		size_t block = size_of(payload);
		if (block > most_block(size) && block != whole)
			cr_assert(le(sz, block, most_block(size)), "the block for %zu bytes in "
			          "a hole of %zu", size, whole);
		if (block > most_block(size) + HEAP_ALIGNMENT)
			cr_assert(le(sz, block, most_block(size)), "the block for %zu bytes: the "
			          "rest was large enough for a block", size);
		expect_sound();
		heap_free(payload);
	}
	expect_sound();
	cr_assert(eq(ptr, must_alloc(400), hole), "in the end the hole is what it was");
	cr_assert(eq(ptr, pages_hi(), (void *)end), "no new memory was needed for all that");
}

Test(heap_alloc, grows_a_small_last_block)
{
	begin_with(16 * ARENA);
	must_alloc(24);
	for (size_t size = 1000; size <= 400000; size = size * 3 / 2) {
		void *payload = must_alloc(size);
		expect_sound();
		heap_free(payload);             /* and it is the last one again */
		expect_sound();
	}
	cr_assert(le(sz, (size_t)((char *)pages_hi() - (char *)pages_lo()), 401000 + RESERVE),
	          "each request needed the last one's block, and a little more");
}

/* Nothing may change when the page source says no. */
Test(heap_alloc, leaves_no_trace_of_a_refusal)
{
	begin();
	must_alloc(24);
	void *hole = must_alloc(300);
	must_alloc(24);
	heap_free(must_alloc(500));
	heap_free(hole);
	expect_sound();
	size_t bytes = (size_t)((char *)pages_hi() - (char *)pages_lo());
	void *before = malloc(bytes);
	cr_assert(ne(ptr, before, NULL), "the test got no memory");
	memcpy(before, pages_lo(), bytes);
	for (int i = 0; i < 3; i++)
		cr_assert(eq(ptr, heap_alloc(2 * ARENA), NULL), "there are no pages: NULL");
	cr_assert(eq(sz, (size_t)((char *)pages_hi() - (char *)pages_lo()), bytes),
	          "the arena is as long as before");
	cr_assert(eq(int, memcmp(before, pages_lo(), bytes), 0),
	          "not one byte of the arena changes when the page source says no");
	free(before);
	expect_sound();
}

/* A short play; refused requests are fine, damage is not. Returns the calls
   that the page source got. */
static size_t play_with_failure(size_t k)
{
	void *held[6] = { NULL };

	begin_fenced(ARENA);
	pages_fail_at(k);
	size_t calls = pages_calls();
	for (size_t turn = 0; turn < 18; turn++) {
		size_t i = turn * 5 % 6;
		if (held[i] != NULL)
			fence_free(held[i]);
		held[i] = fence_alloc(turn * turn * 40 + 20);
		expect_sound();
	}
	for (size_t i = 0; i < 6; i++)
		if (held[i] != NULL)
			fence_free(held[i]);
	expect_sound();
	return pages_calls() - calls;
}

Test(heap_alloc, survives_each_refusal_of_the_page_source)
{
	for (size_t k = 1; k <= 20; k++)
		if (play_with_failure(k) < k)
			return;
}

/* Four holes of four sizes, freed in the order that number says, and taken
   whole in another. */
static void free_and_take(size_t number)
{
	size_t order[4] = { 0, 1, 2, 3 };
	void *holes[4];

	begin();
	for (size_t i = 0; i < 4; i++) {
		holes[i] = must_alloc(40 + 64 * i);
		must_alloc(24);
	}
	use_up();
	for (size_t i = 4; i > 1; number /= i, i--) {
		size_t k = number % i, other = order[k];
		order[k] = order[i - 1];
		order[i - 1] = other;
	}
	for (size_t i = 0; i < 4; i++)
		heap_free(holes[order[i]]);
	expect_sound();
	for (size_t i = 4; i-- > 0;) {          /* the largest first: no choice */
		cr_assert(eq(ptr, must_alloc(40 + 64 * i), holes[i]),
		          "the only hole for %zu bytes; freed in the order %zu, %zu, %zu, %zu",
		          40 + 64 * i, order[0], order[1], order[2], order[3]);
		expect_sound();
	}
}

Test(heap_alloc, takes_holes_that_were_freed_in_any_order)
{
	for (size_t number = 0; number < 24; number++)
		free_and_take(number);
}

/* A payload may hold what looks like links, and keeps it. */
Test(heap_alloc, leaves_payloads_that_look_like_links_alone)
{
	char *row[5];

	begin();
	for (size_t i = 0; i < 5; i++)
		row[i] = must_alloc(40);
	use_up();
	heap_free(row[1]);
	heap_free(row[3]);
	for (size_t i = 0; i < 5; i += 2)
		for (size_t k = 0; k < 5; k++)
			((char **)(void *)row[i])[k] = row[k % 2 == 0 ? 1 : 3] - HEADER;
	expect_sound();
	heap_free(must_alloc(40));
	expect_sound();
	heap_free(row[2]);
	expect_sound();
	for (size_t i = 0; i < 5; i += 4)
		for (size_t k = 0; k < 5; k++)
			if (((char **)(void *)row[i])[k] != row[k % 2 == 0 ? 1 : 3] - HEADER)
				cr_assert(false, "a payload in use was changed");
}

/* ---- heap_free ---- */

/* Five blocks in a row; each order of freeing the inner three. */
static void free_in_order(const size_t order[3])
{
	void *payloads[5];
	size_t sum = 0;

	begin();
	for (size_t i = 0; i < 5; i++)
		payloads[i] = must_alloc(1 + 50 * i % 200);
	sort_payloads(payloads, 5);
	for (size_t i = 1; i < 4; i++)
		sum += size_of(payloads[i]);
	for (size_t i = 0; i < 3; i++) {
		heap_free(payloads[1 + order[i]]);
		expect_sound();
	}
	if (size_of(payloads[1]) != sum)
		cr_assert(eq(sz, size_of(payloads[1]), sum), "freed in the order "
		          "%zu, %zu, %zu", order[0], order[1], order[2]);
}

Test(heap_free, merges_in_every_order)
{
	static const size_t orders[6][3] = {
		{ 0, 1, 2 }, { 0, 2, 1 }, { 1, 0, 2 }, { 1, 2, 0 }, { 2, 0, 1 }, { 2, 1, 0 },
	};

	for (size_t i = 0; i < 6; i++)
		free_in_order(orders[i]);
}

/* The payloads' last words look like the footers of free blocks. */
Test(heap_free, does_not_take_a_payload_for_a_footer)
{
	begin();
	size_t *song = must_alloc(40);
	void *freed = must_alloc(40);
	size_t *next = must_alloc(40);
	must_alloc(24);
	for (size_t i = 0; i < 5; i++)
		song[i] = next[i] = 48;
	size_t size = size_of(freed);
	heap_free(freed);
	cr_assert(eq(sz, size_of(freed), size), "the block on the left is in use, whatever "
	          "stands at the end of its payload");
	cr_assert(eq(sz, song[4], 48), "the payload on the left is as it was");
	cr_assert(eq(sz, next[0], 48), "the payload on the right is as it was");
	expect_sound();
}

/* ---- heap_walk ---- */

static void expect_walk(size_t live, int turn)
{
	struct count count = { 0 };
	size_t bytes = (size_t)(epilogue() - first_block);

	if (!heap_walk(count_block, &count))
		cr_assert(false, "heap_walk stopped in a sound heap");
	if (count.in_use != live)
		cr_assert(eq(sz, count.in_use, live), "blocks in use after %d turns", turn + 1);
	if (count.disorder)
		cr_assert(false, "heap_walk must go from lower to higher addresses");
	if (count.bytes != bytes)
		cr_assert(eq(sz, count.bytes, bytes), "bytes of all blocks together");
}

Test(heap_walk, agrees_with_a_long_play)
{
	void *held[30] = { NULL };
	size_t live = 0;

	begin();
	for (int turn = 0; turn < 200; turn++) {
		int i = turn * 7 % 30;
		if (held[i] != NULL)
			heap_free(held[i]);
		live += held[i] == NULL ? 1 : (size_t)-1;
		held[i] = held[i] == NULL ? must_alloc((size_t)(1 + turn * 37 % 300)) : NULL;
		expect_walk(live, turn);
	}
	expect_sound();
}

static size_t way_to_epilogue(const size_t *header)
{
	return (size_t)(epilogue() - (const char *)header);
}

/* Blocks in front of this one, in a sound heap. */
static size_t blocks_before(const size_t *header)
{
	size_t blocks = 0;

	for (char *at = first_block; at != (const char *)header; blocks++)
		at += *(size_t *)(void *)at & ~(size_t)15;
	return blocks;
}

Test(heap_walk, stops_at_a_broken_header)
{
	for (size_t i = 0; i < 9; i++) {
		begin();
		must_alloc(24);
		void *second = must_alloc(24);
		must_alloc(24);
		heap_free(must_alloc(24));
		expect_sound();
		size_t left = way_to_epilogue(header_of(second));
		size_t before = blocks_before(header_of(second));
		const size_t broken[] = { 0, 1, 2 * ARENA, SIZE_MAX - 14, 48 | 8, 48 | 4, 16, 17,
			(left + HEAP_ALIGNMENT) | HEAP_IN_USE };
		*header_of(second) = broken[i];
		struct count count = { 0 };
		cr_assert(not(heap_walk(count_block, &count)),
		          "nobody can walk past the header %#zx", broken[i]);
		cr_assert(eq(sz, count.blocks, before), "blocks shown, up to a broken header");
	}
}

/* ---- heap_walk_free ---- */

/* Small holes with walls between, freed out of order. */
static void many_holes(void *holes[7])
{
	begin();
	for (size_t i = 0; i < 7; i++) {
		holes[i] = memset(must_alloc(40 + 16 * i), 0xee, 40 + 16 * i);
		memset(must_alloc(24), 0xee, 24);
	}
	use_up();
	for (size_t i = 0; i < 7; i++)
		heap_free(holes[i * 3 % 7]);
	expect_sound();
}

struct order {
	char *expected;
	size_t seen;
	bool wrong;
};

static bool compare_order(const struct heap_block *block, void *context)
{
	struct order *order = context;

	if (block->start != order->expected || block->in_use)
		order->wrong = true;
	order->seen++;
	if (order->expected != NULL)
		order->expected = list_next(order->expected);
	return !order->wrong;
}

static void expect_list_shown(void)
{
	struct order order = { .expected = list_first() };
	bool complete = heap_walk_free(compare_order, &order);

	if (order.wrong || !complete || order.seen != free_blocks())
		cr_assert(false, "free blocks: %zu; the walk showed %zu, %s", free_blocks(),
		          order.seen, order.wrong ? "in another order than the links"
		          : complete ? "and said that this was all" : "and stopped");
}

Test(heap_walk_free, agrees_with_a_long_play)
{
	void *held[20] = { NULL };

	begin();
	for (size_t turn = 0; turn < 200; turn++) {
		size_t i = turn * 7 % 20;
		heap_free(held[i]);
		held[i] = turn % 3 == 0 ? NULL : must_alloc(1 + turn * 37 % 300);
		expect_sound();
		expect_list_shown();
	}
}

Test(heap_walk_free, changes_nothing)
{
	void *holes[7];
	struct count count = { 0 };

	many_holes(holes);
	size_t bytes = (size_t)((char *)pages_hi() - (char *)pages_lo());
	void *before = malloc(bytes);
	cr_assert(ne(ptr, before, NULL), "the test got no memory");
	memcpy(before, pages_lo(), bytes);
	heap_walk_free(count_block, &count);
	cr_assert(eq(sz, count.blocks, 7), "seven blocks are in the list");
	cr_assert(eq(ptr, (void *)heap_check(), NULL), "the heap is sound");
	cr_assert(eq(int, memcmp(before, pages_lo(), bytes), 0), "a walk and a check change nothing");
	free(before);
}

/* The walk must come to its end, with false, wherever the link leads. */
static void expect_stop(char *block, char *value, const char *what)
{
	struct count count = { .stop_at = 1000 };
	char *kept = links_of(block)->next;
	size_t before = 1;

	for (char *at = list_first(); at != block; at = list_next(at))
		before++;
	links_of(block)->next = value;
	bool complete = heap_walk_free(count_block, &count);
	links_of(block)->next = kept;
	if (complete || count.blocks >= 1000)
		cr_assert(false, "the link next of block %zu of the list leads to %s, and the walk %s",
		          before, what, complete ? "was complete" : "went on and on");
	if (count.blocks != before && count.blocks != before - 1)
		cr_assert(eq(sz, count.blocks, before), "blocks shown; the link of the last of them "
		          "leads to %s", what);
}

Test(heap_walk_free, stops_at_a_link_out_of_the_arena)
{
	void *holes[7];

	many_holes(holes);
	for (char *block = list_first(); block != NULL; block = list_next(block)) {
		expect_stop(block, (char *)pages_hi() + 72, "behind the arena");
		expect_stop(block, (char *)(uintptr_t)72, "address 72");
		expect_stop(block, (char *)UINTPTR_MAX - 7, "the end of all addresses");
	}
}

Test(heap_walk_free, stops_at_a_link_to_no_free_block)
{
	void *holes[7];

	many_holes(holes);
	char *used = some_used_block();
	for (char *block = list_first(); block != NULL; block = list_next(block)) {
		expect_stop(block, used, "a block in use");
		expect_stop(block, epilogue(), "the epilogue");
		expect_stop(block, block + 8, "the middle of a free block");
		expect_stop(block, block + 17, "an odd address");
		expect_stop(block, used + 16, "the middle of a block in use");
	}
}

Test(heap_walk_free, ends_wherever_the_list_goes_round)
{
	void *holes[7];

	many_holes(holes);
	for (char *from = list_first(); from != NULL; from = list_next(from))
		for (char *to = list_first(); to != NULL; to = list_next(to)) {
			char *kept = links_of(from)->next;
			struct count count = { .stop_at = 1000 };
			links_of(from)->next = to;
			bool complete = heap_walk_free(count_block, &count);
			links_of(from)->next = kept;
			if (to == kept)
				continue;
			if (count.blocks >= 1000)
				cr_assert(false, "the list goes round, and the walk goes on and on");
			if (complete && count.blocks >= 7)
				cr_assert(false, "the list goes round, and the walk was complete");
		}
}

/* ---- heap_check ---- */

static void expect_damage_seen(size_t *word, size_t value)
{
	size_t kept = *word;

	*word = value;
	if (heap_check() == NULL)
		cr_assert(false, "the word %#zx became %#zx, and heap_check says nothing", kept, value);
	*word = kept;
	if (heap_check() != NULL)
		cr_assert(false, "the word %#zx is back, and heap_check says: %s", kept, heap_check());
}

/* Songs of 40 to 168 bytes; the second and the last are freed again. */
static void nine_songs(void *songs[9])
{
	begin();
	for (size_t i = 0; i < 9; i++)
		songs[i] = memset(must_alloc(40 + 16 * i), 0xee, 40 + 16 * i);
	heap_free(songs[1]);
	heap_free(songs[5]);
	expect_sound();
}

Test(heap_check, reports_damage_in_any_block)
{
	void *songs[9];

	nine_songs(songs);
	for (size_t i = 0; i < 9; i++) {
		size_t *header = header_of(songs[i]);
		expect_damage_seen(header, 0);
		expect_damage_seen(header, HEAP_IN_USE);
		expect_damage_seen(header, 16);
		expect_damage_seen(header, 16 | HEAP_IN_USE);
		expect_damage_seen(header, *header | 8);
		expect_damage_seen(header, *header ^ 4);
		expect_damage_seen(header, *header + ARENA);
		expect_damage_seen(header, SIZE_MAX);
		expect_damage_seen(header, SIZE_MAX << 4);
		expect_damage_seen(header, *header | (size_t)1 << 32);
		size_t one_too_far = way_to_epilogue(header) + HEAP_ALIGNMENT;
		expect_damage_seen(header, one_too_far);
		expect_damage_seen(header, one_too_far | HEAP_IN_USE);
	}
}

Test(heap_check, reports_every_wrong_footer)
{
	void *songs[9];

	nine_songs(songs);
	for (size_t i = 1; i < 9; i += 4) {
		size_t size = size_of(songs[i]);
		size_t *footer = footer_at(header_of(songs[i]), size);
		if ((*header_of(songs[i]) & HEAP_IN_USE) != 0)
			continue;
		expect_damage_seen(footer, 0);
		expect_damage_seen(footer, size - 16);
		expect_damage_seen(footer, size + 16);
		expect_damage_seen(footer, size + 8);
		expect_damage_seen(footer, size | HEAP_IN_USE);
		expect_damage_seen(footer, size | 4);
		expect_damage_seen(footer, size | (size_t)1 << 32);
	}
}

Test(heap_check, reports_a_block_that_was_only_marked_free)
{
	void *songs[9];

	nine_songs(songs);
	for (size_t i = 0; i < 9; i++)
		if ((*header_of(songs[i]) & HEAP_IN_USE) != 0)
			expect_damage_seen(header_of(songs[i]), *header_of(songs[i]) & ~HEAP_IN_USE);
}

Test(heap_check, reports_every_wrong_epilogue)
{
	begin();
	void *hole = must_alloc(24);
	must_alloc(24);
	heap_free(hole);
	expect_sound();
	size_t *last = (size_t *)(void *)epilogue();
	expect_damage_seen(last, 0);
	expect_damage_seen(last, HEAP_YOURS);
	expect_damage_seen(last, 16 | HEAP_IN_USE);
	expect_damage_seen(last, 4 | HEAP_IN_USE);
	expect_damage_seen(last, 8 | HEAP_IN_USE);
}

/* Neither link of any block may hold anything but what it should. */
static void expect_link_seen(char **link, char *value, const char *what)
{
	char *kept = *link;

	if (value == kept)
		return;
	*link = value;
	if (heap_check() == NULL)
		cr_assert(false, "a link leads to %s, and heap_check says nothing", what);
	*link = kept;
}

static void spoil_link(char **link, char *own, char *used)
{
	expect_link_seen(link, NULL, "NULL");
	expect_link_seen(link, (char *)pages_lo() - 56, "in front of the arena");
	expect_link_seen(link, (char *)pages_hi() + 4104, "behind the arena");
	expect_link_seen(link, (char *)(uintptr_t)8, "address 8");
	expect_link_seen(link, (char *)UINTPTR_MAX, "the end of all addresses");
	expect_link_seen(link, own, "its own block");
	expect_link_seen(link, own + HEADER, "its own payload");
	expect_link_seen(link, own + 1, "an odd address");
	expect_link_seen(link, own + 16, "the middle of a free block");
	expect_link_seen(link, used, "a block in use");
	expect_link_seen(link, used + 16, "the middle of a block in use");
	expect_link_seen(link, epilogue(), "the epilogue");
}

Test(heap_check, reports_every_wrong_link)
{
	void *holes[7];

	many_holes(holes);
	char *used = some_used_block();
	for (char *block = list_first(); block != NULL; block = list_next(block)) {
		spoil_link(&links_of(block)->next, block, used);
		spoil_link(&links_of(block)->prev, block, used);
		for (size_t i = 0; i < 7; i++) {
			char *other = (char *)holes[i] - HEADER;
			expect_link_seen(&links_of(block)->next, other, "another free block");
			expect_link_seen(&links_of(block)->prev, other, "another free block");
		}
	}
	expect_sound();
}

Test(heap_check, reports_blocks_that_left_the_list)
{
	void *holes[7];
	char *block[7] = { NULL };

	many_holes(holes);
	for (size_t i = 0; i < 7; i++)
		block[i] = i == 0 ? list_first() : list_next(block[i - 1]);
	links_of(block[1])->next = block[4];            /* 2 and 3 are out */
	links_of(block[4])->prev = block[1];
	cr_assert(ne(ptr, (void *)heap_check(), NULL), "two blocks were taken out of the list");
	links_of(block[2])->prev = block[3];            /* and go round */
	links_of(block[3])->next = block[2];
	cr_assert(ne(ptr, (void *)heap_check(), NULL), "two blocks are a list of their own");
}

Test(heap_check, reports_a_list_that_ends_too_early)
{
	void *holes[7];

	many_holes(holes);
	char *last = list_first();
	while (list_next(last) != NULL)
		last = list_next(last);
	for (char *block = list_first(), *next; block != last; block = next) {
		next = links_of(block)->next;
		links_of(block)->next = links_of(last)->next;
		if (heap_check() == NULL)
			cr_assert(false, "the list ends before its last block, and heap_check says nothing");
		links_of(block)->next = next;
	}
	expect_sound();
}

/* Where two free blocks became one, the header of the right one still stands. */
Test(heap_check, reports_a_link_to_a_block_that_was_merged)
{
	void *row[6];

	begin();
	for (size_t i = 0; i < 6; i++)
		row[i] = must_alloc(100);
	use_up();
	sort_payloads(row, 6);
	heap_free(row[4]);
	heap_free(row[2]);
	size_t word = *header_of(row[2]);
	heap_free(row[1]);
	expect_sound();
	*header_of(row[2]) = word;
	links_of(header_of(row[4]))->next = (char *)header_of(row[2]);
	cr_assert(ne(ptr, (void *)heap_check(), NULL), "a link leads to a header that was merged away");
}

/* Somebody writes through a pointer to what was freed. */
Test(heap_check, reports_a_text_in_place_of_links)
{
	void *holes[7];

	for (size_t i = 0; i < 7; i++) {
		many_holes(holes);
		strcpy(holes[i], "Blue in Green!!");
		if (heap_check() == NULL)
			cr_assert(false, "a text was written into a freed payload, over both links");
		many_holes(holes);
		((char *)holes[i])[8] ^= 16;
		if (heap_check() == NULL)
			cr_assert(false, "one bit of a link prev was flipped");
	}
}

/* Heaps of all kinds; none is damaged. */
Test(heap_check, is_silent_on_a_thousand_heaps)
{
	char *held[12] = { NULL };
	unsigned state = 1;

	begin();
	for (size_t turn = 0; turn < 1000; turn++) {
		state = state * 1103515245u + 12345u;
		size_t i = state >> 16 & 7, size = 1 + (state >> 20) % 200;
		heap_free(held[i]);
		held[i] = (state >> 28) % 3 == 0 ? NULL : must_alloc(size);
		if (held[i] != NULL)
			held[i][0] = held[i][size - 1] = 'x';
		const char *problem = heap_check();
		if (problem != NULL)
			cr_assert(false, "heap_check finds fault with a sound heap: %s", problem);
	}
	expect_sound();
}

/* ---- random requests ---- */

Test(random_requests, many_small_ones, .timeout = 8)
{
	static const struct sequence_weights weights = {
		.alloc = 52, .free = 48, .live = 25, .sizes = { { 1, 0, 48 } },
	};

	play_random(2, &weights, 150);
}

Test(random_requests, large_ones_among_small_ones, .timeout = 8)
{
	static const struct sequence_weights weights = {
		.alloc = 50, .free = 50, .live = 20,
		.sizes = { { 5, 8, 24 }, { 4, 100, 140 }, { 1, 3000, 6000 } },
	};

	play_random(3, &weights, 150);
}

Test(random_requests, few_payloads_at_a_time, .timeout = 8)
{
	static const struct sequence_weights weights = {
		.alloc = 50, .free = 50, .live = 4, .sizes = { { 1, 1, 100 }, { 1, 1, 1000 } },
	};

	play_random(4, &weights, 150);
}

/* ---- the customer ---- */

Test(vec_on_your_heap, grows_two_vectors_side_by_side)
{
	struct vec titles, years;

	begin();
	vec_init(&titles, 32);
	vec_init(&years, sizeof(short));
	for (short year = 1959; year < 2059; year++) {
		char title[32] = "";
		snprintf(title, sizeof title, "Best of %d", year);
		if (!vec_push(&titles, title) || !vec_push(&years, &year))
			cr_assert(false, "vec_push said no: heap_alloc gave NULL");
		expect_sound();
	}
	cr_assert(eq(str, (char *)vec_at(&titles, 41), "Best of 2000"));
	cr_assert(eq(int, *(short *)vec_at(&years, 99), 2058));
	vec_free(&titles);
	vec_free(&years);
	expect_sound();
}

Test(vec_on_your_heap, hears_no_when_memory_ends)
{
	struct vec numbers;
	long n = 0;

	begin_with((size_t)1 << 17);
	must_alloc(1);
	vec_init(&numbers, sizeof n);
	while (n < 20000 && vec_push(&numbers, &n))
		n++;
	cr_assert(lt(long, n, 16384), "128 KiB can't hold more than 16,384 numbers");
	cr_assert(eq(sz, numbers.count, (size_t)n), "a push that failed adds nothing");
	cr_assert(ge(long, n, 1001), "1000 numbers should fit");
	cr_assert(eq(long, *(long *)vec_at(&numbers, 999), 999));
	vec_free(&numbers);
	expect_sound();
}
