/* SPDX-License-Identifier: MIT */
/*
 * Tables read and written, and the gradebook that is made of results.
 *
 *	test_grade_book FOLDER    makes a class's results and report up there, and tests nothing
 */
#include "grader/grade/book/book.h"
#include "grader/grade/book/csv.h"
#include "grader/grade/runs/key.h"
#include "grader/grade/book/report.h"
#include "grader/lab/folders.h"
#include "tests/unit/made_up.h"
#include "tests/unit/scratch.h"

#include <locale.h>

static const char *const columns[] = {"02-fork-cow", "03-ksm", NULL};

static int parse_text(const char *text, struct csv *ret, size_t *ret_line)
{
	FILE *file = input_text(text);
	int err = csv_parse(file, ret, ret_line);

	fclose(file);
	return err;
}

static void expect_table(const char *text, size_t nr_rows, const char *const *cells)
{
	struct csv csv = {0};
	size_t line = 0;

	assert_int_equal(parse_text(text, &csv, &line), 0);
	assert_int_equal(csv.nr, nr_rows);
	for (size_t i = 0; i < csv.nr; i++)
		for (size_t k = 0; k < csv.rows[i].nr; k++) {
			assert_non_null(*cells);
			assert_string_equal(csv.rows[i].cells[k], *cells++);
		}
	assert_null(*cells);
	csv_deinit(&csv);
}

#define CELLS(...)                              \
	(const char *const[])                   \
	{                                       \
		__VA_ARGS__ __VA_OPT__(, ) NULL \
	}

static void tables_are_read(void **state)
{
	(void)state;
	expect_table("", 0, CELLS());
	expect_table("a", 1, CELLS("a"));
	expect_table("a,b\nc,d\n", 2, CELLS("a", "b", "c", "d"));
	expect_table("a,b\r\n\r\n,\r\n,c\r\n", 2, CELLS("a", "b", "", "c"));
	expect_table("a,b\rc,d\r", 2, CELLS("a", "b", "c", "d"));
	expect_table("\"sep=;\"\r\na;b\r\n", 1, CELLS("a", "b"));
	expect_table("\"a\" , \"b\"\nc , \"d\" \n", 2, CELLS("a", "b", "c ", "d"));
	expect_table("\xef\xbb\xbfstudent\nann", 2, CELLS("student", "ann"));
	expect_table("\"a,b\",\"c\"\"d\",\"e\nf\"\n", 1, CELLS("a,b", "c\"d", "e\nf"));
	expect_table("\"\",x", 1, CELLS("", "x"));
}

static void other_text_is_no_table(void **state)
{
	static const char *const bad[] = {
		"\"", "a\n\"b", "\"a\"b,c", "\"a\"\"", "\"a\" b"};
	struct csv csv = {0};
	size_t line = 0;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		assert_int_equal(parse_text(bad[i], &csv, &line), -EBADMSG);
	assert_int_equal(parse_text("a\nb\n\"c", &csv, &line), -EBADMSG);
	assert_int_equal(line, 3);
	assert_null(csv.rows);
}

/* Bytes at random: a table or an error, and what is a table is read the same again. */
static void any_bytes_do_no_harm(void **state)
{
	static const char alphabet[] = "a,\"\r\n=\xc3\xa9";
	uint64_t random = 7;

	(void)state;
	for (int round = 0; round < 2000; round++) {
		char text[40];
		struct csv csv;
		size_t line, size = next_random(&random) % (sizeof(text) - 1);

		for (size_t i = 0; i < size; i++)
			text[i] = alphabet[next_random(&random) % (sizeof(alphabet) - 1)];
		text[size] = '\0';
		if (!parse_text(text, &csv, &line))
			csv_deinit(&csv);
	}
}

static void expect_cell(const char *text, const char *written)
{
	char *out = NULL;
	size_t size;
	FILE *file = open_memstream(&out, &size);

	csv_cell(file, text);
	fclose(file);
	assert_string_equal(out, written);
	free(out);
}

