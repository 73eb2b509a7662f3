/*
 * What a program in the sandbox sees, may do, and leaves behind.
 */
#include <criterion/criterion.h>

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/cgroup.h"
#include "base/error.h"
#include "base/files.h"
#include "base/libc_debug.h"
#include "base/proc.h"
#include "base/sandbox.h"

static char *scratch, *writes;
static struct sandbox *box;

static void set_up(void)
{
	struct text problem = TEXT_EMPTY;

	libc_debug_find(getenv("BUILD") != NULL ? getenv("BUILD") : ".grade/build");
	scratch = folder_scratch("sandbox");
	writes = path_join(scratch, "writes");
	folder_make(writes);
	box = sandbox_open(scratch, &problem);
	cr_assert_not_null(box, "%s", text_string(&problem));
	text_free(&problem);
}

static void take_down(void)
{
	sandbox_close(box);
	folder_remove(scratch);
	free(writes);
	free(scratch);
}

TestSuite(sandbox, .init = set_up, .fini = take_down, .timeout = 120);

/* Runs a shell's command in the sandbox. */
static void run(const char *command, struct proc_outcome *o)
{
	const char *const argv[] = { "bash", "-c", command, NULL };

	proc_run(&(struct proc_spec){ .argv = argv, .box = box, .writes = writes,
	                              .seconds = 60 }, o);
}

static void expect_said(const char *command, const char *said)
{
	struct proc_outcome o;

	run(command, &o);
	cr_expect_str_eq(text_string(&o.out), said, "%s said \"%s\" and \"%s\"", command,
	                 text_string(&o.out), text_string(&o.err));
	proc_outcome_free(&o);
}

Test(sandbox, has_no_rights)
{
	expect_said("[ $(id -u) != 0 ] && grep -h CapEff /proc/self/status",
	            "CapEff:\t0000000000000000\n");
	expect_said("unshare --user true 2>/dev/null || echo refused", "refused\n");
	expect_said("mount -t tmpfs none /tmp 2>/dev/null || echo refused", "refused\n");
}

Test(sandbox, shows_nothing_of_the_machine)
{
	char *here = getcwd(NULL, 0);
	char *command = must_format("for f in /home /root /var /etc/passwd /etc/shadow /sys "
	                            "%s/Makefile %s/solutions; do [ -e $f ] && echo $f; done; "
	                            "echo end", here, here);

	expect_said(command, "end\n");
	free(command);
	free(here);
}

Test(sandbox, shows_no_other_process_and_no_network)
{
	expect_said("ls -d /proc/[0-9]* | wc -l | awk '{ print ($1 < 12) }'", "1\n");
	expect_said("tail -n +3 /proc/net/dev | cut -d: -f1 | tr -d ' '", "lo\n");
	expect_said("(echo x >/dev/tcp/192.0.2.1/80) 2>/dev/null || echo refused", "refused\n");
}

Test(sandbox, writes_where_it_may)
{
	char *file = path_join(writes, "made");
	char *command = must_format("(echo a >%s/other) 2>/dev/null || echo no; echo b >%s; "
	                            "(echo c >/usr/x) 2>/dev/null || echo no", scratch, file);
	struct text t = TEXT_EMPTY;

	expect_said(command, "no\nno\n");
	cr_expect(file_read(file, 0, &t));
	cr_expect_str_eq(text_string(&t), "b\n");
	text_free(&t);
	free(command);
	free(file);
}

Test(sandbox, keeps_its_tmp_to_itself_and_small)
{
	expect_said("echo x >/tmp/sandbox-was-here; cat /tmp/sandbox-was-here", "x\n");
	cr_expect(!(is_file("/tmp/sandbox-was-here")));
	expect_said("ls /tmp | grep sandbox-was-here", "");
	expect_said("head -c 200000000 /dev/zero >/tmp/x 2>/dev/null; wc -c </tmp/x", "67108864\n");
}

