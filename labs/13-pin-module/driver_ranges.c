/* SPDX-License-Identifier: MIT */
/* Lab 13: the acts about ranges: what is pinned, what is refused, what lies beside it. */
#include "driver.h"

#include <fcntl.h>
#include <numaif.h>
#include <sys/resource.h>
#include <sys/wait.h>

#define NODE_1_CPU 4
#define STOCK_PAGES 8192
#define CMA_PAGES 512
#define NR_SINGLE 24
#define OTHER_REQUEST _IOW(0xb7, 0x5f, struct page_pin_range)

/* More than fits into a page of pointers. Twice that, with nr_pages and as many again for each of
 * four that were refused, is less than RLIMIT_MEMLOCK: the charge is another claim's. */
static size_t nr_large(void)
{
	return page_bytes / sizeof(void *) + nr_pages + 7;
}

void act_whole(void)
{
	char *memory = fresh(), *holed = with_a_hole(nr_pages / 2), *read_only = fresh(),
	     *large = fresh_pages(nr_large()), *many = fresh_pages(nr_large());
	int fd = open_device();

	mprotect(read_only, nr_pages * page_bytes, PROT_READ);
	lab_checkpoint("begun");
	say("pin memory", pin(fd, memory, nr_pages));
	lab_checkpoint("pinned");
	say("pin memory with a hole", pin(fd, holed, nr_pages));
	say("pin memory without its first page", pin(fd, with_a_hole(0), nr_pages));
	say("pin memory without its last page",
		pin(fd, with_a_hole(nr_pages - 1), nr_pages));
	say("pin memory that may only be read", pin(fd, read_only, nr_pages));
	munmap(many + (nr_large() - 2) * page_bytes, page_bytes);
	say("pin many pages with a hole near the end", pin(fd, many, nr_large()));
	lab_checkpoint("refused");
	say("pin many pages", pin(fd, large, nr_large()));
	lab_checkpoint("large");
}

/* Pages 0 1 [2 3 4 5] 6 7 */
static void unpin_parts(int fd, int other, const char *memory)
{
	static const struct {
		const char *what;
		size_t first, nr;
	} parts[] = {{"unpin pages 2 to 4", 2, 3}, {"unpin pages 3 to 5", 3, 3},
		{"unpin page 3", 3, 1}, {"unpin pages 2 to 6", 2, 5},
		{"unpin pages 1 to 5", 1, 5}, {"unpin pages 0 to 7", 0, 8}};

	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		say(parts[i].what,
			unpin(fd, memory + parts[i].first * page_bytes, parts[i].nr));
	say("unpin pages 2 to 5 by another open file",
		unpin(other, memory + 2 * page_bytes, 4));
}

/* The address is another page there, and what the parent has pinned is not the child's. */
static void pin_in_a_child(int fd, const char *middle)
{
	if (!fork()) {
		say("unpin pages 2 to 5 in a child", unpin(fd, middle, 4));
		say("pin pages 2 to 5 in a child", pin(fd, middle, 4));
		say("unpin them in the child", unpin(fd, middle, 4));
		_exit(0);
	}
	wait(NULL);
}

/* Where neither a program nor the kernel puts anything by itself. */
#define FIXED ((void *)0x100000000)

static char *fixed_pages(void)
{
	char *memory = mmap(FIXED, 4 * page_bytes, PROT_READ | PROT_WRITE,
		MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0);

	if (memory != FIXED)
		exit(1);
	return memory;
}

/*
 * The same process goes on with another program: its memory is new, at the same address. What was
 * pinned there is the old one's, which an open /proc/self/mem keeps: without it, this would be about a
 * driver that does not.
 */
static void pin_and_exec(void)
{
	char pages[24], number[24];
	int fd;

	if (!fork()) {
		fd = fcntl(open_device(), F_DUPFD, 0); /* without close-on-exec */
		if (open("/proc/self/mem", O_RDONLY) < 0)
			_exit(1);
		say("pin 4 pages before exec", pin(fd, fixed_pages(), 4));
		snprintf(pages, sizeof(pages), "%zu", nr_pages);
		snprintf(number, sizeof(number), "%d", fd);
		execl("/proc/self/exe", "driver", pages, "overlap", "0", number, NULL);
		_exit(1);
	}
	wait(NULL);
}

void go_on_after_exec(int fd)
{
	char *memory = fixed_pages();

	say("unpin them after exec", unpin(fd, memory, 4));
	say("pin 4 pages after exec", pin(fd, memory, 4));
	close(fd);
}

