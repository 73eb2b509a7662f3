/*
 * test_memcheck.c - Memcheck's reports on some seventy faults become findings.
 *
 * The reports were recorded from fixtures/memcheck/faults.c by `record`.
 */
#include "findings_case.h"

#include <criterion/parameterized.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/files.h"
#include "base/text.h"
#include "pipeline/memory_error.h"

struct fault {
	char name[32];          /* of the function, and of its report          */
	char kind[32];          /* "": nobody's fault in the submission        */
	char says[64];          /* stands in the finding's "what"              */
	char line[48];          /* stands in the line that is pointed at       */
};

static struct fault faults[] = {
	{ "write_after", "write-after-block", "numbered 0 to 9; this is number 10", "numbers[i] = i" },
	{ "write_after_char", "write-after-block", "numbered 0 to 5; this is byte 6", "letters[6]" },
	{ "write_after_string", "write-after-block", "strcpy wrote", "strcpy(copy" },
	{ "write_after_gap", "write-after-block", "12 bytes behind the end", "numbers[13]" },
	{ "write_straddling", "write-after-block", "the last 6 bytes did not fit", "bytes + 8" },
	{ "read_after", "read-after-block", "this is number 10", "numbers[10]" },
	{ "read_after_string", "read-after-block", "strlen looked for", "strlen(word)" },
	{ "read_behind_string", "read-after-block", "3 bytes behind the end", "strlen(word + 8)" },
	{ "write_before", "write-before-block", "4 bytes before the start", "numbers[-1]" },
	{ "read_before", "read-before-block", "1 byte before the start", "length - 1" },
	{ "write_far", "write-far", "owns nothing", "numbers[5000]" },
	{ "read_wild", "read-far", "owns nothing", "(int *)hidden" },
	{ "use_after_free_write", "use-after-free-write", "a block of 40 bytes", "numbers[3] = 3" },
	{ "use_after_free_read", "use-after-free-read", "freed at line", "numbers[3]" },
	{ "use_old_after_realloc", "use-after-free-write", "a block of 8 bytes that realloc had moved", "line[0]" },
	{ "read_old_after_realloc", "use-after-free-read", "a block of 8 bytes that realloc had moved", "line[0]" },
	{ "double_free", "double-free", "4,000 bytes", "free(numbers)" },
	{ "double_free_by_realloc", "double-free", "gave realloc a block of 16", "realloc(hidden" },
	{ "free_interior", "free-interior", "4 bytes behind the start", "free(hidden)" },
	{ "free_stack", "free-stack", "a local variable of free_stack", "free(hidden)" },
	{ "free_static", "free-static", "text_of_program", "free(hidden)" },
	{ "free_literal", "free-static", "constants", "free(hidden)" },
	{ "free_wild", "free-unallocated", "no block starts", "free(hidden)" },
	{ "uninitialised_heap_jump", "uninitialised-jump", "was allocated at line", "numbers[3] > 0" },
	{ "uninitialised_stack_jump", "uninitialised-jump", "a local of uninitialised_stack_jump", "count > 0" },
	{ "uninitialised_heap_use", "uninitialised-use", "were allocated at line", "table[" },
	{ "uninitialised_stack_use", "uninitialised-use", "a local of", "table[" },
	{ "print_unset", "uninitialised-use", "called printf", "printf(" },
	{ "print_unset", "uninitialised-jump", "called printf", "printf(" },
	{ "print_unset_heap", "uninitialised-use", "memory from line", "printf(" },
	{ "uninitialised_syscall", "uninitialised-syscall", "the system call write", "write(STDERR" },
	{ "syscall_too_long", "syscall-unaddressable", "the block has 4 bytes", "line, 400" },
	{ "leak_definite", "leak-definite", "1 block from line", "malloc(40)" },
	{ "leak_indirect", "leak-indirect", "10 bytes", "malloc(10)" },
	{ "leak_possible", "leak-possible", "9 bytes", "malloc(9)" },
	{ "leak_reachable", "leak-reachable", "3 bytes", "malloc(3)" },
	{ "leak_by_strdup", "leak-definite", "(strdup)", "strdup" },
	{ "leak_by_failed_realloc", "leak-definite", "made it fail at line", "malloc(16)" },
	{ "fishy_size", "fishy-size", "is -8", "malloc(count)" },
	{ "fishy_size_by_the_rig", "fishy-size", "asked malloc for", "rig_malloc(count)" },
	{ "overlap", "overlap-copy", "called strncpy", "strncpy" },
	{ "null_write", "null-write", "8 bytes behind it", "numbers[2]" },
	{ "null_read", "null-read", "was NULL", "lines[0]" },
	{ "null_after_failed_malloc", "null-write", "had made malloc fail at line", "numbers[0]" },
	{ "null_after_checked_malloc", "null-write", "wrote through NULL, in a test that had", "*none = 1" },
	{ "null_read_after_failed_malloc", "null-read", "read through NULL, in a test that had", "numbers[0]" },
	{ "null_in_strlen", "null-read", "strlen", "strlen(line)" },
	{ "endless_recursion", "stack-overflow", "descend called itself", "" },
	{ "huge_local", "stack-overflow", "in huge_local is larger", "room[0]" },
	{ "write_literal", "readonly-write", "may read but not change", "line[0] = 'A'" },
	{ "jump_to_nowhere", "jump-invalid", "there is no function", "" },
	{ "read_closed_page", "readonly-write", "in a way that is not allowed", "*closed_page()" },
	{ "divide_the_least", "crash-division", "divided by -1", "least / minus_one" },
	{ "overflow_int", "crash-overflow", "did not fit", "most + 1" },
	{ "divide_by_zero", "crash-division", "was 0", "10 / zero" },
	{ "give_up", "crash-abort", "SIGABRT", "abort()" },
	{ "read_dead_local", "dead-stack-read", "of functions that have returned", "address_of_local()" },
	{ "write_dead_local", "dead-stack-write", "of functions that have returned", "address_of_local()" },
	{ "write_below_array", "dead-stack-write", "a negative index", "numbers[index]" },
	{ "write_after_zero_bytes", "write-after-block", "0 bytes", "hidden = 1" },
	{ "test_reads_freed", "freed-too-early", "afterwards the test used it", "free(line)" },
	{ "test_frees_freed", "freed-too-early", "a second time", "free(line)" },
	{ "test_fills_too_small", "block-too-small", "a block of 4 bytes", "malloc(4)" },
	{ "test_copies_into_too_small", "block-too-small", "the test touched some bytes directly behind", "malloc(4)" },
	{ "test_reads_unended", "block-too-small", "looked there for a string", "malloc(4)" },
	{ "heap_writes_payload", "fence-write", "The block has 104 bytes", "heap + 24" },
	{ "heap_reads_payload", "fence-read", "that the test still uses", "heap + 24" },
	{ "heap_writes_behind", "arena-write", "wrote 8 bytes behind the memory", "heap + 600" },
	{ "heap_writes_end", "arena-write", "wrote 8 bytes behind the memory", "heap + 128" },
	{ "heap_writes_across", "arena-write", "8 bytes, the last 4 bytes of them behind", "heap + 124" },
	{ "heap_reads_behind", "arena-read", "read 8 bytes behind the memory", "heap + 5000" },
	{ "heap_writes_before", "write-far", "owns nothing", "heap - 16" },
	{ "heap_writes_far_behind", "write-far", "owns nothing", "4 * 4096" },
	{ "heap_writes_old_payload", "write-far", "owns nothing", "6 * 4096" },
	{ "heap_believes_payload", "fence-free-payload", "a payload that had been freed", "heap + 16" },
	{ "test_reads_unset", "returned-uninitialised", "nobody had set", "malloc(40)" },
	{ "test_frees_interior", "handed-out-interior", "2 bytes behind the start", "malloc(10)" },
	{ "test_own_fault", "", "", "" },
};

