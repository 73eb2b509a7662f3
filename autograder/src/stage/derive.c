/*
 * derive.c - the starter, derived from the reference.
 *
 * A reference holds pairs of marks:
 *
 *	 / * student: begin
 *	 *   lines of the starter
 *	 * /
 *	 lines of the solution
 *	 / * student: end * /
 *
 * (without the blanks inside the comment signs). One pass over the lines with
 * three states tells which of them the starter has.
 */
#include "stage/stage.h"

#include <string.h>

#include "base/error.h"

enum state { SHARED, STARTER_TEXT, SOLUTION };

struct derive {
	enum state state;
	size_t indent;          /* of the opening mark, in bytes              */
	const char *indentation;
	int line;
	const char *name;
	struct text *out, *problem;
};

static bool wrong(struct derive *d, const char *what)
{
	return problem_set(d->problem, "%s:%d: %s. The marks are described in "
	                   "docs/adding-a-stage.md.", d->name, d->line, what);
}

/* Does the line, without its indentation, say exactly this? */
static bool says(const char *line, size_t n, const char *what)
{
	size_t indent = strspn(line, " \t"), length = strlen(what);

	while (n > indent && (line[n - 1] == ' ' || line[n - 1] == '\t'))
		n--;
	return n - indent == length && memcmp(line + indent, what, length) == 0;
}

/* " * text" inside the opening mark: "text" at the mark's indentation. */
static bool starter_line(struct derive *d, const char *line, size_t n)
{
	size_t skip = strspn(line, " \t");

	if (skip >= n || line[skip] != '*')
		return wrong(d, "a line of the opening mark starts with \" * \"");
	skip++;
	if (skip < n && line[skip] == ' ')
		skip++;
	if (skip < n)
		text_add_n(d->out, d->indentation, d->indent);
	text_add_n(d->out, line + skip, n - skip);
	text_add(d->out, "\n");
	return true;
}

static bool shared_line(struct derive *d, const char *line, size_t n)
{
	if (says(line, n, "/* student: begin") ||
	    says(line, n, "/* student: begin */")) {
		d->state = says(line, n, "/* student: begin") ? STARTER_TEXT
		                                              : SOLUTION;
		d->indent = strspn(line, " \t");
		d->indentation = line;
		return true;
	}
	if (says(line, n, "/* student: end */"))
		return wrong(d, "this mark closes nothing");
	text_add_n(d->out, line, n);
	text_add(d->out, "\n");
	return true;
}

static bool derive_line(struct derive *d, const char *line, size_t n)
{
	switch (d->state) {
	case STARTER_TEXT:
		if (!says(line, n, "*/"))
			return starter_line(d, line, n);
		d->state = SOLUTION;
		return true;
	case SOLUTION:
		if (says(line, n, "/* student: begin"))
			return wrong(d, "marks can't be nested");
		if (says(line, n, "/* student: end */"))
			d->state = SHARED;
		return true;
	default:
		return shared_line(d, line, n);
	}
}

bool derive_starter(const char *reference, const char *name,
                    struct text *out, struct text *problem)
{
	struct derive d = { .state = SHARED, .name = name, .out = out,
	                    .problem = problem };
	const char *line = reference;

	while (*line != '\0') {
		size_t n = strcspn(line, "\n");
		d.line++;
		if (!derive_line(&d, line, n))
			return false;
		line += n + (line[n] == '\n');
	}
	return d.state == SHARED || wrong(&d, "a mark is never closed");
}
