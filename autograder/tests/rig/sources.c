/*
 * sources.c - what every page source promises to an allocator. Linked once
 * with each of pages.c, pages_system.c and pages_sbrk.c; each test is a process
 * of its own, so it begins with an empty arena.
 *
 * Suite "source" is also run under Memcheck, by which limits are not heeded, and
 * for which new bytes of sbrk are undefined.
 */
#define _DEFAULT_SOURCE 1
#include <signal.h>
#include <stdint.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "pages.h"

static bool all_are(const unsigned char *at, size_t bytes, unsigned char value)
{
	for (size_t i = 0; i < bytes; i++)
		if (at[i] != value)
			return false;
	return true;
}

static size_t arena_bytes(void)
{
	return (size_t)((char *)pages_hi() - (char *)pages_lo());
}

Test(source, has_nothing_at_first)
{
	cr_assert(zero(ptr, pages_lo()));
	cr_assert(zero(ptr, pages_hi()));
	cr_assert(not(pages_shrink(16)));
}

Test(source, continues)
{
	unsigned char *a = pages_grow(48), *b = pages_grow(70000), *c = pages_grow(16);

	cr_assert(eq(sz, (uintptr_t)a % 16, 0));
	cr_assert(b == a + 48 && c == b + 70000);
	cr_assert(all_are(a, 48 + 70000 + 16, 0));
	memset(a, 0xff, 48 + 70000 + 16);
	cr_assert(a == pages_lo() && c + 16 == pages_hi());
}

Test(source, gives_back_and_grows_zeros)
{
	static const size_t backs[] = { 16, 4096, 65536, 70000, 100000, 150000 };
	unsigned char *a = pages_grow(150000);

	for (size_t i = 0; i < sizeof backs / sizeof *backs; i++) {
		memset(a, 0xff, 150000);
		cr_assert(pages_shrink(backs[i]));
		cr_assert(eq(sz, arena_bytes(), 150000 - backs[i]));
		cr_assert(all_are(a, 150000 - backs[i], 0xff), "what is left has changed");
		cr_assert(pages_grow(backs[i]) == a + 150000 - backs[i]);
		cr_assert(all_are(a + 150000 - backs[i], backs[i], 0),
		          "%zu bytes came again, and are not zero", backs[i]);
	}
}

Test(source, gives_back_in_small_steps)
{
	unsigned char *a = pages_grow(16384);

	memset(a, 0xff, 16384);
	for (size_t left = 16384; left > 0; left -= 32) {
		cr_assert(pages_shrink(16));
		cr_assert(pages_shrink(16));
	}
	cr_assert(eq(sz, arena_bytes(), 0));
	cr_assert(pages_grow(16384) == a, "an empty arena begins where it was");
	cr_assert(all_are(a, 16384, 0));
}

Test(source, keeps_what_it_has_not)
{
	pages_grow(64);
	cr_assert(not(pages_shrink(80)));
	cr_assert(not(pages_shrink(SIZE_MAX - 15)));
	cr_assert(eq(sz, arena_bytes(), 64));
	cr_assert(pages_shrink(64));
	cr_assert(not(pages_shrink(16)));
}

Test(source, refuses_what_nobody_has)
{
	unsigned char *a = pages_grow(64);

	a[63] = 7;
	cr_assert(zero(ptr, pages_grow((size_t)1 << 50)));
	cr_assert(zero(ptr, pages_grow(SIZE_MAX - 15)));
	cr_assert(zero(ptr, pages_grow((size_t)INTPTR_MAX + 1)));
	cr_assert(eq(sz, arena_bytes(), 64));
	cr_assert(pages_grow(16) == a + 64, "and goes on afterwards");
	cr_assert(eq(int, a[63], 7));
}

Test(source, maps_outside_the_arena)
{
	unsigned char *a = pages_grow(64);
	unsigned char *m = pages_map(4112), *n = pages_map(1 << 19), *o = pages_map(16);

	cr_assert(m != NULL && n != NULL && o != NULL);
	cr_assert(eq(sz, ((uintptr_t)m | (uintptr_t)n | (uintptr_t)o) % 16, 0));
	cr_assert(all_are(m, 4112, 0) && all_are(n, 1 << 19, 0) && all_are(o, 16, 0));
	memset(m, 'm', 4112);
	memset(n, 'n', 1 << 19);
	memset(o, 'o', 16);
	cr_assert(pages_grow(64) == a + 64 && all_are(a, 128, 0), "the arena goes on");
	pages_unmap(n, 1 << 19);
	cr_assert(all_are(m, 4112, 'm') && all_are(o, 16, 'o'));
	pages_unmap(m, 4112);
	pages_unmap(o, 16);
	cr_assert(eq(sz, arena_bytes(), 128));
}

Test(source, maps_zeros_each_time)
{
	for (int i = 0; i < 20; i++) {
		unsigned char *m = pages_map(70000);

		cr_assert(all_are(m, 70000, 0));
		memset(m, 0xff, 70000);
		pages_unmap(m, 70000);
	}
}

