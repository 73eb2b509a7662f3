#include <stdio.h>

#include "heap.h"
#include "vec.h"

// region: wrap
/* ld --wrap=malloc sends every call of malloc to __wrap_malloc. */
void *__wrap_malloc(size_t size);
void *__wrap_realloc(void *old, size_t size);
void __wrap_free(void *payload);
void *customer_realloc(void *old, size_t size); /* alloc, memcpy, free */

void *__wrap_malloc(size_t size)
{
	return heap_alloc(size);
}

void *__wrap_realloc(void *old, size_t size)
{
	return customer_realloc(old, size);
}

void __wrap_free(void *payload)
{
	heap_free(payload);
}
// endregion

static bool show(const struct heap_block *block, void *context)
{
	(void)context;
	printf("%4zu bytes, %s\n", block->size, block->in_use ? "in use" : "free");
	return true;
}

// region: main
int main(void)
{
	struct vec years;

	if (!heap_init())
		return 1;
	vec_init(&years, sizeof(int));
	for (int year = 1900; year < 2000; year++)
		if (!vec_push(&years, &year))
			return 1;
	heap_walk(show, NULL);
	vec_free(&years);
	return 0;
}
// endregion

// run: flags=-Iexercises/08-headers -Iexercises/02-sizeof -Iexercises/05-malloc-free -Iautograder/rig solutions/08-headers/heap.c solutions/02-sizeof/sizes.c solutions/05-malloc-free/vec.c autograder/stages/08-headers/support/customer.c autograder/rig/pages.c -Wl,--wrap=malloc,--wrap=realloc,--wrap=free
