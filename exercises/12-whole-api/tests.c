/*
 * tests.c - the public tests of stage 12.
 *
 * Many payloads here come from the fence (fence.h): it calls your functions, fills
 * each payload with a pattern, and looks whether the pattern is still there when
 * the payload is freed, and after heap_realloc in the new one.
 *
 * expect_sound (heap_layout.h) goes through the arena word by word, then through
 * the lists; only then does it ask your heap_check. Mapped blocks lie elsewhere:
 * those are asked of the page source.
 */
#include "heap_test.h"

#include "heap_play.h"
#include "vec.h"

/* ---- what stage 11 had ---- */

Test(heap_alloc, still_serves_and_splits)
{
	const size_t sizes[] = { 1, 24, 8, 200, 40, 16, 9, 1000 };
	void *payloads[8];

	begin_fenced(ARENA);
	for (size_t i = 0; i < 8; i++)
		payloads[i] = fenced(sizes[i]);
	for (size_t i = 0; i < 8; i += 2)
		fence_free(payloads[i]);
	expect_sound();
	for (size_t i = 0; i < 8; i += 2) {
		payloads[i] = fenced(sizes[i] + 10);
		expect_tight(payloads[i], sizes[i] + 10);
	}
	fence_check_all();
	expect_sound();
}

Test(heap_alloc, still_takes_the_nearest_class)
{
	void *row[11];

	side_by_side(row, 11, 112);
	fence_free(row[1]);                     /* 112 */
	for (size_t i = 3; i < 5; i++)          /* 224 */
		fence_free(row[i]);
	for (size_t i = 6; i < 10; i++)         /* 448 */
		fence_free(row[i]);
	expect_sound();
	cr_assert(eq(ptr, fenced(payload_of(224)), row[3]), "a free block had just that size");
	cr_assert(eq(ptr, fenced(payload_of(112)), row[1]), "a free block had just that size");
	cr_assert(eq(ptr, fenced(payload_of(448)), row[6]), "a free block had just that size");
	cr_assert(eq(sz, free_blocks(), 0), "and none of them is free now");
	expect_sound();
}

Test(heap_alloc, gives_a_payload_for_nothing)
{
	begin();
	void *none = heap_alloc(0), *other = heap_alloc(0);
	cr_assert(ne(ptr, none, NULL), "heap_alloc(0): NULL would look like a failure");
	cr_assert(ne(ptr, other, none), "each payload for 0 bytes is one of its own");
	expect_sound();
	heap_free(none);
	heap_free(other);
	expect_sound();
}

Test(heap_alloc, refuses_what_no_object_can_have)
{
	begin_fenced(ARENA);
	void *payload = fenced(10);
	for (size_t less = 0; less < 40; less++) {
		if (heap_alloc(SIZE_MAX - less) != NULL)
			cr_assert(false, "nobody has SIZE_MAX - %zu bytes", less);
		if (heap_alloc((size_t)PTRDIFF_MAX + less) != NULL)
			cr_assert(false, "no object has PTRDIFF_MAX + %zu bytes", less);
	}
	fence_check(payload);
	expect_sound();
}

Test(heap_free, still_merges_on_either_side)
{
	void *row[5];

	for (size_t turn = 0; turn < 4; turn++) {
		side_by_side(row, 5, 112);
		if ((turn & 1) != 0)
			fence_free(row[1]);
		if ((turn & 2) != 0)
			fence_free(row[3]);
		fence_free(row[2]);
		expect_sound();
		cr_assert(eq(sz, free_blocks(), 1), "the freed block and its free neighbours are one");
		cr_assert(eq(sz, free_bytes(), 112 + 112 * (turn & 1) + 112 * (turn / 2)),
		          "the bytes of that block");
	}
}

/* ---- heap_usable_size ---- */

