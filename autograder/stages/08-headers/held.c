/*
 * held.c - the held-back tests of stage 08: other numbers, the edges, and
 * long random plays that are checked against what heap.h promises.
 */
#include "heap_test.h"

#include <stdlib.h>
#include <string.h>

#include "fence.h"
#include "vec.h"

static const struct fence_allocator heap = {
	.alloc = heap_alloc, .free = heap_free, .walk = heap_walk,
	.lo = pages_lo, .hi = pages_hi,
};

static void begin_fenced(size_t limit)
{
	begin_with(limit);
	fence_use(&heap);
}

#define fenced(size) fenced_at((size), __LINE__)
static void *fenced_at(size_t size, unsigned line)
{
	void *payload = fence_alloc_at(size, __FILE__, line);

	if (payload == NULL)
		rig_violation(__FILE__, line, NO_MEMORY, size);
	return payload;
}

/* A generator of our own (Marsaglia's xorshift32): the same play every time. */
static uint32_t seed;

static uint32_t draw(uint32_t below)
{
	seed ^= seed << 13;
	seed ^= seed >> 17;
	seed ^= seed << 5;
	return seed % below;
}

/* ---- heap_init ---- */

Test(heap_init, begins_anew_after_a_reset)
{
	begin();
	must_alloc(100);
	heap_free(must_alloc(1000));
	begin();
	void *payload = must_alloc(40);
	cr_assert(eq(ptr, payload, (char *)pages_lo() + 2 * HEADER),
	          "an empty heap starts at the arena's start");
	cr_assert(eq(sz, *header_of(payload) & ~(size_t)15, 48),
	          "nothing is left of the heap that was there before");
	expect_sound();
}

Test(heap_init, says_no_without_pages)
{
	begin();
	must_alloc(10);
	pages_reset(0);
	cr_assert(not(heap_init()), "without pages heap_init says no");
	cr_assert(heap_walk(NULL, NULL), "without blocks a walk is complete, and shows none");
	expect_sound();
	cr_assert(eq(ptr, heap_alloc(10), NULL), "without pages there is no memory");
	begin();
	must_alloc(10);
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
	must_alloc(10);
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
	const size_t reserve = (size_t)64 << 10;

	begin();
	must_alloc(1);
	cr_assert(le(sz, (size_t)((char *)pages_hi() - (char *)pages_lo()), 32 + reserve),
	          "pad, block, epilogue, and 64 KiB in reserve at most");
	for (size_t size = 1; size <= 200; size++) {
		size_t block = *header_of(must_alloc(size)) & ~(size_t)15;
		if (block != smallest_block(size))
			cr_assert(eq(sz, block, smallest_block(size)),
			          "the size of a new block for %zu bytes", size);
	}
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
	cr_assert(photo[0] == 'p' && photo[3000000] == 'p', "the photo is still there");
	heap_free(photo);
	cr_assert(eq(ptr, must_alloc(2999999), photo), "the freed block is large enough");
	cr_assert(caption[0] == 'c' && caption[29] == 'c', "the caption is still there");
	cr_assert(film[0] == 'f' && film[4194303] == 'f', "the film is still there");
	cr_assert(le(ptr, film + 4194304, pages_hi()), "the film lies inside the arena");
	heap_free(photo);
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
		fence_free(payload);
		cr_assert(eq(ptr, fenced(sizes[i] - 3), payload),
		          "%zu bytes fit into a block for %zu", sizes[i] - 3, sizes[i]);
	}
}

Test(heap_alloc, passes_over_blocks_that_are_too_small)
{
	begin_fenced(ARENA);
	void *hole = fenced(40);
	void *wall = fenced(40);
	fence_free(hole);
	const void *larger = fenced(41);
	cr_assert(ne(ptr, (void *)larger, hole), "41 bytes don't fit into 40");
	fence_check(wall);
	fence_check((void *)larger);
	cr_assert(eq(ptr, fenced(40), hole), "40 bytes do");
}

/* What first fit must take: the first free block that is large enough. */
struct wish {
	size_t size;
	void *payload;
	char *end;                      /* of the block */
};

static bool fulfils(const struct heap_block *block, void *context)
{
	struct wish *wish = context;

	if (block->in_use || block->size < wish->size)
		return true;
	wish->payload = block->payload;
	wish->end = (char *)block->start + block->size;
	return false;
}

/* One request; compares the answer with what the walk said beforehand. */
static void *fit_as_promised(size_t size)
{
	struct wish wish = { .size = smallest_block(size) };

	heap_walk(fulfils, &wish);
	char *end = pages_hi();
	void *payload = fenced(size);
	if (wish.payload == NULL)
		return payload;
	if ((char *)pages_hi() != end)
		cr_assert(false, "the arena grew, although a free block can hold %zu bytes", size);
	/* An earlier place is fine: free neighbours may have been merged just now.
	   So is one inside the block, which may have been split. */
	if ((char *)payload >= wish.end)
		cr_assert(eq(ptr, payload, wish.payload),
		          "the first free block that can hold %zu bytes", size);
	return payload;
}

Test(heap_alloc, fits_first_in_a_long_play)
{
	void *held[40] = { NULL };

	seed = 1959;
	begin_fenced(ARENA);
	for (int turn = 0; turn < 400; turn++) {
		uint32_t i = draw(40);
		if (held[i] != NULL) {
			fence_free(held[i]);
			held[i] = NULL;
		} else {
			held[i] = fit_as_promised(1 + draw(draw(8) == 0 ? 2000 : 120));
		}
	}
	for (int i = 0; i < 40; i++)
		if (held[i] != NULL)
			fence_free(held[i]);
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
	return pages_calls() - calls;
}

