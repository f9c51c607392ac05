/* SPDX-License-Identifier: MIT */
/* Landlock, limits and a uid, see platform.h. */
#include "platform.h"
#include "grader/grade/intake/members.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <grp.h>
#include <limits.h>
#include <linux/landlock.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#define NOBODY 65534
#define MOST_BYTES (16 * 1024 * 1024)

/* linux/landlock.h as of later kernels: what an older one does not know is left out. */
struct ruleset {
	uint64_t fs, net, scoped;
};

#define READ (LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_EXECUTE)
#define READ_FOLDER (READ | LANDLOCK_ACCESS_FS_READ_DIR)
#define ALL_OF_1 ((LANDLOCK_ACCESS_FS_MAKE_SYM << 1) - 1)
#define NET_OF_4 3
#define SCOPED_OF_6 3

static uint64_t all_rights(int abi)
{
	uint64_t rights = ALL_OF_1;

	if (abi >= 2)
		rights |= 1 << 13; /* moving files between folders */
	if (abi >= 3)
		rights |= 1 << 14; /* truncating them */
	return rights;
}

static int landlock_version(void)
{
	return (int)syscall(
		SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
}

int platform_probe(char *why)
{
	if (geteuid()) {
		snprintf(why, BUILD_WHY,
			"--compile-sandbox=platform needs root: the compiler gets a uid "
			"of "
			"its own.");
		return -EPERM;
	}
	if (landlock_version() < 1) {
		snprintf(why, BUILD_WHY,
			"--compile-sandbox=platform needs a kernel with Landlock (%s).",
			strerror(errno));
		return -EPERM;
	}
	return 0;
}

/* Makes the folders that lead to `path`, as far as they lie below `below`. */
static void make_way(char *path, size_t below)
{
	for (char *at = path + below; (at = strchr(at, '/')); at++) {
		*at = '\0';
		mkdir(path, 0755);
		*at = '/';
	}
}

static int copy(const char *from, const char *to)
{
	char *data = NULL;
	size_t size = 0;
	int err = grade_load(AT_FDCWD, from, MOST_BYTES, &data, &size), fd;

	if (err)
		return err;
	fd = open(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
	if (fd < 0 || write(fd, data, size) != (ssize_t)size || fchmod(fd, 0644))
		err = errno ? -errno : -EIO;
	if (fd >= 0)
		close(fd);
	free(data);
	return err;
}

/* Files are copied: their folders may be closed to others. */
static int show(const struct sandbox_bind *bind, const char *folder)
{
	char path[PATH_MAX];
	struct stat st;
	int n = snprintf(path, sizeof(path), "%s%s", folder, bind->inside);

	if (n >= (int)sizeof(path))
		return -ENAMETOOLONG;
	if (stat(bind->host, &st))
		return -errno;
	make_way(path, strlen(folder) + 1);
	if (S_ISREG(st.st_mode))
		return copy(bind->host, path);
	return symlink(bind->host, path) ? -errno : 0;
}

int platform_prepare(const struct sandbox_bind *binds, char ret[PLATFORM_FOLDER])
{
	char folder[PLATFORM_FOLDER], tmp[128];
	int err = 0;

	snprintf(folder, sizeof(folder), "/tmp/pagelab-compile-%d-XXXXXX", (int)getpid());
	if (!mkdtemp(folder))
		return -errno;
	snprintf(tmp, sizeof(tmp), "%s/tmp", folder);
	if (chmod(folder, 0755) || mkdir(tmp, 0700) || chown(tmp, NOBODY, NOBODY))
		err = -errno;
	for (; !err && binds && binds->host; binds++)
		err = show(binds, folder);
	if (err)
		platform_remove(folder);
	else
		strcpy(ret, folder);
	return err;
}

static int remove_one(const char *path, const struct stat *st, int kind, struct FTW *at)
{
	(void)st;
	(void)kind;
	(void)at;
	remove(path);
	return 0;
}

void platform_remove(const char *folder)
{
	nftw(folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

static void allow(int ruleset, const char *path, uint64_t rights)
{
	struct landlock_path_beneath_attr rule = {
		.allowed_access = rights, .parent_fd = open(path, O_PATH | O_CLOEXEC)};

	if (rule.parent_fd < 0 || syscall(SYS_landlock_add_rule, ruleset,
					  LANDLOCK_RULE_PATH_BENEATH, &rule, 0))
		_exit(127);
	close(rule.parent_fd);
}

static void restrict_files(const struct sandbox_request *request, const char *folder)
{
	const struct sandbox_bind *binds = request->binds;
	int abi = landlock_version(), ruleset;
	struct ruleset rules = {
		.fs = all_rights(abi), .net = NET_OF_4, .scoped = SCOPED_OF_6};
	size_t known = abi >= 6 ? 24 : abi >= 4 ? 16 : 8;
	char tmp[128], path[PATH_MAX];
	struct stat st;

	ruleset = (int)syscall(SYS_landlock_create_ruleset, &rules, known, 0);
	if (ruleset < 0)
		_exit(127);
	snprintf(tmp, sizeof(tmp), "%s/tmp", folder);
	allow(ruleset, "/usr", READ_FOLDER);
	allow(ruleset, folder, READ_FOLDER);
	allow(ruleset, tmp, all_rights(abi));
	if (request->has_null)
		allow(ruleset, "/dev/null",
			LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_WRITE_FILE);
	for (; binds && binds->host; binds++) {
		snprintf(path, sizeof(path), "%s%s", folder, binds->inside);
		if (access(path, R_OK)) {
			dprintf(STDERR_FILENO, "%s cannot be read by others than root\n",
				binds->host);
			_exit(127);
		}
		if (!stat(binds->host, &st) && S_ISDIR(st.st_mode))
			allow(ruleset, binds->host, READ_FOLDER);
	}
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) ||
		syscall(SYS_landlock_restrict_self, ruleset, 0))
		_exit(127);
	close(ruleset);
}

void platform_enter(const struct sandbox_request *request, const char *folder)
{
	char place[128], tmp[128];

	snprintf(place, sizeof(place), "%s" SANDBOX_FOLDER, folder);
	snprintf(tmp, sizeof(tmp), "%s/tmp", folder);
	setsid();
	if (setgroups(0, NULL) || setresgid(NOBODY, NOBODY, NOBODY) ||
		setresuid(NOBODY, NOBODY, NOBODY) || chdir(request->binds ? place : tmp))
		_exit(127);
	/* Changing the uid has cleared it. */
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	restrict_files(request, folder);
	clearenv();
	setenv("PATH", "/usr/bin", 1);
	setenv("LC_ALL", "C.UTF-8", 1);
	setenv("TMPDIR", tmp, 1);
}
