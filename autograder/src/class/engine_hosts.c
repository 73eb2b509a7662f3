/*
 * engine_hosts.c - gradings on several hosts, by GNU parallel over ssh.
 *
 * A submission goes to a host by rsync, into a folder that parallel makes for the job; the
 * document comes back on the output of the same ssh that ran the grader, not by --return:
 * so either all of it is there or ssh failed, parallel knows, and the job is done again
 * elsewhere. (A --return that fails changes no job's status.)
 */
#include <errno.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/un.h>
#include <sys/wait.h>

#include "base/error.h"
#include "base/files.h"
#include "class/engine_parts.h"
#include "class/node.h"

/* Seconds in which a host has to say what it is; logging in may be slow. */
#define ASK_SECONDS 60
/* Jobs that fail on every host before no more are begun: then it isn't the job. */
#define FAILURES_MAX 3

struct host {
	char *line;                /* "cores/login" without the "cores/"       */
	unsigned long cores;       /* 0: the file doesn't say                  */
	struct text said;
};

struct hosts {
	struct host *items;
	size_t count;
	char *sockets;             /* folder for shared connections            */
};

static void hosts_free(struct hosts *h)
{
	for (size_t i = 0; i < h->count; i++) {
		free(h->items[i].line);
		text_free(&h->items[i].said);
	}
	free(h->items);
	if (h->sockets != NULL)
		folder_remove(h->sockets);
	free(h->sockets);
}

/* ---- the file ---------------------------------------------------------- */

/* "[@groups/][cores/]login", the login being all that parallel calls the host by. */
static void add_host(struct hosts *h, char *line)
{
	struct host host = { .cores = 0, .said = TEXT_EMPTY };
	size_t digits;

	line += strspn(line, " \t");
	line[strcspn(line, "#\r\n")] = '\0';
	for (size_t n = strlen(line); n > 0 && strchr(" \t", line[n - 1]) != NULL;)
		line[--n] = '\0';
	if (line[0] == '@' && strchr(line, '/') != NULL)
		line = strchr(line, '/') + 1;
	digits = strspn(line, "0123456789");
	if (digits > 0 && line[digits] == '/') {
		host.cores = strtoul(line, NULL, 10);
		line += digits + 1;
	}
	if (*line == '\0')
		return;
	host.line = must_copy(line);
	h->items = must_resize(h->items, h->count + 1, sizeof *h->items);
	h->items[h->count++] = host;
}

static bool read_hosts(struct hosts *h, const char *path, struct text *problem)
{
	struct text t = TEXT_EMPTY;
	bool ok = file_read(path, 1 << 20, &t) ||
	          problem_set(problem, "The file of hosts %s can't be read: %s. Look at its "
	                      "name.", path, strerror(errno));
	char *rest = (char *)text_string(&t), *line;

	while (ok && (line = strsep(&rest, "\n")) != NULL)
		add_host(h, line);
	text_free(&t);
	return ok && (h->count > 0 ||
	              problem_set(problem, "There is no host in %s. Write one a line: "
	                          "[cores/][user@]host.", path));
}

/* ---- ssh --------------------------------------------------------------- */

/*
 * Never asks for anything; notices within half a minute that the other side is gone; and
 * shares one connection to each host, for a job needs four: with a round trip of 20 ms
 * that is half a second for each. A socket's name is short, or it can't be.
 */
static char *ssh_command(struct hosts *h)
{
	const char *base = getenv("PARALLEL_SSH");
	struct text t = TEXT_EMPTY;
	struct sockaddr_un un;

	text_add(&t, base != NULL ? base : "ssh");
	text_add(&t, " -o BatchMode=yes -o ConnectTimeout=10 -o ConnectionAttempts=1 "
	         "-o ServerAliveInterval=5 -o ServerAliveCountMax=4");
	h->sockets = folder_scratch("class");
	/* %C is 40 digits, and ssh adds 17 while it makes the socket. */
	if (h->sockets != NULL && strlen(h->sockets) + 1 + 40 + 17 < sizeof un.sun_path) {
		text_add(&t, " -o ControlMaster=auto -o ControlPersist=10 -o ControlPath=");
		engine_add_quoted(&t, h->sockets);
		text_add(&t, "/%C");
	}
	return text_take(&t);
}

/* ---- who can help ------------------------------------------------------ */

/* A line of a host's begins with its login and a tab. */
static void hear_host(void *context, char *line)
{
	struct hosts *h = context;

	for (size_t i = 0; i < h->count; i++) {
		size_t n = strlen(h->items[i].line);
		if (strncmp(line, h->items[i].line, n) == 0 && line[n] == '\t')
			text_add(&h->items[i].said, line + n + 1);
	}
}

