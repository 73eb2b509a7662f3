/*
 * tests.c - the public tests of stage 06: a log is summed up, as plays.h says.
 *
 * They try each function once, on a good day. What happens on a bad one is
 * for the tests that are held back, and for yours.
 */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include <stdlib.h>
#include <string.h>

#include "failpoint.h"
#include "plays.h"

/* A summary with a few lines in it: Davis 562 + 325, Coltrane 346, Evans 322. */
static struct plays *some_plays(void)
{
	static const char *const lines[] = {
		"562;Miles Davis;So What",
		"346;John Coltrane;Naima",
		"325;Miles Davis;Blue in Green",
		"322;Bill Evans;Peace Piece",
	};
	struct plays *plays = plays_new("Ada");

	cr_assert(ne(ptr, plays, NULL), "there is memory for a summary");
	for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++)
		cr_assert(eq(int, plays_add(plays, lines[i]), PLAYS_ADDED),
		          "\"%s\" is a line of a log", lines[i]);
	return plays;
}

static void expect_text(const char *text, const char *wanted, const char *what)
{
	cr_assert(text != NULL, "%s is \"%s\", not NULL", what, wanted);
	cr_assert(strcmp(text, wanted) == 0, "%s is \"%s\", not \"%s\"", what,
	          wanted, text);
}

Test(plays_new, knows_its_owner)
{
	struct plays *plays = plays_new("Ada");

	cr_assert(ne(ptr, plays, NULL), "there is memory for a summary");
	expect_text(plays_owner(plays), "Ada", "the owner's name");
	cr_expect(eq(sz, plays_artists(plays), 0), "nothing has been added");
	cr_expect(eq(ptr, (void *)plays_latest(plays), NULL), "nobody was played");
	cr_expect(eq(ptr, (void *)plays_note(plays), NULL), "there is no note");
	plays_free(plays);
	cr_expect(eq(sz, alloc_live(), 0), "plays_free leaves no block behind");
	plays_free(NULL);
}

Test(plays_add, sums_up_what_was_played)
{
	struct plays *plays = some_plays();

	cr_expect(eq(sz, plays_artists(plays), 3), "three artists were played");
	cr_expect(eq(sz, plays_count(plays, "Miles Davis"), 2), "Davis twice");
	cr_expect(eq(ulong, plays_seconds(plays, "Miles Davis"), 562 + 325),
	          "both plays of Davis together");
	cr_expect(eq(sz, plays_count(plays, "Bill Evans"), 1), "Evans once");
	cr_expect(eq(ulong, plays_seconds(plays, "Bill Evans"), 322), "the one play of Evans");
	cr_expect(eq(sz, plays_count(plays, "Ada"), 0), "Ada was not played");
	cr_expect(eq(ulong, plays_seconds(plays, "Ada"), 0), "Ada was not played");
	plays_free(plays);
	cr_expect(eq(sz, alloc_live(), 0), "plays_free leaves no block behind");
}

Test(plays_add, refuses_what_is_no_line)
{
	static const char *const lines[] = {
		"", "562", "562;Miles Davis", "562;;So What", "562;Miles Davis;",
		"so;Miles Davis;What", "0;Miles Davis;So What", ";Miles Davis;So What",
	};
	struct plays *plays = some_plays();
	size_t live = alloc_live();

	for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
		cr_expect(eq(int, plays_add(plays, lines[i]), PLAYS_BAD_LINE),
		          "\"%s\" is no line of a log", lines[i]);
		cr_assert(eq(sz, alloc_live(), live),
		          "\"%s\" was refused, and a block stayed behind", lines[i]);
	}
	cr_expect(eq(sz, plays_artists(plays), 3), "nobody came in by such a line");
	cr_expect(eq(sz, plays_count(plays, "Miles Davis"), 2), "no play came in");
	plays_free(plays);
}

Test(plays_add, counts_for_the_guest_as_well)
{
	struct plays *plays = some_plays();

	cr_assert(eq(int, plays_add(plays, "262;John Coltrane & Miles Davis;Blue Train"),
	             PLAYS_ADDED));
	cr_expect(eq(ulong, plays_seconds(plays, "John Coltrane"), 346 + 262),
	          "the first of two artists");
	cr_expect(eq(ulong, plays_seconds(plays, "Miles Davis"), 562 + 325 + 262),
	          "the guest");
	cr_expect(eq(sz, plays_artists(plays), 3), "both were there before");
	plays_free(plays);
	cr_expect(eq(sz, alloc_live(), 0), "plays_free leaves no block behind");
}

