/*
 * assets.h - the style sheet and the script of the report, built into the program.
 */
#ifndef VIEW_ASSETS_H
#define VIEW_ASSETS_H

/* Both end in a null character. */
extern const char view_report_css[];
extern const char view_report_js[];

#endif
