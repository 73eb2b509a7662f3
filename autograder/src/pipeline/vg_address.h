/*
 * vg_address.h - what Memcheck says about an address, and about frames.
 */
#ifndef VG_ADDRESS_H
#define VG_ADDRESS_H

#include "pipeline/pipeline.h"
#include "pipeline/valgrind_xml.h"

enum area {
	AREA_NONE,                 /* nothing is there, or nothing is known    */
	AREA_HEAP, AREA_STACK, AREA_STATIC,
	AREA_CONSTANT,             /* read-only: a string literal, code        */
	AREA_MAPPED                /* anonymous mapping: an arena of our own   */
};

/* "Address 0x4a42068 is 0 bytes after a block of size 40 alloc'd", read. */
struct vg_address {
	bool told;                 /* Memcheck spoke of an address at all      */
	uint64_t address;
	enum area area;
	uint64_t size;             /* AREA_HEAP: of the block                  */
	int64_t offset;            /* from the block's (or symbol's) start     */
	bool freed;
	bool between;              /* in the room around the program's blocks  */
	bool client;               /* a block that the fence told Memcheck of  */
	bool below_stack;          /* in a frame that was left already         */
	char symbol[64];           /* AREA_STATIC: the variable, or ""         */
	char owner[64];            /* AREA_STACK: the function whose frame it
	                              is, or ""                               */
	const struct vg_stack *allocated, *released;   /* NULL: not told       */
};

void vg_address_read(const struct vg_error *error, struct vg_address *out);

enum frame_role {
	FRAME_LIBRARY,             /* libraries, Criterion, the rig            */
	FRAME_TEST,                /* the course's tests, support and parts    */
	FRAME_STUDENT
};
enum frame_role frame_role(const struct grading *g,
                           const struct vg_frame *frame);

/* Index of the first frame of that role; stack->count when there is none. */
size_t stack_first(const struct grading *g, const struct vg_stack *stack,
                   enum frame_role role);

/*
 * The stack from frame index from outward, without the libraries' and the
 * rig's frames at its outer end. Held-back tests show no place.
 */
frame_list stack_frames(const struct grading *g, const struct vg_stack *stack,
                        size_t from);

#endif
