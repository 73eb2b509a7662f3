/*
 * valgrind_xml.c - reads Valgrind's XML with expat.
 *
 * A stream of events: text is collected until an element ends, and the name
 * of the element that ends says where the text belongs. Nesting matters in
 * three places only: a stack belongs to the remark that came last (or else
 * to the error itself), a pair to the counts at the end, and pid stands at
 * the top.
 */
#include "pipeline/valgrind_xml.h"

#include <errno.h>
#include <expat.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"

#define CHUNK      ((size_t)64 * 1024)
#define FRAMES_MAX 64

struct reader {
	XML_Parser parser;
	struct vg_report *report;
	bool (*keep)(const struct vg_error *);
	struct text text;               /* of the element being read           */
	bool in_error, in_remark, in_counts;
	struct vg_error error;
	struct vg_frame frame;
	unsigned pair_count;
};

static char *taken(struct reader *r)
{
	return must_copy(text_string(&r->text));
}

static uint64_t number(const char *text)
{
	return strtoull(text, NULL, 0);
}

static void replace(char **field, char *by)
{
	free(*field);
	*field = by;
}

static void frame_free(struct vg_frame *f)
{
	free(f->fn);
	free(f->dir);
	free(f->file);
	free(f->obj);
	*f = (struct vg_frame){ 0 };
}

static void stack_free(struct vg_stack *s)
{
	for (size_t i = 0; i < s->count; i++)
		frame_free(&s->frames[i]);
	free(s->frames);
}

static void error_free(struct vg_error *e)
{
	free(e->kind);
	free(e->what);
	stack_free(&e->stack);
	for (size_t i = 0; i < e->remarks_count; i++) {
		free(e->remarks[i].text);
		stack_free(&e->remarks[i].stack);
	}
	free(e->remarks);
	*e = (struct vg_error){ 0 };
}

static struct vg_stack *stack_now(struct reader *r)
{
	struct vg_error *e = &r->error;

	if (e->remarks_count == 0)
		return &e->stack;
	return &e->remarks[e->remarks_count - 1].stack;
}

static void end_frame(struct reader *r)
{
	struct vg_stack *s = stack_now(r);

	if (s->count >= FRAMES_MAX) {
		frame_free(&r->frame);
		return;
	}
	s->frames = must_resize(s->frames, s->count + 1, sizeof *s->frames);
	s->frames[s->count++] = r->frame;
	r->frame = (struct vg_frame){ 0 };
}

static void end_remark(struct reader *r)
{
	struct vg_error *e = &r->error;

	e->remarks = must_resize(e->remarks, e->remarks_count + 1,
	                         sizeof *e->remarks);
	e->remarks[e->remarks_count++] = (struct vg_remark){ taken(r), { 0 } };
}

static void end_error(struct reader *r)
{
	struct vg_report *report = r->report;

	r->in_error = false;
	if (report->count >= VG_ERRORS_MAX ||
	    (r->keep != NULL && !r->keep(&r->error))) {
		error_free(&r->error);
		return;
	}
	report->errors = must_resize(report->errors, report->count + 1,
	                             sizeof *report->errors);
	report->errors[report->count++] = r->error;
	r->error = (struct vg_error){ 0 };
}

static void begin_error(struct reader *r, const char *kind)
{
	error_free(&r->error);
	r->in_error = true;
	r->error.count = 1;
	if (kind != NULL)
		r->error.kind = must_copy(kind);
}

static void XMLCALL element_start(void *context, const char *name,
                                  const char **attributes)
{
	struct reader *r = context;

	(void)attributes;
	text_cut(&r->text, 0);
	if (strcmp(name, "error") == 0)
		begin_error(r, NULL);
	else if (strcmp(name, "fatal_signal") == 0)
		begin_error(r, VG_SIGNAL);
	else if (strcmp(name, "clientmsg") == 0)
		begin_error(r, VG_MESSAGE);
	else if (strcmp(name, "errorcounts") == 0)
		r->in_counts = true;
	else if (strcmp(name, "xauxwhat") == 0)
		r->in_remark = true;
	else if (strcmp(name, "frame") == 0)
		frame_free(&r->frame);
}

/* How often the error with that number was seen stands at the file's end. */
static void end_unique(struct reader *r)
{
	unsigned long long unique = number(text_string(&r->text));

	if (r->in_error)
		r->error.unique = unique;
	for (size_t i = 0; r->in_counts && i < r->report->count; i++) {
		struct vg_error *e = &r->report->errors[i];
		if (e->unique == unique && r->pair_count > 0 && e->kind != NULL &&
		    strcmp(e->kind, VG_SIGNAL) != 0 &&
		    strcmp(e->kind, VG_MESSAGE) != 0)
			e->count = r->pair_count;
	}
}

static void end_in_frame(struct reader *r, const char *name)
{
	if (strcmp(name, "fn") == 0)
		replace(&r->frame.fn, taken(r));
	else if (strcmp(name, "dir") == 0)
		replace(&r->frame.dir, taken(r));
	else if (strcmp(name, "file") == 0)
		replace(&r->frame.file, taken(r));
	else if (strcmp(name, "obj") == 0)
		replace(&r->frame.obj, taken(r));
	else if (strcmp(name, "line") == 0)
		r->frame.line = atoi(text_string(&r->text));
	else if (strcmp(name, "frame") == 0)
		end_frame(r);
}

