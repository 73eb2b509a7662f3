#include <stdalign.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#define IN_USE    ((size_t)1)
#define FLAG_BITS ((size_t)15)

struct header {
	size_t word;
};

// region: march
static struct header *block_after(struct header *block)
{
	return (void *)((unsigned char *)block + (block->word & ~FLAG_BITS));
}

static void march(struct header *first)
{
	for (struct header *b = first; b->word != IN_USE; b = block_after(b))
		printf("at %3td: size %2zu, %s\n",
		       (unsigned char *)b - (unsigned char *)first,
		       b->word & ~FLAG_BITS, b->word & IN_USE ? "in use" : "free");
}
// endregion

static struct header *put(struct header *at, size_t word)
{
	at->word = word;
	return block_after(at);
}

// region: main
int main(void)
{
	unsigned char *arena = malloc(144);     /* aligned to 16, of no type yet */

	if (arena == NULL)
		return 1;
	struct header *first = (void *)(arena + 8);     /* behind the pad */
	struct header *at = first;

	at = put(at, 48 | IN_USE);
	at = put(at, 16);
	at = put(at, 64 | IN_USE);
	at->word = IN_USE;                      /* the epilogue */
	march(first);
	free(arena);
	return 0;
}
// endregion
