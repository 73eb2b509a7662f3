/*
 * held.c - the held-back tests of stage 12.
 */
#include "heap_test.h"

#include "heap_play.h"
#include "vec.h"

/* A large block that has a mapping, as heap.h says. */
#define must_map(size) must_map_at((size), __FILE__, __LINE__)
static void *must_map_at(size_t size, const char *file, unsigned line)
{
	void *payload = must_alloc_at(size, file, line);

	if (!pages_are_mapped(header_of(payload), size + HEADER) || !has_mapping(payload))
		rig_violation(file, line, "a block for %zu bytes has no mapping, or its header "
		              "does not say so", size);
	return payload;
}

/* ---- heap_init ---- */

Test(heap_init, forgets_the_spare)
{
	begin_with(WIDE);
	heap_free(must_alloc(LARGE));
	begin_with(WIDE);               /* its mapping is gone with all others */
	char *photo = must_map(2 * LARGE);
	mark_ends(photo, 2 * LARGE, 'p');
	must_alloc(1000);
	heap_free(photo);
	expect_sound();
}

Test(heap_init, without_pages_there_is_no_heap)
{
	pages_reset(4 * ARENA);
	pages_fail_at(1);
	cr_assert(not(heap_init()), "the page source says no");
	cr_assert(eq(ptr, heap_alloc(1), NULL), "heap_alloc without a heap");
	cr_assert(eq(ptr, heap_alloc(LARGE), NULL), "a large block without a heap");
	cr_assert(eq(ptr, heap_calloc(1, 1), NULL), "heap_calloc without a heap");
	cr_assert(eq(ptr, heap_realloc(NULL, 1), NULL), "heap_realloc without a heap");
	cr_assert(eq(ptr, heap_aligned_alloc(64, 1), NULL), "heap_aligned_alloc without a heap");
	heap_free(NULL);
	cr_assert(eq(ptr, (void *)heap_check(), NULL), "a heap without blocks is sound");
	begin();
	cr_assert(ne(ptr, heap_calloc(1, 1), NULL), "now there is one");
	must_realloc(must_align(64, 1), 100);
	expect_sound();
}

/* ---- heap_calloc ---- */

static size_t zeros(const unsigned char *bytes, size_t count)
{
	size_t seen = 0;

	for (size_t i = 0; i < count; i++)
		seen += bytes[i] == 0;
	return seen;
}

Test(heap_calloc, of_nothing_gives_a_payload)
{
	begin();
	void *none = heap_calloc(0, 8), *other = heap_calloc(8, 0), *third = heap_calloc(0, 0);
	cr_assert(ne(ptr, none, NULL), "heap_calloc(0, 8): NULL would look like a failure");
	cr_assert(ne(ptr, other, NULL), "heap_calloc(8, 0): NULL would look like a failure");
	cr_assert(ne(ptr, third, NULL), "heap_calloc(0, 0): NULL would look like a failure");
	expect_sound();
	heap_free(none);
	heap_free(other);
	heap_free(third);
	expect_sound();
	cr_assert(ne(ptr, heap_calloc(SIZE_MAX, 0), NULL), "that product is 0");
}

Test(heap_calloc, refuses_a_product_that_no_object_has)
{
	begin();
	cr_assert(ne(ptr, heap_calloc(1000, 1), NULL), "a thousand bytes");
	cr_assert(eq(ptr, heap_calloc(SIZE_MAX, 1), NULL), "SIZE_MAX bytes");
	cr_assert(eq(ptr, heap_calloc(1, SIZE_MAX - 8), NULL), "SIZE_MAX - 8 bytes");
	cr_assert(eq(ptr, heap_calloc(SIZE_MAX / 2 + 1, 1), NULL), "more than PTRDIFF_MAX bytes");
	cr_assert(eq(ptr, heap_calloc(ARENA, 2), NULL), "there is 1 MiB in all");
	expect_sound();
}

