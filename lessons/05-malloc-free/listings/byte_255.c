#include <stdio.h>

int main(void)
{
	FILE *file = tmpfile(); /* a new file, which vanishes when it is closed */
	char letter;
	int byte, as_char = 0, as_int = 0;

	if (file == NULL)
		return 1;
	fputs("L'Ha\xff-les-Roses", file); /* an old file: there 255 is a letter */
	rewind(file);                      /* back to the beginning */
	while ((letter = fgetc(file)) != EOF)
		if (letter == 's')
			as_char++;
	rewind(file);
	while ((byte = fgetc(file)) != EOF)
		if (byte == 's')
			as_int++;
	printf("in a char: %d times s, in an int: %d times\n", as_char, as_int);
	fclose(file);
	return 0;
}
// run: lint=tidy:bugprone-unsafe-functions tidy:cert-msc24-c tidy:cert-msc33-c tidy:clang-analyzer-unix.Errno; why=a temporary file can be rewound
