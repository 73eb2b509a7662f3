/*
 * people.h - who is in a class, and whom a submission belongs to.
 *
 * A roster is what a course management system exports, or any CSV file with columns of
 * known names (people.c lists them). Numbers are compared as they are; e-mails and logins
 * without regard to case; names by their letters and digits alone, and in both orders
 * ("Park, Ada" is "Ada Park"), because systems write them so.
 */
#ifndef CLASS_PEOPLE_H
#define CLASS_PEOPLE_H

#include <stdbool.h>
#include <stddef.h>

#include "class/table.h"

/* What is known of a person; NULL: not known. */
struct traits {
	char *name, *email, *login;
	char *number;              /* the school's                             */
	char *section;
	char *canvas;              /* Canvas's user ID                         */
	char *moodle;              /* Moodle's participant number: another one
	                              in each assignment, and nobody else's    */
	char *folder;              /* of a submission: the name that it came by*/
};

struct person {
	long long id;              /* in the gradebook; 0: not there yet       */
	char *key;                 /* short, unique, fit for a file's name     */
	struct traits traits;
	bool listed;               /* stands on a roster                       */
	bool changed;              /* since the gradebook was read             */
};

struct people {
	struct person *items;
	size_t count;
};

/* Takes over what traits holds, which is then empty. */
struct person *people_add(struct people *people, struct traits *traits);

/*
 * The person whom traits mean: by Canvas's or Moodle's number, then the school's, e-mail,
 * login, the folder's name (as a login, number, e-mail, or key), and last by name. NULL:
 * nobody, or (with the complaint added as a line) more than one.
 */
struct person *people_find(struct people *people, const struct traits *traits,
                           struct text *complaints);
/* By key, login, number, e-mail or name, as somebody types it; NULL with the problem. */
struct person *people_named(struct people *people, const char *typed,
                            struct text *problem);

/*
 * Adds a roster's people, or what it knows of those who are there. False with the problem
 * said when it is no roster. Rows that can't be used are complaints, a line each.
 */
bool people_read(struct people *people, const char *path, struct text *complaints,
                 struct text *problem);
bool people_from_table(struct people *people, const struct table *table,
                       const char *shown, struct text *complaints,
                       struct text *problem);

void people_free(struct people *people);
void traits_free(struct traits *traits);

#endif
