/*
 * held.c - the held-back tests of stage 06: the bad days. Heaps that are not
 * clean, buffers without a byte to spare, lists that grow at the wrong moment,
 * and memory that runs out.
 */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "failpoint.h"
#include "plays.h"

static struct plays *no_plays(void)
{
	struct plays *plays = plays_new("Ada");

	cr_assert(ne(ptr, plays, NULL), "there is memory for a summary");
	return plays;
}

static void add(struct plays *plays, const char *line)
{
	cr_assert(eq(int, plays_add(plays, line), PLAYS_ADDED),
	          "\"%s\" is a line of a log", line);
}

static void expect_text(const char *text, const char *wanted, const char *what)
{
	cr_assert(text != NULL, "%s is \"%s\", not NULL", what, wanted);
	cr_assert(strcmp(text, wanted) == 0, "%s is \"%s\", not \"%s\"", what,
	          wanted, text);
}

static void expect_plays(const struct plays *plays, const char *artist,
                         size_t count, unsigned long seconds)
{
	cr_assert(eq(sz, plays_count(plays, artist), count), "the plays of %s", artist);
	cr_assert(eq(ulong, plays_seconds(plays, artist), seconds),
	          "the seconds of %s", artist);
}

static void expect_nothing_left(struct plays *plays)
{
	plays_free(plays);
	cr_assert(eq(sz, alloc_live(), 0), "plays_free leaves no block behind");
}

/* Blocks of all small sizes, full of 'w', given back: malloc hands them out. */
static void soil_the_heap(void)
{
	enum { SIZES = 80, EACH = 6 };
	static char *dirt[SIZES][EACH];

	for (size_t i = 0; i < SIZES; i++)
		for (size_t k = 0; k < EACH; k++) {
			dirt[i][k] = malloc(16 * i + 8);
			cr_assert(dirt[i][k] != NULL);
			memset(dirt[i][k], 'w', 16 * i + 8);
		}
	for (size_t i = 0; i < SIZES; i++)
		for (size_t k = 0; k < EACH; k++)
			free(dirt[i][k]);
}

Test(plays_new, leaves_out_blanks_in_front)
{
	static const char *const owners[] = { " Ada", "   Ada", "Ada", "                Ada" };

	for (size_t i = 0; i < sizeof owners / sizeof owners[0]; i++) {
		struct plays *plays = plays_new(owners[i]);
		cr_assert(ne(ptr, plays, NULL), "there is memory");
		expect_text(plays_owner(plays), "Ada", "the owner's name");
		expect_nothing_left(plays);
	}
	struct plays *plays = plays_new("  ");
	cr_assert(ne(ptr, plays, NULL), "there is memory");
	expect_text(plays_owner(plays), "", "the owner's name");
	expect_nothing_left(plays);
	plays = plays_new(" \tAda"); /* a tab is no blank */
	cr_assert(ne(ptr, plays, NULL), "there is memory");
	expect_text(plays_owner(plays), "\tAda", "the owner's name");
	expect_nothing_left(plays);
	plays = plays_new("Ada L. ");
	cr_assert(ne(ptr, plays, NULL), "there is memory");
	expect_text(plays_owner(plays), "Ada L. ", "the owner's name");
	expect_nothing_left(plays);
}

Test(plays_add, needs_no_clean_heap)
{
	soil_the_heap();
	struct plays *plays = no_plays();
	char line[60];

	for (unsigned i = 1; i <= 20; i++) {
		snprintf(line, sizeof line, "%u;artist %u;song", 100 + i, i);
		add(plays, line);
	}
	for (unsigned i = 1; i <= 20; i++) {
		snprintf(line, sizeof line, "artist %u", i);
		expect_plays(plays, line, 1, 100 + i);
	}
	cr_expect(eq(ptr, (void *)plays_note(plays), NULL), "there is no note");
	expect_nothing_left(plays);
}

