#define _DEFAULT_SOURCE 1
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>

static const size_t MiB = (size_t)1 << 20;

static void say(const char *what, int yes)
{
	printf("%-24s %s\n", what, yes ? "yes" : strerror(errno));
}

int main(void)
{
	/* At most 64 MiB of data that may be written. */
	struct rlimit limit = { 64 * MiB, 64 * MiB };
	setrlimit(RLIMIT_DATA, &limit);

	char *all = mmap(NULL, 1024 * MiB, PROT_NONE,
	                 MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	say("reserve 1024 MiB:", all != MAP_FAILED);
	if (all == MAP_FAILED)
		return 1;
	say("open the first 32:",
	    mprotect(all, 32 * MiB, PROT_READ | PROT_WRITE) == 0);
	say("open 64 more:",
	    mprotect(all + 32 * MiB, 64 * MiB, PROT_READ | PROT_WRITE) == 0);
	say("open 16 more:",
	    mprotect(all + 32 * MiB, 16 * MiB, PROT_READ | PROT_WRITE) == 0);
	return 0;
}
