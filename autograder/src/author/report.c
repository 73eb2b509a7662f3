/*
 * report.c - see report.h.
 */
#include "author/report.h"

#include <stdio.h>
#include <string.h>

#include "base/proc.h"

void group_open(struct group *g, const char *claim, const char *things)
{
	*g = (struct group){ .claim = claim, .things = things,
	                     .started = clock_seconds() };
	pthread_mutex_init(&g->lock, NULL);
}

void group_pass(struct group *g)
{
	pthread_mutex_lock(&g->lock);
	g->passed++;
	pthread_mutex_unlock(&g->lock);
}

/* Adds a fault; the lines of a longer one keep the first one's indentation. */
void group_fail(struct group *g, const char *place, const char *format, ...)
{
	struct text sentence = TEXT_EMPTY;
	va_list args;

	va_start(args, format);
	text_add_v(&sentence, format, args);
	va_end(args);
	pthread_mutex_lock(&g->lock);
	g->failed++;
	text_add_format(&g->said, "        %s: ", place);
	for (const char *s = text_string(&sentence); *s; s++) {
		text_add_n(&g->said, s, 1);
		if (*s == '\n' && s[1])
			text_add(&g->said, "            ");
	}
	if (!text_ends(text_string(&sentence), "\n"))
		text_add(&g->said, "\n");
	pthread_mutex_unlock(&g->lock);
	text_free(&sentence);
}

void group_note(struct group *g, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	pthread_mutex_lock(&g->lock);
	text_add(&g->said, "        ");
	text_add_v(&g->said, format, args);
	text_add(&g->said, "\n");
	pthread_mutex_unlock(&g->lock);
	va_end(args);
}

void group_close(struct group *g, struct totals *totals)
{
	if (g->passed + g->failed) {
		printf("  %-4s  %-52s %4zu %-10s %5.1f s\n",
		       g->failed ? "FAIL" : "ok", g->claim,
		       g->passed + g->failed, g->things,
		       clock_seconds() - g->started);
		fputs(text_string(&g->said), stdout);
		fflush(stdout);
	}
	totals->passed += g->passed;
	totals->failed += g->failed;
	text_free(&g->said);
	pthread_mutex_destroy(&g->lock);
}

void report_heading(const char *heading)
{
	printf("%s\n", heading);
	fflush(stdout);
}
