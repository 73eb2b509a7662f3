/*
 * mutants.c - mutants.yaml, and the edit that makes a mutant.
 */
#include "stage/stage.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/files.h"
#include "stage/yaml.h"

/* As in the file: own is a pointer, because left out it means true. */
struct yaml_mutant {
	char *id, *bug, *file, *find, *with;
	char **caught_by;
	unsigned caught_by_count;
	char *finding;
	bool *own;
};
struct yaml_mutants {
	struct yaml_mutant *mutants;
	unsigned mutants_count;
};

#define NEEDED   CYAML_FLAG_POINTER
#define OPTIONAL (CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL)
#define STRING(flags, key)                                                   \
	CYAML_FIELD_STRING_PTR(#key, flags, struct yaml_mutant, key, 0,      \
	                       CYAML_UNLIMITED)

static const cyaml_schema_value_t string_value = {
	CYAML_VALUE_STRING(CYAML_FLAG_POINTER, char *, 1, CYAML_UNLIMITED)
};
static const cyaml_schema_field_t mutant_fields[] = {
	STRING(NEEDED, id),
	STRING(NEEDED, bug),
	STRING(NEEDED, file),
	STRING(NEEDED, find),
	STRING(NEEDED, with),
	CYAML_FIELD_SEQUENCE("caught_by", NEEDED, struct yaml_mutant, caught_by,
	                     &string_value, 1, CYAML_UNLIMITED),
	STRING(OPTIONAL, finding),
	CYAML_FIELD_BOOL_PTR("own", OPTIONAL, struct yaml_mutant, own),
	CYAML_FIELD_END
};
static const cyaml_schema_value_t mutant_value = {
	CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct yaml_mutant,
	                    mutant_fields)
};
static const cyaml_schema_field_t mutants_fields[] = {
	CYAML_FIELD_SEQUENCE("mutants", CYAML_FLAG_POINTER, struct yaml_mutants,
	                     mutants, &mutant_value, 0, CYAML_UNLIMITED),
	CYAML_FIELD_END
};
static const cyaml_schema_value_t mutants_value = {
	CYAML_VALUE_MAPPING(CYAML_FLAG_POINTER, struct yaml_mutants,
	                    mutants_fields)
};

static char *copy_or_empty(const char *s)
{
	return must_copy(s != NULL ? s : "");
}

static struct mutant mutant_from(const struct yaml_mutant *y)
{
	struct mutant m = {
		.id = must_copy(y->id), .bug = must_copy(y->bug),
		.file = must_copy(y->file), .find = must_copy(y->find),
		.with = must_copy(y->with),
		.caught_by = must_alloc(y->caught_by_count * sizeof(char *)),
		.caught_by_count = y->caught_by_count,
		.finding = copy_or_empty(y->finding),
		.own = y->own == NULL || *y->own,
	};

	for (unsigned i = 0; i < y->caught_by_count; i++)
		m.caught_by[i] = must_copy(y->caught_by[i]);
	return m;
}

bool mutants_load(const struct course *course, const char *stage,
                  struct mutants *mutants, struct text *problem)
{
	char *shown = must_format("autograder/stages/%s/mutants.yaml", stage);
	char *path = path_join(course->root, shown);
	bool ok = true;
	void *data;

	*mutants = (struct mutants){ NULL, 0 };
	if (is_file(path)) {
		ok = yaml_read(path, shown, &mutants_value, &data, problem);
		struct yaml_mutants *y = ok ? data : NULL;
		for (unsigned i = 0; y != NULL && i < y->mutants_count; i++) {
			mutants->items = must_resize(mutants->items, i + 1,
			                             sizeof *mutants->items);
			mutants->items[i] = mutant_from(&y->mutants[i]);
			mutants->count++;
		}
		yaml_release(&mutants_value, y);
	}
	free(path);
	free(shown);
	return ok;
}

void mutants_free(struct mutants *mutants)
{
	for (unsigned i = 0; i < mutants->count; i++) {
		struct mutant *m = &mutants->items[i];
		for (unsigned k = 0; k < m->caught_by_count; k++)
			free(m->caught_by[k]);
		free(m->caught_by);
		free(m->id);
		free(m->bug);
		free(m->file);
		free(m->find);
		free(m->with);
		free(m->finding);
	}
	free(mutants->items);
	*mutants = (struct mutants){ NULL, 0 };
}

bool mutant_apply(const struct mutant *mutant, const char *source,
                  struct text *out, struct text *problem)
{
	const char *at = mutant->find[0] != '\0' ? strstr(source, mutant->find)
	                                         : NULL;

	if (at == NULL || strstr(at + 1, mutant->find) != NULL)
		return problem_set(problem, "Mutant %s: its text under \"find\" "
		                   "stands %s in %s. It must stand there "
		                   "exactly once: quote more, or other, lines.",
		                   mutant->id, at == NULL ? "nowhere" :
		                   "more than once", mutant->file);
	text_add_n(out, source, (size_t)(at - source));
	text_add(out, mutant->with);
	text_add(out, at + strlen(mutant->find));
	return true;
}
