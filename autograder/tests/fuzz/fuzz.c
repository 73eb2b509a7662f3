/*
 * fuzz.c - what the harnesses share: files, a grading, views.
 */
#include "fuzz.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/files.h"
#include "pipeline/explain.h"
#include "result_json.h"
#include "view/board.h"
#include "view/html.h"
#include "view/terminal.h"

void fuzz_wrong(const char *what)
{
	fprintf(stderr, "fuzz: %s\n", what);
	abort();
}

char *fuzz_string(const uint8_t *data, size_t size)
{
	char *string = must_alloc(size + 1);

	if (size > 0)
		memcpy(string, data, size);
	return string;
}

const char *fuzz_folder(void)
{
	static char *folder;

	if (folder == NULL)
		folder = folder_scratch("fuzz");
	if (folder == NULL)
		fuzz_wrong("no folder can be made below $TMPDIR");
	return folder;
}

/* Not by file_write: a name that stays needs neither a new file nor a rename. */
char *fuzz_file(const char *name, const uint8_t *data, size_t size)
{
	char *path = path_join(fuzz_folder(), name), *above = path_folder(path);
	FILE *file = folder_make(above) ? fopen(path, "wb") : NULL;

	if (file == NULL || fwrite(data, 1, size, file) != size ||
	    fclose(file) != 0)
		fuzz_wrong("a file can't be written below $TMPDIR");
	free(above);
	return path;
}

/* ---- a submission being graded ------------------------------------------- */

static const char source[] =
	"#include \"vec.h\"\n"
	"int *vec_grow(struct vec *v)\n"
	"{\n"
	"\tv->items = realloc(v->items, 2 * v->capacity);\n"
	"\treturn vec_grow(v) + 1 / v->count;\n"
	"}\n";

static struct stage_test tests[] = {
	{ .name = (char[]){ "list/first" }, .points = 50,
	  .title = (char[]){ "a list begins" }, .means = (char[]){ "it is empty" } },
	{ .name = (char[]){ "list/second" }, .points = 25, .held = true,
	  .title = (char[]){ "a list ends" }, .means = (char[]){ "it is full" } },
	{ .name = (char[]){ "list/third" }, .points = 25,
	  .title = (char[]){ "a list goes on" }, .means = (char[]){ "it grows" } },
};
static struct stage_file files[] = {
	{ (char[]){ "vec.c" }, ROLE_CODE },
	{ (char[]){ "vec.h" }, ROLE_HEADER },
	{ (char[]){ "my_tests.c" }, ROLE_OWN_TESTS },
};
static struct stage_trace traces[] = {
	{ (char[]){ "git" }, 0, 0.9, 150 }, { (char[]){ "churn" }, 9, 0.8, 90 },
};
static char stage_name[] = "90-fuzz";
static struct stage stage = {
	.name = stage_name, .title = (char[]){ "Anything" },
	.timeout = 5, .rig = RIG_FENCE, .rubric = { 60, 20, 0, 20 },
	.tests = tests, .tests_count = 3, .files = files, .files_count = 3,
	.traces = traces, .traces_count = 2,
};
static char *stages[] = { stage_name };
static struct course course = {
	.root = (char[]){ "/course" }, .home = (char[]){ "." },
	.build = (char[]){ "/build" }, .stages = stages, .stages_count = 1,
};

static void begin(struct grading *g)
{
	struct result *r = g->result;

	r->stage = stage.name;
	r->stage_title = stage.title;
	r->from = "exercises";
	for (unsigned i = 0; i < stage.files_count; i++)
		RESULT_PUSH(r, &r->files, (struct submitted_file){
			.name = files[i].name, .path = result_format(r,
				"exercises/90-fuzz/%s", files[i].name) });
	for (unsigned i = 0; i < stage.tests_count; i++)
		RESULT_PUSH(r, &r->tests, (struct test_result){
			.name = tests[i].name, .title = tests[i].title,
			.means = tests[i].means, .held_back = tests[i].held,
			.max = tests[i].points });
	for (unsigned i = 0; i < stage.traces_count; i++)
		RESULT_PUSH(r, &r->traces, (struct trace_result){
			.name = traces[i].name,
			.utilisation_asked = traces[i].utilisation,
			.instructions_asked = traces[i].instructions });
}

