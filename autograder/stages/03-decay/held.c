/*
 * Held-back tests of stage 03: every place and every length in small blocks,
 * both ends of the range, and spans of nothing.
 */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "small_stack.h"
#include "span.h"

static const struct span nothing = { NULL, NULL };

static unsigned char *new_block(size_t length)
{
	unsigned char *block = malloc(length);

	cr_assert(ne(ptr, block, NULL), "the test got no memory");
	return block;
}

static struct span span_at(unsigned char *begin, size_t length)
{
	return (struct span){ begin, begin + length };
}

/* Byte i of the test's pattern: neighbours differ, and so do both halves. */
static unsigned char pattern(size_t i)
{
	return (unsigned char)(i * 7 + 3 + i / 256);
}

static void write_pattern(unsigned char *block, size_t length)
{
	for (size_t i = 0; i < length; i++)
		block[i] = pattern(i);
}

static bool same(struct span a, struct span b)
{
	return a.begin == b.begin && a.end == b.end;
}

static int sign(int n)
{
	return (n > 0) - (n < 0);
}

Test(span_fill, writes_any_value_at_any_length)
{
	for (size_t length = 1; length <= 70000; length += length < 40 ? 1 : 34980) {
		unsigned char *block = new_block(length);
		unsigned char value = (unsigned char)(length * 37);

		memset(block, value + 1, length);
		span_fill(span_at(block, length), value);
		for (size_t i = 0; i < length; i++)
			if (block[i] != value)
				cr_assert(false, "byte %zu of %zu should be %d",
				          i, length, value);
		span_fill(span_at(block + length, 0), 0);
		free(block);
	}
}

/* Copies inside one block, from every place to every place. */
Test(span_copy, overlaps_in_every_way)
{
	enum { SIZE = 12 };

	for (size_t length = 0; length <= SIZE; length++)
		for (size_t from = 0; from <= SIZE - length; from++)
			for (size_t to = 0; to <= SIZE - length; to++) {
				unsigned char *block = new_block(SIZE);
				unsigned char wanted[SIZE];

				write_pattern(block, SIZE);
				write_pattern(wanted, SIZE);
				memmove(wanted + to, wanted + from, length);
				if (!span_copy(span_at(block + to, length),
				               span_at(block + from, length)))
					cr_assert(false, "%zu bytes fit into %zu",
					          length, length);
				if (memcmp(block, wanted, SIZE) != 0)
					cr_assert(false, "%zu bytes from byte %zu to byte %zu",
					          length, from, to);
				free(block);
			}
}

/* `to` has room to spare, and its end tells nothing about the direction. */
Test(span_copy, overlaps_with_room_to_spare)
{
	enum { SIZE = 12 };

	for (size_t length = 1; length <= SIZE; length++)
		for (size_t from = 0; from <= SIZE - length; from++)
			for (size_t to = 0; to <= SIZE - length; to++) {
				unsigned char *block = new_block(SIZE);
				unsigned char wanted[SIZE];

				write_pattern(block, SIZE);
				write_pattern(wanted, SIZE);
				memmove(wanted + to, wanted + from, length);
				if (!span_copy(span_at(block + to, SIZE - to),
				               span_at(block + from, length)))
					cr_assert(false, "%zu bytes fit into %zu",
					          length, SIZE - to);
				if (memcmp(block, wanted, SIZE) != 0)
					cr_assert(false, "%zu bytes from byte %zu to byte %zu",
					          length, from, to);
				free(block);
			}
}

Test(span_copy, goes_both_ways_between_two_blocks)
{
	unsigned char *one = new_block(50), *two = new_block(50);

	for (int turn = 0; turn < 2; turn++) {
		unsigned char *from = turn == 0 ? one : two;
		unsigned char *to = turn == 0 ? two : one;

		write_pattern(from, 50);
		memset(to, 0, 50);
		cr_assert(span_copy(span_at(to, 50), span_at(from, 50)),
		          "50 bytes fit into 50");
		for (size_t i = 0; i < 50; i++)
			if (to[i] != pattern(i))
				cr_assert(false, "byte %zu of the copy", i);
	}
	free(one);
	free(two);
}

Test(span_copy, moves_a_long_span)
{
	enum { LENGTH = 400000 };
	static unsigned char wanted[LENGTH];
	unsigned char *block = new_block(LENGTH + 1);

	write_pattern(wanted, LENGTH);
	write_pattern(block, LENGTH);
	use_a_small_stack();
	cr_assert(span_copy(span_at(block + 1, LENGTH), span_at(block, LENGTH)),
	          "400000 bytes fit into 400000");
	cr_assert(memcmp(block + 1, wanted, LENGTH) == 0, "one byte further up");
	cr_assert(span_copy(span_at(block, LENGTH), span_at(block + 1, LENGTH)),
	          "400000 bytes fit into 400000");
	cr_assert(memcmp(block, wanted, LENGTH) == 0, "and back again");
	free(block);
}

