/*
 * errors.c - what Memcheck found, for comparing two runs.
 *
 *   errors FILE.xml SOURCE
 *
 * prints one line for each error whose stack has a frame in the source file
 * SOURCE (its last part): the kind, then from the first such frame outward
 * function:line, up to and including the test's own function.
 */
#include <expat.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct {
	const char *source;
	int stacks;            /* of this error, so far; the first counts */
	bool in_error, owned, over;
	char kind[64];
	char fn[256], file[256], line[16];
	char trace[4096];
	char text[512];
	size_t length;
} now;

static void start(void *data, const char *name, const char **attributes)
{
	(void)data;
	(void)attributes;
	now.length = 0;
	if (strcmp(name, "error") == 0) {
		now.in_error = true;
		now.owned = now.over = false;
		now.stacks = 0;
		now.trace[0] = '\0';
	} else if (strcmp(name, "stack") == 0) {
		now.stacks++;
	} else if (strcmp(name, "frame") == 0) {
		now.fn[0] = now.file[0] = now.line[0] = '\0';
	}
}

static void characters(void *data, const char *text, int length)
{
	(void)data;
	for (int i = 0; i < length && now.length + 1 < sizeof now.text; i++)
		now.text[now.length++] = text[i];
}

static void frame_ends(void)
{
	size_t used = strlen(now.trace), length = strlen(now.fn);

	if (now.stacks != 1 || now.over)
		return;
	now.owned = now.owned || strcmp(now.file, now.source) == 0;
	if (now.owned)
		snprintf(now.trace + used, sizeof now.trace - used, " %s:%s",
		         now.fn, now.line);
	now.over = length > 5 && strcmp(now.fn + length - 5, "_impl") == 0;
}

static void end(void *data, const char *name)
{
	(void)data;
	now.text[now.length] = '\0';
	if (!now.in_error)
		return;
	if (strcmp(name, "kind") == 0)
		snprintf(now.kind, sizeof now.kind, "%.60s", now.text);
	else if (strcmp(name, "fn") == 0)
		snprintf(now.fn, sizeof now.fn, "%.250s", now.text);
	else if (strcmp(name, "file") == 0)
		snprintf(now.file, sizeof now.file, "%.250s", now.text);
	else if (strcmp(name, "line") == 0)
		snprintf(now.line, sizeof now.line, "%.15s", now.text);
	else if (strcmp(name, "frame") == 0)
		frame_ends();
	else if (strcmp(name, "error") == 0 && now.owned)
		printf("%s%s\n", now.kind, now.trace);
	if (strcmp(name, "error") == 0)
		now.in_error = false;
	now.length = 0;
}

int main(int argc, char *argv[])
{
	XML_Parser parser = XML_ParserCreate(NULL);
	char buffer[1 << 14];
	size_t got;
	FILE *in = argc == 3 ? fopen(argv[1], "r") : NULL;

	if (in == NULL || parser == NULL) {
		fprintf(stderr, "usage: errors FILE.xml SOURCE\n");
		return 2;
	}
	now.source = argv[2];
	XML_SetElementHandler(parser, start, end);
	XML_SetCharacterDataHandler(parser, characters);
	do {
		got = fread(buffer, 1, sizeof buffer, in);
		if (!XML_Parse(parser, buffer, (int)got, got < sizeof buffer)) {
			printf("incomplete\n");
			return 1;
		}
	} while (got == sizeof buffer);
	fclose(in);
	XML_ParserFree(parser);
	return 0;
}
