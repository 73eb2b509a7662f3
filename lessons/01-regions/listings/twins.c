#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

static int volume = 50;

int main(void)
{
	int *address = &volume;
	pid_t child = fork();           /* from here on there are two of us */

	if (child < 0)
		return 1;
	if (child == 0) {
		*address = 80;
		printf("child:  the volume at this address is %d\n", *address);
		return 0;
	}
	wait(NULL);                     /* until the child has ended */
	printf("parent: the volume at this address is %d\n", *address);
	return 0;
}
