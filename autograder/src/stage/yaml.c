/*
 * yaml.c - libcyaml with messages that name file and line.
 *
 * libcyaml tells what is wrong through its log: first the fault, then a
 * backtrace whose first place is the innermost one.
 */
#include "stage/yaml.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/files.h"

struct log {
	struct text fault;
	int line;               /* 0 until known                              */
};

static void take_line(struct log *log, const char *message)
{
	const char *at = strstr(message, "line: ");

	if (at != NULL && log->line == 0)
		log->line = atoi(at + strlen("line: "));
}

static void take_message(cyaml_log_t level, void *context, const char *format,
                         va_list args)
{
	struct log *log = context;
	struct text t = TEXT_EMPTY;

	if (level < CYAML_LOG_ERROR)
		return;
	text_add_v(&t, format, args);
	while (t.length > 0 && t.bytes[t.length - 1] == '\n')
		text_cut(&t, t.length - 1);
	const char *message = text_string(&t);
	take_line(log, message);
	if (text_starts(message, "Load: "))
		message += strlen("Load: ");
	if (log->fault.length == 0 && strstr(message, "Backtrace") == NULL)
		text_add(&log->fault, message);
	text_free(&t);
}

static cyaml_config_t config_for(struct log *log)
{
	return (cyaml_config_t){
		.log_fn = take_message,
		.log_ctx = log,
		.log_level = CYAML_LOG_ERROR,
		.mem_fn = cyaml_mem,
		.flags = CYAML_CFG_NO_ALIAS,
	};
}

bool yaml_read(const char *path, const char *shown,
               const cyaml_schema_value_t *schema, void **data,
               struct text *problem)
{
	struct log log = { TEXT_EMPTY, 0 };
	cyaml_config_t config = config_for(&log);

	*data = NULL;
	if (!is_file(path))
		return problem_set(problem, "%s does not exist. "
		                   "docs/adding-a-stage.md says what it holds.",
		                   shown);
	cyaml_err_t error = cyaml_load_file(path, &config, schema, data, NULL);
	if (error != CYAML_OK)
		problem_set(problem, "%s:%d: %s. docs/adding-a-stage.md says "
		            "what stands there.", shown, log.line,
		            log.fault.length != 0 ? text_string(&log.fault)
		                                  : cyaml_strerror(error));
	text_free(&log.fault);
	return error == CYAML_OK;
}

void yaml_release(const cyaml_schema_value_t *schema, void *data)
{
	struct log log = { TEXT_EMPTY, 0 };
	cyaml_config_t config = config_for(&log);

	cyaml_free(&config, schema, data, 0);
	text_free(&log.fault);
}