static void cells_are_quoted(void **state)
{
	(void)state;
	expect_cell("ann", "ann");
	expect_cell("", "");
	expect_cell("a,b", "\"a,b\"");
	expect_cell("a\"b", "\"a\"\"b\"");
	expect_cell("=1+1", "\"'=1+1\"");
	expect_cell("@x", "\"'@x\"");
}

struct world {
	char *folder;
	struct grade_class class;
	struct grade_student students[3];
	struct grade_pair pairs[4];
};

static void put_result(
	struct world *world, const char *name, const char *key, const char *score)
{
	char text[200], path[200];

	snprintf(path, sizeof(path), "%s/result.json", name);
	snprintf(text, sizeof(text), "{\"score\": %s, \"graded\": {\"key\": \"%s\"}}",
		score, key);
	folder_put(world->folder, path, text);
}

/* ann: both labs graded; bo: one BROKEN, one of yesterday's source; cy: refused. */
static int set_up(void **state)
{
	struct world *world = calloc(1, sizeof(*world));

	setlocale(LC_CTYPE, "C.UTF-8");
	world->folder = folder_make();
	for (size_t i = 0; i < 4; i++)
		world->pairs[i].lab = columns[i % 2];
	world->students[0] = (struct grade_student){
		.name = "ann", .pairs = &world->pairs[0], .nr_pairs = 2};
	world->students[1] = (struct grade_student){
		.name = "bo", .pairs = &world->pairs[2], .nr_pairs = 2};
	world->students[2] = (struct grade_student){.name = "cy"};
	world->class =
		(struct grade_class){.students = world->students, .nr_students = 3};
	assert_int_equal(
		grade_refuse(&world->class, "cy", "cy.zip: a\x1b", "bad, bad"), 0);
	put_result(world, "ann/02-fork-cow", "k", "40");
	put_result(world, "ann/03-ksm", "k", "100");
	put_result(world, "bo/02-fork-cow", "k", "null");
	put_result(world, "bo/03-ksm", "old", "100");
	*state = world;
	return 0;
}

static int tear_down(void **state)
{
	struct world *world = *state;

	free_refusals(&world->class);
	folder_remove(world->folder);
	free(world);
	return 0;
}

/* Makes the book with these texts as files, NULL is none. */
static int make_book(
	struct world *world, const char *roster, const char *overrides, char *why)
{
	char roster_path[200], overrides_path[200];
	struct book_request request = {.results = world->folder,
		.labs = columns,
		.class = &world->class,
		.key_of = key_of};
	struct book book;
	int err;

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
	err = book_read(&request, &book, why);
	if (!err) {
		assert_int_equal(book_write(&book, world->folder), 0);
		assert_int_equal(report_write(&book, world->folder), 0);
		book_deinit(&book);
	}
	return err;
}

static void expect_grades(struct world *world, const char *roster, const char *overrides,
	const char *expected)
{
	char why[BOOK_WHY], *text;

	if (make_book(world, roster, overrides, why))
		fail_msg("%s", why);
	text = folder_get(world->folder, "gradebook.csv");
	assert_string_equal(text, expected);
	free(text);
}

static void only_this_key_counts_and_broken_is_no_zero(void **state)
{
	struct world *world = *state;
	char *text;

	expect_grades(world, NULL, NULL,
		"student,lab02,lab03,total,remarks\r\n"
		"ann,40,100,140,\r\n"
		"bo,,,0,lab02: could not be graded; lab03: not graded yet\r\n"
		"cy,,,0,something was refused\r\n");
	text = folder_get(world->folder, "refused.csv");
	assert_string_equal(text, "student,file,reason\r\n"
				  "cy,cy.zip: a\xef\xbf\xbd,\"bad, bad\"\r\n");
	free(text);
}

