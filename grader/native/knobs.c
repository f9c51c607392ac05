/* SPDX-License-Identifier: MIT */
/* The keeper of this host's settings, see knobs.h. */
#include "knobs.h"
#include "saved.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/close_range.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

struct native_knobs {
	pid_t keeper;
	int hold_fd;   /* its end is the keeper's signal */
	int answer_fd; /* struct answer, once set and once put back */
	int lock_fd;
};

struct answer {
	int err;
	char why[NATIVE_WHY];
};

/* What the keeper works on. */
struct keeping {
	const struct lab_knobs *base, *lab;
	const char *const *lent;
	char path[PATH_MAX]; /* of the file */
	json_t *saved;
	struct answer answer;
};

__attribute__((format(printf, 3, 4))) static int explain(
	char *why, int err, const char *format, ...)
{
	char words[NATIVE_WHY - 64];
	va_list ap;

	va_start(ap, format);
	vsnprintf(words, sizeof(words), format, ap);
	va_end(ap);
	snprintf(why, NATIVE_WHY, "%s: %s.", words, strerror(-err));
	return err;
}

static int save(struct keeping *k, const struct lab_knob *knob)
{
	int err = saved_add(k->saved, knob->path);

	return err ? explain(k->answer.why, err, "Reading %s", knob->path) : 0;
}

static bool is_in(const struct lab_knobs *knobs, const char *path)
{
	for (size_t i = 0; i < knobs->nr_knobs; i++)
		if (!strcmp(knobs->knobs[i].path, path))
			return true;
	return false;
}

/* What turns something off is not needed where there is no such thing. */
static bool is_wanted(const struct keeping *k, const struct lab_knob *knob)
{
	return !is_in(k->lab, knob->path) && !access(knob->path, F_OK);
}

static int each(struct keeping *k, int (*fn)(struct keeping *, const struct lab_knob *))
{
	int err = 0;

	for (size_t i = 0; !err && i < k->base->nr_knobs; i++)
		if (is_wanted(k, &k->base->knobs[i]))
			err = fn(k, &k->base->knobs[i]);
	for (size_t i = 0; !err && i < k->lab->nr_knobs; i++)
		if (!lab_knob_is_absent_pool("", k->lab->knobs[i].path))
			err = fn(k, &k->lab->knobs[i]);
	return err;
}

static int set(struct keeping *k, const struct lab_knob *knob)
{
	int err = saved_write_setting(knob->path, knob->value);

	return err ? explain(k->answer.why, err, "This kernel refused to write %s to %s",
			     knob->value, knob->path)
		   : 0;
}

static int put_back(const char *path, const json_t *saved, char *why)
{
	const char *failed;
	int err = saved_put_back(saved, &failed);

	if (err)
		return explain(why, err,
			"%s could not be put back; its value is kept in %s", failed,
			path);
	unlink(path);
	return 0;
}

static int save_and_set(struct keeping *k)
{
	char ignored[NATIVE_WHY];
	int err = 0;

	for (size_t i = 0; !err && k->lent[i]; i++)
		err = saved_add_lent(k->saved, k->lent[i]);
	err = err ? err : each(k, save);
	if (err)
		return err;
	err = saved_store(k->path, k->saved);
	if (err)
		return explain(k->answer.why, err, "Writing %s", k->path);
	err = each(k, set);
	if (err)
		put_back(k->path, k->saved, ignored);
	return err;
}

static void answer(int fd, const struct answer *answer)
{
	ssize_t n = write(fd, answer, sizeof(*answer));

	(void)n;
}

/* Neither the terminal's signals nor that nobody listens any more may end the keeper. */
static void __attribute__((noreturn)) keep(struct keeping *k, int hold_fd, int answer_fd)
{
	static const int signals[] = {
		SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGPIPE, SIGALRM, SIGUSR1, SIGUSR2};
	char byte;

	for (size_t i = 0; i < sizeof(signals) / sizeof(*signals); i++)
		signal(signals[i], SIG_IGN);
	setsid();
	k->answer.err = save_and_set(k);
	answer(answer_fd, &k->answer);
	if (k->answer.err)
		_exit(0);
	while (read(hold_fd, &byte, 1) < 0 && errno == EINTR)
		;
	k->answer.err = put_back(k->path, k->saved, k->answer.why);
	answer(answer_fd, &k->answer);
	_exit(0);
}

