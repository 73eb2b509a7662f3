/*
 * draw.c - draws the map of a process as SVG: draw < map.map.json > map.svg
 *
 * The input is what listings/map.c prints when it is called with "json": one
 * line for each mapping that holds something of the program's, the lowest
 * first, always in the same form, so that sscanf can read it. Every address
 * and every distance in the picture is one of that run.
 */
#include <stdio.h>
#include <string.h>

enum { WIDTH = 780, TOP = 58, BOX = 36, GAP = 26, LEFT = 190, WIDE = 250, MOST = 16 };

struct entry {
	unsigned long long start, end;
	char may[4], region[20], holds[40];
};

static struct entry all[MOST];
static int count;

static void read_all(void)
{
	char line[300];

	while (count < MOST && fgets(line, sizeof line, stdin) != NULL) {
		struct entry *e = &all[count];

		count += sscanf(line, "{\"start\": \"%llx\", \"end\": \"%llx\", "
		                "\"may\": \"%3[rwx-]\", \"region\": \"%19[^\"]\", "
		                "\"holds\": \"%39[^\"]\"}", &e->start, &e->end,
		                e->may, e->region, e->holds) == 5;
	}
}

static void open_svg(int height)
{
	printf("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" "
	       "width=\"%d\" height=\"%d\" role=\"img\" "
	       "aria-labelledby=\"title desc\" "
	       "font-family=\"DejaVu Sans, Verdana, sans-serif\" font-size=\"13\">\n",
	       WIDTH, height, WIDTH, height);
	puts("<title id=\"title\">The regions of a running process</title>");
	puts("<desc id=\"desc\">High addresses are on top. From the top: the stack, which "
	     "grows down; the C library's text and a large block, mapped; the heap, "
	     "which grows up; bss, data, constants and text of the program. Between "
	     "most of them nothing is mapped, for up to tens of tebibytes.</desc>");
	puts("<style>\n"
	     ".page{fill:#fbfaf7}text{fill:#22252a}.dim{fill:#5c6370}\n"
	     ".mono{font-family:\"DejaVu Sans Mono\",Menlo,monospace;font-size:12px}\n"
	     ".strong{font-weight:bold}.box{stroke:#2b5d8c;stroke-width:1.5}\n"
	     ".run{fill:#d9efd2}.write{fill:#cfe3f7}.read{fill:#ece8dd}\n"
	     ".gap{fill:none;stroke:#5c6370;stroke-dasharray:3 4}\n"
	     ".arrow{stroke:#a3341f;stroke-width:2.5;fill:none}.tip{fill:#a3341f}\n"
	     "@media (prefers-color-scheme: dark){\n"
	     ".page{fill:#1c1f24}text{fill:#e6e6e3}.dim{fill:#a9b0bb}\n"
	     ".box{stroke:#7fb2e0}.run{fill:#25452a}.write{fill:#1f3f5f}.read{fill:#3a3830}\n"
	     ".gap{stroke:#a9b0bb}.arrow{stroke:#f08a72}.tip{fill:#f08a72}}\n"
	     "</style>\n"
	     "<defs><marker id=\"tip\" viewBox=\"0 0 10 10\" refX=\"8\" refY=\"5\" "
	     "markerWidth=\"5\" markerHeight=\"5\" orient=\"auto\">"
	     "<path class=\"tip\" d=\"M0 0L10 5L0 10z\"/></marker></defs>");
	printf("<rect class=\"page\" width=\"%d\" height=\"%d\" rx=\"8\"/>\n",
	       WIDTH, height);
}

static void label(const char *class, int x, int y, const char *anchor,
                  const char *text)
{
	printf("<text class=\"%s\" x=\"%d\" y=\"%d\" text-anchor=\"%s\">%s</text>\n",
	       class, x, y, anchor, text);
}

/* So many bytes in words, with the largest unit that leaves a whole number. */
static void in_words(unsigned long long bytes, char *text, size_t size)
{
	static const char *const units[] = { "bytes", "KiB", "MiB", "GiB", "TiB" };
	size_t unit = 0;

	for (; bytes >= 1024 && unit < 4; unit++)
		bytes /= 1024;
	(void)snprintf(text, size, "%llu %s", bytes, units[unit]);
}

static void draw_gap(const struct entry *above, const struct entry *below, int y)
{
	char words[40], text[80];

	if (above->start == below->end)
		return;
	in_words(above->start - below->end, words, sizeof words);
	(void)snprintf(text, sizeof text, "%s%s in between",
	               strcmp(words, "0 bytes") == 0 ? "" : "about ", words);
	printf("<path class=\"gap\" d=\"M%d %dv%dM%d %dv%d\"/>\n", LEFT, y, GAP,
	       LEFT + WIDE, y, GAP);
	label("dim", LEFT + WIDE / 2, y + 17, "middle", text);
}

static void draw_arrow(const struct entry *e, int y)
{
	int x = LEFT + WIDE - 22;

	if (strcmp(e->region, "stack") == 0)
		printf("<path class=\"arrow\" d=\"M%d %dV%d\" marker-end=\"url(#tip)\"/>\n",
		       x, y + BOX - 12, y + BOX + 18);
	if (strcmp(e->region, "heap") == 0)
		printf("<path class=\"arrow\" d=\"M%d %dV%d\" marker-end=\"url(#tip)\"/>\n",
		       x, y + 12, y - 18);
}

static void draw_entry(const struct entry *e, int y)
{
	const char *class = e->may[2] == 'x' ? "run" :
	                    e->may[1] == 'w' ? "write" : "read";
	char text[60];

	printf("<rect class=\"box %s\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\"/>\n",
	       class, LEFT, y, WIDE, BOX);
	(void)snprintf(text, sizeof text, "0x%012llx", e->start);
	label("mono", LEFT - 12, y + BOX - 4, "end", text);
	label("strong", LEFT + 14, y + 23, "start", e->region);
	label("mono", LEFT + 150, y + 23, "start", e->may);
	label("", LEFT + WIDE + 18, y + 23, "start", e->holds);
}

int main(void)
{
	int y = TOP, height;

	read_all();
	height = TOP + count * BOX + 24;
	for (int i = 1; i < count; i++)
		height += all[i].start == all[i - 1].end ? 0 : GAP;
	open_svg(height);
	label("dim", LEFT - 12, 36, "end", "begins at");
	label("dim", LEFT, 36, "start", "region, and what is permitted");
	label("dim", LEFT + WIDE + 18, 36, "start", "what was found there");
	for (int i = count - 1; i >= 0; i--) {
		draw_entry(&all[i], y);
		y += BOX;
		if (i > 0 && all[i].start != all[i - 1].end) {
			draw_gap(&all[i], &all[i - 1], y);
			y += GAP;
		}
	}
	y = TOP;
	for (int i = count - 1; i >= 0; i--) {
		draw_arrow(&all[i], y);
		y += BOX + (i > 0 && all[i].start != all[i - 1].end ? GAP : 0);
	}
	puts("</svg>");
	return 0;
}
