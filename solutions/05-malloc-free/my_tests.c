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

/* student: begin
 * // Your turn. What else do the headers promise?
 */
static void push_squares(struct vec *v, int count)
{
	vec_init(v, sizeof(int));
	for (int i = 0; i < count; i++) {
		int square = i * i + 1;
		cr_assert(vec_push(v, &square));
	}
}

static bool squares_are_there(const struct vec *v, int count)
{
	for (int i = 0; i < count; i++) {
		const int *item = vec_at(v, (size_t)i);
		if (item == NULL || *item != i * i + 1)
			return false;
	}
	return v->count == (size_t)count;
}

Test(vec_init, forgets_what_was_there)
{
	struct vec v;

	memset(&v, 0x77, sizeof v);
	vec_init(&v, 12);
	cr_expect(v.items == NULL && v.count == 0 && v.capacity == 0 && v.item_size == 12);
}

Test(vec_init, holds_nothing_of_size_0)
{
	struct vec v;

	vec_init(&v, 0);
	cr_expect(not(vec_reserve(&v, 1)));
	cr_expect(not(vec_push(&v, "")));
}

Test(vec_push, keeps_many_numbers_in_few_blocks)
{
	struct vec v;

	push_squares(&v, 5000);
	cr_expect(squares_are_there(&v, 5000));
	cr_expect(le(sz, alloc_calls(), 100), "the capacity is multiplied");
	vec_free(&v);
	cr_expect(eq(sz, alloc_live(), 0));
}

Test(vec_push, takes_the_first_item_again)
{
	struct vec v;

	push_squares(&v, 1);
	for (int i = 0; i < 64; i++)
		cr_assert(vec_push(&v, vec_at(&v, 0)));
	for (size_t i = 0; i < v.count; i++)
		cr_assert(eq(int, *(int *)vec_at(&v, i), 1));
	vec_free(&v);
}

/* So large that n of them have a product just beyond SIZE_MAX. */
Test(vec_push, takes_no_item_that_is_too_large)
{
	for (size_t n = 2; n <= 8; n++) {
		struct vec v;
		vec_init(&v, SIZE_MAX / n + 1);
		cr_expect(not(vec_push(&v, "x")));
		cr_expect(eq(ptr, v.items, NULL));
	}
}

Test(vec_push, changes_nothing_without_memory)
{
	struct vec v;
	int extra = -1;

	push_squares(&v, 5);
	while (v.count < v.capacity) {
		int square = (int)(v.count * v.count) + 1;
		vec_push(&v, &square);
	}
	int full = (int)v.count;
	fail_from(1);
	cr_expect(not(vec_push(&v, &extra)));
	fail_never();
	cr_expect(squares_are_there(&v, full));
	vec_free(&v);
}

Test(vec_reserve, makes_room_and_keeps_it)
{
	struct vec v;

	push_squares(&v, 3);
	cr_assert(vec_reserve(&v, 500));
	cr_expect(squares_are_there(&v, 3));
	size_t calls = alloc_calls(), capacity = v.capacity;
	cr_assert(vec_reserve(&v, 100));
	cr_assert(vec_reserve(&v, capacity));
	cr_expect(eq(sz, v.capacity, capacity));
	cr_expect(eq(sz, alloc_calls(), calls), "all that room was there");
	for (int i = 3; i < 500; i++)
		cr_assert(vec_push(&v, &(int){i * i + 1}));
	cr_expect(eq(sz, alloc_calls(), calls));
	cr_expect(squares_are_there(&v, 500));
	vec_free(&v);
}

Test(vec_reserve, changes_nothing_when_it_says_no)
{
	struct vec v;

	push_squares(&v, 3);
	struct vec before = v;
	cr_expect(not(vec_reserve(&v, SIZE_MAX / sizeof(int) + 2)), "the product wraps");
	cr_expect(not(vec_reserve(&v, ((size_t)1 << 46) + 8)), "256 TiB, or 32 bytes in an int");
	fail_from(1);
	cr_expect(not(vec_reserve(&v, 1000)));
	fail_never();
	cr_expect(eq(ptr, v.items, before.items));
	cr_expect(eq(sz, v.capacity, before.capacity));
	cr_expect(squares_are_there(&v, 3));
	vec_free(&v);
}

