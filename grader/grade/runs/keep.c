/* SPDX-License-Identifier: MIT */
/* What the results keep from one command to the next, see plan.h. */
#include "plan.h"
#include "grader/base/file_replace.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <jansson.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/random.h>
#include <unistd.h>

static int read_seed(const char *path, uint64_t *ret, char *why)
{
	json_error_t error;
	json_t *json, *seed;
	int err = 0;

	if (access(path, F_OK))
		return -ENOENT;
	json = json_load_file(path, 0, &error);
	seed = json_object_get(json, "seed");
	if (!json_is_integer(seed) || json_integer_value(seed) < 0) {
		snprintf(why, PLAN_WHY, "%.800s: no seed in it", path);
		err = -EBADMSG;
	} else {
		*ret = json_integer_value(seed);
	}
	json_decref(json);
	return err;
}

static int write_seed(const char *path, uint64_t seed, char *why)
{
	char text[64];
	int n = snprintf(text, sizeof(text), "{\"seed\": %" PRIu64 "}\n", seed);
	int err = file_put(path, text, n);

	if (err)
		snprintf(why, PLAN_WHY, "%.800s: %s", path, strerror(-err));
	return err;
}

static int choose_seed(const char *path, const uint64_t *given, uint64_t *ret, char *why)
{
	uint64_t seed = 0;
	uint32_t drawn;
	int err = read_seed(path, &seed, why);

	if (err && err != -ENOENT)
		return err;
	if (given ? !err && seed == *given : !err) {
		*ret = seed;
		return 0;
	}
	if (!given && getrandom(&drawn, sizeof(drawn), 0) != sizeof(drawn))
		return -EIO;
	seed = given ? *given : drawn;
	err = write_seed(path, seed, why);
	if (!err)
		*ret = seed;
	return err;
}

/* Parts of one class may start at the same time: the first draws for all. */
int grade_seed(const char *results, const uint64_t *given, uint64_t *ret, char *why)
{
	char path[PATH_MAX], lock[PATH_MAX];
	int fd, err;

	if (snprintf(path, sizeof(path), "%s/assignment.json", results) >=
			(int)sizeof(path) ||
		snprintf(lock, sizeof(lock), "%s/.lock-seed", results) >=
			(int)sizeof(lock))
		return -ENAMETOOLONG;
	fd = open(lock, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0666);
	if (fd < 0 || flock(fd, LOCK_EX)) {
		err = -errno;
		snprintf(why, PLAN_WHY, "%.800s: %s", lock, strerror(-err));
	} else {
		err = choose_seed(path, given, ret, why);
	}
	if (fd >= 0)
		close(fd);
	return err;
}

void grade_tidy(const struct grade_course *course, const struct grade_student *student)
{
	char path[PATH_MAX];

	if (snprintf(path, sizeof(path), "%s/%s", course->results, student->name) >=
		(int)sizeof(path))
		return;
	file_tidy(path);
	for (size_t i = 0; i < student->nr_pairs; i++)
		if (snprintf(path, sizeof(path), "%s/%s/%s", course->results,
			    student->name, student->pairs[i].lab) < (int)sizeof(path))
			file_tidy(path);
}
