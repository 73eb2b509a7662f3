/*
 * test_events.c - events, the result's arena, and the document.
 */
#include "pipeline/events.h"
#include "result_json.h"

#include <criterion/criterion.h>
#include <string.h>

#include "base/text.h"

static const char lines[] =
"{\"event\":\"start\",\"pid\":1,\"tests\":2}\n"
"{\"event\":\"spawn\",\"suite\":\"a\",\"test\":\"b\",\"param\":0,\"pid\":7}\n"
"garbage\n"
"{\"event\":\"assert\",\"suite\":\"a\",\"test\":\"b\",\"message\":\"m\","
"\"file\":\"t.c\",\"line\":3,\"expected\":\"1\",\"actual\":null}\n"
"{\"event\":\"end\",\"suite\":\"a\",\"test\":\"b\",\"param\":0,\"pid\":7,"
"\"status\":\"crashed\",\"signal\":11,\"exit\":0,\"ended\":false,"
"\"seconds\":0.5}\n"
"{\"event\":\"nonsense\"}\n"
"{\"event\":\"end\"}\n"
"{\"event\":\"theory\",\"suite\":\"a\",\"test\":\"b\",\"args\":\"(1)\"}\n"
"{\"event\":\"finish\",\"passed\":0,\"failed\":1}";

Test(events, are_read_line_by_line)
{
	struct event_list list = { 0 };

	events_read(&list, lines, strlen(lines));
	cr_assert_eq(list.count, 6);
	cr_assert_eq(list.bad_lines, 3);
	cr_assert(list.finished);
	cr_assert_str_eq(list.items[2].expected, "1");
	cr_assert_null(list.items[2].actual);
	cr_assert_eq(list.items[3].status, TEST_CRASHED);
	cr_assert_eq(list.items[3].signal, 11);
	cr_assert_str_eq(list.items[4].message, "(1)");
	cr_assert_str_eq(events_test_of(&list, 7), "a/b");
	cr_assert_null(events_test_of(&list, 8));
	events_free(&list);
}

Test(result, keeps_everything_in_its_arena)
{
	struct result *r = result_new();
	char *large = result_alloc(r, 1 << 20);

	memset(large, 'x', 1 << 20);
	for (int i = 0; i < 20000; i++)
		RESULT_PUSH(r, &r->heaps, (struct heap_picture){ .bytes = i });
	cr_assert_eq(r->heaps.items[12345].bytes, 12345);
	cr_assert_str_eq(result_text_n(r, "abcdef", 3), "abc");
	cr_assert_null(result_text(r, NULL));
	cr_assert_str_eq(result_format(r, "%d-%s", 5, "x"), "5-x");
	result_free(r);
	result_free(NULL);
}

Test(result, becomes_a_document_without_control_characters)
{
	struct result *r = result_new();

	r->stage = "01-twice";
	RESULT_PUSH(r, &r->findings, (struct finding){ .id = "f1",
		.kind = "k", .title = "red: \x1b[31m", .count = 2 });
	json_t *j = result_to_json(r);
	json_t *f = json_array_get(json_object_get(j, "findings"), 0);
	cr_assert_str_eq(json_string_value(json_object_get(f, "title")),
	                 "red: \xef\xbf\xbd[31m");
	cr_assert(json_is_null(json_object_get(f, "raw")));
	cr_assert_eq(json_object_size(json_object_get(j, "phases")), 9);
	json_decref(j);
	r->status = RESULT_NOT_GRADED;
	j = result_to_json(r);
	cr_assert(json_is_null(json_object_get(j, "score")));
	json_decref(j);
	result_free(r);
}
