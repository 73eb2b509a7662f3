/*
 * format.c - lines of text in the caller's buffer, or in a static one.
 *
 * Nothing here calls a function of another file, so an allocator may use all
 * of it, at any time.
 */
#include "format.h"

/* student: begin
 * // Helper functions, and a struct of your own, can stand here.
 */
/* A line being written. Its length counts on where the buffer has ended. */
struct line {
	char *buffer;
	size_t size;
	size_t length;
};

static void put(struct line *line, char c)
{
	/* The last byte is for the '\0'. No size - 1: size may be 0. */
	if (line->length + 1 < line->size)
		line->buffer[line->length] = c;
	line->length++;
}

static void put_text(struct line *line, const char *text, size_t most)
{
	if (text == NULL) {
		text = "(null)";
		most = SIZE_MAX;
	}
	for (size_t i = 0; i < most && text[i] != '\0'; i++)
		put(line, text[i]);
}

static void put_number(struct line *line, uintmax_t n, unsigned base)
{
	char digits[sizeof n * 3]; /* a byte is three decimal digits at most */
	size_t count = 0;

	do {
		digits[count++] = "0123456789abcdef"[n % base];
		n /= base;
	} while (n != 0);
	while (count > 0) /* the last digit came first */
		put(line, digits[--count]);
}

static void put_signed(struct line *line, intmax_t n)
{
	if (n < 0)
		put(line, '-');
	/* -n would overflow for the smallest n; unsigned can't (6.2.5p9). */
	put_number(line, n < 0 ? 0 - (uintmax_t)n : (uintmax_t)n, 10);
}

static void put_hex(struct line *line, uintmax_t n)
{
	put_text(line, "0x", SIZE_MAX);
	put_number(line, n, 16);
}

static void put_address(struct line *line, const void *address)
{
	if (address == NULL)
		put_text(line, "NULL", SIZE_MAX);
	else
		put_hex(line, (uintptr_t)address);
}

static void put_size(struct line *line, uintmax_t bytes)
{
	static const char *const units[] = { " bytes", " KiB", " MiB", " GiB" };
	size_t unit = 0;

	while (unit < 3 && bytes != 0 && bytes % 1024 == 0) {
		bytes /= 1024;
		unit++;
	}
	put_number(line, bytes, 10);
	put_text(line, unit == 0 && bytes == 1 ? " byte" : units[unit], SIZE_MAX);
}

static void put_piece(struct line *line, const struct piece *piece)
{
	switch (piece->kind) {
	case PIECE_TEXT:     put_text(line, piece->text, piece->most); break;
	case PIECE_SIGNED:   put_signed(line, piece->whole); break;
	case PIECE_UNSIGNED: put_number(line, piece->natural, 10); break;
	case PIECE_HEX:      put_hex(line, piece->natural); break;
	case PIECE_ADDRESS:  put_address(line, piece->address); break;
	case PIECE_SIZE:     put_size(line, piece->natural); break;
	}
}
/* student: end */

size_t format_into(char *buffer, size_t size,
                   const struct piece *pieces, size_t count)
{
	/* student: begin
	 * // Your turn. First a single text in a buffer that is large enough.
	 * (void)buffer;
	 * (void)size;
	 * (void)pieces;
	 * (void)count;
	 * return 0;
	 */
	struct line line = { buffer, size, 0 };

	for (size_t i = 0; i < count; i++)
		put_piece(&line, &pieces[i]);
	if (size > 0)
		buffer[line.length < size ? line.length : size - 1] = '\0';
	return line.length;
	/* student: end */
}

const char *format_static(const struct piece *pieces, size_t count)
{
	/* student: begin
	 * // Your turn: where does the buffer live, so that it is still there?
	 * (void)pieces;
	 * (void)count;
	 * return "";
	 */
	static char buffer[FORMAT_STATIC_SIZE];
	const char *dots = "...";

	if (format_into(buffer, sizeof buffer, pieces, count) >= sizeof buffer)
		for (size_t i = 0; i < 3; i++)
			buffer[sizeof buffer - 4 + i] = dots[i];
	return buffer;
	/* student: end */
}
