/*
 * main.c - course: what authors of the course do.
 */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "author/author.h"
#include "base/error.h"
#include "base/files.h"

static const char help[] =
"course - the author's check of the course, and what authors refresh\n"
"\n"
"  course check [STAGE]      prove what the course claims\n"
"  course starters [STAGE]   write exercises/ from the references\n"
"  course listings [STAGE]   record what listings and grader say, in lessons too\n"
"  course figures [STAGE]    draw the heaps and maps that listings record\n"
"  course submissions [STAGE]  lay out reference, starter, accepted solutions and\n"
"                            mutants in folders below --out\n"
"  course handout [STAGE]    write what students get in place of the answers\n"
"\n"
"  --course FOLDER   the course (default: the one this program was built in)\n"
"  --build FOLDER    where make put the grader\n"
"  --force           starters: overwrite what git does not have\n"
"  --out FOLDER      handout, submissions: where they go\n"
"\n"
"Exit status: 0 all is well, 1 something is not, 2 used wrongly, 3 could not\n"
"check.\n";

struct options {
	const char *root, *build, *out;
	bool force;
};

typedef bool stage_action(struct author *a, const struct stage *stage);

static bool check_stage(struct author *a, const struct stage *stage)
{
	size_t failed = a->totals.failed;

	check_strays(a, stage);
	check_shape(a, stage);
	check_misconceptions(a, stage);
	check_starters(a, stage);
	check_verdicts(a, stage);
	check_listings(a, stage);
	check_figures(a, stage);
	return a->totals.failed == failed;
}

/* Loads the stage, and acts on it. */
static bool with_stage(struct author *a, const char *name, stage_action *act)
{
	struct text problem = TEXT_EMPTY;
	struct stage *stage = stage_load(a->course, name, &problem);
	bool good = false;

	report_heading(name);
	if (stage) {
		good = act(a, stage);
	} else {
		a->totals.failed++;
		printf("  FAIL  %s\n", text_string(&problem));
	}
	stage_free(stage);
	text_free(&problem);
	return good;
}

/* Acts on the stage given, or on all; 0 when all went well. */
static int with_stages(struct author *a, const char *given, stage_action *act)
{
	struct text problem = TEXT_EMPTY;
	const char *name = NULL;
	bool good = true;

	if (given && !(name = course_stage(a->course, given, &problem))) {
		error_print("%s", text_string(&problem));
		text_free(&problem);
		return 2;
	}
	for (size_t i = 0; i < a->course->stages_count; i++)
		if (!name || strcmp(name, a->course->stages[i]) == 0)
			good &= with_stage(a, a->course->stages[i], act);
	return good ? 0 : 1;
}

static int check(struct author *a, const char *given)
{
	int status = with_stages(a, given, check_stage);

	if (status == 2)
		return 2;
	if (!given) {
		report_heading("the whole course");
		check_top(a);
		check_listings(a, NULL);
		check_links(a);
		check_misconceptions_list(a);
	}
	printf("course: %zu passed, %zu failed\n", a->totals.passed,
	       a->totals.failed);
	return a->totals.failed ? 1 : 0;
}

/* All recordings are in the words of the same tools: so says one file. */
static bool may_refresh_one(struct author *a)
{
	struct text difference = TEXT_EMPTY;
	bool may = tools_as_recorded(a, &difference);

	if (!may)
		error_print("%s. So that all lessons quote the same tools, record "
		            "all: `make listings`, without STAGE.",
		            text_string(&difference));
	text_free(&difference);
	return may;
}

static int refresh(struct author *a, const char *given)
{
	int status;

	if (given && !may_refresh_one(a))
		return 3;
	status = with_stages(a, given, refresh_listings);
	if (!given) {
		report_heading("the whole course");
		status |= !refresh_listings(a, NULL);
		status |= !tools_record(a);
	}
	return status;
}

static int command(struct author *a, const char *word, const char *given)
{
	if (strcmp(word, "check") == 0)
		return check(a, given);
	if (strcmp(word, "starters") == 0)
		return with_stages(a, given, write_starters);
	if (strcmp(word, "listings") == 0)
		return refresh(a, given);
	if (strcmp(word, "figures") == 0)
		return with_stages(a, given, draw_figures);
	if (strcmp(word, "submissions") == 0 && a->out != NULL)
		return with_stages(a, given, write_submissions);
	if (strcmp(word, "handout") == 0 && a->out != NULL)
		return with_stages(a, given, hand_out_stage);
	if (strcmp(word, "handout") == 0 || strcmp(word, "submissions") == 0)
		error_print("Where to? Name a folder with --out.");
	else
		error_print("there is no command \"%s\". See course --help.", word);
	return 2;
}

/* Returns -1, or the status to end with. */
static int read_options(int argc, char **argv, struct options *options)
{
	static const struct option known[] = {
		{ "course", required_argument, NULL, 'c' },
		{ "build", required_argument, NULL, 'b' },
		{ "force", no_argument, NULL, 'f' },
		{ "out", required_argument, NULL, 'o' },
		{ "help", no_argument, NULL, 'h' },
		{ NULL, 0, NULL, 0 }
	};
	int letter;

	while ((letter = getopt_long(argc, argv, "h", known, NULL)) != -1) {
		switch (letter) {
		case 'c': options->root = optarg; break;
		case 'b': options->build = optarg; break;
		case 'f': options->force = true; break;
		case 'o': options->out = optarg; break;
		case 'h': fputs(help, stdout); return 0;
		default: return 2;
		}
	}
	if (optind == argc || argc - optind > 2) {
		fputs(help, stderr);
		return 2;
	}
	return -1;
}

int main(int argc, char **argv)
{
	struct options options = { 0 };
	struct author a = { 0 };
	struct text problem = TEXT_EMPTY;
	struct course *course;
	int status;

	error_program("course");
	if ((status = read_options(argc, argv, &options)) >= 0)
		return status;
	course = course_open(options.root, options.build, &problem);
	if (!course)
		die("%s", text_string(&problem));
	a.course = course;
	a.force = options.force;
	a.out = options.out;
	a.scratch = folder_scratch("course");
	if (!a.scratch)
		die("no folder for temporary files. Is /tmp writable?");
	status = command(&a, argv[optind],
	                 optind + 1 < argc ? argv[optind + 1] : NULL);
	folder_remove(a.scratch);
	free(a.scratch);
	course_free(course);
	return status;
}
