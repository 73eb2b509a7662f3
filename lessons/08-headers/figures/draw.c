/*
 * draw.c - draws heaps as SVG: draw < holes.heap.json > holes.svg
 *
 * The input is what listings/holes.c prints when it is called with "json":
 * one line for each scene, one for each block, always in the same form, so
 * that sscanf can read it. Every number in the picture is one that the walk
 * over the heap gave; only colours and places are chosen here.
 */
#include <stdio.h>
#include <string.h>

enum { LEFT = 20, BAR = 44, STEP = 112, TOP = 34, WIDTH = 800 };

struct block {
	unsigned offset, size, asked;
	char in_use[8];
};

static double scale;                    /* pixels for a byte */

static void open_svg(int scenes)
{
	int height = TOP + scenes * STEP + 30;

	printf("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" "
	       "width=\"%d\" height=\"%d\" role=\"img\" "
	       "aria-labelledby=\"title desc\" "
	       "font-family=\"sans-serif\" font-size=\"13\">\n",
	       WIDTH, height, WIDTH, height);
	puts("<title id=\"title\">A heap with headers, at three moments</title>");
	puts("<desc id=\"desc\">Each row is the arena from its first byte to its "
	     "last. A block is a dark header of 8 bytes, the bytes that were asked "
	     "for, and hatched spare bytes; a free block is dashed. In the last row "
	     "5 bytes were put into the hole of 200.</desc>");
	puts("<style>\n"
	     ".page{fill:#fbfaf7}.text{fill:#222}.dim{fill:#5c5c5c}\n"
	     ".header{fill:#1f3a5f}.asked{fill:#8fb8de}.spare{fill:url(#hatch)}\n"
	     ".free{fill:none;stroke-dasharray:5 4}.used{fill:none}.edge{stroke:#1f3a5f}\n"
	     ".hatch{stroke:#b4552d}.pad{fill:#9a9a9a}\n"
	     "@media (prefers-color-scheme: dark){\n"
	     ".page{fill:#16191d}.text{fill:#eee}.dim{fill:#b0b0b0}\n"
	     ".header{fill:#d5e6f7}.asked{fill:#35638f}.edge{stroke:#d5e6f7}\n"
	     ".hatch{stroke:#f0986c}.pad{fill:#777}}\n"
	     "</style>\n"
	     "<defs><pattern id=\"hatch\" width=\"7\" height=\"7\" "
	     "patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\">"
	     "<path class=\"hatch\" d=\"M0 0V7\" stroke-width=\"2.5\"/></pattern></defs>");
	printf("<rect class=\"page\" width=\"%d\" height=\"%d\"/>\n", WIDTH, height);
}

static void box(const char *class, double x, double width, int y)
{
	printf("<rect class=\"%s\" x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\"/>\n",
	       class, x, y, width, BAR);
}

static void label(const char *class, double x, int y, const char *text)
{
	printf("<text class=\"%s\" x=\"%.1f\" y=\"%d\">%s</text>\n", class, x, y, text);
}

static void draw_block(const struct block *b, int y)
{
	const unsigned header = 8;
	double x = LEFT + b->offset * scale;
	int used = strcmp(b->in_use, "true") == 0;
	char text[40];

	box("header", x, header * scale, y);
	if (used) {
		double middle = x + (header + b->asked) * scale;
		box("asked", x + header * scale, b->asked * scale, y);
		box("spare", middle, (b->size - header - b->asked) * scale, y);
	}
	box(used ? "edge used" : "edge free", x, b->size * scale, y);
	(void)snprintf(text, sizeof text, "%u", b->offset);
	label("dim", x, y + BAR + 16, text);
	(void)snprintf(text, sizeof text, used ? "%u" : "%u free", b->size);
	if (b->size > 40 || used)
		label("text", x + header * scale + 4, y - 5, text);
}

static void draw_scene(const char *title, unsigned bytes, int y)
{
	char text[20];

	scale = (WIDTH - 2.0 * LEFT) / bytes;
	label("text", LEFT, y - 24, title);
	box("pad", LEFT, 8 * scale, y);
	box("pad", LEFT + (bytes - 8) * scale, 8 * scale, y);
	(void)snprintf(text, sizeof text, "%u", bytes);
	label("dim", WIDTH - LEFT - 22, y + BAR + 16, text);
}

static void legend(int y)
{
	const struct { const char *class, *text; int x; } keys[] = {
		{ "header", "header", 20 }, { "asked", "bytes asked for", 110 },
		{ "spare", "spare", 256 }, { "free edge", "free", 340 },
		{ "pad", "pad, epilogue", 416 },
	};

	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
		printf("<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"16\" height=\"14\"/>\n",
		       keys[i].class, keys[i].x, y - 12);
		label("text", keys[i].x + 22, y, keys[i].text);
	}
	label("dim", 560, y, "numbers: bytes; below: offsets");
}

int main(void)
{
	const int scenes = 3;
	int y = TOP - STEP + 26;
	char line[200], title[80];
	struct block b;
	unsigned bytes;

	open_svg(scenes);
	while (fgets(line, sizeof line, stdin) != NULL) {
		if (sscanf(line, "{\"scene\": \"%79[^\"]\", \"bytes\": %u", title, &bytes) == 2)
			draw_scene(title, bytes, y += STEP);
		else if (sscanf(line, " {\"offset\": %u, \"size\": %u, \"in_use\": %7[a-z], "
		                "\"asked\": %u", &b.offset, &b.size, b.in_use, &b.asked) == 4)
			draw_block(&b, y);
	}
	legend(TOP + scenes * STEP + 14);
	puts("</svg>");
	return 0;
}
