/* SPDX-License-Identifier: MIT */
/*
 * The files for other platforms, against the lists of fields in their documents, which the
 * sources name: each field's type, whether it must be there, what it may be; and none else.
 *
 *	test_grade_format FILE    looks at a results.json of Gradescope's and at nothing else
 */
#include "grader/grade/book/format.h"
#include "tests/unit/made_up.h"
#include "tests/unit/scratch.h"

#include <jansson.h>
#include <locale.h>
#include <resolv.h>

struct field {
	const char *name;
	char type; /* n number, i whole number, s string, b boolean, a array */
	bool required;
	const char *allowed; /* "|one|another|" */
};

#define FORMATS "|text|simple_format|html|md|ansi|"
#define WHEN "|hidden|after_due_date|after_published|visible|"

static const struct field gradescope[] = {{"score", 'n', true, NULL},
	{"execution_time", 'n', false, NULL}, {"output", 's', false, NULL},
	{"output_format", 's', false, FORMATS},
	{"test_output_format", 's', false, FORMATS},
	{"test_name_format", 's', false, FORMATS}, {"visibility", 's', false, WHEN},
	{"stdout_visibility", 's', false, WHEN}, {"tests", 'a', false, NULL}, {0}};
static const struct field gradescope_test[] = {{"score", 'n', true, NULL},
	{"max_score", 'n', false, NULL}, {"status", 's', false, "|passed|failed|"},
	{"name", 's', false, NULL}, {"name_format", 's', false, FORMATS},
	{"number", 's', false, NULL}, {"output", 's', false, NULL},
	{"output_format", 's', false, FORMATS}, {"visibility", 's', false, WHEN}, {0}};

static const struct field prairielearn[] = {{"gradable", 'b', false, NULL},
	{"score", 'n', true, NULL}, {"message", 's', false, NULL},
	{"output", 's', false, NULL}, {"tests", 'a', false, NULL}, {0}};
static const struct field prairielearn_not[] = {{"gradable", 'b', true, NULL},
	{"format_errors", 'a', false, NULL}, {"message", 's', false, NULL},
	{"output", 's', false, NULL}, {0}};
static const struct field prairielearn_test[] = {{"name", 's', false, NULL},
	{"description", 's', false, NULL}, {"points", 'n', true, NULL},
	{"max_points", 'n', true, NULL}, {"message", 's', false, NULL},
	{"output", 's', false, NULL}, {0}};

static const struct field github[] = {{"version", 'i', true, NULL},
	{"status", 's', true, "|pass|fail|error|"}, {"max_score", 'i', true, NULL},
	{"tests", 'a', true, NULL}, {0}};
static const struct field github_test[] = {{"name", 's', true, NULL},
	{"status", 's', true, "|pass|fail|error|"}, {"score", 'i', true, NULL},
	{"message", 's', true, NULL}, {"test_code", 's', true, NULL},
	{"filename", 's', true, NULL}, {"line_no", 'i', true, NULL}, {0}};

static bool is_of(const json_t *value, char type)
{
	switch (type) {
	case 'n':
		return json_is_number(value);
	case 'i':
		return json_is_integer(value);
	case 's':
		return json_is_string(value);
	case 'b':
		return json_is_boolean(value);
	}
	return json_is_array(value);
}

static const struct field *find(const struct field *fields, const char *name)
{
	while (fields->name && strcmp(fields->name, name))
		fields++;
	return fields->name ? fields : NULL;
}

/* What a program printed must steer nothing. */
static void expect_clean(const char *text)
{
	for (const unsigned char *at = (const unsigned char *)text; *at; at++)
		if ((*at < 0x20 && *at != '\n' && *at != '\t') || *at == 0x7f ||
			!strncmp((const char *)at, "\xe2\x80\xae", 3))
			fail_msg("a control character in “%.60s”", text);
}

