/*
 * Held-back tests of stage 01: other lines, other processes, and worse days
 * for read.
 */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>

#include "recorded.h"
#include "regions.h"

/* ---- maps_line ---------------------------------------------------------- */

static enum mapping_name name_behind(const char *name)
{
	struct mapping m;
	char line[200];

	(void)snprintf(line, sizeof line, "7f00-8f00 rw-p 00000000 00:2d 99   %s\n",
	               name);
	cr_assert(maps_line(line, &m), "maps_line should say true to \"%s\"", line);
	return m.name;
}

Test(maps_line, takes_labels_to_the_letter)
{
	cr_assert(eq(int, name_behind("[heap]"), NAME_HEAP), "[heap]");
	cr_assert(eq(int, name_behind("[stack:4711]"), NAME_OTHER), "[stack:4711]");
	cr_assert(eq(int, name_behind("[heaps]"), NAME_OTHER), "[heaps]");
	cr_assert(eq(int, name_behind("[heap] 2"), NAME_OTHER), "[heap] 2");
	cr_assert(eq(int, name_behind("[stac"), NAME_OTHER), "[stac");
	cr_assert(eq(int, name_behind("[anon: heap]"), NAME_OTHER), "[anon: heap]");
	cr_assert(eq(int, name_behind("anon_inode:[io_uring]"), NAME_OTHER),
	          "anon_inode:[io_uring]");
	cr_assert(eq(int, name_behind("/memfd:cover (deleted)"), NAME_FILE),
	          "/memfd:cover (deleted)");
	cr_assert(eq(int, name_behind("/"), NAME_FILE), "/");
}

Test(maps_line, reads_all_permissions_there_are)
{
	for (unsigned set = 0; set < 16; set++) {
		struct mapping m;
		char line[100];

		(void)snprintf(line, sizeof line, "a0-b0 %c%c%c%c 00000000 00:00 0\n",
		               set & 1 ? 'r' : '-', set & 2 ? 'w' : '-',
		               set & 4 ? 'x' : '-', set & 8 ? 's' : 'p');
		cr_assert(maps_line(line, &m), "should say true to \"%s\"", line);
		cr_assert(eq(int, m.readable, (set & 1) != 0), "%s", line);
		cr_assert(eq(int, m.writable, (set & 2) != 0), "%s", line);
		cr_assert(eq(int, m.executable, (set & 4) != 0), "%s", line);
		cr_assert(eq(int, m.shared, (set & 8) != 0), "%s", line);
	}
}

Test(maps_line, leaves_out_alone_when_it_refuses)
{
	static const char *const others[] = {
		"Naima", "1000", "1000-2000", "1000-2000 rw-", "1000-2000 rw-q 0 0:0 0",
		"1000-2000 xwrp 0 0:0 0", "1000:2000 rw-p 0 0:0 0",
		"1000-2000 rw-p", "1000-2000 rw-p\n", " 1000-2000 rw-p 0 0:0 0",
		"1000- 2000 rw-p 0 0:0 0", "+1000-2000 rw-p 0 0:0 0",
		"0x1000-2000 rw-p 0 0:0 0", "1000-0x2000 rw-p 0 0:0 0",
	};
	struct mapping m;

	cr_assert(maps_line("abc0-def0 r--p 0 fe:00 5 /a\n", &m),
	          "a line of a map, though a short one");
	for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
		cr_assert(not(maps_line(others[i], &m)),
		          "maps_line should say false to \"%s\"", others[i]);
		cr_assert(eq(sz, m.start, 0xabc0), "start, after \"%s\"", others[i]);
		cr_assert(eq(sz, m.end, 0xdef0), "end, after \"%s\"", others[i]);
		cr_assert(eq(int, m.writable, false), "writable, after \"%s\"", others[i]);
		cr_assert(eq(int, m.name, NAME_FILE), "name, after \"%s\"", others[i]);
	}
}

/* ---- maps_next ---------------------------------------------------------- */

