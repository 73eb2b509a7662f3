/*
 * listings.c - every listing runs and prints what is recorded, so does the
 * grader, and the lesson shows what stands in the files.
 */
#include "author/listings.h"

#include <ctype.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "author/markdown.h"
#include "base/args.h"
#include "base/error.h"
#include "base/files.h"
#include "base/pool.h"

struct listings {
	struct author *a;
	const struct stage *stage;   /* NULL: the course as a whole            */
	char *lesson;                /* the document that shows them           */
	char *folder;                /* they stand here                        */
	struct group *group;         /* NULL: record instead of comparing      */
	struct args paths;           /* of .c and .graded, below the root      */
	atomic_size_t loose;         /* listings that say it in other words    */
	bool good;
};

static bool is_graded(const char *path)
{
	return text_ends(path, ".graded");
}

static bool add_listing(const char *name, void *context)
{
	struct listings *l = context;

	if (text_ends(name, ".c") || is_graded(name))
		args_add_format(&l->paths, "%s/%s", l->folder, name);
	return true;
}

static void listings_open(struct listings *l)
{
	const char *stage = l->stage ? l->stage->name : NULL;
	char *folder;

	l->good = true;
	l->lesson = stage ? author_path("lessons", stage, "README.md")
	                  : must_copy("README.md");
	l->folder = stage ? author_path("lessons", stage, "listings")
	                  : must_copy("docs");
	folder = author_file(l->a, l->folder);
	folder_each(folder, add_listing, l);
	free(folder);
}

static void listings_close(struct listings *l)
{
	args_free(&l->paths);
	free(l->folder);
	free(l->lesson);
}

static char *output_path(const char *listing)
{
	return must_format("%.*s.out", (int)(strrchr(listing, '.') - listing),
	                   listing);
}

/* May it differ from the recording, because it quotes a tool, and the tools here
   are others? Asked of what differs alone: to ask the tools takes a while. */
static bool other_words(const struct listings *l, const char *path)
{
	struct text difference = TEXT_EMPTY;
	bool other = !is_graded(path) && listing_quotes(l->a, path) &&
	             !tools_as_recorded(l->a, &difference);

	text_free(&difference);
	return other;
}

static void note_other_words(const struct listings *l)
{
	struct text difference = TEXT_EMPTY;

	tools_as_recorded(l->a, &difference);
	group_note(l->group, "%zu of them say it in other words (%s); each ends "
	           "as it has to.", (size_t)l->loose, text_string(&difference));
	text_free(&difference);
}

/* Compares with what is recorded; no record is needed for no output. */
static void compare(struct listings *l, const char *path,
                    const struct text *output)
{
	char *recorded = output_path(path);
	struct text want = TEXT_EMPTY;

	author_read(l->a, recorded, &want);
	if (strcmp(text_string(&want), text_string(output)) == 0) {
		group_pass(l->group);
	} else if (other_words(l, path)) {
		l->loose++;
		group_pass(l->group);
	}
	else
		group_fail(l->group, recorded, "says something else than the "
		           "%s prints now:\n%sRun `make listings`, and read what "
		           "changed.", is_graded(path) ? "grader" : "listing",
		           text_string(output));
	text_free(&want);
	free(recorded);
}

static void record(struct listings *l, const char *path,
                   const struct text *output)
{
	char *recorded = output_path(path);
	char *file = author_file(l->a, recorded);
	struct text old = TEXT_EMPTY;

	file_read(file, 0, &old);
	if (strcmp(text_string(&old), text_string(output)) != 0) {
		l->good &= file_write(file, text_string(output), output->length);
		printf("  %s\n", recorded);
	}
	text_free(&old);
	free(file);
	free(recorded);
}

