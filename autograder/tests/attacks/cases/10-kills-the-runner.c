/*
 * Kills the program that runs the tests, so that there is no report.
 *
 * says: calls? (kill|getppid)
 */
#include "start.h"
#include <signal.h>
#include <unistd.h>

size_t count_in(const char *text, char wanted)
{
	(void)text;
	(void)wanted;
	kill(getppid(), SIGKILL);
	return 0;
}
