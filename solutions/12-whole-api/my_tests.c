/*
 * my_tests.c - your own tests of the heap.
 *
 * They are run against heaps with one bug each, and against one without.
 * Go by what heap.h promises: a test that asks for more fails on the good
 * heap too. heap_test.h has helpers: begin, must_alloc, must_realloc, must_align,
 * size_of, expect_sound, expect_counted, expect_tight, mark_ends, ends_marked.
 */
#include "heap_test.h"

/* A sample: what both sizes have in common is kept. */
Test(mine, a_text_keeps_its_beginning)
{
	begin();
	char *text = must_alloc(24);
	must_alloc(24);
	use_up();
	memset(text, 't', 24);
	text = must_realloc(text, 1000);
	cr_assert(eq(sz, first_marked(text, 24, 't'), 24));
	expect_sound();
}

/* student: begin
 * // Your turn. One promise of heap.h for each test; which bug would break it?
 */
/* Three payloads in a row, with other ones on either side; nothing is free. */
static void three(char *row[3], size_t block)
{
	void *payloads[5];

	begin();
	for (size_t i = 0; i < 5; i++)
		payloads[i] = must_alloc(payload_of(block));
	must_alloc(24);
	use_up();
	sort_payloads(payloads, 5);
	for (size_t i = 0; i < 3; i++) {
		row[i] = payloads[i + 1];
		memset(row[i], 'a' + (int)i, payload_of(block));
	}
}

static void expect_bytes(const char *payload, size_t count, char byte)
{
	for (size_t i = 0; i < count; i++)
		if (payload[i] != byte)
			cr_assert(false, "byte %zu of %zu has changed", i, count);
}

/* ---- what there was ---- */

Test(mine, old_ways_still_work)
{
	char *songs[12] = { NULL };

	begin();
	for (size_t turn = 0; turn < 200; turn++) {
		size_t i = turn * 5 % 12, size = 1 + turn * turn % 300;
		heap_free(songs[i]);
		songs[i] = turn % 7 == 0 ? NULL : must_alloc(size);
		if (songs[i] != NULL)
			memset(songs[i], 'a' + (int)i, size);
		expect_sound();
	}
	heap_free(NULL);
	expect_sound();
}

Test(mine, merging_in_four_cases)
{
	char *row[3];

	for (unsigned turn = 0; turn < 4; turn++) {
		three(row, 112);
		if (turn & 1)
			heap_free(row[0]);
		if (turn & 2)
			heap_free(row[2]);
		heap_free(row[1]);
		expect_sound();
		cr_assert(eq(sz, free_blocks(), 1));
	}
}

Test(mine, a_hole_is_found_and_split)
{
	char *row[3];

	three(row, 512);
	heap_free(row[1]);
	cr_assert(eq(sz, size_of(must_alloc(100)), 112));
	expect_sound();
	cr_assert(eq(sz, free_bytes(), 400));
	const void *end = pages_hi();
	must_alloc(payload_of(400));
	cr_assert(eq(ptr, pages_hi(), (void *)end));
	expect_sound();
}

Test(mine, nothing_is_a_payload)
{
	begin();
	void *none[] = { heap_alloc(0), heap_calloc(0, 5), heap_calloc(5, 0),
		heap_aligned_alloc(64, 0), heap_realloc(NULL, 0), heap_realloc(must_alloc(50), 0) };
	for (size_t i = 0; i < 6; i++) {
		cr_assert(ne(ptr, none[i], NULL));
		for (size_t k = 0; k < i; k++)
			cr_assert(ne(ptr, none[i], none[k]));
	}
	for (size_t i = 0; i < 6; i++) {
		heap_free(none[i]);
		expect_sound();
	}
	cr_assert(eq(ptr, some_used_block(), NULL));
}

