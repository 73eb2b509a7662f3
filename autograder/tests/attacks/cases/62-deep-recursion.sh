# Broken: recursion without an end.
#
# says: stack|recursion|SIGSEGV
folder=$1 course=$2
cd "$folder" && mkdir in || exit 1
cat >in/start.c <<'END'
#include "start.h"

static size_t deep(const char *text, size_t n)
{
	volatile char room[1000] = { 0 };

	return deep(text, n + 1) + (size_t)room[n % 1000];
}

size_t count_in(const char *text, char wanted)
{
	return deep(text, (size_t)wanted);
}
END
echo "$folder/in"
