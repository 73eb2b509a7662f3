#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#define IN_USE    ((size_t)1)
#define FLAG_BITS ((size_t)15)

struct header {
	size_t word;
};

static size_t block_size(const struct header *block)
{
	return block->word & ~FLAG_BITS;
}

static bool in_use(const struct header *block)
{
	return (block->word & IN_USE) != 0;
}

static struct header *block_after(struct header *block)
{
	return (void *)((unsigned char *)block + block_size(block));
}

// region: fit
/* The epilogue has size 0 and is in use: nothing fits there. */
static struct header *first_fit(struct header *first, size_t size)
{
	for (struct header *b = first; block_size(b) != 0; b = block_after(b))
		if (!in_use(b) && block_size(b) >= size)
			return b;
	return NULL;
}
// endregion

static struct header *put(struct header *at, size_t word)
{
	at->word = word;
	return block_after(at);
}

static void ask(struct header *first, size_t size)
{
	struct header *b = first_fit(first, size);

	if (b == NULL) {
		printf("a block of %2zu: none\n", size);
		return;
	}
	printf("a block of %2zu: at %3td, which has %2zu\n", size,
	       (unsigned char *)b - (unsigned char *)first, block_size(b));
	b->word |= IN_USE;
}

int main(void)
{
	unsigned char *arena = malloc(272);

	if (arena == NULL)
		return 1;
	struct header *first = (void *)(arena + 8);
	struct header *at = first;

	// region: row
	at = put(at, 32 | IN_USE);      /*   0 */
	at = put(at, 64);               /*  32 */
	at = put(at, 16 | IN_USE);      /*  96 */
	at = put(at, 96);               /* 112 */
	at = put(at, 48);               /* 208 */
	at->word = IN_USE;              /* 256: the epilogue */
	ask(first, 48);
	ask(first, 48);
	ask(first, 80);
	ask(first, 16);
	// endregion
	free(arena);
	return 0;
}
