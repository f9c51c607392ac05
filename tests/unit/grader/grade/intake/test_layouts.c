/* SPDX-License-Identifier: MIT */
/*
 * One exercise in each layout of the table in docs/grading.adoc: as platforms hand submissions
 * out, and as people, browsers and systems name and pack them.
 */
#include "tests/unit/archives.h"
#include "grader/grade/intake/download.h"
#include "grader/grade/intake/intake.h"
#include "grader/grade/intake/members.h"
#include "tests/unit/scratch.h"

#include <locale.h>
#include <time.h>

static const char *const folders[] = {"02-fork-cow", "03-ksm", NULL};

struct world {
	char *sent, *results, *root;
	struct grade_class class;
};

static int set_up(void **state)
{
	struct world *world = calloc(1, sizeof(*world));

	setlocale(LC_CTYPE, "C.UTF-8");
	world->sent = folder_make();
	world->results = folder_make();
	world->root = folder_make();
	folder_put(world->root, "labs/02-fork-cow/skeleton.c", "skeleton two\n");
	folder_put(world->root, "labs/03-ksm/skeleton.c", "skeleton three\n");
	*state = world;
	return 0;
}

static int tear_down(void **state)
{
	struct world *world = *state;

	grade_class_deinit(&world->class);
	folder_remove(world->sent);
	folder_remove(world->results);
	folder_remove(world->root);
	free(world);
	return 0;
}

static void take_in(struct world *world, const char *only)
{
	struct grade_intake intake = {.submissions = world->sent,
		.results = world->results,
		.folders = folders,
		.only = only,
		.root = world->root};
	char why[GRADE_WHY];

	grade_class_deinit(&world->class);
	if (grade_take_in(&intake, &world->class, why))
		fail_msg("%s", why);
}

static void put(struct world *world, const char *path, const char *text)
{
	folder_put(world->sent, path, text);
}

static void put_pack(struct world *world, const char *name, struct pack *pack)
{
	pack_end(pack);
	folder_write(world->sent, name, pack->data, pack->size);
	pack_free(pack);
}

static void put_zip(
	struct world *world, const char *name, const char *path, const char *text)
{
	struct pack pack;

	pack_begin(&pack, PACKED_ZIP);
	pack_file(&pack, path, text);
	put_pack(world, name, &pack);
}

static void say_refusals(const struct world *world)
{
	for (size_t i = 0; i < world->class.nr_refusals; i++)
		print_message("refused: “%s” %s: %s\n", world->class.refusals[i].student,
			world->class.refusals[i].path, world->class.refusals[i].reason);
	for (size_t i = 0; i < world->class.nr_students; i++)
		print_message("there is “%s”, %zu labs\n", world->class.students[i].name,
			world->class.students[i].nr_pairs);
}

static const struct grade_student *student(const struct world *world, const char *name)
{
	for (size_t i = 0; i < world->class.nr_students; i++)
		if (!strcmp(world->class.students[i].name, name))
			return &world->class.students[i];
	say_refusals(world);
	fail_msg("no student “%s”", name);
	return NULL;
}

/* This is what is graded of lab 03. */
static void expect_source(const struct world *world, const char *name, const char *text)
{
	char path[300], *there;

	student(world, name);
	snprintf(path, sizeof(path), "%s/03-ksm/exercise.c", name);
	there = folder_get(world->results, path);
	if (strcmp(there, text)) {
		say_refusals(world);
		fail_msg("of “%s” “%s” is graded, not “%s”", name, there, text);
	}
	free(there);
}

static void expect_none(const struct world *world, const char *name)
{
	assert_int_equal(student(world, name)->nr_pairs, 0);
}

static void expect_refused(
	const struct world *world, const char *name, const char *reason)
{
	for (size_t i = 0; i < world->class.nr_refusals; i++)
		if (!strcmp(world->class.refusals[i].student, name) &&
			strstr(world->class.refusals[i].reason, reason))
			return;
	say_refusals(world);
	fail_msg("“%s” was not refused for “%s”", name, reason);
}

static void expect_clean(const struct world *world, size_t nr_students)
{
	if (world->class.nr_refusals || world->class.nr_students != nr_students) {
		say_refusals(world);
		fail_msg("%zu refused, %zu students", world->class.nr_refusals,
			world->class.nr_students);
	}
}

static void expect_time(const struct world *world, const char *name, const char *time)
{
	size_t length;

	assert_int_equal(
		student(world, name)->submitted, grade_time_parse(time, &length));
	assert_true(student(world, name)->submitted > 0);
}

/* Packs lab03/exercise.c by a program, and puts it where it says. */
static void pack_by(struct world *world, const char *command)
{
	char whole[PATH_MAX];

	folder_put(world->root, "t/lab03/exercise.c", "packed");
	snprintf(whole, sizeof(whole), "mkdir -p '%s/z' && cd '%s/t' && T='%s' && %s",
		world->sent, world->root, world->sent, command);
	assert_int_equal(system(whole), 0);
}

/* A layout's entry: the file that holds the exercise, the student, and when. */
struct row {
	const char *entry, *student, *time;
	bool is_late;
};

static void expect_rows(struct world *world, const struct row *rows, size_t nr)
{
	for (size_t i = 0; i < nr; i++)
		put(world, rows[i].entry, rows[i].entry);
	take_in(world, folders[1]);
	expect_clean(world, nr);
	for (size_t i = 0; i < nr; i++) {
		expect_source(world, rows[i].student, rows[i].entry);
		assert_int_equal(
			student(world, rows[i].student)->is_late, rows[i].is_late);
		if (rows[i].time)
			expect_time(world, rows[i].student, rows[i].time);
		else
			assert_int_equal(student(world, rows[i].student)->submitted, 0);
	}
}

#define EXPECT_ROWS(world, rows) expect_rows(world, rows, sizeof(rows) / sizeof(*(rows)))

static void moodle(void **state)
{
	static const struct row rows[] = {
		{"Ann Lee_1_assignsubmission_file_/lab03.c", "Ann Lee_1", NULL, false},
		{"Bo Ek_2_assignsubmission_file/exercise.c", "Bo Ek_2", NULL, false},
		{"Cy Oh_3_assignsubmission_file_lab03.c", "Cy Oh_3", NULL, false},
		{"Participant_4_assignsubmission_file_/lab 3.c", "Participant_4", NULL,
			false},
		{"Group A-Di Ng_5_assignsubmission_file_/LAB03.C", "Group A-Di Ng_5",
			NULL, false}};
	struct world *world = *state;

	/* What was typed besides is no reason to refuse anything. */
	put(world, "Ann Lee_1_assignsubmission_onlinetext_/onlinetext.html", "<p>hello");
	EXPECT_ROWS(world, rows);
	assert_string_equal(student(world, "Ann Lee_1")->who.name, "Ann Lee");
	assert_string_equal(student(world, "Ann Lee_1")->who.moodle, "1");
}