static void start(struct maps *maps)
{
	if (!maps_open(maps))
		cr_assert(false, "maps_open should say true: the map is there");
}

/* A number that depends on every member of every mapping. */
static size_t digest(void)
{
	struct maps maps;
	struct mapping m;
	size_t sum = 17, mappings = 0;

	start(&maps);
	while (maps_next(&maps, &m) && mappings++ < 200)
		sum = sum * 31 + m.start * 7 + m.end * 3 + m.readable +
		      2u * m.writable + 4u * m.executable + 8u * m.shared +
		      16u * (unsigned)m.name;
	maps_close(&maps);
	return sum;
}

Test(maps_next, gives_the_same_whatever_read_gives)
{
	map_is(map_under_memcheck);
	size_t whole = digest();

	for (size_t most = 1; most <= 260; most += most < 90 ? 11 : 37) {
		map_is(map_under_memcheck);
		reads_give_at_most(most);
		reads_are_interrupted();
		cr_assert(eq(sz, digest(), whole),
		          "all mappings, when read gives at most %zu bytes", most);
	}
	map_is("1000-2000 rw-p 0 00:00 0\n");
	cr_assert(ne(sz, digest(), whole), "another map has other mappings");
}

Test(maps_next, knows_the_end_from_a_byte)
{
	struct maps maps;
	struct mapping m;

	map_is("1000-2000 r-xp 0 fe:00 17 /na\xefve \xff\xffve\n"
	       "3000-4000 rw-p 0 00:00 0 [heap]\n");
	start(&maps);
	cr_assert(maps_next(&maps, &m), "a path with the byte 255");
	cr_assert(maps_next(&maps, &m), "the line behind it");
	cr_assert(eq(sz, m.start, 0x3000), "behind a path with the byte 255");
	maps_close(&maps);
}

Test(maps_next, cuts_lines_of_every_length)
{
	for (size_t length = 110; length <= 270; length++) {
		struct maps maps;
		struct mapping m;
		char text[400];
		size_t n = (size_t)snprintf(text, sizeof text,
		                            "1000-2000 r-xp 0 fe:00 17 /");

		while (n < length)
			text[n++] = 'a';
		(void)snprintf(text + n, sizeof text - n,
		               "\n3000-4000 rw-p 0 00:00 0 [heap]\n");
		map_is(text);
		start(&maps);
		cr_assert(maps_next(&maps, &m), "a line of %zu characters", length);
		cr_assert(eq(int, m.name, NAME_FILE), "its name");
		cr_assert(maps_next(&maps, &m), "the line behind it");
		cr_assert(eq(sz, m.start, 0x3000), "behind %zu characters", length);
		cr_assert(eq(int, m.name, NAME_HEAP), "its name");
		maps_close(&maps);
	}
	/* Just long enough, with the name at the very end. */
	struct maps maps;
	struct mapping m;
	char text[200];

	(void)snprintf(text, sizeof text, "%-*s%s\n", MAPS_LINE - 1 - 6,
	               "1000-2000 rw-p 0 00:00 0", "[heap]");
	map_is(text);
	start(&maps);
	cr_assert(maps_next(&maps, &m), "a line of %d characters", MAPS_LINE - 1);
	cr_assert(eq(int, m.name, NAME_HEAP), "its last six are [heap]");
	maps_close(&maps);
}

Test(maps_next, leaves_out_what_is_no_line)
{
	struct maps maps;
	struct mapping m;

	map_is("\nNaima\n1000-2000 r-xp 0 fe:00 17 /bin/radio\n\n\nno-map\n"
	       "3000-4000 rw-p 0 00:00 0\nend\n");
	start(&maps);
	cr_assert(maps_next(&maps, &m), "there is a first mapping");
	cr_assert(eq(sz, m.start, 0x1000), "the first mapping");
	cr_assert(maps_next(&maps, &m), "there is a second mapping");
	cr_assert(eq(sz, m.start, 0x3000), "the second mapping");
	cr_assert(not(maps_next(&maps, &m)), "and no third");
	cr_assert(eq(int, maps.failed, false), "which is no failure");
	maps_close(&maps);
}

