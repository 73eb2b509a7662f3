/*
 * cgroup.h - limits on a program and all that it starts, taken together.
 *
 * A control group of the kernel's (version 1 or 2) for one run, below that of this
 * process. There is one where the kernel has the controllers and lets us make a
 * group; elsewhere other limits have to do.
 */
#ifndef CGROUP_H
#define CGROUP_H

#include <stdbool.h>
#include <stddef.h>

struct cgroup {
	char *memory, *pids;       /* the groups' folders; NULL: none. One and
	                              the same in version 2                   */
	int procs[2];              /* to be written "0" by who is to enter    */
	size_t memory_bytes, processes;
};

enum cgroup_limit { CGROUP_NONE, CGROUP_MEMORY, CGROUP_PROCESSES };

/*
 * Makes a group with these limits. root is where the groups are mounted (NULL:
 * /sys/fs/cgroup), own the file that says where this process is (NULL:
 * /proc/self/cgroup); both are for tests. What can't be had is left out.
 * cgroup_close removes the group, whose programs must have ended.
 */
void cgroup_open(struct cgroup *c, size_t memory_bytes, size_t processes,
                 const char *root, const char *own);
void cgroup_close(struct cgroup *c);

/* Puts the calling process into the group. Async-signal-safe. */
bool cgroup_enter(const struct cgroup *c);

/* The limit that somebody in the group has met. */
enum cgroup_limit cgroup_met(const struct cgroup *c);

#endif
