/*
 * tests.c - the public tests of stage 08.
 *
 * Most payloads here come from the fence (fence.h): it calls your heap_alloc
 * and heap_free, fills each payload with a pattern, and looks whether the
 * pattern is still there when the payload goes back. Under Valgrind nobody
 * but the fence may touch a fenced payload, so an allocator that writes into
 * one is caught at its own line.
 *
 * heap_test.h has what the tests share: begin, must_alloc, block_of, ...
 */
#include "heap_test.h"

#include <stdio.h>
#include <string.h>

#include "fence.h"
#include "vec.h"

static const struct fence_allocator heap = {
	.alloc = heap_alloc, .free = heap_free, .walk = heap_walk,
	.lo = pages_lo, .hi = pages_hi,
};

static void begin_fenced(void)
{
	begin();
	fence_use(&heap);
}

/* A payload behind the fence, which has filled it. */
#define fenced(size) fenced_at((size), __LINE__)
static void *fenced_at(size_t size, unsigned line)
{
	void *payload = fence_alloc_at(size, __FILE__, line);

	if (payload == NULL)
		rig_violation(__FILE__, line, NO_MEMORY, size);
	return payload;
}

/* ---- heap_alloc ---- */

Test(heap_alloc, gives_memory_at_all)
{
	begin();
	cr_assert(ne(ptr, heap_alloc(100), NULL), "heap_alloc(100) in an empty heap");
}

Test(heap_alloc, aligns_every_payload)
{
	begin();
	for (size_t size = 1; size <= 64; size++) {
		const void *payload = must_alloc(size);
		size_t past = (uintptr_t)payload % HEAP_ALIGNMENT;
		if (past != 0)
			cr_assert(eq(sz, past, 0), "the payload of %zu bytes stands "
			          "behind a multiple of 16", size);
	}
}

Test(heap_alloc, gives_every_payload_room_of_its_own)
{
	const size_t sizes[] = { 1, 24, 8, 200, 40, 16, 9, 1000 };
	void *payloads[8];

	begin_fenced();
	for (size_t i = 0; i < 8; i++)
		payloads[i] = fenced(sizes[i]);
	for (size_t i = 0; i < 8; i++)
		fence_check(payloads[i]);
}

Test(heap_alloc, keeps_what_you_wrote)
{
	begin();
	char *title = must_alloc(sizeof "Blue in Green");
	strcpy(title, "Blue in Green");
	char *artist = must_alloc(sizeof "Miles Davis");
	strcpy(artist, "Miles Davis");
	heap_free(must_alloc(100));
	must_alloc(64);
	cr_assert(eq(str, title, "Blue in Green"));
	cr_assert(eq(str, artist, "Miles Davis"));
}

Test(heap_alloc, stays_inside_the_arena)
{
	begin_fenced();
	const char *payload = fenced(500);
	cr_assert(ge(ptr, (void *)payload, pages_lo()), "a payload begins inside the arena");
	cr_assert(le(ptr, (void *)(payload + 500), pages_hi()), "a payload ends inside the arena");
}

Test(heap_alloc, makes_new_blocks_as_small_as_they_can_be)
{
	const size_t sizes[] = { 1, 8, 9, 24, 25, 40, 100, 104, 105 };

	begin();
	for (size_t i = 0; i < 9; i++) {
		struct heap_block block = block_of(must_alloc(sizes[i]));
		cr_assert(eq(sz, block.size, smallest_block(sizes[i])),
		          "the size of a new block for %zu bytes", sizes[i]);
	}
}

Test(heap_alloc, uses_a_freed_block_again)
{
	begin_fenced();
	void *first = fenced(100);
	fenced(50);
	fence_free(first);
	const void *end = pages_hi();
	cr_assert(eq(ptr, fenced(100), first), "the freed block has just the size that is needed");
	cr_assert(eq(ptr, pages_hi(), (void *)end), "no new memory is needed for that");
}

Test(heap_alloc, takes_the_first_block_that_fits)
{
	begin_fenced();
	void *small = fenced(40);
	fenced(1);
	void *large = fenced(200);
	fenced(1);
	void *exact = fenced(100);
	fenced(1);
	fence_free(exact);
	fence_free(small);
	fence_free(large);
	/* At its start or, if you split, anywhere in it. */
	char *got = fenced(100);
	cr_assert(ge(ptr, got, large),
	          "of the free blocks that can hold 100 bytes, the first has 200");
	cr_assert(le(ptr, got + 100, (char *)large + 200),
	          "of the free blocks that can hold 100 bytes, the first has 200");
	cr_assert(eq(ptr, fenced(30), small), "30 bytes fit into the first free block");
	expect_sound();
}

