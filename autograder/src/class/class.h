/*
 * class.h - the commands of `class`: grading and keeping the grades of many.
 *
 * Each command returns the program's exit status:
 *	0  done; all that was handed in has a result
 *	1  done, with complaints that somebody should read
 *	2  the command line, or a file that it names, was not understood
 *	3  something could not be done or graded; it says what to do
 */
#ifndef CLASS_CLASS_H
#define CLASS_CLASS_H

#include "class/gradebook.h"
#include "class/grader.h"
#include "class/people.h"
#include "class/settings.h"

enum { CLASS_OK = 0, CLASS_COMPLAINTS = 1, CLASS_USAGE = 2, CLASS_BROKEN = 3 };

struct options {
	const char *command, *words[3];    /* what stands behind it; NULL      */
	const char *course, *build;
	const char *folder;        /* the class's                              */
	const char *from, *stage, *roster, *reason, *out;
	const char *hosts, *slurm; /* see engine.h                             */
	size_t jobs;               /* at a time; 0: as many as cores           */
	double timeout_scale;
	bool quiet;                /* no progress                              */
};

/* What is open while a command runs. */
struct class {
	const struct options *options;
	const struct course *course;
	char *folder;              /* absolute                                 */
	struct settings settings;
	struct gradebook *book;
	struct graders graders;
	struct people people;
	struct text complaints;    /* lines                                    */
	time_t now;
};

/* False with the fault printed, and nothing open; status says what to end with. */
bool class_open(struct class *c, const struct options *options, int *status);
void class_close(struct class *c);

int class_grade(const struct options *options);
int class_adjust(const struct options *options);
int class_history(const struct options *options);
int class_seeds(const struct options *options);
int class_report(const struct options *options);
int class_graders(const struct options *options);      /* see node.h */

/* Takes the people of --roster into the gradebook, when there is one; false with the
   problem said. */
bool class_read_roster(struct class *c, struct text *problem);

/* Takes what --from names into the gradebook; false with the fault printed. */
bool class_take_in(struct class *c, int *status);

/* Grades what has no result yet; false with the fault printed. */
bool class_work(struct class *c, size_t *not_graded);

#endif
