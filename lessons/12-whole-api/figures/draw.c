/*
 * draw.c - draws rows of blocks, and a heap over time, as SVG.
 *
 *     draw < resize.heap.json  > resize.svg      a row after each request
 *     draw < aligned.heap.json > aligned.svg     one row, with multiples of 256
 *     draw < tide.heap.json    > tide.svg        what is held, three times
 *
 * The input is what listings/resize.c, aligned.c or tide.c prints when it is called
 * with "json": an object a line, always in the same form, so that sscanf can read
 * it. Every number in the picture comes from there; only colours and places are
 * chosen here.
 */
#include <stdio.h>
#include <string.h>

enum { WIDTH = 800, LEFT = 20, LINE = 200 };

static const char style[] =
	"<style>\n"
	".page{fill:#fbfaf7}.text{fill:#222}.dim{fill:#5c5c5c}\n"
	".tag{fill:#1f3a5f}.asked{fill:#8fb8de}.pad{fill:#9a9a9a}.hot{fill:#e3b48f}\n"
	".free{fill:none;stroke-dasharray:5 4}.used{fill:none}\n"
	".edge{stroke:#1f3a5f}.axis{stroke:#9a9a9a;fill:none}\n"
	".held{stroke:#b4552d;fill:none;stroke-width:2}.live{fill:#8fb8de}\n"
	"@media (prefers-color-scheme: dark){\n"
	".page{fill:#16191d}.text{fill:#eee}.dim{fill:#b0b0b0}\n"
	".tag{fill:#d5e6f7}.asked{fill:#35638f}.pad{fill:#777}.hot{fill:#8a5330}\n"
	".edge{stroke:#d5e6f7}.axis{stroke:#777}\n"
	".held{stroke:#f0986c}.live{fill:#35638f}}\n"
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

/* ---- rows ---- */

enum { STEP = 58, BAR = 28, TAG = 8 };

static double scale;

static double x_of(unsigned offset)
{
	return LEFT + offset * scale;
}

/* hot: the name of the block that the request was about, or 0. */
static void draw_block(unsigned offset, unsigned size, char name, char hot, int y)
{
	double x = x_of(offset) + 1, width = size * scale - 2;
	char text[40];

	if (name != '-')
		box(name == hot ? "hot" : "asked", x, width, y, BAR);
	box("tag", x, TAG * scale - 1, y, BAR);
	if (name == '-')
		box("tag", x + width - TAG * scale + 1, TAG * scale - 1, y, BAR);
	box(name == '-' ? "edge free" : "edge used", x, width, y, BAR);
	if (name == '-')
		(void)snprintf(text, sizeof text, "%u", size);
	else
		(void)snprintf(text, sizeof text, "%c %u", name, size);
	if (size * scale > 44)
		middle(name == '-' ? "dim" : "text", x + width / 2 + 2, y + 19, text);
}

static void row_legend(int y, const char *hot)
{
	box("tag", LEFT, 16, y - 12, 14);
	label("text", LEFT + 22, y, "header, footer");
	box("asked", LEFT + 136, 16, y - 12, 14);
	label("text", LEFT + 158, y, "in use");
	box("hot", LEFT + 220, 16, y - 12, 14);
	label("text", LEFT + 242, y, hot);
	box("edge free", LEFT + 420, 16, y - 12, 14);
	label("text", LEFT + 442, y, "free; the numbers are bytes");
}

static void draw_rows(char *line)
{
	unsigned bytes, offset, length;
	char what[80], name;
	int y = -24;

	open_svg(6 * STEP + 52, "Five requests of heap_realloc, and the arena after each",
	         "At first, five blocks A to E stand in a row. A shrinks, and what is left "
	         "over becomes a free block. A grows again, into that block. C moves to the "
	         "end, and its place is free. B grows into that place, all of it. C, which is "
	         "the last one now, grows with the arena.");
	scale = (WIDTH - 2 * LEFT) / 1000.0;
	do {
		if (sscanf(line, "{\"what\": \"%79[^\"]\"", what) == 1) {
			y += STEP;
			label("text", LEFT, y - 6, what);
		} else if (sscanf(line, "{\"bytes\": %u", &bytes) == 1 && bytes > 0) {
			box("pad", LEFT, TAG * scale, y, BAR);
			box("pad", x_of(bytes - TAG), TAG * scale, y, BAR);
		} else if (sscanf(line, "{\"offset\": %u, \"size\": %u, \"name\": \"%c\"",
		                  &offset, &length, &name) == 3) {
			draw_block(offset, length, name, what[0], y);
		}
	} while (fgets(line, LINE, stdin) != NULL);
	row_legend(6 * STEP + 34, "asked for another size");
	puts("</svg>");
}

/* ---- an aligned block ---- */

