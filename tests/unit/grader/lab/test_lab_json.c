/* SPDX-License-Identifier: MIT */
/*
 * lab.json: the good sample is read as it stands; every way of spoiling it is refused
 * with a sentence that names the place and the cause. Runs in the checkout's root.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/recorder/groups.h"
#include "grader/lab/folders.h"
#include "grader/lab/lab_json.h"

#define FIXTURES "tests/fixtures/lab-json"

static void reads_the_sample(void **state)
{
	char why[LAB_WHY];
	struct lab *lab;

	(void)state;
	assert_int_equal(lab_load(FIXTURES, "03-sample", &lab, why), 0);
	assert_string_equal(lab->folder, "03-sample");
	assert_string_equal(lab->title, "A sample");
	assert_string_equal(lab->question, "Is this a lab?");
	assert_string_equal(lab->profile, "default");
	assert_int_equal(lab->nr_nodes, 1);
	assert_int_equal(lab->nr_cpus, 8);
	assert_int_equal(lab->most_nodes, 4);
	assert_int_equal(lab->most_cpus, 16);
	assert_int_equal(lab->least_node_mib, 512);
	assert_int_equal(lab->most_node_mib, 2048);
	assert_true(lab->profile_optional);
	assert_true(lab->fills_a_node);
	assert_true(lab->fresh);
	assert_int_equal(lab->nr_tasks, 2);
	assert_string_equal(lab->tasks[1], "Ask for merging");
	assert_int_equal(lab->nr_knobs, 1);
	assert_string_equal(lab->knobs[0].path, "/sys/kernel/mm/ksm/run");
	assert_string_equal(lab->knobs[0].value, "1");
	assert_string_equal(lab->grants[0], "pagemap");
	assert_int_equal(lab->nr_modules, 2);
	assert_string_equal(lab->modules[1], "order_alloc");
	assert_int_equal(lab->swap_mib, 64);
	assert_string_equal(lab->exercise_module, "my_module");
	assert_int_equal(lab->limits.seconds, 10);
	assert_int_equal(lab->limits.memory_mib, 256);
	assert_int_equal(lab->limits.nr_pids, 32);
	assert_int_equal(lab->limits.output_kib, 64);
	assert_int_equal(lab->nr_args, 2);
	assert_string_equal(lab->sizes[0].name, "pages");
	assert_int_equal(lab->sizes[0].fallback, 100); /* is never drawn */
	assert_int_equal(lab->sizes[0].min, 128);
	assert_int_equal(lab->sizes[0].max, 512);
	assert_int_equal(lab->sizes[0].step, 64);
	assert_int_equal(lab->nr_live, 1);
	assert_int_equal(lab->records, RECORD_CALLS | RECORD_MERGES);
	assert_int_equal(lab->nr_claims, 2);
	assert_int_equal(lab->claims[1].points, 40);
	assert_int_equal(lab->claims[1].task, 2);
	assert_int_equal(lab->claims[1].nr_hints, 3);
	assert_string_equal(lab->claims[1].hints[2].text, "three");
	assert_string_equal(lab->claims[1].hints[2].when, "frame|page 3");
	assert_null(lab->claims[1].hints[1].when);
	lab_free(lab);
}

static char *sample(void)
{
	char *text = calloc(1, 16384);
	FILE *file = fopen(FIXTURES "/labs/03-sample/lab.json", "r");

	assert_non_null(file);
	assert_true(fread(text, 1, 16383, file) > 0);
	fclose(file);
	return text;
}

/* Writes the sample with one piece replaced below a scratch folder. */
static void write_spoilt(const char *root, const char *piece, const char *by)
{
	char path[512], *text = sample(), *at = strstr(text, piece);
	FILE *file;

	if (!at)
		fail_msg("the sample has no %s", piece);
	snprintf(path, sizeof(path), "%s/labs/01-x/lab.json", root);
	file = fopen(path, "w");
	assert_non_null(file);
	fprintf(file, "%.*s%s%s", (int)(at - text), text, by, at + strlen(piece));
	fclose(file);
	free(text);
}

