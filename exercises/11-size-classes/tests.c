/*
 * tests.c - the public tests of stage 11.
 *
 * Many payloads here come from the fence (fence.h): it calls your heap_alloc
 * and heap_free, fills each payload with a pattern, and looks whether the
 * pattern is still there when the payload goes back.
 *
 * expect_sound (heap_layout.h) goes through the arena word by word, then through
 * the bits that speak of the left, then through all lists (heap_lists.h); only
 * then does it ask your heap_check. Which sizes share a class it asks you.
 */
#include "heap_test.h"

#include <string.h>

#include "heap_play.h"
#include "vec.h"

/* ---- heap_class ---- */

Test(heap_class, is_below_heap_classes)
{
	for (size_t size = HEAP_SMALLEST; size <= 4096; size += HEAP_ALIGNMENT)
		if (heap_class(size) >= HEAP_CLASSES)
			cr_assert(lt(sz, heap_class(size), HEAP_CLASSES), "the class of %zu bytes", size);
	for (size_t size = 4096; size <= SIZE_MAX / 2; size *= 2)
		for (size_t more = 0; more <= 16; more += 16)
			if (heap_class(size + more) >= HEAP_CLASSES)
				cr_assert(lt(sz, heap_class(size + more), HEAP_CLASSES),
				          "the class of %zu bytes", size + more);
	cr_assert(lt(sz, heap_class(SIZE_MAX & ~(size_t)15), HEAP_CLASSES),
	          "the class of the largest size that there is");
}

Test(heap_class, never_falls)
{
	size_t size = HEAP_SMALLEST, class = heap_class(size);

	while (size < SIZE_MAX / 4) {
		size_t step = size < 8192 ? HEAP_ALIGNMENT : size / 64 & ~(size_t)15;
		size_t next = heap_class(size + step);
		if (next < class)
			cr_assert(ge(sz, next, class), "the class of %zu bytes, against that of %zu",
			          size + step, size);
		size += step;
		class = next;
	}
}

Test(heap_class, rises_when_the_size_doubles)
{
	for (size_t size = HEAP_SMALLEST; 2 * size <= HEAP_SPREAD;
	     size += size < 4096 ? HEAP_ALIGNMENT : size / 16 & ~(size_t)15)
		if (heap_class(2 * size) <= heap_class(size))
			cr_assert(ge(sz, heap_class(2 * size), heap_class(size) + 1),
			          "the class of %zu bytes, against that of %zu", 2 * size, size);
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
	for (size_t i = 0; i < 8; i += 2)
		fence_free(payloads[i]);
	fence_check_all();
	for (size_t i = 0; i < 8; i += 2)
		fenced(sizes[i]);
	fence_check_all();
	expect_sound();
}

Test(heap_alloc, gives_blocks_in_use_no_footer)
{
	const size_t sizes[] = { 1, 16, 23, 24, 25, 40, 41, 56, 88, 100, 104, 105, 1000 };
	size_t larger = 0;

	begin();
	for (size_t i = 0; i < 13; i++) {
		size_t free = some_free_block();
		const void *payload = must_alloc(sizes[i]);
		size_t block = size_of(payload), least = least_block(sizes[i]);
		if (block < least || block > least + HEAP_ALIGNMENT)
			cr_assert(eq(sz, block, least), "the block for %zu bytes: a header and these, "
			          "rounded up to 16", sizes[i]);
		larger += is_wasteful(payload, least, free);
	}
	cr_assert(eq(sz, larger, 0), "blocks that are 16 bytes too large; only the end "
	          "of a free block may be a reason for that");
	expect_sound();
}

/* Blocks of the given sizes with a wall behind each, so that none has a free
   neighbour when it is freed; nothing is free. One that got 16 bytes more, where a
   reserve ended, is left alone. */
static void with_walls(void **payloads, const size_t *blocks, size_t count)
{
	begin_fenced(ARENA);
	for (size_t i = 0; i < count; i++) {
		payloads[i] = NULL;
		for (size_t k = 0; k < 8 && (k == 0 || size_of(payloads[i]) != blocks[i]); k++) {
			payloads[i] = fenced(payload_of(blocks[i]));
			fenced(24);
		}
	}
	use_up();
}