Test(heap_alloc, leaves_blocks_in_use_alone)
{
	begin_fenced();
	void *first = fenced(64);
	void *second = fenced(64);
	fence_free(first);
	const void *again = fenced(64);
	const void *third = fenced(64);
	cr_assert(ne(ptr, (void *)third, (void *)again), "a reused block is in use again");
	cr_assert(ne(ptr, (void *)third, second), "this block was in use all the time");
	fence_check(second);
}

Test(heap_alloc, refuses_a_size_that_wraps_around)
{
	begin_fenced();
	void *hole = fenced(40);
	void *payload = fenced(10);
	fence_free(hole);               /* too small, and yet a temptation */
	for (size_t less = 0; less < 32; less++) {
		const void *huge = heap_alloc(SIZE_MAX - less);
		if (huge != NULL)
			cr_assert(eq(ptr, (void *)huge, NULL),
			          "nobody has SIZE_MAX - %zu bytes", less);
	}
	fence_check(payload);
	expect_sound();
}

Test(heap_alloc, gives_null_when_the_pages_run_out)
{
	void *payloads[32];
	size_t count = 0;

	begin_with(16 * 16384);
	fence_use(&heap);
	while (count < 32 && (payloads[count] = fence_alloc(16000)) != NULL)
		count++;
	cr_assert(le(sz, count, 16), "256 KiB hold at most 16 payloads of 16,000 bytes");
	cr_assert(ge(sz, count, 9), "256 KiB should hold more of them");
	expect_sound();
	fence_check_all();
	fence_free(payloads[3]);
	cr_assert(eq(ptr, fence_alloc(16000), payloads[3]),
	          "after a free, the next request of that size is granted");
}

Test(heap_alloc, survives_a_refusal_of_the_page_source)
{
	begin_fenced();
	void *before = fenced(100);
	pages_fail_at(1);
	fence_alloc(100000);
	fence_check(before);
	expect_sound();
	void *after = fenced(100000);
	fence_check(before);
	fence_free(after);
	expect_sound();
}

/* ---- heap_free ---- */

Test(heap_free, accepts_null)
{
	begin_fenced();
	void *payload = fenced(10);
	heap_free(NULL);
	fence_check(payload);
	expect_sound();
}

Test(heap_free, leaves_the_neighbours_alone)
{
	begin_fenced();
	void *left = fenced(24);
	void *middle = fenced(24);
	void *right = fenced(24);
	fence_free(middle);
	fence_check(left);
	fence_check(right);
	cr_assert(block_of(left).in_use, "the block on the left is still in use");
	cr_assert(block_of(right).in_use, "the block on the right is still in use");
	expect_sound();
}

Test(heap_free, gives_back_the_whole_block)
{
	const size_t sizes[] = { 300, 24, 120, 8, 64 };
	void *payloads[5];

	begin_fenced();
	for (size_t i = 0; i < 5; i++) {
		payloads[i] = fenced(sizes[i]);
		fenced(1);              /* a wall, so that nothing can be merged */
	}
	const void *end = pages_hi();
	for (size_t i = 0; i < 5; i++)
		fence_free(payloads[(i * 2) % 5]);
	for (size_t i = 0; i < 5; i++)
		payloads[i] = fenced(sizes[i]);
	cr_assert(eq(ptr, pages_hi(), (void *)end),
	          "the same requests fit into the blocks that they gave back");
}

/* ---- heap_walk ---- */

struct tour {
	char *expected;                 /* where the next block should start */
	size_t seen, in_use, stop_at;
	const char *fault;
};

static bool tour(const struct heap_block *block, void *context)
{
	struct tour *t = context;

	if (block->start != t->expected)
		t->fault = "a block doesn't start where the one before it ends";
	if ((char *)block->payload != (char *)block->start + HEADER)
		t->fault = "a payload doesn't begin right behind its header";
	if (block->payload_size != block->size - HEADER)
		t->fault = "payload_size is not size without the header";
	t->expected = (char *)block->start + block->size;
	t->seen++;
	t->in_use += block->in_use;
	return t->seen != t->stop_at;
}