static void run_listing(void *context, size_t i)
{
	struct listings *l = context;
	const char *path = l->paths.items[i];
	struct text output = TEXT_EMPTY, problem = TEXT_EMPTY;
	bool good = is_graded(path) ?
		graded_run(l->a, path, l->stage, &output, &problem) :
		listing_run(l->a, path, NULL, NULL, &output, &problem);

	if (!good && l->group)
		group_fail(l->group, path, "%s", text_string(&problem));
	else if (!good)
		error_print("%s: %s", path, text_string(&problem));
	else if (l->group)
		compare(l, path, &output);
	else
		record(l, path, &output);
	if (!good)
		l->good = false;
	text_free(&output);
	text_free(&problem);
}

/* ---- the lesson's blocks ------------------------------------------------ */

/* What the block tied to a file has to hold; false when there is no such. */
static bool wanted(const struct author *a, const char *lesson,
                   const struct tied_block *block, struct text *text)
{
	char *folder = path_folder(lesson);
	char *path = path_join(folder, block->file);
	struct text source = TEXT_EMPTY;
	bool found = author_read(a, path, &source);

	if (found && block->output)
		text_add(text, text_string(&source));
	else if (found)
		found = listing_shown(text_string(&source), block->region, text);
	while (text->length && text->bytes[text->length - 1] == '\n')
		text_cut(text, text->length - 1);
	text_free(&source);
	free(path);
	free(folder);
	return found;
}

static bool block_holds(const struct markdown *m, const struct tied_block *b,
                        const char *text)
{
	for (size_t line = b->first; line < b->end; line++) {
		size_t n = strcspn(text, "\n");

		if (strlen(m->lines[line - 1]) != n ||
		    strncmp(m->lines[line - 1], text, n) != 0)
			return false;
		text += n;
		if (*text == '\n')
			text++;
		else if (line + 1 < b->end)
			return false;
	}
	return !*text;
}

static void check_block(const struct author *a, const char *lesson,
                        const struct markdown *m,
                        const struct tied_block *block, struct group *g)
{
	char *place = author_place(lesson, block->line);
	struct text want = TEXT_EMPTY;

	if (!wanted(a, lesson, block, &want))
		group_fail(g, place, "there is no %s%s%s.", block->file,
		           block->region ? " with the region " : "",
		           block->region ? block->region : "");
	else if (block_holds(m, block, text_string(&want)))
		group_pass(g);
	else
		group_fail(g, place, "the block is not what %s holds. Run `make "
		           "listings`.", block->file);
	text_free(&want);
	free(place);
}

/* Is the listing another one, run in another way: `#include "NAME.c"`? */
static bool runs_another(const struct author *a, const char *path)
{
	static const char lead[] = "#include \"";
	struct text source = TEXT_EMPTY;
	bool runs = author_read(a, path, &source) &&
	            text_starts(text_string(&source), lead);

	if (runs) {
		const char *name = text_string(&source) + strlen(lead);
		runs = text_starts(name + strcspn(name, ".\n"), ".c\"");
	}
	text_free(&source);
	return runs;
}

static bool ties(const struct markdown *m, const char *path)
{
	for (size_t i = 0; i < m->block_count; i++)
		if (text_ends(path, m->blocks[i].file))
			return true;
	return false;
}

static bool links_to(const struct markdown *m, const char *path)
{
	for (size_t i = 0; i < m->link_count; i++)
		if (text_ends(path, m->links[i].target))
			return true;
	return false;
}

/*
 * Does the lesson show some of the listing, or let the reader open it? Of a
 * run of another listing, and of the grader, what it prints is enough.
 */
static bool is_shown(const struct author *a, const struct markdown *m,
                     const char *path)
{
	char *output = output_path(path);
	bool prints = is_graded(path) || runs_another(a, path);
	bool shown = prints ? ties(m, output)
	                    : ties(m, path) || links_to(m, path);

	free(output);
	return shown;
}

/* Does the output speak of lines of this file, as in "song.c:12"? */
static bool names_lines(const char *output, const char *file)
{
	char *place = must_format("%s:", file);
	const char *found = output;
	bool names = false;

	while (!names && (found = strstr(found, place)) != NULL) {
		found += strlen(place);
		names = isdigit((unsigned char)*found);
	}
	free(place);
	return names;
}

