/*
 * tests.c - the public tests of stage 03.
 *
 * The blocks come from malloc and are just as long as the test says. So when
 * your code reads or writes one byte in front of a block, or one behind it,
 * Memcheck sees it. The tests put their spans together by hand: a wrong
 * span_of spoils only the tests of span_of.
 */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "span.h"

/* A block of length bytes, which the test frees. */
static unsigned char *new_block(size_t length)
{
	unsigned char *block = malloc(length);

	cr_assert(ne(ptr, block, NULL), "the test got no memory");
	return block;
}

/* The letters of the text, without a '\0', in a block of just that length. */
static struct span letters(const char *text)
{
	size_t length = strlen(text);
	unsigned char *block = new_block(length);

	for (size_t i = 0; i < length; i++)
		block[i] = (unsigned char)text[i];
	return (struct span){ block, block + length };
}

/* Which byte of s is that? Its length stands for its end, -1 for elsewhere. */
static int place(struct span s, const unsigned char *p)
{
	int i = 0;

	for (const unsigned char *byte = s.begin; byte != s.end; byte++, i++)
		if (byte == p)
			return i;
	return p == s.end && p != NULL ? i : -1;
}

static void release(struct span s)
{
	free(s.begin);
}

/* Asserts that the bytes of s are the letters of the text. */
static void expect_letters(struct span s, const char *text, const char *what)
{
	char found[64] = "";
	size_t length = strlen(text);

	memcpy(found, s.begin, length);
	cr_expect(eq(str, found, (char *)(uintptr_t)text), "%s", what);
}

static bool same(struct span a, struct span b)
{
	return a.begin == b.begin && a.end == b.end;
}

/* -1, 0 or 1: how far below or above 0 is nobody's business. */
static int sign(int n)
{
	return (n > 0) - (n < 0);
}

/* A span that no function returns: what an answer must not touch. */
static unsigned char elsewhere[4];
static const struct span untouched = { elsewhere, elsewhere + 4 };
static const struct span nothing = { NULL, NULL };

Test(span_of, ends_one_past_the_last_byte)
{
	unsigned char *block = new_block(10);
	struct span ten = { block, block + 10 };
	struct span s = span_of(block, 10);

	cr_expect(eq(int, place(ten, s.begin), 0), "a span begins at its first byte");
	cr_expect(eq(int, place(ten, s.end), 10), "10 bytes: it ends before byte 10");
	free(block);
}

Test(span_of, makes_an_empty_span_of_no_bytes)
{
	unsigned char *block = new_block(10);
	struct span ten = { block, block + 10 };
	struct span s = span_of(block + 3, 0);

	cr_expect(eq(int, place(ten, s.begin), 3), "it begins where it was told");
	cr_expect(eq(int, place(ten, s.end), 3), "no bytes: it ends there too");
	free(block);
}

Test(span_of, makes_nothing_of_null)
{
	unsigned char byte = 0;
	struct span s = span_of(&byte, 1);

	cr_assert(s.begin == &byte, "first a span of one byte, which begins there");
	s = span_of(NULL, 0);
	cr_expect(same(s, nothing), "no bytes at NULL: both pointers are NULL");
	s = span_of(NULL, 10);
	cr_expect(same(s, nothing), "10 bytes at NULL: there are none");
}

Test(span_length, counts_the_bytes)
{
	unsigned char *block = new_block(100);

	cr_expect(eq(sz, span_length((struct span){ block, block + 100 }), 100),
	          "the whole block");
	cr_expect(eq(sz, span_length((struct span){ block + 99, block + 100 }), 1),
	          "its last byte");
	cr_expect(eq(sz, span_length((struct span){ block, block }), 0),
	          "an empty span");
	cr_expect(eq(sz, span_length(nothing), 0),
	          "the span of nothing");
	free(block);
}

Test(span_fill, writes_every_byte)
{
	unsigned char *block = new_block(33);

	memset(block, '-', 33);
	span_fill((struct span){ block, block + 33 }, 0xa5);
	for (size_t i = 0; i < 33; i++)
		if (block[i] != 0xa5)
			cr_assert(false, "byte %zu of 33 was not written", i);
	free(block);
}

Test(span_fill, writes_no_other_byte)
{
	struct span s = letters("abcdefgh");

	span_fill((struct span){ s.begin + 2, s.begin + 5 }, 'X');
	span_fill((struct span){ s.begin + 6, s.begin + 6 }, '!');
	span_fill(nothing, '!');
	expect_letters(s, "abXXXfgh", "three bytes in the middle, and no others");
	release(s);
}