/* The stage of the faults that are an allocator's own. */
static struct stage heap_stage = { .name = (char[]){ "91-heap" }, .timeout = 5,
                                   .rig = RIG_FENCE | RIG_PAGES };

static void read_report(const char *name, struct vg_report *report)
{
	char path[256];

	snprintf(path, sizeof path, MEMCHECK_FIXTURES "/%s.xml", name);
	cr_assert(vg_report_read(path, 1 << 20, memory_error_keep, report),
	          "%s can't be read: run fixtures/memcheck/record", path);
}

/* Adds what a report tells, as the Memcheck phase does. */
static void add_all(struct grading *g, const struct vg_report *report)
{
	struct memory_error error;

	for (size_t i = 0; i < report->count; i++)
		if (memory_error_read(g, report, i, &error)) {
			error.sighting.test = "list/first";
			explain_add(g, &error.sighting);
		}
}

static const struct finding *finding_of(const struct grading *g,
                                        const char *kind)
{
	for (size_t i = 0; i < g->result->findings.count; i++)
		if (strcmp(g->result->findings.items[i].kind, kind) == 0)
			return &g->result->findings.items[i];
	return NULL;
}

static const char *hit_text(const struct finding *f)
{
	for (size_t i = 0; i < f->snippet.count; i++)
		if (f->snippet.items[i].hit)
			return f->snippet.items[i].text;
	return "";
}

