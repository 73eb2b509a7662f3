/*
 * args.c - an argument vector that grows.
 */
#include "base/args.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"

/* Takes arg, which must come from malloc. */
static void take(struct args *a, char *arg)
{
	if (a->count + 2 > a->capacity) {
		a->capacity = a->capacity != 0 ? a->capacity * 2 : 16;
		a->items = must_resize(a->items, a->capacity, sizeof *a->items);
	}
	a->items[a->count++] = arg;
	a->items[a->count] = NULL;
}

void args_add(struct args *a, const char *arg)
{
	take(a, must_copy(arg));
}

void args_add_format(struct args *a, const char *format, ...)
{
	struct text t = TEXT_EMPTY;
	va_list args;

	va_start(args, format);
	text_add_v(&t, format, args);
	va_end(args);
	take(a, text_take(&t));
}

void args_add_words(struct args *a, const char *words)
{
	for (;;) {
		words += strspn(words, " \t\n");
		size_t n = strcspn(words, " \t\n");
		if (n == 0)
			return;
		args_add_format(a, "%.*s", (int)n, words);
		words += n;
	}
}

void args_add_all(struct args *a, const struct args *more)
{
	for (size_t i = 0; i < more->count; i++)
		args_add(a, more->items[i]);
}

void args_free(struct args *a)
{
	for (size_t i = 0; i < a->count; i++)
		free(a->items[i]);
	free(a->items);
	*a = (struct args)ARGS_EMPTY;
}

const char *const *args_vector(const struct args *a)
{
	return (const char *const *)a->items;
}