Test(maps_next, gives_no_half_of_a_line)
{
	struct maps maps;
	struct mapping m;

	map_is("1000-2000 r-xp 0 fe:00 17 /bin/radio\n"
	       "3000-4000 rw-p 0 00:00 0 [heap]\n");
	reads_fail_after(37 + 29);      /* behind "[hea" of the second */
	start(&maps);
	cr_assert(maps_next(&maps, &m), "the first line is whole");
	cr_assert(not(maps_next(&maps, &m)), "the second is not");
	cr_assert(eq(int, maps.failed, true), "maps.failed");
	maps_close(&maps);
	map_is(map_of_old);
	reads_fail_after(0);
	start(&maps);
	cr_assert(not(maps_next(&maps, &m)), "not a byte could be read");
	cr_assert(eq(int, maps.failed, true), "maps.failed");
	maps_close(&maps);
}

/* ---- region_in ---------------------------------------------------------- */

static char *in(const char *text, uintptr_t address, uintptr_t stack)
{
	struct maps maps;

	map_is(text);
	start(&maps);
	enum region region = region_in(&maps, address, stack);
	maps_close(&maps);
	return word(region);
}

Test(region_in, knows_a_program_at_a_fixed_place)
{
	cr_assert(eq(str, in(map_of_old, 0x4011e9, 0), "text"), "main");
	cr_assert(eq(str, in(map_of_old, 0x40206d, 0), "read-only data"), "a literal");
	cr_assert(eq(str, in(map_of_old, 0x404070, 0), "data"), "seconds");
	cr_assert(eq(str, in(map_of_old, 0x40a000, 0), "bss"), "photo");
	cr_assert(eq(str, in(map_of_old, 0x200bf2a0, 0), "heap"), "from malloc");
	cr_assert(eq(str, in(map_of_old, 0x7ffedd13c4f0, 0), "stack"), "a local");
	cr_assert(eq(str, in(map_of_lone, 0x4016e8, 0), "text"), "main");
	cr_assert(eq(str, in(map_of_lone, 0x48b06d, 0), "read-only data"), "a literal");
	cr_assert(eq(str, in(map_of_lone, 0x4b90f0, 0), "data"), "seconds");
	cr_assert(eq(str, in(map_of_lone, 0x4bd000, 0), "bss"), "photo");
	cr_assert(eq(str, in(map_of_lone, 0x9803710, 0), "heap"), "from malloc");
	cr_assert(eq(str, in(map_of_lone, 0x7ffd4291a700, 0), "stack"), "a local");
}

Test(region_in, knows_a_program_under_memcheck)
{
	const uintptr_t local = 0x1fff0002f0;

	cr_assert(eq(str, in(map_under_memcheck, 0x1091fc, local), "text"), "main");
	cr_assert(eq(str, in(map_under_memcheck, 0x10a06d, local), "read-only data"),
	          "a literal");
	cr_assert(eq(str, in(map_under_memcheck, 0x10c070, local), "data"), "seconds");
	cr_assert(eq(str, in(map_under_memcheck, 0x110000, local), "bss"), "photo");
	cr_assert(eq(str, in(map_under_memcheck, 0x4a43040, local), "mapped"),
	          "from malloc: executable memory, not behind data but behind bss");
	cr_assert(eq(str, in(map_under_memcheck, 0x4035010, local), "mapped"),
	          "behind the loader's data, but executable");
	cr_assert(eq(str, in(map_under_memcheck, local, local), "stack"), "a local");
}

