/* SPDX-License-Identifier: MIT */
/*
 * Lab 01: two buffers on node 0, one of them pinned. A thread on the other node writes
 * both, and the kernel moves pages to where they are used. All but the pinned ones.
 *
 *	./exercise PAGES        in each buffer
 */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "lab.h"
#include "page_pin.h"

#define HOME_CPU affinity_cpu_of_node(0)
#define AWAY_CPU affinity_cpu_of_node(1)
#define STEP_MS 50
// tag::patience[]
#define PATIENCE_MS 8000
// end::patience[]

static size_t nr_pages, page_bytes;
static char *pinned, *control;
static int device, pagemap;
static struct placement_zones zones;
static atomic_bool stop, writer_ended;

/* Task 1. Have `device` pin the whole buffer (PAGE_PIN_PIN, kmod/page_pin/page_pin.h), and
 * count the page faults that this takes: faults_self() before and after. */
static int pin(const char *buffer, uint64_t *ret_nr_faults)
{
	// tag::todo-1[] stub: return (void)buffer, (void)ret_nr_faults, -ENOSYS;
	struct page_pin_range range = {
		.address = (uintptr_t)buffer, .length_bytes = nr_pages * page_bytes};
	struct faults before, after;

	faults_self(&before);
	if (ioctl(device, PAGE_PIN_PIN, &range))
		return -errno;
	faults_self(&after);
	*ret_nr_faults = after.minor - before.minor;
	return 0;
	// end::todo-1[]
}

/* Task 2. Unpin the whole buffer (PAGE_PIN_UNPIN). */
static int unpin(const char *buffer)
{
	// tag::todo-2[] stub: return (void)buffer, -ENOSYS;
	struct page_pin_range range = {
		.address = (uintptr_t)buffer, .length_bytes = nr_pages * page_bytes};

	return ioctl(device, PAGE_PIN_UNPIN, &range) ? -errno : 0;
	// end::todo-2[]
}

/* Task 3. On which nodes are the pages of the buffer? Get their frames from `pagemap`
 * (pagemap_pfns(), there is room in `pfns`), then have them counted by node, with the help
 * of `zones` (placement_count()). */
static int place(const char *buffer, struct placement *ret)
{
	uint64_t pfns[nr_pages];
	// tag::todo-3[] stub: return (void)buffer, (void)ret, (void)pfns, -ENOSYS;
	int error = pagemap_pfns(pagemap, buffer, nr_pages, pfns);

	return error ? error : placement_count(&zones, pfns, nr_pages, ret);
	// end::todo-3[]
}

static void write_pages(char *buffer)
{
	for (size_t i = 0; i < nr_pages; i++)
		((volatile char *)buffer)[i * page_bytes] = 1;
}

/* Task 4. A thread of its own runs this. Bind it to a CPU of node 1 (affinity_bind(),
 * AWAY_CPU), then write both buffers, again and again, until `stop` is set: look at it
 * when both are written, and not before. */
static void write_from_afar(void)
{
	// tag::todo-4[] stub: (void)write_pages;
	affinity_bind(AWAY_CPU);
	while (!stop) {
		write_pages(pinned);
		write_pages(control);
	}
	// end::todo-4[]
}

static void *run_writer(void *ended)
{
	write_from_afar();
	*(atomic_bool *)ended = true;
	return NULL;
}

/* Prints where the pages are; returns how many of `buffer` are on node 1. */
static size_t look(const char *when, const char *buffer)
{
	struct placement p, c;

	if (place(pinned, &p) || place(control, &c))
		return nr_pages;
	printf("%s: pinned %zu/%zu, control %zu/%zu\n", when, p.nr_on_node[0],
		p.nr_on_node[1], c.nr_on_node[0], c.nr_on_node[1]);
	return buffer == pinned ? p.nr_on_node[1] : c.nr_on_node[1];
}

// tag::watch[]
/* Lets the writer work until 9 of 10 pages of `buffer` are on node 1. */
static void watch(const char *buffer, const char *what)
{
	struct scanner scanner = {0};
	pthread_t writer;
	char when[16];

	stop = writer_ended = false;
	pthread_create(&writer, NULL, run_writer, &writer_ended);
	for (int ms = 0; ms < PATIENCE_MS; ms += STEP_MS) {
		snprintf(when, sizeof(when), "%d ms", ms);
		if (look(when, buffer) * 10 >= nr_pages * 9 || writer_ended)
			break;
		scanner_keep(&scanner);
		usleep(STEP_MS * 1000);
	}
	stop = true;
	pthread_join(writer, NULL);
	scanner_end(&scanner);
	look(what, buffer);
}
// end::watch[]

static void prepare(void)
{
	affinity_bind(HOME_CPU);
	device = open("/dev/page_pin", O_RDWR | O_CLOEXEC);
	pagemap = lab_pagemap();
	page_bytes = page_size_bytes();
	if (device < 0)
		perror("/dev/page_pin");
	if (device < 0 || placement_read_zones(&zones) ||
		lab_map(nr_pages * page_bytes, &pinned) ||
		lab_map(nr_pages * page_bytes, &control))
		exit(1);
	lab_region("pinned", pinned, nr_pages * page_bytes);
	lab_region("control", control, nr_pages * page_bytes);
}

int main(int argc, char **argv)
{
	uint64_t untouched = 0, written = 0;

	nr_pages = lab_size(argc, argv, 1, 600);
	prepare();
	// tag::pin-untouched[]
	lab_checkpoint("mapped");
	if (pin(pinned, &untouched))
		fprintf(stderr, "the pages are not pinned\n");
	lab_checkpoint("pinned");
	// end::pin-untouched[]
	// tag::pin-written[]
	write_pages(control);
	lab_checkpoint("written");
	pin(control, &written);
	lab_checkpoint("both-pinned");
	unpin(control);
	printf("pinning untouched pages: %" PRIu64 " faults\n", untouched);
	printf("pinning written pages: %" PRIu64 " faults\n", written);
	// end::pin-written[]
	// tag::move[]
	watch(control, "while pinned");
	lab_checkpoint("moved");
	unpin(pinned);
	watch(pinned, "unpinned");
	lab_checkpoint("followed");
	// end::move[]
	return 0;
}
