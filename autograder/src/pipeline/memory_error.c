/*
 * memory_error.c - one of Memcheck's errors becomes a sighting.
 *
 * First whose it is: the innermost frame that is the student's own, in the
 * stack of the error itself or, when a test stumbles over a block, in the
 * stacks that say where the block came from and who freed it. Then what it
 * is: Memcheck's kind and its words about the address decide. Facts are
 * gathered on the way.
 */
#include "pipeline/memory_error.h"

#include <inttypes.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "pipeline/memory_reading.h"

/* Where Valgrind keeps the main stack on x86-64 and arm64: it ends here. */
#define STACK_TOP    UINT64_C(0x1fff001000)
#define STACK_LOWEST UINT64_C(0x1f00000000)

static const struct vg_stack *stack_of_origin(const struct vg_error *e)
{
	for (size_t i = 0; i < e->remarks_count; i++)
		if (strstr(e->remarks[i].text, "was created by") != NULL)
			return &e->remarks[i].stack;
	return NULL;
}

/* ---- uninitialised values ---- */

static void note_origin(struct reading *x)
{
	const struct vg_error *e = x->error;
	const struct vg_frame *f = telling_frame(x, x->origin);

	for (size_t i = 0; i < e->remarks_count; i++) {
		const char *text = e->remarks[i].text;
		if (strstr(text, "by a heap allocation") != NULL)
			fact(x, "from_heap", "malloc");
		else if (strstr(text, "by a stack allocation") != NULL)
			fact(x, "from_stack", "stack");
	}
	if (f == NULL)
		return;
	fact(x, "origin_at", place_text(x, x->origin));
	fact(x, "origin_function", result_text(x->r, f->fn));
	x->out->sighting.origin = stack_frames(x->g, x->origin,
	                                       (size_t)(f - x->origin->frames));
}

static const char *kind_of_syscall(struct reading *x)
{
	const char *what = x->error->what != NULL ? x->error->what : "";
	const char *name = strstr(what, "Syscall param ");

	if (name != NULL) {
		name += strlen("Syscall param ");
		fact(x, "syscall",
		     result_text_n(x->r, name, strcspn(name, "( ")));
	}
	if (strstr(what, "unaddressable") == NULL)
		return "uninitialised-syscall";
	if (x->address.freed)
		return "use-after-free-read";
	return "syscall-unaddressable";
}

/* ---- what ended the process ---- */

static bool on_overflowing_stack(const struct vg_error *e)
{
	return e->signal == SIGSEGV && e->address >= STACK_LOWEST &&
	       e->address < STACK_TOP;
}

/* On a full stack Memcheck finds no more than the innermost frame, so the
   source is asked: does that function call itself? */
static void note_recursion(struct reading *x)
{
	const struct place *p = &x->out->sighting.where;
	const text_list *source = explain_source(x->g, p->file);
	size_t n = p->function != NULL ? strlen(p->function) : 0;

	if (source == NULL || n == 0 || p->line < 1)
		return;
	for (size_t i = (size_t)p->line; i < source->count &&
	     source->items[i][0] != '}'; i++) {
		const char *at = strstr(source->items[i], p->function);
		if (at != NULL && at[n] == '(') {
			fact(x, "recursion", p->function);
			return;
		}
	}
}

/* Is there a division in a line of C? The / of a comment is none. */
static bool divides(const char *line)
{
	for (const char *s = line; *s; s++) {
		if (*s == '%')
			return true;
		if (*s == '/' && (s[1] == '/' || s[1] == '*'))
			return false;
		if (*s == '/')
			return true;
	}
	return false;
}

/* Code that is compiled to stop at it (BUILD_GRADED_FLAGS) either divided by
   zero or had a signed number overflow. The line tells. */
static const char *kind_of_trap(const struct reading *x)
{
	const struct place *p = &x->out->sighting.where;
	const text_list *source = explain_source(x->g, p->file);

	if (x->own != 0) /* somebody else's instruction */
		return "crash-ill";
	if (source == NULL || p->line < 1 || (size_t)p->line > source->count)
		return "crash-ill";
	return divides(source->items[p->line - 1]) ? "crash-division"
	                                           : "crash-overflow";
}

static const char *kind_of_signal(struct reading *x)
{
	const struct vg_error *e = x->error;

	if (on_overflowing_stack(e)) {
		note_recursion(x);
		return "stack-overflow";
	}
	switch (e->signal) {
	case SIGSEGV:
		if (e->what != NULL && strstr(e->what, "Bad permissions"))
			return "readonly-write";
		return "crash-segv";
	case SIGBUS:
		return "crash-bus";
	case SIGFPE:
		return "crash-fpe";
	case SIGILL:
		return kind_of_trap(x);
	case SIGABRT:
		return "crash-abort";
	default:
		fact(x, "signal", signal_name(e->signal));
		return "crash-signal";
	}
}