/* Every other page of nr_pages: so many ranges with a gap between. */
static void pin_single(int fd)
{
	char *memory = fresh();
	int result = 0;

	for (size_t i = 0; i < NR_SINGLE && !result; i++)
		result = pin(fd, memory + 2 * i * page_bytes, 1);
	say("pin 24 pages, one by one", result);
	for (size_t i = 0; i < NR_SINGLE && !result; i++)
		result = unpin(fd, memory + 2 * i * page_bytes, 1);
	say("unpin them, one by one", result);
}

/* What is pinned is a range of addresses: the same page may lie at another one, too. */
static void pin_at_two_addresses(int fd)
{
	int memfd = memfd_create("twice", MFD_CLOEXEC);
	char *at[2];

	if (memfd < 0 || ftruncate(memfd, (off_t)page_bytes))
		exit(1);
	for (int i = 0; i < 2; i++) {
		at[i] = mmap(
			NULL, page_bytes, PROT_READ | PROT_WRITE, MAP_SHARED, memfd, 0);
		if (at[i] == MAP_FAILED)
			exit(1);
	}
	close(memfd);
	say("pin a page that lies at two addresses", pin(fd, at[0], 1));
	say("pin it at the other address", pin(fd, at[1], 1));
	say("unpin it at the first one", unpin(fd, at[0], 1));
	say("unpin it at the other one", unpin(fd, at[1], 1));
}

void act_overlap(void)
{
	char *memory = fresh(), *middle = memory + 2 * page_bytes;
	int fd = open_device(), other = open_device();

	lab_checkpoint("begun");
	say("pin pages 2 to 5", pin(fd, middle, 4));
	lab_checkpoint("pinned");
	say("pin pages 2 to 5 again", pin(fd, middle, 4));
	say("pin pages 0 to 2", pin(fd, memory, 3));
	say("pin pages 5 to 7", pin(fd, memory + 5 * page_bytes, 3));
	say("pin page 3", pin(fd, middle + page_bytes, 1));
	say("pin pages 0 to 7", pin(fd, memory, 8));
	say_refused("neither pin nor unpin pages 2 to 5",
		call(fd, OTHER_REQUEST, (uintptr_t)middle, 4 * page_bytes));
	unpin_parts(fd, other, memory);
	lab_checkpoint("refused");
	say("pin pages 0 and 1", pin(fd, memory, 2));
	say("pin pages 6 and 7", pin(fd, memory + 6 * page_bytes, 2));
	say("pin pages 0 to 7 by another open file", pin(other, memory, 8));
	lab_checkpoint("beside");
	pin_in_a_child(fd, middle);
	pin_and_exec();
	pin_single(fd);
	pin_at_two_addresses(fd);
	say("unpin pages 2 to 5", unpin(fd, middle, 4));
}

void act_limit(void)
{
	struct rlimit limit;
	char *memory = fresh(), *more = fresh(), *holed = with_a_hole(nr_pages / 2);
	int fd = open_device();

	getrlimit(RLIMIT_MEMLOCK, &limit);
	limit.rlim_cur = nr_pages * page_bytes;
	setrlimit(RLIMIT_MEMLOCK, &limit);
	lab_checkpoint("begun");
	say("pin memory with a hole", pin(fd, holed, nr_pages));
	lab_checkpoint("refused");
	say("pin as much as the limit allows", pin(fd, memory, nr_pages));
	lab_checkpoint("allowed");
	say("pin a page more", pin(fd, more, 1));
	say("pin a page more by another open file", pin(open_device(), more, 1));
	lab_checkpoint("full");
	unpin(fd, memory, nr_pages);
	mlock(more, page_bytes);
	say("pin as much beside a page that is locked", pin(fd, memory, nr_pages));
}

/* The lab's settings leave node 1 little but the area of CMA, and the CPU's own stock. */
void act_cma(void)
{
	const unsigned long node_1 = 1ul << 1;
	size_t stock_bytes = STOCK_PAGES * page_bytes,
	       length_bytes = CMA_PAGES * page_bytes;
	int fd = open_device();
	char *stock, *memory;

	affinity_bind(NODE_1_CPU);
	set_mempolicy(MPOL_BIND, &node_1, 64);
	stock = fresh_pages(STOCK_PAGES);
	memory = fresh_pages(CMA_PAGES);
	madvise(stock, stock_bytes, MADV_POPULATE_WRITE);
	memset(memory, 1, length_bytes);
	lab_region("memory", memory, length_bytes);
	lab_checkpoint("written");
	say("pin memory that was written", pin(fd, memory, CMA_PAGES));
	lab_checkpoint("pinned");
}
