/*
 * Differs: format_static takes four buffers in turn, so that four lines are
 * good at the same time; the contract promises one. A piece is written by a
 * function that is looked up in a table.
 */
#include "format.h"

#include <string.h>

/* What is written, and where to; count goes on when the room is used up. */
struct out {
	char *to;
	size_t room, count;
};

static void add(struct out *o, const char *bytes, size_t n)
{
	o->count += n;
	if (n > o->room)
		n = o->room;
	for (size_t i = 0; i < n; i++)
		*o->to++ = bytes[i];
	o->room -= n;
}

static void add_string(struct out *o, const char *s)
{
	add(o, s, strlen(s));
}

static void add_number(struct out *o, uintmax_t n, unsigned base)
{
	char digits[64];
	size_t first = sizeof digits;

	if (n == 0)
		digits[--first] = '0';
	for (; n > 0; n /= base) {
		unsigned d = (unsigned)(n % base);
		digits[--first] = (char)(d > 9 ? d - 10 + 'a' : d + '0');
	}
	add(o, digits + first, sizeof digits - first);
}

static void text(struct out *o, const struct piece *p)
{
	const char *end;

	if (p->text == NULL) {
		add_string(o, "(null)");
	} else if (p->most == SIZE_MAX) {
		add_string(o, p->text);
	} else {
		end = memchr(p->text, '\0', p->most);
		add(o, p->text, end ? (size_t)(end - p->text) : p->most);
	}
}

static void whole(struct out *o, const struct piece *p)
{
	uintmax_t n = (uintmax_t)p->whole;

	if (p->whole < 0) {
		add_string(o, "-");
		n = ~n + 1; /* two's complement */
	}
	add_number(o, n, 10);
}

static void natural(struct out *o, const struct piece *p)
{
	add_number(o, p->natural, 10);
}

static void hex(struct out *o, const struct piece *p)
{
	add_string(o, "0x");
	add_number(o, p->natural, 16);
}

static void address(struct out *o, const struct piece *p)
{
	struct piece number = as_hex((uintptr_t)p->address);

	if (p->address)
		hex(o, &number);
	else
		add_string(o, "NULL");
}

static void size_piece(struct out *o, const struct piece *p)
{
	uintmax_t n = p->natural;
	const char *unit = n == 1 ? " byte" : " bytes";

	for (int i = 0; i < 3 && n && n % 1024 == 0; i++) {
		unit = &" KiB\0 MiB\0 GiB"[i * 5];
		n /= 1024;
	}
	add_number(o, n, 10);
	add_string(o, unit);
}

size_t format_into(char *buffer, size_t size,
                   const struct piece *pieces, size_t count)
{
	static void (*const writers[])(struct out *, const struct piece *) = {
		[PIECE_TEXT] = text, [PIECE_SIGNED] = whole,
		[PIECE_UNSIGNED] = natural, [PIECE_HEX] = hex,
		[PIECE_ADDRESS] = address, [PIECE_SIZE] = size_piece,
	};
	struct out o = { .room = size > 0 ? size - 1 : 0 };

	o.to = buffer;
	for (size_t i = 0; i < count; i++)
		writers[pieces[i].kind](&o, &pieces[i]);
	if (size > 0)
		*o.to = '\0';
	return o.count;
}

const char *format_static(const struct piece *pieces, size_t count)
{
	static char lines[4][FORMAT_STATIC_SIZE];
	static unsigned turn;
	char *line = lines[turn++ % 4];
	size_t length = format_into(line, sizeof lines[0], pieces, count);

	if (length > sizeof lines[0] - 1)
		memset(line + sizeof lines[0] - 4, '.', 3);
	return line;
}
