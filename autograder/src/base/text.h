/*
 * text.h - a growable string: bytes, always followed by a zero byte.
 *
 * A struct text starts as TEXT_EMPTY, grows as needed and is released by
 * text_free, after which it is empty again. A grader without memory can do
 * nothing sensible, so running out ends the program with a message (die in
 * error.h); no caller checks for it.
 */
#ifndef TEXT_H
#define TEXT_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

struct text {
	char *bytes;        /* never NULL after the first addition            */
	size_t length;      /* without the zero byte                          */
	size_t capacity;
};

#define TEXT_EMPTY { NULL, 0, 0 }

void text_add(struct text *t, const char *string);
void text_add_n(struct text *t, const char *bytes, size_t n);
void text_add_format(struct text *t, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
void text_add_v(struct text *t, const char *format, va_list args)
	__attribute__((format(printf, 2, 0)));

/* Keeps the first length bytes. */
void text_cut(struct text *t, size_t length);
void text_free(struct text *t);

/* The string itself, "" when nothing was added; t keeps it. */
const char *text_string(const struct text *t);
/* The string, which the caller frees from now on; t is empty again. */
char *text_take(struct text *t);

/* As malloc, calloc, realloc, strdup, asprintf, but never NULL. */
void *must_alloc(size_t bytes);
void *must_resize(void *block, size_t count, size_t size);
char *must_copy(const char *string);
char *must_format(const char *format, ...)
	__attribute__((format(printf, 1, 2)));

bool text_starts(const char *string, const char *with);
bool text_ends(const char *string, const char *with);

/*
 * Appends bytes as valid UTF-8 without control characters: what is not
 * UTF-8, and every control character but newline and tab, becomes U+FFFD.
 * All output of a submission passes through here before it is shown.
 */
void text_add_clean(struct text *t, const char *bytes, size_t n);

#endif
