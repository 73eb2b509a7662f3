/*
 * catalogue.h - the explanations in autograder/explain, as data.
 *
 * Each .yaml file there holds a list of entries. An entry explains one kind
 * of finding; several entries of one kind are variants, told apart by the
 * fact that each needs ("when"), and the first that fits is taken. Their
 * texts hold {placeholders}, which facts fill; a part in {? ... ?} is
 * left out when a fact in it is not known. autograder/explain/README.md tells
 * authors all of it.
 */
#ifndef CATALOGUE_H
#define CATALOGUE_H

#include "base/text.h"
#include "result.h"

/* Fills a placeholder: {symbol} by {"symbol", "printf"}. */
struct fact;

/* When to show a finding of this kind, among others. */
enum entry_order {
	ORDER_USUAL,               /* by its severity and its test             */
	ORDER_FIRST,               /* a warning that tells of a certain bug    */
	ORDER_VAGUE,               /* left out when a better one is there      */
};

struct entry {
	char *kind;
	char *when;                /* name of a fact; NULL: always fits        */
	char *title, *what, *why, *next;
	char **lessons;            /* "02-sizeof#anchor", the best one first   */
	unsigned lessons_count;
	int *misconceptions;
	unsigned misconceptions_count;
	char *severity;            /* error, warning, note; NULL: the caller's */
	char *order;               /* first, vague; NULL: usual                */
	char *cause;               /* shared: tests that say so have one cause */
	char **options;            /* gcc's: "-Wformat"                        */
	unsigned options_count;
	char **says;               /* patterns (* and ?) of a tool's message   */
	unsigned says_count;
};

struct entries {
	struct entry *items;
	unsigned count;
	char *file;                /* path, for messages                       */
};

struct catalogue_data {
	struct entries *files;
	size_t count, capacity;
};

/*
 * Loads every .yaml file of folder, in order of their names. False with file,
 * line and fault in problem; data holds what could be loaded in any case and
 * is released by catalogue_free.
 */
bool catalogue_load(const char *folder, struct catalogue_data *data,
                    struct text *problem);
void catalogue_free(struct catalogue_data *data);

/* The first entry of that kind whose "when" is among the facts, or NULL. */
const struct entry *catalogue_entry(const struct catalogue_data *data,
                                    const char *kind, const struct fact *facts,
                                    size_t facts_count);

/*
 * The first entry whose options (when it has any) hold option and whose
 * patterns (when it has any) fit message; entries with neither never fit. NULL
 * when there is none. option may be NULL.
 */
const struct entry *catalogue_match(const struct catalogue_data *data,
                                    const char *option, const char *message);

/* The same among entries whose kind starts with kind. */
const struct entry *catalogue_match_kind(const struct catalogue_data *data,
                                         const char *kind,
                                         const char *message);

enum entry_order entry_order(const struct entry *entry);

/* Appends text with its placeholders filled. */
void catalogue_fill(struct text *out, const char *text,
                    const struct fact *facts, size_t facts_count);

#endif
