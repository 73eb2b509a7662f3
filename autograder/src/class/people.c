/*
 * people.c - see people.h.
 */
#include "class/people.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/error.h"
#include "base/files.h"

/* ---- comparing --------------------------------------------------------- */

static bool same(const char *a, const char *b)
{
	return a != NULL && b != NULL && a[0] != '\0' && strcasecmp(a, b) == 0;
}

static bool is_wordy(char c)
{
	return isalnum((unsigned char)c) || (unsigned char)c >= 0x80;
}

/* Letters and digits of n bytes, in lower case. */
static void add_letters(struct text *t, const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		char c = (char)tolower((unsigned char)s[i]);
		if (is_wordy(c))
			text_add_n(t, &c, 1);
	}
}

/* "Park, Ada" as letters with the family name last. */
static char *given_first(const char *name)
{
	const char *comma = strchr(name, ',');
	struct text t = TEXT_EMPTY;

	if (comma != NULL)
		add_letters(&t, comma + 1, strlen(comma + 1));
	add_letters(&t, name, comma != NULL ? (size_t)(comma - name) : strlen(name));
	return text_take(&t);
}

/* "Ada Park" as letters with the family name first: what Canvas calls files. */
static char *family_first(const char *name)
{
	const char *comma = strchr(name, ','), *blank = strrchr(name, ' ');
	struct text t = TEXT_EMPTY;

	if (comma == NULL && blank != NULL) {
		add_letters(&t, blank + 1, strlen(blank + 1));
		add_letters(&t, name, (size_t)(blank - name));
	} else {
		add_letters(&t, name, strlen(name));
	}
	return text_take(&t);
}

static bool same_name(const char *a, const char *b)
{
	if (a == NULL || b == NULL || a[0] == '\0' || b[0] == '\0')
		return false;
	char *forms[] = { given_first(a), family_first(a), given_first(b),
	                  family_first(b) };
	bool found = forms[0][0] != '\0' &&
	             (strcmp(forms[0], forms[2]) == 0 || strcmp(forms[0], forms[3]) == 0 ||
	              strcmp(forms[1], forms[2]) == 0 || strcmp(forms[1], forms[3]) == 0);
	for (int i = 0; i < 4; i++)
		free(forms[i]);
	return found;
}

static bool same_mailbox(const char *email, const char *name)
{
	size_t n = email != NULL ? strcspn(email, "@") : 0;

	return n > 0 && name != NULL && strlen(name) == n &&
	       strncasecmp(email, name, n) == 0;
}

/* ---- finding ----------------------------------------------------------- */

typedef bool person_test(const struct person *p, const struct traits *t);

static bool by_canvas(const struct person *p, const struct traits *t)
{
	return same(p->traits.canvas, t->canvas);
}

static bool by_moodle(const struct person *p, const struct traits *t)
{
	return same(p->traits.moodle, t->moodle);
}

static bool by_number(const struct person *p, const struct traits *t)
{
	return same(p->traits.number, t->number);
}

static bool by_email(const struct person *p, const struct traits *t)
{
	return same(p->traits.email, t->email);
}

static bool by_login(const struct person *p, const struct traits *t)
{
	return same(p->traits.login, t->login);
}

static bool by_folder(const struct person *p, const struct traits *t)
{
	return same(p->traits.login, t->folder) || same(p->traits.number, t->folder) ||
	       same(p->traits.email, t->folder) || same(p->traits.folder, t->folder) ||
	       same(p->key, t->folder);
}

/* Only where the login is not known: it may be another's. */
static bool by_mailbox(const struct person *p, const struct traits *t)
{
	return p->traits.login == NULL && same_mailbox(p->traits.email, t->folder);
}

static bool by_name(const struct person *p, const struct traits *t)
{
	return same_name(p->traits.name, t->name) || same_name(p->traits.name, t->folder);
}

/* Numbers of one kind that differ are of two people, whatever the name. Not Moodle's: a
   person has another in each assignment. */
static bool contradict(const char *a, const char *b)
{
	return a != NULL && b != NULL && strcasecmp(a, b) != 0;
}

static bool may_be(const struct person *p, const struct traits *t)
{
	return !contradict(p->traits.canvas, t->canvas) &&
	       !contradict(p->traits.number, t->number) &&
	       !contradict(p->traits.email, t->email);
}

static const char *called(const struct traits *t)
{
	return t->name != NULL ? t->name : t->folder != NULL ? t->folder :
	       t->email != NULL ? t->email : t->number != NULL ? t->number :
	       t->canvas != NULL ? t->canvas : "somebody";
}

struct person *people_find(struct people *people, const struct traits *traits,
                           struct text *complaints)
{
	static person_test *const tests[] = { by_canvas, by_moodle, by_number, by_email,
	                                      by_login, by_folder, by_mailbox, by_name };