Test(heap_usable_size, tells_what_may_be_used)
{
	begin();
	cr_assert(eq(sz, heap_usable_size(NULL), 0), "there is nothing behind NULL");
	for (size_t size = 0; size < 100; size++) {
		char *payload = must_alloc(size);
		size_t usable = heap_usable_size(payload);
		cr_assert(ge(sz, usable, size), "the bytes of a payload for %zu", size);
		cr_assert(le(sz, usable, size_of(payload) - HEADER), "a payload for %zu bytes ends "
		          "where its block ends", size);
		memset(payload, 0xff, usable);
		expect_sound();
	}
}

/* ---- heap_calloc ---- */

/* How many of these bytes are 0. */
static size_t zeros(const unsigned char *bytes, size_t count)
{
	size_t seen = 0;

	for (size_t i = 0; i < count; i++)
		seen += bytes[i] == 0;
	return seen;
}

Test(heap_calloc, clears_memory_that_was_used_before)
{
	void *used[20];

	begin();
	for (size_t i = 0; i < 20; i++)
		used[i] = memset(must_alloc(10 + 20 * i), 0xee, 10 + 20 * i);
	for (size_t i = 0; i < 20; i++)
		heap_free(used[i]);
	for (size_t i = 0; i < 20; i++) {
		const unsigned char *counts = heap_calloc(5 + 3 * i, 4);
		if (counts == NULL)
			cr_assert(false, "heap_calloc(%zu, 4) gave NULL, although there is memory", 5 + 3 * i);
		cr_assert(eq(sz, zeros(counts, 4 * (5 + 3 * i)), 4 * (5 + 3 * i)),
		          "bytes that are zero, of %zu elements of 4 bytes", 5 + 3 * i);
		expect_tight(counts, 4 * (5 + 3 * i));
	}
	expect_sound();
}

Test(heap_calloc, refuses_a_product_that_wraps_around)
{
	const size_t half = SIZE_MAX / 2 + 1;
	const size_t factors[][2] = {
		{ half, 2 }, { 2, half }, { half + 8, 2 }, { SIZE_MAX, SIZE_MAX },
		{ (size_t)1 << 32, (size_t)1 << 32 }, { ((size_t)1 << 32) + 1, (size_t)1 << 32 },
		{ SIZE_MAX / 3 + 1, 3 }, { SIZE_MAX, 2 },
	};

	begin();
	cr_assert(ne(ptr, heap_calloc(20, 8), NULL), "heap_calloc(20, 8): the product is 160");
	for (size_t i = 0; i < 8; i++)
		if (heap_calloc(factors[i][0], factors[i][1]) != NULL)
			cr_assert(false, "heap_calloc(%zu, %zu): the product is more than SIZE_MAX, and "
			          "what is left of it modulo 2^64 is less", factors[i][0], factors[i][1]);
	expect_sound();
}

/* ---- heap_realloc ---- */

Test(heap_realloc, of_null_is_heap_alloc)
{
	begin();
	char *title = heap_realloc(NULL, 100);
	cr_assert(ne(ptr, title, NULL), "heap_realloc(NULL, 100)");
	expect_tight(title, 100);
	memset(title, 'x', 100);
	expect_sound();
}

Test(heap_realloc, keeps_what_was_there)
{
	void *songs[6];

	begin_fenced(ARENA);
	for (size_t i = 0; i < 6; i++)
		songs[i] = fenced(20 + 30 * i);
	for (size_t turn = 0; turn < 24; turn++) {
		size_t i = turn * 5 % 6, size = 1 + turn * 77 % 400;
		songs[i] = refenced(songs[i], size);
		expect_tight(songs[i], size);
		expect_sound();
	}
	fence_check_all();
}

Test(heap_realloc, shrinks_where_it_is)
{
	void *row[2];

	side_by_side(row, 2, 512);
	for (size_t size = 400; size > 0; size -= 100) {
		cr_assert(eq(ptr, refenced(row[0], size), row[0]), "to shrink to %zu bytes, a block "
		          "needs no other place", size);
		expect_tight(row[0], size);
		expect_sound();
		cr_assert(eq(sz, free_bytes(), 512 - size_of(row[0])), "what it no longer needs, in "
		          "one piece, is free");
		cr_assert(eq(sz, free_blocks(), 1), "what it no longer needs, in one piece, is free");
	}
	fence_check(row[1]);
}

