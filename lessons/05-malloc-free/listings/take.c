#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>
#include <stdlib.h>

#include "failpoint.h"
#define malloc rig_malloc /* in the exercises, the grader sees to this */

/* Reads n bytes, or fewer if the file ends first, and returns them as a string,
   which the caller frees. No memory: NULL, and nothing was read. n < 1000. */
static char *take(FILE *in, size_t n)
{
	char *text = malloc(n + 1);

	if (text == NULL)
		return NULL;
	text[fread(text, 1, n, in)] = '\0';
	return text;
}

#include "take_tests.h"
// run: flags=-Iautograder/rig autograder/rig/failpoint.c -lcriterion; args=-j1
