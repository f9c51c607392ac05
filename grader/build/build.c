/* SPDX-License-Identifier: MIT */
/* Runs make under the lock and takes what it made, see build.h. */
#include "build.h"
#include "make.h"
#include "diagnose.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

static int explain(char *why, int err, const char *doing, const char *path)
{
	snprintf(why, BUILD_WHY, "%s %s: %s", doing, path, strerror(-err));
	return err;
}

/* Whether the file of this name is still the one that is open: make clean removes it. */
static bool is_there(const char *path, int fd)
{
	struct stat there, here;

	return !stat(path, &there) && !fstat(fd, &here) && there.st_ino == here.st_ino &&
	       there.st_dev == here.st_dev;
}

static int lock_file(const char *path, bool (*interrupted)(void))
{
	int fd, err = 0;

	do {
		fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
		if (fd < 0)
			return -errno;
		while (!err && flock(fd, LOCK_EX)) {
			if (errno != EINTR)
				err = -errno;
			else if (interrupted())
				err = -EINTR;
		}
		if (!err && is_there(path, fd))
			return fd;
		close(fd);
	} while (!err);
	return err;
}

/* Waits until nobody else builds in this checkout: mk/make has the same lock. */
static int take_lock(const char *root, bool (*interrupted)(void), int *ret, char *why)
{
	char *path;
	int fd;

	if (asprintf(&path, "%s/build", root) < 0)
		return -ENOMEM;
	mkdir(path, 0777);
	free(path);
	if (asprintf(&path, "%s/build/.lock", root) < 0)
		return -ENOMEM;
	fd = lock_file(path, interrupted);
	if (fd < 0)
		explain(why, fd, "locking", path);
	else
		*ret = fd;
	free(path);
	return fd < 0 ? fd : 0;
}

static int read_blob(const char *path, int *ret_fd, struct blob *ret)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC), err = 0;
	struct blob blob = {0};
	struct stat st;

	if (fd < 0)
		return -errno;
	if (fstat(fd, &st))
		err = -errno;
	else if (!(blob.data = calloc(1, st.st_size + 1)))
		err = -ENOMEM;
	while (!err && blob.size < (size_t)st.st_size) {
		ssize_t got = read(fd, blob.data + blob.size, st.st_size - blob.size);

		if (got <= 0)
			err = got ? -errno : -EIO;
		else
			blob.size += got;
	}
	if (err)
		free(blob.data);
	else
		*ret = blob;
	if (!err && ret_fd)
		*ret_fd = fd;
	else
		close(fd);
	return err;
}

__attribute__((format(printf, 4, 5))) static int take_file(
	char *why, int *ret_fd, struct blob *ret, const char *format, ...)
{
	char *path;
	va_list ap;
	int err;

	va_start(ap, format);
	err = vasprintf(&path, format, ap);
	va_end(ap);
	if (err < 0)
		return -ENOMEM;
	err = read_blob(path, ret_fd, ret);
	if (err)
		explain(why, err, "reading", path);
	free(path);
	return err;
}

/* Where the exercise's program is made, from the root on: a folder for each other source, so
 * that two checks of two files do not make each other's anew. */
static int place(const struct build_request *request, char **ret)
{
	int n = request->source
			? asprintf(ret, "build/%s/%s-%016" PRIx64,
				  request->native ? "native/exercises" : "exercises",
				  request->lab, request->source->id)
			: asprintf(ret, "build/%s/labs/%s",
				  request->native ? "native" : "vm", request->lab);

	return n < 0 ? -ENOMEM : 0;
}

/* The folder of what mk/exercise keeps: a module has one for each kernel. */
static int kept_path(
	const struct build_request *request, const char *to, const char *name, char **ret)
{
	int n = asprintf(ret, "%s/%s/%s%s", request->root, to,
		request->is_module ? "module/" : "", name);

	return n < 0 ? -ENOMEM : 0;
}

/* What mk/exercise leaves where it was the exercise that did not compile. The mark of an
 * earlier time goes first. */
static int forget_mark(const struct build_request *request, const char *to)
{
	char *path;

	if (kept_path(request, to, "uncompiled", &path))
		return -ENOMEM;
	unlink(path);
	free(path);
	return 0;
}

static bool has_mark(const struct build_request *request, const char *to)
{
	char *path;
	bool there;

	if (kept_path(request, to, "uncompiled", &path))
		return false;
	there = !access(path, F_OK);
	free(path);
	return there;
}

static int make_lab(const struct build_request *request, const char *to,
	struct build *build, char *why)
{
	char *lab = NULL, *exercise = NULL, *folder = NULL;
	int status = 0, err = -ENOMEM;

	if (!forget_mark(request, to) && asprintf(&lab, "LAB=%s", request->lab) >= 0 &&
		asprintf(&folder, "TO=%s", to) >= 0 &&
		asprintf(&exercise, "EXERCISE=%s", build->token) >= 0) {
		const char *words[] = {"-s", "--no-print-directory",
			request->parts	  ? "build-parts"
			: request->native ? "build-native"
					  : "build-lab",
			lab, folder, exercise, NULL};
		struct make_request make = {.root = request->root,
			.words = words,
			.interrupted = request->interrupted};

		if (request->source) {
			make.fds[0] = request->source->fd;
			make.fds[1] = request->source->beside_fd;
		}
		err = make_run(&make, &build->words, &status);
		if (err && err != -EINTR)
			explain(why, err, "running", "make");
	}
	free(lab);
	free(exercise);
	free(folder);
	if (!err && status)
		build->end = !request->parts && has_mark(request, to) ? BUILD_UNCOMPILED
								      : BUILD_BROKEN;
	return err;
}

