/* SPDX-License-Identifier: MIT */
/*
 * Native checks: what hosts lack, told from captured files; settings that come back
 * however the check ends. Scratch files stand for the kernel's.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "grader/native/knobs.h"
#include "grader/native/needs.h"
#include "grader/native/run.h"

#define HOSTS "tests/fixtures/hosts/"
#define DEBUG "/sys/kernel/debug/sched/numa_balancing/scan_delay_ms"

static struct lab_knob numa_knobs[] = {
	{DEBUG, "100"}, {"/proc/sys/kernel/numa_balancing", "1"}};

static const struct lab numa = {
	.profile = "default", .nr_nodes = 2, .knobs = numa_knobs, .nr_knobs = 2};

static const char *release = "6.1.0";

static void expect_lack(const struct lab *lab, const char *root, bool is_superuser,
	const char *const words[])
{
	struct native_host host = {
		.root = root, .is_superuser = is_superuser, .release = release};
	char *said = "";

	assert_int_equal(native_lacks(lab, &host, &said), 0);
	if (!words[0])
		assert_null(said);
	for (; *words; words++)
		if (!said || !strstr(said, *words))
			fail_msg("%s: “%s” is missing in: %s", root, *words,
				said ? said : "nothing");
	free(said);
}

static void two_nodes_lack_nothing(void **state)
{
	(void)state;
	expect_lack(&numa, HOSTS "two-nodes", true, (const char *[]){NULL});
}

static void one_node_is_too_few(void **state)
{
	static const char *const words[] = {
		"Nodes 0 to 1 with CPUs and memory are needed",
		"CPUs are on node 0, memory on node 0", "debugfs is not mounted", NULL};

	(void)state;
	expect_lack(&numa, HOSTS "one-node", true, words);
}

/* An ordinary user cannot see debugfs: of that nothing is said. */
static void an_ordinary_user_is_told_so(void **state)
{
	struct native_host host = {.root = HOSTS "one-node", .release = "6.1.0"};
	char *said;

	(void)state;
	assert_int_equal(native_lacks(&numa, &host, &said), 0);
	assert_non_null(strstr(said, "takes root: sudo ./check --native"));
	assert_null(strstr(said, "debugfs"));
	free(said);
}

static void a_kernel_without_balancing_is_named(void **state)
{
	static const char *const words[] = {"without NUMA balancing", NULL};

	(void)state;
	expect_lack(&numa, HOSTS "no-balancing", true, words);
}

static void cpus_must_be_online(void **state)
{
	static const char *const few[] = {
		"CPUs 0 to 7 are needed, and here CPUs 0-1 are online.", NULL};
	static const char *const one_offline[] = {
		"CPUs 0 to 7 are needed, and here CPUs 0-5,7-15 are online.", NULL};
	struct lab lab = {.profile = "default", .nr_nodes = 1, .nr_cpus = 8};

	(void)state;
	expect_lack(&lab, HOSTS "one-node", true, few);
	expect_lack(&lab, HOSTS "two-nodes", true, one_offline);
	lab.nr_cpus = 6;
	expect_lack(&lab, HOSTS "two-nodes", true, (const char *[]){NULL});
}

static void a_host_may_have_been_booted_with_the_profile(void **state)
{
	static const char *const isolated[] = {
		"must have been booted with isolcpus=7-N.", NULL};
	struct lab lab = {.profile = "isolcpus", .nr_nodes = 1};

	(void)state;
	expect_lack(&lab, HOSTS "two-nodes", true, (const char *[]){NULL});
	expect_lack(&lab, HOSTS "one-node", true, isolated);
	lab.profile_optional = true;
	expect_lack(&lab, HOSTS "one-node", true, (const char *[]){NULL});
}

static void profiles_files_and_modules_are_needed(void **state)
{
	static const char *grants[] = {
		"hugetlbfs", "file:/proc/no-such-file", "device:/dev/page_pin", "cgroup"};
	static const char *modules[] = {"page_pin"};
	static const char *const words[] = {
		"must have been booted with "
		"sysctl.vm.percpu_pagelist_high_fraction=100000 "
		"sysctl.vm.stat_interval=3600.",
		"no file /proc/no-such-file", "no hugetlbfs", "no cgroups of version 2",
		"module page_pin is not loaded, and the headers that it is built with "
		"are "
		"missing (/lib/modules/6.1.0/build).",
		NULL};
	static const char *const buildable[] = {
		"page_pin is not loaded: cp -r kmod/page_pin build/native && make -C "
		"/lib/modules/6.12.0/build M=$PWD/build/native/page_pin modules builds "
		"it, and insmod build/native/page_pin/page_pin.ko loads it.",
		NULL};
	static const char *const device[] = {"no device /dev/page_pin.", NULL};
	struct lab lab = {.profile = "cma",
		.nr_nodes = 1,
		.grants = grants,
		.nr_grants = 4,
		.modules = modules,
		.nr_modules = 1};

	(void)state;
	expect_lack(&lab, HOSTS "two-nodes", true, words);
	release = "6.12.0";
	expect_lack(&lab, HOSTS "two-nodes", true, buildable);
	release = "6.1.0";
	lab.nr_modules = 0;
	expect_lack(&lab, HOSTS "two-nodes", true, device);
}