/* Graded for one lab, what is called by no rule is taken where it is all that there is. */
static void the_only_source_is_the_exercise(void **state)
{
	struct world *world = *state;

	put(world, "ann/main.c", "ann");
	put(world, "bo/src/ksm.c", "bo");
	put(world, "cy/\xe5\xae\x9e\xe9\xaa\x8c.c", "cy");
	put_zip(world, "di.zip", "di/task 3.c", "di");
	put(world, "ed/lab03.c", "ed");
	put(world, "ed/helper.c", "other");
	put(world, "flo/labs/03-ksm/exercise.c", "flo");
	put(world, "flo/notes.c", "other");
	take_in(world, folders[1]);
	expect_clean(world, 6);
	expect_source(world, "ann", "ann");
	expect_source(world, "bo", "bo");
	expect_source(world, "cy", "cy");
	expect_source(world, "di", "di");
	expect_source(world, "ed", "ed");
	expect_source(world, "flo", "flo");
}

static void which_is_meant_is_not_guessed(void **state)
{
	struct world *world = *state;

	put(world, "ann/main.c", "one");
	put(world, "ann/util.c", "other");
	put(world, "bo/a/deep/main.c", "deep");
	put(world, "cy/lab02.c", "of another lab");
	take_in(world, folders[1]);
	expect_refused(world, "ann", "more than one exercise");
	expect_refused(world, "bo", "no exercise found");
	expect_refused(world, "cy", "no exercise found");
	/* A clone of which nobody has touched the exercise holds other sources. */
	put(world, "di/03-ksm/exercise.c", "as it was");
	put(world, "di/03-ksm/skeleton.c", "as it was");
	put(world, "di/03-ksm/check.c", "other");
	take_in(world, folders[1]);
	assert_true(student(world, "di")->is_untouched);
}

static void typed_texts_stand_under_the_student(void **state)
{
	struct world *world = *state;

	put(world, "Ann Lee_1_assignsubmission_onlinetext_/onlinetext.html", "<p>hello");
	put(world, "leecat_503_text.html", "<p>hello");
	put(world, "Lab 3_s1_attempt_2026-11-02-10-11-12.txt", "Name: Bob Ek (s1)");
	put(world, "Bob Ek_2_assignsubmission_onlinetext_/onlinetext.html", "<p>hello");
	put(world, "Bob Ek_2_assignsubmission_file_/notes.txt", "hello");
	take_in(world, folders[1]);
	/* That is no exercise, and nothing that was refused. */
	assert_true(student(world, "Ann Lee_1")->is_typed);
	assert_true(student(world, "leecat_503")->is_typed);
	assert_true(student(world, "s1")->is_typed);
	assert_false(student(world, "Bob Ek_2")->is_typed);
	expect_refused(world, "Bob Ek_2", "no exercise found");
	expect_refused(world, "Bob Ek_2", "this was there");
	assert_int_equal(world->class.nr_refusals, 2);
}

static void canvas(void **state)
{
	static const struct row rows[] = {
		{"leeann_11_901_lab03.c", "leeann_11", NULL, false},
		{"ekbo_LATE_12_902_lab03-1.c", "ekbo_12", NULL, true},
		{"ohcy_13_903_exercise-2.c", "ohcy_13", NULL, false},
		{"anon_Ab3dE_815_lab03.c", "anon_Ab3dE", NULL, false},
		{"anon_LATE_xY9zQ_816_lab03-3.c", "anon_xY9zQ", NULL, true}};
	struct world *world = *state;

	EXPECT_ROWS(world, rows);
	assert_string_equal(student(world, "leeann_11")->who.canvas, "11");
}

/* Of what was sent again the last is graded, whatever Canvas put the number on. */
static void canvas_sent_again(void **state)
{
	struct world *world = *state;

	put(world, "leeann_1_2_lab03.c", "first");
	put(world, "leeann_1_3_lab03-1.c", "second");
	put_zip(world, "ekbo_2_4_handin.zip", "lab03/exercise.c", "first");
	put_zip(world, "ekbo_2_5_handin-1.zip", "lab03/exercise.c", "second");
	put_zip(world, "ohcy_3_6_handin.tar-2.gz", "lab03/exercise.c", "third");
	take_in(world, NULL);
	expect_clean(world, 3);
	expect_source(world, "leeann_1", "second");
	expect_source(world, "ekbo_2", "second");
	expect_source(world, "ohcy_3", "third");
	assert_int_equal(student(world, "leeann_1")->pairs[0].nr_versions, 2);
}

static void brightspace(void **state)
{
	static const struct row rows[] = {
		{"12345-67890 - Ann Lee - Nov 3, 2026 1159 PM/exercise.c",
			"Ann Lee_12345", "2026-11-03 23:59", false},
		{"12346-67890 - Bo O'Ek - 3 November, 2026 11:59 PM/lab03.c",
			"Bo O'Ek_12346", "2026-11-03 23:59", false},
		{"12347-67890 - Cy Oh-Ng - Dec 24, 2026 905 AM - lab03.c",
			"Cy Oh-Ng_12347", "2026-12-24 09:05", false},
		{"12348-67890 - Di Ng - lab03.c", "Di Ng_12348", NULL, false},
		{"12349-67890- Eve Ba- Jan 9, 2026 905 AM - lab03.c", "Eve Ba_12349",
			"2026-01-09 09:05", false}};
	struct world *world = *state;

	put(world, "index.html", "<html>");
	EXPECT_ROWS(world, rows);
}

static void brightspace_in_other_languages(void **state)
{
	static const struct row rows[] = {{"1-7 - Ann - 3 déc. 2026 23 h 59/lab03.c",
						  "Ann_1", "2026-12-03 23:59", false},
		{"2-7 - Bo - 3. März 2026 2359/lab03.c", "Bo_2", "2026-03-03 23:59",
			false},
		{"3-7 - Cy - 3 de mayo de 2026 2359/lab03.c", "Cy_3", "2026-05-03 23:59",
			false},
		{"4-7 - Di - 3 juillet 2026 2359 - lab03.c", "Di_4", "2026-07-03 23:59",
			false},
		{"5-7 - Eve - 3 juin 2026 2359 - lab03.c", "Eve_5", "2026-06-03 23:59",
			false},
		{"6-7 - Fay - 2026年11月3日 2359/lab03.c", "Fay_6", "2026-11-03 23:59",
			false},
		{"7-7 - Gus - 3 out 2026 23-59/lab03.c", "Gus_7", "2026-10-03 23:59",
			false},
		{"10-7 - Jo - 3 Şubat 2026 23:59/lab03.c", "Jo_10", "2026-02-03 23:59",
			false},
		{"8-7 - Hal - Nov 3, 2026 11 59\u202fPM/lab03.c", "Hal_8", NULL, false},
		{"9-7 - Ivy - Nov 3, 2026 1159\u202fPM/lab03.c", "Ivy_9",
			"2026-11-03 23:59", false}};

	EXPECT_ROWS((struct world *)*state, rows);
}