static void expect_fields(json_t *object, const struct field *fields)
{
	const char *key;
	json_t *value;
	char quoted[64];

	assert_true(json_is_object(object));
	for (const struct field *field = fields; field->name; field++)
		if (field->required && !json_object_get(object, field->name))
			fail_msg("%s is missing", field->name);
	json_object_foreach(object, key, value)
	{
		const struct field *field = find(fields, key);
		const char *text = json_string_value(value);

		if (!field || !is_of(value, field->type))
			fail_msg("%s: no such field, or of another type", key);
		if (text)
			expect_clean(text);
		snprintf(quoted, sizeof(quoted), "|%.60s|", text ? text : "");
		if (field->allowed && !strstr(field->allowed, quoted))
			fail_msg("%s: %s is none of %s", key, text, field->allowed);
	}
}

static int integer(const json_t *object, const char *key)
{
	return (int)json_integer_value(json_object_get(object, key));
}

static const char *string(const json_t *object, const char *key)
{
	const char *text = json_string_value(json_object_get(object, key));

	return text ? text : "";
}

static void expect_gradescope(json_t *results)
{
	double score = json_number_value(json_object_get(results, "score"));
	json_t *test;
	size_t i;

	expect_fields(results, gradescope);
	assert_true(score >= 0);
	/* No format in which a program's words would have a meaning. */
	assert_string_equal(string(results, "output_format"), "text");
	json_array_foreach(json_object_get(results, "tests"), i, test)
	{
		expect_fields(test, gradescope_test);
		assert_string_equal(string(test, "output_format"), "text");
		assert_string_equal(string(test, "name_format"), "text");
		assert_true(integer(test, "score") >= 0 &&
			    integer(test, "score") <= integer(test, "max_score"));
	}
}

/* ann: both labs, hostile words; bo: lab02 BROKEN; cy: refused; ed: does not compile; fi: not
 * graded yet; gil: in the roster alone. */
static const char *const columns[] = {"02-fork-cow", "03-ksm", NULL};
static const char *const students[] = {"ann", "bo", "cy", "ed", "fi"};
#define NR_STUDENTS (sizeof(students) / sizeof(*students))

struct world {
	char *folder;
	struct grade_class class;
	struct grade_student students[NR_STUDENTS];
	struct grade_pair pairs[2 * NR_STUDENTS];
};

/* A result of two claims, of which the first is proven where the score is 40 and more. */
static void put_result(const struct world *world, const char *name, const char *key,
	int score, const char *observed, const char *compiler)
{
	json_t *json = json_pack(
		"{s:o s:{s:s} s:s? s:{s:f s:f s:f} s:[{s:s s:s s:i s:i}, {s:s s:s s:i "
		"s:i s:s s:s s:s}]}",
		"score", score < 0 ? json_null() : json_integer(score), "graded", "key",
		key, "compiler", compiler, "times", "build_seconds", 0.5,
		"machine_seconds", 0.25, "run_seconds", 1.0, "claims", "name",
		"one_is_good", "verdict", score >= 40 ? "PASS" : "FAIL", "points", 40,
		"earned", score >= 40 ? 40 : 0, "name", "two_is_not", "verdict",
		score == 100 ? "PASS" : "FAIL", "points", 60, "earned",
		score == 100 ? 60 : 0, "where", "page 3", "expected", "4", "observed",
		observed);
	char *text = json_dumps(json, 0), path[200];

	assert_non_null(text);
	snprintf(path, sizeof(path), "%s/result.json", name);
	folder_put(world->folder, path, text);
	free(text);
	json_decref(json);
}

