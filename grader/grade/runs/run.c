/* SPDX-License-Identifier: MIT */
/* One run in its own process, written down, see run.h. */
#include "run.h"
#include "grader/base/file_replace.h"
#include "grader/report/json.h"
#include "grader/report/text.h"
#include "grader/session/session.h"
#include "grader/view/page.h"
#include "grader/view/run_record.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define LOG_BYTES (1024 * 1024)
#define COLUMNS 90
#define HINTS 1

int grade_run_path(const struct grade_run *run, const char *name, char *ret, size_t size)
{
	int n = snprintf(ret, size, "%s/%s/%s/%s", run->course->results, run->student,
		run->lab->folder, name);

	return n < 0 || (size_t)n >= size ? -ENAMETOOLONG : 0;
}

/* An empty text takes the file of an earlier run away. */
static int keep(
	const struct grade_run *run, const char *name, const char *text, size_t size)
{
	char path[PATH_MAX];
	int err = grade_run_path(run, name, path, sizeof(path));

	if (err)
		return err;
	if (size)
		return file_put(path, text, size);
	return unlink(path) && errno != ENOENT ? -errno : 0;
}

static int keep_feedback(const struct grade_run *run, const struct check *c)
{
	struct report_style style = {
		.columns = COLUMNS, .nr_hints = HINTS, .whole = true};
	char *text = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&text, &size);
	int err;

	if (!out)
		return -ENOMEM;
	report_text(out, c->result, &c->info, &style);
	fclose(out);
	err = keep(run, "feedback.txt", text, size);
	free(text);
	return err;
}

/* What this process and the checker said. */
static int keep_log(const struct grade_run *run, const struct check *c, int log_fd)
{
	off_t said = lseek(log_fd, 0, SEEK_END);
	size_t size = said > LOG_BYTES ? LOG_BYTES : (size_t)said;
	char *text = malloc(size + c->log_size + 1);
	ssize_t n = text ? pread(log_fd, text, size, 0) : -1;
	int err;

	if (n < 0) {
		free(text);
		return -ENOMEM;
	}
	if (c->log_size)
		memcpy(text + n, c->log_text, c->log_size);
	err = keep(run, "log.txt", text, n + c->log_size);
	free(text);
	return err;
}

/* What was seen of the run; of a run of which nothing is kept, an earlier one's goes. */
static int keep_record(const struct grade_run *run, const struct check *c)
{
	char *record = NULL, *page = NULL;
	int err = 0;

	if (run->course->record)
		err = run_record_make(c->lab, c->result, &c->info, c->picture,
			c->picture_size, &record);
	if (record)
		err = page_make(run->course->root, record, &page);
	if (!err)
		err = keep(run, GRADE_RECORD, record, record ? strlen(record) : 0);
	if (!err)
		err = keep(run, GRADE_PAGE, page, page ? strlen(page) : 0);
	free(page);
	free(record);
	return err;
}

/* The run failed before there were verdicts: why is the last line on stderr. */
static void note_trouble(struct check *c, int log_fd)
{
	char said[512] = "", *line;
	off_t size = lseek(log_fd, 0, SEEK_END);
	size_t most = sizeof(said) - 1;
	ssize_t n = pread(log_fd, said, most, size > (off_t)most ? size - most : 0);

	while (n > 0 && said[n - 1] == '\n')
		said[--n] = '\0';
	line = strrchr(said, '\n');
	result_trouble(c->result, "%s", line ? line + 1 : said);
	check_settle(c, -EIO, 0);
}

static int write_down(const struct grade_run *run, struct check *c, int log_fd)
{
	const char *words = c->compiler_words;
	char *json;
	int err = keep(run, "compiler.txt", words, words ? strlen(words) : 0);

	if (!err)
		err = keep_feedback(run, c);
	if (!err)
		err = keep_log(run, c, log_fd);
	if (!err)
		err = keep_record(run, c);
	json = err ? NULL : report_json_text(c->result, &c->info);
	if (!err)
		err = json ? keep(run, "result.json", json, strlen(json)) : -ENOMEM;
	free(json);
	if (err)
		return check_complain(err == -ENOSPC || err == -EDQUOT
					      ? GRADE_RUN_NO_SPACE
					      : EXIT_BROKEN,
			"writing the result: %s", strerror(-err));
	if (result_broken(c->result))
		return EXIT_BROKEN;
	return result_passed(c->result) ? EXIT_PASSED : EXIT_NOT_PASSED;
}

/* They were asked for once for all runs. */
static void note_versions(const struct grade_run *run, struct check *c)
{
	c->info.commit = run->course->commit;
	if (c->vm)
		c->info.qemu = run->course->qemu;
}

int grade_run(const struct grade_run *run)
{
	struct graded graded = {.student = run->student,
		.source_sha256 = run->source_sha256,
		.key = run->key,
		.compile_sandbox = sandbox_name(run->course->compile_sandbox),
		.snapshot = run->course->sealed ? "sealed" : "cache",
		.attempt = run->attempt};
	struct check c = {
		.info = {.graded = &graded, .source_sha256 = run->source_sha256},
		.source = {.fd = -1, .beside_fd = -1}};
	int log_fd = memfd_create("log", MFD_CLOEXEC), status;
	char source[PATH_MAX];

	if (log_fd < 0 || dup2(log_fd, STDERR_FILENO) < 0 ||
		grade_run_path(run, "exercise.c", source, sizeof(source)))
		return EXIT_BROKEN;
	setvbuf(stderr, NULL, _IOLBF, 4096);
	status = grade_judge(run, source, &c);
	if (!status && session_signal())
		status = 128 + session_signal();
	note_versions(run, &c);
	if (!status) {
		status = write_down(run, &c, log_fd);
	} else if (status < 128 && c.result && !session_signal()) {
		note_trouble(&c, log_fd);
		if (write_down(run, &c, log_fd) == GRADE_RUN_NO_SPACE)
			status = GRADE_RUN_NO_SPACE;
	}
	check_tear_down(&c);
	close(log_fd);
	return status;
}
