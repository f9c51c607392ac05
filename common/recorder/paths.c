/* SPDX-License-Identifier: MIT */
/* The paths of page faults; see paths.h. */
#include "paths.h"

#include <errno.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define MAX_NAMES 256  /* of functions */
#define MAX_TASKS 64   /* that are in the kernel at a time */
#define MAX_NODES 96   /* of a path */
#define MAX_SEEN 512   /* paths that are kept */
#define MAX_SHOWN 12   /* and printed */
#define SHOWN_SHARE 10 /* of so many, one has to go there */
#define NAME_BYTES 64

/* The functions by which a fault comes into the kernel: from an instruction of the program, and
 * from a system call that wants the pages. */
#define BY_INSTRUCTION "do_mem_abort"
#define BY_CALL "handle_mm_fault"

struct node {
	uint16_t name; /* its number */
	uint16_t depth;
};

/* A call in which a task is, and what it has called so far. */
struct task {
	pid_t tid;
	bool broken; /* more than fits, or calls without an end */
	size_t depth, nr_nodes;
	struct node nodes[MAX_NODES];
	uint64_t address; /* where the fault is, 0: in none */
	uint64_t mm;	  /* and in which memory */
};

/* One path. With a function, it is one whenever, whoever went it. */
struct seen {
	char where[NAME_BYTES]; /* the region, "": elsewhere */
	bool is_fault;
	size_t step;
	char until[NAME_BYTES]; /* "": the end */
	pid_t tid;
	size_t nr_nodes;
	struct node *nodes;
	unsigned long nr;
};

struct paths {
	const char *function; /* NULL: faults in regions */
	char *names[MAX_NAMES];
	size_t nr_names;
	struct task tasks[MAX_TASKS];
	size_t nr_tasks;
	struct seen seen[MAX_SEEN];
	size_t nr_seen;
	size_t step;
	uint64_t mm;		    /* the main process's memory */
	unsigned long nr_elsewhere; /* faults in no region */
	unsigned long nr_left_out;
};

int paths_create(const char *function, struct paths **ret)
{
	struct paths *paths = calloc(1, sizeof(*paths));

	if (!paths)
		return -ENOMEM;
	paths->function = function;
	*ret = paths;
	return 0;
}

static void forget_seen(struct paths *paths)
{
	for (size_t i = 0; i < paths->nr_seen; i++)
		free(paths->seen[i].nodes);
	paths->nr_seen = 0;
	paths->nr_elsewhere = paths->nr_left_out = 0;
}

void paths_free(struct paths *paths)
{
	if (!paths)
		return;
	for (size_t i = 0; i < paths->nr_names; i++)
		free(paths->names[i]);
	forget_seen(paths);
	free(paths);
}

/* The number of a function's name, the first `length` bytes. 0, -ENOMEM, -E2BIG. */
static int number_of(struct paths *paths, const char *name, size_t length, uint16_t *ret)
{
	for (size_t i = 0; i < paths->nr_names; i++)
		if (!strncmp(paths->names[i], name, length) && !paths->names[i][length]) {
			*ret = (uint16_t)i;
			return 0;
		}
	if (paths->nr_names == MAX_NAMES)
		return -E2BIG;
	paths->names[paths->nr_names] = strndup(name, length);
	if (!paths->names[paths->nr_names])
		return -ENOMEM;
	*ret = (uint16_t)paths->nr_names++;
	return 0;
}

/* What of a line is before the bar, " 0)  exercis-210   ": the task. 0: it names none. */
static pid_t tid_of(const char *line, const char *bar)
{
	const char *p = bar;

	while (p > line && p[-1] == ' ')
		p--;
	while (p > line && p[-1] >= '0' && p[-1] <= '9')
		p--;
	return p > line && p[-1] == '-' ? (pid_t)strtol(p, NULL, 10) : 0;
}

/* One that is in no call has its place taken by the next. */
static struct task *task_of(struct paths *paths, pid_t tid)
{
	struct task *idle = NULL;

