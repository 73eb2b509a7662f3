/*
 * json.c - a line of JSON, built piece by piece (see json.h).
 *
 * A comma is due before a value unless the last character opens a bracket
 * or ends a name: looking back at one character replaces a stack of states.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "json.h"

void rig_json_free(struct json *j)
{
	free(j->text);
	*j = (struct json){ 0 };
}

void rig_json_reset(struct json *j)
{
	j->length = 0;
	j->failed = j->truncated = false;
}

const char *rig_json_text(const struct json *j)
{
	return j->failed ? NULL : j->text;
}

static void append(struct json *j, const char *text, size_t size)
{
	if (j->failed)
		return;
	if (j->length + size + 1 > j->capacity) {
		size_t capacity = 2 * (j->length + size) + 256;
		char *grown = realloc(j->text, capacity);

		if (grown == NULL) {
			j->failed = true;
			return;
		}
		j->text = grown;
		j->capacity = capacity;
	}
	memcpy(j->text + j->length, text, size);
	j->length += size;
	j->text[j->length] = '\0';
}

static void comma(struct json *j)
{
	if (!j->failed && j->length > 0
	    && strchr("{[:", j->text[j->length - 1]) == NULL)
		append(j, ",", 1);
}

void rig_json_raw(struct json *j, const char *text)
{
	comma(j);
	append(j, text, strlen(text));
}

void rig_json_open(struct json *j, char bracket)
{
	comma(j);
	append(j, &bracket, 1);
}

void rig_json_close(struct json *j, char bracket)
{
	if (bracket == '}' && j->truncated) {
		j->truncated = false;
		rig_json_key(j, "truncated");
		rig_json_bool(j, true);
	}
	append(j, &bracket, 1);
}

/*
 * The length of the UTF-8 sequence that begins at s, or 0 when it is none:
 * stray or missing continuation bytes, forms longer than needed, surrogates
 * and values above U+10FFFF (RFC 3629).
 */
static size_t sequence(const unsigned char *s, size_t left)
{
	static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	size_t length = s[0] < 0x80 ? 1 : (s[0] & 0xe0) == 0xc0 ? 2
	              : (s[0] & 0xf0) == 0xe0 ? 3 : (s[0] & 0xf8) == 0xf0 ? 4 : 0;
	uint32_t point;

	if (length < 2 || length > left)
		return length == 1;
	point = s[0] & (0xffu >> (length + 1));
	for (size_t i = 1; i < length; i++) {
		if ((s[i] & 0xc0) != 0x80)
			return 0;
		point = point << 6 | (s[i] & 0x3f);
	}
	if (point < least[length] || point > 0x10ffff
	    || (point >= 0xd800 && point <= 0xdfff))
		return 0;
	return length;
}

static void character(struct json *j, unsigned char c)
{
	char escaped[8];

	if (c == '"' || c == '\\')
		(void)snprintf(escaped, sizeof escaped, "\\%c", c);
	else if (c == '\n')
		strcpy(escaped, "\\n");
	else if (c == '\t')
		strcpy(escaped, "\\t");
	else if (c < 0x20 || c == 0x7f)
		(void)snprintf(escaped, sizeof escaped, "\\u%04x", c);
	else
		(void)snprintf(escaped, sizeof escaped, "%c", c);
	append(j, escaped, strlen(escaped));
}

void rig_json_string(struct json *j, const char *text)
{
	const unsigned char *s = (const unsigned char *)text;
	size_t left, taken = 0;

	if (text == NULL) {
		rig_json_null(j);
		return;
	}
	left = strlen(text);
	comma(j);
	append(j, "\"", 1);
	while (left > 0) {
		size_t length = sequence(s, left);

		if (taken + length > JSON_TEXT_MAX) {
			j->truncated = true;
			break;
		}
		if (length == 0)
			append(j, "\xef\xbf\xbd", 3);
		else if (length == 1)
			character(j, *s);
		else
			append(j, (const char *)s, length);
		length += length == 0;
		taken += length;
		s += length;
		left -= length;
	}
	append(j, "\"", 1);
}

void rig_json_key(struct json *j, const char *name)
{
	rig_json_string(j, name);
	append(j, ":", 1);
}

void rig_json_bytes_hex(struct json *j, const void *bytes, size_t size)
{
	const unsigned char *b = bytes;

	comma(j);
	append(j, "\"", 1);
	for (size_t i = 0; i < size; i++) {
		char digits[3];

		if (2 * i >= JSON_TEXT_MAX) {
			j->truncated = true;
			break;
		}
		(void)snprintf(digits, sizeof digits, "%02x", b[i]);
		append(j, digits, 2);
	}
	append(j, "\"", 1);
}

void rig_json_int(struct json *j, long long value)
{
	char digits[24];

	(void)snprintf(digits, sizeof digits, "%lld", value);
	rig_json_raw(j, digits);
}

void rig_json_address(struct json *j, const void *address)
{
	char digits[24];

	(void)snprintf(digits, sizeof digits, "0x%llx",
	         (unsigned long long)(uintptr_t)address);
	rig_json_string(j, digits);
}

void rig_json_bool(struct json *j, bool value)
{
	rig_json_raw(j, value ? "true" : "false");
}

void rig_json_null(struct json *j)
{
	rig_json_raw(j, "null");
}

/* Not %f: Criterion sets the user's locale, whose decimal sign may be ','. */
void rig_json_seconds(struct json *j, double seconds)
{
	unsigned long long micro = seconds > 0
		? (unsigned long long)(seconds * 1e6 + 0.5) : 0;
	char digits[32];

	(void)snprintf(digits, sizeof digits, "%llu.%06llu",
	         micro / 1000000, micro % 1000000);
	rig_json_raw(j, digits);
}

void rig_json_end_line(struct json *j)
{
	append(j, "\n", 1);
}