/* Is it the block of this hole, or cut from it? */
static bool lies_in(const void *payload, const char *hole, size_t block)
{
	return (uintptr_t)payload >= (uintptr_t)hole
	       && (uintptr_t)payload < (uintptr_t)hole + block;
}

Test(heap_alloc, takes_the_block_out_of_its_list)
{
	void *hole[1];

	with_walls(hole, (const size_t[]){ 112 }, 1);
	fence_free(hole[0]);
	expect_sound();
	cr_assert(eq(ptr, fenced(100), hole[0]), "the freed block has just the size that is needed");
	cr_assert(eq(sz, free_blocks(), 0), "and it was the only one that was free");
	expect_sound();
	cr_assert(ne(ptr, fenced(100), hole[0]), "the block is in use now");
	expect_sound();
}

Test(heap_alloc, takes_every_block_of_a_list)
{
	const size_t blocks[] = { 112, 112, 112, 112, 112 };
	void *holes[5];

	with_walls(holes, blocks, 5);
	for (size_t i = 0; i < 5; i++)
		fence_free(holes[i * 3 % 5]);
	expect_sound();
	const void *end = pages_hi();
	for (size_t i = 0; i < 5; i++) {
		fenced(100);
		expect_sound();
		cr_assert(eq(sz, free_blocks(), 4 - i), "free blocks, of five that were all of one size");
	}
	cr_assert(eq(ptr, pages_hi(), (void *)end), "five blocks were free, and five were needed");
}

Test(heap_alloc, looks_into_its_own_class_first)
{
	const size_t blocks[] = { 64, 160, 400, 1008, 2528, 8192 };
	void *holes[6];

	for (size_t i = 0; i < 6; i++) {
		with_walls(holes, blocks, 6);
		for (size_t k = 0; k < 6; k++)
			fence_free(holes[k * 5 % 6]);
		expect_sound();
		const void *got = fenced(payload_of(blocks[i]));
		cr_assert(eq(ptr, (void *)got, holes[i]), "a free block had just the %zu bytes that "
		          "were needed", blocks[i]);
		expect_sound();
	}
}

/* Each is more than twice as large as the one before. */
Test(heap_alloc, goes_to_the_first_higher_class_that_has_a_block)
{
	const size_t blocks[] = { 80, 176, 400, 1008, 2528, 6400, 16000, 40000 };
	void *holes[8];

	for (size_t least = 0; least < 8; least++) {
		with_walls(holes, blocks, 8);
		for (size_t i = 0; i < 8; i++)
			if (i * 3 % 8 >= least)
				fence_free(holes[i * 3 % 8]);
		expect_sound();
		const void *got = fenced(24);
		if (!lies_in(got, holes[least], blocks[least]))
			cr_assert(false, "24 bytes were asked for; the smallest of %zu free blocks "
			          "had %zu, each other is of a higher class", 8 - least, blocks[least]);
		expect_sound();
	}
}

/* Blocks of one class: seven are too small, and one is not. */
Test(heap_alloc, finds_the_one_that_is_large_enough)
{
	size_t small = first_shared_size(), large = small + HEAP_ALIGNMENT;
	void *holes[9];

	for (size_t place = 0; place < HEAP_TRIES; place++) {
		size_t blocks[9];
		for (size_t i = 0; i < HEAP_TRIES; i++)
			blocks[i] = i == place ? large : small;
		blocks[8] = 4 * large;
		with_walls(holes, blocks, 9);
		for (size_t i = 0; i < 9; i++)
			fence_free(holes[8 - i]);
		expect_sound();
		const void *got = fenced(payload_of(large));
		if (got != holes[place])
			cr_assert(false, "of the %d blocks of class %zu one was large enough for %zu "
			          "bytes, and was not found", HEAP_TRIES, heap_class(large),
			          payload_of(large));
		expect_sound();
	}
}

/* Of one block among many of another size, all of one class: whether a request got
   it, and where in the list it was. */
