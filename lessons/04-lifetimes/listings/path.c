#include <stdio.h>
#include <string.h>

struct place {
	const char *name;
	const struct place *parent;
};

/* By calls: the frames remember what is to be printed on the way back. */
static void print_path(const struct place *p)
{
	if (p == NULL)
		return;
	print_path(p->parent);
	printf("/%s", p->name);
}

/* By loops: how long is it? Then from the back to the front. */
static void fill_path(char *path, const struct place *p)
{
	size_t length = 0;

	for (const struct place *q = p; q != NULL; q = q->parent)
		length += 1 + strlen(q->name);
	path[length] = '\0';
	for (const struct place *q = p; q != NULL; q = q->parent) {
		length -= strlen(q->name);
		memcpy(path + length, q->name, strlen(q->name));
		path[--length] = '/';
	}
}

int main(void)
{
	struct place music = { "Music", NULL }, jazz = { "Jazz", &music };
	struct place miles = { "Miles", &jazz };
	char path[100]; /* enough for these three; fill_path can't know */

	print_path(&miles);
	fill_path(path, &miles);
	printf("\n%s\n", path);
	return 0;
}