static void end_in_error(struct reader *r, const char *name)
{
	struct vg_error *e = &r->error;
	const char *text = text_string(&r->text);

	if (strcmp(name, "kind") == 0)
		replace(&e->kind, taken(r));
	else if (strcmp(name, "auxwhat") == 0 ||
	         (strcmp(name, "text") == 0 && r->in_remark))
		end_remark(r);
	else if (strcmp(name, "what") == 0 || strcmp(name, "text") == 0 ||
	         strcmp(name, "event") == 0)
		replace(&e->what, taken(r));
	else if (strcmp(name, "leakedbytes") == 0)
		e->leaked_bytes = number(text);
	else if (strcmp(name, "leakedblocks") == 0)
		e->leaked_blocks = number(text);
	else if (strcmp(name, "signo") == 0)
		e->signal = atoi(text);
	else if (strcmp(name, "siaddr") == 0)
		e->address = number(text);
	else
		end_in_frame(r, name);
}

static void XMLCALL element_end(void *context, const char *name)
{
	struct reader *r = context;

	if (strcmp(name, "unique") == 0)
		end_unique(r);
	else if (strcmp(name, "error") == 0 ||
	         strcmp(name, "fatal_signal") == 0 ||
	         strcmp(name, "clientmsg") == 0)
		end_error(r);
	else if (strcmp(name, "xauxwhat") == 0)
		r->in_remark = false;
	else if (r->in_error)
		end_in_error(r, name);
	else if (strcmp(name, "pid") == 0)
		r->report->pid = atol(text_string(&r->text));
	else if (strcmp(name, "ppid") == 0)
		r->report->ppid = atol(text_string(&r->text));
	else if (strcmp(name, "count") == 0)
		r->pair_count = (unsigned)number(text_string(&r->text));
	else if (strcmp(name, "valgrindoutput") == 0)
		r->report->complete = true;
	text_cut(&r->text, 0);
}

/*
 * The file is read as Latin-1, in which every byte means something, and expat
 * tells it in UTF-8: back to the bytes that stood there.
 */
static void XMLCALL character_data(void *context, const char *bytes, int n)
{
	struct reader *r = context;

	for (int i = 0; i < n; i++) {
		unsigned char c = (unsigned char)bytes[i];
		if (c >= 0x80 && i + 1 < n)
			c = (unsigned char)(c << 6 | (bytes[++i] & 0x3f));
		text_add_n(&r->text, (char *)&c, 1);
	}
}

/* Entities can stand for each other, and a few lines for gigabytes. */
static void XMLCALL doctype_start(void *context, const char *name,
                                  const char *system, const char *public,
                                  int internal)
{
	struct reader *r = context;

	(void)name;
	(void)system;
	(void)public;
	(void)internal;
	XML_StopParser(r->parser, XML_FALSE);
}

/* Client messages may hold any byte: expat gets none that XML forbids. */
static void blank_control_characters(char *bytes, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if ((unsigned char)bytes[i] < ' ' && bytes[i] != '\n' &&
		    bytes[i] != '\t')
			bytes[i] = ' ';
}

static bool parse(int fd, size_t limit, XML_Parser parser)
{
	char *bytes = must_alloc(CHUNK);
	ssize_t n;

	while (limit > 0 && (n = read(fd, bytes,
	                              limit < CHUNK ? limit : CHUNK)) > 0) {
		limit -= (size_t)n;
		blank_control_characters(bytes, (size_t)n);
		if (XML_Parse(parser, bytes, (int)n, 0) != XML_STATUS_OK)
			break;
	}
	free(bytes);
	return true;
}

bool vg_report_read(const char *path, size_t limit,
                    bool keep(const struct vg_error *error),
                    struct vg_report *report)
{
	struct reader r = { .report = report, .keep = keep };
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	XML_Parser parser;

	*report = (struct vg_report){ 0 };
	if (fd < 0)
		return false;
	/* Names need not be valid UTF-8; see character_data. */
	parser = XML_ParserCreate("ISO-8859-1");
	if (parser == NULL) {
		close(fd);
		errno = ENOMEM;
		return false;
	}
	r.parser = parser;
	XML_SetUserData(parser, &r);
	XML_SetStartDoctypeDeclHandler(parser, doctype_start);
	XML_SetElementHandler(parser, element_start, element_end);
	XML_SetCharacterDataHandler(parser, character_data);
	parse(fd, limit, parser);
	XML_ParserFree(parser);
	close(fd);
	error_free(&r.error);
	frame_free(&r.frame);
	text_free(&r.text);
	return true;
}

void vg_report_free(struct vg_report *report)
{
	for (size_t i = 0; i < report->count; i++)
		error_free(&report->errors[i]);
	free(report->errors);
	*report = (struct vg_report){ 0 };
}

char *vg_frame_path(const struct vg_frame *frame)
{
	if (frame->file == NULL)
		return NULL;
	if (frame->dir == NULL || frame->file[0] == '/')
		return must_copy(frame->file);
	return must_format("%s/%s", frame->dir, frame->file);
}
