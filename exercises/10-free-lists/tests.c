/*
 * tests.c - the public tests of stage 10.
 *
 * Most payloads here come from the fence (fence.h): it calls your heap_alloc
 * and heap_free, fills each payload with a pattern, and looks whether the
 * pattern is still there when the payload goes back.
 *
 * expect_sound (heap_layout.h) goes through the arena word by word, and then
 * through the list, link by link (more_trouble in heap_test.h); only then does
 * it ask your heap_check. So a heap without a list fails nearly every test:
 * begin with the two functions that change it.
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

/* Five holes, each of another size, and nothing else is free. */
static void five_holes(void *holes[5])
{
	const size_t sizes[] = { 40, 120, 200, 72, 300 };

	begin_fenced(ARENA);
	with_walls(holes, sizes, 5);
	use_up();
	for (size_t i = 0; i < 5; i++)
		fence_free(holes[i * 3 % 5]);
	expect_sound();
}

Test(heap_alloc, takes_the_block_out_of_the_list)
{
	begin_fenced(ARENA);
	void *hole = fenced(100);
	fenced(24);
	use_up();
	fence_free(hole);
	expect_sound();
	cr_assert(eq(ptr, fenced(100), hole), "the freed block has just the size that is needed");
	cr_assert(eq(sz, free_blocks(), 0), "and it was the only one that was free");
	expect_sound();
	cr_assert(ne(ptr, fenced(100), hole), "the block is in use now");
	expect_sound();
}

Test(heap_alloc, takes_blocks_from_anywhere_in_the_list)
{
	const size_t sizes[] = { 40, 120, 200, 72, 300 };
	void *holes[5];

	for (size_t first = 0; first < 5; first++) {
		five_holes(holes);
		const void *end = pages_hi();
		for (size_t i = 0; i < 5; i++) {
			size_t size = sizes[(first + 5 - i) % 5];
			const void *got = fenced(size);
			if (pages_hi() != end)
				cr_assert(false, "%zu bytes fit into one of %zu holes", size, 5 - i);
			if (size == 300 && got != holes[4])
				cr_assert(false, "300 bytes fit into one of the holes only");
			expect_sound();
			fence_free((void *)got);
			expect_sound();
		}
	}
}

Test(heap_alloc, finds_the_only_block_that_is_large_enough)
{
	const size_t sizes[] = { 40, 40, 40, 500, 40, 40, 40 };
	void *holes[7];

	for (size_t first = 0; first < 7; first++) {
		begin_fenced(ARENA);
		with_walls(holes, sizes, 7);
		use_up();
		for (size_t i = 0; i < 7; i++)      /* the large one is freed at each place */
			fence_free(holes[(first + i) % 7]);
		cr_assert(eq(ptr, fenced(500), holes[3]), "only the hole for 500 bytes is large enough");
		expect_sound();
	}
}

Test(heap_alloc, leaves_the_rest_in_the_list)
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
	expect_sound();
	cr_assert(eq(sz, free_blocks(), 1), "the rest is a free block");
	char *rest = list_first();
	cr_assert(eq(sz, (*header_of(rest + HEADER) & ~(size_t)15) + size_of(small), size),
	          "the new block and the rest are as large as the block was");
	fenced(700);
	cr_assert(eq(ptr, pages_hi(), (void *)end), "700 bytes fit into what is left of 1000");
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

/* A search from block to block would come to a header that was overwritten; one
   from link to link has no business there. */
