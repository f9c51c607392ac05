/* SPDX-License-Identifier: MIT */
/*
 * Lab 05: huge pages that the kernel puts under ordinary memory: at a fault, where it was
 * advised to; on demand; and not at all, where the administrator forbids it.
 *
 *	./exercise HUGE_PAGES HOLE SEED
 *
 * Three buffers have room for HUGE_PAGES huge pages each: `plain` without advice, `advised`,
 * and `never`, which is advised as well, but under another setting. HOLE is the number of
 * a small page in the last huge page of `advised`, which is given back.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "lab.h"

static size_t nr_huge, huge_bytes, page_bytes, length_bytes;
static uint64_t seed;

/* Writes something of its own into page number `i` of a buffer. */
static void write_page(char *buffer, size_t i)
{
	*(uint64_t *)(buffer + i * page_bytes) = seed + i;
}

// tag::task-1[]
/*
 * Task 1. Write to every page of the buffer, by write_page(), and return how
 * many minor faults that took. faults_self() (common/kernel/faults.h) counts those
 * so far.
 */
static uint64_t count_faults(char *buffer)
// end::task-1[]
{
	// tag::todo-1[] stub: return (void)buffer, (void)write_page, 0;
	struct faults before, after;

	faults_self(&before);
	for (size_t i = 0; i < length_bytes / page_bytes; i++)
		write_page(buffer, i);
	faults_self(&after);
	return after.minor - before.minor;
	// end::todo-1[]
}

// tag::task-2[]
/* Task 2. Ask for huge pages in the whole buffer: madvise(2). */
static void advise(char *buffer)
// end::task-2[]
{
	// tag::todo-2[] stub: (void)buffer;
	madvise(buffer, length_bytes, MADV_HUGEPAGE);
	// end::todo-2[]
}

// tag::task-3[]
/*
 * Task 3. Make huge pages of the small ones that are there, now: madvise(2)
 * with MADV_COLLAPSE.
 */
static void collapse(char *buffer)
// end::task-3[]
{
	// tag::todo-3[] stub: (void)buffer;
	madvise(buffer, length_bytes, MADV_COLLAPSE);
	// end::todo-3[]
}

// tag::task-4[]
/*
 * Task 4. Give one small page back, number `hole` of the last huge page of the
 * buffer: madvise(2) with MADV_DONTNEED.
 */
static void punch_hole(char *buffer, size_t hole)
// end::task-4[]
{
	// tag::todo-4[] stub: (void)buffer, (void)hole;
	char *last = buffer + (nr_huge - 1) * huge_bytes;

	madvise(last + hole * page_bytes, page_bytes, MADV_DONTNEED);
	// end::todo-4[]
}

// tag::task-5[]
/*
 * Task 5. Forbid huge pages in the whole system: set `enabled` to `never`, by
 * thp_mode_write() (common/kernel/thp.h).
 */
static void forbid(void)
// end::task-5[]
{
	// tag::todo-5[] stub: ;
	thp_mode_write("enabled", "never");
	// end::todo-5[]
}

/*
 * Memory for nr_huge huge pages, none of it touched. It begins at a multiple of a huge page's
 * size, for only there one fits, and has inaccessible memory before and after it.
 */
static char *map_aligned(const char *name)
{
	size_t room_bytes = length_bytes + 2 * huge_bytes;
	char *start =
		mmap(NULL, room_bytes, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (start == MAP_FAILED)
		exit(1);
	// tag::align[]
	start += huge_bytes - (uintptr_t)start % huge_bytes;
	// end::align[]
	if (mprotect(start, length_bytes, PROT_READ | PROT_WRITE))
		exit(1);
	lab_region(name, start, length_bytes);
	return start;
}

static void tell(const char *what, const char *buffer)
{
	uintptr_t start = (uintptr_t)buffer;
	struct smaps smaps = {0};
	bool eligible = false;

	smaps_read_sum(0, start, start + length_bytes, &smaps);
	thp_eligible(0, buffer, &eligible);
	printf("%s: %" PRIu64 " kB in huge pages, eligible: %d\n", what,
		smaps.anon_huge_pages_bytes / 1024, eligible);
}

static void touch_and_tell(const char *what, char *buffer)
{
	// tag::touch[]
	uint64_t nr_faults = count_faults(buffer);
	// end::touch[]

	// tag::tell[]
	printf("%s: %" PRIu64 " faults\n", what, nr_faults);
	// end::tell[]
	tell(what, buffer);
	lab_checkpoint(what);
}

static void use_never(const char *enabled)
{
	char *never = map_aligned("never");
	struct thp_mode mode = {""};

	forbid();
	thp_mode_read("enabled", &mode);
	printf("now it is %s\n", mode.text);
	// tag::never[]
	advise(never);
	lab_checkpoint("forbidden");
	touch_and_tell("never", never);
	collapse(never);
	// end::never[]
	tell("forced", never);
	lab_checkpoint("forced");
	// tag::restore[]
	thp_mode_write("enabled", enabled);
	// end::restore[]
}

int main(int argc, char **argv)
{
	char *plain, *advised;
	struct thp_mode mode;

	nr_huge = lab_size(argc, argv, 1, 4);
	seed = lab_size(argc, argv, 3, 1);
	page_bytes = page_size_bytes();
	if (thp_size(&huge_bytes) || thp_mode_read("enabled", &mode)) {
		fprintf(stderr, "this kernel has no transparent huge pages\n");
		return 1;
	}
	length_bytes = nr_huge * huge_bytes;
	plain = map_aligned("plain");
	advised = map_aligned("advised");
	lab_checkpoint("mapped");
	touch_and_tell("plain", plain);
	// tag::advised[]
	advise(advised);
	touch_and_tell("advised", advised);
	// end::advised[]

	// tag::collapsed[]
	collapse(plain);
	// end::collapsed[]
	tell("collapsed", plain);
	lab_checkpoint("collapsed");

	// tag::hole[]
	punch_hole(advised, lab_size(argc, argv, 2, 300));
	// end::hole[]
	tell("hole", advised);
	lab_checkpoint("hole");

	use_never(mode.text);
	lab_checkpoint("end");
	return 0;
}
