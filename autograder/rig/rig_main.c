/*
 * rig_main.c - main of a test program.
 *
 *   program [--list] [--only=SUITE/TEST|...] [--except=SUITE/TEST|...] [--scout]
 *           [--together] [Criterion's own options]
 *
 * With RIG_EVENTS=N in the environment it writes events (events.c) to
 * descriptor N and nothing else; without, it logs as any Criterion program
 * does. --list prints one JSON object a line for each test.
 *
 * Environment: RIG_TIMEOUT, seconds a test may take that asks for none (10; less,
 * once another ran out of time); RIG_TIMEOUT_FACTOR, how much longer everything may
 * take under Valgrind (20).
 *
 * Exit status: 0 all passed, 1 some failed, 3 bad arguments, 4 the fork server
 * was killed and tests are lost, 5 the machine refused memory or processes.
 */
#include <stdlib.h>
#include <string.h>

#include <criterion/criterion.h>
#include <criterion/options.h>

#include "rig.h"

static bool wants_list(int argc, char *argv[])
{
	for (int i = 1; i < argc; i++)
		if (strcmp(argv[i], "--list") == 0)
			return true;
	return false;
}

static int run(struct criterion_test_set *tests)
{
	bool ok;

	rig_select(tests);
	if (rig_wants_scout())
		rig_scout(tests);
	if (rig_wants_together())
		rig_together(tests);
	rig_events_start(tests, "fork-server");
	if (rig_wants_together())
		rig_together_tell(tests);
	criterion_options.jobs = 1;
	criterion_options.logger = rig_events_logger();
	if (rig_events_wanted())
		criterion_options.color = false;
	ok = criterion_run_all_tests(tests);
	if (rig_events_finish() > 0)
		ok = criterion_options.always_succeed;
	if (rig_server_lost())
		return RIG_EXIT_LOST;
	return !ok;
}

int main(int argc, char *argv[])
{
	bool list = wants_list(argc, argv);
	struct criterion_test_set *tests;
	int status = 0;

	rig_select_options(&argc, argv);
	rig_events_open();
	if (!list)
		rig_server_start();
	tests = criterion_initialize();
	if (list)
		rig_events_list(tests);
	else if (criterion_handle_args(argc, argv, true))
		status = run(tests);
	criterion_finalize(tests);
	if (!list)
		rig_server_stop();
	return status;
}
