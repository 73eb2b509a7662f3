#include "report.c"
// run: flags=-fsanitize=address; expect=exit:1; env=ASAN_OPTIONS=print_legend=0; mask=addresses
