/* SPDX-License-Identifier: MIT */
/* A term in one folder of results: weeks add columns, and nobody is dropped. */
#include "grader/grade/book/book.h"
#include "grader/grade/book/kept.h"
#include "grader/grade/book/report.h"
#include "tests/unit/made_up.h"
#include "tests/unit/scratch.h"

#include <locale.h>

static const char *const folders[] = {"02-fork-cow", "03-ksm", NULL};

static int set_up(void **state)
{
	setlocale(LC_CTYPE, "C.UTF-8");
	*state = folder_make();
	return 0;
}

static int tear_down(void **state)
{
	folder_remove(*state);
	return 0;
}

/* What one week brings: an entry, and what its lab is worth. */
struct sent {
	const char *entry;
	const char *lab;
	int score;
	const char *time;
};

/* A week's command: intake, grading, book. */
static void grade(const char *folder, const struct sent *sent, size_t nr,
	const char *roster, const char *course, const char *expected)
{
	struct grade_student students[4] = {0};
	struct grade_entry told[4];
	struct grade_pair pairs[4] = {0};
	struct grade_class class = {.students = students, .nr_students = nr}, kept;
	char path[400], why[BOOK_WHY], text[200], *book_text;
	struct term term = {0};
	struct book_request request = {.results = folder,
		.labs = folders,
		.class = &class,
		.kept = &kept,
		.key_of = key_of};
	struct book book;

	for (size_t i = 0; i < nr; i++) {
		size_t length;

		grade_entry_parse(sent[i].entry, false, &told[i]);
		pairs[i].lab = sent[i].lab;
		pairs[i].submitted =
			sent[i].time ? grade_time_parse(sent[i].time, &length) : 0;
		students[i] = (struct grade_student){.name = told[i].student,
			.who = told[i].who,
			.pairs = &pairs[i],
			.nr_pairs = 1};
		snprintf(path, sizeof(path), "%s/%s/result.json", told[i].student,
			sent[i].lab);
		snprintf(text, sizeof(text),
			"{\"score\": %d, \"graded\": {\"key\": \"k\"}}", sent[i].score);
		folder_put(folder, path, text);
	}
	if (roster) {
		folder_put(folder, "roster", roster);
		snprintf(path, sizeof(path), "%s/roster", folder);
		request.roster = path;
	}
	if (course) {
		char file[400];

		folder_put(folder, "course.json", course);
		snprintf(file, sizeof(file), "%s/course.json", folder);
		if (term_read(file, folders, &term, why))
			fail_msg("%s", why);
		request.term = &term;
	}
	assert_int_equal(kept_read(folder, folders, &class, &kept), 0);
	if (book_read(&request, &book, why))
		fail_msg("%s", why);
	assert_int_equal(kept_write(folder, &class, &kept), 0);
	assert_int_equal(book_write(&book, folder), 0);
	assert_int_equal(report_write(&book, folder), 0);
	book_deinit(&book);
	grade_class_deinit(&kept);
	term_deinit(&term);
	book_text = folder_get(folder, "gradebook.csv");
	assert_string_equal(book_text, expected);
	free(book_text);
}

#define GRADE(sent, roster, course, expected) \
	grade(*state, sent, sizeof(sent) / sizeof(*(sent)), roster, course, expected)

static void weeks_add_columns_and_drop_nobody(void **state)
{
	static const struct sent first[] = {
		{"ann", "02-fork-cow", 40, NULL}, {"bo", "02-fork-cow", 50, NULL}};
	static const struct sent second[] = {
		{"ann", "03-ksm", 70, NULL}, {"cy", "03-ksm", 80, NULL}};
	static const struct sent late[] = {{"bo", "03-ksm", 90, NULL}};

	GRADE(first, NULL, NULL,
		"student,lab02,lab03,total,remarks\r\nann,40,,40,\r\nbo,50,,50,\r\n");
	GRADE(second, NULL, NULL,
		"student,lab02,lab03,total,remarks\r\nann,40,70,110,\r\nbo,50,,50,\r\n"
		"cy,,80,80,\r\n");
	GRADE(late, NULL, NULL,
		"student,lab02,lab03,total,remarks\r\nann,40,70,110,\r\nbo,50,90,140,\r\n"
		"cy,,80,80,\r\n");
}