static void brightspace_sent_again(void **state)
{
	struct world *world = *state;

	put(world, "1-9 - Ann Lee - Nov 3, 2026 1159 PM/exercise.c", "early");
	put(world, "1-9 - Ann Lee - Nov 4, 2026 1200 AM/exercise.c", "late");
	put(world, "2-9 - Bo Ek - Nov 3, 2026 1159 PM/exercise.c", "same");
	put(world, "2-9 - Bo Ek - Nov 4, 2026 100 PM/exercise.c", "same");
	take_in(world, folders[1]);
	expect_clean(world, 2);
	expect_source(world, "Ann Lee_1", "late");
	expect_time(world, "Ann Lee_1", "2026-11-04 00:00");
	assert_int_equal(student(world, "Ann Lee_1")->pairs[0].nr_versions, 2);
	assert_int_equal(student(world, "Bo Ek_2")->pairs[0].nr_versions, 1);
}

static void blackboard(void **state)
{
	static const struct row rows[] = {
		{"Lab 3_s1234567_attempt_2026-11-02-10-11-12_exercise.c", "s1234567",
			"2026-11-02 10:11:12", false},
		{"Lab_3_part_b_ann.lee_attempt_2026-11-02-10-11-12_lab03.c", "ann.lee",
			"2026-11-02 10:11:12", false}};
	struct world *world = *state;

	put(world, "Lab 3_s1234567_attempt_2026-11-02-10-11-12.txt", "Name: Ann Lee");
	EXPECT_ROWS(world, rows);
}

/* The text beside the files has the name, and tells how much of theirs is the login. */
static void blackboard_tells_who_it_is(void **state)
{
	struct world *world = *state;

	put(world, "Lab_3_s_12_attempt_2026-11-02-10-11-12_lab03.c", "ann");
	put(world, "Lab_3_s_12_attempt_2026-11-02-10-11-12.txt",
		"Name: Ann (Anna) Lee (s_12)\r\nAssignment: Lab_3\r\n");
	put(world, "Lab_3_bo_attempt_2026-11-02-10-11-12_lab03.c", "bo");
	put(world, "Lab_3_bo_attempt_2026-11-02-10-11-12.txt", "Name: Bo\n(x)");
	take_in(world, folders[1]);
	expect_clean(world, 2);
	expect_source(world, "s_12", "ann");
	expect_source(world, "bo", "bo");
	assert_string_equal(student(world, "s_12")->who.name, "Ann (Anna) Lee");
	assert_string_equal(student(world, "bo")->who.name, "");
}

static void blackboard_sent_again(void **state)
{
	struct world *world = *state;

	put(world, "Lab 3_s1_attempt_2026-11-02-10-11-12_exercise.c", "first");
	put(world, "Lab 3_s1_attempt_2026-11-10-09-00-00_exercise.c", "second");
	take_in(world, folders[1]);
	expect_clean(world, 1);
	expect_source(world, "s1", "second");
	assert_int_equal(student(world, "s1")->pairs[0].nr_versions, 2);
}

static void autolab(void **state)
{
	static const struct row rows[] = {
		{"ann_lee@example.org_1_lab03.c", "ann_lee@example.org", NULL, false},
		{"bo@example.org_12_exercise.c", "bo@example.org", NULL, false}};

	EXPECT_ROWS((struct world *)*state, rows);
}

static void sakai(void **state)
{
	static const struct row rows[] = {
		{"Lee, Ann(annlee)/Submission attachment(s)/lab03.c", "annlee",
			"2026-11-03 18:59", false},
		{"Ek, Bo(ekbo@example.org)/Submission attachment(s)/my work.c",
			"ekbo@example.org", "2026-11-02 19:30:01", false},
		{"Oh (b), Cy(1003)/Submission attachment(s)/lab03.c", "1003", NULL,
			false}};
	struct world *world = *state;

	setenv("TZ", "EST5EDT,M3.2.0,M11.1.0", 1);
	tzset();
	put(world, "Lee, Ann(annlee)/timestamp.txt", "2026-11-03T23:59:00Z");
	put(world, "Lee, Ann(annlee)/Lee, Ann(annlee)_submissionText.html", "<p>");
	put(world, "Lee, Ann(annlee)/Feedback Attachment(s)/lab03.c", "the teacher's");
	put(world, "Ek, Bo(ekbo@example.org)/timestamp.txt", "20261103003001000\n");
	put(world, "Oh (b), Cy(1003)/timestamp.txt", "yesterday");
	put(world, "grades.csv", "Lab 3,Points\n");
	EXPECT_ROWS(world, rows);
	unsetenv("TZ");
	tzset();
	assert_string_equal(student(world, "annlee")->who.name, "Lee, Ann");
	assert_string_equal(student(world, "1003")->who.name, "Oh (b), Cy");
}

/* Everybody in the course has a folder there. */
static void sakai_of_whom_nothing_was_sent(void **state)
{
	struct world *world = *state;

	put(world, "Lee, Ann(annlee)/comments.txt", "");
	put(world, "Lee, Ann(annlee)/Feedback Attachment(s)/lab03.c", "the teacher's");
	put(world, "Lee, Ann(annlee)/feedbackText.html", "");
	put(world, "Lee, Ann(annlee)/Lee, Ann(annlee)_submissionText.html", "<p>Sorry");
	put(world, "Ek, Bo(ekbo)/timestamp.txt", "2026-11-03T23:59:00Z");
	put(world, "Ek, Bo(ekbo)/Submission attachment(s)/notes.pdf", "x");
	take_in(world, folders[1]);
	assert_true(student(world, "annlee")->is_typed);
	expect_none(world, "annlee");
	expect_refused(world, "ekbo", "no exercise found");
	assert_int_equal(world->class.nr_refusals, 2);
}

