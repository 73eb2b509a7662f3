/*
 * tests.c - the public tests of stage 01.
 *
 * Most of them read maps that real processes once had (recorded.h), because
 * those stay the same. The last ones look at the process they run in. Under
 * Memcheck that is another world: its map is Valgrind's too, its stack has no
 * label, and malloc never uses [heap]. They hold in both.
 */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "recorded.h"
#include "regions.h"

/* A mapping with something in every member, to see what is written. */
static const struct mapping untouched = {
	.start = 11, .end = 22, .readable = true, .writable = true,
	.executable = true, .shared = true, .name = NAME_OTHER,
};

/* ---- region_name -------------------------------------------------------- */

Test(region_name, has_a_word_for_each_region)
{
	for (int i = REGION_UNKNOWN; i <= REGION_MAPPED; i++) {
		enum region region = (enum region)i;

		cr_assert(eq(str, (char *)(uintptr_t)region_name(region),
		             word(region)), "the word for region %d", i);
	}
}

/* ---- maps_line ---------------------------------------------------------- */

#define HEAP_LINE "5564e0d61000-5564e0d82000 rw-p 00000000 00:00 0 " \
	"                         [heap]\n"

static struct mapping taken_apart(const char *line)
{
	struct mapping m = untouched;

	cr_assert(maps_line(line, &m), "maps_line should say true to \"%s\"", line);
	return m;
}

Test(maps_line, reads_where_it_starts_and_ends)
{
	struct mapping m = taken_apart(HEAP_LINE);

	cr_assert(eq(sz, m.start, 0x5564e0d61000), "start of \"%s\"", HEAP_LINE);
	cr_assert(eq(sz, m.end, 0x5564e0d82000), "end of \"%s\"", HEAP_LINE);
	m = taken_apart("00400000-00401000 r--p 00000000 fe:00 11 /tmp/music/old\n");
	cr_assert(eq(sz, m.start, 0x400000), "zeros in front are just zeros");
	cr_assert(eq(sz, m.end, 0x401000), "zeros in front are just zeros");
}

Test(maps_line, reads_addresses_of_sixteen_digits)
{
	struct mapping m = taken_apart("ffffffffff600000-ffffffffff601000 --xp "
	                               "00000000 00:00 0                  [vsyscall]\n");

	cr_assert(eq(sz, m.start, 0xffffffffff600000), "sixteen digits, 64 bits");
	cr_assert(eq(sz, m.end, 0xffffffffff601000), "sixteen digits, 64 bits");
}

Test(maps_line, reads_the_permissions)
{
	struct mapping m = taken_apart("1000-2000 rw-p 0 00:00 0 \n");

	cr_assert(eq(int, m.readable, true), "rw-p may be read");
	cr_assert(eq(int, m.writable, true), "rw-p may be written");
	cr_assert(eq(int, m.executable, false), "rw-p may not be run");
	m = taken_apart("1000-2000 r-xp 0 00:00 0 \n");
	cr_assert(eq(int, m.writable, false), "r-xp may not be written");
	cr_assert(eq(int, m.executable, true), "r-xp may be run");
	m = taken_apart("1000-2000 ---p 0 00:00 0 \n");
	cr_assert(eq(int, m.readable, false), "---p may not even be read");
	cr_assert(eq(int, taken_apart("1000-2000 rw-s 0 fe:00 7 /a.db\n").shared, true),
	          "rw-s is shared");
	cr_assert(eq(int, taken_apart("1000-2000 rw-p 0 fe:00 7 /a.db\n").shared, false),
	          "rw-p is private");
}

Test(maps_line, knows_a_mapping_by_its_name)
{
	cr_assert(eq(int, taken_apart(HEAP_LINE).name, NAME_HEAP), "[heap]");
	cr_assert(eq(int, taken_apart("1000-2000 rw-p 0 00:00 0      [stack]").name,
	             NAME_STACK), "[stack], with no newline behind it");
	cr_assert(eq(int, taken_apart("1000-2000 r-xp 0 00:00 0      [vdso]\n").name,
	             NAME_OTHER), "[vdso] is another name");
	cr_assert(eq(int, taken_apart("1000-2000 r-xp 00026000 fe:00 332835"
	             "                     /usr/lib/libc.so.6\n").name,
	             NAME_FILE), "a path is a file");
}

