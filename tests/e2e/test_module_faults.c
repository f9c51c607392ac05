/* SPDX-License-Identifier: MIT */
/*
 * Kernel modules that fail: one that the kernel refuses, one that was never built, one
 * whose device is not there. Each is named in a sentence, gives no score and leaves
 * nothing behind.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>

#include "faults.h"

#define SOLVED "lab01 --exercise solutions/01-pin-page/exercise.c"
#define MODULE "build/kmod-6.1/page_pin.ko"
#define BUILT "build/vm/labs/13-pin-module"
#define LAB "labs/01-pin-page/lab.json"

static struct scratch scratch;

static int set_up(void **state)
{
	(void)state;
	scratch_make(&scratch);
	shell("make -s -C %s " MODULE, scratch.root);
	scratch_fill_cache(&scratch);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	scratch_free(&scratch);
	return 0;
}

/* Checks there and expects no score, with these words. */
static void expect_broken(const char *words)
{
	char *files = scratch_files(&scratch);
	struct ended ended;

	scratch_check(&scratch, &ended, "", SOLVED);
	scratch_expect_as_before(&scratch, files);
	checks_expect_status(&ended, 3);
	checks_expect_output(&ended, words);
	checks_free(&ended);
	free(files);
}

static void a_refused_module_is_named_with_the_reason(void **state)
{
	(void)state;
	shell("printf \"no module\" >%s/" MODULE, scratch.root);
	expect_broken("kernel refused the module page_pin (Exec format error)");
	/* Another configuration's magic; where symbols have versions, the kernel's release
	 * is not compared. */
	shell("cd %s && rm " MODULE " && make -s " MODULE, scratch.root);
	shell("cd %s && sed -i s/mod_unload/mod_upload/ " MODULE, scratch.root);
	expect_broken("Its log says: page_pin: version magic '6.1");
	shell("cd %s && rm " MODULE " && make -s " MODULE, scratch.root);
}

static void a_device_that_is_missing_is_named(void **state)
{
	(void)state;
	shell("cd %s && cp " LAB " lab.json && sed -i \"/modules/d\" " LAB, scratch.root);
	expect_broken("the machine has no /dev/page_pin, which the lab needs");
	shell("cd %s && mv lab.json " LAB, scratch.root);
}

/* Whatever kernel the last one was built for, and that there is none. */
static void a_shell_has_the_module_of_its_kernel(void **state)
{
	static const char *const shells[][2] = {
		{"insmod 13-pin-module.ko && echo inserted", "inserted\n"},
		{"ls", "there is no module for Linux 6.1 yet: VM_KERNEL=6.1 make lab13"},
	};
	struct ended ended;

	(void)state;
	shell("cd %s && VM_KERNEL=6.1 make -s lab13 && cd " BUILT
	      " && rm module && mkdir -p 6.12/exercise && ln -s 6.12 module && "
	      "echo other >6.12/exercise/loaded.ko",
		scratch.root);
	for (size_t i = 0; i < sizeof(shells) / sizeof(*shells); i++) {
		checks_run(&ended,
			"cd %s && echo \"%s\" | VM_KERNEL=6.1 ./run --shell lab13",
			scratch.root, shells[i][0]);
		checks_expect_status(&ended, 0);
		checks_expect_output(&ended, shells[i][1]);
		checks_free(&ended);
		shell("cd %s/" BUILT " && rm -rf 6.1", scratch.root);
	}
}

static void and_then_all_is_well_again(void **state)
{
	struct ended ended;

	(void)state;
	scratch_check(&scratch, &ended, "", SOLVED);
	checks_expect_status(&ended, 0);
	checks_expect_score(&ended, 100);
	checks_free(&ended);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_refused_module_is_named_with_the_reason),
		cmocka_unit_test(a_device_that_is_missing_is_named),
		cmocka_unit_test(a_shell_has_the_module_of_its_kernel),
		cmocka_unit_test(and_then_all_is_well_again),
	};

	return cmocka_run_group_tests_name("module faults", tests, set_up, tear_down);
}