Test(span_copy, copies_from_one_block_to_another)
{
	struct span from = letters("So What");
	struct span to = letters("-------");

	cr_assert(span_copy(to, from), "seven bytes fit into seven");
	expect_letters(to, "So What", "the copy");
	expect_letters(from, "So What", "the original stays as it was");
	release(from);
	release(to);
}

Test(span_copy, leaves_the_rest_of_a_longer_span)
{
	struct span from = letters("Blue");
	struct span to = letters("..........");

	cr_assert(span_copy(to, from), "four bytes fit into ten");
	expect_letters(to, "Blue......", "four bytes at the beginning");
	release(from);
	release(to);
}

Test(span_copy, refuses_a_span_that_is_too_short)
{
	struct span from = letters("Naima");
	struct span to = letters("....");

	cr_assert(span_copy(to, (struct span){ from.begin, from.begin + 4 }),
	          "four bytes fit into four");
	expect_letters(to, "Naim", "the first four letters");
	memset(to.begin, '.', 4);
	cr_expect(not(span_copy(to, from)), "five bytes do not fit into four");
	expect_letters(to, "....", "after a refusal nothing has been copied");
	release(from);
	release(to);
}

Test(span_copy, moves_bytes_towards_the_end)
{
	struct span s = letters("abcdefgh");

	cr_assert(span_copy((struct span){ s.begin + 2, s.end },
	                    (struct span){ s.begin, s.end - 2 }),
	          "six bytes fit into six");
	expect_letters(s, "ababcdef", "abcdef, two bytes further up");
	release(s);
}

Test(span_copy, moves_bytes_towards_the_beginning)
{
	struct span s = letters("abcdefgh");

	cr_assert(span_copy((struct span){ s.begin, s.end - 2 },
	                    (struct span){ s.begin + 2, s.end }),
	          "six bytes fit into six");
	expect_letters(s, "cdefghgh", "cdefgh, two bytes further down");
	release(s);
}

Test(span_compare, finds_equal_bytes_equal)
{
	struct span a = letters("Naima"), b = letters("Naima");
	struct span c = letters("Naimb");

	cr_expect(eq(int, span_compare(a, b), 0), "the same bytes at two places");
	cr_expect(ne(int, span_compare(a, c), 0), "Naima is not Naimb");
	release(a);
	release(b);
	release(c);
}

Test(span_compare, lets_the_first_difference_decide)
{
	struct span a = letters("acz"), b = letters("bca");

	cr_expect(eq(int, sign(span_compare(a, b)), -1), "acz comes before bca");
	cr_expect(eq(int, sign(span_compare(b, a)), 1), "bca comes after acz");
	release(a);
	release(b);
}

Test(span_compare, takes_bytes_as_numbers_from_0_to_255)
{
	struct span low = letters("\x7f"), high = letters("\x80");

	cr_expect(eq(int, sign(span_compare(low, high)), -1), "127 is less than 128");
	cr_expect(eq(int, sign(span_compare(high, low)), 1), "128 is more than 127");
	release(low);
	release(high);
}

Test(span_compare, puts_the_shorter_one_first)
{
	struct span a = letters("So"), b = letters("So What");

	cr_expect(eq(int, sign(span_compare(a, b)), -1), "So comes before So What");
	cr_expect(eq(int, sign(span_compare(b, a)), 1), "So What comes after So");
	cr_expect(eq(int, sign(span_compare(nothing, a)), -1), "nothing comes before So");
	cr_expect(eq(int, sign(span_compare(a, nothing)), 1), "So comes after nothing");
	release(a);
	release(b);
}

Test(span_find, finds_the_first_of_several)
{
	struct span s = letters("a-b-c");

	cr_expect(eq(int, place(s, span_find(s, '-')), 1), "the first - is byte 1");
	cr_expect(eq(int, place(s, span_find(s, 'a')), 0), "a is byte 0");
	cr_expect(eq(int, place(s, span_find(s, 'c')), 4), "c is the last byte");
	release(s);
}

Test(span_find, is_null_when_there_is_none)
{
	struct span s = letters("Naima");

	cr_assert(eq(int, place(s, span_find(s, 'm')), 3), "m is byte 3");
	cr_expect(span_find(s, 'x') == NULL, "there is no x in Naima");
	s.end--;
	cr_expect(span_find(s, 'n') == NULL, "there is no n in Naim");
	cr_expect(span_find(nothing, 'x') == NULL,
	          "there is nothing in nothing");
	release(s);
}