Test(maps_line, finds_no_name_where_there_is_none)
{
	cr_assert(eq(int, taken_apart("1000-2000 rw-p 00000000 00:00 0 \n").name,
	             NAME_NONE), "the kernel ends such lines with a blank");
	cr_assert(eq(int, taken_apart("1000-2000 rw-p 00000000 00:00 0").name,
	             NAME_NONE), "nothing behind the last word");
}

Test(maps_line, is_not_fooled_by_a_path_with_blanks)
{
	cr_assert(eq(int, taken_apart("1000-2000 rw-p 00003000 fe:00 11003972"
	             "                   /tmp/my music/[heap]\n").name,
	             NAME_FILE), "a file whose path ends with [heap]");
	cr_assert(eq(int, taken_apart("1000-2000 rw-p 00003000 fe:00 11003972"
	             "                   /tmp/old [stack] of disks\n").name,
	             NAME_FILE), "a file whose path has [stack] in it");
}

Test(maps_line, refuses_what_is_no_line_of_a_map)
{
	static const char *const others[] = {
		"", "\n", "Naima", "-2000 rw-p 0 00:00 0", "1000 2000 rw-p 0 00:00 0",
		"1000- rw-p 0 00:00 0", "1000-2000", "1000-2000 rw", "1000-2000 rwxz 0 0:0 0",
		"1000-2000 wr-p 0 00:00 0", "1000-2000 rw-- 0 00:00 0",
		"1000-2000 rw-px 0 00:00 0",
	};
	struct mapping m = taken_apart("1000-2000 rw-p 0 00:00 0\n");

	for (size_t i = 0; i < sizeof others / sizeof *others; i++)
		cr_assert(not(maps_line(others[i], &m)),
		          "maps_line should say false to \"%s\"", others[i]);
}

/* ---- maps_next ---------------------------------------------------------- */

#define THREE_LINES \
	"1000-2000 r-xp 00000000 fe:00 17                  /bin/radio\n" \
	"2000-5000 rw-p 00001000 fe:00 17                  /bin/radio\n" \
	"7000-9000 rw-p 00000000 00:00 0                   [stack]\n"

/* Opens the map that the test chose. */
static void start(struct maps *maps)
{
	if (!maps_open(maps))
		cr_assert(false, "maps_open should say true: the map is there");
}

/* The next mapping has to start at this address. */
#define expect_start(maps, address) do { \
	struct mapping next_ = untouched; \
	cr_assert(maps_next((maps), &next_), \
	          "maps_next should say true: there is a mapping at %zx", \
	          (size_t)(address)); \
	cr_assert(eq(sz, next_.start, (address)), "the next mapping's start"); \
} while (0)

#define expect_end(maps) do { \
	struct mapping next_ = untouched; \
	cr_assert(not(maps_next((maps), &next_)), \
	          "maps_next should say false: all mappings were given"); \
} while (0)

Test(maps_next, gives_one_mapping_after_the_other)
{
	struct maps maps;

	map_is(THREE_LINES);
	start(&maps);
	expect_start(&maps, 0x1000);
	expect_start(&maps, 0x2000);
	expect_start(&maps, 0x7000);
	maps_close(&maps);
}

Test(maps_next, ends_after_the_last_mapping)
{
	struct maps maps;

	map_is(THREE_LINES);
	start(&maps);
	expect_start(&maps, 0x1000);
	expect_start(&maps, 0x2000);
	expect_start(&maps, 0x7000);
	expect_end(&maps);
	cr_assert(eq(int, maps.failed, false), "the end is no failure");
	maps_close(&maps);
}

Test(maps_next, reads_a_map_larger_than_the_buffer)
{
	struct maps maps;
	struct mapping m;
	size_t mappings = 0;

	map_is(map_of_player);
	start(&maps);
	while (maps_next(&maps, &m) && mappings < 100)
		mappings++;
	maps_close(&maps);
	cr_assert(eq(sz, mappings, 25), "mappings in the map of the player");
}

Test(maps_next, joins_a_line_that_comes_in_two_pieces)
{
	struct maps maps;

	for (size_t most = 1; most <= 70; most++) {
		map_is(THREE_LINES);
		reads_give_at_most(most);
		start(&maps);
		expect_start(&maps, 0x1000);
		expect_start(&maps, 0x2000);
		expect_start(&maps, 0x7000);
		expect_end(&maps);
		maps_close(&maps);
	}
}

