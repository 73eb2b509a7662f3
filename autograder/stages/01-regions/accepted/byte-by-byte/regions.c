/*
 * Asks read for one byte at a time and uses no buffer at all: slow, simple,
 * and right. Labels are compared with strcmp, after the newline was cut off;
 * the regions come from a table of conditions.
 */
#include "regions.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

const char *region_name(enum region region)
{
	switch (region) {
	case REGION_NONE: return "none";
	case REGION_TEXT: return "text";
	case REGION_READ_ONLY: return "read-only data";
	case REGION_DATA: return "data";
	case REGION_BSS: return "bss";
	case REGION_HEAP: return "heap";
	case REGION_STACK: return "stack";
	case REGION_MAPPED: return "mapped";
	default: return "unknown";
	}
}

/* Moves *text behind a number. False when there is none. */
static bool number(const char **text, uintptr_t *value)
{
	const char *start = *text;

	for (*value = 0; isxdigit((unsigned char)**text); ++*text) {
		int c = tolower((unsigned char)**text);
		*value = *value * 16 + (uintptr_t)(isdigit(c) ? c - '0' : c - 'a' + 10);
	}
	return *text > start;
}

static bool expect(const char **text, char c)
{
	return *(*text)++ == c;
}

/* True, with *has saying whether it was the letter or the other. */
static bool choice(const char **text, char letter, char other, bool *has)
{
	char c = *(*text)++;

	*has = c == letter;
	return *has || c == other;
}

static enum mapping_name kind(const char *name)
{
	char copy[10] = "";

	if (*name == '/')
		return NAME_FILE;
	strncpy(copy, name, sizeof copy - 1);
	copy[strcspn(copy, "\n")] = '\0';
	if (strcmp(copy, "") == 0)
		return NAME_NONE;
	if (strcmp(copy, "[heap]") == 0)
		return NAME_HEAP;
	return strcmp(copy, "[stack]") == 0 ? NAME_STACK : NAME_OTHER;
}

bool maps_line(const char *line, struct mapping *out)
{
	struct mapping m;
	const char *p = line;

	if (!(number(&p, &m.start) && expect(&p, '-') && number(&p, &m.end) &&
	      expect(&p, ' ') && choice(&p, 'r', '-', &m.readable) &&
	      choice(&p, 'w', '-', &m.writable) &&
	      choice(&p, 'x', '-', &m.executable) &&
	      choice(&p, 's', 'p', &m.shared) && expect(&p, ' ')))
		return false;
	for (int i = 0; i < 3; i++) {
		p += strspn(p, " ");
		p += strcspn(p, " \n");
	}
	m.name = kind(p + strspn(p, " "));
	*out = m;
	return true;
}

bool maps_open(struct maps *maps)
{
	memset(maps, 0, sizeof *maps);
	maps->file = open("/proc/self/maps", O_RDONLY);
	return maps->file >= 0;
}

void maps_close(struct maps *maps)
{
	close(maps->file);
	maps->file = -1;
}

bool maps_next(struct maps *maps, struct mapping *out)
{
	char line[MAPS_LINE], c;
	size_t length = 0;
	ssize_t got;

	do {
		got = read(maps->file, &c, 1);
		if (got == -1 && errno == EINTR)
			continue;
		if (got == 1 && c != '\n') {
			if (length + 1 < sizeof line)
				line[length++] = c;
			continue;
		}
		if (got == -1) {
			maps->failed = true;
			return false;
		}
		line[length] = '\0';
		if (maps_line(line, out))
			return true;
		length = 0;
	} while (got != 0);
	return false;
}

/* What a rule asks: 1 yes, 0 no, -1 doesn't matter. */
struct rule {
	int name, r, w, x, shared, behind_data;
	enum region region;
};

static const struct rule rules[] = {
	{ NAME_STACK, -1, -1, -1, -1, -1, REGION_STACK },
	{ -1, 0, 0, 0, -1, -1, REGION_NONE },
	{ NAME_HEAP, -1, -1, -1, -1, -1, REGION_HEAP },
	{ -1, -1, -1, -1, 1, -1, REGION_MAPPED },
	{ NAME_FILE, -1, 1, -1, -1, -1, REGION_DATA },
	{ -1, -1, 0, 1, -1, -1, REGION_TEXT },
	{ NAME_FILE, -1, -1, -1, -1, -1, REGION_READ_ONLY },
	{ NAME_NONE, -1, 1, 0, -1, 1, REGION_BSS },
	{ -1, -1, -1, -1, -1, -1, REGION_MAPPED },
};

static bool suits(int wanted, int is)
{
	return wanted == -1 || wanted == is;
}

static enum region look_up(const struct mapping *m, bool behind_data)
{
	const struct rule *r = rules;

	while (!(suits(r->name, (int)m->name) && suits(r->r, m->readable) &&
	         suits(r->w, m->writable) && suits(r->x, m->executable) &&
	         suits(r->shared, m->shared) &&
	         suits(r->behind_data, behind_data)))
		r++;
	return r->region;
}

enum region region_in(struct maps *maps, uintptr_t address, uintptr_t stack)
{
	enum region last = REGION_NONE;
	uintptr_t last_end = 0;
	struct mapping m;

	while (maps_next(maps, &m)) {
		bool behind = last == REGION_DATA && last_end == m.start;

		last = look_up(&m, behind);
		last_end = m.end;
		if (address - m.start < m.end - m.start)
			return stack - m.start < m.end - m.start ? REGION_STACK : last;
	}
	return maps->failed ? REGION_UNKNOWN : REGION_NONE;
}

enum region region_of(const void *address)
{
	struct maps maps;
	enum region region;

	if (!maps_open(&maps))
		return REGION_UNKNOWN;
	region = region_in(&maps, (uintptr_t)address, (uintptr_t)&region);
	maps_close(&maps);
	return region;
}

static uintptr_t inner(void)
{
	volatile char c = 0;
	uintptr_t at = (uintptr_t)&c;

	return at;
}

bool stack_grows_down(void)
{
	volatile char c = 0;

	return inner() < (uintptr_t)&c;
}