ParameterizedTestParameters(memcheck, explains)
{
	return cr_make_param_array(struct fault, faults,
	                           sizeof faults / sizeof *faults);
}

ParameterizedTest(struct fault *fault, memcheck, explains)
{
	struct grading g = grading_of("faults.c");
	struct vg_report report;
	const struct finding *f;

	if (text_starts(fault->name, "heap_"))
		g.stage = &heap_stage;
	read_report(fault->name, &report);
	add_all(&g, &report);
	f = finding_of(&g, fault->kind);
	if (fault->kind[0] == '\0') {
		cr_expect_eq(g.result->findings.count, 0, "%s: %s", fault->name,
		             g.result->findings.items[0].kind);
	} else {
		cr_assert_not_null(f, "%s: no %s, but %s", fault->name,
		                   fault->kind, g.result->findings.count > 0
		                   ? g.result->findings.items[0].kind : "nothing");
		cr_expect_not_null(strstr(f->what, fault->says), "%s: %s",
		                   fault->name, f->what);
		cr_expect_not_null(strstr(hit_text(f), fault->line), "%s: %s",
		                   fault->name, hit_text(f));
		if (fault->line[0] != '\0')
			cr_expect_str_eq(f->where.file,
			                 "exercises/90-faults/faults.c");
		cr_expect_not_null(f->raw);
		expect_whole(f);
	}
	vg_report_free(&report);
	grading_done(&g);
}

/* Memcheck tells an error at one place once, however far it is from the crash. */
Test(memcheck, tells_a_crash_where_it_began)
{
	struct grading g = grading_of("faults.c");
	struct vg_report report;

	read_report("heap_writes_ever_further", &report);
	add_all(&g, &report);
	cr_expect_not_null(finding_of(&g, "arena-write"));
	cr_expect_not_null(finding_of(&g, "fence-free-payload"));
	cr_expect_null(finding_of(&g, "readonly-write"));
	vg_report_free(&report);
	grading_done(&g);
}

Test(memcheck, tells_a_long_copy_where_it_leaves_its_block)
{
	struct grading g = grading_of("faults.c");
	struct vg_report report;

	read_report("copy_behind", &report);
	add_all(&g, &report);
	cr_expect_eq(g.result->findings.count, 1);
	cr_expect_str_eq(g.result->findings.items[0].kind, "write-after-block");
	/* met alone, it is near no block that could be named */
	add_all(&g, &(struct vg_report){ .count = 1,
		.errors = report.errors + report.count - 1 });
	cr_expect_not_null(finding_of(&g, "write-far"));
	vg_report_free(&report);
	grading_done(&g);
}

Test(memcheck, tells_the_history_of_a_block)
{
	struct grading g = grading_of("faults.c");
	struct vg_report report;

	read_report("use_after_free_read", &report);
	add_all(&g, &report);
	cr_assert_eq(g.result->findings.count, 1);
	const struct block_history *b = &g.result->findings.items[0].block;
	cr_assert(b->known);
	cr_expect_eq(b->size, 40);
	cr_expect_eq(b->offset, 12);
	cr_expect_str_eq(b->kind, "heap");
	cr_assert_gt(b->allocated.count, 0);
	cr_assert_gt(b->freed.count, 0);
	cr_expect_str_eq(b->freed.items[0].place.function,
	                 "use_after_free_read");
	cr_expect(b->freed.items[0].owned);
	vg_report_free(&report);
	grading_done(&g);
}

