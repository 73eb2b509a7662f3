/*
 * A machine with states: each byte of the map is looked at once, and no line
 * is ever stored. Only the name's first letters are kept. maps_line and
 * maps_next feed the same machine.
 */
#include "regions.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

const char *region_name(enum region region)
{
	if (region == REGION_NONE)
		return "none";
	if (region == REGION_TEXT)
		return "text";
	if (region == REGION_READ_ONLY)
		return "read-only data";
	if (region == REGION_DATA)
		return "data";
	if (region == REGION_BSS)
		return "bss";
	if (region == REGION_HEAP)
		return "heap";
	if (region == REGION_STACK)
		return "stack";
	return region == REGION_MAPPED ? "mapped" : "unknown";
}

enum state { START, START_MORE, END, END_MORE, RIGHTS, WORDS, NAME, BAD };

struct machine {
	enum state state;
	unsigned right;         /* how many of the four were seen */
	unsigned words;         /* of the three behind them */
	char before;            /* the byte before */
	char name[8];           /* its beginning; never more than 8 matter */
	size_t letters;
	struct mapping m;
};

static bool add_digit(uintptr_t *number, char c)
{
	if (c >= '0' && c <= '9')
		*number = *number << 4 | (uintptr_t)(c - '0');
	else if (c >= 'a' && c <= 'f')
		*number = *number << 4 | (uintptr_t)(c - 'a' + 10);
	else
		return false;
	return true;
}

static enum state see_right(struct machine *k, char c)
{
	bool *const rights[] = { &k->m.readable, &k->m.writable,
	                         &k->m.executable, &k->m.shared };
	static const char yes[] = "rwxs", no[] = "---p";

	if (k->right == 4)
		return c == ' ' ? WORDS : BAD;
	if (c != yes[k->right] && c != no[k->right])
		return BAD;
	*rights[k->right] = c == yes[k->right];
	k->right++;
	return RIGHTS;
}

static enum state see_word(struct machine *k, char c)
{
	if (k->before == ' ' && c != ' ' && k->words == 3)
		return NAME;
	if (k->before == ' ' && c != ' ')
		k->words++;
	return WORDS;
}

static void see(struct machine *k, char c)
{
	switch (k->state) {
	case START:
		k->state = add_digit(&k->m.start, c) ? START_MORE : BAD;
		break;
	case START_MORE:
		if (c == '-')
			k->state = END;
		else if (!add_digit(&k->m.start, c))
			k->state = BAD;
		break;
	case END:
		k->state = add_digit(&k->m.end, c) ? END_MORE : BAD;
		break;
	case END_MORE:
		if (c == ' ')
			k->state = RIGHTS;
		else if (!add_digit(&k->m.end, c))
			k->state = BAD;
		break;
	case RIGHTS:
		k->state = see_right(k, c);
		break;
	case WORDS:
		k->state = see_word(k, c);
		break;
	case NAME:
	case BAD:
		break;
	}
	k->before = c;
	if (k->state == NAME && k->letters < 8)
		k->name[k->letters++] = c;
}

static bool name_is(const struct machine *k, const char *word)
{
	size_t i = 0;

	while (i < k->letters && word[i] == k->name[i])
		i++;
	return i == k->letters && word[i] == '\0';
}

static bool finish(struct machine *k, struct mapping *out)
{
	if (k->state != WORDS && k->state != NAME)
		return false;
	k->m.name = k->state == WORDS ? NAME_NONE :
	            k->name[0] == '/' ? NAME_FILE :
	            name_is(k, "[heap]") ? NAME_HEAP :
	            name_is(k, "[stack]") ? NAME_STACK : NAME_OTHER;
	*out = k->m;
	return true;
}

bool maps_line(const char *line, struct mapping *out)
{
	struct machine k = { .state = START };

	for (; *line != '\0' && *line != '\n'; line++)
		see(&k, *line);
	return finish(&k, out);
}

bool maps_open(struct maps *maps)
{
	maps->file = open("/proc/self/maps", O_RDONLY);
	maps->failed = false;
	maps->next = maps->filled = 0;
	return maps->file >= 0;
}

void maps_close(struct maps *maps)
{
	close(maps->file);
}

/* 1: *c is the next byte; 0: the end; -1: failed. */
static int next(struct maps *maps, char *c)
{
	while (maps->next == maps->filled) {
		ssize_t got = read(maps->file, maps->bytes, sizeof maps->bytes);

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			maps->failed = true;
		if (got <= 0)
			return (int)got;
		maps->filled = (size_t)got;
		maps->next = 0;
	}
	*c = maps->bytes[maps->next++];
	return 1;
}

bool maps_next(struct maps *maps, struct mapping *out)
{
	struct machine k = { .state = START };
	char c = 0;
	int more;

	while ((more = next(maps, &c)) == 1) {
		if (c != '\n') {
			see(&k, c);
			continue;
		}
		if (finish(&k, out))
			return true;
		k = (struct machine){ .state = START };
	}
	return more == 0 && finish(&k, out);
}

enum region region_in(struct maps *maps, uintptr_t address, uintptr_t stack)
{
	struct mapping two[2] = { { 0 }, { 0 } };
	int now = 0;

	for (;; now = !now) {
		struct mapping *m = &two[now], *last = &two[!now];

		if (!maps_next(maps, m))
			break;
		if (address < m->start || address >= m->end)
			continue;
		if (m->name == NAME_STACK || (m->start <= stack && stack < m->end))
			return REGION_STACK;
		switch (m->readable | m->writable << 1 | m->executable << 2) {
		case 0:
			return REGION_NONE;
		case 1:
			return m->name == NAME_HEAP ? REGION_HEAP :
			       m->name == NAME_FILE && !m->shared ?
			       REGION_READ_ONLY : REGION_MAPPED;
		case 4: case 5:
			return m->name == NAME_HEAP ? REGION_HEAP :
			       m->shared ? REGION_MAPPED : REGION_TEXT;
		case 2: case 3:
			if (m->name == NAME_NONE && !m->shared &&
			    last->end == m->start && last->name == NAME_FILE &&
			    last->writable && !last->shared)
				return REGION_BSS;
			/* fall through */
		default:
			return m->name == NAME_HEAP ? REGION_HEAP :
			       m->name == NAME_FILE && !m->shared ?
			       REGION_DATA : REGION_MAPPED;
		}
	}
	return maps->failed ? REGION_UNKNOWN : REGION_NONE;
}

enum region region_of(const void *address)
{
	struct maps maps;

	if (!maps_open(&maps))
		return REGION_UNKNOWN;
	enum region region = region_in(&maps, (uintptr_t)address,
	                               (uintptr_t)__builtin_frame_address(0));
	maps_close(&maps);
	return region;
}

static bool lower_than(uintptr_t frame)
{
	return (uintptr_t)__builtin_frame_address(0) < frame;
}

bool stack_grows_down(void)
{
	return lower_than((uintptr_t)__builtin_frame_address(0));
}
