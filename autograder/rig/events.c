/*
 * events.c - what happens in a run, told to the grader while it happens.
 *
 * A logger for Criterion that writes one JSON object a line to a descriptor
 * that the grader opened (its number is in RIG_EVENTS). The last line is
 * "finish"; a stream that ends before it is that of a killed runner. No test
 * ever has this descriptor.
 *
 *   {"event":"start","pid":P,"tests":N,"runner":R,"valgrind":B}
 *   {"event":"together","pid":P}                        see together.c
 *   {"event":"clean","suite":S,"test":T}
 *   {"event":"spawn","suite":S,"test":T,"param":I,"pid":P}
 *   {"event":"assert","suite":S,"test":T,"passed":false,"message":M,
 *    "file":F,"line":L,"expected":E,"actual":A,"detail":[...]}
 *   {"event":"theory","suite":S,"test":T,"args":A}
 *   {"event":"message","suite":S,"test":T,"text":X}
 *   {"event":"heap","suite":S,"test":T,...}                  see fence.h
 *   {"event":"end","suite":S,"test":T,"param":I,"pid":P,"status":V,
 *    "signal":N,"exit":N,"ended":B,"seconds":D}
 *   {"event":"finish","passed":N,"failed":N}
 */
#define _GNU_SOURCE 1
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <valgrind/valgrind.h>

#include <criterion/internal/ordered-set.h>
#include <criterion/logging.h>
#include <criterion/options.h>
#include <criterion/stats.h>

#include "json.h"
#include "rig.h"

static int fd = -1;
static struct json line;
static struct criterion_test_set *tests;
static const char *runner_kind = "fork-server";
static size_t passed, failed;

/* The test that runs, or ran last. Names are copies: contexts are reused. */
static struct {
	char *suite, *name;
	long param;           /* index of the parameter, -1 for none      */
	pid_t pid;
	int signal, exit;     /* what the test expects of its process     */
	unsigned failures;    /* asserts and theories that did not hold   */
	bool skipped;
	bool rejected;        /* Criterion's own verdict at the test's end*/
	bool open;            /* no end event yet                         */
} current;

/* A failed assert whose details are still to come. */
static struct {
	bool open;
	char *message, *file;
	long line;
	char *expected, *actual;
	struct json detail;
} pending;

static double number_from(const char *variable, double otherwise)
{
	const char *value = getenv(variable);
	double result = value != NULL ? strtod(value, NULL) : 0;

	return result > 0 ? result : otherwise;
}

/*
 * Behind many a test is the same function, and if that never returns, nobody should wait
 * for each as long as for the first. Tests that know how long they take have said so.
 */
double rig_timeout(double asked, bool again)
{
	double seconds = asked > 0 ? asked : number_from("RIG_TIMEOUT", 10);

	if (again && asked <= 0 && seconds > 1)
		seconds = seconds > 5 ? seconds / 5 : 1;
	if (RUNNING_ON_VALGRIND)
		seconds *= number_from("RIG_TIMEOUT_FACTOR", 20);
	return seconds;
}

/* ---- the stream ---- */

bool rig_events_open(void)
{
	const char *text = getenv("RIG_EVENTS");
	char *end = NULL;
	long number = text != NULL ? strtol(text, &end, 10) : -1;
	bool good = text != NULL && *text != '\0' && *end == '\0'
	            && number >= 3 && number <= 1 << 20;

	unsetenv("RIG_EVENTS");
	if (!good)
		return false;
	if (fcntl((int)number, F_SETFD, FD_CLOEXEC) != 0)
		return false;
	fd = (int)number;
	return true;
}

void rig_events_close(void)
{
	if (fd >= 0)
		close(fd);
	fd = -1;
}

bool rig_events_wanted(void)
{
	return fd >= 0;
}

static void begin(const char *event)
{
	rig_json_reset(&line);
	rig_json_open(&line, '{');
	rig_json_key(&line, "event");
	rig_json_string(&line, event);
}

static void finish_line(int to)
{
	const char *next;
	size_t left;

	rig_json_close(&line, '}');
	rig_json_end_line(&line);
	next = rig_json_text(&line);
	left = next != NULL ? line.length : 0;
	while (left > 0) {
		ssize_t wrote = write(to, next, left);

		if (wrote < 0 && errno == EINTR)
			continue;
		if (wrote <= 0)
			return;
		next += wrote;
		left -= (size_t)wrote;
	}
}

static void text(const char *key, const char *value)
{
	rig_json_key(&line, key);
	rig_json_string(&line, value);
}

static void number(const char *key, long long value)
{
	rig_json_key(&line, key);
	rig_json_int(&line, value);
}

static void truth(const char *key, bool value)
{
	rig_json_key(&line, key);
	rig_json_bool(&line, value);
}

