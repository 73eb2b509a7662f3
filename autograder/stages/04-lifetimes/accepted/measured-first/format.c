/*
 * Differs: measures each piece before it writes it, so that every character
 * is known by its place in the line: a number is written from its last digit
 * to its first, right where it belongs, and no array of digits is needed.
 */
#include "format.h"

#include <string.h>

struct target {
	char *buffer;
	size_t room; /* characters that may be written, the '\0' not counted */
};

static void set(struct target t, size_t place, char c)
{
	if (place < t.room)
		t.buffer[place] = c;
}

static size_t set_text(struct target t, size_t place, const char *text,
                       size_t most)
{
	size_t n;

	for (n = 0; n < most && text[n] != '\0'; n++)
		set(t, place + n, text[n]);
	return place + n;
}

static size_t digits_of(uintmax_t n, unsigned base)
{
	size_t digits = 1;

	while (n >= base) {
		n /= base;
		digits++;
	}
	return digits;
}

static size_t set_number(struct target t, size_t place, uintmax_t n,
                         unsigned base)
{
	size_t end = place + digits_of(n, base);

	for (size_t at = end; at > place; n /= base) {
		unsigned digit = (unsigned)(n % base);
		set(t, --at, (char)(digit < 10 ? '0' + digit : 'a' + digit - 10));
	}
	return end;
}

static size_t set_size(struct target t, size_t place, uintmax_t bytes)
{
	static const struct { size_t bytes; const char *name; } units[] = {
		{ (size_t)1 << 30, " GiB" }, { (size_t)1 << 20, " MiB" },
		{ (size_t)1 << 10, " KiB" },
	};

	for (size_t i = 0; i < 3; i++)
		if (bytes >= units[i].bytes && bytes % units[i].bytes == 0) {
			place = set_number(t, place, bytes / units[i].bytes, 10);
			return set_text(t, place, units[i].name, 4);
		}
	place = set_number(t, place, bytes, 10);
	return set_text(t, place, " bytes", bytes == 1 ? 5 : 6);
}

static size_t set_piece(struct target t, size_t place, struct piece p)
{
	switch (p.kind) {
	case PIECE_TEXT:
		return p.text == NULL ? set_text(t, place, "(null)", 6)
		                      : set_text(t, place, p.text, p.most);
	case PIECE_SIGNED:
		if (p.whole >= 0)
			return set_number(t, place, (uintmax_t)p.whole, 10);
		set(t, place, '-');
		return set_number(t, place + 1,
		                  (uintmax_t)-(p.whole + 1) + 1, 10);
	case PIECE_UNSIGNED:
		return set_number(t, place, p.natural, 10);
	case PIECE_ADDRESS:
		if (p.address == NULL)
			return set_text(t, place, "NULL", 4);
		p.natural = (uintptr_t)p.address;
		/* fallthrough */
	case PIECE_HEX:
		return set_number(t, set_text(t, place, "0x", 2), p.natural, 16);
	case PIECE_SIZE:
		return set_size(t, place, p.natural);
	}
	return place;
}

size_t format_into(char *buffer, size_t size,
                   const struct piece *pieces, size_t count)
{
	struct target t = { buffer, size == 0 ? 0 : size - 1 };
	size_t length = 0;

	for (; count > 0; count--)
		length = set_piece(t, length, *pieces++);
	if (size != 0)
		buffer[length < t.room ? length : t.room] = '\0';
	return length;
}

static char static_line[FORMAT_STATIC_SIZE];

const char *format_static(const struct piece *pieces, size_t count)
{
	if (format_into(static_line, FORMAT_STATIC_SIZE, pieces, count)
	    > FORMAT_STATIC_SIZE - 1)
		strcpy(static_line + FORMAT_STATIC_SIZE - 4, "...");
	return static_line;
}
