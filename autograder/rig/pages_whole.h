/*
 * pages_whole.h - for page sources of real programs: what they say of a number of
 * bytes that the contract (pages.h) forbids.
 */
#ifndef PAGES_WHOLE_H
#define PAGES_WHOLE_H

#include <stddef.h>
#include <stdlib.h>
#include <unistd.h>

/* No stdio: its first line of output asks malloc for a buffer. */
static inline void must_be_whole(size_t bytes)
{
	static const char message[] = "pages: a number of bytes must be a "
		"multiple of 16, and not 0\n";

	if (bytes != 0 && bytes % 16 == 0)
		return;
	if (write(STDERR_FILENO, message, sizeof message - 1) < 0)
		abort();
	abort();
}

#endif
