/*
 * play.h - random requests to the student's heap, and what must be true
 * after each of them.
 */
#ifndef PLAY_H
#define PLAY_H

#include <stddef.h>

#include "sequence.h"

/* Plays count requests that are drawn by weight. number tells this play from
 * others. Fails the test with the fewest requests that are wrong. */
#define play_random(number, weights, count) \
	play_random_at((number), (weights), (count), __FILE__, __LINE__)
void play_random_at(unsigned number, const struct sequence_weights *weights,
                    size_t count, const char *file, unsigned line);

#endif
