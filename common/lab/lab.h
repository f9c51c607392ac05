/* SPDX-License-Identifier: MIT */
/*
 * lab: everything that an exercise needs, in one include: this folder, and common/kernel but
 * for what a lab has its learner write (cpulist.h, zoneinfo.h). Functions return 0, or -errno
 * and leave their results untouched; strerror(-error) says what it means. Sizes end in
 * _bytes, counts of pages are nr_pages, and page frame numbers are called pfn.
 *
 *	checkpoint.h   tell the checker where you are, and what memory to look at
 *	buddyinfo.h    how the free memory is cut
 *	tell.h         what a function returned, in words
 *	map.h          fresh memory that stands alone
 *	varied.h       memory with pages of all kinds
 *	turns.h        two processes that take turns
 *	page.h         the page size
 *	pagemap.h      virtual address -> page frame
 *	by_frame.h     pages in the order of their frames
 *	kpage.h        page frame -> flags and map count (root)
 *	kpage_names.h  flags in words
 *	page_types.h   pages counted by their flags
 *	smaps.h        what a mapping costs
 *	proc_io.h      how much a process reads and writes
 *	swap_areas.h   where pages could go
 *	vmstat.h       counters of the whole system
 *	ksm.h          merged pages
 *	hugepages.h    pools of huge pages (hugetlb)
 *	thp.h          huge pages that the kernel gives by itself
 *	faults.h       page faults
 *	affinity.h     on which CPU a thread runs
 *	thread.h       a process's threads, seen from outside
 *	crew.h         threads that spin
 *	placement.h    on which node pages are
 *	numa_maps.h    the same of a mapping, and its memory policy
 *	placement_series.h  and how that changes
 *	numa_task.h    what NUMA balancing did for a thread
 *	worker.h       a thread that works until it is told to stop
 *	patience.h     waiting as long as there is progress
 */
#ifndef PAGELAB_LAB_H
#define PAGELAB_LAB_H

#include "common/kernel/affinity.h"
#include "common/kernel/buddyinfo.h"
#include "common/kernel/by_frame.h"
#include "common/kernel/faults.h"
#include "common/kernel/hugepages.h"
#include "common/kernel/kpage.h"
#include "common/kernel/kpage_names.h"
#include "common/kernel/ksm.h"
#include "common/kernel/numa_maps.h"
#include "common/kernel/numa_task.h"
#include "common/kernel/page.h"
#include "common/kernel/page_types.h"
#include "common/kernel/pagemap.h"
#include "common/kernel/placement.h"
#include "common/kernel/placement_series.h"
#include "common/kernel/proc_io.h"
#include "common/kernel/smaps.h"
#include "common/kernel/swap_areas.h"
#include "common/kernel/thp.h"
#include "common/kernel/thread.h"
#include "common/kernel/vmstat.h"

#include "checkpoint.h"
#include "crew.h"
#include "map.h"
#include "patience.h"
#include "scanner.h"
#include "tell.h"
#include "turns.h"
#include "varied.h"
#include "worker.h"

#endif
