/*
 * held.c - the held-back tests of stage 11: other numbers, the edges, every
 * link spoilt in every way, and random plays.
 */
#include "heap_test.h"

#include <stdlib.h>
#include <string.h>

#include "heap_play.h"
#include "vec.h"

/* ---- heap_init ---- */

struct count {
	size_t blocks, in_use, stop_at;
};

static bool count_block(const struct heap_block *block, void *context)
{
	struct count *count = context;

	count->blocks++;
	count->in_use += block->in_use;
	return count->blocks != count->stop_at;
}

Test(heap_init, begins_anew_after_a_reset)
{
	struct count count = { 0 }, none = { 0 };
	void *holes[12];

	begin();
	for (size_t i = 0; i < 12; i++) {       /* one of each size, in many lists */
		holes[i] = must_alloc(payload_of((size_t)32 << i));
		must_alloc(24);
	}
	for (size_t i = 0; i < 12; i++)
		heap_free(holes[i]);
	begin();
	cr_assert(heap_walk_free(count_block, &none), "the lists of an empty heap");
	cr_assert(eq(sz, none.blocks, 0), "free blocks in a heap that has begun anew");
	for (size_t i = 0; i < 12; i++) {
		holes[i] = must_alloc(payload_of((size_t)32 << (11 - i)));
		expect_sound();
	}
	heap_walk(count_block, &count);
	cr_assert(eq(sz, count.in_use, 12), "blocks in use in a heap that has begun anew");
}

Test(heap_init, says_no_without_pages)
{
	begin();
	heap_free(must_alloc(10));
	pages_reset(0);
	cr_assert(not(heap_init()), "without pages heap_init says no");
	cr_assert(heap_walk(NULL, NULL), "without blocks a walk is complete, and shows none");
	cr_assert(heap_walk_free(NULL, NULL), "and neither are there lists");
	cr_assert(eq(ptr, (void *)heap_check(), NULL), "without blocks nothing is damaged");
	cr_assert(eq(ptr, heap_alloc(10), NULL), "without pages there is no memory");
	pages_reset(ARENA);
	pages_fail_at(1);
	cr_assert(not(heap_init()), "the page source refused, so heap_init says no");
	cr_assert(eq(ptr, heap_alloc(10), NULL),
	          "there is no heap until heap_init has been called with success");
	begin();
	must_alloc(1);
	expect_sound();
}

/* ---- heap_alloc ---- */

/* Too large to fill: the first and the last byte stand for all. */
static char *large(size_t size, char mark)
{
	char *payload = must_alloc(size);

	payload[0] = payload[size - 1] = mark;
	return payload;
}