Test(span_copy, copies_nothing_to_anywhere)
{
	unsigned char *block = new_block(4);
	struct span s = span_at(block, 4);

	write_pattern(block, 4);
	cr_expect(span_copy(s, nothing), "nothing fits into four bytes");
	cr_expect(span_copy(s, span_at(block + 4, 0)), "an empty span fits, too");
	cr_expect(span_copy(span_at(block + 2, 0), span_at(block, 0)),
	          "no bytes fit into no bytes");
	cr_expect(span_copy(nothing, nothing), "nothing fits into nothing");
	cr_expect(not(span_copy(nothing, s)), "four bytes do not fit into nothing");
	for (size_t i = 0; i < 4; i++)
		cr_expect(eq(int, block[i], pattern(i)), "byte %zu", i);
	free(block);
}

/* All texts of up to four letters from { 0, 127, 128, 255 }, two by two. */
Test(span_compare, agrees_with_a_careful_comparison)
{
	static const unsigned char alphabet[] = { 0, 127, 128, 255 };

	for (unsigned pair = 0; pair < 1u << 12; pair += 5) {
		size_t left = pair % 4, right = pair / 4 % 4;
		unsigned char *a = new_block(left + 1), *b = new_block(right + 1);
		int wanted;

		/* the unused byte stands in front, so that the end is exact */
		for (size_t i = 0; i <= left; i++)
			a[i] = alphabet[pair >> (4 + i) & 3];
		for (size_t i = 0; i <= right; i++)
			b[i] = alphabet[pair >> (7 + i) & 3];
		wanted = sign(memcmp(a + 1, b + 1, left < right ? left : right));
		if (wanted == 0)
			wanted = (left > right) - (left < right);
		if (sign(span_compare(span_at(a + 1, left), span_at(b + 1, right)))
		    != wanted)
			cr_assert(false, "%zu bytes against %zu: wanted %d",
			          left, right, wanted);
		free(a);
		free(b);
	}
}

Test(span_compare, finds_nothing_equal_to_nothing)
{
	unsigned char *block = new_block(2);
	struct span none = span_at(block + 2, 0);

	memset(block, 0, 2);
	cr_assert(eq(int, sign(span_compare(span_at(block, 1), none)), 1),
	          "a byte of 0 is more than no byte");
	cr_expect(eq(int, span_compare(nothing, nothing), 0), "NULL and NULL");
	cr_expect(eq(int, span_compare(nothing, none), 0),
	          "NULL and an empty span hold the same bytes: none");
	cr_expect(eq(int, span_compare(none, span_at(block, 0)), 0),
	          "two empty spans at different places");
	free(block);
}

Test(span_compare, and_all_that_look_need_no_stack)
{
	enum { LENGTH = 100000 };
	unsigned char *one = new_block(LENGTH), *two = new_block(LENGTH);
	struct span a = span_at(one, LENGTH), b = span_at(two, LENGTH);

	memset(one, 'x', LENGTH);
	memset(two, 'x', LENGTH);
	use_a_small_stack();
	cr_expect(eq(int, span_compare(a, b), 0), "100,000 equal bytes");
	cr_expect(span_find(a, 'y') == NULL, "no y among them");
	cr_expect(span_find_other(a, 'x') == NULL, "all are x");
	two[LENGTH - 1] = 'y';
	cr_expect(eq(int, sign(span_compare(a, b)), -1), "the last byte decides");
	cr_expect(span_find(b, 'y') == two + LENGTH - 1, "y is the last");
	cr_expect(span_find_other(b, 'x') == two + LENGTH - 1, "y is the last");
	cr_expect(span_find_span(b, span_at(two + LENGTH - 2, 2)) == two + LENGTH - 2, "xy");
	free(one);
	free(two);
}

Test(span_find, looks_at_every_byte_and_no_other)
{
	unsigned char *block = new_block(256);

	for (size_t i = 0; i < 256; i++)
		block[i] = (unsigned char)i;
	for (size_t i = 0; i < 256; i++) {
		unsigned char value = (unsigned char)i;
		struct span before = span_at(block, i);
		struct span behind = span_at(block + i + 1, 255 - i);

		if (span_find(span_at(block, 256), value) != block + i)
			cr_assert(false, "the value %zu stands at byte %zu", i, i);
		if (span_find(before, value) != NULL)
			cr_assert(false, "the byte behind the span is not its own");
		if (span_find(behind, value) != NULL)
			cr_assert(false, "the byte before the span is not its own");
	}
	free(block);
}

