/*
 * my_tests.c - your own tests for the vector and for read_line.
 *
 * They are run against a correct solution, where all must pass, and against
 * solutions with one bug each, where at least one must fail. Whatever vec.h
 * and read_line.h promise may be tested, and nothing else.
 */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "failpoint.h" /* fail_at, fail_from, fail_never, alloc_live, ... */
#include "read_line.h"
#include "vec.h"

/* One test as an example: push one number, and look whether it is there. */
Test(vec_push, keeps_one_number)
{
	struct vec v;
	int number = 41;

	vec_init(&v, sizeof number);
	cr_assert(vec_push(&v, &number), "there is memory for one int");
	int *kept = vec_at(&v, 0);
	cr_assert(ne(ptr, kept, NULL), "item 0 was pushed");
	cr_expect(eq(int, *kept, 41), "the number comes back unchanged");
	vec_free(&v);
}

// Your turn. What else do the headers promise?