Test(heap_realloc, leaves_no_sliver)
{
	void *row[2];

	side_by_side(row, 2, 512);
	cr_assert(eq(ptr, refenced(row[0], payload_of(496)), row[0]));
	cr_assert(eq(sz, size_of(row[0]), 512), "16 bytes less: too few for a block of their own, "
	          "so they stay inside");
	expect_sound();
	cr_assert(eq(ptr, refenced(row[0], payload_of(480)), row[0]));
	cr_assert(eq(sz, size_of(row[0]), 480), "32 bytes less are a free block");
	expect_sound();
}

Test(heap_realloc, joins_what_is_left_with_a_free_neighbour)
{
	void *row[3];

	side_by_side(row, 3, 112);
	fence_free(row[1]);
	cr_assert(eq(ptr, refenced(row[0], 24), row[0]), "to shrink it needs no other place");
	expect_sound();
	cr_assert(eq(sz, free_blocks(), 1), "what is left over, and the free block behind it, are "
	          "one free block");
	cr_assert(eq(sz, free_bytes(), 224 - size_of(row[0])), "its bytes");
	fence_check(row[2]);
}

/* Sixteen bytes less than all there is are a free rest only where it is a block. */
Test(heap_realloc, grows_into_a_free_block_on_the_right)
{
	void *row[4];

	for (size_t less = 0; less <= 64; less += 16) {
		side_by_side(row, 4, 112);
		fence_free(row[1]);
		fence_free(row[2]);
		size_t block = 336 - less, left = less < HEAP_SMALLEST ? 0 : less;
		cr_assert(eq(ptr, refenced(row[0], payload_of(block)), row[0]), "224 bytes are free "
		          "behind the block of 112, which needs %zu", block);
		expect_sound();
		cr_assert(eq(sz, size_of(row[0]), 336 - left), "the size of the block now");
		cr_assert(eq(sz, free_bytes(), left), "the bytes that are free still");
		fence_check(row[3]);
	}
}

Test(heap_realloc, moves_when_the_neighbour_is_in_use)
{
	void *row[4];

	side_by_side(row, 4, 112);
	const void *moved = refenced(row[1], 200);
	cr_assert(ne(ptr, (void *)moved, row[1]), "blocks in use stand on both of its sides");
	expect_tight(moved, 200);
	expect_sound();
	cr_assert(not(block_of(row[1]).in_use), "the block where it was is free");
	fence_check(row[0]);
	fence_check(row[2]);
}

/* There is a free neighbour, and it is not enough. */
Test(heap_realloc, moves_when_the_free_neighbour_is_too_small)
{
	void *row[4];

	side_by_side(row, 4, 112);
	fence_free(row[2]);
	const void *moved = refenced(row[1], payload_of(240));
	cr_assert(ne(ptr, (void *)moved, row[1]), "112 and 112 are less than 240");
	expect_sound();
	cr_assert(eq(sz, size_of(row[1]), 224), "where it was, there is one free block now");
	fence_check(row[3]);
}

Test(heap_realloc, grows_at_the_end_of_the_arena)
{
	void *last = begin_with_a_last_one(ARENA);

	mark_ends(last, 100, 's');
	size_t more = size_of(last) + 8;        /* 16 bytes: no block by themselves */
	cr_assert(eq(ptr, must_realloc(last, more), last), "behind the last block is room");
	expect_sound();
	for (size_t size = 200000; size <= 600000; size += 200000) {
		size_t before = arena_bytes(), had = size_of(last);
		cr_assert(eq(ptr, must_realloc(last, size), last), "behind the last block is room for "
		          "as much as the page source gives");
		expect_tight(last, size);
		cr_assert(ends_marked(last, 100, 's'), "the first 100 bytes are what they were");
		cr_assert(le(sz, arena_bytes() - before, least_block(size) - had + RESERVE),
		          "bytes that the arena grew by; %zu were there already", had);
		expect_sound();
	}
}

