/*
 * Takes the solution in as bytes, while it is assembled.
 *
 * says: could not be|does not compile|No such file|assembl
 */
#include "start.h"
__asm__(".section .rodata\nsecret: .incbin \"@COURSE@/solutions/00-start/start.c\"\n.text");

size_t count_in(const char *text, char wanted)
{
	(void)text;
	(void)wanted;
	return 0;
}
