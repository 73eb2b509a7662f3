#include "overrun.c"

// run: flags=-DTOLD -Ilessons/07-bump/listings -Iexercises/07-bump -Iexercises/02-sizeof -Iautograder/rig solutions/07-bump/arena.c solutions/02-sizeof/sizes.c autograder/rig/pages_system.c; tool=valgrind; expect=valgrind:InvalidWrite
