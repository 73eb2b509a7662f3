/*
 * Held-back tests of stage 04: every buffer size, numbers at every border, long
 * lines, and libraries of many shapes.
 */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "failpoint.h"
#include "folder.h"
#include "format.h"
#include "small_stack.h"

static char *new_buffer(size_t size)
{
	/* Of 0 bytes, too. NOLINTNEXTLINE(clang-analyzer-optin.portability.UnixAPI) */
	char *buffer = malloc(size);

	cr_assert(ne(ptr, buffer, NULL), "the test got no memory");
	memset(buffer, '#', size);
	return buffer;
}

static char *text_of(const char *text)
{
	return (char *)(uintptr_t)text;
}

/* One piece, in a buffer of 64 bytes. Only the first that is wrong is told. */
static void expect_piece(struct piece piece, const char *wanted)
{
	char buffer[64];

	memset(buffer, '#', sizeof buffer);
	size_t length = format_into(buffer, sizeof buffer, &piece, 1);
	buffer[63] = '\0';
	if (strcmp(buffer, wanted) != 0 || length != strlen(wanted))
		cr_assert(false, "\"%s\" was expected, \"%s\" written, and the answer "
		          "was %zu", wanted, buffer, length);
}

Test(format_into, is_right_for_every_size_of_buffer)
{
	static const char whole[] = "at 0x1f2e: -90210 and 4 KiB, tag Coltrane.";
	const char tag[8] = { 'C', 'o', 'l', 't', 'r', 'a', 'n', 'e' };

	for (size_t size = 0; size <= sizeof whole + 3; size++) {
		char *buffer = new_buffer(size);
		size_t length = format_into(buffer, size,
			PIECES(as_text("at "), as_address((void *)(uintptr_t)0x1f2e),
			       as_text(": "), as_signed(-90210), as_text(" and "),
			       as_size(4096), as_text(", tag "), as_field(tag, 8),
			       as_text(".")));

		if (length != sizeof whole - 1)
			cr_assert(false, "the line has %zu characters, whatever size "
			          "is; for %zu the answer was %zu",
			          sizeof whole - 1, size, length);
		size_t kept = size < sizeof whole ? size - 1 : sizeof whole - 1;
		if (size > 0 && (memcmp(buffer, whole, kept) != 0
		                 || buffer[kept] != '\0'))
			cr_assert(false, "a buffer of %zu bytes should hold the first "
			          "%zu characters and a '\\0'", size, kept);
		free(buffer);
	}
}

Test(format_into, leaves_what_lies_around_the_buffer)
{
	char room[40];

	for (size_t size = 0; size <= 20; size++) {
		memset(room, '#', sizeof room);
		format_into(room + 10, size, PIECES(as_text("Kind"), as_hex(160),
		                                    as_size(1536)));
		for (size_t i = 0; i < sizeof room; i++)
			if ((i < 10 || i >= 10 + size) && room[i] != '#')
				cr_assert(false, "with a buffer of %zu bytes, one "
				          "%zu bytes behind its beginning was "
				          "written", size, i - 10);
		if (size > 0)
			cr_assert(memchr(room + 10, '\0', size) != NULL,
			          "a '\\0' among %zu bytes", size);
	}
}

Test(format_into, writes_numbers_at_every_border)
{
	char wanted[40];

	for (uintmax_t n = 1; n != 0 && n <= UINTMAX_MAX / 10; n *= 10)
		for (uintmax_t i = n - 1; i != n + 2; i++) {
			snprintf(wanted, sizeof wanted, "%ju", i);
			expect_piece(as_unsigned(i), wanted);
			snprintf(wanted, sizeof wanted, "%jd", -(intmax_t)i);
			expect_piece(as_signed(-(intmax_t)i), wanted);
		}
	for (int bit = 0; bit < 64; bit++)
		for (uintmax_t i = ((uintmax_t)1 << bit) - 1; ; i++) {
			snprintf(wanted, sizeof wanted, "0x%jx", i);
			expect_piece(as_hex(i), wanted);
			if (i == (uintmax_t)1 << bit)
				break;
		}
	expect_piece(as_signed(INTMAX_MIN), "-9223372036854775808");
	expect_piece(as_signed(INTMAX_MIN + 1), "-9223372036854775807");
	expect_piece(as_unsigned(UINTMAX_MAX), "18446744073709551615");
	expect_piece(as_unsigned((uintmax_t)INTMAX_MAX + 1), "9223372036854775808");
}

