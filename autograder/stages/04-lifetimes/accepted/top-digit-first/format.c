/*
 * Differs: finds the largest power of the base first, and writes the digits
 * from the top. Everything goes through one function, whose last argument
 * tells how far the line has got.
 */
#include "format.h"

static size_t at(char *buffer, size_t size, char c, size_t length)
{
	if (size > 1 && length <= size - 2)
		buffer[length] = c;
	return length + 1;
}

static size_t number(char *buffer, size_t size, uintmax_t n, uintmax_t base,
                     size_t length)
{
	uintmax_t power = 1;

	while (n / power >= base)
		power *= base;
	for (; power > 0; power /= base)
		length = at(buffer, size, "0123456789abcdef"[n / power % base],
		            length);
	return length;
}

static size_t string(char *buffer, size_t size, const char *s, size_t most,
                     size_t length)
{
	const char *const end = s + (most == SIZE_MAX ? 0 : most);

	for (; (most == SIZE_MAX || s != end) && *s; s++)
		length = at(buffer, size, *s, length);
	return length;
}

static size_t bytes(char *buffer, size_t size, uintmax_t n, size_t length)
{
	static const char *const names[] = { "bytes", "KiB", "MiB", "GiB" };
	unsigned shift = 30;

	while (shift > 0 && (n == 0 || n % ((uintmax_t)1 << shift) != 0))
		shift -= 10;
	length = number(buffer, size, n >> shift, 10, length);
	length = at(buffer, size, ' ', length);
	return string(buffer, size, names[shift / 10], n == 1 ? 4 : 5, length);
}

size_t format_into(char *buffer, size_t size,
                   const struct piece *pieces, size_t count)
{
	size_t length = 0;

	for (size_t i = 0; i < count; i++) {
		struct piece p = pieces[i];
		uintmax_t n = p.natural;

		if (p.kind == PIECE_ADDRESS && p.address == NULL)
			p = as_text("NULL");
		else if (p.kind == PIECE_TEXT && p.text == NULL)
			p = as_text("(null)");
		if (p.kind == PIECE_SIGNED && p.whole < 0) {
			length = at(buffer, size, '-', length);
			n = UINTMAX_MAX - n + 1;
		}
		if (p.kind == PIECE_ADDRESS)
			n = (uintptr_t)p.address;
		if (p.kind == PIECE_HEX || p.kind == PIECE_ADDRESS)
			length = number(buffer, size, n, 16,
			                string(buffer, size, "0x", 2, length));
		else if (p.kind == PIECE_TEXT)
			length = string(buffer, size, p.text, p.most, length);
		else if (p.kind == PIECE_SIZE)
			length = bytes(buffer, size, n, length);
		else
			length = number(buffer, size, n, 10, length);
	}
	if (size > 0)
		buffer[length >= size ? size - 1 : length] = 0;
	return length;
}

const char *format_static(const struct piece *pieces, size_t count)
{
	static char line[FORMAT_STATIC_SIZE];
	size_t length = format_into(line, sizeof line, pieces, count);
	size_t dot = sizeof line - 1;

	while (length >= sizeof line && dot > sizeof line - 4)
		line[--dot] = '.';
	return line;
}
