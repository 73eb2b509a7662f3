/*
 * sequence.h - random requests to an allocator, and the fewest that fail.
 *
 * A sequence is a list of requests, one a line in the form of traces:
 *
 *     a 1 24      payload 1, of 24 bytes, is allocated
 *     r 1 100     payload 1 gets another size
 *     f 1         payload 1 is freed
 *
 * sequence_try plays one through the fence (fence.h), in a process of its own.
 * When the fence finds fault, or the subject does, or the allocator crashes or
 * never comes back, it looks for the fewest and simplest requests of the
 * sequence that still fail, each attempt in a process of its own (delta debugging:
 * Zeller and Hildebrandt, "Simplifying and Isolating Failure-Inducing Input",
 * 2002). Then the test fails; its message ends with these lines, its picture
 * shows the heap where they lead, and sequence-LINE.c in the folder of the run
 * (LINE: that of the test) is a C program that plays them without the rig.
 *
 * Sequences come from a seed. RIG_SEED in the environment gives another one,
 * to everybody who starts from sequence_seed.
 */
#ifndef SEQUENCE_H
#define SEQUENCE_H

#include <stddef.h>
#include <stdint.h>

#include "fence.h"

#define SEQUENCE_MAX 512

/* What the lines in the message stand behind. */
#define SEQUENCE_LEAD "The fewest requests that show it:"

struct sequence_op {
	char kind;                  /* 'a', 'r' or 'f'                       */
	unsigned id;                /* 1 and up; each names one payload      */
	size_t size;                /* of 'a' and 'r'                        */
};

struct sequence {
	size_t count;
	struct sequence_op ops[SEQUENCE_MAX];
};

/* How often what is drawn: by weight, against the sum of all weights. */
struct sequence_sizes {
	unsigned weight;            /* 0: end of the list                    */
	size_t least, most;
};

struct sequence_weights {
	unsigned alloc, realloc, free;
	size_t live;                /* so many payloads at a time, at most   */
	struct sequence_sizes sizes[5];
};

/* RIG_SEED, if it is there, mixed with the number that a test gives to be
 * different from other tests. Never 0. */
uint32_t sequence_seed(uint32_t number);

/* A sequence of count requests (SEQUENCE_MAX at most), always the same for the
 * same seed. Nothing is freed that is not there; ids are given once. */
void sequence_draw(struct sequence *s, uint32_t seed,
                   const struct sequence_weights *weights, size_t count);

struct sequence_subject {
	const struct fence_allocator *allocator;
	/* Makes the heap empty, before each play. fence_use comes after it. */
	void (*begin)(void);
	/* Called before each request; may be NULL. */
	void (*before)(const struct sequence_op *op);
	/* Called after each request, with the payload of an 'a' or 'r': NULL, or
	 * what is wrong, in a text that stays. May be NULL. Criterion's asserts
	 * would not be heard here. */
	const char *(*after)(const struct sequence_op *op, const void *payload);
};

/* Plays s; fails the test, as said above, when something is wrong. */
#define sequence_try(subject, s) \
	sequence_try_at((subject), (s), __FILE__, __LINE__)
void sequence_try_at(const struct sequence_subject *subject,
                     const struct sequence *s, const char *file, unsigned line);

/* Both write at most size bytes (1 or more), '\0' included, and cut what is too
 * long. */
void sequence_lines(const struct sequence *s, char *out, size_t size);
/* A main for heap.h: heap_init, the requests, and what heap_check says. */
void sequence_program(const struct sequence *s, char *out, size_t size);

#endif
