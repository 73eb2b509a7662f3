#include <limits.h>
#include <stdio.h>

static void print_backwards(int n)
{
	if (n < 0) {
		printf("minus ");
		n = -n;
	}
	do {
		printf("%c", '0' + n % 10);
		n /= 10;
	} while (n > 0);
	printf("\n");
}

int main(void)
{
	print_backwards(562);
	print_backwards(0);
	print_backwards(-42);
	print_backwards(INT_MIN);
	return 0;
}
// run: flags=-fsanitize=undefined; lint=cppcheck:integerOverflow; why=what becomes of -n when n is INT_MIN is the lesson