static bool found_at(size_t place, size_t count, size_t size, size_t others,
                     size_t request, size_t *position)
{
	void *holes[12] = { NULL }, *large = NULL;

	begin();
	for (size_t i = 0; i < count; i++) {
		holes[i] = must_alloc(payload_of(i == place ? size : others));
		must_alloc(24);
	}
	large = holes[place];
	use_up();
	for (size_t i = 0; i < count; i++)
		heap_free(holes[i]);
	*position = 0;
	for (char *at = list_first(heap_class(size)); at != (char *)header_of(large);
	     at = list_next(at)) {
		if (at == NULL || ++*position >= count)
			cr_assert(false, "a freed block is not in the list of its class");
	}
	return lies_in(must_alloc(payload_of(request)), large, size);
}

/* At how many places in a list of 12 blocks a request got the one that is of another size. */
static size_t places_found(size_t size, size_t others, size_t request)
{
	bool found[12] = { false };
	size_t places = 0, position;

	for (size_t place = 0; place < 12; place++)
		if (found_at(place, 12, size, others, request, &position))
			found[position] = true;
	for (size_t i = 0; i < 12; i++)
		places += found[i];
	return places;
}

/* A block that may be missed, so that nobody has to go through all of a list. */
Test(heap_alloc, looks_at_a_few_blocks_of_a_class_only)
{
	size_t small = first_shared_size();

	cr_assert(le(sz, places_found(small + HEAP_ALIGNMENT, small, small + HEAP_ALIGNMENT),
	             HEAP_TRIES), "places in a list of 12 blocks at which heap_alloc "
	          "found the only one that was large enough");
	size_t size = 2 * small;
	while (heap_class(size) != heap_class(size + HEAP_ALIGNMENT))
		size += HEAP_ALIGNMENT;
	cr_assert(le(sz, places_found(size, size + HEAP_ALIGNMENT, small), HEAP_TRIES),
	          "places in a list of a higher class, of 12 blocks, at which heap_alloc found "
	          "the smallest one: any will do");
}

Test(heap_alloc, puts_the_rest_into_the_list_of_its_class)
{
	void *hole[1];

	for (size_t block = 128; block <= 2048; block += 480) {
		with_walls(hole, &block, 1);
		fence_free(hole[0]);
		const void *end = pages_hi();
		const void *small = fenced(40);
		cr_assert(lies_in(small, hole[0], block), "40 bytes fit into a block of %zu", block);
		expect_sound();
		cr_assert(eq(sz, free_blocks(), 1), "the rest is a free block");
		cr_assert(eq(sz, list_length(heap_class(block - size_of(small))), 1),
		          "it is in the list of the class that its size has now");
		fenced(payload_of(block - 48));
		cr_assert(eq(ptr, pages_hi(), (void *)end), "the rest is large enough");
		expect_sound();
	}
}

Test(heap_alloc, leaves_no_crumbs)
{
	size_t block = 208;
	void *hole[1];

	with_walls(hole, &block, 1);
	fence_free(hole[0]);
	void *most = fenced(payload_of(block - 16));
	cr_assert(eq(ptr, most, hole[0]), "the block of 208 is large enough for one of 192");
	cr_assert(eq(sz, size_of(most), block),
	          "16 bytes are left, too few for a block: they stay inside");
	expect_sound();
	fence_free(most);
	cr_assert(eq(sz, size_of(most), block), "all bytes come back");
	expect_sound();
}

Test(heap_alloc, grows_a_free_last_block)
{
	begin_with(16 * ARENA);
	must_alloc(24);
	void *last = must_alloc(200000);
	size_t size = size_of(last);
	heap_free(last);
	expect_sound();
	const char *end = pages_hi();
	const void *larger = must_alloc(600000);
	cr_assert(le(sz, (size_t)((char *)pages_hi() - end), most_block(600000) - size + RESERVE),
	          "a free block of %zu bytes stood at the end, only the rest was missing", size);
	cr_assert(ge(ptr, (void *)larger, last), "the payload lies in the block that grew");
	cr_assert(le(ptr, (void *)larger, (void *)end), "the payload begins in the block that grew");
	expect_sound();
}

