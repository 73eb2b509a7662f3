#include <stdio.h>

int main(void)
{
	char label[8];
	int needed;

	needed = snprintf(label, sizeof label, "%s, %d s", "Naima", 7);
	printf("[%s] needed %d\n", label, needed);
	needed = snprintf(label, sizeof label, "%d s", 562);
	printf("[%s] needed %d\n", label, needed);
	needed = snprintf(NULL, 0, "%s, %d s", "Naima", 7);
	printf("[%s] needed %d\n", label, needed);
	return 0;
}
// run: lint=-Wno-format-truncation; why=shows what happens when the text does not fit
