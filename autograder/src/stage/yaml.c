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

__attribute__((format(printf, 3, 0)))
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

/* ---- tabs in block scalars --------------------------------------------- */

/*
 * Column of the key when line (n bytes) opens a block scalar without saying how
 * far it is indented ("    find: |"); -1 when it does not.
 */
static int opens_block(const char *line, size_t n)
{
	size_t start = 0;

	while (start < n && (line[start] == ' ' ||
	       (line[start] == '-' && start + 1 < n && line[start + 1] == ' ')))
		start++;
	if (n > start && (line[n - 1] == '-' || line[n - 1] == '+'))
		n--;
	if (n < start + 3 || line[start] == '#')
		return -1;
	return memcmp(line + n - 3, ": |", 3) == 0 ? (int)start : -1;
}

/*
 * YAML allows text that starts with a tab behind the spaces that indent it;
 * libyaml reads it only when the opening line says how many spaces these are.
 * C source starts with tabs, so this adds the number: "find: |" becomes "find: |2".
 */
static void say_indents(const char *yaml, struct text *out)
{
	while (*yaml != '\0') {
		size_t n = strcspn(yaml, "\n");
		const char *next = yaml + n + (yaml[n] == '\n');
		int key = opens_block(yaml, n);
		size_t spaces = strspn(next, " ");
		text_add_n(out, yaml, n);
		if (key >= 0 && next[spaces] == '\t' && (int)spaces > key &&
		    (int)spaces - key <= 9) {
			/* The number may stand behind "-" and "+" as well. */
			text_add_format(out, "%d", (int)spaces - key);
		}
		text_add_n(out, "\n", 1);
		yaml = next;
	}
}

/* ---- loading ----------------------------------------------------------- */

static bool load(const struct text *yaml, const char *shown,
                 const cyaml_schema_value_t *schema, void **data,
                 struct text *problem)
{
	struct log log = { TEXT_EMPTY, 0 };
	cyaml_config_t config = config_for(&log);
	struct text patched = TEXT_EMPTY;

	say_indents(text_string(yaml), &patched);
	cyaml_err_t error = cyaml_load_data(
		(const uint8_t *)text_string(&patched), patched.length,
		&config, schema, data, NULL);
	if (error != CYAML_OK)
		problem_set(problem, "%s:%d: %s. docs/adding-a-stage.md says "
		            "what stands there.", shown, log.line,
		            log.fault.length != 0 ? text_string(&log.fault)
		                                  : cyaml_strerror(error));
	else if (*data == NULL)         /* no document: for libcyaml no fault  */
		problem_set(problem, "%s is empty. docs/adding-a-stage.md says "
		            "what stands there.", shown);
	text_free(&patched);
	text_free(&log.fault);
	return error == CYAML_OK && *data != NULL;
}

bool yaml_read(const char *path, const char *shown,
               const cyaml_schema_value_t *schema, void **data,
               struct text *problem)
{
	struct text yaml = TEXT_EMPTY;
	bool ok = file_read(path, (size_t)4 << 20, &yaml);

	*data = NULL;
	if (ok)
		ok = load(&yaml, shown, schema, data, problem);
	else
		problem_set(problem, "%s does not exist, or can't be read. "
		            "docs/adding-a-stage.md says what it holds.",
		            shown);
	text_free(&yaml);
	return ok;
}

void yaml_release(const cyaml_schema_value_t *schema, void *data)
{
	struct log log = { TEXT_EMPTY, 0 };
	cyaml_config_t config = config_for(&log);

	if (data != NULL)
		cyaml_free(&config, schema, data, 0);
	text_free(&log.fault);
}
