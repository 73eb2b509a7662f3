/*
 * draw.c - draws a free list, and the race of the policies, as SVG.
 *
 *     draw < order.heap.json > order.svg     a row of blocks, and the links
 *     draw < race.heap.json  > race.svg      two bars for each policy
 *
 * The input is what listings/order.c or listings/race.c prints when it is
 * called with "json": a line for each block, or for each policy, always in the
 * same form, so that sscanf can read it. Every number in the picture comes from
 * there; only colours and places are chosen here.
 */
#include <stdio.h>
#include <string.h>

enum { WIDTH = 800, LEFT = 20 };

static const char style[] =
	"<style>\n"
	".page{fill:#fbfaf7}.text{fill:#222}.dim{fill:#5c5c5c}\n"
	".tag{fill:#1f3a5f}.asked{fill:#8fb8de}.pad{fill:#9a9a9a}\n"
	".free{fill:none;stroke-dasharray:5 4}.used{fill:none}\n"
	".edge{stroke:#1f3a5f}.axis{stroke:#9a9a9a}\n"
	".link{stroke:#b4552d;fill:none;stroke-width:2}.tip{fill:#b4552d}\n"
	".bar{fill:#1f3a5f}.most{stroke:#9c4420;fill:none;stroke-width:2}\n"
	"@media (prefers-color-scheme: dark){\n"
	".page{fill:#16191d}.text{fill:#eee}.dim{fill:#b0b0b0}\n"
	".tag{fill:#d5e6f7}.asked{fill:#35638f}.pad{fill:#777}\n"
	".edge{stroke:#d5e6f7}.axis{stroke:#777}\n"
	".link{stroke:#f0986c}.tip{fill:#f0986c}\n"
	".bar{fill:#8fb8de}.most{stroke:#f0986c}}\n"
	"</style>";

static void open_svg(int height, const char *title, const char *description)
{
	printf("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" "
	       "width=\"%d\" height=\"%d\" role=\"img\" "
	       "aria-labelledby=\"title desc\" "
	       "font-family=\"sans-serif\" font-size=\"13\">\n",
	       WIDTH, height, WIDTH, height);
	printf("<title id=\"title\">%s</title>\n<desc id=\"desc\">%s</desc>\n%s\n",
	       title, description, style);
	printf("<rect class=\"page\" width=\"%d\" height=\"%d\"/>\n", WIDTH, height);
}

static void box(const char *class, double x, double width, int y, int height)
{
	printf("<rect class=\"%s\" x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\"/>\n",
	       class, x, y, width, height);
}

static void label(const char *class, double x, double y, const char *text)
{
	printf("<text class=\"%s\" x=\"%.1f\" y=\"%.1f\">%s</text>\n", class, x, y, text);
}

static void middle(const char *class, double x, double y, const char *text)
{
	printf("<text class=\"%s\" x=\"%.1f\" y=\"%.1f\" text-anchor=\"middle\">%s</text>\n",
	       class, x, y, text);
}

/* ---- a row of blocks, and the list ---- */

enum { ROW = 90, BAR = 34, TAG = 8, LISTED = 8 };

static double scale;
static struct place {
	double left, right;
} places[LISTED + 1];                   /* free blocks, by their number in the list */

static double x_of(unsigned offset)
{
	return LEFT + offset * scale;
}

static void draw_block(unsigned offset, unsigned size, int used, unsigned number)
{
	double x = x_of(offset) + 1, width = size * scale - 2;
	char text[40];

	if (used)
		box("asked", x, width, ROW, BAR);
	box("tag", x, TAG * scale - 1, ROW, BAR);
	box("tag", x + width - TAG * scale + 1, TAG * scale - 1, ROW, BAR);
	box(used ? "edge used" : "edge free", x, width, ROW, BAR);
	(void)snprintf(text, sizeof text, "%u", offset);
	middle("dim", x + width / 2, ROW + BAR + 16, text);
	if (used || number == 0 || number > LISTED)
		return;
	(void)snprintf(text, sizeof text, "%u", number);
	middle("text", x + width / 2, ROW + 22, text);
	places[number] = (struct place){ x + width / 2 - 14, x + width / 2 + 14 };
}

/* From the block's left third to the next one's, above the row. */
static void draw_link(unsigned number)
{
	const struct place *from = &places[number], *to = &places[number + 1];
	double way = to->left - from->right, high = way < 0 ? -way : way;
	double start = way < 0 ? from->left : from->right;
	double end = way < 0 ? to->right : to->left;
	double top = ROW - 22 - high / 8;

	printf("<path class=\"link\" d=\"M%.1f %dC%.1f %.1f %.1f %.1f %.1f %d\"/>\n",
	       start, ROW - 4, start, top, end, top, end, ROW - 12);
	printf("<path class=\"tip\" d=\"M%.1f %dh10l-5 10z\"/>\n", end - 5, ROW - 13);
}

static void row_legend(int y)
{
	box("tag", LEFT, 16, y - 12, 14);
	label("text", LEFT + 22, y, "header, footer");
	box("asked", LEFT + 136, 16, y - 12, 14);
	label("text", LEFT + 158, y, "payload in use");
	box("edge free", LEFT + 270, 16, y - 12, 14);
	label("text", LEFT + 292, y, "free, with its number in the list");
	printf("<path class=\"link\" d=\"M%d %dh22\"/>\n", LEFT + 500, y - 5);
	printf("<path class=\"tip\" d=\"M%d %dv10l10 -5z\"/>\n", LEFT + 520, y - 10);
	label("text", LEFT + 538, y, "link next; below: offsets");
}