/* Names that people choose look like these. */
static void ilias(void **state)
{
	static const struct row rows[] = {
		{"Lee_Ann_annlee_4711/lab03.c", "Lee_Ann_annlee_4711", NULL, false},
		{"group_3/lab03.c", "group_3", NULL, false},
		{"Ek(2)/lab03.c", "Ek(2)", NULL, false}};
	struct world *world = *state;

	put(world, "status.csv", "update,usr_id\n");
	put(world, "status.xlsx", "PK\3\4");
	put(world, "README.md", "of the platform");

	EXPECT_ROWS(world, rows);
	assert_string_equal(student(world, "Lee_Ann_annlee_4711")->who.login, "annlee");
	assert_string_equal(student(world, "Lee_Ann_annlee_4711")->who.name, "Lee Ann");
	assert_string_equal(student(world, "group_3")->who.login, "group_3");
}

static void autolab_sent_again(void **state)
{
	struct world *world = *state;

	for (int i = 1; i <= 10; i++) {
		char name[100], text[20];

		snprintf(name, sizeof(name), "ann@example.org_%d_handin.zip", i);
		snprintf(text, sizeof(text), "version %d", i);
		put_zip(world, name, "labs/03-ksm/exercise.c", text);
	}
	take_in(world, NULL);
	expect_clean(world, 1);
	expect_source(world, "ann@example.org", "version 10");
	assert_int_equal(student(world, "ann@example.org")->pairs[0].nr_versions, 10);
}

/* What a program printed stands deeper in the file, and names nobody. */
static void expect_submissions(struct world *world, const char *inner)
{
	char path[PATH_MAX], wanted[PATH_MAX];

	assert_int_equal(download_find(world->sent, folders, NULL, path), 0);
	snprintf(wanted, sizeof(wanted), "%s%s", world->sent, inner);
	assert_string_equal(path, wanted);
}

/* As systems unpack an archive into a folder of its name. */
static void a_folder_around_a_download(void **state)
{
	struct world *world = *state;

	expect_submissions(world, "");
	put(world, "CS 1-Lab 3-77/CS 1-Lab 3-77/Ann Lee_1_assignsubmission_file_/lab03.c",
		"a");
	put(world, "__MACOSX/._CS 1-Lab 3-77", "x");
	expect_submissions(world, "/CS 1-Lab 3-77/CS 1-Lab 3-77");
	put(world, "bo/lab03.c", "b");
	expect_submissions(world, "");
}

/* What a teacher keeps beside it. */
static void a_class_beside_other_files(void **state)
{
	static const char *const others[] = {"README.md", "roster.csv", ".DS_Store",
		"CS 1-Lab 3-77.zip", "pagelab-student.tar.gz", "template/labs/order",
		"template/mk/make", "results/assignment.json", "grades.xlsx"};
	struct world *world = *state;

	put(world, "CS 1-Lab 3-77/Ann Lee_1_assignsubmission_file_/lab03.c", "a");
	for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++)
		put(world, others[i], "x");
	expect_submissions(world, "/CS 1-Lab 3-77");
	put(world, "template/labs/03-ksm/exercise.c", "a student's");
	expect_submissions(world, "");
}

static void a_class_by_hand_beside_other_files(void **state)
{
	struct world *world = *state;

	put(world, "sent/ann/lab03/exercise.c", "a");
	put(world, "sent/ann/lab02/exercise.c", "a");
	put(world, "README.md", "x");
	expect_submissions(world, "");
	put(world, "sent/bo/labs/03-ksm/exercise.c", "b");
	expect_submissions(world, "/sent");
	put(world, "cy/lab03.c", "c");
	expect_submissions(world, "");
}

static void a_folder_around_clones_or_an_export(void **state)
{
	struct world *world = *state;

	put(world, "lab3-submissions/lab3-ann/labs/03-ksm/exercise.c", "a");
	expect_submissions(world, "/lab3-submissions");
	folder_remove(world->sent);
	world->sent = folder_make();
	put(world, "assignment_export/submission_metadata.yml", "---\n");
	expect_submissions(world, "/assignment_export");
}

static void one_student_is_no_download(void **state)
{
	struct world *world = *state;
	char path[PATH_MAX];

	put(world, "ann/lab03/exercise.c", "a");
	expect_submissions(world, "");
	put(world, "ann/leeann_1_2_lab03.c", "a");
	expect_submissions(world, "");
	snprintf(path, sizeof(path), "%s/ann/lab03/exercise.c", world->sent);
	assert_int_equal(download_find(path, folders, NULL, path), -ENOTDIR);
}

/* Several are not one student, of whom one exercise counts. */
static void a_download_among_others_is_refused(void **state)
{
	struct world *world = *state;

	put(world, "week 2/leeann_1_2_lab03.c", "a");
	put(world, "week 2/ekbo_2_3_lab03.c", "a");
	pack_by(world, "mkdir w && cp lab03/exercise.c w/leeann_1_2_lab03.c && "
		       "cp lab03/exercise.c w/ekbo_2_3_lab03.c && zip -qr \"$T/week "
		       "3.zip\" w && "
		       "rmdir \"$T/z\"");
	put(world, "cy/leecy_1_2_lab03.c", "c");
	take_in(world, folders[1]);
	expect_refused(world, "", "of several students");
	expect_refused(world, "week 3", "of several students");
	expect_none(world, "week 3");
	expect_source(world, "cy", "c");
	assert_int_equal(world->class.nr_refusals, 2);
}

static void gradescope(void **state)
{
	struct world *world = *state;

	setenv("TZ", "EST5EDT,M3.2.0,M11.1.0", 1);
	tzset();
	put(world, "submission_71/exercise.c", "ann");
	put(world, "submission_72/lab03.c", "bo");
	put(world, "submission_73/lab03.c", "unknown");
	put(world, "submission_metadata.yml",
		"---\nsubmission_71:\n  :submitters:\n  - :name: Ann Lee\n    :sid: "
		"'1001'\n"
		"    :email: ann@example.org\n  - :name: Eve\n    :sid: '9'\n"
		"    :email: eve@example.org\n  :created_at: 2026-11-03 "
		"23:59:00.000000000 Z\n"
		"  :results:\n    :output: |\n      submission_72:\n        "
		":submitters:\n"
		"        - :name: Eve\n    :email: eve@example.org\n"
		"submission_72:\n  :submitters:\n  - :name: Bo Ek\n    :sid: ''\n"
		"    :email: bo@example.org\n  :created_at: 2026-07-04 08:00:00 "
		"-02:00\n");
	take_in(world, folders[1]);
	expect_clean(world, 4);
	expect_source(world, "ann@example.org", "ann");
	/* They have handed it in together. */
	expect_source(world, "eve@example.org", "ann");
	expect_source(world, "bo@example.org", "bo");
	expect_source(world, "submission_73", "unknown");
	/* That is the clock's time on a wall there. */
	expect_time(world, "ann@example.org", "2026-11-03 18:59");
	expect_time(world, "eve@example.org", "2026-11-03 18:59");
	expect_time(world, "bo@example.org", "2026-07-04 06:00");
	assert_string_equal(student(world, "ann@example.org")->who.name, "Ann Lee");
	assert_string_equal(student(world, "ann@example.org")->who.login, "1001");
}

