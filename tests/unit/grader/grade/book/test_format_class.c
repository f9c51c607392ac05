/* SPDX-License-Identifier: MIT */
/*
 * What gradebooks import, read as the platforms read it: each test is the importer of one, as its
 * documents and sources have it.
 */
#include "grader/grade/book/csv.h"
#include "grader/grade/book/format.h"
#include "tests/unit/made_up.h"
#include "tests/unit/scratch.h"

#include <archive.h>
#include <archive_entry.h>
#include <locale.h>

static const char *const columns[] = {"02-fork-cow", "03-ksm", NULL};

struct world {
	char *folder;
	struct grade_class class;
	struct grade_student students[3];
	struct grade_pair pairs[6];
	struct grade_entry told[3];
};

/* ann 40 and 100, zoe 70 and could not be graded, cy nothing that is an exercise. */
static void make_class(struct world *world, const char *const names[3])
{
	static const char *const scores[] = {"40", "100", "70", "null"};
	char path[200], text[200];

	for (size_t i = 0; i < 3; i++) {
		grade_entry_parse(names[i], strstr(names[i], ".c"), &world->told[i]);
		for (size_t k = 0; k < 2; k++)
			world->pairs[2 * i + k].lab = columns[k];
		world->students[i] =
			(struct grade_student){.name = world->told[i].student,
				.who = world->told[i].who,
				.pairs = &world->pairs[2 * i],
				.nr_pairs = i < 2 ? 2 : 0};
	}
	for (size_t i = 0; i < 4; i++) {
		snprintf(path, sizeof(path), "%s/%s/result.json",
			world->students[i / 2].name, columns[i % 2]);
		snprintf(text, sizeof(text),
			"{\"score\": %s, \"graded\": {\"key\": \"k\"}}", scores[i]);
		folder_put(world->folder, path, text);
		snprintf(path, sizeof(path), "%s/%s/feedback.txt",
			world->students[i / 2].name, columns[i % 2]);
		folder_put(world->folder, path, "words\n");
	}
	world->class =
		(struct grade_class){.students = world->students, .nr_students = 3};
}

static int set_up(void **state)
{
	struct world *world = calloc(1, sizeof(*world));

	setlocale(LC_CTYPE, "C.UTF-8");
	world->folder = folder_make();
	*state = world;
	return 0;
}

static int tear_down(void **state)
{
	struct world *world = *state;

	folder_remove(world->folder);
	free(world);
	return 0;
}

/* Whether a worksheet is missed. */
static bool write_class(
	struct world *world, const char *roster, const char *overrides, unsigned formats)
{
	char roster_path[200], overrides_path[200], why[BOOK_WHY];
	struct book_request request = {.results = world->folder,
		.labs = columns,
		.class = &world->class,
		.key_of = key_of};
	struct book book;
	bool lacks;

	snprintf(roster_path, sizeof(roster_path), "%s/roster.csv", world->folder);
	snprintf(overrides_path, sizeof(overrides_path), "%s/over.csv", world->folder);
	if (roster) {
		folder_put(world->folder, "roster.csv", roster);
		request.roster = roster_path;
	}
	if (overrides) {
		folder_put(world->folder, "over.csv", overrides);
		request.overrides = overrides_path;
	}
	if (book_read(&request, &book, why))
		fail_msg("%s", why);
	assert_int_equal(book_write(&book, world->folder), 0);
	assert_int_equal(format_write(&book, world->folder, formats), 0);
	lacks = format_lacks_worksheet(&book);
	book_deinit(&book);
	return lacks;
}

static void expect_file(const struct world *world, const char *name, const char *text)
{
	char *there = folder_get(world->folder, name);

	assert_string_equal(there, text);
	free(there);
}

static const char *const moodle_names[] = {"Ann Lee_4700_assignsubmission_file_",
	"Zo\303\253 Ek_4701_assignsubmission_file_", "Cy Oh_4702_assignsubmission_file_"};

static void moodle_imports_grades(void **state)
{
	struct world *world = *state;

	make_class(world, moodle_names);
	write_class(world,
		"First name,Last name,ID number,Email address\n"
		"Ann,Lee,s1,ann@x\nZo\303\253,Ek,s2,zoe@x\nCy,Oh,s3,cy@x\nDi,Ng,s4,di@"
		"x\n",
		"student,lab,points,reason\ns1,lab03,87.5,late\ndi@x,2,excused,ill\n",
		FORMAT_MOODLE);
	expect_file(world, "platform/moodle-grades.csv",
		"\357\273\277Full name,ID number,Email address,Lab 02,Lab 03\r\n"
		"Ann Lee,s1,ann@x,40,87.5\r\nZo\303\253 Ek,s2,zoe@x,70,\r\n"
		"Cy Oh,s3,cy@x,,\r\nDi Ng,s4,di@x,,\r\n");
	write_class(world, NULL, NULL, 0);
	assert_false(folder_has(world->folder, "platform/moodle-grades.csv"));
	assert_false(folder_has(world->folder, "platform/moodle-worksheet-lab02.csv"));
	assert_false(folder_has(world->folder, "platform/moodle-feedback.zip"));
}