Test(vec_at, knows_the_end)
{
	struct vec v;

	push_squares(&v, 2);
	cr_expect(eq(ptr, vec_at(&v, 2), NULL));
	cr_expect(eq(ptr, vec_at(&v, (size_t)1 << 32), NULL), "0 in an unsigned int");
	vec_free(&v);
}

Test(vec_pop, gives_the_last_one_until_there_is_none)
{
	struct vec v;
	int n = 0;

	push_squares(&v, 3);
	cr_expect(vec_pop(&v, &n) && n == 5);
	cr_expect(vec_pop(&v, NULL));
	cr_expect(squares_are_there(&v, 1));
	cr_expect(vec_pop(&v, &n) && n == 1);
	cr_expect(not(vec_pop(&v, &n)));
	vec_free(&v);
}

Test(vec_free, leaves_an_empty_vector_that_works)
{
	struct vec v;

	push_squares(&v, 40);
	vec_free(&v);
	cr_assert(v.items == NULL && v.count == 0 && v.capacity == 0);
	cr_assert(eq(sz, v.item_size, sizeof(int)));
	cr_expect(vec_push(&v, &(int){1}));
	cr_expect(squares_are_there(&v, 1));
	vec_free(&v);
}

static FILE *reading(const char *text)
{
	FILE *in = fmemopen((void *)(uintptr_t)text, strlen(text), "r");

	cr_assert(ne(ptr, in, NULL));
	return in;
}

static void expect_line(FILE *in, const char *wanted)
{
	char *line = read_line(in);

	cr_assert(ne(ptr, line, NULL));
	cr_assert(eq(str, line, (char *)(uintptr_t)wanted));
	free(line);
}

Test(read_line, reads_line_by_line)
{
	FILE *in = reading("one\n\nna\xefve \xff!\nlast");

	expect_line(in, "one");
	expect_line(in, "");
	expect_line(in, "na\xefve \xff!");
	expect_line(in, "last");
	cr_expect(eq(ptr, read_line(in), NULL));
	cr_expect(feof(in));
	fclose(in);
}

Test(read_line, needs_no_clean_memory)
{
	char *dirt[64];
	FILE *in = reading("a line of some thirty letters\n");

	for (size_t i = 0; i < 64; i++) {
		dirt[i] = malloc(16 * (i + 1));
		cr_assert(ne(ptr, dirt[i], NULL));
		memset(dirt[i], 'x', 16 * (i + 1));
	}
	for (size_t i = 0; i < 64; i++)
		free(dirt[i]);
	expect_line(in, "a line of some thirty letters");
	fclose(in);
}

Test(read_line, reads_long_lines_in_few_steps)
{
	static char text[50001];

	memset(text, 'x', 50000);
	FILE *in = reading(text);
	expect_line(in, text);
	cr_expect(le(sz, alloc_calls(), 100));
	fclose(in);
}

/* A line without '\n': no allocation of it may look like the end of the file. */
static void read_a_last_line(void *context)
{
	static char text[5001];
	size_t length = *(size_t *)context;

	memset(text, 'x', length);
	text[length] = '\0';
	FILE *in = reading(text);
	char *line = read_line(in);
	if (line == NULL)
		cr_expect(not(feof(in)), "memory ran out, not the file");
	else
		cr_expect(eq(sz, strlen(line), length));
	free(line);
	fclose(in);
	cr_expect(eq(sz, alloc_live(), 0), "nothing is left behind");
}

Test(read_line, survives_each_failed_allocation)
{
	size_t length = 5000;

	cr_expect(ge(sz, fail_each(read_a_last_line, &length), 1));
	for (length = 1; length <= 130; length++)
		fail_each(read_a_last_line, &length);
}
/* student: end */
