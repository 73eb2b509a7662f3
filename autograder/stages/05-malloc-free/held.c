/*
 * held.c - the held-back tests of stage 05: other sizes, the edges of the
 * contract, and every allocation made to fail once.
 */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* fopencookie */
#endif
#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "failpoint.h"
#include "read_line.h"
#include "vec.h"

/* An item with padding and a tail: wrong address arithmetic shows at once. */
struct song {
	char title[21];
	unsigned seconds;
	double rating;
};

static struct song song(size_t i)
{
	struct song s;

	memset(&s, 0, sizeof s);
	snprintf(s.title, sizeof s.title, "Song no. %u", (unsigned)i % 1000);
	s.seconds = 100 + (unsigned)i;
	s.rating = (double)i / 2;
	return s;
}

static bool same_song(const struct song *a, const struct song *b)
{
	return strcmp(a->title, b->title) == 0 && a->seconds == b->seconds &&
	       a->rating == b->rating;
}

/* Asserts that v holds the songs 0 to count - 1. */
static void expect_songs(const struct vec *v, size_t count)
{
	cr_assert(eq(sz, v->count, count), "count says how many items there are");
	for (size_t i = 0; i < count; i++) {
		const struct song *item = vec_at(v, i);
		struct song wanted = song(i);
		if (item == NULL || !same_song(item, &wanted))
			cr_assert(false, "item %zu of %zu is lost or has changed", i, count);
	}
}

static void push_songs(struct vec *v, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++) {
		struct song s = song(i);
		if (!vec_push(v, &s))
			cr_assert(false, "vec_push said no to item %zu, though there was memory", i);
	}
}

Test(vec_init, keeps_two_vectors_apart)
{
	struct vec songs, bytes;

	vec_init(&songs, sizeof(struct song));
	vec_init(&bytes, 1);
	for (size_t i = 0; i < 200; i++) {
		unsigned char byte = (unsigned char)i;
		push_songs(&songs, i, i + 1);
		cr_assert(vec_push(&bytes, &byte));
	}
	expect_songs(&songs, 200);
	for (size_t i = 0; i < 200; i++) {
		const unsigned char *byte = vec_at(&bytes, i);
		if (byte == NULL || *byte != i)
			cr_assert(false, "byte %zu is lost or has changed", i);
	}
	vec_free(&songs);
	expect_songs(&songs, 0);
	cr_expect(eq(sz, bytes.count, 200), "freeing one vector leaves the other alone");
	vec_free(&bytes);
	cr_expect(eq(sz, alloc_live(), 0), "no block may be left");
}

Test(vec_init, allows_items_of_no_size_but_holds_none)
{
	struct vec v;
	char nothing = 0;

	vec_init(&v, 0);
	cr_expect(vec_reserve(&v, 0), "there is always room for nothing");
	cr_expect(not(vec_reserve(&v, 4)), "an item of 0 bytes is no item");
	cr_expect(not(vec_push(&v, &nothing)), "an item of 0 bytes is no item");
	cr_expect(eq(sz, v.count, 0), "the vector stays empty");
	cr_expect(eq(sz, v.capacity, 0), "the vector stays without room");
	vec_free(&v);
	cr_expect(eq(sz, alloc_live(), 0), "no block may be left");
}

Test(vec_reserve, keeps_the_items)
{
	struct vec v;

	vec_init(&v, sizeof(struct song));
	push_songs(&v, 0, 7);
	cr_assert(vec_reserve(&v, 5000));
	cr_expect(ge(sz, v.capacity, 5000), "there must be room for what was reserved");
	expect_songs(&v, 7);
	push_songs(&v, 7, 300);
	expect_songs(&v, 300);
	vec_free(&v);
}

Test(vec_reserve, makes_room_for_exactly_that_many)
{
	for (size_t n = 1; n <= 40; n++) {
		struct vec v;
		vec_init(&v, sizeof(struct song));
		cr_assert(vec_reserve(&v, n));
		size_t calls = alloc_calls();
		push_songs(&v, 0, n);
		cr_assert(eq(sz, alloc_calls(), calls), "%zu items were reserved", n);
		push_songs(&v, n, n + 2); /* and on from there */
		expect_songs(&v, n + 2);
		vec_free(&v);
	}
}

