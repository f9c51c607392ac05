/* SPDX-License-Identifier: MIT */
/* Breaking things in a copy, and looking for what is left (faults.h). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "faults.h"

#define SOLUTION "lab02 --exercise solutions/02-fork-cow/exercise.c"
#define AWAIT_MS 60000
#define GONE_MS 10000
#define MARK "PAGELAB_TEST_MARK"

static char *read_command(const char *format, ...) __attribute__((format(printf, 1, 2)));

static int64_t now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000LL + now.tv_nsec / 1000000;
}

static void pause_10_ms(void)
{
	nanosleep(&(struct timespec){.tv_nsec = 10000000}, NULL);
}

static char *read_stream(FILE *file)
{
	char *text = NULL, piece[4096];
	size_t size = 0, n;
	FILE *out = open_memstream(&text, &size);

	while (file && (n = fread(piece, 1, sizeof(piece), file)) > 0)
		fwrite(piece, 1, n, out);
	fclose(out);
	return text;
}

static char *read_command(const char *format, ...)
{
	char *command, *text;
	va_list ap;
	FILE *out;

	va_start(ap, format);
	assert_true(vasprintf(&command, format, ap) >= 0);
	va_end(ap);
	out = popen(command, "re");
	assert_non_null(out);
	text = read_stream(out);
	pclose(out);
	free(command);
	return text;
}

void shell(const char *format, ...)
{
	char *command;
	va_list ap;
	int status;

	va_start(ap, format);
	assert_true(vasprintf(&command, format, ap) >= 0);
	va_end(ap);
	status = system(command);
	if (status)
		fail_msg("status %d: %s", status, command);
	free(command);
}

static void make_env(struct scratch *scratch)
{
	FILE *path = popen("vm/image/image path", "r");
	char image[PATH_MAX];

	assert_non_null(path);
	if (!fgets(image, sizeof(image), path) || pclose(path))
		fail_msg("vm/image/image path");
	image[strcspn(image, "\n")] = '\0';
	assert_true(asprintf(&scratch->env,
			    "PAGELAB_CACHE=%s VM_IMAGE=%s TMPDIR=%s/tmp "
			    "XDG_STATE_HOME=%s/state " MARK "=%s",
			    scratch->cache, image, scratch->base, scratch->base,
			    scratch->base) >= 0);
}

/*
 * Copies the snapshot of this checkout's cache that was used last, which its manifest's
 * time tells. Should that be another checkout's, the check makes one.
 */
static void make_good_snapshot(const struct scratch *scratch)
{
	struct ended ended;

	shell("cp -a --sparse=always --reflink=auto "
	      "$(dirname $(ls -t \"$(vm/image/image "
	      "cache)\"/snapshot-default-*/manifest.json | "
	      "head -n 1)) %s",
		scratch->cache);
	scratch_check(scratch, &ended, "", SOLUTION);
	checks_expect_score(&ended, 100);
	checks_free(&ended);
	shell("cd %s && mkdir good && mv $(dirname $(ls -t cache/*/manifest.json | "
	      "head -n 1)) good/",
		scratch->base);
}

static void make_copy(struct scratch *ret)
{
	struct ended ended;

	checks_run(&ended, "./check " SOLUTION);
	checks_expect_status(&ended, 0);
	checks_free(&ended);
	*ret = (struct scratch){.base = "/tmp/pagelab-faults-XXXXXX"};
	assert_non_null(mkdtemp(ret->base));
	snprintf(ret->root, sizeof(ret->root), "%s/checkout", ret->base);
	snprintf(ret->cache, sizeof(ret->cache), "%s/cache", ret->base);
	snprintf(ret->variants, sizeof(ret->variants), "%s/variants", ret->base);
	shell("cd %s && mkdir checkout cache tmp variants", ret->base);
	shell("tar -c --exclude=./.git --exclude=./build/tests "
	      "--exclude=./build/exercises --exclude=./build/shell "
	      "--exclude=./build/variants --exclude=./build/.lock . | tar -x -C %s",
		ret->root);
}

void scratch_make(struct scratch *ret)
{
	make_copy(ret);
	make_env(ret);
	make_good_snapshot(ret);
}

void scratch_make_sharing(struct scratch *ret)
{
	make_copy(ret);
	assert_true(asprintf(&ret->env, "TMPDIR=%s/tmp " MARK "=%s", ret->base,
			    ret->base) >= 0);
}

void scratch_free(struct scratch *scratch)
{
	char *left = read_command("rm -rf %s 2>&1", scratch->base);

	free(left);
	free(scratch->env);
}

void scratch_empty_cache(const struct scratch *scratch)
{
	/* vm/image keeps a lock there. */
	shell("rm -rf %s/* && : >%s/lock", scratch->cache, scratch->cache);
}

void scratch_fill_cache(const struct scratch *scratch)
{
	scratch_empty_cache(scratch);
	shell("cp -al %s/good/. %s", scratch->base, scratch->cache);
}

char *scratch_snapshot(const struct scratch *scratch)
{
	char pattern[256], *folder = NULL;
	glob_t found;

	snprintf(pattern, sizeof(pattern), "%s/snapshot-*", scratch->cache);
	if (glob(pattern, 0, NULL, &found))
		return NULL;
	if (found.gl_pathc == 1)
		folder = strdup(found.gl_pathv[0]);
	globfree(&found);
	return folder;
}

