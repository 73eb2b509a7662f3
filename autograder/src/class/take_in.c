/*
 * take_in.c - from an export to attempts in the gradebook.
 */
#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/error.h"
#include "base/files.h"
#include "class/class.h"
#include "class/clones.h"
#include "class/handed.h"
#include "class/parcel.h"

/* What an export may hold; a class of a thousand holds far less. */
#define EXPORT_ENTRIES_MAX 200000
#define EXPORT_BYTES_MAX   ((int64_t)8 << 30)

/* ---- an archive becomes a folder --------------------------------------- */

struct unpacking {
	struct archive *from, *to;
	const char *folder;
	int64_t bytes;
	size_t entries;
	struct text *problem;
};

static bool copy_data(struct unpacking *u)
{
	const void *bytes;
	size_t n;
	la_int64_t at;
	int code;

	while ((code = archive_read_data_block(u->from, &bytes, &n, &at)) == ARCHIVE_OK) {
		u->bytes += (int64_t)n;
		if (u->bytes > EXPORT_BYTES_MAX)
			return problem_set(u->problem, "The export unpacks to more than %lld "
			                   "GiB. Unpack it yourself and give the folder.",
			                   (long long)(EXPORT_BYTES_MAX >> 30));
		if (archive_write_data_block(u->to, bytes, n, at) < ARCHIVE_WARN)
			return problem_set(u->problem, "The export can't be unpacked: %s.",
			                   archive_error_string(u->to));
	}
	return code == ARCHIVE_EOF || problem_set(u->problem, "The export is damaged: %s. "
	       "Download it again.", archive_error_string(u->from));
}

/* Only regular files, and where a name leads outside, not even these. */
static bool unpack_entry(struct unpacking *u, struct archive_entry *e)
{
	const char *name = archive_entry_pathname(e);

	if (++u->entries > EXPORT_ENTRIES_MAX)
		return problem_set(u->problem, "The export holds more than %d files. Give one "
		                   "assignment at a time.", EXPORT_ENTRIES_MAX);
	if (name == NULL || archive_entry_filetype(e) != AE_IFREG ||
	    archive_entry_hardlink(e) != NULL)
		return true;
	char *path = path_join(u->folder, name[0] == '/' ? name + 1 : name);
	archive_entry_set_pathname(e, path);
	archive_entry_set_perm(e, 0600);
	bool ok = true;
	if (archive_write_header(u->to, e) >= ARCHIVE_WARN)
		ok = copy_data(u);
	archive_write_finish_entry(u->to);
	free(path);
	return ok;
}

static bool unpack_all(struct unpacking *u)
{
	struct archive_entry *e;
	int code;

	while ((code = archive_read_next_header(u->from, &e)) == ARCHIVE_OK ||
	       code == ARCHIVE_WARN)
		if (!unpack_entry(u, e))
			return false;
	return code == ARCHIVE_EOF || problem_set(u->problem, "The export is damaged: %s. "
	       "Download it again.", archive_error_string(u->from));
}

static bool unpack(const char *path, const char *folder, struct text *problem)
{
	struct unpacking u = { .from = archive_read_new(), .to = archive_write_disk_new(),
	                       .folder = folder, .problem = problem };

	archive_read_support_filter_all(u.from);
	archive_read_support_format_all(u.from);
	archive_write_disk_set_options(u.to, ARCHIVE_EXTRACT_SECURE_NODOTDOT |
	                               ARCHIVE_EXTRACT_SECURE_SYMLINKS);
	bool ok = archive_read_open_filename(u.from, path, 65536) == ARCHIVE_OK ||
	          problem_set(problem, "%s is no archive that can be read. Give the export "
	                      "as it was downloaded.", path);
	ok = ok && unpack_all(&u);
	archive_read_free(u.from);
	archive_write_free(u.to);
	return ok;
}

/* ---- one submission ---------------------------------------------------- */

struct taking {
	struct class *c;
	const char *parcels, *source;
	const char *stage;                 /* NULL: look                       */
	size_t found, fresh;
};

/* Whose it is; somebody new when nobody fits. NULL: it can't be told. */
static struct person *owner_of(struct taking *t, struct handed *h)
{
	struct text why = TEXT_EMPTY;
	struct person *p = people_find(&t->c->people, &h->who, &why);
	bool roster = false;

	text_add(&t->c->complaints, text_string(&why));
	if (why.length > 0) {
		text_free(&why);
		return NULL;
	}
	if (p == NULL) {
		p = people_add(&t->c->people, &h->who);
		for (size_t i = 0; i < t->c->people.count; i++)
			roster = roster || t->c->people.items[i].listed;
		if (roster)
			text_add_format(&t->c->complaints, "%s is not on the roster; the work is "
			                "graded, under the key %s.\n", p->traits.name != NULL
			                ? p->traits.name : p->traits.folder, p->key);
	}
	/* What the system calls them, for the grades that go back to it. */
	if (p->traits.canvas == NULL && h->who.canvas != NULL) {
		p->traits.canvas = must_copy(h->who.canvas);
		p->changed = true;
	}
	if (h->who.moodle != NULL && (p->traits.moodle == NULL ||
	                              strcmp(p->traits.moodle, h->who.moodle) != 0)) {
		free(p->traits.moodle);
		p->traits.moodle = must_copy(h->who.moodle);
		p->changed = true;
	}
	return p;
}

