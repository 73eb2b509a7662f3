/*
 * handed_gradescope.c - an export of Gradescope ("Export Submissions").
 *
 * A folder for each submission, and submission_metadata.yml, whose keys are the folders'
 * names:
 *
 *	submission_123:
 *	  :submitters:
 *	  - :name: Ada Park
 *	    :sid: '4711'
 *	    :email: ada@example.org
 *	  :created_at: 2026-11-05 21:14:08.123456000 Z
 *
 * A group's submission is one of each of its submitters. Only the last that is active of
 * each is exported.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <yaml.h>

#include "base/error.h"
#include "base/files.h"
#include "class/handed.h"
#include "class/moment.h"

#define METADATA_MAX ((size_t)64 << 20)

struct reading {
	yaml_document_t *yaml;
	const char *folder;
	struct handed_list *list;
	struct text *complaints;
};

/* The scalar's text; NULL: it is none, or null. */
static const char *scalar(yaml_node_t *node)
{
	if (node == NULL || node->type != YAML_SCALAR_NODE)
		return NULL;
	const char *s = (const char *)node->data.scalar.value;
	return s[0] == '\0' || strcmp(s, "~") == 0 || strcmp(s, "null") == 0 ? NULL : s;
}

static yaml_node_t *member(yaml_document_t *yaml, yaml_node_t *map, const char *key)
{
	if (map == NULL || map->type != YAML_MAPPING_NODE)
		return NULL;
	for (yaml_node_pair_t *p = map->data.mapping.pairs.start;
	     p < map->data.mapping.pairs.top; p++) {
		const char *name = scalar(yaml_document_get_node(yaml, p->key));
		if (name != NULL && strcmp(name, key) == 0)
			return yaml_document_get_node(yaml, p->value);
	}
	return NULL;
}

static char *clean(const char *s)
{
	struct text t = TEXT_EMPTY;

	if (s == NULL)
		return NULL;
	text_add_clean(&t, s, strlen(s));
	return text_take(&t);
}

static void take_submitter(struct reading *r, yaml_node_t *who, const char *folder,
                           time_t at)
{
	struct handed *h = handed_add(r->list);

	h->who.name = clean(scalar(member(r->yaml, who, ":name")));
	h->who.number = clean(scalar(member(r->yaml, who, ":sid")));
	h->who.email = clean(scalar(member(r->yaml, who, ":email")));
	h->at = at;
	handed_add_all(h, folder);
}

static void take_submission(struct reading *r, const char *name, yaml_node_t *node)
{
	yaml_node_t *who = member(r->yaml, node, ":submitters");
	const char *created = scalar(member(r->yaml, node, ":created_at"));
	char *folder = path_join(r->folder, name);
	size_t before = r->list->count;

	/* A name of the system's own: anything else leads somewhere else. */
	if (strchr(name, '/') != NULL || name[0] == '.' || !is_folder(folder)) {
		text_add_format(r->complaints, "submission_metadata.yml speaks of a folder "
		                "%.60s that is not there.\n", name);
		free(folder);
		return;
	}
	if (who != NULL && who->type == YAML_SEQUENCE_NODE)
		for (yaml_node_item_t *i = who->data.sequence.items.start;
		     i < who->data.sequence.items.top; i++)
			take_submitter(r, yaml_document_get_node(r->yaml, *i), folder,
			               created != NULL ? moment_parse(created) : 0);
	if (r->list->count == before)
		text_add_format(r->complaints, "%s has no submitters in "
		                "submission_metadata.yml and was not used.\n", name);
	free(folder);
}

static void take_all(struct reading *r)
{
	yaml_node_t *root = yaml_document_get_root_node(r->yaml);

	if (root == NULL || root->type != YAML_MAPPING_NODE)
		return;
	for (yaml_node_pair_t *p = root->data.mapping.pairs.start;
	     p < root->data.mapping.pairs.top; p++) {
		const char *name = scalar(yaml_document_get_node(r->yaml, p->key));
		if (name != NULL)
			take_submission(r, name, yaml_document_get_node(r->yaml, p->value));
	}
}

static void read_metadata(struct reading *r, const struct text *t)
{
	yaml_parser_t parser;
	yaml_document_t yaml;

	if (!yaml_parser_initialize(&parser))
		die("There is no memory left. Close other programs and try again.");
	yaml_parser_set_input_string(&parser, (const unsigned char *)text_string(t),
	                             t->length);
	if (yaml_parser_load(&parser, &yaml)) {
		r->yaml = &yaml;
		take_all(r);
		r->yaml = NULL;
		yaml_document_delete(&yaml);
	} else {
		text_add_format(r->complaints, "submission_metadata.yml, line %zu: %s. "
		                "Download the export again.\n",
		                parser.problem_mark.line + 1, parser.problem);
	}
	yaml_parser_delete(&parser);
}

bool handed_gradescope(const char *folder, struct handed_list *list,
                       struct text *complaints)
{
	struct reading r = { .folder = folder, .list = list, .complaints = complaints };
	char *path = path_join(folder, "submission_metadata.yml");
	struct text t = TEXT_EMPTY;
	bool is = is_file(path);

	if (is && file_read(path, METADATA_MAX, &t))
		read_metadata(&r, &t);
	text_free(&t);
	free(path);
	return is;
}