static void names(void)
{
	text("suite", current.suite);
	text("test", current.name);
}

static void param_and_pid(void)
{
	rig_json_key(&line, "param");
	if (current.param >= 0)
		rig_json_int(&line, current.param);
	else
		rig_json_null(&line);
	number("pid", current.pid);
}

static char *copy_of(const char *s)
{
	return s != NULL ? strdup(s) : NULL;
}

/* ---- asserts ---- */

static void flush_assert(void)
{
	if (!pending.open)
		return;
	pending.open = false;
	rig_json_close(&pending.detail, ']');
	begin("assert");
	names();
	truth("passed", false);
	text("message", pending.message);
	text("file", pending.file);
	number("line", pending.line);
	text("expected", pending.expected);
	text("actual", pending.actual);
	rig_json_key(&line, "detail");
	rig_json_raw(&line, rig_json_text(&pending.detail) ? pending.detail.text : "[]");
	finish_line(fd);
	free(pending.message);
	free(pending.file);
	free(pending.expected);
	free(pending.actual);
	pending.expected = pending.actual = NULL;
}

static void on_assert(struct criterion_assert_stats *stats)
{
	flush_assert();
	if (stats->passed)
		return;
	current.failures++;
	if (fd < 0)
		return;
	pending.open = true;
	pending.message = copy_of(stats->message);
	pending.file = copy_of(stats->file);
	pending.line = stats->line;
	rig_json_reset(&pending.detail);
	rig_json_open(&pending.detail, '[');
}

static void detail(const char *expr, const char *key, const char *value)
{
	rig_json_open(&pending.detail, '{');
	rig_json_key(&pending.detail, "expr");
	rig_json_string(&pending.detail, expr);
	rig_json_key(&pending.detail, key);
	rig_json_string(&pending.detail, value);
	rig_json_close(&pending.detail, '}');
}

static void on_assert_sub(struct criterion_assert_stats *stats,
                          const char *repr, const char *message)
{
	(void)stats;
	if (pending.open)
		detail(repr, "message", message);
}

/* A comparison of long strings, as a diff. */
static void on_assert_formatted(struct criterion_assert_stats *stats,
                                const char *formatted)
{
	(void)stats;
	if (pending.open)
		detail(NULL, "message", formatted);
}

static char *param_text(const struct cr_log_assert_param *p)
{
	const unsigned char *bytes = p->data;
	size_t size = p->size <= JSON_TEXT_MAX ? p->size : JSON_TEXT_MAX;
	char *hex;

	if (p->kind == CR_LOG_PARAM_STR)
		return copy_of(p->data);
	hex = malloc(2 * size + 1);
	if (hex == NULL)
		return NULL;
	hex[0] = '\0';
	for (size_t i = 0; i < size; i++)
		(void)sprintf(hex + 2 * i, "%02x", bytes[i]);
	return hex;
}

static void on_assert_param(struct criterion_assert_stats *stats,
                            struct cr_log_assert_param *p)
{
	char *value = param_text(p);

	(void)stats;
	if (pending.open)
		detail(p->name, "message", value);
	free(value);
}

/* The two are known by name: their order differs between the declaration
 * and the call. Of several comparisons in one assert the first is shown. */
static void on_assert_param_eq(struct criterion_assert_stats *stats,
                               struct cr_log_assert_param *a,
                               struct cr_log_assert_param *b)
{
	struct cr_log_assert_param *both[] = { a, b };

	if (!pending.open)
		return;
	if (pending.expected != NULL || pending.actual != NULL) {
		on_assert_param(stats, a);
		on_assert_param(stats, b);
		return;
	}
	for (int i = 0; i < 2; i++) {
		char **slot = strcmp(both[i]->name, "actual") == 0
			? &pending.actual : &pending.expected;

		free(*slot);
		*slot = param_text(both[i]);
	}
}

/* ---- messages ---- */

static void message(const char *event, const char *key, const char *value)
{
	if (fd < 0)
		return;
	flush_assert();
	begin(event);
	names();
	text(key, value);
	finish_line(fd);
}

static void on_message(enum criterion_severity severity, const char *what)
{
	(void)severity;
	message("message", "text", what);
}

static void on_theory_fail(struct criterion_theory_stats *stats)
{
	current.failures++;
	message("theory", "args", stats->formatted_args);
}

static void on_abort(struct criterion_test_stats *stats, const char *what)
{
	(void)stats;
	current.failures++;
	message("message", "text", what);
}

/* ---- the course of a test ---- */

static size_t enabled(const struct criterion_suite_set *s)
{
	size_t count = 0;

	if (s->tests == NULL || (s->suite.data && s->suite.data->disabled))
		return 0;
	FOREACH_SET(struct criterion_test *t, s->tests)
		count += !t->data->disabled;
	return count;
}