	for (size_t k = 0; k < sizeof tests / sizeof *tests; k++) {
		struct person *found = NULL;
		bool sure = tests[k] == by_canvas || tests[k] == by_moodle ||
		            tests[k] == by_number;
		for (size_t i = 0; i < people->count; i++) {
			struct person *p = &people->items[i];
			if (!tests[k](p, traits) || (!sure && !may_be(p, traits)))
				continue;
			if (found != NULL) {
				text_add_format(complaints, "\"%s\" may be %s or %s. Add a "
				                "column to the roster that tells them apart "
				                "(a number, or the e-mail).\n", called(traits),
				                found->key, p->key);
				return NULL;
			}
			found = p;
		}
		if (found != NULL)
			return found;
	}
	return NULL;
}

struct person *people_named(struct people *people, const char *typed,
                            struct text *problem)
{
	struct traits t = { .name = (char *)typed, .folder = (char *)typed };
	struct person *p = people_find(people, &t, problem);

	if (p == NULL && problem->length == 0)
		problem_set(problem, "Nobody in this class is called \"%s\". Give a login, "
		            "a number, an e-mail or a name.", typed);
	return p;
}

/* ---- keys -------------------------------------------------------------- */

/* Of what: letters of ASCII, digits and - _ . alone, in lower case. */
static char *slug(const char *what, size_t n)
{
	struct text t = TEXT_EMPTY;

	for (size_t i = 0; i < n && t.length < 40; i++) {
		char c = (char)tolower((unsigned char)what[i]);
		if (isalnum((unsigned char)c) || c == '_' || (c == '.' && t.length > 0))
			text_add_n(&t, &c, 1);
		else if (t.length > 0 && t.bytes[t.length - 1] != '-')
			text_add_n(&t, "-", 1);
	}
	while (t.length > 0 && strchr("-.", t.bytes[t.length - 1]) != NULL)
		text_cut(&t, t.length - 1);
	return text_take(&t);
}

static bool taken(const struct people *people, const char *key)
{
	for (size_t i = 0; i < people->count; i++)
		if (strcmp(people->items[i].key, key) == 0)
			return true;
	return false;
}

/* What is short and the person's own first. */
static char *key_for(const struct people *people, const struct traits *t)
{
	const char *from = t->login != NULL ? t->login : t->email != NULL ? t->email :
	                   t->folder != NULL ? t->folder : t->name != NULL ? t->name :
	                   t->number != NULL ? t->number : t->canvas != NULL ? t->canvas :
	                   t->moodle != NULL ? t->moodle : "student";
	char *plain = slug(from, from == t->login || from == t->email
	                         ? strcspn(from, "@") : strlen(from));

	if (plain[0] == '\0') {
		free(plain);
		plain = must_copy("student");
	}
	char *key = must_copy(plain);
	for (unsigned k = 2; taken(people, key); k++) {
		free(key);
		key = must_format("%s-%u", plain, k);
	}
	free(plain);
	return key;
}

struct person *people_add(struct people *people, struct traits *traits)
{
	char *key = key_for(people, traits);

	people->items = must_resize(people->items, people->count + 1,
	                            sizeof *people->items);
	people->items[people->count] = (struct person){ .key = key, .traits = *traits,
	                                                .changed = true };
	*traits = (struct traits){ 0 };
	return &people->items[people->count++];
}

/* ---- rosters ----------------------------------------------------------- */

struct columns {
	int name, first, last, email, login, number, section, canvas, moodle;
};

static struct columns find_columns(const struct table *t)
{
#define COLUMN(...) table_column(t, (const char *const[]){ __VA_ARGS__, NULL })
	struct columns c = {
		.name = COLUMN("Student", "Full name", "Name", "Student name",
		               "Display name"),
		.first = COLUMN("First name", "Given name", "Firstname"),
		.last = COLUMN("Last name", "Surname", "Family name", "Lastname"),
		.email = COLUMN("Email address", "Email", "E-mail", "E-mail address",
		                "Mail"),
		.login = COLUMN("SIS Login ID", "Login", "Login ID", "Username",
		                "User name", "GitHub username", "Account"),
		.number = COLUMN("SIS User ID", "SID", "Student ID", "Student number",
		                 "ID number", "Number", "Matriculation number"),
		.section = COLUMN("Section", "Sections", "Group", "Groups"),
		.canvas = COLUMN("Canvas ID", "Canvas user ID"),
		.moodle = COLUMN("Identifier", "Participant", "Moodle ID"),
	};
	/* "ID" is Canvas's own in what it exports, else the school's. */
	int id = COLUMN("ID");
#undef COLUMN
	if (c.canvas < 0 && table_column(t, (const char *const[]){ "SIS Login ID", NULL }) >= 0)
		c.canvas = id;
	else if (c.number < 0)
		c.number = id;
	return c;
}

/* A copy; NULL for an empty cell. */
static char *take(const struct table_row *row, int column)
{
	const char *cell = table_cell(row, column);

	return cell[0] != '\0' ? must_copy(cell) : NULL;
}

