/*
 * inspect.c - what the submission's objects define and call.
 *
 * Read from the object files, not from the source: macros and casts hide
 * nothing there. This is no fence against malice (code in one address space
 * with its tests can do anything); it keeps a stage's rules, catches the
 * well-known ways to fool a test framework, and says clearly what is amiss.
 */
#include <ctype.h>
#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "pipeline/build.h"
#include "pipeline/explain.h"
#include "pipeline/objects.h"
#include "pipeline/symbols.h"

struct inspection {
	struct grading *g;
	struct symbols own;             /* of all the submission's objects     */
	struct symbols theirs;          /* of support and parts it may use     */
	size_t faults;
};

/* ---- where in the source ----------------------------------------------- */

static bool is_word(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

/* Behind the string or character that begins at at, or at the line's end. */
static const char *skip_literal(const char *at)
{
	char quote = *at++;

	while (*at != '\0' && *at != quote)
		at += at[0] == '\\' && at[1] != '\0' ? 2 : 1;
	return at + (*at == quote);
}

static const char *skip_word(const char *at)
{
	while (is_word(*at))
		at++;
	return at;
}

/* Does line use name as a word, in code? Whether a comment reaches over the line's end
   is kept in comment, for the next line. */
static bool line_uses(const char *line, const char *name, bool *comment)
{
	size_t n = strlen(name);
	bool found = false;

	for (const char *at = line; *at != '\0';) {
		if (*comment) {
			const char *end = strstr(at, "*/");
			*comment = end == NULL;
			at = end != NULL ? end + 2 : at + strlen(at);
		} else if (text_starts(at, "//")) {
			break;
		} else if (text_starts(at, "/*")) {
			*comment = true;
			at += 2;
		} else if (*at == '"' || *at == '\'') {
			at = skip_literal(at);
		} else if (is_word(*at)) {
			const char *end = skip_word(at);
			found = found || ((size_t)(end - at) == n && memcmp(at, name, n) == 0);
			at = end;
		} else {
			at++;
		}
	}
	return found;
}

static bool is_own_tests(const struct grading *g, const char *name)
{
	const struct stage_file *tests = stage_file(g->stage, ROLE_OWN_TESTS, 0);

	return tests != NULL && strcmp(tests->name, name) == 0;
}

/* First line of the submission that uses name; line 0 when none does. The objects
   that are looked at are not those of the student's own tests. */
static struct place find_use(struct grading *g, const char *name)
{
	for (size_t i = 0; i < g->result->files.count; i++) {
		const char *path = g->result->files.items[i].path;
		if (is_own_tests(g, g->result->files.items[i].name))
			continue;
		const text_list *lines = grading_source(g, path);
		bool comment = false;
		for (size_t k = 0; lines != NULL && k < lines->count; k++)
			if (line_uses(lines->items[k], name, &comment))
				return (struct place){ .file = path,
				                       .line = (int)k + 1 };
	}
	return (struct place){ .file = g->result->files.count > 0 ?
	                       g->result->files.items[0].path : NULL };
}

static void sight(struct inspection *in, const char *kind, const char *symbol,
                  const char *look_for, enum severity severity)
{
	const struct fact facts[] = { { "symbol", symbol } };
	struct sighting s = {
		.kind = kind, .source = SOURCE_INSPECT, .severity = severity,
		.cause = symbol, .facts = facts, .facts_count = 1,
		.where = find_use(in->g, look_for),
	};

	explain_add(in->g, &s);
	in->faults += severity == SEVERITY_ERROR;
}

/* ---- calls ------------------------------------------------------------- */

static bool listed(const char *const *names, size_t count, const char *name)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(names[i], name) == 0)
			return true;
	return false;
}

/* Names under which the C library has what the source calls otherwise. */
static const char *plain_name(const char *symbol)
{
	static const char *const prefixes[] = { "__isoc99_", "__isoc23_" };

	for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++)
		if (text_starts(symbol, prefixes[i]))
			return symbol + strlen(prefixes[i]);
	return symbol;
}

/* What compilers and standard macros call by themselves. */
static bool always_allowed(const char *symbol)
{
	static const char *const names[] = { "memcpy", "memmove", "memset",
		"memcmp", "__stack_chk_fail", "_GLOBAL_OFFSET_TABLE_",
		"__assert_fail", "__errno_location", "abort" };

	return listed(names, sizeof names / sizeof *names, symbol);
}

/* __popcountdi2 and its kin: arithmetic that the machine has no instruction for. */
static bool is_arithmetic(const char *symbol)
{
	size_t n = strlen(symbol);

	return text_starts(symbol, "__") && n > 5 && symbol[n - 2] == 'i' &&
	       symbol[n - 1] >= '2' && symbol[n - 1] <= '4' &&
	       strchr("sdt", symbol[n - 3]) != NULL;
}

