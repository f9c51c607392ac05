/* SPDX-License-Identifier: MIT */
/* Sets function_graph up; see graph.h. */
#include "graph.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "probes.h"
#include "common/kernel/kfile.h"

#define NR(array) (sizeof(array) / sizeof((array)[0]))
#define FILE_OF(name) PROBES_TRACEFS "/" name
/* Of all CPUs: of eight each has some 6,000 faults between two checkpoints. */
#define RINGS_KIB 49152
#define MAX_RING_KIB 6144

/*
 * From the exception to the page, on either kernel: what one of them has not is left out. No
 * function that a fault comes to by chance: what it finds in the stock of its CPU, whether a
 * lock is free, whether a batch is to be emptied.
 */
static const char *const functions[] = {"do_mem_abort", "do_translation_fault",
	"do_page_fault", "lock_mm_and_find_vma", "lock_vma_under_rcu", "handle_mm_fault",
	"__handle_mm_fault",
	/* a new page */
	"do_anonymous_page", "do_huge_pmd_anonymous_page", "hugetlb_fault",
	"alloc_huge_page", "alloc_hugetlb_folio", "vma_alloc_folio",
	"vma_alloc_folio_noprof", "folio_alloc_mpol_noprof", "alloc_pages_mpol_noprof",
	"__folio_alloc", "__folio_alloc_noprof", "__alloc_pages", "__alloc_pages_noprof",
	"get_page_from_freelist", "__pte_alloc", "clear_huge_page", "folio_zero_user",
	"__mem_cgroup_charge", "page_add_new_anon_rmap", "folio_add_new_anon_rmap",
	"folio_add_lru_vma", "folio_add_lru",
	/* a copy, or the page itself */
	"do_wp_page", "wp_page_copy", "do_huge_pmd_wp_page", "page_move_anon_rmap",
	"folio_move_anon_rmap",
	/* of a file, or from swap */
	"do_fault", "finish_fault", "filemap_fault", "filemap_map_pages", "shmem_fault",
	"do_swap_page",
	/* a hint fault, and a page that moves */
	"do_huge_pmd_numa_page", "mpol_misplaced", "should_numa_migrate_memory",
	"migrate_misplaced_page", "migrate_misplaced_folio", "migrate_pages",
	"task_numa_fault"};

#define MAX_FUNCTIONS (NR(functions) + 1)

struct graph {
	int on_fd;
	unsigned long nr_lost;
};

/* Opened with O_TRUNC: what is there already goes. */
static int put(const char *path, const char *text, int flags)
{
	int err = 0, fd = open(path, O_WRONLY | O_CLOEXEC | flags);

	if (fd < 0)
		return kfile_error(errno);
	if (write(fd, text, strlen(text)) < 0)
		err = kfile_error(errno);
	/* Some of these files take what was written when they are closed. */
	if (close(fd) && !err)
		err = kfile_error(errno);
	return err;
}

static int say_near(const char *function, struct functions_near *ret)
{
	FILE *file;
	int err = kfile_fopen(FILE_OF("available_filter_functions"), &file);

	if (err)
		return err;
	err = functions_near(file, function, ret);
	fclose(file);
	return err ? err : -ENOENT;
}

/* All numbers by one writer: each close has the kernel take over the list. */
static int choose(const unsigned long *numbers, size_t nr)
{
	int err = 0,
	    fd = open(FILE_OF("set_ftrace_filter"), O_WRONLY | O_TRUNC | O_CLOEXEC);

	if (fd < 0)
		return kfile_error(errno);
	for (size_t i = 0; !err && i < nr; i++) {
		char text[24];
		int length = snprintf(text, sizeof(text), "%lu\n", numbers[i]);

		if (numbers[i] && write(fd, text, (size_t)length) < 0)
			err = kfile_error(errno);
	}
	if (close(fd) && !err)
		err = kfile_error(errno);
	return err;
}

