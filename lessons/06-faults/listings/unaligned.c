#include <limits.h>
#include <stdio.h>
#include <string.h>

/* A file as it came in: kind (one byte), then seconds (four bytes). */
static const unsigned char file[64] = { [32] = 'S', 0x32, 0x02, 0, 0 };

static int by_pointer(const unsigned char *bytes)
{
	return *(const int *)(const void *)bytes;
}

static int by_copy(const unsigned char *bytes)
{
	int seconds;

	memcpy(&seconds, bytes, sizeof seconds);
	return seconds;
}

int main(void)
{
	volatile int longest = INT_MAX;

	printf("by copy:    %d s\n", by_copy(&file[33]));
	printf("by pointer: %d s\n", by_pointer(&file[33]));
	printf("and one more than the longest: %d s\n", longest + 1);
	return 0;
}
// run: flags=-fsanitize=undefined; mask=addresses; lint=cppcheck:integerOverflow; why=the overflow is what the sanitizer is to see
