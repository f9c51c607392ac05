/* SPDX-License-Identifier: MIT */
/*
 * in lab02 lab11, caught by: none
 * Before its work, it opens every file that there is for writing, puts new ones where root
 * would look for them (LD_PRELOAD's file too), and mounts, remounts and loads what it can.
 * Only what the lab grants may be written to.
 */
#include <ftw.h>
#include <linux/module.h>
#include <linux/mount.h>
#include <linux/reboot.h>
#include <sched.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>

#include "tries.h"

int mount(const char *, const char *, const char *, unsigned long, const void *);
int umount2(const char *, int);
#define REMOUNT_BIND (32 | 4096)

/* Anybody may open ns_last_pid, and root write it; pressure takes what to watch out for. */
static const char *const granted[] = {"/dev/null", "/dev/zero", "/dev/full", "/dev/random",
	"/dev/urandom", "/dev/page_pin", "/dev/order_alloc", "/nr_hugepages",
	"/compact", "/ns_last_pid", "/pressure/cpu", "/pressure/io", "/pressure/memory"};

static bool is_granted(const char *path)
{
	for (size_t i = 0; i < sizeof(granted) / sizeof(granted[0]); i++) {
		size_t length = strlen(path), end = strlen(granted[i]);

		if (length >= end && !strcmp(path + length - end, granted[i]))
			return true;
	}
	return false;
}

static int try_file(const char *path, const struct stat *st, int kind, struct FTW *at)
{
	char new[4200];

	(void)at;
	if (!strncmp(path, "/proc/self", 10) || !strncmp(path, "/proc/thread-self", 17) ||
		!strncmp(path, "/tmp", 4) || !strncmp(path, "/dev/shm", 8) ||
		!strncmp(path, "/dev/hugepages", 14) ||
		(!strncmp(path, "/proc/", 6) && atoi(path + 6) == getpid()))
		return 0;
	if (kind == FTW_F && !S_ISSOCK(st->st_mode) && !is_granted(path))
		try_on(path, can_open(path, O_WRONLY));
	if (kind == FTW_D && strncmp(path, "/sys/", 5) && strncmp(path, "/proc/", 6)) {
		snprintf(new, sizeof(new), "%s/new", path);
		try_on(new, can_open(new, O_WRONLY | O_CREAT));
	}
	return 0;
}

static void try_names(void)
{
	static const char *const names[] = {"/etc/ld.so.preload", "/etc/ld.so.cache",
		"/run/pagelab/check", "/run/pagelab/expected.txt", "/run/pagelab/crash/1",
		"/root/.profile", "/init", "/sbin/init"};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		try_on(names[i], can_open(names[i], O_WRONLY | O_CREAT));
	try(!unlink("/lab/exercise"));
	try(!rename("/tmp", "/lab/tmp"));
	try(!chmod("/lab/exercise", 04777));
	try(!chown("/tmp", 0, 0));
	try(!symlink("/tmp", "/lab/link"));
}

static void try_mounts(void)
{
	static const char *const places[] = {"/", "/usr", "/lab", "/lab/exercise", "/proc",
		"/sys", "/dev", "/tmp"};

	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		try_on(places[i], !mount(NULL, places[i], NULL, REMOUNT_BIND, NULL));
		try_on(places[i], !mount("/tmp", places[i], NULL, 4096, NULL));
		try_on(places[i], !mount("t", places[i], "tmpfs", 0, NULL));
		try_on(places[i], !umount2(places[i], 2));
		try_on(places[i], syscall(SYS_open_tree, -100, places[i], 1) >= 0);
	}
	try(syscall(SYS_fsopen, "proc", 0) >= 0);
	try(!syscall(SYS_pivot_root, "/tmp", "/tmp"));
	try(!chroot("/tmp"));
}

static void try_kernel(void)
{
	struct timeval now = {0};

	try(!syscall(SYS_init_module, "", 0, ""));
	try(!syscall(SYS_delete_module, "page_pin", 0));
	try(!syscall(SYS_reboot, LINUX_REBOOT_MAGIC1, LINUX_REBOOT_MAGIC2,
		LINUX_REBOOT_CMD_POWER_OFF, NULL));
	try(!syscall(SYS_kexec_load, 0, 0, NULL, 0));
	try(!syscall(SYS_swapoff, "/dev/zram0"));
	try(!settimeofday(&now, NULL));
	try(!sethostname("x", 1));
	try(!unshare(CLONE_NEWNS));
	try(!setuid(0));
}

BEFORE_MAIN void attack(void)
{
	nftw("/", try_file, 64, FTW_PHYS);
	try_names();
	try_mounts();
	try_kernel();
	tell_tries();
}
