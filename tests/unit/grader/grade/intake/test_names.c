/* SPDX-License-Identifier: MIT */
/* Names of students, of labs, of what platforms hand out, and hostile ones. */
#include "tests/unit/input.h"
#include "grader/grade/intake/names.h"

#include <locale.h>

static const char *const folders[] = {"02-fork-cow", "03-ksm", NULL};

static int set_up(void **state)
{
	(void)state;
	return setlocale(LC_CTYPE, "C.UTF-8") ? 0 : -1;
}

static void names_that_are_file_names_are_taken(void **state)
{
	static const char *const good[] = {
		"alice", "Ann Lee_4711", "o'neill", "Zoë Müller", "李雷", "a.b", "4711"};

	(void)state;
	for (size_t i = 0; i < sizeof(good) / sizeof(*good); i++)
		assert_null(grade_name_refused(good[i]));
}

static void other_names_are_refused(void **state)
{
	static const char *const bad[] = {"", ".", "..", ".ssh", "-rf", "=1+1", "+1",
		"@x", " x", "~root", "a/b", "a\nb", "a\tb", "a\x1b[2J", "a\x7f",
		"\xff\xfe", "a\xc3", "\xc2\x9b", "gradebook.csv", "Report.html",
		"assignment.json", "course.json"};
	char long_name[GRADE_NAME_MAX + 2];

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		if (!grade_name_refused(bad[i]))
			fail_msg("“%s” was taken", bad[i]);
	memset(long_name, 'a', sizeof(long_name));
	long_name[sizeof(long_name) - 1] = '\0';
	assert_non_null(grade_name_refused(long_name));
	long_name[GRADE_NAME_MAX] = '\0';
	assert_null(grade_name_refused(long_name));
}

static void paths_stay_below(void **state)
{
	static const char *const good[] = {
		"a", "a/b", "./a", "a//b", "a/..b", "a/b..", "...", "lab03/exercise.c"};
	static const char *const bad[] = {"", "/a", "..", "../a", "a/..", "a/../b",
		"a//../b", "a/\x01", "/", "a\nb"};

	(void)state;
	for (size_t i = 0; i < sizeof(good) / sizeof(*good); i++)
		if (grade_path_refused(good[i]))
			fail_msg("“%s” was refused", good[i]);
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		if (!grade_path_refused(bad[i]))
			fail_msg("“%s” was taken", bad[i]);
}

static void expect_entry(const char *name, bool is_file, enum grade_layout layout,
	const char *student, const char *member)
{
	struct grade_entry entry;

	grade_entry_parse(name, is_file, &entry);
	if (entry.layout != layout)
		fail_msg("“%s”: layout %d, expected %d", name, entry.layout, layout);
	if (layout == GRADE_OTHER)
		return;
	assert_string_equal(entry.student, student);
	if (member)
		assert_string_equal(entry.member, member);
	else
		assert_null(entry.member);
}

static void entries_say_whose_they_are(void **state)
{
	(void)state;
	expect_entry("alice", false, GRADE_PLAIN, "alice", NULL);
	expect_entry("alice.zip", true, GRADE_PLAIN, "alice", NULL);
	expect_entry("bob.tar.gz", true, GRADE_PLAIN, "bob", NULL);
	expect_entry("b.o.b.TGZ", true, GRADE_PLAIN, "b.o.b", NULL);
	expect_entry("eve.tar.xz", true, GRADE_PLAIN, "eve", NULL);
	/* A folder may be called so. */
	expect_entry("alice.zip", false, GRADE_PLAIN, "alice.zip", NULL);
	expect_entry("notes.txt", true, GRADE_OTHER, NULL, NULL);
	expect_entry("alice.rar", true, GRADE_OTHER, NULL, NULL);
	expect_entry(".zip", true, GRADE_OTHER, NULL, NULL);
}