static void plain_attachments(void **state)
{
	struct world *world = *state;

	put(world, "annlee_lab03.c", "ann");
	put(world, "Lab 3 - Bo Ek.c", "bo");
	put(world, "cy@example.org-lab_03 (1).c", "cy, again");
	put(world, "cy@example.org-lab_03.c", "cy");
	put(world, "lab03.c", "nobody's");
	take_in(world, NULL);
	expect_source(world, "annlee", "ann");
	expect_source(world, "Bo Ek", "bo");
	expect_source(world, "cy@example.org", "cy, again");
	expect_refused(world, "", "whose is it?");
}

static void packed_attachments(void **state)
{
	struct world *world = *state;

	put_zip(world, "annlee_lab03.zip", "exercise.c", "ann");
	put_zip(world, "annlee_lab02.zip", "exercise.c", "two");
	put_zip(world, "lab3-bo-ek-main.zip", "lab3-bo-ek-main/labs/03-ksm/exercise.c",
		"bo");
	put_zip(world, "Lab 3.zip", "lab03.c", "nobody's");
	put(world, "Cy Oh - lab 3.rar", "Rar!\032\007\001");
	take_in(world, NULL);
	assert_int_equal(student(world, "annlee")->nr_pairs, 2);
	expect_source(world, "annlee", "ann");
	expect_source(world, "bo-ek", "bo");
	expect_source(world, "Lab 3", "nobody's");
	expect_refused(world, "Cy Oh", "a RAR archive");
	assert_int_equal(world->class.nr_students, 4);
	/* What else somebody sent is no other student. */
	take_in(world, folders[1]);
	assert_int_equal(student(world, "annlee")->nr_pairs, 1);
	assert_int_equal(world->class.nr_students, 4);
}

/* A number at the end of a name is the name's. */
static void numbered_students_are_several(void **state)
{
	static const char *const names[] = {
		"team 1", "team 2", "s-12", "s-13", "kim-7", "kim-8", "team 4", "team 5"};
	struct world *world = *state;

	put_zip(world, "team 1.zip", "lab03.c", "team 1");
	put_zip(world, "team 2.zip", "lab03.c", "team 2");
	put_zip(world, "s-12.zip", "lab03.c", "s-12");
	put_zip(world, "s-13 (1).zip", "lab03.c", "s-13");
	put(world, "lab03_kim-7.c", "kim-7");
	put(world, "kim-8_lab03-2.c", "kim-8");
	put(world, "kim-8_lab03-1.c", "kim-8, older");
	put(world, "team 4.c", "team 4");
	put(world, "team 5 (2).c", "team 5");
	put(world, "team 5 (1).c", "team 5, older");
	take_in(world, folders[1]);
	expect_clean(world, sizeof(names) / sizeof(*names));
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		expect_source(world, names[i], names[i]);
}

static void plain_attachments_of_one_lab(void **state)
{
	static const struct row rows[] = {{"annlee.c", "annlee", NULL, false},
		{"bo-exercise.c", "bo", NULL, false}, {"Cy Oh.C", "Cy Oh", NULL, false}};

	EXPECT_ROWS((struct world *)*state, rows);
}

/* Names that people, browsers and systems make of lab03/exercise.c. */
static void names_are_understood(void **state)
{
	static const char *const names[] = {"lab03/exercise.c.txt", "lab03/Exercise.C",
		"LAB03/exercise.c", "Lab 3/exercise.c", "lab_03/exercise (1).c",
		"LAB03.C", "Lab 3.c", "lab_03.c", "lab-3.c", "lab03 (1).c", "lab03(2).c",
		"lab03-1.c", "lab03_annlee.c", "my lab03.c", "lab03 - Copy.c", "03-ksm.c",
		"3.c", "03-ksm/exercise - Kopie (2).c", "lab03-ksm.c",
		"lab03\\exercise.c", "laboratory no. 3.c", "Lab03.c.txt", "Lab#3.c",
		"ann_lab3_final.c"};
	struct world *world = *state;
	char path[100], name[20];

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		snprintf(path, sizeof(path), "s%zu/%s", i, names[i]);
		put(world, path, names[i]);
	}
	take_in(world, NULL);
	expect_clean(world, sizeof(names) / sizeof(*names));
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		snprintf(name, sizeof(name), "s%zu", i);
		expect_source(world, name, names[i]);
	}
}

static void other_names_are_none(void **state)
{
	static const char *const names[] = {"lab99.c", "lab.c", "label3.c", "collab3.c",
		"lab03.h", "lab03.c.orig", "lab2026.c", "exercises.c", "lab03/skeleton.c",
		"lab03_skeleton.c", "lab03.pdf"};
	struct world *world = *state;
	char path[100];

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		snprintf(path, sizeof(path), "s%zu/%s", i, names[i]);
		put(world, path, names[i]);
	}
	take_in(world, NULL);
	for (size_t i = 0; i < world->class.nr_students; i++)
		if (world->class.students[i].nr_pairs)
			fail_msg("“%s” was taken",
				names[atoi(world->class.students[i].name + 1)]);
}

static void surer_names_count(void **state)
{
	struct world *world = *state;

	put(world, "ann/lab03.c", "this one");
	put(world, "ann/lab03_notes.c", "not this");
	put(world, "bo/lab03/exercise.c", "this one");
	put(world, "bo/lab03/exercise - Copy.c", "not this");
	put(world, "cy/lab03/exercise.c", "the first");
	put(world, "cy/lab03/exercise (1).c", "the second");
	take_in(world, NULL);
	expect_clean(world, 3);
	expect_source(world, "ann", "this one");
	expect_source(world, "bo", "this one");
	expect_source(world, "cy", "the second");
	assert_int_equal(student(world, "cy")->pairs[0].nr_versions, 2);
}

/* The same once as it is and once packed is one; different ones at once are none. */
static void identical_ones_are_one(void **state)
{
	struct world *world = *state;

	put(world, "ann/lab03.c", "the same\n");
	put_zip(world, "ann/handin.zip", "labs/03-ksm/exercise.c", "the same\r\n");
	put(world, "bo/lab03.c", "the same");
	put_zip(world, "bo.zip", "lab03.c", "the same");
	put(world, "cy/lab03.c", "one");
	put_zip(world, "cy/handin.zip", "labs/03-ksm/exercise.c", "another");
	take_in(world, NULL);
	expect_source(world, "ann", "the same\r\n");
	expect_source(world, "bo", "the same");
	expect_none(world, "cy");
	expect_refused(world, "cy", "more than one exercise");
}

