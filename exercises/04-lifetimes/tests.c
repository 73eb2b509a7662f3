/*
 * tests.c - the public tests of stage 04: lines of text, then folders.
 *
 * Buffers come from malloc and are just as long as the test says, so that
 * Memcheck sees one byte too far. alloc_calls, alloc_live and fail_at come from
 * failpoint.h: they count what your code asks malloc for, and make it fail.
 */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include <limits.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "failpoint.h"
#include "folder.h"
#include "format.h"
#include "small_stack.h"

/* A block of size bytes, all of them '#', which the test frees. */
static char *new_buffer(size_t size)
{
	char *buffer = malloc(size);

	cr_assert(ne(ptr, buffer, NULL), "the test got no memory");
	memset(buffer, '#', size);
	return buffer;
}

/* Criterion compares char *, without const. */
static char *text_of(const char *text)
{
	return (char *)(uintptr_t)text;
}

/*
 * Writes the pieces into 100 bytes that are all '#', and expects the line, its
 * '\0', and its length as the answer.
 */
static void expect_line(const struct piece *pieces, size_t count,
                        const char *wanted)
{
	char *buffer = new_buffer(100);
	size_t length = format_into(buffer, 100, pieces, count);

	cr_assert(memchr(buffer, '\0', 100) != NULL,
	          "no '\\0' was written behind \"%s\"", wanted);
	cr_expect(eq(str, buffer, text_of(wanted)), "what was written");
	cr_expect(eq(sz, length, strlen(wanted)),
	          "\"%s\" has %zu characters", wanted, strlen(wanted));
	free(buffer);
}

Test(format_into, writes_a_text)
{
	expect_line(PIECES(as_text("So What")), "So What");
	expect_line(PIECES(as_text("")), "");
}

Test(format_into, joins_the_pieces_in_order)
{
	expect_line(PIECES(as_text("Miles"), as_text(" "), as_text("Davis")),
	            "Miles Davis");
	expect_line(PIECES(as_text("So What, "), as_unsigned(562),
	                   as_text(" s, track "), as_unsigned(1)),
	            "So What, 562 s, track 1");
}

Test(format_into, writes_an_empty_line_for_no_pieces)
{
	char *buffer = new_buffer(4);

	cr_expect(eq(sz, format_into(buffer, 4, NULL, 0), 0), "no pieces, no bytes");
	cr_expect(eq(chr, buffer[0], '\0'), "an empty line has its '\\0', too");
	free(buffer);
}

Test(format_into, writes_decimal_numbers)
{
	expect_line(PIECES(as_unsigned(562)), "562");
	expect_line(PIECES(as_unsigned(0)), "0");
	expect_line(PIECES(as_unsigned(1000)), "1000");
	expect_line(PIECES(as_unsigned(UINTMAX_MAX)), "18446744073709551615");
	expect_line(PIECES(as_signed(-562)), "-562");
	expect_line(PIECES(as_signed(562)), "562");
	expect_line(PIECES(as_signed(0)), "0");
	expect_line(PIECES(as_signed(-1)), "-1");
}

Test(format_into, writes_the_smallest_number)
{
	expect_line(PIECES(as_signed(INTMAX_MAX)), "9223372036854775807");
	expect_line(PIECES(as_signed(INT_MIN)), "-2147483648");
	expect_line(PIECES(as_signed(INTMAX_MIN)), "-9223372036854775808");
}

Test(format_into, writes_hexadecimal_numbers)
{
	expect_line(PIECES(as_hex(0x1f4)), "0x1f4");
	expect_line(PIECES(as_hex(0)), "0x0");
	expect_line(PIECES(as_hex(0xab00cdef)), "0xab00cdef");
	expect_line(PIECES(as_hex(UINTMAX_MAX)), "0xffffffffffffffff");
}

Test(format_into, writes_addresses)
{
	expect_line(PIECES(as_address((void *)(uintptr_t)0x7ffd12345678)),
	            "0x7ffd12345678");
	expect_line(PIECES(as_text("free("), as_address(NULL), as_text(")")),
	            "free(NULL)");
}

Test(format_into, writes_sizes_in_their_unit)
{
	expect_line(PIECES(as_size(24)), "24 bytes");
	expect_line(PIECES(as_size(1)), "1 byte");
	expect_line(PIECES(as_size(1024)), "1 KiB");
	expect_line(PIECES(as_size((size_t)64 << 20)), "64 MiB");
	expect_line(PIECES(as_size((size_t)3 << 30)), "3 GiB");
	expect_line(PIECES(as_size((size_t)2048 << 30)), "2048 GiB");
}

