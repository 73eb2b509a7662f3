/*
 * diagnostics.c - gcc's diagnostics become findings.
 *
 * gcc says what it could not do; the catalogue's entries, chosen by the
 * warning's option and the message's wording, say what that means. A parser
 * that has lost its way complains about everything behind: after the first
 * syntax error of a file, its later errors are only counted.
 */
#include "pipeline/diagnostics.h"

#include <stdlib.h>
#include <string.h>

#include "pipeline/catalogue.h"
#include "pipeline/explain.h"

/* More errors than this are a wall that nobody reads. */
#define ERRORS_SHOWN 5
/* The linker's are one for each missing name. */
#define LINKED_SHOWN 50
/* What begins like JSON and is none; gcc writes one array for each file. */
#define BROKEN_MAX   16
#define NAMES_MAX    3

struct diagnostics {
	struct grading *g;
	size_t errors, shown, linked;
	size_t broken_arrays;
	bool broken;               /* this file has errors                     */
	const char *lost_in;       /* file whose parsing went astray           */
	size_t folded;
};

/* One diagnostic, taken apart. Strings live in the result. */
struct diagnostic {
	bool error;
	const char *message, *option;
	struct place where;
	const char *raw;
	const char *names[NAMES_MAX];   /* what stood between quotes           */
	const char *note_line;          /* line that gcc's first note points at*/
	const char *called_before;      /* line of a call that came too early  */
	const char *fix;                /* text that gcc would insert          */
};

static const char *string_at(json_t *object, const char *key)
{
	const char *s = json_string_value(json_object_get(object, key));

	return s != NULL ? s : "";
}

static struct place place_of(struct grading *g, json_t *diagnostic)
{
	json_t *first = json_array_get(json_object_get(diagnostic, "locations"),
	                               0);
	json_t *caret = json_object_get(first, "caret");
	const char *file = string_at(caret, "file");
	json_t *column = json_object_get(caret, "byte-column");

	if (column == NULL)
		column = json_object_get(caret, "column");
	if (file[0] == '\0')
		return (struct place){ 0 };
	return (struct place){
		.file = grading_shown_path(g, file),
		.line = (int)json_integer_value(json_object_get(caret, "line")),
		.column = (int)json_integer_value(column),
	};
}

/* gcc quotes by 'x', or by the typographic quotes in a UTF-8 locale. */
static const char *next_quoted(struct result *r, const char **message)
{
	static const char open[] = "\xe2\x80\x98", close[] = "\xe2\x80\x99";
	const char *from = strstr(*message, open), *to;

	if (from != NULL) {
		from += strlen(open);
		to = strstr(from, close);
	} else {
		from = strchr(*message, '\'');
		from = from != NULL ? from + 1 : NULL;
		to = from != NULL ? strchr(from, '\'') : NULL;
	}
	if (to == NULL)
		return NULL;
	*message = to + 1;
	return result_text_n(r, from, (size_t)(to - from));
}

static void read_notes(struct grading *g, json_t *diagnostic,
                       struct diagnostic *d, struct text *raw)
{
	json_t *note, *fix;
	size_t i;

	json_array_foreach(json_object_get(diagnostic, "children"), i, note) {
		struct place p = place_of(g, note);
		const char *message = string_at(note, "message");
		text_add(raw, "\n");
		if (p.file != NULL)
			text_add_format(raw, "%s:%d: ", p.file, p.line);
		text_add(raw, "note: ");
		text_add_clean(raw, message, strlen(message));
		if (p.line <= 0)
			continue;
		const char *line = result_format(g->result, "%d", p.line);
		if (d->note_line == NULL)
			d->note_line = line;
		if (text_starts(message, "previous implicit declaration"))
			d->called_before = line;
	}
	fix = json_array_get(json_object_get(diagnostic, "fixits"), 0);
	if (string_at(fix, "string")[0] != '\0')
		d->fix = result_text(g->result, string_at(fix, "string"));
}

static void read_diagnostic(struct grading *g, json_t *json,
                            struct diagnostic *d)
{
	struct text raw = TEXT_EMPTY;
	const char *kind = string_at(json, "kind");
	const char *message = string_at(json, "message");

	*d = (struct diagnostic){ .where = place_of(g, json) };
	d->error = strcmp(kind, "error") == 0 ||
	           strcmp(kind, "fatal error") == 0;
	d->message = result_text(g->result, message);
	if (json_object_get(json, "option") != NULL)
		d->option = result_text(g->result, string_at(json, "option"));
	text_add_format(&raw, "%s: ", kind);
	text_add_clean(&raw, message, strlen(message));
	if (d->option != NULL)
		text_add_format(&raw, " [%s]", d->option);
	read_notes(g, json, d, &raw);
	d->raw = result_text(g->result, text_string(&raw));
	for (size_t i = 0; i < NAMES_MAX; i++)
		if ((d->names[i] = next_quoted(g->result, &message)) == NULL)
			break;
	text_free(&raw);
}

