/*
 * result_json.c - a struct result as the result document.
 *
 * One function for each struct, in the order of result.h; docs/result.schema.json
 * is the shape they must produce.
 */
#include "result_json.h"

#include <string.h>

#include "base/text.h"
#include "pipeline/pipeline.h"

#define COUNT(array) (sizeof (array) / sizeof *(array))

static json_t *text(const char *s)
{
	struct text clean = TEXT_EMPTY;

	if (s == NULL)
		return json_null();
	text_add_clean(&clean, s, strlen(s));
	json_t *j = json_string(text_string(&clean));
	text_free(&clean);
	return j;
}

static json_t *count(size_t n)
{
	return json_integer((json_int_t)n);
}

static json_t *name_of(const char *const names[], size_t n, size_t value)
{
	return json_string(names[value < n ? value : 0]);
}
#define NAME_OF(names, value) name_of(names, COUNT(names), (size_t)(value))

static void put(json_t *object, const char *key, json_t *value)
{
	json_object_set_new(object, key, value);
}

static void add(json_t *array, json_t *value)
{
	json_array_append_new(array, value);
}

/* An array with MAKE(&item) for each item of LIST. */
#define EACH(array, list, make)                                              \
	json_t *array = json_array();                                        \
	for (size_t i_ = 0; i_ < (list)->count; i_++)                        \
		add(array, make(&(list)->items[i_]))

static json_t *number_item(const int *n)
{
	return json_integer(*n);
}

static json_t *text_item(const char *const *s)
{
	return text(*s != NULL ? *s : "");
}

static json_t *place(const struct place *p)
{
	json_t *j = json_object();

	put(j, "file", text(p->file));
	put(j, "line", json_integer(p->line > 0 ? p->line : 0));
	put(j, "column", json_integer(p->column > 0 ? p->column : 0));
	put(j, "function", text(p->function));
	return j;
}

static json_t *frame(const struct frame *f)
{
	json_t *j = json_object();

	put(j, "place", place(&f->place));
	put(j, "object", text(f->object));
	put(j, "owned", json_boolean(f->owned));
	return j;
}

static json_t *frames(const frame_list *list)
{
	EACH(j, list, frame);
	return j;
}

static json_t *snippet_line(const struct snippet_line *l)
{
	json_t *j = json_object();

	put(j, "line", json_integer(l->line));
	put(j, "text", text(l->text != NULL ? l->text : ""));
	put(j, "hit", json_boolean(l->hit));
	return j;
}

static json_t *lesson(const struct lesson_ref *l)
{
	json_t *j = json_object();

	put(j, "path", text(l->path));
	put(j, "anchor", text(l->anchor));
	put(j, "title", text(l->title));
	return j;
}

static json_t *block(const struct block_history *b)
{
	json_t *j = json_object();

	put(j, "known", json_boolean(b->known));
	put(j, "size", json_integer((json_int_t)b->size));
	put(j, "offset", json_integer(b->offset));
	put(j, "kind", text(b->kind));
	put(j, "allocated", frames(&b->allocated));
	put(j, "freed", frames(&b->freed));
	return j;
}

static void put_explanation(json_t *j, const struct finding *f)
{
	static const char *const sources[] = { "accept", "compiler", "inspect",
		"test", "memcheck", "own_tests", "traces" };
	static const char *const severities[] = { "error", "warning", "note" };

	put(j, "id", text(f->id));
	put(j, "kind", text(f->kind));
	put(j, "source", NAME_OF(sources, f->source));
	put(j, "severity", NAME_OF(severities, f->severity));
	put(j, "title", text(f->title));
	put(j, "what", text(f->what));
	put(j, "why", text(f->why));
	put(j, "next", text(f->next));
	put(j, "raw", text(f->raw));
	put(j, "lesson", lesson(&f->lesson));
}

static json_t *finding(const struct finding *f)
{
	json_t *j = json_object();

	put_explanation(j, f);
	put(j, "where", place(&f->where));
	EACH(snippet, &f->snippet, snippet_line);
	put(j, "snippet", snippet);
	put(j, "stack", frames(&f->stack));
	put(j, "block", block(&f->block));
	put(j, "origin", frames(&f->origin));
	put(j, "expected", text(f->expected));
	put(j, "actual", text(f->actual));
	EACH(tests, &f->tests, text_item);
	put(j, "tests", tests);
	put(j, "count", json_integer(f->count));
	EACH(misconceptions, &f->misconceptions, number_item);
	put(j, "misconceptions", misconceptions);
	return j;
}

