/*
 * heap_rows.c - see heap_rows.h.
 *
 * First the blocks of the walk, then a row for each hole between them and each live
 * payload that lies in no block; sorted by offset at the end. Each live payload
 * is laid onto the first block that holds its first byte.
 */
#include "heap_rows.h"
#include "doc.h"

#include <stdlib.h>

enum { EDGE = 32 };

/* Bytes from a document that nobody vouches for: sums of two must not overflow. */
static long long bytes_of(const json_t *object, const char *key)
{
	const long long most = 1LL << 48;
	long long bytes = doc_int(object, key);

	return bytes < 0 ? 0 : bytes > most ? most : bytes;
}

static void add_row(struct heap_rows *rows, struct heap_row row)
{
	rows->items[rows->count++] = row;
}

static void add_blocks(struct heap_rows *rows, const json_t *picture)
{
	const json_t *blocks = doc_list(picture, "blocks");

	for (size_t i = 0; i < json_array_size(blocks); i++) {
		const json_t *block = json_array_get(blocks, i);

		add_row(rows, (struct heap_row){
			.kind = doc_bool(block, "in_use") ? ROW_USED : ROW_FREE,
			.offset = bytes_of(block, "offset"),
			.size = bytes_of(block, "size"),
			.payload = bytes_of(block, "payload"),
			.payload_size = bytes_of(block, "payload_size"),
		});
	}
}

static struct heap_row *block_at(struct heap_rows *rows, size_t count, long long offset)
{
	for (size_t i = 0; i < count; i++) {
		struct heap_row *row = &rows->items[i];

		if (row->kind != ROW_GAP && offset >= row->offset
		    && offset - row->offset < row->size)
			return row;
	}
	return NULL;
}

static const char *live_trouble(const struct heap_row *row)
{
	if (row->kind == ROW_FREE)
		return "the walk calls it free, but the test still holds it";
	if (row->live_offset != row->payload)
		return "the test holds an address that is not this payload's start";
	if (row->live_size > row->payload_size)
		return "the payload is smaller than what the test asked for";
	return NULL;
}

static void add_live(struct heap_rows *rows, const json_t *picture)
{
	const json_t *live = doc_list(picture, "live");
	size_t blocks = rows->count;

	for (size_t i = 0; i < json_array_size(live); i++) {
		const json_t *held = json_array_get(live, i);
		long long offset = bytes_of(held, "offset");
		struct heap_row *row = block_at(rows, blocks, offset);
		bool alone = row == NULL || row->live;
		struct heap_row stray = { .kind = ROW_STRAY, .offset = offset,
			.size = bytes_of(held, "size"),
			.trouble = row == NULL ? "the test holds it, but the walk shows no block here"
			           : "two payloads that the test holds lie in one block" };

		if (alone) {
			add_row(rows, stray);
			row = &rows->items[rows->count - 1];
		}
		row->live = true;
		row->live_offset = offset;
		row->live_size = bytes_of(held, "size");
		row->serial = doc_int(held, "serial");
		if (!alone)
			row->trouble = live_trouble(row);
	}
}

/* The number in the list for each block that heap_walk_free told, and what is
   wrong with that. Only a list that was walked to its end tells who is missing. */
static void add_list(struct heap_rows *rows, const json_t *picture)
{
	const json_t *listed = doc_list(picture, "listed");

	rows->listed = json_array_size(listed);
	for (size_t i = 0; i < rows->listed; i++) {
		long long at = json_integer_value(json_array_get(listed, i));
		struct heap_row *row = block_at(rows, rows->count, at);

		if (row == NULL || row->offset != at || row->kind == ROW_STRAY) {
			rows->lost++;
			continue;
		}
		if (row->order > 0 && row->trouble == NULL)
			row->trouble = "it is in the list of free blocks twice";
		else if (row->kind == ROW_USED && row->trouble == NULL)
			row->trouble = "it is in the list of free blocks, but in use";
		row->order = row->order > 0 ? row->order : i + 1;
	}
	for (size_t i = 0; doc_is(picture, "list", "complete") && i < rows->count; i++)
		if (rows->items[i].kind == ROW_FREE && rows->items[i].order == 0
		    && rows->items[i].trouble == NULL)
			rows->items[i].trouble = "it is free, but not in the list of free blocks";
}

