/* SPDX-License-Identifier: MIT */
/*
 * Rosters as platforms export them, as spreadsheets save them and as people write them: each
 * names the same class, and each is matched with the same submissions.
 */
#include "grader/grade/book/book.h"
#include "tests/unit/made_up.h"
#include "tests/unit/scratch.h"

#include <locale.h>

static const char *const columns[] = {"03-ksm", NULL};

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

/* A class of whom the names of entries say who they are, read by the intake. */
static void make_class(const char *const *entries, struct grade_class *ret)
{
	static struct grade_student students[12];
	static struct grade_entry told[12];
	size_t nr = 0;

	for (; entries[nr]; nr++) {
		grade_entry_parse(entries[nr], strstr(entries[nr], ".c"), &told[nr]);
		students[nr] = (struct grade_student){
			.name = told[nr].student, .who = told[nr].who};
	}
	*ret = (struct grade_class){.students = students, .nr_students = nr};
}

static int read_book(const char *folder, const struct grade_class *class,
	const void *roster, size_t size, struct book *ret, char *why)
{
	char path[PATH_MAX];
	struct book_request request = {.results = folder,
		.labs = columns,
		.class = class,
		.roster = path,
		.key_of = key_of};

	folder_write(folder, "roster.csv", roster, size);
	snprintf(path, sizeof(path), "%s/roster.csv", folder);
	return book_read(&request, ret, why);
}

/* Each line of `expected`: a name of the roster, and the student that it is. */
static void expect_matches(const char *folder, const char *const *entries,
	const void *roster, size_t size, const char *const *expected)
{
	struct grade_class class;
	char why[BOOK_WHY];
	struct book book;

	make_class(entries, &class);
	if (read_book(folder, &class, roster, size, &book, why))
		fail_msg("%s", why);
	for (size_t i = 0; i < book.nr_rows; i++) {
		const struct book_row *row = &book.rows[i];

		if (!row->listed) {
			fail_msg("“%s” is not in the roster", row->student);
		} else if (!expected[0] || strcmp(row->shown, expected[0])) {
			fail_msg("row %zu is “%s”", i, row->shown);
		} else if (strcmp(row->sent ? row->sent->name : "-", expected[1])) {
			fail_msg("“%s” is “%s”", row->shown,
				row->sent ? row->sent->name : "-");
		}
		expected += 2;
	}
	assert_null(*expected);
	book_deinit(&book);
}

#define WORDS(...)                \
	(const char *const[])     \
	{                         \
		__VA_ARGS__, NULL \
	}
#define EXPECT(entries, roster, ...)                                \
	expect_matches(*state, entries, roster, sizeof(roster) - 1, \
		(const char *const[]){__VA_ARGS__, NULL})

#define MOODLE                                       \
	WORDS("Ann Lee_4700_assignsubmission_file_", \
		"Zo\303\253 M\303\274ller_4701_assignsubmission_file_")

static void moodle_participants(void **state)
{
	EXPECT(MOODLE,
		"\"First name\",\"Last name\",\"ID number\",\"Email address\",Groups\r\n"
		"Ann,Lee,1001,ann@example.org,A\r\n"
		"Zo\303\253,M\303\274ller,1002,zoe@example.org,A\r\n"
		"Cy,Oh,1003,cy@example.org,B\r\n",
		"Ann Lee", "Ann Lee_4700", "Zo\303\253 M\303\274ller",
		"Zo\303\253 M\303\274ller_4701", "Cy Oh", "-");
}

/* Two of one name are told apart by the participant's number, as the download has it. */
static void moodle_worksheet(void **state)
{
	EXPECT(WORDS("Ann Lee_4700_assignsubmission_file_",
		       "Ann Lee_4702_assignsubmission_file_"),
		"Identifier,\"Full name\",\"Email address\",Status,Grade,\"Maximum "
		"grade\"\n"
		"\"Participant 4702\",\"Ann Lee\",b@example.org,,,100\n"
		"\"Participant 4700\",\"Ann Lee\",a@example.org,,,100\n",
		"Ann Lee", "Ann Lee_4702", "Ann Lee (a@example.org)", "Ann Lee_4700");
	EXPECT(WORDS("Participant_4700_assignsubmission_file_"),
		"ID,\"Vollst\303\244ndiger Name\"\nTeilnehmer/in4700,Ann Lee\n",
		"Ann Lee", "Participant_4700");
}

