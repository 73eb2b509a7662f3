/*
 * page.h - writing HTML whose text nobody vouches for.
 */
#ifndef VIEW_PAGE_H
#define VIEW_PAGE_H

#include <stdio.h>

struct page {
	FILE *out;
	size_t section;        /* number of the document: prefix of all ids     */
};

/* Writes MARKUP, a text of this program's own, as it is. */
void page_markup(struct page *page, const char *markup);
/*
 * As printf, for markup of this program's own with numbers in it. Text of a document goes
 * through page_text and never through here.
 */
void page_print(struct page *page, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
/* Writes TEXT (NULL: nothing), escaped for an element or a quoted attribute. */
void page_text(struct page *page, const char *text);
/* <TAG class="NAME">TEXT</TAG>; nothing when TEXT is NULL or empty. */
void page_element(struct page *page, const char *tag, const char *name, const char *text);

#endif
