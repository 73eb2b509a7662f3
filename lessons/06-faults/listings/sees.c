#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "failpoint.h"
#define malloc rig_malloc /* in the exercises, the grader sees to this */

/* Copies what fits into size bytes, and ends it with '\0'. size is not 0. */
static void cut(char *buffer, size_t size, const char *text)
{
	size_t length = strlen(text);

	if (length > size)
		length = size;
	memcpy(buffer, text, length);
	buffer[length] = '\0';
}

struct counter {
	long id, songs, seconds;
};

/* A counter with this id, at 0 songs and 0 seconds. NULL: no memory. */
static struct counter *new_counter(long id)
{
	struct counter *counter = malloc(sizeof *counter);

	if (counter != NULL) {
		counter->id = id;
		counter->songs = 0;
	}
	return counter;
}

/* The title in quotes, for the caller to free. NULL: there is none, or no memory. */
static char *quoted(const char *title)
{
	char *text = malloc(strlen(title) + 3);

	if (text == NULL || *title == '\0')
		return NULL;
	sprintf(text, "\"%s\"", title);
	return text;
}

// region: tests
Test(cut, keeps_inside_the_buffer)
{
	char buffer[9];

	memset(buffer, '#', sizeof buffer);
	cut(buffer, 8, "Giant Steps");
	cr_expect(eq(chr, buffer[8], '#'), "byte 8 is not cut's");
}

Test(new_counter, begins_at_zero_in_a_dirty_heap)
{
	char *dirt = malloc(sizeof(struct counter));

	cr_assert(ne(ptr, dirt, NULL));
	memset(dirt, 0x55, sizeof(struct counter));
	free(dirt);
	struct counter *counter = new_counter(1); /* gets that very block */
	cr_assert(ne(ptr, counter, NULL));
	cr_expect(eq(long, counter->seconds, 0), "nobody has counted yet");
	free(counter);
}

Test(quoted, leaves_nothing_behind_when_it_says_no)
{
	cr_expect(eq(ptr, quoted(""), NULL), "there is no title");
	cr_expect(eq(sz, alloc_live(), 0), "and no block");
}
// endregion
// run: flags=-Iautograder/rig autograder/rig/failpoint.c -lcriterion; args=-j1; env=CRITERION_DISABLE_TIME_MEASUREMENTS=1; expect=exit:1
