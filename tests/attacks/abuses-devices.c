/* SPDX-License-Identifier: MIT */
/*
 * in lab11 lab12, caught by: all
 * Asks the workbook's devices for what makes no sense and for more than there is, in
 * several processes that share descriptors, and leaves all of it behind.
 */
#include <stdint.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/wait.h>

#include "cma_grab.h"
#include "order_alloc.h"
#include "page_pin.h"
#include "tries.h"

#define NR_REQUESTS 4000
#define NR_OPEN 80
#define LENGTH (4u << 20)

static const char *const devices[] = {"/dev/page_pin", "/dev/order_alloc", "/dev/cma_grab"};
static const unsigned long requests[] = {PAGE_PIN_PIN, PAGE_PIN_UNPIN, ORDER_ALLOC_TAKE,
	ORDER_ALLOC_GIVE_BACK, CMA_GRAB_TAKE, CMA_GRAB_GIVE_BACK};

static int fds[3 * NR_OPEN], nr_fds;

static uint64_t some(void)
{
	return (uint64_t)rand() << 33 ^ (uint64_t)rand() << 12 ^ (uint64_t)(rand() & 7);
}

static void ask(char *memory)
{
	uint64_t words[8];

	for (int i = 0; i < NR_REQUESTS; i++) {
		for (int word = 0; word < 8; word++)
			words[word] = rand() % 3 ? (uint64_t)(rand() % 12) : some();
		if (rand() % 2) {
			words[0] = (uintptr_t)memory + (uint64_t)(rand() % 64) * 4096;
			words[1] = (uint64_t)(rand() % 1024) * 4096;
		}
		ioctl(fds[rand() % nr_fds], requests[rand() % 6],
			rand() % 16 ? (uintptr_t)words : (uintptr_t)some());
		if (!(rand() % 64))
			madvise(memory, LENGTH, MADV_DONTNEED);
	}
}

int main(void)
{
	struct page_pin_range much = {.length_bytes = 16u << 20};
	char *memory = mmap(NULL, much.length_bytes, PROT_READ | PROT_WRITE,
		MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	pid_t parent = getpid();

	for (int device = 0; device < 3; device++)
		for (int i = 0; i < NR_OPEN; i++) {
			fds[nr_fds] = open(devices[device], O_RDWR);
			nr_fds += fds[nr_fds] >= 0;
		}
	much.address = (uintptr_t)memory;
	/* More than RLIMIT_MEMLOCK, and what is not ours. */
	try(nr_fds == 0);
	try(!ioctl(fds[0], PAGE_PIN_PIN, &much));
	much.address = 0xffff800000000000;
	try(!ioctl(fds[0], PAGE_PIN_PIN, &much));
	for (int i = 0; i < 4 && getpid() == parent; i++)
		fork();
	srand((unsigned)getpid());
	ask(memory);
	if (getpid() != parent)
		_exit(0);
	while (wait(NULL) > 0)
		;
	tell_tries();
	return 0;
}
