/*
 * Never wakes.
 *
 * says: calls? (sleep|pause)
 */
#include "start.h"
#include <unistd.h>

size_t count_in(const char *text, char wanted)
{
	(void)text;
	(void)wanted;
	for (;;)
		sleep(1000);
	return 0;
}