/* Neither folders nor roster have a participant's number. */
static void no_worksheet_without_numbers(void **state)
{
	static const char *const plain_names[] = {"ann", "zoe", "cy"};
	struct world *world = *state;

	make_class(world, plain_names);
	assert_true(write_class(world, NULL, NULL, FORMAT_MOODLE));
	assert_true(folder_has(world->folder, "platform/moodle-grades.csv"));
	assert_false(folder_has(world->folder, "platform/moodle-worksheet-lab02.csv"));
	make_class(world, moodle_names);
	assert_false(write_class(world, NULL, NULL, FORMAT_MOODLE));
}

/* importgradeslib.php: three columns must be there; Identifier, without as many letters as
 * "Participant " has, is the number. */
static void moodle_imports_the_worksheet(void **state)
{
	struct world *world = *state;
	struct csv csv = {0};
	char path[PATH_MAX];
	size_t line, id = 9, grade = 9, modified = 9;
	FILE *file;
	char *text;

	make_class(world, moodle_names);
	write_class(world, NULL, NULL, FORMAT_MOODLE);
	snprintf(path, sizeof(path), "%s/platform/moodle-worksheet-lab02.csv",
		world->folder);
	file = fopen(path, "re");
	assert_int_equal(csv_parse(file, &csv, &line), 0);
	fclose(file);
	for (size_t i = 0; i < csv.rows[0].nr; i++) {
		id = strcmp(csv.rows[0].cells[i], "Identifier") ? id : i;
		grade = strcmp(csv.rows[0].cells[i], "Grade") ? grade : i;
		modified = strcmp(csv.rows[0].cells[i], "Last modified (grade)")
				   ? modified
				   : i;
	}
	assert_true(id < 9 && grade < 9 && modified < 9);
	/* Who has no grade is not in it. */
	assert_int_equal(csv.nr, 3);
	assert_string_equal(csv.rows[1].cells[id] + strlen("Participant "), "4700");
	assert_string_equal(csv.rows[1].cells[grade], "40");
	assert_string_equal(csv.rows[2].cells[id] + strlen("Participant "), "4701");
	assert_string_equal(csv.rows[2].cells[grade], "70");
	assert_true(strlen(csv.rows[1].cells[modified]) > 12);
	csv_deinit(&csv);
	/* Of 10 points in Moodle, Ann's 40 of 100 are 4. */
	write_class(world,
		"Identifier,Full name,ID number,Email address,Grade,Maximum grade\n"
		"Participant 4700,Ann Lee,s1,ann@x,,10.00\n"
		"Participant 4701,Zo\303\253 Ek,s2,zoe@x,,10.00\n",
		NULL, FORMAT_MOODLE);
	text = folder_get(world->folder, "platform/moodle-worksheet-lab02.csv");
	assert_non_null(strstr(text, "4700,Ann Lee,s1,ann@x,4,10,"));
	free(text);
}

/* importziplib.php: of a part of the path between slashes, in five at underscores, the second is
 * the number, third and fourth name the plugin. */
static void moodle_imports_the_feedback(void **state)
{
	struct world *world = *state;
	struct archive *zip = archive_read_new();
	struct archive_entry *entry;
	char path[PATH_MAX];
	size_t nr = 0;

	make_class(world, moodle_names);
	write_class(
		world, NULL, "h\nCy Oh_4702,lab02,10,shown in class\n", FORMAT_MOODLE);
	snprintf(path, sizeof(path), "%s/platform/moodle-feedback.zip", world->folder);
	archive_read_support_format_zip(zip);
	assert_int_equal(archive_read_open_filename(zip, path, 65536), ARCHIVE_OK);
	while (archive_read_next_header(zip, &entry) == ARCHIVE_OK) {
		char *name = strdup(archive_entry_pathname(entry)), *at = name;
		const char *parts[4];

		for (size_t i = 0; i < 4; i++)
			parts[i] = strsep(&at, "_");
		assert_string_equal(parts[2], "assignsubmission");
		assert_string_equal(parts[3], "file");
		assert_true(atoi(parts[1]) >= 4700 && atoi(parts[1]) <= 4702);
		if (!strcmp(parts[1], "4702"))
			assert_string_equal(at, "/feedback.txt");
		else
			assert_int_equal(strncmp(at, "/feedback-lab0", 14), 0);
		nr++;
		free(name);
	}
	archive_read_free(zip);
	/* Ann's two, Zoe's that was graded, what Cy is told. */
	assert_int_equal(nr, 4);
}