static json_t *phase(const struct phase *p)
{
	static const char *const statuses[] = { "not_run", "ok", "failed",
		"skipped", "broken" };
	json_t *j = json_object();

	put(j, "status", NAME_OF(statuses, p->status));
	put(j, "seconds", json_real(p->seconds > 0 ? p->seconds : 0));
	put(j, "note", text(p->note));
	return j;
}

static json_t *phases(const struct phase all[PHASE_COUNT])
{
	static const char *const names[PHASE_COUNT] = { "accept", "compile",
		"inspect", "native", "memcheck", "own_tests", "coverage",
		"traces", "score" };
	json_t *j = json_object();

	for (size_t i = 0; i < PHASE_COUNT; i++)
		put(j, names[i], phase(&all[i]));
	return j;
}

static json_t *test(const struct test_result *t)
{
	static const char *const statuses[] = { "not_run", "passed", "failed",
		"crashed", "exited", "timeout", "skipped", "lost" };
	static const char *const memory[] = { "not_run", "clean", "errors" };
	json_t *j = json_object();

	put(j, "name", text(t->name));
	put(j, "title", text(t->title));
	put(j, "means", text(t->means));
	put(j, "lesson", lesson(&t->lesson));
	EACH(misconceptions, &t->misconceptions, number_item);
	put(j, "misconceptions", misconceptions);
	put(j, "held_back", json_boolean(t->held_back));
	put(j, "status", NAME_OF(statuses, t->status));
	put(j, "memory", NAME_OF(memory, t->memory));
	put(j, "signal", json_integer(t->signal));
	put(j, "seconds", json_real(t->seconds > 0 ? t->seconds : 0));
	put(j, "points", json_real(t->points));
	put(j, "max", json_real(t->max));
	EACH(findings, &t->findings, text_item);
	put(j, "findings", findings);
	return j;
}

static json_t *coverage_line(const struct coverage_line *l)
{
	json_t *j = json_object();

	put(j, "line", json_integer(l->line));
	put(j, "hits", json_integer((json_int_t)l->hits));
	put(j, "branches", json_integer(l->branches));
	put(j, "branches_taken", json_integer(l->branches_taken));
	return j;
}

static json_t *coverage_file(const struct coverage_file *f)
{
	json_t *j = json_object();

	put(j, "file", text(f->file));
	EACH(lines, &f->lines, coverage_line);
	put(j, "lines", lines);
	return j;
}

static json_t *coverage(const struct coverage *c)
{
	json_t *j = json_object();

	put(j, "known", json_boolean(c->known));
	put(j, "lines", json_integer(c->lines));
	put(j, "lines_covered", json_integer(c->lines_covered));
	put(j, "branches", json_integer(c->branches));
	put(j, "branches_covered", json_integer(c->branches_covered));
	EACH(files, &c->files, coverage_file);
	put(j, "files", files);
	return j;
}

static json_t *heap_block(const struct heap_block_seen *b)
{
	json_t *j = json_object();

	put(j, "offset", count(b->offset));
	put(j, "size", count(b->size));
	put(j, "payload", count(b->payload));
	put(j, "payload_size", count(b->payload_size));
	put(j, "in_use", json_boolean(b->in_use));
	return j;
}

static json_t *heap_live(const struct heap_live *l)
{
	json_t *j = json_object();

	put(j, "offset", count(l->offset));
	put(j, "size", count(l->size));
	put(j, "serial", count(l->serial));
	return j;
}

static json_t *offset_item(const uint64_t *offset)
{
	return count(*offset);
}

static json_t *heap(const struct heap_picture *h)
{
	json_t *j = json_object();

	put(j, "test", text(h->test));
	put(j, "bytes", count(h->bytes));
	put(j, "walk", text(h->walk));
	EACH(blocks, &h->blocks, heap_block);
	put(j, "blocks", blocks);
	EACH(live, &h->live, heap_live);
	put(j, "live", live);
	put(j, "list", text(h->list));
	EACH(listed, &h->listed, offset_item);
	put(j, "listed", listed);
	return j;
}

static json_t *mutant(const struct mutant_outcome *m)
{
	json_t *j = json_object();

	put(j, "id", text(m->id));
	put(j, "bug", text(m->bug));
	put(j, "caught", json_boolean(m->caught));
	put(j, "by", text(m->by));
	return j;
}

