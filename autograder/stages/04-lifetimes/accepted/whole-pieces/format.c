/*
 * Differs: turns each piece into a run of bytes first, a number by way of a
 * local array that is filled from its end, and copies as much of the run as
 * fits, with memcpy. Digits of a negative number are taken while it is
 * negative, so nothing is ever negated that might not fit.
 */
#include "format.h"

#include <string.h>

enum { ROOM = 40 }; /* for "18446744073709551615 bytes" and its like */

/* Writes the digits in front of end; returns where they begin. */
static char *digits_before(char *end, uintmax_t n, unsigned base)
{
	do
		*--end = "0123456789abcdef"[n % base];
	while ((n /= base) != 0);
	return end;
}

static char *signed_before(char *end, intmax_t n)
{
	int negative = n < 0;

	do {
		int digit = (int)(n % 10);
		*--end = (char)('0' + (digit < 0 ? -digit : digit));
	} while ((n /= 10) != 0);
	if (negative)
		*--end = '-';
	return end;
}

static char *word_before(char *end, const char *word)
{
	for (size_t length = strlen(word); length > 0; length--)
		*--end = word[length - 1];
	return end;
}

static char *size_before(char *end, uintmax_t bytes)
{
	const char *unit = bytes == 1 ? " byte" : " bytes";

	if (bytes != 0 && bytes % 1024 == 0) {
		unit = " KiB";
		bytes /= 1024;
		if (bytes % 1024 == 0) {
			unit = " MiB";
			bytes /= 1024;
			if (bytes % 1024 == 0) {
				unit = " GiB";
				bytes /= 1024;
			}
		}
	}
	return digits_before(word_before(end, unit), bytes, 10);
}

static char *hex_before(char *end, uintmax_t n)
{
	end = digits_before(end, n, 16);
	*--end = 'x';
	*--end = '0';
	return end;
}

/* The run of bytes of a piece; those that have none yet get one before end. */
static const char *run_of(const struct piece *p, char *end, size_t *length)
{
	char *begin = end;

	if (p->kind == PIECE_TEXT && p->text != NULL) {
		*length = strnlen(p->text, p->most);
		return p->text;
	}
	if (p->kind == PIECE_TEXT)
		begin = word_before(end, "(null)");
	else if (p->kind == PIECE_ADDRESS && p->address == NULL)
		begin = word_before(end, "NULL");
	else if (p->kind == PIECE_ADDRESS)
		begin = hex_before(end, (uintptr_t)p->address);
	else if (p->kind == PIECE_SIGNED)
		begin = signed_before(end, p->whole);
	else if (p->kind == PIECE_UNSIGNED)
		begin = digits_before(end, p->natural, 10);
	else if (p->kind == PIECE_HEX)
		begin = hex_before(end, p->natural);
	else if (p->kind == PIECE_SIZE)
		begin = size_before(end, p->natural);
	*length = (size_t)(end - begin);
	return begin;
}

size_t format_into(char *buffer, size_t size,
                   const struct piece *pieces, size_t count)
{
	size_t needed = 0, written = 0;

	for (size_t i = 0; i < count; i++) {
		char room[ROOM];
		size_t length;
		const char *run = run_of(&pieces[i], room + ROOM, &length);

		needed += length;
		if (size > 0) {
			size_t left = size - 1 - written;

			if (length > left)
				length = left;
			memcpy(buffer + written, run, length);
			written += length;
		}
	}
	if (size > 0)
		buffer[written] = '\0';
	return needed;
}

const char *format_static(const struct piece *pieces, size_t count)
{
	static char line[FORMAT_STATIC_SIZE];

	if (format_into(line, FORMAT_STATIC_SIZE, pieces, count)
	    >= FORMAT_STATIC_SIZE)
		memcpy(line + FORMAT_STATIC_SIZE - 4, "...", 4);
	return line;
}
