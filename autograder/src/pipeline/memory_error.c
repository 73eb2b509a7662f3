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
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pipeline/vg_address.h"

/* Addresses that a program gets from NULL plus an offset. */
#define NULL_PAGE UINT64_C(4096)
/* Behind a block by no more than this (or the block's own size) is a slip
   of the bound; further away, the index itself is wrong. */
#define NEAR UINT64_C(64)
/* Where Valgrind keeps the main stack on x86-64 and arm64: it ends here. */
#define STACK_TOP    UINT64_C(0x1fff001000)
#define STACK_LOWEST UINT64_C(0x1f00000000)

/* All that is known while one error is read. */
struct reading {
	struct grading *g;
	struct result *r;
	const struct vg_report *report;
	size_t index;
	const struct vg_error *error;
	struct vg_address address;
	const struct vg_stack *origin;  /* of an uninitialised value, or NULL  */
	size_t own;                     /* student's frame in the main stack   */
	bool mine;                      /* there is one                        */
	struct memory_error *out;
};

static void fact(struct reading *x, const char *name, const char *value)
{
	struct memory_error *out = x->out;

	if (value != NULL && out->facts_count < MEMORY_FACTS_MAX)
		out->facts[out->facts_count++] = (struct fact){ name, value };
}

static const char *known(const struct reading *x, const char *name)
{
	for (size_t i = 0; i < x->out->facts_count; i++)
		if (strcmp(x->out->facts[i].name, name) == 0)
			return x->out->facts[i].value;
	return NULL;
}

const char *count_text(struct result *r, uint64_t count, const char *unit)
{
	char digits[32], grouped[48];
	size_t n = (size_t)snprintf(digits, sizeof digits, "%" PRIu64, count);
	size_t k = 0;

	for (size_t i = 0; i < n; i++) {
		if (i > 0 && (n - i) % 3 == 0)
			grouped[k++] = ',';
		grouped[k++] = digits[i];
	}
	grouped[k] = '\0';
	if (unit == NULL)
		return result_text(r, grouped);
	return result_format(r, "%s %s%s", grouped, unit,
	                     count == 1 ? "" : "s");
}

static const char *bytes_text(struct reading *x, uint64_t count)
{
	return count_text(x->r, count, "byte");
}

/* ---- places in words ---- */

/* The frame that tells a reader most: the student's, else the test's. */
static const struct vg_frame *telling_frame(struct reading *x,
                                            const struct vg_stack *stack)
{
	size_t i;

	if (stack == NULL)
		return NULL;
	i = stack_first(x->g, stack, FRAME_STUDENT);
	if (i == stack->count)
		i = stack_first(x->g, stack, FRAME_TEST);
	return i < stack->count ? &stack->frames[i] : NULL;
}

/* "line 12 (vec_new)", "other.c line 3 (helper)" or "the test". */
static const char *place_text(struct reading *x, const struct vg_stack *stack)
{
	const struct vg_frame *f = telling_frame(x, stack);
	const char *file = f != NULL && f->file != NULL ? f->file : "";
	const char *slash = strrchr(file, '/');
	const char *here = x->out->sighting.where.file;
	bool same = here != NULL && slash != NULL &&
	            text_ends(here, slash);

	if (f == NULL)
		return NULL;
	if (frame_role(x->g, f) == FRAME_TEST)
		return "the test";
	if (slash != NULL)
		file = slash + 1;
	same = same || (here != NULL && text_ends(here, file));
	return result_format(x->r, "%s%sline %d%s%s%s", same ? "" : file,
	                     same ? "" : " ", f->line,
	                     f->fn != NULL ? " (" : "",
	                     f->fn != NULL ? f->fn : "",
	                     f->fn != NULL ? ")" : "");
}

static struct place place_of(struct reading *x, const struct vg_stack *stack,
                             size_t index)
{
	frame_list frames = stack_frames(x->g, stack, index);

	return frames.count > 0 ? frames.items[0].place : (struct place){ 0 };
}

/* ---- whose it is ---- */

static const struct vg_stack *stack_of_origin(const struct vg_error *e)
{
	for (size_t i = 0; i < e->remarks_count; i++)
		if (strstr(e->remarks[i].text, "was created by") != NULL)
			return &e->remarks[i].stack;
	return NULL;
}

static bool student_in(struct reading *x, const struct vg_stack *stack)
{
	return stack != NULL &&
	       stack_first(x->g, stack, FRAME_STUDENT) < stack->count;
}

