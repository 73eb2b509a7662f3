/*
 * accept.c - only the files that the manifest names, and only text.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "base/files.h"
#include "pipeline/explain.h"
#include "pipeline/pipeline.h"
#include "pipeline/submission.h"

/* ---- names as the student knows them ----------------------------------- */

/* from relative to the course, else to the working folder, else its name. */
static const char *shown_from(struct grading *g, const char *from)
{
	char *real = path_real(from), *here = path_real(".");
	const char *below = NULL;

	if (real != NULL && here != NULL) {
		below = path_below(real, g->course->root);
		if (below == NULL)
			below = path_below(real, here);
		if (below == NULL && strcmp(real, here) != 0)
			below = path_name(real);
	}
	const char *shown = result_text(g->result, below != NULL ? below : ".");
	free(real);
	free(here);
	return shown;
}

static const char *shown_file(struct grading *g, const char *path)
{
	const char *from = g->result->from;

	if (text_starts(path, "./"))
		path += 2;
	return strcmp(from, ".") == 0 ? result_text(g->result, path)
	                              : result_format(g->result, "%s/%s", from,
	                                              path);
}

static void sight(struct grading *g, const char *kind, enum severity severity,
                  const struct fact *facts, size_t count, const char *file)
{
	struct sighting s = {
		.kind = kind, .source = SOURCE_ACCEPT, .severity = severity,
		.cause = facts[0].value, .facts = facts, .facts_count = count,
		.where = { .file = file },
	};

	explain_add(g, &s);
}

/* ---- what a file is ---------------------------------------------------- */

/* What a file is if it isn't text; NULL when it may be. */
static const char *not_text(const struct text *t)
{
	const char *s = text_string(t);

	if (t->length >= 4 && memcmp(s, "PK\3\4", 4) == 0)
		return "an archive or a document of a word processor";
	if (t->length >= 4 && memcmp(s, "\xd0\xcf\x11\xe0", 4) == 0)
		return "a document of a word processor";
	if (t->length >= 4 && memcmp(s, "%PDF", 4) == 0)
		return "a PDF file";
	if (t->length >= 4 && memcmp(s, "\177ELF", 4) == 0)
		return "a compiled program";
	if (t->length >= 2 && (memcmp(s, "\xff\xfe", 2) == 0 ||
	                       memcmp(s, "\xfe\xff", 2) == 0))
		return "text in UTF-16";
	if (memchr(s, '\0', t->length) != NULL)
		return "a binary file";
	return NULL;
}

/* Carriage returns before newlines go; returns how many. */
static size_t strip_returns(struct text *t)
{
	size_t to = 0, stripped = 0;

	for (size_t i = 0; i < t->length; i++) {
		if (t->bytes[i] == '\r' && i + 1 < t->length &&
		    t->bytes[i + 1] == '\n')
			stripped++;
		else
			t->bytes[to++] = t->bytes[i];
	}
	text_cut(t, to);
	return stripped;
}

static bool strip_mark(struct text *t)
{
	if (t->length < 3 || memcmp(t->bytes, "\xef\xbb\xbf", 3) != 0)
		return false;
	memmove(t->bytes, t->bytes + 3, t->length - 3);
	text_cut(t, t->length - 3);
	return true;
}

static int count_lines(const struct text *t)
{
	int lines = 0;

	for (size_t i = 0; i < t->length; i++)
		lines += t->bytes[i] == '\n';
	return lines + (t->length > 0 && t->bytes[t->length - 1] != '\n');
}

/* ---- one file ---------------------------------------------------------- */

static enum phase_status missing(struct grading *g, const struct wanted *w)
{
	const struct fact facts[] = {
		{ "file", w->name },
		{ "reason", w->passed_over },
	};
	size_t known = w->passed_over != NULL ? 2 : 1;
	const char *remedy = result_format(g->result,
		"Hand in a file of that name; the starter is exercises/%s/%s.",
		g->stage->name, w->name);

	sight(g, "missing-file", SEVERITY_ERROR, facts, known, NULL);
	if (w->passed_over != NULL)
		return grading_rejected(g, remedy, "%s was not taken: %s.",
		                        w->name, w->passed_over);
	return grading_rejected(g, remedy, "%s is missing.", w->name);
}

static enum phase_status ambiguous(struct grading *g, const struct wanted *w)
{
	const struct fact facts[] = {
		{ "file", shown_file(g, w->path) },
		{ "other", shown_file(g, w->other) },
	};

