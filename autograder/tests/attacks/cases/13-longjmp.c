/*
 * Jumps past the assertions.
 *
 * says: calls? (longjmp|_setjmp|setjmp)
 */
#include "start.h"
#include <setjmp.h>

size_t count_in(const char *text, char wanted)
{
	(void)text;
	(void)wanted;
	static jmp_buf back;
	static int jumped;
	if (setjmp(back) == 0 && !jumped++)
		longjmp(back, 1);
	return 0;
}
