/*
 * sandbox.c - the command line of bwrap, and what has to be there before.
 */
#include "base/sandbox.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/files.h"
#include "base/libc_debug.h"
#include "base/proc.h"

/* Numbers of users that nobody else has, one for each of so many graders: above all
   that Debian's policy (9.2.2), /etc/subuid and systemd give away. In a container that
   has no such numbers, those that systemd gives to services which need one for a while. */
#define FIRST_USER     1900000000u
#define USERS          100000u
#define FIRST_FEW_USER 61184u
#define FEW_USERS      4000u

struct sandbox {
	char *scratch;
	char *copies;                   /* of what is shown, below scratch     */
	uid_t user;
	pthread_mutex_t lock;           /* of folders                          */
	struct args folders;            /* that something is shown of: the I-th
	                                   one's copy is copies/I              */
	struct args whole;              /* folders that are shown as they are  */
};

/* ---- the command ------------------------------------------------------- */

static void bind(struct args *a, const char *how, const char *from, const char *to)
{
	args_add(a, how);
	args_add(a, from);
	args_add(a, to);
}

/* /lib and its like: a link into /usr on today's systems, a folder on others. */
static void add_system(struct args *a)
{
	static const char *const paths[] = { "/bin", "/sbin", "/lib", "/lib64", "/lib32",
	                                     "/libx32" };
	char target[64];

	bind(a, "--ro-bind", "/usr", "/usr");
	for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
		ssize_t n = readlink(paths[i], target, sizeof target - 1);
		if (n > 0) {
			target[n] = '\0';
			bind(a, "--symlink", target, paths[i]);
		} else if (is_folder(paths[i])) {
			bind(a, "--ro-bind", paths[i], paths[i]);
		}
	}
	/* gcc and cc are links into alternatives; ld.so looks libraries up. */
	bind(a, "--ro-bind-try", "/etc/alternatives", "/etc/alternatives");
	bind(a, "--ro-bind-try", "/etc/ld.so.cache", "/etc/ld.so.cache");
}

static void add_tmpfs(struct args *a, const char *path)
{
	args_add(a, "--size");
	args_add_format(a, "%zu", SANDBOX_TMP_BYTES);
	args_add(a, "--tmpfs");
	args_add(a, path);
}

static void add_namespaces(struct args *a)
{
	args_add_words(a, "bwrap --unshare-all --unshare-user --disable-userns "
	               "--die-with-parent --new-session --cap-drop ALL "
	               "--hostname sandbox --proc /proc --dev /dev");
	add_tmpfs(a, "/dev/shm");
	add_tmpfs(a, "/tmp");
	args_add_words(a, "--setenv TMPDIR /tmp --setenv PATH /usr/bin:/bin");
}

static char *debug_copy_of(const struct sandbox *s)
{
	return path_join(s->copies, "libc.debug");
}

/* See libc_debug.h: a copy that the sandbox's user may read. */
static void add_debug(const struct sandbox *s, struct args *a)
{
	char *copy = debug_copy_of(s);

	if (is_file(copy))
		bind(a, "--ro-bind", copy, libc_debug_found()->whole);
	free(copy);
}

static char *copy_of(const struct sandbox *s, size_t i)
{
	return must_format("%s/%zu", s->copies, i);
}

static void add_copies(struct sandbox *s, struct args *a)
{
	pthread_mutex_lock(&s->lock);
	for (size_t i = 0; i < s->folders.count; i++) {
		char *copy = copy_of(s, i);
		bind(a, "--ro-bind", copy, s->folders.items[i]);
		free(copy);
	}
	for (size_t i = 0; i < s->whole.count; i++)
		bind(a, "--ro-bind", s->whole.items[i], s->whole.items[i]);
	pthread_mutex_unlock(&s->lock);
}

void sandbox_wrap(struct sandbox *s, const char *const argv[],
                  const char *folder, const char *writes, struct args *wrapped)
{
	add_namespaces(wrapped);
	add_system(wrapped);
	add_debug(s, wrapped);
	bind(wrapped, "--ro-bind", s->scratch, s->scratch);
	/* The copies are for their own places. */
	args_add(wrapped, "--tmpfs");
	args_add(wrapped, s->copies);
	if (writes != NULL)
		bind(wrapped, "--bind", writes, writes);
	add_copies(s, wrapped);
	args_add(wrapped, "--chdir");
	args_add(wrapped, folder != NULL ? folder : s->scratch);
	/* Inside: only there does the count begin with nought. */
	args_add(wrapped, "prlimit");
	args_add_format(wrapped, "--nproc=%d:%d", SANDBOX_PROCESSES,
	                SANDBOX_PROCESSES);
	args_add(wrapped, "--");
	for (size_t i = 0; argv[i] != NULL; i++)
		args_add(wrapped, argv[i]);
}

uid_t sandbox_user(const struct sandbox *s)
{
	return s->user;
}

/* ---- what can be seen -------------------------------------------------- */

/* The folder's copy, made when it is not there; NULL: it can't be. */
static char *make_copy(struct sandbox *s, const char *folder)
{
	size_t i = 0;

	while (i < s->folders.count && strcmp(s->folders.items[i], folder) != 0)
		i++;
	char *copy = copy_of(s, i);
	if (i < s->folders.count)
		return copy;
	if (folder_make(copy) && chmod(copy, 0755) == 0) {
		args_add(&s->folders, folder);
		return copy;
	}
	free(copy);
	return NULL;
}