/* The learner's module as it is loaded, and with the lines of its source. */
static int take_module(const struct build_request *request, const char *to,
	struct build *build, char *why)
{
	struct blob whole = {0};
	int err = take_file(why, NULL, &build->module, "%s/%s/module/exercise/loaded.ko",
		request->root, to);

	if (!err)
		err = take_file(why, &build->exercise_fd, &whole,
			"%s/%s/module/exercise/exercise.ko", request->root, to);
	free(whole.data);
	return err;
}

static int take_files(const struct build_request *request, const char *to,
	struct build *build, char *why)
{
	int err;

	if (request->parts)
		err = take_file(why, NULL, &build->command,
			"%s/build/vm/exercise-command", request->root);
	else if (request->is_module)
		err = take_module(request, to, build, why);
	else
		err = take_file(why, &build->exercise_fd, &build->exercise,
			"%s/%s/exercise", request->root, to);
	if (!err && request->is_module)
		err = take_file(why, NULL, &build->exercise,
			"%s/build/vm/labs/%s/exercise", request->root, request->lab);
	if (!err)
		err = take_file(why, NULL, &build->check, "%s/build/%s/labs/%s/check",
			request->root, request->native ? "native" : "vm", request->lab);
	if (!err)
		err = take_file(why, NULL, &build->expected, "%s/labs/%s/expected.txt",
			request->root, request->lab);
	return err;
}

static int name_source(
	const struct build_request *request, const char *to, struct build *build)
{
	const struct source *source = request->source;
	int n;

	if (source) {
		build->named = strdup(source->named);
		n = asprintf(&build->token, "/proc/self/fd/%d", MAKE_SOURCE_FD);
	} else {
		n = asprintf(&build->named, "labs/%s/exercise.c", request->lab);
		build->token = n < 0 ? NULL : strdup(build->named);
	}
	if (n < 0 || !build->named || !build->token)
		return -ENOMEM;
	return kept_path(request, to, "exercise.c", &build->source);
}

/* mk/exercise has left it with what the program was made of. */
static void take_sha256(
	const struct build_request *request, const char *to, struct build *build)
{
	char *path;
	FILE *sums;

	if (kept_path(request, to, "source.sha256", &path))
		return;
	sums = fopen(path, "re");
	if (sums && fscanf(sums, "%64[0-9a-f]", build->sha256) != 1)
		build->sha256[0] = '\0';
	if (sums)
		fclose(sums);
	free(path);
}

int build_lab(const struct build_request *request, struct build **ret, char *why)
{
	struct build *build = calloc(1, sizeof(*build));
	char *to = NULL;
	int lock = -1, err;

	snprintf(why, BUILD_WHY, "out of memory");
	if (!build)
		return -ENOMEM;
	build->exercise_fd = -1;
	err = place(request, &to);
	if (!err)
		err = name_source(request, to, build);
	if (!err)
		err = take_lock(request->root, request->interrupted, &lock, why);
	if (!err)
		err = make_lab(request, to, build, why);
	if (!err && build->end != BUILD_BROKEN && !request->parts)
		take_sha256(request, to, build);
	if (!err && build->end == BUILD_DONE)
		err = take_files(request, to, build, why);
	if (lock >= 0)
		close(lock);
	free(to);
	if (err)
		build_free(build);
	else
		*ret = build;
	return err;
}

int build_native_part(const struct build_request *request, char **ret_program, char *why)
{
	char *lab = NULL, *words = NULL, *program = NULL;
	int lock = -1, status = 0, err = -ENOMEM;

	snprintf(why, BUILD_WHY, "out of memory");
	if (asprintf(&lab, "LAB=%s", request->lab) >= 0 &&
		asprintf(&program, "%s/build/native/labs/%s/native", request->root,
			request->lab) >= 0)
		err = take_lock(request->root, request->interrupted, &lock, why);
	if (!err) {
		const char *args[] = {
			"-s", "--no-print-directory", "build-native-part", lab, NULL};
		struct make_request make = {.root = request->root,
			.words = args,
			.interrupted = request->interrupted};

		err = make_run(&make, &words, &status);
		if (!err && status) {
			snprintf(why, BUILD_WHY, "%s", words);
			err = -ENOEXEC;
		}
	}
	if (lock >= 0)
		close(lock);
	free(lab);
	free(words);
	if (err)
		free(program);
	else
		*ret_program = program;
	return err;
}

void build_free(struct build *build)
{
	if (!build)
		return;
	if (build->exercise_fd >= 0)
		close(build->exercise_fd);
	free(build->words);
	free(build->source);
	free(build->named);
	free(build->token);
	free(build->exercise.data);
	free(build->check.data);
	free(build->expected.data);
	free(build->module.data);
	free(build->command.data);
	free(build);
}
