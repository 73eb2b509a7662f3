/*
 * context.c - what the runner hands to a child: BoxFort's contexts and arenas.
 *
 * Both lie in memory that is reserved, shared, before the server is forked,
 * so that every process sees it at the same address and pointers into it
 * mean the same everywhere. The runner writes; a child takes a private copy
 * at the same address, so that nothing a test does to its parameters reaches
 * the runner or the next test. The areas are small and only the pages in use
 * are ever mapped or unmapped: Memcheck's leak check reads through all that
 * is accessible, and its origin tracking walks through all that changes.
 */
#define _GNU_SOURCE 1
#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <valgrind/memcheck.h>

#include <boxfort.h>

#include "rig.h"

#define PAGE       ((size_t)4096)
#define AREA_BYTES ((size_t)4 << 20)
#define ALIGNMENT  ((size_t)16)

/* A reserved range of which the first `open` bytes are accessible. */
struct area {
	char *base;
	size_t used, open;
};

enum { CONTEXT, ARENA, AREAS };
static struct area areas[AREAS];

bool rig_context_reserve(void)
{
	for (int i = 0; i < AREAS; i++) {
		void *base = mmap(NULL, AREA_BYTES, PROT_NONE,
		                  MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE,
		                  -1, 0);

		if (base == MAP_FAILED)
			return false;
		areas[i] = (struct area){ .base = base };
	}
	return true;
}

/* Makes the first `bytes` accessible; false with errno when there are none. */
static bool area_open(struct area *a, size_t bytes)
{
	bytes = (bytes + PAGE - 1) / PAGE * PAGE;
	if (bytes <= a->open)
		return true;
	if (bytes > AREA_BYTES) {
		errno = ENOMEM;
		return false;
	}
	if (mprotect(a->base, bytes, PROT_READ | PROT_WRITE) != 0)
		return false;
	VALGRIND_MAKE_MEM_DEFINED(a->base + a->open, bytes - a->open);
	a->open = bytes;
	return true;
}