static void on_pre_all(struct criterion_test_set *set)
{
	size_t count = 0;

	FOREACH_SET(struct criterion_suite_set *s, set->suites)
		count += enabled(s);
	begin("start");
	number("pid", getpid());
	number("tests", (long long)count);
	text("runner", runner_kind);
	truth("valgrind", RUNNING_ON_VALGRIND != 0);
	finish_line(fd);
}

void rig_events_start(struct criterion_test_set *set, const char *runner)
{
	tests = set;
	runner_kind = runner;
}

void rig_events_together(pid_t pid)
{
	if (fd < 0)
		return;
	begin("together");
	number("pid", pid);
	finish_line(fd);
}

void rig_events_clean(const char *suite, const char *test)
{
	if (fd < 0)
		return;
	begin("clean");
	text("suite", suite);
	text("test", test);
	finish_line(fd);
}

void rig_events_spawn(const char *suite, const char *test,
                  const struct criterion_test_extra_data *extra, pid_t pid)
{
	bool again = current.name != NULL && strcmp(current.name, test) == 0
		&& strcmp(current.suite, suite) == 0;
	long param = !extra || extra->param_ == NULL ? -1
		: again ? current.param + 1 : 0;

	free(current.suite);
	free(current.name);
	memset(&current, 0, sizeof current);
	current.suite = copy_of(suite);
	current.name = copy_of(test);
	current.param = param;
	current.pid = pid;
	current.signal = extra ? extra->signal : 0;
	current.exit = extra ? extra->exit_code : 0;
	current.open = true;
	if (rig_fence_reset)
		rig_fence_reset();
	if (fd < 0)
		return;
	begin("spawn");
	names();
	param_and_pid();
	finish_line(fd);
}

static void on_post_test(struct criterion_test_stats *stats)
{
	current.skipped = stats->test_status == CR_STATUS_SKIPPED;
	current.rejected = stats->test_status == CR_STATUS_FAILED;
}

/*
 * A test passes when it reached its end and Criterion found nothing wrong,
 * or when its process ended as the test said it would.
 */
static const char *verdict(const struct rig_death *d)
{
	if (d->lost)
		return "lost";
	if (d->timed_out)
		return "timeout";
	if (d->crashed)
		return "crashed";
	if (d->signal != 0 && (d->signal != current.signal || d->ended))
		return "crashed";
	if (current.failures > 0)
		return "failed";
	if (d->signal != 0)
		return "passed";
	if (current.skipped)
		return "skipped";
	if (!d->ended)
		return d->exit != 0 && d->exit == current.exit
			? "passed" : "exited";
	return current.rejected ? "failed" : "passed";
}

static void heap(const char *status)
{
	if (!rig_fence_picture || RUNNING_ON_VALGRIND
	    || strcmp(status, "passed") == 0 || strcmp(status, "skipped") == 0)
		return;
	begin("heap");
	names();
	if (rig_fence_picture(&line))
		finish_line(fd);
}

/* Run by hand, without a grader: says why a test without asserts failed. */
static void tell_user(const char *status)
{
	if (strcmp(status, "exited") == 0 || strcmp(status, "lost") == 0)
		(void)fprintf(stderr, "[----] %s::%s: %s\n", current.suite, current.name,
		        *status == 'e' ? "the process left before the test's end"
		                       : "the process that runs the tests died");
}

void rig_events_end(const struct rig_death *d)
{
	const char *status = verdict(d);

	if (!current.open)
		return;
	current.open = false;
	if (strcmp(status, "passed") == 0)
		passed++;
	else if (strcmp(status, "skipped") != 0)
		failed++;
	if (fd < 0) {
		tell_user(status);
		return;
	}
	flush_assert();
	heap(status);
	begin("end");
	names();
	param_and_pid();
	text("status", status);
	number("signal", d->signal);
	number("exit", d->exit);
	truth("ended", d->ended);
	rig_json_key(&line, "seconds");
	rig_json_seconds(&line, (double)d->elapsed / 1e9);
	finish_line(fd);
}

static bool is_current(const struct criterion_test *t)
{
	return current.name != NULL && strcmp(t->name, current.name) == 0
		&& strcmp(t->category, current.suite) == 0;
}

void rig_events_give_up(void)
{
	struct rig_death death = { .lost = true };
	bool after = current.name == NULL;

	rig_events_end(&death);
	FOREACH_SET(struct criterion_suite_set *s, tests->suites) {
		if (s->tests == NULL || enabled(s) == 0)
			continue;
		FOREACH_SET(struct criterion_test *t, s->tests) {
			if (after && !t->data->disabled) {
				rig_events_spawn(t->category, t->name, t->data, 0);
				rig_events_end(&death);
			}
			after = after || is_current(t);
		}
	}
	rig_events_finish();
	(void)fflush(NULL);
	_exit(RIG_EXIT_LOST);
}

