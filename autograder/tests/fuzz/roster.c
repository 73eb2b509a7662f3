/*
 * roster.c - rosters, as whatever spreadsheet wrote them, and names typed by anybody.
 */
#include "fuzz.h"

#include <stdlib.h>
#include <string.h>

#include "class/people.h"

FUZZ_MUTATE(fuzz_mutate_lines)

/* A key is a file's name. */
static void judge_keys(const struct people *people)
{
	for (size_t i = 0; i < people->count; i++) {
		const char *key = people->items[i].key;
		if (key[0] == '\0' || key[0] == '.' || strchr(key, '/') != NULL)
			fuzz_wrong("a key is not fit for a file's name");
		for (size_t k = 0; k < i; k++)
			if (strcmp(key, people->items[k].key) == 0)
				fuzz_wrong("two people have one key");
	}
}

/* What is written is read again as it was. */
static void judge_table(const struct table *t)
{
	struct text out = TEXT_EMPTY, problem = TEXT_EMPTY;
	struct table again;

	text_add(&out, "a,b,c,d\n");
	for (size_t i = 0; i < t->count && i < 50; i++)
		for (size_t k = 0; k < 4; k++)
			table_add_field(&out, table_cell(&t->rows[i], (int)k), k < 3 ? ',' : '\n');
	if (!table_parse(text_string(&out), out.length, "again", &again, &problem))
		fuzz_wrong("what was written can't be read");
	table_free(&again);
	text_free(&out);
	text_free(&problem);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct text problem = TEXT_EMPTY, complaints = TEXT_EMPTY;
	struct people people = { NULL, 0 };
	struct table table;

	if (table_parse((const char *)data, size, "roster.csv", &table, &problem)) {
		judge_table(&table);
		if (table.count < 200 &&
		    people_from_table(&people, &table, "roster.csv", &complaints, &problem)) {
			judge_keys(&people);
			people_named(&people, table_cell(&table.rows[table.count - 1], 0),
			             &problem);
		}
		table_free(&table);
	} else if (problem.length == 0) {
		fuzz_wrong("a table was refused without a word");
	}
	people_free(&people);
	text_free(&complaints);
	text_free(&problem);
	return 0;
}
