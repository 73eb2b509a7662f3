/*
 * rig.h - what the parts of the rig tell each other. Tests include
 * failpoint.h, fence.h or pages.h, never this file.
 *
 * The rig is what a test program links instead of BoxFort, nanomsg and
 * libgit2. Its processes:
 *
 *     runner  --- spawn request, report --->  server  --- fork --->  child
 *        ^                                                             |
 *        +----------- Criterion's messages, over one "lane" -----------+
 *
 * The runner is Criterion's own. The server is forked from main's first
 * line, when the program has run nothing but its constructors; each child
 * is a fork of the server, so that under Valgrind it starts with everything
 * that the server has already translated. One child lives at a time.
 */
#ifndef RIG_H
#define RIG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include <boxfort.h>

/* Exit status of a test program: Criterion's own 0 (all passed), 1 (some
 * failed), 3 (bad arguments), and these. */
enum {
	RIG_EXIT_LOST = 4,    /* the server died: some tests never ran         */
	RIG_EXIT_BROKEN = 5,  /* the machine refused: no memory, no processes  */
};

/* What Criterion is told when a test left by exit(0) before its end: no
 * process can exit with this status and no test can expect it. */
#define RIG_EXIT_EARLY 256

/* How one child ended. */
struct rig_death {
	pid_t pid;
	int signal;        /* that killed it, or 0                             */
	int exit;          /* its exit status                                  */
	bool timed_out;
	bool ended;        /* the test function returned: the token came       */
	bool lost;         /* the server died, nothing is known                */
	bool crashed;      /* by a signal that nobody knows (stock runner only)  */
	uint64_t elapsed;  /* nanoseconds                                      */
};

/* ---- forkserver.c ---- */

/* Forks the server. Must be called before anything else happens in main.
 * Ends the program with RIG_EXIT_BROKEN when the machine refuses. */
void rig_server_start(void);
/* Lets the server go and waits for its end. */
void rig_server_stop(void);
/* True when the server died before it was let go. */
bool rig_server_lost(void);
/* The descriptor on which the server reports deaths, or -1. */
int rig_server_fd(void);
/* Reads one report (blocks) and passes the death on to Criterion. */
void rig_server_read(void);

/* ---- lanes.c ---- */

/* Opens a new lane; returns the child's end, which the caller hands on and
 * closes, or -1 with errno set. A lane left by an earlier child is dropped. */
int rig_lane_open(void);
/* In the child: this descriptor is the way to the runner. */
void rig_lane_adopt(int fd);
/* In a process without a runner: messages go nowhere, and all are answered. */
void rig_lane_pretend(void);
/* Was one of them that an assert has failed? */
bool rig_lane_saw_failure(void);

/* ---- rehearsal.c ---- */

/* Both in the server; they do nothing without Valgrind, nor a second time. The
 * first before any request; the second before the first child is forked, with the function
 * that every child is going to run (later calls do nothing). */
void rig_rehearse(void);
void rig_rehearse_worker(bxf_fn *fn);
/* Gives the streams buffers that are no blocks of the heap. */
void rig_give_buffers(void);

/* ---- leave.c ---- */

/* Leaves as exit does, but without what nobody would miss. */
_Noreturn void rig_leave(int status);

/* ---- context.c: what the runner hands to a child ---- */

/* Reserves the shared memory; before the server is forked. */
bool rig_context_reserve(void);
/* In the child: a private copy of the memory, and the runner's statics. */
bool rig_context_adopt(void);
/* Bytes of the two areas that are in use, for the spawn request. */
void rig_context_used(size_t used[2]);
void rig_context_expect(const size_t used[2]);

/* In the server: calls fn as in a child, with a context that fill has filled
 * and that is gone afterwards. False when there was no room for it. */
bool rig_context_borrow(bool fill(bxf_context ctx), bxf_fn *fn);

/* ---- events.c ---- */

struct criterion_test_set;
struct criterion_suite;
struct criterion_test;
struct criterion_logger;
struct criterion_test_extra_data;

