/*
 * assets.c - see assets.h; and view/assets.c, which says why so. CLASS_CHART is where
 * Debian's package libjs-chart.js keeps its script.
 */
#include "class/assets.h"

#ifndef CLASS_CHART
#define CLASS_CHART "/usr/share/javascript/chart.js/chart.min.js"
#endif

#define ASSET(symbol, file)                                                   \
	__asm__(".pushsection .rodata\n"                                      \
	        ".global " #symbol "\n"                                       \
	        #symbol ":\n"                                                 \
	        ".incbin \"" file "\"\n"                                      \
	        ".byte 0\n"                                                   \
	        ".popsection\n")

ASSET(class_report_css, "autograder/src/class/assets/class.css");
ASSET(class_report_js, "autograder/src/class/assets/class.js");
ASSET(class_chart_js, CLASS_CHART);
