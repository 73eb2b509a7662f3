/*
 * mutate_lines.c - another text out of one whose lines each mean something: lines
 * go, come twice or change places, or the value in one of them changes. Bytes
 * changed anywhere break the frame of YAML and XML nearly every time.
 */
#include "fuzz.h"

#include <stdlib.h>
#include <string.h>

struct line { size_t from, length; };   /* with its newline, if it has one */

static struct line line_at(const char *text, size_t size, size_t at)
{
	size_t from = at, to = at;

	while (from > 0 && text[from - 1] != '\n')
		from--;
	while (to < size && text[to] != '\n')
		to++;
	to += to < size;
	return (struct line){ from, to - from };
}

/* Where the value begins: behind "key: ", "- " or "<element>". */
static size_t value_of(const char *text, struct line line)
{
	static const char *const marks[] = { ": ", "- ", ">" };
	size_t found = 0;

	for (size_t i = 0; i < sizeof marks / sizeof *marks && found == 0; i++) {
		const char *at = memmem(text + line.from, line.length, marks[i],
		                        strlen(marks[i]));
		if (at != NULL)
			found = (size_t)(at - text) + strlen(marks[i]);
	}
	return found > 0 ? found : line.from;
}

/* Puts n bytes in the place of old ones; the new size, or 0: no room. */
static size_t put(char *text, size_t size, size_t most, struct line old,
                  const char *bytes, size_t n)
{
	if (size - old.length + n > most)
		return 0;
	memmove(text + old.from + n, text + old.from + old.length,
	        size - old.from - old.length);
	memcpy(text + old.from, bytes, n);
	return size - old.length + n;
}

static size_t change_value(char *text, size_t size, size_t most,
                           struct line line)
{
	size_t from = value_of(text, line), n = line.from + line.length - from;
	char value[256];

	while (n > 0 && strchr("\n<", text[from + n - 1]) != NULL)
		n--;
	/* Up to the end of the element, when it is one. */
	const char *end = memchr(text + from, '<', n);
	n = end != NULL ? (size_t)(end - text) - from : n;
	if (n > sizeof value / 2)
		n = sizeof value / 2;
	memcpy(value, text + from, n);
	size_t made = LLVMFuzzerMutate((uint8_t *)value, n, sizeof value);
	return put(text, size, most, (struct line){ from, n }, value, made);
}

size_t fuzz_mutate_lines(uint8_t *data, size_t size, size_t most, unsigned seed)
{
	char *text = (char *)data, *copy;
	uint64_t dice = seed * UINT64_C(0x9e3779b97f4a7c15);
	size_t made;

	if (size == 0 || dice >> 61 == 0)
		return LLVMFuzzerMutate(data, size, most);
	struct line line = line_at(text, size, (size_t)(dice >> 8) % size);
	struct line other = line_at(text, size, (size_t)(dice >> 24) % size);

	switch (dice >> 58 & 7) {
	case 0:
		made = put(text, size, most, line, "", 0);
		break;
	case 1:
		copy = (char *)memcpy(must_alloc(line.length + 1),
		                      text + line.from, line.length);
		other.length = dice >> 57 & 1 ? other.length : 0;
		made = put(text, size, most, other, copy, line.length);
		free(copy);
		break;
	default:
		made = change_value(text, size, most, line);
		break;
	}
	return made > 0 ? made : LLVMFuzzerMutate(data, size, most);
}
