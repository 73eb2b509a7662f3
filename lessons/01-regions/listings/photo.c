#include <stdio.h>
#include <sys/stat.h>

static char photo[1024 * 1024];         /* 1 MiB, all zeros */
static char cover[256 * 1024] = "GIF";  /* 256 KiB: three letters, and zeros */

int main(void)
{
	struct stat program;

	if (stat("/proc/self/exe", &program) != 0)
		return 1;
	printf("photo and cover: %d KiB\n", 1024 + 256);
	printf("the program's file: more than 256 KiB? %s\n",
	       program.st_size > 256 * 1024 ? "yes" : "no");
	printf("more than 512 KiB? %s\n",
	       program.st_size > 512 * 1024 ? "yes" : "no");
	return photo[0] + cover[3];
}