/* Makes the student's frame in stack the place that the sighting is about. */
static void place_in(struct reading *x, const struct vg_stack *stack)
{
	size_t i = stack_first(x->g, stack, FRAME_STUDENT);

	x->out->sighting.where = place_of(x, stack, i);
}

/* glibc has one function for both: the source tells which was meant. */
static const char *copy_name(struct reading *x)
{
	const struct place *p = &x->out->sighting.where;
	const text_list *source = explain_source(x->g, p->file);

	if (source != NULL && p->line > 0 && (size_t)p->line <= source->count &&
	    strstr(source->items[p->line - 1], "memcpy") != NULL)
		return "memcpy";
	return "memmove";
}

/* The function of a library that the student's line called, if any. */
static void note_library(struct reading *x, const struct vg_stack *stack,
                         size_t own)
{
	const struct vg_frame *f;

	if (own == 0 || own >= stack->count)
		return;
	f = &stack->frames[own - 1];
	if (f->fn == NULL || frame_role(x->g, f) != FRAME_LIBRARY)
		return;
	const char *name = f->fn;
	while (*name == '_')
		name++;
	name = result_text_n(x->r, name, strcspn(name, "@"));
	fact(x, "library", strcmp(name, "memmove") == 0 ? copy_name(x)
	                                               : name);
}

/* ---- reads and writes ---- */

static uint64_t access_size(const struct vg_error *e)
{
	const char *at = e->what != NULL ? strstr(e->what, "of size ") : NULL;

	return at != NULL ? strtoull(at + strlen("of size "), NULL, 10) : 0;
}

/* Counts the block in pieces of the access's size, as the student would. */
static void note_elements(struct reading *x, uint64_t size)
{
	const struct vg_address *a = &x->address;

	/* What memcpy touches at a time says nothing about the elements. */
	bool counted = known(x, "library") == NULL;

	if ((size == 1 || !counted) && a->size > 0)
		fact(x, "last_byte", count_text(x->r, a->size - 1, NULL));
	if (a->offset >= 0)
		fact(x, "touched_byte",
		     count_text(x->r, (uint64_t)a->offset, NULL));
	if (!counted || size < 2 || a->size < size || a->size % size != 0 ||
	    a->offset < 0 || (uint64_t)a->offset % size != 0)
		return;
	fact(x, "elements", count_text(x->r, a->size / size, NULL));
	fact(x, "last", count_text(x->r, a->size / size - 1, NULL));
	fact(x, "index", count_text(x->r, (uint64_t)a->offset / size, NULL));
}

static void note_distance(struct reading *x, uint64_t size)
{
	const struct vg_address *a = &x->address;

	if (a->offset < 0) {
		fact(x, "before", bytes_text(x, (uint64_t)-a->offset));
		if ((uint64_t)-a->offset == size)
			fact(x, "by_one", "one");
	} else if ((uint64_t)a->offset >= a->size) {
		uint64_t gap = (uint64_t)a->offset - a->size;
		fact(x, "behind", gap == 0 ? "directly behind the end" :
		     result_format(x->r, "%s behind the end",
		                   bytes_text(x, gap)));
		if (gap == 0)
			fact(x, "by_one", "one");
	} else if ((uint64_t)a->offset + size > a->size) {
		fact(x, "straddles", bytes_text(x, (uint64_t)a->offset + size -
		                                a->size));
	}
}

/* Functions of the C library that stop at a terminating zero. */
static bool about_strings(const char *library)
{
	return library != NULL &&
	       (text_starts(library, "str") || text_starts(library, "stp") ||
	        strstr(library, "printf") != NULL ||
	        strstr(library, "puts") != NULL);
}

static void note_block(struct reading *x)
{
	const struct vg_address *a = &x->address;
	struct block_history *b = &x->out->sighting.block;
	const struct grading *g = x->g;

	b->kind = a->area == AREA_HEAP ? "heap" :
	          a->area == AREA_STACK ? "stack" :
	          a->area == AREA_STATIC || a->area == AREA_CONSTANT
	          ? "static" : "none";
	if (a->area != AREA_HEAP)
		return;
	b->known = true;
	b->size = a->size;
	b->offset = a->offset;
	fact(x, "size", bytes_text(x, a->size));
	fact(x, "allocated_at", place_text(x, a->allocated));
	fact(x, "freed_at", place_text(x, a->released));
	if (a->allocated != NULL && telling_frame(x, a->allocated) != NULL)
		b->allocated = stack_frames(g, a->allocated, (size_t)
			(telling_frame(x, a->allocated) - a->allocated->frames));
	if (a->released != NULL && telling_frame(x, a->released) != NULL)
		b->freed = stack_frames(g, a->released, (size_t)
			(telling_frame(x, a->released) - a->released->frames));
}

