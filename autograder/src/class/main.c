/*
 * main.c - class: grades for a whole class, kept in one gradebook.
 */
#include <getopt.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "class/class.h"
#include "pipeline/pipeline.h"

static const char help[] =
"class - grade a class, and keep its grades\n"
"\n"
"  class grade                 take --from in, grade what is new, write reports\n"
"  class adjust WHO STAGE HOW  +5, -10: points more or less; =80: these points;\n"
"                              +2d, +36h: more time. Needs --reason\n"
"  class withdraw NUMBER       an adjustment no longer counts\n"
"  class history [WHO]         every change of a grade, and why\n"
"  class seeds [WHO]           KEY SEED: the numbers of students' own tests\n"
"  class report                reports and tables again, from the gradebook\n"
"  class graders               what this machine grades with; hosts are asked it\n"
"\n"
"  --from PATH       an export of Canvas, Moodle or Gradescope, or a folder that\n"
"                    holds a folder, clone or archive for each student\n"
"  --stage STAGE     what was handed in (else: what it looks like)\n"
"  --roster FILE     CSV: who is in the class; an export of the system's will do\n"
"  --class FOLDER    the class's folder (else .grade/class)\n"
"  --reason TEXT     adjust: why\n"
"  --jobs N          gradings at a time (else as many as there are cores)\n"
"  --hosts FILE      grade on these hosts, over ssh: [cores/][user@]host, one a\n"
"                    line; the course lies, built, at the same path on each\n"
"  --slurm[=WHERE]   grade on a cluster, by Slurm: a partition's name, or options\n"
"                    of sbatch; nodes share the class's folder and the course\n"
"  --timeout-scale X give every test X times its time\n"
"  --quiet           no progress\n"
"  --course FOLDER   the course (else where this program stands)\n"
"  --build FOLDER    what make built (else where this program stands)\n"
"  --help, --version\n"
"\n"
"Exit status: 0 done; 1 done, with complaints to read; 2 something was not\n"
"understood; 3 something could not be done or graded.\n";

enum {
	OPTION_FROM = 256, OPTION_STAGE, OPTION_ROSTER, OPTION_CLASS, OPTION_REASON,
	OPTION_JOBS, OPTION_HOSTS, OPTION_SLURM, OPTION_SCALE, OPTION_QUIET, OPTION_COURSE,
	OPTION_BUILD, OPTION_HELP, OPTION_VERSION
};

static const struct option known[] = {
	{ "from", required_argument, NULL, OPTION_FROM },
	{ "stage", required_argument, NULL, OPTION_STAGE },
	{ "roster", required_argument, NULL, OPTION_ROSTER },
	{ "class", required_argument, NULL, OPTION_CLASS },
	{ "reason", required_argument, NULL, OPTION_REASON },
	{ "jobs", required_argument, NULL, OPTION_JOBS },
	{ "hosts", required_argument, NULL, OPTION_HOSTS },
	{ "slurm", optional_argument, NULL, OPTION_SLURM },
	{ "timeout-scale", required_argument, NULL, OPTION_SCALE },
	{ "quiet", no_argument, NULL, OPTION_QUIET },
	{ "course", required_argument, NULL, OPTION_COURSE },
	{ "build", required_argument, NULL, OPTION_BUILD },
	{ "help", no_argument, NULL, OPTION_HELP },
	{ "version", no_argument, NULL, OPTION_VERSION },
	{ NULL, 0, NULL, 0 },
};

static bool read_number(double low, double high, double *number)
{
	char *end;

	*number = strtod(optarg, &end);
	return end != optarg && *end == '\0' && *number >= low && *number <= high;
}

static bool read_option(struct options *o, int option)
{
	double number = 0;
	bool ok = true;

	switch (option) {
	case OPTION_FROM:   o->from = optarg; break;
	case OPTION_STAGE:  o->stage = optarg; break;
	case OPTION_ROSTER: o->roster = optarg; break;
	case OPTION_CLASS:  o->folder = optarg; break;
	case OPTION_REASON: o->reason = optarg; break;
	case OPTION_HOSTS:  o->hosts = optarg; break;
	case OPTION_SLURM:  o->slurm = optarg != NULL ? optarg : ""; break;
	case OPTION_QUIET:  o->quiet = true; break;
	case OPTION_COURSE: o->course = optarg; break;
	case OPTION_BUILD:  o->build = optarg; break;
	case OPTION_JOBS:
		ok = read_number(1, 1024, &number);
		o->jobs = (size_t)number;
		break;
	case OPTION_SCALE:
		ok = read_number(0.01, 1000, &o->timeout_scale);
		break;
	default:
		ok = false;
	}
	return ok;
}

static const struct command {
	const char *name;
	int least, most;                   /* words behind it                  */
	int (*run)(const struct options *options);
} commands[] = {
	{ "grade", 0, 0, class_grade },
	{ "adjust", 3, 3, class_adjust },
	{ "withdraw", 1, 1, class_adjust },
	{ "history", 0, 1, class_history },
	{ "seeds", 0, 1, class_seeds },
	{ "report", 0, 0, class_report },
	{ "graders", 0, 0, class_graders },
};

static int run(struct options *o, int count, char **words)
{
	const struct command *c = NULL;

	for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
		if (count > 0 && strcmp(commands[i].name, words[0]) == 0)
			c = &commands[i];
	if (c == NULL)
		error_print(count > 0 ? "There is no command \"%s\". See class --help."
		                      : "No command was given%s. See class --help.",
		            count > 0 ? words[0] : "");
	else if (count - 1 < c->least || count - 1 > c->most)
		error_print("%s takes %d words, and %d were given. See class --help.",
		            c->name, c->most, count - 1);
	else {
		o->command = c->name;
		for (int i = 1; i < count; i++)
			o->words[i - 1] = words[i];
		return c->run(o);
	}
	return CLASS_USAGE;
}

int main(int argc, char **argv)
{
	struct options o = { .timeout_scale = 1 };
	int option;

	/* Names in archives may be of any language. */
	setlocale(LC_CTYPE, "C.UTF-8");
	error_program("class");
	opterr = 0;
	while ((option = getopt_long(argc, argv, "", known, NULL)) != -1) {
		if (option == OPTION_HELP) {
			fputs(help, stdout);
			return CLASS_OK;
		}
		if (option == OPTION_VERSION) {
			puts("class " GRADE_VERSION);
			return CLASS_OK;
		}
		if (!read_option(&o, option)) {
			error_print("%s is not understood. See class --help.",
			            argv[optind - 1]);
			return CLASS_USAGE;
		}
	}
	if (o.hosts != NULL && o.slurm != NULL) {
		error_print("--hosts and --slurm are two ways for one thing. Give one of them.");
		return CLASS_USAGE;
	}
	return run(&o, argc - optind, argv + optind);
}
