/*
 * test_class_handed.c - what exports look like, and what is kept of a submission.
 */
#include "core_case.h"

#include <sys/stat.h>

#include "class/clones.h"
#include "class/grader.h"
#include "class/handed.h"
#include "class/parcel.h"
#include "pipeline/submission.h"

static void run(const char *command)
{
	const char *const argv[] = { "sh", "-c", command, NULL };
	struct proc_outcome o;

	cr_assert(proc_run(&(struct proc_spec){ .argv = argv, .seconds = 60 }, &o), "%s: %s",
	          command, text_string(&o.err));
	proc_outcome_free(&o);
}

static struct handed_list read_list(const char *folder, struct text *complaints)
{
	struct text problem = TEXT_EMPTY;
	struct handed_list list;

	cr_assert(handed_read(folder, &list, complaints, &problem), "%s",
	          text_string(&problem));
	text_free(&problem);
	return list;
}

static const char *file_of(const struct handed *h, size_t i)
{
	return i < h->count ? h->files[i].name : "(none)";
}

Test(class_handed, knows_a_canvas_export)
{
	char *s = case_scratch();
	struct text complaints = TEXT_EMPTY;

	case_write(s, "parkada_101_501_heap.c", "1");
	case_write(s, "parkada_101_502_my_tests-12.c", "2");
	case_write(s, "o_neilben_LATE_102_503_heap-1.c", "3");
	case_write(s, "anon_x7Qz1_504_heap.c", "4");
	case_write(s, "notes.txt", "5");
	struct handed_list l = read_list(s, &complaints);
	cr_assert_eq(l.kind, HANDED_CANVAS);
	cr_assert_eq(l.count, 3);
	cr_expect_str_eq(l.items[0].who.canvas, "anon_x7Qz1");
	cr_expect_str_eq(l.items[1].who.name, "o_neilben");
	cr_expect(l.items[1].late);
	cr_expect_str_eq(file_of(&l.items[1], 0), "heap.c");
	cr_expect_str_eq(l.items[2].who.canvas, "101");
	cr_expect_not(l.items[2].late);
	cr_expect_str_eq(file_of(&l.items[2], 1), "my_tests.c");
	cr_expect_not_null(strstr(text_string(&complaints), "1 other file"), "%s",
	                   text_string(&complaints));
	handed_free(&l);
	text_free(&complaints);
	case_leave(s);
}

Test(class_handed, knows_a_moodle_export)
{
	char *s = case_scratch();
	struct text complaints = TEXT_EMPTY;

	case_write(s, "Ada Park_11_assignsubmission_file_/heap.c", "1");
	case_write(s, "Ben O_Neil_12_assignsubmission_file/sub/heap.c", "2");
	case_write(s, "Cleo_13_assignsubmission_file_heap.c", "3");
	case_write(s, "Ada Park_11_assignsubmission_onlinetext_/onlinetext.html", "4");
	struct handed_list l = read_list(s, &complaints);
	cr_assert_eq(l.kind, HANDED_MOODLE);
	cr_assert_eq(l.count, 3);
	cr_expect_str_eq(l.items[0].who.name, "Ada Park");
	cr_expect_str_eq(l.items[0].who.moodle, "11");
	cr_expect_str_eq(file_of(&l.items[0], 0), "heap.c");
	cr_expect_str_eq(l.items[1].who.name, "Ben O_Neil");
	cr_expect_str_eq(file_of(&l.items[1], 0), "sub/heap.c");
	cr_expect_str_eq(file_of(&l.items[2], 0), "heap.c");
	cr_expect_not_null(strstr(text_string(&complaints), "typed into a page"), "%s",
	                   text_string(&complaints));
	handed_free(&l);
	text_free(&complaints);
	case_leave(s);
}