Test(format_into, never_rounds_a_size)
{
	expect_line(PIECES(as_size(4096)), "4 KiB");
	expect_line(PIECES(as_size(1023)), "1023 bytes");
	expect_line(PIECES(as_size(1536)), "1536 bytes");
	expect_line(PIECES(as_size(1025 * 1024)), "1025 KiB");
	expect_line(PIECES(as_size(SIZE_MAX)), "18446744073709551615 bytes");
}

Test(format_into, knows_a_size_of_nothing)
{
	expect_line(PIECES(as_size(2)), "2 bytes");
	expect_line(PIECES(as_size(0)), "0 bytes");
}

/* Eight bytes of letters into a field of eight bytes. */
static void fill_field(char *field, const char *letters)
{
	for (size_t i = 0; i < 8; i++)
		field[i] = letters[i];
}

Test(format_into, stops_a_field_at_its_end)
{
	char *tag = new_buffer(8);

	fill_field(tag, "Coltrane"); /* eight letters, and no '\0' anywhere */
	expect_line(PIECES(as_text("["), as_field(tag, 8), as_text("]")),
	            "[Coltrane]");
	expect_line(PIECES(as_field(tag, 4)), "Colt");
	fill_field(tag, "Monk\0\0\0");
	expect_line(PIECES(as_text("["), as_field(tag, 8), as_text("]")),
	            "[Monk]");
	free(tag);
}

Test(format_into, has_a_word_for_a_missing_text)
{
	expect_line(PIECES(as_text("file "), as_text(NULL)), "file (null)");
	expect_line(PIECES(as_field(NULL, 3)), "(null)");
}

Test(format_into, cuts_what_does_not_fit)
{
	char *buffer = new_buffer(20);
	size_t length = format_into(buffer, 8, PIECES(as_text("Blue "),
	                                              as_unsigned(12345)));

	cr_assert(memchr(buffer, '\0', 8) != NULL,
	          "the '\\0' must be one of the 8 bytes");
	cr_expect(eq(str, buffer, "Blue 12"), "7 characters and a '\\0' fit into 8");
	cr_expect(eq(sz, length, 10), "the whole line has 10 characters");
	cr_expect(eq(chr, buffer[8], '#'), "byte 8 is none of the 8 bytes");
	free(buffer);
}

Test(format_into, knows_when_it_just_fits)
{
	char *buffer = new_buffer(6);

	cr_expect(eq(sz, format_into(buffer, 6, PIECES(as_text("Naima"))), 5),
	          "Naima has 5 letters");
	cr_expect(eq(str, buffer, "Naima"), "5 letters and a '\\0' fit into 6");
	free(buffer);
	buffer = new_buffer(5);
	cr_expect(eq(sz, format_into(buffer, 5, PIECES(as_text("Naima"))), 5),
	          "Naima has 5 letters, however small the buffer is");
	cr_expect(eq(chr, buffer[4], '\0'), "one letter has to make room for the '\\0'");
	cr_expect(eq(chr, buffer[3], 'm'), "but no more than one");
	free(buffer);
}

Test(format_into, writes_nothing_into_no_bytes)
{
	char *buffer = new_buffer(1);

	cr_expect(eq(sz, format_into(buffer, 1, PIECES(as_text("Naima"))), 5),
	          "Naima has 5 letters");
	cr_expect(eq(chr, buffer[0], '\0'), "one byte holds the '\\0'");
	buffer[0] = '#';
	cr_expect(eq(sz, format_into(buffer, 0, PIECES(as_text("Naima"))), 5),
	          "Naima has 5 letters");
	cr_expect(eq(chr, buffer[0], '#'), "no byte, no '\\0'");
	cr_expect(eq(sz, format_into(NULL, 0, PIECES(as_signed(-42))), 3),
	          "with size 0 the buffer may be NULL: one asks for the length");
	free(buffer);
}

Test(format_into, asks_for_no_memory)
{
	int local = 0;

	expect_line(PIECES(as_text("none "), as_signed(-1), as_hex(16), as_size(1)),
	            "none -10x101 byte");
	format_into(NULL, 0, PIECES(as_address(&local), as_unsigned(7)));
	format_static(PIECES(as_text("nor here"), as_address(&local)));
	cr_expect(eq(sz, alloc_calls(), 0), "the first two styles never call malloc");
}