Test(span_find_other, finds_the_first_byte_that_differs)
{
	unsigned char *zone = new_block(16);
	struct span s = { zone, zone + 16 };

	memset(zone, 0xfe, 16);
	zone[9] = 0x41;
	zone[12] = 0;
	cr_expect(eq(int, place(s, span_find_other(s, 0xfe)), 9),
	          "byte 9 is not 0xfe any more");
	zone[0] = 0;
	cr_expect(eq(int, place(s, span_find_other(s, 0xfe)), 0),
	          "now byte 0 is the first");
	free(zone);
}

Test(span_find_other, is_null_when_all_are_the_same)
{
	unsigned char *zone = new_block(16);
	struct span s = { zone, zone + 16 };

	memset(zone, 0xfe, 16);
	cr_assert(eq(int, place(s, span_find_other(s, 0)), 0),
	          "byte 0 is 0xfe, which is not 0");
	cr_expect(span_find_other(s, 0xfe) == NULL,
	          "16 bytes, all of them 0xfe");
	cr_expect(span_find_other(nothing, 0) == NULL,
	          "nothing differs in nothing");
	free(zone);
}

Test(span_find_span, finds_the_first_place)
{
	struct span s = letters("aaabaab"), wanted = letters("aab");

	cr_expect(eq(int, place(s, span_find_span(s, wanted)), 1),
	          "the first aab in aaabaab begins at byte 1");
	s.begin += 4;
	cr_expect(eq(int, place(s, span_find_span(s, wanted)), 0),
	          "aab begins with aab");
	s.begin -= 4;
	release(s);
	release(wanted);
}

Test(span_find_span, is_null_when_it_is_not_whole)
{
	struct span s = letters("So What"), wanted = letters("What?");

	wanted.end--;
	cr_assert(eq(int, place(s, span_find_span(s, wanted)), 3),
	          "What begins at byte 3");
	wanted.end++;
	cr_expect(span_find_span(s, wanted) == NULL,
	          "What? begins there too, but it is not whole");
	cr_expect(span_find_span(wanted, s) == NULL,
	          "seven bytes can't stand in five");
	release(s);
	release(wanted);
}

Test(span_find_span, finds_an_empty_span_at_the_beginning)
{
	struct span s = letters("Naima"), end = { s.end, s.end };

	cr_expect(eq(int, place(s, span_find_span(s, nothing)), 0),
	          "nothing stands at the beginning of Naima");
	cr_expect(eq(int, place(s, span_find_span(s, end)), 0),
	          "an empty span stands there too, wherever it lies itself");
	cr_expect(span_find_span(end, nothing) == s.end,
	          "and it stands in an empty span");
	release(s);
}

Test(span_take, splits_off_a_front)
{
	struct span all = letters("Blue in Green"), s = all;
	struct span front = untouched;

	cr_assert(span_take(&s, 4, &front), "there are four bytes to take");
	cr_expect(same(front, (struct span){ all.begin, all.begin + 4 }),
	          "front should be the first four bytes");
	cr_expect(same(s, (struct span){ all.begin + 4, all.end }),
	          "s should be what remains, from byte 4 to the end");
	expect_letters(all, "Blue in Green", "the bytes stay what they were");
	release(all);
}

Test(span_take, goes_on_where_it_stopped)
{
	struct span all = letters("abcdef"), s = all;
	struct span front = untouched;

	for (size_t i = 0; i < 3; i++) {
		cr_assert(span_take(&s, 2, &front), "two bytes are left");
		cr_assert(same(front, (struct span){ all.begin + 2 * i,
		                                     all.begin + 2 * i + 2 }),
		          "part %zu should begin at byte %zu", i, 2 * i);
	}
	cr_expect(same(s, (struct span){ all.end, all.end }),
	          "everything was taken: s is empty now, at the end");
	release(all);
}

Test(span_take, refuses_more_than_there_is)
{
	struct span all = letters("abc"), s = all;
	struct span front = untouched;

	cr_assert(span_take(&s, 1, &front), "there is one byte to take");
	front = untouched;
	cr_expect(not(span_take(&s, 3, &front)), "only two bytes are left");
	cr_expect(not(span_take(&s, SIZE_MAX, &front)), "only two bytes are left");
	cr_expect(same(front, untouched), "after a refusal front is what it was");
	cr_expect(same(s, (struct span){ all.begin + 1, all.end }),
	          "after a refusal s is what it was");
	release(all);
}