Test(maps_next, takes_a_last_line_without_newline)
{
	struct maps maps;

	map_is("1000-2000 r-xp 0 fe:00 17 /bin/radio\n"
	       "7000-9000 rw-p 0 00:00 0 [stack]");
	start(&maps);
	expect_start(&maps, 0x1000);
	expect_start(&maps, 0x7000);
	expect_end(&maps);
	maps_close(&maps);
}

Test(maps_next, asks_again_when_it_was_interrupted)
{
	struct maps maps;

	map_is(THREE_LINES);
	reads_give_at_most(50);
	reads_are_interrupted();
	start(&maps);
	expect_start(&maps, 0x1000);
	expect_start(&maps, 0x2000);
	expect_start(&maps, 0x7000);
	expect_end(&maps);
	cr_assert(eq(int, maps.failed, false), "an interruption is no failure");
	maps_close(&maps);
}

Test(maps_next, says_when_reading_failed)
{
	struct maps maps;

	map_is(THREE_LINES);
	reads_fail_after(130);          /* in the third line */
	start(&maps);
	expect_start(&maps, 0x1000);
	expect_start(&maps, 0x2000);
	expect_end(&maps);
	cr_assert(eq(int, maps.failed, true), "maps.failed, after read said -1");
	maps_close(&maps);
}

Test(maps_next, passes_over_the_rest_of_a_long_line)
{
	static char text[4000];
	struct maps maps;
	size_t n = 0;

	/* A path as long as paths may be, full of what looks like lines. */
	for (const char *c = "1000-2000 r-xp 0 fe:00 17 /bin/"; *c != '\0'; c++)
		text[n++] = *c;
	while (n < 3500)
		for (const char *c = "3000-4000 rw-p 0 0:0 0 "; *c != '\0'; c++)
			text[n++] = *c;
	text[n++] = '\n';
	for (const char *c = "7000-9000 rw-p 0 00:00 0 [stack]\n"; *c != '\0'; c++)
		text[n++] = *c;
	map_is(text);
	start(&maps);
	expect_start(&maps, 0x1000);
	expect_start(&maps, 0x7000);
	expect_end(&maps);
	maps_close(&maps);
}

/* ---- region_in ---------------------------------------------------------- */

/* The region of address, in a map, when nothing is known of the stack. */
static char *in(const char *text, uintptr_t address)
{
	struct maps maps;

	map_is(text);
	start(&maps);
	enum region region = region_in(&maps, address, 0);
	maps_close(&maps);
	return word(region);
}

/* The addresses are those that the player printed with its map. */

Test(region_in, tells_functions_from_constants)
{
	cr_assert(eq(str, in(map_of_player, 0x5564183ea1fc), "text"), "its main");
	cr_assert(eq(str, in(map_of_player, 0x5564183eb06d), "read-only data"),
	          "one of its string literals");
}

Test(region_in, finds_a_global_in_the_data)
{
	cr_assert(eq(str, in(map_of_player, 0x5564183ed070), "data"),
	          "its global int seconds = 562");
}

Test(region_in, finds_zeroed_variables_behind_the_data)
{
	cr_assert(eq(str, in(map_of_player, 0x5564183f0000), "bss"),
	          "the middle of its static char photo[65536]");
	cr_assert(eq(str, in(map_of_player, 0x5564183ed0a0), "data"),
	          "the start of photo is on the last page of the data");
}

Test(region_in, finds_heap_and_stack_by_their_labels)
{
	cr_assert(eq(str, in(map_of_player, 0x556434d612a0), "heap"),
	          "what malloc gave to the player");
	cr_assert(eq(str, in(map_of_player, 0x7ffc61596ae0), "stack"),
	          "a local variable of its main");
}

Test(region_in, finds_the_stack_by_an_address_on_it)
{
	struct maps maps;

	map_is(map_under_memcheck);
	start(&maps);
	enum region region = region_in(&maps, 0x1fff000200, 0x1fff0002f0);
	maps_close(&maps);
	cr_assert(eq(str, word(region), "stack"),
	          "Memcheck's stack has no label; but a local variable is in it");
	cr_assert(eq(str, in(map_under_memcheck, 0x1fff000200), "mapped"),
	          "when nothing is known, it is just mapped");
}