static void the_roster_shows_who_sent_nothing(void **state)
{
	expect_grades(*state, "Email,Student\nx@y,di\nz@y,bo\n,\nw@y,ann\n", NULL,
		"student,lab02,lab03,total,remarks,Email\r\n"
		"di,,,0,nothing sent,x@y\r\n"
		"bo,,,0,lab02: could not be graded; lab03: not graded yet,z@y\r\n"
		"ann,40,100,140,,w@y\r\n"
		"cy,,,0,not in the roster; something was refused,\r\n");
}

static void overrides_stand_for_points(void **state)
{
	expect_grades(*state, NULL,
		"student,lab,points,reason\nann,lab02,70,\"late, but fine\"\n"
		"bo,3,0,copied\n",
		"student,lab02,lab03,total,remarks\r\n"
		"ann,70,100,170,\"lab02: 40 earned, overridden: late, but fine\"\r\n"
		"bo,,0,0,lab02: could not be graded; lab03: overridden: copied\r\n"
		"cy,,,0,something was refused\r\n");
}

static void files_that_make_no_sense_are_refused(void **state)
{
	static const char *const rosters[] = {
		"student\n\"ann", "student\n../ann\n", "student\n=cmd\n"};
	static const char *const overrides[] = {"h\nnobody,lab02,1,x", "h\nann,lab09,1,x",
		"h\nann,lab02,101,x", "h\nann,lab02,-1,x", "h\nann,lab02,ten,x",
		"h\nann,lab02,,x", "h\nann,lab02,1,", "h\nann,lab02,1",
		"h\nann,lab02,1,x\nann,2,1,x", "ann,lab02,1,x"};
	char why[BOOK_WHY];

	for (size_t i = 0; i < sizeof(rosters) / sizeof(*rosters); i++) {
		assert_int_equal(make_book(*state, rosters[i], NULL, why), -EBADMSG);
		assert_non_null(strstr(why, "line 2"));
	}
	for (size_t i = 0; i < sizeof(overrides) / sizeof(*overrides); i++) {
		assert_int_equal(make_book(*state, NULL, overrides[i], why), -EBADMSG);
		assert_non_null(strstr(why, ": line "));
	}
}

static void results_that_are_none_are_waiting(void **state)
{
	struct world *world = *state;

	folder_put(world->folder, "ann/02-fork-cow/result.json", "{\"score\": 40, \"gra");
	folder_put(world->folder, "ann/03-ksm/result.json", "[1, 2]");
	expect_grades(world, NULL, NULL,
		"student,lab02,lab03,total,remarks\r\n"
		"ann,,,0,lab02: not graded yet; lab03: not graded yet\r\n"
		"bo,,,0,lab02: could not be graded; lab03: not graded yet\r\n"
		"cy,,,0,something was refused\r\n");
}

/* Nothing that a student sent gets a meaning in XML or HTML. */
static void reports_say_what_the_book_says(void **state)
{
	static const char result[] =
		"{\"score\": 40, \"graded\": {\"key\": \"k\"}, \"claims\": [{\"name\": "
		"\"one_is_good\", \"verdict\": \"PASS\"}, {\"name\": \"two_is_not\", "
		"\"verdict\": \"FAIL\", \"observed\": \"</script><b>&\\u0001\", "
		"\"expected\": \"\\\"x\\\"\"}]}";
	struct world *world = *state;
	char *text;

	folder_put(world->folder, "ann/02-fork-cow/result.json", result);
	expect_grades(world, "student\nann\n<b>di\n", "h\nann,lab03,50,\"<i>\"\n",
		"student,lab02,lab03,total,remarks\r\n"
		"ann,40,50,90,\"lab03: 100 earned, overridden: <i>\"\r\n"
		"<b>di,,,0,nothing sent\r\n"
		"bo,,,0,not in the roster; lab02: could not be graded; lab03: not graded "
		"yet\r\n"
		"cy,,,0,not in the roster; something was refused\r\n");
	text = folder_get(world->folder, "junit.xml");
	assert_non_null(strstr(text, "<testsuite name=\"02-fork-cow\" tests=\"3\" "
				     "failures=\"1\" errors=\"1\">"));
	assert_non_null(strstr(text, "<failure type=\"FAIL\" message=\"&lt;/script&gt;"
				     "&lt;b&gt;&amp;\xef\xbf\xbd\">&quot;x&quot;"));
	assert_non_null(strstr(text, "classname=\"02-fork-cow.bo\" name=\"graded\""));
	free(text);
	text = folder_get(world->folder, "report.html");
	assert_non_null(strstr(text, "<td>&lt;b&gt;di</td>"));
	assert_non_null(strstr(text, "missed by 1 of 1: two is not"));
	assert_non_null(strstr(text, "<a href=\"ann/02-fork-cow/feedback.txt\">40</a>"));
	assert_non_null(strstr(text, "title=\"&lt;i&gt;\""));
	assert_non_null(strstr(text, "not graded</td>"));
	assert_null(strstr(text, "<script"));
	assert_null(strstr(text, "http"));
	free(text);
}

