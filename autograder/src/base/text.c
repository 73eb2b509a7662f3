/*
 * text.c - growable strings, and allocation that does not fail.
 */
#include "base/text.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"

void *must_alloc(size_t bytes)
{
	void *block = calloc(1, bytes != 0 ? bytes : 1);

	if (block == NULL)
		die("There is no memory left. Close other programs and try again.");
	return block;
}

void *must_resize(void *block, size_t count, size_t size)
{
	void *moved = reallocarray(block, count != 0 ? count : 1, size);

	if (moved == NULL)
		die("There is no memory left. Close other programs and try again.");
	return moved;
}

char *must_copy(const char *string)
{
	size_t size = strlen(string) + 1;

	return memcpy(must_alloc(size), string, size);
}

char *must_format(const char *format, ...)
{
	struct text t = TEXT_EMPTY;
	va_list args;

	va_start(args, format);
	text_add_v(&t, format, args);
	va_end(args);
	return text_take(&t);
}

/* Makes room for n more bytes and the zero byte. */
static void text_reserve(struct text *t, size_t n)
{
	size_t needed = t->length + n + 1;

	if (needed <= t->capacity)
		return;
	size_t capacity = t->capacity * 2 > needed ? t->capacity * 2 : needed;
	t->bytes = must_resize(t->bytes, capacity, 1);
	t->capacity = capacity;
}

void text_add_n(struct text *t, const char *bytes, size_t n)
{
	text_reserve(t, n);
	if (n != 0)
		memcpy(t->bytes + t->length, bytes, n);
	t->length += n;
	t->bytes[t->length] = '\0';
}

void text_add(struct text *t, const char *string)
{
	text_add_n(t, string, strlen(string));
}

void text_add_v(struct text *t, const char *format, va_list args)
{
	va_list again;

	va_copy(again, args);
	int n = vsnprintf(NULL, 0, format, again);
	va_end(again);
	if (n < 0)
		return;
	text_reserve(t, (size_t)n);
	vsnprintf(t->bytes + t->length, (size_t)n + 1, format, args);
	t->length += (size_t)n;
}

void text_add_format(struct text *t, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	text_add_v(t, format, args);
	va_end(args);
}

void text_cut(struct text *t, size_t length)
{
	if (length >= t->length)
		return;
	t->length = length;
	t->bytes[length] = '\0';
}

void text_free(struct text *t)
{
	free(t->bytes);
	*t = (struct text)TEXT_EMPTY;
}

const char *text_string(const struct text *t)
{
	return t->bytes != NULL ? t->bytes : "";
}

char *text_take(struct text *t)
{
	text_reserve(t, 0);
	t->bytes[t->length] = '\0';
	char *bytes = t->bytes;
	*t = (struct text)TEXT_EMPTY;
	return bytes;
}

bool text_starts(const char *string, const char *with)
{
	return strncmp(string, with, strlen(with)) == 0;
}

bool text_ends(const char *string, const char *with)
{
	size_t length = strlen(string), n = strlen(with);

	return length >= n && memcmp(string + length - n, with, n) == 0;
}

/*
 * Length of the UTF-8 sequence at the start of s (n bytes left); 0 when it is
 * none: a stray or missing continuation byte, an overlong form, a surrogate,
 * or a value beyond U+10FFFF.
 */
static size_t utf8_length(const unsigned char *s, size_t n)
{
	static const uint32_t smallest[] = { 0, 0, 0x80, 0x800, 0x10000 };
	size_t length = s[0] < 0x80 ? 1 : s[0] >> 5 == 6 ? 2 :
	                s[0] >> 4 == 14 ? 3 : s[0] >> 3 == 30 ? 4 : 0;

	if (length <= 1)
		return length;
	if (length > n)
		return 0;
	uint32_t value = s[0] & (0x7fu >> length);
	for (size_t i = 1; i < length; i++) {
		if (s[i] >> 6 != 2)
			return 0;
		value = value << 6 | (s[i] & 0x3f);
	}
	if (value < smallest[length] || value > 0x10ffff ||
	    (value >= 0xd800 && value <= 0xdfff))
		return 0;
	return length;
}

/* C0 and C1 controls but tab and newline; s holds a whole sequence. */
static bool is_control(const unsigned char *s)
{
	if (s[0] == '\t' || s[0] == '\n')
		return false;
	return s[0] < 0x20 || s[0] == 0x7f || (s[0] == 0xc2 && s[1] < 0xa0);
}

void text_add_clean(struct text *t, const char *bytes, size_t n)
{
	const unsigned char *s = (const unsigned char *)bytes;

	while (n > 0) {
		size_t length = utf8_length(s, n);
		if (length == 0 || is_control(s))
			text_add(t, "\xef\xbf\xbd");
		else
			text_add_n(t, (const char *)s, length);
		length = length != 0 ? length : 1;
		s += length;
		n -= length;
	}
}
