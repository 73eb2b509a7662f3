/*
 * Differs: keeps no length, but two pointers and a count of what did not fit.
 * Digits come out in order, by a recursion that is at most 20 calls deep.
 */
#include "format.h"

struct pen {
	char *at;   /* where the next character goes    */
	char *end;  /* the last byte, kept for the '\0' */
	size_t lost;
};

static void write_char(struct pen *pen, int c)
{
	if (pen->at != pen->end)
		*pen->at++ = (char)c;
	else
		pen->lost++;
}

static void write_string(struct pen *pen, const char *s)
{
	while (*s != '\0')
		write_char(pen, *s++);
}

static void write_natural(struct pen *pen, uintmax_t n, unsigned base)
{
	if (n >= base)
		write_natural(pen, n / base, base);
	write_char(pen, "0123456789abcdef"[n % base]);
}

static void write_field(struct pen *pen, const char *text, size_t most)
{
	if (text == NULL) {
		write_string(pen, "(null)");
		return;
	}
	while (most-- > 0 && *text != '\0')
		write_char(pen, *text++);
}

static void write_bytes(struct pen *pen, uintmax_t n)
{
	int thousands = 0;

	while (n > 0 && (n & 1023) == 0 && thousands < 3) {
		n >>= 10;
		thousands++;
	}
	write_natural(pen, n, 10);
	write_char(pen, ' ');
	if (thousands > 0) {
		write_char(pen, " KMG"[thousands]);
		write_string(pen, "iB");
	} else {
		write_string(pen, n == 1 ? "byte" : "bytes");
	}
}

static void write_piece(struct pen *pen, const struct piece *p)
{
	if (p->kind == PIECE_TEXT) {
		write_field(pen, p->text, p->most);
	} else if (p->kind == PIECE_SIGNED && p->whole < 0) {
		write_char(pen, '-');
		write_natural(pen, -(uintmax_t)p->whole, 10);
	} else if (p->kind == PIECE_SIGNED || p->kind == PIECE_UNSIGNED) {
		write_natural(pen, p->natural, 10); /* the same bits */
	} else if (p->kind == PIECE_SIZE) {
		write_bytes(pen, p->natural);
	} else if (p->kind == PIECE_ADDRESS && p->address == NULL) {
		write_string(pen, "NULL");
	} else {
		write_string(pen, "0x");
		write_natural(pen, p->kind == PIECE_HEX ? p->natural
		              : (uintptr_t)p->address, 16);
	}
}

size_t format_into(char *buffer, size_t size,
                   const struct piece *pieces, size_t count)
{
	char nothing[1];
	char *begin = size == 0 ? nothing : buffer;
	struct pen pen = { begin, begin + (size == 0 ? 0 : size - 1), 0 };

	for (size_t i = 0; i != count; i++)
		write_piece(&pen, pieces + i);
	*pen.at = '\0';
	return (size_t)(pen.at - begin) + pen.lost;
}

const char *format_static(const struct piece *pieces, size_t count)
{
	static char line[FORMAT_STATIC_SIZE + 1];
	char *p;

	/* One byte more than is shown, to see whether it would be needed. */
	format_into(line, sizeof line, pieces, count);
	if (line[FORMAT_STATIC_SIZE - 1] != '\0') {
		for (p = line + FORMAT_STATIC_SIZE - 4;
		     p < line + FORMAT_STATIC_SIZE - 1; p++)
			*p = '.';
		*p = '\0';
	}
	return line;
}