static void expect_in(const char *text, const char *part)
{
	if (!strstr(text, part))
		fail_msg("“%s” is missing", part);
}

/* What a Monday needs: who misses what, what is commonest, what does not compile, who is alike. */
static void the_report_says_what_went_wrong(void **state)
{
	static const char wrong[] =
		"{\"score\": %d, \"graded\": {\"key\": \"k\"}, \"claims\": [{\"name\": "
		"\"one_is_good\", \"verdict\": \"FAIL\", \"observed\": \"pfn 0x%x, %d "
		"pages\"}]}";
	struct world *world = *state;
	char *text, *source = folder_get(".", "solutions/03-ksm/exercise.c"), result[300];

	world->class.nr_students = 2;
	world->students[1].is_untouched = false;
	for (size_t i = 0; i < 2; i++) {
		char path[100];

		snprintf(path, sizeof(path), "%s/03-ksm/result.json", i ? "bo" : "ann");
		snprintf(result, sizeof(result), wrong, 30, 17 + (int)i, 5 + (int)i);
		folder_put(world->folder, path, result);
		snprintf(path, sizeof(path), "%s/03-ksm/exercise.c", i ? "bo" : "ann");
		folder_put(world->folder, path, source);
	}
	folder_put(world->folder, "ann/02-fork-cow/result.json",
		"{\"score\": 0, \"graded\": {\"key\": \"k\"}, \"compiler\": \"error\", "
		"\"claims\": [{\"name\": \"x\", \"verdict\": \"FAIL\"}]}");
	folder_put(world->folder, "bo/02-fork-cow/result.json",
		"{\"score\": 0, \"graded\": {\"key\": \"k\"}, "
		"\"claims\": [{\"name\": \"x\", \"verdict\": \"TIMEOUT\"}]}");
	expect_grades(world, NULL, "h\nbo,lab03,100,shown in class\n",
		"student,lab02,lab03,total,remarks\r\nann,0,30,30,\r\n"
		"bo,0,100,100,\"lab03: 30 earned, overridden: shown in class\"\r\n");
	text = folder_get(world->folder, "report.html");
	expect_in(text, "2 students, 2 labs; 2");
	expect_in(text, "missed by 2 of 2: one is good");
	expect_in(text, "2 saw <q>pfn 0x11, 5 pages</q>, numbers aside (this was ann)");
	expect_in(text, "<p>ann, bo</p>");
	expect_in(text, "2 graded, 0 in full, 0 points on average<");
	expect_in(text, "<summary>1 does not compile</summary>\n<p>ann</p>");
	expect_in(text, "<summary>1 ran out of time</summary>\n<p>bo</p>");
	/* What does not compile misses no claim; what was set by hand counts. */
	expect_in(text, "missed by 1 of 1: x");
	expect_in(text, "2 graded, 1 in full, 65 points on average, 1 set by hand");
	expect_in(text, "<li>ann, bo: the same</li>");
	expect_in(text, "#by2:checked~");
	free(text);
	free(source);
}

