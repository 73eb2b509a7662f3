/*
 * held.c - what the heap has of the page source at this moment, as that one counts
 * it: the arena and the mappings. Linked in front of the page source, whose
 * mappings go through here (by the linker's --wrap).
 */
#include "pages.h"

size_t held(void);
void *__real_pages_map(size_t bytes);
void *__real_pages_remap(void *mapping, size_t bytes, size_t wanted);
void __real_pages_unmap(void *mapping, size_t bytes);
void *__wrap_pages_map(size_t bytes);
void *__wrap_pages_remap(void *mapping, size_t bytes, size_t wanted);
void __wrap_pages_unmap(void *mapping, size_t bytes);

static size_t mapped;

size_t held(void)
{
	return mapped + (size_t)((char *)pages_hi() - (char *)pages_lo());
}

void *__wrap_pages_map(size_t bytes)
{
	void *start = __real_pages_map(bytes);

	mapped += start != NULL ? bytes : 0;
	return start;
}

void *__wrap_pages_remap(void *mapping, size_t bytes, size_t wanted)
{
	void *start = __real_pages_remap(mapping, bytes, wanted);

	mapped += start != NULL ? wanted - bytes : 0;
	return start;
}

void __wrap_pages_unmap(void *mapping, size_t bytes)
{
	mapped -= bytes;
	__real_pages_unmap(mapping, bytes);
}
