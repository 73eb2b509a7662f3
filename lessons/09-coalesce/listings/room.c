#include "no_room.c"

// run: flags=-Iexercises/09-coalesce -Iexercises/02-sizeof -Iautograder/rig solutions/09-coalesce/heap.c solutions/02-sizeof/sizes.c autograder/rig/pages.c