static void done_is_what_has_key_and_score(void **state)
{
	struct world *world = *state;
	char path[PATH_MAX];

	snprintf(path, sizeof(path), "%s/ann/03-ksm/result.json", world->folder);
	assert_true(grade_key_is_done(path, "k"));
	assert_false(grade_key_is_done(path, "other"));
	snprintf(path, sizeof(path), "%s/bo/02-fork-cow/result.json", world->folder);
	assert_false(grade_key_is_done(path, "k"));
	assert_false(grade_key_is_done("/nonexistent", "k"));
}

static void keys_tell_what_differs(void **state)
{
	static const char lab[GRADE_SHA] = "a", source[GRADE_SHA] = "b";
	char keys[5][GRADE_SHA];

	(void)state;
	grade_key_pair(lab, source, 1, "bubblewrap", keys[0]);
	grade_key_pair(source, source, 1, "bubblewrap", keys[1]);
	grade_key_pair(lab, lab, 1, "bubblewrap", keys[2]);
	grade_key_pair(lab, source, 2, "bubblewrap", keys[3]);
	grade_key_pair(lab, source, 1, "platform", keys[4]);
	for (int i = 0; i < 5; i++)
		for (int k = 0; k < i; k++)
			assert_string_not_equal(keys[i], keys[k]);
	grade_key_pair(lab, source, 1, "bubblewrap", keys[1]);
	assert_string_equal(keys[0], keys[1]);
}

static void expect_lab_key(
	const char *root, const struct lab *lab, const char *before, bool same)
{
	char key[GRADE_SHA], why[GRADE_KEY_WHY];

	if (grade_key_lab(root, lab, "6.1", "cc", key, why))
		fail_msg("%s", why);
	assert_int_equal(!strcmp(key, before), same);
}

/* Whatever a verdict depends on changes the key; other files do not. */
static void the_labs_key_follows_its_sources(void **state)
{
	static const char *const sources[] = {"labs/03-ksm/lab.json",
		"labs/03-ksm/check.c", "labs/03-ksm/expected.txt", "labs/knobs.json",
		"common/kernel/a.c", "common/kernel/a.h", "kmod/m/m.c",
		"build/vm/initrd-6.1.sha256"};
	const char *modules[] = {"m"};
	struct lab lab = {
		.folder = (char *)"03-ksm", .modules = modules, .nr_modules = 1};
	char key[GRADE_SHA], why[GRADE_KEY_WHY], *root = folder_make();

	(void)state;
	for (size_t i = 0; i < sizeof(sources) / sizeof(*sources); i++)
		folder_put(root, sources[i], "x");
	assert_int_equal(grade_key_lab(root, &lab, "6.1", "cc", key, why), 0);
	for (size_t i = 0; i < sizeof(sources) / sizeof(*sources); i++) {
		folder_put(root, sources[i], "y");
		expect_lab_key(root, &lab, key, false);
		folder_put(root, sources[i], "x");
		expect_lab_key(root, &lab, key, true);
	}
	folder_put(root, "common/kernel/b.c", "new");
	expect_lab_key(root, &lab, key, false);
	unlink("common/kernel/b.c");
	folder_put(root, "labs/03-ksm/chapter.adoc", "new");
	folder_remove(root);
	assert_int_equal(
		grade_key_lab("/nonexistent", &lab, "6.1", "cc", key, why), -ENOENT);
}

/* A made-up class, with all labs, in results/ of a folder: for tests/report. */
static const char *const made_up[] = {"Ann Lee",
	"Zo\303\253 M\303\274ller-L\303\274denscheidt", "a b&c", "<b>di", "100%41nn",
	"x#y?z", "o'neil \"quoted\"",
	"a-name-that-is-as-long-as-a-platform-makes-them-4711_815_assignsubmission_file",
	"bo", "cy", "dan", "eve", "fay", "gus", "hal", "ida", "jo", "kim", "lou", "mia"};
#define NR_MADE_UP (sizeof(made_up) / sizeof(*made_up))

