/*
 * words.h - the short phrases that the terminal and the page share.
 *
 * Each is returned by value, so nobody has to free it; what does not fit is
 * cut at a character's edge and ends in "...". The phrases may hold text of the
 * submission: the view that shows them makes it harmless.
 */
#ifndef VIEW_WORDS_H
#define VIEW_WORDS_H

#include <jansson.h>
#include <stddef.h>

struct words {
	char text[480];
};

/* "61.5" or "100": one decimal, and only when it is not zero. */
struct words words_points(double points);
/* "05-malloc-free: 61.5 of 100 points". */
struct words words_headline(const json_t *doc);
/* "3 of 21 tests fail; 2 memory errors." */
struct words words_detail(const json_t *doc);
/* "failed", "crashed (SIGSEGV)", "passed, but with memory errors". */
struct words words_test_status(const json_t *test);
/* "exercises/05-malloc-free/vec.c:42:3"; empty when the file is not known. */
struct words words_place(const json_t *place);
/* "40 bytes on the heap; the address is 4 bytes past its end". */
struct words words_block(const json_t *block);
/* "46 of 50 lines (92 %), 31 of 34 branches (91 %)". */
/* That coverage is missing from the document, and why. */
struct words words_no_coverage(const json_t *doc);
struct words words_coverage(const json_t *coverage);
/* "12-14, 33": the missed lines of one file; empty when there are none. */
struct words words_missed(const json_t *lines);
/* "50 times, in 5 tests: vec_push/grows, ..."; empty when seen once in one test or none. */
struct words words_seen(const json_t *finding);
/* "lessons/05-malloc-free/README.md#anchor"; empty when there is none. */
struct words words_lesson(const json_t *lesson);
/* Of a trace: "0.87 (asked 0.85)", "143 (asked 160)", "0.8 times its speed"; or that
   it is not known. */
struct words words_trace_utilisation(const json_t *trace);
struct words words_trace_instructions(const json_t *trace);
struct words words_trace_speed(const json_t *trace);
/* The name of a program for the phase that saw a finding: "gcc", "Memcheck", ... */
const char *words_tool(const json_t *finding);

/* Appends text as printf does. */
void words_add(struct words *words, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

#endif
