# Lets the C library's malloc do the work.
#
# stage: 08
# below: 50
# says: malloc may not be called
folder=$1 course=$2
cd "$folder" && mkdir in || exit 1
cp "$course"/solutions/08-headers/*.c in/
cat >in/heap.c <<'END'
#include "heap.h"

#include <stdlib.h>

bool heap_init(void)
{
	return true;
}

void *heap_alloc(size_t size)
{
	return malloc(size);
}

void heap_free(void *payload)
{
	free(payload);
}
END
echo "$folder/in"
