/*
 * test_view_heap.c - rows of a heap picture.
 */
#include "view/heap_rows.h"
#include "view_case.h"

/* Blocks as [offset, size, in use], live payloads as [offset, size]; headers of 8 bytes. */
static json_t *picture(long long bytes, const long long (*blocks)[3], size_t count,
                       const long long (*live)[2], size_t held)
{
	json_t *doc = json_pack("{sssIsss[]s[]}", "test", "heap/t", "bytes", bytes, "walk",
	                        "complete", "blocks", "live");

	for (size_t i = 0; i < count; i++)
		json_array_append_new(json_object_get(doc, "blocks"),
			json_pack("{sIsIsIsIsb}", "offset", blocks[i][0], "size", blocks[i][1],
			          "payload", blocks[i][0] + 8, "payload_size", blocks[i][1] - 8,
			          "in_use", (int)blocks[i][2]));
	for (size_t i = 0; i < held; i++)
		json_array_append_new(json_object_get(doc, "live"),
			json_pack("{sIsIsi}", "offset", live[i][0], "size", live[i][1],
			          "serial", (int)i + 1));
	return doc;
}

#define ROWS(bytes, blocks, live) \
	picture((bytes), (blocks), sizeof (blocks) / sizeof *(blocks), (live), \
	        sizeof (live) / sizeof *(live))

Test(heap_rows, a_sound_heap_has_no_trouble)
{
	const long long blocks[][3] = { { 8, 32, 1 }, { 40, 48, 0 } };
	const long long live[][2] = { { 16, 24 } };
	json_t *doc = ROWS(96, blocks, live);
	struct heap_rows rows = heap_rows_of(doc);

	cr_assert_eq(rows.count, 4);               /* two blocks, an edge on each side */
	cr_expect_eq(rows.troubles, 0);
	cr_expect_str_eq(heap_row_words(&rows.items[0]), "edge");
	cr_expect(rows.items[1].live);
	cr_expect_eq(rows.items[1].serial, 1);
	cr_expect_str_eq(heap_row_words(&rows.items[2]), "free");
	heap_rows_free(&rows);
	json_decref(doc);
}

/* The trouble of the row at OFFSET; fails when there is none. */
static const char *trouble_at(const struct heap_rows *rows, long long offset)
{
	for (size_t i = 0; i < rows->count; i++)
		if (rows->items[i].offset == offset && rows->items[i].trouble != NULL)
			return rows->items[i].trouble;
	cr_assert_fail("no trouble at %lld", offset);
	return NULL;
}

Test(heap_rows, each_disagreement_is_named)
{
	const long long blocks[][3] = {
		{ 0, 32, 0 }, { 32, 64, 1 }, { 90, 38, 1 }, { 192, 64, 1 },
	};
	const long long live[][2] = { { 8, 8 }, { 44, 8 }, { 48, 4 }, { 98, 64 }, { 130, 8 } };
	json_t *doc = ROWS(240, blocks, live);
	struct heap_rows rows = heap_rows_of(doc);

	expect_text(trouble_at(&rows, 0), "calls it free");
	expect_text(trouble_at(&rows, 32), "not this payload's start");
	expect_text(trouble_at(&rows, 48), "two payloads");
	expect_text(trouble_at(&rows, 90), "smaller than");
	expect_text(trouble_at(&rows, 128), "no block covers");
	expect_text(trouble_at(&rows, 130), "shows no block here");
	expect_text(trouble_at(&rows, 192), "past the end of the arena");
	heap_rows_free(&rows);
	json_decref(doc);
}

Test(heap_rows, overlapping_blocks_are_named)
{
	const long long blocks[][3] = { { 0, 32, 1 }, { 16, 32, 1 } };
	const long long live[][2] = { { 8, 4 } };
	json_t *doc = ROWS(48, blocks, live);
	struct heap_rows rows = heap_rows_of(doc);

	expect_text(trouble_at(&rows, 16), "overlaps");
	heap_rows_free(&rows);
	json_decref(doc);
}

Test(heap_rows, rows_are_in_address_order)
{
	const long long blocks[][3] = { { 64, 32, 1 }, { 0, 32, 1 } };
	const long long live[][2] = { { 40, 4 } };
	json_t *doc = ROWS(96, blocks, live);
	struct heap_rows rows = heap_rows_of(doc);

	for (size_t i = 1; i < rows.count; i++)
		cr_expect_geq(rows.items[i].offset, rows.items[i - 1].offset);
	heap_rows_free(&rows);
	json_decref(doc);
}