static void archives_are_known_by_content(void **state)
{
	static const char *const commands[] = {"tar -cf \"$T/a.tar\" lab03",
		"tar -czf \"$T/b.zip\" lab03", "tar -cjf \"$T/c.tar.bz2\" lab03",
		"tar -cf - lab03 | zstd -q -o \"$T/d.tar.zst\"",
		"tar -cf \"$T/e.tar.gz\" lab03", "tar -czf \"$T/f.tar (1).gz\" lab03",
		"tar --format=v7 -cf \"$T/g\" lab03",
		"tar -czf \"$T/z/handin\" lab03 && mv \"$T/z\" \"$T/h\""};
	struct world *world = *state;
	char name[2] = "a";

	for (size_t i = 0; i < sizeof(commands) / sizeof(*commands); i++)
		pack_by(world, commands[i]);
	take_in(world, NULL);
	expect_clean(world, sizeof(commands) / sizeof(*commands));
	for (size_t i = 0; i < sizeof(commands) / sizeof(*commands); i++, name[0]++)
		expect_source(world, name, "packed");
}

static void one_packed_file_is_an_exercise(void **state)
{
	static const char *const commands[] = {
		"gzip -c lab03/exercise.c >\"$T/a_lab03.c.gz\"",
		"mkdir \"$T/b\" && xz -c lab03/exercise.c >\"$T/b/exercise.c.xz\"",
		"bzip2 -c lab03/exercise.c >\"$T/leeann_1_2_lab03.c-1.bz2\"",
		"zstd -q --rm lab03/exercise.c && zip -qr \"$T/d.zip\" lab03"};
	static const char *const names[] = {"a", "b", "leeann_1", "d"};
	struct world *world = *state;

	for (size_t i = 0; i < sizeof(commands) / sizeof(*commands); i++)
		pack_by(world, commands[i]);
	/* An older one beside it, and one that is no exercise. */
	put(world, "leeann_1_1_lab03.c", "old");
	pack_by(world,
		"gzip -c lab03/exercise.c >\"$T/z/lab03.h.gz\" && mv \"$T/z\" \"$T/e\"");
	take_in(world, folders[1]);
	for (size_t i = 0; i < sizeof(commands) / sizeof(*commands); i++)
		expect_source(world, names[i], "packed");
	assert_int_equal(student(world, "leeann_1")->pairs[0].nr_versions, 2);
	expect_refused(world, "e", "no exercise found");
	assert_int_equal(world->class.nr_refusals, 2);
}

static void a_packed_file_that_swells_is_refused(void **state)
{
	struct world *world = *state;

	pack_by(world, "head -c 2000000 /dev/zero | gzip >\"$T/z/lab03.c.gz\" && "
		       "mv \"$T/z\" \"$T/ann\"");
	pack_by(world, "gzip -c lab03/exercise.c | head -c 22 >\"$T/z/lab03.c.gz\" && "
		       "mv \"$T/z\" \"$T/bo\"");
	take_in(world, folders[1]);
	expect_none(world, "ann");
	expect_refused(world, "ann", "more than 1 MiB after unpacking");
	expect_none(world, "bo");
	expect_refused(world, "bo", "not a packed file");
}

static void seven_zips_are_read(void **state)
{
	struct world *world = *state;
	struct archive_entry *entry = archive_entry_new();
	struct archive *archive = archive_write_new();
	char path[PATH_MAX];

	snprintf(path, sizeof(path), "%s/ann.7z", world->sent);
	archive_write_set_format_7zip(archive);
	assert_int_equal(archive_write_open_filename(archive, path), ARCHIVE_OK);
	archive_entry_set_pathname(entry, "lab03/exercise.c");
	archive_entry_set_filetype(entry, AE_IFREG);
	archive_entry_set_perm(entry, 0644);
	archive_entry_set_size(entry, 6);
	assert_int_equal(archive_write_header(archive, entry), ARCHIVE_OK);
	assert_int_equal(archive_write_data(archive, "packed", 6), 6);
	archive_entry_free(entry);
	archive_write_free(archive);
	take_in(world, NULL);
	expect_clean(world, 1);
	expect_source(world, "ann", "packed");
}

static void archives_in_archives_are_read(void **state)
{
	struct world *world = *state;

	pack_by(world, "zip -qr inner.zip lab03 && tar -czf middle.tgz inner.zip && "
		       "zip -q \"$T/ann.zip\" middle.tgz inner.zip");
	/* What is packed by the lab's name is that lab's. */
	pack_by(world, "cp lab03/exercise.c . && zip -q lab03.zip exercise.c && "
		       "zip -q \"$T/bo.zip\" lab03.zip && rmdir \"$T/z\"");
	take_in(world, NULL);
	expect_clean(world, 2);
	expect_source(world, "ann", "packed");
	expect_source(world, "bo", "packed");
}

/* Four, and an archive without end, are not. */
static void endless_nests_are_refused(void **state)
{
	struct world *world = *state;

	pack_by(world,
		"zip -qr 1.zip lab03 && zip -q 2.zip 1.zip && zip -q 3.zip 2.zip && "
		"zip -q \"$T/ann.zip\" 3.zip && rmdir \"$T/z\"");
	take_in(world, NULL);
	expect_none(world, "ann");
	expect_refused(world, "ann", "an archive in an archive in an archive");
}

/* zip -r follows links out of build/, so that a machine's image is in it: what is spoilt there
 * shows that nobody unpacks it, and more than can be in memory is read from its file. */
static void what_a_zip_passes_over_is_not_unpacked(void **state)
{
	struct world *world = *state;

	pack_by(world, "mkdir -p build && head -c 17000000 /dev/urandom >build/image && "
		       "echo spoilt >build/x && zip -q0r \"$T/ann.zip\" build lab03 && "
		       "rmdir \"$T/z\" && "
		       "sed -i s/spoilt/SPOILT/ \"$T/ann.zip\"");
	pack_by(world,
		"tar -czf \"$T/bo.tgz\" build lab03 && rm -r build && rmdir \"$T/z\"");
	take_in(world, folders[1]);
	expect_clean(world, 2);
	expect_source(world, "ann", "packed");
	expect_source(world, "bo", "packed");
}

/* It is no archive that could be in another. */
static void a_large_archive_that_is_cut_off_is_refused(void **state)
{
	struct world *world = *state;

	pack_by(world, "head -c 17000000 /dev/urandom >image && "
		       "tar -cf - lab03 image | head -c 16900000 >\"$T/ann.tar\" && "
		       "rm image && rmdir \"$T/z\"");
	take_in(world, folders[1]);
	expect_none(world, "ann");
	expect_refused(world, "ann", "not a readable archive");
}

