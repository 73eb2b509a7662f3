/*
 * draw.c - draws heaps, and how large they were, as SVG.
 *
 *     draw < cases.heap.json  > cases.svg     rows of blocks
 *     draw < traces.heap.json > traces.svg    a plot over the requests
 *
 * The input is what listings/cases.c or listings/traces.c prints when it is
 * called with "json": one line for each scene and block, or for each request,
 * always in the same form, so that sscanf can read it. Every number in the
 * picture comes from there; only colours and places are chosen here.
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
	".live{fill:#c9d9ea}.old{stroke:#b4552d;stroke-dasharray:7 4}\n"
	".new{stroke:#1f3a5f}.line{fill:none;stroke-width:2.2}\n"
	".oldtext{fill:#9c4420}.newtext{fill:#1f3a5f}\n"
	"@media (prefers-color-scheme: dark){\n"
	".page{fill:#16191d}.text{fill:#eee}.dim{fill:#b0b0b0}\n"
	".tag{fill:#d5e6f7}.asked{fill:#35638f}.pad{fill:#777}\n"
	".edge{stroke:#d5e6f7}.axis{stroke:#777}\n"
	".live{fill:#2b4058}.old{stroke:#f0986c}.new{stroke:#d5e6f7}\n"
	".oldtext{fill:#f0986c}.newtext{fill:#d5e6f7}}\n"
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

/* ---- rows of blocks ---- */

enum { NAMES = 112, BAR = 34, STEP = 48, GAP = 22, TAG = 8 };

struct block {
	unsigned offset, size;
	char in_use[8], name[16];
};

static void draw_block(const struct block *b, double scale, int y)
{
	double x = NAMES + b->offset * scale + 1, width = b->size * scale - 2;
	int used = strcmp(b->in_use, "true") == 0;
	char text[40];

	if (used)
		box("asked", x, width, y, BAR);
	box("tag", x, TAG * scale, y, BAR);
	box("tag", x + width - TAG * scale, TAG * scale, y, BAR);
	box(used ? "edge used" : "edge free", x, width, y, BAR);
	(void)snprintf(text, sizeof text, "%s %u%s", used ? b->name : "", b->size,
	               used ? "" : " free");
	label("text", x + TAG * scale + 6, y + 22, text);
}

static void row_legend(int y)
{
	box("tag", NAMES, 16, y - 12, 14);
	label("text", NAMES + 22, y, "header, footer");
	box("asked", NAMES + 136, 16, y - 12, 14);
	label("text", NAMES + 158, y, "payload");
	box("edge free", NAMES + 232, 16, y - 12, 14);
	label("text", NAMES + 254, y, "free");
	box("pad", NAMES + 306, 16, y - 12, 14);
	label("text", NAMES + 328, y, "pad, epilogue");
	label("dim", NAMES + 440, y, "numbers: bytes, ends included");
}

/* Reads the rest of a file whose first scene is in line. */
static void draw_rows(char *line, int size)
{
	int y = 24 - STEP, scenes = 0;
	unsigned bytes = 1;
	double scale = 1;
	char title[40];
	struct block b;

	open_svg(24 + 8 * STEP + 3 * GAP + 40, "The four cases of merging",
	         "Eight rows, two for each case: a heap of three blocks before the "
	         "middle one is freed, and after. Each block has a dark header and a "
	         "dark footer; free blocks are dashed. In case 1 three blocks are left, "
	         "in cases 2 and 3 two, in case 4 one.");
	do {
		if (sscanf(line, "{\"scene\": \"%39[^\"]\", \"bytes\": %u", title, &bytes) == 2
		    && bytes > 0) {
			y += STEP + (scenes % 2 == 0 && scenes > 0 ? GAP : 0);
			scenes++;
			scale = (WIDTH - NAMES - LEFT) / (double)bytes;
			label("text", LEFT, y + 22, title);
			box("pad", NAMES, TAG * scale, y, BAR);
			box("pad", NAMES + (bytes - TAG) * scale, TAG * scale, y, BAR);
		} else if (sscanf(line, " {\"offset\": %u, \"size\": %u, \"in_use\": %7[a-z], "
		                  "\"name\": \"%15[a-z]", &b.offset, &b.size, b.in_use,
		                  b.name) == 4) {
			draw_block(&b, scale, y);
		}
	} while (fgets(line, size, stdin) != NULL);
	row_legend(y + STEP + 22);
	puts("</svg>");
}