Test(mine, huge_sizes_are_refused)
{
	begin();
	void *song = must_alloc(100);
	for (size_t less = 0; less < 64; less++) {
		const size_t sizes[] = { SIZE_MAX - less, (size_t)PTRDIFF_MAX + less };
		for (size_t i = 0; i < 2; i++) {
			cr_assert(eq(ptr, heap_alloc(sizes[i]), NULL));
			cr_assert(eq(ptr, heap_calloc(sizes[i], 1), NULL));
			cr_assert(eq(ptr, heap_realloc(song, sizes[i]), NULL));
			cr_assert(eq(ptr, heap_aligned_alloc(64, sizes[i]), NULL));
		}
	}
	for (size_t alignment = 32; alignment > 16; alignment *= 2) {
		cr_assert(eq(ptr, heap_aligned_alloc(alignment, -alignment), NULL));
		cr_assert(eq(ptr, heap_aligned_alloc(alignment, SIZE_MAX - alignment - 64), NULL));
	}
	cr_assert(eq(ptr, heap_aligned_alloc(SIZE_MAX / 2 + 1, 8), NULL));
	expect_sound();
	cr_assert(eq(sz, heap_usable_size(song), size_of(song) - HEADER));
}

Test(mine, no_pages_no_heap)
{
	pages_reset(0);
	cr_assert(not(heap_init()));
	cr_assert(eq(ptr, heap_alloc(1), NULL));
	cr_assert(eq(ptr, heap_calloc(1, 1), NULL));
	cr_assert(eq(ptr, heap_realloc(NULL, 1), NULL));
	cr_assert(eq(ptr, heap_aligned_alloc(64, 1), NULL));
	cr_assert(eq(ptr, (void *)heap_check(), NULL));
}

/* ---- usable, calloc ---- */

Test(mine, all_that_is_usable_is)
{
	begin();
	cr_assert(eq(sz, heap_usable_size(NULL), 0));
	for (size_t size = 0; size < 80; size++) {
		char *song = must_alloc(size);
		cr_assert(ge(sz, heap_usable_size(song), size));
		memset(song, 'x', heap_usable_size(song));
		expect_sound();
	}
}

Test(mine, calloc_clears)
{
	void *songs[10];

	begin();
	for (size_t turn = 0; turn < 3; turn++) {
		for (size_t i = 0; i < 10; i++) {
			songs[i] = heap_calloc(3 + i, 12);
			cr_assert(ne(ptr, songs[i], NULL));
			expect_bytes(songs[i], 12 * (3 + i), 0);
			expect_tight(songs[i], 12 * (3 + i));
			memset(songs[i], 'x', 12 * (3 + i));
		}
		for (size_t i = 0; i < 10; i++)
			heap_free(songs[i * 3 % 10]);
	}
	expect_sound();
}

Test(mine, calloc_multiplies_carefully)
{
	begin();
	cr_assert(eq(ptr, heap_calloc(SIZE_MAX / 2 + 1, 2), NULL));
	cr_assert(eq(ptr, heap_calloc(2, SIZE_MAX / 2 + 1), NULL));
	cr_assert(eq(ptr, heap_calloc(SIZE_MAX / 2 + 9, 2), NULL));
	cr_assert(eq(ptr, heap_calloc((size_t)1 << 32, ((size_t)1 << 32) + 1), NULL));
	cr_assert(eq(ptr, heap_calloc(((size_t)1 << 32) + 1, (size_t)1 << 32), NULL));
	cr_assert(eq(ptr, heap_calloc(SIZE_MAX, SIZE_MAX), NULL));
	cr_assert(eq(ptr, heap_calloc(ARENA, 4), NULL));
	expect_sound();
}

Test(mine, calloc_clears_what_is_large)
{
	for (int none = 0; none < 2; none++) {
		begin_with(WIDE);
		if (none)
			pages_map_none();
		for (size_t turn = 0; turn < 2; turn++) {
			char *photo = heap_calloc(LARGE, 1);
			cr_assert(ne(ptr, photo, NULL));
			cr_assert(ends_marked(photo, LARGE, 0));
			mark_ends(photo, LARGE, 'x');
			heap_free(photo);
		}
		expect_sound();
	}
}

/* ---- realloc ---- */

