/*
 * engine_slurm.c - gradings on a cluster: an array job of Slurm's.
 *
 * An element of the array grades a part of the list, and leaves a mark for each job that
 * has ended: a file RUN/done/JOB, with grade's status. This program reads the marks,
 * once a second, for a file system on the network tells nobody of a new file. An element
 * that is started again, its node having died, goes past what has a mark or a document.
 * What is left when the array has ended is submitted again, a few times.
 *
 * When this program ends before, whatever way, a child that outlives it cancels the array.
 * Should the whole machine go down, the array goes on; the next run cancels what is left
 * of it, by its name, and takes the documents that it wrote.
 */
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/error.h"
#include "base/files.h"
#include "base/proc.h"
#include "class/digest.h"
#include "class/engine_parts.h"
#include "class/guard.h"
#include "class/node.h"

/* How often what is left is submitted again. */
#define AGAIN_MAX 3
/* Seconds: for an answer of Slurm's; between two questions whether the array has ended;
   until a document has to be seen behind its mark, and behind the array's end. */
#define ANSWER_SECONDS 60
#define ASK_EVERY      5
#define SEEN_SECONDS   60
/* Seconds without anything that runs, until we say why. */
#define WAIT_SECONDS   60

/* With what an element ends on a node that can't grade. */
enum { EXIT_NOT_SHARED = 93, EXIT_OTHER_GRADER = 94 };

struct cluster {
	struct listening *l;
	char *run;                 /* FOLDER/work/slurm/ and a name of its own */
	char *name;                /* of our arrays, and of no others          */
	struct args env;           /* the variables that Slurm's programs read */
	struct text exclude;       /* nodes, with commas                       */
	char *id;                  /* of the array                             */
	double *marked;            /* when a mark without a document was seen  */
	bool told_waiting;
};

/* ---- Slurm's programs -------------------------------------------------- */

static void take_environment(struct args *env)
{
	static const char *const kept[] = { "SLURM", "SBATCH_", "SINFO_", "SQUEUE_",
	                                    "SCANCEL_", "MUNGE", "HOME=", "USER=" };

	for (char **at = environ; *at != NULL; at++)
		for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
			if (text_starts(*at, kept[i]))
				args_add(env, *at);
}

/* True when it ended well; else problem (which may be NULL) has what it said. */
static bool ask(const struct cluster *c, const struct args *a, struct text *out,
                struct text *problem)
{
	struct proc_spec spec = { .argv = args_vector(a), .env = args_vector(&c->env),
	                          .seconds = ANSWER_SECONDS, .capture_max = 16 << 20 };
	struct proc_outcome o;
	bool ok = proc_run(&spec, &o);

	if (!ok && o.end == PROC_NOT_STARTED)
		problem_set(problem, "%s can't be started: %s. Run this where Slurm's commands "
		            "are installed.", a->items[0], strerror(o.code));
	else if (!ok)
		problem_set(problem, "%s: %.*s.", a->items[0],
		            (int)strcspn(text_string(&o.err), "\n"), text_string(&o.err));
	text_add(out, text_string(&o.out));
	proc_outcome_free(&o);
	return ok;
}

static bool ask_words(const struct cluster *c, const char *words, const char *last,
                      struct text *out, struct text *problem)
{
	struct args a = ARGS_EMPTY;

	args_add_words(&a, words);
	if (last != NULL)
		args_add(&a, last);
	bool ok = ask(c, &a, out, problem);
	args_free(&a);
	return ok;
}

/* ---- how many for an element ------------------------------------------- */

struct size { size_t nodes, cores, elements_max; bool whole_nodes; };

/* The number behind "Name   = "; 0: there is none. */
static size_t setting(const char *config, const char *name)
{
	const char *at = strstr(config, name);

	return at != NULL ? strtoul(at + strcspn(at, "0123456789\n"), NULL, 10) : 0;
}

