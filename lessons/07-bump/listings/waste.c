#include <stdio.h>

#include "arena.h"
#include "vec.h"

// region: main
int main(void)
{
	struct vec plays;

	if (!arena_init())
		return 1;
	vec_init(&plays, sizeof(int));
	for (int i = 0; i < 1000; i++)
		if (!vec_push(&plays, &i))
			return 1;
	printf("pushed one by one: %5zu bytes for 4000\n", arena_used());

	arena_reset();
	vec_init(&plays, sizeof(int));
	if (!vec_reserve(&plays, 1000))
		return 1;
	for (int i = 0; i < 1000; i++)
		if (!vec_push(&plays, &i))
			return 1;
	printf("reserved before:   %5zu bytes for 4000\n", arena_used());

	arena_reset();
	int *last = arena_alloc(0, _Alignof(int));
	for (size_t i = 0; i < 1000; i++)
		if (!arena_extend(last, i * sizeof *last, sizeof *last))
			return 1;
	printf("grown in place:    %5zu bytes for 4000\n", arena_used());
	return 0;
}
// endregion

// region: wrap
/* ld --wrap=malloc sends every call of malloc to __wrap_malloc. */
void *__wrap_malloc(size_t size);
void *__wrap_realloc(void *old, size_t size);
void __wrap_free(void *block);
void *customer_malloc(size_t size);             /* a block, and 16 bytes in */
void *customer_realloc(void *old, size_t size); /* front that note its size */

void *__wrap_malloc(size_t size)
{
	return customer_malloc(size);
}

void *__wrap_realloc(void *old, size_t size)
{
	return customer_realloc(old, size);
}

void __wrap_free(void *block)
{
	(void)block;                            /* there is no free */
}
// endregion

// run: flags=-Iexercises/05-malloc-free -Iexercises/07-bump -Iexercises/02-sizeof -Iautograder/rig solutions/07-bump/arena.c solutions/02-sizeof/sizes.c autograder/rig/pages.c solutions/05-malloc-free/vec.c autograder/stages/07-bump/support/customer.c -Wl,--wrap=malloc,--wrap=realloc,--wrap=free