Test(heap_walk, visits_every_byte_once)
{
	begin();
	must_alloc(100);
	void *hole = must_alloc(30);
	must_alloc(1);
	heap_free(hole);
	struct tour t = { .expected = (char *)pages_lo() + HEADER };
	cr_assert(heap_walk(tour, &t), "heap_walk says that it visited every block");
	cr_assert(ge(sz, t.seen, 3), "there are three blocks at least");
	if (t.fault != NULL)
		cr_assert(false, "%s", t.fault);
	cr_assert(eq(ptr, t.expected, (char *)pages_hi() - HEADER),
	          "the last block ends where the epilogue begins");
}

Test(heap_walk, tells_which_blocks_are_in_use)
{
	begin();
	void *kept = must_alloc(100);
	void *freed = must_alloc(60);
	must_alloc(1);
	cr_assert(block_of(kept).in_use, "this block was not freed");
	cr_assert(block_of(freed).in_use, "this block is not freed yet");
	heap_free(freed);
	cr_assert(block_of(kept).in_use, "only the other block was freed");
	cr_assert(not(block_of(freed).in_use), "this block was freed");
	cr_assert(eq(sz, block_of(kept).size, smallest_block(100)),
	          "the mark is no part of the size");
}

Test(heap_walk, stops_when_the_visitor_says_so)
{
	begin();
	for (int i = 0; i < 5; i++)
		must_alloc(32);
	struct tour t = { .expected = (char *)pages_lo() + HEADER, .stop_at = 2 };
	cr_assert(not(heap_walk(tour, &t)), "the visitor stopped the walk: false");
	cr_assert(eq(sz, t.seen, 2), "the visitor is not called again after it said no");
}

Test(heap_walk, finds_nothing_in_use_in_a_new_heap)
{
	begin();
	struct tour t = { .expected = (char *)pages_lo() + HEADER };
	cr_assert(heap_walk(tour, &t), "a walk over no blocks is complete");
	cr_assert(eq(sz, t.in_use, 0), "nobody has asked for memory yet");
}

/* ---- heap_check ---- */

/* Two songs, the headers of which a test may spoil; filled, so that no byte
   of a payload can pass for a header. */
static void *two_songs(void)
{
	begin();
	void *first = must_alloc(24);
	void *second = must_alloc(24);
	memset(first, 0xff, 24);
	memset(second, 0xff, 24);
	expect_sound();
	return first;
}

Test(heap_check, is_silent_on_a_sound_heap)
{
	begin();
	expect_sound();
	void *a = must_alloc(24);
	void *b = must_alloc(500);
	expect_sound();
	heap_free(a);
	expect_sound();
	heap_free(b);
	must_alloc(100);                /* takes the block of the 500 */
	must_alloc(2000);
	expect_sound();
}

Test(heap_check, reports_a_size_of_zero)
{
	char *first = two_songs();

	memset(first + 24, 0, HEADER);  /* one word too far: the second header */
	cr_assert(ne(ptr, (void *)heap_check(), NULL), "a header was overwritten with zeroes");
}

Test(heap_check, reports_a_block_that_reaches_past_the_end)
{
	size_t *header = header_of(two_songs());

	*header = ARENA | HEAP_IN_USE;
	cr_assert(ne(ptr, (void *)heap_check(), NULL), "a block of 1 MiB can't be in this heap");
}

Test(heap_check, reports_a_bit_that_means_nothing)
{
	size_t *header = header_of(two_songs());

	*header |= 2;
	cr_assert(ne(ptr, (void *)heap_check(), NULL), "bit 1 of a header is set");
}

Test(heap_check, reports_a_damaged_epilogue)
{
	two_songs();
	size_t *epilogue = (size_t *)pages_hi() - 1;
	cr_assert(eq(sz, *epilogue, HEAP_IN_USE), "the epilogue: size 0, in use");
	*epilogue = 0;
	cr_assert(ne(ptr, (void *)heap_check(), NULL), "the epilogue was overwritten with zeroes");
}

/* ---- a customer: the vector of stage 05, with your heap for malloc ---- */

Test(vec_on_your_heap, keeps_a_thousand_numbers)
{
	struct vec numbers;

	begin();
	vec_init(&numbers, sizeof(int));
	for (int i = 0; i < 1000; i++)
		if (!vec_push(&numbers, &i))
			cr_assert(false, "vec_push said no to number %d: heap_alloc gave NULL", i);
	for (int i = 0; i < 1000; i++)
		if (*(int *)vec_at(&numbers, (size_t)i) != i)
			cr_assert(eq(int, *(int *)vec_at(&numbers, (size_t)i), i),
			          "number %d has changed in the vector", i);
	vec_free(&numbers);
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