/* The message with plain quotes, as the catalogue's patterns have them. */
static const char *plain_quotes(struct result *r, const char *message)
{
	struct text t = TEXT_EMPTY;
	const char *plain;

	while (*message != '\0') {
		bool quote = text_starts(message, "\xe2\x80\x98") ||
		             text_starts(message, "\xe2\x80\x99");
		text_add_n(&t, quote ? "'" : message, 1);
		message += quote ? 3 : 1;
	}
	plain = result_text(r, text_string(&t));
	text_free(&t);
	return plain;
}

/* "-Wfree-nonheap-object" for "-Walloc-size-larger-than=" and the like. */
static const struct entry *entry_for(struct diagnostics *x,
                                     const struct diagnostic *d)
{
	const struct catalogue_data *data = explain_catalogue(x->g);
	const char *option = d->option;

	if (option != NULL && strchr(option, '=') != NULL)
		option = result_text_n(x->g->result, option,
		                       strcspn(option, "="));
	return catalogue_match(data, option,
	                       plain_quotes(x->g->result, d->message));
}

/* The place where the same complaint about the same name was first made. */
static void join_same_name(struct diagnostics *x, struct sighting *s)
{
	struct result *r = x->g->result;

	for (size_t i = 0; s->cause != NULL && i < r->findings.count; i++) {
		const struct finding *f = &r->findings.items[i];
		if (f->source == SOURCE_COMPILER &&
		    strcmp(f->kind, s->kind) == 0 && f->raw != NULL &&
		    strcmp(f->raw, s->raw) == 0) {
			s->where = f->where;
			return;
		}
	}
}

static void sight(struct diagnostics *x, const struct diagnostic *d)
{
	const struct entry *e = entry_for(x, d);
	struct fact facts[8];
	size_t n = 0;
	struct sighting s = {
		.kind = e != NULL ? e->kind : d->error ? "compile-error"
		                                       : "compile-warning",
		.source = SOURCE_COMPILER, .where = d->where, .raw = d->raw,
		.severity = d->error ? SEVERITY_ERROR : SEVERITY_WARNING,
		.cause = d->names[0],
	};
	static const char *const name_facts[] = { "name", "second", "third" };

	if (!d->error && e != NULL && e->severity != NULL &&
	    strcmp(e->severity, "note") == 0)
		s.severity = SEVERITY_NOTE;
	facts[n++] = (struct fact){ "message", d->message };
	for (size_t i = 0; i < NAMES_MAX && d->names[i] != NULL; i++)
		facts[n++] = (struct fact){ name_facts[i], d->names[i] };
	if (d->note_line != NULL)
		facts[n++] = (struct fact){ "note_line", d->note_line };
	if (d->called_before != NULL)
		facts[n++] = (struct fact){ "called_before", d->called_before };
	if (d->fix != NULL)
		facts[n++] = (struct fact){ "fix", d->fix };
	s.facts = facts;
	s.facts_count = n;
	join_same_name(x, &s);
	explain_add(x->g, &s);
}

static bool is_syntax(const struct diagnostic *d)
{
	return strstr(d->message, "expected ") != NULL ||
	       strstr(d->message, "unterminated") != NULL ||
	       strstr(d->message, "missing terminating") != NULL ||
	       strstr(d->message, "stray ") != NULL ||
	       strstr(d->message, "unknown type name") != NULL;
}

/* gcc's note on a warning can stand behind it instead of in it. */
static void read_next(struct diagnostics *x, json_t *next, struct diagnostic *d)
{
	struct place p = place_of(x->g, next);

	if (d->note_line == NULL && p.line > 0 &&
	    strcmp(string_at(next, "kind"), "note") == 0)
		d->note_line = result_format(x->g->result, "%d", p.line);
}

static void take(struct diagnostics *x, json_t *json, json_t *next)
{
	struct diagnostic d;

	read_diagnostic(x->g, json, &d);
	read_next(x, next, &d);
	/* It says "warning", and then stumbles over what is missing. */
	if (x->broken && text_starts(d.message, "missing terminating"))
		d.error = true;
	if (!d.error) {
		/* Among errors, half of the warnings are their doing. */
		if (strcmp(string_at(json, "kind"), "warning") == 0 &&
		    !x->broken)
			sight(x, &d);
		return;
	}
	x->errors++;
	if (x->shown >= ERRORS_SHOWN ||
	    (x->lost_in != NULL && d.where.file != NULL &&
	     strcmp(x->lost_in, d.where.file) == 0)) {
		x->folded++;
		return;
	}
	sight(x, &d);
	x->shown++;
	if (is_syntax(&d) && d.where.file != NULL)
		x->lost_in = d.where.file;
}