static void draw_aligned(char *line)
{
	unsigned bytes = 0, offset, length, address = 0;
	char name, text[40];

	open_svg(150, "An aligned payload, and the gap in front of it",
	         "A small block in use, a free block, the tile whose payload begins at a "
	         "multiple of 256, another small block in use, and the rest, which is free.");
	do {
		(void)sscanf(line, "{\"address\": %u", &address);
		if (sscanf(line, "{\"bytes\": %u", &bytes) == 1 && bytes > 0) {
			scale = (WIDTH - 2 * LEFT) / (double)bytes;
			box("pad", LEFT, TAG * scale, 50, BAR);
			box("pad", x_of(bytes - TAG), TAG * scale, 50, BAR);
		} else if (sscanf(line, "{\"offset\": %u, \"size\": %u, \"name\": \"%c\"",
		                  &offset, &length, &name) == 3) {
			draw_block(offset, length, name, 'T', 50);
		}
	} while (fgets(line, LINE, stdin) != NULL);
	for (unsigned at = 256 - (address + 255) % 256 - 1; at < bytes; at += 256) {
		printf("<path class=\"held\" d=\"M%.1f 36V92\"/>\n", x_of(at));
		(void)snprintf(text, sizeof text, "%u", at);
		middle("dim", x_of(at) + (at == 0 ? 4 : 0), 28, text);
	}
	label("dim", x_of(256) + 40, 28, "a multiple of 256: here the payload begins");
	row_legend(126, "T, the tile");
	puts("</svg>");
}

/* ---- a heap over time ---- */

enum { POINTS = 200, PANEL = 240, TOP = 40, DEEP = 150, MOST = 32 };

static struct run {
	double live[POINTS], held[POINTS];
	int count;
} runs[3];

static double time_to_x(int run, int point, int count)
{
	return LEFT + 26 + run * (PANEL + 14) + point * (PANEL - 30.0) / (count - 1);
}

static double mib_to_y(double bytes)
{
	return TOP + DEEP - bytes / (1 << 20) * DEEP / MOST;
}

static void draw_run(int number, const char *title)
{
	const struct run *r = &runs[number];
	char text[20];

	label("text", time_to_x(number, 0, 2), TOP - 14, title);
	for (int mib = 0; mib <= MOST; mib += 16) {
		double y = mib_to_y(mib * 1048576.0);
		printf("<path class=\"axis\" d=\"M%.1f %.1fH%.1f\"/>\n", time_to_x(number, 0, 2), y,
		       time_to_x(number, 1, 2));
		(void)snprintf(text, sizeof text, "%d", mib);
		printf("<text class=\"dim\" x=\"%.1f\" y=\"%.1f\" text-anchor=\"end\">%s</text>\n",
		       time_to_x(number, 0, 2) - 5, y + 4, text);
	}
	printf("<path class=\"live\" d=\"M%.1f %.1f", time_to_x(number, 0, 2), mib_to_y(0));
	for (int i = 0; i < r->count; i++)
		printf("L%.1f %.1f", time_to_x(number, i, r->count), mib_to_y(r->live[i]));
	printf("V%.1fz\"/>\n<path class=\"held\" d=\"", mib_to_y(0));
	for (int i = 0; i < r->count; i++)
		printf("%c%.1f %.1f", i == 0 ? 'M' : 'L', time_to_x(number, i, r->count),
		       mib_to_y(r->held[i]));
	puts("\"/>");
}

static void draw_tide(char *line)
{
	int run = 0;
	double live, held;

	do {
		if (sscanf(line, "{\"run\": %d", &run) == 1)
			runs[run].count = 0;
		else if (sscanf(line, "{\"live\": %lf, \"held\": %lf", &live, &held) == 2
		         && runs[run].count < POINTS) {
			runs[run].live[runs[run].count] = live;
			runs[run].held[runs[run].count++] = held;
		}
	} while (fgets(line, LINE, stdin) != NULL);
	open_svg(TOP + DEEP + 60, "What is in use, and what is held",
	         "Three times the same requests: 60 blocks of half a MiB come, and 54 go. At "
	         "first the arena follows the blocks up, and down again in one step of 16 "
	         "MiB. When nothing is given back it stays at 30 MiB. With a small block at "
	         "its end it stays at 30 MiB as well.");
	draw_run(0, "given back, from 16 MiB on");
	draw_run(1, "never given back");
	draw_run(2, "with a small block at the end");
	box("live", LEFT + 26, 16, TOP + DEEP + 24, 14);
	label("text", LEFT + 48, TOP + DEEP + 36, "in use, MiB");
	printf("<path class=\"held\" d=\"M%d %dh22\"/>\n", LEFT + 160, TOP + DEEP + 31);
	label("text", LEFT + 188, TOP + DEEP + 36, "held: the arena's length. From left to "
	      "right: request by request");
	puts("</svg>");
}

int main(void)
{
	char line[LINE];

	if (fgets(line, sizeof line, stdin) == NULL)
		return 1;
	if (strstr(line, "\"run\"") != NULL)
		draw_tide(line);
	else if (strstr(line, "aligned") != NULL)
		draw_aligned(line);
	else
		draw_rows(line);
	return 0;
}