Test(heap_calloc, clears_all_of_a_block_of_the_arena)
{
	begin_with(WIDE);
	pages_map_none();
	char *photo = must_alloc(LARGE + 100);
	memset(photo, 0xee, LARGE + 100);
	must_alloc(24);
	heap_free(photo);
	expect_sound();
	const unsigned char *table = heap_calloc(LARGE + 100, 1);
	if (table == NULL)
		cr_assert(false, NO_MEMORY, (size_t)LARGE + 100);
	for (size_t at = 0; at + 64 <= LARGE; at += LARGE / 64)
		if (zeros(table + at, 64) != 64)
			cr_assert(eq(sz, zeros(table + at, 64), 64), "zeros of 64 bytes, from byte %zu on", at);
	expect_sound();
}

/* ---- heap_realloc ---- */

Test(heap_realloc, shrinks_to_every_size)
{
	void *row[3];

	for (size_t size = 0; size <= 136; size += 8)
		for (size_t neighbour = 0; neighbour < 2; neighbour++) {
			side_by_side(row, 3, 144);
			if (neighbour == 1)
				fence_free(row[1]);
			if (refenced(row[0], size) != row[0])
				cr_assert(false, "to shrink from 136 bytes to %zu, a block needs no other "
				          "place", size);
			expect_tight(row[0], size);
			expect_sound();
			cr_assert(eq(sz, size_of(row[0]) + free_bytes(), 144 * (neighbour + 1)),
			          "the bytes of the block, and those that are free");
			fence_check_all();
		}
}

/* To each size that just fits, or just doesn't. */
Test(heap_realloc, grows_to_every_size)
{
	void *row[3];

	for (size_t size = 144; size <= 312; size += 8) {
		side_by_side(row, 3, 144);
		fence_free(row[1]);
		const void *grown = refenced(row[0], size);
		if ((least_block(size) <= 288) != (grown == row[0]))
			cr_assert(false, "a block of 144 bytes with 144 free ones behind it was to have "
			          "%zu, header and all: it %s", least_block(size),
			          grown == row[0] ? "stayed" : "moved");
		expect_tight(grown, size);
		expect_sound();
		fence_check_all();
	}
}

/* The old block and its free neighbours become one. */
Test(heap_realloc, frees_what_it_leaves)
{
	void *row[5];

	for (size_t turn = 0; turn < 4; turn++) {
		side_by_side(row, 5, 112);
		if ((turn & 1) != 0)
			fence_free(row[1]);
		if ((turn & 2) != 0)
			fence_free(row[3]);
		const char *moved = refenced(row[2], 1000);
		cr_assert(moved < (char *)row[1] || moved > (char *)row[3], "336 bytes are too few");
		expect_sound();
		cr_assert(eq(sz, size_of(row[turn & 1 ? 1 : 2]),
		             112 + 112 * (turn & 1) + 112 * (turn / 2)),
		          "the bytes of the free block where it was");
		fence_check_all();
	}
}

Test(heap_realloc, fails_at_the_end_without_pages)
{
	char *last = begin_with_a_last_one(ARENA);
	size_t size = size_of(last) - HEADER;

	mark_ends(last, size, 'l');
	cr_assert(eq(ptr, heap_realloc(last, ARENA), NULL), "there is 1 MiB in all");
	expect_sound();
	cr_assert(eq(sz, heap_usable_size(last), size), "the block is as it was");
	cr_assert(ends_marked(last, size, 'l'), "its bytes are as they were");
	pages_fail_at(1);
	char *moved = heap_realloc(last, size + 100);
	expect_sound();
	cr_assert(ends_marked(moved == NULL ? last : moved, size, 'l'), "its bytes are as they were");
	heap_free(moved == NULL ? last : moved);
	expect_sound();
}

/* There is no room for a copy. */
Test(heap_realloc, shrinks_when_memory_is_full)
{
	begin_with(4 * ARENA);
	size_t size = 3 * ARENA;
	char *photo = must_alloc(size);
	mark_ends(photo, 100, 'p');
	pages_fail_at(1);
	char *same = heap_realloc(photo, size - ARENA);
	cr_assert(ne(ptr, same, NULL), "the page source says no, but smaller it can always be");
	cr_assert(ends_marked(same, 100, 'p'), "what both sizes have in common is kept");
	while (heap_alloc(50000) != NULL)
		;
	while (heap_alloc(100) != NULL)
		;
	expect_sound();
	char *small = heap_realloc(same, 90000);
	cr_assert(ne(ptr, small, NULL), "no memory is left for a copy, but smaller it can always be");
	cr_assert(ends_marked(small, 100, 'p'), "what both sizes have in common is kept");
	cr_assert(ge(sz, heap_usable_size(small), 90000), "the bytes that it has");
	heap_free(small);
	expect_sound();
}

