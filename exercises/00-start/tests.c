/*
 * The public tests of stage 00. A test calls your function and compares what
 * it gave (actual) with what was wanted (expected):
 *
 *     cr_assert(eq(sz, actual, expected), "what this is about");
 *
 * sz says that both are size_t.
 */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include <stdlib.h>
#include <string.h>

#include "start.h"

Test(count_in, counts_every_letter_to_the_last)
{
	cr_assert(eq(sz, count_in("banana", 'a'), 3), "a in banana");
}

Test(count_in, counts_the_first_letter)
{
	cr_assert(eq(sz, count_in("banana", 'b'), 1), "b in banana");
}

Test(count_in, finds_nothing_where_nothing_is)
{
	cr_assert(eq(sz, count_in("banana", 'x'), 0), "x in banana");
}

Test(count_in, tells_upper_from_lower_case)
{
	cr_assert(eq(sz, count_in("Blue Train", 'B'), 1), "B in Blue Train");
	cr_assert(eq(sz, count_in("Blue Train", 'b'), 0), "b in Blue Train");
}

Test(count_in, finds_nothing_in_an_empty_text)
{
	cr_assert(eq(sz, count_in("", 'a'), 0), "a in an empty text");
}

Test(count_in, takes_no_text_for_an_empty_one)
{
	cr_assert(eq(sz, count_in(NULL, 'a'), 0), "a in no text at all");
}

Test(count_in, does_not_count_the_terminator)
{
	cr_assert(eq(sz, count_in("banana", '\0'), 0), "the terminator in banana");
}

/* The copy lies on the heap, where Memcheck sees each byte read beyond it. */
Test(count_in, stays_within_the_text)
{
	static const char text[] = "so what";
	char *copy = malloc(sizeof text);

	cr_assert(ne(ptr, copy, NULL), "there is memory for eight bytes");
	memcpy(copy, text, sizeof text);
	cr_assert(eq(sz, count_in(copy, 'w'), 1), "w in so what");
	free(copy);
}