struct grading *fuzz_grading(void)
{
	static struct job job = { .stage = &stage };
	static char *submission;
	/* The catalogue takes far longer to load than an input to read. */
	static struct grading g = { .course = &course, .stage = &stage,
	                            .job = &job };

	job.scratch = fuzz_folder();
	if (submission == NULL) {
		char *path = fuzz_file("source/vec.c", (const uint8_t *)source,
		                       sizeof source - 1);
		submission = path_folder(path);
		free(path);
	}
	g.submission = submission;
	g.result = result_new();
	explain_renew(&g);
	begin(&g);
	return &g;
}

/* ---- showing ---------------------------------------------------------------- */

/*
 * Everything that is shown is UTF-8 without control characters; the terminal's
 * colours are switched off here, so an escape can only be the input's. By
 * functions of libraries: in code that counts its steps this takes longer than
 * all the rest.
 */
static void expect_harmless(const char *text, size_t n)
{
	static const char controls[] = "\1\2\3\4\5\6\7\b\v\f\r\16\17\20\21\22"
		"\23\24\25\26\27\30\31\32\33\34\35\36\37\177";
	json_t *string = json_stringn(text, n);

	if (string == NULL)
		fuzz_wrong("a view wrote what is no UTF-8");
	json_decref(string);
	if (strcspn(text, controls) != n)
		fuzz_wrong("a view wrote a control character");
	/* Those of the second row, U+0080 to U+009F. */
	while ((text = strchr(text, 0xc2)) != NULL)
		if ((unsigned char)*++text < 0xa0)
			fuzz_wrong("a view wrote a control character");
}

/* What goes to out is looked at when that is closed. */
struct shown {
	FILE *out;
	char *text;
	size_t n;
};

static void open_shown(struct shown *s)
{
	*s = (struct shown){ NULL, NULL, 0 };
	s->out = open_memstream(&s->text, &s->n);
}

static void close_shown(struct shown *s, bool plain)
{
	fclose(s->out);
	if (plain)
		expect_harmless(s->text, s->n);
	free(s->text);
}

static void show_on_terminal(json_t *document, struct view_options options)
{
	struct shown s;

	open_shown(&s);
	view_terminal(document, s.out, options);
	close_shown(&s, !options.colour);
}

static void show_on_board(json_t *document)
{
	struct board_stage board = { "05-malloc-free", "A title", document, false,
	                             true };
	struct shown s;

	open_shown(&s);
	view_board(&board, 1, s.out, (struct view_options){ .width = 0 });
	close_shown(&s, true);
}

static void show_as_page(json_t *document)
{
	json_t *both[] = { document, document };
	struct shown s;

	open_shown(&s);
	if (!view_html(both, 2, "<Name>", s.out))
		fuzz_wrong("the page could not be written to memory");
	close_shown(&s, true);
}

void fuzz_judge(struct grading *g)
{
	explain_finish(g);
	phase_score(g);
	json_t *document = result_to_json(g->result);
	if (document == NULL)
		fuzz_wrong("the result has no document");
	/* In full, by the target `document`: it takes longer than all before it. */
	show_on_terminal(document, (struct view_options){ .lines = true });
	json_decref(document);
	events_free(&g->events);
	result_free(g->result);
}

void fuzz_show(json_t *document)
{
	static const struct view_options options[] = {
		{ .all = true }, { .width = 31, .ascii = true },
		{ .width = 300, .colour = true, .brief = true }, { .lines = true },
	};

	for (size_t i = 0; i < sizeof options / sizeof *options; i++)
		show_on_terminal(document, options[i]);
	show_on_board(document);
	show_as_page(document);
}
