#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Adds up the seconds of a log. Sometimes the sum is wrong. */
static long total(const char *log)
{
	char copy[4000];
	long seconds = 0;
	int field = 0;

	snprintf(copy, sizeof copy, "%s", log);
	for (char *word = strtok(copy, ";\n"); word; word = strtok(NULL, ";\n"))
		if (field++ % 3 == 0) /* each line has three fields */
			seconds += atol(word);
	return seconds;
}

/* The same, slowly and simply, to compare with. */
static long right_total(const char *log)
{
	long seconds = 0;

	for (; log != NULL; log = strchr(log, '\n'))
		seconds += atol(log += *log == '\n');
	return seconds;
}

/* Is each line a line: seconds, artist, title, and the end? */
static int is_log(const char *log)
{
	while (*log != '\0') {
		size_t digits = strspn(log, "0123456789");
		size_t artist = strcspn(log + digits, "\n") > 0 ?
		                strcspn(log + digits + 1, ";\n") : 0;
		const char *title = log + digits + 1 + artist;

		if (digits == 0 || log[digits] != ';' || artist == 0 || *title != ';')
			return 0;
		size_t letters = strcspn(title + 1, "\n");
		if (letters == 0 || title[1 + letters] != '\n')
			return 0;
		log = title + letters + 2;
	}
	return 1;
}

static int is_wrong(const char *log)
{
	return is_log(log) && total(log) != right_total(log);
}

// region: take
/* Takes the pieces of `size` out, one after the other, as long as it stays wrong. */
static int take_out(char *log, size_t size, size_t *tries)
{
	char without[4000];
	int smaller = 0;

	for (size_t at = 0; at + size <= strlen(log);) {
		memcpy(without, log, at);
		strcpy(without + at, log + at + size);
		++*tries;
		if (is_wrong(without)) {
			strcpy(log, without);
			smaller = 1;
		} else {
			at += size;
		}
	}
	return smaller;
}
// endregion

int main(void)
{
	char log[4000] = "";
	size_t tries = 0;

	for (int i = 1; i <= 60; i++)
		sprintf(log + strlen(log), "%d;artist %d;%s %d\n", 100 + i, i % 7,
		        i == 41 ? "Suite; part" : "song", i);
	printf("%4zu bytes, %s\n", strlen(log), is_wrong(log) ? "wrong" : "right");
	for (size_t size = strlen(log) / 2; size > 0; size /= 2)
		while (take_out(log, size, &tries))
			printf("%4zu bytes, in pieces of %zu\n", strlen(log), size);
	printf("%zu tries; what is left:\n%s\n", tries, log);
	return 0;
}
