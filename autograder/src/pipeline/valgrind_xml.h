/*
 * valgrind_xml.h - what Memcheck wrote about one process.
 *
 * Reads Valgrind's XML (protocol 4). The file of a process that was killed
 * ends in the middle: what was whole until there counts. Strings belong to
 * the report; NULL means that Valgrind did not know.
 */
#ifndef VALGRIND_XML_H
#define VALGRIND_XML_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct vg_frame {
	char *fn, *dir, *file, *obj;
	int line;                  /* 0: unknown                               */
};

struct vg_stack {
	struct vg_frame *frames;   /* innermost first                          */
	size_t count;
};

/* A remark on an error ("Address ... is 0 bytes after a block ..."), with
   the stack that it introduces, if any. */
struct vg_remark {
	char *text;
	struct vg_stack stack;
};

#define VG_SIGNAL  "FatalSignal"
#define VG_MESSAGE "ClientMessage"

struct vg_error {
	char *kind;                /* as Valgrind names it, VG_SIGNAL when a
	                              signal ended the process, VG_MESSAGE for
	                              a message from the program itself; NULL:
	                              it has none                              */
	char *what;                /* Valgrind's sentence; the signal's event  */
	unsigned long long unique;
	unsigned count;            /* how often it happened; at least 1        */
	uint64_t leaked_bytes, leaked_blocks;
	int signal;                /* of VG_SIGNAL                             */
	uint64_t address;          /* of VG_SIGNAL: the address it is about    */
	struct vg_stack stack;
	struct vg_remark *remarks;
	size_t remarks_count;
};

/* Errors are compared with each other. Valgrind itself goes on for a thousand
   different ones; leaks come on top. */
#define VG_ERRORS_MAX 4000

struct vg_report {
	long pid, ppid;            /* 0: the file ended before it was told     */
	bool complete;             /* the process told its end                 */
	struct vg_error *errors;
	size_t count;
};

/*
 * Reads path, at most limit bytes of it. keep tells whether an error is worth
 * its memory (NULL: all are), and none behind VG_ERRORS_MAX is. A program may find
 * the file and write to it: so there are limits, and nothing is read behind a
 * declaration of entities, which Valgrind never writes. False with errno set when
 * the file can't be read; a broken file is not an error, see complete.
 */
bool vg_report_read(const char *path, size_t limit,
                    bool keep(const struct vg_error *error),
                    struct vg_report *report);
void vg_report_free(struct vg_report *report);

/* dir and file of a frame as one path, for the caller to free; NULL: unknown. */
char *vg_frame_path(const struct vg_frame *frame);

#endif