static void canvas_imports_grades(void **state)
{
	static const char *const names[] = {
		"leeann_11_901_lab03.c", "ekzoe_12_902_lab03.c", "ohcy_13_903_lab03.c"};
	struct world *world = *state;

	make_class(world, names);
	write_class(world,
		"Student,ID,SIS User ID,SIS Login ID,Section,Lab 2: fork (76),Quiz (78)\n"
		"    Points Possible,,,,,100,10\n"
		"\"Lee, Ann\",11,s11,alee,1,,\n\"Ek, Zo\303\253\",12,s12,zek,1,,9\n"
		"\"Oh, Cy\",13,s13,coh,2,,\n",
		"student,lab,points,reason\nalee,lab03,excused,ill\n", FORMAT_CANVAS);
	expect_file(world, "platform/canvas-grades.csv",
		"\357\273\277Student,ID,SIS User ID,SIS Login ID,Section,Lab 2: fork "
		"(76),Lab 03\r\n"
		"    Points Possible,,,,,100,100\r\n"
		"\"Lee, Ann\",11,s11,alee,1,40,EX\r\n\"Ek, "
		"Zo\303\253\",12,s12,zek,1,70,\r\n"
		"\"Oh, Cy\",13,s13,coh,2,,\r\n");
	/* Ann has 40 of 100, which are 20 of the 50 that the assignment has there. */
	write_class(world,
		"Student,ID,SIS User ID,SIS Login ID,Section,Lab 2 (76)\n"
		"    Points Possible,,,,,50.0\n\"Lee, Ann\",11,s11,alee,1,\n"
		"\"Ek, Zo\303\253\",12,s12,zek,1,\n",
		NULL, FORMAT_CANVAS);
	expect_file(world, "platform/canvas-grades.csv",
		"\357\273\277Student,ID,SIS User ID,SIS Login ID,Section,Lab 2 "
		"(76),Lab 03\r\n"
		"    Points Possible,,,,,50,100\r\n"
		"\"Lee, Ann\",11,s11,alee,1,20,100\r\n\"Ek, "
		"Zo\303\253\",12,s12,zek,1,35,\r\n"
		"ohcy_13,,,,,,\r\n");
	/* Without a roster the names of the download say who it is. */
	write_class(world, NULL, NULL, FORMAT_CANVAS);
	expect_file(world, "platform/canvas-grades.csv",
		"Student,ID,SIS User ID,SIS Login ID,Section,Lab 02,Lab 03\r\n"
		"    Points Possible,,,,,100,100\r\n"
		"leeann_11,11,,,,40,100\r\nekzoe_12,12,,,,70,\r\nohcy_13,13,,,,,\r\n");
}

/* What was set by hand is told to who it concerns, once, and no more when it is taken back. */
static void students_are_told_what_was_set(void **state)
{
	static const char *const names[] = {"ann", "zoe", "cy"};
	struct world *world = *state;

	make_class(world, names);
	for (int i = 0; i < 2; i++) {
		write_class(
			world, NULL, "h\nann,lab02,0,copied\ncy,lab03,excused,ill\n", 0);
		expect_file(world, "ann/feedback.txt",
			"Lab 02: 0 points, set by the teacher in place of 40: copied\n");
		expect_file(world, "ann/02-fork-cow/feedback.txt",
			"Set by hand: 0 points, set by the teacher in place of 40: "
			"copied\n\n"
			"words\n");
		expect_file(world, "cy/feedback.txt",
			"Lab 03: excused by the teacher: ill\n");
	}
	write_class(world, NULL, NULL, 0);
	assert_false(folder_has(world->folder, "ann/feedback.txt"));
	expect_file(world, "ann/02-fork-cow/feedback.txt", "words\n");
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(moodle_imports_grades),
		TEST(no_worksheet_without_numbers),
		TEST(moodle_imports_the_worksheet),
		TEST(moodle_imports_the_feedback),
		TEST(canvas_imports_grades),
		TEST(students_are_told_what_was_set),
	};

	return cmocka_run_group_tests_name("grade format class", tests, NULL, NULL);
}