/* Then nothing else is said: neither root nor a module helps. */
static void some_labs_are_for_the_virtual_machine(void **state)
{
	static struct lab_knob knobs[] = {
		{"/sys/devices/system/node/node0/hugepages/hugepages-2048kB/nr_hugepages",
			"leave 85 MiB"}};
	static const char *modules[] = {"page_pin"};
	struct native_host host = {.root = HOSTS "two-nodes", .release = "6.12.0"};
	struct lab lab = {.profile = "default",
		.nr_nodes = 2,
		.knobs = knobs,
		.nr_knobs = 1,
		.modules = modules,
		.nr_modules = 1};
	char *said;

	(void)state;
	assert_int_equal(native_lacks(&lab, &host, &said), 0);
	assert_string_equal(said,
		"The lab takes nearly all memory of a node, which other programs of this "
		"host need: it is for the virtual machine.");
	free(said);
	lab.nr_knobs = 0;
	lab.fills_a_node = true;
	assert_int_equal(native_lacks(&lab, &host, &said), 0);
	assert_non_null(strstr(said, "nearly all memory of a node"));
	free(said);
	lab.exercise_module = "page_pin";
	assert_int_equal(native_lacks(&lab, &host, &said), 0);
	assert_string_equal(said, "The exercise is a kernel module: only the virtual "
				  "machine's kernel loads it.");
	free(said);
}

static void a_size_of_huge_pages_that_is_absent_is_no_lack(void **state)
{
	static struct lab_knob knobs[] = {
		{"/sys/kernel/mm/hugepages/hugepages-64kB/nr_hugepages", "1"}};
	static const struct lab lab = {.profile = "default",
		.nr_nodes = 1,
		.nr_cpus = 1,
		.knobs = knobs,
		.nr_knobs = 1};

	(void)state;
	assert_true(lab_knob_is_absent_pool(HOSTS "two-nodes", knobs[0].path));
	assert_false(lab_knob_is_absent_pool(HOSTS "two-nodes", "/proc/no-such-file"));
	expect_lack(&lab, HOSTS "two-nodes", true, (const char *[]){NULL});
}

static void swap_is_needed_where_the_lab_says_so(void **state)
{
	static const char *const words[] = {"no swap area", NULL};
	static const struct lab lab = {
		.profile = "default", .nr_nodes = 1, .swap_mib = 64};

	(void)state;
	expect_lack(&lab, HOSTS "two-nodes", true, (const char *[]){NULL});
	expect_lack(&lab, HOSTS "one-node", true, words);
	expect_lack(&lab, HOSTS "no-balancing", true, words);
}

/* A scratch folder with two files that stand for settings. */
struct scratch {
	char folder[32], plain[64], words[64], absent[64], kept[64], lent[64];
	const char *lent_files[3];
	struct lab_knob base[2], own[2];
	struct lab_knobs base_knobs, own_knobs;
};

static void put(const char *path, const char *text)
{
	FILE *file = fopen(path, "we");

	assert_non_null(file);
	fputs(text, file);
	fclose(file);
}

static void expect_text(const char *path, const char *text)
{
	char seen[128] = "";
	FILE *file = fopen(path, "re");

	assert_non_null(file);
	assert_non_null(fgets(seen, sizeof(seen), file));
	fclose(file);
	seen[strcspn(seen, "\n")] = '\0';
	assert_string_equal(seen, text);
}