/* ---- a fault of the student's own line ---- */

/* Only the fence makes bytes undefined by request: those of a payload that
   was freed (see rig/fence.c). */
static bool of_freed_payload(const struct vg_error *e)
{
	for (size_t i = 0; i < e->remarks_count; i++)
		if (strstr(e->remarks[i].text, "by a client request") != NULL)
			return true;
	return false;
}

static const char *kind_by_name(struct reading *x)
{
	static const char *const names[][2] = {
		{ "UninitCondition", "uninitialised-jump" },
		{ "UninitValue", "uninitialised-use" },
		{ "InvalidJump", "jump-invalid" },
		{ "Overlap", "overlap-copy" },
		{ "FishyValue", "fishy-size" },
		{ "MismatchedFree", "mismatched-free" },
		{ "ReallocSizeZero", "realloc-zero" },
	};

	if (text_starts(x->error->kind, "Uninit") && of_freed_payload(x->error))
		return "fence-free-payload";
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		if (strcmp(x->error->kind, names[i][0]) == 0)
			return names[i][1];
	return "memory-other";
}

static void note_fishy(struct reading *x)
{
	const char *what = x->error->what != NULL ? x->error->what : "";
	const char *value = strstr(what, "value: ");

	if (strcmp(x->error->kind, "FishyValue") == 0 && value != NULL)
		fact(x, "value", result_text(x->r, value + strlen("value: ")));
}

static const char *kind_of_own(struct reading *x)
{
	const char *kind = x->error->kind;

	if (text_starts(kind, "Leak_"))
		return kind_of_leak(x);
	note_library(x, &x->error->stack, x->own);
	note_failure(x);
	note_fishy(x);
	if (strcmp(kind, "InvalidRead") == 0)
		return kind_of_access(x, "read");
	if (strcmp(kind, "InvalidWrite") == 0)
		return kind_of_access(x, "write");
	if (strcmp(kind, "InvalidFree") == 0)
		return kind_of_free(x);
	if (strcmp(kind, "SyscallParam") == 0)
		return kind_of_syscall(x);
	if (strcmp(kind, VG_SIGNAL) == 0)
		return kind_of_signal(x);
	return kind_by_name(x);
}

/* ---- a test stumbles over what the student's code handed out ---- */

static const char *kind_of_handed_out(struct reading *x)
{
	const struct vg_address *a = &x->address;
	const char *kind = x->error->kind;
	bool frees = strcmp(kind, "InvalidFree") == 0;
	bool touches = text_starts(kind, "Invalid") && !frees;
	uint64_t size = access_size(x->error);

	note_library(x, &x->error->stack,
	             stack_first(x->g, &x->error->stack, FRAME_TEST));
	fact(x, "access", known(x, "library") != NULL ? "some bytes"
	                                              : bytes_text(x, size));
	if (x->origin != NULL && text_starts(kind, "Uninit") &&
	    student_in(x, x->origin)) {
		place_in(x, x->origin);
		return "returned-uninitialised";
	}
	if ((touches || frees) && a->freed && student_in(x, a->released)) {
		place_in(x, a->released);
		if (frees)
			fact(x, "again", "free");
		return "freed-too-early";
	}
	/* The frame that made the call is the one that a wild jump hides. */
	if (strcmp(kind, "InvalidJump") == 0)
		return "jump-invalid";
	if (!student_in(x, a->allocated))
		return NULL;
	place_in(x, a->allocated);
	if (frees && a->freed)
		return "handed-out-twice";
	if (frees && a->offset > 0 && (uint64_t)a->offset < a->size) {
		fact(x, "offset", bytes_text(x, (uint64_t)a->offset));
		return "handed-out-interior";
	}
	if (touches && !a->freed && a->offset >= 0) {
		note_elements(x, size);
		note_distance(x, size);
		if (strcmp(kind, "InvalidRead") == 0)
			note_string(x, size);
		return "block-too-small";
	}
	return NULL;
}

/* ---- the whole ---- */

static bool is_bad_access(const struct vg_error *e)
{
	return text_starts(e->kind, "InvalidRead") ||
	       text_starts(e->kind, "InvalidWrite") ||
	       text_starts(e->kind, "InvalidJump");
}

static bool on_same_line(struct reading *x, const struct vg_error *other)
{
	size_t own = stack_first(x->g, &other->stack, FRAME_STUDENT);
	const struct vg_frame *here, *there;

	if (!x->mine || own == other->stack.count)
		return false;
	here = &x->error->stack.frames[x->own];
	there = &other->stack.frames[own];
	return here->line == there->line && here->fn != NULL &&
	       there->fn != NULL && strcmp(here->fn, there->fn) == 0;
}

/* By the error just before it; or by an earlier one, as Memcheck tells only
   once what happens in one place. */
