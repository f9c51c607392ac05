/* SPDX-License-Identifier: MIT */
/* What a class sent, taken in: folders, archives, downloads, and hostile ones of each. */
#include "tests/unit/archives.h"
#include "grader/grade/intake/intake.h"
#include "grader/grade/intake/members.h"
#include "tests/unit/scratch.h"

#include <locale.h>

static const char *const folders[] = {"02-fork-cow", "03-ksm", NULL};

struct world {
	char *sent, *results;
	struct grade_class class;
};

static int set_up(void **state)
{
	struct world *world = calloc(1, sizeof(*world));

	setlocale(LC_CTYPE, "C.UTF-8");
	world->sent = folder_make();
	world->results = folder_make();
	*state = world;
	return 0;
}

static int tear_down(void **state)
{
	struct world *world = *state;

	grade_class_deinit(&world->class);
	folder_remove(world->sent);
	folder_remove(world->results);
	free(world);
	return 0;
}

static void take_in_lab(struct world *world, const char *only)
{
	struct grade_intake intake = {.submissions = world->sent,
		.results = world->results,
		.folders = folders,
		.only = only};
	char why[GRADE_WHY];

	grade_class_deinit(&world->class);
	if (grade_take_in(&intake, &world->class, why))
		fail_msg("%s", why);
}

static void take_in(struct world *world)
{
	take_in_lab(world, NULL);
}

static const struct grade_student *student(const struct world *world, const char *name)
{
	for (size_t i = 0; i < world->class.nr_students; i++)
		if (!strcmp(world->class.students[i].name, name))
			return &world->class.students[i];
	fail_msg("no student %s", name);
	return NULL;
}

static void expect_labs(const struct world *world, const char *name, size_t nr)
{
	assert_int_equal(student(world, name)->nr_pairs, nr);
}

static void expect_source(const struct world *world, const char *path, const char *text)
{
	char *there = folder_get(world->results, path);

	assert_string_equal(there, text);
	free(there);
}

/* The one refusal whose reason has this text. */
static void expect_refused(
	const struct world *world, const char *name, const char *reason)
{
	for (size_t i = 0; i < world->class.nr_refusals; i++)
		if (!strcmp(world->class.refusals[i].student, name) &&
			strstr(world->class.refusals[i].reason, reason))
			return;
	for (size_t i = 0; i < world->class.nr_refusals; i++)
		print_message("refused: “%s” %s: %s\n", world->class.refusals[i].student,
			world->class.refusals[i].path, world->class.refusals[i].reason);
	fail_msg("“%s” was not refused for “%s”", name, reason);
}

static void put_pack(struct world *world, const char *name, struct pack *pack)
{
	pack_end(pack);
	folder_write(world->sent, name, pack->data, pack->size);
	pack_free(pack);
}

static void folders_are_taken(void **state)
{
	struct world *world = *state;

	folder_put(world->sent, "alice/lab03/exercise.c", "three");
	folder_put(world->sent, "alice/02-fork-cow/exercise.c", "two");
	folder_put(world->sent, "alice/lab03/check.c", "my own checker");
	folder_put(world->sent, "alice/Makefile", "all:");
	folder_put(world->sent, "bob/lab03.c", "b");
	take_in(world);
	assert_int_equal(world->class.nr_students, 2);
	assert_int_equal(world->class.nr_refusals, 0);
	expect_labs(world, "alice", 2);
	assert_string_equal(student(world, "alice")->pairs[0].lab, "02-fork-cow");
	expect_source(world, "alice/03-ksm/exercise.c", "three");
	expect_source(world, "alice/02-fork-cow/exercise.c", "two");
	expect_source(world, "bob/03-ksm/exercise.c", "b");
	assert_false(folder_has(world->results, "alice/03-ksm/check.c"));
	assert_string_equal(student(world, "bob")->pairs[0].sha256,
		"3e23e8160039594a33894f6564e1b1348bbd7a0088d42c4acb73eeaed59c009d");
}

static void archives_are_taken(void **state)
{
	static const char *const names[] = {"a.zip", "b.tar.gz", "c.tar.xz"};
	struct world *world = *state;
	struct pack pack;

	for (int kind = PACKED_ZIP; kind <= PACKED_TAR_XZ; kind++) {
		pack_begin(&pack, kind);
		pack_member(&pack, "handin/", S_IFDIR, NULL, false, "", 0);
		pack_file(&pack, "handin/labs/03-ksm/exercise.c", names[kind]);
		pack_file(&pack, "handin/README", "hello");
		put_pack(world, names[kind], &pack);
	}
	take_in(world);
	assert_int_equal(world->class.nr_students, 3);
	assert_int_equal(world->class.nr_refusals, 0);
	expect_source(world, "a/03-ksm/exercise.c", "a.zip");
	expect_source(world, "b/03-ksm/exercise.c", "b.tar.gz");
	expect_source(world, "c/03-ksm/exercise.c", "c.tar.xz");
}

