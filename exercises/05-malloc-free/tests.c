/*
 * tests.c - the public tests of stage 05: the vector, then read_line.
 *
 * fail_at, fail_from, alloc_calls and alloc_live come from failpoint.h: they
 * watch the allocations that your code makes, and make them fail on request.
 */
#ifndef _POSIX_C_SOURCE
#define _POSIX_C_SOURCE 200809L /* fmemopen */
#endif
#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "failpoint.h"
#include "read_line.h"
#include "vec.h"

/* The number that the tests keep in item i: never 0, never i itself. */
static int number(size_t i)
{
	return (int)i * 3 + 1;
}

static void push_numbers(struct vec *v, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		int n = number(i);
		if (!vec_push(v, &n))
			cr_assert(false, "vec_push said no to item %zu, though there was memory", i);
	}
}

/* Asserts only about the first item that is wrong: one message is enough. */
static void expect_numbers(const struct vec *v, size_t count)
{
	cr_assert(eq(sz, v->count, count), "count says how many items there are");
	for (size_t i = 0; i < count; i++) {
		const int *item = vec_at(v, i);
		if (item == NULL)
			cr_assert(false, "vec_at(%zu) is NULL, though there are %zu items", i, count);
		if (*item != number(i))
			cr_assert(eq(int, *item, number(i)), "item %zu of %zu has changed", i, count);
	}
}

Test(vec_init, makes_an_empty_vector_without_allocating)
{
	struct vec v;

	memset(&v, 0x5a, sizeof v); /* what an automatic variable may hold */
	vec_init(&v, sizeof(double));
	cr_expect(eq(ptr, v.items, NULL), "a new vector has no block");
	cr_expect(eq(sz, v.count, 0), "a new vector has no items");
	cr_expect(eq(sz, v.capacity, 0), "a new vector has no room");
	cr_expect(eq(sz, v.item_size, sizeof(double)), "vec_init notes the size of an item");
	cr_expect(eq(sz, alloc_calls(), 0), "vec_init asks for no memory");
}

Test(vec_reserve, makes_room_that_later_pushes_use)
{
	struct vec v;

	vec_init(&v, sizeof(int));
	cr_assert(vec_reserve(&v, 100), "there is memory for 100 ints");
	cr_expect(eq(sz, v.count, 0), "reserving adds no items");
	cr_assert(ge(sz, v.capacity, 100), "there must be room for what was reserved");
	const void *block = v.items;
	size_t calls = alloc_calls();
	push_numbers(&v, 100);
	cr_expect(eq(sz, alloc_calls(), calls), "the room was reserved: no more allocations");
	cr_expect(eq(ptr, v.items, (void *)block), "the room was reserved: nothing moves");
	expect_numbers(&v, 100);
	vec_free(&v);
}

Test(vec_reserve, never_gives_room_back)
{
	struct vec v;

	vec_init(&v, sizeof(int));
	cr_expect(vec_reserve(&v, 0), "there is always room for nothing");
	cr_expect(eq(sz, alloc_calls(), 0), "room for nothing takes no memory");
	cr_assert(vec_reserve(&v, 50));
	push_numbers(&v, 20);
	size_t capacity = v.capacity, calls = alloc_calls();
	const void *block = v.items;
	cr_expect(vec_reserve(&v, 10), "there is room for 10 already");
	cr_expect(vec_reserve(&v, 30), "and for 30, though there are 20 items only");
	cr_expect(vec_reserve(&v, capacity), "there is room for %zu already", capacity);
	cr_expect(eq(sz, v.capacity, capacity), "a smaller request changes nothing");
	cr_expect(eq(ptr, v.items, (void *)block), "a smaller request moves nothing");
	cr_expect(eq(sz, alloc_calls(), calls), "room that is there takes no memory");
	expect_numbers(&v, 20);
	vec_free(&v);
}

Test(vec_reserve, refuses_a_size_that_does_not_fit)
{
	struct vec v;

	vec_init(&v, 8);
	cr_assert(vec_reserve(&v, 2), "there is memory for 16 bytes");
	size_t capacity = v.capacity;
	cr_expect(not(vec_reserve(&v, SIZE_MAX / 8 + 2)),
	          "%zu items of 8 bytes are more than SIZE_MAX bytes", SIZE_MAX / 8 + 2);
	cr_expect(eq(sz, v.capacity, capacity), "a refused request changes nothing");
	vec_free(&v);
}

Test(vec_push, keeps_the_items_in_order)
{
	struct vec v;

	vec_init(&v, sizeof(int));
	push_numbers(&v, 1000);
	expect_numbers(&v, 1000);
	vec_free(&v);
}

Test(vec_push, keeps_a_copy_and_not_the_address)
{
	struct vec v;
	int n = 41;

	vec_init(&v, sizeof n);
	cr_assert(vec_push(&v, &n));
	n = 99;
	const int *item = vec_at(&v, 0);
	cr_assert(ne(ptr, (void *)item, NULL), "the item was pushed");
	cr_expect(eq(int, *item, 41), "changing the original must not change the copy");
	vec_free(&v);
}

