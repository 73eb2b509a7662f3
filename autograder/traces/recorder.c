/*
 * recorder.c - a library that notes what a program asks of malloc.
 *
 *     TRACE_TO=FILE LD_PRELOAD=.../recorder.so PROGRAM...
 *
 * writes a trace (trace.h) to FILE while the program runs as ever. Only the process
 * whose program is called TRACE_OF is recorded (default: each, and the last one to
 * start has the file), and only its first TRACE_MOST requests (default 20000).
 * Children that it forks are not.
 *
 * calloc is noted as an allocation of its product, and so are the aligned ones,
 * of their size: the form has no word for alignment. A block's name is the
 * lowest number that no block has at that moment.
 *
 * It stands on glibc's own names for its allocator (__libc_malloc and so on), so
 * that nothing has to be looked up while the program is still being loaded.
 */
#define _GNU_SOURCE 1
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *block, size_t size);
void *__libc_memalign(size_t alignment, size_t size);
void __libc_free(void *block);

enum { SLOTS = 1 << 18, NAMES = 1 << 17 };

/* Open addressing; a block that went leaves its place to the next of that hash. */
struct slot {
	void *block;               /* NULL: never used; GONE: may be used again */
	uint32_t name;
};
#define GONE ((void *)&gone)

static char gone;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct slot *slots;
static bool *taken;                /* by name                                 */
static uint32_t lowest;            /* no name below it is free                */
static int to = -1;
static size_t most = 20000, noted;
static char buffer[1 << 16];
static size_t filled;

/* ---- writing ---- */

static void flush(void)
{
	for (size_t done = 0; done < filled;) {
		ssize_t wrote = write(to, buffer + done, filled - done);

		if (wrote < 0 && errno != EINTR)
			break;
		done += wrote > 0 ? (size_t)wrote : 0;
	}
	filled = 0;
}

static void stop(void)
{
	if (to >= 0) {
		flush();
		close(to);
	}
	to = -1;
}

/* printf could ask for memory. */
static void put_number(size_t number)
{
	char digits[24];
	size_t count = 0;

	do
		digits[count++] = (char)('0' + number % 10);
	while ((number /= 10) > 0);
	buffer[filled++] = ' ';
	while (count > 0)
		buffer[filled++] = digits[--count];
}

static void note(char what, uint32_t name, const size_t *size)
{
	if (filled + 64 > sizeof buffer)
		flush();
	buffer[filled++] = what;
	put_number(name);
	if (size != NULL)
		put_number(*size);
	buffer[filled++] = '\n';
	if (++noted >= most)
		stop();
}

/* ---- names ---- */

static struct slot *find(const void *block)
{
	size_t i = (size_t)((uintptr_t)block >> 4) * 0x9e3779b1u & (SLOTS - 1);

	while (slots[i].block != NULL && slots[i].block != block)
		i = (i + 1) & (SLOTS - 1);
	return slots[i].block == block ? &slots[i] : NULL;
}

static void enter(void *block, uint32_t name)
{
	size_t i = (size_t)((uintptr_t)block >> 4) * 0x9e3779b1u & (SLOTS - 1);

	while (slots[i].block != NULL && slots[i].block != GONE)
		i = (i + 1) & (SLOTS - 1);
	slots[i] = (struct slot){ block, name };
}

/* False when there are too many blocks at once; then recording ends. */
static bool new_name(uint32_t *name)
{
	while (lowest < NAMES && taken[lowest])
		lowest++;
	if (lowest == NAMES) {
		stop();
		return false;
	}
	taken[lowest] = true;
	*name = lowest;
	return true;
}

static void came(void *block, size_t size)
{
	uint32_t name;

	if (block == NULL || !new_name(&name))
		return;
	enter(block, name);
	note('a', name, &size);
}

static void went(struct slot *slot)
{
	uint32_t name = slot->name;

	slot->block = GONE;
	taken[name] = false;
	if (name < lowest)
		lowest = name;
	note('f', name, NULL);
}

