# Serves blocks from an array of its own, past the page source.
#
# stage: 08
# below: 50
# says: outside|pages|arena|heap
folder=$1 course=$2
cd "$folder" && mkdir in || exit 1
cp "$course"/solutions/08-headers/*.c in/
cat >in/heap.c <<'END'
#include "heap.h"

static _Alignas(16) char room[1 << 20];
static size_t used;

bool heap_init(void)
{
	used = 0;
	return true;
}

void *heap_alloc(size_t size)
{
	void *payload = room + used;

	used += (size + 31) / 16 * 16;
	return used <= sizeof room ? payload : NULL;
}

void heap_free(void *payload)
{
	(void)payload;
}
END
echo "$folder/in"
