/* SPDX-License-Identifier: MIT */
/* Marks in the stream of memory accesses, see mark.h. */
#include "mark.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>

#include "common/kernel/page.h"

/* Of arm64: QEMU counts on no other machine. */
#define RET 0xd65f03c0u
#define LDRB_W0_X0 0x39400000u

/* A byte at each of 256 addresses that differ in their last byte. */
static const char bytes[256] __attribute__((aligned(256)));

static uintptr_t place_of(size_t nr)
{
	return TRAFFIC_MARK_ADDRESS + nr * TRAFFIC_MARK_BYTES;
}

static void say(uint64_t number)
{
	for (int shift = 56; shift >= 0; shift -= 8)
		((void (*)(const char *))place_of(TRAFFIC_SAY))(
			&bytes[number >> shift & 0xff]);
}

int marks_prepare(void)
{
	static const uint32_t returns[] = {RET}, says[] = {LDRB_W0_X0, RET};
	size_t length_bytes = page_size_bytes();
	char *page = mmap((void *)place_of(0), length_bytes, PROT_READ | PROT_WRITE,
		MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0);

	if (page == MAP_FAILED)
		return -errno;
	for (size_t kind = 0; kind < TRAFFIC_NR_MARKS; kind++)
		memcpy((void *)place_of(kind), returns, sizeof(returns));
	memcpy((void *)place_of(TRAFFIC_SAY), says, sizeof(says));
	__builtin___clear_cache(page, page + length_bytes);
	if (mprotect(page, length_bytes, PROT_READ | PROT_EXEC))
		return -errno;
	return 0;
}

void mark(enum traffic_kind kind)
{
	((void (*)(void))place_of(kind))();
}

void mark_region(uint64_t address, uint64_t length_bytes)
{
	say(address);
	say(length_bytes);
	mark(TRAFFIC_REGION);
}
