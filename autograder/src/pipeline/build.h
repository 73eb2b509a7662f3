/*
 * build.h - compile and link test programs.
 *
 * What does not depend on the submission (the course's tests, support, parts
 * of earlier stages, references, mutants) is compiled once into course->build
 * under a name that holds a hash of its content, flags, headers and compiler:
 * an outdated object is simply never asked for again. Objects get their name
 * by rename, so that two graders may build the same one at once.
 */
#ifndef BUILD_H
#define BUILD_H

#include <stdint.h>

#include "base/args.h"
#include "base/proc.h"
#include "stage/stage.h"

struct build {
	const struct course *course;
	const struct stage *stage;
	const char *submission;    /* folder with its header files; NULL: the
	                              reference's                             */
	const char *scratch;       /* working folder for what is not kept     */
	struct sandbox *box;       /* for what a stranger wrote; NULL: none   */
	bool stock;
	struct args include;       /* -I options                              */
	struct args headers;       /* likewise, for the submission's headers   */
	uint64_t key;              /* of the course's headers and the compiler */
	uint64_t headers_key;      /* of the submission's headers             */
	char *cache;               /* folder of kept objects                  */
};

/* Flags for what students write, in the course's listings too. */
#define BUILD_STUDENT_FLAGS                                                  \
	"-std=c17 -D_POSIX_C_SOURCE=200809L -g -O0 -Wall -Wextra -Wpedantic "\
	"-Wshadow -Wvla -fno-omit-frame-pointer"

/*
 * A submission, and the reference in its place, besides stops (SIGILL) at a
 * division by zero, and where a signed number overflows. Left alone, gcc 12 turns
 * the comparison with SIZE_MAX / size into a multiplication, in which the missing
 * question about 0 goes unseen; and -n of the least n gives the right digits, by
 * luck, once it is converted to unsigned.
 */
#define BUILD_GRADED_FLAGS BUILD_STUDENT_FLAGS                               \
	" -fsanitize=integer-divide-by-zero,signed-integer-overflow "        \
	"-fsanitize-undefined-trap-on-error"

/* Strings are borrowed. False with the problem said. build_close in any case. */
bool build_open(struct build *b, const struct course *course,
                const struct stage *stage, const char *submission,
                const char *scratch, bool stock, struct text *problem);
/*
 * Compiles what a stranger wrote, and what includes their headers, in the sandbox
 * from now on. False, with the problem, when headers can't be shown to it.
 */
bool build_enter(struct build *b, struct sandbox *box, struct text *problem);
void build_close(struct build *b);

/*
 * Compiles source (relative to folder, or absolute) to object, with gcc's
 * diagnostics as JSON in outcome->err. more: further flags, words. True when
 * gcc succeeded; outcome is released by the caller.
 */
bool build_compile(const struct build *b, const char *folder,
                   const char *source, const char *object, const char *flags,
                   const char *more, struct proc_outcome *outcome);

/*
 * Appends the kept objects of the course's side (tests.c, held.c, support, uses)
 * to objects; those of support and uses alone when tests is false. False with
 * the problem said: the course is broken.
 */
bool build_course_objects(const struct build *b, bool tests,
                          struct args *objects, struct text *problem);

/* Appends the kept objects of those uses that keep their names: what the
   submission calls, and not what is linked to call it. */
bool build_plain_uses(const struct build *b, struct args *objects,
                      struct text *problem);

/* Appends the kept objects of all uses. */
bool build_uses(const struct build *b, struct args *objects, struct text *problem);

/* What these are called in a handout's folder of compiled parts: of a use, of a file of
   the reference, of a library (mutant NULL: the reference's). The caller frees them. */
char *build_use_name(const struct stage_use *use);
char *build_reference_name(const char *file);
char *build_library_name(const struct mutant *mutant);

/*
 * Appends kept objects of the reference's code files, with mutant's edit (NULL:
 * none). A mutant that does not compile is a problem.
 */
bool build_reference(const struct build *b, const struct mutant *mutant,
                     struct args *objects, struct text *problem);

/*
 * The kept shared library of the reference's code files, with mutant's edit
 * (NULL: none), for the caller to free; NULL with the problem said. Every one
 * is called BUILD_LIBRARY, in a folder of its own: a program linked with one
 * runs with any other by LD_LIBRARY_PATH.
 */
#define BUILD_LIBRARY "libsolution.so"
char *build_library(const struct build *b, const struct mutant *mutant,
                    struct text *problem);

/* Renames what the stage's rig wants renamed in a submission's object. */
bool build_adapt(const struct build *b, const char *object,
                 struct text *problem);

/*
 * Links objects with the rig to program. more: further flags, words. The
 * linker's messages are in outcome->err, which the caller releases.
 */
bool build_link(const struct build *b, const struct args *objects,
                const char *more, const char *program,
                struct proc_outcome *outcome);

/* The same with the player of traces in place of the tests and the rig. */
bool build_driver_link(const struct build *b, const struct args *objects,
                       const char *program, struct proc_outcome *outcome);

/*
 * The name that the linker quotes behind these words ("undefined reference to"), as a
 * part of what it said, with its length in n; NULL: it said no such thing.
 */
const char *build_linker_name(const char *said, const char *words, size_t *n);

#endif
