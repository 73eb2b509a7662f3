/*
 * json.h - a line of JSON, built piece by piece.
 *
 * Strings may hold anything: what is not UTF-8 becomes U+FFFD, control
 * characters are escaped, and long strings are cut at JSON_TEXT_MAX bytes
 * (the object they stand in then gets "truncated":true by rig_json_close).
 * Running out of memory loses the line, never the program: rig_json_text
 * then returns NULL.
 */
#ifndef JSON_H
#define JSON_H

#include <stdbool.h>
#include <stddef.h>

#define JSON_TEXT_MAX 4096

struct json {
	char *text;
	size_t length, capacity;
	bool failed;      /* no memory: the line is lost              */
	bool truncated;   /* a string of the current line was cut     */
};

void rig_json_free(struct json *j);
void rig_json_reset(struct json *j);
/* The line so far, zero-terminated; owned by j; NULL when memory ran out. */
const char *rig_json_text(const struct json *j);

/* '{' or '[', as a value. */
void rig_json_open(struct json *j, char bracket);
/* '}' or ']'. */
void rig_json_close(struct json *j, char bracket);
/* The name of the member whose value comes next. */
void rig_json_key(struct json *j, const char *name);
/* A string; NULL becomes null. */
void rig_json_string(struct json *j, const char *text);
void rig_json_bytes_hex(struct json *j, const void *bytes, size_t size);
void rig_json_int(struct json *j, long long value);
void rig_json_address(struct json *j, const void *address);
void rig_json_bool(struct json *j, bool value);
void rig_json_null(struct json *j);
/* Seconds with six decimals, whatever the locale. */
void rig_json_seconds(struct json *j, double seconds);
/* Text that is JSON already. */
void rig_json_raw(struct json *j, const char *text);
/* The newline behind the last bracket. */
void rig_json_end_line(struct json *j);

#endif