Test(heap_realloc, takes_an_aligned_payload)
{
	begin();
	for (size_t alignment = 32; alignment <= 4096; alignment *= 4) {
		char *tile = must_align(alignment, 200);
		mark_ends(tile, 200, 't');
		tile = must_realloc(tile, 1000);
		cr_assert(ends_marked(tile, 200, 't'), "the first 200 bytes are what they were");
		expect_sound();
		tile = must_realloc(tile, 50);
		cr_assert(eq(sz, first_marked(tile, 50, 't'), 50), "the first 50 bytes are what they were");
		expect_sound();
	}
}

/* Whoever compares bytes, not blocks, copies too much or too little. */
Test(heap_realloc, copies_no_more_than_there_is)
{
	void *row[4];

	side_by_side(row, 4, 32);
	const void *moved = refenced(row[1], 5000);
	cr_assert(ne(ptr, (void *)moved, row[1]));
	fence_check_all();
	expect_sound();
	begin_with(WIDE);
	char *text = must_alloc(24);
	memset(text, 'x', 24);
	must_alloc(24);
	use_up();
	text = must_realloc(text, 2 * LARGE);   /* the arena has not so many bytes */
	cr_assert(eq(sz, first_marked(text, 24, 'x'), 24), "the 24 bytes that it had");
	expect_sound();
}

/* ---- heap_aligned_alloc ---- */

/* The right place is at each distance from the block's start. */
Test(heap_aligned_alloc, finds_its_place_anywhere)
{
	for (size_t shift = 0; shift < 128; shift += 16) {
		begin();
		char *before = memset(must_alloc(24 + shift), 'b', 24 + shift);
		char *tile = must_align(128, 40);
		memset(tile, 't', 40);
		expect_tight(tile, 40);
		expect_sound();
		char *other = must_align(64, 1);
		*other = 'o';
		expect_sound();
		heap_free(before);
		expect_sound();
		cr_assert(eq(sz, first_marked(tile, 40, 't'), 40), "40 bytes that are in use");
		heap_free(tile);
		expect_sound();
		heap_free(other);
		expect_sound();
		cr_assert(eq(ptr, some_used_block(), NULL), "all of them were freed");
	}
}

/* Does the block in front of it hide bytes that it doesn't need? */
Test(heap_aligned_alloc, makes_no_neighbour_larger)
{
	void *row[3];

	for (size_t alignment = 32; alignment <= 512; alignment *= 2) {
		side_by_side(row, 3, 2048);
		fence_free(row[1]);
		void *tiles[3];
		for (size_t i = 0; i < 3; i++) {
			tiles[i] = must_align(alignment, 40 + 16 * i);
			expect_sound();
			expect_tight(tiles[i], 40 + 16 * i);
		}
		cr_assert(eq(sz, size_of(row[0]), 2048), "the block in front of the hole is as it was");
		cr_assert(eq(sz, size_of(row[2]), 2048), "the block behind the hole is as it was");
		for (size_t i = 0; i < 3; i++) {
			heap_free(tiles[i * 2 % 3]);
			expect_sound();
		}
		fence_check(row[0]);
		fence_check(row[2]);
	}
}

Test(heap_aligned_alloc, is_of_the_arena_when_it_is_large)
{
	begin_with(WIDE);
	must_alloc(1000);
	char *tile = must_align((size_t)1 << 16, 2 * LARGE);
	cr_assert(not(pages_are_mapped(tile, 1)), "heap.h has it in the arena");
	heap_free(must_align((size_t)1 << 22, 100));
	expect_sound();
	expect_tight(tile, 2 * LARGE);
	expect_sound();
	mark_ends(tile, 2 * LARGE, 't');
	tile = must_realloc(tile, LARGE / 2);
	expect_sound();
	cr_assert(eq(sz, first_marked(tile, 64, 't'), 64), "the first bytes are what they were");
	heap_free(tile);
	expect_sound();
}