static bool crash_told(struct reading *x)
{
	bool just_before = true;

	for (size_t i = x->index; i-- > 0;) {
		const struct vg_error *e = &x->report->errors[i];
		if (strcmp(e->kind, VG_MESSAGE) == 0)
			continue;
		if (is_bad_access(e) && (just_before || on_same_line(x, e)))
			return true;
		just_before = false;
	}
	return false;
}

/* A long copy that leaves its block: what is further away than Memcheck can
   name the block for belongs to the access that began it. */
static bool goes_on(struct reading *x)
{
	for (size_t i = x->index; x->address.between && i-- > 0;) {
		const struct vg_error *e = &x->report->errors[i];
		if (strcmp(e->kind, x->error->kind) == 0 && on_same_line(x, e))
			return true;
	}
	return false;
}

/* What a signal ends has often been told by an error before it. */
static bool told_already(struct reading *x)
{
	const struct vg_error *e = x->error, *next = e + 1;

	if (strcmp(e->kind, VG_SIGNAL) == 0 && !on_overflowing_stack(e))
		return e->signal == SIGSEGV && crash_told(x);
	if (is_bad_access(e) && goes_on(x))
		return true;
	if (x->index + 1 < x->report->count && text_starts(e->kind, "Invalid"))
		return strcmp(next->kind, VG_SIGNAL) == 0 &&
		       on_overflowing_stack(next) &&
		       next->address - x->address.address < 64;
	return false;
}

static const char *raw_text(struct reading *x)
{
	const struct vg_error *e = x->error;
	struct text t = TEXT_EMPTY;
	const char *raw;

	if (strcmp(e->kind, VG_SIGNAL) == 0) {
		text_add_format(&t, "Process terminating with %s",
		                signal_name(e->signal));
		if (e->what != NULL)
			text_add_format(&t, ": %s at address 0x%" PRIx64,
			                e->what, e->address);
	} else if (e->what != NULL) {
		text_add_clean(&t, e->what, strlen(e->what));
	}
	for (size_t i = 0; i < e->remarks_count; i++) {
		if (text_ends(e->remarks[i].text, " at"))
			continue;   /* introduces a stack, shown elsewhere */
		text_add(&t, "\n");
		text_add_clean(&t, e->remarks[i].text,
		               strlen(e->remarks[i].text));
	}
	raw = result_text(x->r, text_string(&t));
	text_free(&t);
	return raw;
}

/* One line that goes wrong in one way is one cause, whichever blocks it met;
   but what a failed allocation led to is told apart. */
static const char *cause_text(struct reading *x)
{
	return known(x, "lost_at") != NULL ? "lost" :
	       known(x, "failed_at") != NULL &&
	       text_starts(x->out->sighting.kind, "null-") ? "failed" : NULL;
}

static void note_place(struct reading *x)
{
	const struct place *p = &x->out->sighting.where;

	if (p->line > 0)
		fact(x, "line", result_format(x->r, "%d", p->line));
	fact(x, "function", p->function);
}

bool memory_error_keep(const struct vg_error *error)
{
	/* Blocks the framework leaves have no frame with a known file. */
	if (error->kind == NULL)
		return false;
	if (!text_starts(error->kind, "Leak_"))
		return true;
	for (size_t i = 0; i < error->stack.count; i++) {
		char *path = vg_frame_path(&error->stack.frames[i]);
		bool owned = path != NULL && grading_owns(path);
		free(path);
		if (owned)
			return true;
	}
	return false;
}

bool memory_error_read(struct grading *g, const struct vg_report *report,
                       size_t index, struct memory_error *out)
{
	struct reading x = { .g = g, .r = g->result, .report = report,
	                     .index = index, .error = &report->errors[index],
	                     .out = out };
	struct sighting *s = &out->sighting;

	*out = (struct memory_error){ .count = x.error->count };
	s->source = SOURCE_MEMCHECK;
	vg_address_read(x.error, &x.address);
	x.origin = stack_of_origin(x.error);
	x.own = stack_first(g, &x.error->stack, FRAME_STUDENT);
	x.mine = x.own < x.error->stack.count;
	if (strcmp(x.error->kind, VG_MESSAGE) == 0 || told_already(&x))
		return false;
	if (x.mine)
		s->where = place_of(&x, &x.error->stack, x.own);
	s->kind = x.mine ? kind_of_own(&x) : kind_of_handed_out(&x);
	if (s->kind == NULL)
		return false;
	note_place(&x);
	if (!out->leak)
		note_block(&x);
	note_origin(&x);
	s->stack = stack_frames(g, &x.error->stack, x.mine ? x.own :
		stack_first(g, &x.error->stack, FRAME_TEST));
	s->raw = raw_text(&x);
	s->cause = cause_text(&x);
	s->facts = out->facts;
	s->facts_count = out->facts_count;
	return true;
}
