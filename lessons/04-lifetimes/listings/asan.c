#include <stdio.h>
#include <stdlib.h>

static int *longest(void)
{
	int seconds = 562;
	int *where = &seconds;

	return where;
}

/* gcc 12's ASan looks for this only when it is asked to. */
const char *__asan_default_options(void);
const char *__asan_default_options(void)
{
	return "detect_stack_use_after_return=1:detect_leaks=0";
}

int main(int words, char **word)
{
	(void)word;
	if (words > 1) {
		int *where = longest();
		printf("the longest takes %d s\n", *where);
		return 0;
	}
	/* Start this program once more, and keep six lines of what it says. */
	fflush(stdout);
	return system("./asan again 2>&1 |"
	              "grep -E 'ERROR|READ|#0|frame$|inside'") != 0;
}
// run: flags=-fsanitize=address; mask=addresses; lint=tidy:clang-analyzer-core.StackAddressEscape tidy:cert-env33-c cppcheck:returnDanglingLifetime; why=follows the address of a local that is gone, and starts itself to keep a part of the report
