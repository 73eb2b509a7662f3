/*
 * watch.c - check a stage whenever one of its files is saved.
 *
 * A check is this program again, in a process of its own that can be ended at
 * any time: first the quick one, so that the verdict on behaviour is there at
 * once, then the whole one. A save in the middle ends what runs and begins
 * anew. One loop waits for saves, keys, signals and the check's end; no thread.
 */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#include "base/args.h"
#include "base/error.h"
#include "base/files.h"
#include "base/proc.h"
#include "desk/changes.h"
#include "desk/desk.h"
#include "desk/progress.h"
#include "view/doc.h"
#include "view/paper.h"
#include "view/terminal.h"

/* Editors write a file in several steps; wait until they are through. */
#define SETTLE_SECONDS 0.02
/* Of the screen: what was cut, an empty line, the keys, and the cursor's. */
#define KEY_ROWS 4

enum round { ROUND_NONE, ROUND_QUICK, ROUND_WHOLE };

struct watch {
	const struct course *course;
	const struct cli *cli;
	struct changes *changes;
	const char *stage;
	char *scratch;                  /* for the documents                   */
	pid_t running;                  /* the check; 0: none runs             */
	enum round round;               /* of the check that runs              */
	json_t *document;               /* the last one; NULL: none yet        */
	int signals;                    /* a signalfd                          */
	bool screen, keys;              /* output and input are a terminal     */
	bool over;
	bool raw;                       /* before is to be restored            */
	struct termios before;
};

/* ---- the check ---------------------------------------------------------- */

static char *document_path(const struct watch *w)
{
	return path_join(w->scratch, "result.json");
}

static void ask_for(const struct watch *w, struct args *argv)
{
	char *path = document_path(w);

	args_add(argv, "grade");
	args_add(argv, "check");
	args_add(argv, w->stage);
	args_add(argv, "--course");
	args_add(argv, w->course->root);
	args_add(argv, "--build");
	args_add(argv, w->course->build);
	args_add(argv, "--json");
	args_add(argv, path);
	if (w->round == ROUND_QUICK)
		args_add(argv, "--quick");
	free(path);
}

/* Starts a check in a process group of its own; its output goes nowhere. */
static void begin(struct watch *w, enum round round)
{
	struct args argv = ARGS_EMPTY;
	posix_spawn_file_actions_t files;
	posix_spawnattr_t how;
	sigset_t none;

	w->round = round;
	ask_for(w, &argv);
	sigemptyset(&none);
	posix_spawn_file_actions_init(&files);
	posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", 0, 0);
	posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, "/dev/null", 1, 0);
	posix_spawn_file_actions_addopen(&files, STDERR_FILENO, "/dev/null", 1, 0);
	posix_spawnattr_init(&how);
	posix_spawnattr_setflags(&how, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK);
	posix_spawnattr_setsigmask(&how, &none);
	if (posix_spawn(&w->running, "/proc/self/exe", &files, &how, argv.items,
	                environ) != 0)
		w->running = 0;
	posix_spawnattr_destroy(&how);
	posix_spawn_file_actions_destroy(&files);
	args_free(&argv);
}

/* SIGTERM, so that it takes its own children and scratch folder along. */
static void stop(struct watch *w)
{
	if (w->running <= 0)
		return;
	kill(w->running, SIGTERM);
	while (waitpid(w->running, NULL, 0) < 0 && errno == EINTR)
		;
	w->running = 0;
	w->round = ROUND_NONE;
}

/* ---- the screen --------------------------------------------------------- */

static void state_line(const struct watch *w, struct paper *paper)
{
	time_t now = time(NULL);
	struct tm t;
	char when[16];

	localtime_r(&now, &t);
	strftime(when, sizeof when, "%H:%M:%S", &t);
	paper_print(paper, INK_DIM, "%s  %s  ", when, w->stage);
	paper_put(paper, INK_DIM,
	          w->round == ROUND_QUICK ? "checking behaviour ..." :
	          w->round == ROUND_WHOLE ? "behaviour is shown; memory is being checked ..." :
	          changes_polls(w->changes) ? "waiting for a save (looking twice a second)" :
	          "waiting for a save");
	paper_end(paper);
}

