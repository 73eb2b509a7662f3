#define _DEFAULT_SOURCE 1
#include <stdio.h>
#include <sys/mman.h>

enum { SIZE = 1 << 20 };

int main(void)
{
	char *photo = mmap(NULL, SIZE, PROT_READ | PROT_WRITE,
	                   MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (photo == MAP_FAILED)
		return 1;
	printf("the last byte is %d\n", photo[SIZE - 1]);
	photo[SIZE - 1] = 'x';
	printf("the last byte is %d\n", photo[SIZE - 1]);
	fflush(stdout);
	munmap(photo, SIZE);
	printf("the last byte is %d\n", photo[SIZE - 1]);
	return 0;
}

// run: expect=signal:SEGV