Test(heap_alloc, survives_each_refusal_of_the_page_source)
{
	for (size_t k = 1; k <= 20; k++)
		if (play_with_failure(k) < k)
			return;
}

/* ---- heap_free ---- */

Test(heap_free, clears_nothing_but_the_mark)
{
	begin();
	void *payload = must_alloc(90);
	must_alloc(1);
	size_t *header = header_of(payload);
	cr_assert(eq(sz, *header, smallest_block(90) | HEAP_IN_USE), "the header of a block in use");
	heap_free(payload);
	cr_assert(eq(sz, *header, smallest_block(90)), "the header of a free block");
}

Test(heap_free, lets_a_program_run_for_ever)
{
	begin_fenced(ARENA);
	void *line = fenced(80);
	const char *end = NULL;
	for (int day = 0; day < 200; day++) {
		void *report = fenced(900);
		fence_free(line);
		line = fenced(80);
		fence_free(report);
		if (day == 2)
			end = pages_hi();
	}
	cr_assert(eq(ptr, pages_hi(), (void *)end),
	          "a program that frees what it asked for needs no more memory after the first days");
}

/* ---- heap_walk ---- */

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

Test(heap_walk, agrees_with_a_random_play)
{
	void *held[30] = { NULL };
	size_t live = 0;

	seed = 451;
	begin();
	for (int turn = 0; turn < 300; turn++) {
		uint32_t i = draw(30);
		if (held[i] != NULL)
			heap_free(held[i]);
		live += held[i] == NULL ? 1 : (size_t)-1;
		held[i] = held[i] == NULL ? must_alloc(1 + draw(300)) : NULL;
		struct count count = { 0 };
		if (!heap_walk(count_block, &count))
			cr_assert(false, "heap_walk stopped in a sound heap");
		if (count.in_use != live)
			cr_assert(eq(sz, count.in_use, live), "blocks in use after %d turns", turn + 1);
		if (count.disorder)
			cr_assert(false, "heap_walk must go from lower to higher addresses");
		size_t bytes = (size_t)((char *)pages_hi() - (char *)pages_lo()) - 2 * HEADER;
		if (count.bytes != bytes)
			cr_assert(eq(sz, count.bytes, bytes), "bytes of all blocks together");
	}
}

/* Two free neighbours tempt a walk to tidy up. */
static void expect_walk_to_change_nothing(void)
{
	begin();
	void *left = must_alloc(40);
	void *right = must_alloc(40);
	must_alloc(1);
	heap_free(left);
	heap_free(right);
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
	struct wish none = { .size = SIZE_MAX };
	cr_assert(heap_walk(fulfils, &none), "a visitor that never stops sees a complete walk");
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
	return (size_t)((char *)pages_hi() - (const char *)header) - HEADER;
}

Test(heap_walk, stops_at_a_broken_header)
{
	for (size_t i = 0; i < 8; i++) {
		begin();
		must_alloc(24);
		void *second = must_alloc(24);
		must_alloc(24);
		size_t left = way_to_epilogue(header_of(second));
		const size_t broken[] = { 0, 1, 2 * ARENA, SIZE_MAX - 14, 32 | 8, 32 | 2, 32 | 4,
			(left + HEAP_ALIGNMENT) | HEAP_IN_USE };
		*header_of(second) = broken[i];
		struct count count = { 0 };
		cr_assert(not(heap_walk(count_block, &count)),
		          "nobody can walk past the header %#zx", broken[i]);
		cr_assert(eq(sz, count.blocks, 1), "a broken header is not shown");
	}
}

/* ---- heap_check ---- */

static void expect_damage_seen(size_t *word, size_t value)
{
	size_t kept = *word;

	expect_sound();
	*word = value;
	if (heap_check() == NULL)
		cr_assert(false, "the word %#zx became %#zx, and heap_check says nothing", kept, value);
	*word = kept;
	expect_sound();
}

Test(heap_check, reports_damage_in_any_block)
{
	void *songs[5];

	begin();
	for (size_t i = 0; i < 5; i++)
		songs[i] = memset(must_alloc(40 + 16 * i), 0xee, 40 + 16 * i);
	heap_free(songs[1]);
	heap_free(songs[4]);
	for (size_t i = 0; i < 5; i++) {
		size_t *header = header_of(songs[i]);
		expect_damage_seen(header, 0);
		expect_damage_seen(header, HEAP_IN_USE);
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

Test(heap_check, reports_every_wrong_epilogue)
{
	begin();
	must_alloc(24);
	size_t *epilogue = (size_t *)pages_hi() - 1;
	expect_damage_seen(epilogue, 0);
	expect_damage_seen(epilogue, 16 | HEAP_IN_USE);
	expect_damage_seen(epilogue, 3);
}

Test(heap_check, reports_the_terminator_that_had_no_room)
{
	begin();
	char *title = must_alloc(24);
	char *artist = must_alloc(24);
	strcpy(artist, "Billie Holiday");
	strcpy(title, "Strange Fruit (Take Two)");      /* 24 letters and a '\0' */
	cr_assert(ne(ptr, (void *)heap_check(), NULL),
	          "the terminator of the title fell on the next header");
}

Test(heap_check, is_silent_through_a_random_play)
{
	void *held[25] = { NULL };

	seed = 808;
	begin();
	for (int turn = 0; turn < 400; turn++) {
		uint32_t i = draw(25);
		heap_free(held[i]);
		held[i] = must_alloc(1 + draw(500));
		memset(held[i], (int)draw(256), 1);
		expect_sound();
	}
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

Test(vec_on_your_heap, hears_no_when_memory_ends)
{
	struct vec numbers;
	long n = 0;

	begin_with((size_t)1 << 17);
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
