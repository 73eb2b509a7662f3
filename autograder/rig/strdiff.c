/*
 * strdiff.c - the three calls of libgit2 that Criterion makes to show how
 * two long strings differ, line by line.
 *
 * The differences are found by E. W. Myers, "An O(ND) difference algorithm and
 * its variations", Algorithmica 1 (1986): breadth first over the number of
 * edits d, keeping for each diagonal k the furthest x reached. Each round's
 * row is kept, and the path is read backwards from the end. Two texts with
 * more than MAX_EDITS differences are shown as all old, then all new.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* As libgit2 1.x declares them (git2/diff.h); only what Criterion reads. */
struct git_diff_hunk {
	int old_start, old_lines, new_start, new_lines;
	size_t header_len;
	char header[128];
};

struct git_diff_line {
	char origin;          /* ' ', '-' or '+' */
	int old_lineno, new_lineno, num_lines;
	size_t content_len;
	int64_t content_offset;
	const char *content;
};

typedef int hunk_callback(const void *delta, const struct git_diff_hunk *hunk,
                          void *payload);
typedef int line_callback(const void *delta, const struct git_diff_hunk *hunk,
                          const struct git_diff_line *line, void *payload);

int git_libgit2_init(void);
int git_libgit2_shutdown(void);
int git_diff_buffers(const void *old_buffer, size_t old_size,
                     const char *old_path, const void *new_buffer,
                     size_t new_size, const char *new_path,
                     const void *options, void *on_file, void *on_binary,
                     hunk_callback *on_hunk, line_callback *on_line,
                     void *payload);

#define MAX_EDITS 1000
#define CONTEXT   3       /* equal lines shown around a difference */

struct text_line {
	const char *start;
	size_t length;        /* the newline included */
};

struct text {
	struct text_line *lines;
	int count;
};

/* What becomes of the lines: one character of " -+" for each step. */
struct script {
	char *steps;
	int count;
};

int git_libgit2_init(void)
{
	return 1;
}

int git_libgit2_shutdown(void)
{
	return 0;
}

static bool split(const char *bytes, size_t size, struct text *t)
{
	size_t most = 1;

	for (size_t i = 0; i < size; i++)
		most += bytes[i] == '\n';
	t->count = 0;
	t->lines = calloc(most, sizeof *t->lines);
	while (t->lines != NULL && size > 0) {
		const char *newline = memchr(bytes, '\n', size);
		size_t length = newline ? (size_t)(newline - bytes) + 1 : size;

		t->lines[t->count++] = (struct text_line){ bytes, length };
		bytes += length;
		size -= length;
	}
	return t->lines != NULL;
}

static bool same(const struct text *a, int i, const struct text *b, int j)
{
	return a->lines[i].length == b->lines[j].length
		&& memcmp(a->lines[i].start, b->lines[j].start,
		          a->lines[i].length) == 0;
}

/*
 * One round of the search: row[k] is the furthest x on diagonal k = x - y
 * after d edits, computed from the row before. Returns whether the end is
 * reached. Rows are indexed from -d to d; `before` from -(d-1) to d-1.
 */
static bool search_round(const struct text *a, const struct text *b, int d,
                         const int *before, int *row)
{
	for (int k = -d; k <= d; k += 2) {
		bool down = d == 0 ? false
			: k == -d || (k != d && before[k - 1] < before[k + 1]);
		int x = d == 0 ? 0 : down ? before[k + 1] : before[k - 1] + 1;
		int y = x - k;

		while (x < a->count && y < b->count && same(a, x, b, y)) {
			x++;
			y++;
		}
		row[k] = x;
		if (x >= a->count && y >= b->count)
			return true;
	}
	return false;
}

/* Reads the path backwards through the rows; steps come out in order. */
static void trace(int **rows, int d, int x, int y, struct script *s)
{
	int at = s->count;

	for (; d > 0; d--) {
		int k = x - y;
		const int *before = rows[d - 1] + d - 1;
		bool down = k == -d || (k != d && before[k - 1] < before[k + 1]);
		int from = down ? before[k + 1] : before[k - 1];
		int start = down ? from : from + 1;

		for (; x > start; x--, y--)
			s->steps[--at] = ' ';
		s->steps[--at] = down ? '+' : '-';
		x = from;
		y = from - (down ? k + 1 : k - 1);
	}
	while (at > 0)
		s->steps[--at] = ' ';
}

/* The number of edits, or -1 when there are too many or memory ran out. */
static int search(const struct text *a, const struct text *b, int **rows)
{
	for (int d = 0; d <= MAX_EDITS && d <= a->count + b->count; d++) {
		rows[d] = malloc((2 * (size_t)d + 1) * sizeof *rows[d]);
		if (rows[d] == NULL)
			return -1;
		if (search_round(a, b, d, d > 0 ? rows[d - 1] + d - 1 : NULL,
		                 rows[d] + d))
			return d;
	}
	return -1;
}