/* Moodle numbers the participants of each assignment anew; the roster knows who it is. */
static void a_roster_joins_the_weeks(void **state)
{
	static const char roster[] =
		"First name,Last name,Email\nAnn,Lee,a@x\nBo,Ek,b@x\n";
	static const struct sent first[] = {
		{"Ann Lee_1_assignsubmission_file_", "02-fork-cow", 40, NULL},
		{"Bo Ek_2_assignsubmission_file_", "02-fork-cow", 50, NULL}};
	static const struct sent second[] = {
		{"Ann Lee_71_assignsubmission_file_", "03-ksm", 70, NULL},
		{"Bo Ek_72_assignsubmission_file_", "03-ksm", 80, NULL}};

	GRADE(first, roster, NULL,
		"student,lab02,lab03,total,remarks,First name,Last name,Email\r\n"
		"Ann Lee,40,,40,,Ann,Lee,a@x\r\nBo Ek,50,,50,,Bo,Ek,b@x\r\n");
	GRADE(second, roster, NULL,
		"student,lab02,lab03,total,remarks,First name,Last name,Email\r\n"
		"Ann Lee,40,70,110,,Ann,Lee,a@x\r\nBo Ek,50,80,130,,Bo,Ek,b@x\r\n");
}

static void what_is_sent_again_counts(void **state)
{
	static const struct sent first[] = {{"ann", "02-fork-cow", 40, NULL}};
	static const struct sent again[] = {{"ann", "02-fork-cow", 60, NULL}};

	GRADE(first, NULL, NULL, "student,lab02,lab03,total,remarks\r\nann,40,,40,\r\n");
	GRADE(again, NULL, NULL, "student,lab02,lab03,total,remarks\r\nann,60,,60,\r\n");
}

static void expect_file(const char *folder, const char *name, const char *text)
{
	char *found = folder_get(folder, name);

	assert_string_equal(found, text);
	free(found);
}

/* Times are kept from week to week, with what they cost, and weights make a mark. */
static void a_course_has_due_dates_and_weights(void **state)
{
	static const char course[] =
		"{\"assignments\": {\"lab02\": {\"due\": \"2026-11-03 23:59\", "
		"\"late_percent\": 25, \"weight\": 3}, \"lab03\": {}}}";
	static const struct sent first[] = {
		{"ann", "02-fork-cow", 80, "2026-11-04 12:00"},
		{"bo", "02-fork-cow", 80, "2026-11-03 12:00"}};
	static const struct sent second[] = {{"bo", "03-ksm", 40, NULL}};
	char *text;

	folder_put(*state, "ann/02-fork-cow/feedback.txt", "words\n");
	GRADE(first, NULL, course,
		"student,lab02,lab03,total,remarks,submitted,late,mark\r\n"
		"ann,60,,60,\"lab02: 1 day late, 20 points off\",2026-11-04 "
		"12:00,late,60\r\n"
		"bo,80,,80,,2026-11-03 12:00,,80\r\n");
	GRADE(second, NULL, course,
		"student,lab02,lab03,total,remarks,submitted,late,mark\r\n"
		"ann,60,,60,\"lab02: 1 day late, 20 points off\",2026-11-04 "
		"12:00,late,45\r\n"
		"bo,80,40,120,,2026-11-03 12:00,,70\r\n");
	expect_file(*state, "ann/02-fork-cow/feedback.txt",
		"Late by 1 day, which takes 20 points: 60\n\nwords\n");
	expect_file(*state, "ann/feedback.txt",
		"Lab 02: late by 1 day, which takes 20 points: 60\n");
	text = folder_get(*state, "report.html");
	assert_non_null(strstr(text, "<td>120</td><td>70.0</td>"));
	assert_non_null(strstr(text, ">mark</label>"));
	free(text);
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(weeks_add_columns_and_drop_nobody),
		TEST(a_roster_joins_the_weeks),
		TEST(what_is_sent_again_counts),
		TEST(a_course_has_due_dates_and_weights),
	};

	return cmocka_run_group_tests_name("grade kept", tests, NULL, NULL);
}
