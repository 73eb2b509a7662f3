/*
 * recorded.h - maps of real processes, and what stands in for the real map.
 *
 * A test gives maps_open a map to find: one that was recorded, or a few lines
 * of its own. It can also make read as troublesome as read is allowed to be.
 * Only /proc/self/maps is concerned; all other files are read as ever.
 */
#ifndef RECORDED_H
#define RECORDED_H

#include <stddef.h>

#include "regions.h"

/* A player of music, compiled as usual. */
extern const char map_of_player[];
/* The same, with a second thread, a library that is a shared file, and code
   made while it ran; its file's name has blanks, and was deleted meanwhile. */
extern const char map_of_player_2[];
/* Linked with -no-pie: it wants to be at 0x400000. */
extern const char map_of_old[];
/* Linked with -static: the C library is a part of it. */
extern const char map_of_lone[];
/* The player under Memcheck, which is in the same process. */
extern const char map_under_memcheck[];

/*
 * From now on, whoever opens /proc/self/maps reads this text, and reading
 * works as usual. NULL, and the beginning: the real one.
 */
void map_is(const char *text);

/* Then, for a worse day: */
void reads_give_at_most(size_t bytes);
void reads_are_interrupted(void);        /* two calls of read of three */
void reads_fail_after(size_t bytes);     /* with EIO; 0: at once */
void map_can_not_be_opened(void);

/* How often the map was opened and not closed again. */
int maps_left_open(void);

/* The region's name as the tests call it, for eq(str, ...). */
char *word(enum region region);

#endif