static bool compare(const struct text *a, const struct text *b,
                    struct script *s)
{
	int **rows = calloc(MAX_EDITS + 1, sizeof *rows);
	int d = rows != NULL ? search(a, b, rows) : -1;

	s->count = d < 0 ? a->count + b->count
	                 : (a->count + b->count + d) / 2;
	s->steps = malloc((size_t)s->count + 1);
	if (s->steps != NULL && d >= 0)
		trace(rows, d, a->count, b->count, s);
	else if (s->steps != NULL)
		for (int i = 0; i < s->count; i++)
			s->steps[i] = i < a->count ? '-' : '+';
	for (int i = 0; rows != NULL && i <= MAX_EDITS; i++)
		free(rows[i]);
	free(rows);
	return s->steps != NULL;
}

/* Within a run of edits, what goes stands before what comes. */
static void deletions_first(struct script *s)
{
	for (int i = 0; i < s->count; ) {
		int gone = 0, end = i;

		while (end < s->count && s->steps[end] != ' ')
			gone += s->steps[end++] == '-';
		for (int j = i; j < end; j++)
			s->steps[j] = j - i < gone ? '-' : '+';
		i = end + 1;
	}
}

struct output {
	const struct text *a, *b;
	const struct script *script;
	hunk_callback *on_hunk;
	line_callback *on_line;
	void *payload;
	int x, y;             /* lines already passed in a and in b */
};

/* The step at which the hunk that contains the edit at `first` ends. */
static int hunk_end(const struct script *s, int first)
{
	int last = first;

	for (int i = first; i < s->count && i - last <= 2 * CONTEXT; i++)
		if (s->steps[i] != ' ')
			last = i;
	return last + 1 + CONTEXT < s->count ? last + 1 + CONTEXT : s->count;
}

static int put_line(struct output *o, const struct git_diff_hunk *hunk, char c)
{
	const struct text_line *l = c == '+' ? &o->b->lines[o->y]
	                                     : &o->a->lines[o->x];
	struct git_diff_line line = {
		.origin = c, .num_lines = 1,
		.old_lineno = c == '+' ? -1 : o->x + 1,
		.new_lineno = c == '-' ? -1 : o->y + 1,
		.content = l->start, .content_len = l->length,
	};

	o->x += c != '+';
	o->y += c != '-';
	return o->on_line(NULL, hunk, &line, o->payload);
}

/* An empty side of a hunk is named by the line before it. */
static int put_hunk(struct output *o, int from, int to)
{
	struct git_diff_hunk hunk = { 0 };
	int result;

	for (int i = from; i < to; i++) {
		hunk.old_lines += o->script->steps[i] != '+';
		hunk.new_lines += o->script->steps[i] != '-';
	}
	hunk.old_start = o->x + (hunk.old_lines > 0);
	hunk.new_start = o->y + (hunk.new_lines > 0);
	result = o->on_hunk(NULL, &hunk, o->payload);
	for (int i = from; i < to && result >= 0; i++)
		result = put_line(o, &hunk, o->script->steps[i]);
	return result;
}

static int put_all(struct output *o)
{
	const struct script *s = o->script;
	int at = 0, result = 0;

	for (int i = 0; i < s->count && result >= 0; i++) {
		int from, end;

		if (s->steps[i] == ' ')
			continue;
		from = i - CONTEXT > at ? i - CONTEXT : at;
		end = hunk_end(s, i);
		o->x += from - at;
		o->y += from - at;
		result = put_hunk(o, from, end);
		at = end;
		i = end - 1;
	}
	return result < 0 ? result : 0;
}

int git_diff_buffers(const void *old_buffer, size_t old_size,
                     const char *old_path, const void *new_buffer,
                     size_t new_size, const char *new_path,
                     const void *options, void *on_file, void *on_binary,
                     hunk_callback *on_hunk, line_callback *on_line,
                     void *payload)
{
	struct text a = { 0 }, b = { 0 };
	struct script s = { 0 };
	struct output out = { &a, &b, &s, on_hunk, on_line, payload, 0, 0 };
	int result = -1;

	(void)old_path, (void)new_path;
	(void)options, (void)on_file, (void)on_binary;
	if (split(old_buffer, old_size, &a) && split(new_buffer, new_size, &b)
	    && compare(&a, &b, &s)) {
		deletions_first(&s);
		result = put_all(&out);
	}
	free(a.lines);
	free(b.lines);
	free(s.steps);
	return result;
}
