/*
 * catalogue.c - the explanations in autograder/explain, as data.
 */
#include "pipeline/catalogue.h"

#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/files.h"
#include "pipeline/explain.h"
#include "stage/yaml.h"

#define NEEDED   CYAML_FLAG_POINTER
#define OPTIONAL (CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL)
#define STRING(flags, key)                                                   \
	CYAML_FIELD_STRING_PTR(#key, flags, struct entry, key, 1,            \
	                       CYAML_UNLIMITED)
#define LIST(key, value)                                                     \
	CYAML_FIELD_SEQUENCE(#key, OPTIONAL, struct entry, key, value, 0,    \
	                     CYAML_UNLIMITED)

static const cyaml_schema_value_t string_value = {
	CYAML_VALUE_STRING(CYAML_FLAG_POINTER, char *, 1, CYAML_UNLIMITED)
};
static const cyaml_schema_value_t number_value = {
	CYAML_VALUE_INT(CYAML_FLAG_DEFAULT, int)
};
static const cyaml_schema_field_t entry_fields[] = {
	STRING(NEEDED, kind),
	STRING(OPTIONAL, when),
	STRING(NEEDED, title),
	STRING(NEEDED, what),
	STRING(OPTIONAL, why),
	STRING(NEEDED, next),
	LIST(lessons, &string_value),
	LIST(misconceptions, &number_value),
	STRING(OPTIONAL, severity),
	STRING(OPTIONAL, order),
	STRING(OPTIONAL, cause),
	LIST(options, &string_value),
	LIST(says, &string_value),
	CYAML_FIELD_END
};
static const cyaml_schema_value_t entry_value = {
	CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct entry, entry_fields)
};
static const cyaml_schema_field_t entries_fields[] = {
	CYAML_FIELD_SEQUENCE_COUNT("entries", CYAML_FLAG_POINTER,
	                           struct entries, items, count, &entry_value,
	                           1, CYAML_UNLIMITED),
	CYAML_FIELD_END
};
static const cyaml_schema_value_t entries_value = {
	CYAML_VALUE_MAPPING(CYAML_FLAG_POINTER, struct entries, entries_fields)
};

struct loading {
	const char *folder;
	struct catalogue_data *data;
	struct text *problem;
	bool ok;
};

static bool load_file(const char *name, void *context)
{
	struct loading *loading = context;
	struct catalogue_data *data = loading->data;

	if (!text_ends(name, ".yaml"))
		return true;
	char *path = path_join(loading->folder, name);
	char *shown = must_format("autograder/explain/%s", name);
	void *loaded;
	loading->ok = yaml_read(path, shown, &entries_value, &loaded,
	                        loading->problem);
	free(path);
	if (!loading->ok) {
		free(shown);
		return false;
	}
	struct entries *file = loaded;
	data->files = must_resize(data->files, data->count + 1,
	                          sizeof *data->files);
	data->files[data->count] = *file;
	data->files[data->count++].file = shown;
	free(file);
	return true;
}

bool catalogue_load(const char *folder, struct catalogue_data *data,
                    struct text *problem)
{
	struct loading loading = { folder, data, problem, true };

	*data = (struct catalogue_data){ NULL, 0, 0 };
	if (!folder_each(folder, load_file, &loading))
		return problem_set(problem, "The catalogue of explanations, "
		                   "autograder/explain, can't be read. Get it "
		                   "back from the course's repository.");
	return loading.ok;
}

void catalogue_free(struct catalogue_data *data)
{
	for (size_t i = 0; i < data->count; i++) {
		struct entries *file = must_alloc(sizeof *file);
		free(data->files[i].file);
		*file = data->files[i];
		file->file = NULL;
		yaml_release(&entries_value, file);
	}
	free(data->files);
	*data = (struct catalogue_data){ NULL, 0, 0 };
}

static const char *fact_value(const struct fact *facts, size_t count,
                              const char *name, size_t length)
{
	for (size_t i = 0; i < count; i++)
		if (strncmp(facts[i].name, name, length) == 0 &&
		    facts[i].name[length] == '\0')
			return facts[i].value;
	return NULL;
}

