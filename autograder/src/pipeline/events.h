/*
 * events.h - what a test program told through its events pipe.
 *
 * One JSON object a line (autograder/rig/rig_main.c writes them). Lines that
 * are no JSON or no known event are counted, not believed: a submission may
 * scribble on every descriptor it finds.
 */
#ifndef EVENTS_H
#define EVENTS_H

#include <jansson.h>

#include "result.h"

enum event_kind {
	EVENT_START, EVENT_SPAWN, EVENT_ASSERT, EVENT_MESSAGE, EVENT_THEORY,
	EVENT_END, EVENT_HEAP, EVENT_TOGETHER, EVENT_CLEAN, EVENT_FINISH
};

struct event {
	enum event_kind kind;
	const char *test;          /* "suite/test"; NULL in start, together, finish */
	int param;                 /* -1 when the test takes none              */
	long pid;                  /* start, spawn, end, together              */
	enum test_status status;   /* end                                      */
	int signal, exit_code;     /* end                                      */
	bool ended;                /* end: the test's function returned        */
	double seconds;            /* end                                      */
	const char *message;       /* assert, message, theory                  */
	const char *expected, *actual; /* assert; NULL when not told           */
	const char *file;          /* assert                                   */
	int line;
	int tests;                 /* start: how many will run                 */
	json_t *json;              /* the whole event (borrowed)               */
};

struct event_list {
	struct event *items;
	size_t count, capacity;
	size_t bad_lines;          /* neither blank nor an event               */
	bool finished;             /* a finish event came                      */
	json_t *kept;              /* array that owns every json above         */
};

/* Reads n bytes of lines. Strings belong to list until events_free. */
void events_read(struct event_list *list, const char *bytes, size_t n);
void events_free(struct event_list *list);

/* Name of the test that process pid ran (its spawn event); NULL: none. */
const char *events_test_of(const struct event_list *list, long pid);

#endif
