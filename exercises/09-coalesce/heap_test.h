/*
 * heap_test.h - small things that every test of the heap needs.
 *
 * Your own tests may include it too. All of it stands in the autograder's
 * rig/heap_layout.h, because later stages need the same.
 */
#ifndef HEAP_TEST_H
#define HEAP_TEST_H

#include "heap_layout.h"

#endif
