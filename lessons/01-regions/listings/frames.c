#include <stdint.h>
#include <stdio.h>

/* Compares its own local variable with one of its caller. */
static void visit(const char *name, uintptr_t callers, int deeper)
{
	char mine = 0;
	uintptr_t address = (uintptr_t)&mine;

	printf("%s: %s than its caller's\n", name,
	       address < callers ? "lower" : "higher");
	if (deeper > 0)
		visit("the function it calls", address, deeper - 1);
}

int main(void)
{
	char mine = 0;

	visit("called by main", (uintptr_t)&mine, 1);
	visit("called by main, later", (uintptr_t)&mine, 0);
	return mine;
}