Test(heap_realloc, grows_into_a_free_last_block_and_beyond)
{
	begin_with(ARENA);
	void *last = must_alloc(100), *other = must_alloc(100);
	use_up();
	if (last_payload() != last && last_payload() != other)  /* a reserve, that use_up has taken */
		heap_free(last_payload());
	if ((char *)last > (char *)other) {
		void *swap = last;
		last = other;
		other = swap;
	}
	heap_free(other);
	expect_sound();
	size_t room = free_bytes(), before = arena_bytes();
	if ((char *)last + 104 + room != epilogue())
		return;                         /* some heaps stand otherwise: no matter */
	mark_ends(last, 100, 's');
	cr_assert(eq(ptr, must_realloc(last, room + 1000), last), "the last block is free, and "
	          "behind it is room for as much as the page source gives");
	cr_assert(ends_marked(last, 100, 's'), "the first 100 bytes are what they were");
	cr_assert(le(sz, arena_bytes() - before, 1000 + RESERVE),
	          "bytes that the arena grew by; %zu were free already", room);
	expect_sound();
}

Test(heap_realloc, keeps_the_old_payload_when_it_fails)
{
	void *row[3];

	side_by_side(row, 3, 112);
	row[1] = refenced(row[1], 200);
	cr_assert(eq(ptr, fence_realloc(row[1], 2 * ARENA), NULL), "there is 1 MiB in all");
	expect_sound();
	fence_check(row[1]);
	cr_assert(eq(ptr, fence_realloc(row[1], SIZE_MAX - 8), NULL), "nobody has so much");
	cr_assert(eq(ptr, fence_realloc(row[1], (size_t)PTRDIFF_MAX + 1), NULL), "nobody has so much");
	expect_sound();
	fence_check_all();
	fence_free(row[1]);                     /* it is still ours to free */
	expect_sound();
	side_by_side(row, 3, 112);
	fence_free(row[1]);
	cr_assert(eq(ptr, fence_realloc(row[0], 2 * ARENA), NULL), "there is 1 MiB in all");
	expect_sound();
	cr_assert(eq(sz, free_bytes(), 112), "the block on its right is free still");
}

Test(heap_realloc, to_nothing_gives_a_payload)
{
	begin();
	void *song = must_alloc(100);
	void *none = heap_realloc(song, 0);
	cr_assert(ne(ptr, none, NULL), "heap_realloc(p, 0): NULL would look like a failure");
	expect_tight(none, 0);
	expect_sound();
	heap_free(none);
	expect_sound();
	cr_assert(eq(ptr, some_used_block(), NULL), "and when it is freed, nothing is in use");
}

/* ---- heap_aligned_alloc ---- */

Test(heap_aligned_alloc, aligns)
{
	void *payloads[44];
	size_t count = 0;

	begin();
	for (size_t alignment = 1; alignment <= 1024; alignment *= 2)
		for (size_t size = 0; size < 700; size += 233) {
			char *payload = must_align(alignment, size);
			memset(payload, 'x', size);
			expect_tight(payload, size);
			expect_sound();
			payloads[count++] = payload;
		}
	for (size_t i = 0; i < count; i++) {
		heap_free(payloads[i * 7 % count]);
		expect_sound();
	}
	cr_assert(eq(ptr, some_used_block(), NULL), "all of them were freed");
}

/* All bytes of a hole are in the block, or free. */
Test(heap_aligned_alloc, loses_nothing)
{
	void *row[3];

	for (size_t alignment = 32; alignment <= 256; alignment *= 2) {
		side_by_side(row, 3, 1024);
		fence_free(row[1]);
		const void *end = pages_hi();
		const void *payload = must_align(alignment, 100);
		expect_sound();
		expect_tight(payload, 100);
		cr_assert(eq(ptr, pages_hi(), (void *)end), "100 bytes, %zu for the alignment and a "
		          "block in front of it fit into 1024", alignment);
		cr_assert(eq(sz, free_bytes() + size_of(payload), 1024), "the bytes of the block, and "
		          "those that are free, in a hole of 1024");
		heap_free((void *)payload);
		expect_sound();
		cr_assert(eq(sz, free_bytes(), 1024), "and when it is freed, the hole is as it was");
		fence_check(row[0]);
		fence_check(row[2]);
	}
}

