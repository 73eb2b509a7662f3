#include "dangling.c"

// run: flags=-Iexercises/10-free-lists -Iexercises/02-sizeof -Iautograder/rig solutions/10-free-lists/heap.c solutions/02-sizeof/sizes.c autograder/rig/pages.c
