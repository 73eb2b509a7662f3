/*
 * pages_whole.h - what the page sources of real programs have in common: mappings,
 * and what they say of a number of bytes that the contract (pages.h) forbids.
 */
#ifndef PAGES_WHOLE_H
#define PAGES_WHOLE_H

#include <stddef.h>
#include <stdlib.h>
#include <sys/mman.h>
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

static inline void *map_whole(size_t bytes)
{
	must_be_whole(bytes);
	void *start = mmap(NULL, bytes, PROT_READ | PROT_WRITE,
	                   MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	return start != MAP_FAILED ? start : NULL;
}

/* What was cut off in the midst of a page comes again as it was, and is not zero. */
static inline void *remap_whole(void *mapping, size_t bytes, size_t wanted)
{
	must_be_whole(wanted);
	void *start = mremap(mapping, bytes, wanted, MREMAP_MAYMOVE);
	return start != MAP_FAILED ? start : NULL;
}

#endif