Test(sandbox, counts_processes)
{
	struct proc_outcome o;

	run("for i in {1..300}; do sleep 2 & done 2>/dev/null; echo $(jobs -p | wc -l); kill $(jobs -p)",
	    &o);
	cr_expect(atoi(text_string(&o.out)) <= SANDBOX_PROCESSES, "%s", text_string(&o.out));
	proc_outcome_free(&o);
}

Test(sandbox, leaves_no_process_behind)
{
	struct proc_outcome o;
	const char *const argv[] = { "pgrep", "-f", "sleep 98[7]654", NULL };

	run("setsid sleep 987654 >/dev/null 2>&1 & disown; (nohup sleep 987654 >/dev/null 2>&1 &); "
	    "echo started", &o);
	cr_expect_str_eq(text_string(&o.out), "started\n");
	proc_outcome_free(&o);
	proc_run(&(struct proc_spec){ .argv = argv, .seconds = 20 }, &o);
	/* pgrep's word for nobody. */
	cr_expect(o.end == PROC_EXITED && o.code == 1, "still there: %s", text_string(&o.out));
	proc_outcome_free(&o);
}

Test(sandbox, tells_how_a_program_ended)
{
	struct proc_outcome o;

	run("exit 7", &o);
	cr_expect(o.end == PROC_EXITED && o.code == 7, "%d %d", o.end, o.code);
	proc_outcome_free(&o);
	run("kill -SEGV $$", &o);
	cr_expect(o.end == PROC_SIGNALLED && o.code == SIGSEGV, "%d %d", o.end, o.code);
	proc_outcome_free(&o);
	const char *const argv[] = { "sleep", "1000", NULL };
	proc_run(&(struct proc_spec){ .argv = argv, .box = box, .seconds = 0.5 }, &o);
	cr_expect_eq(o.end, PROC_TIMEOUT);
	proc_outcome_free(&o);
}

Test(sandbox, shows_headers_and_single_files)
{
	char *here = path_real("exercises/00-start");
	char *held = path_real("autograder/stages/00-start/held.c");
	char *command = must_format("cd %s && ls", here);
	char *other = must_format("wc -l <%s | awk '{ print ($1 > 5) }'; ls $(dirname %s)", held, held);

	cr_assert(sandbox_show(box, here));
	expect_said(command, "start.h\n");
	cr_assert(sandbox_show(box, held));
	expect_said(other, "1\nheld.c\n");
	free(other);
	free(command);
	free(held);
	free(here);
}

Test(sandbox, passes_events_on)
{
	const char *const argv[] = { "bash", "-c", "echo hello >&$RIG_EVENTS", NULL };
	struct proc_outcome o;

	proc_run(&(struct proc_spec){ .argv = argv, .box = box, .seconds = 60,
	                              .events = true }, &o);
	cr_expect_str_eq(text_string(&o.events), "hello\n", "%s", text_string(&o.err));
	proc_outcome_free(&o);
}

Test(sandbox, says_which_limit_was_met)
{
	const struct proc_spec spec = { .seconds = 3, .capture_max = 2048 };
	struct proc_outcome o = { .end = PROC_TIMEOUT, .out_cut = true };
	struct text t = TEXT_EMPTY;

	cr_expect(proc_describe_limits(&spec, &o, &t));
	o = (struct proc_outcome){ .limit = CGROUP_MEMORY };
	cr_expect(proc_describe_limits(&spec, &o, &t));
	o = (struct proc_outcome){ .limit = CGROUP_PROCESSES };
	cr_expect(proc_describe_limits(&spec, &o, &t));
	cr_expect_str_eq(text_string(&t), "It was stopped after 3 seconds. "
		"It wrote more than 2 KiB; the rest was thrown away. "
		"It used 2048 MiB of memory, which is all it may. "
		"It started 64 processes or threads, which is all it may. ");
	o = (struct proc_outcome){ .end = PROC_EXITED };
	cr_expect(!(proc_describe_limits(&spec, &o, &t)));
	text_free(&t);
}