static void one_lab_can_be_asked_for(void **state)
{
	struct world *world = *state;

	folder_put(world->sent, "alice/exercise.c", "three");
	folder_put(world->sent, "bob/lab02/exercise.c", "two");
	take_in_lab(world, folders[1]);
	expect_labs(world, "alice", 1);
	expect_labs(world, "bob", 0);
	expect_refused(world, "bob", "no exercise found");
}

static void downloads_of_moodle_are_taken(void **state)
{
	struct world *world = *state;
	struct pack pack;

	folder_put(
		world->sent, "Ann Lee_1_assignsubmission_file_/lab03/exercise.c", "ann");
	folder_put(world->sent, "Ann Lee_1_assignsubmission_onlinetext_/onlinetext.html",
		"");
	folder_put(world->sent, "Ann Lee_2_assignsubmission_file_lab03.c", "other ann");
	pack_begin(&pack, PACKED_ZIP);
	pack_file(&pack, "lab03/exercise.c", "zipped");
	put_pack(world, "Bo Ek_3_assignsubmission_file_/handin.zip", &pack);
	take_in(world);
	assert_int_equal(world->class.nr_students, 3);
	expect_source(world, "Ann Lee_1/03-ksm/exercise.c", "ann");
	expect_source(world, "Ann Lee_2/03-ksm/exercise.c", "other ann");
	expect_source(world, "Bo Ek_3/03-ksm/exercise.c", "zipped");
}

static void downloads_of_canvas_are_taken(void **state)
{
	struct world *world = *state;

	folder_put(world->sent, "leeann_11_901_lab03.c", "ann 3");
	folder_put(world->sent, "leeann_11_902_lab02.c", "ann 2");
	folder_put(world->sent, "ekbo_LATE_12_903_lab03.c", "bo");
	take_in(world);
	assert_int_equal(world->class.nr_students, 2);
	expect_labs(world, "leeann_11", 2);
	expect_source(world, "leeann_11/02-fork-cow/exercise.c", "ann 2");
	expect_source(world, "ekbo_12/03-ksm/exercise.c", "bo");
}

static void hostile_members_are_refused_the_rest_taken(void **state)
{
	struct world *world = *state;
	struct pack pack;

	pack_begin(&pack, PACKED_TAR_GZ);
	pack_file(&pack, "/etc/cron.d/lab03/exercise.c", "absolute");
	pack_file(&pack, "../bob/lab03/exercise.c", "up");
	pack_file(&pack, "lab03/../../x/lab03/exercise.c", "up again");
	pack_member(&pack, "lab02/exercise.c", S_IFLNK, "/etc/passwd", false, "", 0);
	pack_member(&pack, "hard", S_IFLNK, "lab03/exercise.c", true, "", 0);
	pack_member(&pack, "lab02/device", S_IFCHR, NULL, false, "", 0);
	pack_member(&pack, "fifo", S_IFIFO, NULL, false, "", 0);
	pack_file(&pack, "bad\x1b[2Jname", "x");
	pack_file(&pack, "lab03/exercise.c", "good");
	put_pack(world, "eve.tar.gz", &pack);
	take_in(world);
	expect_labs(world, "eve", 1);
	expect_source(world, "eve/03-ksm/exercise.c", "good");
	assert_false(folder_has(world->results, "bob"));
	assert_int_equal(world->class.nr_refusals, 8);
	expect_refused(world, "eve", "an absolute path");
	expect_refused(world, "eve", "a path with \"..\"");
	expect_refused(world, "eve", "a link");
	expect_refused(world, "eve", "neither file nor folder");
	expect_refused(world, "eve", "not printable");
}

