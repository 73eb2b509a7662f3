/*
 * pool.c - do several things at once, a few at a time.
 */
#include "base/pool.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>

#define WIDTH_MAX 8

struct pool {
	atomic_size_t next;
	size_t count;
	pool_work *work;
	void *context;
};

size_t pool_width(void)
{
	cpu_set_t cores;

	if (sched_getaffinity(0, sizeof cores, &cores) != 0)
		return 1;
	return CPU_COUNT(&cores) > 0 ? (size_t)CPU_COUNT(&cores) : 1;
}

static void *take_turns(void *arg)
{
	struct pool *p = arg;

	for (size_t i; (i = atomic_fetch_add(&p->next, 1)) < p->count;)
		p->work(p->context, i);
	return NULL;
}

void pool_run(size_t count, size_t width, pool_work *work, void *context)
{
	struct pool p = { .count = count, .work = work, .context = context };
	pthread_t threads[WIDTH_MAX];
	size_t started = 0;

	atomic_init(&p.next, 0);
	if (width == 0)
		width = pool_width();
	if (width > count)
		width = count;
	/* The caller's own thread is one of them; fewer do as well. */
	while (started + 1 < width && started < WIDTH_MAX &&
	       pthread_create(&threads[started], NULL, take_turns, &p) == 0)
		started++;
	take_turns(&p);
	for (size_t i = 0; i < started; i++)
		pthread_join(threads[i], NULL);
}
