#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

int main(void)
{
	char bytes[4];
	int file = open("/proc/self/comm", O_RDONLY);   /* our own name */
	ssize_t got;

	if (file < 0)
		return 1;
	while ((got = read(file, bytes, 4)) > 0) {
		printf("%zd bytes:", got);
		for (ssize_t i = 0; i < got; i++)
			printf(" %c", bytes[i] == '\n' ? '.' : bytes[i]);
		printf("\n");
	}
	printf("%zd: the end\n", got);
	close(file);
	return 0;
}