static void hostile_folders_are_refused_the_rest_taken(void **state)
{
	struct world *world = *state;
	char command[PATH_MAX];

	folder_put(world->sent, "eve/lab03/exercise.c", "good");
	snprintf(command, sizeof(command),
		"cd %s && ln -s /etc/passwd eve/lab02.c && mkfifo eve/fifo && "
		"ln -s /etc eve/etc && ln -s eve mallory && mkdir -- -x && "
		"mkdir '=cmd()' && mkdir .hidden && mkdir empty",
		world->sent);
	assert_int_equal(system(command), 0);
	take_in(world);
	expect_labs(world, "eve", 1);
	expect_refused(world, "eve", "a link");
	expect_refused(world, "eve", "neither file nor folder");
	expect_refused(world, "", "a link");
	expect_refused(world, "", "begins with");
	expect_refused(world, "empty", "no exercise found");
	assert_int_equal(world->class.nr_students, 2);
}

static void large_files_are_refused(void **state)
{
	size_t size = GRADE_FILE_BYTES + 1;
	char *zeros = calloc(1, size);
	struct world *world = *state;
	struct pack pack;

	folder_write(world->sent, "alice/lab03/exercise.c", zeros, size);
	folder_write(world->sent, "bob/lab03/exercise.c", zeros, size - 1);
	pack_begin(&pack, PACKED_ZIP);
	pack_member(&pack, "lab03/exercise.c", S_IFREG, NULL, false, zeros, size);
	pack_file(&pack, "lab02/exercise.c", "small");
	put_pack(world, "carol.zip", &pack);
	take_in(world);
	expect_labs(world, "alice", 0);
	expect_refused(world, "alice", "too large");
	expect_labs(world, "bob", 1);
	expect_labs(world, "carol", 1);
	expect_refused(world, "carol", "more than 1 MiB");
	free(zeros);
}

/* 30 MB of zeros take 30 kB: all of such a student is refused, and nobody else. */
static void bombs_do_not_swell(void **state)
{
	char *zeros = calloc(1, GRADE_FILE_BYTES);
	struct world *world = *state;
	struct pack pack;

	for (int kind = PACKED_ZIP; kind <= PACKED_TAR_XZ; kind++) {
		static const char *const names[] = {
			"eve.zip", "mallory.tar.gz", "oscar.tar.xz"};

		pack_begin(&pack, kind);
		pack_file(&pack, "lab03/exercise.c", "good");
		for (int i = 0; i < 30; i++) {
			char name[16];

			snprintf(name, sizeof(name), "z%d", i);
			pack_member(&pack, name, S_IFREG, NULL, false, zeros,
				GRADE_FILE_BYTES);
		}
		put_pack(world, names[kind], &pack);
	}
	folder_put(world->sent, "alice/lab03.c", "a");
	take_in(world);
	expect_labs(world, "eve", 0);
	expect_refused(world, "eve", "more than 10 MiB");
	expect_labs(world, "mallory", 0);
	expect_refused(world, "mallory", "more than 10 MiB");
	expect_labs(world, "oscar", 0);
	expect_refused(world, "oscar", "more than 10 MiB");
	expect_labs(world, "alice", 1);
	free(zeros);
}

static void endless_lists_are_refused(void **state)
{
	struct world *world = *state;
	struct pack pack;

	pack_begin(&pack, PACKED_ZIP);
	for (int i = 0; i <= GRADE_MEMBERS; i++) {
		char name[16];

		snprintf(name, sizeof(name), "f%d", i);
		pack_file(&pack, name, "");
	}
	put_pack(world, "eve.zip", &pack);
	take_in(world);
	expect_refused(world, "eve", "more than 10000 files");
}

static void broken_archives_are_refused(void **state)
{
	struct world *world = *state;
	struct pack pack;

	for (int kind = PACKED_ZIP; kind <= PACKED_TAR_XZ; kind++) {
		static const char *const names[] = {"a.zip", "b.tar.gz", "c.tar.xz"};

		pack_begin(&pack, kind);
		pack_file(&pack, "lab03/exercise.c", "cut off");
		pack_file(&pack, "more", "and more of it, so that there is what to lose");
		pack_end(&pack);
		folder_write(world->sent, names[kind], pack.data, pack.size / 3);
		pack_free(&pack);
	}
	folder_put(world->sent, "d.zip", "no archive at all");
	folder_put(world->sent, "e.zip", "");
	/* What else was sent counts. */
	folder_put(world->sent, "f/broken.zip", "no archive");
	folder_put(world->sent, "f/lab03.c", "good");
	take_in(world);
	expect_refused(world, "a", "not a");
	expect_refused(world, "b", "not a");
	expect_refused(world, "c", "not a");
	expect_refused(world, "d", "not a");
	expect_refused(world, "e", "");
	expect_refused(world, "f", "not a");
	expect_labs(world, "f", 1);
	for (size_t i = 0; i < 5; i++)
		assert_int_equal(world->class.students[i].nr_pairs, 0);
}

