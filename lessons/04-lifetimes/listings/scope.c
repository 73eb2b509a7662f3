#include <stdio.h>
#include <stdlib.h>

struct song {
	const char *title;
	int seconds;
};

const char *__asan_default_options(void);
const char *__asan_default_options(void)
{
	return "detect_leaks=0";
}

static int length_of(const struct song *song)
{
	return song->seconds;
}

int main(int words, char **word)
{
	(void)word;
	if (words == 1) {
		fflush(stdout);
		return system("./scope again 2>&1 |"
		              "grep -E '^So|ERROR|#0|inside'") != 0;
	}

	const struct song *next = &(struct song){ "So What", 562 };
	printf("So What: %d s\n", length_of(next));
	fflush(stdout);
	if (next->seconds > 300) {
		next = &(struct song){ "Naima", 263 };
	}
	printf("Naima: %d s\n", length_of(next));
	return 0;
}
// run: flags=-fsanitize=address; mask=addresses; lint=tidy:cert-env33-c -Wno-dangling-pointer; why=follows the address of a literal that is gone, and starts itself to keep a part of the report
