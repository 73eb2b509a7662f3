#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>
#include <stdlib.h>

#include "failpoint.h"
#define malloc rig_malloc /* in the exercises, the grader sees to this */

/* take.c without its check. */
// region: take
static char *take(FILE *in, size_t n)
{
	char *text = malloc(n + 1);

	text[fread(text, 1, n, in)] = '\0';
	return text;
}
// endregion

#include "take_tests.h"
// run: flags=-Iautograder/rig autograder/rig/failpoint.c -lcriterion; args=-j1; expect=exit:1
