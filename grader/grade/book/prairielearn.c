/* SPDX-License-Identifier: MIT */
/*
 * The results.json of an external grader of PrairieLearn, one for a lab, which is a question
 * there. The format: “External Grading” in PrairieLearn's documentation
 * (docs.prairielearn.com/externalGrading), section Grading results.
 *
 * "gradable": false neither gives nor takes points, nor an attempt. That is for what could
 * not be graded and, as that document has it, for a program that does not compile.
 */
#include "format_lab.h"
#include "grader/lab/lab_json.h"

static json_t *tests_of(const struct format_lab *lab)
{
	json_t *tests = json_array();
	int err = 0;

	for (size_t i = 0; !err && i < lab->nr_tests; i++) {
		const struct format_test *test = &lab->tests[i];

		err = json_array_append_new(tests,
			json_pack("{s:s s:o s:i s:s s:s}", "name", test->name, "points",
				format_number(test->earned), "max_points", test->points,
				"message", test->passed ? "proven" : "not proven",
				"output", test->text));
	}
	if (!err)
		return tests;
	json_decref(tests);
	return NULL;
}

json_t *format_prairielearn(const struct format_lab *lab)
{
	if (format_is_ungraded(lab))
		return json_pack("{s:b s:s s:[s]}", "gradable", 0, "message",
			"The grader failed to judge this lab.", "format_errors",
			"The grader failed. No points are lost; hand in again later.");
	if (lab->compiler)
		return json_pack("{s:b s:s s:s s:[s]}", "gradable", 0, "message",
			"The program does not compile.", "output", lab->feedback,
			"format_errors", lab->compiler);
	return json_pack("{s:b s:f s:s s:s s:o}", "gradable", 1, "score",
		lab->points / LAB_POINTS, "message",
		lab->points == LAB_POINTS ? "All claims are proven."
					  : "Not all claims are proven.",
		"output", lab->feedback, "tests", tests_of(lab));
}