/* Readable for the sandbox's user, whoever may read the original. */
static bool copy_into(const char *folder, const char *copy, const char *name)
{
	char *from = path_join(folder, name), *to = path_join(copy, name);
	bool ok = is_file(to) || (file_copy(from, to) && chmod(to, 0644) == 0);

	free(from);
	free(to);
	return ok;
}

struct copying {
	const char *folder, *copy;
	bool ok;
};

static bool copy_header(const char *name, void *context)
{
	struct copying *c = context;

	if (text_ends(name, ".h"))
		c->ok = c->ok && copy_into(c->folder, c->copy, name);
	return c->ok;
}

static bool show_headers(struct sandbox *s, const char *folder)
{
	char *copy = make_copy(s, folder);
	struct copying c = { folder, copy, copy != NULL };

	if (c.ok)
		folder_each(folder, copy_header, &c);
	free(copy);
	return c.ok;
}

static bool show_file(struct sandbox *s, const char *path)
{
	char *folder = path_folder(path), *copy = make_copy(s, folder);
	bool ok = copy != NULL && copy_into(folder, copy, path_name(path));

	free(copy);
	free(folder);
	return ok;
}

bool sandbox_show(struct sandbox *s, const char *path)
{
	/* Scratch is visible as it is. */
	if (path_below(path, s->scratch) != NULL)
		return true;
	pthread_mutex_lock(&s->lock);
	bool ok = is_folder(path) ? show_headers(s, path) : show_file(s, path);
	pthread_mutex_unlock(&s->lock);
	return ok;
}

void sandbox_show_all(struct sandbox *s, const char *folder)
{
	pthread_mutex_lock(&s->lock);
	args_add(&s->whole, folder);
	pthread_mutex_unlock(&s->lock);
}

/* ---- open and close ---------------------------------------------------- */

/* Does it start at all, as it will be started? */
static bool try_out(struct sandbox *s, struct text *problem)
{
	const char *const argv[] = { "true", NULL };
	struct proc_outcome o;
	bool ok = proc_run(&(struct proc_spec){ .argv = argv, .box = s,
	                                        .seconds = 30 }, &o);

	if (!ok && o.end == PROC_NOT_STARTED)
		problem_set(problem, "There is no sandbox here: bwrap can't be started (%s). "
		            "Install Debian's package bubblewrap.", strerror(o.code));
	else if (!ok)
		problem_set(problem, "The sandbox can't be set up here (bwrap says: %.*s). "
		            "It needs user namespaces: look at `sysctl "
		            "kernel.unprivileged_userns_clone user.max_user_namespaces`, "
		            "or grade on a machine that has them.",
		            (int)strcspn(text_string(&o.err), "\n"),
		            text_string(&o.err));
	proc_outcome_free(&o);
	return ok;
}

/* All the way to scratch, the user that bwrap runs as must be able to go. */
static bool hand_over(struct sandbox *s, struct text *problem)
{
	return s->user == 0 || chmod(s->scratch, 0755) == 0 ||
	       problem_set(problem, "%s can't be opened to the sandbox's user.",
	                   s->scratch);
}

/* Is the number one of this user namespace's? */
static bool has_user(uid_t user)
{
	struct text t = TEXT_EMPTY;
	bool found = !file_read("/proc/self/uid_map", 0, &t);
	unsigned long first, outside, count;

	for (const char *at = text_string(&t); *at != '\0' && !found;
	     at += strcspn(at, "\n"), at += *at == '\n')
		found = sscanf(at, "%lu %lu %lu", &first, &outside, &count) == 3 &&
		        user >= first && user - first < count;
	text_free(&t);
	return found;
}

static uid_t choose_user(void)
{
	uid_t user = FIRST_USER + (uid_t)getpid() % USERS;

	return has_user(user) ? user : FIRST_FEW_USER + (uid_t)getpid() % FEW_USERS;
}

static void copy_debug(const struct sandbox *s)
{
	const struct libc_debug *files = libc_debug_found();
	char *copy = debug_copy_of(s);

	if (files != NULL && (!file_copy(files->names, copy) || chmod(copy, 0644) != 0))
		unlink(copy);
	free(copy);
}

struct sandbox *sandbox_open(const char *scratch, struct text *problem)
{
	struct sandbox *s = must_alloc(sizeof *s);

	*s = (struct sandbox){ .scratch = must_copy(scratch),
	                       .copies = path_join(scratch, ".shown") };
	pthread_mutex_init(&s->lock, NULL);
	if (geteuid() == 0)
		s->user = choose_user();
	bool ok = folder_make(s->copies) ||
	          problem_set(problem, "The folder %s can't be made.", s->copies);
	if (ok)
		copy_debug(s);
	if (ok && hand_over(s, problem) && try_out(s, problem))
		return s;
	sandbox_close(s);
	return NULL;
}

void sandbox_close(struct sandbox *s)
{
	if (s == NULL)
		return;
	args_free(&s->folders);
	args_free(&s->whole);
	pthread_mutex_destroy(&s->lock);
	free(s->copies);
	free(s->scratch);
	free(s);
}
