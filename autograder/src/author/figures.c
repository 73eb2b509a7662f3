/*
 * figures.c - pictures: readable by everyone, and of real memory.
 *
 * figures/NAME.heap.json is what listings/NAME.c prints when it is called with
 * the word json; figures/NAME.svg is what figures/draw.c makes of it. With
 * figures/NAME.map.json it is the same, but a map of a process has addresses
 * that differ from run to run: one run is recorded, with its addresses, and
 * kept for as long as a run of today differs from it in nothing else. Other
 * figures are drawn by hand; all are SVG with a title and a description.
 */
#include "author/author.h"

#include <expat.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "author/listings.h"
#include "base/error.h"
#include "base/files.h"

/* Expat 2.9 gave the function a new name and calls the old one outdated. */
#if XML_MAJOR_VERSION > 2 || XML_MINOR_VERSION >= 9
#define LINE_NUMBER XML_GetCurrentLineNumber64
#else
#define LINE_NUMBER XML_GetCurrentLineNumber
#endif

struct figures {
	struct author *a;
	const char *stage;
	struct group *group;         /* NULL: draw instead of comparing        */
	bool good;
};

/* ---- every figure ------------------------------------------------------- */

struct svg { bool title, desc; };

static void element(void *context, const XML_Char *name, const XML_Char **attr)
{
	struct svg *svg = context;

	(void)attr;
	svg->title |= strcmp(name, "title") == 0;
	svg->desc |= strcmp(name, "desc") == 0;
}

static void check_svg(const struct figures *f, const char *path)
{
	XML_Parser parser = XML_ParserCreate(NULL);
	struct text text = TEXT_EMPTY;
	struct svg svg = { false, false };

	XML_SetUserData(parser, &svg);
	XML_SetStartElementHandler(parser, element);
	author_read(f->a, path, &text);
	if (XML_Parse(parser, text_string(&text), (int)text.length, 1) !=
	    XML_STATUS_OK)
		group_fail(f->group, path, "line %lu is not well-formed: %s.",
		           (unsigned long)LINE_NUMBER(parser),
		           XML_ErrorString(XML_GetErrorCode(parser)));
	else if (!svg.title || !svg.desc)
		group_fail(f->group, path, "needs a <title> and a <desc>, for "
		           "those who hear pictures.");
	else if (!strstr(text_string(&text), "prefers-color-scheme"))
		group_fail(f->group, path, "has no style for "
		           "prefers-color-scheme: is it readable in the dark?");
	else
		group_pass(f->group);
	XML_ParserFree(parser);
	text_free(&text);
}

/* ---- pictures of heaps and maps ----------------------------------------- */

/* What is recorded, by the end of its name. */
static const struct recording {
	const char *ending;
	bool moves;                  /* its addresses differ from run to run   */
} recordings[] = {
	{ ".heap.json", false },
	{ ".map.json", true },
};

/* Do both say the same, save for addresses if these may differ? */
static bool agree(const struct text *one, const struct text *other, bool moves)
{
	struct text a = TEXT_EMPTY, b = TEXT_EMPTY;
	bool same;

	if (!moves)
		return strcmp(text_string(one), text_string(other)) == 0;
	listing_mask(&a, text_string(one));
	listing_mask(&b, text_string(other));
	same = strcmp(text_string(&a), text_string(&b)) == 0;
	text_free(&a);
	text_free(&b);
	return same;
}

/* Compares text with the file, or writes it there. */
static void settle(struct figures *f, const char *path, const struct text *text,
                   bool moves)
{
	char *file = author_file(f->a, path);
	struct text have = TEXT_EMPTY;
	bool same;

	file_read(file, 0, &have);
	same = agree(&have, text, moves);
	if (f->group && same)
		group_pass(f->group);
	else if (f->group)
		group_fail(f->group, path, "is not what a run gives today. Run "
		           "`make figures`, and look at it.");
	else if (!same) {
		f->good &= file_write(file, text_string(text), text->length);
		printf("  %s\n", path);
	}
	text_free(&have);
	free(file);
}

/* Runs program with args and input; what it prints has to stand in path. */
static void produce(struct figures *f, const char *program, const char *args,
                    const char *input, const char *path, bool moves)
{
	struct text output = TEXT_EMPTY, problem = TEXT_EMPTY;

	if (listing_run(f->a, program, args, input, &output, &problem))
		settle(f, path, &output, moves);
	else if (f->group)
		group_fail(f->group, program, "%s", text_string(&problem));
	else
		error_print("%s: %s", program, text_string(&problem));
	f->good &= !problem.length;
	text_free(&output);
	text_free(&problem);
}

/* name: NAME and the recording's ending */
static void draw(struct figures *f, const char *name, const struct recording *r)
{
	int n = (int)(strlen(name) - strlen(r->ending));
	char *listing = must_format("lessons/%s/listings/%.*s.c", f->stage, n, name);
	char *json = must_format("lessons/%s/figures/%s", f->stage, name);
	char *svg = must_format("lessons/%s/figures/%.*s.svg", f->stage, n, name);
	char *drawer = must_format("lessons/%s/figures/draw.c", f->stage);
	char *input = author_file(f->a, json);

	produce(f, listing, "json", NULL, json, r->moves);
	produce(f, drawer, "", input, svg, false);
	free(input);
	free(drawer);
	free(svg);
	free(json);
	free(listing);
}

bool figure_recording(const char *name)
{
	for (size_t i = 0; i < sizeof recordings / sizeof *recordings; i++)
		if (text_ends(name, recordings[i].ending))
			return true;
	return false;
}

static bool visit(const char *name, void *context)
{
	struct figures *f = context;
	char *path = must_format("lessons/%s/figures/%s", f->stage, name);

	for (size_t i = 0; i < sizeof recordings / sizeof *recordings; i++)
		if (text_ends(name, recordings[i].ending))
			draw(f, name, &recordings[i]);
	if (text_ends(name, ".svg") && f->group)
		check_svg(f, path);
	free(path);
	return true;
}

static void visit_all(struct figures *f)
{
	char *folder = must_format("%s/lessons/%s/figures", f->a->course->root,
	                           f->stage);

	folder_each(folder, visit, f);
	free(folder);
}

void check_figures(struct author *a, const struct stage *stage)
{
	struct group g;
	struct figures f = { a, stage->name, &g, true };

	group_open(&g, "figures are readable, and of real memory", "figures");
	visit_all(&f);
	group_close(&g, &a->totals);
}

bool draw_figures(struct author *a, const struct stage *stage)
{
	struct figures f = { a, stage->name, NULL, true };

	visit_all(&f);
	return f.good;
}