Test(vec_reserve, refuses_every_product_that_wraps)
{
	static const size_t sizes[] = {2, 3, 7, 24, 4096, SIZE_MAX / 2, SIZE_MAX};

	for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
		struct vec v;
		vec_init(&v, sizes[i]);
		size_t first_too_many = SIZE_MAX / sizes[i] + 1;
		if (vec_reserve(&v, first_too_many))
			cr_assert(false, "%zu items of %zu bytes do not fit", first_too_many, sizes[i]);
		if (vec_reserve(&v, first_too_many + 1))
			cr_assert(false, "%zu items of %zu bytes do not fit",
			          first_too_many + 1, sizes[i]);
		cr_assert(eq(sz, v.capacity, 0), "a refused request changes nothing");
		vec_free(&v);
	}

	/* vec_push multiplies as well: by the room of a first block, which a small
	   vector shows. With 1 or 2, no item of a possible size makes it wrap. */
	struct vec v;
	vec_init(&v, 1);
	cr_assert(vec_push(&v, "x"));
	size_t room = v.capacity;
	vec_free(&v);
	if (room < 3)
		return;
	vec_init(&v, SIZE_MAX / room + 1);
	cr_assert(not(vec_push(&v, "x")), "%zu items of %zu bytes do not fit", room, v.item_size);
	cr_assert(eq(ptr, v.items, NULL), "a refused push leaves no block");
	cr_assert(eq(sz, v.capacity, 0), "a refused push leaves no room");
	vec_free(&v);
}

Test(vec_reserve, leaves_the_vector_alone_when_memory_runs_out)
{
	struct vec v;

	vec_init(&v, sizeof(struct song));
	push_songs(&v, 0, 10);
	struct vec before = v;
	fail_from(1);
	cr_expect(not(vec_reserve(&v, 100000)), "there is no memory");
	fail_never();
	cr_expect(not(vec_reserve(&v, SIZE_MAX / 2)), "there can't be so much memory");
	/* 320 TiB and 320 bytes; in 32 bits, 320 bytes. */
	cr_expect(not(vec_reserve(&v, ((size_t)1 << 43) + 8)), "nor is there so much");
	cr_expect(eq(ptr, v.items, before.items), "the items are still where they were");
	cr_expect(eq(sz, v.capacity, before.capacity), "the capacity is what it was");
	expect_songs(&v, 10);
	vec_free(&v);
	cr_expect(eq(sz, alloc_live(), 0), "no block may be left");
}

Test(vec_push, keeps_items_of_any_size)
{
	static const size_t sizes[] = {1, 2, 3, 16, 100, 5000, 70000};

	for (size_t s = 0; s < sizeof sizes / sizeof sizes[0]; s++) {
		static unsigned char item[70000], popped[70000];
		size_t items = sizes[s] > 5000 ? 4 : 60;
		struct vec v;
		vec_init(&v, sizes[s]);
		for (size_t i = 0; i < items; i++) {
			memset(item, (int)(i + 1), sizes[s]);
			cr_assert(vec_push(&v, item));
		}
		for (size_t i = 0; i < items; i++) {
			const void *kept = vec_at(&v, i);
			memset(item, (int)(i + 1), sizes[s]);
			if (kept == NULL || memcmp(kept, item, sizes[s]) != 0)
				cr_assert(false, "item %zu of %zu bytes is lost or has changed", i, sizes[s]);
		}
		memset(popped, 0, sizes[s]);
		if (!vec_pop(&v, popped) || memcmp(popped, item, sizes[s]) != 0)
			cr_assert(false, "vec_pop gave something else than the last item of %zu bytes",
			          sizes[s]);
		vec_free(&v);
	}
}

