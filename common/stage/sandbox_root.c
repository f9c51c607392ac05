/* SPDX-License-Identifier: MIT */
/*
 * The file system inside the sandbox. pivot_root() does not work on the root of an
 * initramfs, so the new root is put together on /tmp and moved over the old one, as
 * switch_root does it; nothing below it can be named any more.
 *
 * Source: Documentation/filesystems/ramfs-rootfs-initramfs.rst, mount_setattr(2),
 * open_tree(2)
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/mount.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "common/kernel/hugepages.h"
#include "sandbox_priv.h"

/* <sys/mount.h> and <linux/mount.h> cannot both be included with every libc. */
int mount(const char *source, const char *target, const char *type, unsigned long flags,
	const void *data);

#define NEW "/tmp"
#define NR_WRITABLE_MAX 16

static const char *const system_folders[] = {
	"/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32", "/usr", "/etc"};
static const char *const devices[] = {
	"/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom"};
static const char *const links[][2] = {{"/proc/self/fd", NEW "/dev/fd"},
	{"/proc/self/fd/0", NEW "/dev/stdin"}, {"/proc/self/fd/1", NEW "/dev/stdout"},
	{"/proc/self/fd/2", NEW "/dev/stderr"}};

/* What is shown under another name is taken hold of before /tmp is covered. */
struct taken {
	int program_fd;
	int socket_fd;
	int cgroup_fd;
	int writable_fds[NR_WRITABLE_MAX];
};

static int neg(int r)
{
	return r < 0 ? -errno : 0;
}

static int take(const char *path)
{
	return (int)syscall(
		SYS_open_tree, AT_FDCWD, path, OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC);
}

static int put(int fd, const char *path)
{
	int r = neg((int)syscall(
		SYS_move_mount, fd, "", AT_FDCWD, path, MOVE_MOUNT_F_EMPTY_PATH));

	close(fd);
	return r;
}

static int set_attributes(const char *path, uint64_t set, uint64_t clear, unsigned flags)
{
	struct mount_attr attr = {.attr_set = set, .attr_clr = clear};

	return neg((int)syscall(
		SYS_mount_setattr, AT_FDCWD, path, flags, &attr, sizeof(attr)));
}

static int make_file(const char *path)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0444);

	if (fd < 0)
		return -errno;
	close(fd);
	return 0;
}

static int take_all(const struct sandbox_launch *launch, struct taken *ret)
{
	const struct sandbox_config *config = launch->config;

	if (config->nr_writable > NR_WRITABLE_MAX)
		return -E2BIG;
	ret->program_fd = take(config->program);
	if (ret->program_fd < 0)
		return -errno;
	ret->socket_fd = config->socket ? take(config->socket) : -1;
	if (config->socket && ret->socket_fd < 0)
		return -errno;
	ret->cgroup_fd = config->cgroup ? take(launch->cgroup) : -1;
	if (config->cgroup && ret->cgroup_fd < 0)
		return -errno;
	for (size_t i = 0; i < config->nr_writable; i++) {
		ret->writable_fds[i] = take(config->writable[i]);
		if (ret->writable_fds[i] < 0)
			return -errno;
	}
	return 0;
}

static int mount_folder(const char *source, const char *type, const char *target,
	unsigned long flags, const char *data)
{
	if (mkdir(target, 0755) && errno != EEXIST)
		return -errno;
	return neg(mount(source, target, type, flags, data));
}

/* /bin is a folder on some systems and a link to usr/bin on others. */
static int show_system_folder(const char *path)
{
	char target[64], to[PATH_MAX];
	struct stat st;
	ssize_t n;
	int r;

	if (lstat(path, &st))
		return errno == ENOENT ? 0 : -errno;
	snprintf(target, sizeof(target), NEW "%s", path);
	if (S_ISLNK(st.st_mode)) {
		n = readlink(path, to, sizeof(to) - 1);
		if (n < 0)
			return -errno;
		to[n] = '\0';
		return neg(symlink(to, target));
	}
	r = mount_folder(path, NULL, target, MS_BIND | MS_REC, NULL);
	return r ? r : set_attributes(target, MOUNT_ATTR_NODEV, 0, AT_RECURSIVE);
}

