#include <stdio.h>

// region: skip
/* Both want to move the caller's pointer behind the spaces. */
static void skip_one_star(const char *text)
{
	while (*text == ' ')
		text++;
}

static void skip_two_stars(const char **text)
{
	while (**text == ' ')
		(*text)++;
}
// endregion

int main(void)
{
	const char *line = "   So What";

	skip_one_star(line);
	printf("one star:   [%s]\n", line);
	skip_two_stars(&line);
	printf("two stars:  [%s]\n", line);
	return 0;
}
