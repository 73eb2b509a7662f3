/*
 * test_misconceptions.c - numbers in lessons, and the page that lists them.
 */
#include <stdlib.h>
#include <string.h>

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "author/misconceptions.h"
#include "base/files.h"

static char *folder;
static struct markdown m;
static struct met_list met;
static struct listing_page page;

static void read_text(const char *text)
{
	char *path = path_join(folder, "page.md");

	cr_assert(file_write(path, text, strlen(text)));
	cr_assert(markdown_read(&m, path));
	met = misconceptions_met(&m);
	misconceptions_read(&page, &m);
	free(path);
}

static void begin(void)
{
	folder = folder_scratch("misconceptions");
}

static void end(void)
{
	free(met.items);
	misconceptions_free(&page);
	markdown_free(&m);
	folder_remove(folder);
	free(folder);
}

TestSuite(misconceptions, .init = begin, .fini = end);

Test(misconceptions, finds_one_and_several)
{
	read_text("It is (misconception 6). C17 has 5 more.\n"
	          "Neither: misconceptions 18, 32 and 7 met in 1 line.\n");
	cr_assert(eq(sz, met.count, 4));
	cr_assert(eq(int, met.items[0].number, 6));
	cr_assert(eq(int, met.items[1].number, 18));
	cr_assert(eq(int, met.items[2].number, 32));
	cr_assert(eq(int, met.items[3].number, 7));
	cr_assert(eq(sz, met.items[3].line, 2));
}

Test(misconceptions, finds_a_number_on_the_next_line)
{
	read_text("1. What is left? (stage 02; misconception\n   21)\n");
	cr_assert(eq(sz, met.count, 1));
	cr_assert(eq(int, met.items[0].number, 21));
	cr_assert(misconception_is_met(&m, 21));
	cr_assert(not(misconception_is_met(&m, 2)));
}

Test(misconceptions, reads_no_listings)
{
	read_text("```text\n(misconception 6)\n```\nA misconception it is.\n");
	cr_assert(eq(sz, met.count, 0));
}

Test(misconceptions, reads_rows_with_their_stages)
{
	read_text("| | believed | true |\n|---|---|---|---|---|\n"
	          "| 1 | a | b | [02](../lessons/02-sizeof/README.md#arrays) | 03, 04 |\n"
	          "| 2 | a | b | 03 | |\n");
	cr_assert(eq(int, page.numbers, 2));
	cr_assert(eq(sz, page.unreadable, 0));
	cr_assert(eq(sz, page.count, 4));
	cr_expect(eq(str, page.items[0].stage, "02"));
	cr_expect(eq(str, page.items[0].lesson, "../lessons/02-sizeof/README.md"));
	cr_expect(eq(str, page.items[0].anchor, "arrays"));
	cr_expect(eq(str, page.items[2].stage, "04"));
	cr_expect(eq(str, page.items[2].lesson, ""));
	cr_expect(eq(int, page.items[3].number, 2));
	cr_expect(eq(sz, page.items[3].line, 4));
}

Test(misconceptions, notices_a_row_out_of_order)
{
	read_text("| 1 | a | b | 03 | |\n| 3 | a | b | 03 | |\n");
	cr_assert(eq(int, page.numbers, 1));
	cr_assert(eq(sz, page.unreadable, 2));
}

Test(misconceptions, notices_a_row_with_a_cell_too_few)
{
	read_text("| 1 | a | b | 03 |\n");
	cr_assert(eq(sz, page.unreadable, 1));
}