/* A line for each node and partition: "name cores state". */
static void count_nodes(const char *lines, struct size *s)
{
	char name[256], state[64], last[256] = "";
	unsigned cores;

	for (const char *at = lines; *at != '\0'; at += *at == '\n') {
		bool read = sscanf(at, "%255s %u %63s", name, &cores, state) == 3;
		if (read && strcmp(name, last) != 0 &&
		    (text_starts(state, "idle") || text_starts(state, "mix") ||
		     text_starts(state, "alloc") || text_starts(state, "comp"))) {
			s->nodes++;
			s->cores += cores;
			snprintf(last, sizeof last, "%s", name);
		}
		at += strcspn(at, "\n");
	}
}

static struct size ask_size(const struct cluster *c)
{
	struct size s = { .elements_max = 1000 };
	struct text config = TEXT_EMPTY, nodes = TEXT_EMPTY;

	ask_words(c, "scontrol show config", NULL, &config, NULL);
	if (setting(text_string(&config), "MaxArraySize") > 1)
		s.elements_max = setting(text_string(&config), "MaxArraySize") - 1;
	s.whole_nodes = strstr(text_string(&config), "select/linear") != NULL;
	struct args a = ARGS_EMPTY;
	args_add_words(&a, "sinfo --noheader --Node --format");
	args_add(&a, "%N %c %T");
	if (c->l->engine->slurm[0] != '\0' && c->l->engine->slurm[0] != '-')
		args_add_format(&a, "--partition=%s", c->l->engine->slurm);
	ask(c, &a, &nodes, NULL);
	count_nodes(text_string(&nodes), &s);
	args_free(&a);
	text_free(&config);
	text_free(&nodes);
	return s;
}

/*
 * With n gradings of t seconds on p cores, o seconds for an element to start, and k
 * gradings in each, the cluster needs n/p (t + o/k), and at the end the last element has
 * some k t/2 that nobody helps it with. Their sum is least at k = sqrt(2 n o / (p t)), and
 * as t is about 2 o, that is sqrt(n/p).
 */
static size_t choose_chunk(const struct size *s, size_t n)
{
	size_t cores = s->cores > 0 ? s->cores : 8;
	size_t at_once = s->whole_nodes && s->nodes > 0 ? (cores + s->nodes - 1) / s->nodes : 1;
	size_t chunk = at_once * (size_t)lround(ceil(sqrt((double)n / (double)cores)));

	while ((n + chunk - 1) / chunk > s->elements_max)
		chunk++;
	return chunk;
}

/* ---- what an element does ---------------------------------------------- */

/* $1 job, $2 stage, $3 seed, $4 parcel. A mark is written when all else is. */
static bool write_one(const struct cluster *c, struct text *problem)
{
	const struct engine *e = c->l->engine;
	struct text t = TEXT_EMPTY;
	char *path = path_join(c->run, "one");

	text_add(&t, "run=");
	engine_add_quoted(&t, c->run);
	text_add_format(&t, "\n[ ! -e \"$run/done/$1\" ] || exit 0\ns=0\n"
	                "[ -s \"work/results/$1.json\" ] || {\n"
	                "	RIG_SEED=$3 timeout -k 10 %d ", JOB_SECONDS);
	engine_add_command(&t, e, "grade", "check \"$2\"");
	engine_add_check_options(&t, e);
	text_add(&t, " --from \"submissions/$4\" --json \"work/results/$1.json\" "
	         ">/dev/null 2>\"work/logs/$1\"\n"
	         "	s=$?\n"
	         "}\n"
	         "[ -s \"work/results/$1.json\" ] && d=document || d=none\n"
	         "echo $s $d >\"$run/marks/$1.$$\" &&\n"
	         "	mv \"$run/marks/$1.$$\" \"$run/done/$1\"\n");
	bool ok = file_write(path, text_string(&t), t.length) ||
	          problem_set(problem, "%s can't be written: %s. Make room there.", path,
	                      strerror(errno));
	text_free(&t);
	free(path);
	return ok;
}

/*
 * The batch script. It may run on a node that sees nothing of ours, so it is no file that
 * the node has to find, and says by its status what is wrong. Where Slurm gives whole nodes
 * away, several gradings run at a time.
 */