Test(heap_aligned_alloc, refuses_what_can_not_be)
{
	begin();
	void *payload = must_align(4096, 100);
	for (size_t alignment = 16; alignment != 0; alignment *= 2) {
		if (heap_aligned_alloc(alignment, SIZE_MAX - 64) != NULL
		    || heap_aligned_alloc(alignment, (size_t)PTRDIFF_MAX) != NULL
		    || heap_aligned_alloc(alignment, SIZE_MAX - alignment) != NULL
		    || heap_aligned_alloc(alignment, -alignment) != NULL)
			cr_assert(false, "so large a payload, of alignment %zu, can't be", alignment);
		if (alignment > ARENA && heap_aligned_alloc(alignment, 1) != NULL
		    && alignment > (uintptr_t)pages_hi())
			cr_assert(false, "no address in the arena is a multiple of %zu", alignment);
	}
	expect_sound();
	heap_free(payload);
	expect_sound();
}

/* ---- large blocks ---- */

Test(large_blocks, may_be_used_to_the_last_byte)
{
	begin_with(WIDE);
	for (size_t more = 0; more < 64; more += 17) {
		char *photo = must_map(LARGE + more);
		size_t usable = heap_usable_size(photo);
		cr_assert(ge(sz, usable, LARGE + more), "the bytes of the payload");
		mark_ends(photo, usable, 'p');
		heap_free(photo);
	}
	expect_sound();
}

/* A second one is freed while the first is kept. */
Test(large_blocks, leave_one_spare_at_most)
{
	begin_with(WIDE);
	for (size_t turn = 0; turn < 2; turn++) {
		void *one = must_map(LARGE), *two = must_map(2 * LARGE);
		mark_ends(one, LARGE, '1');
		mark_ends(two, 2 * LARGE, '2');
		heap_free(turn % 2 == 0 ? one : two);
		cr_assert(ends_marked(turn % 2 == 0 ? two : one, LARGE * (turn % 2 == 0 ? 2 : 1),
		                      turn % 2 == 0 ? '2' : '1'), "the one that was not freed");
		heap_free(turn % 2 == 0 ? two : one);
		cr_assert(le(sz, pages_mapped(), 2 * LARGE + MAP_MORE), "bytes that are mapped: those "
		          "of one block, or none");
	}
}

Test(large_blocks, have_a_spare_once)
{
	begin_with(WIDE);
	heap_free(must_map(LARGE));
	char *one = must_map(LARGE), *two = must_map(LARGE);
	mark_ends(one, LARGE, '1');
	mark_ends(two, LARGE, '2');
	cr_assert(ends_marked(one, LARGE, '1'), "two payloads share a mapping");
	heap_free(one);
	heap_free(two);
}

/* A spare that is much larger than what is asked for is no gift. */
Test(large_blocks, do_not_hide_a_larger_spare)
{
	begin_with(WIDE);
	heap_free(must_map(8 * LARGE));
	const void *photo = must_alloc(LARGE);
	cr_assert(le(sz, size_of(photo), least_block(LARGE) + 4096), "the size of a block for 1 MiB");
	cr_assert(le(sz, pages_mapped(), 8 * LARGE + LARGE + 2 * MAP_MORE), "bytes that are mapped");
	const void *other = must_alloc(LARGE);
	cr_assert(le(sz, pages_mapped(), 8 * LARGE + 2 * LARGE + 3 * MAP_MORE), "bytes that are mapped");
	cr_assert(ne(ptr, (void *)other, (void *)photo), "two payloads at once");
}

Test(large_blocks, give_the_spare_up_before_the_arena_grows)
{
	begin_with(4 * ARENA);
	heap_free(must_map(3 * ARENA));
	for (size_t i = 0; i < 6; i++)
		if (heap_alloc(ARENA / 2) == NULL)
			cr_assert(false, "3 MiB were freed, but payload %zu of half a MiB got no "
			          "memory", i + 1);
	expect_sound();
	char *last = begin_with_a_last_one(4 * ARENA);
	heap_free(must_map(3 * ARENA));
	for (size_t size = ARENA / 2; size < 3 * ARENA; size += ARENA / 2)
		last = must_realloc(last, size);        /* to here from 3 MiB that were freed */
	expect_sound();
	begin_with(4 * ARENA);
	heap_free(must_map(3 * ARENA));
	must_align(64, 2 * ARENA);
	expect_sound();
	begin_with(WIDE);                       /* and not only where there is no more */
	heap_free(must_map(3 * ARENA));
	must_align(64, LARGE);
	cr_assert(eq(sz, pages_mapped(), 0), "bytes that are mapped, when the arena has grown");
	expect_sound();
}

