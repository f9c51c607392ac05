/* SPDX-License-Identifier: MIT */
/*
 * The machine as people use it: ./run --shell, with the programs that they are used to, two disks,
 * and files that go in and come out. The kernel is VM_KERNEL's.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "checks.h"

/* A folder of the test's own, and what is typed in the machine. */
#define HERE "build/shell"
#define TYPED "build/shell.typed"

static void type(const char *lines)
{
	FILE *file = fopen(TYPED, "we");

	assert_non_null(file);
	assert_true(fputs(lines, file) >= 0);
	assert_int_equal(fclose(file), 0);
}

static void prepare(const char *command)
{
	assert_int_equal(system("rm -rf " HERE "; mkdir -p " HERE), 0);
	assert_int_equal(system(command), 0);
}

/* From the test's folder, with those lines typed. */
static void run_here(struct ended *ret, const char *options, const char *lines)
{
	type(lines);
	checks_run(ret, "cd " HERE " && ../../run %s <../../" TYPED, options);
}

/* What chapters and articles type, and a word of what it prints. */
static const struct {
	const char *command, *words;
} tools[] = {
	{"bash -c 'echo ${BASH_VERSION%%.*} $((2**10))'", "5 1024"},
	{"pmap -x $$", "total kB"},
	{"ps -L -o pid,psr,comm -p $$", "PSR COMMAND"},
	{"free -m", "buff/cache"},
	{"vmstat", "procs"},
	{"top -b -n 1 | head -1", "load average"},
	{"slabtop -o | head -1", "Active / Total Objects"},
	{"pgrep -x ksmd | wc -l", "1"},
	{"sysctl vm.swappiness", "vm.swappiness = "},
	{"lscpu", "NUMA node1 CPU(s):"},
	{"lsmem", "RANGE"},
	{"taskset -cp 5 $$", "new affinity list: 5"},
	{"grep -P '^Cpus_allowed_list:\\t5$' /proc/self/status", "Cpus_allowed_list"},
	{"grep --version", "GNU grep"},
	{"chrt -p $$", "SCHED_OTHER"},
	{"prlimit --memlock", "MEMLOCK"},
	{"numactl --hardware", "node distances:"},
	{"numastat -m", "MemTotal"},
	{"page-types -p $$", "anon,swapbacked"},
	{"page-types -p 1x", "usage: page-types -p PID"},
	{"memhog -r1 8m membind 1", "."},
	{"migratepages $$ 0 1; echo moved $?", "moved 0"},
	{"lstopo --no-io", "NUMANode L#1 (P#1"},
	{"hwloc-calc --number-of numanode all", "2"},
	{"htop --version", "htop 3"},
	{"perf stat -e page-faults true", "page-faults"},
	{"perf trace -e madvise true; echo traced $?", "traced"},
	{"strace -c true", "syscall"},
	{"setpriv --reuid=nobody --regid=nogroup --clear-groups id -un", "nobody"},
	{"cat /proc/sys/kernel/numa_balancing", "0"},
	{"swap 64", "/dev/zram"},
	{"swap off; wc -l </proc/swaps", "1"},
	{"dd if=/dev/zero of=/scratch/file bs=4096 count=8 oflag=direct",
		"8+0 records out"},
	{"df -m /scratch | tail -1", "/scratch"},
	{"mke2fs -qF /scratch/fs 2M; mount -o loop /scratch/fs /mnt; ls /mnt",
		"lost+found"},
};

static void the_tools_are_there(void **state)
{
	char script[8192] = "";
	size_t at = 0;
	struct ended ended;
	const char *rest;

	(void)state;
	for (size_t i = 0; i < sizeof(tools) / sizeof(*tools); i++)
		at += snprintf(script + at, sizeof(script) - at,
			"echo @%zu; { %s; } 2>&1\n", i, tools[i].command);
	assert_true(at < sizeof(script));
	type(script);
	checks_run(&ended, "./run --shell <" TYPED);
	checks_expect_status(&ended, 0);
	rest = ended.output;
	for (size_t i = 0; i < sizeof(tools) / sizeof(*tools); i++) {
		char mark[16];
		const char *words, *end;

		snprintf(mark, sizeof(mark), "@%zu\n", i);
		rest = strstr(rest, mark);
		assert_non_null(rest);
		rest += strlen(mark);
		end = strstr(rest, "\n@");
		words = strstr(rest, tools[i].words);
		if (!words || (end && words > end))
			fail_msg("%s: %.*s", tools[i].command,
				(int)(end ? (size_t)(end - rest) : strlen(rest)), rest);
	}
	checks_free(&ended);
}

/* With the settings of that lab and its module, and the program that is named. */
static void a_labs_shell_has_them_too(void **state)
{
	struct ended ended;

	(void)state;
	type("ls /dev/page_pin; pmap $$ | tail -1; ./01-pin-page two words </dev/null; "
	     "echo ends $?\n"
	     "cat /proc/sys/kernel/numa_balancing; grep hugetlbfs /proc/mounts\n");
	checks_run(
		&ended, "./run lab01 --shell --exercise tests/attacks/echoes.c <" TYPED);
	checks_expect_status(&ended, 0);
	checks_expect_output(&ended, "/dev/page_pin\n");
	checks_expect_output(&ended, "total");
	checks_expect_output(&ended, "argument two\nargument words\n");
	checks_expect_output(&ended, "ends 3\n1\n");
	checks_expect_output(&ended, " /dev/hugepages hugetlbfs ");
	checks_free(&ended);
}

