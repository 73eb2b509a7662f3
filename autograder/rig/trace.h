/*
 * trace.h - what a program asked of its allocator, to be asked again.
 *
 * A trace is a text, a line for each request, in the order in which they were made:
 *
 *     a ID SIZE     malloc(SIZE); from now on the block is called ID
 *     r ID SIZE     realloc(the block ID, SIZE); it keeps its name
 *     f ID          free(the block ID)
 *
 * ID is a number below 2^20 and names one block at a time; after its f it may be
 * given to another. SIZE is in bytes, at most TRACE_SIZE_MAX. Empty lines, and
 * those that begin with '#', say nothing. Blocks that are left at the end are not
 * freed.
 *
 * This is the form in which traces of allocators are usually exchanged; its two
 * figures of merit are those of Wilson, Johnstone, Neely and Boles (1995): the most
 * bytes that the program held at one moment, over the most that the allocator
 * had obtained at one moment (peak utilisation, which is 1 at best).
 */
#ifndef TRACE_H
#define TRACE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define TRACE_SIZE_MAX ((size_t)1 << 40)

struct trace_op {
	enum trace_kind { TRACE_ALLOC, TRACE_REALLOC, TRACE_FREE } kind;
	uint32_t id;
	size_t size;              /* bytes; of TRACE_FREE: 0                      */
};

struct trace {
	struct trace_op *ops;
	size_t count;
	uint32_t ids;             /* every id is below it                         */
	size_t peak_live;         /* bytes asked for and not yet freed, at most   */
};

/*
 * Reads a trace from length bytes of text. It lives in mappings of its own, so
 * that an allocator under test is not asked for them; trace_close gives them
 * back. False when there is no memory or the text is no trace: then *t is empty
 * and problem, of TRACE_PROBLEM bytes, says what is wrong in which line.
 */
bool trace_parse(struct trace *t, const char *text, size_t length, char *problem);
/* The same for a file. problem then names it. */
bool trace_read(struct trace *t, const char *path, char *problem);
#define TRACE_PROBLEM 256
/* An empty trace is fine; *t is empty afterwards. */
void trace_close(struct trace *t);

/* ---- playing one ---- */

/* Whom the player asks. */
struct trace_allocator {
	void *(*alloc)(size_t bytes);
	void (*free)(void *payload);
	/* NULL: the player allocates, copies and frees in its place. */
	void *(*realloc)(void *payload, size_t bytes);
	/* Bytes obtained from the system at this moment; NULL: not known. */
	size_t (*held)(void);
};

/* Where the player is after each operation. */
struct trace_moment {
	size_t done;              /* operations                                    */
	size_t live;              /* bytes that the program holds                  */
	size_t held;              /* bytes that the allocator has obtained         */
};
typedef void trace_look(const struct trace_moment *moment, void *context);

struct trace_report {
	size_t done;              /* operations that succeeded                     */
	size_t failed;            /* requests that were answered with NULL         */
	size_t peak_live;         /* bytes; of the requests that were granted      */
	size_t peak_held;         /* bytes                                         */
};

/*
 * Makes the requests of a trace, one after the other, of an allocator that has
 * nothing of it yet. Every granted block is written from end to end (its first and
 * last eight bytes if bytes_too is false, which is faster). A request that fails
 * leaves no block (of realloc: the old one), and later requests about it are left out.
 * look may be NULL. What is left at the end stays with the allocator.
 * False when the player has no memory for its own list.
 */
bool trace_play(const struct trace *t, const struct trace_allocator *a,
                bool bytes_too, trace_look *look, void *context,
                struct trace_report *report);

/* peak_live / peak_held; 0 where nothing was obtained. */
double trace_utilisation(const struct trace_report *report);

#endif