/* ---- the linker, which speaks plain text ---- */

/* "submission/vec.c:12:" at the start of a line, else nothing. */
static struct place linker_place(struct grading *g, const char *line)
{
	const char *colon = strchr(line, ':');
	const char *file;
	char *end;
	long number;

	while (colon != NULL && (colon[1] < '0' || colon[1] > '9'))
		colon = strchr(colon + 1, ':');
	if (colon == NULL)
		return (struct place){ 0 };
	file = result_text_n(g->result, line, (size_t)(colon - line));
	number = strtol(colon + 1, &end, 10);
	if (!grading_owns(file) || *end != ':')
		return (struct place){ 0 };
	return (struct place){ .file = grading_shown_path(g, file),
	                       .line = (int)number };
}

static void take_linker_line(struct diagnostics *x, const char *line)
{
	static const char *const marks[][2] = {
		{ "undefined reference to `", "link-undefined" },
		{ "multiple definition of `", "link-twice" },
	};

	for (size_t i = 0; i < 2; i++) {
		const char *at = strstr(line, marks[i][0]);
		if (at == NULL)
			continue;
		x->errors++;
		if (++x->linked > LINKED_SHOWN) {
			x->folded++;
			continue;
		}
		at += strlen(marks[i][0]);
		const char *name = result_text_n(x->g->result, at,
		                                 strcspn(at, "'"));
		const struct fact f = { "name", name };
		const struct sighting s = {
			.kind = marks[i][1], .source = SOURCE_COMPILER,
			.where = linker_place(x->g, line), .cause = name,
			.raw = at - strlen(marks[i][0]), .facts = &f,
			.facts_count = 1,
		};
		explain_add(x->g, &s);
	}
}

static void take_array(struct diagnostics *x, json_t *array)
{
	json_t *diagnostic;
	size_t i;

	x->broken = false;
	json_array_foreach(array, i, diagnostic)
		x->broken = x->broken ||
			strstr(string_at(diagnostic, "kind"), "error") != NULL;
	json_array_foreach(array, i, diagnostic)
		take(x, diagnostic, json_array_get(array, i + 1));
}

/* Says on the first error how many were left out. */
static void tell_folded(struct diagnostics *x)
{
	struct result *r = x->g->result;

	for (size_t i = 0; x->folded > 0 && i < r->findings.count; i++) {
		struct finding *f = &r->findings.items[i];
		if (f->source != SOURCE_COMPILER ||
		    f->severity != SEVERITY_ERROR)
			continue;
		f->what = result_format(r, "%s The compiler reported %zu more "
			"error%s behind this one; %s may go away with it.",
			f->what, x->folded, x->folded == 1 ? "" : "s",
			x->folded == 1 ? "it" : "they");
		return;
	}
}

/*
 * gcc's diagnostics, if they begin here; *length: of their text, which takes one
 * line with gcc 12 and several with gcc 14. Each try may read all that is left, so
 * there is an end to them: a stranger's assembly can print what it wants.
 */
static json_t *array_at(struct diagnostics *x, const char *output, size_t n,
                        size_t *length)
{
	json_error_t stop;
	json_t *array;

	if (output[0] != '[' || x->broken_arrays >= BROKEN_MAX)
		return NULL;
	array = json_loadb(output, n, JSON_REJECT_DUPLICATES |
	                   JSON_DISABLE_EOF_CHECK, &stop);
	if (array != NULL)
		*length = (size_t)stop.position;
	else
		x->broken_arrays++;
	return array;
}

size_t diagnostics_read(struct grading *g, const char *output, size_t n)
{
	struct diagnostics x = { .g = g };
	const char *end = output + n;

	while (output < end) {
		size_t left = (size_t)(end - output), length;
		json_t *array = array_at(&x, output, left, &length);

		if (array == NULL) {
			const char *newline = memchr(output, '\n', left);
			length = newline != NULL ? (size_t)(newline - output)
			                         : left;
			take_linker_line(&x, result_text_n(g->result, output,
			                                   length));
		} else if (json_is_array(array)) {
			take_array(&x, array);
		}
		json_decref(array);
		output += length;
		output += output < end && *output == '\n';
	}
	tell_folded(&x);
	return x.errors;
}