static void a_cold_machine_has_the_disks(void **state)
{
	struct ended ended;

	(void)state;
	type("pmap $$ | tail -1; touch /scratch/it; ls /scratch");
	checks_run(&ended, "./run --shell --cold <" TYPED);
	checks_expect_status(&ended, 0);
	checks_expect_output(&ended, "total");
	checks_expect_output(&ended, "\nit\n");
	checks_free(&ended);
}

/* Some megabytes, none, and a program; names with blanks, quotes and more. */
static void files_go_in_and_come_out(void **state)
{
	struct ended ended;

	(void)state;
	prepare("cd " HERE " && head -c 3333333 /dev/urandom >random && : >empty && "
		"printf '#!/bin/bash\\necho from a script' >\"it's ä.sh\" && chmod 755 "
		"it*");
	run_here(&ended,
		"--shell --put random --put ./empty --put it* --get back --get /tmp/none "
		"--get /scratch/large",
		"./it*.sh; stat -c %s empty random; cat random random >back\n"
		": >/tmp/none; cp back /scratch/large\n");
	checks_expect_status(&ended, 0);
	checks_expect_output(&ended, "from a script\n0\n3333333\n");
	checks_free(&ended);
	assert_int_equal(system("cd " HERE " && cat random random | cmp - back && "
				"cmp back large && [ -f none ] && [ ! -s none ] && "
				"[ $(ls -A | wc -l) -eq 6 ]"),
		0);
}

/* Before a machine is there. */
static void what_is_no_file_is_refused(void **state)
{
	static const char *const refused[][2] = {
		{"--put missing", "--put missing: No such file or directory"},
		{"--put folder",
			"--put folder: is a folder. Pack it: tar cf FILE FOLDER"},
		{"--put folder/", "--put folder/: names no file"},
		{"--put /dev/null", "--put /dev/null: is a device, not a file"},
		{"--put fifo", "--put fifo: is a device"},
		{"--put \"\"", "--put needs the name of a file"},
		{"--put file --put folder/file", "two files would be called file"},
		{"--get /root/", "--get /root/: names no file"},
		{"--get ..", "--get ..: names no file"},
		{"--get /tmp/folder", "folder is there already, and is no file"},
		{"--get link", "link is there already, and is no file"},
		{"--get a/x --get b/x", "two files would be called x"},
		{"lab02 --put file 1 2", "it goes with no arguments"},
	};
	struct ended ended;

	(void)state;
	prepare("cd " HERE
		" && mkdir folder && : >file && : >folder/file && mkfifo fifo && "
		"ln -s file link");
	for (size_t i = 0; i < sizeof(refused) / sizeof(*refused); i++) {
		run_here(&ended, refused[i][0], "echo started");
		checks_expect_status(&ended, 2);
		checks_expect_output(&ended, refused[i][1]);
		assert_null(strstr(ended.output, "started"));
		checks_free(&ended);
	}
}

static void a_file_without_room_is_refused(void **state)
{
	struct ended ended;

	(void)state;
	prepare("truncate -s 100G " HERE "/huge");
	run_here(&ended, "--put huge", "echo started");
	checks_expect_status(&ended, 2);
	checks_expect_output(&ended, "--put huge: has 102400 MiB, and in the machine ");
	assert_null(strstr(ended.output, "started"));
	checks_free(&ended);
}

/* What is here already stays as it was. */
static void what_cannot_be_got_is_said(void **state)
{
	struct ended ended;

	(void)state;
	prepare("echo mine >" HERE "/missing");
	run_here(&ended, "--get missing --get folder --get there",
		"mkdir folder; echo 1 >there");
	checks_expect_status(&ended, 1);
	checks_expect_output(&ended, "run: --get missing: No such file or directory");
	checks_expect_output(&ended, "run: --get folder: Is a directory");
	checks_free(&ended);
	checks_run(&ended, "cd " HERE " && cat missing there && ls -A");
	assert_string_equal(ended.output, "mine\n1\nmissing\nthere\n");
	checks_free(&ended);
	run_here(&ended, "--get missing", "echo c >/proc/sysrq-trigger");
	checks_expect_status(&ended, 3);
	checks_expect_output(&ended, "run: --get missing: the machine is gone");
	checks_free(&ended);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_tools_are_there),
		cmocka_unit_test(a_labs_shell_has_them_too),
		cmocka_unit_test(a_cold_machine_has_the_disks),
		cmocka_unit_test(files_go_in_and_come_out),
		cmocka_unit_test(what_is_no_file_is_refused),
		cmocka_unit_test(a_file_without_room_is_refused),
		cmocka_unit_test(what_cannot_be_got_is_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
