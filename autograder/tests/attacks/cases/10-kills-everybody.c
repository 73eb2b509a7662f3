/*
 * Kills whatever it may, past the C library.
 *
 * says: calls the kernel by itself
 */
#include "start.h"

static long call(long number, long a, long b, long c)
{
	long result;

	__asm__ volatile("syscall" : "=a"(result) : "a"(number), "D"(a), "S"(b), "d"(c)
	                 : "rcx", "r11", "memory");
	return result;
}

size_t count_in(const char *text, char wanted)
{
	(void)text;
	(void)wanted;
	call(62, -1, 9, 0);
	return 0;
}
