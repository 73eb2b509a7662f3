/*
 * my_tests.c - your own tests for the play log.
 *
 * They are run against a correct plays.c, where all must pass, and against
 * faulty ones, each with one bug, where at least one must fail. Whatever
 * plays.h promises may be tested, and nothing else.
 */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "failpoint.h" /* fail_at, fail_from, fail_never, alloc_live, ... */
#include "plays.h"

/* One test as an example: a summary that is freed leaves no block behind. */
Test(plays_free, gives_everything_back)
{
	struct plays *plays = plays_new("Ada");

	cr_assert(ne(ptr, plays, NULL), "there is memory for a summary");
	cr_expect(eq(int, plays_add(plays, "562;Miles Davis;So What"), PLAYS_ADDED));
	plays_free(plays);
	cr_expect(eq(sz, alloc_live(), 0), "no block may be left");
}

/* student: begin
 * // Your turn. Which line of plays.c has no test ever reached?
 */
static struct plays *with_lines(const char *first, const char *second)
{
	struct plays *plays = plays_new("Ada");

	cr_assert(ne(ptr, plays, NULL));
	cr_assert(eq(int, plays_add(plays, first), PLAYS_ADDED));
	cr_assert(eq(int, plays_add(plays, second), PLAYS_ADDED));
	return plays;
}

static struct plays *two_songs(void)
{
	return with_lines("562;Miles Davis;So What", "346;John Coltrane;Naima");
}

static void done(struct plays *plays)
{
	plays_free(plays);
	cr_assert(eq(sz, alloc_live(), 0), "no block may be left");
}

static bool is_text(const char *text, const char *wanted)
{
	return text != NULL && strcmp(text, wanted) == 0;
}

Test(plays_new, leaves_out_blanks)
{
	struct plays *plays = plays_new("  Ada");

	cr_assert(ne(ptr, plays, NULL));
	cr_expect(is_text(plays_owner(plays), "Ada"));
	done(plays);
}

static void make_one(void *context)
{
	(void)context;
	struct plays *plays = plays_new("Ada");
	cr_assert(plays != NULL || alloc_failed() > 0);
	done(plays);
}

Test(plays_new, survives_each_failed_allocation)
{
	fail_each(make_one, NULL);
}

Test(plays_add, leaves_nothing_of_a_bad_line)
{
	struct plays *plays = two_songs();
	size_t live = alloc_live();

	cr_expect(eq(int, plays_add(plays, "soon;Bill Evans;Peace Piece"), PLAYS_BAD_LINE));
	cr_expect(eq(sz, alloc_live(), live));
	cr_expect(eq(sz, plays_artists(plays), 2));
	cr_expect(is_text(plays_latest(plays), "John Coltrane"));
	done(plays);
}

/* malloc hands out what was freed before, with the bytes that it had. */
Test(plays_add, begins_each_sum_at_zero)
{
	char *dirt[60];
	char line[40];

	for (size_t i = 0; i < 60; i++) {
		dirt[i] = malloc(16 * (i + 1));
		cr_assert(ne(ptr, dirt[i], NULL));
		memset(dirt[i], 0x55, 16 * (i + 1));
	}
	for (size_t i = 0; i < 60; i++)
		free(dirt[i]);
	struct plays *plays = two_songs();
	for (int i = 0; i < 10; i++) {
		snprintf(line, sizeof line, "7;artist %d;song", i);
		cr_assert(eq(int, plays_add(plays, line), PLAYS_ADDED));
	}
	cr_expect(eq(ulong, plays_seconds(plays, "Miles Davis"), 562));
	cr_expect(eq(ulong, plays_seconds(plays, "artist 9"), 7));
	done(plays);
}