Test(heap_alloc, looks_at_no_block_in_use)
{
	void *row[5];

	begin();
	for (size_t i = 0; i < 5; i++)
		row[i] = must_alloc(i == 3 ? 200 : 24);
	use_up();
	sort_payloads(row, 5);
	void *hole = row[0];
	for (size_t i = 1; i < 5; i++)
		if (size_of(row[i]) > size_of(hole))
			hole = row[i];
	size_t *spoilt = header_of(hole == row[3] ? row[1] : row[3]);
	heap_free(hole);
	expect_sound();
	size_t kept = *spoilt;
	const void *end = pages_hi();
	*spoilt = (size_t)(epilogue() - (char *)spoilt) | HEAP_IN_USE;
	const void *got = heap_alloc(200);
	*spoilt = kept;
	cr_assert(eq(ptr, pages_hi(), (void *)end), "the list has a block of 200 bytes");
	cr_assert(eq(ptr, (void *)got, hole), "the list has a block of 200 bytes");
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

/* ---- heap_free ---- */

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

Test(heap_free, puts_the_block_into_the_list)
{
	void *holes[4];

	begin_fenced(ARENA);
	with_walls(holes, (const size_t[]){ 40, 16, 100, 64 }, 4);
	use_up();
	for (size_t i = 0; i < 4; i++) {
		fence_free(holes[i * 3 % 4]);
		expect_sound();
		size_t listed = 0;
		for (char *at = list_first(); at != NULL; at = list_next(at))
			listed++;
		cr_assert(eq(sz, listed, i + 1), "blocks in the list; none of them has a free neighbour");
	}
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

/* The neighbours stand at both ends of the list, and between others. */
Test(heap_free, merges_wherever_the_neighbours_are_listed)
{
	void *row[9];

	for (size_t turn = 0; turn < 8; turn++) {
		begin_fenced(ARENA);
		for (size_t i = 0; i < 9; i++)
			row[i] = fenced(24 + 16 * i);
		use_up();
		sort_payloads(row, 9);
		for (size_t i = 0; i < 4; i++)          /* 1, 3, 5, 7 in some order */
			fence_free(row[1 + 2 * ((turn % 2 == 0 ? i : 3 - i) + turn / 2) % 8]);
		expect_sound();
		for (size_t i = 0; i < 3; i++) {        /* 2, 4, 6 close the gaps */
			fence_free(row[2 + 2 * ((i + turn) % 3)]);
			expect_sound();
		}
		cr_assert(eq(sz, free_blocks(), 1), "seven neighbours were freed");
	}
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

/* ---- heap_walk_free ---- */

struct stroll {
	char *expected;                 /* the block whose turn it is, or NULL */
	size_t seen, stop_at;
	const char *fault;
};

/* Compares with what the links say. */
static bool stroll(const struct heap_block *block, void *context)
{
	struct stroll *s = context;

	if (s->expected == NULL)
		s->fault = "the walk goes on behind the list's last block";
	else if (block->start != s->expected)
		s->fault = "the walk doesn't go where the links next lead";
	else if (block->in_use || (char *)block->payload != s->expected + HEADER
	         || block->size != (*(size_t *)(void *)s->expected & ~(size_t)15))
		s->fault = "a block is described wrongly";
	s->seen++;
	if (s->fault != NULL)
		return false;
	s->expected = list_next(s->expected);
	return s->seen != s->stop_at;
}

Test(heap_walk_free, visits_the_blocks_of_the_list_in_its_order)
{
	void *holes[5];

	five_holes(holes);
	struct stroll s = { .expected = list_first() };
	bool complete = heap_walk_free(stroll, &s);
	if (s.fault != NULL)
		cr_assert(false, "%s", s.fault);
	cr_assert(complete, "the walk reached the list's end");
	cr_assert(eq(sz, s.seen, 5), "blocks in the list");
}

Test(heap_walk_free, has_nothing_to_show_when_nothing_is_free)
{
	begin();
	must_alloc(40);
	use_up();
	struct stroll s = { .expected = NULL };
	cr_assert(heap_walk_free(stroll, &s), "a list without blocks is at its end at once");
	cr_assert(eq(sz, s.seen, 0), "nothing is free");
}

Test(heap_walk_free, stops_when_the_visitor_says_so)
{
	void *holes[5];

	five_holes(holes);
	for (size_t stop = 1; stop <= 5; stop++) {
		struct stroll s = { .expected = list_first(), .stop_at = stop };
		cr_assert(not(heap_walk_free(stroll, &s)), "the visitor stopped the walk: false");
		cr_assert(eq(sz, s.seen, stop), "the visitor is not called again after it said no");
	}
}

/* Too many visits: the walk goes round. */
static bool count_to_1000(const struct heap_block *block, void *context)
{
	(void)block;
	return ++*(size_t *)context < 1000;
}

Test(heap_walk_free, ends_when_the_list_goes_round)
{
	void *holes[5];
	size_t seen = 0;

	five_holes(holes);
	char *first = list_first(), *second = list_next(first), *third = list_next(second);
	links_of(third)->next = second;
	cr_assert(not(heap_walk_free(count_to_1000, &seen)), "the third block's next is the second");
	cr_assert(lt(sz, seen, 1000), "a list of five blocks goes round, and the walk goes on and on");
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

Test(heap_check, reports_a_damaged_header)
{
	struct row row = two_songs_and_a_hole();

	*header_of(row.right) = 0;
	cr_assert(ne(ptr, (void *)heap_check(), NULL), "a header was overwritten with zeroes");
	row = two_songs_and_a_hole();
	*header_of(row.right) += ARENA;
	cr_assert(ne(ptr, (void *)heap_check(), NULL), "a block of 1 MiB can't be in this heap");
	row = two_songs_and_a_hole();
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

/* Two blocks of the list side by side, and nothing else is wrong: the list's
   first block, cut in two, with the right half behind it in the list. */
static void cut_the_first_of_the_list(void)
{
	char *first = list_first(), *next = list_next(first);
	size_t size = *(size_t *)(void *)first, half = size / 2 & ~(size_t)15;
	char *right = first + half;

	*(size_t *)(void *)first = *footer_at(first, half) = half;
	*(size_t *)(void *)right = *footer_at(right, size - half) = size - half;
	*links_of(right) = (struct links){ .next = next, .prev = first };
	links_of(first)->next = links_of(next)->prev = right;
}

/* Cuts the arena's first block, or its last, in two, where that is the first of the
   list. Another one is freed beside it, before or after. */
static void expect_pair_seen(bool last, bool first_freed)
{
	begin();
	for (size_t i = 0; i < 5; i++) {
		must_alloc(200);
		use_up();
	}
	char *at = first_block, *other = at;
	while (last && at + size_of(at + HEADER) != epilogue())
		at += size_of(at + HEADER);
	for (size_t i = 0; i < 2; i++)
		other += size_of(other + HEADER);
	heap_free((first_freed ? at : other) + HEADER);
	heap_free((first_freed ? other : at) + HEADER);
	if (list_first() != at || size_of(at + HEADER) < 2 * HEAP_SMALLEST)
		return;
	expect_sound();
	cut_the_first_of_the_list();
	cr_assert(ne(ptr, (void *)heap_check(), NULL), "the %s two blocks are free both",
	          last ? "last" : "first");
}

Test(heap_check, reports_free_neighbours)
{
	void *holes[3];

	begin_fenced(ARENA);
	with_walls(holes, (const size_t[]){ 200, 200, 200 }, 3);
	use_up();
	for (size_t i = 0; i < 3; i++)
		fence_free(holes[i]);
	expect_sound();
	cut_the_first_of_the_list();
	cr_assert(ne(ptr, (void *)heap_check(), NULL),
	          "two blocks of the list stand side by side, as if they had not been merged");
	for (size_t first_freed = 0; first_freed < 2; first_freed++) {
		expect_pair_seen(false, first_freed != 0);
		expect_pair_seen(true, first_freed != 0);
	}
}

Test(heap_check, reports_a_damaged_epilogue)
{
	two_songs_and_a_hole();
	*(size_t *)(void *)epilogue() = 0;
	cr_assert(ne(ptr, (void *)heap_check(), NULL), "the epilogue was overwritten with zeroes");
}

/* heap_check must see that a link holds something else. */
#define expect_seen(link, value, what) \
	expect_seen_at((link), (value), (what), __FILE__, __LINE__)
static void expect_seen_at(char **link, char *value, const char *what,
                           const char *file, unsigned line)
{
	char *kept = *link;

	*link = value;
	const char *problem = heap_check();
	*link = kept;
	if (problem == NULL)
		rig_violation(file, line, "heap_check finds nothing, although %s", what);
}

Test(heap_check, reports_a_link_out_of_the_arena)
{
	void *holes[5];

	five_holes(holes);
	for (char *block = list_first(); block != NULL; block = list_next(block)) {
		expect_seen(&links_of(block)->next, (char *)pages_hi() + 72,
		            "a link next leads behind the arena");
		expect_seen(&links_of(block)->prev, (char *)pages_hi() + 72,
		            "a link prev leads behind the arena");
		expect_seen(&links_of(block)->next, (char *)(uintptr_t)72,
		            "a link next leads to address 72");
	}
	expect_sound();
}

Test(heap_check, reports_a_link_to_a_block_in_use)
{
	void *holes[5];

	five_holes(holes);
	char *used = some_used_block();
	for (char *block = list_first(); block != NULL; block = list_next(block)) {
		expect_seen(&links_of(block)->next, used, "a link next leads to a block in use");
		expect_seen(&links_of(block)->prev, used, "a link prev leads to a block in use");
	}
	expect_sound();
}

Test(heap_check, reports_links_that_contradict_each_other)
{
	void *holes[5];

	five_holes(holes);
	char *first = list_first(), *second = list_next(first), *third = list_next(second);
	expect_seen(&links_of(third)->prev, first, "the third block's prev is the first");
	expect_seen(&links_of(first)->next, third, "the first block's next is the third");
	expect_seen(&links_of(second)->prev, third, "the second block's prev is the third");
	expect_sound();
}

/* As after a free that was done twice. */
Test(heap_check, reports_a_list_that_goes_round)
{
	void *holes[5];

	five_holes(holes);
	char *first = list_first(), *second = list_next(first), *last = first;
	while (list_next(last) != NULL)
		last = list_next(last);
	expect_seen(&links_of(second)->next, second, "the second block's next is itself");
	expect_seen(&links_of(last)->next, second, "the last block's next is the second");
	links_of(first)->prev = last;
	expect_seen(&links_of(last)->next, first, "the last block's next is the first, and back");
}

/* As if heap_free had forgotten it: out of the list, and free. */
Test(heap_check, reports_a_free_block_that_is_not_in_the_list)
{
	void *holes[5];

	five_holes(holes);
	char *first = list_first(), *second = list_next(first), *third = list_next(second);
	links_of(first)->next = third;
	links_of(third)->prev = first;
	cr_assert(ne(ptr, (void *)heap_check(), NULL), "a free block was taken out of the list");
}

/* As if heap_alloc had forgotten to take it out: in use, and in the list. */
Test(heap_check, reports_a_block_in_use_that_is_in_the_list)
{
	void *holes[5];

	five_holes(holes);
	for (size_t i = 0; i < 5; i++) {
		size_t size = size_of(holes[i]);
		*header_of(holes[i]) |= HEAP_IN_USE;
		*footer_at(header_of(holes[i]), size) |= HEAP_IN_USE;
		if (heap_check() == NULL)
			cr_assert(false, "a block of the list, of %zu bytes, is marked in use", size);
		*header_of(holes[i]) &= ~HEAP_IN_USE;
		*footer_at(header_of(holes[i]), size) &= ~HEAP_IN_USE;
	}
	expect_sound();
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