static void moodle_entries_are_understood(void **state)
{
	(void)state;
	expect_entry("Ann Lee_4711_assignsubmission_file_", false, GRADE_MOODLE,
		"Ann Lee_4711", NULL);
	expect_entry("Ann Lee_4711_assignsubmission_file", false, GRADE_MOODLE,
		"Ann Lee_4711", NULL);
	expect_entry("Ann Lee_4711_assignsubmission_file_lab03.zip", true, GRADE_MOODLE,
		"Ann Lee_4711", "lab03.zip");
	expect_entry("Ann Lee_4711_assignsubmission_onlinetext_", false, GRADE_OTHER,
		NULL, NULL);
	expect_entry("_4711_assignsubmission_file_", false, GRADE_PLAIN,
		"_4711_assignsubmission_file_", NULL);
	expect_entry("Ann_assignsubmission_file_", false, GRADE_PLAIN,
		"Ann_assignsubmission_file_", NULL);
}

static void canvas_entries_are_understood(void **state)
{
	(void)state;
	expect_entry("leeann_4711_815_exercise.c", true, GRADE_CANVAS, "leeann_4711",
		"exercise.c");
	expect_entry("leeann_LATE_4711_815_handin.tar.gz", true, GRADE_CANVAS,
		"leeann_4711", "handin.tar.gz");
	expect_entry("leeann_4711_815_my_lab_03.c", true, GRADE_CANVAS, "leeann_4711",
		"my_lab_03.c");
	expect_entry("lee_ann.zip", true, GRADE_PLAIN, "lee_ann", NULL);
	expect_entry("lee_12_.zip", true, GRADE_PLAIN, "lee_12_", NULL);
	expect_entry("_1_2_x.zip", true, GRADE_PLAIN, "_1_2_x", NULL);
}

static void expect_lab(const char *path, const char *only, const char *lab)
{
	const char *found = grade_lab_of(path, folders, only ? folders[1] : NULL);

	if (!lab && found)
		fail_msg("“%s” was taken for %s", path, found);
	if (lab && (!found || strcmp(found, lab)))
		fail_msg("“%s” is %s, expected %s", path, found ? found : "none", lab);
}

static void exercises_are_found_by_name(void **state)
{
	(void)state;
	expect_lab("lab03/exercise.c", NULL, "03-ksm");
	expect_lab("Lab3/exercise.c", NULL, "03-ksm");
	expect_lab("labs/03-ksm/exercise.c", NULL, "03-ksm");
	expect_lab("handin/labs/02-fork-cow/exercise.c", NULL, "02-fork-cow");
	expect_lab("lab03.c", NULL, "03-ksm");
	expect_lab("deep/lab02.c", NULL, "02-fork-cow");
	expect_lab("exercise.c", "03-ksm", "03-ksm");
	expect_lab("exercise-2.c", "03-ksm", "03-ksm");
	expect_lab("anything/exercise.c", "03-ksm", "03-ksm");
}

static void other_files_are_left_alone(void **state)
{
	(void)state;
	expect_lab("exercise.c", NULL, NULL);
	expect_lab("lab03/check.c", NULL, NULL);
	expect_lab("lab03/Makefile", NULL, NULL);
	expect_lab("lab03/lab.h", NULL, NULL);
	expect_lab("lab03/exercise.c.bak", NULL, NULL);
	expect_lab("lab99/exercise.c", NULL, NULL);
	expect_lab("lab03/sub/exercise.c", NULL, NULL);
	expect_lab("solutions/03-ksm/exercise.c", NULL, NULL);
	expect_lab("x/solutions/03-ksm/exercise.c", "03-ksm", NULL);
	expect_lab("__MACOSX/lab03/._exercise.c", NULL, NULL);
	expect_lab("lab02/exercise.c", "03-ksm", NULL);
	expect_lab("lab02.c", "03-ksm", NULL);
	expect_lab("", NULL, NULL);
	expect_lab(".c", NULL, NULL);
	expect_lab("lab03/", "03-ksm", NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_that_are_file_names_are_taken),
		cmocka_unit_test(other_names_are_refused),
		cmocka_unit_test(paths_stay_below),
		cmocka_unit_test(entries_say_whose_they_are),
		cmocka_unit_test(moodle_entries_are_understood),
		cmocka_unit_test(canvas_entries_are_understood),
		cmocka_unit_test(exercises_are_found_by_name),
		cmocka_unit_test(other_files_are_left_alone),
	};

	return cmocka_run_group_tests_name("grade names", tests, set_up, NULL);
}
