/*
 * test_desk.c - progress, hints, starters and code that goes along.
 *
 * Each test has a copy of the fixture course, and in it a stage 03-again that
 * is 01-twice under another name: so there is something to carry.
 */
#include <criterion/criterion.h>
#include <criterion/redirect.h>
#include <stdio.h>

#include "base/proc.h"
#include "core_case.h"
#include "desk/changes.h"
#include "desk/desk.h"
#include "desk/progress.h"
#include "view/hint_text.h"

static char *scratch;
static struct course *course;

/* Runs a command of the shell: does it succeed? */
static bool shell(const char *format, const char *one, const char *two)
{
	char command[1024];
	const char *argv[] = { "/bin/sh", "-c", command, NULL };
	struct proc_spec spec = { .argv = argv, .seconds = 60 };
	struct proc_outcome outcome;

	snprintf(command, sizeof command, format, one, two);
	bool ok = proc_run(&spec, &outcome);
	proc_outcome_free(&outcome);
	return ok;
}

static void begin(void)
{
	struct text problem = TEXT_EMPTY;
	char *build = case_build();

	cr_redirect_stdout();
	cr_redirect_stderr();
	scratch = case_scratch();
	cr_assert(shell("cp -r %s/. %s", FIXTURE, scratch));
	cr_assert(shell("cd %s && for kind in lessons exercises solutions autograder/stages; do "
	      "cp -r $kind/01-twice $kind/03-again; done; "
	      "sed -i s/01-twice/03-again/ autograder/stages/03-again/stage.yaml%s",
	      scratch, ""));
	course = course_open(scratch, build, &problem);
	cr_assert_not_null(course, "%s", text_string(&problem));
	free(build);
}

static void end(void)
{
	course_free(course);
	case_leave(scratch);
}

TestSuite(desk, .init = begin, .fini = end, .timeout = 120);

static char *contents(const char *name)
{
	char *path = path_join(scratch, name);
	struct text t = TEXT_EMPTY;

	cr_assert(file_read(path, 0, &t), "%s", path);
	free(path);
	text_add(&t, "");
	return text_take(&t);
}

static void expect_holds(const char *name, const char *what)
{
	char *text = contents(name);

	cr_expect(strstr(text, what) != NULL, "%s should hold \"%s\", and is:\n%s",
	          name, what, text);
	free(text);
}

/* Is there a folder for what is kept, and in it a file that holds this? */
static bool kept(const char *stage, const char *what)
{
	char *folder = must_format("%s/.kept/%s", scratch, stage);
	bool found = shell("grep -rqs -- '%s' %s", what, folder);

	free(folder);
	return found;
}

/* ---- progress ---- */

Test(desk, progress_begins_with_nothing)
{
	cr_expect_eq(progress_hints(course, "01-twice"), 0);
	cr_expect_eq(progress_best(course, "01-twice").max, 0);
	cr_expect_null(progress_at(course));
	cr_expect_str_eq(progress_current(course), "01-twice");
}

Test(desk, progress_keeps_facts_and_lines_of_others)
{
	case_write(scratch, PROGRESS_FILE, "my own note\n01 hints 1\n99 best 3 of 4");
	cr_expect(progress_set_hints(course, "01-twice", 2));
	cr_expect(progress_set_hints(course, "02-more", 1));
	cr_expect(progress_set_at(course, "02-more"));
	cr_expect_eq(progress_hints(course, "01-twice"), 2);
	cr_expect_eq(progress_hints(course, "02-more"), 1);
	cr_expect_str_eq(progress_at(course), "02-more");
	char *all = contents(PROGRESS_FILE);
	cr_expect_str_eq(all, "my own note\n01 hints 2\n99 best 3 of 4\n"
	                 "02 hints 1\nat 02\n");
	free(all);
}

Test(desk, progress_remembers_the_better_result)
{
	cr_expect(progress_note_points(course, "01-twice", 61.9, 100));
	cr_expect(progress_note_points(course, "01-twice", 20, 100));
	cr_expect_eq(progress_best(course, "01-twice").points, 61.9);
	cr_expect_not(progress_done(course, "01-twice"));
	cr_expect(progress_note_points(course, "01-twice", 100, 100));
	cr_expect(progress_note_points(course, "01-twice", 20, 100));
	cr_expect(progress_done(course, "01-twice"));
	cr_expect_str_eq(progress_current(course), "02-more");
}

Test(desk, progress_survives_a_damaged_file)
{
	case_write(scratch, PROGRESS_FILE, "01 hints many\n01 best of\nat nowhere\n\n");
	cr_expect_eq(progress_hints(course, "01-twice"), 0);
	cr_expect_eq(progress_best(course, "01-twice").max, 0);
	cr_expect_null(progress_at(course));
}

Test(desk, progress_that_cannot_be_written_is_said)
{
	char *path = path_join(scratch, PROGRESS_FILE);

	cr_assert(folder_make(path));
	cr_expect_not(progress_set_at(course, "01-twice"));
	free(path);
}

