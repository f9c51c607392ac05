/* SPDX-License-Identifier: MIT */
/* Running ./check and ./run as a person would (checks.h). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "checks.h"

/* A limit for what hangs. A host that others use makes a command take minutes, and no test fail. */
#define HANGING_SECONDS 900

static char *read_all(FILE *file)
{
	char *text = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&text, &size);
	char piece[4096];
	size_t n;

	while ((n = fread(piece, 1, sizeof(piece), file)) > 0)
		fwrite(piece, 1, n, out);
	fclose(out);
	return text;
}

static double clock_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec + now.tv_nsec / 1e9;
}

/* What all processes that have ended below this one took, QEMU among them. */
static double processor_now(void)
{
	struct rusage u;

	getrusage(RUSAGE_CHILDREN, &u);
	return u.ru_utime.tv_sec + u.ru_stime.tv_sec +
	       (u.ru_utime.tv_usec + u.ru_stime.tv_usec) / 1e6;
}

static void run(struct ended *ret, const char *command, const int *ends)
{
	char folder[] = "/tmp/pagelab-result-XXXXXX", json[64], *shell, byte;
	double begun, processor;
	FILE *out;
	int status;

	/* The command may run as another user. */
	assert_non_null(mkdtemp(folder));
	assert_int_equal(chmod(folder, 0777), 0);
	snprintf(json, sizeof(json), "%s/result.json", folder);
	assert_true(
		asprintf(&shell, "JSON=%s; export JSON; timeout -k 10 %d sh -c '%s' 2>&1",
			json, HANGING_SECONDS, command) >= 0);
	begun = clock_now();
	processor = processor_now();
	out = popen(shell, "re");
	assert_non_null(out);
	if (ends)
		close(ends[1]);
	if (ends && read(ends[0], &byte, 1) == 1)
		assert_int_equal(write(ends[0], "", 1), 1);
	ret->output = read_all(out);
	status = pclose(out);
	/* tests/run counts these lines. */
	printf("[ COMMAND  ] %.2f s, processor %.2f s: %s\n", clock_now() - begun,
		processor_now() - processor, command);
	ret->status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
	ret->result = json_load_file(json, 0, NULL);
	unlink(json);
	rmdir(folder);
	free(shell);
}

void checks_run(struct ended *ret, const char *format, ...)
{
	char *command;
	va_list ap;

	va_start(ap, format);
	assert_true(vasprintf(&command, format, ap) >= 0);
	va_end(ap);
	run(ret, command, NULL);
	free(command);
}

void checks_run_waiting(struct ended *ret, const char *format, ...)
{
	char *words, *command;
	int ends[2];
	va_list ap;

	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends), 0);
	assert_int_equal(fcntl(ends[1], F_SETFD, 0), 0);
	va_start(ap, format);
	assert_true(vasprintf(&words, format, ap) >= 0);
	va_end(ap);
	assert_true(asprintf(&command, "%s %d", words, ends[1]) >= 0);
	run(ret, command, ends);
	free(command);
	free(words);
	close(ends[0]);
}

void checks_free(struct ended *ended)
{
	free(ended->output);
	json_decref(ended->result);
}

char *checks_failing(const json_t *result)
{
	char *text = NULL;
	size_t size = 0, i;
	FILE *out = open_memstream(&text, &size);
	json_t *claim;

	json_array_foreach(json_object_get(result, "claims"), i, claim)
	{
		const char *verdict =
			json_string_value(json_object_get(claim, "verdict"));

		if (strcmp(verdict, "PASS"))
			fprintf(out, "%s%s", ftell(out) ? " " : "",
				json_string_value(json_object_get(claim, "name")));
	}
	fclose(out);
	return text;
}

const char *checks_verdict(const json_t *result, const char *name)
{
	json_t *claim;
	size_t i;

	json_array_foreach(json_object_get(result, "claims"), i, claim)
	{
		if (!strcmp(json_string_value(json_object_get(claim, "name")), name))
			return json_string_value(json_object_get(claim, "verdict"));
	}
	return "";
}

int checks_score(const json_t *result)
{
	json_t *score = json_object_get(result, "score");

	return json_is_integer(score) ? (int)json_integer_value(score) : -1;
}

void checks_expect_status(const struct ended *ended, int status)
{
	if (ended->status != status)
		fail_msg("exit status %d, expected %d; it said:\n%s", ended->status,
			status, ended->output);
}

void checks_expect_output(const struct ended *ended, const char *text)
{
	if (!strstr(ended->output, text))
		fail_msg("“%s” is missing in what it said:\n%s", text, ended->output);
}

void checks_expect_score(const struct ended *ended, int score)
{
	if (checks_score(ended->result) != score)
		fail_msg("score %d, expected %d; it said:\n%s",
			checks_score(ended->result), score, ended->output);
}

/* A word of a list with blanks between. */
static bool names(const char *list, const char *word)
{
	size_t length = strlen(word);

	for (const char *at = list; (at = strstr(at, word)); at += length)
		if ((at == list || at[-1] == ' ') &&
			(at[length] == '\0' || at[length] == ' '))
			return true;
	return false;
}

static size_t nr_names(const char *list)
{
	size_t nr = 0;

	for (const char *at = list; *at; at += strspn(at, " ")) {
		at += strcspn(at, " ");
		nr++;
	}
	return nr;
}

void checks_expect_caught(const struct ended *ended, const char *program,
	const char *caught_by, const char *perhaps)
{
	char *failing = checks_failing(ended->result);
	size_t i, nr_found = 0;
	bool expected = true;
	json_t *claim;

	json_array_foreach(json_object_get(ended->result, "claims"), i, claim)
	{
		const char *name = json_string_value(json_object_get(claim, "name"));
		bool must = names(caught_by, name), may = names(perhaps, name);

		nr_found += must + may;
		expected = expected && (names(failing, name) ? must || may : !must);
	}
	if (!strcmp(caught_by, "all"))
		expected = !*perhaps && checks_score(ended->result) == 0;
	else if (nr_found != nr_names(caught_by) + nr_names(perhaps))
		fail_msg("%s: “%s” and “%s” are not all claims of this lab, each once",
			program, caught_by, perhaps);
	if (!expected)
		fail_msg("caught by “%s”, not by “%s”, perhaps “%s”\n%s\n%s", failing,
			caught_by, perhaps, program, ended->output);
	free(failing);
}
