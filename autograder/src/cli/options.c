/*
 * options.c - the command line of `grade`.
 */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "cli/cli.h"
#include "pipeline/pipeline.h"

static const char help[] =
"grade - grade a stage of the course\n"
"\n"
"  grade check STAGE   grade one stage (05, 5 or 05-malloc-free) and explain\n"
"  grade all           grade every stage that the folder holds\n"
"  grade show RESULT   show an old result document again\n"
"  grade board         how far you are, and the next step\n"
"  grade list          the stages of this course\n"
"  grade export FORMAT RESULT...  documents as another service reads them:\n"
"                      gradescope, prairielearn, autolab, classroom50, sarif,\n"
"                      junit, github, annotations\n"
"\n"
"  grade watch [STAGE] check whenever a file is saved\n"
"  grade hint [STAGE]  the next hint of the exercise\n"
"  grade next          the way to the next stage\n"
"  grade carry STAGE   take your code of an earlier stage into this one\n"
"  grade reset STAGE   the starter again; your file is kept aside\n"
"  grade editor        write compile_commands.json\n"
"\n"
"  --from PATH         folder or archive to grade (else your exercises/)\n"
"  --as NAME           what messages call it ('.': no name before its files)\n"
"  --quick             behaviour only: no Memcheck, coverage, own tests\n"
"  --json FILE         write the result document\n"
"  --html FILE         write the report as one page that opens offline\n"
"  --out FOLDER        all: where documents and report go (.grade/report)\n"
"  --out FILE          export: where it goes, instead of standard output\n"
"  --reveal            export: held-back tests as any other\n"
"  --all               show every finding in full, and every test\n"
"  --lines             one line a finding, as compilers write them\n"
"  --again             hint: show those again that are open\n"
"  --anyway            next: without full marks\n"
"  --poll              watch: look twice a second (network file systems)\n"
"  --no-colour         no colour (also when NO_COLOR is set, or no terminal)\n"
"  --runner auto|stock stock: Criterion as installed, slower\n"
"  --sandbox WHEN      always, never; else for work from outside the course\n"
"  --timeout-scale X   give every test X times its time\n"
"  --keep              leave the scratch folder, and say where it is\n"
"  --course FOLDER     the course (else where this program stands)\n"
"  --build FOLDER      what make built (else where this program stands)\n"
"  --help, --version\n"
"\n"
"Exit status: 0 full marks (check), everything graded (all); 1 graded, but\n"
"not full marks (check); 2 wrong command line; 3 could not be graded.\n";

enum {
	OPTION_FROM = 256, OPTION_QUICK, OPTION_JSON, OPTION_HTML, OPTION_OUT,
	OPTION_ALL, OPTION_NO_COLOUR, OPTION_RUNNER, OPTION_SCALE, OPTION_KEEP,
	OPTION_COURSE, OPTION_BUILD, OPTION_LINES, OPTION_AGAIN, OPTION_ANYWAY,
	OPTION_POLL, OPTION_SANDBOX, OPTION_AS, OPTION_REVEAL, OPTION_HELP,
	OPTION_VERSION
};

static const struct option options[] = {
	{ "from", required_argument, NULL, OPTION_FROM },
	{ "as", required_argument, NULL, OPTION_AS },
	{ "quick", no_argument, NULL, OPTION_QUICK },
	{ "json", required_argument, NULL, OPTION_JSON },
	{ "html", required_argument, NULL, OPTION_HTML },
	{ "out", required_argument, NULL, OPTION_OUT },
	{ "all", no_argument, NULL, OPTION_ALL },
	{ "lines", no_argument, NULL, OPTION_LINES },
	{ "again", no_argument, NULL, OPTION_AGAIN },
	{ "anyway", no_argument, NULL, OPTION_ANYWAY },
	{ "poll", no_argument, NULL, OPTION_POLL },
	{ "reveal", no_argument, NULL, OPTION_REVEAL },
	{ "no-colour", no_argument, NULL, OPTION_NO_COLOUR },
	{ "no-color", no_argument, NULL, OPTION_NO_COLOUR },
	{ "runner", required_argument, NULL, OPTION_RUNNER },
	{ "sandbox", required_argument, NULL, OPTION_SANDBOX },
	{ "timeout-scale", required_argument, NULL, OPTION_SCALE },
	{ "keep", no_argument, NULL, OPTION_KEEP },
	{ "course", required_argument, NULL, OPTION_COURSE },
	{ "build", required_argument, NULL, OPTION_BUILD },
	{ "help", no_argument, NULL, OPTION_HELP },
	{ "version", no_argument, NULL, OPTION_VERSION },
	{ NULL, 0, NULL, 0 },
};

