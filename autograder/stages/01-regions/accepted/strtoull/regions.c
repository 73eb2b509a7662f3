/*
 * Takes a line apart with the C library (strtoull, strspn, strcmp), collects
 * lines with memchr and memcpy from the buffer, and names regions by nested
 * questions instead of a table.
 */
#include "regions.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

const char *region_name(enum region region)
{
	static const char *const names[] = {
		"unknown", "none", "text", "read-only data", "data", "bss",
		"heap", "stack", "mapped",
	};

	return names[region];
}

static enum mapping_name name_of(const char *name)
{
	size_t length = strcspn(name, "\n");

	if (length == 0)
		return NAME_NONE;
	if (*name == '/')
		return NAME_FILE;
	if (length == strlen("[heap]") && strncmp(name, "[heap]", length) == 0)
		return NAME_HEAP;
	if (length == strlen("[stack]") && strncmp(name, "[stack]", length) == 0)
		return NAME_STACK;
	return NAME_OTHER;
}

bool maps_line(const char *line, struct mapping *out)
{
	static const char hex[] = "0123456789abcdef";
	size_t first = strspn(line, hex), second;
	const char *p = line + first + 1;

	if (first == 0 || line[first] != '-')
		return false;
	second = strspn(p, hex);
	if (second == 0 || p[second] != ' ')
		return false;
	p += second + 1;
	if (strspn(p, "rwxps-") != 4 || p[4] != ' ' || !strchr("r-", p[0]) ||
	    !strchr("w-", p[1]) || !strchr("x-", p[2]) || !strchr("ps", p[3]))
		return false;

	out->start = (uintptr_t)strtoull(line, NULL, 16);
	out->end = (uintptr_t)strtoull(line + first + 1, NULL, 16);
	out->readable = p[0] == 'r';
	out->writable = p[1] == 'w';
	out->executable = p[2] == 'x';
	out->shared = p[3] == 's';
	for (int word = 0; word < 4; word++) {
		p += strcspn(p, " \n");
		p += strspn(p, " ");
	}
	out->name = name_of(p);
	return true;
}

bool maps_open(struct maps *maps)
{
	*maps = (struct maps){ .file = open("/proc/self/maps", O_RDONLY) };
	return maps->file != -1;
}

void maps_close(struct maps *maps)
{
	close(maps->file);
}

static void fill(struct maps *maps)
{
	ssize_t got;

	while ((got = read(maps->file, maps->bytes, MAPS_BUFFER)) == -1)
		if (errno != EINTR) {
			maps->failed = true;
			got = 0;
			break;
		}
	maps->next = 0;
	maps->filled = (size_t)got;
}

bool maps_next(struct maps *maps, struct mapping *out)
{
	char line[MAPS_LINE];
	size_t length = 0;

	for (;;) {
		if (maps->next == maps->filled)
			fill(maps);
		if (maps->failed)
			return false;
		size_t left = maps->filled - maps->next;
		const char *here = maps->bytes + maps->next;
		const char *newline = left > 0 ? memchr(here, '\n', left) : NULL;
		size_t more = newline ? (size_t)(newline - here) : left;
		size_t room = MAPS_LINE - 1 - length;

		memcpy(line + length, here, more < room ? more : room);
		length += more < room ? more : room;
		maps->next += more + (newline != NULL);
		if (!newline && left > 0)
			continue;
		line[length] = '\0';
		length = 0;
		if (maps_line(line, out))
			return true;
		if (left == 0)
			return false;
	}
}

enum region region_in(struct maps *maps, uintptr_t address, uintptr_t stack)
{
	struct mapping m;
	uintptr_t data_end = 0;

	while (maps_next(maps, &m)) {
		bool data = m.name == NAME_FILE && m.writable && !m.shared;
		uintptr_t behind_data = data_end;

		data_end = data ? m.end : 0;
		if (address < m.start)
			return REGION_NONE;
		if (address >= m.end)
			continue;
		if ((stack >= m.start && stack < m.end) || m.name == NAME_STACK)
			return REGION_STACK;
		if (!(m.readable || m.writable || m.executable))
			return REGION_NONE;
		if (m.name == NAME_HEAP)
			return REGION_HEAP;
		if (m.shared)
			return REGION_MAPPED;
		if (m.writable) {
			if (data)
				return REGION_DATA;
			if (m.name == NAME_NONE && !m.executable &&
			    m.start == behind_data)
				return REGION_BSS;
			return REGION_MAPPED;
		}
		if (m.executable)
			return REGION_TEXT;
		return m.name == NAME_FILE ? REGION_READ_ONLY : REGION_MAPPED;
	}
	return maps->failed ? REGION_UNKNOWN : REGION_NONE;
}

enum region region_of(const void *address)
{
	struct maps maps;
	enum region region = REGION_UNKNOWN;

	if (maps_open(&maps)) {
		region = region_in(&maps, (uintptr_t)address,
		                   (uintptr_t)&region);
		maps_close(&maps);
	}
	return region;
}

/* Recurses once: the same variable, one frame further. */
static bool grows_down(const char *outer)
{
	char mine = 0;

	return outer == NULL ? grows_down(&mine) :
	                       (uintptr_t)&mine < (uintptr_t)outer;
}

bool stack_grows_down(void)
{
	return grows_down(NULL);
}
