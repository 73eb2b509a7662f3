/*
 * result.c - the arena that a result lives in, and its lists.
 *
 * The arena is a chain of chunks; nothing in it is freed before the whole.
 * A mutex guards it, because two phases run side by side.
 */
#include "result.h"

#include <pthread.h>
#include <stdalign.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"

/* Where sanitizers watch, each block gets a chunk of its own (tests/fuzz). */
#ifndef CHUNK_BYTES
#define CHUNK_BYTES ((size_t)64 * 1024)
#endif

struct chunk {
	struct chunk *next;
	size_t used, size;              /* bytes of data                       */
	alignas(max_align_t) unsigned char data[];
};

struct result_arena {
	pthread_mutex_t lock;
	struct chunk *chunks;           /* the first one has the free space    */
};

struct result *result_new(void)
{
	struct result *r = calloc(1, sizeof *r);
	struct result_arena *arena = calloc(1, sizeof *arena);

	if (r == NULL || arena == NULL) {
		free(r);
		free(arena);
		return NULL;
	}
	pthread_mutex_init(&arena->lock, NULL);
	r->arena = arena;
	return r;
}

void result_free(struct result *r)
{
	if (r == NULL)
		return;
	for (struct chunk *c = r->arena->chunks, *next; c != NULL; c = next) {
		next = c->next;
		free(c);
	}
	pthread_mutex_destroy(&r->arena->lock);
	free(r->arena);
	free(r);
}

static struct chunk *chunk_new(size_t size)
{
	struct chunk *c = must_alloc(sizeof *c + size);

	c->size = size;
	return c;
}

void *result_alloc(struct result *r, size_t bytes)
{
	struct result_arena *arena = r->arena;
	size_t align = alignof(max_align_t);

	if (bytes > SIZE_MAX / 2)
		die("There is no memory for a result of this size.");
	bytes = (bytes + align - 1) / align * align;
	pthread_mutex_lock(&arena->lock);
	struct chunk *c = arena->chunks;
	if (c == NULL || c->size - c->used < bytes) {
		c = chunk_new(bytes > CHUNK_BYTES / 4 ? bytes : CHUNK_BYTES);
		/* A large block gets a chunk of its own, behind the first, so
		   that the first one's rest is not lost. */
		if (arena->chunks != NULL && c->size == bytes) {
			c->next = arena->chunks->next;
			arena->chunks->next = c;
		} else {
			c->next = arena->chunks;
			arena->chunks = c;
		}
	}
	void *block = c->data + c->used;
	c->used += bytes;
	pthread_mutex_unlock(&arena->lock);
	return block;
}

const char *result_text_n(struct result *r, const char *text, size_t n)
{
	if (text == NULL)
		return NULL;
	n = strnlen(text, n);
	char *copy = result_alloc(r, n + 1);
	memcpy(copy, text, n);
	return copy;
}

const char *result_text(struct result *r, const char *text)
{
	return text != NULL ? result_text_n(r, text, strlen(text)) : NULL;
}

const char *result_format(struct result *r, const char *format, ...)
{
	struct text t = TEXT_EMPTY;
	va_list args;

	va_start(args, format);
	text_add_v(&t, format, args);
	va_end(args);
	const char *copy = result_text(r, text_string(&t));
	text_free(&t);
	return copy;
}

void *result_grow(struct result *r, void *items, size_t count,
                  size_t *capacity, size_t size)
{
	if (count < *capacity)
		return items;
	size_t more = *capacity != 0 ? *capacity * 2 : 4;
	if (more > SIZE_MAX / 4 / size)
		die("There is no memory for a result of this size.");
	void *moved = result_alloc(r, more * size);
	if (count != 0)
		memcpy(moved, items, count * size);
	*capacity = more;
	return moved;
}