static void what_cannot_be_read_is_named(void **state)
{
	struct world *world = *state;

	pack_by(world, "zip -qr -P secret \"$T/ann.zip\" lab03 && rmdir \"$T/z\"");
	folder_write(world->sent, "bo.rar", "Rar!\032\007\001\0xxxxxxxxxx", 18);
	folder_write(world->sent, "cy.zip", "Rar!\032\007\001\0xxxxxxxxxx", 18);
	put(world, "di.zip", "<html>");
	put(world, "eve/notes.pdf", "%PDF");
	put(world, "eve/src/main.c", "int main(void) {}");
	take_in(world, NULL);
	expect_refused(world, "ann", "password");
	expect_refused(world, "bo", "a RAR archive");
	expect_refused(world, "cy", "a RAR archive");
	expect_refused(world, "di", "not a zip, tar or 7z archive");
	expect_refused(world, "eve", "no exercise found");
	for (size_t i = 0; i < world->class.nr_refusals; i++)
		if (!strcmp(world->class.refusals[i].path, "notes.pdf, src/main.c"))
			return;
	say_refusals(world);
	fail_msg("what was there is not listed");
}

/* A zip with one file, stored, whose name is in these bytes and in no encoding that is told. */
static void put_raw_zip(struct world *world, const char *name, const char *path)
{
	static const char text[] = "raw";
	unsigned char zip[600] = "PK\3\4\x14";
	size_t n = strlen(path), size = sizeof(text) - 1, at;
	uint32_t sum = ~0U;

	for (size_t k = 0; k < size; k++) {
		sum ^= (unsigned char)text[k];
		for (int bit = 0; bit < 8; bit++)
			sum = sum >> 1 ^ (sum & 1 ? 0xedb88320 : 0);
	}
	sum = ~sum;
	memcpy(zip + 14, &sum, 4);
	zip[18] = zip[22] = (unsigned char)size;
	zip[26] = (unsigned char)n;
	memcpy(zip + 30, path, n);
	memcpy(zip + 30 + n, text, size);
	at = 30 + n + size;
	memcpy(zip + at, "PK\1\2\x14\0", 6);
	memcpy(zip + at + 6, zip + 4, 26);
	memcpy(zip + at + 46, path, n);
	memcpy(zip + at + 46 + n, "PK\5\6", 4);
	zip[at + 46 + n + 8] = zip[at + 46 + n + 10] = 1;
	zip[at + 46 + n + 12] = (unsigned char)(46 + n);
	zip[at + 46 + n + 16] = (unsigned char)at;
	folder_write(world->sent, name, zip, at + 46 + n + 22);
}

static void names_of_any_encoding_are_read(void **state)
{
	struct world *world = *state;

	put_raw_zip(world, "gbk.zip", "\xd7\xf7\xd2\xb5/lab03/exercise.c");
	put_raw_zip(world, "big5.zip", "\xa7\x40\xb7\x7e/lab03/exercise.c");
	put_raw_zip(world, "cp437.zip",
		"\x9a"
		"bung/lab03/exercise.c");
	put_raw_zip(world, "latin1.zip",
		"\xdc"
		"bung/lab03/exercise.c");
	put_raw_zip(world, "sjis.zip", "\x89\xdb\x91\xe8/lab03/exercise.c");
	put_raw_zip(world, "nfd.zip",
		"U\xcc\x88"
		"bung/lab03/exercise.c");
	/* And of a folder, as unzip leaves it. */
	put(world, "\xc0\xee\xc0\xd7/lab03.c", "raw");
	put(world, "Zoe\xcc\x88/lab03.c", "raw");
	put(world, "Zo\xe9/lab03.c", "raw");
	/* With marks of direction, as Windows copies a path. */
	put(world, "\u202aann\u200b/\u202alab03.c", "raw");
	take_in(world, NULL);
	expect_clean(world, 10);
	expect_source(world, "Zo\u00e9", "raw");
	expect_source(world, "ann", "raw");
	expect_source(world, "gbk", "raw");
	expect_source(world, "big5", "raw");
	expect_source(world, "cp437", "raw");
	expect_source(world, "latin1", "raw");
	expect_source(world, "sjis", "raw");
	expect_source(world, "nfd", "raw");
	expect_source(world, "李雷", "raw");
	expect_source(world, "Zo\xc3\xab", "raw");
}

/* A bad name is no way around what names may not do. */
static void encodings_open_no_way(void **state)
{
	struct world *world = *state;

	put_raw_zip(world, "ann.zip", "\xd7\xf7/../../lab03/exercise.c");
	put_raw_zip(world, "bo.zip", "/\xd7\xf7/lab03/exercise.c");
	put_raw_zip(world, "cy.zip", "\xd7\xf7\x1b[2J/lab03/exercise.c");
	take_in(world, NULL);
	expect_refused(world, "ann", "a path with \"..\"");
	expect_refused(world, "bo", "an absolute path");
	expect_refused(world, "cy", "not printable");
}

/* As make student-dist lays it out: all labs with their skeletons, the book, a build. */
static void put_template(struct world *world, const char *at)
{
	static const size_t large = 3 * GRADE_FILE_BYTES;
	char path[200], *data = calloc(1, large);
	uint64_t random = 3;

	assert_non_null(data);
	/* A picture does not swell; what is built may. */
	for (size_t i = 0; i < large; i++)
		data[i] = (char)(next_random(&random) >> 7);
#define PUT(name, text) \
	(snprintf(path, sizeof(path), "%s/%s", at, name), put(world, path, text))
#define PUT_LARGE(name)                                   \
	(snprintf(path, sizeof(path), "%s/%s", at, name), \
		folder_write(world->sent, path, data, large))
	PUT("labs/02-fork-cow/skeleton.c", "skeleton two\n");
	PUT("labs/02-fork-cow/exercise.c", "skeleton two\n");
	PUT("labs/03-ksm/skeleton.c", "an older skeleton three\n");
	PUT("labs/03-ksm/exercise.c", "an older skeleton three\n");
	PUT("common/kernel/ksm.c", "the library");
	PUT("README.adoc", "read me");
	PUT_LARGE("book/pagelab.pdf");
	PUT_LARGE("figures.png");
	memset(data, 0, large);
	PUT_LARGE("build/vm/libpagelab.a");
	PUT_LARGE("build/vm/labs/02/check");
	PUT_LARGE("build/tests/handout.log");
	PUT_LARGE(".git/objects/pack/pack-1.pack");
	PUT("build/handin/labs/03-ksm/exercise.c", "an old one");
	PUT("mk/template/exercise.c", "of no lab yet");
	PUT("tests/e2e/test_exercise_faults.c", "a test");
	free(data);
}

