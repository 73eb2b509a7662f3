/*
 * Differs: one function that walks and does both, sum and levels; the other
 * two ask it.
 */
#include "folder.h"

const struct folder *folder_next(const struct folder *root,
                                 const struct folder *at)
{
	if (at->first)
		return at->first;
	for (; at != root; at = at->parent)
		if (at->next)
			return at->next;
	return NULL;
}

struct facts {
	uintmax_t seconds;
	size_t levels;
};

static struct facts look(const struct folder *root)
{
	struct facts facts = { 0, 1 };
	size_t level = 1;
	const struct folder *f = root;

	for (;;) {
		facts.seconds += f->seconds;
		if (level > facts.levels)
			facts.levels = level;
		const struct folder *to = folder_next(root, f);
		if (to == NULL)
			return facts;
		if (to->parent == f)
			level++;
		else
			for (; f->parent != to->parent; f = f->parent)
				level--;
		f = to;
	}
}

uintmax_t folder_total(const struct folder *root)
{
	return look(root).seconds;
}

size_t folder_depth(const struct folder *root)
{
	return look(root).levels;
}