static bool ask_hosts(const struct engine *e, struct hosts *h, const char *ssh,
                      struct text *problem)
{
	struct args a = ARGS_EMPTY;
	struct text command = TEXT_EMPTY, list = TEXT_EMPTY;
	char *path = path_join(e->folder, "work/tmp/hosts");
	int status;

	for (size_t i = 0; i < h->count; i++)
		text_add_format(&list, "1/%s\n", h->items[i].line);
	text_add(&command, "echo here; command -v rsync >/dev/null && echo rsync here; ");
	engine_add_command(&command, e, "class", "graders");
	args_add_words(&a, "--nonall --tag --jobs 0 --sshloginfile work/tmp/hosts");
	args_add_format(&a, "--timeout=%d", ASK_SECONDS);
	args_add(&a, text_string(&command));
	bool ok = file_write(path, text_string(&list), list.length) ||
	          problem_set(problem, "%s can't be written: %s. Make room there.", path,
	                      strerror(errno));
	ok = ok && parallel_run(e, &a, ssh, hear_host, h, &status, problem);
	free(path);
	text_free(&list);
	text_free(&command);
	args_free(&a);
	return ok;
}

/* What ssh said of a host that gave no answer; "". */
static void add_ssh_words(const struct engine *e, const struct host *host, struct text *t)
{
	char *path = path_join(e->folder, "work/parallel.log");
	struct text log = TEXT_EMPTY;
	size_t n = strlen(host->line);

	file_read(path, 1 << 20, &log);
	for (const char *at = text_string(&log); *at != '\0'; at += *at == '\n') {
		size_t length = strcspn(at, "\n");
		if (strncmp(at, host->line, n) == 0 && at[n] == '\t' && t->length == 0) {
			text_add(t, " (");
			text_add_clean(t, at + n + 1, strcspn(at + n + 1, "\r\n"));
			text_add(t, ")");
		}
		at += length;
	}
	text_free(&log);
	free(path);
}

static bool judge(const struct listening *l, struct host *host, struct text *problem)
{
	const char *said = text_string(&host->said);
	struct text words = TEXT_EMPTY;
	size_t cores = 1;
	bool ok;

	if (strstr(said, "here\n") == NULL) {
		add_ssh_words(l->engine, host, &words);
		ok = problem_set(problem, "it gives no answer%s. See that `ssh %s true` works "
		                 "without a question.", text_string(&words), host->line);
	} else if (strstr(said, "rsync here\n") == NULL) {
		ok = problem_set(problem, "it has no rsync. Install that there.");
	} else {
		ok = node_judge(l->engine->course, said, l->jobs, l->count, &cores, problem);
	}
	if (host->cores == 0)
		host->cores = cores;
	text_free(&words);
	return ok;
}

/* Writes the list of those that may grade; false: there is none. */
static bool choose_hosts(const struct listening *l, struct hosts *h, struct text *problem)
{
	const struct engine *e = l->engine;
	char *path = path_join(e->folder, "work/tmp/hosts");
	struct text list = TEXT_EMPTY, why = TEXT_EMPTY;
	size_t left_out = 0;

	for (size_t i = 0; i < h->count; i++) {
		text_cut(&why, 0);
		if (judge(l, &h->items[i], &why)) {
			text_add_format(&list, "%lu/%s\n", h->items[i].cores,
			                h->items[i].line);
			continue;
		}
		left_out++;
		text_add_format(e->complaints, "Host %s was left out: %s\n",
		                h->items[i].line, text_string(&why));
	}
	bool ok = left_out < h->count ||
	          problem_set(problem, "None of the %zu hosts can grade; for %s: %s",
	                      h->count, h->items[h->count - 1].line, text_string(&why));
	ok = ok && (file_write(path, text_string(&list), list.length) ||
	            problem_set(problem, "%s can't be written: %s. Make room there.", path,
	                        strerror(errno)));
	free(path);
	text_free(&list);
	text_free(&why);
	return ok;
}

/* ---- the jobs ---------------------------------------------------------- */

/*
 * What a host does for a job, in its folder there. A submission that did not arrive is a
 * failure of the host's (255, as ssh's own). On the host ":", this one, nothing is sent. The
 * answer is a line of its own: job, status, and the document without its line breaks, or
 * else the first line of what grade complained of. When the connection breaks, parallel's
 * half there ends all of it; where nobody hears of that, it goes on for as long as a job may
 * take. In either case what was sent is removed.
 */