/* Whatever bytes there are, nothing but a refusal comes of them. */
static void damaged_archives_do_no_harm(void **state)
{
	struct world *world = *state;
	uint64_t random = 1;
	struct pack pack;

	for (int round = 0; round < 60; round++) {
		char name[32];

		pack_begin(&pack, round % 3);
		pack_file(&pack, "lab03/exercise.c", "int main(void) { return 0; }");
		pack_file(&pack, "lab02/exercise.c", "int main(void) { return 1; }");
		pack_end(&pack);
		for (int i = 0; i < 8; i++)
			pack.data[next_random(&random) % pack.size] =
				(char)next_random(&random);
		snprintf(name, sizeof(name), "s%02d%s", round,
			round % 3 == 0	 ? ".zip"
			: round % 3 == 1 ? ".tar.gz"
					 : ".tar.xz");
		folder_write(world->sent, name, pack.data, pack.size);
		pack_free(&pack);
	}
	take_in(world);
	assert_int_equal(world->class.nr_students, 60);
}

static void what_is_there_twice_is_refused(void **state)
{
	struct world *world = *state;
	struct pack pack;

	folder_put(world->sent, "alice/lab03/exercise.c", "one");
	folder_put(world->sent, "alice/03-ksm/exercise.c", "other");
	folder_put(world->sent, "alice/lab02.c", "two");
	folder_put(world->sent, "bob/lab03.c", "folder");
	pack_begin(&pack, PACKED_ZIP);
	pack_file(&pack, "lab03.c", "archive");
	put_pack(world, "bob.zip", &pack);
	pack_begin(&pack, PACKED_TAR_GZ);
	pack_file(&pack, "lab03/exercise.c", "first");
	pack_file(&pack, "lab03/exercise.c", "second");
	put_pack(world, "carol.tar.gz", &pack);
	take_in(world);
	expect_labs(world, "alice", 1);
	expect_refused(world, "alice", "more than one exercise");
	expect_labs(world, "bob", 0);
	expect_refused(world, "bob", "more than once");
	expect_labs(world, "carol", 0);
	expect_refused(world, "carol", "more than one exercise");
}

static void a_source_that_is_the_same_is_left_alone(void **state)
{
	struct world *world = *state;
	struct stat before, after;
	char path[PATH_MAX];

	snprintf(path, sizeof(path), "%s/alice/03-ksm/exercise.c", world->results);
	folder_put(world->sent, "alice/lab03.c", "one");
	take_in(world);
	assert_int_equal(stat(path, &before), 0);
	take_in(world);
	assert_int_equal(stat(path, &after), 0);
	assert_int_equal(before.st_ino, after.st_ino);
	folder_put(world->sent, "alice/lab03.c", "two");
	take_in(world);
	expect_source(world, "alice/03-ksm/exercise.c", "two");
}

/* Somebody who can write to the results must not lead us elsewhere. */
static void a_link_in_the_results_is_replaced(void **state)
{
	struct world *world = *state;
	char command[PATH_MAX];

	folder_put(world->sent, "alice/lab03.c", "mine");
	folder_put(world->results, "precious", "precious");
	snprintf(command, sizeof(command),
		"cd %s && mkdir -p alice/03-ksm && ln -s ../../precious "
		"alice/03-ksm/exercise.c",
		world->results);
	assert_int_equal(system(command), 0);
	take_in(world);
	expect_source(world, "precious", "precious");
	expect_source(world, "alice/03-ksm/exercise.c", "mine");
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(folders_are_taken),
		TEST(archives_are_taken),
		TEST(one_lab_can_be_asked_for),
		TEST(downloads_of_moodle_are_taken),
		TEST(downloads_of_canvas_are_taken),
		TEST(hostile_members_are_refused_the_rest_taken),
		TEST(hostile_folders_are_refused_the_rest_taken),
		TEST(large_files_are_refused),
		TEST(bombs_do_not_swell),
		TEST(endless_lists_are_refused),
		TEST(broken_archives_are_refused),
		TEST(damaged_archives_do_no_harm),
		TEST(what_is_there_twice_is_refused),
		TEST(a_source_that_is_the_same_is_left_alone),
		TEST(a_link_in_the_results_is_replaced),
	};

	return cmocka_run_group_tests_name("grade intake", tests, NULL, NULL);
}
