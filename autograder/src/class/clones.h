/*
 * clones.h - when a git clone was committed.
 */
#ifndef CLASS_CLONES_H
#define CLASS_CLONES_H

#include "class/handed.h"

/*
 * Asks git for the committer's time of HEAD of every clone in list, and fills in at. A
 * repository's own configuration can make git run programs, so git runs in a sandbox, with
 * scratch as its folder; where that is not to be had, times stay unknown. The time is what
 * the committing machine said: it can be set to anything.
 */
void clones_date(struct handed_list *list, const char *scratch,
                 struct text *complaints);

#endif
