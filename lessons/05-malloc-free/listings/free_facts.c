#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int main(void)
{
	char *ticket = malloc(30);
	unsigned char before[sizeof ticket];

	memcpy(before, &ticket, sizeof ticket); /* the bytes of the pointer itself */
	free(ticket);
	printf("the pointer after free: %s\n",
	       memcmp(before, &ticket, sizeof ticket) == 0 ? "the same bytes" : "changed");
	ticket = NULL;
	free(ticket);
	free(ticket);
	puts("free(NULL), twice: nothing happens");
	return 0;
}
// run: lint=-Wno-use-after-free cppcheck:uninitdata cppcheck:deallocuse; why=looks at the bytes of a freed pointer, not at the block
