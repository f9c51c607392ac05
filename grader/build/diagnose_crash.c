/* SPDX-License-Identifier: MIT */
/* The source line of a crash, by addr2line, see diagnose.h. */
#include "diagnose.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

/* The descriptor on which addr2line finds the program. */
#define PROGRAM_FD 3
#define MAX_TOOL 160

/* A frame's PC is the instruction after its call, but for the innermost. */
static void format_pcs(const struct crash *crash, char (*words)[24])
{
	for (size_t i = 0; i < crash->nr_pcs; i++)
		snprintf(words[i], sizeof(words[i]), "%#" PRIx64,
			crash->pcs[i] - (i && crash->pcs[i]));
}

static int start(char *const *tool, const char *program, int program_fd,
	const struct crash *crash, int out, pid_t *ret)
{
	char pcs[CRASH_MAX_PCS][24], here[32];
	char *args[MAX_TOOL + CRASH_MAX_PCS + 6];
	posix_spawn_file_actions_t actions;
	size_t nr = 0;
	int err;

	snprintf(here, sizeof(here), "/proc/self/fd/%d", PROGRAM_FD);
	format_pcs(crash, pcs);
	for (; *tool; tool++) {
		if (nr == MAX_TOOL)
			return -E2BIG;
		args[nr++] = *tool;
	}
	args[nr++] = "-f";
	args[nr++] = "-i";
	args[nr++] = "-e";
	args[nr++] = program ? (char *)program : here;
	for (size_t i = 0; i < crash->nr_pcs; i++)
		args[nr++] = pcs[i];
	args[nr] = NULL;
	lseek(program_fd, 0, SEEK_SET); /* some read it from where it is */
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_adddup2(&actions, out, STDOUT_FILENO);
	posix_spawn_file_actions_adddup2(&actions, program_fd, PROGRAM_FD);
	posix_spawn_file_actions_addopen(
		&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
	err = -posix_spawnp(ret, args[0], &actions, NULL, args, environ);
	posix_spawn_file_actions_destroy(&actions);
	return err;
}

/* Whether both names mean one file; by their last parts where one is gone. */
static bool same_file(const char *a, const char *b)
{
	char real_a[PATH_MAX], real_b[PATH_MAX];

	if (realpath(a, real_a) && realpath(b, real_b))
		return !strcmp(real_a, real_b);
	return !strcmp(basename(a), basename(b));
}

static void read_source(const char *source, size_t nr, char *ret, size_t size)
{
	FILE *file = fopen(source, "re");
	char *line = NULL;
	size_t capacity = 0, at = 0;

	while (file && at < nr && getline(&line, &capacity, file) >= 0)
		at++;
	if (file && at == nr && nr) {
		char *text = line + strspn(line, " \t");

		text[strcspn(text, "\r\n")] = '\0';
		snprintf(ret, size, "%s", text);
	}
	free(line);
	if (file)
		fclose(file);
}

/* addr2line answers "FUNCTION\nFILE:LINE\n" for each frame, inlined ones too. */
static int find_frame(FILE *answers, const char *source, struct crash_place *ret)
{
	char function[256], place[PATH_MAX + 32];

	while (fgets(function, sizeof(function), answers) &&
		fgets(place, sizeof(place), answers)) {
		char *colon = strrchr(place, ':');
		size_t line = colon ? strtoul(colon + 1, NULL, 10) : 0;

		if (!line)
			continue;
		*colon = '\0';
		if (!same_file(place, source))
			continue;
		function[strcspn(function, "\n")] = '\0';
		*ret = (struct crash_place){.line = line};
		snprintf(ret->function, sizeof(ret->function), "%.*s",
			(int)sizeof(ret->function) - 1, function);
		read_source(source, line, ret->text, sizeof(ret->text));
		return 0;
	}
	return -ENODATA;
}

int diagnose_crash(char *const *tool, const char *program, int program_fd,
	const char *source, const struct crash *crash, struct crash_place *ret)
{
	int pipe_fds[2], err;
	FILE *answers;
	pid_t pid = 0;

	if (!crash->nr_pcs)
		return -ENODATA;
	if (pipe2(pipe_fds, O_CLOEXEC))
		return -errno;
	err = start(tool, program, program_fd, crash, pipe_fds[1], &pid);
	close(pipe_fds[1]);
	answers = fdopen(pipe_fds[0], "r");
	if (!answers)
		close(pipe_fds[0]);
	if (!err)
		err = answers ? find_frame(answers, source, ret) : -ENOMEM;
	if (answers)
		fclose(answers);
	if (pid > 0)
		waitpid(pid, NULL, 0);
	return err;
}