Test(mine, from_every_size_to_every_other)
{
	char *row[3];

	for (size_t size = 0; size <= 330; size += 11)
		for (int free = 0; free < 4; free++) {
			three(row, 112);
			if (free & 1)
				heap_free(row[2]);
			if (free & 2)
				heap_free(row[0]);
			size_t room = free & 1 ? 224 : 112, both = size < 104 ? size : 104;
			char *text = must_realloc(row[1], size);
			if (least_block(size) <= room)
				cr_assert(eq(ptr, text, row[1]));
			expect_tight(text, size);
			expect_bytes(text, both, 'b');
			expect_sound();
			memset(text, 'x', size);
			if (!(free & 1))
				expect_bytes(row[2], 104, 'c');
			if (!(free & 2))
				expect_bytes(row[0], 104, 'a');
			expect_sound();
			if (least_block(size) <= room)
				cr_assert(eq(sz, size_of(text) + free_bytes(), 112 + 112 * (free / 2)
				                                                + 112 * (free & 1)));
			heap_free(text);
			expect_sound();
		}
}

Test(mine, realloc_of_null)
{
	begin();
	char *text = heap_realloc(NULL, 50);
	cr_assert(ne(ptr, text, NULL));
	memset(text, 't', 50);
	expect_sound();
}

Test(mine, no_more_is_copied_than_there_is)
{
	begin_with(WIDE);
	char *text = must_alloc(24);
	must_alloc(24);
	use_up();
	memset(text, 't', 24);
	text = must_realloc(text, 2 * LARGE);
	expect_bytes(text, 24, 't');
}

Test(mine, the_last_block_grows)
{
	begin_with(4 * ARENA);
	must_alloc(24);
	must_alloc(100);
	use_up();
	char *last = last_payload();
	size_t size = size_of(last) - HEADER;
	memset(last, 'l', size);
	for (size_t more = 100; more < 300000; more *= 7) {
		size_t before = arena_bytes();
		cr_assert(eq(ptr, must_realloc(last, size + more), last));
		expect_tight(last, size + more);
		expect_bytes(last, size, 'l');
		cr_assert(le(sz, arena_bytes() - before, more + RESERVE + 16));
		expect_sound();
	}
	cr_assert(eq(ptr, must_realloc(last, 50), last));       /* the rest is last, and free */
	expect_sound();
	size_t before = arena_bytes();
	cr_assert(eq(ptr, must_realloc(last, 800000), last));
	cr_assert(le(sz, arena_bytes() - before, 800000 - 200000 + RESERVE));
	expect_sound();
}

Test(mine, a_refusal_changes_nothing)
{
	char *row[3];

	for (int free = 0; free < 4; free++) {
		three(row, 112);
		if (free & 1)
			heap_free(row[2]);
		if (free & 2)
			heap_free(row[0]);
		size_t there = free_bytes();
		cr_assert(eq(ptr, heap_realloc(row[1], 2 * ARENA), NULL));
		expect_sound();
		cr_assert(eq(sz, free_bytes(), there));
		cr_assert(eq(sz, size_of(row[1]), 112));
		expect_bytes(row[1], 104, 'b');
	}
	begin();
	must_alloc(24);
	use_up();
	char *last = last_payload();
	size_t size = size_of(last);
	memset(last, 'l', size - HEADER);
	cr_assert(eq(ptr, heap_realloc(last, 2 * ARENA), NULL));
	expect_sound();
	cr_assert(eq(sz, size_of(last), size));
	expect_bytes(last, size - HEADER, 'l');
}

Test(mine, smaller_is_always_possible)
{
	begin_with(4 * ARENA);
	char *photo = must_alloc(3 * ARENA);
	mark_ends(photo, 100, 'p');
	while (heap_alloc(50000) != NULL || heap_alloc(100) != NULL)
		;
	for (size_t size = 2 * ARENA; size > 100000; size /= 3) {
		pages_fail_at(1);
		photo = heap_realloc(photo, size);
		cr_assert(ne(ptr, photo, NULL));
		cr_assert(ends_marked(photo, 100, 'p'));
		expect_sound();
	}
}