static void canvas_gradebook(void **state)
{
	EXPECT(WORDS("leeann_11_901_lab03.c", "mullerzoe_12_902_lab03.c",
		       "x_13_903_lab03.c"),
		"Student,ID,SIS User ID,SIS Login ID,Section,Lab 3 (77)\n"
		"    Points Possible,,,,,100\n"
		"\"Lee, Ann\",11,s11,alee,1,\n"
		"\"M\303\274ller, Zo\303\253\",99,s12,zmueller,1,\n"
		"\"Oh, Cy\",13,s13,coh,1,\n"
		"\"Student, Test\",14,,x,1,\n",
		"Lee, Ann", "leeann_11", "M\303\274ller, Zo\303\253", "mullerzoe_12",
		"Oh, Cy", "x_13");
}

static void brightspace_classlist(void **state)
{
	EXPECT(WORDS("1-9 - Ann Lee - Nov 3, 2026 1159 PM",
		       "2-9 - Bo Ek - Nov 3, 2026 1159 PM"),
		"OrgDefinedId,Username,Last Name,First Name,Email,End-of-Line Indicator\n"
		"#1001,#alee,Lee,Ann,ann@example.org,#\n#1002,#bek,Ek,Bo,bo@example.org,#"
		"\n",
		"Ann Lee", "Ann Lee_1", "Bo Ek", "Bo Ek_2");
}

static void logins_and_addresses(void **state)
{
	EXPECT(WORDS("L_s1_attempt_2026-11-02-10-11-12_a.c", "bo@example.org_3_lab03.c"),
		"Last Name,First Name,Username,E-Mail\nLee,Ann,S1,x@example.org\n"
		"Ek,Bo,s2,Bo@Example.org\n",
		"Ann Lee", "s1", "Bo Ek", "bo@example.org");
	/* GitHub Classroom's own */
	EXPECT(WORDS("alee", "bo-ek"),
		"\"identifier\",\"github_username\",\"github_id\",\"name\"\n"
		"\"ann@example.org\",\"alee\",\"17\",\"\"\n"
		"\"bo@example.org\",\"bo-ek\",\"18\",\"Bo Ek\"\n",
		"alee", "alee", "Bo Ek", "bo-ek");
}

/* What is the same table for a person. */
static void spreadsheets(void **state)
{
	EXPECT(MOODLE,
		"sep=;\r\nNachname;Vorname;E-Mail-Adresse\r\nLee;Ann;a@x\r\n"
		"M\303\274ller;Zo\303\253;z@x\r\n",
		"Ann Lee", "Ann Lee_4700", "Zo\303\253 M\303\274ller",
		"Zo\303\253 M\303\274ller_4701");
	EXPECT(MOODLE,
		"\357\273\277Name\tE-Mail\nLee Ann\ta@x\nZo\303\253 M\303\274ller\tz@x\n",
		"Lee Ann", "Ann Lee_4700", "Zo\303\253 M\303\274ller",
		"Zo\303\253 M\303\274ller_4701");
	/* Latin-1, a decomposed name, UTF-16 */
	EXPECT(MOODLE, "Name;Mail\nAnn Lee;a@x\nZo\353 M\374ller;z@x\n", "Ann Lee",
		"Ann Lee_4700", "Zo\303\253 M\303\274ller",
		"Zo\303\253 M\303\274ller_4701");
	EXPECT(MOODLE, "Name\nAnn Lee\nZoe\314\210 Mu\314\210ller\n", "Ann Lee",
		"Ann Lee_4700", "Zo\303\253 M\303\274ller",
		"Zo\303\253 M\303\274ller_4701");
	EXPECT(WORDS("Ann"), "\377\376S\0t\0u\0d\0e\0n\0t\0\n\0A\0n\0n\0\n\0", "Ann",
		"Ann");
}

/* What a spreadsheet has above the titles, and what it takes from an id. */
static void spreadsheets_of_offices(void **state)
{
	EXPECT(WORDS("Ann Lee_4700_assignsubmission_file_"),
		",,,\nOperating systems,,,\nWinter 2026,,,\n,,,\n"
		"No.,Name,E-Mail,Group\n1,Ann Lee,a@x,A\n",
		"Ann Lee", "Ann Lee_4700");
	EXPECT(WORDS("0071", "72", "73x"),
		"Student ID,Name\n71,Ann\n0072,Bo\n0073,Cy\n073x,Di\n73x,Eve\n", "Ann",
		"0071", "Bo", "72", "Cy", "-", "Di", "-", "Eve", "73x");
}

/* Without the right to see the school's numbers Canvas shows its own alone. */
static void canvas_without_numbers(void **state)
{
	EXPECT(WORDS("leeann_11_901_lab03.c"),
		"Student,ID,Section\n    Points Possible,,\n\"Lee, Ann\",11,1\n"
		"\"Student, Test\",14,1\n",
		"Lee, Ann", "leeann_11");
}