/* Whichever of the artists is the one for whom the list has to grow. */
Test(plays_add, counts_for_both_while_the_list_grows)
{
	for (unsigned artists = 1; artists <= 40; artists++) {
		struct plays *plays = no_plays();
		char line[60];

		for (unsigned i = 1; i <= artists; i++) {
			snprintf(line, sizeof line, "%u;artist %u;song", 10 * i, i);
			add(plays, line);
		}
		add(plays, "1;artist 1 & somebody new;duet");
		expect_plays(plays, "artist 1", 2, 11);
		expect_plays(plays, "somebody new", 1, 1);
		add(plays, "2;another one & yet another;duet");
		expect_plays(plays, "another one", 1, 2);
		expect_plays(plays, "yet another", 1, 2);
		expect_text(plays_latest(plays), "another one", "the latest artist");
		cr_assert(eq(sz, plays_artists(plays), artists + 3));
		expect_nothing_left(plays);
	}
}

Test(plays_add, knows_where_a_line_ends)
{
	static const char *const bad[] = {
		"100000;A;t", "000001;A;t", "99999999999999999999;A;t", "-5;A;t", "+5;A;t",
		" 5;A;t", "5 ;A;t", "5s;A;t", "00000;A;t", "5;A & A;t", "5;A & ;t", "5; & A;t",
		"5;A t", ";;", "5;A & B;",
	};
	struct plays *plays = no_plays();
	char line[PLAYS_LINE + 50];

	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		cr_expect(eq(int, plays_add(plays, bad[i]), PLAYS_BAD_LINE),
		          "\"%s\" is no line of a log", bad[i]);
		cr_assert(eq(sz, plays_artists(plays), 0), "\"%s\" left an artist", bad[i]);
	}
	add(plays, "99999;A;t;u & v;;");
	add(plays, "00001;A&B;t");
	add(plays, "5;C & D & E;t");
	expect_plays(plays, "A", 1, 99999);
	expect_plays(plays, "A&B", 1, 1);
	expect_plays(plays, "D & E", 1, 5);
	memset(line, 'x', sizeof line);
	memcpy(line, "7;Z;", 4);
	line[PLAYS_LINE] = '\0';
	cr_expect(eq(int, plays_add(plays, line), PLAYS_BAD_LINE), "one byte too long");
	line[PLAYS_LINE - 1] = '\0';
	add(plays, line);
	memcpy(line, "7;z", 3);
	memcpy(line + PLAYS_LINE - 3, ";t", 3);
	add(plays, line);
	cr_expect(eq(sz, plays_artists(plays), 6));
	expect_nothing_left(plays);
}

Test(plays_add, keeps_nothing_that_it_was_handed)
{
	struct plays *plays = no_plays();
	char *line = malloc(60), *owner = malloc(10);

	cr_assert(line != NULL && owner != NULL);
	strcpy(line, "562;Miles Davis & Cannonball Adderley;So What");
	add(plays, line);
	memset(line, 'x', 59);
	expect_plays(plays, "Miles Davis", 1, 562);
	expect_plays(plays, "Cannonball Adderley", 1, 562);
	expect_text(plays_latest(plays), "Miles Davis", "the latest artist");
	strcpy(owner, "Grace");
	struct plays *hers = plays_new(owner);
	cr_assert(hers != NULL);
	memset(owner, 'x', 5);
	expect_text(plays_owner(hers), "Grace", "the owner's name");
	free(line);
	free(owner);
	plays_free(hers);
	expect_nothing_left(plays);
}

/* Nobody may count on text that lay in a local array of plays_add. */
Test(plays_latest, outlives_the_line)
{
	struct plays *plays = no_plays();

	/* From one and the same depth, so that the frames lie at the same place. */
	cr_expect(eq(int, plays_add(plays, "562;Miles Davis;So What"), PLAYS_ADDED));
	for (int i = 0; i < 3; i++) {
		plays_add(plays, "xx;Keith Jarrett, whose seconds are missing;The Koln Concert");
		plays_add(plays, "no;Pat Metheny;Bright Size Life");
		expect_text(plays_latest(plays), "Miles Davis", "the latest artist");
	}
	add(plays, "346;John Coltrane & Miles Davis;Naima");
	expect_text(plays_latest(plays), "John Coltrane", "the latest artist");
	add(plays, "1;Bill Evans;Epilogue");
	expect_text(plays_latest(plays), "Bill Evans", "the latest artist");
	expect_nothing_left(plays);
}

