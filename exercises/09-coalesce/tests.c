/*
 * tests.c - the public tests of stage 09.
 *
 * Most payloads here come from the fence (fence.h): it calls your heap_alloc
 * and heap_free, fills each payload with a pattern, and looks whether the
 * pattern is still there when the payload goes back. Under Valgrind nobody
 * but the fence may touch a fenced payload, so an allocator that writes into
 * one is caught at its own line.
 *
 * expect_sound (heap_test.h) goes through the arena word by word and compares
 * it with what heap.h promises; only then does it ask your heap_check. So a
 * heap without footers fails nearly every test: begin with them.
 */
#include "heap_test.h"

#include <string.h>

#include "heap_play.h"
#include "vec.h"

/* Payloads with a wall of 24 bytes behind each, so that none has a free
   neighbour when it is freed. */
static void with_walls(void **payloads, const size_t *sizes, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		payloads[i] = fenced(sizes[i]);
		fenced(24);
	}
}

/* ---- heap_alloc ---- */

Test(heap_alloc, gives_memory_at_all)
{
	begin();
	cr_assert(ne(ptr, heap_alloc(1), NULL), "heap_alloc(1) in an empty heap");
	expect_sound();
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
	expect_sound();
}

Test(heap_alloc, gives_every_payload_room_of_its_own)
{
	const size_t sizes[] = { 1, 24, 8, 200, 40, 16, 9, 1000 };
	void *payloads[8];

	begin_fenced(ARENA);
	for (size_t i = 0; i < 8; i++)
		payloads[i] = fenced(sizes[i]);
	for (size_t i = 0; i < 8; i++)
		fence_check(payloads[i]);
	expect_sound();
}

Test(heap_alloc, makes_blocks_as_small_as_they_can_be)
{
	const size_t sizes[] = { 1, 8, 16, 17, 24, 25, 32, 40, 100, 104, 105 };
	size_t larger = 0;

	begin();
	for (size_t i = 0; i < 11; i++) {
		size_t free = some_free_block();
		const void *payload = must_alloc(sizes[i]);
		size_t block = size_of(payload);
		cr_assert(ge(sz, block, least_block(sizes[i])),
		          "%zu bytes and a header need more", sizes[i]);
		cr_assert(le(sz, block, most_block(sizes[i]) + HEAP_ALIGNMENT),
		          "%zu bytes, header and footer need less", sizes[i]);
		larger += is_wasteful(payload, most_block(sizes[i]), free);
	}
	cr_assert(eq(sz, larger, 0), "blocks that are 16 bytes too large; only the end "
	          "of a free block may be a reason for that");
	expect_sound();
}

Test(heap_alloc, uses_a_freed_block_again)
{
	begin_fenced(ARENA);
	void *first = fenced(100);
	fenced(50);
	use_up();
	fence_free(first);
	const void *end = pages_hi();
	cr_assert(eq(ptr, fenced(100), first), "the freed block has just the size that is needed");
	cr_assert(eq(ptr, pages_hi(), (void *)end), "no new memory is needed for that");
	fence_free(first);
	expect_sound();
}

Test(heap_alloc, splits_a_block_that_is_too_large)
{
	begin_fenced(ARENA);
	char *hole = fenced(1000);
	size_t size = size_of(hole);
	fenced(24);
	use_up();
	fence_free(hole);
	const void *end = pages_hi();
	char *small = fenced(100);
	cr_assert(ge(ptr, small, hole), "100 bytes fit into the block of 1000");
	cr_assert(le(ptr, small + 100, hole + 1000), "100 bytes fit into the block of 1000");
	cr_assert(le(sz, size_of(small), most_block(100)), "the new block takes what it needs");
	expect_sound();
	char *other = fenced(700);
	cr_assert(ge(ptr, other, hole), "700 bytes fit into what is left of 1000");
	cr_assert(le(ptr, other + 700, hole + 1000), "700 bytes fit into what is left of 1000");
	cr_assert(eq(ptr, pages_hi(), (void *)end), "no new memory is needed for that");
	cr_assert(le(sz, size_of(small) + size_of(other), size), "both blocks fit into the first");
	expect_sound();
}

