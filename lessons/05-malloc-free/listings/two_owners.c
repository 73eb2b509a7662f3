#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* volatile: or the compiler would see what we are about to do, and warn. */
static void release(char *volatile block)
{
	free(block);
}

int main(void)
{
	char *lyrics = malloc(40);
	release(lyrics);
	char *mail = malloc(40);      /* gets the block that has become free */
	if (mail == NULL)
		return 1;
	strcpy(mail, "Dear Ada,");
	release(lyrics);              /* once too often: this frees the mail */
	char *invoice = malloc(40);
	if (invoice == NULL)
		return 1;
	strcpy(invoice, "Please pay at once.");

	printf("mail:    %s\n", mail);
	printf("invoice: %s\n", invoice);
	return 0;
}
// run: lint=tidy:clang-analyzer-unix.Malloc cppcheck:memleak; why=the double free is the lesson, and leaves no block that could be freed