/* As --student and overrides name somebody. */
static void a_student_is_found_by_all_that_is_known(void **state)
{
	static const char *const words[] = {
		"Lee, Ann", "Ann Lee_4700", "1001", "ann@example.org", "alee"};
	static const char roster[] = "Name,ID number,E-Mail,Login\n"
				     "\"Lee, Ann\",1001,ann@example.org,alee\n";
	struct grade_class class;
	char why[BOOK_WHY];
	struct book book;

	make_class(WORDS("Ann Lee_4700_assignsubmission_file_"), &class);
	assert_int_equal(
		read_book(*state, &class, roster, sizeof(roster) - 1, &book, why), 0);
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
		const struct book_row *row = book_find(&book, words[i]);

		assert_non_null(row);
		assert_string_equal(row->sent->name, "Ann Lee_4700");
	}
	assert_null(book_find(&book, "Ann"));
	book_deinit(&book);
}

/* No title at all: names, or addresses. */
static void plain_lists(void **state)
{
	EXPECT(WORDS("ann", "bo"), "ann\nbo\ncy\n", "ann", "ann", "bo", "bo", "cy", "-");
	EXPECT(WORDS("ann@example.org_1_lab03.c"), "ann@example.org\nbo@example.org\n",
		"ann@example.org", "ann@example.org", "bo@example.org", "-");
	EXPECT(WORDS("ann"), "who,mark\nann,1\n", "ann", "ann");
}

/* A number of Moodle's is no id of the school's, and no name is two people's. */
static void nobody_is_guessed(void **state)
{
	struct grade_class class;
	char why[BOOK_WHY];
	struct book book;
	static const char roster[] =
		"Full name,ID number\nBo Ek,4700\nCy Oh,1\nCy Oh,2\n";

	make_class(WORDS("Ann Lee_4700_assignsubmission_file_",
			   "Cy Oh_4703_assignsubmission_file_"),
		&class);
	assert_int_equal(
		read_book(*state, &class, roster, sizeof(roster) - 1, &book, why), 0);
	for (size_t i = 0; i < book.nr_rows; i++)
		assert_false(book.rows[i].sent && book.rows[i].listed);
	book_deinit(&book);
}

static void expect_mismatch(void **state, const char *roster, bool is_mismatched)
{
	struct grade_class class;
	char why[BOOK_WHY], *said = NULL;
	size_t size;
	FILE *out = open_memstream(&said, &size);
	struct book book;

	make_class(WORDS("ann", "bo", "cy"), &class);
	assert_int_equal(
		read_book(*state, &class, roster, strlen(roster), &book, why), 0);
	assert_int_equal(book_is_mismatched(&book, out), is_mismatched);
	fclose(out);
	if (is_mismatched) {
		assert_non_null(strstr(said, "not in the roster:\n  "));
		assert_non_null(strstr(said, "nothing sent:\n  x\n"));
	} else {
		assert_string_equal(said, "");
	}
	free(said);
	book_deinit(&book);
}

static void another_class_is_told(void **state)
{
	expect_mismatch(state, "student\nx\ny\n", true);
	expect_mismatch(state, "student\nx\nann\n", true);
	expect_mismatch(state, "student\nx\nann\nbo\n", false);
}

static void its_columns_are_carried(void **state)
{
	static const char roster[] = "Student;Section;total;=x\nann;\"1; "
				     "evening\";3;=cmd()\nbo;\"\";;\x1b[2J\n";
	struct grade_class class;
	char why[BOOK_WHY], *text;
	struct book book;

	make_class(WORDS("ann", "bo"), &class);
	assert_int_equal(
		read_book(*state, &class, roster, sizeof(roster) - 1, &book, why), 0);
	assert_int_equal(book_write(&book, *state), 0);
	book_deinit(&book);
	text = folder_get(*state, "gradebook.csv");
	assert_string_equal(text,
		"student,lab03,total,remarks,Section,roster total,\"'=x\"\r\n"
		"ann,,0,,1; evening,3,\"'=cmd()\"\r\n"
		"bo,,0,,,,\xef\xbf\xbd[2J\r\n");
	free(text);
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(moodle_participants),
		TEST(moodle_worksheet),
		TEST(canvas_gradebook),
		TEST(brightspace_classlist),
		TEST(logins_and_addresses),
		TEST(spreadsheets),
		TEST(spreadsheets_of_offices),
		TEST(canvas_without_numbers),
		TEST(a_student_is_found_by_all_that_is_known),
		TEST(plain_lists),
		TEST(nobody_is_guessed),
		TEST(another_class_is_told),
		TEST(its_columns_are_carried),
	};

	return cmocka_run_group_tests_name("grade roster", tests, NULL, NULL);
}