Test(region_in, knows_a_file_that_was_deleted)
{
	cr_assert(eq(str, in(map_of_player_2, 0x5584c2ac21fc, 0), "text"), "main");
	cr_assert(eq(str, in(map_of_player_2, 0x5584c2ac306d, 0), "read-only data"),
	          "a literal");
	cr_assert(eq(str, in(map_of_player_2, 0x5584c2ac5070, 0), "data"), "seconds");
	cr_assert(eq(str, in(map_of_player_2, 0x5584c2ad0000, 0), "bss"), "photo");
	cr_assert(eq(str, in(map_of_player_2, 0x5584eaa7d2a0, 0), "heap"), "from malloc");
}

Test(region_in, knows_what_is_shared)
{
	cr_assert(eq(str, in(map_of_player_2, 0x7f1ad0f5a123, 0), "mapped"),
	          "a music library, shared with its file");
	cr_assert(eq(str, in(map_of_player_2, 0x7f1ad0f5d000, 0), "mapped"),
	          "what stands behind it is no bss");
	cr_assert(eq(str, in("1000-2000 r--s 0 fe:00 9 /usr/lib/gconv.cache\n", 0x1800, 0),
	             "mapped"), "shared, and only read");
}

Test(region_in, is_none_where_nothing_is_permitted)
{
	cr_assert(eq(str, in(map_of_player_2, 0x7f1ad056a800, 0), "none"),
	          "the guard page of the second thread's stack");
	cr_assert(eq(str, in(map_of_player_2, 0x7f1ad056b000, 0), "mapped"),
	          "the last byte of that stack, of which nothing is known");
	cr_assert(eq(str, in(map_of_player_2, 0x7f1ad056b000, 0x7f1ad0d6a000), "stack"),
	          "the same, seen from that thread");
	cr_assert(eq(str, in("1000-2000 ---p 0 fe:00 9 /lib/libm.so\n", 0x1800, 0),
	             "none"), "a file's, but not to be touched");
}

Test(region_in, finds_instructions_wherever_they_are)
{
	cr_assert(eq(str, in(map_of_player_2, 0x7f1ad0f59abc, 0), "text"),
	          "code made at run time");
	cr_assert(eq(str, in(map_of_player, 0x7f5f8de70123, 0), "text"), "[vdso]");
	cr_assert(eq(str, in(map_of_player, 0xffffffffff600400, 0), "text"),
	          "[vsyscall], which can be run and not even read");
	cr_assert(eq(str, in("1000-2000 rwxp 0 fe:00 9 /bin/old\n", 0x1800, 0), "data"),
	          "a file's, executable and writable");
	cr_assert(eq(str, in("1000-2000 rwxp 0 fe:00 9 /bin/old\n"
	                     "2000-3000 rw-p 0 00:00 0 \n", 0x2800, 0), "bss"),
	          "behind data that may be run");
}

Test(region_in, asks_in_the_order_of_the_table)
{
	cr_assert(eq(str, in("1000-2000 ---p 0 00:00 0 [stack]\n", 0x1800, 0), "stack"),
	          "called [stack], and nobody may touch it");
	cr_assert(eq(str, in("1000-2000 ---p 0 00:00 0 [heap]\n", 0x1800, 0), "none"),
	          "called [heap], and nobody may touch it");
	cr_assert(eq(str, in("1000-2000 rw-s 0 00:00 0 [heap]\n", 0x1800, 0), "heap"),
	          "called [heap], and shared");
	cr_assert(eq(str, in("1000-2000 r-xp 0 00:00 0 [heap]\n", 0x1800, 0), "heap"),
	          "called [heap], and executable");
	cr_assert(eq(str, in("1000-2000 r-xs 0 fe:00 9 /bin/old\n", 0x1800, 0), "mapped"),
	          "shared, and executable");
}

