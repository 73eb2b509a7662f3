/*
 * doc.c - see doc.h.
 */
#include "doc.h"

#include <string.h>

const char *doc_text(const json_t *object, const char *key)
{
	return json_string_value(json_object_get(object, key));
}

long long doc_int(const json_t *object, const char *key)
{
	return json_integer_value(json_object_get(object, key));
}

double doc_real(const json_t *object, const char *key)
{
	return json_number_value(json_object_get(object, key));
}

bool doc_bool(const json_t *object, const char *key)
{
	return json_is_true(json_object_get(object, key));
}

const json_t *doc_list(const json_t *object, const char *key)
{
	const json_t *value = json_object_get(object, key);

	return json_is_array(value) ? value : NULL;
}

const json_t *doc_object(const json_t *object, const char *key)
{
	const json_t *value = json_object_get(object, key);

	return json_is_object(value) ? value : NULL;
}

bool doc_is(const json_t *object, const char *key, const char *value)
{
	const char *text = doc_text(object, key);

	return text != NULL && strcmp(text, value) == 0;
}

size_t doc_finding_number(const json_t *doc, const char *id)
{
	const json_t *findings = doc_list(doc, "findings");

	for (size_t i = 0; id != NULL && i < json_array_size(findings); i++)
		if (doc_is(json_array_get(findings, i), "id", id))
			return i + 1;
	return 0;
}

static bool unfinished(const json_t *test)
{
	return doc_is(test, "status", "not_run") || doc_is(test, "status", "skipped")
	       || doc_is(test, "status", "lost");
}

bool doc_runs_later(const json_t *test)
{
	return doc_bool(test, "held_back") && doc_is(test, "status", "skipped");
}

static void count_tests(const json_t *doc, struct doc_counts *counts)
{
	const json_t *tests = doc_list(doc, "tests");

	for (size_t i = 0; i < json_array_size(tests); i++) {
		const json_t *test = json_array_get(tests, i);
		bool passed = doc_is(test, "status", "passed");

		if (doc_runs_later(test)) {
			counts->later++;
			continue;
		}
		counts->tests++;
		counts->passed += passed;
		counts->unfinished += unfinished(test);
		counts->memory_tests += passed && doc_is(test, "memory", "errors");
	}
}

static void count_findings(const json_t *doc, struct doc_counts *counts)
{
	const json_t *findings = doc_list(doc, "findings");

	for (size_t i = 0; i < json_array_size(findings); i++) {
		const json_t *finding = json_array_get(findings, i);
		bool error = doc_is(finding, "severity", "error");

		counts->errors += error;
		counts->warnings += doc_is(finding, "severity", "warning");
		counts->memory_errors += error && doc_is(finding, "source", "memcheck");
	}
}

struct doc_counts doc_count(const json_t *doc)
{
	struct doc_counts counts = { 0 };
	const json_t *mutants = doc_list(doc_object(doc, "own"), "mutants");

	count_tests(doc, &counts);
	count_findings(doc, &counts);
	counts.mutants = json_array_size(mutants);
	for (size_t i = 0; i < counts.mutants; i++)
		counts.caught += doc_bool(json_array_get(mutants, i), "caught");
	return counts;
}

bool doc_full_marks(const json_t *doc)
{
	const json_t *score = doc_object(doc, "score");

	return doc_is(doc, "status", "graded") && score != NULL
	       && doc_real(score, "points") >= doc_real(score, "max");
}

bool doc_missed_range(const json_t *lines, size_t *index, struct line_range *range)
{
	size_t i = *index;

	while (i < json_array_size(lines) && doc_int(json_array_get(lines, i), "hits") != 0)
		i++;
	if (i == json_array_size(lines)) {
		*index = i;
		return false;
	}
	range->first = (int)doc_int(json_array_get(lines, i), "line");
	while (i < json_array_size(lines) && doc_int(json_array_get(lines, i), "hits") == 0)
		range->last = (int)doc_int(json_array_get(lines, i++), "line");
	*index = i;
	return true;
}