static int show_system(void)
{
	int r = 0;

	for (size_t i = 0; !r && i < sizeof(system_folders) / sizeof(system_folders[0]);
		i++)
		r = show_system_folder(system_folders[i]);
	if (!r)
		/* Without init: its command line is the checker's, with the seed. */
		r = mount_folder("proc", "proc", NEW "/proc",
			MS_NOSUID | MS_NODEV | MS_NOEXEC, "hidepid=2");
	/* Without what is mounted below it: cgroups, debugfs. */
	if (!r)
		r = mount_folder("/sys", NULL, NEW "/sys", MS_BIND, NULL);
	return r;
}

static int show_device(const char *path)
{
	char target[PATH_MAX];
	int r;

	snprintf(target, sizeof(target), NEW "%s", path);
	r = make_file(target);
	return r ? r : neg(mount(path, target, NULL, MS_BIND, NULL));
}

static int show_devices(const struct sandbox_config *config)
{
	int r = mount_folder(
		"tmpfs", "tmpfs", NEW "/dev", MS_NOSUID | MS_NOEXEC, "mode=755,size=64k");

	for (size_t i = 0; !r && i < sizeof(devices) / sizeof(devices[0]); i++)
		r = show_device(devices[i]);
	for (size_t i = 0; !r && i < config->nr_devices; i++)
		r = show_device(config->devices[i]);
	for (size_t i = 0; !r && i < sizeof(links) / sizeof(links[0]); i++)
		r = neg(symlink(links[i][0], links[i][1]));
	return r;
}

static int show_lab(const struct taken *taken)
{
	int r = neg(mkdir(NEW "/lab", 0755));

	if (!r)
		r = make_file(NEW SANDBOX_EXERCISE);
	if (!r)
		r = put(taken->program_fd, NEW SANDBOX_EXERCISE);
	if (!r && taken->socket_fd >= 0) {
		r = make_file(NEW SANDBOX_SOCKET);
		if (!r)
			r = put(taken->socket_fd, NEW SANDBOX_SOCKET);
	}
	return r;
}

/* How large its files may become, the pools say. */
static int show_hugetlbfs(const struct sandbox_config *config)
{
	char options[64];

	snprintf(options, sizeof(options), "uid=%u,gid=%u,mode=700",
		(unsigned)config->uid, (unsigned)config->gid);
	return neg(mount("hugetlbfs", NEW HUGEPAGES_MOUNT, "hugetlbfs",
		MS_NOSUID | MS_NODEV, options));
}

/* All is read-only now, but for what follows. */
static int open_what_may_be_written(
	const struct sandbox_config *config, const struct taken *taken)
{
	static const char options[] = "mode=1777,size=64m,nr_inodes=4k";
	char target[PATH_MAX];
	int r;

	r = set_attributes(NEW, MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOSUID, 0, AT_RECURSIVE);
	if (!r)
		r = set_attributes(NEW "/proc", 0, MOUNT_ATTR_RDONLY, 0);
	if (!r)
		r = neg(mount(
			"tmpfs", NEW "/tmp", "tmpfs", MS_NOSUID | MS_NODEV, options));
	if (!r)
		r = neg(mount(
			"tmpfs", NEW "/dev/shm", "tmpfs", MS_NOSUID | MS_NODEV, options));
	if (!r && config->hugetlbfs)
		r = show_hugetlbfs(config);
	if (!r && config->cgroup)
		r = put(taken->cgroup_fd, NEW "/sys/fs/cgroup");
	for (size_t i = 0; !r && i < config->nr_writable; i++) {
		snprintf(target, sizeof(target), NEW "%s", config->writable[i]);
		r = put(taken->writable_fds[i], target);
	}
	return r;
}

static int enter(void)
{
	if (chdir(NEW) || mount(".", "/", NULL, MS_MOVE, NULL) || chroot(".") ||
		chdir("/tmp"))
		return -errno;
	return 0;
}

int sandbox_root_build(const struct sandbox_launch *launch)
{
	const struct sandbox_config *config = launch->config;
	struct taken taken;
	int r;

	r = neg(mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL));
	if (!r)
		r = take_all(launch, &taken);
	if (!r)
		r = mount_folder("tmpfs", "tmpfs", NEW, MS_NOSUID, "mode=755,size=64k");
	if (!r)
		r = show_system();
	if (!r)
		r = show_devices(config);
	if (!r)
		r = show_lab(&taken);
	if (!r && (mkdir(NEW "/tmp", 0755) || mkdir(NEW "/dev/shm", 0755)))
		r = -errno;
	if (!r && config->hugetlbfs)
		r = neg(mkdir(NEW HUGEPAGES_MOUNT, 0755));
	if (!r)
		r = open_what_may_be_written(config, &taken);
	return r ? r : enter();
}