	for (size_t i = 0; i < paths->nr_tasks; i++) {
		struct task *task = &paths->tasks[i];

		if (task->tid == tid)
			return task;
		if (!task->depth && !task->address)
			idle = task;
	}
	if (paths->nr_tasks < MAX_TASKS)
		idle = &paths->tasks[paths->nr_tasks++];
	if (idle)
		*idle = (struct task){.tid = tid};
	return idle;
}

static bool is_named(const struct paths *paths, const struct node *node, const char *name)
{
	return !strcmp(paths->names[node->name], name);
}

static bool is_one_of(
	const struct paths *paths, const struct node *node, const char *const functions[])
{
	for (size_t i = 0; functions[i]; i++)
		if (is_named(paths, node, functions[i]))
			return true;
	return false;
}

/* Whether the node takes memory that is not the fault's page, but a page table, or for the kernel's
 * own data: not every fault finds it missing. */
static bool is_for_the_kernel(
	const struct paths *paths, const struct node *parent, const struct node *node)
{
	static const char *const takes[] = {
		"__alloc_pages", "__alloc_pages_noprof", "alloc_pages_mpol_noprof", NULL};
	static const char *const takes_for_pages[] = {"vma_alloc_folio",
		"vma_alloc_folio_noprof", "__folio_alloc", "__folio_alloc_noprof",
		"folio_alloc_mpol_noprof", "alloc_pages_mpol_noprof", "alloc_huge_page",
		"alloc_hugetlb_folio", NULL};

	if (is_named(paths, node, "__pte_alloc"))
		return true;
	return parent && is_one_of(paths, node, takes) &&
	       !is_one_of(paths, parent, takes_for_pages);
}

static void leave_out_the_kernels(const struct paths *paths, struct task *task)
{
	const struct node *above[MAX_NODES] = {NULL};
	size_t nr = 0, within = SIZE_MAX; /* deeper than this is left out */

	for (size_t i = 0; i < task->nr_nodes; i++) {
		const struct node *node = &task->nodes[i];
		size_t depth = node->depth;

		if (depth > within)
			continue;
		within = is_for_the_kernel(paths, depth ? above[depth - 1] : NULL, node)
				 ? depth
				 : SIZE_MAX;
		if (within != SIZE_MAX)
			continue;
		task->nodes[nr] = *node;
		above[depth] = &task->nodes[nr++];
	}
	task->nr_nodes = nr;
}

/* A child has the memory of its parent, which may have named it. */
static const char *region_of(const struct paths_step *step, pid_t pid, uint64_t address)
{
	const char *found = "";

	for (size_t i = 0; i < step->nr_regions; i++) {
		const struct paths_region *region = &step->regions[i];

		if (address < region->address ||
			address - region->address >= region->length_bytes)
			continue;
		if (!*found || region->pid == pid)
			found = region->name;
	}
	return found;
}

static bool is_like(const struct seen *seen, const struct seen *other)
{
	return seen->step == other->step && seen->tid == other->tid &&
	       seen->is_fault == other->is_fault && !strcmp(seen->where, other->where);
}

static int count(struct paths *paths, const struct seen *one, const struct task *task)
{
	size_t bytes = task->nr_nodes * sizeof(task->nodes[0]);
	struct seen *new = &paths->seen[paths->nr_seen];

	for (size_t i = 0; i < paths->nr_seen; i++) {
		struct seen *seen = &paths->seen[i];

		if (is_like(seen, one) && seen->nr_nodes == task->nr_nodes &&
			!memcmp(seen->nodes, task->nodes, bytes)) {
			seen->nr++;
			return 0;
		}
	}
	if (paths->nr_seen == MAX_SEEN) {
		paths->nr_left_out++;
		return 0;
	}
	*new = *one;
	new->nodes = malloc(bytes);
	if (!new->nodes)
		return -ENOMEM;
	memcpy(new->nodes, task->nodes, bytes);
	new->nr_nodes = task->nr_nodes;
	new->nr = 1;
	paths->nr_seen++;
	return 0;
}

static bool comes_to(const struct paths *paths, const struct task *task, const char *name)
{
	for (size_t i = 0; i < task->nr_nodes; i++)
		if (is_named(paths, &task->nodes[i], name))
			return true;
	return false;
}