/* Covers the place where frames have just been with other bytes. */
static int use_the_stack(int depth)
{
	volatile char frame[200];

	for (size_t i = 0; i < sizeof frame; i++)
		frame[i] = '~';
	return depth == 0 ? frame[0] : use_the_stack(depth - 1) + frame[9];
}

static void expect_static(const char *line, const char *wanted,
                          const char *what)
{
	cr_assert(ne(ptr, text_of(line), NULL), "there is always a line");
	cr_expect(eq(str, text_of(line), text_of(wanted)), "%s", what);
}

Test(format_static, is_still_there_after_the_call)
{
	const char *line = format_static(PIECES(as_text("track "), as_signed(-1)));

	use_the_stack(20);
	expect_static(line, "track -1",
	              "the line must outlive the call, and those that follow");
}

Test(format_static, starts_anew_with_each_call)
{
	expect_static(format_static(PIECES(as_text("Blue in Green"))),
	              "Blue in Green", "the first line");
	expect_static(format_static(PIECES(as_text("So What"))), "So What",
	              "a shorter one, and nothing of the first");
	expect_static(format_static(NULL, 0), "", "and an empty one");
}

/* A text of length letters: abcdefghijabcdefghij... The test frees it. */
static char *long_text(size_t length)
{
	char *text = new_buffer(length + 1);

	for (size_t i = 0; i < length; i++)
		text[i] = (char)('a' + i % 10);
	text[length] = '\0';
	return text;
}

Test(format_static, shows_where_it_was_cut)
{
	char *text = long_text(300);
	const char *line = format_static(PIECES(as_text(text)));

	cr_assert(ne(ptr, text_of(line), NULL), "there is always a line");
	cr_assert(eq(sz, strlen(line), FORMAT_STATIC_SIZE - 1),
	          "the buffer is full, and ends with a '\\0'");
	cr_expect(eq(int, memcmp(line, text, 124), 0), "124 letters of the text");
	cr_expect(eq(str, text_of(line + 124), "..."), "and three dots");
	free(text);
}

Test(format_static, leaves_a_line_whole_that_just_fits)
{
	char *text = long_text(127);

	expect_static(format_static(PIECES(as_text(text))), text,
	              "127 letters and a '\\0' are 128 bytes: nothing to cut");
	free(text);
}

Test(format_new, gives_each_line_a_block_of_its_own)
{
	char *first = format_new(PIECES(as_text("So What, "), as_unsigned(562)));
	char *second = format_new(PIECES(as_text("Naima, "), as_unsigned(263)));

	cr_assert(ne(ptr, first, NULL), "there was memory");
	cr_assert(ne(ptr, second, NULL), "there was memory");
	cr_expect(eq(str, first, "So What, 562"), "the second call leaves it alone");
	cr_expect(eq(str, second, "Naima, 263"), "the second line");
	cr_expect(eq(sz, alloc_live(), 2), "two lines, two blocks");
	free(first);
	free(second);
}

Test(format_new, has_room_for_any_line)
{
	char *text = long_text(3000);
	char *line = format_new(PIECES(as_text(text)));

	cr_assert(ne(ptr, line, NULL), "there was memory");
	cr_expect(eq(str, line, text), "nothing is cut here");
	free(line);
	free(text);
}

Test(format_new, says_no_without_memory)
{
	char *line = format_new(PIECES(as_text("Naima")));

	cr_assert(ne(ptr, line, NULL), "there is memory now");
	free(line);
	fail_from(1);
	line = format_new(PIECES(as_text("Naima")));
	fail_never();
	cr_expect(eq(ptr, line, NULL), "no memory, no line");
	cr_expect(eq(sz, alloc_live(), 0), "nothing may be left behind");
}

/* ---- folders ---- */

/* Puts f into parent, behind the folders that are already there. */
static void put_in(struct folder *parent, struct folder *f)
{
	const struct folder *last = parent->first;

	f->parent = parent;
	if (last == NULL) {
		parent->first = f;
		return;
	}
	while (last->next != NULL)
		last = last->next;
	((struct folder *)(uintptr_t)last)->next = f;
}

/* The library of folder.h, with seconds; and the top, inside another folder. */
static struct folder all, music, jazz, miles, monk, pop, books;

