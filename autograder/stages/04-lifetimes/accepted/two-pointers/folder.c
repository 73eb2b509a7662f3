/*
 * Differs: finds the place first to which the walk goes back, and then goes
 * along from there; the level is told from down and up apart.
 */
#include "folder.h"

/* The first of f, its parent, ... that has a next; root when none has. */
static const struct folder *back(const struct folder *root,
                                 const struct folder *f, size_t *ups)
{
	*ups = 0;
	while (f != root && !f->next) {
		f = f->parent;
		++*ups;
	}
	return f;
}

const struct folder *folder_next(const struct folder *root,
                                 const struct folder *at)
{
	size_t ups;

	if (at->first)
		return at->first;
	at = back(root, at, &ups);
	return at == root ? NULL : at->next;
}

uintmax_t folder_total(const struct folder *root)
{
	uintmax_t total = root->seconds;
	const struct folder *f = root;

	while ((f = folder_next(root, f)))
		total += f->seconds;
	return total;
}

size_t folder_depth(const struct folder *root)
{
	size_t level = 1, most = 1, ups;
	const struct folder *f = root;

	for (;;) {
		while (f->first) {
			f = f->first;
			level++;
		}
		if (level > most)
			most = level;
		f = back(root, f, &ups);
		level -= ups;
		if (f == root)
			return most;
		f = f->next;
	}
}