/* All in the last class, perhaps: larger than HEAP_SPREAD. */
Test(heap_alloc, serves_large_sizes)
{
	begin_with(32 * ARENA);
	char *photo = large(3000001, 'p');
	char *caption = large(30, 'c');
	char *film = large(4194304, 'f');
	large(30, 'c');
	char *poster = large(700000, 'q');
	large(30, 'c');
	use_up();
	cr_assert(photo[0] == 'p' && photo[3000000] == 'p', "the photo is still there");
	cr_assert(caption[0] == 'c' && caption[29] == 'c', "the caption is still there");
	heap_free(photo);
	heap_free(poster);
	heap_free(film);
	expect_sound();
	const void *end = pages_hi();
	const char *got = large(4194000, 'f');
	cr_assert(got >= film && got < film + 4194304, "one of three free blocks is large enough "
	          "for 4,194,000 bytes");
	expect_sound();
	got = large(2999999, 'o');
	cr_assert(got >= photo && got < photo + 3000001, "one of two free blocks is large enough "
	          "for 2,999,999 bytes");
	expect_sound();
	cr_assert(eq(ptr, pages_hi(), (void *)end), "no new memory was needed");
	const size_t huge[] = { (size_t)1 << 32, ((size_t)1 << 32) + 20, SIZE_MAX / 2 };
	for (size_t i = 0; i < 3; i++)
		if (heap_alloc(huge[i]) != NULL)
			cr_assert(false, "32 MiB can't hold %zu bytes", huge[i]);
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

/* One hole of each kind of size, in its own list, and the smallest request there
   is: whatever number the list has, it is found, cut, and found again. */
Test(heap_alloc, finds_a_block_in_whichever_list)
{
	size_t sizes = 0;

	for (size_t block = 48; block <= HEAP_SPREAD; block += block / 8 & ~(size_t)15) {
		begin();
		must_alloc(24);
		void *hole = must_alloc(payload_of(block));
		must_alloc(24);
		use_up();
		heap_free(hole);
		const char *got = must_alloc(24);
		if (got < (char *)hole || got >= (char *)hole + block)
			cr_assert(false, "a block of %zu bytes (class %zu) was free, and 24 bytes came "
			          "from elsewhere", block, heap_class(block));
		heap_free((void *)got);
		expect_sound();
		if (must_alloc(payload_of(block)) != hole)
			cr_assert(false, "the same block of %zu bytes (class %zu) was not found again",
			          block, heap_class(block));
		sizes++;
		if (block < 128)
			block += 16;
	}
	cr_assert(ge(sz, sizes, 40), "sizes were tried");
}

/* A hole, asked for every smaller size in turn: the rest is split off, or stays
   inside when it is too small to be a block. */
Test(heap_alloc, splits_at_every_size)
{
	begin();
	must_alloc(24);
	void *hole = must_alloc(400);
	size_t whole = size_of(hole);
	must_alloc(24);
	use_up();
	const void *end = pages_hi();
	heap_free(hole);
	for (size_t size = 1; size <= 400; size += 5) {
		void *payload = must_alloc(size);
		size_t block = size_of(payload);
		if (block > most_block(size) && (block != whole
		                                 || block > most_block(size) + HEAP_ALIGNMENT))
			cr_assert(le(sz, block, most_block(size)), "the block for %zu bytes, cut from "
			          "one of %zu", size, whole);
		expect_sound();
		heap_free(payload);
		expect_sound();
	}
	cr_assert(eq(ptr, must_alloc(400), hole), "in the end the hole is what it was");
	cr_assert(eq(ptr, pages_hi(), (void *)end), "no new memory was needed for all that");
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
	calls = pages_calls() - calls;
	if (calls >= k)                 /* it said no; it would say yes now */
		fence_free(fenced(300000));
	return calls;
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
	const size_t words[] = { 0, 32, 48, 64, 48 | HEAP_IN_USE, 48 | HEAP_LEFT_IN_USE };

	for (size_t k = 0; k < 6; k++) {
		void *row[5];
		begin();
		for (size_t i = 0; i < 5; i++) {
			size_t *song = row[i] = must_alloc(40);
			for (size_t word = 0; word < 5; word++)
				song[word] = words[k];
		}
		sort_payloads(row, 5);
		size_t size = size_of(row[2]);
		heap_free(row[2]);
		if (size_of(row[2]) != size)
			cr_assert(eq(sz, size_of(row[2]), size), "the block on the left is in use, and "
			          "its last word is %#zx", words[k]);
		for (size_t i = 1; i < 4; i += 2)
			for (size_t word = 0; word < 5; word++)
				if (((size_t *)row[i])[word] != words[k])
					cr_assert(false, "word %zu of a payload in use has changed", word);
		expect_sound();
	}
}

Test(heap_free, knows_where_the_heap_begins_and_ends)
{
	begin_fenced(ARENA);
	void *first = fenced(40);
	void *second = fenced(40);
	use_up();
	void *row[2] = { first, second };
	sort_payloads(row, 2);
	for (size_t i = 0; i < 2; i++) {
		size_t size = size_of(row[i]);
		fence_free(row[i]);
		expect_sound();
		cr_assert(eq(sz, size_of(row[i]), size), "the block was freed between the heap's end "
		          "and a block in use");
		cr_assert(eq(ptr, fenced(40), row[i]), "it is used again");
		expect_sound();
	}
}

/* ---- heap_walk ---- */

/* Blocks in front of this one, in a sound heap. */
static size_t blocks_before(const void *header)
{
	size_t blocks = 0;

	for (char *at = first_block; at != (const char *)header; at += size_at(at))
		blocks++;
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
		size_t *header = header_of(second);
		size_t left = (size_t)(epilogue() - (char *)header), before = blocks_before(header);
		const size_t broken[] = { 0, 1, 2 * ARENA, SIZE_MAX - 12, 48 | 8, 48 | 4, 16, 19,
			(left + HEAP_ALIGNMENT) | HEAP_IN_USE | HEAP_LEFT_IN_USE };
		*header = broken[i];
		struct count count = { 0 };
		cr_assert(not(heap_walk(count_block, &count)),
		          "nobody can walk past the header %#zx", broken[i]);
		cr_assert(eq(sz, count.blocks, before), "blocks shown, up to a broken header");
	}
}

