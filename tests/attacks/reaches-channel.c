/* SPDX-License-Identifier: MIT */
/*
 * in lab02, caught by: none
 * Before its work, it looks for a way to the host: descriptors that it was left, the ports
 * of the machine by name and by number, the network, the kernel's memory.
 */
#include <linux/vm_sockets.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include "tries.h"

static const char *const names[] = {"/dev/vport0p1", "/dev/vport1p1", "/dev/vport2p1",
	"/dev/virtio-ports/pagelab.0", "/dev/hvc0", "/dev/console", "/dev/ttyAMA0",
	"/dev/tty", "/dev/tty0", "/dev/ptmx", "/dev/kmsg", "/dev/mem", "/dev/kmem",
	"/dev/port", "/proc/kcore", "/proc/kmsg", "/proc/sysrq-trigger"};

/* Every character device that the kernel knows, as a node of our own. */
static void try_numbers(void)
{
	FILE *file = fopen("/proc/devices", "re");
	char line[128], name[64];
	int major;

	while (file && fgets(line, sizeof(line), file)) {
		if (sscanf(line, "%d %63s", &major, name) != 2)
			continue;
		for (int minor = 0; minor < 4; minor++) {
			unlink("/tmp/node");
			try_on(name, !mknod("/tmp/node", S_IFCHR | 0666,
					     makedev((unsigned)major, (unsigned)minor)));
		}
	}
	if (file)
		fclose(file);
}

static void try_network(void)
{
	struct sockaddr_vm host = {.svm_family = AF_VSOCK, .svm_cid = 2, .svm_port = 1};
	int vsock = socket(AF_VSOCK, SOCK_STREAM, 0);

	try(!connect(vsock, (struct sockaddr *)&host, sizeof(host)));
	try(socket(AF_PACKET, SOCK_RAW, 0) >= 0);
	try(socket(AF_INET, SOCK_RAW, 1) >= 0);
}

BEFORE_MAIN void attack(void)
{
	for (int fd = 3; fd < 1024; fd++)
		try(fcntl(fd, F_GETFD) >= 0);
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		try_on(names[i], can_open(names[i], O_RDONLY));
		try_on(names[i], can_open(names[i], O_WRONLY));
	}
	try_numbers();
	try_network();
	tell_tries();
}
