/*
 * memory_error.h - one of Memcheck's errors becomes a sighting.
 *
 * The kind of fault, whose it is, and the facts that the catalogue's texts
 * need: sizes, distances, where the block was allocated and freed.
 */
#ifndef MEMORY_ERROR_H
#define MEMORY_ERROR_H

#include "pipeline/explain.h"
#include "pipeline/valgrind_xml.h"

#define MEMORY_FACTS_MAX 48

struct memory_error {
	struct sighting sighting;  /* test and count are the caller's to set   */
	bool leak;
	unsigned count;
	struct fact facts[MEMORY_FACTS_MAX];
	size_t facts_count;
};

/*
 * Reads the index-th error of report. False when it is nobody's fault in the
 * submission (no frame of the student's anywhere), or says again what an
 * error before it said. Everything in out lives in g's result.
 */
bool memory_error_read(struct grading *g, const struct vg_report *report,
                       size_t index, struct memory_error *out);

/* For vg_report_read: is the error worth keeping? Most are leaks that
   the test framework leaves. */
bool memory_error_keep(const struct vg_error *error);

/* "1 byte", "4,000 bytes": in r's arena. */
const char *count_text(struct result *r, uint64_t count, const char *unit);

#endif