/* Last arena that the pages told of before this error. */
static bool in_arena(const struct reading *x, uint64_t address, bool *behind)
{
	for (size_t i = x->index; i-- > 0;) {
		const struct vg_error *m = &x->report->errors[i];
		unsigned long long lo, hi;
		if (strcmp(m->kind, VG_MESSAGE) == 0 && m->what != NULL &&
		    sscanf(m->what, " rig: arena %llx %llx", &lo, &hi) == 2) {
			*behind = address >= hi;
			return address >= lo && address < hi;
		}
	}
	*behind = false;
	return false;
}

/* Which fault: the stem, to which "read" or "write" is joined. */
static const char *access_stem(struct reading *x, uint64_t size)
{
	const struct vg_address *a = &x->address;
	bool behind, arena = in_arena(x, a->address, &behind);
	uint64_t gap;

	if (a->client || arena ||
	    (a->area == AREA_MAPPED && (x->g->stage->rig & RIG_FENCE) != 0))
		return "fence-%s";
	if (behind && a->area == AREA_MAPPED)
		return "arena-%s";
	if (a->area == AREA_NONE && a->address < NULL_PAGE) {
		if (a->address != 0)
			fact(x, "null_offset", bytes_text(x, a->address));
		return "null-%s";
	}
	if (a->area == AREA_STACK && a->below_stack)
		return "dead-stack-%s";
	if (a->area != AREA_HEAP)
		return "%s-far";
	if (a->freed)
		return "use-after-free-%s";
	if (a->offset < 0)
		return (uint64_t)-a->offset <= NEAR + size ? "%s-before-block"
		                                           : "%s-far";
	gap = (uint64_t)a->offset > a->size ? (uint64_t)a->offset - a->size : 0;
	return gap <= NEAR || gap <= a->size ? "%s-after-block" : "%s-far";
}

static const char *kind_of_access(struct reading *x, const char *verb)
{
	uint64_t size = access_size(x->error);
	const char *stem = access_stem(x, size);
	const char *split = strstr(stem, "%s");
	const char *library = known(x, "library");

	fact(x, "access", library != NULL ? "some bytes" : bytes_text(x, size));
	if (x->address.area == AREA_HEAP) {
		note_elements(x, size);
		note_distance(x, size);
		if (x->address.offset >= 0 && about_strings(library) &&
		    (uint64_t)x->address.offset + size >= x->address.size)
			fact(x, "string", library);
	}
	return result_format(x->r, "%.*s%s%s", (int)(split - stem), stem, verb,
	                     split + 2);
}

/* ---- free ---- */

static const char *kind_of_free(struct reading *x)
{
	const struct vg_address *a = &x->address;

	if (strstr(x->error->stack.count > 0 && x->error->stack.frames[0].fn
	           ? x->error->stack.frames[0].fn : "", "realloc") != NULL)
		fact(x, "by_realloc", "realloc");
	if (a->symbol[0] != '\0')
		fact(x, "symbol", result_text(x->r, a->symbol));
	if (a->owner[0] != '\0')
		fact(x, "owner", result_text(x->r, a->owner));
	switch (a->area) {
	case AREA_HEAP:
		if (a->freed)
			return "double-free";
		if (a->offset <= 0 || (uint64_t)a->offset >= a->size)
			return "free-unallocated";
		fact(x, "offset", bytes_text(x, (uint64_t)a->offset));
		return "free-interior";
	case AREA_STACK:
		return "free-stack";
	case AREA_CONSTANT:
		fact(x, "constant", "yes");
		return "free-static";
	case AREA_STATIC:
		return "free-static";
	case AREA_MAPPED:
	case AREA_NONE:
		break;
	}
	return "free-unallocated";
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
	case SIGABRT:
		return "crash-abort";
	}
	fact(x, "signal", signal_name(e->signal));
	return "crash-signal";
}

/* ---- leaks ---- */

