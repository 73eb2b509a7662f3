/*
 * stock_main.c - main of a test program that uses Criterion as installed.
 *
 * For machines without the static libraries, and to compare with: the same
 * arguments and events as rig_main.c, but each test is started by BoxFort
 * with exec, and Valgrind needs --trace-children=yes.
 *
 * What the fork server knows by itself, each test's process tells here: it
 * appends its pid to a memory file when the test begins, and again when its
 * function has returned (the completion token). For that, two of
 * Criterion's functions are wrapped when linking (rig.mk). The runner reads
 * the file when Criterion mentions the test, and reports its end when
 * Criterion comes to the next one; only then is the process surely dead.
 */
#define _GNU_SOURCE 1
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <criterion/criterion.h>
#include <criterion/internal/ordered-set.h>
#include <criterion/logging.h>
#include <criterion/options.h>
#include <criterion/stats.h>

#include "rig.h"

struct record {
	enum { BORN = 1, ENDED } kind;
	pid_t pid;
};

/* ---- in the test's process ---- */

static int book = -1;         /* the memory file */

void __real_criterion_internal_test_setup(void);
void __real_criterion_internal_test_teardown(void);
void __wrap_criterion_internal_test_setup(void);
void __wrap_criterion_internal_test_teardown(void);

/* BoxFort starts the program anew, with BXFI_MAP in its environment, and
 * closes all descriptors but the standard ones: hence the path. */
__attribute__((constructor)) static void open_book(void)
{
	const char *path = getenv("RIG_BOOK");

	if (path == NULL || getenv("BXFI_MAP") == NULL)
		return;
	book = open(path, O_WRONLY | O_APPEND | O_CLOEXEC);
	unsetenv("RIG_BOOK");
}

static void enter(int kind)
{
	struct record r = { .pid = getpid() };

	r.kind = kind;
	if (book >= 0 && write(book, &r, sizeof r) != sizeof r)
		close(book);
}

void __wrap_criterion_internal_test_setup(void)
{
	enter(BORN);
	__real_criterion_internal_test_setup();
}

void __wrap_criterion_internal_test_teardown(void)
{
	__real_criterion_internal_test_teardown();
	enter(ENDED);
}

/* ---- in the runner ---- */

static struct criterion_logger usual;
static const struct criterion_test *current;
static struct criterion_test_stats *stats_now;
static struct rig_death death;
static off_t read_up_to;

/*
 * Reads on until an entry of that kind, and returns its pid; 0 when there is
 * none. The next test's birth is left for the next call to read.
 */
static pid_t read_book(int kind)
{
	struct record r;

	while (pread(book, &r, sizeof r, read_up_to) == sizeof r) {
		if (kind == ENDED && r.kind == BORN)
			return 0;
		read_up_to += (off_t)sizeof r;
		if ((int)r.kind == kind)
			return r.pid;
	}
	return 0;
}

static void end_current(void)
{
	if (current == NULL)
		return;
	death.ended = read_book(ENDED) == death.pid && death.pid != 0;
	if (stats_now != NULL) {
		death.signal = stats_now->signal;
		death.exit = stats_now->exit_code;
		death.timed_out = stats_now->timed_out;
		death.elapsed = (uint64_t)(stats_now->elapsed_time * 1e9);
	}
	rig_events_end(&death);
	current = NULL;
	stats_now = NULL;
}

static void begin(const struct criterion_test *test)
{
	end_current();
	death = (struct rig_death){ .pid = read_book(BORN) };
	current = test;
	rig_events_spawn(test->category, test->name, test->data, death.pid);
}

static void on_pre_init(struct criterion_suite *suite,
                        struct criterion_test *test)
{
	if (test->data->disabled || (suite->data && suite->data->disabled))
		end_current();
	else
		begin(test);
	usual.log_pre_init(suite, test);
}

static void on_post_test(struct criterion_test_stats *stats)
{
	stats_now = stats;
	usual.log_post_test(stats);
}

static void on_timeout(struct criterion_test_stats *stats)
{
	stats_now = stats;
	usual.log_test_timeout(stats);
}

static void on_crash(struct criterion_test_stats *stats)
{
	stats_now = stats;
	usual.log_test_crash(stats);
}

/* Before or after the test's own function; perhaps before pre_init. */
static void on_other_crash(struct criterion_test_stats *stats)
{
	if (current == NULL)
		begin(stats->test);
	stats_now = stats;
	death.crashed = true;
	usual.log_other_crash(stats);
}

static void on_abnormal_exit(struct criterion_test_stats *stats)
{
	if (current == NULL)
		begin(stats->test);
	stats_now = stats;
	usual.log_abnormal_exit(stats);
}

static void on_post_all(struct criterion_global_stats *stats)
{
	end_current();
	usual.log_post_all(stats);
}

static struct criterion_logger *stock_logger(void)
{
	static struct criterion_logger logger;

	usual = logger = *rig_events_logger();
	logger.log_pre_init = on_pre_init;
	logger.log_post_test = on_post_test;
	logger.log_test_timeout = on_timeout;
	logger.log_test_crash = on_crash;
	logger.log_other_crash = on_other_crash;
	logger.log_abnormal_exit = on_abnormal_exit;
	logger.log_post_all = on_post_all;
	return &logger;
}

static bool make_book(void)
{
	char path[64];

	book = memfd_create("tests", MFD_CLOEXEC);
	if (book < 0)
		return false;
	(void)snprintf(path, sizeof path, "/proc/%ld/fd/%d", (long)getpid(), book);
	return setenv("RIG_BOOK", path, 1) == 0;
}

/* Criterion's --timeout shortens only what tests ask for. */
static bool set_timeout(const struct criterion_suite *suite,
                        struct criterion_test *test, void *context)
{
	double of_suite = suite->data ? suite->data->timeout : 0;

	(void)context;
	test->data->timeout = rig_timeout(test->data->timeout > 0
	                                  ? test->data->timeout : of_suite, false);
	return true;
}

static int run(struct criterion_test_set *tests)
{
	bool ok;

	if (!make_book()) {
		perror("rig: can't make a memory file");
		return RIG_EXIT_BROKEN;
	}
	rig_select(tests);
	rig_events_start(tests, "stock");
	rig_each_test(tests, set_timeout, NULL);
	criterion_options.jobs = 1;
	criterion_options.logger = stock_logger();
	if (rig_events_wanted())
		criterion_options.color = false;
	ok = criterion_run_all_tests(tests);
	if (rig_events_finish() > 0)
		ok = criterion_options.always_succeed;
	return !ok;
}

int main(int argc, char *argv[])
{
	struct criterion_test_set *tests;
	int status = 0;

	rig_select_options(&argc, argv);
	rig_events_open();
	tests = criterion_initialize();
	if (argc == 2 && strcmp(argv[1], "--list") == 0)
		rig_events_list(tests);
	else if (criterion_handle_args(argc, argv, true))
		status = run(tests);
	criterion_finalize(tests);
	return status;
}
