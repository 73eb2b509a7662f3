/*
 * vg_address.c - what Memcheck says about an address, and about frames.
 */
#include "pipeline/vg_address.h"

#include <stdlib.h>
#include <string.h>

/* Skips word at *s; false when something else is there. */
static bool skip(const char **s, const char *word)
{
	size_t n = strlen(word);

	if (strncmp(*s, word, n) != 0)
		return false;
	*s += n;
	return true;
}

/* No address space is wider; two of them fit in an int64_t. */
#define NUMBER_MAX (INT64_MAX / 2)

/* "4,194,128": Valgrind groups digits by commas. */
static bool read_number(const char **s, uint64_t *out)
{
	const char *start = *s;

	*out = 0;
	for (; (**s >= '0' && **s <= '9') || (**s == ',' && *s != start); ++*s)
		if (**s != ',' && *out <= NUMBER_MAX / 10)
			*out = *out * 10 + (uint64_t)(**s - '0');
		else if (**s != ',')
			return false;
	return *s != start && *out <= NUMBER_MAX;
}

/* Copies the text between two quotes. */
static void read_quoted(const char *s, const char *open, char close,
                        char out[64])
{
	const char *from = strstr(s, open);
	size_t n;

	if (from == NULL)
		return;
	from += strlen(open);
	n = strcspn(from, (char[]){ close, '\n', '\0' });
	if (n > 63)
		n = 63;
	memcpy(out, from, n);
	out[n] = '\0';
}

/* "0 bytes after a block of size 40 alloc'd" and its like. */
static bool read_block(const char *s, struct vg_address *a)
{
	uint64_t distance, size;
	bool before, after;

	if (!read_number(&s, &distance))
		return false;
	if (!skip(&s, " bytes ") && !skip(&s, " byte "))
		return false;
	before = skip(&s, "before ");
	after = !before && skip(&s, "after ");
	if (!before && !after && !skip(&s, "inside "))
		return false;
	if (!skip(&s, "a "))
		return false;
	skip(&s, "recently re-allocated ");
	if (!skip(&s, "block of size ") || !read_number(&s, &size))
		return false;
	/* A block of Valgrind's own, larger than what the program got of it. */
	a->between = strstr(s, "in arena \"") != NULL;
	if (a->between)
		return false;
	a->area = AREA_HEAP;
	a->size = size;
	a->offset = before ? -(int64_t)distance
	                   : (int64_t)(after ? size + distance : distance);
	a->freed = strstr(s, "free'd") != NULL;
	a->client = strstr(s, "client-defined") != NULL;
	return true;
}

static bool read_symbol(const char *s, struct vg_address *a)
{
	const char *p = s;
	uint64_t offset = 0;

	if (strstr(s, "data symbol \"") != NULL) {
		if (read_number(&p, &offset))
			a->offset = (int64_t)offset;
		a->area = AREA_STATIC;
		read_quoted(s, "data symbol \"", '"', a->symbol);
		return true;
	}
	return false;
}

static void read_segment(const char *s, struct vg_address *a)
{
	if (strstr(s, "'s stack") != NULL)
		a->area = AREA_STACK;
	else if (strstr(s, "BSS segment") != NULL ||
	         strstr(s, "Data segment") != NULL ||
	         strstr(s, "in a rw- mapped file") != NULL)
		a->area = AREA_STATIC;
	else if (strstr(s, "in a r-- ") != NULL ||
	         strstr(s, "in a r-x ") != NULL)
		a->area = AREA_CONSTANT;
	else if (strstr(s, "anonymous segment") != NULL)
		a->area = AREA_MAPPED;
}

static void read_remark(const struct vg_remark *remark, struct vg_address *a)
{
	const char *s = remark->text;

	if (skip(&s, "Address 0x")) {
		char *end;
		a->told = true;
		a->address = strtoull(s, &end, 16);
		s = end;
		if (!skip(&s, " is "))
			return;
		if (!read_block(s, a) && !read_symbol(s, a))
			read_segment(s, a);
		if (a->area != AREA_HEAP || remark->stack.count == 0)
			return;
		if (a->freed)
			a->released = &remark->stack;
		else
			a->allocated = &remark->stack;
	} else if (strstr(s, "lock was alloc'd at") != NULL) {
		a->allocated = &remark->stack;
	} else if (strstr(s, "below stack pointer") != NULL) {
		a->below_stack = true;
	} else if (strstr(s, "created by ") != NULL && a->area == AREA_STACK) {
		read_quoted(s, "created by ", ' ', a->owner);
	}
}

void vg_address_read(const struct vg_error *error, struct vg_address *out)
{
	*out = (struct vg_address){ 0 };
	for (size_t i = 0; i < error->remarks_count; i++)
		read_remark(&error->remarks[i], out);
}

enum frame_role frame_role(const struct grading *g,
                           const struct vg_frame *frame)
{
	char *path = vg_frame_path(frame);
	enum frame_role role = FRAME_LIBRARY;

	if (path == NULL)
		return role;
	if (grading_owns(path)) {
		role = FRAME_STUDENT;
	} else {
		const char *shown = grading_shown_path(g, path);
		if (text_starts(shown, "exercises/") ||
		    text_starts(shown, "solutions/") ||
		    text_starts(shown, "autograder/stages/"))
			role = FRAME_TEST;
	}
	free(path);
	return role;
}

size_t stack_first(const struct grading *g, const struct vg_stack *stack,
                   enum frame_role role)
{
	size_t i = 0;

	while (i < stack->count && frame_role(g, &stack->frames[i]) != role)
		i++;
	return i;
}

/* Criterion's macro names the function of a test suite_test_impl. */
static const char *function_shown(const struct grading *g,
                                  const struct vg_frame *frame,
                                  enum frame_role role)
{
	struct text t = TEXT_EMPTY;
	const char *shown;

	if (frame->fn == NULL)
		return NULL;
	text_add_clean(&t, frame->fn, strlen(frame->fn));
	if (role == FRAME_TEST && text_ends(frame->fn, "_impl"))
		text_cut(&t, t.length - strlen("_impl"));
	shown = result_text(g->result, text_string(&t));
	text_free(&t);
	return shown;
}

static struct frame frame_shown(const struct grading *g,
                                const struct vg_frame *frame)
{
	enum frame_role role = frame_role(g, frame);
	char *path = vg_frame_path(frame);
	struct frame f = { .owned = role == FRAME_STUDENT };

	f.place.function = function_shown(g, frame, role);
	if (path != NULL) {
		f.place.file = grading_shown_path(g, path);
		f.place.line = frame->line;
	} else if (frame->obj != NULL) {
		const char *name = strrchr(frame->obj, '/');
		f.object = result_text(g->result,
		                       name != NULL ? name + 1 : frame->obj);
	}
	if (f.place.file != NULL && text_ends(f.place.file, "/held.c")) {
		f.place = (struct place){ .function = "a held-back test" };
		f.object = NULL;
	}
	free(path);
	return f;
}

frame_list stack_frames(const struct grading *g, const struct vg_stack *stack,
                        size_t from)
{
	frame_list list = { NULL, 0, 0 };
	size_t end = stack->count;

	/* Criterion calls the test, and is itself called from the test's file. */
	for (size_t i = from; i < end; i++)
		if (stack->frames[i].fn != NULL &&
		    text_starts(stack->frames[i].fn, "criterion_"))
			end = i;
	while (end > from &&
	       frame_role(g, &stack->frames[end - 1]) == FRAME_LIBRARY)
		end--;
	for (size_t i = from; i < end; i++)
		RESULT_PUSH(g->result, &list, frame_shown(g, &stack->frames[i]));
	return list;
}