Test(class_handed, knows_a_gradescope_export)
{
	char *s = case_scratch();
	struct text complaints = TEXT_EMPTY;

	case_write(s, "assignment_1_export/submission_metadata.yml",
	           "submission_5:\n  :submitters:\n  - :name: Ada Park\n    :sid: '007'\n"
	           "    :email: ada@x.org\n  - :name: Ben\n    :sid:\n    :email: ben@x.org\n"
	           "  :created_at: 2026-11-05 21:14:08.1 Z\n"
	           "submission_6:\n  :submitters: []\n"
	           "../../etc:\n  :submitters:\n  - :name: Eve\n");
	case_write(s, "assignment_1_export/submission_5/src/heap.c", "1");
	case_write(s, "assignment_1_export/submission_6/heap.c", "1");
	struct handed_list l = read_list(s, &complaints);
	cr_assert_eq(l.kind, HANDED_GRADESCOPE);
	cr_assert_eq(l.count, 2, "a group's work is of each in it");
	cr_expect_str_eq(l.items[0].who.number, "007");
	cr_expect_eq(l.items[0].at, 1793913248);
	cr_expect_null(l.items[1].who.number);
	cr_expect_str_eq(l.items[1].who.email, "ben@x.org");
	cr_expect_str_eq(file_of(&l.items[1], 0), "src/heap.c");
	cr_expect_not_null(strstr(text_string(&complaints), "submission_6 has no submitters"));
	cr_expect_not_null(strstr(text_string(&complaints), "../../etc that is not there"));
	handed_free(&l);
	text_cut(&complaints, 0);
	case_write(s, "submission_metadata.yml", "a: [\n");
	l = read_list(s, &complaints);
	cr_expect_not_null(strstr(text_string(&complaints), "Download the export again"), "%s",
	                   text_string(&complaints));
	handed_free(&l);
	text_free(&complaints);
	case_leave(s);
}

Test(class_handed, takes_folders_and_archives)
{
	char *s = case_scratch();
	struct text complaints = TEXT_EMPTY, problem = TEXT_EMPTY;
	struct handed_list l;

	cr_assert_not(handed_read(s, &l, &complaints, &problem));
	cr_expect_not_null(strstr(text_string(&problem), "No submissions were found"));
	case_write(s, "ada/.hidden/x.c", "");
	case_write(s, "ada/heap.c", "1");
	case_write(s, "ben.tar.gz", "2");
	case_write(s, "roster.csv", "3");
	case_write(s, "stray.c", "4");
	l = read_list(s, &complaints);
	cr_assert_eq(l.count, 2);
	cr_expect_str_eq(l.items[0].who.folder, "ada");
	cr_expect_eq(l.items[0].count, 1);
	cr_expect_str_eq(l.items[1].who.folder, "ben");
	cr_expect_not_null(strstr(text_string(&complaints), "stray.c"));
	cr_expect_null(strstr(text_string(&complaints), "roster.csv"));
	handed_free(&l);
	text_free(&complaints);
	text_free(&problem);
	case_leave(s);
}

/* ---- clones ------------------------------------------------------------ */

Test(class_handed, asks_git_when_a_clone_was_committed)
{
	char *s = case_scratch(), *list_folder = path_join(s, "in");
	char *scratch = path_join(s, "scratch");
	struct text complaints = TEXT_EMPTY;

	case_write(s, "in/ada/heap.c", "1");
	cr_assert(folder_make(scratch) && chmod(s, 0755) == 0);
	char *made = must_format("cd '%s/ada' && git init -q && git add -A && "
		"GIT_COMMITTER_DATE=2026-11-05T21:14:08Z git -c user.name=a -c user.email=a@x "
		"commit -qm x && git config core.pager 'touch %s/ran' && "
		"git config core.fsmonitor 'touch %s/ran'", list_folder, s, s);
	run(made);
	case_write(s, "in/ben/.git/HEAD", "nothing");
	struct handed_list l = read_list(list_folder, &complaints);
	cr_assert_not_null(l.items[0].clone);
	clones_date(&l, scratch, &complaints);
	cr_expect_eq(l.items[0].at, 1793913248, "%s", text_string(&complaints));
	cr_expect_eq(l.items[1].at, 0);
	cr_expect_not_null(strstr(text_string(&complaints), "ben's last commit"));
	char *ran = path_join(s, "ran");
	cr_expect_not(is_file(ran), "the repository's configuration ran a program");
	handed_free(&l);
	text_free(&complaints);
	free(ran);
	free(made);
	free(scratch);
	free(list_folder);
	case_leave(s);
}

/* ---- parcels ----------------------------------------------------------- */

struct parcels {
	struct course *course;
	struct graders graders;
	char *scratch, *folder;
};

static struct parcels open_parcels(void)
{
	struct text problem = TEXT_EMPTY;
	struct parcels p = { .course = case_course(), .scratch = case_scratch() };

	cr_assert(graders_open(p.course, &p.graders, &problem), "%s", text_string(&problem));
	p.folder = path_join(p.scratch, "kept");
	cr_assert(folder_make(p.folder));
	return p;
}

