/*
 * test_traces.c - heaps of all sorts under traces, end to end.
 */
#include <math.h>

#include "core_case.h"
#include "pipeline/traces.h"

static struct course *course;
static struct stage *stage;
static char *scratch, *from;
static struct result *result;
static double timeout_scale;

static void begin(void)
{
	course = case_course();
	stage = stage_load(course, "03-heap", NULL);
	cr_assert_not_null(stage);
	scratch = case_scratch();
	from = case_scratch();
}

static void end(void)
{
	result_free(result);
	case_leave(from);
	case_leave(scratch);
	stage_free(stage);
	course_free(course);
}

TestSuite(traces, .init = begin, .fini = end, .timeout = 300);

/* Grades a heap that hands out new pages always; alloc: before that. */
static void grade(const char *init, const char *alloc, const char *release,
                  bool quick)
{
	char *source = must_format("#include <stdint.h>\n#include <stdlib.h>\n"
		"#include <string.h>\n#include \"heap.h\"\n#include \"pages.h\"\n"
		"static unsigned calls;\nstatic char *last;\nstatic size_t last_size;\n"
		"bool heap_init(void)\n{\n\t%s\n\treturn true;\n}\n"
		"void *heap_alloc(size_t size)\n{\n\tcalls++;\n\t%s\n"
		"\tlast_size = (size + 15) / 16 * 16;\n"
		"\tlast = pages_grow(last_size);\n\treturn last;\n}\n"
		"void heap_free(void *payload)\n{\n\t(void)payload;\n\t%s\n"
		"\t(void)calls, (void)last, (void)last_size;\n}\n",
		init, alloc, release);
	struct job job = { .stage = stage, .from = from, .scratch = scratch,
	                   .quick = quick, .timeout_scale = timeout_scale };

	case_write(from, "heap.c", source);
	free(source);
	result = pipeline_grade(course, &job);
}

static const struct finding *finding(const char *kind)
{
	for (size_t i = 0; i < result->findings.count; i++)
		if (strcmp(result->findings.items[i].kind, kind) == 0)
			return &result->findings.items[i];
	return NULL;
}

static const struct trace_result *trace(size_t i)
{
	cr_assert(result->traces.count == 2, "%zu traces: %s",
	          result->traces.count, result->problem);
	return &result->traces.items[i];
}

/* The first trace is faulty in this way, at this request. */
static void expect_fault(const char *kind, unsigned request)
{
	cr_assert_eq(result->status, RESULT_GRADED, "%s", result->problem);
	cr_expect_str_eq(trace(0)->fault, kind);
	cr_expect_eq(trace(0)->request, request, "request %llu",
	             (unsigned long long)trace(0)->request);
	cr_expect_eq(trace(0)->points, 0);
	/* What went wrong is not counted. */
	cr_expect_eq(trace(0)->instructions, 0);
	cr_assert_not_null(finding(kind));
	cr_expect_eq(finding(kind)->source, SOURCE_TRACES);
	cr_expect_not_null(strstr(finding(kind)->title, "ramp"));
}

Test(traces, measure_a_heap)
{
	grade("", "", "", false);
	cr_assert_eq(result->status, RESULT_GRADED, "%s", result->problem);
	cr_expect_null(trace(0)->fault);
	cr_expect_eq(trace(0)->requests, 400);
	/* Nothing is freed among the first 400 requests of a ramp. */
	cr_expect(trace(0)->peak_live <= trace(0)->peak_held);
	cr_expect(trace(0)->peak_held < trace(0)->peak_live + 400 * 16);
	cr_expect(trace(0)->instructions > 400 * 10);
	cr_expect(trace(0)->speed > 0);
	cr_expect(trace(0)->moments.count > 100);
	cr_expect(trace(1)->points > 19.9);
	cr_expect_eq(result->phases[PHASE_TRACES].status, PHASE_OK);
	cr_assert_not_null(finding("trace-slow"));
	cr_expect_null(finding("trace-waste"));
}

Test(traces, know_mappings)
{
	/* Each block has a page and more of its own: none of it is wasted unseen. */
	grade("", "return pages_map(4096 + (size + 15) / 16 * 16);", "", false);
	cr_expect_null(trace(0)->fault, "%s", trace(0)->fault);
	cr_expect(trace(0)->peak_held >= 400 * 2 * 4096);
	cr_expect_eq(trace(0)->peak_held % 4096, 0);
}

Test(traces, find_a_payload_behind_its_mapping)
{
	grade("", "if (calls == 8) return (char *)pages_map(64) + 64;", "", false);
	expect_fault("trace-outside", 8);
}

