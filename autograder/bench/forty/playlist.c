/* playlist.c - see playlist.h. The faults stand apart, at the end. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "playlist.h"

struct playlist *playlist_new(void)
{
	return calloc(1, sizeof(struct playlist));
}

void playlist_free(struct playlist *list)
{
	if (list == NULL)
		return;
	for (size_t i = 0; i < list->count; i++)
		free(list->songs[i].title);
	free(list->songs);
	free(list);
}

static int grow(struct playlist *list)
{
	size_t capacity = list->capacity ? 2 * list->capacity : 4;
	struct song *songs = realloc(list->songs, capacity * sizeof *songs);

	if (songs == NULL)
		return -1;
	list->songs = songs;
	list->capacity = capacity;
	return 0;
}

int playlist_add(struct playlist *list, const char *title, unsigned seconds)
{
	size_t size = strlen(title) + 1;
	char *copy;

	if (list->count == list->capacity && grow(list) != 0)
		return -1;
	copy = malloc(size);
	if (copy == NULL)
		return -1;
	memcpy(copy, title, size);
	list->songs[list->count++] = (struct song){ copy, seconds };
	return 0;
}

int playlist_remove(struct playlist *list, size_t index)
{
	if (index >= list->count)
		return -1;
	free(list->songs[index].title);
	list->count--;
	memmove(&list->songs[index], &list->songs[index + 1],
	        (list->count - index) * sizeof *list->songs);
	return 0;
}

unsigned playlist_length(const struct playlist *list)
{
	unsigned total = 0;

	for (size_t i = 0; i < list->count; i++)
		total += list->songs[i].seconds;
	return total;
}

char *playlist_titles(const struct playlist *list)
{
	size_t size = 1;
	char *text;

	for (size_t i = 0; i < list->count; i++)
		size += strlen(list->songs[i].title) + 2;
	text = malloc(size);
	if (text == NULL)
		return NULL;
	text[0] = '\0';
	for (size_t i = 0; i < list->count; i++) {
		if (i > 0)
			strcat(text, ", ");
		strcat(text, list->songs[i].title);
	}
	return text;
}

/* ---- the faults ---- */

/* Keeps the optimiser from proving what each fault does. */
static void *volatile hidden;

static void *hide(void *p)
{
	hidden = p;
	return hidden;
}

void fault_write_after(size_t bytes)
{
	char *block = hide(malloc(bytes));

	block[bytes] = 'x';
	free(block);
}

int fault_read_before(size_t bytes)
{
	char *block = hide(calloc(bytes, 1));
	int value = block[-1];

	free(block);
	return value;
}

int fault_use_after_free(void)
{
	int *block = hide(calloc(4, sizeof *block));

	free(block);
	block = hidden;
	return block[2];
}

void fault_double_free(void)
{
	char *block = hide(malloc(10));

	free(block);
	free(hidden);
}

void fault_free_interior(void)
{
	char *block = hide(malloc(16));

	free(hide(block + 4));
	free(block);
}

void fault_free_stack(void)
{
	int local = 1;

	free(hide(&local));
}

int fault_uninitialised_branch(void)
{
	int *block = hide(malloc(sizeof *block));
	int sign = 0;

	if (*block > 0) {
		hide(NULL);
		sign = 1;
	}
	free(block);
	return sign;
}

int fault_uninitialised_index(const int *table)
{
	unsigned char *block = hide(malloc(1));
	int value = table[*block & 3];

	free(block);
	return value;
}

void fault_uninitialised_write(int fd)
{
	char *block = hide(malloc(8));

	if (write(fd, block, 8) < 0)
		block[0] = 0;
	free(block);
}

void fault_leak(void)
{
	hide(malloc(33));
	hide(NULL);
}

struct node { struct node *left, *right; };

void fault_leak_tree(void)
{
	struct node *root = malloc(sizeof *root);

	root->left = calloc(1, sizeof *root);
	root->right = calloc(1, sizeof *root);
	hide(root);
	hide(NULL);
}

static char *volatile interior;

void fault_lost_interior(void)
{
	interior = (char *)hide(malloc(64)) + 8;
	hide(NULL);
}

static void *volatile kept;

void fault_still_reachable(void)
{
	kept = malloc(21);
}

void fault_overlap(void)
{
	char *text = hide(malloc(32));

	memset(text, 'a', 31);
	text[31] = '\0';
	strcpy(text, (char *)hide(text) + 4);
	free(text);
}

void *fault_fishy_size(long size)
{
	return malloc((size_t)size);
}

int fault_realloc_moved(void)
{
	int *old = hide(calloc(4, sizeof *old));
	int *new = realloc(old, 4096 * sizeof *new);
	int value;

	old = hidden;
	value = old[1];
	free(new);
	return value;
}

int fault_null_read(void)
{
	int *nothing = hide(NULL);

	return *nothing;
}
