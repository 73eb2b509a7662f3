/* farewell.c - a program with a destructor, which every test must run. */
#include <criterion/criterion.h>
#include <unistd.h>

static int status;

__attribute__((destructor)) static void leave(void)
{
	if (status != 0)
		_exit(status);
}

Test(farewell, runs_the_destructor) { status = 6; }