Test(format_into, writes_sizes_at_every_border)
{
	static const char *const units[] = { "KiB", "MiB", "GiB" };
	char wanted[40];
	size_t unit = 1;

	for (int i = 0; i < 3; i++) {
		unit *= 1024;
		for (size_t n = 1; n < 1024; n += 341) {
			snprintf(wanted, sizeof wanted, "%zu %s", n, units[i]);
			expect_piece(as_size(n * unit), wanted);
			snprintf(wanted, sizeof wanted, "%zu bytes", n * unit + 1);
			expect_piece(as_size(n * unit + 1), wanted);
			snprintf(wanted, sizeof wanted, "%zu bytes", n * unit - 1);
			expect_piece(as_size(n * unit - 1), wanted);
		}
	}
	expect_piece(as_size((size_t)1025 << 20), "1025 MiB");
	expect_piece(as_size((size_t)1 << 63), "8589934592 GiB");
	expect_piece(as_size(1), "1 byte");
	expect_piece(as_size(11), "11 bytes");
	expect_piece(as_size(0), "0 bytes");
}

Test(format_into, writes_addresses_as_large_as_they_get)
{
	int local = 0;
	char wanted[40];

	snprintf(wanted, sizeof wanted, "%p", (void *)&local);
	expect_piece(as_address(&local), wanted);
	expect_piece(as_address((void *)UINTPTR_MAX), "0xffffffffffffffff");
	expect_piece(as_address((void *)(uintptr_t)1), "0x1");
}

Test(format_into, reads_no_byte_behind_a_field)
{
	for (size_t most = 0; most <= 9; most++) {
		char *tag = new_buffer(most);
		char wanted[10] = "";

		memset(tag, 'x', most);
		memset(wanted, 'x', most);
		expect_piece(as_field(tag, most), wanted);
		if (most >= 2) {
			tag[1] = '\0';
			expect_piece(as_field(tag, most), "x");
		}
		free(tag);
	}
	char *tag = new_buffer(3);

	tag[2] = '\0'; /* the field ends here, and so does the block */
	expect_piece(as_field(tag, 8), "##");
	expect_piece(as_field(tag, SIZE_MAX - 1), "##");
	free(tag);
	expect_piece(as_field("Naima", SIZE_MAX), "Naima");
}

Test(format_into, has_no_limit_of_its_own)
{
	enum { LONG = 70000 };
	char *text = new_buffer(LONG + 1), *buffer = new_buffer(LONG + 4);

	text[LONG] = '\0';
	cr_expect(eq(sz, format_into(buffer, LONG + 4,
	                             PIECES(as_text(text), as_signed(-42))), LONG + 3),
	          "a line of %d characters", LONG + 3);
	cr_expect(eq(int, memcmp(buffer, text, LONG), 0), "all letters of the text");
	cr_expect(eq(str, buffer + LONG, "-42"), "and what comes behind it");
	free(text);
	free(buffer);
}

Test(format_into, takes_many_pieces)
{
	enum { MANY = 500 };
	struct piece *pieces = malloc(MANY * sizeof *pieces);
	char *buffer = new_buffer(MANY * 2 + 1);

	cr_assert(ne(ptr, pieces, NULL), "the test got no memory");
	for (size_t i = 0; i < MANY; i++)
		pieces[i] = i % 2 == 0 ? as_text("ab") : as_unsigned(10 + i % 90);
	cr_expect(eq(sz, format_into(buffer, MANY * 2 + 1, pieces, MANY), MANY * 2),
	          "%d pieces of two characters each", MANY);
	cr_expect(eq(int, memcmp(buffer, "ab11ab13ab15", 12), 0), "how it begins");
	cr_expect(eq(str, buffer + MANY * 2 - 4, "ab59"), "how it ends");
	free(pieces);
	free(buffer);
}

