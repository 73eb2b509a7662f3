#include <stdio.h>

struct word {
	enum { TEXT, NUMBER } kind;
	union {
		const char *text;
		long number;
	};
};

static void print_words(const struct word *words, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		switch (words[i].kind) {
		case TEXT:   printf("%s ", words[i].text); break;
		case NUMBER: printf("%ld ", words[i].number); break;
		}
	}
	printf("\n");
}

int main(void)
{
	print_words((struct word[]){ { TEXT, { .text = "So What" } },
	                             { NUMBER, { .number = 562 } },
	                             { TEXT, { .text = "s" } } }, 3);
	printf("a word takes %zu bytes\n", sizeof(struct word));
	return 0;
}