Test(heap_alloc, leaves_no_crumbs)
{
	begin_fenced(ARENA);
	void *hole = fenced(200);
	size_t size = size_of(hole);
	fenced(24);
	use_up();
	fence_free(hole);
	void *most = fenced(184);       /* a block that needs 16 bytes less */
	cr_assert(eq(ptr, most, hole), "184 bytes fit into the block of 200");
	cr_assert(eq(sz, size_of(most), size),
	          "16 bytes are left, too few for a block: they stay inside");
	expect_sound();
	fence_free(most);
	cr_assert(eq(sz, *header_of(most) & ~(size_t)15, size), "all bytes come back");
	expect_sound();
}

Test(heap_alloc, cuts_a_hole_into_many_blocks)
{
	begin_fenced(ARENA);
	char *hole = fenced(2000);
	fenced(24);
	use_up();
	fence_free(hole);
	const void *end = pages_hi();
	for (size_t i = 0; i < 15; i++) {       /* 128 bytes each, at most */
		const char *cut = fenced(112);
		if (cut < hole || cut >= hole + 2000)
			cr_assert(false, "15 payloads of 112 bytes fit into a hole of 2000; "
			          "number %zu went elsewhere", i + 1);
	}
	cr_assert(eq(ptr, pages_hi(), (void *)end), "no new memory is needed for that");
	expect_sound();
}

Test(heap_alloc, leaves_blocks_in_use_alone)
{
	begin_fenced(ARENA);
	void *first = fenced(64);
	void *second = fenced(64);
	use_up();
	fence_free(first);
	const void *again = fenced(64);
	const void *third = fenced(64);
	cr_assert(ne(ptr, (void *)third, (void *)again), "a reused block is in use again");
	cr_assert(ne(ptr, (void *)third, second), "this block was in use all the time");
	fence_check(second);
	fence_free(second);
	expect_sound();
}

Test(heap_alloc, grows_a_free_last_block)
{
	begin_with(16 * ARENA);
	must_alloc(24);
	void *last = must_alloc(200000);
	size_t size = size_of(last);
	heap_free(last);
	const char *end = pages_hi();
	const void *larger = must_alloc(300000);
	cr_assert(le(sz, (size_t)((char *)pages_hi() - end),
	             most_block(300000) - size + RESERVE),
	          "a free block of %zu bytes stood at the end, only the rest was missing", size);
	cr_assert(ge(ptr, (void *)larger, last), "the payload lies in the block that grew");
	cr_assert(le(ptr, (void *)larger, (void *)end), "the payload begins in the block that grew");
	expect_sound();
}