/* Half right, more or less; every seventh in full; one of thirty could not be graded. */
static void make_up_result(
	const char *folder, const char *student, const char *lab, size_t i)
{
	static const char *const claims[] = {
		"the_pages_are_merged_while_they_are_the_same",
		"a_write_gives_the_writer_its_own_page", "the_counters_say_so",
		"what_is_printed_is_what_the_kernel_shows"};
	int score = i % 30 == 11 ? -1 : i % 7 ? (int)(i * 37 % 5) * 25 : 100;
	char path[400], line[200], text[2000];
	size_t n;

	n = snprintf(text, sizeof(text),
		"{\"score\": %s, \"graded\": {\"key\": \"k\"}, \"claims\": [",
		score < 0 ? "null" : (snprintf(line, sizeof(line), "%d", score), line));
	for (size_t k = 0; k < 4; k++)
		n += snprintf(text + n, sizeof(text) - n,
			"%s{\"name\": \"%s\", \"verdict\": \"%s\"}", k ? ", " : "",
			claims[k], (int)k * 25 < score ? "PASS" : "FAIL");
	snprintf(text + n, sizeof(text) - n, "]}");
	snprintf(path, sizeof(path), "%s/%s/result.json", student, lab);
	folder_put(folder, path, text);
	snprintf(path, sizeof(path), "%s/%s/feedback.txt", student, lab);
	folder_put(folder, path, "Score\n");
}

static int make_up_class(const char *folder)
{
	struct grade_student students[NR_MADE_UP];
	struct grade_class class = {.students = students, .nr_students = NR_MADE_UP};
	char overrides[PATH_MAX], why[BOOK_WHY];
	struct book_request request = {.results = folder,
		.class = &class,
		.overrides = overrides,
		.key_of = key_of};
	struct grade_pair pairs[NR_MADE_UP][100];
	struct book book;
	char **labs;
	size_t nr = 0;
	int err;

	if (lab_list(".", &labs))
		return 1;
	while (labs[nr])
		nr++;
	for (size_t i = 0; i < NR_MADE_UP; i++) {
		students[i] = (struct grade_student){
			.name = (char *)made_up[i], .pairs = pairs[i]};
		for (size_t k = 0; k < nr; k++) {
			if (!((i + k) % 6))
				continue;
			pairs[i][students[i].nr_pairs++].lab = labs[k];
			make_up_result(folder, made_up[i], labs[k], i * nr + k);
		}
	}
	grade_refuse(&class, made_up[1],
		"archive.zip: "
		"a/very/long/path/that/has/no/blank/in/it/at/all/and/goes/on/"
		"until/the/end/of/the/line/and/beyond/exercise.c",
		"there is more than one exercise for this lab");
	folder_put(folder, "over.csv", "h\nbo,2,80,handed in late\n");
	snprintf(overrides, sizeof(overrides), "%s/over.csv", folder);
	request.labs = (const char *const *)labs;
	err = book_read(&request, &book, why);
	if (!err) {
		err = report_write(&book, folder);
		book_deinit(&book);
	}
	while (nr--)
		free(labs[nr]);
	free(labs);
	free_refusals(&class);
	return !!err;
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tables_are_read),
		cmocka_unit_test(other_text_is_no_table),
		cmocka_unit_test(any_bytes_do_no_harm),
		cmocka_unit_test(cells_are_quoted),
		TEST(only_this_key_counts_and_broken_is_no_zero),
		TEST(the_roster_shows_who_sent_nothing),
		TEST(overrides_stand_for_points),
		TEST(files_that_make_no_sense_are_refused),
		TEST(results_that_are_none_are_waiting),
		TEST(reports_say_what_the_book_says),
		TEST(the_report_says_what_went_wrong),
		TEST(done_is_what_has_key_and_score),
		cmocka_unit_test(keys_tell_what_differs),
		cmocka_unit_test(the_labs_key_follows_its_sources),
	};

	if (argc > 1)
		return make_up_class(argv[1]);
	return cmocka_run_group_tests_name("grade book", tests, NULL, NULL);
}
