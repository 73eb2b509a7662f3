#include <stdio.h>
#include <sys/resource.h>

/* Imagine that the user typed the number of songs. */
static void make_room(size_t songs)
{
	int seconds[songs];

	seconds[0] = 562;
	fprintf(stderr, "room for %zu, the first is %d s\n", songs, seconds[0]);
}

int main(void)
{
	struct rlimit limit;

	getrlimit(RLIMIT_STACK, &limit);
	limit.rlim_cur = 8 << 20;               /* the usual 8 MiB */
	setrlimit(RLIMIT_STACK, &limit);
	make_room(10);
	make_room(100000);
	make_room(10000000);
	return 0;
}
// run: expect=signal:SEGV
