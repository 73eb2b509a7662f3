#include <unistd.h>

#include "format.h"

/* What a heap might say about a block, without asking itself for memory. */
static void report(const void *block, size_t size, long change)
{
	char line[80];
	size_t length = format_into(line, sizeof line,
		PIECES(as_text("block at "), as_address(block), as_text(": "),
		       as_size(size), as_text(", "), as_signed(change),
		       as_text(" since the last report\n")));

	if (length >= sizeof line) /* it was cut: only what is there */
		length = sizeof line - 1;
	if (write(1, line, length) < 0)
		_exit(1);
}

int main(void)
{
	int here = 0;

	report(&here, 64 << 10, -24);
	report(NULL, 1, 0);
	return 0;
}
// run: flags=-Iexercises/04-lifetimes solutions/04-lifetimes/format.c; mask=addresses