static const struct {
	const char *piece, *by, *why;
} spoilt[] = {
	{"\"title\": \"A sample\",", "", "key \"title\" is missing"},
	{"\"title\"", "\"titel\"", "unknown key \"titel\""},
	{"\"title\": \"A sample\"", "\"title\": 3",
		"\"title\" is a whole number, expected a string"},
	{"A sample", "", "title: is empty"},
	{"A sample", "A\\nsample", "title: is not one line"},
	{"a lab?", "a lab.", "question: does not end with a question mark"},
	{"\"default\",", "\"de fault\",", "profile: \"de fault\" is no name"},
	{"[\"Fill the pages\", \"Ask for merging\"]", "[]", "tasks: is empty"},
	{"\"Ask for merging\"", "7", "tasks[1]: is a whole number"},
	{"\"Ask for merging\"", "\"Fill the pages\"",
		"tasks[1]: \"Fill the pages\" is there twice"},
	{"/sys/kernel/mm/ksm/run", "/etc/passwd", "is no file under /proc/sys or /sys"},
	{"/sys/kernel/mm/ksm/run", "/sys/../etc/passwd",
		"is no file under /proc/sys or /sys"},
	{"\"1\"", "1", "knobs[\"/sys/kernel/mm/ksm/run\"]: is a whole number"},
	{"\"seconds\": 10", "\"seconds\": 0",
		"limits: \"seconds\" is 0, expected 1 to 600"},
	{"\"seconds\": 10", "\"seconds\": 1.5", "limits: \"seconds\" is a fraction"},
	{"\"pids\"", "\"pid\"", "limits: unknown key \"pid\""},
	{"[\"pages\", \"seed\"]", "[\"page\"]",
		"args[0]: \"page\" is neither a size nor \"seed\""},
	{"{\"pages\":", "{\"seed\":", "sizes.seed: is no name for a size"},
	{"\"max\": 512", "\"max\": 100", "sizes.pages: \"max\" is 100"},
	{"\"default\": 100", "\"default\": 0",
		"sizes.pages: \"default\" is 0, expected 1 to"},
	{"\"step\": 64", "\"step\": 100", "sizes.pages: \"max\" must be"},
	{"\"step\": 64", "\"step\": 64, \"set\": 1", "sizes.pages: unknown key \"set\""},
	{"/sys/kernel/mm/ksm/pages_sharing", "pages_sharing",
		"live: \"pages_sharing\" is no file"},
	{"\"points\": 40", "\"points\": 41",
		"claims: the points sum to 101, expected 100"},
	{"\"points\": 40", "\"points\": 0",
		"claims[1]: \"points\" is 0, expected 1 to 100"},
	{"report_agrees", "pages_are_one",
		"claims[1]: the name \"pages_are_one\" is also claims[0]'s"},
	{"report_agrees", "report-agrees",
		"claims[1]: \"report-agrees\" is no name of a test function"},
	{"[\"first hint\", \"second hint\", \"third hint\"]", "[]",
		"claims[0]: \"hints\" has 0 elements, expected 1 to 9"},
	{"frame|page 3", "(frame",
		"claims[1].hints[2]: \"when\" is no regular expression: (frame"},
	{"\"when\"", "\"if\"", "claims[1].hints[2]: unknown key \"if\""},
	{"\"task\": 2, ", "", "claims[1]: key \"task\" is missing"},
	{"\"task\": 2", "\"task\": 3", "claims[1]: \"task\" is 3, expected 1 to 2"},
	{"\"two\"", "\"\"", "claims[1].hints[1]: is empty"},
	{"\"name\": \"report_agrees\"", "\"name\": null",
		"claims[1]: \"name\" is null, expected a string"},
	{"\"swap_mib\": 64", "\"swap_mib\": 0", "\"swap_mib\" is 0, expected 1 to 1024"},
	{"true", "1", "profile_optional: is neither true nor false"},
	{"[\"calls\", \"merges\"]", "[\"calls\", \"thoughts\"]",
		"records: \"thoughts\" is nothing that can be recorded"},
	{"[\"calls\", \"merges\"]", "\"calls\"",
		"\"records\" is a string, expected an array"},
	{"\"fills_a_node\": true", "\"fills_a_node\": 1",
		"fills_a_node: is neither true nor false"},
	{"\"cpus\": 8", "\"cpus\": 65", "\"cpus\" is 65, expected 1 to 64"},
	{"\"nodes_at_most\": 4", "\"nodes_at_most\": \"4\"",
		"\"nodes_at_most\" is a string, expected a whole number"},
	{"\"cpus_at_most\": 16", "\"cpus_at_most\": 0",
		"\"cpus_at_most\" is 0, expected 1 to 64"},
	{"[512, 2048]", "[2048, 512]", "node_mib: is no range of MiB"},
	{"[512, 2048]", "[512]", "node_mib: is no range of MiB"},
	{"[512, 2048]", "2048", "node_mib: is no range of MiB"},
	{"[512, 2048]", "[0, 2048]", "node_mib: is no range of MiB"},
	{"order_alloc", "order alloc", "modules: \"order alloc\" is no name"},
	{"order_alloc", "../x", "modules: \"../x\" is no name of a module"},
	{"my_module", "my module", "exercise_module: \"my module\" is no name"},
	{"order_alloc", "page_pin", "modules[1]: \"page_pin\" is there twice"},
	{"[\"page_pin\", \"order_alloc\"]", "3",
		"\"modules\" is a whole number, expected an array"},
	{"\"grants\": [\"pagemap\"]", "\"grants\": {}",
		"\"grants\" is an object, expected an array"},
	{"\"tasks\"", "\"title\"", "line 5"},
	{"{\"name\"", "{name", "line 13, column"},
};

