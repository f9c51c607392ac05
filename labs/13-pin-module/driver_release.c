/* SPDX-License-Identifier: MIT */
/* Lab 13: the acts about what is given back, and by whom: by UNPIN, by close(2), by death. */
#include "driver.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>

#define NR_ROUNDS 40
#define CPU 2

/* A child has the open file too: ours is not the last descriptor. It closes its own while it is alive, and
 * so has other memory; who ends has none any more (outlive_parent()). */
static void close_before_child(int fd)
{
	int ends[2];
	pid_t child;

	turns_make(ends);
	child = fork();
	turns_choose(ends, !child);
	if (!child)
		_exit(turn_await(ends[1]) || close(fd));
	close(fd);
	lab_checkpoint("inherited");
	turn_pass(ends[0]);
	waitpid(child, NULL, 0);
}

static void pin_and_die(void)
{
	if (!fork()) {
		say("pin memory in a child", pin(open_device(), fresh(), nr_pages));
		kill(getpid(), SIGKILL);
	}
	wait(NULL);
}

/*
 * As long as a process's memory is there, a file that it has mapped to write to cannot be
 * sealed against that.
 */
static void outlive_parent(int to_parent, int from_parent, int memfd)
{
	char byte;

	if (write(to_parent, "", 1) != 1 || read(from_parent, &byte, 1))
		_exit(1); /* 0 bytes: it has ended */
	tell_answer("memory of a process that has died, with its child alive", "%s",
		fcntl(memfd, F_ADD_SEALS, F_SEAL_WRITE) ? "still there" : "gone");
	lab_checkpoint("orphaned");
	_exit(0);
}

/* Pins, leaves the open file to a child, and dies. */
static void die_before_child(void)
{
	int down[2], up[2], fd = open_device(),
			    memfd = memfd_create("mapped", MFD_ALLOW_SEALING);
	char byte, *mapped;

	if (pipe(down) || pipe(up) || ftruncate(memfd, (off_t)page_bytes))
		_exit(1);
	mapped = mmap(NULL, page_bytes, PROT_READ | PROT_WRITE, MAP_SHARED, memfd, 0);
	if (mapped == MAP_FAILED || madvise(mapped, page_bytes, MADV_DONTFORK))
		_exit(1);
	say("pin memory before a child is made", pin(fd, fresh(), nr_pages));
	if (!fork()) {
		close(down[1]);
		outlive_parent(up[1], down[0], memfd);
	}
	if (read(up[0], &byte, 1) == 1)
		kill(getpid(), SIGKILL);
	_exit(1);
}

/*
 * The grandchild's end is seen by the pipe that it has inherited. All on one CPU: an idle one keeps
 * the mm of the process that it ran last.
 */
static void pin_and_leave_child(void)
{
	int ends[2];
	char byte;

	affinity_bind(CPU);
	if (pipe(ends))
		exit(1);
	if (!fork()) {
		close(ends[0]);
		die_before_child();
	}
	close(ends[1]);
	wait(NULL);
	if (read(ends[0], &byte, 1))
		exit(1);
	close(ends[0]);
}

void act_release(void)
{
	size_t length_bytes = nr_pages * page_bytes;
	char *memory = fresh(), *gone = fresh(), *changed = fresh();
	int fd = open_device();

	lab_checkpoint("begun");
	say("pin memory", pin(fd, memory, nr_pages));
	say("unpin it", unpin(fd, memory, nr_pages));
	lab_checkpoint("unpinned");
	say("unpin it again", unpin(fd, memory, nr_pages));
	say("pin other memory", pin(fd, gone, nr_pages));
	say("pin memory that changes", pin(fd, changed, nr_pages));
	lab_region("memory", memory, length_bytes);
	lab_region("gone", gone, length_bytes);
	lab_region("changed", changed, length_bytes);
	lab_checkpoint("held");
	munmap(memory, length_bytes);
	munmap(gone, length_bytes);
	madvise(changed, length_bytes, MADV_DONTNEED);
	memset(changed, 1, length_bytes);
	say("unpin it, with other pages there", unpin(fd, changed, nr_pages));
	lab_checkpoint("unmapped");
	close_before_child(fd);
	lab_checkpoint("closed");
	pin_and_die();
	lab_checkpoint("dead");
	pin_and_leave_child();
	lab_checkpoint("buried");
}

/* All that may be refused leaves nothing, either. What is answered is for other acts to judge. */
static void be_refused(int fd, const char *memory)
{
	struct rlimit limit;

	call(fd, PAGE_PIN_PIN, (uintptr_t)memory, 0);
	call(fd, PAGE_PIN_PIN, (uintptr_t)memory, page_bytes << 32);
	unpin(fd, memory, nr_pages);
	getrlimit(RLIMIT_MEMLOCK, &limit);
	limit.rlim_cur = nr_pages * page_bytes;
	setrlimit(RLIMIT_MEMLOCK, &limit);
	pin(fd, fresh(), nr_pages);
}

/* All that may happen to a pin, and then the process ends. */
static void live_and_die(void)
{
	char *memory = fresh(), *rest = memory + nr_pages / 2 * page_bytes;
	int fd = open_device();
	bool well = !pin(fd, memory, nr_pages) && pin(fd, memory, nr_pages) == -EEXIST &&
		    pin(fd, with_a_hole(nr_pages / 2), nr_pages) == -EFAULT &&
		    !unpin(fd, memory, nr_pages) && !pin(fd, memory, 3) &&
		    !pin(fd, rest, nr_pages / 4);

	be_refused(fd, memory);
	_exit(well ? 0 : 1);
}

static int live_often(int nr)
{
	int status, nr_well = 0;

	for (int i = 0; i < nr; i++) {
		if (!fork())
			live_and_die();
		wait(&status);
		nr_well += !status;
	}
	return nr_well;
}

void act_rounds(void)
{
	int nr;

	live_often(2);
	lab_checkpoint("begun");
	nr = live_often(NR_ROUNDS);
	lab_checkpoint("gone");
	tell_answer("pin, unpin and die, 40 times", "%d times well", nr);
}