Test(vec_push, grows_by_a_factor)
{
	struct vec v;

	vec_init(&v, sizeof(int));
	push_numbers(&v, 10000);
	/* A factor of 1.1 and a copy of the item at each growth take about 160. */
	cr_expect(le(sz, alloc_calls(), 250), "10,000 pushes need few allocations");
	vec_free(&v);
}

Test(vec_push, takes_an_item_of_the_vector_itself)
{
	struct vec v;

	vec_init(&v, sizeof(int));
	push_numbers(&v, 1);
	while (v.count < 100) /* some of these pushes have to move the block */
		cr_assert(vec_push(&v, vec_at(&v, 0)));
	for (size_t i = 0; i < v.count; i++) {
		const int *item = vec_at(&v, i);
		if (item == NULL || *item != number(0))
			cr_assert(false, "item %zu is no copy of item 0", i);
	}
	vec_free(&v);
}

Test(vec_push, leaves_the_vector_alone_when_memory_runs_out)
{
	struct vec v;
	int n = -1;

	vec_init(&v, sizeof n);
	push_numbers(&v, 10);
	while (v.count < v.capacity) {
		n = number(v.count);
		cr_assert(vec_push(&v, &n), "there is room for one more");
	}
	struct vec before = v;
	n = -1;
	fail_from(1);
	cr_expect(not(vec_push(&v, &n)), "the vector is full and there is no memory");
	fail_never();
	cr_expect(eq(ptr, v.items, before.items), "the items are still where they were");
	cr_expect(eq(sz, v.capacity, before.capacity), "the capacity is what it was");
	expect_numbers(&v, before.count);
	n = number(v.count);
	cr_expect(vec_push(&v, &n), "with memory again, the vector grows");
	expect_numbers(&v, before.count + 1);
	vec_free(&v);
}

Test(vec_at, is_null_where_there_is_no_item)
{
	struct vec v;

	vec_init(&v, sizeof(int));
	cr_expect(eq(ptr, vec_at(&v, 0), NULL), "an empty vector has no item 0");
	push_numbers(&v, 3);
	cr_expect(ne(ptr, vec_at(&v, 2), NULL), "item 2 is the last of three");
	cr_expect(eq(ptr, vec_at(&v, 3), NULL), "three items: 0, 1 and 2");
	cr_expect(eq(ptr, vec_at(&v, SIZE_MAX), NULL), "no vector is that long");
	vec_free(&v);
}

Test(vec_at, lets_you_change_an_item)
{
	struct vec v;

	vec_init(&v, sizeof(int));
	push_numbers(&v, 3);
	int *item = vec_at(&v, 1);
	cr_assert(ne(ptr, item, NULL), "there is an item 1");
	*item = 77;
	cr_expect(eq(int, *(int *)vec_at(&v, 1), 77), "vec_at gives the item, not a copy");
	vec_free(&v);
}

Test(vec_pop, returns_the_last_item_first)
{
	struct vec v;
	int n = 0;

	vec_init(&v, sizeof n);
	push_numbers(&v, 3);
	for (size_t left = 3; left-- > 0;) {
		cr_assert(vec_pop(&v, &n), "%zu items are left to pop", left + 1);
		cr_expect(eq(int, n, number(left)), "the last item comes out first");
		cr_expect(eq(sz, v.count, left), "a popped item is no longer counted");
	}
	vec_free(&v);
}

Test(vec_pop, says_no_when_there_is_nothing)
{
	struct vec v;
	int n = 41;

	vec_init(&v, sizeof n);
	cr_expect(not(vec_pop(&v, &n)), "an empty vector has nothing to pop");
	cr_expect(eq(int, n, 41), "nothing popped, nothing written");
	push_numbers(&v, 1);
	cr_expect(vec_pop(&v, NULL), "there is one item to pop");
	cr_expect(not(vec_pop(&v, &n)), "now the vector is empty again");
	cr_expect(eq(sz, v.count, 0), "count can't go below 0");
	vec_free(&v);
}

Test(vec_pop, may_throw_the_item_away)
{
	struct vec v;

	vec_init(&v, sizeof(int));
	push_numbers(&v, 3);
	cr_expect(vec_pop(&v, NULL), "NULL means: the item is not wanted");
	expect_numbers(&v, 2);
	vec_free(&v);
}

Test(vec_free, gives_everything_back)
{
	struct vec v;

	vec_init(&v, sizeof(int));
	push_numbers(&v, 500);
	cr_assert(ge(sz, alloc_live(), 1), "500 items have to live in some block");
	vec_free(&v);
	cr_expect(eq(sz, alloc_live(), 0), "no block may be left");
	cr_expect(eq(ptr, v.items, NULL), "the address of a freed block is no use");
	cr_expect(eq(sz, v.count, 0), "a freed vector has no items");
	cr_expect(eq(sz, v.capacity, 0), "a freed vector has no room");
}

