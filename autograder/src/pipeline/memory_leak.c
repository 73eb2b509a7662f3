/*
 * memory_leak.c - leaks, and what allocations that failed led to.
 *
 * The rig tells Memcheck when it makes an allocation fail, so its message
 * stands in the report before the errors that follow from it.
 */
#include "pipeline/memory_reading.h"

#include <string.h>

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

void note_failure(struct reading *x)
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

const char *kind_of_leak(struct reading *x)
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