Test(plays_latest, is_forgotten_with_the_artist)
{
	struct plays *plays = no_plays();

	add(plays, "562;Miles Davis;So What");
	add(plays, "346;John Coltrane;Naima");
	cr_assert(plays_forget(plays, "Miles Davis"));
	expect_text(plays_latest(plays), "John Coltrane", "the latest artist");
	cr_assert(plays_forget(plays, "John Coltrane"));
	cr_assert(eq(ptr, (void *)plays_latest(plays), NULL), "that artist is forgotten");
	add(plays, "322;Bill Evans;Peace Piece");
	expect_text(plays_latest(plays), "Bill Evans", "the latest artist");
	/* the name that is lent goes away with the artist */
	cr_assert(plays_forget(plays, plays_latest(plays)));
	cr_assert(eq(ptr, (void *)plays_latest(plays), NULL), "that artist is forgotten");
	cr_assert(eq(sz, plays_artists(plays), 0));
	expect_nothing_left(plays);
}

Test(plays_skip, takes_out_every_short_play)
{
	struct plays *plays = no_plays();
	char line[40];

	for (unsigned i = 0; i < 60; i++) { /* 30 and less: in runs, at both ends */
		snprintf(line, sizeof line, "%u;%s;song", 1 + i * 37 % 60, i % 3 == 0 ? "A" : "B");
		add(plays, line);
	}
	size_t count = plays_count(plays, "A") + plays_count(plays, "B");
	unsigned long sum = plays_seconds(plays, "A") + plays_seconds(plays, "B");
	cr_assert(eq(sz, count, 60));
	cr_assert(eq(ulong, sum, 60 * 61 / 2));
	cr_expect(eq(sz, plays_skip(plays, 1), 0), "no play is shorter than 1 s");
	cr_assert(eq(sz, plays_skip(plays, 31), 30), "1 to 30: thirty plays");
	cr_expect(eq(sz, plays_skip(plays, 31), 0), "they are gone");
	cr_expect(eq(sz, plays_count(plays, "A") + plays_count(plays, "B"), 30));
	cr_expect(eq(ulong, plays_seconds(plays, "A") + plays_seconds(plays, "B"),
	             60 * 61 / 2 - 30 * 31 / 2), "the seconds of what is left");
	cr_assert(eq(sz, plays_skip(plays, 1000), 30));
	expect_plays(plays, "A", 0, 0);
	cr_expect(eq(sz, plays_artists(plays), 2), "artists stay, even without plays");
	add(plays, "70;A;song");
	expect_plays(plays, "A", 1, 70);
	expect_nothing_left(plays);
}

Test(plays_forget, removes_first_and_last_and_all)
{
	struct plays *plays = no_plays();

	cr_expect(not(plays_forget(plays, "A")), "nobody is there");
	add(plays, "1;A & B;duet");
	add(plays, "2;C & B;duet");
	add(plays, "3;D;solo");
	cr_assert(plays_forget(plays, "D"));
	cr_assert(plays_forget(plays, "A"));
	expect_plays(plays, "A", 0, 0);
	expect_plays(plays, "B", 2, 3);
	expect_plays(plays, "C", 1, 2);
	cr_assert(plays_forget(plays, "B"));
	expect_plays(plays, "C", 1, 2);
	cr_assert(plays_forget(plays, "C"));
	cr_assert(eq(sz, plays_artists(plays), 0));
	add(plays, "4;A;back again");
	expect_plays(plays, "A", 1, 4);
	expect_nothing_left(plays);
}

