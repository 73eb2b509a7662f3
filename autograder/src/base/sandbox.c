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
#include "base/proc.h"

/* Numbers of users that nobody else has, one for each of so many graders: above all
   that Debian's policy (9.2.2), /etc/subuid and systemd give away. In a container that
   has no such numbers, those that systemd gives to services which need one for a while. */
#define FIRST_USER     1900000000u
#define USERS          100000u
#define FIRST_FEW_USER 61184u
#define FEW_USERS      4000u

struct view {
	char *at, *copy;                /* absolute paths                      */
};

struct sandbox {
	char *scratch;
	char *copies;                   /* of what is shown, below scratch     */
	uid_t user;
	pthread_mutex_t lock;           /* of views                            */
	struct view *views;
	size_t count, capacity;
};

/* ---- the command ------------------------------------------------------- */

/* /lib and its like: a link into /usr on today's systems, a folder on others. */
static void add_system(struct args *a)
{
	static const char *const names[] = { "bin", "sbin", "lib", "lib64", "lib32",
	                                     "libx32" };
	char target[64];

	args_add_words(a, "--ro-bind /usr /usr");
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		char *path = must_format("/%s", names[i]);
		ssize_t n = readlink(path, target, sizeof target - 1);
		if (n > 0)
			args_add_format(a, "--symlink"),
			args_add_format(a, "%.*s", (int)n, target),
			args_add(a, path);
		else if (is_folder(path))
			args_add(a, "--ro-bind"), args_add(a, path), args_add(a, path);
		free(path);
	}
	/* gcc and cc are links into alternatives; ld.so looks libraries up. */
	args_add_words(a, "--ro-bind-try /etc/alternatives /etc/alternatives "
	               "--ro-bind-try /etc/ld.so.cache /etc/ld.so.cache");
}

static void add_namespaces(struct args *a)
{
	args_add_words(a, "bwrap --unshare-all --unshare-user --disable-userns "
	               "--die-with-parent --new-session --cap-drop ALL "
	               "--hostname sandbox --proc /proc --dev /dev");
	args_add_format(a, "--size");
	args_add_format(a, "%zu", SANDBOX_TMP_BYTES);
	args_add_words(a, "--tmpfs /dev/shm --size");
	args_add_format(a, "%zu", SANDBOX_TMP_BYTES);
	args_add_words(a, "--tmpfs /tmp --setenv TMPDIR /tmp --setenv PATH /usr/bin:/bin");
}

static void bind(struct args *a, const char *how, const char *from, const char *to)
{
	args_add(a, how);
	args_add(a, from);
	args_add(a, to);
}

static void add_views(struct sandbox *s, struct args *a)
{
	pthread_mutex_lock(&s->lock);
	for (size_t i = 0; i < s->count; i++)
		bind(a, "--ro-bind", s->views[i].copy, s->views[i].at);
	pthread_mutex_unlock(&s->lock);
}

void sandbox_wrap(struct sandbox *s, const char *const argv[],
                  const char *folder, const char *writes, struct args *wrapped)
{
	add_namespaces(wrapped);
	add_system(wrapped);
	bind(wrapped, "--ro-bind", s->scratch, s->scratch);
	/* The copies are for their own places. */
	args_add(wrapped, "--tmpfs");
	args_add(wrapped, s->copies);
	if (writes != NULL)
		bind(wrapped, "--bind", writes, writes);
	add_views(s, wrapped);
	args_add(wrapped, "--chdir");
	args_add(wrapped, folder != NULL ? folder : s->scratch);
	/* Inside: only there does the count begin with nought. */
	args_add_format(wrapped, "prlimit");
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

static struct view *add_view(struct sandbox *s, const char *at)
{
	if (s->count == s->capacity) {
		s->capacity = s->capacity * 2 + 8;
		struct view *more = realloc(s->views, s->capacity * sizeof *more);
		if (more == NULL)
			die("There is no memory left. Close other programs and try "
			    "again.");
		s->views = more;
	}
	struct view *v = &s->views[s->count];
	*v = (struct view){ must_copy(at), must_format("%s/%zu", s->copies, s->count) };
	s->count++;
	return v;
}

/* The folder's place among the copies, made when it is not there; NULL: it can't be. */
static const struct view *view_of(struct sandbox *s, const char *folder)
{
	for (size_t i = 0; i < s->count; i++)
		if (strcmp(s->views[i].at, folder) == 0)
			return &s->views[i];
	const struct view *v = add_view(s, folder);
	return folder_make(v->copy) && chmod(v->copy, 0755) == 0 ? v : NULL;
}

/* Readable for the sandbox's user, whoever may read the original. */
static bool copy_into(const struct view *v, const char *name)
{
	char *from = path_join(v->at, name), *to = path_join(v->copy, name);
	bool ok = is_file(to) || (file_copy(from, to) && chmod(to, 0644) == 0);

	free(from);
	free(to);
	return ok;
}

struct copying {
	const struct view *view;
	bool ok;
};

static bool copy_header(const char *name, void *context)
{
	struct copying *c = context;

	if (text_ends(name, ".h"))
		c->ok = c->ok && copy_into(c->view, name);
	return c->ok;
}

static bool show_headers(struct sandbox *s, const char *folder)
{
	struct copying c = { view_of(s, folder), true };

	c.ok = c.view != NULL;
	if (c.ok)
		folder_each(folder, copy_header, &c);
	return c.ok;
}

static bool show_file(struct sandbox *s, const char *path)
{
	char *folder = path_folder(path);
	const struct view *v = view_of(s, folder);
	bool ok = v != NULL && copy_into(v, path_name(path));

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
	if (s->user == 0)
		return true;
	if (chmod(s->scratch, 0755) == 0)
		return true;
	return problem_set(problem, "%s can't be opened to the sandbox's user.",
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
	if (ok && hand_over(s, problem) && try_out(s, problem))
		return s;
	sandbox_close(s);
	return NULL;
}

void sandbox_close(struct sandbox *s)
{
	if (s == NULL)
		return;
	for (size_t i = 0; i < s->count; i++) {
		free(s->views[i].at);
		free(s->views[i].copy);
	}
	free(s->views);
	pthread_mutex_destroy(&s->lock);
	free(s->copies);
	free(s->scratch);
	free(s);
}
