/*
 * test_markdown.c - the author's check reads Markdown as code hosts do.
 */
#include <stdlib.h>
#include <string.h>

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "author/markdown.h"
#include "base/files.h"

static char *folder;
static struct markdown m;

static void read_text(const char *text)
{
	char *path = path_join(folder, "page.md");

	cr_assert(file_write(path, text, strlen(text)));
	cr_assert(markdown_read(&m, path));
	free(path);
}

static void begin(void)
{
	folder = folder_scratch("markdown");
}

static void end(void)
{
	markdown_free(&m);
	folder_remove(folder);
	free(folder);
}

TestSuite(markdown, .init = begin, .fini = end);

Test(markdown, makes_anchors_as_code_hosts_do)
{
	read_text("# 05 · Ask, check, use\n## `sizeof *p` and size_t\n## Twice\n## Twice\n");
	cr_assert(eq(sz, m.heading_count, 4));
	cr_assert(eq(str, m.headings[0].anchor, (char *)"05--ask-check-use"));
	cr_assert(eq(str, m.headings[1].anchor, (char *)"sizeof-p-and-size_t"));
	cr_assert(eq(str, m.headings[3].anchor, (char *)"twice-1"));
	cr_assert(markdown_has_anchor(&m, "twice"));
	cr_assert(not(markdown_has_anchor(&m, "thrice")));
}

Test(markdown, finds_an_anchor_set_by_hand)
{
	read_text("text\n<a id=\"here\"></a>\n");
	cr_assert(markdown_has_anchor(&m, "here"));
}

Test(markdown, sees_no_headings_or_links_in_fences)
{
	read_text("```c\n# define X\n[a](b.md)\n```\n# Real\n");
	cr_assert(eq(sz, m.heading_count, 1));
	cr_assert(eq(sz, m.link_count, 0));
}

Test(markdown, finds_links_and_pictures_with_their_lines)
{
	read_text("see [a](a.md#x \"title\")\n\n![p](p.svg) `[not](this)`\n<img src=\"q.svg\">\n");
	cr_assert(eq(sz, m.link_count, 3));
	cr_assert(eq(str, m.links[0].target, (char *)"a.md#x"));
	cr_assert(eq(sz, m.links[1].line, 3));
	cr_assert(eq(str, m.links[2].target, (char *)"q.svg"));
}

Test(markdown, ties_a_block_to_its_file_and_region)
{
	read_text("<!-- listing: listings/a.c#middle -->\n\n```c\none\ntwo\n```\n"
	          "<!-- output: listings/a.out -->\n```text\n```\n");
	cr_assert(eq(sz, m.block_count, 2));
	cr_assert(eq(str, m.blocks[0].file, (char *)"listings/a.c"));
	cr_assert(eq(str, m.blocks[0].region, (char *)"middle"));
	cr_assert(eq(sz, m.blocks[0].first, 4));
	cr_assert(eq(sz, m.blocks[0].end, 6));
	cr_assert(m.blocks[1].output);
	cr_assert(eq(sz, m.blocks[1].first, m.blocks[1].end));
	cr_assert(eq(sz, m.loose, 0));
}

Test(markdown, tells_of_a_tie_without_a_block)
{
	read_text("text\n<!-- listing: listings/a.c -->\nno block\n");
	cr_assert(eq(sz, m.block_count, 0));
	cr_assert(eq(sz, m.loose, 2));
}

Test(markdown, a_section_ends_at_the_next_heading_of_its_level)
{
	const struct heading *h;
	size_t end_line;

	read_text("# T\n## A\nx\n### inner\ny\n## B\nz\n");
	h = markdown_heading(&m, 2, "A");
	cr_assert(h != NULL);
	cr_assert(eq(sz, markdown_section(&m, h, &end_line), 3));
	cr_assert(eq(sz, end_line, 6));
	h = markdown_heading(&m, 2, "B");
	markdown_section(&m, h, &end_line);
	cr_assert(eq(sz, end_line, 8));
	cr_assert(markdown_heading(&m, 2, "C") == NULL);
}

Test(markdown, a_missing_file_is_told)
{
	cr_assert(not(markdown_read(&m, "/nonexistent/page.md")));
}
