/*
 * test_view_board.c - the progress board.
 */
#include "view/board.h"
#include "view_case.h"

static char *board(const struct board_stage *stages, size_t count, int width)
{
	char *text = NULL;
	size_t length = 0;
	FILE *out = open_memstream(&text, &length);

	view_board(stages, count, out, (struct view_options){ .width = width });
	fclose(out);
	return text;
}

Test(board, the_first_run_is_friendly)
{
	struct board_stage stages[] = {
		{ "00-start", "Start", NULL, false, false }, { "02-sizeof", "What the compiler knows", NULL, false, false },
	};
	char *text = board(stages, 2, 80);

	expect_text(text, "Welcome.");
	expect_text(text, "  → 00  Start                                       not tried yet\n");
	expect_text(text, "    01  Where things live (to come)\n");
	expect_text(text, "make check STAGE=00\n");
	expect_text(text, "lessons/00-start/README.md");
	free(text);
}

Test(board, the_next_stage_is_the_first_without_full_marks)
{
	json_t *full = document("full");
	json_t *faulty = document("faulty");
	struct board_stage stages[] = {
		{ "02-sizeof", "What the compiler knows", full, false, false },
		{ "05-malloc-free", "Ask, check, use, release", faulty, false, false },
	};
	char *text = board(stages, 2, 80);

	expect_text(text, "1 of 2 stages done, 141.3 points so far.");
	expect_text(text, "✓ 02  What the compiler knows                       100 of 100    ██████████");
	expect_text(text, "→ 05  Ask, check, use, release                     41.3 of 100    ████░░░░░░");
	expect_text(text, "→ Next: 05 Ask, check, use, release: vec_push writes one element");
	free(text);
	json_decref(full);
	json_decref(faulty);
}

Test(board, what_was_not_graded_has_no_points)
{
	json_t *broken = document("broken");
	struct board_stage stage = { "05-malloc-free", "Ask, check, use, release", broken, false, false };
	char *text = board(&stage, 1, 60);

	expect_text(text, "not graded");
	expect_text(text, "make check STAGE=05");
	free(text);
	json_decref(broken);
}

Test(board, all_done_is_said)
{
	json_t *full = document("full");
	struct board_stage stage = { "02-sizeof", "What the compiler knows", full, false, false };
	char *text = board(&stage, 1, 80);

	expect_text(text, "Every stage that this course has is done.");
	expect_no_text(text, "Next:");
	free(text);
	json_decref(full);
}

Test(board, what_was_done_once_stays_done)
{
	json_t *faulty = document("faulty");
	struct board_stage stages[] = {
		{ "02-sizeof", "What the compiler knows", NULL, true, false },
		{ "05-malloc-free", "Ask, check, use, release", faulty, true, false },
	};
	char *text = board(stages, 2, 80);

	expect_text(text, "2 of 2 stages done");
	expect_text(text, "✓ 02  What the compiler knows                     done");
	expect_text(text, "Every stage that this course has is done.");
	free(text);
	json_decref(faulty);
}

Test(board, the_stage_that_was_opened_is_the_next)
{
	struct board_stage stages[] = {
		{ "00-start", "Start", NULL, false, false },
		{ "02-sizeof", "What the compiler knows", NULL, false, true },
	};
	char *text = board(stages, 2, 80);

	expect_text(text, "→ Next: 02 What the compiler knows");
	free(text);
}