Test(vec_free, leaves_a_vector_that_works_again)
{
	struct vec v;

	vec_init(&v, sizeof(int));
	push_numbers(&v, 20);
	vec_free(&v);
	cr_expect(eq(sz, v.item_size, sizeof(int)), "the size of an item is kept");
	push_numbers(&v, 30);
	expect_numbers(&v, 30);
	vec_free(&v);
}

/* A stream that reads the text. fmemopen's "r" changes nothing. */
static FILE *reading(const char *text)
{
	FILE *in = fmemopen((void *)(uintptr_t)text, strlen(text), "r");

	cr_assert(ne(ptr, in, NULL), "the test could not open its text");
	return in;
}

/* Asserts that the next line of `in` is `wanted`, and releases it. */
static void expect_line(FILE *in, const char *wanted)
{
	char *line = read_line(in);

	cr_assert(ne(ptr, line, NULL), "there is a line to read: \"%s\"", wanted);
	cr_assert(eq(str, line, (char *)(uintptr_t)wanted), "the next line");
	free(line);
}

static void expect_end(FILE *in)
{
	cr_expect(eq(ptr, read_line(in), NULL), "behind the last line there is nothing");
	cr_expect(feof(in), "the stream knows that this is the end");
	fclose(in);
}

Test(read_line, returns_one_line_after_the_other)
{
	FILE *in = reading("Blue in Green\nSo What\nNaima\n");

	expect_line(in, "Blue in Green");
	expect_line(in, "So What");
	expect_line(in, "Naima");
	expect_end(in);

	in = reading(" So  What \t\n\t \n ");
	expect_line(in, " So  What \t");
	expect_line(in, "\t ");
	expect_line(in, " ");
	expect_end(in);
}

Test(read_line, takes_an_empty_line_for_a_line)
{
	FILE *in = reading("\n\nNaima\n");

	expect_line(in, "");
	expect_line(in, "");
	expect_line(in, "Naima");
	expect_end(in);
}

Test(read_line, accepts_a_last_line_without_newline)
{
	FILE *in = reading("So What\nNaima");

	expect_line(in, "So What");
	expect_line(in, "Naima");
	expect_end(in);
}

Test(read_line, is_null_at_once_for_an_empty_file)
{
	FILE *in = reading(" ");

	fgetc(in); /* now nothing is left */
	expect_end(in);
	cr_expect(eq(sz, alloc_live(), 0), "no line, no block");
}

Test(read_line, reads_a_line_of_any_length)
{
	static char text[20002];

	memset(text, 'a', 20000);
	text[20000] = '\n';
	FILE *in = reading(text);
	char *line = read_line(in);
	cr_assert(ne(ptr, line, NULL), "there is a line to read");
	cr_expect(eq(sz, strlen(line), 20000), "nothing may be cut off, nothing added");
	cr_expect(eq(sz, strspn(line, "a"), 20000), "every character is the one that was read");
	free(line);
	expect_end(in);
}

/* Leaves blocks full of x behind, for malloc to hand out again. */
static void leave_dirt(void)
{
	char *dirt[64];

	for (size_t i = 0; i < 64; i++) {
		dirt[i] = malloc(16 * (i + 1));
		cr_assert(ne(ptr, dirt[i], NULL));
		memset(dirt[i], 'x', 16 * (i + 1));
	}
	for (size_t i = 0; i < 64; i++)
		free(dirt[i]);
}

Test(read_line, ends_the_line_with_a_zero_byte)
{
	FILE *in = reading("What a block holds is up to you\n");

	leave_dirt();
	expect_line(in, "What a block holds is up to you");
	fclose(in);
}

Test(read_line, leaves_the_next_line_in_the_stream)
{
	FILE *in = reading("one\ntwo\n");

	expect_line(in, "one");
	cr_expect(eq(int, fgetc(in), 't'), "the byte behind the line is still there");
	fclose(in);
}

Test(read_line, gives_each_line_a_block_of_its_own)
{
	FILE *in = reading("first\nsecond\n");
	char *first = read_line(in);
	char *second = read_line(in);

	cr_assert(ne(ptr, first, NULL), "there is a first line");
	cr_assert(ne(ptr, second, NULL), "there is a second line");
	cr_expect(eq(str, first, "first"), "reading on must not change an earlier line");
	cr_expect(eq(str, second, "second"), "the second line");
	free(first);
	free(second);
	fclose(in);
}

Test(read_line, says_so_when_memory_runs_out)
{
	FILE *in = reading("So What\nBlue in Green\n");

	expect_line(in, "So What");
	fail_from(1);
	cr_expect(eq(ptr, read_line(in), NULL), "no memory, no line");
	fail_never();
	cr_expect(not(feof(in)), "memory ran out, not the file");
	cr_expect(not(ferror(in)), "memory ran out; the stream is in order");
	cr_expect(eq(sz, alloc_live(), 0), "nothing may be left behind");
	fclose(in);
}
