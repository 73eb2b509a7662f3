#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int main(void)
{
	char *diary = malloc(64);
	if (diary == NULL)
		return 1;
	strcpy(diary, "Dear diary, my password is swordfish.");
	free(diary);

	char *photo = malloc(64); /* a new block, for something else */
	if (photo == NULL)
		return 1;
	printf("%s\n", photo + 16);
	free(photo);
	return 0;
}
// run: lint=-Wno-maybe-uninitialized; why=reads what another owner left in the block
