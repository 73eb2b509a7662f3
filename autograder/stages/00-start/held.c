/*
 * Held-back tests of stage 00. None of them looks for a letter at the very
 * end: the starter fails one test only, the one that it is meant to fail.
 */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include <stdlib.h>
#include <string.h>

#include "start.h"

Test(count_in, counts_beyond_a_few_hundred)
{
	enum { LETTERS = 70000 };
	char *text = malloc(LETTERS + 2);

	cr_assert(ne(ptr, text, NULL), "there is memory for 70002 bytes");
	memset(text, 'z', LETTERS);
	strcpy(text + LETTERS, ".");
	cr_assert(eq(sz, count_in(text, 'z'), LETTERS), "z in 70000 times z");
	cr_assert(eq(sz, count_in(text, 'y'), 0), "y in 70000 times z");
	free(text);
}

Test(count_in, answers_the_same_twice)
{
	cr_assert(eq(sz, count_in("so what?", 'o'), 1), "o in so what?");
	cr_assert(eq(sz, count_in("so what?", 'o'), 1), "the same once more");
	cr_assert(eq(sz, count_in("all blues", 'l'), 3), "l in all blues");
}

Test(count_in, finds_letters_beyond_ascii)
{
	cr_assert(eq(sz, count_in("caf\xe9s", '\xe9'), 1), "one byte above 127");
	cr_assert(eq(sz, count_in("caf\xe9s", 'e'), 0), "e is another letter");
}

Test(count_in, stops_at_the_terminator)
{
	static const char two[] = "one\0nine";
	char *copy = malloc(sizeof two);

	cr_assert(ne(ptr, copy, NULL), "there is memory for nine bytes");
	memcpy(copy, two, sizeof two);
	cr_assert(eq(sz, count_in(copy, 'n'), 1), "n in one; nine lies behind");
	free(copy);
}