static char *element_script(const struct cluster *c, size_t chunk)
{
	const struct engine *e = c->l->engine;
	struct text t = TEXT_EMPTY;

	text_add(&t, "#!/bin/sh\nrun=");
	engine_add_quoted(&t, c->run);
	text_add_format(&t, "\n[ -r \"$run/list\" ] && [ -d ");
	engine_add_quoted(&t, e->course->root);
	text_add_format(&t, " ] && cd ");
	engine_add_quoted(&t, e->folder);
	text_add_format(&t, " || exit %d\n[ -d \"${TMPDIR:-/tmp}\" ] || unset TMPDIR\n"
	                "said=$run/nodes/$SLURMD_NODENAME\n", EXIT_NOT_SHARED);
	engine_add_command(&t, e, "class", "graders");
	text_add_format(&t, " >\"$said.$$\"\nmv \"$said.$$\" \"$said\"\n"
	                "[ -z \"$(grep -Fxvf \"$said\" \"$run/expected\")\" ] || exit %d\n"
	                "first=$((SLURM_ARRAY_TASK_ID * %zu + 1))\n"
	                "sed -n \"$first,$((first + %zu))p\" \"$run/list\" |\n"
	                "	xargs -n 4 -P \"${SLURM_CPUS_ON_NODE:-1}\" sh \"$run/one\"\n",
	                EXIT_OTHER_GRADER, chunk, chunk - 1);
	return text_take(&t);
}

/* What elements of an array that was cancelled still write is not this one's. */
static char *run_path(const struct engine *e)
{
	char *all = path_join(e->folder, "work/slurm");
	char *run = must_format("%s/%lld-%d", all, (long long)time(NULL), (int)getpid());

	folder_remove(all);
	free(all);
	return run;
}

static bool make_run(struct cluster *c, struct text *problem)
{
	static const char *const folders[] = { "done", "marks", "nodes" };
	struct text expected = TEXT_EMPTY;
	char *path = path_join(c->run, "expected");
	bool ok = true;

	node_expected(c->l->jobs, c->l->count, &expected);
	for (size_t i = 0; i < 3; i++) {
		char *folder = path_join(c->run, folders[i]);
		ok = ok && folder_make(folder);
		free(folder);
	}
	ok = (ok && file_write(path, text_string(&expected), expected.length)) ||
	     problem_set(problem, "%s can't be made: %s. Make room there.", c->run,
	                 strerror(errno));
	free(path);
	text_free(&expected);
	return ok && write_one(c, problem);
}

/* ---- submitting -------------------------------------------------------- */

static void submit_options(const struct cluster *c, size_t elements, struct args *a)
{
	const struct engine *e = c->l->engine;

	args_add_words(a, "sbatch --parsable --requeue --nodes=1 --ntasks=1 --chdir=/ "
	               "--output=/dev/null --error=/dev/null --propagate=NONE");
	args_add_format(a, "--job-name=%s", c->name);
	if (e->width != 0)
		args_add_format(a, "--array=0-%zu%%%zu", elements - 1, e->width);
	else
		args_add_format(a, "--array=0-%zu", elements - 1);
	if (c->exclude.length > 0)
		args_add_format(a, "--exclude=%s", text_string(&c->exclude));
	if (e->slurm[0] == '-')
		args_add_words(a, e->slurm);
	else if (e->slurm[0] != '\0')
		args_add_format(a, "--partition=%s", e->slurm);
}

static bool submit(struct cluster *c, struct text *problem)
{
	char *list = path_join(c->run, "list"), *path = path_join(c->run, "element");
	struct size size = ask_size(c);
	size_t chunk = choose_chunk(&size, c->l->left);
	char *script = element_script(c, chunk);
	struct args a = ARGS_EMPTY;
	struct text out = TEXT_EMPTY;

	submit_options(c, (c->l->left + chunk - 1) / chunk, &a);
	args_add(&a, path);
	bool ok = listening_write_left(c->l, list, problem) &&
	          (file_write(path, script, strlen(script)) ||
	           problem_set(problem, "%s can't be written: %s. Make room there.", path,
	                       strerror(errno))) &&
	          ask(c, &a, &out, problem);
	/* "id" or "id;cluster". */
	free(c->id);
	c->id = ok ? must_format("%.*s", (int)strspn(text_string(&out), "0123456789"),
	                         text_string(&out)) : NULL;
	args_free(&a);
	text_free(&out);
	free(script);
	free(path);
	free(list);
	return ok;
}

