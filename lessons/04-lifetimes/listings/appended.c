#include <stdio.h>

int main(void)
{
	static const int seconds[] = { 562, 346, 579, 323 };
	char line[12];
	size_t used = 0;

	for (size_t i = 0; i < 4; i++) {
		size_t left = sizeof line - used;

		printf("byte %2zu, %20zu left\n", used, left);
		if (left > sizeof line)
			break; /* the next snprintf would write far behind */
		used += (size_t)snprintf(line + used, left, "%d s, ", seconds[i]);
	}
	return 0;
}
// run: lint=-Wno-format-truncation; why=the truncation is the lesson