/* The lock goes with the last of both: the next check waits for the keeper. */
static void close_others(int hold_fd, int answer_fd, int lock_fd)
{
	int fds[] = {hold_fd, answer_fd, lock_fd};

	for (int i = 0; i < 3; i++)
		fds[i] = fcntl(fds[i], F_DUPFD_CLOEXEC, 1000);
	for (int i = 0; i < 3; i++)
		dup2(fds[i], 3 + i);
	syscall(SYS_close_range, 6, ~0U, 0);
	for (int fd = 0; fd < 3; fd++)
		close(fd);
}

static int await_answer(struct native_knobs *knobs, char *why)
{
	struct answer got;
	ssize_t n;

	do
		n = read(knobs->answer_fd, &got, sizeof(got));
	while (n < 0 && errno == EINTR);
	if (n != sizeof(got))
		return explain(why, -ECHILD,
			"The process that keeps the host's settings was killed; the next "
			"check puts them back");
	if (got.err)
		snprintf(why, NATIVE_WHY, "%s", got.why);
	return got.err;
}

static int start_keeper(struct keeping *k, struct native_knobs *knobs)
{
	int hold[2], answers[2];

	if (pipe2(hold, O_CLOEXEC))
		return -errno;
	if (pipe2(answers, O_CLOEXEC)) {
		close(hold[0]);
		close(hold[1]);
		return -errno;
	}
	fflush(NULL);
	knobs->keeper = fork();
	if (!knobs->keeper) {
		close_others(hold[0], answers[1], knobs->lock_fd);
		keep(k, 3, 4);
	}
	close(hold[0]);
	close(answers[1]);
	knobs->hold_fd = hold[1];
	knobs->answer_fd = answers[0];
	return knobs->keeper < 0 ? -EAGAIN : 0;
}

static int lock(const char *folder, int *ret, char *why)
{
	char path[PATH_MAX];
	int fd, err = 0;

	mkdir(folder, 0755);
	snprintf(path, sizeof(path), "%s/lock", folder);
	fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd < 0)
		return explain(why, -errno, "Opening %s", path);
	if (flock(fd, LOCK_EX))
		err = explain(why, -errno, "Waiting for another check on this host");
	if (err)
		close(fd);
	else
		*ret = fd;
	return err;
}

/* A keeper that was killed has left the file behind. */
static int recover(const char *path, char **ret_found, char *why)
{
	json_t *saved;
	int err = saved_load(path, &saved);

	if (err == -ENOENT)
		return 0;
	if (err)
		return explain(why, err, "Reading the settings left in %s", path);
	err = put_back(path, saved, why);
	if (!err && asprintf(ret_found,
			    "An earlier check on this host was killed before it had put "
			    "%zu kernel settings back. That is done now.",
			    json_array_size(saved)) < 0)
		*ret_found = NULL;
	json_decref(saved);
	return err;
}

int native_knobs_set(const char *folder, const struct lab_knobs *base,
	const struct lab_knobs *lab, const char *const lent[], struct native_knobs **ret,
	char **ret_found, char *why)
{
	struct native_knobs *knobs = calloc(1, sizeof(*knobs));
	struct keeping k = {
		.base = base, .lab = lab, .lent = lent, .saved = json_array()};
	int err;

	*ret_found = NULL;
	snprintf(why, NATIVE_WHY, "out of memory");
	if (!knobs)
		return -ENOMEM;
	knobs->hold_fd = knobs->answer_fd = knobs->lock_fd = -1;
	snprintf(k.path, sizeof(k.path), "%s/settings.json", folder);
	err = lock(folder, &knobs->lock_fd, why);
	if (!err)
		err = recover(k.path, ret_found, why);
	if (!err) {
		err = start_keeper(&k, knobs);
		if (!err)
			err = await_answer(knobs, why);
	}
	json_decref(k.saved);
	if (!err) {
		*ret = knobs;
		return 0;
	}
	native_knobs_put_back(knobs, (char[NATIVE_WHY]){""});
	return err;
}

int native_knobs_put_back(struct native_knobs *knobs, char *why)
{
	int err = 0;

	if (!knobs)
		return 0;
	if (knobs->hold_fd >= 0) {
		close(knobs->hold_fd);
		err = await_answer(knobs, why);
		close(knobs->answer_fd);
	}
	while (knobs->keeper > 0 && waitpid(knobs->keeper, NULL, 0) < 0 && errno == EINTR)
		;
	if (knobs->lock_fd >= 0)
		close(knobs->lock_fd);
	free(knobs);
	return err;
}
