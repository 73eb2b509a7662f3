/*
 * test_files.c - paths, files, folders, hashes.
 */
#include <errno.h>
#include <sys/stat.h>

#include "core_case.h"

static void expect_path(char *got, const char *wanted)
{
	cr_expect_str_eq(got, wanted);
	free(got);
}

Test(files, tells_a_file_from_a_link_to_one)
{
	char *folder = folder_scratch("files");
	char *file = path_join(folder, "file"), *link = path_join(folder, "link");

	cr_assert(file_write(file, "a", 1));
	cr_assert_eq(symlink(file, link), 0);
	cr_expect(is_plain_file(file));
	cr_expect(is_file(link) && !is_plain_file(link));
	cr_expect(!is_plain_file(folder));
	folder_remove(folder);
	free(link);
	free(file);
	free(folder);
}

Test(files, joins_and_splits_paths)
{
	expect_path(path_join("a", "b"), "a/b");
	expect_path(path_join("a/", "b"), "a/b");
	expect_path(path_join("a", "/b"), "/b");
	expect_path(path_join("", "b"), "b");
	expect_path(path_join(NULL, "b"), "b");
	expect_path(path_folder("a/b/c"), "a/b");
	expect_path(path_folder("/c"), "/");
	expect_path(path_folder("c"), ".");
	cr_expect_str_eq(path_name("a/b"), "b");
	cr_expect_str_eq(path_name("b"), "b");
	cr_expect_str_eq(path_below("/a/b/c", "/a"), "b/c");
	cr_expect_str_eq(path_below("/a//c", "/a/"), "c");
	cr_expect_null(path_below("/ab", "/a"));
	cr_expect_null(path_below("/a/", "/a"));
}

Test(files, writes_whole_files_and_reads_them_again)
{
	char *scratch = case_scratch(), *path = path_join(scratch, "a");
	char *copy = path_join(scratch, "b");
	struct text t = TEXT_EMPTY;

	cr_assert(file_write(path, "x\0y", 3));
	cr_assert(file_copy(path, copy));
	cr_assert(file_read(copy, 3, &t));
	cr_assert_eq(t.length, 3);
	cr_assert_not(file_read(copy, 2, &t));
	cr_assert_eq(errno, EFBIG);
	cr_assert_not(file_read(scratch, 0, &t));
	cr_assert_eq(errno, EINVAL);
	cr_assert_not(file_copy("/nowhere/at/all", copy));
	cr_assert_not(file_write("/nowhere/at/all", "", 0));
	text_free(&t);
	free(copy);
	free(path);
	case_leave(scratch);
}

Test(files, refuses_to_wait_for_a_pipe)
{
	char *scratch = case_scratch(), *path = path_join(scratch, "pipe");
	struct text t = TEXT_EMPTY;

	cr_assert_eq(mkfifo(path, 0600), 0);
	cr_assert_not(file_read(path, 0, &t));
	cr_assert_eq(errno, EINVAL);
	free(path);
	case_leave(scratch);
}

static bool collect(const char *name, void *context)
{
	text_add(context, name);
	return strcmp(name, "b") != 0;
}

Test(files, lists_names_in_order_until_told_to_stop)
{
	char *scratch = case_scratch();
	struct text names = TEXT_EMPTY;

	case_write(scratch, "c", "");
	case_write(scratch, "b", "");
	case_write(scratch, "a/x", "");
	cr_assert(folder_each(scratch, collect, &names));
	cr_assert_str_eq(text_string(&names), "ab");
	cr_assert_not(folder_each("/nowhere", collect, &names));
	text_free(&names);
	case_leave(scratch);
}

Test(files, removes_links_without_following_them)
{
	char *scratch = case_scratch(), *kept = case_scratch();
	char *link = path_join(scratch, "link");
	char *file = path_join(kept, "file");

	case_write(kept, "file", "still here");
	cr_assert_eq(symlink(kept, link), 0);
	case_leave(scratch);
	cr_assert(is_file(file));
	free(file);
	free(link);
	case_leave(kept);
}

Test(files, tells_contents_apart_by_their_hash)
{
	char *scratch = case_scratch(), *path = path_join(scratch, "a");
	uint64_t a = HASH_START, b = HASH_START;

	case_write(scratch, "a", "one");
	cr_assert(hash_file(&a, path));
	case_write(scratch, "a", "two");
	cr_assert(hash_file(&b, path));
	cr_assert_neq(a, b);
	cr_assert_not(hash_file(&a, "/nowhere"));
	cr_assert_neq(hash_string(hash_string(HASH_START, "a"), "bc"),
	              hash_string(hash_string(HASH_START, "ab"), "c"));
	free(path);
	case_leave(scratch);
}

Test(files, has_no_scratch_where_there_is_no_room)
{
	setenv("TMPDIR", "/nowhere", 1);
	cr_assert_null(folder_scratch("x"));
	cr_assert_null(path_real("/nowhere"));
}