Test(source, remaps_what_was_there)
{
	static const size_t sizes[] = { 5008, 1 << 19, 1040, 1040, 70000, 16 };
	size_t now = 1040;
	unsigned char *m = pages_map(now);

	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		memset(m, 'a' + (int)i, now);
		m = pages_remap(m, now, sizes[i]);
		cr_assert(not(zero(ptr, m)));
		cr_assert(all_are(m, now < sizes[i] ? now : sizes[i],
		                  (unsigned char)('a' + i)));
		now = sizes[i];
	}
	pages_unmap(m, now);
}

Test(source, refuses_mappings_that_nobody_has)
{
	unsigned char *m = pages_map(64);

	m[63] = 7;
	cr_assert(zero(ptr, pages_map((size_t)1 << 50)));
	cr_assert(zero(ptr, pages_map(SIZE_MAX - 15)));
	cr_assert(zero(ptr, pages_remap(m, 64, (size_t)1 << 50)));
	cr_assert(eq(int, m[63], 7));
	pages_unmap(m, 64);
}

/* By RLIMIT_DATA, which counts what is writable and not what is reserved. */
Test(limits, say_no)
{
	struct rlimit limit = { 512 << 10, 512 << 10 };
	size_t got = 0;

#ifdef SOURCE_PAGES                     /* has a limit of its own */
	pages_reset(512 << 10);
#endif
	pages_grow(16);
	setrlimit(RLIMIT_DATA, &limit);
	for (unsigned char *at; got < 1000 && (at = pages_grow(16384)) != NULL; got++)
		at[16383] = 1;
	cr_assert(got < 40, "%zu times 16 KiB under a limit of 512 KiB", got);
}

Test(source, closes_what_was_given_back, .signal = SIGSEGV)
{
	unsigned char *a = pages_grow(1 << 18);

	pages_shrink(1 << 18);
	a[1 << 17] = 1;
}

Test(source, closes_what_was_unmapped, .signal = SIGSEGV)
{
	unsigned char *m = pages_map(1 << 18);

	pages_unmap(m, 1 << 18);
	m[1 << 17] = 1;
}

Test(source, is_closed_behind_its_end, .signal = SIGSEGV)
{
	unsigned char *a = pages_grow(1 << 16);

	a[(1 << 16) + (1 << 18)] = 1;
}

#ifndef SOURCE_PAGES                    /* there it fails the test: tools.c */
Test(source, wants_multiples_of_16, .signal = SIGABRT)
{
	pages_grow(100);
}

Test(source, wants_more_than_none, .signal = SIGABRT)
{
	pages_grow(16);
	pages_shrink(0);
}

Test(source, maps_multiples_of_16, .signal = SIGABRT)
{
	pages_map(8);
}
#endif

#ifdef SOURCE_SYSTEM
/* A limit on addresses: the range to reserve gets smaller. */
Test(limits, leave_fewer_addresses)
{
	struct rlimit limit = { (rlim_t)1 << 30, (rlim_t)1 << 30 };

	setrlimit(RLIMIT_AS, &limit);
	unsigned char *a = pages_grow(1 << 20);
	cr_assert(not(zero(ptr, a)));
	a[(1 << 20) - 1] = 1;
	cr_assert(zero(ptr, pages_grow((size_t)1 << 31)));
	cr_assert(pages_grow(16) == a + (1 << 20));
}

/* Nobody else gets addresses inside the range. */
Test(system, does_not_mind_others)
{
	unsigned char *a = pages_grow(64);

	sbrk(4096);
	cr_assert(pages_grow(64) == a + 64);
	cr_assert(pages_shrink(128));
}
#endif

#ifdef SOURCE_SBRK
Test(sbrk, notices_a_foreign_move)
{
	unsigned char *a = pages_grow(4096);
	unsigned char *foreign = sbrk(64);

	cr_assert(foreign == a + 4096);
	memset(foreign, 'f', 64);
	cr_assert(zero(ptr, pages_grow(16)), "there would be a gap");
	cr_assert(not(pages_shrink(16)), "that would take somebody else's");
	cr_assert(eq(sz, arena_bytes(), 4096));
	cr_assert(all_are(foreign, 64, 'f'));
	sbrk(-64);
	unsigned char *b = pages_grow(128);
	cr_assert(b == a + 4096, "the break has come back, so it goes on");
	cr_assert(all_are(b, 128, 0), "what the other left there is cleared");
}

Test(sbrk, begins_at_a_multiple_of_16)
{
	size_t past = (uintptr_t)sbrk(0) % 16;

	sbrk((intptr_t)(16 - past) % 16 + 5);   /* the break is 5 past one now */
	cr_assert(eq(sz, (uintptr_t)pages_grow(16) % 16, 0));
	cr_assert(pages_hi() == sbrk(0));
}
#endif