/* ---- hints ---- */

static const char task[] =
	"# Task\n\n## Hints\n\n"
	"<details><summary><strong>Hint 1</strong>: where to begin</summary>\n\n"
	"One step\nat a time.\n\n- an item\n- another\n\n</details>\n\n"
	"<details><summary><strong>Hint 2</strong></summary>\n\n"
	"```c\nint a;\n\n\tint b;\n```\n\nThat was it.\n\n</details>\n";

static void expect_hint(int number, const char *want)
{
	char *text = NULL;
	size_t n = 0;
	FILE *out = open_memstream(&text, &n);
	bool there = hint_text(task, number, out, (struct view_options){ .width = 60 });

	fclose(out);
	cr_expect_eq(there, want != NULL);
	cr_expect_str_eq(text, want != NULL ? want : "");
	free(text);
}

Test(hint, is_shown_one_by_one)
{
	cr_expect_eq(hint_count(task), 2);
	cr_expect_eq(hint_count("no hints"), 0);
	expect_hint(1, "Hint 1 of 2: where to begin\n\n  One step at a time.\n\n"
	               "  - an item\n\n  - another\n");
	expect_hint(2, "Hint 2 of 2\n\n    int a;\n    \n            int b;\n\n"
	               "  That was it.\n");
	expect_hint(3, NULL);
}

Test(desk, hints_unfold_and_stay_open)
{
	struct cli c = { .command = "hint", .argument = "1" };

	case_write(scratch, "exercises/01-twice/README.md", task);
	c.again = true;
	cr_expect_eq(desk_hint(course, &c), CLI_OK);
	cr_expect_eq(progress_hints(course, "01-twice"), 0, "again opens none");
	c.again = false;
	cr_expect_eq(desk_hint(course, &c), CLI_OK);
	cr_expect_eq(progress_hints(course, "01-twice"), 1);
	c.argument = NULL;
	cr_expect_eq(desk_hint(course, &c), CLI_OK, "where the student is");
	cr_expect_eq(desk_hint(course, &c), CLI_OK, "all are open");
	cr_expect_eq(progress_hints(course, "01-twice"), 2);
}

Test(desk, a_task_without_hints_is_said)
{
	struct cli c = { .command = "hint", .argument = "1" };

	case_write(scratch, "exercises/01-twice/README.md", "# Task\n");
	cr_expect_eq(desk_hint(course, &c), CLI_BROKEN);
	cr_assert(shell("rm %s/exercises/01-twice/README.md%s", scratch, ""));
	cr_expect_eq(desk_hint(course, &c), CLI_BROKEN);
	c.argument = "77";
	cr_expect_eq(desk_hint(course, &c), CLI_USAGE);
}

/* ---- starters ---- */

Test(desk, reset_brings_the_starter_and_keeps_the_old_file)
{
	struct cli c = { .command = "reset", .argument = "01" };
	char *starter = contents("exercises/01-twice/twice.c"), *now;

	case_write(scratch, "exercises/01-twice/twice.c", "int mine;\n");
	cr_expect_eq(desk_reset(course, &c), CLI_OK);
	now = contents("exercises/01-twice/twice.c");
	cr_expect_str_eq(now, starter);
	cr_expect(kept("01-twice", "int mine;"));
	cr_expect_not(kept("01-twice", "Your turn"), "only what changed is kept");
	free(now);
	free(starter);
}

Test(desk, reset_makes_a_lost_file_anew)
{
	struct cli c = { .command = "reset", .argument = "01" };

	cr_assert(shell("rm %s/exercises/01-twice/twice.c%s", scratch, ""));
	cr_expect_eq(desk_reset(course, &c), CLI_OK);
	expect_holds("exercises/01-twice/twice.c", "twice");
}

Test(desk, reset_changes_nothing_when_nothing_can_be_kept)
{
	struct cli c = { .command = "reset", .argument = "01" };

	case_write(scratch, "exercises/01-twice/twice.c", "int mine;\n");
	case_write(scratch, ".kept", "a file in the way");
	cr_expect_eq(desk_reset(course, &c), CLI_BROKEN);
	expect_holds("exercises/01-twice/twice.c", "int mine;");
	c.argument = "77";
	cr_expect_eq(desk_reset(course, &c), CLI_USAGE);
}

Test(desk, reset_without_the_reference_changes_nothing)
{
	struct cli c = { .command = "reset", .argument = "01" };

	case_write(scratch, "exercises/01-twice/twice.c", "int mine;\n");
	cr_assert(shell("rm %s/solutions/01-twice/twice.c%s", scratch, ""));
	cr_expect_eq(desk_reset(course, &c), CLI_BROKEN);
	expect_holds("exercises/01-twice/twice.c", "int mine;");
}

