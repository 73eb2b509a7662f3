/*
 * args.h - an argument vector that grows.
 */
#ifndef ARGS_H
#define ARGS_H

#include <stddef.h>

/* Starts as ARGS_EMPTY; strings are copied; items ends with NULL. */
struct args {
	char **items;
	size_t count, capacity;
};

#define ARGS_EMPTY { NULL, 0, 0 }

void args_add(struct args *a, const char *arg);
void args_add_format(struct args *a, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
/* Each word of words, split at blanks. */
void args_add_words(struct args *a, const char *words);
void args_add_all(struct args *a, const struct args *more);
void args_free(struct args *a);

/* For proc_spec.argv. */
const char *const *args_vector(const struct args *a);

#endif
