/*
 * options.c - what suits the place that the output goes to.
 */
#include "view.h"

#include <langinfo.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

/* Does the environment's locale write UTF-8? The program's own locale stays. */
static bool locale_is_utf8(void)
{
	locale_t locale = newlocale(LC_CTYPE_MASK, "", (locale_t)0);
	bool utf8 = false;

	if (locale != (locale_t)0) {
		utf8 = strcmp(nl_langinfo_l(CODESET, locale), "UTF-8") == 0;
		freelocale(locale);
	}
	return utf8;
}

static int columns_of(int fd)
{
	struct winsize size = { 0 };

	if (ioctl(fd, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
		return size.ws_col;
	return 80;
}

struct view_options view_options_for(FILE *out, bool no_colour_wanted)
{
	const char *no_color = getenv("NO_COLOR");
	bool terminal = isatty(fileno(out)) == 1;

	return (struct view_options){
		.colour = terminal && !no_colour_wanted
		          && (no_color == NULL || no_color[0] == '\0'),
		.ascii = !locale_is_utf8(),
		.width = terminal ? columns_of(fileno(out)) : 80,
	};
}