Test(span_part, gives_the_bytes_that_were_asked_for)
{
	struct span s = letters("Blue in Green");
	struct span part = untouched;

	cr_assert(span_part(s, 5, 2, &part), "bytes 5 and 6 exist");
	cr_expect(same(part, (struct span){ s.begin + 5, s.begin + 7 }),
	          "two bytes from byte 5 on");
	cr_assert(span_part(s, 0, 13, &part), "13 bytes are all there are");
	cr_expect(same(part, s), "all of them");
	cr_assert(span_part(s, 13, 0, &part), "an empty part exists at the end");
	cr_expect(same(part, (struct span){ s.end, s.end }), "no bytes, at the end");
	release(s);
}

Test(span_part, refuses_what_leaves_the_span)
{
	struct span s = letters("Naima");
	struct span part = untouched;

	cr_assert(span_part(s, 4, 1, &part), "byte 4 is the last of five");
	part = untouched;
	cr_expect(not(span_part(s, 4, 2, &part)), "only one byte stands there");
	cr_expect(not(span_part(s, 5, 1, &part)), "no byte stands at the end");
	cr_expect(not(span_part(s, 6, 0, &part)), "that is one past one past");
	cr_expect(same(part, untouched), "after a refusal part is what it was");
	release(s);
}

Test(span_part, refuses_a_sum_that_wraps)
{
	struct span s = letters("Naima");
	struct span part = untouched;

	cr_assert(span_part(s, 2, 3, &part), "bytes 2 to 4 exist");
	part = untouched;
	cr_expect(not(span_part(s, 2, SIZE_MAX, &part)),
	          "2 + SIZE_MAX is 1, and yet there are no SIZE_MAX bytes");
	cr_expect(not(span_part(s, SIZE_MAX, 2, &part)),
	          "SIZE_MAX + 2 is 1, and yet there is no byte SIZE_MAX");
	cr_expect(same(part, untouched), "after a refusal part is what it was");
	release(s);
}

Test(span_row, gives_each_row_of_a_table)
{
	int (*seconds)[4] = malloc(3 * sizeof *seconds);
	struct table t = { seconds, 3, 4, sizeof(int) };

	cr_assert(ne(ptr, seconds, NULL), "the test got no memory");
	struct span all = { (unsigned char *)seconds, (unsigned char *)(seconds + 3) };
	for (int i = 0; i < 3; i++) {
		struct span row = untouched;

		cr_assert(span_row(t, (size_t)i, &row), "there is a row %d of three", i);
		cr_expect(eq(int, place(all, row.begin), i * 4 * (int)sizeof(int)),
		          "row %d begins behind %d rows of 4 ints", i, i);
		cr_expect(eq(int, place(all, row.end), (i + 1) * 4 * (int)sizeof(int)),
		          "row %d is 4 ints long", i);
	}
	free(seconds);
}

Test(span_row, refuses_a_row_that_is_not_there)
{
	double seconds[2][3];
	struct table t = { seconds, 2, 3, sizeof(double) };
	struct span row = untouched;

	cr_assert(span_row(t, 1, &row), "row 1 is the second of two");
	row = untouched;
	cr_expect(not(span_row(t, 2, &row)), "two rows: 0 and 1");
	cr_expect(not(span_row(t, SIZE_MAX, &row)), "two rows: 0 and 1");
	cr_expect(not(span_row(t, SIZE_MAX / 24 + 1, &row)),
	          "two rows: 0 and 1, and 24 bytes times this i wrap around to 8");
	cr_expect(same(row, untouched), "after a refusal row is what it was");
}

Test(span_row, refuses_a_table_that_can_not_exist)
{
	int seconds[2][2];
	struct table t = { seconds, 2, 2, sizeof(int) };
	struct span row = untouched;

	cr_assert(span_row(t, 0, &row), "this table exists");
	row = untouched;
	t.columns = SIZE_MAX / sizeof(int) + 3;
	cr_expect(not(span_row(t, 0, &row)),
	          "columns * size wraps around to 8: no row is that long");
	t.columns = 2;
	t.rows = SIZE_MAX / 8 + 2;
	cr_expect(not(span_row(t, 0, &row)),
	          "rows * columns * size wraps around: no table is that large");
	cr_expect(same(row, untouched), "after a refusal row is what it was");
}