Test(vec_push, multiplies_the_capacity_each_time)
{
	struct vec v;
	size_t growths = 0;

	vec_init(&v, 1);
	for (size_t i = 0; i < 200000; i++) {
		size_t capacity = v.capacity;
		if (!vec_push(&v, "x"))
			cr_assert(false, "vec_push said no to item %zu, though there was memory", i);
		if (v.capacity == capacity)
			continue;
		growths++;
		if (capacity >= 64 && v.capacity - capacity < capacity / 10)
			cr_assert(false, "a capacity of %zu became %zu: that is a step, not a factor",
			          capacity, v.capacity);
	}
	cr_expect(le(sz, growths, 200), "the capacity grows seldom");
	/* Four million pushes would take too long; what they stored counts for nothing here. */
	cr_assert(vec_reserve(&v, 4000000));
	size_t large = v.count = v.capacity;
	cr_assert(vec_push(&v, "x"), "the vector is full, and there is memory");
	cr_expect(ge(sz, v.capacity, large + large / 10 - 1),
	          "a large capacity is multiplied as a small one is");
	cr_expect(le(sz, alloc_calls(), 400), "200,000 pushes need few allocations");
	vec_free(&v);
}

/* The block is full, and item i of it is pushed: for every i, at every growth. */
Test(vec_push, takes_any_item_of_a_full_vector)
{
	static const size_t sizes[] = {1, 2, 3, 4, 7, 8, 16, 33};

	for (size_t s = 0; s < sizeof sizes / sizeof sizes[0]; s++) {
		size_t full = sizes[s];
		for (size_t i = 0; i < full; i += full / 4 + 1) {
			struct vec v;
			vec_init(&v, sizeof(struct song));
			cr_assert(vec_reserve(&v, full));
			push_songs(&v, 0, v.capacity);
			size_t count = v.count;
			struct song wanted = song(i);
			cr_assert(vec_push(&v, vec_at(&v, i)));
			const struct song *last = vec_at(&v, count);
			if (last == NULL || !same_song(last, &wanted))
				cr_assert(false, "item %zu of %zu was pushed, something else arrived", i, count);
			vec_free(&v);
		}
	}
}

Test(vec_at, counts_only_items_and_not_the_room)
{
	struct vec v;

	vec_init(&v, sizeof(struct song));
	cr_assert(vec_reserve(&v, 30));
	cr_expect(eq(ptr, vec_at(&v, 0), NULL), "room is reserved, but there is no item");
	push_songs(&v, 0, 5);
	cr_assert(vec_pop(&v, NULL));
	cr_expect(eq(ptr, vec_at(&v, 4), NULL), "item 4 was popped");
	cr_expect(eq(ptr, vec_at(&v, (size_t)1 << 32), NULL),
	          "this index is 0 in the 32 bits of an unsigned int");
	cr_expect(eq(ptr, vec_at(&v, SIZE_MAX / sizeof(struct song) + 2), NULL),
	          "this index times the size of an item wraps round to a small offset");
	vec_free(&v);
}

Test(vec_pop, keeps_the_room_and_leaves_the_rest_alone)
{
	struct vec v;
	struct song s;

	vec_init(&v, sizeof s);
	push_songs(&v, 0, 100);
	size_t capacity = v.capacity, calls = alloc_calls();
	for (size_t left = 100; left-- > 40;) {
		struct song wanted = song(left);
		cr_assert(vec_pop(&v, &s));
		cr_assert(same_song(&s, &wanted), "the last item comes out first");
	}
	expect_songs(&v, 40);
	cr_expect(eq(sz, v.capacity, capacity), "popping keeps the room");
	push_songs(&v, 40, 100);
	cr_expect(eq(sz, alloc_calls(), calls), "popping and pushing again needs no memory");
	expect_songs(&v, 100);
	vec_free(&v);
}

Test(vec_free, may_be_called_twice_and_on_an_empty_vector)
{
	struct vec v;

	vec_init(&v, sizeof(struct song));
	vec_free(&v);
	push_songs(&v, 0, 10);
	vec_free(&v);
	vec_free(&v);
	cr_expect(eq(sz, alloc_live(), 0), "no block may be left");
}