static int set_up(void **state)
{
	static const char hostile[] = "</pre><script>\x1b[31m\x07\xe2\x80\xae\n::error::"
				      "you\n##[error]\n";
	static char long_text[100000];
	struct world *world = calloc(1, sizeof(*world));

	setlocale(LC_CTYPE, "C.UTF-8");
	memset(long_text, 'x', sizeof(long_text) - 1);
	memcpy(long_text, hostile, strlen(hostile));
	world->folder = folder_make();
	for (size_t i = 0; i < NR_STUDENTS; i++) {
		world->pairs[2 * i].lab = columns[0];
		world->pairs[2 * i + 1].lab = columns[1];
		world->students[i] = (struct grade_student){.name = (char *)students[i],
			.pairs = &world->pairs[2 * i],
			.nr_pairs = strcmp(students[i], "cy") ? 2 : 0};
	}
	world->class = (struct grade_class){
		.students = world->students, .nr_students = NR_STUDENTS};
	assert_int_equal(grade_refuse(&world->class, "cy", "a\x1b\xff.zip", "a link"), 0);
	put_result(world, "ann/02-fork-cow", "k", 40, long_text, NULL);
	folder_put(world->folder, "ann/02-fork-cow/feedback.txt",
		"Score 40\n\xff\xfe\x1b]0;\x07"
		"end");
	put_result(world, "ann/03-ksm", "k", 100, "4", NULL);
	put_result(world, "bo/02-fork-cow", "k", -1, "4", NULL);
	put_result(world, "bo/03-ksm", "k", 40, "5", NULL);
	put_result(world, "ed/02-fork-cow", "k", 0, "", "exercise.c:1: \x07 error");
	put_result(world, "ed/03-ksm", "k", 0, "", NULL);
	put_result(world, "fi/02-fork-cow", "old", 100, "4", NULL);
	put_result(world, "fi/03-ksm", "k", 100, "4", NULL);
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

static void write_some(const struct world *world, const char *overrides, unsigned formats)
{
	char roster[PATH_MAX], decided[PATH_MAX], why[BOOK_WHY];
	struct book_request request = {.results = world->folder,
		.labs = columns,
		.class = &world->class,
		.roster = roster,
		.key_of = key_of};
	struct book book;

	snprintf(roster, sizeof(roster), "%s/roster.csv", world->folder);
	folder_put(world->folder, "roster.csv", "student\nann\ngil\n");
	if (overrides) {
		snprintf(decided, sizeof(decided), "%s/decided.csv", world->folder);
		folder_put(world->folder, "decided.csv", overrides);
		request.overrides = decided;
	}
	if (book_read(&request, &book, why))
		fail_msg("%s", why);
	assert_int_equal(format_write(&book, world->folder, formats), 0);
	book_deinit(&book);
}

static void write_formats(const struct world *world, const char *overrides)
{
	write_some(world, overrides,
		FORMAT_GRADESCOPE | FORMAT_PRAIRIELEARN | FORMAT_GITHUB);
}

static json_t *load(const struct world *world, const char *name)
{
	char path[PATH_MAX];
	json_error_t error;
	json_t *json;

	snprintf(path, sizeof(path), "%s/%s", world->folder, name);
	json = json_load_file(path, JSON_REJECT_DUPLICATES, &error);
	if (!json)
		fail_msg("%s: %s", name, error.text);
	return json;
}

static void gradescope_gets_its_fields(void **state)
{
	struct world *world = *state;
	json_t *results, *tests;

	write_formats(world, NULL);
	results = load(world, "ann/gradescope.json");
	tests = json_object_get(results, "tests");
	expect_gradescope(results);
	assert_int_equal(integer(results, "score"), 140);
	assert_true(json_number_value(json_object_get(results, "execution_time")) == 3.5);
	assert_non_null(strstr(string(results, "output"), "Score 40"));
	assert_int_equal(json_array_size(tests), 4);
	assert_string_equal(string(json_array_get(tests, 1), "name"), "two is not");
	assert_string_equal(string(json_array_get(tests, 1), "status"), "failed");
	assert_string_equal(string(json_array_get(tests, 0), "status"), "passed");
	assert_string_equal(string(json_array_get(tests, 3), "number"), "03.2");
	assert_non_null(strstr(string(json_array_get(tests, 1), "output"), "left out]"));
	json_decref(results);
	/* Nothing of his is an exercise: that is a zero, and he is told why. */
	results = load(world, "cy/gradescope.json");
	expect_gradescope(results);
	assert_int_equal(integer(results, "score"), 0);
	assert_non_null(strstr(string(results, "output"), ".zip: a link"));
	assert_non_null(strstr(string(results, "output"), "No exercise was found"));
	json_decref(results);
	assert_false(folder_has(world->folder, "gil"));
}

/* Without a score there is no file, and none of an earlier time. */
static void gradescope_gets_no_zero_for_what_is_not_graded(void **state)
{
	struct world *world = *state;
	json_t *results;

	folder_put(world->folder, "bo/gradescope.json", "{\"score\": 100}");
	write_formats(world, NULL);
	assert_false(folder_has(world->folder, "bo/gradescope.json"));
	assert_false(folder_has(world->folder, "fi/gradescope.json"));
	write_formats(world, "h\nbo,lab02,70,\"a fine\xff\x1b program\"\n");
	results = load(world, "bo/gradescope.json");
	expect_gradescope(results);
	assert_int_equal(integer(results, "score"), 110);
	json_decref(results);
	/* Nor is what is excused, alone; beside other labs it counts for nothing. */
	write_formats(world, "h\ngil,lab02,excused,ill\nann,lab02,excused,ill\n");
	assert_false(folder_has(world->folder, "gil/gradescope.json"));
	results = load(world, "ann/gradescope.json");
	assert_int_equal(integer(results, "score"), 100);
	json_decref(results);
}

/* Points 0 to 1; score and tests, or none of both. */
static json_t *load_prairielearn(const struct world *world, const char *name)
{
	json_t *results = load(world, name), *test;
	bool gradable = json_is_true(json_object_get(results, "gradable"));
	double score = json_number_value(json_object_get(results, "score"));
	char *text = folder_get(world->folder, name);
	size_t i;

	assert_true(strlen(text) < (1 << 20) / 20); /* of 1 MB, for many claims */
	free(text);
	expect_fields(results, gradable ? prairielearn : prairielearn_not);
	assert_true(score >= 0 && score <= 1);
	json_array_foreach(json_object_get(results, "tests"), i, test)
		expect_fields(test, prairielearn_test);
	json_array_foreach(json_object_get(results, "format_errors"), i, test)
		expect_clean(json_string_value(test));
	return results;
}

static void prairielearn_gets_its_fields(void **state)
{
	struct world *world = *state;
	json_t *results;

	write_formats(world, NULL);
	results = load_prairielearn(world, "ann/02-fork-cow/prairielearn.json");
	assert_true(json_number_value(json_object_get(results, "score")) == 0.4);
	assert_int_equal(json_array_size(json_object_get(results, "tests")), 2);
	json_decref(results);
	results = load_prairielearn(world, "ann/03-ksm/prairielearn.json");
	assert_true(json_number_value(json_object_get(results, "score")) == 1.0);
	json_decref(results);
}

static void prairielearn_takes_no_attempt_for_what_is_not_graded(void **state)
{
	static const char *const names[] = {"bo/02-fork-cow/prairielearn.json",
		"fi/02-fork-cow/prairielearn.json", "ed/02-fork-cow/prairielearn.json"};
	struct world *world = *state;
	json_t *results;

	write_formats(world, NULL);
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		results = load_prairielearn(world, names[i]);
		assert_true(json_is_false(json_object_get(results, "gradable")));
		json_decref(results);
	}
	/* A program that does nothing is none of these. */
	results = load_prairielearn(world, "ed/03-ksm/prairielearn.json");
	assert_true(json_is_true(json_object_get(results, "gradable")));
	assert_true(json_number_value(json_object_get(results, "score")) == 0.0);
	json_decref(results);
	write_formats(world, "h\ned,lab02,70,it was a comma\n");
	results = load_prairielearn(world, "ed/02-fork-cow/prairielearn.json");
	assert_true(json_number_value(json_object_get(results, "score")) == 0.7);
	json_decref(results);
}

