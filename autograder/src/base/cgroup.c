/*
 * cgroup.c - a control group for one run.
 *
 * Version 1 has a tree of folders for each controller, version 2 one for all. A line
 * of /proc/self/cgroup says for each tree where this process is: "4:memory:/a/b", or
 * "0::/a/b" in version 2.
 */
#include "base/cgroup.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/files.h"
#include "base/text.h"

/* ---- where ------------------------------------------------------------- */

/* The path behind "N:controller:"; "" as controller: version 2. NULL: no such line. */
static char *own_path(const char *lines, const char *controller)
{
	size_t n = strlen(controller);

	for (const char *at = lines; *at != '\0'; at += strcspn(at, "\n"),
	                                          at += *at == '\n') {
		const char *name = strchr(at, ':');
		if (name == NULL || strncmp(name + 1, controller, n) != 0 ||
		    name[1 + n] != ':')
			continue;
		const char *path = name + 2 + n;
		size_t length = strcspn(path, "\n");
		return must_format("%.*s", length == 1 ? 0 : (int)length, path);
	}
	return NULL;
}

static bool set(const char *folder, const char *file, const char *value)
{
	char *path = path_join(folder, file);
	bool ok = file_set(path, value);

	free(path);
	return ok;
}

static bool set_number(const char *folder, const char *file, size_t number)
{
	char *value = must_format("%zu", number);
	bool ok = set(folder, file, value);

	free(value);
	return ok;
}

/* ---- making one -------------------------------------------------------- */

/* A folder of a name that nobody else has; NULL: not here. */
static char *make_group(const char *above)
{
	static unsigned count;
	char *path = must_format("%s/grade-%ld-%u", above, (long)getpid(),
	                         __sync_fetch_and_add(&count, 1));

	if (mkdir(path, 0755) == 0)
		return path;
	free(path);
	return NULL;
}

static void drop_group(char **group)
{
	if (*group != NULL)
		rmdir(*group);
	free(*group);
	*group = NULL;
}

static char *make_v1(const char *root, const char *lines, const char *controller)
{
	char *own = own_path(lines, controller);
	char *above = own != NULL ? must_format("%s/%s%s", root, controller, own) : NULL;
	char *group = above != NULL ? make_group(above) : NULL;

	free(above);
	free(own);
	return group;
}

static void open_v1(struct cgroup *c, const char *root, const char *lines)
{
	c->memory = make_v1(root, lines, "memory");
	c->pids = make_v1(root, lines, "pids");
	if (c->memory != NULL && !set_number(c->memory, "memory.limit_in_bytes",
	                                     c->memory_bytes))
		drop_group(&c->memory);
	/* Where swap is counted at all. */
	if (c->memory != NULL)
		set_number(c->memory, "memory.memsw.limit_in_bytes", c->memory_bytes);
	if (c->pids != NULL && !set_number(c->pids, "pids.max", c->processes))
		drop_group(&c->pids);
}

static void open_v2(struct cgroup *c, const char *root, const char *lines)
{
	char *own = own_path(lines, "");
	char *above = own != NULL ? must_format("%s%s", root, own) : NULL;

	/* Refused where the group above holds processes; they may be there already. */
	if (above != NULL)
		set(above, "cgroup.subtree_control", "+memory +pids");
	c->memory = above != NULL ? make_group(above) : NULL;
	if (c->memory != NULL &&
	    (!set_number(c->memory, "memory.max", c->memory_bytes) ||
	     !set_number(c->memory, "pids.max", c->processes)))
		drop_group(&c->memory);
	if (c->memory != NULL) {
		set(c->memory, "memory.swap.max", "0");
		c->pids = must_copy(c->memory);
	}
	free(above);
	free(own);
}

static int open_procs(const char *group)
{
	char *path = group != NULL ? path_join(group, "cgroup.procs") : NULL;
	int fd = path != NULL ? open(path, O_WRONLY | O_CLOEXEC) : -1;

	free(path);
	return fd;
}

void cgroup_open(struct cgroup *c, size_t memory_bytes, size_t processes,
                 const char *root, const char *own)
{
	struct text lines = TEXT_EMPTY;

	*c = (struct cgroup){ .procs = { -1, -1 }, .memory_bytes = memory_bytes,
	                      .processes = processes };
	if (root == NULL)
		root = "/sys/fs/cgroup";
	char *two = path_join(root, "cgroup.controllers");
	if (file_read(own != NULL ? own : "/proc/self/cgroup", 0, &lines)) {
		if (is_file(two))
			open_v2(c, root, text_string(&lines));
		else
			open_v1(c, root, text_string(&lines));
	}
	c->procs[0] = open_procs(c->memory);
	if (c->pids != NULL && (c->memory == NULL || strcmp(c->pids, c->memory) != 0))
		c->procs[1] = open_procs(c->pids);
	free(two);
	text_free(&lines);
}

bool cgroup_enter(const struct cgroup *c)
{
	for (int i = 0; i < 2; i++)
		if (c->procs[i] >= 0 && write(c->procs[i], "0", 1) != 1)
			return false;
	return true;
}

/* ---- what has happened ------------------------------------------------- */

/* Is there a line "word N" in the file, with N above 0? */
static bool counted(const char *group, const char *file, const char *word)
{
	char *path = path_join(group, file);
	struct text t = TEXT_EMPTY;
	size_t n = strlen(word);
	bool found = false;

	file_read(path, 0, &t);
	for (const char *at = text_string(&t); *at != '\0' && !found;
	     at += strcspn(at, "\n"), at += *at == '\n')
		found = strncmp(at, word, n) == 0 && at[n] == ' ' &&
		        strtoul(at + n, NULL, 10) > 0;
	text_free(&t);
	free(path);
	return found;
}

enum cgroup_limit cgroup_met(const struct cgroup *c)
{
	if (c->memory != NULL && (counted(c->memory, "memory.events", "oom_kill") ||
	                          counted(c->memory, "memory.oom_control", "oom_kill")))
		return CGROUP_MEMORY;
	if (c->pids != NULL && counted(c->pids, "pids.events", "max"))
		return CGROUP_PROCESSES;
	return CGROUP_NONE;
}

/* The kernel counts those that have just ended a moment longer. */
static void remove_group(char *path)
{
	for (int tries = 0; path != NULL && tries < 200; tries++) {
		if (rmdir(path) == 0 || errno != EBUSY)
			break;
		nanosleep(&(struct timespec){ 0, 5000000 }, NULL);
	}
	free(path);
}

void cgroup_close(struct cgroup *c)
{
	for (int i = 0; i < 2; i++)
		if (c->procs[i] >= 0)
			close(c->procs[i]);
	remove_group(c->pids);
	remove_group(c->memory);
	*c = (struct cgroup){ .procs = { -1, -1 } };
}