Test(no_sandbox, is_said_with_what_to_do)
{
	struct text problem = TEXT_EMPTY;
	char *folder = folder_scratch("sandbox");

	setenv("PATH", "/nowhere", 1);
	cr_expect_null(sandbox_open(folder, &problem));
	cr_expect_not_null(strstr(text_string(&problem), "Install Debian's package bubblewrap"),
	                   "%s", text_string(&problem));
	text_free(&problem);
	folder_remove(folder);
	free(folder);
}

/* ---- control groups ---- */

static void take_memory(const struct cgroup *c)
{
	if (!cgroup_enter(c))
		_exit(2);
	for (int i = 0; i < 300; i++) {
		volatile char *block = malloc(1 << 20);
		for (size_t k = 0; block != NULL && k < 1 << 20; k += 4096)
			block[k] = 1;
	}
	_exit(0);
}

Test(cgroup, limits_memory_where_there_is_one)
{
	struct cgroup c;

	cgroup_open(&c, (size_t)64 << 20, 8, NULL, NULL);
	if (c.memory == NULL) {
		cgroup_close(&c);
		cr_skip_test("This machine lets nobody make a control group.");
	}
	char *folder = must_copy(c.memory);
	cr_expect_eq(cgroup_met(&c), CGROUP_NONE);
	pid_t pid = fork();
	if (pid == 0)
		take_memory(&c);
	int status;
	waitpid(pid, &status, 0);
	cr_expect(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL, "%d", status);
	cr_expect_eq(cgroup_met(&c), CGROUP_MEMORY);
	cgroup_close(&c);
	cr_expect(!(is_folder(folder)));
	free(folder);
}

/* Trees as the kernel has them, but of plain files: the group's own files are not
   there, so that it is given up. */
Test(cgroup, does_without_where_there_is_none)
{
	char *root = folder_scratch("cgroup");
	char *own = path_join(root, "own"), *two = path_join(root, "cgroup.controllers");
	char *memory = path_join(root, "memory/a");
	struct cgroup c;

	folder_make(memory);
	file_write(own, "4:memory:/a\n0::/\n", 17);
	cgroup_open(&c, 1, 1, root, own);
	cr_expect(c.memory == NULL && c.pids == NULL && cgroup_enter(&c));
	cgroup_close(&c);
	file_write(two, "memory pids\n", 12);
	cgroup_open(&c, 1, 1, root, own);
	cr_expect(c.memory == NULL && c.pids == NULL);
	cr_expect_eq(cgroup_met(&c), CGROUP_NONE);
	cgroup_close(&c);
	cgroup_open(&c, 1, 1, root, "/nowhere");
	cr_expect(c.memory == NULL && c.pids == NULL);
	cgroup_close(&c);
	folder_remove(root);
	free(memory);
	free(two);
	free(own);
	free(root);
}

/* ---- the C library's debug file ---- */

/* The number of bytes that a program finds under the file's name. */
static long seen(struct proc_spec spec, const char *path)
{
	const char *const argv[] = { "stat", "-c", "%s", path, NULL };
	struct proc_outcome o;

	spec.argv = argv;
	proc_run(&spec, &o);
	long size = strtol(text_string(&o.out), NULL, 10);
	proc_outcome_free(&o);
	return size;
}

static long size_of(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 ? (long)st.st_size : -1;
}

/* Short in the sandbox, and outside of it where that was asked for; nobody else sees it. */
Test(sandbox, cuts_the_debug_file_of_the_library)
{
	const struct libc_debug *files = libc_debug_found();

	cr_assert_not_null(files, "make has no $BUILD/debug; is libc6-dbg installed?");
	long whole = size_of(files->whole), names = size_of(files->names);
	cr_assert_lt(names, whole / 4);
	cr_expect_eq(seen((struct proc_spec){ .box = box }, files->whole), names);
	cr_expect_eq(seen((struct proc_spec){ .short_libc_debug = true }, files->whole), names);
	cr_expect_eq(seen((struct proc_spec){ 0 }, files->whole), whole);
	cr_expect_eq(size_of(files->whole), whole);
}
