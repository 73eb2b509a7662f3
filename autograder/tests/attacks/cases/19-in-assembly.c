/*
 * The same without a macro.
 *
 * says: speaks to Valgrind
 */
#include "start.h"

@FAULT@

size_t count_in(const char *text, char wanted)
{
	volatile unsigned long long request[6] = { 0x1801, 1 };
	__asm__ volatile("rolq $3, %%rdi; rolq $13, %%rdi; rolq $61, %%rdi; rolq $51, %%rdi; xchgq %%rbx, %%rbx"
	                 : : "a"(&request[0]), "d"(0) : "cc", "memory");
	return count_and_err(text, wanted);
}
