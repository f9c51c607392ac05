/* SPDX-License-Identifier: MIT */
/*
 * page-types -p PID: the pages that a process has in memory, counted by their flags, for people
 * who type it in the machine's shell. It prints what the kernel's own tool of that name prints
 * (tools/mm/page-types.c, tools/vm in 6.1), most pages first, with the flags that the kernel
 * promises to its users.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/kernel/kpage_names.h"
#include "common/kernel/page.h"
#include "common/kernel/page_census.h"

#define NR_FLAGS 27

static size_t mib(size_t nr_pages)
{
	return nr_pages * page_size_bytes() >> 20;
}

static void print_type(const struct page_type *type)
{
	char letters[NR_FLAGS + 1] = "", names[KPAGE_NAMES_SIZE];

	for (unsigned bit = 0; bit < NR_FLAGS; bit++)
		letters[bit] =
			type->flags & KPAGE_BIT(bit) ? kpage_flag_letter(bit) : '_';
	kpage_flag_names(type->flags, names);
	printf("0x%016" PRIx64 "\t%10zu %8zu  %s\t%s\n", type->flags, type->nr_pages,
		mib(type->nr_pages), letters, names);
}

int main(int argc, char **argv)
{
	struct page_types types = {.nr = 0};
	char *end = "";
	long pid = argc == 3 ? strtol(argv[2], &end, 10) : 0;
	int error;

	if (argc != 3 || strcmp(argv[1], "-p") || *end || pid <= 0 || pid > INT32_MAX) {
		fputs("usage: page-types -p PID\n", stderr);
		return 2;
	}
	error = page_census_masked(pid, KPAGE_BIT(NR_FLAGS) - 1, &types);
	if (error) {
		fprintf(stderr, "page-types: process %ld: %s\n", pid,
			error == -ENODATA ? "there is none" : strerror(-error));
		return 1;
	}
	printf("             flags\tpage-count       MB  %-*s\tlong-symbolic-flags\n",
		NR_FLAGS, "symbolic-flags");
	for (size_t i = 0; i < types.nr; i++)
		print_type(&types.types[i]);
	printf("             total\t%10zu %8zu\n", page_types_count(&types, 0),
		mib(page_types_count(&types, 0)));
	return 0;
}