static char *host_command(const struct engine *e)
{
	struct text t = TEXT_EMPTY;
	char *own = path_join(e->folder, "submissions");

	text_add(&t, "p=submissions/{4}; [ -e $p ] || p=");
	engine_add_quoted(&t, own);
	text_add_format(&t, "/{4}; [ -e \"$p\" ] || exit 255; "
	                "trap \"rm -f submissions/{4} result.json log; "
	                "rmdir submissions 2>/dev/null\" EXIT; "
	                "trap \"exit 255\" HUP INT TERM; "
	                "RIG_SEED={3} timeout --foreground -k 10 %d ", JOB_SECONDS);
	engine_add_command(&t, e, "grade", "check {2}");
	engine_add_check_options(&t, e);
	text_add(&t, " --from \"$p\" --json result.json >/dev/null 2>log; s=$?; "
	         "echo; echo {1} $s \"\" | tr -d \"\\012\"; "
	         "if [ -s result.json ]; then tr -d \"\\012\" <result.json; "
	         "else head -n 1 log; fi; echo");
	free(own);
	return text_take(&t);
}

static bool keep(const struct listening *l, const char *job, const char *bytes)
{
	size_t n = strcspn(bytes, "\n");
	json_t *document = json_loadb(bytes, n, 0, NULL);
	char *path = engine_result_path(l->engine->folder, job);
	bool ok = document != NULL && file_write(path, bytes, n);

	json_decref(document);
	free(path);
	return ok;
}

/* A line that was cut off is none: its job is done again, or told to be left. */
static void hear_document(void *context, char *line)
{
	struct listening *l = context;
	char job[JOB_NAME];
	int status = 0, at = 0;

	if (sscanf(line, "%32s %d %n", job, &status, &at) != 2 || at == 0 ||
	    listening_find(l, job) == l->count)
		return;
	if (line[at] == '{' && !keep(l, job, line + at))
		return;
	if (line[at] != '{') {
		char *log = must_format("%s/work/logs/%s", l->engine->folder, job);
		file_write(log, line + at, strlen(line + at));
		free(log);
	}
	listening_hear(l, job, status);
}

static void tell_failure(const struct listening *l, struct text *problem)
{
	char *path = path_join(l->engine->folder, "work/parallel.log");
	struct text log = TEXT_EMPTY;

	file_read(path, 1 << 20, &log);
	problem_set(problem, "The hosts don't answer any more, and %zu are left: %.*s. What "
	            "was graded is kept; run it again when they are there.", l->left,
	            (int)strcspn(text_string(&log), "\r\n"), text_string(&log));
	text_free(&log);
	free(path);
}

static bool grade_on(struct listening *l, const struct hosts *h, const char *ssh,
                     struct text *problem)
{
	struct args a = ARGS_EMPTY;
	char *command = host_command(l->engine);
	int status = 0;

	args_add_words(&a, "--colsep \\t --arg-file work/jobs --sshloginfile work/tmp/hosts "
	               "--workdir ... --transferfile submissions/{4}");
	/* Time to clear away, for what is ended. */
	args_add(&a, "--termseq=TERM,5000,KILL,25");
	/* A job fails once on a host that is away, and goes to the next. */
	args_add_format(&a, "--retries=%zu", h->count + 2);
	args_add_format(&a, "--halt=soon,fail=%d", FAILURES_MAX);
	args_add_format(&a, "--timeout=%d", JOB_SECONDS + 300);
	if (l->engine->width != 0)
		args_add_format(&a, "--jobs=%zu", l->engine->width);
	args_add(&a, command);
	bool ok = parallel_run(l->engine, &a, ssh, hear_document, l, &status, problem);
	if (ok && l->left > 0) {
		tell_failure(l, problem);
		ok = false;
	}
	args_free(&a);
	free(command);
	return ok;
}

bool engine_hosts(struct listening *l, struct text *problem)
{
	struct hosts h = { .count = 0 };
	char *list = path_join(l->engine->folder, "work/jobs"), *ssh = NULL;
	bool ok = read_hosts(&h, l->engine->hosts, problem);

	if (ok) {
		ssh = ssh_command(&h);
		ok = ask_hosts(l->engine, &h, ssh, problem) && choose_hosts(l, &h, problem) &&
		     listening_write_left(l, list, problem) && grade_on(l, &h, ssh, problem);
	}
	hosts_free(&h);
	free(ssh);
	free(list);
	return ok;
}