Test(heap_aligned_alloc, refuses_what_is_no_power_of_two)
{
	const size_t no[] = { 0, 3, 24, 48, 100, SIZE_MAX };

	begin();
	must_align(64, 64);
	for (size_t i = 0; i < 6; i++)
		if (heap_aligned_alloc(no[i], 64) != NULL)
			cr_assert(false, "heap_aligned_alloc(%zu, 64): that is no power of two", no[i]);
	if (heap_aligned_alloc(SIZE_MAX / 2 + 1, 64) != NULL)
		cr_assert(false, "an alignment of 2^63: there is no such place in the arena");
	expect_sound();
}

/* ---- large blocks ---- */

/* One must have a mapping, as heap.h says. */
#define expect_mapped(payload, size) \
	expect_mapped_at((payload), (size), __FILE__, __LINE__)
static void expect_mapped_at(void *payload, size_t size, const char *file, unsigned line)
{
	if (pages_are_mapped(header_of(payload), size + HEADER) == false)
		rig_violation(file, line, "a block of %zu bytes and its header do not lie in a "
		              "mapping", size);
	if ((*header_of(payload) & 15) != (HEAP_MAPPED | HEAP_IN_USE | HEAP_LEFT_IN_USE))
		rig_violation(file, line, "the header of a mapped block says %#zx",
		              *header_of(payload));
	if (size_of(payload) < least_block(size) || size_of(payload) > least_block(size) + 4096)
		rig_violation(file, line, "the header of a mapped block for %zu bytes says that it "
		              "has %zu", size, size_of(payload));
	if (!pages_are_mapped(header_of(payload), size_of(payload)))
		rig_violation(file, line, "a mapped block has %zu bytes, says its header; they do "
		              "not lie in the mapping", size_of(payload));
}

Test(large_blocks, have_mappings)
{
	begin_with(WIDE);
	must_alloc(100);
	size_t arena = arena_bytes(), sum = 0;
	for (size_t size = LARGE; size < 4 * LARGE; size += LARGE / 2) {
		void *payload = must_alloc(size);
		expect_mapped(payload, size);
		mark_ends(payload, size, 'x');
		sum += size;
	}
	cr_assert(eq(sz, arena_bytes(), arena), "the arena has nothing to do with it");
	cr_assert(le(sz, pages_mapped(), sum + 6 * MAP_MORE), "bytes that are mapped");
	const void *smaller = must_alloc(LARGE - HEAP_ALIGNMENT);
	cr_assert(not(pages_are_mapped(smaller, 1)), "16 bytes less than HEAP_LARGE");
	expect_mapped(must_align(HEAP_ALIGNMENT, LARGE), LARGE);
	void *hole = must_align(4096, 2 * LARGE);
	must_align(4096, 24);
	heap_free(hole);                        /* and were there room in the arena */
	expect_mapped(must_alloc(LARGE), LARGE);
	expect_sound();
}

Test(large_blocks, are_given_back_but_for_one)
{
	void *payloads[5];

	begin_with(WIDE);
	for (size_t i = 0; i < 5; i++)
		payloads[i] = must_alloc(LARGE * (i + 1));
	cr_assert(ge(sz, pages_mapped(), 15 * LARGE), "bytes that are mapped for five large blocks");
	for (size_t i = 0; i < 5; i++)
		heap_free(payloads[i * 3 % 5]);
	cr_assert(le(sz, pages_mapped(), 5 * LARGE + MAP_MORE), "bytes that are mapped when all "
	          "is freed: one mapping may be kept, and no more");
	heap_free(must_alloc(HEAP_SPARE + HEAP_LARGE));
	cr_assert(le(sz, pages_mapped(), HEAP_SPARE + MAP_MORE), "none that is larger than "
	          "HEAP_SPARE is kept");
	begin_with(WIDE);
	heap_free(must_alloc(payload_of(HEAP_SPARE + MAP_MORE)));
	cr_assert(eq(sz, pages_mapped(), 0), "nor one that is a little larger");
	expect_sound();
}