/* ---- aligned ---- */

Test(mine, aligned_everywhere)
{
	for (size_t alignment = 1; alignment <= 4096; alignment *= 2)
		for (size_t shift = 0; shift < 160; shift += 48) {
			begin();
			char *before = memset(must_alloc(24 + shift), 'b', 24 + shift);
			char *tile = must_align(alignment, 100), *other = must_align(alignment, 10);
			memset(tile, 't', 100);
			memset(other, 'o', 10);
			expect_tight(tile, 100);
			expect_tight(other, 10);
			expect_sound();
			expect_bytes(before, 24 + shift, 'b');
			cr_assert(le(sz, size_of(before), least_block(24 + shift) + 16));
			tile = must_realloc(tile, 300);
			expect_bytes(tile, 100, 't');
			heap_free(tile);
			expect_sound();
			heap_free(before);
			expect_sound();
			expect_bytes(other, 10, 'o');
			heap_free(other);
			expect_sound();
			cr_assert(eq(ptr, some_used_block(), NULL));
		}
}

Test(mine, aligned_in_a_hole)
{
	char *row[3];

	for (size_t alignment = 32; alignment <= 256; alignment *= 2) {
		three(row, 1024);
		heap_free(row[1]);
		char *tile = must_align(alignment, 100);
		expect_sound();
		cr_assert(tile > row[0] && tile < row[2]);
		cr_assert(eq(sz, size_of(row[0]), 1024));
		cr_assert(eq(sz, size_of(tile) + free_bytes(), 1024));
	}
}

Test(mine, no_power_no_payload)
{
	begin();
	for (size_t no = 0; no < 100; no++)
		if ((no & (no - 1)) != 0 || no == 0)
			cr_assert(eq(ptr, heap_aligned_alloc(no, 48), NULL));
	expect_sound();
}

Test(mine, large_tiles_are_in_the_arena)
{
	begin_with(WIDE);
	char *tile = must_align(4096, 2 * LARGE);
	cr_assert(not(pages_are_mapped(tile, 1)));
	mark_ends(tile, 2 * LARGE, 't');
	expect_sound();
	heap_free(tile);
	expect_sound();
}

/* ---- large blocks ---- */

static void expect_mapped(char *photo, size_t size)
{
	cr_assert(pages_are_mapped(photo - HEADER, heap_usable_size(photo) + HEADER));
	cr_assert(ge(sz, heap_usable_size(photo), size));
	cr_assert(le(sz, heap_usable_size(photo), size + 4096 + 16));
	cr_assert(eq(sz, *header_of(photo) & 15, 7));
	cr_assert(eq(sz, (uintptr_t)photo % HEAP_ALIGNMENT, 0));
}

Test(mine, large_is_mapped)
{
	begin_with(WIDE);
	size_t before = arena_bytes();
	for (size_t size = LARGE; size < 3 * LARGE; size += 300001) {
		char *photo = must_alloc(size);
		expect_mapped(photo, size);
		mark_ends(photo, heap_usable_size(photo), 'p');
	}
	cr_assert(eq(sz, arena_bytes(), before));
	cr_assert(not(pages_are_mapped(must_alloc(LARGE - 16), 1)));
	expect_sound();
}

Test(mine, one_spare)
{
	char *photos[6];

	begin_with(WIDE);
	for (size_t turn = 0; turn < 2; turn++) {
		for (size_t i = 0; i < 6; i++) {
			photos[i] = must_alloc(LARGE * (1 + (i + turn) % 3));
			expect_mapped(photos[i], LARGE * (1 + (i + turn) % 3));
			mark_ends(photos[i], LARGE, 'a' + (char)i);
		}
		for (size_t i = 0; i < 6; i++) {
			cr_assert(ends_marked(photos[i], LARGE, 'a' + (char)i));
			heap_free(photos[i]);
		}
		cr_assert(le(sz, pages_mapped(), 3 * LARGE + MAP_MORE));
	}
	heap_free(must_alloc(2 * HEAP_SPARE));
	cr_assert(le(sz, pages_mapped(), HEAP_SPARE + MAP_MORE));
	begin_with(WIDE);
	char *photo = must_alloc(LARGE);
	mark_ends(photo, LARGE, 'p');
	heap_free(photo);
	expect_sound();
}

