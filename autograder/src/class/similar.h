/*
 * similar.h - who handed in what is alike.
 *
 * The similarity tester (sim_c, Debian's similarity-tester) compares tokens: other names,
 * comments and layout hide nothing. Lines that stand in the starter are taken out first,
 * for all have these. Where Dolos is installed as well (`dolos`), it compares instead; it
 * knows the same text moved to other places better. Both run in the sandbox.
 *
 * What is alike is a reason to look, and never more: short exercises have few answers.
 */
#ifndef CLASS_SIMILAR_H
#define CLASS_SIMILAR_H

#include "class/class.h"

/*
 * Compares, for each stage where something changed, the attempts that count; pairs go to
 * the gradebook's table alike. What can't be compared is a complaint.
 */
void similar_compute(struct class *c);

/*
 * What the tools say, pair by pair: take gets the names of two files, without folders and
 * ".c", and how many percent of the first are in the second. sim_c's own words ("ada.c
 * consists for 87 % of ben.c material"), and Dolos's pairs.csv (its columns leftFilePath,
 * rightFilePath and similarity, from 0 to 1).
 */
typedef void similar_take(void *context, const char *one, const char *other,
                          double percent);
void similar_read_sim(const char *said, similar_take *take, void *context);
bool similar_read_dolos(const char *csv, size_t n, similar_take *take, void *context,
                        struct text *problem);

#endif
