/*
 * select.c - which tests of a program run.
 *
 * Criterion's --filter can say that too, but its matcher tries every test against
 * every way to read a pattern: under Valgrind a pattern of a dozen names took
 * longer than all the tests.
 */
#include <string.h>

#include <criterion/criterion.h>
#include <criterion/internal/ordered-set.h>

#include "rig.h"

static const char *only, *except;
static bool scout, together;

/* Takes our options out of the arguments; Criterion would not know them. */
void rig_select_options(int *argc, char *argv[])
{
	int kept = 1;

	for (int i = 1; i < *argc; i++) {
		if (strncmp(argv[i], "--only=", 7) == 0)
			only = argv[i] + 7;
		else if (strncmp(argv[i], "--except=", 9) == 0)
			except = argv[i] + 9;
		else if (strcmp(argv[i], "--scout") == 0)
			scout = true;
		else if (strcmp(argv[i], "--together") == 0)
			together = true;
		else
			argv[kept++] = argv[i];
	}
	if (*argc > 0) {
		argv[kept] = NULL;
		*argc = kept;
	}
}

bool rig_selects(void)
{
	return only != NULL || except != NULL || scout;
}

bool rig_wants_scout(void)
{
	return scout;
}

bool rig_wants_together(void)
{
	return together;
}

/* Is suite/test one of the names in the list, which | parts? */
static bool named(const char *list, const char *suite, const char *test)
{
	size_t suite_length = strlen(suite), test_length = strlen(test);

	for (const char *at = list; *at != '\0';) {
		size_t length = strcspn(at, "|");

		if (length == suite_length + 1 + test_length
		    && strncmp(at, suite, suite_length) == 0
		    && at[suite_length] == '/'
		    && strncmp(at + suite_length + 1, test, test_length) == 0)
			return true;
		at += length + (at[length] == '|');
	}
	return false;
}

bool rig_each_test(struct criterion_test_set *tests, rig_visit *visit,
                   void *context)
{
	FOREACH_SET(struct criterion_suite_set *s, tests->suites) {
		if (s->tests == NULL)
			continue;
		FOREACH_SET(struct criterion_test *t, s->tests) {
			if (!visit(&s->suite, t, context))
				return false;
		}
	}
	return true;
}

bool rig_disabled(const struct criterion_suite *suite,
                  const struct criterion_test *test)
{
	return test->data->disabled || (suite->data && suite->data->disabled);
}

static bool disable_others(const struct criterion_suite *suite,
                           struct criterion_test *test, void *context)
{
	(void)context;
	if ((only != NULL && !named(only, suite->name, test->name))
	    || (except != NULL && named(except, suite->name, test->name)))
		test->data->disabled = true;
	return true;
}

void rig_select(struct criterion_test_set *tests)
{
	rig_each_test(tests, disable_others, NULL);
}