Test(large_blocks, are_in_the_arena_when_there_is_no_mapping)
{
	begin_with(WIDE);
	pages_map_none();
	char *payload = heap_alloc(LARGE);
	cr_assert(ne(ptr, payload, NULL), "pages_map says no, but the arena can grow");
	cr_assert(ge(sz, pages_map_calls(), 1), "calls of pages_map: it is asked first");
	mark_ends(payload, LARGE, 'x');
	expect_tight(payload, LARGE);
	cr_assert(eq(sz, *header_of(payload) & HEAP_MAPPED, 0), "its header has no HEAP_MAPPED");
	expect_sound();
	heap_free(payload);
	expect_sound();
	cr_assert(eq(ptr, some_used_block(), NULL), "it was freed as any other block of the arena");
}

Test(large_blocks, are_remapped)
{
	begin_with(WIDE);
	char *photo = must_alloc(LARGE);
	size_t size = LARGE, arena = arena_bytes();

	mark_ends(photo, 100, 'p');
	for (size_t more = 2 * LARGE; more <= 3 * LARGE; more += LARGE) {
		photo = must_realloc(photo, more);
		expect_mapped(photo, more);
		cr_assert(eq(sz, first_marked(photo, 64, 'p'), 64), "bytes that were kept, of the first 64");
		mark_ends(photo + size, more - size, 'p');
		size = more;
	}
	cr_assert(le(sz, pages_mapped(), size + MAP_MORE), "bytes that are mapped: one block's");
	photo = must_realloc(photo, LARGE);
	expect_mapped(photo, LARGE);
	cr_assert(le(sz, pages_mapped(), LARGE + MAP_MORE), "it shrank, and is one block still");
	cr_assert(eq(sz, first_marked(photo, 64, 'p'), 64), "what both sizes have in common is kept");
	cr_assert(eq(sz, arena_bytes(), arena), "the arena has nothing to do with it");
	expect_sound();
}

Test(large_blocks, move_into_the_arena_when_they_become_small)
{
	begin_with(WIDE);
	void *photo = must_alloc(2 * LARGE);
	mark_ends(photo, 1000, 'p');
	photo = must_realloc(photo, 1000);
	cr_assert(not(pages_are_mapped(photo, 1)), "1000 bytes in a mapping of their own");
	expect_tight(photo, 1000);
	cr_assert(ends_marked(photo, 1000, 'p'), "what both sizes have in common is kept");
	cr_assert(le(sz, pages_mapped(), 2 * LARGE + MAP_MORE), "bytes that are mapped: a spare's, "
	          "or none");
	must_align(64, LARGE);                  /* the arena grows for it */
	cr_assert(eq(sz, pages_mapped(), 0), "bytes that are mapped: the spare is given back "
	          "before the arena grows, and nothing else was mapped");
	expect_sound();
}

/* Some of them become mapped blocks on the way. */
Test(large_blocks, grow_out_of_the_arena)
{
	begin_with(WIDE);
	char *text = must_alloc(LARGE / 2);
	must_alloc(24);
	use_up();
	mark_ends(text, LARGE / 2, 't');
	text = must_realloc(text, 3 * LARGE);
	cr_assert(ends_marked(text, LARGE / 2, 't'), "the first half is what it was");
	mark_ends(text, 3 * LARGE, 'u');
	expect_sound();
	heap_free(text);
	expect_sound();
	begin_with(WIDE);
	pages_map_none();                       /* then it grows in there */
	text = must_alloc(LARGE / 2);
	must_alloc(24);
	use_up();
	mark_ends(text, LARGE / 2, 't');
	text = must_realloc(text, 3 * LARGE);
	cr_assert(ends_marked(text, LARGE / 2, 't'), "the first half is what it was");
	cr_assert(eq(ptr, must_realloc(text, 2 * LARGE), text), "to shrink, a block of the arena "
	          "needs no other place");
	expect_sound();
}

