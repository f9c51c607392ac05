/* SPDX-License-Identifier: MIT */
/* What the tests of kmod/page_pin share: memory, pins of it, and the kernel's count. */
#ifndef PAGELAB_PINS_H
#define PAGELAB_PINS_H

#include <stddef.h>
#include <stdint.h>

#define DEVICE "/dev/page_pin"

/* Pages that were pinned and unpinned since boot. */
struct pins {
	uint64_t acquired, released;
};

/* Exact: the CPUs' counters are added up first. Fails the test if it cannot. */
struct pins pins_count(void);
/* Fails the test unless exactly so many were acquired and released since `before`. */
void expect_pins(const struct pins *before, uint64_t acquired, uint64_t released);

/* Opens DEVICE; the test fails if it cannot. */
int pin_open(void);
/* The ioctls on whole pages: 0 or -errno. */
int pin(int fd, const void *address, size_t nr_pages);
int unpin(int fd, const void *address, size_t nr_pages);
/* The same with any numbers. */
int pin_bytes(int fd, uint64_t address, uint64_t length_bytes);

/* Fresh memory, never NULL. */
char *fresh(size_t nr_pages);
void give_back(char *address, size_t nr_pages);

/* Runs `fn` in a child process, as an ordinary user if `ordinary`; its exit status, or
 * 128 + the signal that ended it. */
int in_child(int (*fn)(void *arg), void *arg, int ordinary);

/* What the kernel logged as a warning or worse since kmsg_open(), "" if nothing. */
const char *warnings(int log_fd);

#endif
