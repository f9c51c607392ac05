/* SPDX-License-Identifier: MIT */
/* caught by: report_agrees
 * Does everything right, and prints the numbers of an earlier run. */
	// tag::tell[]
static void tell(const char *name, char *memory)
{
	size_t nr_on_1 = strcmp(name, "interleave") && strcmp(name, "local") ? 200 : 100;

	(void)memory, (void)node_of_page;
	printf("%s: %zu pages on node 0, %zu on node 1\n", name, 200 - nr_on_1, nr_on_1);
}
	// end::tell[]
