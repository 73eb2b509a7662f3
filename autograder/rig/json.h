/*
 * json.h - a line of JSON, built piece by piece.
 *
 * Strings may hold anything: what is not UTF-8 becomes U+FFFD, control
 * characters are escaped, and long strings are cut at JSON_TEXT_MAX bytes
 * (the object they stand in then gets "truncated":true by json_close).
 * Running out of memory loses the line, never the program: json_text
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

void json_free(struct json *j);
void json_reset(struct json *j);
/* The line so far, zero-terminated; owned by j; NULL when memory ran out. */
const char *json_text(const struct json *j);

/* '{' or '[', as a value. */
void json_open(struct json *j, char bracket);
/* '}' or ']'. */
void json_close(struct json *j, char bracket);
/* The name of the member whose value comes next. */
void json_key(struct json *j, const char *name);
/* A string; NULL becomes null. */
void json_string(struct json *j, const char *text);
void json_bytes_hex(struct json *j, const void *bytes, size_t size);
void json_int(struct json *j, long long value);
void json_address(struct json *j, const void *address);
void json_bool(struct json *j, bool value);
void json_null(struct json *j);
/* Seconds with six decimals, whatever the locale. */
void json_seconds(struct json *j, double seconds);
/* Text that is JSON already. */
void json_raw(struct json *j, const char *text);
/* The newline behind the last bracket. */
void json_end_line(struct json *j);

#endif