Test(large_blocks, keep_their_bytes_when_remapping_fails)
{
	begin_with(4 * ARENA);
	char *photo = must_map(LARGE);
	mark_ends(photo, LARGE, 'p');
	cr_assert(eq(ptr, heap_realloc(photo, 5 * ARENA), NULL), "there are 4 MiB in all");
	cr_assert(ends_marked(photo, LARGE, 'p'), "it is as it was");
	pages_fail_at(1);
	char *moved = must_realloc(photo, 2 * LARGE);   /* then it moves */
	cr_assert(ends_marked(moved, LARGE, 'p'), "the bytes that it had");
	heap_free(moved);
	expect_sound();
}

static bool count_used(const struct heap_block *block, void *count)
{
	*(size_t *)count += block->in_use;
	return true;
}

Test(large_blocks, are_not_part_of_the_walk)
{
	size_t in_use = 0;

	begin_with(WIDE);
	must_alloc(100);
	must_alloc(LARGE);
	must_alloc(100);
	cr_assert(heap_walk(count_used, &in_use), "the walk shows the arena, to its end");
	cr_assert(eq(sz, in_use, 2), "blocks in use in the arena");
	expect_sound();
}

/* ---- giving back ---- */

static void *in_the_arena(size_t size)
{
	return must_align(4096, size);
}

Test(giving_back, when_the_last_block_shrinks)
{
	begin_with(WIDE);
	must_alloc(100);
	char *film = in_the_arena(HEAP_TRIM + HEAP_LARGE);
	mark_ends(film, 1000, 'f');
	cr_assert(eq(ptr, must_realloc(film, 1000), film), "to shrink it needs no other place");
	expect_sound();
	cr_assert(le(sz, arena_bytes(), 10000 + 3 * RESERVE), "more than HEAP_TRIM bytes at the "
	          "arena's end were left over");
	cr_assert(ends_marked(film, 1000, 'f'), "the first 1000 bytes are what they were");
	heap_free(film);
	must_alloc(5000);
	expect_sound();
}

Test(giving_back, and_asking_again)
{
	begin_with(WIDE);
	must_alloc(100);
	for (size_t turn = 0; turn < 3; turn++) {
		char *film = in_the_arena(HEAP_TRIM);
		char *song = must_alloc(1000);
		mark_ends(film, HEAP_TRIM, 'f');
		mark_ends(song, 1000, 's');
		heap_free(turn == 1 ? song : film);
		expect_sound();
		heap_free(turn == 1 ? film : song);
		expect_sound();
	}
	cr_assert(le(sz, arena_bytes(), HEAP_TRIM), "all was freed, but for 100 bytes");
}

Test(giving_back, not_if_it_is_half_the_limit)
{
	begin_with(WIDE);
	must_alloc(100);
	use_up();
	size_t before = arena_bytes();
	void *film = in_the_arena(HEAP_TRIM / 2);
	heap_free(film);
	expect_sound();
	cr_assert(ge(sz, arena_bytes(), before + HEAP_TRIM / 2), "half of HEAP_TRIM was freed at the "
	          "end, which may be needed again");
	cr_assert(eq(sz, pages_shrink_calls(), 0), "calls of pages_shrink");
}

/* Blocks of HEAP_TRIM bytes stay in the arena where there are no mappings. */
Test(giving_back, begins_at_the_limit)
{
	for (size_t less = 0; less <= HEAP_ALIGNMENT; less += HEAP_ALIGNMENT) {
		begin_with(WIDE);
		pages_map_none();
		must_alloc(100);
		use_up();
		size_t before = arena_bytes();
		void *film = must_alloc(payload_of(HEAP_TRIM - less));
		bool small = size_of(film) + free_bytes() < HEAP_TRIM;
		heap_free(film);
		expect_sound();
		if (small)
			cr_assert(eq(sz, pages_shrink_calls(), 0), "HEAP_TRIM less %zu", less);
		else
			cr_assert(le(sz, arena_bytes(), before + RESERVE), "HEAP_TRIM bytes were free");
	}
}

