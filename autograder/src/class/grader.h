/*
 * grader.h - which grader gives a result: a name for all that decides it.
 *
 * For each stage: the program and its rig, the manifest, tests, mutants and references of
 * the stage and of those whose code it uses, traces, explanations, and versions of the
 * tools. When one of them changes, so does the name, and the stage is graded anew.
 */
#ifndef CLASS_GRADER_H
#define CLASS_GRADER_H

#include "class/digest.h"
#include "class/gradebook.h"
#include "stage/stage.h"

struct grader_file { char *path; char digest[DIGEST_LENGTH + 1]; };

struct grader {
	char name[DIGEST_LENGTH + 1];
	struct grader_file *files;         /* paths below the course's root    */
	size_t count;
};

struct graders {
	const struct course *course;
	struct stage **stages;             /* all of the course's              */
	struct grader *items;              /* one for each stage               */
};

/* False with the problem said when a manifest can't be read. */
bool graders_open(const struct course *course, struct graders *graders,
                  struct text *problem);
void graders_free(struct graders *graders);

const struct grader *graders_of(const struct graders *graders, const char *stage);

/* Keeps what the graders are made of, so that a later one can be compared. */
void graders_remember(const struct graders *graders, struct gradebook *book);

/* Appends what differs between two graders that the book knows: "held.c, grade". */
void graders_difference(struct gradebook *book, const char *before, const char *after,
                        struct text *t);

#endif
