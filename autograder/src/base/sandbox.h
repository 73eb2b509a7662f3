/*
 * sandbox.h - bubblewrap around programs that compile or run a stranger's code.
 *
 * Such a program sees a read-only /usr, the header files that it was given, its scratch
 * folder, and a /tmp of its own of limited size. It has no network, no home and no
 * other process to look at; it can't gain rights, and its processes are counted.
 * Everything in it ends when it ends. Where the grader is root, it becomes an
 * ordinary user first, of a number that nobody else has.
 *
 * What it can't promise: the code shares an address space with the tests that it is
 * run by, and a kernel with everybody. docs/instructors.md says more.
 */
#ifndef SANDBOX_H
#define SANDBOX_H

#include <stdbool.h>
#include <sys/types.h>

#include "base/args.h"
#include "base/text.h"

/* Processes and threads at a time; bytes of memory, where the system counts that of
   several processes; bytes of /tmp, and of shared memory. */
#define SANDBOX_PROCESSES 64
#define SANDBOX_MEMORY    ((size_t)2 << 30)
#define SANDBOX_TMP_BYTES ((size_t)64 << 20)

struct sandbox;

/*
 * scratch: a folder of the grader's own, absolute. NULL, and what to do about it in
 * problem, where there can be no sandbox. sandbox_close releases it.
 */
struct sandbox *sandbox_open(const char *scratch, struct text *problem);
void sandbox_close(struct sandbox *s);

/*
 * Makes a file visible at its own path; of a folder, its header files. Nothing else
 * that lies there is seen. For any thread; false: a copy could not be made.
 */
bool sandbox_show(struct sandbox *s, const char *path);

/* Makes a folder visible as it is, with all that is in it, to who may read it. */
void sandbox_show_all(struct sandbox *s, const char *folder);

/*
 * The command that runs argv (which ends with NULL) in the sandbox, in folder (NULL:
 * scratch). Of scratch it can write below writes alone, an absolute path; NULL: nowhere.
 */
void sandbox_wrap(struct sandbox *s, const char *const argv[],
                  const char *folder, const char *writes, struct args *wrapped);

/* The user that bwrap has to be started as; 0: the grader's own. */
uid_t sandbox_user(const struct sandbox *s);

#endif