static bool is_debug_output(const char *symbol)
{
	static const char *const names[] = { "printf", "puts", "putchar",
		"fprintf", "fputs", "fputc", "putc", "fwrite", "fflush",
		"perror", "stdout", "stderr" };

	return listed(names, sizeof names / sizeof *names, symbol);
}

static bool may_call(const struct stage *s, const char *symbol)
{
	const char *const *names = (const char *const *)s->may_call;

	if (listed(names, s->may_call_count, symbol))
		return true;
	/* isdigit() and its kin are macros that ask for a table. */
	for (unsigned i = 0; text_starts(symbol, "__ctype_") &&
	                     i < s->may_call_count; i++)
		if (text_starts(names[i], "is") || text_starts(names[i], "to"))
			return true;
	/* Whoever may use a FILE may name the three that are open. */
	for (unsigned i = 0; text_starts(symbol, "std") &&
	                     i < s->may_call_count; i++)
		if (names[i][0] == 'f')
			return true;
	return (s->rig & RIG_PAGES) && strcmp(symbol, "pages_grow") == 0;
}

static void check_calls(struct inspection *in)
{
	const struct symbols *own = &in->own;

	for (size_t i = 0; i < own->undefined.count; i++) {
		const char *symbol = own->undefined.items[i];
		const char *name = plain_name(symbol);
		if (symbols_has(&own->defined, symbol) ||
		    symbols_has(&in->theirs.defined, symbol) ||
		    always_allowed(name) || is_arithmetic(name) ||
		    may_call(in->g->stage, name))
			continue;
		bool output = is_debug_output(name);
		sight(in, output ? "debug-output" : "forbidden-call", name,
		      name, output ? SEVERITY_WARNING : SEVERITY_ERROR);
	}
}

/* ---- definitions ------------------------------------------------------- */

static bool is_reserved(const struct inspection *in, const char *symbol)
{
	static const char *const prefixes[] = { "cr_", "criterion_", "bxf_",
		"rig_", "nn_", "fence_", "__cr", "__valgrind", "__wrap_",
		"__real_", "__gcov", "__asan", "__ubsan" };
	static void *libc;

	for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++)
		if (text_starts(symbol, prefixes[i]))
			return true;
	/* A function of the C library's name would serve the tests as well. */
	if (libc == NULL)
		libc = dlopen("libc.so.6", RTLD_LAZY | RTLD_NOLOAD);
	return (libc != NULL && dlsym(libc, symbol) != NULL) ||
	       symbols_has(&in->theirs.defined, symbol);
}

static void check_definitions(struct inspection *in)
{
	const struct stage *s = in->g->stage;
	const char *const *wanted = (const char *const *)s->defines;

	for (size_t i = 0; i < in->own.defined.count; i++) {
		const char *symbol = in->own.defined.items[i];
		if (listed(wanted, s->defines_count, symbol))
			continue;
		if (strcmp(symbol, "main") == 0)
			sight(in, "own-main", symbol, symbol, SEVERITY_ERROR);
		else if (is_reserved(in, symbol))
			sight(in, "name-clash", symbol, symbol, SEVERITY_ERROR);
	}
	for (unsigned i = 0; i < s->defines_count; i++)
		if (!symbols_has(&in->own.defined, wanted[i]))
			sight(in, "missing-function", wanted[i], wanted[i],
			      SEVERITY_ERROR);
}

/* Does objdump see such an instruction, in this object? It reads what a stranger's compiler
   run made: in the sandbox, where there is one. */
static bool calls_kernel(const struct grading *g, const char *object)
{
	static const char *const names[] = { "\tsyscall", "\tsysenter", "\tint    $0x80",
	                                     "\tsvc\t" };
	const char *const argv[] = { "objdump", "-d", "--no-show-raw-insn", object, NULL };
	struct proc_outcome o;
	bool found = false;

	proc_run(&(struct proc_spec){ .argv = argv, .seconds = 30, .box = g->box,
	                              .capture_max = (size_t)16 << 20 }, &o);
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		found = found || strstr(text_string(&o.out), names[i]) != NULL;
	proc_outcome_free(&o);
	return found;
}

/* All that a program wants of the system it asks for by functions, which are looked
   at above. */
static void check_system_calls(struct inspection *in)
{
	struct args objects = ARGS_EMPTY;
	bool found = false;

	if (!in->own.system_call)
		return;
	submitted_objects(in->g, "plain", &objects);
	for (size_t i = 0; i < objects.count; i++)
		found = found || calls_kernel(in->g, objects.items[i]);
	if (found)
		sight(in, "system-call", "asm", "asm", SEVERITY_ERROR);
	args_free(&objects);
}

