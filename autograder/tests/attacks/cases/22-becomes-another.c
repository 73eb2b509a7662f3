/*
 * Becomes a program that succeeds, which erases what Memcheck has found.
 *
 * says: calls? execve
 */
#include "start.h"
#include <unistd.h>

@FAULT@

size_t count_in(const char *text, char wanted)
{
	char *const argv[] = { "true", NULL };
	size_t count = count_and_err(text, wanted);

	execve("/bin/true", argv, NULL);
	return count;
}