/* Does the line hand realloc's result to the pointer it was given? */
static bool loses_pointer(const char *line)
{
	const char *call = strstr(line, "realloc");
	const char *equals = call;
	size_t name = 0, spaces;

	if (call == NULL)
		return false;
	while (equals > line && *equals != '=')
		equals--;
	if (*equals != '=' || equals == line)
		return false;
	const char *end = equals;
	while (end > line && strchr(" \t", end[-1]) != NULL)
		end--;
	while (end - name > line && strchr(" \t*(&;{}", end[-1 - (long)name])
	                            == NULL)
		name++;
	call = strchr(call, '(');
	if (call == NULL || name == 0)
		return false;
	spaces = strspn(call + 1, " \t");
	call += 1 + spaces;
	return strncmp(call, end - name, name) == 0 &&
	       strchr(" \t,", call[name]) != NULL;
}

/* The last allocation before this error that the tests made to fail. */
static const struct vg_error *last_failure(const struct reading *x)
{
	for (size_t i = x->index; i-- > 0;) {
		const struct vg_error *m = &x->report->errors[i];
		const char *text = m->what != NULL ? m->what : "";
		if (strcmp(m->kind, VG_MESSAGE) == 0 &&
		    strstr(text, "rig: failed ") != NULL)
			return m;
	}
	return NULL;
}

static void note_failure(struct reading *x)
{
	const struct vg_error *m = last_failure(x);
	const char *call;

	if (m == NULL || !student_in(x, &m->stack))
		return;
	call = strstr(m->what, "rig: failed ") + strlen("rig: failed ");
	fact(x, "failed_call", result_text_n(x->r, call,
	                                     strcspn(call, " \n")));
	fact(x, "failed_at", place_text(x, &m->stack));
}

static void note_lost_realloc(struct reading *x)
{
	for (size_t i = 0; i < x->index; i++) {
		const struct vg_error *m = &x->report->errors[i];
		if (strcmp(m->kind, VG_MESSAGE) != 0 || m->what == NULL ||
		    strstr(m->what, "rig: failed realloc") == NULL ||
		    !student_in(x, &m->stack))
			continue;
		struct place p = place_of(x, &m->stack, stack_first(x->g,
		                          &m->stack, FRAME_STUDENT));
		const text_list *source = explain_source(x->g, p.file);
		if (source == NULL || p.line < 1 ||
		    (size_t)p.line > source->count ||
		    !loses_pointer(source->items[p.line - 1]))
			continue;
		fact(x, "lost_at", place_text(x, &m->stack));
		return;
	}
}

static const char *kind_of_leak(struct reading *x)
{
	const struct vg_error *e = x->error;
	const char *kind = e->kind;

	x->out->leak = true;
	fact(x, "bytes", bytes_text(x, e->leaked_bytes));
	fact(x, "blocks", count_text(x->r, e->leaked_blocks, "block"));
	fact(x, "is_are", e->leaked_blocks == 1 ? "is" : "are");
	note_library(x, &e->stack, x->own);
	note_lost_realloc(x);
	x->out->sighting.block = (struct block_history){
		.known = e->leaked_blocks == 1, .size = e->leaked_bytes,
		.kind = "heap",
		.allocated = stack_frames(x->g, &e->stack, x->own),
	};
	if (strcmp(kind, "Leak_DefinitelyLost") == 0)
		return "leak-definite";
	if (strcmp(kind, "Leak_IndirectlyLost") == 0)
		return "leak-indirect";
	if (strcmp(kind, "Leak_PossiblyLost") == 0)
		return "leak-possible";
	return "leak-reachable";
}

/* ---- a fault of the student's own line ---- */

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

	fact(x, "access", bytes_text(x, access_size(x->error)));
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
		note_elements(x, access_size(x->error));
		note_distance(x, access_size(x->error));
		return "block-too-small";
	}
	return NULL;
}

/* ---- the whole ---- */

/* What a signal ends has often been told by the error just before it. */
static bool told_already(struct reading *x)
{
	const struct vg_error *e = x->error, *next = e + 1;
	const struct vg_error *before = x->index > 0 ? e - 1 : NULL;

	if (strcmp(e->kind, VG_SIGNAL) == 0 && !on_overflowing_stack(e))
		return e->signal == SIGSEGV && before != NULL &&
		       (text_starts(before->kind, "InvalidRead") ||
		        text_starts(before->kind, "InvalidWrite") ||
		        text_starts(before->kind, "InvalidJump"));
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