Test(heap_calloc, clears_a_mapping_that_was_used_before)
{
	begin_with(WIDE);
	for (size_t turn = 0; turn < 3; turn++) {
		unsigned char *table = heap_calloc(LARGE / 8 + 64 * turn, 8);
		if (table == NULL)
			cr_assert(false, "heap_calloc(%zu, 8) gave NULL, although there is memory", LARGE / 8);
		expect_mapped(table, LARGE + 512 * turn);
		cr_assert(eq(sz, zeros(table, 300), 300), "zeros at the beginning");
		cr_assert(eq(sz, zeros(table + LARGE - 300, 300 + 512 * turn), 300 + 512 * turn),
		          "zeros at the end");
		mark_ends(table, LARGE + 512 * turn, 'x');
		heap_free(table);
	}
	expect_sound();
}

/* ---- giving back ---- */

/* A payload of the arena with so many bytes, however many they are. */
static void *in_the_arena(size_t size)
{
	return must_align(4096, size);
}

Test(giving_back, a_large_free_end)
{
	begin_with(WIDE);
	must_alloc(100);
	void *film = in_the_arena(HEAP_TRIM);
	heap_free(film);
	expect_sound();
	cr_assert(le(sz, arena_bytes(), 200 + HEAP_ALIGNMENT + 2 * RESERVE), "HEAP_TRIM bytes at the "
	          "arena's end were freed");
	void *again = in_the_arena(HEAP_TRIM);
	mark_ends(again, HEAP_TRIM, 'x');
	expect_sound();
}

Test(giving_back, all_that_has_become_one_block)
{
	void *films[20];

	begin_with(WIDE);
	must_alloc(100);
	pages_map_none();
	for (size_t i = 0; i < 20; i++)
		films[i] = must_alloc(HEAP_TRIM / 16);
	for (size_t i = 0; i < 19; i++)
		heap_free(films[i * 7 % 19]);
	expect_sound();
	heap_free(films[19]);
	expect_sound();
	cr_assert(le(sz, arena_bytes(), HEAP_TRIM), "twenty blocks were freed, which had more than "
	          "HEAP_TRIM together and were the arena's end");
}

Test(giving_back, not_what_is_small)
{
	begin_with(WIDE);
	must_alloc(100);
	for (size_t turn = 0; turn < 20; turn++) {
		heap_free(must_alloc(HEAP_LARGE / 2));
		heap_free(must_alloc(1000));
	}
	cr_assert(le(sz, pages_shrink_calls(), 0), "calls of pages_shrink, though no more than half "
	          "a MiB was free: the next request will want it back");
	cr_assert(le(sz, pages_calls(), 4), "calls of pages_grow: what was freed serves again");
	heap_free(in_the_arena(HEAP_TRIM));
	cr_assert(ge(sz, pages_shrink_calls(), 1), "calls of pages_shrink, now that it is much");
	expect_sound();
}

Test(giving_back, not_what_is_in_use_behind_it)
{
	begin_with(WIDE);
	must_alloc(100);
	void *film = in_the_arena(HEAP_TRIM);
	char *behind = must_alloc(8000);
	while (behind < (char *)film)           /* there was room in front of it */
		behind = must_alloc(8000);
	mark_ends(behind, 200, 'b');
	heap_free(film);
	expect_sound();
	cr_assert(ends_marked(behind, 200, 'b'), "a payload in use behind the freed one");
	heap_free(behind);
	expect_sound();
}

Test(giving_back, goes_on_when_nothing_is_taken)
{
	begin_with(WIDE);
	must_alloc(100);
	pages_keep_all();
	void *film = in_the_arena(HEAP_TRIM);
	heap_free(film);
	expect_sound();
	size_t before = arena_bytes();
	film = in_the_arena(HEAP_TRIM);
	cr_assert(eq(sz, arena_bytes(), before), "pages_shrink said no: the block is free as any "
	          "other, and serves again");
	heap_free(film);
	expect_sound();
}

/* ---- heap_info ---- */