Test(format_static, is_right_around_its_size)
{
	for (size_t length = 120; length <= 135; length++) {
		char *text = new_buffer(length + 1), wanted[FORMAT_STATIC_SIZE];

		text[length] = '\0';
		memset(wanted, '#', sizeof wanted);
		if (length < FORMAT_STATIC_SIZE)
			wanted[length] = '\0';
		else
			memcpy(wanted + FORMAT_STATIC_SIZE - 4, "...", 4);
		const char *line = format_static(PIECES(as_text(text)));
		cr_assert(ne(ptr, text_of(line), NULL), "there is always a line");
		if (strncmp(line, wanted, sizeof wanted) != 0)
			cr_assert(false, "a text of %zu letters: \"%.130s\" was expected, "
			          "and \"%.130s\" came", length, wanted, line);
		free(text);
	}
	const char *line = format_static(PIECES(as_text("short")));
	cr_expect(eq(str, text_of(line), "short"), "a short line after a long one");
}

Test(format_static, is_left_alone_by_the_others)
{
	const char *line = format_static(PIECES(as_text("Naima")));
	char buffer[20];

	format_into(buffer, sizeof buffer, PIECES(as_text("So What")));
	char *block = format_new(PIECES(as_text("Blue in Green")));
	cr_assert(ne(ptr, text_of(line), NULL), "there is always a line");
	cr_expect(eq(str, text_of(line), "Naima"),
	          "it is good until the next call of format_static");
	cr_assert(ne(ptr, block, NULL), "there was memory");
	format_static(PIECES(as_text("So What")));
	cr_expect(eq(str, block, "Blue in Green"), "a block has nothing to do with it");
	free(block);
}

/* A line of some length; sometimes an allocation fails, sometimes none does. */
static void make_one(void *context)
{
	const char *text = context;
	char *line = format_new(PIECES(as_text("<"), as_text(text), as_text(">")));

	if (line != NULL) {
		cr_expect(eq(sz, strlen(line), strlen(text) + 2), "the whole line");
		cr_expect(eq(chr, line[strlen(line) - 1], '>'), "up to its end");
	} else {
		cr_expect(ge(sz, alloc_failed(), 1), "NULL, though there was memory");
	}
	free(line);
	cr_expect(eq(sz, alloc_live(), 0), "a block was left behind");
}

Test(format_new, survives_each_failed_allocation)
{
	for (size_t length = 0; length <= 400; length += 100) {
		char *text = new_buffer(length + 1);

		text[length] = '\0';
		cr_expect(ge(sz, fail_each(make_one, text), 1), "a line takes a block");
		free(text);
	}
}

Test(format_new, has_no_limit_of_its_own)
{
	enum { LONG = 70000 };
	char *text = new_buffer(LONG + 1);

	text[LONG] = '\0';
	char *line = format_new(PIECES(as_text(text)));
	cr_assert(ne(ptr, line, NULL), "there is memory");
	cr_expect(eq(sz, strlen(line), LONG), "characters of the line");
	cr_expect(eq(int, memcmp(line, text, LONG), 0), "all letters of the text");
	free(line);
	free(text);
}

Test(format_new, makes_room_for_the_end)
{
	for (size_t length = 0; length <= 40; length++) {
		char *text = new_buffer(length + 1);

		text[length] = '\0';
		char *line = format_new(PIECES(as_text(text)));
		cr_assert(ne(ptr, line, NULL), "there was memory");
		cr_assert(eq(str, line, text), "a line of %zu letters", length);
		cr_assert(ge(sz, alloc_live_bytes(), length + 1),
		          "%zu letters and a '\\0'", length);
		free(line);
		free(text);
	}
	char *line = format_new(NULL, 0);
	cr_assert(ne(ptr, line, NULL), "an empty line is a line");
	cr_expect(eq(chr, line[0], '\0'), "which has its '\\0'");
	free(line);
}

/* ---- folders ---- */

