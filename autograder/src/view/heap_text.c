/*
 * heap_text.c - see heap_text.h.
 */
#include "heap_text.h"
#include "doc.h"
#include "heap_rows.h"

enum {
	OFFSET_END = 10, SIZE_END = 19, STATE = 21, PAYLOAD_END = 39, HELD = 41,
};

static void head(struct paper *paper)
{
	paper_print(paper, INK_DIM, "%*s%*s  %-8s%*s  %s", OFFSET_END, "offset",
	            SIZE_END - OFFSET_END, "size", "state", PAYLOAD_END - STATE - 8,
	            "payload", "the test holds");
	paper_end(paper);
}

static void held(struct paper *paper, const struct heap_row *row)
{
	paper_to(paper, HELD);
	paper_print(paper, INK_PLAIN, "#%lld, %lld byte%s", row->serial, row->live_size,
	            row->live_size == 1 ? "" : "s");
	if (row->live_offset != row->payload && row->kind != ROW_STRAY)
		paper_print(paper, INK_PLAIN, " at %lld", row->live_offset);
}

static void warn(struct paper *paper, const char *sentence)
{
	if (sentence[0] == '\0')
		return;
	paper_to(paper, 2);
	paper_put(paper, INK_WARN, "! ");
	paper_wrap(paper, 4, INK_PLAIN, sentence);
}

static void show_row(struct paper *paper, const struct heap_row *row)
{
	bool trouble = row->trouble != NULL;

	if (row->kind == ROW_STRAY)
		paper_print(paper, INK_PLAIN, "%*lld%*s  %s", OFFSET_END, row->offset,
		            SIZE_END - OFFSET_END, "", heap_row_words(row));
	else
		paper_print(paper, row->kind == ROW_FREE ? INK_DIM : INK_PLAIN, "%*lld%*lld  %s",
		            OFFSET_END, row->offset, SIZE_END - OFFSET_END, row->size,
		            heap_row_words(row));
	if (row->kind == ROW_USED || row->kind == ROW_FREE)
		paper_print(paper, row->kind == ROW_FREE ? INK_DIM : INK_PLAIN, "%*lld",
		            PAYLOAD_END - paper->column, row->payload_size);
	if (row->live)
		held(paper, row);
	else if (row->order > 0) {
		paper_to(paper, HELD);
		paper_print(paper, INK_DIM, "no. %zu in the list", row->order);
	}
	paper_end(paper);
	if (!trouble)
		return;
	paper_to(paper, OFFSET_END - 2);
	paper_put(paper, INK_BAD, "^ ");
	paper_wrap(paper, OFFSET_END, INK_BAD, row->trouble);
}

static void fold(struct paper *paper, size_t *folded)
{
	if (*folded == 0)
		return;
	paper_to(paper, OFFSET_END - 1);
	paper_print(paper, INK_DIM, "%s %zu more, on which walk and test agree",
	            paper_sign(paper, SIGN_CUT), *folded);
	paper_end(paper);
	*folded = 0;
}

void heap_text(struct paper *paper, const json_t *picture)
{
	struct heap_rows rows = heap_rows_of(picture);
	bool whole = paper->options.all || rows.count <= HEAP_ROWS_SMALL;
	size_t folded = 0;

	paper_to(paper, 2);
	paper_print(paper, INK_PLAIN, "%lld bytes of arena when ", doc_int(picture, "bytes"));
	paper_put(paper, INK_STRONG, doc_text(picture, "test"));
	paper_put(paper, INK_PLAIN, " ");
	paper_wrap(paper, 2, INK_PLAIN, "failed:");
	warn(paper, heap_walk_words(picture));
	warn(paper, heap_list_words(picture, &rows).text);
	head(paper);
	for (size_t i = 0; i < rows.count; i++) {
		if (!whole && !heap_row_interesting(&rows, i)) {
			folded++;
			continue;
		}
		fold(paper, &folded);
		show_row(paper, &rows.items[i]);
	}
	fold(paper, &folded);
	heap_rows_free(&rows);
}