Test(plays_latest, is_the_artist_of_the_last_line)
{
	struct plays *plays = some_plays();

	cr_expect(eq(int, plays_add(plays, "346;John Coltrane;Naima"), PLAYS_ADDED));
	cr_expect(eq(int, plays_add(plays, "seconds?;Keith Jarrett;Vienna"), PLAYS_BAD_LINE));
	expect_text(plays_latest(plays), "John Coltrane", "after a bad line, the latest artist");
	plays_free(plays);
}

Test(plays_skip, takes_out_what_was_too_short)
{
	struct plays *plays = some_plays();

	cr_assert(eq(sz, plays_skip(plays, 326), 2), "two plays took less than 326 s");
	cr_expect(eq(sz, plays_count(plays, "Miles Davis"), 1), "one of Davis stays");
	cr_expect(eq(ulong, plays_seconds(plays, "Miles Davis"), 562), "the long one");
	cr_expect(eq(sz, plays_count(plays, "Bill Evans"), 0), "none of Evans");
	cr_expect(eq(sz, plays_artists(plays), 3), "all artists stay");
	plays_free(plays);
	cr_expect(eq(sz, alloc_live(), 0), "plays_free leaves no block behind");
}

Test(plays_forget, removes_an_artist)
{
	struct plays *plays = some_plays();

	cr_assert(plays_forget(plays, "Miles Davis"), "he was there");
	cr_expect(not(plays_forget(plays, "Miles Davis")), "and is there no longer");
	cr_expect(eq(sz, plays_artists(plays), 2), "two artists are left");
	cr_expect(eq(sz, plays_count(plays, "Miles Davis"), 0), "his plays are gone");
	cr_expect(eq(ulong, plays_seconds(plays, "John Coltrane"), 346),
	          "the others keep theirs");
	plays_free(plays);
	cr_expect(eq(sz, alloc_live(), 0), "all has been given back, his plays too");
}

Test(plays_ranking, puts_the_longest_first)
{
	struct plays *plays = some_plays();
	const char **names = plays_ranking(plays);

	cr_assert(ne(ptr, names, NULL), "there is memory for three names");
	expect_text(names[0], "Miles Davis", "the first in the ranking");
	expect_text(names[1], "John Coltrane", "the second in the ranking");
	expect_text(names[2], "Bill Evans", "the third in the ranking");
	cr_expect(eq(ptr, (void *)names[3], NULL), "NULL stands behind the last");
	free(names);
	plays_free(plays);
	cr_expect(eq(sz, alloc_live(), 0), "plays_free leaves no block behind");
}

Test(plays_label, says_it_in_one_line)
{
	struct plays *plays = some_plays();
	char label[40];

	cr_expect(eq(sz, plays_label(plays, "Miles Davis", label, sizeof label), 27),
	          "the number of characters");
	expect_text(label, "Miles Davis: 2 plays, 887 s", "the label");
	cr_expect(eq(sz, plays_label(plays, "Miles Davis", label, 6), 5),
	          "room for five characters and the end");
	cr_expect(eq(sz, strlen(label), 5), "five characters, and then the end");
	cr_expect(eq(sz, plays_label(plays, "Ada", label, sizeof label), 0), "Ada was not played");
	expect_text(label, "", "the label of nobody");
	plays_free(plays);
}

Test(plays_set_note, keeps_a_note_and_removes_it)
{
	struct plays *plays = some_plays();
	char text[] = "a quiet evening";

	cr_assert(plays_set_note(plays, text), "there is memory for a note");
	text[0] = 'A';
	expect_text(plays_note(plays), "a quiet evening", "the note");
	cr_assert(plays_set_note(plays, "a loud one"));
	expect_text(plays_note(plays), "a loud one", "the second note");
	cr_assert(plays_set_note(plays, NULL), "removing a note needs no memory");
	cr_expect(eq(ptr, (void *)plays_note(plays), NULL), "the note is removed");
	plays_free(plays);
	cr_expect(eq(sz, alloc_live(), 0), "plays_free leaves no block behind");
}
