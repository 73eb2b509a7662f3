#include <stdio.h>
#include <string.h>

static void look(const char *title)
{
	char tag[8];

	memset(tag, '#', sizeof tag);
	strncpy(tag, title, sizeof tag);
	printf("%-9s", title);
	for (size_t i = 0; i < sizeof tag; i++)
		printf(" %c", tag[i] == '\0' ? '0' : tag[i]);
	printf("   an end: %s\n",
	       memchr(tag, '\0', sizeof tag) != NULL ? "yes" : "no");
}

int main(void)
{
	look("Monk");
	look("Giuffre");
	look("Coltrane");
	look("Ellington");
	return 0;
}
// run: lint=-Wno-stringop-truncation tidy:bugprone-not-null-terminated-result; why=shows that no end may be written
