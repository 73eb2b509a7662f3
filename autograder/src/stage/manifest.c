/*
 * manifest.c - stage.yaml: its schema, and what a schema can't say.
 */
#include "stage/stage.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/files.h"
#include "stage/yaml.h"

#define NEEDED   CYAML_FLAG_POINTER
#define OPTIONAL (CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL)
#define STRING(flags, key, structure, member)                                \
	CYAML_FIELD_STRING_PTR(key, flags, structure, member, 0, CYAML_UNLIMITED)
#define LIST(flags, key, structure, member, entry)                           \
	CYAML_FIELD_SEQUENCE(key, flags, structure, member, entry, 0,        \
	                     CYAML_UNLIMITED)

static const cyaml_schema_value_t string_value = {
	CYAML_VALUE_STRING(CYAML_FLAG_POINTER, char *, 1, CYAML_UNLIMITED)
};
static const cyaml_schema_value_t int_value = {
	CYAML_VALUE_INT(CYAML_FLAG_DEFAULT, int)
};

static const cyaml_strval_t roles[] = {
	{ "code", ROLE_CODE }, { "header", ROLE_HEADER },
	{ "own_tests", ROLE_OWN_TESTS },
};
static const cyaml_schema_field_t file_fields[] = {
	STRING(NEEDED, "name", struct stage_file, name),
	CYAML_FIELD_ENUM("role", CYAML_FLAG_STRICT, struct stage_file, role,
	                 roles, CYAML_ARRAY_LEN(roles)),
	CYAML_FIELD_END
};
static const cyaml_schema_value_t file_value = {
	CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct stage_file, file_fields)
};

static const cyaml_schema_field_t rename_fields[] = {
	STRING(NEEDED, "from", struct stage_rename, from),
	STRING(NEEDED, "to", struct stage_rename, to),
	CYAML_FIELD_END
};
static const cyaml_schema_value_t rename_value = {
	CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct stage_rename,
	                    rename_fields)
};

static const cyaml_schema_field_t use_fields[] = {
	STRING(NEEDED, "stage", struct stage_use, stage),
	STRING(NEEDED, "file", struct stage_use, file),
	LIST(OPTIONAL, "rename", struct stage_use, rename, &rename_value),
	CYAML_FIELD_END
};
static const cyaml_schema_value_t use_value = {
	CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct stage_use, use_fields)
};

static const cyaml_strval_t rig_parts[] = {
	{ "failpoint", RIG_FAILPOINT }, { "fence", RIG_FENCE },
	{ "pages", RIG_PAGES },
};

static const cyaml_schema_field_t rubric_fields[] = {
	CYAML_FIELD_FLOAT("behaviour", CYAML_FLAG_DEFAULT, struct stage_rubric,
	                  behaviour),
	CYAML_FIELD_FLOAT("memory", CYAML_FLAG_OPTIONAL, struct stage_rubric,
	                  memory),
	CYAML_FIELD_FLOAT("own_tests", CYAML_FLAG_OPTIONAL, struct stage_rubric,
	                  own_tests),
	CYAML_FIELD_FLOAT("traces", CYAML_FLAG_OPTIONAL, struct stage_rubric,
	                  traces),
	CYAML_FIELD_END
};

/* A test's fields, at the start of T or in its member at. */
#define TEST_FIELDS(T, at)                                                   \
	STRING(NEEDED, "name", T, at name),                                  \
	CYAML_FIELD_FLOAT("points", CYAML_FLAG_DEFAULT, T, at points),       \
	CYAML_FIELD_BOOL("held", CYAML_FLAG_OPTIONAL, T, at held),           \
	CYAML_FIELD_BOOL("starter_passes", CYAML_FLAG_OPTIONAL, T,           \
	                 at starter_passes),                                 \
	STRING(NEEDED, "title", T, at title),                                \
	STRING(NEEDED, "means", T, at means),                                \
	STRING(OPTIONAL, "lesson", T, at lesson),                            \
	LIST(OPTIONAL, "misconceptions", T, at misconceptions, &int_value)

static const cyaml_schema_field_t test_fields[] = {
	TEST_FIELDS(struct stage_test, ),
	CYAML_FIELD_END
};
static const cyaml_schema_value_t test_value = {
	CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct stage_test, test_fields)
};

static const cyaml_strval_t expectations[] = { { "ok", 0 }, { "error", 1 } };
static const cyaml_schema_field_t snippet_fields[] = {
	TEST_FIELDS(struct stage_snippet, test.),
	STRING(NEEDED, "file", struct stage_snippet, file),
	CYAML_FIELD_ENUM("expect", CYAML_FLAG_STRICT, struct stage_snippet,
	                 expect, expectations, CYAML_ARRAY_LEN(expectations)),
	CYAML_FIELD_END
};
static const cyaml_schema_value_t snippet_value = {
	CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct stage_snippet,
	                    snippet_fields)
};