Test(heap_alloc, refuses_a_size_that_wraps_around)
{
	begin_fenced(ARENA);
	void *hole = fenced(40);
	void *payload = fenced(10);
	fence_free(hole);               /* too small, and yet a temptation */
	for (size_t less = 0; less < 40; less++) {
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

	begin_fenced(16 * 16384);
	while (count < 32 && (payloads[count] = fence_alloc(16000)) != NULL)
		count++;
	cr_assert(le(sz, count, 16), "256 KiB hold at most 16 payloads of 16,000 bytes");
	cr_assert(ge(sz, count, 9), "256 KiB should hold more of them");
	expect_sound();
	fence_check_all();
	fence_free(payloads[3]);
	cr_assert(eq(ptr, fence_alloc(16000), payloads[3]),
	          "after a free, the next request of that size is granted");
	fence_free(payloads[5]);
	expect_sound();
}

Test(heap_alloc, survives_a_refusal_of_the_page_source)
{
	begin_fenced(ARENA);
	void *before = fenced(100);
	void *last = fenced(300);
	fence_free(last);               /* growing would begin here */
	pages_fail_at(1);
	fence_alloc(100000);
	fence_check(before);
	expect_sound();
	void *after = fenced(100000);
	fence_check(before);
	fence_free(after);
	expect_sound();
}

/* ---- heap_free: the four cases ---- */

Test(heap_free, accepts_null)
{
	begin_fenced(ARENA);
	void *payload = fenced(10);
	heap_free(NULL);
	fence_check(payload);
	fence_free(payload);
	heap_free(NULL);
	expect_sound();
}

/* Three blocks in a row, with a wall on either side. */
struct row {
	void *left, *middle, *right;
	size_t sizes[3];
};

/* The three in the middle of five payloads. */
static struct row row_of(void **payloads)
{
	struct row row = { payloads[1], payloads[2], payloads[3], { 0 } };

	for (size_t i = 0; i < 3; i++)
		row.sizes[i] = size_of(payloads[i + 1]);
	return row;
}

static struct row three_in_a_row(void)
{
	const size_t sizes[] = { 24, 40, 100, 60, 24 };
	void *payloads[5];

	begin_fenced(ARENA);
	for (size_t i = 0; i < 5; i++)
		payloads[i] = fenced(sizes[i]);
	sort_payloads(payloads, 5);
	return row_of(payloads);
}

/* A free block of just that size must stand where this payload was. */
static void expect_free(const void *payload, size_t size)
{
	struct heap_block block = block_of(payload);

	cr_assert(not(block.in_use), "the block is free");
	cr_assert(eq(sz, block.size, size), "the size of the free block");
	expect_sound();
}

Test(heap_free, case_1_both_neighbours_in_use)
{
	struct row row = three_in_a_row();

	fence_free(row.middle);
	expect_free(row.middle, row.sizes[1]);
	fence_check(row.left);
	fence_check(row.right);
}

Test(heap_free, case_2_the_right_neighbour_is_free)
{
	struct row row = three_in_a_row();

	fence_free(row.right);
	fence_free(row.middle);
	expect_free(row.middle, row.sizes[1] + row.sizes[2]);
	fence_check(row.left);
}

Test(heap_free, case_3_the_left_neighbour_is_free)
{
	struct row row = three_in_a_row();

	fence_free(row.left);
	fence_free(row.middle);
	expect_free(row.left, row.sizes[0] + row.sizes[1]);
	fence_check(row.right);
}

Test(heap_free, case_4_both_neighbours_are_free)
{
	struct row row = three_in_a_row();

	fence_free(row.left);
	fence_free(row.right);
	expect_free(row.left, row.sizes[0]);
	expect_free(row.right, row.sizes[2]);
	fence_free(row.middle);
	expect_free(row.left, row.sizes[0] + row.sizes[1] + row.sizes[2]);
}

Test(heap_free, knows_where_the_heap_begins_and_ends)
{
	begin_fenced(ARENA);
	void *first = fenced(40);
	size_t size = size_of(first);
	void *second = fenced(40);
	use_up();
	fence_free(first);              /* nobody on the left */
	expect_free(first, size);
	cr_assert(eq(ptr, fenced(40), first), "the first block is used again");
	fence_free(second);             /* perhaps nobody on the right */
	expect_sound();
	fence_check(first);
}

Test(heap_free, gives_back_everything_in_the_end)
{
	void *payloads[20];

	begin_fenced(ARENA);
	for (size_t i = 0; i < 20; i++)
		payloads[i] = fenced(10 + 13 * i);
	for (size_t i = 0; i < 20; i++) {
		fence_free(payloads[i * 7 % 20]);
		expect_sound();
	}
	expect_free(first_block + HEADER, (size_t)(epilogue() - first_block));
}

/* The four holes that the vector left behind in stage 08. */
Test(heap_free, makes_one_hole_of_four)
{
	const size_t sizes[] = { 40, 72, 136, 264 };
	void *holes[4];

	begin_fenced(ARENA);
	for (size_t i = 0; i < 4; i++)
		holes[i] = fenced(sizes[i]);
	fenced(520);
	use_up();
	sort_payloads(holes, 4);
	const char *last = (char *)holes[3] + size_of(holes[3]);
	for (size_t i = 0; i < 4; i++)
		fence_free(holes[i]);
	const void *end = pages_hi();
	char *got = fenced(512);        /* at its start, or at its end */
	cr_assert(ge(ptr, got, holes[0]), "512 bytes fit where the four payloads were");
	cr_assert(le(ptr, got + 512, (void *)last),
	          "512 bytes fit where the four payloads were");
	cr_assert(eq(ptr, pages_hi(), (void *)end), "no new memory is needed for that");
	expect_sound();
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
	if (block->payload_size != block->size - HEADER
	    && block->payload_size != block->size - 2 * HEADER)
		t->fault = "payload_size is not size without header, or header and footer";
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
	expect_sound();
	struct tour t = { .expected = first_block };
	cr_assert(heap_walk(tour, &t), "heap_walk says that it visited every block");
	cr_assert(ge(sz, t.seen, 3), "there are three blocks at least");
	if (t.fault != NULL)
		cr_assert(false, "%s", t.fault);
	cr_assert(eq(ptr, t.expected, epilogue()),
	          "the last block ends where the epilogue begins");
}

Test(heap_walk, tells_which_blocks_are_in_use)
{
	begin();
	void *kept = must_alloc(100);
	void *freed = must_alloc(60);
	must_alloc(1);
	cr_assert(block_of(freed).in_use, "this block is not freed yet");
	heap_free(freed);
	expect_sound();
	cr_assert(block_of(kept).in_use, "this block was not freed");
	cr_assert(not(block_of(freed).in_use), "this block was freed");
	struct heap_block block = block_of(kept);
	cr_assert(eq(sz, block.size, size_of(kept)), "the marks are no part of the size");
	cr_assert(ge(sz, block.payload_size, 100), "100 bytes were asked for");
}

Test(heap_walk, stops_when_the_visitor_says_so)
{
	begin();
	for (int i = 0; i < 5; i++)
		must_alloc(1);
	expect_sound();
	struct tour t = { .expected = first_block, .stop_at = 2 };
	cr_assert(not(heap_walk(tour, &t)), "the visitor stopped the walk: false");
	cr_assert(eq(sz, t.seen, 2), "the visitor is not called again after it said no");
}

/* ---- heap_check ---- */

/* A free block between two songs, the headers of which a test may spoil;
   filled, so that no byte of a payload can pass for a header. */
static struct row two_songs_and_a_hole(void)
{
	void *payloads[5];
	struct row row;

	begin();
	for (size_t i = 0; i < 5; i++)
		payloads[i] = memset(must_alloc(i == 2 ? 200 : 24), 0xff, 24);
	sort_payloads(payloads, 5);
	row = row_of(payloads);
	heap_free(row.middle);
	expect_sound();
	return row;
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
	expect_sound();                 /* all is free, up to the epilogue */
	a = must_alloc(100);
	b = must_alloc(2000);
	void *c = must_alloc(30);
	heap_free(a);
	expect_sound();
	heap_free(b);                   /* behind a free one */
	expect_sound();
	heap_free(c);
	expect_sound();
}

Test(heap_check, reports_a_size_of_zero)
{
	struct row row = two_songs_and_a_hole();

	*header_of(row.right) = 0;
	cr_assert(ne(ptr, (void *)heap_check(), NULL), "a header was overwritten with zeroes");
}

Test(heap_check, reports_a_block_that_is_too_small)
{
	two_songs_and_a_hole();
	size_t *word = header_of(must_alloc(1000));
	size_t size = *word & ~(size_t)15, marks = *word & 15;

	/* All 16 bytes of one block, and the rest a block, header and footer. */
	word[0] = word[1] = 16 | marks;
	word[2] = word[size / HEADER - 1] = (size - 16) | marks;
	cr_assert(ne(ptr, (void *)heap_check(), NULL), "no block has 16 bytes");
}

Test(heap_check, reports_a_block_that_reaches_past_the_end)
{
	struct row row = two_songs_and_a_hole();

	*header_of(row.right) += ARENA;
	cr_assert(ne(ptr, (void *)heap_check(), NULL), "a block of 1 MiB can't be in this heap");
}

Test(heap_check, reports_a_bit_that_means_nothing)
{
	struct row row = two_songs_and_a_hole();

	*header_of(row.left) |= 4;
	cr_assert(ne(ptr, (void *)heap_check(), NULL), "bit 2 of a header is set");
}

Test(heap_check, reports_a_footer_that_differs)
{
	struct row row = two_songs_and_a_hole();

	*footer_at(header_of(row.middle), row.sizes[1]) += 16;
	cr_assert(ne(ptr, (void *)heap_check(), NULL),
	          "the footer of a free block differs from its header by 16");
}

/* As if heap_free had forgotten to look to the right, or to the left. */
Test(heap_check, reports_free_neighbours)
{
	struct row row = two_songs_and_a_hole();

	*header_of(row.left) &= ~HEAP_IN_USE;
	*footer_at(header_of(row.left), row.sizes[0]) = row.sizes[0];
	cr_assert(ne(ptr, (void *)heap_check(), NULL), "the left and the middle block are free");
	row = two_songs_and_a_hole();
	*header_of(row.right) &= ~HEAP_IN_USE;
	*footer_at(header_of(row.right), row.sizes[2]) = row.sizes[2];
	cr_assert(ne(ptr, (void *)heap_check(), NULL), "the middle and the right block are free");
	for (size_t turn = 0; turn < 2; turn++) {       /* the first two, the last two */
		begin();
		for (size_t i = 0; i < 4; i++)
			must_alloc(24);
		use_up();
		char *at = first_block, *right = at + size_of(at + HEADER);
		while (turn == 1 && right + size_of(right + HEADER) != epilogue()) {
			at = right;
			right += size_of(right + HEADER);
		}
		heap_free(at + HEADER);
		*(size_t *)(void *)right &= ~HEAP_IN_USE;
		*footer_at(right, size_of(right + HEADER)) = size_of(right + HEADER);
		cr_assert(ne(ptr, (void *)heap_check(), NULL), "the %s two blocks are free both",
		          turn == 0 ? "first" : "last");
	}
}

Test(heap_check, reports_a_damaged_epilogue)
{
	two_songs_and_a_hole();
	*(size_t *)(void *)epilogue() = 0;
	cr_assert(ne(ptr, (void *)heap_check(), NULL), "the epilogue was overwritten with zeroes");
}

/* ---- random requests ---- */

/* A failure here comes with the fewest requests that show it. */
Test(random_requests, small_and_large, .timeout = 8)
{
	static const struct sequence_weights weights = {
		.alloc = 55, .free = 45, .live = 40,
		.sizes = { { 6, 1, 64 }, { 3, 65, 400 }, { 1, 401, 2500 } },
	};

	play_random(1, &weights, 150);
}

/* ---- holes ---- */

/* Every day the report is a little longer than yesterday's. */
Test(holes, do_not_pile_up)
{
	begin_with(4 * ARENA);
	must_alloc(24);
	void *report = must_alloc(1000);
	const char *end = pages_hi();
	for (size_t day = 1; day <= 100; day++) {
		void *next = must_alloc(1000 + 200 * day);
		heap_free(report);
		report = next;
		expect_sound();
	}
	size_t grown = (size_t)((char *)pages_hi() - end);
	cr_assert(le(sz, grown, 100000 + RESERVE), "bytes that the arena grew, for reports "
	          "of 21,000 bytes at most, two at a time");
}

Test(holes, of_many_sizes_serve_one_large_request)
{
	const size_t sizes[] = { 40, 1000, 24, 300, 8, 72, 520, 136 };
	void *payloads[8];

	begin_fenced(ARENA);
	for (size_t i = 0; i < 8; i++)
		payloads[i] = fenced(sizes[i]);
	fenced(24);
	use_up();
	const void *end = pages_hi();
	for (size_t i = 0; i < 8; i++)
		fence_free(payloads[i * 3 % 8]);
	char *got = fenced(2100);
	cr_assert(eq(ptr, pages_hi(), (void *)end), "2100 bytes fit where there were eight "
	          "payloads of as many");
	fence_free(got);
	with_walls(payloads, sizes, 4);
	expect_sound();
}

/* ---- a customer: the vector of stage 05, with your heap for malloc ---- */

Test(vec_on_your_heap, keeps_a_thousand_numbers)
{
	struct vec numbers;

	begin();
	must_alloc(1);
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

Test(vec_on_your_heap, finds_its_old_blocks_in_one_piece)
{
	struct vec years;

	begin();
	vec_init(&years, sizeof(int));
	for (int year = 1900; year < 2000; year++)
		if (!vec_push(&years, &year))
			cr_assert(false, "vec_push said no: heap_alloc gave NULL");
	expect_sound();
	struct tour t = { .expected = first_block };
	heap_walk(tour, &t);
	cr_assert(le(sz, t.seen - t.in_use, 2), "free blocks: what the vector left behind, "
	          "in one piece, and a reserve at the end");
	vec_free(&years);
	expect_sound();
}