Test(plays_ranking, orders_names_where_the_time_is_the_same)
{
	static const char *const order[] = { "E", "B", "C & D", "CB", "A" };
	struct plays *plays = no_plays();
	const char **names = plays_ranking(plays);

	cr_assert(ne(ptr, names, NULL), "there is memory for no names and a NULL");
	cr_expect(eq(ptr, (void *)names[0], NULL), "nobody was played");
	free(names);
	add(plays, "10;CB;t");
	add(plays, "10;B & C & D;t");
	add(plays, "1;A;t");
	add(plays, "9;E;t");
	add(plays, "2;E;t");
	names = plays_ranking(plays);
	cr_assert(ne(ptr, names, NULL), "there is memory for five names");
	for (size_t i = 0; i < 5; i++)
		expect_text(names[i], order[i], "a name in the ranking");
	cr_expect(eq(ptr, (void *)names[5], NULL), "NULL stands behind the last");
	free(names);
	expect_nothing_left(plays);
}

Test(plays_ranking, says_so_when_memory_runs_out)
{
	struct plays *plays = no_plays();

	add(plays, "562;Miles Davis;So What");
	size_t live = alloc_live();
	fail_from(1);
	const char **names = plays_ranking(plays);
	fail_never();
	cr_assert(eq(ptr, names, NULL), "there was no memory");
	cr_expect(eq(sz, alloc_live(), live), "nothing stays behind");
	expect_plays(plays, "Miles Davis", 1, 562);
	expect_nothing_left(plays);
}

/* Each size of a buffer, with a byte behind it that is not ours to give. */
Test(plays_label, never_writes_behind_the_buffer)
{
	static const char whole[] = "Miles Davis: 1 plays, 562 s";
	struct plays *plays = no_plays();

	add(plays, "562;Miles Davis;So What");
	for (size_t size = 1; size <= sizeof whole + 2; size++) {
		size_t fits = size - 1 < strlen(whole) ? size - 1 : strlen(whole);
		char *buffer = malloc(size + 1); /* the test's own byte behind it */

		cr_assert(buffer != NULL);
		memset(buffer, '#', size + 1);
		cr_assert(eq(sz, plays_label(plays, "Miles Davis", buffer, size), fits),
		          "the characters that fit into %zu bytes", size);
		cr_assert(buffer[size] == '#', "size is %zu, and byte %zu was written", size, size);
		cr_assert(buffer[fits] == '\0', "the label in %zu bytes has no end", size);
		cr_assert(memcmp(buffer, whole, fits) == 0, "what fits into %zu bytes", size);
		memset(buffer, '#', size + 1);
		cr_assert(eq(sz, plays_label(plays, "Ada", buffer, size), 0), "no such artist");
		cr_assert(buffer[0] == '\0' && buffer[1] == '#', "no such artist, size %zu", size);
		free(buffer);
	}
	expect_nothing_left(plays);
}

Test(plays_label, has_room_for_long_names)
{
	struct plays *plays = no_plays();
	char name[PLAYS_LINE - 8] = ""; /* what is left beside "99999;" and ";t" */
	char line[PLAYS_LINE], label[PLAYS_LINE + 100], wanted[sizeof label];

	memset(name, 'n', sizeof name - 1);
	snprintf(line, sizeof line, "99999;%s;t", name);
	add(plays, line);
	snprintf(wanted, sizeof wanted, "%s: 1 plays, 99999 s", name);
	cr_expect(eq(sz, plays_label(plays, name, label, sizeof label), strlen(wanted)));
	expect_text(label, wanted, "the label");
	expect_nothing_left(plays);
}

Test(plays_set_note, removes_a_note_for_good)
{
	struct plays *plays = no_plays();

	cr_assert(plays_set_note(plays, NULL), "there is none, and that is fine");
	cr_assert(plays_set_note(plays, "a quiet evening"));
	cr_assert(plays_set_note(plays, NULL));
	cr_assert(plays_set_note(plays, NULL));
	cr_assert(eq(ptr, (void *)plays_note(plays), NULL), "the note is removed");
	cr_assert(plays_set_note(plays, "a loud one"));
	cr_assert(plays_set_note(plays, plays_note(plays)), "its own note again");
	expect_text(plays_note(plays), "a loud one", "the note");
	expect_nothing_left(plays);
}

