/*
 * progress.c - see progress.h.
 */
#include "class/progress.h"

#include <stdio.h>
#include <unistd.h>

#include "base/proc.h"

#define BAR 24
/* Seconds between two pictures of the bar, and between two lines. */
#define BAR_EVERY  0.1
#define LINE_EVERY 30.0

static void show_left(double seconds)
{
	if (seconds < 90)
		fprintf(stderr, "about %.0f s left", seconds);
	else if (seconds < 5400)
		fprintf(stderr, "about %.0f min left", seconds / 60);
	else
		fprintf(stderr, "about %.1f h left", seconds / 3600);
}

static void show(const struct progress *p, size_t bad)
{
	double took = clock_seconds() - p->start;
	size_t full = p->count > 0 ? p->done * BAR / p->count : BAR;

	if (p->terminal) {
		fputs("\r\033[K[", stderr);
		for (size_t i = 0; i < BAR; i++)
			fputc(i < full ? '#' : '.', stderr);
		fputs("] ", stderr);
	}
	fprintf(stderr, "%zu of %zu graded, ", p->done, p->count);
	if (p->done > 0)
		show_left(took / (double)p->done * (double)(p->count - p->done));
	else
		fputs("the first ones are running", stderr);
	if (bad > 0)
		fprintf(stderr, ", %zu could not be graded", bad);
	if (!p->terminal)
		fputc('\n', stderr);
	fflush(stderr);
}

void progress_start(struct progress *p, size_t count, bool on)
{
	*p = (struct progress){ .count = count, .start = clock_seconds(), .on = on,
	                        .terminal = isatty(STDERR_FILENO) };
	p->shown = p->start;
	if (on)
		show(p, 0);
}

void progress_step(struct progress *p, size_t bad)
{
	double now = clock_seconds();

	p->done++;
	if (!p->on || (p->done < p->count &&
	               now - p->shown < (p->terminal ? BAR_EVERY : LINE_EVERY)))
		return;
	p->shown = now;
	show(p, bad);
}

void progress_end(struct progress *p)
{
	if (p->on && p->terminal)
		fputs("\r\033[K", stderr);
	if (p->on && p->done > 0)
		fprintf(stderr, "%zu graded in %.0f s.\n", p->done,
		        clock_seconds() - p->start);
	p->on = false;
}