static const cyaml_schema_field_t trace_fields[] = {
	STRING(NEEDED, "name", struct stage_trace, name),
	CYAML_FIELD_INT("requests", CYAML_FLAG_OPTIONAL, struct stage_trace,
	                requests),
	CYAML_FIELD_FLOAT("utilisation", CYAML_FLAG_DEFAULT, struct stage_trace,
	                  utilisation),
	CYAML_FIELD_FLOAT("instructions", CYAML_FLAG_DEFAULT, struct stage_trace,
	                  instructions),
	CYAML_FIELD_END
};
static const cyaml_schema_value_t trace_value = {
	CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct stage_trace, trace_fields)
};

static const cyaml_schema_field_t stage_fields[] = {
	STRING(NEEDED, "stage", struct stage, name),
	STRING(NEEDED, "title", struct stage, title),
	CYAML_FIELD_INT("part", CYAML_FLAG_DEFAULT, struct stage, part),
	CYAML_FIELD_INT("minutes", CYAML_FLAG_DEFAULT, struct stage, minutes),
	LIST(NEEDED, "files", struct stage, files, &file_value),
	LIST(OPTIONAL, "headers", struct stage, headers, &string_value),
	LIST(OPTIONAL, "support", struct stage, support, &string_value),
	LIST(OPTIONAL, "uses", struct stage, uses, &use_value),
	CYAML_FIELD_FLAGS("rig", CYAML_FLAG_OPTIONAL | CYAML_FLAG_STRICT,
	                  struct stage, rig, rig_parts,
	                  CYAML_ARRAY_LEN(rig_parts)),
	LIST(OPTIONAL, "defines", struct stage, defines, &string_value),
	LIST(OPTIONAL, "may_call", struct stage, may_call, &string_value),
	CYAML_FIELD_FLOAT("timeout", CYAML_FLAG_OPTIONAL, struct stage, timeout),
	CYAML_FIELD_MAPPING("rubric", CYAML_FLAG_DEFAULT, struct stage, rubric,
	                    rubric_fields),
	LIST(NEEDED, "tests", struct stage, tests, &test_value),
	LIST(OPTIONAL, "snippets", struct stage, snippets, &snippet_value),
	LIST(OPTIONAL, "traces", struct stage, traces, &trace_value),
	CYAML_FIELD_END
};
static const cyaml_schema_value_t stage_value = {
	CYAML_VALUE_MAPPING(CYAML_FLAG_POINTER, struct stage, stage_fields)
};

/* ---- what the schema can't say ----------------------------------------- */

struct check {
	const struct course *course;
	struct stage *stage;
	const char *shown;              /* the manifest's name in messages     */
	struct text *problem;
};

static bool wrong(struct check *c, const char *what, const char *name)
{
	return problem_set(c->problem, "%s: %s: %s. "
	                   "docs/adding-a-stage.md says what stands there.",
	                   c->shown, name, what);
}

static bool plain_name(const char *name)
{
	return name[0] != '\0' && name[0] != '.' && strchr(name, '/') == NULL;
}

static bool check_rubric(struct check *c)
{
	const struct stage_rubric *r = &c->stage->rubric;

	if (r->behaviour < 0 || r->memory < 0 || r->own_tests < 0 ||
	    r->traces < 0)
		return wrong(c, "points can't be negative", "rubric");
	if (fabs(r->behaviour + r->memory + r->own_tests + r->traces - 100) > 1e-9)
		return wrong(c, "the parts must add up to 100", "rubric");
	if (r->own_tests > 0 && stage_file(c->stage, ROLE_OWN_TESTS, 0) == NULL)
		return wrong(c, "no file has the role own_tests", "rubric");
	if ((r->traces > 0) != (c->stage->traces_count > 0))
		return wrong(c, "points for traces, and traces, go together",
		             "rubric");
	return true;
}

static bool check_traces(struct check *c)
{
	for (unsigned i = 0; i < c->stage->traces_count; i++) {
		const struct stage_trace *t = &c->stage->traces[i];

		if (!plain_name(t->name))
			return wrong(c, "this can't be the name of a trace", t->name);
		if (t->requests < 0)
			return wrong(c, "requests can't be negative", t->name);
		if (!(t->utilisation > 0 && t->utilisation <= 1))
			return wrong(c, "utilisation lies between 0 and 1", t->name);
		if (!(t->instructions > 0))
			return wrong(c, "instructions are more than 0", t->name);
	}
	return true;
}