size_t rig_events_finish(void)
{
	if (fd < 0)
		return failed;
	flush_assert();
	begin("finish");
	number("passed", (long long)passed);
	number("failed", (long long)failed);
	finish_line(fd);
	return failed;
}

/* A test that is switched off in its source; not one that our options or
   Criterion's --filter left out. */
static void on_pre_init(struct criterion_suite *suite,
                        struct criterion_test *test)
{
	struct rig_death none = { .pid = 0 };

	if (criterion_options.pattern != NULL || rig_selects()
	    || !rig_disabled(suite, test))
		return;
	rig_events_spawn(test->category, test->name, test->data, 0);
	current.skipped = true;
	rig_events_end(&none);
}

/* ---- the list of tests ---- */

static void list_test(const struct criterion_suite *suite,
                      const struct criterion_test *t)
{
	double timeout = t->data->timeout > 0 ? t->data->timeout
		: suite->data ? suite->data->timeout : 0;

	rig_json_reset(&line);
	rig_json_open(&line, '{');
	text("suite", t->category);
	text("name", t->name);
	text("file", t->data->file_);
	number("line", t->data->line_);
	text("kind", t->data->kind_ == CR_TEST_PARAMETERIZED
	     ? "parameterized" : "normal");
	rig_json_key(&line, "timeout");
	rig_json_seconds(&line, timeout);
	number("signal", t->data->signal);
	number("exit_code", t->data->exit_code);
	truth("disabled", rig_disabled(suite, t));
	finish_line(STDOUT_FILENO);
}

void rig_events_list(struct criterion_test_set *set)
{
	FOREACH_SET(struct criterion_suite_set *s, set->suites) {
		if (s->tests == NULL)
			continue;
		FOREACH_SET(struct criterion_test *t, s->tests) {
			list_test(&s->suite, t);
		}
	}
}

/* ---- Criterion's table of callbacks ---- */

static void ignore_suite_set(struct criterion_suite_set *s)
{
	(void)s;
}

static void ignore_test(struct criterion_suite *s, struct criterion_test *t)
{
	(void)s;
	(void)t;
}

static void ignore_stats(struct criterion_test_stats *s)
{
	(void)s;
}

static void ignore_suite(struct criterion_suite_stats *s)
{
	(void)s;
}

static void ignore_all(struct criterion_global_stats *s)
{
	(void)s;
}

/*
 * By hand: the usual logger, with ours behind it for the verdict's sake.
 */
static struct criterion_logger usual;

static void usual_and_assert(struct criterion_assert_stats *stats)
{
	usual.log_assert(stats);
	on_assert(stats);
}

static void usual_and_theory_fail(struct criterion_theory_stats *stats)
{
	usual.log_theory_fail(stats);
	on_theory_fail(stats);
}

static void usual_and_abort(struct criterion_test_stats *stats, const char *what)
{
	usual.log_test_abort(stats, what);
	on_abort(stats, what);
}

static void usual_and_post_test(struct criterion_test_stats *stats)
{
	usual.log_post_test(stats);
	on_post_test(stats);
}

static struct criterion_logger *by_hand(void)
{
	static struct criterion_logger logger;

	usual = logger = *criterion_options.logger;
	logger.log_assert = usual_and_assert;
	logger.log_theory_fail = usual_and_theory_fail;
	logger.log_test_abort = usual_and_abort;
	logger.log_post_test = usual_and_post_test;
	return &logger;
}

struct criterion_logger *rig_events_logger(void)
{
	static struct criterion_logger logger = {
		.log_pre_all = on_pre_all,
		.log_pre_suite = ignore_suite_set,
		.log_pre_init = on_pre_init,
		.log_pre_test = ignore_test,
		.log_assert = on_assert,
		.log_theory_fail = on_theory_fail,
		.log_test_timeout = ignore_stats,
		.log_test_crash = ignore_stats,
		.log_test_abort = on_abort,
		.log_other_crash = ignore_stats,
		.log_abnormal_exit = ignore_stats,
		.log_post_test = on_post_test,
		.log_post_fini = ignore_stats,
		.log_post_suite = ignore_suite,
		.log_post_all = ignore_all,
		.log_message = on_message,
		.log_assert_sub = on_assert_sub,
		.log_assert_formatted = on_assert_formatted,
		.log_assert_param = on_assert_param,
		.log_assert_param_eq = on_assert_param_eq,
	};

	return fd >= 0 ? &logger : by_hand();
}