/* 1,500 random operations, the same on every run, beside a plain array. */
Test(vec_push, agrees_with_a_plain_array_over_many_operations)
{
	static uint32_t model[1500];
	size_t count = 0;
	uint32_t random = 2463534242u; /* xorshift32, after Marsaglia 2003 */
	struct vec v;

	vec_init(&v, sizeof random);
	for (int step = 0; step < 1500; step++) {
		random ^= random << 13;
		random ^= random >> 17;
		random ^= random << 5;
		uint32_t popped = 0;
		switch (random % 8) {
		case 0: case 1: case 2: case 3:
			cr_assert(vec_push(&v, &random));
			model[count++] = random;
			break;
		case 4: case 5:
			if (vec_pop(&v, &popped) != (count > 0))
				cr_assert(false, "vec_pop says yes exactly when there is an item");
			if (count > 0 && popped != model[--count])
				cr_assert(false, "vec_pop gave an item that was not the last");
			break;
		case 6:
			cr_assert(vec_reserve(&v, count + random / 8 % 50));
			break;
		default:
			if (count > 0) { /* from inside: the oldest item again */
				cr_assert(vec_push(&v, vec_at(&v, 0)));
				model[count++] = model[0];
			}
		}
		if (v.count != count || (count > 0 && memcmp(v.items, model, count * 4) != 0))
			cr_assert(false, "after %d operations the vector differs from an array", step + 1);
	}
	vec_free(&v);
}

/* What a caller does who checks every answer; returns how many were no. */
static void use_a_vector(void *context)
{
	struct vec v;
	size_t *refused = context;

	vec_init(&v, sizeof(struct song));
	for (size_t i = 0; v.count < 200; i++) {
		struct vec before = v;
		struct song s = song(v.count);
		if (i % 50 == 10 && !vec_reserve(&v, v.capacity + 1)) {
			++*refused;
			cr_assert(eq(ptr, v.items, before.items), "a refused vec_reserve moves nothing");
			cr_assert(eq(sz, v.capacity, before.capacity), "a refused vec_reserve adds no room");
		}
		before = v;
		if (vec_push(&v, &s))
			continue;
		++*refused;
		cr_assert(eq(ptr, v.items, before.items), "a refused vec_push moves nothing");
		cr_assert(eq(sz, v.capacity, before.capacity), "a refused vec_push adds no room");
		expect_songs(&v, before.count);
		if (*refused > 3) /* there won't be memory again */
			break;
	}
	expect_songs(&v, v.count);
	vec_free(&v);
}

Test(vec_push, survives_every_failed_allocation)
{
	size_t calls = alloc_calls(), refused = 0;

	use_a_vector(&refused);
	size_t allocations = alloc_calls() - calls;
	cr_assert(eq(sz, refused, 0), "there was memory, yet the vector said no");
	for (size_t k = 1; k <= allocations; k++) {
		refused = 0;
		fail_at(k);
		use_a_vector(&refused);
		fail_never();
		cr_assert(le(sz, refused, 1), "only allocation %zu of %zu failed, so at most one call may",
		          k, allocations);
		cr_assert(eq(sz, alloc_live(), 0), "allocation %zu failed, and a block was left", k);
		refused = 0;
		fail_from(k);
		use_a_vector(&refused);
		fail_never();
		cr_assert(ne(sz, refused, 0), "from allocation %zu on there is no memory", k);
		cr_assert(eq(sz, alloc_live(), 0), "from allocation %zu on all failed: a block was left", k);
	}
}

/* A stream of size bytes, which may be '\0' too. */
static FILE *reading_bytes(const void *bytes, size_t size)
{
	FILE *in = fmemopen((void *)(uintptr_t)bytes, size, "r");

	cr_assert(ne(ptr, in, NULL), "the test could not open its bytes");
	return in;
}

static void expect_next(FILE *in, const char *wanted)
{
	char *line = read_line(in);

	cr_assert(ne(ptr, line, NULL), "there is a line to read: \"%s\"", wanted);
	cr_assert(eq(str, line, (char *)(uintptr_t)wanted), "the next line");
	free(line);
}