/* The reporter's own way: the runner's base64 from an environment, which has a limit. */
static json_t *load_github(const struct world *world, const char *name, const char *lab)
{
	static unsigned char decoded[1 << 20];
	char *text = folder_get(world->folder, name), *line, *message;
	json_t *results, *test;
	size_t i, length;
	int size;

	line = strstr(text, lab);
	assert_non_null(line);
	line += strlen(lab);
	length = strcspn(line, "\n");
	assert_true(length < 128 * 1024 / 40); /* a lab may have many claims */
	line[length] = '\0';
	size = b64_pton(line, decoded, sizeof(decoded));
	assert_true(size > 0);
	results = json_loadb((char *)decoded, size, JSON_REJECT_DUPLICATES, NULL);
	free(text);
	expect_fields(results, github);
	json_array_foreach(json_object_get(results, "tests"), i, test)
	{
		expect_fields(test, github_test);
		/* No line that its log would take for a command. */
		message = (char *)string(test, "message");
		assert_true(strncmp(message, "::", 2));
		assert_null(strstr(message, "\n::"));
		assert_null(strstr(message, "##["));
	}
	return results;
}

/* As the reporter counts. */
static void expect_reported(json_t *results, const char *status, int score, int max_score)
{
	json_t *test;
	size_t i;
	int sum = 0;

	assert_string_equal(string(results, "status"), status);
	assert_int_equal(integer(results, "max_score"), max_score);
	json_array_foreach(json_object_get(results, "tests"), i, test) sum +=
		integer(test, "score");
	assert_int_equal(sum, score);
	json_decref(results);
}

