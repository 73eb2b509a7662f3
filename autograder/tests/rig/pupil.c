/* pupil.c - see pupil.h. */
#define _GNU_SOURCE
#include <stdlib.h>
#include <string.h>

#include "pupil.h"

void pupil_release(char **words)
{
	for (size_t i = 0; words != NULL && words[i] != NULL; i++)
		free(words[i]);
	free(words);
}

char **pupil_split(const char *text)
{
	size_t count = 1;
	char **words;

	for (const char *c = text; *c != '\0'; c++)
		count += *c == ' ';
	words = calloc(count + 1, sizeof *words);
	if (words == NULL)
		return NULL;
	for (size_t i = 0; i < count; i++) {
		size_t length = strcspn(text, " ");

		words[i] = i % 2 ? malloc(length + 1) : strndup(text, length);
		if (words[i] == NULL) {
			pupil_release(words);
			return NULL;
		}
		memcpy(words[i], text, length);
		words[i][length] = '\0';
		text += length + 1;
	}
	return words;
}

char *pupil_copy(const char *text)
{
	return strdup(text);
}