/* Forty sound blocks and one trouble in their midst. */
static json_t *long_heap(void)
{
	long long blocks[40][3];
	const long long live[][2] = { { 20 * 32 + 8, 24 } };

	for (int i = 0; i < 40; i++) {
		blocks[i][0] = i * 32;
		blocks[i][1] = 32;
		blocks[i][2] = i != 20;
	}
	return picture(40LL * 32, (const long long (*)[3])blocks, 40, live, 1);
}

Test(heap_rows, long_runs_without_trouble_are_folded)
{
	json_t *doc = json_pack("{sss[o]}", "stage", "08-headers", "heaps", long_heap());
	char *folded = on_terminal(doc, (struct view_options){ .width = 80 });
	char *whole = on_terminal(doc, (struct view_options){ .width = 80, .all = true });

	expect_text(folded, "… 16 more, on which walk and test agree");
	expect_text(folded, "       640       32  free            24  #1, 24 bytes\n");
	expect_no_text(folded, "\n       320 ");
	expect_text(whole, "\n       320 ");
	expect_no_text(whole, "more, on which");
	free(folded);
	free(whole);
	json_decref(doc);
}

/* With a list of free blocks: the offsets that heap_walk_free told. */
static void list(json_t *doc, const char *ended, const long long *offsets, size_t count)
{
	json_t *listed = json_array();

	for (size_t i = 0; i < count; i++)
		json_array_append_new(listed, json_integer(offsets[i]));
	json_object_set_new(doc, "listed", listed);
	json_object_set_new(doc, "list", json_string(ended));
}

static const long long five[][3] = {
	{ 8, 32, 0 }, { 40, 48, 1 }, { 88, 64, 0 }, { 152, 32, 1 }, { 184, 64, 0 },
};
static const long long held_two[][2] = { { 48, 40 }, { 160, 24 } };

Test(heap_rows, the_list_gives_each_free_block_its_number)
{
	const long long order[] = { 184, 8, 88 };
	json_t *doc = ROWS(256, five, held_two);

	list(doc, "complete", order, 3);
	struct heap_rows rows = heap_rows_of(doc);
	cr_expect_eq(rows.troubles, 0);
	cr_expect_eq(rows.listed, 3);
	cr_expect_eq(rows.items[1].order, 2);
	cr_expect_eq(rows.items[2].order, 0);
	cr_expect_eq(rows.items[3].order, 3);
	cr_expect_eq(rows.items[5].order, 1);
	cr_expect_str_eq(heap_list_words(doc, &rows).text, "");
	heap_rows_free(&rows);
	json_decref(doc);
}

Test(heap_rows, what_is_wrong_with_the_list_is_named)
{
	const long long order[] = { 184, 40, 96, 184 };
	json_t *doc = ROWS(256, five, held_two);

	list(doc, "complete", order, 4);
	struct heap_rows rows = heap_rows_of(doc);
	cr_expect_str_eq(trouble_at(&rows, 184), "it is in the list of free blocks twice");
	cr_expect_str_eq(trouble_at(&rows, 40), "it is in the list of free blocks, but in use");
	cr_expect_str_eq(trouble_at(&rows, 8), "it is free, but not in the list of free blocks");
	cr_expect_str_eq(heap_list_words(doc, &rows).text,
	                 "In the list of free blocks, 1 is no block.");
	heap_rows_free(&rows);
	json_decref(doc);
}

Test(heap_rows, a_list_cut_short_accuses_nobody)
{
	const long long order[] = { 8 };
	json_t *doc = ROWS(256, five, held_two);

	list(doc, "stopped", order, 1);
	struct heap_rows rows = heap_rows_of(doc);
	cr_expect_eq(rows.troubles, 0);
	cr_expect_str_eq(heap_list_words(doc, &rows).text,
	                 "heap_walk_free stopped before the end of the list.");
	heap_rows_free(&rows);
	json_decref(doc);
}

Test(heap_rows, the_order_of_the_list_is_shown)
{
	const long long order[] = { 184, 8, 88 };
	json_t *doc = document("heap");
	json_t *drawn = ROWS(256, five, held_two);

	list(drawn, "complete", order, 3);
	json_object_set_new(doc, "heaps", json_pack("[o]", drawn));
	char *text = on_terminal(doc, (struct view_options){ .width = 80 });
	expect_text(text, "184       64  free            56  no. 1 in the list");
	free(text);
	json_decref(doc);
}