/* A block from before the recording is a new one to the trace. */
static void moved(struct slot *slot, void *now, size_t size)
{
	uint32_t name;

	if (slot == NULL) {
		came(now, size);
		return;
	}
	name = slot->name;
	slot->block = GONE;
	enter(now, name);
	note('r', name, &size);
}

/* ---- beginning ---- */

static void in_child(void)
{
	if (to >= 0)
		close(to);      /* without the parent's buffer */
	to = -1;
	pthread_mutex_init(&lock, NULL);
}

static void before_fork(void)
{
	pthread_mutex_lock(&lock);
}

static void in_parent(void)
{
	pthread_mutex_unlock(&lock);
}

__attribute__((constructor)) static void begin(void)
{
	const char *path = getenv("TRACE_TO"), *of = getenv("TRACE_OF");
	const char *limit = getenv("TRACE_MOST");

	if (path == NULL || (of != NULL && strcmp(of, program_invocation_short_name) != 0))
		return;
	if (limit != NULL)
		most = strtoull(limit, NULL, 10);
	slots = mmap(NULL, SLOTS * sizeof *slots + NAMES, PROT_READ | PROT_WRITE,
	             MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (slots == MAP_FAILED || pthread_atfork(before_fork, in_parent, in_child) != 0)
		return;
	taken = (bool *)(void *)(slots + SLOTS);
	to = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
}

__attribute__((destructor)) static void end(void)
{
	pthread_mutex_lock(&lock);
	stop();
	pthread_mutex_unlock(&lock);
}

/* ---- what the program calls ---- */
/* NOLINTBEGIN(readability-inconsistent-declaration-parameter-name): glibc's have __ */

static void *came_in(void *block, size_t size)
{
	if (to >= 0) {
		pthread_mutex_lock(&lock);
		if (to >= 0)
			came(block, size);
		pthread_mutex_unlock(&lock);
	}
	return block;
}

void *malloc(size_t size)
{
	return came_in(__libc_malloc(size), size);
}

void *calloc(size_t count, size_t size)
{
	return came_in(__libc_calloc(count, size), count * size);
}

void *memalign(size_t alignment, size_t size)
{
	return came_in(__libc_memalign(alignment, size), size);
}

void *aligned_alloc(size_t alignment, size_t size)
{
	return memalign(alignment, size);
}

int posix_memalign(void **block, size_t alignment, size_t size)
{
	void *made = memalign(alignment, size);

	if (made == NULL)
		return ENOMEM;
	*block = made;
	return 0;
}

/* The line is written before the block goes, or another thread might get it first. */
void free(void *block)
{
	if (to >= 0 && block != NULL) {
		struct slot *slot;

		pthread_mutex_lock(&lock);
		slot = to >= 0 ? find(block) : NULL;
		if (slot != NULL)
			went(slot);
		pthread_mutex_unlock(&lock);
	}
	__libc_free(block);
}

void *realloc(void *block, size_t size)
{
	struct slot *slot;
	void *now;

	if (block == NULL)
		return malloc(size);
	if (size == 0) {
		free(block);
		return NULL;
	}
	if (to < 0)
		return __libc_realloc(block, size);
	pthread_mutex_lock(&lock);
	slot = to >= 0 ? find(block) : NULL;
	now = __libc_realloc(block, size);
	if (now != NULL && to >= 0)
		moved(slot, now, size);
	pthread_mutex_unlock(&lock);
	return now;
}

void *reallocarray(void *block, size_t count, size_t size)
{
	if (size != 0 && count > SIZE_MAX / size) {
		errno = ENOMEM;
		return NULL;
	}
	return realloc(block, count * size);   /* NOLINT(*UnixAPI): 0 is its business */
}
/* NOLINTEND(readability-inconsistent-declaration-parameter-name) */
