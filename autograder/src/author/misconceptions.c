/*
 * misconceptions.c - every misconception that is named by number stands in
 * docs/misconceptions.md, and is met where that page says.
 *
 * A row is "| 21 | what one believes | what is true | STAGE | STAGES |", with
 * the stage that dispels it, then those that meet it again. A stage is
 * a link to the section, "[05](../lessons/.../README.md#anchor)", or, as long
 * as it has no lesson, its number alone.
 */
#include "author/misconceptions.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "author/author.h"
#include "base/files.h"
#include "pipeline/catalogue.h"

#define PAGE "docs/misconceptions.md"

/* ---- numbers in a text --------------------------------------------------- */

static void add_met(struct met_list *list, int number, size_t line)
{
	list->items = must_resize(list->items, list->count + 1,
	                          sizeof *list->items);
	list->items[list->count++] = (struct met){ number, line };
}

/* s stands behind "misconception": one number, or after an s several. */
static void read_numbers(struct met_list *list, const char *s, size_t line)
{
	bool several = *s == 's';

	s += several;
	do {
		char *end;

		s += strspn(s, " ,");
		if (text_starts(s, "and "))
			s += strlen("and ");
		s += strspn(s, " ");
		if (!isdigit((unsigned char)*s))
			return;
		add_met(list, (int)strtol(s, &end, 10), line);
		s = end;
	} while (several);
}

struct met_list misconceptions_met(const struct markdown *m)
{
	static const char word[] = "misconception";
	struct met_list list = { 0 };

	for (size_t i = 0; i < m->line_count; i++) {
		/* the numbers may stand on the next line */
		const char *next = i + 1 < m->line_count ? m->lines[i + 1] : "";
		char *joined = must_format("%s %s", m->lines[i], next);
		const char *limit = joined + strlen(m->lines[i]);
		const char *s = m->fenced[i] ? NULL : strstr(joined, word);

		for (; s && s < limit; s = strstr(s, word)) {
			s += strlen(word);
			read_numbers(&list, s, i + 1);
		}
		free(joined);
	}
	return list;
}

bool misconception_is_met(const struct markdown *m, int number)
{
	struct met_list list = misconceptions_met(m);
	bool met = false;

	for (size_t i = 0; i < list.count && !met; i++)
		met = list.items[i].number == number;
	free(list.items);
	return met;
}

/* ---- the page ------------------------------------------------------------ */

static char *copy_until(const char *s, const char *stops)
{
	struct text copy = TEXT_EMPTY;

	text_add_n(&copy, s, strcspn(s, stops));
	return copy.bytes ? text_take(&copy) : must_copy("");
}

/* One "[05](target#anchor)" or "06". */
static void add_listed(struct listing_page *page, int number, size_t line,
                       const char *s)
{
	const char *target = strstr(s, "](");
	const char *hash = strchr(s, '#');
	struct listed *l;

	page->items = must_resize(page->items, page->count + 1,
	                          sizeof *page->items);
	l = &page->items[page->count++];
	*l = (struct listed){
		.number = number, .line = line,
		.stage = copy_until(s + (*s == '['), "] "),
		.lesson = copy_until(target ? target + 2 : "", "#)"),
		.anchor = copy_until(target && hash ? hash + 1 : "", ")"),
	};
}

static void read_stages(struct listing_page *page, int number, size_t line,
                        char *cell)
{
	char *part;

	while (cell && (part = strsep(&cell, ",")) != NULL) {
		part += strspn(part, " ");
		if (*part)
			add_listed(page, number, line, part);
	}
}

