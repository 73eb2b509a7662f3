/*
 * assets.h - what the class report brings with it, built into the program.
 */
#ifndef CLASS_ASSETS_H
#define CLASS_ASSETS_H

/* Each ends in a null character. */
extern const char class_report_css[];
extern const char class_report_js[];
extern const char class_chart_js[];        /* Chart.js, with its licence      */

#endif
