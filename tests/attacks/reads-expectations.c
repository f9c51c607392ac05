/* SPDX-License-Identifier: MIT */
/*
 * in lab02, caught by: all
 * Looks for what the checker knows: its program, its arguments with the seed, the expected
 * lines, the solution; and prints what a right program would print, as far as it can tell.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <ftw.h>
#include <stdlib.h>
#include <sys/klog.h>
#include <sys/stat.h>

#include "tries.h"

/* Put together here, for this program itself may be read. */
static char claim[64], lines[64], seed[16];

static bool holds_a_secret(const char *path)
{
	static char text[1 << 20];
	FILE *file = fopen(path, "re");
	size_t n = file ? fread(text, 1, sizeof(text), file) : 0;

	if (file)
		fclose(file);
	return memmem(text, n, claim, strlen(claim)) || memmem(text, n, lines, strlen(lines)) ||
	       memmem(text, n, seed, strlen(seed));
}

static int try_file(const char *path, const struct stat *st, int kind, struct FTW *at)
{
	static const char *const names[] = {"check", "check.c", "expected.txt", "exercise.c",
		"lab.json", "skeleton.c", "page_pin.ko"};

	(void)st;
	if (kind != FTW_F || !strncmp(path, "/proc/", 6) || !strncmp(path, "/sys/", 5) ||
		!strncmp(path, "/dev/", 5))
		return 0;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		try_on(path, !strcmp(path + at->base, names[i]));
	try_on(path, holds_a_secret(path));
	return 0;
}

static void try_processes(void)
{
	DIR *folder = opendir("/proc");
	struct dirent *entry;
	char path[300];

	while (folder && (entry = readdir(folder))) {
		if (!atoi(entry->d_name) || atoi(entry->d_name) == getpid())
			continue;
		snprintf(path, sizeof(path), "/proc/%s/cmdline", entry->d_name);
		try_on(path, holds_a_secret(path));
		snprintf(path, sizeof(path), "/proc/%s/environ", entry->d_name);
		try_on(path, holds_a_secret(path));
	}
	if (folder)
		closedir(folder);
}

int main(int argc, char **argv)
{
	char log[4096];

	snprintf(claim, sizeof(claim), "the_first_writer_%s", "gets_the_copy");
	snprintf(lines, sizeof(lines), "the child wrote %s", "20: {");
	snprintf(seed, sizeof(seed), "--se%s", "ed=");
	nftw("/", try_file, 64, FTW_PHYS);
	try_processes();
	try_on("/proc/cmdline", holds_a_secret("/proc/cmdline"));
	try_on("/proc/keys", holds_a_secret("/proc/keys"));
	try(klogctl(3, log, sizeof(log)) > 0);
	tell_tries();
	if (argc > 1)
		printf("the child wrote 20: %s faults, %s new frames\n"
		       "the parent wrote 30: %s faults, 0 new frames\n",
			argv[1], argv[1], argv[1]);
	return 0;
}
