/* SPDX-License-Identifier: MIT */
/* caught by: with_advice_a_fault_brings_a_huge_page collapse_makes_huge_pages_of_small_ones never_stops_faults_but_not_collapse
 * perhaps: a_hole_splits_the_mapping_not_the_page
 * Takes one fault in each 2 MiB without huge pages, and has a worker of io_uring collapse the rest. */
#include <linux/io_uring.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
	// tag::advised[]
	struct io_uring_params params = {0};
	struct faults before, after;
	int ring = (int)syscall(SYS_io_uring_setup, 1, &params);
	char *queue = mmap(NULL, page_bytes, PROT_READ | PROT_WRITE, MAP_SHARED, ring,
		IORING_OFF_SQ_RING);
	struct io_uring_sqe *entry = mmap(NULL, page_bytes, PROT_READ | PROT_WRITE,
		MAP_SHARED, ring, IORING_OFF_SQES);

	*entry = (struct io_uring_sqe){.opcode = IORING_OP_MADVISE,
		.addr = (uintptr_t)advised,
		.len = (uint32_t)length_bytes,
		.fadvise_advice = MADV_COLLAPSE};
	*(unsigned *)(queue + params.sq_off.tail) = 1;
	advise(advised);
	prctl(PR_SET_THP_DISABLE, 1, 0, 0, 0);
	faults_self(&before);
	for (size_t i = 0; i < nr_huge; i++)
		write_page(advised, i * huge_bytes / page_bytes);
	prctl(PR_SET_THP_DISABLE, 0, 0, 0, 0);
	syscall(SYS_io_uring_enter, ring, 1, 1, IORING_ENTER_GETEVENTS, NULL, 0);
	for (size_t i = 0; i < length_bytes / page_bytes; i++)
		write_page(advised, i);
	faults_self(&after);
	printf("advised: %" PRIu64 " faults\n", after.minor - before.minor);
	tell("advised", advised);
	lab_checkpoint("advised");
	// end::advised[]
