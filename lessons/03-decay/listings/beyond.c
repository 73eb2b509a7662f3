#include <stdint.h>
#include <stdio.h>

// region: fits
/* Do n bytes from p on end at the latest where the line ends? */
static const char *with_pointers(const char *p, const char *end, size_t n)
{
	return p + n <= end ? "yes" : "no";
}

static const char *with_numbers(const char *p, const char *end, size_t n)
{
	return n <= (size_t)(end - p) ? "yes" : "no";
}
// endregion

int main(void)
{
	static char line[80];
	static const size_t wanted[] = { 10, 60, SIZE_MAX - 7 };

	for (size_t i = 0; i < 3; i++)
		printf("%20zu bytes: pointers say %s, numbers say %s\n", wanted[i],
		       with_pointers(line + 20, line + 80, wanted[i]),
		       with_numbers(line + 20, line + 80, wanted[i]));
	return 0;
}
