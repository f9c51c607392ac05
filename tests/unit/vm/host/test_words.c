/* SPDX-License-Identifier: MIT */
/* The kernel's last words among what its console printed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "vm/host/words.h"

static char words[4096];

static const char *find(const char *console)
{
	memset(words, 'x', sizeof(words));
	words_find(console, strlen(console), words, sizeof(words));
	return words;
}

static void a_quiet_console_has_none(void **state)
{
	(void)state;
	assert_string_equal(find(""), "");
	assert_string_equal(find("[    1.0] Linux version 6.1\r\nno newline"), "");
}

static void a_panic_is_quoted(void **state)
{
	(void)state;
	assert_string_equal(
		find("[ 1.0] hello\r\n"
		     "[ 2.0] Kernel panic - not syncing: sysrq triggered crash\r\n"
		     "[ 2.1] CPU: 0\r\n"),
		"[ 2.0] Kernel panic - not syncing: sysrq triggered crash\n");
}

static void an_oops_is_quoted_to_its_panic(void **state)
{
	char console[8192] = "boot\r\n[ 1] Unable to handle kernel NULL pointer\r\n";

	(void)state;
	for (int i = 0; i < 100; i++)
		strcat(console, "[ 1] a line of the trace\r\n");
	strcat(console,
		"[ 2] Kernel panic - not syncing: Oops: Fatal exception\r\nrest\r\n");
	find(console);
	assert_int_equal(strncmp(words, "[ 1] Unable", 11), 0);
	assert_non_null(strstr(words, "Kernel panic - not syncing: Oops"));
	assert_null(strstr(words, "rest"));
}

static void the_bound_is_kept(void **state)
{
	char small[64];
	const char *console =
		"Kernel panic - not syncing: words that are longer than the "
		"buffer that they are put into\n";

	(void)state;
	memset(small, 'x', sizeof(small));
	words_find(console, strlen(console), small, sizeof(small));
	assert_string_equal(small, "");
	words_find("BUG: a\n", 7, small, sizeof(small));
	assert_string_equal(small, "BUG: a\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_quiet_console_has_none),
		cmocka_unit_test(a_panic_is_quoted),
		cmocka_unit_test(an_oops_is_quoted_to_its_panic),
		cmocka_unit_test(the_bound_is_kept),
	};

	return cmocka_run_group_tests_name("words", tests, NULL, NULL);
}
