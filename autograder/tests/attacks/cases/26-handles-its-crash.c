/*
 * Ends well when it crashes.
 *
 * says: calls? (signal|_exit)
 */
#include "start.h"
#include <signal.h>
#include <unistd.h>

static void leave(int number)
{
	(void)number;
	_exit(0);
}

size_t count_in(const char *text, char wanted)
{
	(void)text;
	(void)wanted;
	signal(SIGSEGV, leave);
	*(volatile int *)0 = 1;
	return 0;
}
