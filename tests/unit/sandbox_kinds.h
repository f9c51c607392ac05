/* SPDX-License-Identifier: MIT */
/* Tests of the sandboxes, one or both: each test file has a set_up(), whose state is a pointer
 * that is not NULL for SANDBOX_PLATFORM, and a tear_down(). */
#ifndef PAGELAB_SANDBOX_KINDS_H
#define PAGELAB_SANDBOX_KINDS_H

#include "grader/grade/sandbox/sandbox.h"
#include "scratch.h"

#define KIND_TEST(called, test, platform)                                     \
	{                                                                     \
		.name = called, .test_func = test, .setup_func = set_up,      \
		.teardown_func = tear_down, .initial_state = (void *)platform \
	}
#define TEST(test) KIND_TEST(#test, test, 0)
#define ON_PLATFORM(test) KIND_TEST(#test ", platform", test, 1)
#define BOTH(test) TEST(test), ON_PLATFORM(test)

static char why_not[2][BUILD_WHY];

static void cannot_be_had(void **state)
{
	print_message("skipped: %s\n", why_not[*state != NULL]);
	skip();
}

/* A test of a sandbox that cannot be had here, by an ordinary user for one, is skipped: cmocka
 * takes a skip() in set_up() for a failure. */
static void leave_out(struct CMUnitTest *tests, size_t nr)
{
	const bool lacks[2] = {sandbox_probe(SANDBOX_BUBBLEWRAP, why_not[0]) != 0,
		sandbox_probe(SANDBOX_PLATFORM, why_not[1]) != 0};

	for (size_t i = 0; i < nr; i++) {
		if (!lacks[tests[i].initial_state != NULL])
			continue;
		tests[i].test_func = cannot_be_had;
		tests[i].setup_func = tests[i].teardown_func = NULL;
	}
}

#endif
