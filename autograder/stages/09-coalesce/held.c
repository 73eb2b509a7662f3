/*
 * held.c - the held-back tests of stage 09: other numbers, the edges, and
 * long random plays that are checked against what heap.h promises.
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
	begin();
	void *hole = must_alloc(1000);
	must_alloc(100);
	heap_free(hole);
	begin();
	void *payload = must_alloc(40);
	struct count count = { 0 };
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
	must_alloc(10);
	pages_reset(0);
	cr_assert(not(heap_init()), "without pages heap_init says no");
	cr_assert(heap_walk(NULL, NULL), "without blocks a walk is complete, and shows none");
	cr_assert(eq(ptr, (void *)heap_check(), NULL), "without blocks nothing is damaged");
	cr_assert(eq(ptr, heap_alloc(10), NULL), "without pages there is no memory");
	begin();
	must_alloc(1);
	expect_sound();
}

Test(heap_init, must_have_succeeded)
{
	begin();
	must_alloc(10);
	pages_reset(ARENA);
	pages_fail_at(1);
	cr_assert(not(heap_init()), "the page source refused, so heap_init says no");
	cr_assert(eq(ptr, heap_alloc(10), NULL),
	          "there is no heap until heap_init has been called with success");
	cr_assert(heap_walk(NULL, NULL), "without blocks a walk is complete, and shows none");
	begin();
	must_alloc(1);
	expect_sound();
}

/* ---- heap_alloc ---- */

Test(heap_alloc, serves_every_size_up_to_two_hundred)
{
	begin_fenced(ARENA);
	for (size_t size = 1; size <= 200; size++)
		fenced(size);
	expect_sound();
}

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

Test(heap_alloc, takes_a_block_of_exactly_the_right_size)
{
	const size_t sizes[] = { 8, 24, 72, 504 };

	begin_fenced(ARENA);
	for (size_t i = 0; i < 4; i++) {
		void *payload = fenced(sizes[i]);
		fenced(1);
		use_up();
		fence_free(payload);
		expect_sound();
		cr_assert(eq(ptr, fenced(sizes[i]), payload),
		          "%zu bytes fit into a block for %zu", sizes[i], sizes[i]);
	}
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

Test(heap_free, lets_a_program_run_for_ever)
{
	begin_fenced(ARENA);
	void *line = fenced(80);
	const char *end = NULL;
	for (int day = 0; day < 120; day++) {
		void *report = fenced(300 + 100 * (day % 7));
		fence_free(line);
		line = fenced(80);
		fence_free(report);
		if (day == 20)
			end = pages_hi();
	}
	cr_assert(eq(ptr, pages_hi(), (void *)end),
	          "a program that frees what it asked for needs no more memory after the first weeks");
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

static void expect_walk_to_change_nothing(void)
{
	begin();
	void *hole = must_alloc(40);
	must_alloc(1);
	heap_free(hole);
	size_t bytes = (size_t)((char *)pages_hi() - (char *)pages_lo());
	void *before = malloc(bytes);
	cr_assert(ne(ptr, before, NULL), "the test got no memory");
	memcpy(before, pages_lo(), bytes);
	struct count all = { 0 };
	heap_walk(count_block, &all);
	expect_sound();
	cr_assert(eq(int, memcmp(before, pages_lo(), bytes), 0), "a walk and a check change nothing");
	free(before);
}

Test(heap_walk, stops_at_the_last_block)
{
	begin();
	must_alloc(10);
	must_alloc(20);
	struct count all = { 0 };
	cr_assert(heap_walk(count_block, &all), "this walk is complete");
	cr_assert(ge(sz, all.blocks, 2), "there are two blocks at least");
	for (size_t stop = 1; stop <= all.blocks; stop++) {
		struct count some = { .stop_at = stop };
		cr_assert(not(heap_walk(count_block, &some)),
		          "the visitor stopped the walk at block %zu of %zu", stop, all.blocks);
		cr_assert(eq(sz, some.blocks, stop), "blocks seen by a visitor that stopped the walk");
	}
	expect_walk_to_change_nothing();
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

/* A string's terminator has no room: the lowest byte of the next header goes. */
Test(heap_check, reports_the_terminator_that_had_no_room)
{
	begin();
	char *title = must_alloc(1);
	heap_free(must_alloc(100));
	must_alloc(300);
	expect_sound();
	title[size_of(title) - HEADER] = '\0';
	cr_assert(ne(ptr, (void *)heap_check(), NULL),
	          "the terminator fell on the header behind the title's block");
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

Test(vec_on_your_heap, keeps_lines_of_every_length)
{
	static const char verse[] = "and the needle finds its groove again";
	struct vec lines;

	begin();
	vec_init(&lines, sizeof(char *));
	for (size_t i = 0; i < 200; i++) {
		size_t length = i * 7 % (sizeof verse - 1);
		char *line = must_alloc(length + 1);
		memcpy(line, verse, length);
		line[length] = '\0';
		if (!vec_push(&lines, &line))
			cr_assert(false, "vec_push said no: heap_alloc gave NULL");
	}
	for (size_t i = 0; i < 200; i++) {
		char *line = *(char **)vec_at(&lines, i);
		size_t length = i * 7 % (sizeof verse - 1);
		if (strlen(line) != length || memcmp(line, verse, length) != 0)
			cr_assert(false, "line %zu of the vector has changed", i);
		heap_free(line);
	}
	vec_free(&lines);
	expect_sound();
}

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