static bool read_scale(struct cli *cli)
{
	char *end;

	cli->timeout_scale = strtod(optarg, &end);
	return end != optarg && *end == '\0' && cli->timeout_scale > 0 &&
	       cli->timeout_scale <= 1000;
}

static bool read_runner(struct cli *cli)
{
	cli->runner = optarg;
	return strcmp(optarg, "auto") == 0 || strcmp(optarg, "stock") == 0;
}

static bool read_sandbox(struct cli *cli)
{
	cli->sandbox = optarg;
	return strcmp(optarg, "always") == 0 || strcmp(optarg, "never") == 0;
}

/* False when the option, or its value, is not known. */
static bool read_option(struct cli *cli, int option)
{
	switch (option) {
	case OPTION_FROM:      cli->from = optarg; return true;
	case OPTION_AS:        cli->as = optarg; return true;
	case OPTION_QUICK:     cli->quick = true; return true;
	case OPTION_JSON:      cli->json = optarg; return true;
	case OPTION_HTML:      cli->html = optarg; return true;
	case OPTION_OUT:       cli->out = optarg; return true;
	case OPTION_ALL:       cli->all = true; return true;
	case OPTION_LINES:     cli->lines = true; return true;
	case OPTION_AGAIN:     cli->again = true; return true;
	case OPTION_ANYWAY:    cli->anyway = true; return true;
	case OPTION_POLL:      cli->poll = true; return true;
	case OPTION_REVEAL:    cli->reveal = true; return true;
	case OPTION_NO_COLOUR: cli->no_colour = true; return true;
	case OPTION_KEEP:      cli->keep = true; return true;
	case OPTION_COURSE:    cli->course = optarg; return true;
	case OPTION_BUILD:     cli->build = optarg; return true;
	case OPTION_RUNNER:    return read_runner(cli);
	case OPTION_SCALE:     return read_scale(cli);
	case OPTION_SANDBOX:   return read_sandbox(cli);
	default:               return false;
	}
}

static const struct command {
	const char *name, *argument;    /* argument NULL: takes none           */
	bool optional;                  /* it may be left out                  */
	bool more;                      /* words follow it, at least one       */
} commands[] = {
	{ "check", "a stage, as in: grade check 05", false, false },
	{ "all", NULL, false, false },
	{ "show", "a result document, as in: grade show result.json", false, false },
	{ "board", NULL, false, false },
	{ "list", NULL, false, false },
	{ "watch", "a stage", true, false },
	{ "hint", "a stage", true, false },
	{ "next", NULL, false, false },
	{ "carry", "a stage, as in: grade carry 09", false, false },
	{ "reset", "a stage, as in: grade reset 05", false, false },
	{ "editor", NULL, false, false },
	{ "export", "a format and result documents, as in: grade export junit result.json",
	  false, true },
};

/* Prints what is wrong with the words that are no options; 0 when nothing. */
static int check_words(struct cli *cli, int count, char **words)
{
	const struct command *c = NULL;

	for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
		if (count > 0 && strcmp(commands[i].name, words[0]) == 0)
			c = &commands[i];
	if (c == NULL && count == 0)
		error_print("No command was given. See grade --help.");
	else if (c == NULL)
		error_print("There is no command \"%s\". See grade --help.",
		            words[0]);
	else if (c->argument != NULL && !c->optional && count < (c->more ? 3 : 2))
		error_print("%s needs %s.", c->name, c->argument);
	else if (!c->more && count > (c->argument != NULL ? 2 : 1))
		error_print("\"%s\" is one word too many. See grade --help.",
		            words[c->argument != NULL ? 2 : 1]);
	else {
		cli->command = c->name;
		cli->argument = count > 1 ? words[1] : NULL;
		cli->more = words + 2;
		cli->more_count = count > 2 ? (size_t)count - 2 : 0;
		return CLI_OK;
	}
	return CLI_USAGE;
}

bool cli_parse(int argc, char **argv, struct cli *cli, int *status)
{
	int option;

	*cli = (struct cli){ .timeout_scale = 1 };
	*status = CLI_OK;
	opterr = 0;
	optind = 0;             /* start anew: tests parse more than once      */
	while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) {
		if (option == OPTION_HELP) {
			fputs(help, stdout);
			return false;
		}
		if (option == OPTION_VERSION) {
			puts("grade " GRADE_VERSION);
			return false;
		}
		if (!read_option(cli, option)) {
			error_print("%s is not understood. See grade --help.",
			            argv[optind - 1]);
			*status = CLI_USAGE;
			return false;
		}
	}
	*status = check_words(cli, argc - optind, argv + optind);
	return *status == CLI_OK;
}