/* Each length from 0 on meets the end of each buffer, from both sides. */
Test(read_line, reads_lines_of_every_length)
{
	enum { LONGEST = 600 };
	static char text[2 * (LONGEST + 1)];

	for (size_t length = 0; length <= LONGEST; length += length < 270 ? 1 : 11) {
		memset(text, 'm', length);
		text[length] = '\n';
		memset(text + length + 1, 'n', length);
		FILE *in = reading_bytes(text, 2 * length + 1);
		for (int line_number = 0; line_number < (length > 0 ? 2 : 1); line_number++) {
			char *line = read_line(in);
			if (line == NULL || strlen(line) != length ||
			    strspn(line, line_number == 0 ? "m" : "n") != length)
				cr_assert(false, "a line of %zu characters came back wrong", length);
			free(line);
		}
		if (read_line(in) != NULL)
			cr_assert(false, "two lines of %zu characters, and then a third", length);
		fclose(in);
	}
}

Test(read_line, needs_few_allocations_for_a_long_line)
{
	enum { LENGTH = 200000 };
	char *text = malloc(LENGTH);

	cr_assert(ne(ptr, text, NULL));
	memset(text, 'x', LENGTH);
	FILE *in = reading_bytes(text, LENGTH);
	size_t calls = alloc_calls();
	char *line = read_line(in);
	cr_assert(ne(ptr, line, NULL), "there is a line to read");
	cr_expect(eq(sz, strlen(line), LENGTH), "nothing may be cut off, nothing added");
	cr_expect(le(sz, alloc_calls() - calls, 250), "the buffer grows by a factor");
	free(line);
	fclose(in);
	free(text);
}

Test(read_line, knows_the_byte_255_from_the_end)
{
	static const char text[] = "na\xefve \xff\xfe\nnext\n";
	FILE *in = reading_bytes(text, sizeof text - 1);

	expect_next(in, "na\xefve \xff\xfe");
	expect_next(in, "next");
	fclose(in);
}

Test(read_line, keeps_a_carriage_return)
{
	static const char text[] = "one\r\n\rtwo";
	FILE *in = reading_bytes(text, sizeof text - 1);

	expect_next(in, "one\r");
	expect_next(in, "\rtwo");
	fclose(in);
}

Test(read_line, does_not_end_a_line_at_a_zero_byte)
{
	static const char text[] = "ab\0cd\nnext\n\0\nlast";
	FILE *in = reading_bytes(text, sizeof text - 1);

	char *line = read_line(in);
	cr_assert(ne(ptr, line, NULL), "there is a line to read");
	cr_expect(eq(int, memcmp(line, "ab\0cd", 6), 0), "all five bytes are kept, and a '\\0' behind them");
	free(line);
	expect_next(in, "next");
	expect_next(in, "");
	expect_next(in, "last");
	fclose(in);
}

/* A stream of which the first 5 bytes can be read, and no more. */
static ssize_t read_from_bad_disk(void *cookie, char *buffer, size_t size)
{
	size_t *left = cookie;
	size_t n = *left < size ? *left : size;

	if (n == 0) {
		errno = EIO;
		return -1;
	}
	memset(buffer, 'd', n);
	*left -= n;
	return (ssize_t)n;
}

/* A disk that fails once, after 6 bytes, and is in order again. */
struct hiccup {
	const char *text;
	size_t at;
	bool over;
};

static ssize_t read_with_hiccup(void *cookie, char *buffer, size_t size)
{
	struct hiccup *disk = cookie;
	size_t end = disk->over ? strlen(disk->text) : 6;
	size_t n = end - disk->at < size ? end - disk->at : size;

	if (n == 0 && !disk->over) {
		disk->over = true;
		errno = EIO;
		return -1;
	}
	memcpy(buffer, disk->text + disk->at, n);
	disk->at += n;
	return (ssize_t)n;
}

Test(read_line, is_null_when_reading_fails)
{
	size_t left = 5;
	FILE *in = fopencookie(&left, "r", (cookie_io_functions_t){.read = read_from_bad_disk});

	cr_assert(ne(ptr, in, NULL), "the test could not open its stream");
	cr_expect(eq(ptr, read_line(in), NULL), "half a line is not what was asked for");
	cr_expect(ferror(in), "the stream knows that reading failed");
	cr_expect(eq(sz, alloc_live(), 0), "nothing may be left behind");
	fclose(in);

	struct hiccup disk = { .text = "one\ntwo\nthree" };
	in = fopencookie(&disk, "r", (cookie_io_functions_t){.read = read_with_hiccup});
	cr_assert(ne(ptr, in, NULL), "the test could not open its stream");
	expect_next(in, "one");
	cr_expect(eq(ptr, read_line(in), NULL), "half a line is not what was asked for");
	cr_expect(ferror(in), "the stream knows that reading failed");
	clearerr(in);
	expect_next(in, "o"); /* the rest of the line that was lost */
	expect_next(in, "three");
	cr_expect(eq(ptr, read_line(in), NULL), "nothing is left");
	cr_expect(feof(in), "this time it is the end of the file");
	fclose(in);
}

