/*
 * gradebook.h - all that is known of a class, in one SQLite file.
 *
 * Each result is written, in one transaction, when it is whole: a program that is killed
 * loses what it was at, and nothing else. Nothing is ever deleted: a result stays when a
 * newer one takes its place, an adjustment when it is withdrawn, and history has every
 * change of a grade with its cause. docs/instructors.md names the tables for who wants to
 * ask them something.
 */
#ifndef CLASS_GRADEBOOK_H
#define CLASS_GRADEBOOK_H

#include <jansson.h>
#include <sqlite3.h>
#include <time.h>

#include "class/digest.h"
#include "class/people.h"

#define JOB_NAME (DIGEST_LENGTH + 1)

struct gradebook {
	sqlite3 *db;
	char *folder;
	int lock;                  /* descriptor: one program at a time        */
};

/* One thing to grade: what, for which stage, by which grader, drawing which numbers. */
struct job_key {
	char parcel[DIGEST_LENGTH + 1];
	const char *stage;         /* full name                                */
	const char *grader;        /* see grader.h                             */
	long long seed;            /* 0: as ever                               */
};

/*
 * Opens FOLDER/gradebook.sqlite, and makes folder and file when they aren't there. NULL
 * with the problem said, as when another program has it open.
 */
struct gradebook *gradebook_open(const char *folder, struct text *problem);
void gradebook_close(struct gradebook *book);

void gradebook_begin(struct gradebook *book);
void gradebook_commit(struct gradebook *book);

void gradebook_load_people(struct gradebook *book, struct people *people);
/* Writes those who are new or changed; fills in their ids. */
void gradebook_save_people(struct gradebook *book, struct people *people);

/*
 * Notes that a student handed a parcel in. The same parcel again is no new attempt; the
 * earlier time counts, being of the same work. True when it is new.
 */
bool gradebook_add_attempt(struct gradebook *book, long long student, const char *stage,
                           const char *parcel, time_t at, bool late, const char *source);

bool gradebook_has_attempt(struct gradebook *book, long long student, const char *stage);

/* Notes Moodle's number of a student in a stage's assignment; NULL: there is none. */
void gradebook_add_participant(struct gradebook *book, long long student,
                               const char *stage, const char *number);

/* A name that only equal keys have. */
void gradebook_job(const struct job_key *key, char job[JOB_NAME]);
/* Has the job a result that stands? One that says "not graded" does not. */
bool gradebook_has(struct gradebook *book, const char *job);
/* Keeps a result document under its job's name, in one transaction. */
void gradebook_add_result(struct gradebook *book, const char *job,
                          const struct job_key *key, const json_t *document, time_t now);
/* The whole document; NULL: there is none. The caller releases it. */
json_t *gradebook_document(struct gradebook *book, const char *job);

#endif
