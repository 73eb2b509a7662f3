#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#define IN_USE    ((size_t)1)
#define FLAG_BITS ((size_t)15)

struct header {
	size_t word;
};

static struct header *step(struct header *from, ptrdiff_t bytes)
{
	return (void *)((unsigned char *)from + bytes);
}

// region: put
/* Writes header and footer, and returns where the next block begins. */
static struct header *put(struct header *at, size_t size, size_t mark)
{
	struct header *next = step(at, (ptrdiff_t)size);

	at->word = size | mark;
	next[-1].word = size | mark;    /* the last word of the block */
	return next;
}
// endregion

// region: march
/* From the epilogue to the pad, which is a footer of size 0. */
static void march_back(struct header *epilogue)
{
	struct header *block = epilogue;

	while (block[-1].word != IN_USE) {
		size_t word = block[-1].word, size = word & ~FLAG_BITS;

		block = step(block, -(ptrdiff_t)size);
		printf("size %2zu, %s\n", size, word & IN_USE ? "in use" : "free");
	}
}
// endregion

int main(void)
{
	struct header *arena = malloc(160);

	if (arena == NULL)
		return 1;
	// region: row
	struct header *at = arena + 1;
	arena->word = IN_USE;                   /* the pad */
	at = put(at, 48, IN_USE);
	at = put(at, 32, 0);
	at = put(at, 64, IN_USE);
	at->word = IN_USE;                      /* the epilogue */
	march_back(at);
	// endregion
	free(arena);
	return 0;
}