static void refuses_what_is_spoilt(void **state)
{
	char root[] = "/tmp/pagelab-lab-json-XXXXXX", path[512], why[LAB_WHY];
	struct lab *untouched = (struct lab *)&root, *lab = untouched;

	(void)state;
	assert_non_null(mkdtemp(root));
	snprintf(path, sizeof(path), "%s/labs", root);
	assert_int_equal(mkdir(path, 0700), 0);
	strcat(path, "/01-x");
	assert_int_equal(mkdir(path, 0700), 0);
	for (size_t i = 0; i < sizeof(spoilt) / sizeof(*spoilt); i++) {
		write_spoilt(root, spoilt[i].piece, spoilt[i].by);
		why[0] = '\0';
		if (lab_load(root, "01-x", &lab, why) != -EBADMSG)
			fail_msg("accepted: %s as %s", spoilt[i].piece, spoilt[i].by);
		assert_ptr_equal(lab, untouched);
		if (strncmp(why, "labs/01-x/lab.json: ", 20) ||
			!strstr(why, spoilt[i].why))
			fail_msg("said: %s; expected: %s", why, spoilt[i].why);
	}
	snprintf(path, sizeof(path), "rm -r %s", root);
	assert_int_equal(system(path), 0);
}

static void says_what_cannot_be_opened(void **state)
{
	char why[LAB_WHY];
	struct lab *lab = NULL;

	(void)state;
	assert_int_equal(lab_load(FIXTURES, "99-empty", &lab, why), -ENOENT);
	assert_string_equal(why, "labs/99-empty/lab.json: No such file or directory");
	assert_null(lab);
}

static void reads_base_knobs(void **state)
{
	char why[JSON_WHY];
	struct lab_knobs knobs;

	(void)state;
	assert_int_equal(lab_knobs_load(FIXTURES, &knobs, why), 0);
	assert_int_equal(knobs.nr_knobs, 2);
	assert_string_equal(knobs.knobs[0].path, "/proc/sys/kernel/numa_balancing");
	lab_knobs_free(&knobs);
}

static void the_workbooks_own_base_knobs_are_good(void **state)
{
	char why[JSON_WHY];
	struct lab_knobs knobs;

	(void)state;
	assert_int_equal(lab_knobs_load(".", &knobs, why), 0);
	assert_true(knobs.nr_knobs > 0);
	lab_knobs_free(&knobs);
}

static void finds_labs_by_any_of_their_names(void **state)
{
	static const char *const words[] = {
		"lab03", "03", "3", "lab3", "LAB03", "Lab3", "03-sample"};
	static const char *const strangers[] = {
		"lab04", "4", "", "lab", "03-", "3x", "99", "../03-sample", "sample"};
	char *folder = NULL;

	(void)state;
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
		assert_int_equal(lab_find(FIXTURES, words[i], &folder), 0);
		assert_string_equal(folder, "03-sample");
		free(folder);
	}
	for (size_t i = 0; i < sizeof(strangers) / sizeof(*strangers); i++) {
		folder = NULL;
		assert_int_equal(lab_find(FIXTURES, strangers[i], &folder), -ENOENT);
		assert_null(folder);
	}
	assert_int_equal(lab_find(FIXTURES "/labs", "3", &folder), -ENOENT);
}

static void knows_the_next_lab(void **state)
{
	char *folder = NULL, *names;

	(void)state;
	/* The order names lab 07 alone. */
	assert_int_equal(lab_next(FIXTURES, "07-next", &folder), 0);
	assert_string_equal(folder, "03-sample");
	free(folder);
	folder = NULL;
	assert_int_equal(lab_next(FIXTURES, "03-sample", &folder), -ENOENT);
	assert_int_equal(lab_next(FIXTURES "/labs", "03-sample", &folder), -ENOENT);
	assert_null(folder);
	assert_int_equal(lab_names(FIXTURES, &names), 0);
	assert_string_equal(names, "lab03 (sample), lab07 (next)");
	free(names);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_the_sample),
		cmocka_unit_test(refuses_what_is_spoilt),
		cmocka_unit_test(says_what_cannot_be_opened),
		cmocka_unit_test(reads_base_knobs),
		cmocka_unit_test(the_workbooks_own_base_knobs_are_good),
		cmocka_unit_test(finds_labs_by_any_of_their_names),
		cmocka_unit_test(knows_the_next_lab),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