/* 1, 158 and 1 characters: short, longer than most first buffers, unended. */
static const char *const three_lines[] = {
	"1",
	("22222222222222222222222222222222222222222222222222222222222222222222222222222222"
	 "222222222222222222222222222222222222222222222222222222222222222222222222222222"),
	"3",
};

/* Reads the three lines to the end; returns how often memory ran out. */
static size_t read_three_lines(void)
{
	char text[200];
	int size = snprintf(text, sizeof text, "%s\n%s\n%s",
	                    three_lines[0], three_lines[1], three_lines[2]);
	FILE *in = reading_bytes(text, (size_t)size);
	size_t refused = 0, lines = 0;

	for (;;) {
		size_t live = alloc_live();
		char *line = read_line(in);
		if (line == NULL)
			cr_assert(eq(sz, alloc_live(), live), "NULL was returned, and a block was left behind");
		if (line == NULL && feof(in))
			break;
		if (line == NULL) {
			refused++;
			cr_assert(not(ferror(in)), "memory ran out; the stream is in order");
			cr_assert(le(sz, refused, 5), "there is memory again, yet no line comes");
		} else if (refused == 0) { /* after that, lines may be torn */
			cr_assert(lt(sz, lines, 3), "there are three lines");
			cr_assert(eq(str, line, (char *)(uintptr_t)three_lines[lines]), "line %zu", lines);
			lines++;
		}
		free(line);
	}
	fclose(in);
	cr_assert(refused > 0 || lines == 3,
	          "memory ran out, but the stream says that the file ended: a line is missing");
	return refused;
}

/* Each allocation of an unended line fails once. That is no end of the file,
   not even when the last byte has been read. */
static void read_unended_line(size_t length)
{
	static char text[140];
	bool failed = true;

	memset(text, 'u', sizeof text);
	for (size_t k = 1; failed; k++) {
		FILE *in = reading_bytes(text, length);
		fail_at(k);
		char *line = read_line(in);
		failed = alloc_failed() > 0;
		fail_never();
		if (line == NULL && feof(in))
			cr_assert(false, "allocation %zu for a last line of %zu bytes failed, and the "
			          "stream says that the file ended", k, length);
		free(line);
		fclose(in);
	}
}

Test(read_line, survives_every_failed_allocation)
{
	size_t calls = alloc_calls();

	cr_assert(eq(sz, read_three_lines(), 0), "there was memory, yet a line is missing");
	size_t allocations = alloc_calls() - calls;
	for (size_t k = 1; k <= allocations; k++) {
		fail_at(k);
		size_t refused = read_three_lines();
		fail_never();
		cr_assert(le(sz, refused, 1), "only allocation %zu of %zu failed, so at most one call may",
		          k, allocations);
	}
	for (size_t length = 1; length <= 140; length++)
		read_unended_line(length);
}

Test(read_line, reads_on_after_memory_ran_out)
{
	static const char text[] = "first\nsecond\nthird\n";
	FILE *in = reading_bytes(text, sizeof text - 1);

	fail_at(1);
	cr_assert(eq(ptr, read_line(in), NULL), "no memory, no line");
	fail_never();
	/* First comes what is left of the first line, if anything is. */
	char *line, *last = NULL, *last_but_one = NULL;
	while ((line = read_line(in)) != NULL) {
		free(last_but_one);
		last_but_one = last;
		last = line;
	}
	if (last == NULL || last_but_one == NULL)
		cr_assert(false, "the second and the third line are still to be read");
	cr_expect(eq(str, last_but_one, "second"), "the second line is not lost");
	cr_expect(eq(str, last, "third"), "the third line is not lost");
	free(last);
	free(last_but_one);
	fclose(in);
}