/* ---- heap_walk_free ---- */

/* Holes of three classes with walls between, freed out of order. */
static void nine_holes(void *holes[9])
{
	const size_t blocks[] = { 32, 304, 4000 };

	begin();
	for (size_t i = 0; i < 9; i++) {
		size_t size = payload_of(blocks[i % 3]);
		holes[i] = memset(must_alloc(size), 0xee, size);
		memset(must_alloc(24), 0xee, 24);
	}
	use_up();
	for (size_t i = 0; i < 9; i++)
		heap_free(holes[i * 5 % 9]);
	expect_sound();
}

Test(heap_walk_free, agrees_with_a_long_play)
{
	void *held[20] = { NULL };

	begin();
	for (size_t turn = 0; turn < 150; turn++) {
		size_t i = turn * 7 % 20;
		heap_free(held[i]);
		held[i] = turn % 3 == 0 ? NULL : must_alloc(1 + turn * turn * 37 % 3000);
		expect_sound();
	}
}

static bool is_listed_rightly(const struct heap_block *block, void *context)
{
	struct count *count = context;

	if (block->in_use || !is_free_block(block->start))
		count->in_use++;
	return ++count->blocks < 1000;
}

/* The walk must come to its end, with false, wherever the link leads. */
static void expect_stop(char *block, char *value, const char *what)
{
	struct count count = { 0 };
	char *kept = links_of(block)->next;

	if (value == kept)
		return;
	links_of(block)->next = value;
	bool complete = heap_walk_free(is_listed_rightly, &count);
	links_of(block)->next = kept;
	if (complete || count.blocks >= 1000)
		cr_assert(false, "the link next of a free block leads to %s, and the walk %s",
		          what, complete ? "was complete" : "went on and on");
	if (count.in_use != 0)
		cr_assert(false, "the link next of a free block leads to %s, and the walk has shown it",
		          what);
}