static void read_row(struct listing_page *page, const char *row, size_t line)
{
	enum { NUMBER = 1, DISPELLED = 4, AGAIN = 5, CELLS = 7 };
	char *copy = must_copy(row), *rest = copy;
	char *cells[CELLS] = { NULL };
	int number;

	for (size_t i = 0; i < CELLS; i++)
		cells[i] = strsep(&rest, "|");
	number = (int)strtol(cells[NUMBER], NULL, 10);
	if (number == page->numbers + 1 && cells[CELLS - 1] && !rest)
		page->numbers++;
	else if (!page->unreadable)
		page->unreadable = line;
	read_stages(page, number, line, cells[DISPELLED]);
	read_stages(page, number, line, cells[AGAIN]);
	free(copy);
}

void misconceptions_read(struct listing_page *page, const struct markdown *m)
{
	*page = (struct listing_page){ 0 };
	for (size_t i = 0; i < m->line_count; i++) {
		const char *line = m->lines[i];

		if (text_starts(line, "| ") && isdigit((unsigned char)line[2]))
			read_row(page, line, i + 1);
	}
}

void misconceptions_free(struct listing_page *page)
{
	for (size_t i = 0; i < page->count; i++) {
		free(page->items[i].stage);
		free(page->items[i].lesson);
		free(page->items[i].anchor);
	}
	free(page->items);
	*page = (struct listing_page){ 0 };
}

static bool page_open(const struct author *a, struct listing_page *page)
{
	char *file = author_file(a, PAGE);
	struct markdown m;
	bool read = markdown_read(&m, file);

	misconceptions_read(page, &m);
	markdown_free(&m);
	free(file);
	return read;
}

/* ---- one stage ----------------------------------------------------------- */

struct comparison {
	const struct stage *stage;
	struct group group;
	struct listing_page page;
	char *path;              /* of the lesson, below the root             */
	struct markdown lesson;
};

static bool of_stage(const struct comparison *c, const struct listed *l)
{
	return strlen(l->stage) == 2 && text_starts(c->stage->name, l->stage);
}

static void check_number(struct group *g, const struct listing_page *page,
                         const char *place, int number)
{
	if (number >= 1 && number <= page->numbers)
		group_pass(g);
	else
		group_fail(g, place, "there is no misconception %d in " PAGE ".",
		           number);
}

/* Reviews of earlier stages name what other lessons dispel. */
static bool in_review(const struct markdown *m, size_t line)
{
	const struct heading *h = markdown_heading(m, 2, "From earlier stages");
	size_t end = 0;

	return h && line >= markdown_section(m, h, &end) && line < end;
}

static void check_met(struct comparison *c, const struct met *met)
{
	char *place = author_place(c->path, met->line);
	bool listed = in_review(&c->lesson, met->line);

	check_number(&c->group, &c->page, place, met->number);
	for (size_t i = 0; i < c->page.count && !listed; i++)
		listed = c->page.items[i].number == met->number &&
		         of_stage(c, &c->page.items[i]);
	if (listed)
		group_pass(&c->group);
	else
		group_fail(&c->group, place, PAGE " does not list this stage "
		           "in the row of misconception %d.", met->number);
	free(place);
}

static const struct heading *find_anchor(const struct markdown *m,
                                         const char *anchor)
{
	for (size_t i = 0; i < m->heading_count; i++)
		if (strcmp(m->headings[i].anchor, anchor) == 0)
			return &m->headings[i];
	return NULL;
}

/* Does the section that the row leads to name the number? */
static bool leads_there(const struct comparison *c, const struct met_list *met,
                        const struct listed *l)
{
	const struct heading *h = find_anchor(&c->lesson, l->anchor);
	char *target = must_format("../%s", c->path);
	bool there = false;
	size_t end = 0, first = h ? markdown_section(&c->lesson, h, &end) : 0;

	if (strcmp(l->lesson, target) == 0)
		for (size_t i = 0; i < met->count && !there; i++)
			there = met->items[i].number == l->number &&
			        met->items[i].line >= first &&
			        met->items[i].line < end;
	free(target);
	return there;
}

