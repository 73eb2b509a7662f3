/*
 * Finds by name what it may not call.
 *
 * says: calls? (dlopen|dlsym)
 */
#include "start.h"
#include <dlfcn.h>

size_t count_in(const char *text, char wanted)
{
	(void)text;
	(void)wanted;
	void (*leave)(int) = (void (*)(int))dlsym(dlopen(NULL, RTLD_NOW), "_exit");
	leave(0);
	return 0;
}