/* Takes RIG_EVENTS from the environment; false when it is not there. */
bool rig_events_open(void);
void rig_events_close(void);
bool rig_events_wanted(void);
struct criterion_logger *rig_events_logger(void);
void rig_events_start(struct criterion_test_set *set, const char *runner);
void rig_events_spawn(const char *suite, const char *test,
                  const struct criterion_test_extra_data *extra, pid_t pid);
void rig_events_end(const struct rig_death *death);
/* The tests after the current one will not run: says so for each. */
void rig_events_give_up(void);
/* Returns the number of tests that did not pass. */
size_t rig_events_finish(void);
void rig_events_list(struct criterion_test_set *set);
/* That this process ran tests together, and that a test was clean there. */
void rig_events_together(pid_t pid);
void rig_events_clean(const char *suite, const char *test);

/* ---- failpoint.c, when it is linked ---- */

/* In the server: has what it does to every block done once. */
void rig_failpoint_rehearse(void) __attribute__((weak));
/* Forgets every block and what was to fail. */
void rig_failpoint_reset(void) __attribute__((weak));

/* ---- scout.c ---- */

/* Leaves on, of all tests, the first that fails when they run in one process; all
 * when none does. */
void rig_scout(struct criterion_test_set *tests);

/* Is it a call of a function and no more, which can be played without what
 * Criterion's worker does for a test? */
bool rig_is_plain(const struct criterion_suite *suite,
                  const struct criterion_test *test);
/* Plays such a test in this process. */
void rig_play_here(const struct criterion_suite *suite,
                   const struct criterion_test *test);

/* Calls act in a process in which tests can be played so, waits for its end, and
 * ends what it has started. Its process id, or -1 when there was no process. */
pid_t rig_play_apart(void act(struct criterion_test_set *tests),
                     struct criterion_test_set *tests);

/* ---- together.c ---- */

/* Under Valgrind: are all tests clean when they run in one process? */
void rig_together(struct criterion_test_set *tests);
/* Tells it, when events have begun, and disables the tests that are. */
void rig_together_tell(struct criterion_test_set *tests);

/* ---- select.c ---- */

/* Takes --only=SUITE/TEST|..., --except=SUITE/TEST|..., --scout and --together out
 * of the arguments. Stock Criterion has neither of the last two, and runs all. */
void rig_select_options(int *argc, char *argv[]);
/* Calls visit for each test of the set, until it returns false; false then. */
typedef bool rig_visit(const struct criterion_suite *suite,
                       struct criterion_test *test, void *context);
bool rig_each_test(struct criterion_test_set *tests, rig_visit *visit,
                   void *context);
/* Is it off, itself or with its suite? */
bool rig_disabled(const struct criterion_suite *suite,
                  const struct criterion_test *test);
/* Disables every test that they leave out. */
void rig_select(struct criterion_test_set *tests);
bool rig_wants_scout(void);
bool rig_wants_together(void);
/* Was one of them given? */
bool rig_selects(void);

/* ---- fence.c, when it is linked ---- */

struct json;
/* Appends the members lo, hi, blocks, live and walk of a heap event; false
 * when the last child used no fence. */
bool rig_fence_picture(struct json *out) __attribute__((weak));
/* Reserves its shared memory; before the server is forked. */
bool rig_fence_reserve(void) __attribute__((weak));
/* In a child, at a failed assert: has the heap walked. */
void rig_fence_snapshot(void) __attribute__((weak));
/* Forgets the last child's picture. */
void rig_fence_reset(void) __attribute__((weak));
/* Memcheck forgets the payloads that this process still has in use. */
void rig_fence_forget(void) __attribute__((weak));

/* ---- numbers from the environment ---- */

/* Seconds a test may take when it asked for that many (0: the default). Again: one before
   it ran out of time; the default is a fifth then, but a second at least. */
double rig_timeout(double asked, bool again);

#endif