/* ---- ending with this program ------------------------------------------ */

/* In a child that outlives this program. */
static void cancel(const void *name)
{
	char *option = must_format("--name=%s", (const char *)name);

	execlp("scancel", "scancel", "--quiet", option, (char *)NULL);
	free(option);
}

/* ---- hearing ----------------------------------------------------------- */

/* A document may be seen later than the mark that was written behind it. */
static bool is_seen(struct cluster *c, size_t i)
{
	char *path = engine_result_path(c->l->engine->folder, c->l->jobs[i].job);
	bool there = is_plain_file(path);

	free(path);
	if (!there && c->marked[i] == 0)
		c->marked[i] = clock_seconds();
	return there || clock_seconds() - c->marked[i] > SEEN_SECONDS;
}

/* "STATUS document", or "STATUS none". */
static bool read_mark(const char *name, void *context)
{
	struct cluster *c = context;
	size_t i = listening_find(c->l, name);
	struct text mark = TEXT_EMPTY;

	if (i == c->l->count || c->l->ended[i])
		return true;
	char *path = must_format("%s/done/%s", c->run, name);
	if (file_read(path, 64, &mark) &&
	    (strstr(text_string(&mark), "none") != NULL || is_seen(c, i)))
		listening_hear(c->l, name, atoi(text_string(&mark)));
	text_free(&mark);
	free(path);
	return true;
}

static void read_marks(struct cluster *c)
{
	char *folder = path_join(c->run, "done");

	folder_each(folder, read_mark, c);
	free(folder);
}

/* Once, when nothing was heard for a while: the reason that Slurm gives. */
static void tell_waiting(struct cluster *c, const char *queue, const char *problem)
{
	const char *reason = strchr(queue, ' ');

	if (c->told_waiting || strstr(queue, "RUNNING") != NULL)
		return;
	c->told_waiting = true;
	if (problem[0] != '\0')
		error_print("Slurm gives no answer: %s Waiting until it does.", problem);
	else if (reason != NULL)
		error_print("Slurm lets the jobs wait: %.*s. `squeue -j %s` says how long.",
		            (int)strcspn(reason + 1, "\n"), reason + 1, c->id);
}

/* Has the array ended? Slurm, when it gives no answer, has not said so. */
static bool has_ended(struct cluster *c, bool waiting)
{
	struct text queue = TEXT_EMPTY, problem = TEXT_EMPTY;
	struct args a = ARGS_EMPTY;

	args_add_words(&a, "squeue --noheader --format");
	args_add(&a, "%T %r");
	args_add_format(&a, "--jobs=%s", c->id);
	bool ok = ask(c, &a, &queue, &problem);
	bool ended = ok ? queue.length == 0
	                : strstr(text_string(&problem), "Invalid job id") != NULL;
	if (!ended && waiting)
		tell_waiting(c, text_string(&queue), text_string(&problem));
	args_free(&a);
	text_free(&queue);
	text_free(&problem);
	return ended;
}

static void listen_to_array(struct cluster *c)
{
	double asked = clock_seconds(), heard = asked, ended = 0;
	size_t left = c->l->left;

	while (c->l->left > 0) {
		double now = clock_seconds();
		read_marks(c);
		if (c->l->left < left)
			heard = now;
		left = c->l->left;
		/* What was written last may be seen late. */
		if (ended > 0 && now - ended > 3)
			return;
		if (ended == 0 && now - asked >= ASK_EVERY) {
			asked = now;
			if (has_ended(c, now - heard > WAIT_SECONDS))
				ended = now;
		}
		if (c->l->left > 0)
			nanosleep(&(struct timespec){ .tv_sec = 1 }, NULL);
	}
}

/* ---- nodes that can't grade -------------------------------------------- */

/* The value of NAME= in a line of scontrol's, or ""; the caller frees it. */
static char *field(const char *line, size_t length, const char *name)
{
	size_t n = strlen(name);

	for (size_t i = 0; i + n < length; i++)
		if ((i == 0 || line[i - 1] == ' ') && strncmp(line + i, name, n) == 0)
			return must_format("%.*s", (int)strcspn(line + i + n, " \n"),
			                   line + i + n);
	return must_copy("");
}