static void github_gets_a_runner_for_each_lab(void **state)
{
	struct world *world = *state;
	char *text;

	write_formats(world, NULL);
	expect_reported(
		load_github(world, "ann/github-output.txt", "lab02="), "fail", 40, 100);
	expect_reported(load_github(world, "ann/github-output.txt", "\nlab03="), "pass",
		100, 100);
	text = folder_get(world->folder, "ann/github-output.txt");
	assert_non_null(strstr(text, "\nrunners=lab02,lab03\n"));
	free(text);
	/* Neither points nor points to be had. */
	expect_reported(
		load_github(world, "bo/github-output.txt", "lab02="), "error", 0, 0);
	expect_reported(
		load_github(world, "fi/github-output.txt", "lab02="), "error", 0, 0);
	write_formats(world, "h\nbo,lab02,70,was fine\n");
	expect_reported(
		load_github(world, "bo/github-output.txt", "lab02="), "fail", 70, 100);
}

/* A runner a claim, from which both ways of counting make the points. */
static void expect_claims(const struct world *world, const char *student, double points)
{
	static unsigned char decoded[1 << 20];
	char name[200], *env, *output, *line, *runner;
	double by_sum = 0, by_part = 0;

	snprintf(name, sizeof(name), "%s/github-env.txt", student);
	env = folder_get(world->folder, name);
	snprintf(name, sizeof(name), "%s/github-output.txt", student);
	output = folder_get(world->folder, name);
	line = strstr(output, "\nclaims=");
	assert_non_null(line);
	line += strlen("\nclaims=");
	line[strcspn(line, "\n")] = '\0';
	while ((runner = strsep(&line, ","))) {
		char *at = strstr(env, runner), *encoded;
		json_t *results, *tests;
		size_t length = strlen(runner);
		int size;

		assert_non_null(at);
		assert_int_equal(strspn(runner, "LABCIM0123456789"), length);
		assert_memory_equal(at + length, "_RESULTS=", 9);
		encoded = strndup(at + length + 9, strcspn(at + length + 9, "\n"));
		size = b64_pton(encoded, decoded, sizeof(decoded));
		free(encoded);
		assert_true(size > 0);
		results = json_loadb((char *)decoded, size, 0, NULL);
		tests = json_object_get(results, "tests");
		assert_int_equal(json_array_size(tests), 1);
		by_sum += json_number_value(
			json_object_get(json_array_get(tests, 0), "score"));
		if (!strcmp(string(json_array_get(tests, 0), "status"), "pass"))
			by_part +=
				json_number_value(json_object_get(results, "max_score"));
		json_decref(results);
	}
	assert_true(by_sum == points && by_part == points);
	free(env);
	free(output);
}

static void github_counts_points_as_they_are(void **state)
{
	struct world *world = *state;
	char *log;

	write_formats(world, NULL);
	expect_claims(world, "ann", 140);
	expect_claims(world, "ed", 0);
	expect_claims(world, "bo", 40);
	log = folder_get(world->folder, "ann/github-log.txt");
	assert_non_null(strstr(log, "::group::Lab 02\n"));
	assert_non_null(
		strstr(log, "::error file=labs/02-fork-cow/exercise.c,title=Lab 02"
			    "%3A two is not::FAIL"));
	/* What a program prints is no command. */
	for (char *at = log; (at = strstr(at, "\n::")); at++)
		assert_true(!strncmp(at, "\n::group::Lab ", 14) ||
			    !strncmp(at, "\n::endgroup::\n", 14) ||
			    !strncmp(at, "\n::error file=labs/", 19));
	free(log);
	log = folder_get(world->folder, "ed/github-log.txt");
	assert_non_null(strstr(log, "does not compile::exercise.c"));
	free(log);
	write_formats(world, "h\nbo,lab02,70.5,was fine\n");
	expect_claims(world, "bo", 110.5);
}