Test(plays_add, credits_both_artists_whenever_the_array_moves)
{
	for (int artists = 1; artists <= 20; artists++) {
		struct plays *plays = two_songs();
		char line[60];
		for (int i = 0; i < artists; i++) {
			snprintf(line, sizeof line, "7;artist %d;song", i);
			cr_assert(eq(int, plays_add(plays, line), PLAYS_ADDED));
		}
		plays_add(plays, "100;Miles Davis & a guest;duet");
		cr_assert(eq(ulong, plays_seconds(plays, "Miles Davis"), 662));
		cr_assert(eq(sz, plays_count(plays, "a guest"), 1));
		done(plays);
	}
}

/* Adds a duet when there may be no memory. */
static void add_a_duet(void *context)
{
	struct plays *plays = context;
	size_t artists = plays_artists(plays);
	enum plays_answer answer = plays_add(plays, "9;a new one & another;duet");

	if (answer == PLAYS_ADDED) {
		plays_forget(plays, "a new one");
		plays_forget(plays, "another");
	}
	cr_assert(answer == PLAYS_ADDED || alloc_failed() > 0);
	cr_assert(eq(sz, plays_artists(plays), artists));
	cr_assert(eq(ulong, plays_seconds(plays, "Miles Davis"), 562));
}

Test(plays_add, survives_each_failed_allocation)
{
	struct plays *plays = two_songs();

	/* Each failed allocation of a summary that has to grow. */
	for (size_t k = 1; k < 20; k++) {
		struct plays *small = two_songs();
		fail_at(k);
		add_a_duet(small);
		fail_never();
		plays_free(small);
	}
	fail_each(add_a_duet, plays);
	done(plays);
}

Test(plays_latest, keeps_its_name)
{
	struct plays *plays = two_songs();

	plays_add(plays, "soon;Bill Evans;Peace Piece");
	cr_expect(is_text(plays_latest(plays), "John Coltrane"));
	cr_expect(plays_forget(plays, "John Coltrane"));
	cr_expect(plays_latest(plays) == NULL);
	done(plays);
}

Test(plays_skip, takes_two_in_a_row)
{
	struct plays *plays = with_lines("600;A;one", "10;A;two");

	plays_add(plays, "20;A;three");
	plays_add(plays, "500;A;four");
	cr_expect(eq(sz, plays_skip(plays, 30), 2));
	cr_expect(eq(sz, plays_count(plays, "A"), 2));
	cr_expect(eq(ulong, plays_seconds(plays, "A"), 1100));
	done(plays);
}

Test(plays_forget, forgets_the_plays_too)
{
	struct plays *plays = two_songs();

	cr_expect(plays_forget(plays, "Miles Davis"));
	cr_expect(eq(sz, plays_artists(plays), 1));
	done(plays);
}

Test(plays_ranking, is_null_without_memory)
{
	struct plays *plays = two_songs();

	fail_at(1);
	cr_expect(plays_ranking(plays) == NULL);
	fail_never();
	const char **names = plays_ranking(plays);
	cr_assert(names != NULL && names[2] == NULL);
	cr_expect(is_text(names[0], "Miles Davis"));
	free(names);
	done(plays);
}

Test(plays_label, keeps_inside_its_buffer)
{
	struct plays *plays = two_songs();
	char buffer[60];

	for (size_t size = 1; size < sizeof buffer; size++) {
		memset(buffer, '#', sizeof buffer);
		plays_label(plays, "Miles Davis", buffer, size);
		cr_assert(buffer[size] == '#');
		cr_assert(strlen(buffer) < size);
	}
	done(plays);
}

Test(plays_set_note, keeps_and_removes_a_copy)
{
	struct plays *plays = two_songs();
	char text[] = "quiet";

	cr_assert(plays_set_note(plays, text));
	text[0] = 'Q';
	fail_at(1);
	cr_expect(not(plays_set_note(plays, "loud")));
	fail_never();
	cr_expect(is_text(plays_note(plays), "quiet"));
	cr_assert(plays_set_note(plays, NULL));
	cr_expect(plays_note(plays) == NULL);
	cr_assert(plays_set_note(plays, "loud"));
	done(plays);
}
/* student: end */