/* A scratch file keeps the end of what was longer; a setting does not. */
static int set_up(void **state)
{
	struct scratch *s = calloc(1, sizeof(*s));

	strcpy(s->folder, "/tmp/pagelab-native-XXXXXX");
	assert_non_null(mkdtemp(s->folder));
	snprintf(s->plain, sizeof(s->plain), "%s/plain", s->folder);
	snprintf(s->words, sizeof(s->words), "%s/words", s->folder);
	snprintf(s->absent, sizeof(s->absent), "%s/absent", s->folder);
	snprintf(s->kept, sizeof(s->kept), "%s/settings.json", s->folder);
	snprintf(s->lent, sizeof(s->lent), "%s/lent", s->folder);
	put(s->plain, "7\n");
	put(s->words, "[never] \n");
	put(s->lent, "3\n");
	assert_int_equal(chmod(s->lent, 0640), 0);
	s->lent_files[0] = s->lent;
	s->lent_files[1] = s->absent;
	s->base[0] = (struct lab_knob){s->absent, "1"};
	s->base[1] = (struct lab_knob){s->plain, "5"};
	s->own[0] = (struct lab_knob){s->plain, "9"};
	s->own[1] = (struct lab_knob){s->words, "madvise"};
	s->base_knobs = (struct lab_knobs){.knobs = s->base, .nr_knobs = 2};
	s->own_knobs = (struct lab_knobs){.knobs = s->own, .nr_knobs = 2};
	*state = s;
	return 0;
}

static int tear_down(void **state)
{
	struct scratch *s = *state;
	char command[64];

	snprintf(command, sizeof(command), "rm -r %s", s->folder);
	assert_int_equal(system(command), 0);
	free(s);
	return 0;
}

static struct native_knobs *set(struct scratch *s, char **ret_found)
{
	char why[NATIVE_WHY];
	struct native_knobs *knobs = NULL;

	if (native_knobs_set(s->folder, &s->base_knobs, &s->own_knobs, s->lent_files,
		    &knobs, ret_found, why))
		fail_msg("%s", why);
	return knobs;
}

static void settings_are_set_and_put_back(void **state)
{
	struct scratch *s = *state;
	char *found, why[NATIVE_WHY];
	struct native_knobs *knobs = set(s, &found);

	assert_null(found);
	expect_text(s->plain, "9");
	expect_text(s->words, "madvise ");
	assert_int_equal(access(s->kept, F_OK), 0);
	assert_int_equal(native_knobs_put_back(knobs, why), 0);
	expect_text(s->plain, "7");
	expect_text(s->words, "neverse ");
	assert_int_not_equal(access(s->kept, F_OK), 0);
	assert_int_not_equal(access(s->absent, F_OK), 0);
}

static void what_is_refused_leaves_all_as_it_was(void **state)
{
	struct scratch *s = *state;
	struct native_knobs *knobs;
	char *found, why[NATIVE_WHY];

	s->own[1].path = s->absent;
	assert_int_equal(native_knobs_set(s->folder, &s->base_knobs, &s->own_knobs,
				 s->lent_files, &knobs, &found, why),
		-ENOENT);
	assert_non_null(strstr(why, s->absent));
	expect_text(s->plain, "7");
	s->own[1] = (struct lab_knob){"/proc/version", "x"};
	assert_true(native_knobs_set(s->folder, &s->base_knobs, &s->own_knobs,
			    s->lent_files, &knobs, &found, why) < 0);
	expect_text(s->plain, "7");
	assert_int_not_equal(access(s->kept, F_OK), 0);
}

static void expect_owner(const char *path, uid_t uid, mode_t mode)
{
	struct stat st;

	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_uid, uid);
	assert_int_equal(st.st_mode & 07777, mode);
}

/* As the kernel does with min_free_kbytes, and a checker that is killed with what it lent. */
static void what_others_changed_is_put_back(void **state)
{
	struct scratch *s = *state;
	char *found, why[NATIVE_WHY];
	struct native_knobs *knobs = set(s, &found);
	bool superuser = !geteuid();

	expect_text(s->lent, "3");
	put(s->lent, "8\n");
	assert_int_equal(chmod(s->lent, 0666), 0);
	if (superuser)
		assert_int_equal(chown(s->lent, 65534, 65534), 0);
	assert_int_equal(native_knobs_put_back(knobs, why), 0);
	expect_text(s->lent, "3");
	expect_owner(s->lent, geteuid(), 0640);
	assert_int_not_equal(access(s->absent, F_OK), 0);
}

/* A child sets, and ends by each of these signals; its keeper does the rest. The lock
 * says when. */
static void settings_come_back_after_any_signal(void **state)
{
	static const int signals[] = {SIGKILL, SIGSEGV, SIGTERM, SIGINT, SIGQUIT};
	struct scratch *s = *state;
	char *found, why[NATIVE_WHY];

	for (size_t i = 0; i < sizeof(signals) / sizeof(*signals); i++) {
		pid_t pid = fork();
		int status;

		if (!pid) {
			set(s, &found);
			signal(signals[i], SIG_DFL);
			raise(signals[i]);
			_exit(1);
		}
		assert_int_equal(waitpid(pid, &status, 0), pid);
		assert_true(WIFSIGNALED(status));
		assert_int_equal(native_knobs_put_back(set(s, &found), why), 0);
		assert_null(found);
		expect_text(s->plain, "7");
	}
}