Test(memcheck, counts_what_repeats_in_one_process)
{
	struct vg_report report;

	read_report("write_after", &report);
	cr_assert_eq(report.count, 1);
	cr_expect_eq(report.errors[0].count, 1);
	cr_expect(report.complete);
	vg_report_free(&report);
}

Test(memcheck, believes_a_report_that_was_cut_off_up_to_there)
{
	struct text whole = TEXT_EMPTY;
	char name[] = "/tmp/cut.XXXXXX";
	int fd = mkstemp(name);
	const char *end;
	struct vg_report report;

	cr_assert_geq(fd, 0);
	close(fd);
	cr_assert(file_read(MEMCHECK_FIXTURES "/use_after_free_read.xml", 0,
	                    &whole));
	end = strstr(text_string(&whole), "</error>");
	cr_assert_not_null(end);
	cr_assert(file_write(name, text_string(&whole),
	                     (size_t)(end - text_string(&whole)) + 20));
	cr_assert(vg_report_read(name, 1 << 20, NULL, &report));
	cr_expect_eq(report.count, 1);
	cr_expect_not(report.complete);
	vg_report_free(&report);
	/* and so far as the limit allows */
	cr_assert(vg_report_read(name, 100, NULL, &report));
	cr_expect_eq(report.count, 0);
	vg_report_free(&report);
	remove(name);
	cr_expect_not(vg_report_read(name, 100, NULL, &report));
	text_free(&whole);
}

/* What a program wrote into the file is read, up to a point. */
static size_t errors_of(const char *head, size_t count)
{
	struct text xml = TEXT_EMPTY;
	struct vg_report report;
	char *folder = folder_scratch("vg"), *path = path_join(folder, "vg.xml");

	text_add_format(&xml, "%s<valgrindoutput>", head);
	for (size_t i = 0; i < count; i++)
		text_add(&xml, "<error><kind>Overlap</kind></error>");
	text_add(&xml, "</valgrindoutput>");
	cr_assert(file_write(path, text_string(&xml), xml.length));
	cr_assert(vg_report_read(path, xml.length, NULL, &report));
	count = report.count;
	vg_report_free(&report);
	text_free(&xml);
	folder_remove(folder);
	free(path);
	free(folder);
	return count;
}

Test(memcheck, reads_so_many_errors_and_no_more)
{
	cr_expect_eq(errors_of("", 3), 3);
	cr_expect_eq(errors_of("", VG_ERRORS_MAX + 3), VG_ERRORS_MAX);
}

Test(memcheck, reads_nothing_behind_a_declaration_of_entities)
{
	cr_expect_eq(errors_of("<!DOCTYPE v [<!ENTITY a \"b\">]>", 3), 0);
}

Test(memcheck, survives_control_characters_in_a_message)
{
	static const char xml[] = "<?xml version=\"1.0\"?>\n<valgrindoutput>"
		"<pid>5</pid><clientmsg><text>a\x01\xff b</text></clientmsg>"
		"</valgrindoutput>";
	char name[] = "/tmp/odd.XXXXXX";
	int fd = mkstemp(name);
	struct vg_report report;

	cr_assert_geq(fd, 0);
	close(fd);
	cr_assert(file_write(name, xml, sizeof xml - 1));
	cr_assert(vg_report_read(name, 1 << 20, NULL, &report));
	remove(name);
	cr_expect_eq(report.pid, 5);
	cr_expect(report.complete);
	cr_assert_eq(report.count, 1);
	cr_expect_str_eq(report.errors[0].what, "a \xff b");
	vg_report_free(&report);
}

Test(memcheck, writes_counts_as_people_do)
{
	struct result *r = result_new();

	cr_expect_str_eq(count_text(r, 1, "byte"), "1 byte");
	cr_expect_str_eq(count_text(r, 0, "byte"), "0 bytes");
	cr_expect_str_eq(count_text(r, 4000, "byte"), "4,000 bytes");
	cr_expect_str_eq(count_text(r, 1234567, NULL), "1,234,567");
	result_free(r);
}
