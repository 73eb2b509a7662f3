/*
 * explain_test.c - tests that failed, or did not come to their end.
 *
 * In a test only the first failure is told: what else fails there follows,
 * mostly, from that. Two tests have one cause when the catalogue knows what
 * their messages say (a damaged heap shows in every test in the same words),
 * or when the same assertion of a helper said the same, numbers included.
 */
#include "pipeline/explain.h"

#include <ctype.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "pipeline/catalogue.h"

#define FACTS_MAX 16

/* Facts of a failed test, for the catalogue. */
struct facts {
	struct fact items[FACTS_MAX];
	size_t count;
};

static void note(struct facts *facts, const char *name, const char *value)
{
	if (value != NULL && facts->count < FACTS_MAX)
		facts->items[facts->count++] = (struct fact){ name, value };
}

static const char *yes(bool known)
{
	return known ? "yes" : NULL;
}

/* ---- what is known of any test ---- */

static void note_test(struct grading *g, struct facts *facts,
                      const struct test_result *test)
{
	const struct stage_file *own = stage_file(g->stage, ROLE_OWN_TESTS, 0);

	note(facts, "test", test->title != NULL ? test->title : test->name);
	note(facts, "name", test->name);
	note(facts, "stage", result_text_n(g->result, g->stage->name, 2));
	note(facts, "own_file", own != NULL ? own->name : NULL);
	note(facts, "held", yes(test->held_back));
	note(facts, "quick", yes(g->job->quick));
}

/* ---- what a failed assertion tells ---- */

/* A whole number in decimal, as assertions print it. */
static bool read_number(const char *text, long long *value)
{
	char *end;

	if (text == NULL || (!isdigit((unsigned char)text[0]) && text[0] != '-'))
		return false;
	*value = strtoll(text, &end, 10);
	return end != text && *end == '\0';
}

static void note_numbers(struct facts *facts, const struct failure *f)
{
	const char *expr = f->expr != NULL ? f->expr : "";
	bool sizes = text_starts(expr, "eq(sz,") &&
	             strstr(expr, "alloc_") == NULL;
	long long wanted, got;

	if (!read_number(f->expected, &wanted) || !read_number(f->actual, &got))
		return;
	note(facts, "one_more", yes(sizes && got > wanted && got - 1 == wanted));
	note(facts, "one_less", yes(sizes && wanted > got && wanted - 1 == got));
	/* The failpoints count the blocks that nobody has freed. */
	note(facts, "left_behind", yes(strstr(expr, "alloc_live()") != NULL &&
	                               got > wanted));
	/* Just below 2 to the 64: 0 minus something. */
	note(facts, "wrapped", yes(text_starts(f->actual, "184467440737") &&
	                           strlen(f->actual) == 20));
}

/* How far what the student gave lies from what was wanted, in words. */
static void note_addresses(struct result *r, struct facts *facts,
                           const struct failure *f)
{
	unsigned long long wanted, got, apart;

	if (!text_starts(f->expected, "0x") || !text_starts(f->actual, "0x"))
		return;
	wanted = strtoull(f->expected, NULL, 16);
	got = strtoull(f->actual, NULL, 16);
	apart = got > wanted ? got - wanted : wanted - got;
	/* Addresses in different blocks say nothing by their distance. */
	if (apart > 0 && apart < 1 << 20)
		note(facts, "apart", result_format(r, "%llu byte%s %s", apart,
			apart == 1 ? "" : "s", got > wanted ? "behind"
			                                    : "before"));
}

/* Tests fill with 0x5a what a function has to set. */
static bool is_untouched(const char *value)
{
	static const char *const filled[] = { "0x5a5a5a5a5a5a5a5a",
		"6510615555426900570", "1515870810" };

	for (size_t i = 0; i < sizeof filled / sizeof *filled; i++)
		if (strcmp(value, filled[i]) == 0)
			return true;
	return false;
}

static void note_values(struct result *r, struct facts *facts,
                        const struct failure *f)
{
	if (f->expected == NULL || f->actual == NULL)
		return;
	note(facts, "null_got", yes(strcmp(f->actual, "NULL") == 0));
	note(facts, "null_wanted", yes(strcmp(f->expected, "NULL") == 0));
	note(facts, "untouched", yes(is_untouched(f->actual)));
	note_numbers(facts, f);
	note_addresses(r, facts, f);
	if (f->place.file != NULL && f->place.line > 0)
		note(facts, "test_at", result_format(r, "line %d of %s",
			f->place.line, f->place.file));
}

/* The kind that the catalogue has for the message, or NULL. */
static const struct entry *entry_of_message(struct grading *g,
                                            const char *message)
{
	return message == NULL ? NULL :
	       catalogue_match_kind(explain_catalogue(g), "test-", message);
}

/*
 * What parts one cause from another among messages of one kind: the words
 * behind the last colon, if there are any. What stands before it, and any
 * number, is about the test.
 */
static const char *cause_of_kind(struct result *r, const char *kind,
                                 const char *message)
{
	const char *colon = strrchr(message, ':');

	return result_format(r, "%s:%s", kind, colon != NULL ? colon : "");
}