static void check_sections(struct inspection *in)
{
	const struct symbols *own = &in->own;

	if (own->constructor != NULL)
		sight(in, "constructor", own->constructor, "constructor",
		      SEVERITY_ERROR);
	if (own->framework_section != NULL)
		sight(in, "framework-section", own->framework_section, "Test",
		      SEVERITY_ERROR);
	if (own->client_request)
		sight(in, "client-request", "VALGRIND", "asm", SEVERITY_ERROR);
	check_system_calls(in);
}

/* ---- linking ----------------------------------------------------------- */

static enum phase_status link_failed(struct inspection *in,
                                     const struct proc_outcome *o)
{
	const char *said = text_string(&o->err);
	size_t n;
	const char *twice = build_linker_name(said, "multiple definition of", &n);
	const char *name = twice != NULL ? twice :
	                   build_linker_name(said, "undefined reference to", &n);
	const char *symbol = name != NULL ? result_text_n(in->g->result, name, n) : NULL;

	if (symbol == NULL)
		return grading_broken(in->g, "Run `make` to build the grader "
		                      "again.", "The test program can't be "
		                      "linked: %.*s", (int)strcspn(said, "\n"),
		                      said);
	sight(in, twice != NULL ? "name-clash" : "missing-function", symbol,
	      symbol, SEVERITY_ERROR);
	return PHASE_FAILED;
}

static enum phase_status link_program(struct inspection *in)
{
	struct grading *g = in->g;
	struct args objects = ARGS_EMPTY;
	struct text problem = TEXT_EMPTY;
	struct proc_outcome o;
	enum phase_status status = PHASE_OK;
	const char *program = result_format(g->result, "%s/tests",
	                                    g->job->scratch);

	submitted_objects(g, "plain", &objects);
	for (size_t i = 0; status == PHASE_OK && i < objects.count; i++)
		if (!build_adapt(g->build, objects.items[i], &problem))
			status = grading_broken(g, "Run `make` to build the "
			                        "grader again.", "%s",
			                        text_string(&problem));
	args_add_all(&objects, g->course_objects);
	if (status == PHASE_OK) {
		if (build_link(g->build, &objects, NULL, program, &o))
			g->program = program;
		else
			status = link_failed(in, &o);
		proc_outcome_free(&o);
	}
	text_free(&problem);
	args_free(&objects);
	return status;
}

/* ---- the phase --------------------------------------------------------- */

static bool read_objects(struct inspection *in)
{
	struct args objects = ARGS_EMPTY;
	bool ok = true;

	submitted_objects(in->g, "plain", &objects);
	for (size_t i = 0; i < objects.count; i++)
		ok = ok && symbols_read(&in->own, objects.items[i]);
	args_free(&objects);
	if (in->g->stage->uses_count + in->g->stage->support_count == 0)
		return ok;
	struct text problem = TEXT_EMPTY;
	struct args others = ARGS_EMPTY;
	ok = ok && build_course_objects(in->g->build, false, &others, &problem);
	for (size_t i = 0; i < others.count; i++)
		ok = ok && symbols_read(&in->theirs, others.items[i]);
	args_free(&others);
	text_free(&problem);
	return ok;
}

static enum phase_status refuse(struct inspection *in)
{
	struct grading *g = in->g;
	const struct finding *first = NULL;

	for (size_t i = 0; first == NULL && i < g->result->findings.count; i++)
		if (g->result->findings.items[i].source == SOURCE_INSPECT &&
		    g->result->findings.items[i].severity == SEVERITY_ERROR)
			first = &g->result->findings.items[i];
	return grading_rejected(g, first != NULL && first->next != NULL ?
	                        first->next : "Mend what is named here, then "
	                        "check again.", "%s", first != NULL ?
	                        first->title : "The submission breaks a rule "
	                        "of this stage.");
}

static enum phase_status refuse_crowd(struct grading *g)
{
	return grading_rejected(g, "Make what one file alone uses static, and "
	                        "leave out what nothing uses.",
	                        "The submission defines or uses more than %d "
	                        "functions and variables that other files can "
	                        "see.", SYMBOLS_MAX);
}

enum phase_status phase_inspect(struct grading *g)
{
	struct inspection in = { .g = g };
	enum phase_status status = PHASE_OK;

	bool ok = read_objects(&in);
	if (ok && in.own.too_many) {
		status = refuse_crowd(g);
	} else if (ok) {
		check_sections(&in);
		check_definitions(&in);
		check_calls(&in);
		if (in.faults == 0)
			status = link_program(&in);
		if (in.faults > 0)
			status = refuse(&in);
	} else {
		status = grading_broken(g, "Run the check again; if it stays, "
		                        "tell whoever looks after the course.",
		                        "The compiled submission can't be read.");
	}
	symbols_free(&in.own);
	symbols_free(&in.theirs);
	return status;
}