/* ---- the plot ---- */

enum { POINTS = 2000, TOP = 30, HIGH = 300, FROM = 70, TO = 640 };

static struct point {
	unsigned op, live, old, new;
} points[POINTS];

static double x_of(unsigned op, unsigned last)
{
	return FROM + (TO - FROM) * (double)op / last;
}

static double y_of(unsigned bytes)
{
	return TOP + HIGH - HIGH * (double)bytes / 100000;
}

static void axes(unsigned last)
{
	char text[40];

	for (unsigned bytes = 0; bytes <= 100000; bytes += 25000) {
		printf("<path class=\"axis\" d=\"M%d %.1fH%d\"/>\n", FROM, y_of(bytes), TO);
		(void)snprintf(text, sizeof text, "%u", bytes);
		label("dim", LEFT, y_of(bytes) + 4, text);
	}
	(void)snprintf(text, sizeof text, "%u requests", last);
	label("dim", TO - 90, TOP + HIGH + 22, text);
	label("dim", FROM, TOP + HIGH + 22, "0");
	label("dim", LEFT, TOP - 12, "bytes");
}

static void lines(size_t count)
{
	unsigned last = points[count - 1].op;

	printf("<path class=\"live\" d=\"M%d %d", FROM, TOP + HIGH);
	for (size_t i = 0; i < count; i++)
		printf("L%.1f %.1f", x_of(points[i].op, last), y_of(points[i].live));
	printf("V%dZ\"/>\n", TOP + HIGH);
	axes(last);
	printf("<path class=\"line old\" d=\"M%d %.1f", FROM, y_of(points[0].old));
	for (size_t i = 1; i < count; i++)
		if (points[i].old != points[i - 1].old || i + 1 == count)
			printf("H%.1fV%.1f", x_of(points[i].op, last), y_of(points[i].old));
	printf("\"/>\n<path class=\"line new\" d=\"M%d %.1f", FROM, y_of(points[0].new));
	for (size_t i = 1; i < count; i++)
		if (points[i].new != points[i - 1].new || i + 1 == count)
			printf("H%.1fV%.1f", x_of(points[i].op, last), y_of(points[i].new));
	puts("\"/>");
}

static void draw_plot(char *line, int size)
{
	size_t count = 0;
	struct point p;

	open_svg(TOP + HIGH + 40, "A trace on two heaps",
	         "Over the requests of the trace named albums: the bytes that the "
	         "program holds, four hills that get higher; and the bytes that the "
	         "heap has obtained. That of stage 08, dashed, takes a step up with "
	         "each album. That of stage 09 only follows the highest hill.");
	do {
		if (sscanf(line, "{\"op\": %u, \"live\": %u, \"old\": %u, \"new\": %u",
		           &p.op, &p.live, &p.old, &p.new) == 4 && count < POINTS)
			points[count++] = p;
	} while (fgets(line, size, stdin) != NULL);
	if (count > 0) {
		p = points[count - 1];
		lines(count);
		label("oldtext", TO + 10, y_of(p.old) + 4, "heap of stage 08");
		label("newtext", TO + 10, y_of(p.new) + 4, "heap of stage 09");
		label("text", TO + 10, y_of(p.live) + 4, "held by the program");
	}
	puts("</svg>");
}

int main(void)
{
	char line[200];

	/* The first line is "[", alone or with the first point behind it. */
	if (fgets(line, sizeof line, stdin) == NULL)
		return 1;
	if (fgets(line, sizeof line, stdin) == NULL)
		return 1;
	if (strstr(line, "\"op\"") != NULL)
		draw_plot(line, sizeof line);
	else if (strstr(line, "\"scene\"") != NULL)
		draw_rows(line, sizeof line);
	return 0;
}