Test(region_in, takes_for_bss_only_what_adjoins_the_data)
{
	static const char gap[] =
		"1000-2000 rw-p 0 fe:00 9 /bin/radio\n"
		"3000-4000 rw-p 0 00:00 0 \n";
	static const char second[] =
		"1000-2000 rw-p 0 fe:00 9 /bin/radio\n"
		"2000-3000 rw-p 0 00:00 0 \n"
		"3000-4000 rw-p 0 00:00 0 \n";
	static const char alone[] = "1000-2000 rw-p 0 00:00 0 \n";
	static const char constants[] =
		"1000-2000 r--p 0 fe:00 9 /bin/radio\n"
		"2000-3000 rw-p 0 00:00 0 \n";
	static const char labelled[] =
		"1000-2000 rw-p 0 fe:00 9 /bin/radio\n"
		"2000-3000 rw-p 0 00:00 0 [heap]\n"
		"4000-5000 rw-p 0 fe:00 9 /bin/radio\n"
		"5000-6000 rw-p 0 00:00 0 [anon: tracks]\n"
		"7000-8000 rw-p 0 fe:00 9 /bin/radio\n"
		"8000-9000 r--p 0 00:00 0 \n";

	cr_assert(eq(str, in(second, 0x2800, 0), "bss"), "right behind the data");
	cr_assert(eq(str, in(second, 0x3800, 0), "mapped"), "one further");
	cr_assert(eq(str, in(gap, 0x3800, 0), "mapped"), "behind a gap");
	cr_assert(eq(str, in(alone, 0x1800, 0), "mapped"), "behind nothing");
	cr_assert(eq(str, in(constants, 0x2800, 0), "mapped"), "behind constants");
	cr_assert(eq(str, in(labelled, 0x2800, 0), "heap"), "behind data, but [heap]");
	cr_assert(eq(str, in(labelled, 0x5800, 0), "mapped"), "with a name");
	cr_assert(eq(str, in(labelled, 0x8800, 0), "mapped"), "not writable");
}

Test(region_in, is_unknown_when_reading_fails)
{
	struct maps maps;

	map_is(map_of_old);
	reads_fail_after(150);          /* in the second line */
	start(&maps);
	enum region before = region_in(&maps, 0x400123, 0);
	maps_close(&maps);
	start(&maps);
	enum region behind = region_in(&maps, 0x404070, 0);
	maps_close(&maps);
	cr_assert(eq(str, word(before), "read-only data"), "it was read before that");
	cr_assert(eq(str, word(behind), "unknown"), "the line was not reached");
}

/* ---- region_of ---------------------------------------------------------- */

Test(region_of, sees_the_map_as_it_is_now)
{
	size_t size = 1 << 16;
	char *page = mmap(NULL, size, PROT_READ | PROT_WRITE,
	                  MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	map_is(NULL);
	cr_assert(page != MAP_FAILED, "the system gave no pages");
	cr_assert(ne(str, word(region_of(page + 40)), "none"), "it was just mapped");
	mprotect(page, size, PROT_NONE);
	cr_assert(eq(str, word(region_of(page + 40)), "none"),
	          "nobody may touch it any more");
	mprotect(page, size, PROT_READ | PROT_EXEC);
	cr_assert(eq(str, word(region_of(page + 40)), "text"), "it may be run");
	munmap(page, size);
	cr_assert(eq(str, word(region_of(page + 40)), "none"), "it is gone");
}

/* Region of a local, seen from deep inside: their stack is the same. */
static enum region from_below(const void *address, int calls)
{
	volatile char space[300] = { 0 };

	return calls == 0 ? region_of(address) :
	       from_below(address, calls - 1 + space[7]);
}

Test(region_of, knows_a_local_far_up_the_stack)
{
	int local = 7;

	map_is(NULL);
	cr_assert(eq(str, word(from_below(&local, 20)), "stack"),
	          "a variable of the function that called the function that ...");
}

Test(region_of, closes_the_map_after_a_failure_too)
{
	static int seconds = 562;

	map_is(NULL);
	cr_assert(eq(str, word(region_of(&seconds)), "data"), "reading works");
	reads_fail_after(100);
	cr_assert(eq(str, word(region_of((const void *)(uintptr_t)from_below)),
	             "unknown"), "reading failed");
	cr_assert(eq(int, maps_left_open(), 0), "maps left open by region_of");
}
