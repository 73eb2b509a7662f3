/*
 * events.c - reading the lines of a test program's events pipe.
 */
#include "pipeline/events.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"

static const char *const kinds[] = {
	[EVENT_START] = "start", [EVENT_SPAWN] = "spawn",
	[EVENT_ASSERT] = "assert", [EVENT_MESSAGE] = "message",
	[EVENT_THEORY] = "theory", [EVENT_END] = "end", [EVENT_HEAP] = "heap",
	[EVENT_TOGETHER] = "together", [EVENT_CLEAN] = "clean",
	[EVENT_FINISH] = "finish",
};

static bool find_kind(const char *name, enum event_kind *kind)
{
	for (size_t i = 0; name != NULL && i < sizeof kinds / sizeof *kinds; i++)
		if (strcmp(name, kinds[i]) == 0) {
			*kind = (enum event_kind)i;
			return true;
		}
	return false;
}

static enum test_status find_status(const char *name)
{
	static const struct { const char *name; enum test_status status; }
	statuses[] = {
		{ "passed", TEST_PASSED },   { "failed", TEST_FAILED },
		{ "crashed", TEST_CRASHED }, { "exited", TEST_EXITED },
		{ "timeout", TEST_TIMEOUT }, { "skipped", TEST_SKIPPED },
	};

	for (size_t i = 0; name != NULL && i < sizeof statuses / sizeof *statuses;
	     i++)
		if (strcmp(name, statuses[i].name) == 0)
			return statuses[i].status;
	return TEST_LOST;
}

static const char *string_of(const json_t *j, const char *key)
{
	return json_string_value(json_object_get(j, key));
}

static long number_of(const json_t *j, const char *key, long otherwise)
{
	const json_t *n = json_object_get(j, key);

	return json_is_integer(n) ? (long)json_integer_value(n) : otherwise;
}

/* "suite/test", kept in the event itself so that it lives as long. */
static const char *name_of(json_t *j)
{
	const char *suite = string_of(j, "suite"), *test = string_of(j, "test");

	if (suite == NULL || test == NULL)
		return NULL;
	char *name = must_format("%s/%s", suite, test);
	json_object_set_new(j, "name", json_string(name));
	free(name);
	return string_of(j, "name");
}

static struct event event_from(json_t *j, enum event_kind kind)
{
	const char *message = string_of(j, "message");

	if (message == NULL)
		message = string_of(j, kind == EVENT_THEORY ? "args" : "text");
	return (struct event){
		.kind = kind,
		.test = name_of(j),
		.param = (int)number_of(j, "param", -1),
		.pid = number_of(j, "pid", 0),
		.status = find_status(string_of(j, "status")),
		.signal = (int)number_of(j, "signal", 0),
		.exit_code = (int)number_of(j, "exit", 0),
		.ended = json_is_true(json_object_get(j, "ended")),
		.seconds = json_number_value(json_object_get(j, "seconds")),
		.message = message,
		.expected = string_of(j, "expected"),
		.actual = string_of(j, "actual"),
		.file = string_of(j, "file"),
		.line = (int)number_of(j, "line", 0),
		.tests = (int)number_of(j, "tests", 0),
		.json = j,
	};
}

static void push(struct event_list *list, struct event e)
{
	if (list->count == list->capacity) {
		list->capacity = list->capacity != 0 ? list->capacity * 2 : 64;
		list->items = must_resize(list->items, list->capacity,
		                          sizeof *list->items);
	}
	list->items[list->count++] = e;
}

static void read_line(struct event_list *list, const char *line, size_t n)
{
	json_t *j = json_loadb(line, n, JSON_REJECT_DUPLICATES, NULL);
	enum event_kind kind;

	if (!find_kind(string_of(j, "event"), &kind)) {
		json_decref(j);
		list->bad_lines++;
		return;
	}
	json_array_append_new(list->kept, j);
	struct event e = event_from(j, kind);
	if (e.test == NULL && kind != EVENT_START && kind != EVENT_TOGETHER &&
	    kind != EVENT_FINISH) {
		list->bad_lines++;
		return;
	}
	list->finished = list->finished || kind == EVENT_FINISH;
	push(list, e);
}

void events_read(struct event_list *list, const char *bytes, size_t n)
{
	if (list->kept == NULL)
		list->kept = json_array();
	while (n > 0) {
		const char *end = memchr(bytes, '\n', n);
		size_t length = end != NULL ? (size_t)(end - bytes) : n;
		if (length > 0)
			read_line(list, bytes, length);
		length += end != NULL;
		bytes += length;
		n -= length;
	}
}

void events_free(struct event_list *list)
{
	free(list->items);
	json_decref(list->kept);
	*list = (struct event_list){ 0 };
}

const char *events_test_of(const struct event_list *list, long pid)
{
	for (size_t i = 0; i < list->count; i++)
		if (list->items[i].kind == EVENT_SPAWN &&
		    list->items[i].pid == pid)
			return list->items[i].test;
	return NULL;
}
