/*
 * Keeps whole lines in the buffer: what is left of a line moves to the front
 * before more is read behind it, and the line is taken apart in place. A line
 * that fills the buffer is cut there. Works backwards from the address: first
 * it looks for the mapping, then it asks what kind it is.
 */
#include "regions.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

const char *region_name(enum region region)
{
	static const char words[][16] = {
		[REGION_UNKNOWN] = "unknown", [REGION_NONE] = "none",
		[REGION_TEXT] = "text", [REGION_READ_ONLY] = "read-only data",
		[REGION_DATA] = "data", [REGION_BSS] = "bss",
		[REGION_HEAP] = "heap", [REGION_STACK] = "stack",
		[REGION_MAPPED] = "mapped",
	};

	return words[region];
}

/* Up to 16 digits with their end; NULL when the next character is no digit. */
static const char *hex(const char *text, uintptr_t *value)
{
	static const char digits[] = "0123456789abcdef";
	const char *digit = *text ? strchr(digits, *text) : NULL;

	if (digit == NULL)
		return NULL;
	for (*value = 0; digit != NULL;
	     digit = *text ? strchr(digits, *text) : NULL) {
		*value = (*value << 4) + (uintptr_t)(digit - digits);
		text++;
	}
	return text;
}

bool maps_line(const char *line, struct mapping *out)
{
	struct mapping m;
	const char *at = hex(line, &m.start);

	if (at == NULL || *at != '-')
		return false;
	at = hex(at + 1, &m.end);
	if (at == NULL || *at++ != ' ')
		return false;

	char may[6] = "";
	for (size_t i = 0; i < 5 && at[i] != '\0'; i++)
		may[i] = at[i];
	m.readable = may[0] == 'r';
	m.writable = may[1] == 'w';
	m.executable = may[2] == 'x';
	m.shared = may[3] == 's';
	const char again[] = { m.readable ? 'r' : '-', m.writable ? 'w' : '-',
	                       m.executable ? 'x' : '-', m.shared ? 's' : 'p',
	                       ' ', '\0' };
	if (strcmp(may, again) != 0)
		return false;

	size_t end = strcspn(at, "\n"), i = 4;
	for (int word = 0; word < 3 && i < end; word++) {
		i += strspn(at + i, " ");
		i += strcspn(at + i, " \n");
	}
	i += strspn(at + i, " ");
	size_t length = i < end ? end - i : 0;
	m.name = length == 0 ? NAME_NONE : at[i] == '/' ? NAME_FILE :
	         length == 6 && memcmp(at + i, "[heap]", 6) == 0 ? NAME_HEAP :
	         length == 7 && memcmp(at + i, "[stack]", 7) == 0 ? NAME_STACK :
	         NAME_OTHER;
	*out = m;
	return true;
}

bool maps_open(struct maps *maps)
{
	maps->file = open("/proc/self/maps", O_RDONLY | O_CLOEXEC);
	maps->failed = false;
	maps->next = maps->filled = 0;
	return maps->file >= 0;
}

void maps_close(struct maps *maps)
{
	close(maps->file);
}

/* Reads behind what is there; false at the end, and when it failed. */
static bool more(struct maps *maps)
{
	ssize_t got;

	memmove(maps->bytes, maps->bytes + maps->next,
	        maps->filled - maps->next);
	maps->filled -= maps->next;
	maps->next = 0;
	for (;;) {
		got = read(maps->file, maps->bytes + maps->filled,
		           MAPS_BUFFER - 1 - maps->filled);
		if (got >= 0 || errno != EINTR)
			break;
	}
	maps->failed = got < 0;
	maps->filled += got > 0 ? (size_t)got : 0;
	return got > 0;
}

static char *newline(struct maps *maps)
{
	return memchr(maps->bytes + maps->next, '\n',
	              maps->filled - maps->next);
}

/* A line as a string inside the buffer; NULL when there is none. */
static const char *line_of(struct maps *maps)
{
	char *end = newline(maps);

	while (end == NULL) {
		bool full = maps->next == 0 && maps->filled == MAPS_BUFFER - 1;

		if (full) {             /* keep a half, throw the other away */
			maps->filled = MAPS_BUFFER / 2;
			continue;
		}
		if (!more(maps))
			break;
		end = newline(maps);
	}
	if (maps->failed || maps->next == maps->filled)
		return NULL;
	if (end == NULL)
		end = maps->bytes + maps->filled;
	*end = '\0';
	const char *line = maps->bytes + maps->next;
	maps->next = (size_t)(end - maps->bytes) + 1;
	if (maps->next > maps->filled)
		maps->next = maps->filled;
	return line;
}

bool maps_next(struct maps *maps, struct mapping *out)
{
	const char *line;

	while ((line = line_of(maps)) != NULL)
		if (maps_line(line, out))
			return true;
	return false;
}

static bool inside(const struct mapping *m, uintptr_t address)
{
	return address >= m->start && address < m->end;
}

static enum region kind(const struct mapping *m, uintptr_t data_end)
{
	bool touchable = m->readable || m->writable || m->executable;

	switch (m->name) {
	case NAME_STACK:
		return REGION_STACK;
	case NAME_HEAP:
		return touchable ? REGION_HEAP : REGION_NONE;
	default:
		break;
	}
	if (!touchable)
		return REGION_NONE;
	if (m->shared)
		return REGION_MAPPED;
	if (m->name == NAME_FILE && m->writable)
		return REGION_DATA;
	if (m->executable)
		return m->writable ? REGION_MAPPED : REGION_TEXT;
	if (m->name == NAME_FILE)
		return REGION_READ_ONLY;
	return m->name == NAME_NONE && m->writable && data_end == m->start ?
	       REGION_BSS : REGION_MAPPED;
}

enum region region_in(struct maps *maps, uintptr_t address, uintptr_t stack)
{
	struct mapping m;
	uintptr_t data_end = 0;
	bool found = false;

	while (!found && maps_next(maps, &m)) {
		found = inside(&m, address);
		if (!found)
			data_end = kind(&m, 0) == REGION_DATA ? m.end : 0;
	}
	if (!found)
		return maps->failed ? REGION_UNKNOWN : REGION_NONE;
	return inside(&m, stack) ? REGION_STACK : kind(&m, data_end);
}

enum region region_of(const void *address)
{
	struct maps maps;
	uintptr_t where = (uintptr_t)address;

	if (!maps_open(&maps))
		return REGION_UNKNOWN;
	enum region found = region_in(&maps, where, (uintptr_t)&where);
	maps_close(&maps);
	return found;
}

static bool deeper(const volatile int *outer)
{
	volatile int mine = 0;

	return (uintptr_t)&mine < (uintptr_t)outer;
}

bool stack_grows_down(void)
{
	volatile int mine = 0;

	return deeper(&mine);
}
