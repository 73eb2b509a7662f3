#include <stdio.h>
#include <sys/stat.h>

static char photo[1 << 20];             /* 1 MiB, all zeros */
static char cover[1 << 18] = "GIF";     /* 256 KiB: three letters, and zeros */

int main(void)
{
	struct stat program;

	if (stat("/proc/self/exe", &program) != 0)
		return 1;
	printf("photo and cover: %d KiB\n", (1 << 10) + (1 << 8));
	printf("the program's file: more than 256 KiB? %s\n",
	       program.st_size > 1 << 18 ? "yes" : "no");
	printf("more than 512 KiB? %s\n", program.st_size > 1 << 19 ? "yes" : "no");
	return photo[0] + cover[3];
}
