/*
 * valgrind_xml.c - Memcheck's reports, up to the findings. Their names come from
 * debug information, and their messages from the program, if it wants to.
 */
#include "fuzz.h"

#include <stdlib.h>

#include "pipeline/memory_error.h"

FUZZ_MUTATE(fuzz_mutate_lines)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *path = fuzz_file("vg.xml", data, size);
	struct grading *g = fuzz_grading();
	struct vg_report report;

	if (!vg_report_read(path, size, memory_error_keep, &report))
		fuzz_wrong("a report that was written can't be read");
	for (size_t i = 0; i < report.count; i++) {
		struct memory_error e;
		if (!memory_error_read(g, &report, i, &e))
			continue;
		e.sighting.test = g->stage->tests[i % 3].name;
		explain_add(g, &e.sighting);
	}
	vg_report_free(&report);
	/* Nobody asks for it, but the header allows it: all are kept. */
	if (vg_report_read(path, size / 2, NULL, &report))
		vg_report_free(&report);
	fuzz_judge(g);
	free(path);
	return 0;
}