const struct entry *catalogue_entry(const struct catalogue_data *data,
                                    const char *kind, const struct fact *facts,
                                    size_t facts_count)
{
	for (size_t i = 0; i < data->count; i++)
		for (unsigned k = 0; k < data->files[i].count; k++) {
			const struct entry *e = &data->files[i].items[k];
			if (strcmp(e->kind, kind) == 0 &&
			    (e->when == NULL ||
			     fact_value(facts, facts_count, e->when,
			                strlen(e->when)) != NULL))
				return e;
		}
	return NULL;
}

static bool among(char *const *list, unsigned count, const char *string)
{
	for (unsigned i = 0; i < count; i++)
		if (strcmp(list[i], string) == 0)
			return true;
	return false;
}

static bool fits(const struct entry *e, const char *option,
                 const char *message)
{
	bool said = e->says_count == 0;

	if (e->options_count == 0 && e->says_count == 0)
		return false;
	if (e->options_count != 0 &&
	    (option == NULL || !among(e->options, e->options_count, option)))
		return false;
	for (unsigned i = 0; i < e->says_count && !said; i++)
		said = fnmatch(e->says[i], message, 0) == 0;
	return said;
}

const struct entry *catalogue_match(const struct catalogue_data *data,
                                    const char *option, const char *message)
{
	for (size_t i = 0; i < data->count; i++)
		for (unsigned k = 0; k < data->files[i].count; k++)
			if (fits(&data->files[i].items[k], option, message))
				return &data->files[i].items[k];
	return NULL;
}

const struct entry *catalogue_match_kind(const struct catalogue_data *data,
                                         const char *kind,
                                         const char *message)
{
	for (size_t i = 0; i < data->count; i++)
		for (unsigned k = 0; k < data->files[i].count; k++)
			if (text_starts(data->files[i].items[k].kind, kind) &&
			    fits(&data->files[i].items[k], NULL, message))
				return &data->files[i].items[k];
	return NULL;
}

enum entry_order entry_order(const struct entry *entry)
{
	if (entry == NULL || entry->order == NULL)
		return ORDER_USUAL;
	return strcmp(entry->order, "first") == 0 ? ORDER_FIRST : ORDER_VAGUE;
}

/* Length of the placeholder's name at text, which starts with '{'; 0: none. */
static size_t name_length(const char *text)
{
	size_t n = strspn(text + 1, "abcdefghijklmnopqrstuvwxyz_");

	return text[1 + n] == '}' ? n : 0;
}

/* Appends text up to end; false when a fact was missing. */
static bool fill(struct text *out, const char *text, const char *end,
                 const struct fact *facts, size_t count)
{
	bool known = true;

	while (text < end) {
		size_t n = *text == '{' ? name_length(text) : 0;
		if (n == 0) {
			text_add_n(out, text++, 1);
			continue;
		}
		const char *value = fact_value(facts, count, text + 1, n);
		known = known && value != NULL;
		text_add(out, value != NULL ? value : "(?)");
		text += n + 2;
	}
	return known;
}

void catalogue_fill(struct text *out, const char *text,
                    const struct fact *facts, size_t facts_count)
{
	const char *open, *close;

	while ((open = strstr(text, "{?")) != NULL &&
	       (close = strstr(open, "?}")) != NULL) {
		fill(out, text, open, facts, facts_count);
		size_t before = out->length;
		text = close + 2;
		if (!fill(out, open + 2, close, facts, facts_count)) {
			text_cut(out, before);
			/* One blank stays of the two around it. */
			if (*text == ' ' &&
			    (before == 0 || out->bytes[before - 1] == ' '))
				text++;
		}
	}
	fill(out, text, text + strlen(text), facts, facts_count);
	while (out->length > 0 && strchr(" \n", out->bytes[out->length - 1]))
		text_cut(out, out->length - 1);
}