static bool is_left_out(const struct cluster *c, const char *node)
{
	size_t n = strlen(node);

	for (const char *at = text_string(&c->exclude); *at != '\0'; at += *at == ',') {
		size_t length = strcspn(at, ",");
		if (length == n && strncmp(at, node, n) == 0)
			return true;
		at += length;
	}
	return false;
}

static void leave_out(struct cluster *c, const char *node, const char *why)
{
	if (is_left_out(c, node))
		return;
	text_add_format(&c->exclude, "%s%s", c->exclude.length > 0 ? "," : "", node);
	text_add_format(c->l->engine->complaints, "Node %s was left out: %s\n", node, why);
}

static void judge_node(struct cluster *c, const char *node)
{
	char *path = must_format("%s/nodes/%s", c->run, node);
	struct text said = TEXT_EMPTY, why = TEXT_EMPTY;
	size_t cores;

	file_read(path, 1 << 16, &said);
	if (!node_judge(c->l->engine->course, text_string(&said), c->l->jobs, c->l->count,
	                &cores, &why))
		leave_out(c, node, text_string(&why));
	text_free(&said);
	text_free(&why);
	free(path);
}

/* A job's line. */
static void judge_job(struct cluster *c, const char *line, size_t length)
{
	char *code = field(line, length, "ExitCode=");
	char *node = field(line, length, "BatchHost=");

	if (atoi(code) == EXIT_NOT_SHARED)
		leave_out(c, node, "it does not see the class's folder and the course. Put both "
		          "on a file system that all nodes share; --class names the folder.");
	else if (atoi(code) == EXIT_OTHER_GRADER)
		judge_node(c, node);
	free(code);
	free(node);
}

static void find_bad_nodes(struct cluster *c)
{
	struct text jobs = TEXT_EMPTY;

	ask_words(c, "scontrol --oneliner show job", c->id, &jobs, NULL);
	for (const char *at = text_string(&jobs); *at != '\0'; at += *at == '\n') {
		size_t length = strcspn(at, "\n");
		judge_job(c, at, length);
		at += length;
	}
	text_free(&jobs);
}

/* ---- all of it --------------------------------------------------------- */

/* Of an earlier run, whose machine went down. */
static bool cancel_old(const struct cluster *c, struct text *problem)
{
	struct text out = TEXT_EMPTY;
	char *option = must_format("--name=%s", c->name);
	bool ok = ask_words(c, "scancel --quiet", option, &out, problem);

	free(option);
	text_free(&out);
	return ok;
}

static bool grade_all(struct cluster *c, struct text *problem)
{
	for (int i = 0; i <= AGAIN_MAX && c->l->left > 0; i++) {
		if (!submit(c, problem))
			return false;
		listen_to_array(c);
		if (c->l->left > 0)
			find_bad_nodes(c);
	}
	return c->l->left == 0 ||
	       problem_set(problem, "Slurm has not graded %zu, in %d tries. Look at `scontrol "
	                   "show job %s`. What was graded is kept; run it again.",
	                   c->l->left, AGAIN_MAX + 1, c->id);
}

static void name_cluster(struct cluster *c)
{
	char hex[DIGEST_LENGTH + 1];
	struct digest d;

	digest_start(&d);
	digest_string(&d, c->l->engine->folder);
	digest_end(&d, hex);
	c->name = must_format("class-%.12s", hex);
}

bool engine_slurm(struct listening *l, struct text *problem)
{
	struct cluster c = { .l = l, .run = run_path(l->engine),
	                     .marked = must_alloc(l->count * sizeof(double)) };

	name_cluster(&c);
	take_environment(&c.env);
	bool ok = cancel_old(&c, problem) && make_run(&c, problem);
	if (ok) {
		struct guard guard = guard_begin(cancel, c.name, -1);
		ok = grade_all(&c, problem);
		guard_end(&guard);
	}
	free(c.run);
	free(c.name);
	free(c.id);
	free(c.marked);
	args_free(&c.env);
	text_free(&c.exclude);
	return ok;
}