void scratch_attack(const struct scratch *scratch, const char *name, const char *lab)
{
	shell("cp tests/attacks/tries.h %s && awk -f mk/overlay.awk tests/attacks/%s.c "
	      "solutions/%s/exercise.c >%s/%s.c",
		scratch->variants, name, lab, scratch->variants, name);
}

void scratch_check(const struct scratch *scratch, struct ended *ret, const char *env,
	const char *arguments)
{
	checks_run(ret, "cd %s && exec env %s %s ./check %s --json $JSON", scratch->root,
		scratch->env, env, arguments);
}

void background_start(
	const struct scratch *scratch, const char *arguments, struct background *ret)
{
	static int nr;
	char *command;
	pid_t pid;

	nr++;
	snprintf(ret->output, sizeof(ret->output), "%s/%d.txt", scratch->base, nr);
	snprintf(ret->result, sizeof(ret->result), "%s/%d.json", scratch->base, nr);
	assert_true(asprintf(&command,
			    "cd %s && exec env %s ./check %s --json %s >%s 2>&1 "
			    "</dev/null",
			    scratch->root, scratch->env, arguments, ret->result,
			    ret->output) >= 0);
	pid = fork();
	assert_true(pid >= 0);
	if (!pid) {
		setpgid(0, 0);
		execl("/bin/sh", "sh", "-c", command, NULL);
		_exit(127);
	}
	setpgid(pid, pid);
	free(command);
	ret->pid = pid;
}

void background_end(struct background *background, unsigned seconds, struct ended *ret)
{
	int64_t deadline_ms = now_ms() + seconds * 1000LL;
	bool late = false;
	FILE *output;
	int status;

	while (!waitpid(background->pid, &status, WNOHANG)) {
		if (!late && now_ms() > deadline_ms) {
			late = true;
			kill(-background->pid, SIGKILL);
		}
		pause_10_ms();
	}
	output = fopen(background->output, "re");
	ret->output = read_stream(output);
	if (output)
		fclose(output);
	ret->status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
	ret->result = json_load_file(background->result, 0, NULL);
	if (late)
		fail_msg(
			"it did not end within %u s; it said:\n%s", seconds, ret->output);
}

/* A file of /proc, its NUL bytes as newlines. */
static char *read_proc(const char *pid, const char *name)
{
	char path[300], *text = NULL;
	FILE *file;

	snprintf(path, sizeof(path), "/proc/%s/%s", pid, name);
	file = fopen(path, "re");
	if (!file)
		return strdup("");
	text = malloc(1 << 16);
	assert_non_null(text);
	text[fread(text, 1, (1 << 16) - 1, file)] = '\0';
	fclose(file);
	return text;
}

static bool has_words(const char *pid, const char *file, const char *a, const char *b)
{
	char path[300], text[1 << 16];
	FILE *in;
	size_t n;

	snprintf(path, sizeof(path), "/proc/%s/%s", pid, file);
	in = fopen(path, "re");
	if (!in)
		return false;
	n = fread(text, 1, sizeof(text), in);
	fclose(in);
	return memmem(text, n, a, strlen(a)) && memmem(text, n, b, strlen(b));
}

pid_t scratch_process(const struct scratch *scratch, const char *word, const char *other)
{
	char mark[128];
	struct dirent *entry;
	DIR *proc = opendir("/proc");
	pid_t found = 0;

	assert_non_null(proc);
	snprintf(mark, sizeof(mark), MARK "=%s", scratch->base);
	while (!found && (entry = readdir(proc))) {
		const char *pid = entry->d_name;

		if (has_words(pid, "environ", mark, "") &&
			has_words(pid, "cmdline", word, other))
			found = atoi(pid);
	}
	closedir(proc);
	return found;
}

static long cpu_ms(pid_t pid)
{
	unsigned long user = 0, system = 0;
	char name[16], *text, *at;

	snprintf(name, sizeof(name), "%d", pid);
	text = read_proc(name, "stat");
	at = strrchr(text, ')');
	if (at)
		sscanf(at, ") %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu", &user,
			&system);
	free(text);
	return (user + system) * 1000 / sysconf(_SC_CLK_TCK);
}

pid_t scratch_await(
	const struct scratch *scratch, const char *word, const char *other, unsigned ms)
{
	int64_t deadline_ms = now_ms() + AWAIT_MS;

	while (now_ms() < deadline_ms) {
		pid_t pid = scratch_process(scratch, word, other);

		if (pid && cpu_ms(pid) >= ms)
			return pid;
		pause_10_ms();
	}
	fail_msg("there is no process %s %s", word, other);
	return 0;
}

char *scratch_files(const struct scratch *scratch)
{
	return read_command(
		"find %s %s/tmp -printf \"%%p %%s\\n\" | sort; find %s -type s",
		scratch->cache, scratch->base, scratch->root);
}

void scratch_expect_as_before(const struct scratch *scratch, const char *files)
{
	int64_t deadline_ms = now_ms() + GONE_MS;
	char *now;
	pid_t pid;

	while ((pid = scratch_process(scratch, "", "")) && now_ms() < deadline_ms)
		pause_10_ms();
	if (pid) {
		char name[16], *command;

		snprintf(name, sizeof(name), "%d", pid);
		command = read_proc(name, "cmdline");
		fail_msg("process %d lives on: %s", pid, command);
	}
	now = scratch_files(scratch);
	if (strcmp(now, files))
		fail_msg("files before:\n%s\nand after:\n%s", files, now);
	free(now);
}
