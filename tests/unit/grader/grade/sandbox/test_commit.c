/* SPDX-License-Identifier: MIT */
/* The last commit of a clone: read, and by whatever a repository would have git do, not led. */
#include "grader/grade/sandbox/commit.h"
#include "tests/unit/scratch.h"

static bool never(void)
{
	return false;
}

static int set_up(void **state)
{
	char *folder = folder_make();

	chmod(folder, 0755);
	*state = folder;
	return 0;
}

static int tear_down(void **state)
{
	folder_remove(*state);
	return 0;
}

static void commits_are_read(void **state)
{
	static const char text[] =
		"tree 1\nparent 2\nauthor Ann Lee <ann@example.org> 1 +0000\n"
		"committer Bo <bo@example.org> 1793750400 +0100\n\n"
		"author Eve <eve@example.org> 5 +0000\n";
	struct grade_commit commit;

	(void)state;
	assert_int_equal(grade_commit_parse(text, sizeof(text) - 1, &commit), 0);
	assert_string_equal(commit.name, "Ann Lee");
	assert_string_equal(commit.email, "ann@example.org");
	assert_int_equal(commit.time, 1793750400);
}

static void other_text_is_none(void **state)
{
	static const char *const bad[] = {"", "\n", "author", "author \ncommitter \n\n",
		"author A <a> 1 +0000\n", "author A 1 +0000\ncommitter A <a> 1 +0000\n\n",
		"author A <a> 1 +0000\ncommitter A <a>\n\n",
		"author A <a> 1 +0000\ncommitter A <a> -1 +0000\n\n",
		"author A <a> 1 +0000\n\ncommitter A <a> 1 +0000\n",
		"author A <a> 1 +0000\ncommitter A <a> 99999999999999999999 +0000\n"};
	struct grade_commit commit;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		if (grade_commit_parse(bad[i], strlen(bad[i]), &commit) != -EBADMSG)
			fail_msg("“%s” was taken", bad[i]);
}

/* A clone whose configuration starts a program wherever git would start one. */
static void clones_are_asked_in_the_sandbox(void **state)
{
	char command[PATH_MAX], why[BUILD_WHY];
	struct grade_commit commit;

	if (sandbox_probe(SANDBOX_BUBBLEWRAP, why) ||
		system("git --version >/dev/null 2>&1"))
		skip();
	assert_int_equal(
		grade_commit_read(SANDBOX_BUBBLEWRAP, *state, never, &commit), -ENOENT);
	snprintf(command, sizeof(command),
		"cd '%s' && git -c init.defaultBranch=main init -q . && echo x >x && git "
		"add x && "
		"GIT_COMMITTER_DATE='1793750400 +0100' git -c user.name='Ann Lee' "
		"-c user.email=ann@example.org commit -qm x && "
		"for name in core.fsmonitor core.pager gpg.program core.sshCommand; do "
		"git config $name 'touch %s/touched; false'; done && "
		"git config log.showSignature true && git config core.pager cat",
		(char *)*state, (char *)*state);
	assert_int_equal(system(command), 0);
	assert_int_equal(
		grade_commit_read(SANDBOX_BUBBLEWRAP, *state, never, &commit), 0);
	assert_string_equal(commit.name, "Ann Lee");
	assert_int_equal(commit.time, 1793750400);
	assert_false(folder_has(*state, "touched"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(commits_are_read),
		cmocka_unit_test(other_text_is_none),
		cmocka_unit_test_setup_teardown(
			clones_are_asked_in_the_sandbox, set_up, tear_down),
	};

	return cmocka_run_group_tests_name("grade commit", tests, NULL, NULL);
}
