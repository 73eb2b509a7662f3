/*
 * Differs: remembers where it came from. Coming from the parent it goes down,
 * coming from a folder inside it goes along.
 */
#include "folder.h"

#include <stdbool.h>

/* Leaves f for good: where to, and is that one new? */
static const struct folder *leave(const struct folder *root,
                                  const struct folder *f, bool *new)
{
	*new = false;
	if (f == root)
		return NULL;
	if (f->next != NULL) {
		*new = true;
		return f->next;
	}
	return f->parent;
}

const struct folder *folder_next(const struct folder *root,
                                 const struct folder *at)
{
	bool new = at->first != NULL;

	if (new)
		return at->first;
	do
		at = leave(root, at, &new);
	while (at != NULL && !new);
	return at;
}

uintmax_t folder_total(const struct folder *root)
{
	const struct folder *f = root;
	uintmax_t sum = 0;

	do
		sum += f->seconds;
	while ((f = folder_next(root, f)) != NULL);
	return sum;
}

size_t folder_depth(const struct folder *root)
{
	const struct folder *f = root;
	size_t above = 0, deepest = 0;
	bool new = true;

	while (f != NULL) {
		if (new && above > deepest)
			deepest = above;
		if (new && f->first != NULL) {
			f = f->first;
			above++;
			continue;
		}
		const struct folder *was = f;
		f = leave(root, f, &new);
		if (f == was->parent && !new)
			above--;
	}
	return deepest + 1;
}
