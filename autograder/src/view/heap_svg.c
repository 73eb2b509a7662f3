/*
 * heap_svg.c - see heap_svg.h.
 *
 * A true scale would make small blocks vanish beside large ones, so a row's
 * height grows with the logarithm of its size; the numbers carry the truth.
 */
#include "heap_svg.h"
#include "doc.h"
#include "heap_rows.h"

enum {
	WIDTH = 840, TOP = 34, ROW_LEAST = 26, ROW_MOST = 74, ROW_TROUBLE = 46, FOLD = 24,
	OFFSETS = 68, WALK = 80, WALK_WIDTH = 290, HEADER_WIDTH = 14, HELD = 390,
	HELD_WIDTH = 200, SPACE = 3, BESIDE_ARROWS = 34,
};

static int row_height(const struct heap_row *row)
{
	int height = ROW_LEAST - 8;

	for (long long size = row->size; size > 16; size /= 2)
		height += 8;
	if (height < ROW_LEAST || row->kind == ROW_STRAY || row->kind == ROW_GAP)
		height = ROW_LEAST;
	if (height > ROW_MOST)
		height = ROW_MOST;
	return row->trouble != NULL && height < ROW_TROUBLE ? ROW_TROUBLE : height;
}

static bool shown(const struct heap_rows *rows, size_t index)
{
	return rows->count <= HEAP_ROWS_SMALL || heap_row_interesting(rows, index);
}

/* Height of all rows; a folded run takes FOLD. */
static int all_heights(const struct heap_rows *rows)
{
	int height = TOP;

	for (size_t i = 0; i < rows->count; i++) {
		if (shown(rows, i))
			height += row_height(&rows->items[i]) + SPACE;
		else if (i == 0 || shown(rows, i - 1))
			height += FOLD;
	}
	return height + SPACE;
}

static void draw_block(struct page *page, const struct heap_row *row, int y, int height)
{
	static const char *const names[] = {
		[ROW_USED] = "used", [ROW_FREE] = "free", [ROW_GAP] = "gap", [ROW_STRAY] = "stray",
	};
	const char *trouble = row->trouble != NULL ? " trouble" : "";

	page_print(page, "<text class=\"offset\" x=\"%d\" y=\"%d\">%lld</text>\n", OFFSETS, y + 17,
	           row->offset);
	if (row->kind == ROW_STRAY)
		return;
	page_print(page, "<rect class=\"%s%s\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\"/>\n",
	           names[row->kind], trouble, WALK, y, WALK_WIDTH, height);
	if (row->kind != ROW_GAP && row->payload > row->offset)
		page_print(page, "<rect class=\"header\" x=\"%d\" y=\"%d\" width=\"%d\" "
		           "height=\"%d\"/>\n", WALK, y, HEADER_WIDTH, height);
	page_print(page, "<text x=\"%d\" y=\"%d\"><tspan class=\"strong\">%s</tspan> "
	           "%lld bytes", WALK + HEADER_WIDTH + 8, y + 17, heap_row_words(row), row->size);
	if (row->kind != ROW_GAP)
		page_print(page, ", payload %lld", row->payload_size);
	page_markup(page, "</text>\n");
}

static void draw_held(struct page *page, const struct heap_row *row, int y)
{
	if (row->live) {
		page_print(page, "<rect class=\"held%s\" x=\"%d\" y=\"%d\" width=\"%d\" "
		           "height=\"%d\" rx=\"4\"/>\n", row->trouble != NULL ? " trouble" : "",
		           HELD, y, HELD_WIDTH, ROW_LEAST);
		page_print(page, "<text x=\"%d\" y=\"%d\"><tspan class=\"strong\">request %lld"
		           "</tspan>, %lld bytes</text>\n", HELD + 10, y + 17, row->serial,
		           row->live_size);
	}
	else if (row->order > 0)
		page_print(page, "<text class=\"order\" x=\"%d\" y=\"%d\">no. %zu in the list"
		           "</text>\n", HELD + BESIDE_ARROWS, y + (row->trouble != NULL ? 34 : 17),
		           row->order);
	if (row->trouble != NULL) {
		page_print(page, "<text class=\"why\" x=\"%d\" y=\"%d\">✗ ", HELD,
		           y + (row->live ? ROW_LEAST + 15 : 17));
		page_text(page, row->trouble);
		page_markup(page, "</text>\n");
	}
}

/* Where a row that is shown begins; 0: it is folded. */
static int row_top(const struct heap_rows *rows, size_t index)
{
	int y = TOP;

	if (!shown(rows, index))
		return 0;
	for (size_t i = 0; i < index; i++) {
		if (shown(rows, i))
			y += row_height(&rows->items[i]) + SPACE;
		else if (i == 0 || shown(rows, i - 1))
			y += FOLD;
	}
	return y;
}

