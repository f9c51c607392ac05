/* SPDX-License-Identifier: MIT */
/*
 * in lab02, caught by: all
 * Names memory whose faults it is to answer itself (userfaultfd), and never does: who looks
 * into it would wait for ever.
 */
#include <fcntl.h>
#include <linux/userfaultfd.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "lab.h"

static void name_another(const char *name, const void *address, size_t length_bytes)
{
	struct uffdio_api api = {.api = UFFD_API};
	struct uffdio_register range = {
		.range.len = length_bytes, .mode = UFFDIO_REGISTER_MODE_MISSING};
	int fd = (int)syscall(SYS_userfaultfd, O_CLOEXEC | UFFD_USER_MODE_ONLY);
	void *memory = mmap(NULL, length_bytes, PROT_READ | PROT_WRITE,
		MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	(void)address;
	range.range.start = (uintptr_t)memory;
	if (!ioctl(fd, UFFDIO_API, &api) && !ioctl(fd, UFFDIO_REGISTER, &range))
		puts("waiting for the checker");
	lab_region(name, memory, length_bytes);
}
#define lab_region name_another