Test(heap_info, counts_free_blocks)
{
	void *row[5];

	side_by_side(row, 5, 112);
	expect_counted();
	fence_free(row[1]);
	expect_counted();
	fence_free(row[3]);
	expect_counted();
	fence_free(row[2]);                     /* with both neighbours */
	expect_counted();
	fenced(payload_of(64));                 /* splits */
	expect_counted();
	begin();
	expect_counted();
}

/* ---- heap_check ---- */

Test(heap_check, still_sees_damage)
{
	void *row[5];

	side_by_side(row, 5, 112);
	fence_free(row[1]);
	fence_free(row[3]);
	expect_sound();
	size_t *words[] = { header_of(row[0]), header_of(row[1]), header_of(row[2]),
		footer_at(header_of(row[1]), 112), word_at(epilogue()),
		(size_t *)(void *)&links_of(header_of(row[3]))->next };
	for (size_t i = 0; i < 6; i++) {
		size_t kept = *words[i];
		*words[i] = i == 5 ? (size_t)header_of(row[0]) : kept ^ HEAP_MAPPED;
		const char *problem = heap_check();
		*words[i] = kept;
		if (problem == NULL)
			cr_assert(false, "the word %#zx was changed to %#zx, and heap_check finds nothing",
			          kept, i == 5 ? (size_t)header_of(row[0]) : kept ^ HEAP_MAPPED);
	}
	for (size_t i = 0; i < 10; i++) {
		size_t *word = header_of(row[i / 2]), bit = i % 2 == 0 ? 8 : HEAP_LEFT_IN_USE;
		*word ^= bit;
		const char *problem = heap_check();
		*word ^= bit;
		if (problem == NULL)
			cr_assert(false, "bit %#zx of a header was flipped, and heap_check finds "
			          "nothing", bit);
	}
	expect_sound();
}

Test(heap_check, sees_a_count_that_is_wrong)
{
	void *row[3];
	size_t *counts[] = { &heap_info.free_blocks, &heap_info.free_bytes };

	side_by_side(row, 3, 112);
	fence_free(row[1]);
	expect_sound();
	for (size_t i = 0; i < 4; i++) {
		size_t *count = counts[i / 2], kept = *count;
		*count = i % 2 == 0 ? kept + 112 : 0;
		const char *problem = heap_check();
		*count = kept;
		if (problem == NULL)
			cr_assert(false, "a block of 112 bytes is free; heap_info.%s was changed "
			          "to %zu, and heap_check finds nothing",
			          i / 2 == 0 ? "free_blocks" : "free_bytes",
			          i % 2 == 0 ? kept + 112 : 0);
	}
	expect_sound();
}

/* ---- random requests ---- */

/* A failure here comes with the fewest requests that show it. */
Test(random_requests, also_for_another_size, .timeout = 8)
{
	static const struct sequence_weights weights = {
		.alloc = 35, .realloc = 35, .free = 30, .live = 25,
		.sizes = { { 6, 1, 64 }, { 3, 65, 400 }, { 1, 401, 2500 } },
	};

	play_random(1, &weights, 150);
}

/* ---- a customer: the vector of stage 05, with your heap for malloc ---- */

Test(vec_on_your_heap, reserves_and_grows)
{
	struct vec numbers, others;

	begin();
	vec_init(&numbers, sizeof(int));
	vec_init(&others, sizeof(int));
	for (int i = 0; i < 500; i++) {
		if (i % 50 == 0 && !vec_reserve(&numbers, (size_t)i + 50))
			cr_assert(false, "vec_reserve said no: heap_realloc gave NULL");
		if (!vec_push(&numbers, &i) || !vec_push(&others, &i))
			cr_assert(false, "vec_push said no to number %d", i);
	}
	for (int i = 0; i < 500; i++)
		if (*(int *)vec_at(&numbers, (size_t)i) != i || *(int *)vec_at(&others, (size_t)i) != i)
			cr_assert(false, "number %d has changed in the vector", i);
	vec_free(&numbers);
	vec_free(&others);
	expect_sound();
}