static int top_of_order(const struct heap_rows *rows, size_t order)
{
	for (size_t i = 0; i < rows->count; i++)
		if (rows->items[i].order == order)
			return row_top(rows, i);
	return 0;
}

/* The list's order beside that of addresses: an arrow from each block to the next. */
static void draw_list(struct page *page, const struct heap_rows *rows, size_t number)
{
	enum { ARROWS = 40, MIDDLE = 12, NEAREST = 14, WIDEST = 60 };
	int from = top_of_order(rows, 1);

	for (size_t i = 2; i <= rows->listed && i <= ARROWS; i++) {
		int to = top_of_order(rows, i), x = WALK + WALK_WIDTH;
		int far = to > from ? to - from : from - to;
		int bow = NEAREST + far / 6 > WIDEST ? WIDEST : NEAREST + far / 6;

		if (from > 0 && to > 0)
			page_print(page, "<path class=\"link\" d=\"M%d %d C%d %d %d %d %d %d\" "
			           "marker-end=\"url(#s%zu-arrow%zu)\"/>\n", x, from + MIDDLE + 3,
			           x + bow, from + MIDDLE, x + bow, to + MIDDLE, x + 5,
			           to + MIDDLE - 3, page->section, number);
		from = to;
	}
}

static int draw_fold(struct page *page, size_t count, int y)
{
	page_print(page, "<text class=\"fold\" x=\"%d\" y=\"%d\">… %zu more, on which walk and "
	           "test agree</text>\n", WALK + HEADER_WIDTH + 8, y + 15, count);
	return y + FOLD;
}

static void draw_rows(struct page *page, const struct heap_rows *rows)
{
	int y = TOP;
	size_t folded = 0;

	for (size_t i = 0; i < rows->count; i++) {
		const struct heap_row *row = &rows->items[i];

		if (!shown(rows, i)) {
			folded++;
			continue;
		}
		if (folded > 0)
			y = draw_fold(page, folded, y);
		folded = 0;
		draw_block(page, row, y, row_height(row));
		draw_held(page, row, y);
		y += row_height(row) + SPACE;
	}
	if (folded > 0)
		draw_fold(page, folded, y);
}

static void describe(struct page *page, const json_t *picture, const struct heap_rows *rows,
                     size_t number)
{
	page_print(page, "<title id=\"s%zu-heap%zu-title\">The heap when ", page->section, number);
	page_text(page, doc_text(picture, "test"));
	page_print(page, " failed</title>\n<desc id=\"s%zu-heap%zu-desc\">%zu rows in address order; "
	           "walk and test disagree in %zu of them. The table below says the same.</desc>\n",
	           page->section, number, rows->count, rows->troubles);
}

void heap_svg(struct page *page, const json_t *picture, size_t number)
{
	struct heap_rows rows = heap_rows_of(picture);

	page_print(page, "<svg class=\"heap\" role=\"img\" viewBox=\"0 0 %d %d\" "
	           "aria-labelledby=\"s%zu-heap%zu-title s%zu-heap%zu-desc\">\n", WIDTH,
	           all_heights(&rows), page->section, number, page->section, number);
	describe(page, picture, &rows, number);
	page_print(page, "<defs><pattern id=\"s%zu-heap%zu-hatch\" width=\"8\" height=\"8\" "
	           "patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\">"
	           "<line class=\"hatch\" x1=\"0\" y1=\"0\" x2=\"0\" y2=\"8\"/></pattern>"
	           "<marker id=\"s%zu-arrow%zu\" viewBox=\"0 0 8 8\" refX=\"6\" refY=\"4\" "
	           "markerWidth=\"7\" markerHeight=\"7\" orient=\"auto\"><path class=\"tip\" "
	           "d=\"M0 0 8 4 0 8z\"/></marker></defs>\n",
	           page->section, number, page->section, number);
	page_print(page, "<g style=\"--hatch: url(#s%zu-heap%zu-hatch)\">\n", page->section, number);
	page_print(page, "<text class=\"head end\" x=\"%d\" y=\"20\">offset</text>"
	           "<text class=\"head\" x=\"%d\" y=\"20\">what heap_walk tells</text>"
	           "<text class=\"head\" x=\"%d\" y=\"20\">what the test holds</text>\n",
	           OFFSETS, WALK, HELD);
	draw_rows(page, &rows);
	draw_list(page, &rows, number);
	page_markup(page, "</g></svg>\n");
	heap_rows_free(&rows);
}