Test(mine, the_spare_makes_room)
{
	begin_with(4 * ARENA);
	heap_free(must_alloc(3 * ARENA));
	for (size_t i = 0; i < 6; i++)
		must_alloc(ARENA / 2);
	expect_sound();
}

Test(mine, no_mappings)
{
	begin_with(WIDE);
	pages_map_none();
	char *photo = must_alloc(2 * LARGE);
	cr_assert(eq(sz, *header_of(photo) & HEAP_MAPPED, 0));
	mark_ends(photo, 2 * LARGE, 'p');
	expect_sound();
	photo = must_realloc(photo, 3 * LARGE);
	cr_assert(ends_marked(photo, 2 * LARGE, 'p'));
	heap_free(photo);
	expect_sound();
}

Test(mine, photos_grow_and_shrink)
{
	begin_with(WIDE);
	char *photo = must_alloc(500);
	must_alloc(24);
	memset(photo, 'p', 500);
	for (size_t i = 0; i < 8; i++) {
		size_t size = 500 + LARGE * (i * 5 % 7) / 2;
		bool mapped = has_mapping(photo);
		photo = must_realloc(photo, size);
		cr_assert(eq(sz, first_marked(photo, 64, 'p'), 64));
		if (mapped && size >= LARGE)
			expect_mapped(photo, size);
		if (size < LARGE / 2)
			cr_assert(not(pages_are_mapped(photo, 1)));
		expect_sound();
		mark_ends(photo, size, 'p');
	}
	cr_assert(le(sz, pages_mapped(), 8 * LARGE));
}

Test(mine, remapping_that_fails)
{
	begin_with(4 * ARENA);
	char *photo = must_alloc(LARGE);
	mark_ends(photo, LARGE, 'p');
	cr_assert(eq(ptr, heap_realloc(photo, 5 * ARENA), NULL));
	cr_assert(ends_marked(photo, LARGE, 'p'));
	expect_mapped(photo, LARGE);
	pages_fail_at(1);
	char *moved = heap_realloc(photo, 2 * LARGE);
	cr_assert(ends_marked(moved == NULL ? photo : moved, LARGE, 'p'));
	heap_free(moved == NULL ? photo : moved);
	expect_sound();
}

/* ---- giving back ---- */

Test(mine, a_large_end_is_given_back)
{
	begin_with(WIDE);
	char *first = memset(must_alloc(100), 'f', 100);
	for (size_t turn = 0; turn < 3; turn++) {
		char *film = must_align(64, HEAP_TRIM), *song = must_alloc(1000);
		memset(song, 's', 1000);
		mark_ends(film, HEAP_TRIM, 'x');
		heap_free(film);
		expect_bytes(song, 1000, 's');
		expect_sound();
		heap_free(song);
		expect_sound();
		cr_assert(le(sz, arena_bytes(), HEAP_TRIM));
	}
	char *film = must_align(64, HEAP_TRIM + 100000);
	cr_assert(eq(ptr, must_realloc(film, 1000), film));
	cr_assert(le(sz, arena_bytes(), 1000000));
	expect_bytes(first, 100, 'f');
	expect_sound();
}

Test(mine, a_small_end_stays)
{
	begin_with(WIDE);
	for (size_t turn = 0; turn < 10; turn++) {
		heap_free(must_alloc(500000));
		expect_sound();
	}
	cr_assert(eq(sz, pages_shrink_calls(), 0));
}

Test(mine, nobody_takes_it_back)
{
	begin_with(WIDE);
	pages_keep_all();
	for (size_t turn = 0; turn < 3; turn++) {
		heap_free(must_align(64, HEAP_TRIM));
		expect_sound();
		cr_assert(ge(sz, free_bytes(), HEAP_TRIM));
	}
	cr_assert(le(sz, arena_bytes(), HEAP_TRIM + 2 * RESERVE));
}

