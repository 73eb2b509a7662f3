/*
 * proc.h - run one program: limits, captured output, no process left behind.
 *
 * The program gets a process group of its own, a minimal environment
 * (PATH, HOME=/nonexistent, LC_ALL=C.UTF-8, TMPDIR) plus what the caller adds,
 * standard input from /dev/null, and limits. Waiting blocks in ppoll on the
 * pipes and a pidfd; nothing is polled. When the program ends, or its time is
 * up, the whole group is killed and reaped. Safe to use from several threads.
 */
#ifndef PROC_H
#define PROC_H

#include "base/cgroup.h"
#include "base/text.h"

struct sandbox;                    /* sandbox.h                                */

/* Bytes kept of each captured stream; the rest is read and thrown away. */
#define PROC_CAPTURE_MAX ((size_t)64 * 1024)

struct proc_spec {
	const char *const *argv;   /* ends with NULL; argv[0] looked up in PATH*/
	const char *const *env;    /* "NAME=value" added to the minimal ones;
	                              ends with NULL; NULL: none               */
	const char *folder;        /* working folder; NULL: the caller's       */
	double seconds;            /* wall time; 0: no limit                   */
	double cpu_seconds;        /* CPU time; 0: no limit                    */
	size_t file_bytes;         /* largest file it may write; 0: 64 MiB     */
	size_t memory_bytes;       /* address space; 0: no limit. Leave it 0
	                              under Valgrind, which reserves much      */
	size_t capture_max;        /* of each stream; 0: PROC_CAPTURE_MAX      */
	bool merge;                /* standard error goes into out as well     */
	bool events;               /* opens a pipe; its number is in RIG_EVENTS */
	size_t events_max;         /* bytes of events kept; 0: 16 MiB          */
	bool short_libc_debug;     /* see libc_debug.h; a sandbox always has it*/
	struct sandbox *box;       /* to run it in; NULL: in none              */
	const char *writes;        /* in the box: the folder that it can write
	                              below, beside its /tmp; NULL: none       */
};

enum proc_end { PROC_EXITED, PROC_SIGNALLED, PROC_TIMEOUT, PROC_NOT_STARTED };

struct proc_outcome {
	enum proc_end end;
	int code;                  /* exit status, signal, or errno            */
	double seconds;            /* wall time                                */
	struct text out, err;      /* captured                                 */
	bool out_cut, err_cut;     /* more was written than is kept            */
	struct text events;        /* what came through the events pipe        */
	bool events_cut;
	enum cgroup_limit limit;   /* in a sandbox, where the system counts    */
};

/*
 * Runs spec to its end and fills outcome, which proc_outcome_free releases.
 * True when the program was started, exited by itself, and with status 0.
 */
bool proc_run(const struct proc_spec *spec, struct proc_outcome *outcome);
void proc_outcome_free(struct proc_outcome *outcome);

/* "exit status 1", "killed by SIGSEGV", ...: appended to t. */
void proc_describe(const struct proc_outcome *outcome, struct text *t);
/* Appends which limits were met, as sentences; false when none was. */
bool proc_describe_limits(const struct proc_spec *spec,
                          const struct proc_outcome *outcome, struct text *t);
/* "SIGSEGV" for 11; "signal 77" for one without a name. */
const char *signal_name(int number);

/* Seconds of the monotonic clock. */
double clock_seconds(void);

/* Ends every program that proc_run is running, and lets it start none any more:
   for whoever is about to end this program, from a signal handler even. */
void proc_kill_all(void);

#endif
