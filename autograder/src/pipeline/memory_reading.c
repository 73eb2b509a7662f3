/*
 * memory_reading.c - facts about a memory error, and places in words.
 */
#include "pipeline/memory_reading.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

void fact(struct reading *x, const char *name, const char *value)
{
	struct memory_error *out = x->out;

	if (value != NULL && out->facts_count < MEMORY_FACTS_MAX)
		out->facts[out->facts_count++] = (struct fact){ name, value };
}

const char *known(const struct reading *x, const char *name)
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

const char *bytes_text(struct reading *x, uint64_t count)
{
	return count_text(x->r, count, "byte");
}

/* ---- places in words ---- */

/* The frame that tells a reader most: the student's, else the test's. */
const struct vg_frame *telling_frame(struct reading *x,
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
const char *place_text(struct reading *x, const struct vg_stack *stack)
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

struct place place_of(struct reading *x, const struct vg_stack *stack,
                             size_t index)
{
	frame_list frames = stack_frames(x->g, stack, index);

	return frames.count > 0 ? frames.items[0].place : (struct place){ 0 };
}

bool student_in(struct reading *x, const struct vg_stack *stack)
{
	return stack != NULL &&
	       stack_first(x->g, stack, FRAME_STUDENT) < stack->count;
}

/* Makes the student's frame in stack the place that the sighting is about. */
void place_in(struct reading *x, const struct vg_stack *stack)
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
void note_library(struct reading *x, const struct vg_stack *stack,
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
	if (text_starts(name, "rig_"))  /* malloc and its kin go through it */
		name += strlen("rig_");
	name = result_text_n(x->r, name, strcspn(name, "@"));
	fact(x, "library", strcmp(name, "memmove") == 0 ? copy_name(x)
	                                               : name);
}