static json_t *own(const struct own_tests *o)
{
	json_t *j = json_object();

	put(j, "present", json_boolean(o->present));
	put(j, "passes_reference", json_boolean(o->passes_reference));
	put(j, "tests", json_integer(o->tests));
	put(j, "problem", text(o->problem));
	EACH(mutants, &o->mutants, mutant);
	put(j, "mutants", mutants);
	put(j, "coverage", coverage(&o->coverage));
	return j;
}

static json_t *moment(const struct trace_moment_seen *m)
{
	return json_pack("[III]", (json_int_t)m->request, (json_int_t)m->live,
	                 (json_int_t)m->held);
}

/* A ratio; not known when one side is 0. */
static json_t *ratio(uint64_t over, uint64_t under)
{
	return over == 0 || under == 0 ? json_null()
	       : json_real((double)over / (double)under);
}

static json_t *trace(const struct trace_result *t)
{
	json_t *j = json_object();

	put(j, "name", text(t->name));
	put(j, "fault", text(t->fault));
	put(j, "request", count(t->request));
	put(j, "requests", count(t->requests));
	put(j, "peak_live", count(t->peak_live));
	put(j, "peak_held", count(t->peak_held));
	put(j, "utilisation", ratio(t->peak_live, t->peak_held));
	put(j, "utilisation_asked", json_real(t->utilisation_asked));
	put(j, "instructions", ratio(t->instructions, t->requests));
	put(j, "instructions_asked", json_real(t->instructions_asked));
	put(j, "speed", t->speed > 0 ? json_real(t->speed) : json_null());
	put(j, "points", json_real(t->points));
	put(j, "max", json_real(t->max));
	EACH(moments, &t->moments, moment);
	put(j, "moments", moments);
	return j;
}

static json_t *score_part(const struct score_part *p)
{
	json_t *j = json_object();

	put(j, "id", text(p->id));
	put(j, "title", text(p->title));
	put(j, "points", json_real(p->points));
	put(j, "max", json_real(p->max));
	put(j, "how", text(p->how));
	return j;
}

static json_t *score(const struct result *r)
{
	if (r->status == RESULT_NOT_GRADED)
		return json_null();
	json_t *j = json_object();
	put(j, "points", json_real(r->score.points));
	put(j, "max", json_real(r->score.max));
	EACH(parts, &r->score.parts, score_part);
	put(j, "parts", parts);
	return j;
}

static json_t *file(const struct submitted_file *f)
{
	json_t *j = json_object();

	put(j, "name", text(f->name));
	put(j, "path", text(f->path));
	put(j, "bytes", count(f->bytes));
	put(j, "lines", json_integer(f->lines));
	EACH(source, &f->source, text_item);
	put(j, "source", source);
	return j;
}

static void put_head(json_t *j, const struct result *r)
{
	static const char *const statuses[] = { "graded", "rejected",
		"not_graded" };

	put(j, "format", json_string(RESULT_FORMAT));
	put(j, "version", json_integer(RESULT_VERSION));
	put(j, "generator", json_pack("{ssss}", "name", "grade",
	                              "version", GRADE_VERSION));
	put(j, "status", NAME_OF(statuses, r->status));
	put(j, "problem", text(r->problem));
	put(j, "remedy", text(r->remedy));
	put(j, "stage", text(r->stage));
	put(j, "stage_title", text(r->stage_title));
	put(j, "lesson", text(r->lesson));
	put(j, "exercise", text(r->exercise));
	put(j, "from", text(r->from));
	put(j, "runner", text(r->runner));
	put(j, "tools", text(r->tools));
	put(j, "quick", json_boolean(r->quick));
}

json_t *result_to_json(const struct result *r)
{
	json_t *j = json_object();

	put_head(j, r);
	EACH(files, &r->files, file);
	put(j, "files", files);
	put(j, "phases", phases(r->phases));
	EACH(tests, &r->tests, test);
	put(j, "tests", tests);
	EACH(findings, &r->findings, finding);
	put(j, "findings", findings);
	EACH(heaps, &r->heaps, heap);
	put(j, "heaps", heaps);
	put(j, "coverage", coverage(&r->coverage));
	put(j, "own", own(&r->own));
	EACH(traces, &r->traces, trace);
	put(j, "traces", traces);
	put(j, "score", score(r));
	return j;
}
