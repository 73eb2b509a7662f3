/*
 * handed_names.c - exports of Canvas and Moodle: names of files say whose they are.
 *
 * Canvas ("Download Submissions"): all files in one folder, each
 * parkada_LATE_123_456_heap.c, that is the name as it is sorted, without blanks; LATE if
 * it was; the user's ID (in a group's or an anonymous assignment, the group's, or
 * anon_ and five characters); the attachment's ID; the name of the file. A file that was
 * handed in again is heap-1.c. Text typed into the page is parkada_123_text.html.
 *
 * Moodle ("Download all submissions"): folders "Ada Park_123_assignsubmission_file_"
 * (some versions without the last _), or without folders
 * "Ada Park_123_assignsubmission_file_heap.c"; 123 is the participant's number.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/error.h"
#include "base/files.h"
#include "class/handed.h"

struct naming {
	const char *folder;
	struct handed_list *list;
	struct text *complaints;
	size_t strange;            /* entries that are not named so            */
};

static bool is_junk(const char *name)
{
	return name[0] == '.' || strcmp(name, "__MACOSX") == 0 ||
	       strcasecmp(name, "Thumbs.db") == 0;
}

static size_t digits(const char *s)
{
	return strspn(s, "0123456789");
}

/* ---- Canvas ------------------------------------------------------------ */

struct canvas_name {
	size_t name;               /* bytes of the student's                   */
	bool late;
	const char *id;
	size_t id_length;
	const char *file;
};

/* Behind the name: [_LATE]_ID_ATTACHMENT_FILE. */
static bool match_canvas(const char *at, struct canvas_name *c)
{
	c->late = text_starts(at, "_LATE_");
	if (c->late)
		at += strlen("_LATE");
	c->id = ++at;
	c->id_length = digits(at);
	if (c->id_length == 0 && text_starts(at, "anon_"))
		c->id_length = strlen("anon_") + strcspn(at + strlen("anon_"), "_");
	at += c->id_length;
	if (c->id_length == 0 || *at++ != '_' || digits(at) == 0)
		return false;
	at += digits(at);
	c->file = at + 1;
	return *at == '_' && at[1] != '\0';
}

/* A name may hold _ itself: the first place that fits counts. */
static bool parse_canvas(const char *name, struct canvas_name *c)
{
	const char *at = name;

	if (text_starts(name, "anon_") && match_canvas(name - 1, c)) {
		c->name = 0;
		return true;
	}
	while ((at = strchr(at + 1, '_')) != NULL) {
		c->name = (size_t)(at - name);
		if (match_canvas(at, c))
			return true;
	}
	return false;
}

/* heap-1.c is heap.c, handed in again. */
static char *without_number(const char *file)
{
	const char *dot = strrchr(file, '.');
	const char *end = dot != NULL ? dot : file + strlen(file);
	const char *start = end;

	while (start > file && isdigit((unsigned char)start[-1]))
		start--;
	if (start == end || start - 1 <= file || start[-1] != '-')
		return must_copy(file);
	return must_format("%.*s%s", (int)(start - 1 - file), file, end);
}

static bool is_of(const struct handed *h, const char *id, size_t n)
{
	return h->who.canvas != NULL && strlen(h->who.canvas) == n &&
	       memcmp(h->who.canvas, id, n) == 0;
}

static struct handed *of_canvas(struct naming *n, const char *name,
                                const struct canvas_name *c)
{
	for (size_t i = n->list->count; i-- > 0;)
		if (is_of(&n->list->items[i], c->id, c->id_length))
			return &n->list->items[i];
	struct handed *h = handed_add(n->list);
	h->who.canvas = must_format("%.*s", (int)c->id_length, c->id);
	if (c->name > 0)
		h->who.name = must_format("%.*s", (int)c->name, name);
	return h;
}

static bool take_canvas(const char *name, void *context)
{
	struct naming *n = context;
	struct canvas_name c;

	if (is_junk(name))
		return true;
	if (!parse_canvas(name, &c)) {
		n->strange++;
		return true;
	}
	struct handed *h = of_canvas(n, name, &c);
	char *path = path_join(n->folder, name), *file = without_number(c.file);
	h->late |= c.late;
	handed_add_file(h, path, file);
	free(file);
	free(path);
	return true;
}

/* ---- Moodle ------------------------------------------------------------ */

#define MOODLE_FILE "_assignsubmission_file"
#define MOODLE_TEXT "_assignsubmission_onlinetext"

/* The participant's number before mark; NULL: none is there. */
static const char *number_before(const char *name, const char *mark)
{
	const char *at = mark;

	while (at > name && isdigit((unsigned char)at[-1]))
		at--;
	return at < mark && at - 1 > name && at[-1] == '_' ? at : NULL;
}

static struct handed *of_moodle(struct naming *n, const char *name, const char *number,
                                const char *mark)
{
	char *moodle = must_format("%.*s", (int)(mark - number), number);

	for (size_t i = n->list->count; i-- > 0;)
		if (strcmp(n->list->items[i].who.moodle, moodle) == 0) {
			free(moodle);
			return &n->list->items[i];
		}
	struct handed *h = handed_add(n->list);
	h->who.moodle = moodle;
	h->who.name = must_format("%.*s", (int)(number - 1 - name), name);
	return h;
}

static bool take_moodle(const char *name, void *context)
{
	struct naming *n = context;
	const char *mark = strstr(name, MOODLE_FILE);
	const char *typed = strstr(name, MOODLE_TEXT);
	const char *number = mark != NULL ? number_before(name, mark) : NULL;

	if (typed != NULL && number_before(name, typed) != NULL)
		text_add_format(n->complaints, "\"%s\" is text typed into a page and was "
		                "not used; files are graded.\n", name);
	else if (number == NULL)
		n->strange += !is_junk(name);
	if (number == NULL)
		return true;
	char *path = path_join(n->folder, name);
	const char *file = mark + strlen(MOODLE_FILE);
	file += file[0] == '_';
	if (is_folder(path))
		handed_add_all(of_moodle(n, name, number, mark), path);
	else if (file[0] != '\0')
		handed_add_file(of_moodle(n, name, number, mark), path, file);
	else
		n->strange++;
	free(path);
	return true;
}

/* ---- both -------------------------------------------------------------- */

/* A folder is of a kind when most of what is in it is named so. */
static bool read_names(const char *folder, struct handed_list *list,
                       struct text *complaints,
                       bool take(const char *name, void *context))
{
	struct text said = TEXT_EMPTY;
	struct naming n = { folder, list, &said, 0 };

	folder_each(folder, take, &n);
	bool is = list->count > n.strange;
	if (is) {
		text_add(complaints, text_string(&said));
		if (n.strange > 0)
			text_add_format(complaints, "%zu other %s in the export could not be "
			                "given to anybody.\n", n.strange,
			                n.strange == 1 ? "file" : "files");
	} else {
		handed_free(list);
	}
	text_free(&said);
	return is;
}

bool handed_canvas(const char *folder, struct handed_list *list, struct text *complaints)
{
	return read_names(folder, list, complaints, take_canvas);
}

bool handed_moodle(const char *folder, struct handed_list *list, struct text *complaints)
{
	return read_names(folder, list, complaints, take_moodle);
}