/* The keeper is a child of whoever set: the only one it has. */
static pid_t keeper(void)
{
	char path[64];
	FILE *file;
	int pid = 0;

	snprintf(path, sizeof(path), "/proc/self/task/%d/children", getpid());
	file = fopen(path, "re");
	assert_non_null(file);
	assert_int_equal(fscanf(file, "%d", &pid), 1);
	fclose(file);
	return pid;
}

static void a_killed_keeper_is_made_up_for(void **state)
{
	struct scratch *s = *state;
	char *found, why[NATIVE_WHY];
	struct native_knobs *knobs = set(s, &found);

	assert_int_equal(kill(keeper(), SIGKILL), 0);
	assert_int_equal(native_knobs_put_back(knobs, why), -ECHILD);
	assert_non_null(strstr(why, "was killed"));
	expect_text(s->plain, "9");
	knobs = set(s, &found);
	assert_non_null(found);
	assert_non_null(strstr(found, "3 kernel settings"));
	free(found);
	assert_int_equal(native_knobs_put_back(knobs, why), 0);
	expect_text(s->plain, "7");
}

static void a_spoilt_file_is_no_settings(void **state)
{
	struct scratch *s = *state;
	struct native_knobs *knobs;
	char *found, why[NATIVE_WHY];

	put(s->kept, "{\"no\": 1}");
	assert_int_equal(native_knobs_set(s->folder, &s->base_knobs, &s->own_knobs,
				 s->lent_files, &knobs, &found, why),
		-EBADMSG);
	expect_text(s->plain, "7");
}

static bool stopped;

static bool interrupted(void)
{
	return stopped;
}

static void collect(void *arg, const char *data, size_t size)
{
	strncat(arg, data, size);
}

static int run(const char *script, double seconds, char *ret, int *ret_status)
{
	char *args[] = {(char *)"/bin/sh", (char *)"-c", (char *)script, NULL};
	struct native_run request = {.args = args,
		.seconds = seconds,
		.interrupted = interrupted,
		.arg = ret,
		.on_output = collect,
		.on_report = collect};

	return native_run(&request, ret_status);
}

static void a_checker_reports_and_ends(void **state)
{
	char said[256] = "";
	int status;

	(void)state;
	assert_int_equal(run("echo out; echo report >&$PAGELAB_REPORT_FD; exit 3", 60,
				 said, &status),
		0);
	assert_non_null(strstr(said, "out\n"));
	assert_non_null(strstr(said, "report\n"));
	assert_int_equal(WEXITSTATUS(status), 3);
}

static void root_can_be_given_up(void **state)
{
	char script[] = "id -u; id -g; id -G", said[256] = "";
	char *args[] = {"/bin/sh", "-c", script, NULL};
	struct native_run request = {.args = args,
		.uid = 65534,
		.seconds = 60,
		.interrupted = interrupted,
		.arg = said,
		.on_output = collect,
		.on_report = collect};
	int status;

	(void)state;
	if (geteuid())
		skip();
	assert_int_equal(native_run(&request, &status), 0);
	assert_string_equal(said, "65534\n65534\n65534\n");
}

static void a_checker_that_hangs_is_killed(void **state)
{
	char said[256] = "";
	int status;

	(void)state;
	assert_int_equal(run("exec sleep 600", 0.2, said, &status), -ETIMEDOUT);
	stopped = true;
	assert_int_equal(run("exec sleep 600", 60, said, &status), -EINTR);
	stopped = false;
}

#define TEST(name) cmocka_unit_test(name)
#define SCRATCH(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(two_nodes_lack_nothing),
		TEST(one_node_is_too_few),
		TEST(an_ordinary_user_is_told_so),
		TEST(a_kernel_without_balancing_is_named),
		TEST(cpus_must_be_online),
		TEST(a_host_may_have_been_booted_with_the_profile),
		TEST(profiles_files_and_modules_are_needed),
		TEST(some_labs_are_for_the_virtual_machine),
		TEST(a_size_of_huge_pages_that_is_absent_is_no_lack),
		TEST(swap_is_needed_where_the_lab_says_so),
		SCRATCH(settings_are_set_and_put_back),
		SCRATCH(what_is_refused_leaves_all_as_it_was),
		SCRATCH(what_others_changed_is_put_back),
		SCRATCH(settings_come_back_after_any_signal),
		SCRATCH(a_killed_keeper_is_made_up_for),
		SCRATCH(a_spoilt_file_is_no_settings),
		TEST(a_checker_reports_and_ends),
		TEST(root_can_be_given_up),
		TEST(a_checker_that_hangs_is_killed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