static void note(struct taking *t, const struct person *p, const struct handed *h,
                 const char *stage, const char *parcel)
{
	t->fresh += gradebook_add_attempt(t->c->book, p->id, stage, parcel, h->at, h->late,
	                                  t->source);
	gradebook_add_participant(t->c->book, p->id, stage, p->traits.moodle);
}

static void take_stages(struct taking *t, const struct person *p,
                        const struct handed *h, const char *parcel)
{
	size_t count = t->c->course->stages_count;
	bool *holds = must_alloc(count * sizeof *holds), any = false;
	char *path = path_join(t->parcels, parcel);
	const char *ambiguous;

	parcel_stages(t->c->course, t->c->graders.stages, path, holds, &ambiguous);
	for (size_t i = 0; i < count; i++) {
		any = any || holds[i];
		if (holds[i])
			note(t, p, h, t->c->course->stages[i], parcel);
	}
	if (ambiguous != NULL)
		text_add_format(&t->c->complaints, "%s: %s may be of several stages. Say which "
		                "with STAGE=.\n", p->key, ambiguous);
	else if (!any)
		text_add_format(&t->c->complaints, "%s handed in no file that a stage asks "
		                "for. If it is a stage's work all the same, say which with "
		                "STAGE=.\n", p->key);
	free(path);
	free(holds);
}

static bool take_one(struct taking *t, struct handed *h, struct text *problem)
{
	char parcel[PARCEL_NAME];
	struct person *p = owner_of(t, h);

	if (p == NULL)
		return true;
	gradebook_save_people(t->c->book, &t->c->people);
	if (!parcel_make(t->c->course, t->c->graders.stages, h, t->parcels, parcel, problem))
		return false;
	t->found++;
	if (t->stage != NULL)
		note(t, p, h, t->stage, parcel);
	else
		take_stages(t, p, h, parcel);
	return true;
}

/* ---- all of them ------------------------------------------------------- */

static void tell_missing(struct class *c, const struct taking *t)
{
	struct text names = TEXT_EMPTY;
	size_t missing = 0;

	for (size_t i = 0; i < c->people.count && t->stage != NULL; i++) {
		const struct person *p = &c->people.items[i];
		if (!p->listed || gradebook_has_attempt(c->book, p->id, t->stage))
			continue;
		if (missing++ < 10)
			text_add_format(&names, "%s%s", missing > 1 ? ", " : "", p->key);
	}
	if (missing > 0)
		text_add_format(&c->complaints, "%zu on the roster handed in nothing for %s: "
		                "%s%s.\n", missing, t->stage, text_string(&names),
		                missing > 10 ? ", ..." : "");
	text_free(&names);
}

static bool take_list(struct taking *t, struct handed_list *list, struct text *problem)
{
	bool ok = true;

	gradebook_begin(t->c->book);
	for (size_t i = 0; ok && i < list->count; i++)
		ok = take_one(t, &list->items[i], problem);
	/* Even where one could not be kept: the others are. */
	gradebook_commit(t->c->book);
	printf("%s: %zu submissions, %zu of them new or changed.\n",
	       handed_kind_name(list->kind), t->found, t->fresh);
	tell_missing(t->c, t);
	return ok;
}

static bool take_folder(struct class *c, const char *folder, const char *scratch,
                        struct text *problem)
{
	struct taking t = { .c = c, .parcels = path_join(c->folder, "submissions"),
	                    .source = path_name(c->options->from) };
	struct handed_list list = { 0 };
	bool ok = true;

	if (c->options->stage != NULL) {
		t.stage = course_stage(c->course, c->options->stage, problem);
		ok = t.stage != NULL;
	}
	ok = ok && handed_read(folder, &list, &c->complaints, problem);
	if (ok) {
		clones_date(&list, scratch, &c->complaints);
		ok = folder_make(t.parcels) ||
		     problem_set(problem, "%s can't be made: %s.", t.parcels,
		                 strerror(errno));
	}
	ok = ok && take_list(&t, &list, problem);
	handed_free(&list);
	free((char *)t.parcels);
	return ok;
}

static bool take_from(struct class *c, const char *scratch, struct text *problem)
{
	const char *from = c->options->from;
	char *unpacked = path_join(scratch, "export");
	bool ok = true;

	if (is_file(from)) {
		ok = unpack(from, unpacked, problem);
		from = unpacked;
	} else if (!is_folder(from)) {
		ok = problem_set(problem, "There is no folder or archive %s. Look at the "
		                 "name.", from);
	}
	ok = ok && take_folder(c, from, scratch, problem);
	free(unpacked);
	return ok;
}

bool class_read_roster(struct class *c, struct text *problem)
{
	if (c->options->roster == NULL)
		return true;
	if (!people_read(&c->people, c->options->roster, &c->complaints, problem))
		return false;
	gradebook_begin(c->book);
	gradebook_save_people(c->book, &c->people);
	gradebook_commit(c->book);
	return true;
}

bool class_take_in(struct class *c, int *status)
{
	struct text problem = TEXT_EMPTY;
	char *scratch = folder_scratch("class");
	bool ok = scratch != NULL || problem_set(&problem, "No scratch folder can be made in "
	          "$TMPDIR or /tmp. Make room there, or set TMPDIR.");

	ok = ok && class_read_roster(c, &problem);
	if (ok && c->options->from != NULL)
		ok = take_from(c, scratch, &problem);
	if (scratch != NULL)
		folder_remove(scratch);
	if (!ok) {
		error_print("%s", text_string(&problem));
		*status = CLASS_USAGE;
	}
	free(scratch);
	text_free(&problem);
	return ok;
}
