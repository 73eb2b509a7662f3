/*
 * draw.c - draws a row with the bits about the left, and what was measured, as SVG.
 *
 *     draw < left.heap.json > left.svg     a row of blocks and their bits
 *     draw < pay.heap.json  > pay.svg      a dot for each way to cut classes
 *
 * The input is what listings/left.c or listings/pay.c prints when it is called
 * with "json": a line for each block, or for each cut, always in the same form, so
 * that sscanf can read it. Every number in the picture comes from there; only
 * colours and places are chosen here.
 */
#include <stdio.h>
#include <string.h>

enum { WIDTH = 800, LEFT = 20 };

static const char style[] =
	"<style>\n"
	".page{fill:#fbfaf7}.text{fill:#222}.dim{fill:#5c5c5c}\n"
	".tag{fill:#1f3a5f}.asked{fill:#8fb8de}.pad{fill:#9a9a9a}.word{fill:#fff}\n"
	".free{fill:none;stroke-dasharray:5 4}.used{fill:none}\n"
	".edge{stroke:#1f3a5f}.axis{stroke:#c9c5bb}\n"
	".link{stroke:#b4552d;fill:none;stroke-width:2}.tip{fill:#b4552d}\n"
	".dot{fill:#1f3a5f}.ring{fill:none;stroke:#b4552d;stroke-width:2}\n"
	"@media (prefers-color-scheme: dark){\n"
	".page{fill:#16191d}.text{fill:#eee}.dim{fill:#b0b0b0}\n"
	".tag{fill:#d5e6f7}.asked{fill:#35638f}.pad{fill:#777}.word{fill:#16191d}\n"
	".edge{stroke:#d5e6f7}.axis{stroke:#3d434b}\n"
	".link{stroke:#f0986c}.tip{fill:#f0986c}\n"
	".dot{fill:#8fb8de}.ring{stroke:#f0986c}}\n"
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

/* ---- a row of blocks ---- */

enum { ROW = 84, BAR = 40, TAG = 8 };

static double scale;

static double x_of(unsigned offset)
{
	return LEFT + offset * scale;
}

/* Above the header its two bits; an arrow from bit 1 to the block on the left. */
static void draw_bits(double x, const char *used, const char *left, int first)
{
	char text[40];

	(void)snprintf(text, sizeof text, "%c %c", strcmp(left, "true") == 0 ? '1' : '0',
	               strcmp(used, "true") == 0 ? '1' : '0');
	label("text", x, ROW - 10, text);
	if (first)
		return;
	printf("<path class=\"link\" d=\"M%.1f %dC%.1f %d %.1f %d %.1f %d\"/>\n",
	       x + 3, ROW - 24, x, ROW - 46, x - 26, ROW - 46, x - 28, ROW - 14);
	printf("<path class=\"tip\" d=\"M%.1f %dh10l-5 10z\"/>\n", x - 33, ROW - 14);
}

static void draw_block(unsigned offset, unsigned size, const char *used, const char *left,
                       unsigned number)
{
	double x = x_of(offset) + 1, width = size * scale - 2;
	int in_use = strcmp(used, "true") == 0;
	char text[40];

	if (in_use)
		box("asked", x, width, ROW, BAR);
	box("tag", x, TAG * scale - 1, ROW, BAR);
	if (!in_use)
		box("tag", x + width - TAG * scale + 1, TAG * scale - 1, ROW, BAR);
	box(in_use ? "edge used" : "edge free", x, width, ROW, BAR);
	(void)snprintf(text, sizeof text, "%c", 'A' + (int)number);
	middle("text", x + width / 2, ROW + 25, text);
	(void)snprintf(text, sizeof text, "%u", size);
	middle("dim", x + width / 2, ROW + BAR + 16, text);
	draw_bits(x, used, left, number == 0);
}

static void row_legend(int y)
{
	box("tag", LEFT, 16, y - 12, 14);
	label("text", LEFT + 22, y, "header, footer");
	box("asked", LEFT + 130, 16, y - 12, 14);
	label("text", LEFT + 152, y, "payload in use");
	box("edge free", LEFT + 262, 16, y - 12, 14);
	label("text", LEFT + 284, y, "free; below: sizes; above: bit 1 (is the left one in use?), bit 0");
}