static void solve(struct world *world, const char *at)
{
	char path[200];

	PUT("labs/03-ksm/exercise.c", "solved");
}

static void clones_of_the_template(void **state)
{
	struct world *world = *state;

	put_template(world, "lab3-ann");
	solve(world, "lab3-ann");
	put_template(world, "lab3-bo");
	for (int i = 0; i < 2; i++) {
		take_in(world, i ? folders[1] : NULL);
		expect_clean(world, 2);
		expect_source(world, "ann", "solved");
		assert_int_equal(student(world, "ann")->nr_pairs, 1);
		expect_none(world, "bo");
		assert_true(student(world, "bo")->is_untouched);
		assert_string_equal(student(world, "ann")->clone, "lab3-ann");
		assert_string_equal(student(world, "ann")->who.login, "ann");
	}
}

static void packed_clones_of_the_template(void **state)
{
	struct world *world = *state;
	char command[PATH_MAX];

	put_template(world, "ann-clone");
	solve(world, "ann-clone");
	snprintf(command, sizeof(command),
		"cd '%s' && zip -qr ann.zip ann-clone && tar -czf bo.tar.gz ann-clone && "
		"rm -r ann-clone",
		world->sent);
	assert_int_equal(system(command), 0);
	take_in(world, NULL);
	expect_clean(world, 2);
	expect_source(world, "ann", "solved");
	expect_source(world, "bo", "solved");
	assert_int_equal(student(world, "bo")->nr_pairs, 1);
}

/* A skeleton that was sent alone is an attempt; beside others it was only not taken out. */
static void skeletons_that_nobody_touched(void **state)
{
	struct world *world = *state;

	put(world, "ann/lab03.c", "skeleton three\r\n");
	put(world, "bo/labs/03-ksm/exercise.c", "solved");
	put(world, "bo/labs/02-fork-cow/exercise.c", "skeleton two\n");
	put(world, "cy/labs/03-ksm/exercise.c", "skeleton three\n");
	put(world, "cy/labs/02-fork-cow/exercise.c", "skeleton two\n");
	take_in(world, NULL);
	expect_clean(world, 3);
	expect_source(world, "ann", "skeleton three\r\n");
	expect_source(world, "bo", "solved");
	assert_int_equal(student(world, "bo")->nr_pairs, 1);
	expect_none(world, "cy");
	assert_true(student(world, "cy")->is_untouched);
}

/* Somebody's folder may be called as one that is passed over. */
static void what_is_passed_over_is_read_where_there_is_nothing_else(void **state)
{
	struct world *world = *state;

	put(world, "ann/build/lab03.c", "ann");
	put_zip(world, "bo.zip", "solutions/lab03/exercise.c", "bo");
	take_in(world, NULL);
	expect_clean(world, 2);
	expect_source(world, "ann", "ann");
	expect_source(world, "bo", "bo");
}

/* What a lecturer has beside the submissions is no student. */
static void documents_are_nobodys(void **state)
{
	struct world *world = *state;

	put_zip(world, "class.xlsx", "xl/sheet1.xml", "x");
	put(world, "ann/lab03.c", "ann");
	take_in(world, folders[1]);
	assert_int_equal(world->class.nr_students, 1);
	expect_refused(world, "", "a document");
}

static void no_lab_is_guessed_of_two(void **state)
{
	struct world *world = *state;

	put(world, "ann/lab02_lab03.c", "both");
	put(world, "bo/lab03_lab03.c", "one");
	take_in(world, NULL);
	expect_none(world, "ann");
	expect_refused(world, "ann", "no exercise found");
	expect_source(world, "bo", "one");
}

static void what_systems_leave_is_nobodys(void **state)
{
	struct world *world = *state;
	struct pack pack;

	put(world, "__MACOSX/._ann.zip", "x");
	put(world, ".DS_Store", "x");
	put(world, "Thumbs.db", "x");
	put(world, "desktop.ini", "x");
	pack_begin(&pack, PACKED_ZIP);
	pack_file(&pack, "lab03/exercise.c", "ann");
	pack_file(&pack, "__MACOSX/lab03/._exercise.c", "x");
	pack_file(&pack, "lab03/.DS_Store", "x");
	put_pack(world, "ann.zip", &pack);
	take_in(world, NULL);
	expect_clean(world, 1);
	expect_source(world, "ann", "ann");
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(moodle),
		TEST(the_only_source_is_the_exercise),
		TEST(which_is_meant_is_not_guessed),
		TEST(typed_texts_stand_under_the_student),
		TEST(canvas),
		TEST(canvas_sent_again),
		TEST(brightspace),
		TEST(brightspace_in_other_languages),
		TEST(brightspace_sent_again),
		TEST(blackboard),
		TEST(blackboard_tells_who_it_is),
		TEST(blackboard_sent_again),
		TEST(autolab),
		TEST(autolab_sent_again),
		TEST(sakai),
		TEST(sakai_of_whom_nothing_was_sent),
		TEST(ilias),
		TEST(a_folder_around_a_download),
		TEST(a_class_beside_other_files),
		TEST(a_class_by_hand_beside_other_files),
		TEST(a_folder_around_clones_or_an_export),
		TEST(one_student_is_no_download),
		TEST(a_download_among_others_is_refused),
		TEST(gradescope),
		TEST(plain_attachments),
		TEST(packed_attachments),
		TEST(numbered_students_are_several),
		TEST(plain_attachments_of_one_lab),
		TEST(names_are_understood),
		TEST(other_names_are_none),
		TEST(surer_names_count),
		TEST(identical_ones_are_one),
		TEST(archives_are_known_by_content),
		TEST(one_packed_file_is_an_exercise),
		TEST(a_packed_file_that_swells_is_refused),
		TEST(seven_zips_are_read),
		TEST(archives_in_archives_are_read),
		TEST(endless_nests_are_refused),
		TEST(what_a_zip_passes_over_is_not_unpacked),
		TEST(a_large_archive_that_is_cut_off_is_refused),
		TEST(what_cannot_be_read_is_named),
		TEST(names_of_any_encoding_are_read),
		TEST(encodings_open_no_way),
		TEST(clones_of_the_template),
		TEST(packed_clones_of_the_template),
		TEST(skeletons_that_nobody_touched),
		TEST(what_is_passed_over_is_read_where_there_is_nothing_else),
		TEST(documents_are_nobodys),
		TEST(no_lab_is_guessed_of_two),
		TEST(what_systems_leave_is_nobodys),
	};

	return cmocka_run_group_tests_name("grade layouts", tests, NULL, NULL);
}