/* The next `size` bytes of an area, aligned for any object, or NULL. */
static void *area_take(struct area *a, size_t size)
{
	size_t start = (a->used + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;

	if (size > AREA_BYTES || !area_open(a, start + size))
		return NULL;
	a->used = start + size;
	return a->base + start;
}

void rig_context_used(size_t used[2])
{
	used[0] = areas[CONTEXT].used;
	used[1] = areas[ARENA].used;
}

void rig_context_expect(const size_t used[2])
{
	areas[CONTEXT].used = used[0];
	areas[ARENA].used = used[1];
}

/* ---- contexts: a list of named things ---- */

enum kind { OBJECT, ADDRESS, STATIC };

struct entry {
	struct entry *next;
	enum kind kind;
	void *value;          /* the object's copy; the address; the bytes */
	void *target;         /* STATIC: where the bytes belong            */
	size_t size;
	char name[];
};

struct bxf_context_s {
	struct entry *first;
};

static bool in_child;

int bxf_context_init(bxf_context *ctx)
{
	areas[CONTEXT].used = 0;
	*ctx = area_take(&areas[CONTEXT], sizeof **ctx);
	if (*ctx == NULL)
		return -ENOMEM;
	(*ctx)->first = NULL;
	return 0;
}

int bxf_context_term(bxf_context ctx)
{
	(void)ctx;
	return 0;
}

bxf_context bxf_context_current(void)
{
	return in_child ? (bxf_context)(void *)areas[CONTEXT].base : NULL;
}

static struct entry *add(bxf_context ctx, const char *name, enum kind kind)
{
	size_t length = strlen(name) + 1;
	struct entry *e = area_take(&areas[CONTEXT], sizeof *e + length);

	if (e == NULL)
		return NULL;
	*e = (struct entry){ .next = ctx->first, .kind = kind };
	memcpy(e->name, name, length);
	ctx->first = e;
	return e;
}

static int add_bytes(bxf_context ctx, const char *name, enum kind kind,
                     const void *bytes, size_t size, void *target)
{
	struct entry *e = add(ctx, name, kind);

	if (e == NULL)
		return -ENOMEM;
	e->value = area_take(&areas[CONTEXT], size);
	if (e->value == NULL)
		return -ENOMEM;
	memcpy(e->value, bytes, size);
	e->target = target;
	e->size = size;
	return 0;
}

int bxf_context_addobject(bxf_context ctx, const char *name,
                          const void *bytes, size_t size)
{
	return add_bytes(ctx, name, OBJECT, bytes, size, NULL);
}

int bxf_context_addstatic(bxf_context ctx, const void *bytes, size_t size)
{
	return add_bytes(ctx, "", STATIC, bytes, size, (void *)bytes);
}

/* The one arena is at the same address in every process: nothing to add. */
int bxf_context_addarena(bxf_context ctx, bxf_arena arena)
{
	(void)ctx;
	return (char *)arena == areas[ARENA].base ? 0 : -EINVAL;
}

int bxf_context_addfnaddr(bxf_context ctx, const char *name, void (*fn)(void))
{
	struct entry *e = add(ctx, name, ADDRESS);

	if (e == NULL)
		return -ENOMEM;
	memcpy(&e->value, &fn, sizeof fn);
	return 0;
}

static struct entry *find(bxf_context ctx, const char *name, enum kind kind)
{
	struct entry *e = ctx->first;

	while (e != NULL && (e->kind != kind || strcmp(e->name, name) != 0))
		e = e->next;
	return e;
}

/* 1 when found, 0 when not; *object then is what it was. */
int bxf_context_getobject(bxf_context ctx, const char *name, void **object)
{
	struct entry *e = find(ctx, name, OBJECT);

	if (e == NULL)
		return 0;
	*object = e->value;
	return 1;
}

int bxf_context_getfnaddr(bxf_context ctx, const char *name, void (**fn)(void))
{
	struct entry *e = find(ctx, name, ADDRESS);

	if (e == NULL)
		return 0;
	memcpy(fn, &e->value, sizeof *fn);
	return 1;
}

/* Replaces the shared pages in use by private ones with the same bytes. */
static bool area_adopt(struct area *a)
{
	size_t used = a->used;
	char *copy, *own;

	a->open = 0;
	if (used == 0)
		return true;
	if (!area_open(a, used) || a->open == 0)
		return false;
	copy = mmap(NULL, a->open, PROT_READ | PROT_WRITE,
	            MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (copy == MAP_FAILED)
		return false;
	memcpy(copy, a->base, used);
	own = mmap(a->base, a->open, PROT_READ | PROT_WRITE,
	           MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
	if (own == MAP_FAILED)
		return false;
	memcpy(own, copy, used);
	return munmap(copy, a->open) == 0;
}

bool rig_context_adopt(void)
{
	bxf_context ctx = (bxf_context)(void *)areas[CONTEXT].base;

	for (int i = 0; i < AREAS; i++)
		if (!area_adopt(&areas[i]))
			return false;
	in_child = true;
	for (struct entry *e = ctx->first; e != NULL; e = e->next)
		if (e->kind == STATIC)
			memcpy(e->target, e->value, e->size);
	return true;
}

bool rig_context_borrow(bool fill(bxf_context ctx), bxf_fn *fn)
{
	struct area kept[AREAS];
	bxf_context ctx;
	bool done = false;

	memcpy(kept, areas, sizeof kept);
	if (rig_context_reserve() && bxf_context_init(&ctx) == 0 && fill(ctx)
	    && rig_context_adopt()) {
		(void)fn();
		done = true;
	}
	for (int i = 0; i < AREAS; i++)
		if (areas[i].base != kept[i].base)
			munmap(areas[i].base, AREA_BYTES);
	memcpy(areas, kept, sizeof areas);
	in_child = false;
	return done;
}

/* ---- the arena behind cr_malloc: parameters are built in it ---- */

struct bxf_arena_s {
	size_t blocks;     /* handed out so far */
};

/* Each block is preceded by its size. A bxf_ptr counts from the arena. */
struct block {
	_Alignas(16) size_t size;
};

int bxf_arena_init(size_t initial, int flags, bxf_arena *arena)
{
	(void)initial;
	(void)flags;
	areas[ARENA].used = 0;
	*arena = area_take(&areas[ARENA], sizeof **arena);
	if (*arena == NULL)
		return -ENOMEM;
	(*arena)->blocks = 0;
	return 0;
}

/* BXF_ARENA_KEEPMAPPED: late readers of parameters must still find them. */
int bxf_arena_term(bxf_arena *arena)
{
	*arena = NULL;
	return 0;
}

bxf_ptr bxf_arena_alloc(bxf_arena *arena, size_t size)
{
	struct block *b;

	if (*arena == NULL)
		return -EINVAL;    /* a test, not a parameter function, asks */
	if (size > AREA_BYTES)
		return -ENOMEM;
	b = area_take(&areas[ARENA], sizeof *b + size);
	if (b == NULL)
		return -ENOMEM;
	b->size = size;
	(*arena)->blocks++;
	return (char *)(b + 1) - areas[ARENA].base;
}

bxf_ptr bxf_arena_realloc(bxf_arena *arena, bxf_ptr ptr, size_t size)
{
	char *old = (char *)*arena + ptr;
	size_t old_size;
	bxf_ptr moved;

	if (*arena == NULL || ptr <= 0)
		return bxf_arena_alloc(arena, size);
	old_size = ((struct block *)(void *)old - 1)->size;
	moved = bxf_arena_alloc(arena, size);
	if (moved > 0)
		memcpy((char *)*arena + moved, old,
		       old_size < size ? old_size : size);
	return moved;
}

/* Parameters are few and die with the program: nothing is reused. */
int bxf_arena_free(bxf_arena *arena, bxf_ptr ptr)
{
	(void)arena;
	(void)ptr;
	return 0;
}

void *bxf_arena_ptr(bxf_arena arena, bxf_ptr ptr)
{
	return (char *)arena + ptr;
}