static int by_offset(const void *a, const void *b)
{
	const struct heap_row *first = a;
	const struct heap_row *second = b;

	if (first->offset != second->offset)
		return first->offset < second->offset ? -1 : 1;
	return (int)first->kind - (int)second->kind;
}

/*
 * A few bytes at either end of the arena are the allocator's own: padding that
 * aligns the first payload, a last header that ends the walk.
 */
static void add_gap(struct heap_rows *rows, long long from, long long to, long long bytes)
{
	bool edge = (from == 0 || to == bytes) && to - from <= EDGE;

	add_row(rows, (struct heap_row){ .kind = ROW_GAP, .offset = from, .size = to - from,
		.trouble = edge ? NULL : "no block covers these bytes" });
}

/* BLOCKS rows are sorted; holes between them become rows, overlaps become trouble. */
static void find_gaps(struct heap_rows *rows, size_t blocks, long long bytes)
{
	long long end = 0;

	for (size_t i = 0; i < blocks; i++) {
		struct heap_row *row = &rows->items[i];

		if (row->offset > end)
			add_gap(rows, end, row->offset, bytes);
		else if (row->offset < end && row->trouble == NULL)
			row->trouble = "it overlaps the block before it";
		if (row->offset + row->size > bytes && row->trouble == NULL)
			row->trouble = "it goes past the end of the arena";
		if (row->offset + row->size > end)
			end = row->offset + row->size;
	}
	if (blocks > 0 && end < bytes)
		add_gap(rows, end, bytes, bytes);
}

struct heap_rows heap_rows_of(const json_t *picture)
{
	struct heap_rows rows = { 0 };
	size_t blocks = json_array_size(doc_list(picture, "blocks"));
	size_t live = json_array_size(doc_list(picture, "live"));

	/* each block may have a hole before it, and one more may follow */
	rows.items = calloc(2 * blocks + live + 1, sizeof *rows.items);
	if (rows.items == NULL)
		return rows;
	add_blocks(&rows, picture);
	qsort(rows.items, rows.count, sizeof *rows.items, by_offset);
	find_gaps(&rows, blocks, bytes_of(picture, "bytes"));
	add_live(&rows, picture);
	add_list(&rows, picture);
	qsort(rows.items, rows.count, sizeof *rows.items, by_offset);
	for (size_t i = 0; i < rows.count; i++)
		rows.troubles += rows.items[i].trouble != NULL;
	return rows;
}

void heap_rows_free(struct heap_rows *rows)
{
	free(rows->items);
	*rows = (struct heap_rows){ 0 };
}

const char *heap_walk_words(const json_t *picture)
{
	if (doc_is(picture, "walk", "stopped"))
		return "heap_walk stopped before the end of the arena.";
	if (doc_is(picture, "walk", "crashed"))
		return "heap_walk crashed or never ended; the blocks are those it told before.";
	if (doc_is(picture, "walk", "missing"))
		return "There is no heap_walk to ask; only what the test holds is shown.";
	return "";
}

struct words heap_list_words(const json_t *picture, const struct heap_rows *rows)
{
	struct words words = { "" };

	if (doc_is(picture, "list", "stopped"))
		words_add(&words, "heap_walk_free stopped before the end of the list.");
	else if (doc_is(picture, "list", "crashed"))
		words_add(&words, "heap_walk_free crashed; the list is told up to there.");
	if (rows->lost > 0)
		words_add(&words, "%sIn the list of free blocks, %zu %s no block.",
		          words.text[0] != '\0' ? " " : "", rows->lost,
		          rows->lost == 1 ? "is" : "are");
	return words;
}

bool heap_row_interesting(const struct heap_rows *rows, size_t index)
{
	enum { NEAR = 2 };
	size_t from = index < NEAR ? 0 : index - NEAR;

	for (size_t i = from; i <= index + NEAR && i < rows->count; i++)
		if (rows->items[i].trouble != NULL)
			return true;
	return index < NEAR || index + NEAR >= rows->count;
}

const char *heap_row_words(const struct heap_row *row)
{
	switch (row->kind) {
	case ROW_USED:
		return "in use";
	case ROW_FREE:
		return "free";
	case ROW_GAP:
		return row->trouble != NULL ? "hole" : "edge";
	case ROW_STRAY:
		break;
	}
	return "no block";
}