static void make_library(void)
{
	all = (struct folder){ .name = "All", .seconds = 100000 };
	music = (struct folder){ .name = "Music", .seconds = 1 };
	jazz = (struct folder){ .name = "Jazz", .seconds = 20 };
	miles = (struct folder){ .name = "Miles", .seconds = 300 };
	monk = (struct folder){ .name = "Monk", .seconds = 4000 };
	pop = (struct folder){ .name = "Pop", .seconds = 50000 };
	books = (struct folder){ .name = "Books", .seconds = 600000 };
	put_in(&all, &music);
	put_in(&all, &books);
	put_in(&music, &jazz);
	put_in(&jazz, &miles);
	put_in(&jazz, &monk);
	put_in(&music, &pop);
}

/* Expects the walk through root to meet these names, in this order. */
static void expect_walk(const struct folder *root, const char *wanted)
{
	char met[200] = "";
	const struct folder *f = root;

	for (int i = 0; f != NULL && i < 10; i++) {
		strcat(strcat(met, i > 0 ? " " : ""), f->name);
		f = folder_next(root, f);
	}
	cr_expect(eq(str, met, text_of(wanted)), "the walk through %s", root->name);
}

Test(folder_next, goes_down_and_along_and_back_up)
{
	make_library();
	expect_walk(&all, "All Music Jazz Miles Monk Pop Books");
}

Test(folder_next, stays_inside_the_root)
{
	make_library();
	expect_walk(&music, "Music Jazz Miles Monk Pop");
	expect_walk(&jazz, "Jazz Miles Monk");
	expect_walk(&miles, "Miles");
	expect_walk(&pop, "Pop");
}

Test(folder_total, adds_up_what_is_inside)
{
	make_library();
	cr_expect(eq(u64, folder_total(&all), 754321), "all seven");
	cr_expect(eq(u64, folder_total(&music), 54321),
	          "Music and what is in it, without Books and All");
	cr_expect(eq(u64, folder_total(&jazz), 4320), "Jazz, Miles and Monk");
	cr_expect(eq(u64, folder_total(&monk), 4000), "Monk alone");
}

Test(folder_depth, counts_the_levels)
{
	make_library();
	cr_expect(eq(sz, folder_depth(&monk), 1), "one folder, one level");
	cr_expect(eq(sz, folder_depth(&jazz), 2), "Jazz, and Miles in it");
	cr_expect(eq(sz, folder_depth(&music), 3), "Music, Jazz, Miles");
	cr_expect(eq(sz, folder_depth(&all), 4), "All, Music, Jazz, Miles");
}

Test(folder_depth, does_not_count_the_folders)
{
	struct folder top = { .name = "Top" };
	struct folder many[20] = { { .name = "A" } };

	for (int i = 0; i < 20; i++)
		put_in(&top, &many[i]);
	cr_expect(eq(sz, folder_depth(&top), 2), "20 folders side by side: 2 levels");
	put_in(&many[3], &(struct folder){ .name = "Deeper" });
	cr_expect(eq(sz, folder_depth(&top), 3), "one of them has a folder in it");
	put_in(&many[7], &(struct folder){ .name = "Deeper, too" });
	cr_expect(eq(sz, folder_depth(&top), 3), "and another one, as deep");
}

enum { DEEP = 400000 };

/* DEEP folders, each in the one before; the test frees the array. */
static struct folder *deep_library(void)
{
	struct folder *deep = calloc(DEEP, sizeof *deep);

	cr_assert(ne(ptr, deep, NULL), "the test got no memory");
	for (size_t i = 0; i < DEEP; i++) {
		deep[i].name = "In";
		deep[i].seconds = 2;
		if (i > 0) {
			deep[i].parent = &deep[i - 1];
			deep[i - 1].first = &deep[i];
		}
	}
	return deep;
}

Test(folder_total, needs_no_deep_stack)
{
	struct folder *deep = deep_library();

	use_a_small_stack();
	cr_expect(eq(u64, folder_total(deep), 2 * DEEP),
	          "%d folders, each inside the other, of 2 s each", DEEP);
	cr_expect(eq(sz, alloc_calls(), 0), "and no memory from malloc");
	free(deep);
}

Test(folder_depth, needs_no_deep_stack)
{
	struct folder *deep = deep_library();

	use_a_small_stack();
	cr_expect(eq(sz, folder_depth(deep), DEEP),
	          "%d folders, each inside the other", DEEP);
	cr_expect(eq(sz, alloc_calls(), 0), "and no memory from malloc");
	free(deep);
}