/* Many blocks of one class at the arena's end, the last of them large enough for
   the request, which is freed as number place. There is no room for a reserve. */
static void miss_the_last_block(size_t place, size_t small)
{
	void *holes[20];

	begin_with(22 * (small + 64));
	must_alloc(24);
	for (size_t i = 0; i < 19; i++) {
		holes[i] = heap_alloc(payload_of(small));
		if (holes[i] == NULL || heap_alloc(24) == NULL)
			return;                 /* who wants a reserve, or nothing */
	}
	use_up();
	holes[19] = heap_alloc(payload_of(small + HEAP_ALIGNMENT));
	if (holes[19] == NULL || (char *)header_of(holes[19]) + size_of(holes[19]) != epilogue())
		return;
	for (size_t i = 0; i < 20; i++)
		heap_free(holes[i == place ? 19 : i == 19 ? place : i]);
	expect_sound();
	const void *end = pages_hi();
	const void *got = must_alloc(payload_of(small + HEAP_ALIGNMENT));
	cr_assert(eq(ptr, pages_hi(), (void *)end), "the last block is free and large enough, so "
	          "the arena need not grow");
	cr_assert(eq(ptr, (void *)got, holes[19]), "the last block is free and large enough");
	expect_sound();
}

Test(heap_alloc, takes_a_last_block_that_the_search_has_missed)
{
	size_t small = first_shared_size();

	miss_the_last_block(0, small);
	miss_the_last_block(10, small);
	miss_the_last_block(19, small);
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

Test(heap_free, puts_the_block_into_the_list_of_its_class)
{
	const size_t blocks[] = { 48, 1008, 48, 304, 5008, 48 };
	void *holes[6];

	with_walls(holes, blocks, 6);
	for (size_t i = 0; i < 6; i++) {
		size_t class = heap_class(blocks[i * 5 % 6]), before = list_length(class);
		fence_free(holes[i * 5 % 6]);
		expect_sound();
		cr_assert(eq(sz, list_length(class), before + 1), "blocks in the list of class %zu "
		          "after one of %zu bytes was freed", class, blocks[i * 5 % 6]);
	}
}

/* Three blocks in a row, with a wall on either side. */
struct row {
	void *left, *middle, *right;
	size_t sizes[3];
};

static struct row three_in_a_row(void)
{
	const size_t sizes[] = { 24, 40, 1000, 60, 24 };
	void *payloads[5];

	begin_fenced(ARENA);
	for (size_t i = 0; i < 5; i++)
		payloads[i] = fenced(sizes[i]);
	use_up();
	sort_payloads(payloads, 5);
	return (struct row){ payloads[1], payloads[2], payloads[3],
		{ size_of(payloads[1]), size_of(payloads[2]), size_of(payloads[3]) } };
}

/* A free block of just that size must stand where this payload was. */
static void expect_free(const void *payload, size_t size)
{
	struct heap_block block = block_of(payload);

	cr_assert(not(block.in_use), "the block is free");
	cr_assert(eq(sz, block.size, size), "the size of the free block");
	expect_sound();
}

Test(heap_free, tells_the_block_on_the_right)
{
	struct row row = three_in_a_row();

	cr_assert(ne(sz, *header_of(row.right) & HEAP_LEFT_IN_USE, 0),
	          "the middle one of three blocks is in use; the right one's header says so");
	fence_free(row.middle);
	cr_assert(eq(sz, *header_of(row.right) & HEAP_LEFT_IN_USE, 0),
	          "the middle one was freed; the right one's header says so");
	expect_sound();
	cr_assert(eq(ptr, fenced(1000), row.middle), "the hole has just that size");
	cr_assert(ne(sz, *header_of(row.right) & HEAP_LEFT_IN_USE, 0),
	          "the middle one is in use again; the right one's header says so");
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

/* The neighbours stand in one list, at both of its ends and between others. */
Test(heap_free, merges_wherever_the_neighbours_are_listed)
{
	void *row[9];

	for (size_t turn = 0; turn < 4; turn++) {
		begin_fenced(ARENA);
		for (size_t i = 0; i < 9; i++)
			row[i] = fenced(40);
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
	size_t seen, stop_at;
	const char *fault;
};

static bool tour(const struct heap_block *block, void *context)
{
	struct tour *t = context;

	if (block->start != t->expected)
		t->fault = "a block doesn't start where the one before it ends";
	if ((char *)block->payload != (char *)block->start + HEADER)
		t->fault = "a payload doesn't begin right behind its header";
	if (block->payload_size != block->size - (block->in_use ? 1 : 2) * HEADER)
		t->fault = "payload_size is not size without header (and, if free, footer)";
	t->expected = (char *)block->start + block->size;
	t->seen++;
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
	t = (struct tour){ .expected = first_block, .stop_at = 2 };
	cr_assert(not(heap_walk(tour, &t)), "the visitor stopped the walk: false");
	cr_assert(eq(sz, t.seen, 2), "the visitor is not called again after it said no");
}

/* ---- heap_walk_free ---- */

/* Three free blocks of one class, and three of another; walls between. */
static void six_holes(void *holes[6])
{
	const size_t blocks[] = { 64, 1024, 64, 1024, 64, 1024 };

	with_walls(holes, blocks, 6);
	for (size_t i = 0; i < 6; i++)
		fence_free(holes[i * 5 % 6]);
	expect_sound();
}

struct stroll {
	size_t seen, stop_at, class;
	bool falls;
};

static bool stroll(const struct heap_block *block, void *context)
{
	struct stroll *s = context;

	s->falls |= heap_class(block->size) < s->class;
	s->class = heap_class(block->size);
	s->seen++;
	return s->seen != s->stop_at;
}

Test(heap_walk_free, shows_list_after_list)
{
	struct stroll s = { 0 };
	void *holes[6];

	begin();
	must_alloc(40);
	use_up();
	cr_assert(heap_walk_free(stroll, &s), "lists without blocks are at their end at once");
	cr_assert(eq(sz, s.seen, 0), "nothing is free");
	six_holes(holes);
	cr_assert(heap_walk_free(stroll, &s), "the walk reached the last list's end");
	cr_assert(eq(sz, s.seen, 6), "blocks in the lists");
	cr_assert(not(s.falls), "lower classes come first");
	for (size_t stop = 1; stop <= 6; stop++) {
		s = (struct stroll){ .stop_at = stop };
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

Test(heap_walk_free, ends_when_a_list_goes_round)
{
	void *holes[6];
	size_t seen = 0;

	six_holes(holes);
	char *first = list_first(heap_class(64)), *second = list_next(first);
	char *third = list_next(second), *end = links_of(third)->next;
	links_of(third)->next = second;
	cr_assert(not(heap_walk_free(count_to_1000, &seen)), "the third block's next is the second");
	cr_assert(lt(sz, seen, 1000), "a list of three blocks goes round, and the walk goes on and on");
	links_of(third)->next = end;
	expect_sound();
}

/* ---- heap_check ---- */

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
	b = must_alloc(20000);
	void *c = must_alloc(30);
	heap_free(a);
	expect_sound();
	heap_free(b);                   /* behind a free one */
	expect_sound();
	heap_free(c);
	expect_sound();
}

/* heap_check must see that a word holds something else. */
#define expect_seen(word, value, what) \
	expect_seen_at((word), (value), (what), __FILE__, __LINE__)
static void expect_seen_at(size_t *word, size_t value, const char *what,
                           const char *file, unsigned line)
{
	size_t kept = *word;

	*word = value;
	const char *problem = heap_check();
	*word = kept;
	if (problem == NULL)
		rig_violation(file, line, "heap_check finds nothing, although %s", what);
}

/* The same for a link. */
#define expect_link_seen(link, value, what) \
	expect_link_seen_at((link), (value), (what), __FILE__, __LINE__)
static void expect_link_seen_at(char **link, char *value, const char *what,
                                const char *file, unsigned line)
{
	char *kept = *link;

	*link = value;
	const char *problem = heap_check();
	*link = kept;
	if (problem == NULL)
		rig_violation(file, line, "heap_check finds nothing, although %s", what);
}

/* A row in which the middle block is free, and no byte of a payload can pass for
   a header. */
static struct row with_a_hole(void)
{
	void *payloads[5];

	begin();
	for (size_t i = 0; i < 5; i++)
		payloads[i] = memset(must_alloc(i == 2 ? 200 : 24), 0xff, 24);
	sort_payloads(payloads, 5);
	struct row row = { payloads[1], payloads[2], payloads[3],
		{ size_of(payloads[1]), size_of(payloads[2]), size_of(payloads[3]) } };
	heap_free(row.middle);
	expect_sound();
	return row;
}

Test(heap_check, reports_what_stage_09_looked_for)
{
	struct row row = with_a_hole();
	size_t *left = header_of(row.left), *right = header_of(row.right);

	expect_seen(right, 0, "a header was overwritten with zeroes");
	expect_seen(right, *right + ARENA, "a block of 1 MiB can't be in this heap");
	expect_seen(left, *left | 4, "bit 2 of a header is set");
	expect_seen(footer_at(header_of(row.middle), row.sizes[1]), row.sizes[1] + 16,
	            "the footer of a free block differs from its header by 16");
	expect_seen(word_at(epilogue()), 0, "the epilogue was overwritten with zeroes");
	expect_seen(word_at(epilogue()), *word_at(epilogue()) | 16, "the epilogue has a size");
	expect_sound();
}

Test(heap_check, reports_a_wrong_word_about_the_left)
{
	struct row row = with_a_hole();
	size_t *left = header_of(row.left), *middle = header_of(row.middle);
	size_t *right = header_of(row.right), *first = word_at(first_block);

	expect_seen(left, *left & ~HEAP_LEFT_IN_USE,
	            "a header says that the block on its left is free, and it is in use");
	expect_seen(middle, *middle & ~HEAP_LEFT_IN_USE,
	            "a free block's header says that the block on its left is free");
	expect_seen(right, *right | HEAP_LEFT_IN_USE,
	            "a header says that the block on its left is in use, and it is free");
	expect_seen(first, *first ^ HEAP_LEFT_IN_USE,
	            "the first block's header says that there is a free block on its left");
	expect_seen(word_at(epilogue()), *word_at(epilogue()) ^ HEAP_LEFT_IN_USE,
	            "the epilogue is wrong about the last block");
	expect_sound();
}

/* Puts a block between the first and the second of a list; changes no word that
   is not in a block. */
static void slip_behind(char *first, char *block)
{
	char *second = list_next(first);

	*links_of(block) = (struct links){ .next = second, .prev = first };
	links_of(first)->next = links_of(second)->prev = block;
}

/* Takes the second out of a list of three. */
static char *slip_out(size_t class)
{
	char *first = list_first(class), *second = list_next(first);
	char *third = list_next(second);

	links_of(first)->next = third;
	links_of(third)->prev = first;
	return second;
}

/* As if heap_free had not merged: a wall, if a hole is beside it, becomes free as well. */
static void free_wall(size_t number)
{
	void *row[9];

	begin();
	for (size_t i = 0; i < 9; i++)
		row[i] = memset(must_alloc(i == 7 ? 1000 : 24), 0xff, 24);
	use_up();
	for (size_t i = 1; i < 9; i += 2)
		heap_free(row[i]);
	expect_sound();
	char *wall = (char *)header_of(row[number]);
	size_t size = size_at(wall);
	size_t left_in_use = *word_at(wall) & HEAP_LEFT_IN_USE;
	char *first = list_first(heap_class(size));
	if (first == NULL || (left_in_use != 0 && (*word_at(wall + size) & HEAP_IN_USE) != 0))
		return;
	*word_at(wall) = size | left_in_use;
	*footer_at(wall, size) = size;
	*word_at(wall + size) &= ~HEAP_LEFT_IN_USE;
	slip_behind(first, wall);
	cr_assert(ne(ptr, (void *)heap_check(), NULL),
	          "free blocks stand side by side, as if they had not been merged");
}

/* The first two of the arena among them, and the last two. */
Test(heap_check, reports_free_neighbours)
{
	for (size_t number = 0; number < 9; number += 2)
		free_wall(number);
}

/* All links agree, and each block is in a list; one is in the wrong one. */
Test(heap_check, reports_a_block_in_the_list_of_another_class)
{
	void *holes[6];

	six_holes(holes);
	slip_behind(list_first(heap_class(1024)), slip_out(heap_class(64)));
	cr_assert(ne(ptr, (void *)heap_check(), NULL),
	          "a block of 64 bytes was put into a list of blocks of 1024");
	six_holes(holes);
	slip_behind(list_first(heap_class(64)), slip_out(heap_class(1024)));
	cr_assert(ne(ptr, (void *)heap_check(), NULL),
	          "a block of 1024 bytes was put into a list of blocks of 64");
}

/* As if heap_alloc had cut a block and left the rest in the list where it was. */
Test(heap_check, reports_a_block_that_changed_its_class_in_its_list)
{
	void *hole[1];

	with_walls(hole, (const size_t[]){ 1024 }, 1);
	fence_free(hole[0]);
	expect_sound();
	char *block = (char *)header_of(hole[0]);
	*word_at(block) = 64 | HEAP_LEFT_IN_USE;
	*footer_at(block, 64) = 64;
	*word_at(block + 64) = 960 | HEAP_IN_USE;
	*word_at(block + 1024) |= HEAP_LEFT_IN_USE;
	cr_assert(ne(ptr, (void *)heap_check(), NULL), "the only block of a list was cut from 1024 "
	          "bytes to 64, and stayed in the list of its old class");
}

Test(heap_check, reports_a_link_that_leads_astray)
{
	void *holes[6];

	six_holes(holes);
	char *used = some_used_block();
	for (size_t i = 0; i < 6; i++) {
		struct links *links = links_of(header_of(holes[i]));
		expect_link_seen(&links->next, (char *)pages_hi() + 72,
		                 "a link next leads behind the arena");
		expect_link_seen(&links->prev, (char *)pages_hi() + 72,
		                 "a link prev leads behind the arena");
		expect_link_seen(&links->next, (char *)(uintptr_t)72, "a link next leads to address 72");
		expect_link_seen(&links->next, used, "a link next leads to a block in use");
		expect_link_seen(&links->prev, used, "a link prev leads to a block in use");
	}
	expect_sound();
}

Test(heap_check, reports_links_that_contradict_each_other)
{
	void *holes[6];

	six_holes(holes);
	for (size_t size = 64; size <= 1024; size += 960) {
		char *first = list_first(heap_class(size)), *second = list_next(first);
		char *third = list_next(second);
		expect_link_seen(&links_of(third)->prev, first, "the third block's prev is the first");
		expect_link_seen(&links_of(first)->next, third, "the first block's next is the third");
		expect_link_seen(&links_of(second)->next, second, "the second block's next is itself");
		expect_link_seen(&links_of(third)->next, second, "the last block's next is the second");
	}
	expect_sound();
}

Test(heap_check, reports_a_free_block_that_is_in_no_list)
{
	void *holes[6];

	six_holes(holes);
	char *lost = slip_out(heap_class(1024));
	cr_assert(ne(ptr, (void *)heap_check(), NULL), "a free block was taken out of its list");
	links_of(lost)->next = links_of(lost)->prev = lost;
	cr_assert(ne(ptr, (void *)heap_check(), NULL), "it is a list of its own, which goes round");
}

/* As if heap_alloc had forgotten to take it out. */
Test(heap_check, reports_a_block_in_use_that_is_in_a_list)
{
	void *holes[6];

	six_holes(holes);
	for (size_t i = 0; i < 6; i++) {
		char *block = (char *)header_of(holes[i]), *right = block + size_at(block);
		*word_at(block) |= HEAP_IN_USE;
		*word_at(right) |= HEAP_LEFT_IN_USE;
		if (heap_check() == NULL)
			cr_assert(false, "a block of a list, of %zu bytes, is marked in use", size_at(block));
		*word_at(block) &= ~HEAP_IN_USE;
		*word_at(right) &= ~HEAP_LEFT_IN_USE;
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