static void autolab_gets_its_scores(void **state)
{
	struct world *world = *state;
	json_t *scores, *json;

	write_some(world, "h\nann,lab02,87.5,asked again\n", FORMAT_AUTOLAB);
	json = load(world, "ann/autolab.json");
	scores = json_object_get(json, "scores");
	assert_int_equal(json_object_size(json), 1);
	assert_int_equal(json_object_size(scores), 2);
	assert_true(json_number_value(json_object_get(scores, "lab02")) == 87.5);
	assert_int_equal(integer(scores, "lab03"), 100);
	json_decref(json);
	/* What could not be graded is no zero. */
	assert_false(folder_has(world->folder, "bo/autolab.json"));
}

/* Only what was asked for, and a second time no file is touched. */
static void files_that_are_the_same_stay(void **state)
{
	struct world *world = *state;
	char path[PATH_MAX];
	struct stat before, after;

	write_formats(world, NULL);
	snprintf(path, sizeof(path), "%s/ann/gradescope.json", world->folder);
	assert_int_equal(stat(path, &before), 0);
	write_formats(world, NULL);
	assert_int_equal(stat(path, &after), 0);
	assert_true(before.st_ino == after.st_ino);
	write_formats(world, "h\nann,lab02,41,rounded\n");
	assert_int_equal(stat(path, &after), 0);
	assert_true(before.st_ino != after.st_ino);
}

static void files_that_are_not_asked_for_go(void **state)
{
	static const char *const names[] = {"ann/gradescope.json",
		"ann/02-fork-cow/prairielearn.json", "ann/github-output.txt"};
	struct world *world = *state;

	for (unsigned i = 0; i < 3; i++) {
		write_formats(world, NULL);
		write_some(world, NULL, 1 << i);
		for (unsigned k = 0; k < 3; k++)
			assert_int_equal(folder_has(world->folder, names[k]), i == k);
	}
	write_some(world, NULL, 0);
	assert_false(folder_has(world->folder, names[2]));
	assert_true(folder_has(world->folder, "ann/02-fork-cow/result.json"));
}

static void names_are_those_of_the_platforms(void **state)
{
	(void)state;
	assert_int_equal(format_of("gradescope"), FORMAT_GRADESCOPE);
	assert_int_equal(format_of("prairielearn"), FORMAT_PRAIRIELEARN);
	assert_int_equal(format_of("github"), FORMAT_GITHUB);
	assert_int_equal(format_of("moodle"), FORMAT_MOODLE);
	assert_int_equal(format_of("canvas"), FORMAT_CANVAS);
	assert_int_equal(format_of("autolab"), FORMAT_AUTOLAB);
	assert_int_equal(format_of("blackboard"), 0);
}

static const char *file;

static void the_file_is_gradescopes(void **state)
{
	json_t *results = json_load_file(file, JSON_REJECT_DUPLICATES, NULL);

	(void)state;
	assert_non_null(results);
	expect_gradescope(results);
	json_decref(results);
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		TEST(gradescope_gets_its_fields),
		TEST(gradescope_gets_no_zero_for_what_is_not_graded),
		TEST(prairielearn_gets_its_fields),
		TEST(prairielearn_takes_no_attempt_for_what_is_not_graded),
		TEST(github_gets_a_runner_for_each_lab),
		TEST(github_counts_points_as_they_are),
		TEST(autolab_gets_its_scores),
		TEST(files_that_are_the_same_stay),
		TEST(files_that_are_not_asked_for_go),
		cmocka_unit_test(names_are_those_of_the_platforms),
	};
	const struct CMUnitTest one[] = {cmocka_unit_test(the_file_is_gradescopes)};

	if (argc > 1) {
		file = argv[1];
		return cmocka_run_group_tests_name("results.json", one, NULL, NULL);
	}
	return cmocka_run_group_tests_name("grade format", tests, NULL, NULL);
}