/* A guard zone behind a block: any one byte may have been overwritten. */
Test(span_find_other, notices_any_one_byte)
{
	for (size_t length = 1; length <= 24; length++) {
		unsigned char *zone = new_block(length);

		memset(zone, 0xaa, length);
		if (span_find_other(span_at(zone, length), 0xaa) != NULL)
			cr_assert(false, "all %zu bytes are 0xaa", length);
		for (size_t i = 0; i < length; i++) {
			zone[i] ^= (unsigned char)(1 << i % 8);
			if (span_find_other(span_at(zone, length), 0xaa) != zone + i)
				cr_assert(false, "byte %zu of %zu differs", i, length);
			zone[i] = 0xaa;
		}
		free(zone);
	}
}

/* All texts of two letters: seven letters long, and up to four wanted. */
Test(span_find_span, agrees_with_a_patient_search)
{
	enum { LENGTH = 7 };
	unsigned char *block = new_block(LENGTH);

	for (unsigned text = 0; text < 1u << LENGTH; text += 3) {
		for (size_t i = 0; i < LENGTH; i++)
			block[i] = text >> i & 1 ? 'b' : 'a';
		for (size_t count = 1; count <= 4; count++) {
			unsigned char *wanted = new_block(count);
			unsigned char *first = NULL;

			for (size_t i = 0; i < count; i++)
				wanted[i] = text >> (i + count) % LENGTH & 1 ? 'a' : 'b';
			for (size_t at = 0; at <= LENGTH - count && first == NULL; at++)
				if (memcmp(block + at, wanted, count) == 0)
					first = block + at;
			if (span_find_span(span_at(block, LENGTH),
			                   span_at(wanted, count)) != first)
				cr_assert(false, "\"%.*s\" in \"%.*s\"",
				          (int)count, (char *)wanted,
				          LENGTH, (char *)block);
			free(wanted);
		}
	}
	free(block);
}

Test(span_find_span, finds_what_stands_at_the_very_end)
{
	unsigned char *block = new_block(8), *wanted = new_block(3);
	struct span s = span_at(block, 8), w = span_at(wanted, 3);

	memset(block, 0, 8);
	for (size_t i = 0; i < 3; i++)
		wanted[i] = block[5 + i] = (unsigned char)"end"[i];
	cr_expect(span_find_span(s, w) == block + 5, "at the very end: byte 5");
	cr_expect(span_find_span(w, w) == wanted, "a span stands in itself");
	cr_expect(span_find_span(span_at(block, 7), w) == NULL,
	          "its last byte lies outside");
	cr_expect(span_find_span(nothing, w) == NULL, "there is no end in nothing");
	free(block);
	free(wanted);
}

Test(span_take, takes_all_and_takes_nothing)
{
	unsigned char *block = new_block(5);
	struct span s = span_at(block, 5), front = nothing;

	cr_assert(span_take(&s, 0, &front), "nothing can always be taken");
	cr_expect(same(front, span_at(block, 0)), "an empty front");
	cr_expect(same(s, span_at(block, 5)), "and all of it remains");
	cr_assert(span_take(&s, 5, &front), "all five bytes can be taken");
	cr_expect(same(front, span_at(block, 5)), "a front of five");
	cr_expect(same(s, span_at(block + 5, 0)), "and nothing remains, at the end");
	cr_expect(span_take(&s, 0, &front), "nothing can be taken from nothing");
	cr_expect(not(span_take(&s, 1, &front)), "not one byte is left");
	s = nothing;
	cr_expect(span_take(&s, 0, &front), "nothing can be taken from NULL");
	cr_expect(same(front, nothing), "the front of NULL is NULL");
	cr_expect(not(span_take(&s, 1, &front)), "there is no byte at NULL");
	free(block);
}

Test(span_part, draws_the_line_exactly)
{
	unsigned char *block = new_block(8);

	for (size_t offset = 0; offset <= 10; offset++)
		for (size_t length = 0; length <= 10; length++) {
			struct span part = nothing;
			bool exists = offset + length <= 8;

			if (span_part(span_at(block, 8), offset, length, &part) != exists)
				cr_assert(false, "do %zu bytes from byte %zu of 8 exist?",
				          length, offset);
			if (!same(part, exists ? span_at(block + offset, length)
			                       : nothing))
				cr_assert(false, "%zu bytes from byte %zu of 8",
				          length, offset);
		}
	free(block);
}