Test(region_in, calls_the_rest_mapped)
{
	cr_assert(eq(str, in(map_of_player, 0x7f5f8dc78000), "mapped"),
	          "memory without a name, not behind any data");
	cr_assert(eq(str, in(map_of_player, 0x7f5f8de6b000), "mapped"), "[vvar]");
}

Test(region_in, is_none_where_nothing_is_mapped)
{
	cr_assert(eq(str, in(map_of_player, 0x556434d612a0), "heap"),
	          "there is a heap");
	cr_assert(eq(str, in(map_of_player, 0), "none"), "NULL");
	cr_assert(eq(str, in(map_of_player, 0x5564183fe000), "none"),
	          "the gap behind the bss");
	cr_assert(eq(str, in(map_of_player, UINTPTR_MAX), "none"),
	          "the last address of all");
}

Test(region_in, knows_where_a_mapping_ends)
{
	cr_assert(eq(str, in(map_of_player, 0x556434d61000), "heap"),
	          "the first byte of the heap");
	cr_assert(eq(str, in(map_of_player, 0x556434d81fff), "heap"),
	          "the last byte of the heap");
	cr_assert(eq(str, in(map_of_player, 0x556434d82000), "none"),
	          "the first byte behind the heap");
	cr_assert(eq(str, in(map_of_player, 0x556434d60fff), "none"),
	          "the last byte before the heap");
}

/* ---- region_of ---------------------------------------------------------- */

static int seconds = 562;
static char photo[1 << 17];

static char *here(const void *address)
{
	map_is(NULL);                   /* the real one */
	return word(region_of(address));
}

Test(region_of, knows_functions_and_literals)
{
	cr_assert(eq(str, here((const void *)(uintptr_t)here), "text"),
	          "a function of this test program");
	cr_assert(eq(str, here("So What"), "read-only data"), "\"So What\"");
}

Test(region_of, globals_are_data_and_bss)
{
	cr_assert(eq(str, here(&seconds), "data"), "static int seconds = 562");
	cr_assert(eq(str, here(photo + (1 << 16)), "bss"),
	          "the middle of static char photo[131072]");
}

Test(region_of, a_local_variable_is_on_the_stack)
{
	int local = 7;

	cr_assert(eq(str, here(&local), "stack"), "a local variable of this test");
}

Test(region_of, knows_a_stack_without_a_label)
{
	char map[100];
	int local = 7;
	uintptr_t middle = (uintptr_t)&local & ~(uintptr_t)0xfff;

	(void)snprintf(map, sizeof map, "%zx-%zx rw-p 00000000 00:00 0 \n",
	               (size_t)middle - 0x10000, (size_t)middle + 0x10000);
	map_is(map);
	cr_assert(eq(str, word(region_of(&local)), "stack"),
	          "a local variable, with no [stack] in the map, as under Memcheck");
}

Test(region_of, a_block_from_malloc_is_on_the_heap_or_mapped)
{
	char *block = malloc(100);
	char *region = here(block);

	free(block);
	if (region != word(REGION_MAPPED))      /* as it is under Memcheck */
		cr_assert(eq(str, region, "heap"), "100 bytes from malloc");
}

Test(region_of, null_is_nowhere)
{
	cr_assert(eq(str, here(&seconds), "data"), "static int seconds = 562");
	cr_assert(eq(str, here(NULL), "none"), "NULL");
}

Test(region_of, closes_the_map)
{
	cr_assert(eq(str, here(&seconds), "data"), "static int seconds = 562");
	cr_assert(eq(str, here(NULL), "none"), "NULL");
	cr_assert(eq(int, maps_left_open(), 0), "maps left open by region_of");
}

Test(region_of, is_unknown_without_a_map)
{
	cr_assert(eq(str, here(&seconds), "data"), "static int seconds = 562");
	map_can_not_be_opened();
	cr_assert(eq(str, word(region_of(&seconds)), "unknown"),
	          "when open says -1, nobody can know");
}

/* ---- the stack ---------------------------------------------------------- */

static bool is_lower(const volatile char *callers)
{
	volatile char mine = 0;

	return (uintptr_t)&mine < (uintptr_t)callers;
}

Test(stack_grows_down, agrees_with_the_test)
{
	volatile char mine = 0;
	bool (*volatile call)(const volatile char *) = is_lower;

	cr_assert(eq(int, stack_grows_down(), call(&mine)),
	          "1: a called function's variables lie lower than its caller's");
}
