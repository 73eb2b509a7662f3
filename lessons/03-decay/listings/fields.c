#include <stdio.h>

// region: range
struct range {
	const char *begin; // the first character
	const char *end;   // one past the last
};

/* Takes the range up to the next comma off the front of *rest. */
static struct range field(struct range *rest)
{
	struct range front = *rest;

	front.end = front.begin;
	while (front.end != rest->end && *front.end != ',')
		front.end++;
	rest->begin = front.end;
	if (rest->begin != rest->end)
		rest->begin++; // the comma belongs to nobody
	return front;
}
// endregion

int main(void)
{
	const char line[] = "So What,562,,Kind of Blue";
	struct range rest = { line, line + sizeof line - 1 };

	while (rest.begin != rest.end) {
		struct range front = field(&rest);

		printf("%2td [%.*s]\n", front.end - front.begin,
		       (int)(front.end - front.begin), front.begin);
	}
	return 0;
}
