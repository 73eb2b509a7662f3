/*
 * tests.c - forty tests, for comparing ways to run them under Memcheck: the
 * time they take, their verdicts, and the errors found in each.
 */
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "playlist.h"

static struct playlist *list;

static void three_songs(void)
{
	list = playlist_new();
	playlist_add(list, "Blackbird", 138);
	playlist_add(list, "So What", 562);
	playlist_add(list, "Gymnopedie", 190);
}

static void release(void)
{
	playlist_free(list);
}

TestSuite(playlist, .init = three_songs, .fini = release);

Test(playlist, counts) { cr_assert(eq(sz, list->count, 3)); }
Test(playlist, adds_up) { cr_assert(eq(uint, playlist_length(list), 890)); }
Test(playlist, copies_titles)
{
	char title[] = "Temporary";

	playlist_add(list, title, 1);
	title[0] = '?';
	cr_assert(eq(str, list->songs[3].title, (char *)"Temporary"));
}
Test(playlist, joins_titles)
{
	char *text = playlist_titles(list);

	cr_assert(eq(str, text, (char *)"Blackbird, So What, Gymnopedie"));
	free(text);
}
Test(playlist, removes_first)
{
	cr_assert(eq(int, playlist_remove(list, 0), 0));
	cr_assert(eq(str, list->songs[0].title, (char *)"So What"));
}
Test(playlist, removes_last)
{
	cr_assert(eq(int, playlist_remove(list, 2), 0));
	cr_assert(eq(sz, list->count, 2));
}
Test(playlist, removes_all)
{
	while (list->count > 0)
		cr_assert(eq(int, playlist_remove(list, 0), 0));
	cr_assert(eq(uint, playlist_length(list), 0));
}
Test(playlist, refuses_index) { cr_assert(eq(int, playlist_remove(list, 3), -1)); }
Test(playlist, fails_a_comparison) { cr_assert(eq(sz, list->count, 4)); }
Test(playlist, fails_a_string)
{
	cr_assert(eq(str, list->songs[0].title, (char *)"Yesterday"));
}

static void many(size_t songs)
{
	for (size_t i = 0; i < songs; i++)
		cr_assert(eq(int, playlist_add(list, "again", 1), 0));
	cr_assert(eq(sz, list->count, songs + 3));
	cr_assert(eq(uint, playlist_length(list), 890 + songs));
}

Test(grows, by_1, .init = three_songs, .fini = release) { many(1); }
Test(grows, by_2, .init = three_songs, .fini = release) { many(2); }
Test(grows, by_5, .init = three_songs, .fini = release) { many(5); }
Test(grows, by_10, .init = three_songs, .fini = release) { many(10); }
Test(grows, by_50, .init = three_songs, .fini = release) { many(50); }
Test(grows, by_100, .init = three_songs, .fini = release) { many(100); }
Test(grows, by_200, .init = three_songs, .fini = release) { many(200); }
Test(grows, by_500, .init = three_songs, .fini = release) { many(500); }
Test(grows, by_1000, .init = three_songs, .fini = release) { many(1000); }

Test(edges, new_is_empty)
{
	list = playlist_new();
	cr_assert(eq(uint, playlist_length(list), 0));
	playlist_free(list);
}
Test(edges, frees_nothing) { playlist_free(NULL); }
Test(edges, empty_titles)
{
	char *text;

	list = playlist_new();
	text = playlist_titles(list);
	cr_assert(eq(str, text, (char *)""));
	free(text);
	playlist_free(list);
}

Test(faults, write_after) { fault_write_after(10); }
Test(faults, write_after_aligned) { fault_write_after(16); }
Test(faults, read_before) { cr_assert(ge(int, fault_read_before(8), -128)); }
Test(faults, use_after_free) { fault_use_after_free(); }
Test(faults, double_free, .signal = SIGABRT) { fault_double_free(); abort(); }
Test(faults, free_interior, .signal = SIGABRT) { fault_free_interior(); abort(); }
Test(faults, free_stack, .signal = SIGABRT) { fault_free_stack(); abort(); }
Test(faults, branch) { cr_assert(le(int, fault_uninitialised_branch(), 1)); }
Test(faults, table_index)
{
	static const int table[] = { 1, 1, 1, 1 };

	cr_assert(eq(int, fault_uninitialised_index(table), 1));
}
Test(faults, write_call) { fault_uninitialised_write(STDOUT_FILENO + 100); }
Test(faults, leak) { fault_leak(); }
Test(faults, leak_tree) { fault_leak_tree(); }
Test(faults, lost_interior) { fault_lost_interior(); }
Test(faults, still_reachable) { fault_still_reachable(); }
Test(faults, overlap) { fault_overlap(); }
Test(faults, fishy_size) { cr_assert(zero(ptr, fault_fishy_size(-8))); }
Test(faults, realloc_moved) { fault_realloc_moved(); }
Test(faults, null_read, .signal = SIGSEGV) { fault_null_read(); }
