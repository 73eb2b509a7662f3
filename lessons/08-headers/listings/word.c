#include <stdbool.h>
#include <stdio.h>

#define IN_USE    ((size_t)1)
#define FLAG_BITS ((size_t)15)

static size_t pack(size_t size, bool in_use)
{
	return size | (in_use ? IN_USE : 0);
}

int main(void)
{
	const size_t words[] = { pack(48, true), pack(48, false), 0x71, 0x70, 1 };

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		printf("%#4zx: size %3zu, %s\n", words[i], words[i] & ~FLAG_BITS,
		       words[i] & IN_USE ? "in use" : "free");
	return 0;
}
