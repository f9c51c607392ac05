/* SPDX-License-Identifier: MIT */
/* What a reader types, and the page or place that must come first (tests/book). */
"use strict";
const queries = {
	/* names of files and counters */
	"buddyinfo": "files.html#file-proc-buddyinfo",
	"/proc/PID/smaps": "files.html#file-proc-pid-smaps",
	"pages_sharing": "files.html#file-sys-kernel-mm-ksm-pages-sharing",
	"min_free_kbytes": "files.html#file-proc-sys-vm-min-free-kbytes",
	"stat_refresh": "files.html#file-proc-sys-vm-stat-refresh",
	"numa_hint_faults": "lab06.html",
	/* calls, functions of the kernel, commands */
	"do_wp_page": "lab02.html",
	"mbind": "lab08.html",
	"MADV_COLLAPSE": "lab05.html",
	"pin_user_pages": "lab01.html",
	"sched_setaffinity": "lab07.html",
	"khugepaged": "lab05.html#lab05-khugepaged",
	"isolate_migratepages": "lab11.html",
	"taskset": "lab07.html",
	/* topics of labs */
	"fork": "lab02.html#lab02",
	"pinning": "lab01.html#lab01",
	"pagemap": "lab09.html",
	"hugetlb": "lab04.html",
	"memory policy": "glossary.html#term-policy",
	"transparent huge pages": "lab05.html",
	/* terms */
	"PFN": "glossary.html#term-pfn",
	"Pss": "glossary.html#term-pss",
	"first touch": "glossary.html#term-first-touch",
	"map count": "glossary.html#term-map-count",
	"copy on write": "glossary.html#term-copy-on-write",
	"TLB": "glossary.html#term-tlb",
	/* phrases */
	"how a chapter is built": "using.html#using-how-a-chapter-is-built",
	"when something fails": "using.html#using-when-something-fails",
	/* a letter wrong, missing, or in another place; another form of a word */
	"compactoin": "glossary.html#term-compaction",
	"affinty": "glossary.html#term-affinity",
	"watermarks": "glossary.html#term-watermark",
	"buddyinof": "files.html#file-proc-buddyinfo",
	/* the beginning of a word, and what a teacher looks for */
	"khuge": "lab05.html#lab05-khugepaged",
	"roster": "grading.html#roster",
};