Test(desk, carry_takes_own_code_along)
{
	struct cli c = { .command = "carry", .argument = "03" };

	case_write(scratch, "exercises/01-twice/twice.c", "int mine;\n");
	case_write(scratch, "exercises/03-again/twice.c", "int starter;\n");
	case_write(scratch, "exercises/03-again/my_tests.c", "int tests;\n");
	cr_expect_eq(desk_carry(course, &c), CLI_OK);
	expect_holds("exercises/03-again/twice.c", "int mine;");
	expect_holds("exercises/03-again/my_tests.c", "int tests;");
	cr_expect(kept("03-again", "int starter;"));
}

Test(desk, carry_leaves_alone_what_is_not_ones_own)
{
	struct cli c = { .command = "carry", .argument = "03" };

	case_write(scratch, "exercises/03-again/twice.c", "int begun;\n");
	cr_expect_eq(desk_carry(course, &c), CLI_OK, "01 is the starter still");
	expect_holds("exercises/03-again/twice.c", "int begun;");
	c.argument = "02";
	cr_expect_eq(desk_carry(course, &c), CLI_OK, "its file is new");
	c.argument = "77";
	cr_expect_eq(desk_carry(course, &c), CLI_USAGE);
}

/* ---- the way on ---- */

Test(desk, next_opens_the_way_when_a_stage_is_done)
{
	struct cli c = { .command = "next" };

	cr_expect_eq(desk_next(course, &c), CLI_OK);
	cr_expect_str_eq(progress_at(course), "01-twice", "it begins with the first");
	cr_expect_eq(desk_next(course, &c), CLI_NOT_FULL, "not graded yet");
	progress_note_points(course, "01-twice", 60, 100);
	cr_expect_eq(desk_next(course, &c), CLI_NOT_FULL, "60 of 100");
	cr_expect_str_eq(progress_at(course), "01-twice");
	progress_note_points(course, "01-twice", 100, 100);
	cr_expect_eq(desk_next(course, &c), CLI_OK);
	cr_expect_str_eq(progress_at(course), "02-more");
}

Test(desk, next_goes_on_without_full_marks_when_asked)
{
	struct cli c = { .command = "next", .anyway = true };

	progress_set_at(course, "02-more");
	cr_expect_eq(desk_next(course, &c), CLI_OK);
	cr_expect_str_eq(progress_at(course), "03-again");
	progress_note_points(course, "03-again", 100, 100);
	cr_expect_eq(desk_next(course, &c), CLI_OK);
	cr_expect_str_eq(progress_at(course), "01-twice", "back to what was left out");
}

Test(desk, next_knows_the_end)
{
	struct cli c = { .command = "next" };

	for (size_t i = 0; i < course->stages_count; i++)
		progress_note_points(course, course->stages[i], 1, 1);
	cr_expect_eq(desk_next(course, &c), CLI_OK);
	cr_expect_null(progress_at(course));
}

/* ---- editors ---- */

Test(desk, editor_writes_a_command_for_each_file)
{
	struct cli c = { .command = "editor" };
	json_error_t error;

	free(course->build);
	course->build = path_join(scratch, "build");
	cr_assert(folder_make(course->build));
	cr_expect_eq(desk_editor(course, &c), CLI_OK);
	char *path = path_join(course->build, "compile_commands.json");
	json_t *list = json_load_file(path, 0, &error);
	/* twice.c, my_tests.c and tests.c, twice; copy.c and tests.c; heap.c and
	   tests.c. */
	cr_expect_eq(json_array_size(list), 10);
	json_decref(list);
	free(path);
}

/* ---- saves ---- */

static void saves_are_told(bool poll)
{
	char *one = path_join(scratch, "exercises/01-twice");
	char *two = path_join(scratch, "exercises/02-more");
	const char *folders[] = { one, two };
	struct changes *c = changes_open(folders, 2, poll);

	cr_assert_not_null(c);
	cr_expect_eq(changes_polls(c), poll || changes_fd(c) < 0);
	cr_expect_eq(changes_take(c), -1, "nothing was saved");
	case_write(two, "copy.c", "int saved;\n");
	cr_expect_eq(changes_take(c), 1);
	cr_expect_eq(changes_take(c), -1, "told once");
	case_write(two, "copy.c", "int saved;\n");
	cr_expect_eq(changes_take(c), -1, "the same bytes again");
	case_write(one, "notes.txt", "no source");
	case_write(one, ".twice.c.swp", "an editor's own");
	cr_expect_eq(changes_take(c), -1, "no source was saved");
	cr_assert(shell("rm %s/twice.c%s", one, ""));
	cr_expect_eq(changes_take(c), 0, "a file is gone");
	changes_close(c);
	free(two);
	free(one);
}

Test(desk, saves_are_told_by_the_kernel)
{
	saves_are_told(false);
}

Test(desk, saves_are_found_by_looking)
{
	saves_are_told(true);
}

Test(desk, a_folder_that_is_not_there_cannot_be_watched)
{
	const char *folders[] = { "/nowhere" };

	cr_expect_null(changes_open(folders, 1, true));
	cr_expect_null(changes_open(folders, 1, false));
}