static void draw_row(char *line, int size)
{
	unsigned bytes, offset, length, number = 0;
	char used[8], left[8];

	open_svg(ROW + BAR + 66, "Who has a footer, and who knows it",
	         "A row of five blocks, A to E. Only C, in the middle, is free, and only C has "
	         "a footer. Above each header stand its two bits: 1 1 for A, B and E, 1 0 for C, "
	         "and 0 1 for D, whose left neighbour C is free. An arrow leads from each bit 1 "
	         "to the block on the left, of which it speaks.");
	do {
		if (sscanf(line, "{\"bytes\": %u", &bytes) == 1 && bytes > 0) {
			scale = (WIDTH - 2 * LEFT) / (double)bytes;
			box("pad", LEFT, TAG * scale, ROW, BAR);
			box("pad", x_of(bytes - TAG), TAG * scale, ROW, BAR);
		} else if (sscanf(line, " {\"offset\": %u, \"size\": %u, \"in_use\": %7[a-z], "
		                  "\"left\": %7[a-z]", &offset, &length, used, left) == 4) {
			draw_block(offset, length, used, left, number++);
		}
	} while (fgets(line, size, stdin) != NULL);
	row_legend(ROW + BAR + 48);
	puts("</svg>");
}

/* ---- what was measured ---- */

enum { TOP = 50, BOTTOM = 370, FROM = 70, TO = 700, LOW = 72, HIGH = 82 };

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

/* The longest search, from 1 to 10,000, each power of ten equally far. */
static double most_to_x(double blocks)
{
	return FROM + tens(blocks) * (TO - FROM) / 4;
}

static double utilisation_to_y(double per_cent)
{
	return BOTTOM - (per_cent - LOW) * (BOTTOM - TOP) / (HIGH - LOW);
}

static void pay_axes(void)
{
	char text[20];

	label("text", LEFT, 26, "utilisation, mean of sixteen traces, in per cent");
	middle("text", (FROM + TO) / 2.0, BOTTOM + 42, "blocks looked at in the longest search");
	for (int i = LOW; i <= HIGH; i += 2) {
		printf("<path class=\"axis\" d=\"M%d %.1fH%d\"/>\n", FROM, utilisation_to_y(i), TO + 60);
		(void)snprintf(text, sizeof text, "%d", i);
		label("dim", FROM - 26, utilisation_to_y(i) + 5, text);
	}
	for (int i = 1; i <= 10000; i *= 10) {
		printf("<path class=\"axis\" d=\"M%.1f %dV%d\"/>\n", most_to_x(i), TOP, BOTTOM);
		(void)snprintf(text, sizeof text, "%d", i);
		middle("dim", most_to_x(i), BOTTOM + 18, text);
	}
}

/* Where the name of a dot goes, so that none covers another. */
static void name_dot(const char *name, double x, double y)
{
	static const struct {
		const char *name, *shown;
		double dx, dy;
	} names[] = {
		{ "footers", "one list, footers (stage 10)", -150, 26 },
		{ "one list", "one list, best fit", -50, -14 },
		{ "1", "1 class a doubling", 14, 16 },
		{ "4", "4 classes", 12, -24 },
		{ "8", "8 classes", -100, -24 },
		{ "8, exact", "8 classes, exact below 1024", -150, 34 },
		{ "no tries", "the reference without tries", 14, -5 },
		{ "4, up", "4 classes, sizes rounded up", 14, -5 },
	};

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (strcmp(names[i].name, name) == 0)
			label("text", x + names[i].dx, y + names[i].dy, names[i].shown);
}

static void draw_pay(char *line, int size)
{
	char name[20];
	double utilisation, looked, most;

	open_svg(BOTTOM + 60, "Eight heaps: what they waste, and how long they search",
	         "One list with footers, stage 10, is on the right and low: 73 per cent, and a "
	         "search of 2048 blocks. One list without footers is as far on the right and at "
	         "80 per cent. At the same height, but at nine blocks or fewer, are the heaps with "
	         "size classes. Without tries the height is 76, and with sizes rounded up it is "
	         "73; both look at one block.");
	pay_axes();
	do {
		if (sscanf(line, "{\"cut\": \"%19[^\"]\", \"utilisation\": %lf, \"looked\": %lf, "
		           "\"most\": %lf", name, &utilisation, &looked, &most) != 4)
			continue;
		double x = most_to_x(most), y = utilisation_to_y(utilisation);
		printf("<circle class=\"dot\" cx=\"%.1f\" cy=\"%.1f\" r=\"6\"/>\n", x, y);
		if (strcmp(name, "8, exact") == 0)
			printf("<circle class=\"ring\" cx=\"%.1f\" cy=\"%.1f\" r=\"11\"/>\n", x, y);
		name_dot(name, x, y);
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
	if (strstr(line, "\"cut\"") != NULL)
		draw_pay(line, sizeof line);
	else
		draw_row(line, sizeof line);
	return 0;
}