static void close_parcels(struct parcels *p)
{
	graders_free(&p->graders);
	course_free(p->course);
	free(p->folder);
	case_leave(p->scratch);
}

static void make(struct parcels *p, const char *below, char name[PARCEL_NAME])
{
	struct text problem = TEXT_EMPTY;
	struct handed_list list = { 0 };
	char *path = path_join(p->scratch, below);

	handed_add_all(handed_add(&list), path);
	cr_assert(parcel_make(p->course, p->graders.stages, &list.items[0], p->folder, name,
	                      &problem), "%s", text_string(&problem));
	handed_free(&list);
	free(path);
}

/* What the grader reads from a parcel as twice.c. */
static struct wanted read_back(struct parcels *p, const char *name)
{
	struct wanted w = { .name = "twice.c" };
	char *path = path_join(p->folder, name);

	cr_assert(submission_read(p->course, "01-twice", path, &w, 1, NULL));
	free(path);
	return w;
}

Test(class_parcel, the_same_work_is_the_same_parcel)
{
	struct parcels p = open_parcels();
	char one[PARCEL_NAME], two[PARCEL_NAME], three[PARCEL_NAME];

	case_write(p.scratch, "a/twice.c", "int x;\n");
	case_write(p.scratch, "a/photo.jpg", "a cat");
	case_write(p.scratch, "b/twice.c", "int x;\n");
	case_write(p.scratch, "c/twice.c", "int y;\n");
	make(&p, "a", one);
	make(&p, "b", two);
	make(&p, "c", three);
	cr_expect_str_eq(one, two);
	cr_expect_str_neq(one, three);
	struct wanted w = read_back(&p, one);
	cr_expect_str_eq(text_string(&w.bytes), "int x;\n");
	submission_free(&w, 1);
	close_parcels(&p);
}

Test(class_parcel, keeps_one_archive_as_it_is)
{
	struct parcels p = open_parcels();
	char name[PARCEL_NAME];
	char *made = must_format("cd '%s' && mkdir in z && echo 'int z;' >in/twice.c && "
	                         "tar -C in -czf z/work.tgz twice.c && echo x >z/note.txt",
	                         p.scratch);

	run(made);
	make(&p, "z", name);
	struct wanted w = read_back(&p, name);
	cr_expect_str_eq(text_string(&w.bytes), "int z;\n");
	submission_free(&w, 1);
	free(made);
	close_parcels(&p);
}

Test(class_parcel, follows_no_link_and_knows_what_is_too_large)
{
	struct parcels p = open_parcels();
	char name[PARCEL_NAME];
	char *big = must_alloc(SUBMISSION_FILE_MAX + 3);

	case_write(p.scratch, "secret", "the answer");
	case_write(p.scratch, "l/x", "");
	char *link = path_join(p.scratch, "l/twice.c"), *to = path_join(p.scratch, "secret");
	cr_assert_eq(symlink(to, link), 0);
	make(&p, "l", name);
	struct wanted w = read_back(&p, name);
	cr_expect_null(w.path);
	cr_expect_not_null(w.passed_over);
	submission_free(&w, 1);
	memset(big, 'x', SUBMISSION_FILE_MAX + 2);
	case_write(p.scratch, "big/twice.c", big);
	make(&p, "big", name);
	w = read_back(&p, name);
	cr_expect(w.too_large);
	submission_free(&w, 1);
	free(link);
	free(to);
	free(big);
	close_parcels(&p);
}

Test(class_parcel, tells_which_stage_it_is_of)
{
	struct parcels p = open_parcels();
	char name[PARCEL_NAME];
	bool *holds = must_alloc(p.course->stages_count);
	const char *ambiguous;
	size_t count = 0;

	case_write(p.scratch, "s/01-twice/twice.c", "int x;\n");
	make(&p, "s", name);
	char *path = path_join(p.folder, name);
	parcel_stages(p.course, p.graders.stages, path, holds, &ambiguous);
	for (size_t i = 0; i < p.course->stages_count; i++) {
		count += holds[i];
		if (strcmp(p.course->stages[i], "01-twice") == 0)
			cr_expect(holds[i]);
	}
	cr_expect_eq(count, 1);
	cr_expect_null(ambiguous);
	free(path);
	free(holds);
	close_parcels(&p);
}