Test(giving_back, leaves_an_empty_arena)
{
	begin_with(WIDE);
	pages_map_none();
	heap_free(must_alloc(payload_of(HEAP_TRIM)));   /* all that there is */
	expect_sound();
	cr_assert(le(sz, arena_bytes(), 80 + RESERVE), "the arena is empty");
	must_alloc(100);
	expect_sound();
}

/* ---- failing pages ---- */

static struct part {
	char *start;
	size_t size;
	char mark;
} parts[6];

static void keep(size_t i, char *start, size_t size)
{
	if (start == NULL)
		return;
	parts[i] = (struct part){ start, size, (char)('a' + (int)i) };
	mark_ends(start, size, parts[i].mark);
}

static void change(size_t i, size_t size)
{
	struct part old = parts[i];
	char *moved = heap_realloc(old.start, size);

	if (moved == NULL && size <= old.size && old.start != NULL)
		cr_assert(false, "heap_realloc from %zu bytes to %zu gave NULL: a size that is not "
		          "larger can always be had", old.size, size);
	if (moved == NULL)
		return;
	size_t both = old.size < size ? old.size : size;
	both = both < 64 ? both : 64;
	if (old.start != NULL && first_marked(moved, both, old.mark) != both)
		cr_assert(false, "heap_realloc from %zu bytes to %zu lost the first ones", old.size, size);
	keep(i, moved, size);
}

static void expect_all(size_t k)
{
	for (size_t i = 0; i < 6; i++)
		if (parts[i].start != NULL
		    && !ends_marked(parts[i].start, parts[i].size, parts[i].mark))
			cr_assert(false, "call %zu of the page source failed, and a payload of %zu bytes "
			          "has changed", k, parts[i].size);
	expect_sound();
}

/* A little of everything; each request may fail. */
static void all_requests(size_t k)
{
	void (*const check)(size_t) = expect_all;

	keep(0, heap_alloc(1000), 1000);
	keep(1, heap_alloc(LARGE), LARGE);
	keep(2, heap_aligned_alloc(256, 3000), 3000);
	check(k);
	change(0, 20000);
	change(1, LARGE + 50000);
	keep(3, heap_calloc(LARGE, 1), LARGE);
	check(k);
	change(2, 70000);
	change(1, 5000);
	check(k);
	change(4, 70000);
	keep(5, heap_alloc(LARGE + 9999), LARGE + 9999);
	change(2, 200000);
	check(k);
	change(3, 100);
	change(0, LARGE);
	check(k);
}

Test(failing_pages, do_no_harm, .timeout = 8)
{
	size_t k = 0;

	do {
		begin_with(WIDE);
		memset(parts, 0, sizeof parts);
		pages_fail_at(++k);
		size_t before = pages_calls() + pages_map_calls();
		all_requests(k);
		if (pages_calls() + pages_map_calls() - before < k)
			break;
		for (size_t i = 0; i < 6; i++)
			heap_free(parts[i * 5 % 6].start);
		expect_sound();
		cr_assert(eq(ptr, some_used_block(), NULL), "all was freed");
		cr_assert(le(sz, pages_mapped(), HEAP_SPARE + MAP_MORE), "bytes that are mapped when all "
		          "was freed");
	} while (k < 40);
	cr_assert(ge(sz, k, 4), "calls of the page source for all these requests");
}

/* ---- any of the functions ---- */

struct customer {
	char *held[12];
	unsigned state;
};

/* One request to any of the functions, for up to so many bytes, and more. */
static void request(struct customer *c, size_t sizes, size_t more)
{
	c->state = c->state * 1103515245u + 12345u;
	char **held = &c->held[(c->state >> 16) % 12];
	size_t size = (c->state >> 20) % sizes + more;
	unsigned what = c->state >> 29;

	if (what >= 2 && what < 5) {
		*held = must_realloc(*held, size);
		return;
	}
	heap_free(*held);
	*held = what < 2 ? NULL : what == 5 ? heap_calloc(size, 2)
	        : heap_aligned_alloc(32u << what % 4, size);
}

