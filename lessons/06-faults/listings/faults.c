/* Ten faulty functions; the argument says which one to run. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// region: ten
static int chart[4];
static struct {
	char title[8];
	char artist[24];
} track;

/* Numbers 0 to last: the caller says which one is the last. */
static void number(int *places, int last)
{
	for (int i = 0; i <= last; i++)
		places[i] = i;
}

static void heap_overrun(void)
{
	int *places = malloc(4 * sizeof *places);

	if (places == NULL)
		return;
	number(places, 4);
	free(places);
}

static void stack_overrun(void)
{
	int places[4];

	number(places, 4);
	printf("%d\n", places[1]);
}

static void static_overrun(void)
{
	number(chart, 4);
}

static void member_overrun(void)
{
	const char *from = "Giant Steps";
	char *to = track.title;

	while ((*to++ = *from++) != '\0')
		;
}

static void use_after_free(void)
{
	char *title = malloc(20);

	if (title == NULL)
		return;
	strcpy(title, "Naima");
	free(title);
	printf("%c\n", title[3]);
}

static void double_free(void)
{
	char *title = malloc(20), *shown = title;

	free(title);
	title = NULL;
	free(title);
	free(shown);
}

static void uninitialised(void)
{
	int *seconds = malloc(sizeof *seconds);

	if (seconds == NULL)
		return;
	if (*seconds > 600)
		puts("a long song");
	free(seconds);
}

static void leak(void)
{
	char *title = malloc(20);

	if (title != NULL)
		title[0] = 'N';
}

/* The address of a local, which its caller follows. */
static int *best_place(void)
{
	int place = 1;
	int *answer = &place;

	return answer;
}

static void dead_local(void)
{
	printf("%d\n", *best_place());
}

static void misaligned(void)
{
	static char record[8] = { 'S', 50, 2, 0, 0 };

	printf("%d\n", *(int *)(void *)(record + 1));
}
// endregion

int main(int count, char **words)
{
	static void (*const faults[])(void) = {
		heap_overrun, stack_overrun, static_overrun, member_overrun,
		use_after_free, double_free, uninitialised, leak, dead_local,
		misaligned,
	};

	if (count == 2)
		faults[atoi(words[1])]();
	return 0;
}
// run: lint=-Wno-return-local-addr -Wno-use-after-free -Wno-maybe-uninitialized -Wno-uninitialized -Wno-dangling-pointer -Wno-array-bounds -Wno-stringop-overflow tidy:clang-analyzer-* cppcheck:returnDanglingLifetime cppcheck:memleak cppcheck:deallocuse; why=ten faults on purpose