static void key_line(const struct watch *w, struct paper *paper)
{
	if (!w->keys)
		return;
	paper_end(paper);
	paper_put(paper, INK_DIM, "q quit   a all of it   h next hint   r check again");
	paper_end(paper);
}

/* Everything there is to see, as text; the caller frees it. */
static char *compose(const struct watch *w, bool all)
{
	struct view_options view = view_options_for(stdout, w->cli->no_colour);
	char *text = NULL;
	size_t n = 0;
	FILE *out = open_memstream(&text, &n);

	if (out == NULL)
		return NULL;
	struct paper paper = paper_new(out, view);
	view.brief = !all;
	view.all = all;
	view.lines = w->cli->lines;
	state_line(w, &paper);
	/* In a log, an old verdict under a new check would mislead. */
	if (w->document != NULL && (w->screen || w->round != ROUND_QUICK)) {
		if (w->screen)
			paper_end(&paper);
		view_terminal(w->document, out, view);
	}
	fclose(out);
	return text;
}

/* Rows of the terminal that are left for what compose wrote. */
static size_t rows(void)
{
	struct winsize size;

	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_row < 8)
		return 24 - KEY_ROWS;
	return size.ws_row - KEY_ROWS;
}

/* Length of the first so many lines of text, or of all. */
static size_t first_lines(const char *text, size_t lines)
{
	const char *at = text;

	while (lines > 0 && *at != '\0') {
		at += strcspn(at, "\n");
		at += *at == '\n';
		lines--;
	}
	return (size_t)(at - text);
}

/* On a screen, the verdict's end must not push its beginning off the top. */
static void show(const struct watch *w, bool all)
{
	struct view_options view = view_options_for(stdout, w->cli->no_colour);
	struct paper paper = paper_new(stdout, view);
	char *text = compose(w, all);
	bool fits = w->screen && !all;
	size_t n = text == NULL ? 0 : fits ? first_lines(text, rows()) : strlen(text);

	if (fits)
		fputs("\033[H\033[2J\033[3J", stdout);
	if (text != NULL)
		fwrite(text, 1, n, stdout);
	if (text != NULL && text[n] != '\0') {
		paper_put(&paper, INK_DIM, paper_sign(&paper, SIGN_CUT));
		paper_put(&paper, INK_DIM, " a shows the rest");
	}
	if (w->screen)
		key_line(w, &paper);
	fflush(stdout);
	free(text);
}

/* ---- what happens ------------------------------------------------------- */

static void restart(struct watch *w)
{
	stop(w);
	begin(w, ROUND_QUICK);
	show(w, false);
}

static void saved(struct watch *w)
{
	const struct timespec settle = { 0, (long)(SETTLE_SECONDS * 1e9) };
	int which;

	nanosleep(&settle, NULL);
	which = changes_take(w->changes);
	if (which < 0)
		return;
	if (strcmp(w->stage, w->course->stages[which]) != 0) {
		w->stage = w->course->stages[which];
		json_decref(w->document);
		w->document = NULL;
	}
	restart(w);
}

/* Takes the document that the check has left. */
static void take_document(struct watch *w)
{
	char *path = document_path(w);
	json_t *document = json_load_file(path, 0, NULL);

	if (document != NULL) {
		json_decref(w->document);
		w->document = document;
	}
	unlink(path);
	free(path);
}

/* True when the whole check could say more than the quick one did. */
static bool goes_on(const struct watch *w)
{
	return w->round == ROUND_QUICK && doc_is(w->document, "status", "graded");
}

static void ended(struct watch *w)
{
	int status;

	if (w->running <= 0 || waitpid(w->running, &status, WNOHANG) != w->running)
		return;
	w->running = 0;
	take_document(w);
	if (goes_on(w))
		begin(w, ROUND_WHOLE);
	else
		w->round = ROUND_NONE;
	show(w, false);
}

static void hint(struct watch *w)
{
	struct cli cli = *w->cli;

	cli.argument = w->stage;
	putchar('\n');
	desk_hint(w->course, &cli);
	fflush(stdout);
}