Test(heap_walk_free, stops_at_a_link_that_leads_astray)
{
	void *holes[9];

	nine_holes(holes);
	char *used = some_used_block();
	for (size_t i = 0; i < 9; i++) {
		char *block = (char *)header_of(holes[i]);
		expect_stop(block, (char *)pages_hi() + 72, "behind the arena");
		expect_stop(block, (char *)(uintptr_t)72, "address 72");
		expect_stop(block, (char *)UINTPTR_MAX - 7, "the end of all addresses");
		expect_stop(block, used, "a block in use");
		expect_stop(block, epilogue(), "the epilogue");
		expect_stop(block, block + 8, "the middle of a free block");
		expect_stop(block, block + 17, "an odd address");
		expect_stop(block, used + 16, "the middle of a block in use");
		expect_stop(block, block, "itself");
		for (size_t k = 0; k < 9; k++)
			if (k % 3 != i % 3)
				expect_stop(block, (char *)header_of(holes[k]), "a block of another class");
	}
	expect_sound();
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

/* Songs of 40 to 168 bytes; the second and the sixth are freed again. */
Test(heap_check, reports_damage_in_any_block)
{
	void *songs[9];

	begin();
	for (size_t i = 0; i < 9; i++)
		songs[i] = memset(must_alloc(40 + 16 * i), 0xee, 40 + 16 * i);
	heap_free(songs[1]);
	heap_free(songs[5]);
	expect_sound();
	for (size_t i = 0; i < 9; i++) {
		size_t *header = header_of(songs[i]), size = size_of(songs[i]);
		size_t left = (size_t)(epilogue() - (char *)header) + HEAP_ALIGNMENT;
		const size_t broken[] = { 0, HEAP_IN_USE, 16, 16 | HEAP_IN_USE, *header | 8, *header ^ 4,
			*header + ARENA, SIZE_MAX, SIZE_MAX << 4, *header | (size_t)1 << 32, left,
			left | HEAP_IN_USE, *header ^ HEAP_LEFT_IN_USE, *header ^ HEAP_IN_USE };
		for (size_t k = 0; k < 14; k++)
			expect_damage_seen(header, broken[k]);
		if ((*header & HEAP_IN_USE) != 0)
			continue;
		size_t *footer = footer_at(header, size);
		const size_t wrong[] = { 0, size - 16, size + 16, size + 8, size | HEAP_IN_USE,
			size | HEAP_LEFT_IN_USE, size | 4, size | (size_t)1 << 32 };
		for (size_t k = 0; k < 8; k++)
			expect_damage_seen(footer, wrong[k]);
	}
	size_t *last = word_at(epilogue());
	const size_t wrong[] = { 0, HEAP_LEFT_IN_USE, 16 | *last, *last | 4, *last | 8,
		*last ^ HEAP_LEFT_IN_USE };
	for (size_t k = 0; k < 6; k++)
		expect_damage_seen(last, wrong[k]);
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
	void *holes[9];

	nine_holes(holes);
	char *used = some_used_block();
	for (size_t i = 0; i < 9; i++) {
		char *block = (char *)header_of(holes[i]);
		struct links *links = links_of(block);
		spoil_link(&links->next, block, used);
		spoil_link(&links->prev, block, used);
		for (size_t k = 0; k < 9; k++) {
			char *other = (char *)header_of(holes[k]);
			expect_link_seen(&links->next, other, "another free block");
			expect_link_seen(&links->prev, other, "another free block");
		}
	}
	expect_sound();
}

/* Of a list of three, whose links are taken apart with care. */
Test(heap_check, reports_blocks_that_left_their_list)
{
	void *holes[9];

	for (size_t i = 0; i < 3; i++) {
		nine_holes(holes);
		char *first = list_first(class_at((char *)header_of(holes[i])));
		char *second = list_next(first), *third = list_next(second);
		char *end = links_of(third)->next;
		links_of(first)->next = end;            /* two and three are out */
		cr_assert(ne(ptr, (void *)heap_check(), NULL), "a list ends after its first block");
		links_of(third)->next = second;         /* and go round */
		links_of(second)->prev = third;
		cr_assert(ne(ptr, (void *)heap_check(), NULL), "two free blocks are a list of their own");
	}
}

/* Somebody writes through a pointer to what was freed. */
Test(heap_check, reports_a_text_in_place_of_links)
{
	void *holes[9];

	for (size_t i = 0; i < 9; i++) {
		nine_holes(holes);
		strcpy(holes[i], "Blue in Green!!");
		if (heap_check() == NULL)
			cr_assert(false, "a text was written into a freed payload, over both links");
		nine_holes(holes);
		((char *)holes[i])[8] ^= 16;
		if (heap_check() == NULL)
			cr_assert(false, "one bit of a link prev was flipped");
	}
}

/* Heaps of all kinds; none is damaged. */
Test(heap_check, is_silent_on_a_thousand_heaps)
{
	char *held[8] = { NULL };
	unsigned state = 1;

	begin();
	for (size_t turn = 0; turn < 1000; turn++) {
		state = state * 1103515245u + 12345u;
		size_t i = state >> 16 & 7, size = 1 + (state >> 20) % 200;
		if (turn % 9 == 0)
			size *= 20;
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
		.alloc = 52, .free = 48, .live = 40, .sizes = { { 1, 0, 48 } },
	};

	play_random(2, &weights, 150);
}

Test(random_requests, large_ones_among_small_ones, .timeout = 8)
{
	static const struct sequence_weights weights = {
		.alloc = 50, .free = 50, .live = 20,
		.sizes = { { 5, 8, 24 }, { 4, 100, 140 }, { 2, 1000, 1300 }, { 1, 3000, 6000 } },
	};

	play_random(3, &weights, 150);
}

/* ---- the customer ---- */

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
