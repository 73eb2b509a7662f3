/*
 * html.h - result documents as one HTML file that opens offline.
 */
#ifndef VIEW_HTML_H
#define VIEW_HTML_H

#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>

/*
 * Writes COUNT documents (one stage each) to OUT as one page, with an index
 * when there are several. WHOSE is the name of whoever handed them in, for a reader
 * who has pages of many; NULL: the reader's own. Loads nothing from elsewhere; all
 * text, WHOSE too, is escaped. Returns false when OUT could not be written.
 */
bool view_html(json_t *const docs[], size_t count, const char *whose, FILE *out);

#endif
