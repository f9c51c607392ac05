/* SPDX-License-Identifier: MIT */
/* caught by: report_agrees
 * Never asks where a page is: prints what must be so. */
	// tag::tell[]
static void tell(const char *name, char *memory)
{
	size_t nr_on[2] = {0, 0};

	(void)memory, (void)node_of_page;
	nr_on[away] = nr_pages;
	if (*name == 'i') {
		nr_on[0] = (nr_pages + 1) / 2;
		nr_on[1] = nr_pages / 2;
	}
	if (*name == 'l') {
		nr_on[home] = nr_pages / 2;
		nr_on[away] = nr_pages - nr_pages / 2;
	}
	printf("%s: %zu pages on node 0, %zu on node 1\n", name, nr_on[0], nr_on[1]);
}
	// end::tell[]