/* Readers can count the lines of a file that they see whole, or can open. */
static void check_numbers(const struct author *a, const struct markdown *m,
                          const char *path, struct group *g)
{
	char *recorded = output_path(path);
	struct text source = TEXT_EMPTY, output = TEXT_EMPTY;

	author_read(a, path, &source);
	author_read(a, recorded, &output);
	if (strstr(text_string(&source), "// region:") && !links_to(m, path) &&
	    names_lines(text_string(&output), path_name(path)))
		group_fail(g, recorded, "has line numbers, and the lesson shows "
		           "parts of %s only. Take its regions out and show it "
		           "whole, or let the text link to it and say that the "
		           "numbers are those of the whole file.",
		           path_name(path));
	text_free(&output);
	text_free(&source);
	free(recorded);
}

static void check_blocks(struct author *a, const struct listings *l)
{
	const char *lesson = l->lesson;
	char *file = author_file(a, lesson);
	struct markdown m;
	struct group g;

	group_open(&g, "the lesson shows what stands in the files", "blocks");
	if (!markdown_read(&m, file))
		group_fail(&g, lesson, "is missing.");
	if (m.loose)
		group_fail(&g, lesson, "line %zu ties a block, but none follows.",
		           m.loose);
	for (size_t i = 0; i < m.block_count; i++)
		check_block(a, lesson, &m, &m.blocks[i], &g);
	for (size_t i = 0; i < l->paths.count; i++) {
		check_numbers(a, &m, l->paths.items[i], &g);
		if (!is_shown(a, &m, l->paths.items[i]))
			group_fail(&g, l->paths.items[i],
			           "no block of the lesson shows it.");
	}
	group_close(&g, &a->totals);
	markdown_free(&m);
	free(file);
}

void check_listings(struct author *a, const struct stage *stage)
{
	struct group g;
	struct listings l = { .a = a, .stage = stage, .group = &g };

	listings_open(&l);
	group_open(&g, "listings run, and print what is recorded", "listings");
	pool_run(l.paths.count, 0, run_listing, &l);
	if (l.loose)
		note_other_words(&l);
	group_close(&g, &a->totals);
	check_blocks(a, &l);
	listings_close(&l);
}

/* Appends the lesson with its blocks as they have to be. */
static bool rewrite(const struct author *a, const char *lesson,
                    const struct markdown *m, struct text *out)
{
	size_t line = 1;
	bool good = true;

	for (size_t i = 0; i < m->block_count; i++) {
		const struct tied_block *b = &m->blocks[i];
		struct text want = TEXT_EMPTY;

		for (; line < b->first; line++)
			text_add_format(out, "%s\n", m->lines[line - 1]);
		if (wanted(a, lesson, b, &want)) {
			if (want.length)
				text_add_format(out, "%s\n", text_string(&want));
			line = b->end;
		} else {
			error_print("%s:%zu: there is no %s.", lesson, b->line,
			            b->file);
			good = false;
		}
		text_free(&want);
	}
	for (; line <= m->line_count; line++)
		text_add_format(out, "%s\n", m->lines[line - 1]);
	return good;
}

static bool refresh_lesson(struct author *a, const char *path)
{
	char *file = author_file(a, path);
	struct text fresh = TEXT_EMPTY, old = TEXT_EMPTY;
	struct markdown m;
	bool good = markdown_read(&m, file) && rewrite(a, path, &m, &fresh);

	file_read(file, 0, &old);
	if (fresh.length && strcmp(text_string(&old), text_string(&fresh)) != 0) {
		good &= file_write(file, text_string(&fresh), fresh.length);
		printf("  %s\n", path);
	}
	text_free(&fresh);
	text_free(&old);
	markdown_free(&m);
	free(file);
	return good;
}

bool refresh_listings(struct author *a, const struct stage *stage)
{
	struct listings l = { .a = a, .stage = stage };
	bool good;

	listings_open(&l);
	pool_run(l.paths.count, 0, run_listing, &l);
	good = refresh_lesson(a, l.lesson) && l.good;
	listings_close(&l);
	return good;
}