Test(heap_info, is_right_after_any_function)
{
	struct customer c = { .state = 5 };

	begin_with(WIDE);
	for (size_t turn = 0; turn < 400; turn++) {
		/* Now and then mapped, or large and at the end. */
		size_t more = turn % 40 < 39 ? 0 : turn % 80 == 39 ? LARGE : HEAP_TRIM / 2;
		request(&c, 500, more);
		expect_counted();
	}
	for (size_t i = 0; i < 12; i++)
		heap_free(c.held[i]);
	expect_counted();
}

Test(heap_info, knows_what_was_given_back)
{
	begin_with(WIDE);
	must_alloc(24);
	void *large = must_align(64, HEAP_TRIM);
	expect_counted();
	heap_free(large);
	expect_counted();
	large = must_align(64, HEAP_TRIM);
	pages_keep_all();
	heap_free(large);
	expect_counted();
	cr_assert(ge(sz, heap_info.free_bytes, HEAP_TRIM), "nothing was given back");
}

/* ---- what stage 11 promised of the walks ---- */

static bool count_down(const struct heap_block *block, void *context)
{
	size_t *left = context;

	(void)block;
	return --*left > 0;
}

static void two_holes(void *row[5])
{
	side_by_side_at(row, 5, 112, __FILE__, __LINE__);
	fence_free(row[1]);
	fence_free(row[3]);
	expect_sound();
}

Test(heap_walk, still_stops_when_it_is_told_to)
{
	void *row[5];
	size_t left = 2;

	two_holes(row);
	cr_assert(not(heap_walk(count_down, &left)), "the visitor stopped the walk: false");
	cr_assert(eq(sz, left, 0), "the visitor is not called again after it said no");
	left = 1;
	cr_assert(not(heap_walk_free(count_down, &left)), "the visitor stopped this walk, too");
	cr_assert(eq(sz, left, 0), "the visitor is not called again after it said no");
}

Test(heap_walk_free, still_asks_where_a_link_leads)
{
	void *row[5];
	size_t left = 1000;

	two_holes(row);
	void *next = links_of(header_of(row[3]))->next;
	links_of(header_of(row[3]))->next = (void *)header_of(row[0]);
	cr_assert(not(heap_walk_free(count_down, &left)), "a link leads to a block in use");
	links_of(header_of(row[3]))->next = next;
	expect_sound();
}

/* ---- heap_check ---- */

Test(heap_check, is_silent_whatever_is_asked)
{
	struct customer c = { .state = 1 };

	begin();
	for (size_t turn = 0; turn < 300; turn++) {
		request(&c, 300, 0);
		const char *problem = heap_check();
		if (problem != NULL)
			cr_assert(false, "heap_check finds fault with a sound heap: %s", problem);
	}
	expect_sound();
}

/* ---- random requests ---- */

Test(random_requests, texts_that_grow, .timeout = 8)
{
	static const struct sequence_weights weights = {
		.alloc = 15, .realloc = 70, .free = 15, .live = 6,
		.sizes = { { 1, 1, 100 }, { 1, 100, 1000 }, { 1, 1000, 3000 } },
	};

	play_random(2, &weights, 150);
}

Test(random_requests, small_changes_of_size, .timeout = 8)
{
	static const struct sequence_weights weights = {
		.alloc = 30, .realloc = 50, .free = 20, .live = 30, .sizes = { { 1, 0, 100 } },
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
	cr_assert(vec_reserve(&numbers, 100), "800 bytes fit into 128 KiB");
	while (n < 20000 && vec_push(&numbers, &n))
		n++;
	cr_assert(lt(long, n, 16384), "128 KiB can't hold more than 16,384 numbers");
	cr_assert(eq(sz, numbers.count, (size_t)n), "a push that failed adds nothing");
	cr_assert(ge(long, n, 1001), "1000 numbers should fit");
	size_t room = numbers.capacity;
	cr_assert(not(vec_reserve(&numbers, 20000)), "160,000 bytes don't fit into 128 KiB");
	cr_assert(eq(sz, numbers.capacity, room), "a vec_reserve that failed changes nothing");
	cr_assert(eq(long, *(long *)vec_at(&numbers, 999), 999));
	vec_free(&numbers);
	expect_sound();
}