static void draw_row(char *line, int size)
{
	unsigned bytes, offset, length, number, last = 0;
	char used[8];

	open_svg(ROW + BAR + 66, "The order of the list, and that of the addresses",
	         "A row of nine blocks, of which the second, fourth, sixth and eighth "
	         "are free. Arrows lead through the list: from the fourth block to the "
	         "eighth, from there back to the second, and on to the sixth. That is "
	         "the order in which they were freed.");
	do {
		if (sscanf(line, "{\"bytes\": %u", &bytes) == 1 && bytes > 0) {
			scale = (WIDTH - 2 * LEFT) / (double)bytes;
			box("pad", LEFT, TAG * scale, ROW, BAR);
			box("pad", x_of(bytes - TAG), TAG * scale, ROW, BAR);
		} else if (sscanf(line, " {\"offset\": %u, \"size\": %u, \"in_use\": %7[a-z], "
		                  "\"number\": %u", &offset, &length, used, &number) == 4) {
			draw_block(offset, length, strcmp(used, "true") == 0, number);
			last = number > last && number <= LISTED ? number : last;
		}
	} while (fgets(line, size, stdin) != NULL);
	for (unsigned i = 1; i < last; i++)
		draw_link(i);
	row_legend(ROW + BAR + 48);
	puts("</svg>");
}

/* ---- the race ---- */

enum { TOP = 62, STEP = 26, GAP = 12, THICK = 14, NAMES = 120, MIDDLE = 470, RIGHT = 770 };

/* Points of utilisation, 30 at most; and blocks on a scale of powers of ten. */
static double lost_to_x(double points)
{
	return NAMES + points * (MIDDLE - 140 - NAMES) / 30;
}

/* The logarithm of a value of 1 or more, without the mathematical library: squaring
   doubles it. */
static double tens(double value)
{
	double result = 0, part = 1;

	while (value >= 10) {
		value /= 10;
		result++;
	}
	for (int i = 0; i < 16; i++) {
		part /= 2;
		value *= value;
		if (value >= 10) {
			value /= 10;
			result += part;
		}
	}
	return result;
}

static double looked_to_x(double blocks)
{
	return MIDDLE + (tens(blocks) - 1) * (RIGHT - 50 - MIDDLE) / 2;
}

static void race_axes(int bottom)
{
	char text[20];

	label("text", NAMES, 22, "points of utilisation lost, against the best");
	label("dim", NAMES, 40, "bar: on average; line: at most, and on which trace");
	label("text", MIDDLE, 22, "blocks looked at, a request");
	label("dim", MIDDLE, 40, "each mark: ten times as many");
	for (int i = 0; i <= 30; i += 10) {
		printf("<path class=\"axis\" d=\"M%.1f %dV%d\"/>\n", lost_to_x(i), TOP - 8, bottom);
		(void)snprintf(text, sizeof text, "%d", i);
		middle("dim", lost_to_x(i), bottom + 16, text);
	}
	for (int i = 10; i <= 1000; i *= 10) {
		printf("<path class=\"axis\" d=\"M%.1f %dV%d\"/>\n", looked_to_x(i), TOP - 8, bottom);
		(void)snprintf(text, sizeof text, "%d", i);
		middle("dim", looked_to_x(i), bottom + 16, text);
	}
}

static void draw_race(char *line, int size)
{
	int y = TOP, rows = 0;
	char name[20], on[20], text[40];
	double lost, most, looked;

	open_svg(TOP + 10 * STEP + 3 * GAP + 34, "Ten policies on sixteen traces",
	         "For each policy two bars. First fit on a list in which the block freed "
	         "last stands first loses most; first fit in the order of addresses loses "
	         "little, and looks at the most blocks of all lists. Best fit on a list in "
	         "the order of freeing loses least, and looks at half as many. The march of "
	         "stage 09 loses as much as first fit in the order of addresses, and looks "
	         "at far more blocks than any list.");
	race_axes(TOP + 10 * STEP + 3 * GAP);
	do {
		if (sscanf(line, "{\"policy\": \"%19[^\"]\", \"lost\": %lf, \"most\": %lf, "
		           "\"on\": \"%19[^\"]\", \"looked\": %lf", name, &lost, &most, on,
		           &looked) != 5)
			continue;
		label("text", LEFT, y + 12, name);
		box("bar", lost_to_x(0), lost_to_x(lost) - lost_to_x(0), y, THICK);
		printf("<path class=\"most\" d=\"M%.1f %dH%.1fM%.1f %dv%d\"/>\n", lost_to_x(lost),
		       y + THICK / 2, lost_to_x(most), lost_to_x(most), y + 2, THICK - 4);
		(void)snprintf(text, sizeof text, "%.1f, %s", most, on);
		label("dim", lost_to_x(most) + 6, y + 12, text);
		box("bar", looked_to_x(10), looked_to_x(looked) - looked_to_x(10), y, THICK);
		(void)snprintf(text, sizeof text, "%.0f", looked);
		label("dim", looked_to_x(looked) + 6, y + 12, text);
		y += STEP + (rows++ % 3 == 0 ? GAP : 0);
	} while (fgets(line, size, stdin) != NULL);
	puts("</svg>");
}

int main(void)
{
	char line[200];

	/* The first line is "[". */
	if (fgets(line, sizeof line, stdin) == NULL)
		return 1;
	if (fgets(line, sizeof line, stdin) == NULL)
		return 1;
	if (strstr(line, "\"policy\"") != NULL)
		draw_race(line, sizeof line);
	else
		draw_row(line, sizeof line);
	return 0;
}
