/*
 * similar.c - see similar.h.
 */
#include "class/similar.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/args.h"
#include "base/error.h"
#include "base/files.h"
#include "base/proc.h"
#include "base/sandbox.h"
#include "class/sql.h"
#include "pipeline/submission.h"

/* Tokens that a run has in common at least: sim_c's own default. */
#define RUN_TOKENS "24"
/* Bytes of a program without the starter below which there is nothing to compare. */
#define LEAST_BYTES 200

struct comparing {
	struct class *c;
	const struct stage *stage;
	char *folder;                      /* files to compare, KEY.c          */
	char *writes;                      /* what the tool may write below    */
	struct sandbox *box;
	struct args names;                 /* of these files                   */
};

/* ---- what is the student's own ----------------------------------------- */

/* Lines of the starter's file that say something, sorted. */
struct lines { char **items; size_t count; };

static bool says_something(const char *line)
{
	size_t letters = 0;

	for (; *line != '\0'; line++)
		letters += strchr(" \t{}();", *line) == NULL;
	return letters >= 3;
}

static int by_text(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The next line without the blanks around it; NULL behind the last. */
static char *next_line(const char **at)
{
	if (**at == '\0')
		return NULL;
	size_t n = strcspn(*at, "\n");
	const char *start = *at + strspn(*at, " \t"), *end = *at + n;
	*at += n + ((*at)[n] == '\n');
	if (start > end)
		start = end;
	while (end > start && strchr(" \t\r", end[-1]) != NULL)
		end--;
	return must_format("%.*s", (int)(end - start), start);
}

static struct lines starter_lines(const struct comparing *k, const char *file)
{
	char *path = must_format("%s/solutions/%s/%s", k->c->course->root, k->stage->name,
	                         file);
	struct text reference = TEXT_EMPTY, starter = TEXT_EMPTY;
	struct lines lines = { NULL, 0 };
	char *line;

	if (file_read(path, SUBMISSION_FILE_MAX, &reference) &&
	    derive_starter(text_string(&reference), file, &starter, NULL)) {
		const char *at = text_string(&starter);
		while ((line = next_line(&at)) != NULL) {
			lines.items = must_resize(lines.items, lines.count + 1, sizeof(char *));
			lines.items[lines.count++] = line;
		}
		if (lines.count > 0)
			qsort(lines.items, lines.count, sizeof(char *), by_text);
	}
	text_free(&reference);
	text_free(&starter);
	free(path);
	return lines;
}

static void lines_free(struct lines *lines)
{
	for (size_t i = 0; i < lines->count; i++)
		free(lines->items[i]);
	free(lines->items);
}

static void add_own(struct text *out, const struct lines *starter, const char *source)
{
	char *line;

	while ((line = next_line(&source)) != NULL) {
		if (!says_something(line) || starter->count == 0 ||
		    bsearch(&line, starter->items, starter->count, sizeof line,
		            by_text) == NULL)
			text_add_format(out, "%s\n", line);
		free(line);
	}
}

/* The code of one parcel, less the starter's. */
static void own_code(const struct comparing *k, const char *parcel, struct text *out)
{
	const struct stage *s = k->stage;
	struct wanted *wanted = must_alloc(s->files_count * sizeof *wanted);
	char *path = must_format("%s/submissions/%s", k->c->folder, parcel);

	for (unsigned i = 0; i < s->files_count; i++)
		wanted[i].name = s->files[i].name;
	if (submission_read(k->c->course, s->name, path, wanted, s->files_count, NULL))
		for (unsigned i = 0; i < s->files_count; i++) {
			if (wanted[i].path == NULL || s->files[i].role == ROLE_OWN_TESTS)
				continue;
			struct lines starter = starter_lines(k, wanted[i].name);
			add_own(out, &starter, text_string(&wanted[i].bytes));
			lines_free(&starter);
		}
	submission_free(wanted, s->files_count);
	free(wanted);
	free(path);
}

static void write_own(struct comparing *k, const char *key, const char *parcel)
{
	struct text code = TEXT_EMPTY;

	own_code(k, parcel, &code);
	if (code.length >= LEAST_BYTES) {
		char *name = must_format("%s.c", key), *path = path_join(k->folder, name);
		if (file_write(path, text_string(&code), code.length) &&
		    chmod(path, 0644) == 0)
			args_add(&k->names, name);
		free(path);
		free(name);
	}
	text_free(&code);
}

/* ---- comparing --------------------------------------------------------- */

static void add_pair(void *context, const char *a, const char *b, double percent)
{
	struct comparing *k = context;
	/* Each pair once, with the larger share of both directions. */
	bool turn = strcmp(a, b) > 0;

	if (strcmp(a, b) == 0 || percent < k->c->settings.similarity)
		return;
	sql_do(k->c->book->db,
	       "INSERT INTO alike SELECT ?1, x.id, y.id, ?4 FROM student x, student y WHERE "
	       "x.key = ?2 AND y.key = ?3 ON CONFLICT DO UPDATE SET percent = "
	       "max(percent, ?4)", "sssd", k->stage->name, turn ? b : a, turn ? a : b,
	       percent);
}

/* "out/ada.c" is "ada"; false: it is no such name. */
static bool key_of(const char *path, char key[64])
{
	const char *name = path_name(path);
	size_t n = strlen(name);

	if (n < 3 || n > 65 || strcmp(name + n - 2, ".c") != 0)
		return false;
	memcpy(key, name, n - 2);
	key[n - 2] = '\0';
	return true;
}

void similar_read_sim(const char *said, similar_take *take, void *context)
{
	char a[80], b[80], one[64], other[64];
	double percent;

	for (; *said != '\0'; said += strcspn(said, "\n"), said += *said == '\n')
		if (sscanf(said, "%79s consists for %lf %% of %79s material", a, &percent,
		           b) == 3 && key_of(a, one) && key_of(b, other))
			take(context, one, other, percent);
}

bool similar_read_dolos(const char *csv, size_t n, similar_take *take, void *context,
                        struct text *problem)
{
	struct table t;

	if (!table_parse(csv, n, "pairs.csv", &t, problem))
		return false;
	int left = table_column(&t, (const char *const[]){ "leftFilePath", NULL });
	int right = table_column(&t, (const char *const[]){ "rightFilePath", NULL });
	int similarity = table_column(&t, (const char *const[]){ "similarity", NULL });
	bool ok = (left >= 0 && right >= 0 && similarity >= 0) ||
	          problem_set(problem, "pairs.csv has no columns leftFilePath, rightFilePath "
	                      "and similarity. This version of Dolos is not known.");
	for (size_t i = 1; ok && i < t.count; i++) {
		char one[64], other[64];
		double share = strtod(table_cell(&t.rows[i], similarity), NULL);
		if (key_of(table_cell(&t.rows[i], left), one) &&
		    key_of(table_cell(&t.rows[i], right), other))
			take(context, one, other, 100 * share);
	}
	table_free(&t);
	return ok;
}

static bool run_tool(struct comparing *k, const char *const argv[], struct text *out)
{
	struct proc_spec spec = { .argv = argv, .box = k->box, .folder = k->folder,
	                          .writes = k->writes, .seconds = 600,
	                          .capture_max = (size_t)32 << 20 };
	struct proc_outcome o;
	bool ok = proc_run(&spec, &o);

	text_add_n(out, text_string(&o.out), o.out.length);
	if (!ok && o.err.length > 0)
		text_add_format(&k->c->complaints, "Similarity of %s: %.*s.\n", k->stage->name,
		                (int)strcspn(text_string(&o.err), "\n"), text_string(&o.err));
	proc_outcome_free(&o);
	return ok;
}

static void run_sim(struct comparing *k)
{
	struct args a = ARGS_EMPTY;
	struct text out = TEXT_EMPTY;

	args_add_words(&a, "sim_c -p -e -a -T -r " RUN_TOKENS " -t");
	args_add_format(&a, "%.0f", k->c->settings.similarity);
	args_add_all(&a, &k->names);
	if (run_tool(k, args_vector(&a), &out))
		similar_read_sim(text_string(&out), add_pair, k);
	text_free(&out);
	args_free(&a);
}

/* Where the sandbox can see it; NULL: it is not there. */
static const char *find_dolos(void)
{
	static const char *const paths[] = { "/usr/local/bin/dolos", "/usr/bin/dolos" };

	for (size_t i = 0; i < 2; i++)
		if (access(paths[i], X_OK) == 0)
			return paths[i];
	return NULL;
}

static void run_dolos(struct comparing *k, const char *dolos)
{
	struct args a = ARGS_EMPTY;
	struct text said = TEXT_EMPTY, csv = TEXT_EMPTY, problem = TEXT_EMPTY;
	char *pairs = path_join(k->writes, "report/pairs.csv");

	args_add(&a, dolos);
	args_add_words(&a, "run --language c --output-format csv --output-destination");
	args_add_format(&a, "%s/report", k->writes);
	args_add_all(&a, &k->names);
	bool ok = run_tool(k, args_vector(&a), &said) && is_plain_file(pairs) &&
	          file_read(pairs, TABLE_BYTES_MAX, &csv);
	if (ok && !similar_read_dolos(text_string(&csv), csv.length, add_pair, k, &problem))
		text_add_format(&k->c->complaints, "%s\n", text_string(&problem));
	free(pairs);
	text_free(&said);
	text_free(&csv);
	text_free(&problem);
	args_free(&a);
}

static void compare(struct comparing *k, const char *digest)
{
	struct class *c = k->c;

	gradebook_begin(c->book);
	sql_do(c->book->db, "DELETE FROM alike WHERE stage = ?", "s", k->stage->name);
	const char *dolos = find_dolos();
	if (k->names.count > 1 && dolos != NULL)
		run_dolos(k, dolos);
	else if (k->names.count > 1)
		run_sim(k);
	sql_do(c->book->db, "INSERT OR REPLACE INTO compared VALUES (?, ?)", "ss",
	       k->stage->name, digest);
	gradebook_commit(c->book);
}

/* ---- which stages ------------------------------------------------------ */

static const char counted[] =
"SELECT t.key, a.parcel FROM grade g JOIN attempt a ON a.id = g.attempt JOIN student t "
"ON t.id = g.student WHERE g.stage = ? ORDER BY t.key";

/* A name for what is compared, how, and from where on it counts. */
static void digest_of(const struct class *c, const char *stage,
                      char hex[DIGEST_LENGTH + 1], size_t *count)
{
	sqlite3_stmt *s = sql_ask(c->book->db, counted, "s", stage);
	char threshold[32];
	struct digest d;

	snprintf(threshold, sizeof threshold, "%g", c->settings.similarity);
	digest_start(&d);
	digest_string(&d, threshold);
	for (*count = 0; sql_row(&s); ++*count) {
		digest_string(&d, sql_text(s, 0));
		digest_string(&d, sql_text(s, 1));
	}
	digest_end(&d, hex);
}

static bool is_compared(const struct class *c, const char *stage, const char *digest)
{
	return sql_number(c->book->db, "SELECT count(*) FROM compared WHERE stage = ? AND "
	                  "digest = ?", "ss", stage, digest) > 0;
}

static void compare_stage(struct class *c, const struct stage *stage, const char *digest)
{
	char *scratch = folder_scratch("alike");
	struct text problem = TEXT_EMPTY;
	struct comparing k = { .c = c, .stage = stage };

	k.folder = scratch != NULL ? path_join(scratch, "code") : NULL;
	k.writes = scratch != NULL ? path_join(scratch, "made") : NULL;
	k.box = scratch != NULL && folder_make(k.folder) && chmod(k.folder, 0755) == 0 &&
	        folder_make(k.writes) && chmod(k.writes, 0777) == 0
	        ? sandbox_open(scratch, &problem) : NULL;
	if (k.box != NULL) {
		sqlite3_stmt *s = sql_ask(c->book->db, counted, "s", stage->name);
		while (sql_row(&s))
			write_own(&k, sql_text(s, 0), sql_text(s, 1));
		compare(&k, digest);
	} else {
		text_add_format(&c->complaints, "Similarity was not looked at: %s\n",
		                text_string(&problem));
	}
	args_free(&k.names);
	sandbox_close(k.box);
	if (scratch != NULL)
		folder_remove(scratch);
	free(k.folder);
	free(k.writes);
	free(scratch);
	text_free(&problem);
}

void similar_compute(struct class *c)
{
	for (size_t i = 0; i < c->course->stages_count; i++) {
		const char *stage = c->course->stages[i];
		char digest[DIGEST_LENGTH + 1];
		size_t count;

		digest_of(c, stage, digest, &count);
		if (count > 1 && !is_compared(c, stage, digest))
			compare_stage(c, c->graders.stages[i], digest);
	}
}