Test(plays_set_note, keeps_the_old_note_without_memory)
{
	struct plays *plays = no_plays();

	cr_assert(plays_set_note(plays, "a quiet evening"));
	fail_from(1);
	cr_expect(not(plays_set_note(plays, "a loud one")), "there was no memory");
	cr_assert(plays_set_note(plays, NULL), "removing a note needs no memory");
	fail_never();
	cr_assert(plays_set_note(plays, "a quiet evening"));
	fail_from(1);
	cr_expect(not(plays_set_note(plays, "a loud one")), "there was no memory");
	fail_never();
	expect_text(plays_note(plays), "a quiet evening", "the note");
	expect_nothing_left(plays);
}

Test(plays_new, says_so_when_memory_runs_out)
{
	for (size_t k = 1;; k++) {
		fail_at(k);
		struct plays *plays = plays_new("  Ada");
		bool failed = alloc_failed() > 0;
		fail_never();
		cr_assert(plays != NULL || failed, "there was memory, yet plays_new says no");
		plays_free(plays);
		cr_assert(eq(sz, alloc_live(), 0), "allocation %zu failed, and a block stayed", k);
		if (!failed)
			break;
	}
}

/*
 * Adds the line until it is in, and each time another of its allocations fails.
 * fresh artists come in with it; the artist of the line is `first`.
 */
static void add_without_memory(struct plays *plays, const char *line,
                               const char *first, size_t fresh)
{
	size_t artists = plays_artists(plays), count = plays_count(plays, first);
	unsigned long seconds = plays_seconds(plays, first);
	char *latest = strdup(plays_latest(plays));

	cr_assert(latest != NULL);
	for (size_t k = 1; plays_count(plays, first) == count; k++) {
		fail_at(k);
		enum plays_answer answer = plays_add(plays, line);
		bool failed = alloc_failed() > 0;
		fail_never();
		if (answer == PLAYS_ADDED)
			break;
		cr_assert(eq(int, answer, PLAYS_NO_MEMORY), "\"%s\" is a line of a log", line);
		cr_assert(failed, "there was memory, yet plays_add says that there was none");
		expect_plays(plays, first, count, seconds);
		cr_assert(eq(sz, plays_artists(plays), artists),
		          "a line that was not added adds no artist");
		expect_text(plays_latest(plays), latest, "the latest artist");
	}
	cr_assert(eq(sz, plays_count(plays, first), count + 1), "the line is in, at last");
	cr_assert(eq(sz, plays_artists(plays), artists + fresh), "with %zu new artists", fresh);
	expect_text(plays_latest(plays), first, "the latest artist");
	free(latest);
}

Test(plays_add, changes_nothing_when_memory_runs_out)
{
	for (unsigned artists = 1; artists <= 12; artists++) {
		struct plays *plays = no_plays();
		char line[60];

		for (unsigned i = 1; i <= artists; i++) {
			snprintf(line, sizeof line, "%u;artist %u;song", 10 * i, i);
			add(plays, line);
		}
		add_without_memory(plays, "7;artist 1 & somebody new;duet", "artist 1", 1);
		expect_plays(plays, "artist 1", 2, 17);
		expect_plays(plays, "somebody new", 1, 7);
		add_without_memory(plays, "8;a first & a second;duet", "a first", 2);
		expect_plays(plays, "a first", 1, 8);
		expect_plays(plays, "a second", 1, 8);
		expect_nothing_left(plays);
	}
}

Test(plays_add, keeps_two_summaries_apart)
{
	struct plays *hers = no_plays(), *his = plays_new("Charles");

	cr_assert(his != NULL);
	add(hers, "562;Miles Davis;So What");
	add(his, "346;John Coltrane;Naima");
	cr_assert(plays_set_note(his, "his"));
	expect_plays(hers, "John Coltrane", 0, 0);
	expect_plays(his, "John Coltrane", 1, 346);
	cr_expect(eq(ptr, (void *)plays_note(hers), NULL), "the note is his");
	expect_text(plays_latest(hers), "Miles Davis", "the latest artist of hers");
	plays_free(his);
	expect_plays(hers, "Miles Davis", 1, 562);
	expect_text(plays_owner(hers), "Ada", "the owner's name");
	expect_nothing_left(hers);
}