/* By execve() the main process gets other memory: what was before is not the program's, and regions
 * may lie where then something else lay. */
static void note_memory(
	struct paths *paths, const struct task *task, const struct paths_step *step)
{
	if (task->tid != step->main_pid || !task->address ||
		!is_named(paths, &task->nodes[0], BY_INSTRUCTION))
		return;
	if (paths->mm && task->mm != paths->mm)
		forget_seen(paths);
	paths->mm = task->mm;
}

/* The task has left the kernel, or what of it is traced. */
static int finish(struct paths *paths, struct task *task, const struct paths_step *step)
{
	struct seen seen = {.is_fault = task->address != 0};
	bool is_root = is_named(paths, &task->nodes[0], BY_INSTRUCTION) ||
		       is_named(paths, &task->nodes[0], BY_CALL);
	struct task short_task = *task;

	note_memory(paths, task, step);
	if (task->address)
		snprintf(seen.where, sizeof(seen.where), "%s",
			region_of(step, task->tid, task->address));
	leave_out_the_kernels(paths, &short_task);
	if (paths->function && comes_to(paths, &short_task, paths->function))
		return count(paths, &seen, &short_task);
	if (paths->function)
		return comes_to(paths, task, paths->function) ? count(paths, &seen, task)
							      : 0;
	seen.step = paths->step;
	seen.tid = task->tid;
	snprintf(seen.until, sizeof(seen.until), "%s", step->until ? step->until : "");
	if (is_root && seen.where[0])
		return count(paths, &seen, &short_task);
	paths->nr_elsewhere += is_root && task->address;
	return 0;
}

/* A call begins: "name() {", or "name();" for one without calls that are traced. */
static int enter(struct paths *paths, struct task *task, const char *name, size_t length)
{
	struct node node = {.depth = (uint16_t)task->depth};
	int err = number_of(paths, name, length, &node.name);

	if (task->nr_nodes == MAX_NODES || err == -E2BIG) {
		task->broken = true;
		return 0;
	}
	if (!err)
		task->nodes[task->nr_nodes++] = node;
	return err;
}

static void forget(struct task *task)
{
	*task = (struct task){.tid = task->tid};
}

/* "fault: (handle_mm_fault+0x0/0x260) address=0xffff8ef62608 ...", as a comment. */
static void take_event(struct task *task, const char *text)
{
	static const char event[] = "/* fault: ", address[] = "address=0x",
			  mm[] = "mm=0x";
	const char *at = strstr(text, address), *in = strstr(text, mm);

	if (strncmp(text, event, strlen(event)) != 0 || !at || !in)
		return;
	task->address = strtoull(at + strlen(address), NULL, 16);
	task->mm = strtoull(in + strlen(mm), NULL, 16);
}

/* " 0)  exercis-210   |   do_page_fault() {": one space before the first call, and two more for each
 * in which it is. */
static int take_call(struct paths *paths, struct task *task, const char *after_bar,
	const struct paths_step *step)
{
	size_t nr_spaces = strspn(after_bar, " "), depth = (nr_spaces - 1) / 2, length;
	const char *text = after_bar + nr_spaces;
	bool is_end = *text == '}';
	int err = 0;

	if (!depth && !is_end && task->depth)
		forget(task); /* calls without an end: the ring was full */
	if (is_end)
		task->depth -= task->depth != 0;
	if (depth != task->depth)
		task->broken = true;
	if (!is_end) {
		length = strcspn(text, "( ");
		if (!task->depth && strncmp(text, BY_CALL "(", strlen(BY_CALL "(")))
			forget(task);
		err = enter(paths, task, text, length);
		task->depth += strchr(text + length, '{') != NULL;
	}
	if (task->depth || err)
		return err;
	if (task->nr_nodes && !task->broken)
		err = finish(paths, task, step);
	forget(task);
	return err;
}

