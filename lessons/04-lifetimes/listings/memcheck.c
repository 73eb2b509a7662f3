#include <stdio.h>

static int *longest(void)
{
	int seconds = 562;
	int *where = &seconds;

	return where;
}

static int *first_of_many(void)
{
	int seconds[100] = { 562 };
	int *where = seconds;

	return where;
}

static int is_short(const int *seconds)
{
	int limits[8] = { 60, 60, 60, 60, 60, 60, 60, 60 };

	return *seconds <= limits[0];
}

int main(void)
{
	int *near = longest();
	if (*near > 500)
		puts("1: long");

	int *far = first_of_many();
	if (*far > 500)
		puts("2: long");

	near = longest();
	if (is_short(near))
		puts("3: short");
	return 0;
}
// run: expect=valgrind:UninitCondition
