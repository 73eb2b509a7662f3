/*
 * handout.c - what a student's copy of the course says of itself.
 */
#include "stage/stage.h"

#include <stdlib.h>
#include <sys/utsname.h>

#include "base/error.h"
#include "base/files.h"
#include "stage/yaml.h"

#define OPTIONAL (CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL)

static const cyaml_schema_field_t handout_fields[] = {
	CYAML_FIELD_STRING_PTR("student", OPTIONAL, struct handout, student, 1,
	                       CYAML_UNLIMITED),
	CYAML_FIELD_UINT_PTR("seed", OPTIONAL, struct handout, seed),
	CYAML_FIELD_END
};
static const cyaml_schema_value_t handout_value = {
	CYAML_VALUE_MAPPING(CYAML_FLAG_POINTER, struct handout, handout_fields)
};

bool handout_load(const char *root, struct handout **handout, struct text *problem)
{
	char *path = path_join(root, HANDOUT_FILE);
	void *data = NULL;
	bool ok = !is_file(path) ||
	          yaml_read(path, HANDOUT_FILE, &handout_value, &data, problem);

	*handout = ok ? data : NULL;
	free(path);
	return ok;
}

void handout_free(struct handout *handout)
{
	if (handout != NULL)
		yaml_release(&handout_value, handout);
}

char *handout_folder(const struct course *course, const char *stage)
{
	struct utsname machine;

	uname(&machine);
	return must_format("%s/autograder/stages/%s/compiled/%s", course->root, stage,
	                   machine.machine);
}

char *handout_part(const struct course *course, const char *stage, const char *name,
                   struct text *problem)
{
	char *folder = handout_folder(course, stage);
	char *path = path_join(folder, name);

	if (!is_file(path)) {
		problem_set(problem, "This handout has no %s for machines of this kind "
		            "(%s).", name,
		            path_name(folder));
		free(path);
		path = NULL;
	}
	free(folder);
	return path;
}

bool handout_waits(const struct course *course, const struct stage_test *test)
{
	return course->handout != NULL && test->held;
}
