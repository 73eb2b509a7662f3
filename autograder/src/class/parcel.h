/*
 * parcel.h - a submission as it is kept: one file, named by what is in it.
 *
 * What was handed in as one archive is kept as it is. Of anything else, those files that
 * some stage asks for are put into a tar of ours, in the order of their names, without
 * times and owners: so the same work is the same parcel, whichever way it came.
 */
#ifndef CLASS_PARCEL_H
#define CLASS_PARCEL_H

#include "class/handed.h"
#include "stage/stage.h"

/* Bytes of a file's name: 32 hexadecimal digits of SHA-256. */
#define PARCEL_NAME 33

/*
 * Writes h's parcel into folder, if it isn't there, and its name into name. stages are all
 * of the course's. False with the problem said.
 */
bool parcel_make(const struct course *course, struct stage *const stages[],
                 const struct handed *h, const char *folder, char name[PARCEL_NAME],
                 struct text *problem);

/*
 * Sets holds[i] for each stage that the parcel at path holds: a file that it asks for lies
 * in a folder of its name; or no stage's folder is there, and it alone asks for a file of
 * that name. ambiguous gets a name that several stages ask for, or NULL; in the memory of
 * stages.
 */
void parcel_stages(const struct course *course, struct stage *const stages[],
                   const char *path, bool holds[], const char **ambiguous);

#endif
