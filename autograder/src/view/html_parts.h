/*
 * html_parts.h - the parts of the report, one file each.
 */
#ifndef VIEW_HTML_PARTS_H
#define VIEW_HTML_PARTS_H

#include "page.h"

#include <jansson.h>

/* Each writes its part of DOC, heading included, or nothing when there is nothing to show. */
void html_findings(struct page *page, const json_t *doc);      /* html_finding.c */
void html_heaps(struct page *page, const json_t *doc);         /* html_heap.c    */
void html_source(struct page *page, const json_t *doc);        /* html_source.c  */
void html_tests(struct page *page, const json_t *doc);         /* html_tests.c   */
void html_own_tests(struct page *page, const json_t *doc);     /* html_tests.c   */
void html_traces(struct page *page, const json_t *doc);        /* html_traces.c  */

/* The place as a link to its line when the page shows that file, else as text. */
void html_place(struct page *page, const json_t *doc, const json_t *place);

#endif
