/*
 * report_data.h - what the class report shows, as one JSON object.
 *
 * The page's tables are made from it here, its charts by the page's script; both say the
 * same. assets/class.js describes what it reads of it.
 */
#ifndef CLASS_REPORT_DATA_H
#define CLASS_REPORT_DATA_H

#include <jansson.h>

#include "class/class.h"

/* The caller releases it. */
json_t *report_data(struct class *c);

#endif