static const char *cause_of_words(struct result *r, const struct failure *f)
{
	return result_format(r, "%s:%d: %s: %s: %s", f->place.file,
	                     f->place.line, f->message,
	                     f->expected != NULL ? f->expected : "",
	                     f->actual != NULL ? f->actual : "");
}

static const char *cause_of(struct result *r, const struct failure *f,
                            const struct entry *e)
{
	if (f->message == NULL || f->message[0] == '\0')
		return f->test->name;
	if (e != NULL && e->cause != NULL)
		return cause_of_kind(r, e->kind, f->message);
	return f->place.file != NULL ? cause_of_words(r, f) : f->test->name;
}

/* A held-back test gives away neither its numbers nor its text. */
static void show(struct sighting *s, const struct failure *f, bool shared)
{
	if (f->test->held_back)
		return;
	s->what = f->message != NULL && f->message[0] != '\0' ? f->message
	                                                      : NULL;
	s->expected = f->expected;
	s->actual = f->actual;
	if (shared) {           /* about the code, not about this one test  */
		s->title = s->why = NULL;
		s->lesson = (struct lesson_ref){ NULL, NULL, NULL };
	}
	/* The rig's own files are not in the course's folder. */
	if (f->place.file != NULL && strchr(f->place.file, '/') != NULL)
		s->where = f->place;
}

static struct finding *told_failure(struct grading *g, const char *test)
{
	struct result *r = g->result;

	for (size_t i = 0; i < r->findings.count; i++) {
		struct finding *f = &r->findings.items[i];
		for (size_t k = 0; f->source == SOURCE_TEST &&
		     k < f->tests.count; k++)
			if (strcmp(f->tests.items[k], test) == 0)
				return f;
	}
	return NULL;
}

struct finding *explain_test_failure(struct grading *g, const struct failure *f)
{
	const struct entry *e = entry_of_message(g, f->message);
	struct finding *told = told_failure(g, f->test->name);
	struct facts facts = { .count = 0 };
	struct sighting s = {
		.kind = e != NULL && !f->test->held_back ? e->kind
		                                         : "test-failed",
		.source = SOURCE_TEST, .test = f->test->name,
		.cause = cause_of(g->result, f, e),
		.anywhere = true, .title = f->test->title,
		.why = f->test->means, .lesson = f->test->lesson,
		.misconceptions = f->test->misconceptions.items,
		.misconceptions_count = f->test->misconceptions.count,
	};

	if (told != NULL) {
		told->count++;
		return told;
	}
	note_test(g, &facts, f->test);
	if (!f->test->held_back) {
		note(&facts, "message", f->message);
		note_values(g->result, &facts, f);
	}
	show(&s, f, e != NULL && e->cause != NULL);
	s.facts = facts.items;
	s.facts_count = facts.count;
	return explain_add(g, &s);
}

/* ---- a test that did not come to its end ---- */

static const char *kind_of_crash(int number)
{
	switch (number) {
	case SIGSEGV: return "crash-segv";
	case SIGBUS:  return "crash-bus";
	case SIGFPE:  return "crash-fpe";
	case SIGABRT: return "crash-abort";
	case SIGILL:  return "crash-ill";
	default:      return "crash-signal";
	}
}

static const char *kind_of_end(const struct test_result *test)
{
	switch (test->status) {
	case TEST_EXITED:  return "test-exit";
	case TEST_TIMEOUT: return "test-timeout";
	case TEST_CRASHED: return kind_of_crash(test->signal);
	default:           return "test-lost";
	}
}

/* Lines that the C library prints before it aborts; the last one counts. */
static const char *abort_line(struct result *r, const char *output)
{
	static const char *const marks[] = {
		"free(): ", "malloc(): ", "realloc(): ", "munmap_chunk(): ",
		"double free or corruption", "corrupted size vs",
		"malloc_consolidate(): ", "corrupted double-linked list",
		"corrupted unsorted chunks", "*** stack smashing",
		"*** buffer overflow", "Assertion `", "Assertion '",
		"realloc_", "sysmalloc: ", "Fatal glibc error",
	};
	const char *found = NULL, *line = output;

	while (line != NULL && *line != '\0') {
		size_t n = strcspn(line, "\n");
		const char *copy = result_text_n(r, line, n);
		for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++)
			if (strstr(copy, marks[i]) != NULL)
				found = copy;
		line += n + (line[n] == '\n');
	}
	return found;
}

struct finding *explain_test_end(struct grading *g,
                                 const struct test_result *test,
                                 const char *output)
{
	const char *line = NULL;
	const struct entry *e = NULL;
	struct facts facts = { .count = 0 };
	struct sighting s = {
		.kind = kind_of_end(test), .source = SOURCE_TEST,
		.test = test->name,
	};

	note_test(g, &facts, test);
	note(&facts, "signal", signal_name(test->signal));
	s.facts = facts.items;
	s.facts_count = facts.count;
	if (test->status == TEST_CRASHED && test->signal == SIGABRT)
		line = abort_line(g->result, output);
	if (line != NULL)
		e = catalogue_match(explain_catalogue(g), NULL, line);
	if (e != NULL)
		s.kind = e->kind;
	s.raw = line != NULL ? line : test->status == TEST_CRASHED
		? signal_name(test->signal) : NULL;
	return explain_add(g, &s);
}