static struct traits row_traits(const struct table_row *row, const struct columns *c)
{
	struct traits t = {
		.name = take(row, c->name), .email = take(row, c->email),
		.login = take(row, c->login), .number = take(row, c->number),
		.section = take(row, c->section), .canvas = take(row, c->canvas),
		.moodle = take(row, c->moodle),
	};

	if (t.name == NULL && (c->first >= 0 || c->last >= 0)) {
		const char *first = table_cell(row, c->first);
		const char *last = table_cell(row, c->last);
		if (first[0] != '\0' || last[0] != '\0')
			t.name = must_format("%s%s%s", first, first[0] != '\0' &&
			                     last[0] != '\0' ? " " : "", last);
	}
	if (t.moodle != NULL && text_starts(t.moodle, "Participant ")) {
		char *number = must_copy(t.moodle + strlen("Participant "));
		free(t.moodle);
		t.moodle = number;
	}
	return t;
}

/* Canvas's rows that are nobody's. */
static bool is_person(const struct traits *t)
{
	return t->name == NULL || (strcmp(t->name, "Points Possible") != 0 &&
	                           strcmp(t->name, "Student, Test") != 0);
}

static void fill(char **known, char **news, bool *changed)
{
	if (*news == NULL || (*known != NULL && strcmp(*known, *news) == 0))
		return;
	free(*known);
	*known = *news;
	*news = NULL;
	*changed = true;
}

static void merge(struct person *p, struct traits *t)
{
	struct traits *k = &p->traits;

	fill(&k->name, &t->name, &p->changed);
	fill(&k->email, &t->email, &p->changed);
	fill(&k->login, &t->login, &p->changed);
	fill(&k->number, &t->number, &p->changed);
	fill(&k->section, &t->section, &p->changed);
	fill(&k->canvas, &t->canvas, &p->changed);
	fill(&k->moodle, &t->moodle, &p->changed);
}

struct roster {
	struct people *people;
	const char *shown;
	struct text *complaints;
	size_t *lines;             /* for each of people: where it was met     */
	size_t before;             /* people who were there                    */
};

static void take_person(struct roster *r, struct traits *t, size_t line)
{
	struct text why = TEXT_EMPTY;
	struct person *p = people_find(r->people, t, &why);
	size_t i;

	if (why.length > 0) {
		text_add_format(r->complaints, "%s, line %zu: %s", r->shown, line,
		                text_string(&why));
		text_free(&why);
		return;
	}
	if (p == NULL)
		p = people_add(r->people, t);
	i = (size_t)(p - r->people->items);
	r->lines = must_resize(r->lines, r->people->count, sizeof *r->lines);
	if (i >= r->before) {
		r->before = i + 1;
		r->lines[i] = 0;
	}
	if (r->lines[i] != 0) {
		text_add_format(r->complaints, "%s, line %zu: %s is there already, in line "
		                "%zu. The later line was not used.\n", r->shown, line,
		                called(&p->traits), r->lines[i]);
		return;
	}
	r->lines[i] = line;
	merge(p, t);
	p->changed |= !p->listed;
	p->listed = true;
}

bool people_from_table(struct people *people, const struct table *table,
                       const char *shown, struct text *complaints,
                       struct text *problem)
{
	struct columns c = find_columns(table);
	struct roster r = { .people = people, .shown = shown, .complaints = complaints,
	                    .before = people->count };

	if (c.name < 0 && c.last < 0 && c.email < 0 && c.login < 0 && c.number < 0)
		return problem_set(problem, "%s has no column that names people. Its first "
		                   "line needs one of: Name, Email, Login, Student ID.",
		                   shown);
	r.lines = must_alloc((people->count + 1) * sizeof *r.lines);
	for (size_t i = 1; i < table->count; i++) {
		struct traits t = row_traits(&table->rows[i], &c);
		if (t.name == NULL && t.email == NULL && t.login == NULL &&
		    t.number == NULL)
			text_add_format(complaints, "%s, line %zu names nobody and was not "
			                "used.\n", shown, table->rows[i].line);
		else if (is_person(&t))
			take_person(&r, &t, table->rows[i].line);
		traits_free(&t);
	}
	free(r.lines);
	return true;
}

bool people_read(struct people *people, const char *path, struct text *complaints,
                 struct text *problem)
{
	struct table table;
	const char *shown = path_name(path);

	if (!table_read(path, shown, &table, problem))
		return false;
	bool ok = people_from_table(people, &table, shown, complaints, problem);
	table_free(&table);
	return ok;
}

void traits_free(struct traits *t)
{
	free(t->name);
	free(t->email);
	free(t->login);
	free(t->number);
	free(t->section);
	free(t->canvas);
	free(t->moodle);
	free(t->folder);
	*t = (struct traits){ 0 };
}

void people_free(struct people *people)
{
	for (size_t i = 0; i < people->count; i++) {
		free(people->items[i].key);
		traits_free(&people->items[i].traits);
	}
	free(people->items);
	*people = (struct people){ NULL, 0 };
}