/* ---- looking ---- */

static bool count(const struct heap_block *block, void *context)
{
	size_t *left = context;

	cr_assert(eq(ptr, block->payload, (char *)block->start + HEADER));
	return --*left != 0;
}

Test(mine, the_walks)
{
	char *row[3];
	size_t left = 1000;

	three(row, 112);
	heap_free(row[1]);
	cr_assert(heap_walk(count, &left));
	cr_assert(heap_walk_free(count, &left));
	left = 1;
	cr_assert(not(heap_walk(count, &left)));
	left = 1;
	cr_assert(not(heap_walk_free(count, &left)));
}

static void expect_seen(size_t *word, size_t value)
{
	size_t kept = *word;

	*word = value;
	cr_assert(ne(ptr, (void *)heap_check(), NULL));
	*word = kept;
}

Test(mine, damage_is_seen)
{
	char *row[3];

	three(row, 112);
	heap_free(row[1]);
	for (size_t i = 0; i < 3; i++) {
		expect_seen(header_of(row[i]), 0);
		expect_seen(header_of(row[i]), *header_of(row[i]) ^ HEAP_LEFT_IN_USE);
		expect_seen(header_of(row[i]), *header_of(row[i]) ^ HEAP_MAPPED);
		expect_seen(header_of(row[i]), *header_of(row[i]) + 2 * ARENA);
	}
	expect_seen(header_of(row[1]), *header_of(row[1]) | HEAP_IN_USE);
	expect_seen(footer_at(header_of(row[1]), 112), 96);
	expect_seen(word_at(epilogue()), 0);
	expect_seen((size_t *)row[1], (size_t)row[0]);
	expect_seen((size_t *)row[1] + 1, (size_t)row[0]);
	expect_sound();
}

/* ---- counts ---- */

Test(mine, free_blocks_are_counted)
{
	char *row[3];

	three(row, 112);
	expect_counted();
	for (size_t i = 0; i < 3; i++) {
		heap_free(row[(i + 1) % 3]);
		expect_counted();
	}
	must_alloc(40);
	expect_counted();
	begin();
	expect_counted();
}

Test(mine, a_wrong_count_is_seen)
{
	char *row[3];

	three(row, 112);
	heap_free(row[1]);
	expect_seen(&heap_info.free_blocks, heap_info.free_blocks + 1);
	expect_seen(&heap_info.free_bytes, heap_info.free_bytes - 16);
	expect_sound();
}

/* ---- pages that fail ---- */

Test(mine, each_call_may_fail)
{
	for (size_t k = 1; k < 10; k += 2) {
		begin_with(WIDE);
		pages_fail_at(k);
		char *songs[5] = { NULL };
		const size_t sizes[] = { 1000, 2 * LARGE, 30000, 50, LARGE, 3 * LARGE, 70000 };
		size_t has[5] = { 0 };
		for (size_t turn = 0; turn < 21; turn++) {
			size_t i = turn % 5, size = sizes[turn % 7];
			char *moved = heap_realloc(songs[i], size);
			if (moved == NULL && songs[i] != NULL)
				cr_assert(size > has[i]);
			if (moved == NULL)
				continue;
			if (songs[i] != NULL)
				cr_assert(ge(sz, first_marked(moved, 50, 'a' + (char)i), 50));
			songs[i] = moved;
			has[i] = size;
			mark_ends(moved, size, 'a' + (char)i);
			expect_sound();
		}
		for (size_t i = 0; i < 5; i++) {
			if (songs[i] != NULL)
				cr_assert(ends_marked(songs[i], has[i], 'a' + (char)i));
			heap_free(songs[i]);
			expect_sound();
		}
		cr_assert(eq(ptr, some_used_block(), NULL));
		cr_assert(le(sz, pages_mapped(), 3 * LARGE + MAP_MORE));
	}
}
/* student: end */
