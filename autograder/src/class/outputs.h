/*
 * outputs.h - what comes out of a gradebook: reports and tables.
 *
 *	report.html        the class, on one page that opens offline
 *	students/KEY.html  each student's work, explained
 *	grades.csv         every grade, and how it came about
 *	canvas.csv         to be imported into Canvas's gradebook
 *	moodle-NN.csv      a grading worksheet for Moodle, one for each stage
 */
#ifndef CLASS_OUTPUTS_H
#define CLASS_OUTPUTS_H

#include "class/class.h"

/* Writes all of them into the class's folder; false with the problem said. */
bool outputs_write(struct class *c, struct text *problem);

/* The single ones; as outputs_write. Pages are written only where they changed. */
bool outputs_tables(struct class *c, struct text *problem);
bool outputs_pages(struct class *c, struct text *problem);
bool outputs_report(struct class *c, struct text *problem);

#endif
