/*
 * libc_debug.h - the C library's separate debug file, cut short.
 *
 * Valgrind reads that file at each start, 4 MiB of it, which takes as long as half of the
 * rest. What a report needs of it are the names of functions; the build keeps a copy that
 * holds nothing else. Valgrind has no option for another file, so the copy is mounted
 * over the file, where only the program that is about to start sees it.
 */
#ifndef LIBC_DEBUG_H
#define LIBC_DEBUG_H

struct libc_debug {
	const char *whole;              /* the installed file                  */
	const char *names;              /* its copy with nothing but names     */
};

/* Looks for both; build is the folder of what make has built. To be called before there
   are other threads; when both were found once, they stay. */
void libc_debug_find(const char *build);
/* What was found, and stays; NULL: one of them is missing, and nothing is to be done. */
const struct libc_debug *libc_debug_found(void);

/*
 * Covers the one by the other for the calling process and what it starts, in a mount
 * namespace of their own; where the system allows nobody that, nothing happens. For a
 * child between fork and exec: makes only async-signal-safe calls.
 */
void libc_debug_cover(const struct libc_debug *files);

#endif
