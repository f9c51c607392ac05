/* SPDX-License-Identifier: MIT */
/* A check on this host, see native.h. */
#include "native.h"
#include "knobs.h"
#include "needs.h"
#include "grader/session/session.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <unistd.h>

#define NOBODY 65534
#define PLACE_MAX (PATH_MAX + 16)

int native_reason(const struct lab *lab, char **ret)
{
	struct utsname name;
	const struct native_host host = {.root = "",
		.is_superuser = !geteuid(),
		.release = uname(&name) ? "" : name.release};

	return native_lacks(lab, &host, ret);
}

/* Programs in a folder that nobody else can change, below build/: where programs may be
 * executed. The folder goes when the check has ended. */
static const char *const files[] = {"exercise", "check", "expected.txt"};

static int put_file(const char *folder, size_t i, const struct blob *blob)
{
	char path[PLACE_MAX];
	int fd, err = 0;

	snprintf(path, sizeof(path), "%s/%s", folder, files[i]);
	fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0700);
	if (fd < 0)
		return -errno;
	for (size_t done = 0; !err && done < blob->size;) {
		ssize_t n = write(fd, blob->data + done, blob->size - done);

		if (n < 0)
			err = -errno;
		else
			done += (size_t)n;
	}
	/* The exercise is another user's to run. */
	if (fchmod(fd, 0755) && !err)
		err = -errno;
	close(fd);
	return err;
}

static void remove_folder(const char *folder)
{
	char path[PLACE_MAX];

	for (size_t i = 0; i < 3; i++) {
		snprintf(path, sizeof(path), "%s/%s", folder, files[i]);
		unlink(path);
	}
	rmdir(folder);
}

static int put_programs(const struct native_request *request, char *folder)
{
	const struct build *build = request->build;
	const struct blob *blobs[] = {&build->exercise, &build->check, &build->expected};
	int err = 0;

	snprintf(folder, PATH_MAX, "%s/build/native/run-XXXXXX", request->root);
	if (!mkdtemp(folder))
		return -errno;
	for (size_t i = 0; !err && i < 3; i++)
		err = put_file(folder, i, blobs[i]);
	if (err)
		remove_folder(folder);
	return err;
}

/* The exercise runs as who called sudo, else as nobody; never as root. */
static unsigned student(void)
{
	const char *text = getenv("SUDO_UID");
	unsigned long uid = text ? strtoul(text, NULL, 10) : 0;

	return uid && uid < UINT_MAX ? (unsigned)uid : NOBODY;
}

static int run_checker(
	const struct native_request *request, const char *folder, int *ret_status)
{
	char check[PLACE_MAX], exercise[PLACE_MAX], expected[PLACE_MAX];
	struct session_args args = {.program = check,
		.exercise = exercise,
		.expected = expected,
		.uid = student(),
		.seed = request->seed,
		.slowness = 1,
		.native = true};
	struct native_run run = request->run;
	char **words;
	int err;

	snprintf(exercise, sizeof(exercise), "%s/%s", folder, files[0]);
	snprintf(check, sizeof(check), "%s/%s", folder, files[1]);
	snprintf(expected, sizeof(expected), "%s/%s", folder, files[2]);
	words = session_arguments(request->lab, &args);
	if (!words)
		return -ENOMEM;
	run.args = words;
	err = native_run(&run, ret_status);
	session_arguments_free(words);
	return err;
}

/* What comes back though it is no setting of the lab's: the files that the program is given, for
 * a checker that is killed takes nothing back; and what the kernel changes by itself when
 * transparent_hugepage/enabled is written. */
static const char **lent_files(const struct lab *lab)
{
	const char **paths = calloc(lab->nr_grants + 2, sizeof(*paths));
	size_t nr = 0;

	if (!paths)
		return NULL;
	paths[nr++] = "/proc/sys/vm/min_free_kbytes";
	for (size_t i = 0; i < lab->nr_grants; i++) {
		const char *grant = lab->grants[i];

		if (!strncmp(grant, "file:", 5) || !strncmp(grant, "device:", 7))
			paths[nr++] = strchr(grant, ':') + 1;
	}
	return paths;
}

/* Runs something on the host while the lab's settings hold. */
typedef int (*run_fn)(
	const struct native_request *request, const char *arg, int *ret_status);

static int run_with_settings(const struct native_request *request, run_fn run,
	const char *arg, int *ret_status, char *why)
{
	const struct lab *lab = request->lab;
	struct lab_knobs base, own = {.knobs = lab->knobs, .nr_knobs = lab->nr_knobs};
	char json_why[JSON_WHY], *found, left[NATIVE_WHY];
	struct native_knobs *knobs;
	int err = lab_knobs_load(request->root, &base, json_why), back;
	const char **lent;

	if (err) {
		snprintf(why, NATIVE_WHY, "%.*s", NATIVE_WHY - 1, json_why);
		return err;
	}
	lent = lent_files(lab);
	if (!lent) {
		lab_knobs_free(&base);
		return -ENOMEM;
	}
	err = native_knobs_set(NATIVE_FOLDER, &base, &own, lent, &knobs, &found, why);
	if (found)
		fprintf(stderr, "check: %s\n", found);
	free(found);
	if (!err) {
		why[0] = '\0';
		err = run(request, arg, ret_status);
		back = native_knobs_put_back(knobs, left);
		if (back) {
			snprintf(why, NATIVE_WHY, "%s", left);
			err = back;
		}
	}
	free(lent);
	lab_knobs_free(&base);
	return err;
}

int native_judge(const struct native_request *request, int *ret_status, char *why)
{
	char folder[PATH_MAX];
	int err = put_programs(request, folder);

	why[0] = '\0';
	if (err) {
		snprintf(why, NATIVE_WHY, "The programs could not be put in place: %s.",
			strerror(-err));
		return err;
	}
	err = run_with_settings(request, run_checker, folder, ret_status, why);
	remove_folder(folder);
	return err;
}

/* The workbook's own program, but nothing that needs root. */
static int run_part(
	const struct native_request *request, const char *program, int *ret_status)
{
	char *args[] = {(char *)program, NULL};
	struct native_run run = request->run;

	run.args = args;
	run.uid = student();
	return native_run(&run, ret_status);
}

int native_measure(const struct native_request *request, const char *program,
	bool with_settings, int *ret_status, char *why)
{
	why[0] = '\0';
	return with_settings
		       ? run_with_settings(request, run_part, program, ret_status, why)
		       : run_part(request, program, ret_status);
}