int paths_read(struct paths *paths, FILE *text, const struct paths_step *step)
{
	char *line = NULL;
	size_t size = 0;
	int err = 0;

	while (!err && getline(&line, &size, text) > 0) {
		char *bar = line[0] == '#' ? NULL : strchr(line, '|');
		pid_t tid = bar ? tid_of(line, bar) : 0;
		struct task *task =
			tid && tid >= step->main_pid ? task_of(paths, tid) : NULL;

		if (!task)
			continue;
		if (bar[1 + strspn(bar + 1, " ")] == '/')
			take_event(task, bar + 1 + strspn(bar + 1, " "));
		else
			err = take_call(paths, task, bar + 1, step);
	}
	if (!err && ferror(text))
		err = -errno;
	free(line);
	paths->step++;
	return err;
}

static unsigned long count_all(const struct paths *paths, const struct seen *one)
{
	unsigned long nr = 0;

	for (size_t i = 0; i < paths->nr_seen; i++)
		if (is_like(&paths->seen[i], one))
			nr += paths->seen[i].nr;
	return nr;
}

/* Whether most went this way, of those between the same checkpoints; the first, of two. To a function,
 * every way is shown that is no exception. */
static bool is_shown(const struct paths *paths, const struct seen *one)
{
	if (paths->function)
		return one->nr * SHOWN_SHARE >= count_all(paths, one);
	for (const struct seen *seen = paths->seen; seen < paths->seen + paths->nr_seen;
		seen++)
		if (is_like(seen, one) &&
			(seen->nr > one->nr || (seen->nr == one->nr && seen < one)))
			return false;
	return true;
}

static void print_title(const struct paths *paths, const struct seen *seen, FILE *out)
{
	const char *where = seen->where[0]   ? seen->where
			    : seen->is_fault ? "a fault elsewhere"
					     : "outside of faults";

	if (paths->function)
		fprintf(out, "\n%s", where);
	else if (seen->until[0])
		fprintf(out, "\n%s, until “%s”, thread %d", where, seen->until,
			(int)seen->tid);
	else
		fprintf(out, "\n%s, until the end, thread %d", where, (int)seen->tid);
	fprintf(out, ": %lu of %lu %s\n", seen->nr, count_all(paths, seen),
		paths->function ? "times" : "faults");
}

static void print_one(const struct paths *paths, const struct seen *seen, FILE *out)
{
	print_title(paths, seen, out);
	for (size_t i = 0; i < seen->nr_nodes; i++)
		fprintf(out, "%*s%s()\n", 2 + 2 * seen->nodes[i].depth, "",
			paths->names[seen->nodes[i].name]);
}

/* Of the paths in regions, or elsewhere. How many there were. */
static size_t print_all(const struct paths *paths, bool in_regions, FILE *out)
{
	size_t nr = 0;

	for (size_t i = 0; i < paths->nr_seen; i++) {
		const struct seen *seen = &paths->seen[i];

		if (!seen->where[0] != !in_regions || !is_shown(paths, seen))
			continue;
		if (nr++ < MAX_SHOWN)
			print_one(paths, seen, out);
	}
	if (nr > MAX_SHOWN)
		fprintf(out, "\nAnd %zu more.\n", nr - MAX_SHOWN);
	return nr;
}

static unsigned long count_elsewhere(const struct paths *paths)
{
	unsigned long nr = paths->nr_elsewhere;

	for (size_t i = 0; i < paths->nr_seen; i++)
		nr += paths->seen[i].where[0] ? 0 : paths->seen[i].nr;
	return nr;
}

void paths_print(const struct paths *paths, FILE *out)
{
	size_t nr = print_all(paths, true, out);

	if (!nr && !paths->function)
		fputs("There was no page fault in a region that the program named.\n",
			out);
	if (!nr && paths->function && !print_all(paths, false, out))
		fprintf(out, "The program never came to %s().\n", paths->function);
	else if (nr && paths->function)
		fprintf(out, "\nTo %s() from elsewhere: %lu times\n", paths->function,
			count_elsewhere(paths));
	if (!paths->function)
		fprintf(out, "%sFaults in memory that no region names: %lu\n",
			nr ? "\n" : "", count_elsewhere(paths));
	if (paths->nr_left_out)
		fprintf(out, "Faults on ways that were not kept: %lu\n",
			paths->nr_left_out);
}
