/*
 * regions.h - where in memory does an address lie?
 *
 * Linux shows every process its own memory as a text, /proc/self/maps, with
 * one line for each stretch of it, a mapping. Addresses are numbers here, of
 * the type uintptr_t, and count bytes.
 *
 * Nothing here asks for memory: an allocator must be able to call it, and an
 * allocator can't call itself. The map is read with open, read and close
 * into a buffer of fixed size, which the caller keeps in a struct maps.
 */
#ifndef REGIONS_H
#define REGIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum region {
	REGION_UNKNOWN,       /* the map could not be read                   */
	REGION_NONE,          /* whoever reads or writes there is stopped    */
	REGION_TEXT,          /* instructions                                */
	REGION_READ_ONLY,     /* constants                                   */
	REGION_DATA,          /* variables of a file, with their values      */
	REGION_BSS,           /* zeroed variables, behind the data           */
	REGION_HEAP,          /* the mapping called [heap]                   */
	REGION_STACK,         /* local variables                             */
	REGION_MAPPED         /* everything else                             */
};

/* What stands at the end of a line of the map. */
enum mapping_name {
	NAME_NONE,            /* nothing                                     */
	NAME_FILE,            /* a path: it begins with '/'                  */
	NAME_HEAP,            /* [heap], and not a character more            */
	NAME_STACK,           /* [stack], likewise                           */
	NAME_OTHER            /* anything else: [vdso], [anon:...], ...      */
};

/* One line of the map. */
struct mapping {
	uintptr_t start;      /* its first address                           */
	uintptr_t end;        /* the first address behind it                 */
	bool readable;
	bool writable;
	bool executable;      /* its bytes may be run as instructions        */
	bool shared;          /* 's': with other processes, or with a file   */
	enum mapping_name name;
};

enum {
	MAPS_BUFFER = 256,    /* bytes to ask read for                       */
	MAPS_LINE = 128       /* characters of a line that matter, with '\0' */
};

/* A map that is being read. Prepared by maps_open, ended by maps_close. */
struct maps {
	int file;             /* the descriptor that read wants              */
	bool failed;          /* reading failed                              */
	size_t next;          /* bytes[next] is the next one to be used      */
	size_t filled;        /* how many of bytes came from read            */
	char bytes[MAPS_BUFFER];
};

/*
 * The region in words, which nobody may change: "unknown", "none", "text",
 * "read-only data", "data", "bss", "heap", "stack" or "mapped".
 */
const char *region_name(enum region region);

/*
 * Takes one line of a map apart: a string, with or without '\n' at its end.
 * True, with *out filled. False, with *out as it was, when the line does not
 * begin as "start-end permissions " does: two hexadecimal numbers (digits and
 * small letters; capital ones may be taken, too), and four characters, each '-'
 * or the letter of its place (r, w, x), the last one p or s. Numbers always fit.
 * What stands between the permissions and the name are three words, which nobody
 * needs.
 */
bool maps_line(const char *line, struct mapping *out);

/*
 * Opens the map of this process and prepares *maps. False when that can't be
 * done; then there is nothing to close. Each call that said true is answered
 * by one maps_close.
 */
bool maps_open(struct maps *maps);

/*
 * Fills *out with the next mapping; in a map they stand in the order of
 * their addresses. False at the end of the map, and false when read reports
 * an error, with maps->failed set; a line that was read in part is then lost.
 *
 * read may give fewer bytes than it was asked for, so a line may come in
 * pieces, and it may be interrupted (-1, with errno EINTR): then it is asked
 * again. The last line may lack its '\n'. Of a line longer than MAPS_LINE - 1
 * characters the rest is passed over. A line that maps_line refuses is left
 * out.
 */
bool maps_next(struct maps *maps, struct mapping *out);

void maps_close(struct maps *maps);

/*
 * In which region of the map that was just opened does address lie? `stack`
 * is an address that is known to lie on a stack, or 0 if none is known: no
 * mapping holds 0.
 *
 * Of the mapping that holds address, the first line that fits decides:
 *
 *     it holds `stack` too, or is called [stack]            REGION_STACK
 *     it may not be read, written or run                    REGION_NONE
 *     it is called [heap]                                   REGION_HEAP
 *     it is shared                                          REGION_MAPPED
 *     a file's, and writable                                REGION_DATA
 *     executable, and not writable                          REGION_TEXT
 *     a file's                                              REGION_READ_ONLY
 *     without a name, writable, not executable, and it
 *       begins where a mapping of REGION_DATA ends          REGION_BSS
 *     anything else                                         REGION_MAPPED
 *
 * REGION_NONE when no mapping holds it; REGION_UNKNOWN when reading failed
 * before one was found. maps stays open.
 *
 * The map speaks of whole pages and of the files they came from, so some
 * answers are less than one would wish. The bss begins in the middle of the
 * last page of the data, and what lies on that page is called REGION_DATA.
 * Libraries have text, data and bss of their own, which are named the same.
 * And memory from malloc is REGION_HEAP or REGION_MAPPED, as malloc likes.
 */
enum region region_in(struct maps *maps, uintptr_t address, uintptr_t stack);

/*
 * In which region of this process does address lie, now? The mapping in
 * which the caller's own local variables are is REGION_STACK, whatever it is
 * called. REGION_UNKNOWN when the map can't be opened or read. Leaves nothing
 * open.
 */
enum region region_of(const void *address);

/*
 * Do the local variables of a called function lie at lower addresses than
 * those of its caller?
 */
bool stack_grows_down(void);

#endif