Test(span_part, counts_in_size_t)
{
	static const size_t huge[] = {
		UINT32_MAX + (size_t)1, UINT32_MAX + (size_t)3, PTRDIFF_MAX,
		PTRDIFF_MAX + (size_t)1, SIZE_MAX / 2 + 3, SIZE_MAX - 7,
		SIZE_MAX - 1, SIZE_MAX
	};
	unsigned char *block = new_block(8);
	struct span s = span_at(block, 8), part = nothing;

	cr_assert(span_part(s, 1, 2, &part), "bytes 1 and 2 exist");
	part = nothing;
	for (size_t i = 0; i < sizeof huge / sizeof huge[0]; i++) {
		cr_expect(not(span_part(s, huge[i], 2, &part)),
		          "there is no byte %zu", huge[i]);
		cr_expect(not(span_part(s, 2, huge[i], &part)),
		          "there are no %zu bytes", huge[i]);
		cr_expect(not(span_part(s, huge[i], SIZE_MAX - huge[i] + 3, &part)),
		          "%zu and %zu make 2", huge[i], SIZE_MAX - huge[i] + 3);
	}
	cr_expect(same(part, nothing), "after a refusal part is what it was");
	cr_expect(span_part(nothing, 0, 0, &part), "nothing is a part of nothing");
	cr_expect(not(span_part(nothing, 1, 0, &part)), "there is no byte 1 at NULL");
	cr_expect(not(span_part(nothing, 0, 1, &part)), "there is no byte at NULL");
	free(block);
}

Test(span_row, cuts_every_table_into_its_rows)
{
	for (size_t rows = 1; rows <= 4; rows++)
		for (size_t columns = 1; columns <= 4; columns++)
			for (size_t size = 1; size <= 9; size += 4) {
				unsigned char *block = new_block(rows * columns * size);
				struct table t = { block, rows, columns, size };
				unsigned char *begin = block;

				for (size_t i = 0; i < rows; i++) {
					struct span row = nothing;

					if (!span_row(t, i, &row)
					    || !same(row, span_at(begin, columns * size)))
						cr_assert(false, "row %zu of %zu x %zu, "
						          "%zu bytes each", i, rows, columns, size);
					begin += columns * size;
				}
				free(block);
			}
}

Test(span_row, knows_tables_without_a_byte)
{
	int seconds[2] = { 562, 346 };
	struct table t = { seconds, 2, 1, sizeof(int) };
	struct span row = nothing;

	cr_assert(span_row(t, 1, &row), "a table of two rows of one int");
	t.columns = 0;
	cr_assert(span_row(t, 1, &row), "rows may be empty");
	cr_expect(eq(sz, (size_t)(row.end - row.begin), 0), "no column, no byte");
	cr_expect(not(span_row(t, 2, &row)), "two rows, though empty: 0 and 1");
	t = (struct table){ NULL, 3, 0, sizeof(int) };
	cr_assert(span_row(t, 2, &row), "rows of NULL may be empty, too");
	cr_expect(same(row, nothing), "the empty row of NULL");
	t = (struct table){ seconds, 2, 3, 0 };
	cr_assert(span_row(t, 1, &row), "elements may have no bytes, too");
	cr_expect(eq(sz, (size_t)(row.end - row.begin), 0), "3 elements of 0 bytes");
	t = (struct table){ seconds, SIZE_MAX, SIZE_MAX, 0 };
	cr_assert(span_row(t, 7, &row), "many of them take no bytes, either");
	cr_expect(not(span_row(t, SIZE_MAX, &row)), "but there are no more rows");
	t = (struct table){ seconds, 0, 2, sizeof(int) };
	cr_expect(not(span_row(t, 0, &row)), "a table without rows has no row 0");
}

Test(span_row, refuses_every_product_that_wraps)
{
	int seconds[4] = { 562, 346, 579, 323 };
	struct span row = nothing;

	for (size_t size = 2; size <= 64; size *= 2) {
		struct table t = { seconds, 1, SIZE_MAX / size + 2, size };

		cr_expect(not(span_row(t, 0, &row)),
		          "%zu columns of %zu bytes", t.columns, size);
		t = (struct table){ seconds, SIZE_MAX / size + 2, 1, size };
		cr_expect(not(span_row(t, 0, &row)),
		          "%zu rows of %zu bytes", t.rows, size);
		t = (struct table){ seconds, SIZE_MAX / 2 + 2, 2, size };
		cr_expect(not(span_row(t, 0, &row)),
		          "%zu rows of 2 times %zu bytes", t.rows, size);
	}
	cr_expect(same(row, nothing), "after a refusal row is what it was");
	struct table t = { seconds, 2, 2, sizeof(int) };
	cr_expect(span_row(t, 1, &row), "a table that exists");
}
