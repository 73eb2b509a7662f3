/*
 * guard.h - something to be done when this program ends, whatever way: SIGKILL, too.
 *
 * A child waits for that, and does it then. It holds nothing of this program's open, above
 * all not the gradebook's lock, and hears none of the terminal's signals.
 */
#ifndef CLASS_GUARD_H
#define CLASS_GUARD_H

#include <sys/types.h>

struct guard { pid_t pid; int end; };

/* Done in the child, which ends then; standard input is fd of guard_begin, output nothing. */
typedef void guard_work(const void *context);

/* fd: a descriptor for work; -1: none. Where there can be no child, nothing will be done. */
struct guard guard_begin(guard_work *work, const void *context, int fd);
/* It need not be done any more. */
void guard_end(const struct guard *guard);

#endif
