#include <stdint.h>
#include <stdio.h>

/* The value of one hexadecimal digit; -1 for anything else. */
static int digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return -1;
}

int main(void)
{
	const char *text = "1f4-200";
	uintptr_t number = 0;
	size_t i = 0;

	while (digit(text[i]) >= 0) {
		number = number * 16 + (uintptr_t)digit(text[i]);
		printf("%c makes it %zu\n", text[i], (size_t)number);
		i++;
	}
	printf("then comes a %c\n", text[i]);
	return 0;
}
