/*
 * playlist.h - a small program of the kind students write, with one fault of
 * each kind that Memcheck knows, so that forty tests of it stand for a real
 * suite: most are clean, some are not.
 */
#ifndef PLAYLIST_H
#define PLAYLIST_H

#include <stddef.h>

struct song {
	char *title;
	unsigned seconds;
};

struct playlist {
	struct song *songs;
	size_t count, capacity;
};

/* An empty list, or NULL. The caller frees it with playlist_free. */
struct playlist *playlist_new(void);
void playlist_free(struct playlist *list);
/* Copies title. Returns 0, or -1 when there is no memory. */
int playlist_add(struct playlist *list, const char *title, unsigned seconds);
/* Removes the song at index; 0, or -1 when there is none. */
int playlist_remove(struct playlist *list, size_t index);
unsigned playlist_length(const struct playlist *list);
/* "a, b, c": a new string, owned by the caller. */
char *playlist_titles(const struct playlist *list);

/* The faults. Each is called by one test. */
void fault_write_after(size_t bytes);
int fault_read_before(size_t bytes);
int fault_use_after_free(void);
void fault_double_free(void);
void fault_free_interior(void);
void fault_free_stack(void);
int fault_uninitialised_branch(void);
int fault_uninitialised_index(const int *table);
void fault_uninitialised_write(int fd);
void fault_leak(void);
void fault_leak_tree(void);
void fault_lost_interior(void);
void fault_still_reachable(void);
void fault_overlap(void);
void *fault_fishy_size(long size);
int fault_realloc_moved(void);
int fault_null_read(void);

#endif
