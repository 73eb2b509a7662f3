/*
 * calc.c - reads sums such as 2*(3+4), makes a tree of each, and works it out.
 * The trees stand in an arena. Nobody frees a node.
 */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>

#include "arena.h"

// region: node
struct node {
	char kind;                      /* '+', '*', or 'n' for a number */
	long number;
	struct node *left, *right;
};

static struct node *new_node(char kind, long number,
                             struct node *left, struct node *right)
{
	struct node *node = arena_alloc(sizeof *node, _Alignof(struct node));

	if (node == NULL)
		exit(1);                /* good enough for a demonstration */
	*node = (struct node){ kind, number, left, right };
	return node;
}
// endregion

// region: parse
static const char *at;                  /* the next character */

static struct node *sum(void);

/* number, or ( sum ) */
static struct node *factor(void)
{
	if (*at == '(') {
		at++;
		struct node *inside = sum();
		if (*at == ')')
			at++;
		return inside;
	}
	long number = 0;
	while (isdigit((unsigned char)*at))
		number = number * 10 + (*at++ - '0');
	return new_node('n', number, NULL, NULL);
}

/* factor * factor * ... */
static struct node *product(void)
{
	struct node *left = factor();

	while (*at == '*') {
		at++;
		left = new_node('*', 0, left, factor());
	}
	return left;
}

/* product + product + ... */
static struct node *sum(void)
{
	struct node *left = product();

	while (*at == '+') {
		at++;
		left = new_node('+', 0, left, product());
	}
	return left;
}
// endregion

static long value(const struct node *node)
{
	switch (node->kind) {
	case '+':
		return value(node->left) + value(node->right);
	case '*':
		return value(node->left) * value(node->right);
	default:
		return node->number;
	}
}

int main(void)
{
	static const char *const lines[] = {
		"2*(3+4)", "1+2+3+4+5+6+7+8+9+10", "((((7))))*6", "5",
	};

	// region: main
	if (!arena_init())
		return 1;
	for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
		struct arena_mark mark = arena_mark();

		at = lines[i];
		long result = value(sum());
		printf("%-20s = %2ld, a tree of %3zu bytes\n", lines[i], result,
		       arena_used());
		arena_release(mark);    /* the whole tree, in one move */
	}
	printf("in use: %zu, at most: %zu\n", arena_used(), arena_peak());
	// endregion
	return 0;
}

// run: flags=-Iexercises/07-bump -Iexercises/02-sizeof -Iautograder/rig solutions/07-bump/arena.c solutions/02-sizeof/sizes.c autograder/rig/pages.c
