/*
 * export.c - result documents as other services read them.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/files.h"
#include "cli/cli.h"
#include "services/services.h"

/* To the file, or to standard output; nothing at all when there is nothing. */
static bool write_out(const char *path, const struct text *out)
{
	if (out->length == 0)
		return true;
	bool ok = path != NULL ? file_write(path, text_string(out), out->length)
	                       : fwrite(out->bytes, 1, out->length, stdout) == out->length &&
	                         fflush(stdout) == 0;

	if (!ok)
		error_print("%s can't be written: %s.",
		            path != NULL ? path : "Standard output", strerror(errno));
	return ok;
}

static int export(const struct cli *cli, const struct export *e)
{
	struct text out = TEXT_EMPTY, problem = TEXT_EMPTY;
	enum export_status status = export_documents(cli->argument, e, &out, &problem);
	int end = status == EXPORT_DONE ? CLI_OK
	        : status == EXPORT_NOT_GRADED ? CLI_BROKEN : CLI_USAGE;

	if (status != EXPORT_DONE)
		error_print("%s", text_string(&problem));
	if (status != EXPORT_FAILED && !write_out(cli->out, &out))
		end = CLI_BROKEN;
	text_free(&problem);
	text_free(&out);
	return end;
}

int cli_export(const struct cli *cli)
{
	json_t **documents = must_alloc(cli->more_count * sizeof *documents);
	struct export e = { .documents = documents, .reveal = cli->reveal };
	int status = CLI_USAGE;

	while (e.count < cli->more_count &&
	       (documents[e.count] = cli_load(cli->more[e.count])) != NULL)
		e.count++;
	if (e.count == cli->more_count && e.count > 0)
		status = export(cli, &e);
	for (size_t i = 0; i < e.count; i++)
		json_decref(documents[i]);
	free(documents);
	return status;
}