static int choose_functions(const char *function, struct functions_near *ret_near)
{
	const char *names[MAX_FUNCTIONS];
	unsigned long numbers[MAX_FUNCTIONS];
	size_t nr = NR(functions);
	FILE *file;
	int err = kfile_fopen(FILE_OF("available_filter_functions"), &file);

	if (err)
		return err;
	memcpy(names, functions, sizeof(functions));
	if (function)
		names[nr++] = function;
	err = functions_find(file, names, nr, numbers);
	fclose(file);
	if (!err && function && !numbers[nr - 1])
		return say_near(function, ret_near);
	return err ? err : choose(numbers, nr);
}

static int set_up(const char *function, struct functions_near *ret_near)
{
	long nr_cpus = sysconf(_SC_NPROCESSORS_CONF), kib = RINGS_KIB / nr_cpus;
	char pid[16], ring_kib[16];
	const char *const settings[][2] = {
		{FILE_OF("options/overwrite"), "0"}, /* what is there stays */
		{FILE_OF("options/function-fork"), "1"},
		{FILE_OF("set_ftrace_pid"), pid},
		{FILE_OF("buffer_size_kb"), ring_kib},
		{FILE_OF("current_tracer"), "function_graph"},
		{FILE_OF("options/funcgraph-proc"), "1"},
		{FILE_OF("options/funcgraph-duration"), "0"},
		{FILE_OF("options/funcgraph-irqs"), "0"},
		{FILE_OF("events/pagelab/fault/enable"), "1"},
	};
	int err = choose_functions(function, ret_near);

	snprintf(pid, sizeof(pid), "%d", (int)getpid());
	snprintf(ring_kib, sizeof(ring_kib), "%ld",
		kib < MAX_RING_KIB ? kib : MAX_RING_KIB);
	for (size_t i = 0; !err && i < NR(settings); i++)
		err = put(settings[i][0], settings[i][1], 0);
	return err;
}

static int turn(const struct graph *graph, bool on)
{
	return pwrite(graph->on_fd, on ? "1" : "0", 1, 0) == 1 ? 0 : -errno;
}

int graph_start(const char *function, struct graph **ret, struct functions_near *ret_near)
{
	struct graph *graph = calloc(1, sizeof(*graph));
	int err;

	if (!graph)
		return -ENOMEM;
	graph->on_fd = open(FILE_OF("tracing_on"), O_WRONLY | O_CLOEXEC);
	err = graph->on_fd < 0 ? kfile_error(errno) : turn(graph, false);
	if (!err)
		err = set_up(function, ret_near);
	if (!err)
		err = graph_go_on(graph);
	if (err) {
		graph_stop(graph);
		return err;
	}
	*ret = graph;
	return 0;
}

void graph_stop(struct graph *graph)
{
	if (!graph)
		return;
	if (graph->on_fd >= 0) {
		turn(graph, false);
		put(FILE_OF("current_tracer"), "nop", 0);
		put(FILE_OF("events/pagelab/fault/enable"), "0", 0);
		put(FILE_OF("set_ftrace_pid"), "", O_TRUNC);
		put(FILE_OF("set_ftrace_filter"), "", O_TRUNC);
		close(graph->on_fd);
	}
	free(graph);
}

static int count_lost(struct graph *graph)
{
	unsigned long nr;
	int err = probes_nr_dropped(
		PROBES_TRACEFS, (size_t)sysconf(_SC_NPROCESSORS_CONF), &nr);

	if (!err)
		graph->nr_lost += nr;
	return err;
}

int graph_read(struct graph *graph, FILE **ret)
{
	int err = turn(graph, false);

	if (!err)
		err = count_lost(graph);
	return err ? err : kfile_fopen(FILE_OF("trace"), ret);
}

int graph_go_on(struct graph *graph)
{
	int err = put(FILE_OF("trace"), "", O_TRUNC);

	return err ? err : turn(graph, true);
}

unsigned long graph_nr_lost(const struct graph *graph)
{
	return graph->nr_lost;
}
