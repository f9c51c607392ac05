/* SPDX-License-Identifier: MIT */
/*
 * kernel: one interface of the kernel a file, and nothing of the workbook. Functions return 0,
 * or -errno and leave their results untouched; strerror(-error) says what it means. Sizes end
 * in _bytes, counts of pages are nr_pages, and page frame numbers are called pfn.
 *
 *	affinity.h           on which CPU a thread runs
 *	buddyinfo.h          how the free memory is cut
 *	by_frame.h           pages in the order of their frames
 *	cpulist.h            sets of CPUs, as a list and as a mask
 *	descriptor.h         descriptors sent from process to process
 *	faults.h             page faults
 *	hugepages.h          pools of huge pages (hugetlb)
 *	kfile.h              files of the kernel, opened and read
 *	kmsg.h               the kernel's log
 *	kpage.h              page frame -> flags and map count (root)
 *	kpage_names.h        flags in words
 *	ksm.h                merged pages
 *	lru_batches.h        pages on their way to the reclaimer's lists
 *	monotonic.h          the clock of the kernel's records
 *	numa_maps.h          the same of a mapping, and its memory policy
 *	numa_task.h          what NUMA balancing did for a thread
 *	page.h               the page size
 *	page_census.h        the pages of a process by their flags
 *	page_types.h         pages counted by their flags
 *	pagemap.h            virtual address -> page frame
 *	placement.h          on which node pages are
 *	placement_series.h   and how that changes
 *	proc_io.h            how much a process reads and writes
 *	proc_status.h        sums of a process's memory, and its signals
 *	smaps.h              what a mapping costs
 *	swap_areas.h         where pages could go
 *	task_sched.h         what the scheduler counts of a thread
 *	thp.h                huge pages that the kernel gives by itself
 *	thread.h             a process's threads, seen from outside
 *	vmstat.h             counters of the whole system
 *	zoneinfo.h           zones and the CPUs' stocks
 */
#ifndef PAGELAB_KERNEL_H
#define PAGELAB_KERNEL_H

#include "affinity.h"
#include "buddyinfo.h"
#include "by_frame.h"
#include "cpulist.h"
#include "descriptor.h"
#include "faults.h"
#include "hugepages.h"
#include "kfile.h"
#include "kmsg.h"
#include "kpage.h"
#include "kpage_names.h"
#include "ksm.h"
#include "lru_batches.h"
#include "monotonic.h"
#include "numa_maps.h"
#include "numa_task.h"
#include "page.h"
#include "page_census.h"
#include "page_types.h"
#include "pagemap.h"
#include "placement.h"
#include "placement_series.h"
#include "proc_io.h"
#include "proc_status.h"
#include "smaps.h"
#include "swap_areas.h"
#include "task_sched.h"
#include "thp.h"
#include "thread.h"
#include "vmstat.h"
#include "zoneinfo.h"

#endif