Test(traces, count_the_same_on_every_run)
{
	uint64_t instructions, held;

	grade("", "", "", false);
	instructions = trace(0)->instructions;
	held = trace(0)->peak_held;
	result_free(result);
	case_leave(scratch);
	scratch = case_scratch();
	grade("", "", "", false);
	cr_expect_eq(trace(0)->instructions, instructions);
	cr_expect_eq(trace(0)->peak_held, held);
}

Test(traces, are_not_played_in_a_quick_check)
{
	grade("", "", "", true);
	cr_expect_eq(result->traces.count, 0);
	cr_expect_eq(result->phases[PHASE_TRACES].status, PHASE_SKIPPED);
}

Test(traces, find_a_refused_request)
{
	grade("", "if (calls == 7) return NULL;", "", false);
	expect_fault("trace-null", 7);
}

Test(traces, find_an_unaligned_payload)
{
	grade("", "if (calls == 9) return (char *)pages_grow(1024) + 8;", "", false);
	expect_fault("trace-alignment", 9);
}

Test(traces, find_a_payload_outside)
{
	grade("", "if (calls == 5) return malloc(size);", "", false);
	/* malloc is not among what this stage may call. */
	cr_expect_eq(result->status, RESULT_REJECTED);
	result_free(result);
	case_leave(scratch);
	scratch = case_scratch();
	grade("", "static uint64_t own[999]; if (calls == 5) return own;", "",
	      false);
	expect_fault("trace-outside", 5);
}

Test(traces, find_payloads_that_overlap)
{
	grade("", "if (calls == 6) return pages_grow(8192), last;", "", false);
	expect_fault("trace-overlap", 6);
	cr_expect_eq(trace(0)->other, 5);
}

Test(traces, find_bytes_that_changed)
{
	grade("", "if (calls == 20) last[0] ^= 1;", "", false);
	cr_expect_str_eq(trace(0)->fault, "trace-contents");
	cr_expect_eq(trace(0)->other, 19);
}

Test(traces, tell_of_a_crash)
{
	grade("", "if (calls == 30) *(volatile int *)8 = 1;", "", false);
	expect_fault("trace-crash", 30);
	cr_expect_eq(trace(0)->signal, 11);
	cr_expect_not_null(strstr(finding("trace-crash")->what, "SIGSEGV"));
}

Test(traces, tell_of_an_exit)
{
	grade("", "if (calls == 3) exit(3);", "", false);
	expect_fault("trace-exit", 3);
}

Test(traces, tell_of_a_heap_that_does_not_begin)
{
	grade("static int n; if (n++ > 0 || pages_lo() == NULL) return false;", "",
	      "", false);
	expect_fault("trace-init", 0);
}

Test(traces, wait_for_nobody)
{
	timeout_scale = 0.1;
	grade("", "while (calls == 4) calls = 4;", "", false);
	expect_fault("trace-endless", 4);
}

/* ---- points ---- */

static struct trace_result measured(double utilisation, double instructions)
{
	return (struct trace_result){
		.utilisation_asked = 0.8, .instructions_asked = 100,
		.peak_held = 1000000,
		.peak_live = (uint64_t)(utilisation * 1000000),
		.requests = 1000, .instructions = (uint64_t)(instructions * 1000),
	};
}

static double share(double utilisation, double instructions)
{
	struct trace_result t = measured(utilisation, instructions);

	return trace_share(&t);
}

static void expect_share(double got, double wanted)
{
	cr_expect(fabs(got - wanted) < 1e-6, "%g, and not %g", got, wanted);
}

Test(trace_share, grows_from_half_of_what_is_asked)
{
	expect_share(share(0.8, 100), 1);
	expect_share(share(0.95, 20), 1);
	expect_share(share(0.6, 100), 0.75);
	expect_share(share(0.4, 100), 0.5);
	expect_share(share(0.1, 100), 0.5);
}

Test(trace_share, falls_with_each_doubling)
{
	expect_share(share(0.8, 200), 0.875);
	expect_share(share(0.8, 400), 0.75);
	expect_share(share(0.8, 1600), 0.5);
	expect_share(share(0.8, 99999), 0.5);
}

Test(trace_share, needs_a_count_and_a_right_play)
{
	struct trace_result t = measured(0.9, 50);

	t.instructions = 0;
	expect_share(trace_share(&t), 0.5);
	t = measured(0.9, 50);
	t.fault = "trace-crash";
	expect_share(trace_share(&t), 0);
}
