/*
 * test_handout.c - what the grader reads in a student's copy of the course.
 */
#include <criterion/criterion.h>
#include <stdlib.h>

#include "core_case.h"
#include "pipeline/pipeline.h"

/* A folder whose autograder/handout.yaml says this. */
static char *handout_saying(const char *yaml)
{
	char *root = case_scratch();
	char *folder = path_join(root, "autograder"), *path = path_join(root, HANDOUT_FILE);

	cr_assert(folder_make(folder) && file_write(path, yaml, strlen(yaml)));
	free(path);
	free(folder);
	return root;
}

static struct handout *loaded(const char *yaml)
{
	struct text problem = TEXT_EMPTY;
	struct handout *handout;
	char *root = handout_saying(yaml);

	cr_expect(handout_load(root, &handout, &problem), "%s", text_string(&problem));
	text_free(&problem);
	folder_remove(root);
	free(root);
	return handout;
}

Test(handout, is_what_holds_the_file)
{
	struct text problem = TEXT_EMPTY;
	struct handout *handout = loaded("# nobody's\n{}\n");

	cr_expect_not_null(handout);
	cr_expect_null(handout->student);
	cr_expect_null(handout->seed);
	handout_free(handout);
	cr_expect(handout_load(FIXTURE, &handout, &problem));
	cr_expect_null(handout, "the course itself is none");
}

Test(handout, says_whose_it_is)
{
	struct handout *handout = loaded("student: \"alice\"\nseed: 4294967295\n");

	cr_assert_not_null(handout);
	cr_expect_str_eq(handout->student, "alice");
	cr_assert_not_null(handout->seed);
	cr_expect_eq(*handout->seed, 4294967295u);
	handout_free(handout);
}

Test(handout, that_is_damaged_is_no_course)
{
	struct text problem = TEXT_EMPTY;
	struct handout *handout;
	char *root = handout_saying("seed: many\n");

	cr_expect(!handout_load(root, &handout, &problem));
	cr_expect_null(handout);
	cr_expect(strstr(text_string(&problem), HANDOUT_FILE) != NULL, "%s",
	          text_string(&problem));
	text_free(&problem);
	folder_remove(root);
	free(root);
}

Test(handout, gives_random_tests_their_number)
{
	uint32_t seed = 77;
	struct handout handout = { .seed = &seed };
	struct course course = { .handout = &handout };
	struct grading g = { .course = &course, .result = result_new() };

	unsetenv("RIG_SEED");
	cr_expect_str_eq(grading_seed(&g), "77");
	setenv("RIG_SEED", "5", 1);
	cr_expect_str_eq(grading_seed(&g), "5", "the environment goes before it");
	unsetenv("RIG_SEED");
	course.handout = NULL;
	cr_expect_null(grading_seed(&g));
	result_free(g.result);
}

Test(handout, lets_held_back_tests_wait)
{
	struct handout handout = { 0 };
	struct course course = { .handout = &handout };
	struct grading g = { .course = &course };
	const struct stage_test held = { .held = true }, shown = { .held = false };
	struct test_result t = { .held_back = true, .status = TEST_SKIPPED };

	cr_expect(handout_waits(&course, &held));
	cr_expect(!handout_waits(&course, &shown));
	cr_expect(grading_waits(&g, &t));
	t.status = TEST_FAILED;
	cr_expect(!grading_waits(&g, &t));
	t.status = TEST_SKIPPED;
	course.handout = NULL;
	cr_expect(!grading_waits(&g, &t));
	cr_expect(!handout_waits(&course, &held));
}

Test(handout, says_which_part_is_missing)
{
	struct text problem = TEXT_EMPTY;
	struct course course = { .root = (char *)"/nowhere" };

	cr_expect_null(handout_part(&course, "05-malloc-free", "use-x.o", &problem));
	cr_expect(strstr(text_string(&problem), "no use-x.o for machines") != NULL, "%s",
	          text_string(&problem));
	text_free(&problem);
}