	sight(g, "ambiguous-file", SEVERITY_ERROR, facts, 2, NULL);
	return grading_rejected(g, "Keep the one that counts and rename or "
	                        "remove the other.",
	                        "There are two files named %s: %s and %s.",
	                        w->name, facts[0].value, facts[1].value);
}

static enum phase_status unfit(struct grading *g, const struct wanted *w,
                               const char *kind)
{
	const struct fact facts[] = { { "file", shown_file(g, w->path) },
	                              { "kind", kind } };

	if (w->too_large) {
		sight(g, "too-large", SEVERITY_ERROR, facts, 2, NULL);
		return grading_rejected(g, "Hand in the source file alone.",
		                        "%s is larger than 1 MiB.",
		                        facts[0].value);
	}
	sight(g, "not-text", SEVERITY_ERROR, facts, 2, NULL);
	return grading_rejected(g, "Save your program as plain text (UTF-8).",
	                        "%s is not C source but %s.", facts[0].value,
	                        kind);
}

static void tell_oddities(struct grading *g, const char *path, bool mark,
                          bool returns)
{
	const struct fact facts[] = { { "file", path } };

	if (mark)
		sight(g, "byte-order-mark", SEVERITY_NOTE, facts, 1, path);
	if (returns)
		sight(g, "crlf", SEVERITY_NOTE, facts, 1, path);
}

/* The last file's lines, for whoever shows the document. */
static void add_source(struct grading *g)
{
	struct submitted_file *file =
		&g->result->files.items[g->result->files.count - 1];
	const text_list *lines = grading_source(g, file->path);

	if (lines != NULL)
		file->source = *lines;
}

static enum phase_status keep(struct grading *g, struct wanted *w)
{
	struct submitted_file file = {
		.name = result_text(g->result, w->name),
		.path = shown_file(g, w->path),
		.bytes = w->bytes.length,
		.lines = count_lines(&w->bytes),
	};
	bool mark = strip_mark(&w->bytes);
	bool returns = strip_returns(&w->bytes) > 0;
	char *to = path_join(g->submission, w->name);
	bool ok = file_write(to, text_string(&w->bytes), w->bytes.length);

	free(to);
	RESULT_PUSH(g->result, &g->result->files, file);
	/* The file has to be there: what is said of it shows its lines. */
	tell_oddities(g, file.path, mark, returns);
	add_source(g);
	return ok ? PHASE_OK :
	       grading_broken(g, "Look at the space and permissions there.",
	                      "The scratch folder can't be written.");
}

static enum phase_status accept_file(struct grading *g, struct wanted *w,
                                     enum file_role role)
{
	if (w->path != NULL && w->other != NULL)
		return ambiguous(g, w);
	if (w->path == NULL && role == ROLE_OWN_TESTS)
		return PHASE_OK;        /* own_tests.c says what that costs */
	if (w->path == NULL)
		return missing(g, w);
	const char *kind = not_text(&w->bytes);
	if (w->too_large || kind != NULL)
		return unfit(g, w, kind);
	return keep(g, w);
}

/* ---- the phase --------------------------------------------------------- */

static enum phase_status accept_all(struct grading *g, const char *from,
                                    struct wanted *wanted)
{
	const struct stage *s = g->stage;
	struct text problem = TEXT_EMPTY;
	enum phase_status status = PHASE_OK;

	for (unsigned i = 0; i < s->files_count; i++)
		wanted[i].name = s->files[i].name;
	if (!submission_read(g->course, s->name, from, wanted, s->files_count,
	                     &problem))
		status = grading_rejected(g, "Hand in a folder, or an archive "
		                          "(zip, tar), that holds your files.",
		                          "%s", text_string(&problem));
	for (unsigned i = 0; status == PHASE_OK && i < s->files_count; i++)
		status = accept_file(g, &wanted[i], s->files[i].role);
	text_free(&problem);
	return status;
}

enum phase_status phase_accept(struct grading *g)
{
	size_t count = g->stage->files_count;
	char *from = g->job->from != NULL ? must_copy(g->job->from) :
	             course_folder(g->course, "exercises", g->stage->name);
	struct wanted *wanted = must_alloc(count * sizeof *wanted);
	enum phase_status status;

	g->result->from = g->job->called != NULL ? result_text(g->result, g->job->called)
	                                         : shown_from(g, from);
	g->submission = result_format(g->result, "%s/submission",
	                              g->job->scratch);
	if (folder_make(g->submission))
		status = accept_all(g, from, wanted);
	else
		status = grading_broken(g, "Look at the space and permissions "
		                        "there.",
		                        "The scratch folder can't be written.");
	submission_free(wanted, count);
	free(wanted);
	free(from);
	return status;
}