static void key(struct watch *w)
{
	char c;

	if (read(STDIN_FILENO, &c, 1) != 1)
		w->keys = false;
	else if (c == 'q' || c == 4)
		w->over = true;
	else if (c == 'a')
		show(w, true);
	else if (c == 'h')
		hint(w);
	else if (c == 'r' || c == '\n' || c == '\r')
		restart(w);
}

static void signalled(struct watch *w)
{
	struct signalfd_siginfo info;

	if (read(w->signals, &info, sizeof info) != sizeof info)
		return;
	if (info.ssi_signo == SIGCHLD)
		ended(w);
	else if (info.ssi_signo == SIGWINCH)
		show(w, false);
	else
		w->over = true;
}

static void loop(struct watch *w)
{
	while (!w->over) {
		struct pollfd fds[3] = {
			{ w->signals, POLLIN, 0 },
			{ changes_fd(w->changes), POLLIN, 0 },
			{ w->keys ? STDIN_FILENO : -1, POLLIN, 0 },
		};
		int wait = changes_polls(w->changes)
			? (int)(CHANGES_POLL_SECONDS * 1000) : -1;
		int n = poll(fds, 3, wait);

		if (n < 0 && errno != EINTR)
			return;
		if (fds[0].revents != 0)
			signalled(w);
		if (fds[1].revents != 0 || changes_polls(w->changes))
			saved(w);
		if (fds[2].revents != 0)
			key(w);
	}
}

/* ---- opening and closing ------------------------------------------------ */

/* Keys come one by one and are not shown; Ctrl-C stays a signal. */
static void take_keys(struct watch *w)
{
	struct termios raw;

	w->raw = w->keys = isatty(STDIN_FILENO) &&
	                   tcgetattr(STDIN_FILENO, &w->before) == 0;
	if (!w->keys)
		return;
	raw = w->before;
	raw.c_lflag &= ~(tcflag_t)(ICANON | ECHO);
	tcsetattr(STDIN_FILENO, TCSANOW, &raw);
}

static bool take_signals(struct watch *w)
{
	static const int wanted[] = { SIGCHLD, SIGWINCH, SIGINT, SIGTERM, SIGHUP };
	sigset_t set;

	sigemptyset(&set);
	for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
		sigaddset(&set, wanted[i]);
	sigprocmask(SIG_BLOCK, &set, NULL);
	w->signals = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
	return w->signals >= 0;
}

static bool open_changes(struct watch *w)
{
	size_t count = w->course->stages_count;
	char **folders = must_alloc(count * sizeof *folders);

	for (size_t i = 0; i < count; i++)
		folders[i] = course_folder(w->course, "exercises",
		                           w->course->stages[i]);
	w->changes = changes_open((const char *const *)folders, count,
	                          w->cli->poll);
	if (w->changes == NULL)
		error_print("The folders of exercises/ can't be watched: %s.",
		            strerror(errno));
	for (size_t i = 0; i < count; i++)
		free(folders[i]);
	free(folders);
	return w->changes != NULL;
}

static void run(struct watch *w)
{
	take_keys(w);
	restart(w);
	loop(w);
	stop(w);
	if (w->raw)
		tcsetattr(STDIN_FILENO, TCSANOW, &w->before);
	if (w->screen)
		putchar('\n');
}

int desk_watch(const struct course *course, const struct cli *cli)
{
	struct watch w = { .course = course, .cli = cli, .signals = -1,
	                   .stage = desk_stage(course, cli),
	                   .screen = isatty(STDOUT_FILENO) && !cli->lines };
	int status = CLI_BROKEN;

	if (w.stage == NULL)
		return CLI_USAGE;
	w.scratch = folder_scratch("grade-watch");
	if (w.scratch == NULL) {
		error_print("No scratch folder can be made in $TMPDIR or /tmp. "
		            "Make room there, or set TMPDIR.");
	} else if (take_signals(&w) && open_changes(&w)) {
		run(&w);
		changes_close(w.changes);
		status = CLI_OK;
	}
	if (w.scratch != NULL)
		folder_remove(w.scratch);
	if (w.signals >= 0)
		close(w.signals);
	json_decref(w.document);
	free(w.scratch);
	return status;
}