/* name must be a file of folder (one of the course's, "exercises" say). */
static bool check_exists(struct check *c, const char *kind, const char *below,
                         const char *name)
{
	char *path = must_format("%s/%s/%s/%s%s", c->course->root, kind,
	                         c->stage->name, below, name);
	bool ok = plain_name(name) && is_file(path);

	if (!ok)
		problem_set(c->problem, "%s: %s/%s/%s%s does not exist. Write "
		            "it, or take it out of the manifest.", c->shown, kind,
		            c->stage->name, below, name);
	free(path);
	return ok;
}

static bool check_files(struct check *c)
{
	struct stage *s = c->stage;

	bool handout = c->course->handout != NULL;

	/* A handout has no references; the author's copy was checked. */
	for (unsigned i = 0; i < s->files_count && !handout; i++)
		if (!check_exists(c, "solutions", "", s->files[i].name))
			return false;
	for (unsigned i = 0; i < s->headers_count; i++)
		if (!check_exists(c, "exercises", "", s->headers[i]))
			return false;
	for (unsigned i = 0; i < s->support_count; i++)
		if (!check_exists(c, "autograder/stages", "support/",
		                  s->support[i]))
			return false;
	for (unsigned i = 0; i < s->snippets_count; i++)
		if (!handout_waits(c->course, &s->snippets[i].test) &&
		    !check_exists(c, "autograder/stages", "support/",
		                  s->snippets[i].file))
			return false;
	return true;
}

static bool check_uses(struct check *c)
{
	for (unsigned i = 0; i < c->stage->uses_count && c->course->handout == NULL; i++) {
		const struct stage_use *use = &c->stage->uses[i];
		char *path = must_format("%s/solutions/%s/%s", c->course->root,
		                         use->stage, use->file);
		bool ok = is_file(path);
		free(path);
		if (!ok)
			return wrong(c, "there is no such reference", use->file);
	}
	return true;
}

static bool check_test(struct check *c, const struct stage_test *test)
{
	const char *slash = strchr(test->name, '/');

	if (slash == NULL || slash == test->name || slash[1] == '\0' ||
	    strchr(slash + 1, '/') != NULL)
		return wrong(c, "a test's name is suite/test", test->name);
	if (!(test->points >= 0))
		return wrong(c, "points can't be negative", test->name);
	if (stage_test(c->stage, test->name) != test)
		return wrong(c, "this name stands there twice", test->name);
	return true;
}

static bool check_tests(struct check *c)
{
	double points = 0;

	for (unsigned i = 0; i < c->stage->tests_count; i++) {
		if (!check_test(c, &c->stage->tests[i]))
			return false;
		points += c->stage->tests[i].points;
	}
	for (unsigned i = 0; i < c->stage->snippets_count; i++) {
		if (!check_test(c, &c->stage->snippets[i].test))
			return false;
		points += c->stage->snippets[i].test.points;
	}
	return points > 0 || wrong(c, "no test has points", "tests");
}

static bool check_stage(struct check *c, const char *name)
{
	struct stage *s = c->stage;

	if (strcmp(s->name, name) != 0)
		return wrong(c, "the manifest stands in another stage's folder",
		             s->name);
	if (!(s->timeout >= 0 && s->timeout <= 600))
		return wrong(c, "must lie between 0 and 600 seconds", "timeout");
	if (s->timeout <= 0)
		s->timeout = 5;
	return check_rubric(c) && check_files(c) && check_uses(c) &&
	       check_tests(c) && check_traces(c);
}

struct stage *stage_load(const struct course *course, const char *name,
                         struct text *problem)
{
	char *shown = must_format("autograder/stages/%s/stage.yaml", name);
	char *path = path_join(course->root, shown);
	void *data;

	if (yaml_read(path, shown, &stage_value, &data, problem)) {
		struct check c = { course, data, shown, problem };
		if (!check_stage(&c, name)) {
			stage_free(data);
			data = NULL;
		}
	}
	free(path);
	free(shown);
	return data;
}

void stage_free(struct stage *stage)
{
	if (stage != NULL)
		yaml_release(&stage_value, stage);
}

const struct stage_test *stage_test(const struct stage *stage,
                                    const char *name)
{
	for (unsigned i = 0; i < stage->tests_count; i++)
		if (strcmp(stage->tests[i].name, name) == 0)
			return &stage->tests[i];
	for (unsigned i = 0; i < stage->snippets_count; i++)
		if (strcmp(stage->snippets[i].test.name, name) == 0)
			return &stage->snippets[i].test;
	return NULL;
}

const struct stage_file *stage_file(const struct stage *stage,
                                    enum file_role role, size_t index)
{
	for (unsigned i = 0; i < stage->files_count; i++)
		if (stage->files[i].role == role && index-- == 0)
			return &stage->files[i];
	return NULL;
}