/* What a simple recursion says, for libraries that are not deep. */
static uintmax_t careful_total(const struct folder *f)
{
	uintmax_t total = f->seconds;

	for (const struct folder *in = f->first; in != NULL; in = in->next)
		total += careful_total(in);
	return total;
}

static size_t careful_depth(const struct folder *f)
{
	size_t deepest = 0;

	for (const struct folder *in = f->first; in != NULL; in = in->next) {
		size_t depth = careful_depth(in);
		if (depth > deepest)
			deepest = depth;
	}
	return deepest + 1;
}

enum { FOLDERS = 40 };

/* Folder i goes into one of those before it, in front of what is there. */
static void grow(struct folder *folders, unsigned seed)
{
	for (size_t i = 0; i < FOLDERS; i++) {
		seed = seed * 1103515245u + 12345u;
		struct folder *in = &folders[i == 0 ? 0 : seed / 65536 % i];

		folders[i] = (struct folder){ .name = "F",
		                              .seconds = ((uintmax_t)i << 58) + i * i + 1 };
		if (i > 0) {
			folders[i].parent = in;
			folders[i].next = in->first;
			in->first = &folders[i];
		}
	}
}

Test(folder_total, agrees_with_a_careful_sum)
{
	struct folder folders[FOLDERS];

	for (unsigned seed = 1; seed <= 50; seed++) {
		grow(folders, seed);
		for (size_t i = 0; i < FOLDERS; i++)
			if (folder_total(&folders[i]) != careful_total(&folders[i]))
				cr_assert(false, "in library %u, folder %zu", seed, i);
	}
}

Test(folder_depth, agrees_with_a_careful_count)
{
	struct folder folders[FOLDERS];

	for (unsigned seed = 1; seed <= 50; seed++) {
		grow(folders, seed);
		for (size_t i = 0; i < FOLDERS; i++)
			if (folder_depth(&folders[i]) != careful_depth(&folders[i]))
				cr_assert(eq(sz, folder_depth(&folders[i]),
				             careful_depth(&folders[i])),
				          "in library %u, folder %zu", seed, i);
	}
}

Test(folder_next, meets_every_folder_once)
{
	struct folder folders[FOLDERS];

	for (unsigned seed = 1; seed <= 20; seed++) {
		size_t met[FOLDERS] = { 0 }, steps = 0;

		grow(folders, seed);
		for (const struct folder *f = folders; f != NULL && steps < 1000;
		     f = folder_next(folders, f), steps++) {
			if (f->parent != NULL && met[f->parent - folders] == 0)
				cr_assert(false, "a folder was met before its parent");
			met[f - folders]++;
		}
		cr_assert(eq(sz, steps, FOLDERS), "library %u: the steps", seed);
		for (size_t i = 0; i < FOLDERS; i++)
			cr_assert(eq(sz, met[i], 1), "library %u: folder %zu", seed, i);
	}
}

/* Each level: a folder without folders in front, then the one that goes on. */
Test(folder_depth, comes_back_up_from_far_below)
{
	enum { LEVELS = 200000 };
	struct folder *deep = calloc(2 * LEVELS, sizeof *deep);
	struct folder last = { .name = "Last", .seconds = 7 };

	cr_assert(ne(ptr, deep, NULL), "the test got no memory");
	for (size_t i = 0; i < LEVELS; i++) {
		struct folder *leaf = &deep[2 * i], *way = &deep[2 * i + 1];

		leaf->seconds = way->seconds = 1;
		leaf->next = way;
		leaf->parent = way->parent = i == 0 ? NULL : way - 2;
		if (i > 0)
			deep[2 * i - 1].first = leaf;
	}
	deep[0].next = NULL; /* beside the top, and nobody's business */
	deep[2].parent = deep[3].parent = last.parent = &deep[1];
	deep[3].next = &last; /* met when the walk comes back up */
	use_a_small_stack();
	cr_expect(eq(sz, folder_depth(&deep[1]), LEVELS), "the levels");
	cr_expect(eq(u64, folder_total(&deep[1]), 2 * LEVELS - 1 + 7),
	          "all of them, and the last one, near the top");
	free(deep);
}