static void check_listed(struct comparison *c, const struct met_list *met,
                         const struct listed *l)
{
	char *place = author_place(PAGE, l->line);

	if (!*l->lesson)
		group_fail(&c->group, place, "stage %s has a lesson: link the "
		           "section that meets misconception %d.", l->stage,
		           l->number);
	else if (!leads_there(c, met, l))
		group_fail(&c->group, place, "misconception %d is not met in "
		           "%s#%s.", l->number, c->path, l->anchor);
	else
		group_pass(&c->group);
	free(place);
}

static void check_tests(struct comparison *c, const struct stage_test *test)
{
	char *path = author_path("autograder/stages", c->stage->name,
	                         "stage.yaml");

	for (unsigned i = 0; i < test->misconceptions_count; i++)
		check_number(&c->group, &c->page, path, test->misconceptions[i]);
	free(path);
}

static void compare(struct comparison *c)
{
	struct met_list met = misconceptions_met(&c->lesson);

	for (size_t i = 0; i < met.count; i++)
		check_met(c, &met.items[i]);
	for (size_t i = 0; i < c->page.count; i++)
		if (of_stage(c, &c->page.items[i]))
			check_listed(c, &met, &c->page.items[i]);
	for (unsigned i = 0; i < c->stage->tests_count; i++)
		check_tests(c, &c->stage->tests[i]);
	for (unsigned i = 0; i < c->stage->snippets_count; i++)
		check_tests(c, &c->stage->snippets[i].test);
	free(met.items);
}

void check_misconceptions(struct author *a, const struct stage *stage)
{
	struct comparison c = { .stage = stage,
	                        .path = author_path("lessons", stage->name,
	                                            "README.md") };
	char *file = author_file(a, c.path);

	group_open(&c.group, "misconceptions are met where the list says",
	           "numbers");
	if (!page_open(a, &c.page))
		group_fail(&c.group, PAGE, "is missing.");
	else if (markdown_read(&c.lesson, file))
		compare(&c);
	group_close(&c.group, &a->totals);
	markdown_free(&c.lesson);
	misconceptions_free(&c.page);
	free(file);
	free(c.path);
}

/* ---- the whole course ---------------------------------------------------- */

/* A row begins with its number, one more than the last, and has a home. */
static void check_rows(struct group *g, const struct listing_page *page)
{
	char *place = author_place(PAGE, page->unreadable);
	int homeless = page->numbers;

	if (page->unreadable)
		group_fail(g, place, "has to be the row of misconception N + 1 "
		           "behind that of N, with five cells.");
	for (size_t i = 0; i < page->count; i++)
		homeless -= i == 0 || page->items[i].number !=
		            page->items[i - 1].number;
	if (homeless)
		group_fail(g, PAGE, "%d rows name no stage.", homeless);
	free(place);
}

static void check_catalogue(const struct author *a, struct group *g,
                            const struct listing_page *page)
{
	char *folder = path_join(a->course->home, "autograder/explain");
	struct catalogue_data data = { 0 };
	struct text problem = TEXT_EMPTY;

	if (!catalogue_load(folder, &data, &problem))
		group_fail(g, "autograder/explain", "%s", text_string(&problem));
	for (size_t f = 0; f < data.count; f++)
		for (unsigned e = 0; e < data.files[f].count; e++) {
			const struct entry *entry = &data.files[f].items[e];
			char *place = must_format("%s: %s", data.files[f].file,
			                          entry->kind);

			for (unsigned i = 0; i < entry->misconceptions_count; i++)
				check_number(g, page, place,
				             entry->misconceptions[i]);
			free(place);
		}
	catalogue_free(&data);
	text_free(&problem);
	free(folder);
}

void check_misconceptions_list(struct author *a)
{
	struct listing_page page;
	struct group g;

	group_open(&g, "misconceptions of the explanations are listed", "numbers");
	if (!page_open(a, &page))
		group_fail(&g, PAGE, "is missing.");
	check_rows(&g, &page);
	check_catalogue(a, &g, &page);
	group_close(&g, &a->totals);
	misconceptions_free(&page);
}
