/*
 * assets.c - see assets.h.
 *
 * The assembler copies the files in (C23's #embed is not to be had in gcc 12 and
 * clang 14). Names are relative to the folder that the compiler runs
 * in, which is the project's root, unless VIEW_ASSETS names another.
 */
#include "assets.h"

#ifndef VIEW_ASSETS
#define VIEW_ASSETS "autograder/src/view/assets"
#endif

#define ASSET(symbol, file)                                                   \
	__asm__(".pushsection .rodata\n"                                      \
	        ".global " #symbol "\n"                                       \
	        #symbol ":\n"                                                 \
	        ".incbin \"" VIEW_ASSETS "/" file "\"\n"                      \
	        ".byte 0\n"                                                   \
	        ".popsection\n")

ASSET(view_report_css, "report.css");
ASSET(view_report_js, "report.js");
