/* SPDX-License-Identifier: MIT */
/* paths and functions: what the tracer of 6.1 and 6.12 said of lab 02's program with four pages, whole
 * and cut anywhere; and names of functions. */
#include "tests/unit/input.h"

#include "common/recorder/functions.h"
#include "common/recorder/paths.h"

static const struct capture {
	const char *name;
	pid_t parent, child;
	uint64_t buffer;
} captures[] = {
	{"6.1/recorder/graph", 208, 210, 0xffff8ef5c000},
	{"6.12/recorder/graph", 263, 264, 0xffff83da4000},
};

#define NR_CAPTURES (sizeof(captures) / sizeof(captures[0]))

static char *read_capture(const struct capture *capture)
{
	char *text = NULL;
	size_t size = 0;
	FILE *file = fixture_open(capture->name);

	assert_true(getdelim(&text, &size, '\0', file) > 0);
	fclose(file);
	return text;
}

/* What is printed of the text, with `name` for the buffer; to be freed. */
static char *paths_of(const struct capture *capture, const char *text, const char *name,
	const char *function)
{
	const struct paths_region region = {.name = name,
		.pid = capture->parent,
		.address = capture->buffer,
		.length_bytes = name ? 4 * 4096 : 0};
	const struct paths_step step = {.main_pid = capture->parent,
		.regions = &region,
		.nr_regions = 1,
		.until = "written"};
	struct paths *paths;
	char *printed;
	size_t size;
	FILE *in = input_text(text), *out = open_memstream(&printed, &size);

	assert_int_equal(paths_create(function, &paths), 0);
	assert_int_equal(paths_read(paths, in, &step), 0);
	paths_print(paths, out);
	paths_free(paths);
	fclose(in);
	fclose(out);
	return printed;
}

static void expect_block(const char *printed, const char *block)
{
	if (!strstr(printed, block))
		fail_msg("this is not in it:\n%s\nbut:\n%s", block, printed);
}

static void a_copy_and_a_reuse_are_two_paths(void **state)
{
	char *text = read_capture(&captures[0]);
	char *printed = paths_of(&captures[0], text, "buffer", NULL);

	(void)state;
	expect_block(printed, "\nbuffer, until “written”, thread 210: 4 of 4 faults\n"
			      "  do_mem_abort()\n"
			      "    do_page_fault()\n"
			      "      lock_mm_and_find_vma()\n"
			      "      handle_mm_fault()\n"
			      "        __handle_mm_fault()\n"
			      "          do_wp_page()\n"
			      "            wp_page_copy()\n"
			      "              vma_alloc_folio()\n"
			      "                __folio_alloc()\n"
			      "                  __alloc_pages()\n"
			      "                    get_page_from_freelist()\n"
			      "              __mem_cgroup_charge()\n"
			      "              page_add_new_anon_rmap()\n"
			      "              folio_add_lru_vma()\n"
			      "                folio_add_lru()\n");
	expect_block(printed, "\nbuffer, until “written”, thread 208: 4 of 4 faults\n"
			      "  do_mem_abort()\n"
			      "    do_page_fault()\n"
			      "      lock_mm_and_find_vma()\n"
			      "      handle_mm_fault()\n"
			      "        __handle_mm_fault()\n"
			      "          do_wp_page()\n"
			      "            page_move_anon_rmap()\n");
	free(printed);
	free(text);
}

static void the_other_kernel_has_other_functions(void **state)
{
	char *text = read_capture(&captures[1]);
	char *printed = paths_of(&captures[1], text, "buffer", NULL);

	(void)state;
	expect_block(printed, "thread 264: 4 of 4 faults\n"
			      "  do_mem_abort()\n"
			      "    lock_vma_under_rcu()\n");
	expect_block(printed, "\nbuffer, until “written”, thread 263: 4 of 4 faults\n"
			      "  do_mem_abort()\n"
			      "    lock_vma_under_rcu()\n"
			      "    handle_mm_fault()\n"
			      "      __handle_mm_fault()\n"
			      "        do_wp_page()\n"
			      "          folio_move_anon_rmap()\n");
	free(printed);
	free(text);
}

static void a_function_is_found_in_each_path(void **state)
{
	(void)state;
	for (size_t i = 0; i < NR_CAPTURES; i++) {
		char *text = read_capture(&captures[i]);
		char *printed = paths_of(&captures[i], text, "buffer", "do_wp_page");

		expect_block(printed, "\nbuffer: 4 of 8 times\n");
		expect_block(printed, "\nTo do_wp_page() from elsewhere: ");
		free(printed);
		printed = paths_of(&captures[i], text, "buffer", "do_swap_page");
		assert_string_equal(
			printed, "The program never came to do_swap_page().\n");
		free(printed);
		free(text);
	}
}

static void without_a_fault_in_a_region_it_says_so(void **state)
{
	(void)state;
	for (size_t i = 0; i < NR_CAPTURES; i++) {
		char *text = read_capture(&captures[i]);
		char *printed = paths_of(&captures[i], text, NULL, NULL);

		assert_int_equal(strncmp(printed, "There was no page fault", 23), 0);
		free(printed);
		printed = paths_of(&captures[i], "", "buffer", NULL);
		expect_block(printed, "Faults in memory that no region names: 0\n");
		free(printed);
		free(text);
	}
}

/* Not every fault has to make page tables, or finds too few of the kernel's own objects. */
static void what_is_for_the_kernel_is_left_out(void **state)
{
	static const char text[] =
		" 0)  exercis-208   | do_mem_abort() {\n"
		" 0)  exercis-208   |   /* fault: (handle_mm_fault+0x0/0x2a0) "
		"address=0xffff8ef5c000 regs=0x1 mm=0x1 flags=0x255 */\n"
		" 0)  exercis-208   |   handle_mm_fault() {\n"
		" 0)  exercis-208   |     __handle_mm_fault() {\n"
		" 0)  exercis-208   |       __alloc_pages() {\n"
		" 0)  exercis-208   |         get_page_from_freelist();\n"
		" 0)  exercis-208   |       }\n"
		" 0)  exercis-208   |       __pte_alloc() {\n"
		" 0)  exercis-208   |         __alloc_pages();\n"
		" 0)  exercis-208   |       }\n"
		" 0)  exercis-208   |       vma_alloc_folio() {\n"
		" 0)  exercis-208   |         __alloc_pages();\n"
		" 0)  exercis-208   |       }\n"
		" 0)  exercis-208   |     }\n"
		" 0)  exercis-208   |   }\n"
		" 0)  exercis-208   | }\n";
	char *printed = paths_of(&captures[0], text, "buffer", NULL);

	(void)state;
	expect_block(printed, ": 1 of 1 faults\n"
			      "  do_mem_abort()\n"
			      "    handle_mm_fault()\n"
			      "      __handle_mm_fault()\n"
			      "        vma_alloc_folio()\n"
			      "          __alloc_pages()\n"
			      "\nFaults");
	free(printed);
}

#define FAULT(mm)                                                       \
	" 0)  exercis-208   | do_mem_abort() {\n"                       \
	" 0)  exercis-208   |   /* fault: (handle_mm_fault+0x0/0x2a0) " \
	"address=0xffff8ef5c000 regs=0x1 mm=" mm " flags=0x255 */\n"    \
	" 0)  exercis-208   |   handle_mm_fault();\n"                   \
	" 0)  exercis-208   | }\n"

/* Before execve() something else may have lain where the region is. */
static void what_was_before_the_program_does_not_count(void **state)
{
	static const char text[] = FAULT("0x1") FAULT("0x1") FAULT("0x2");
	char *printed = paths_of(&captures[0], text, "buffer", NULL);

	(void)state;
	expect_block(printed, ": 1 of 1 faults\n");
	free(printed);
	printed = paths_of(&captures[0], text, "buffer", "handle_mm_fault");
	expect_block(printed, "buffer: 1 of 1 times\n");
	free(printed);
}

/* As a ring that was full gives it: no path is made up, and none is counted twice. */
static void a_text_cut_anywhere_is_read(void **state)
{
	(void)state;
	for (size_t i = 0; i < NR_CAPTURES; i++) {
		char *text = read_capture(&captures[i]), *printed;
		size_t length = strlen(text);

		for (size_t at = 0; at < length; at += 13) {
			printed = paths_of(&captures[i], text + at, "buffer", NULL);
			assert_null(strstr(printed, "5 of"));
			free(printed);
		}
		for (size_t at = length; at > 13; at -= 13) {
			text[at - 1] = '\0';
			printed = paths_of(&captures[i], text, "buffer", NULL);
			assert_null(strstr(printed, "5 of"));
			free(printed);
		}
		free(text);
	}
}

static const char available[] = "do_wp_page\n"
				"do_swap_page\n"
				"nft_log [nf_tables]\n"
				"do_wp_page\n"
				"wp_page_copy\n"
				"__do_wp_page.isra.0\n";

static void functions_have_numbers(void **state)
{
	static const char *const names[] = {
		"wp_page_copy", "nft_log", "do_fault", "do_wp_page"};
	unsigned long numbers[4];
	FILE *file = input_text(available);

	(void)state;
	assert_int_equal(functions_find(file, names, 4, numbers), 0);
	fclose(file);
	assert_int_equal(numbers[0], 5);
	assert_int_equal(numbers[1], 3);
	assert_int_equal(numbers[2], 0);
	assert_int_equal(numbers[3], 1);
}

static void a_misspelt_name_has_others_near(void **state)
{
	struct functions_near near;
	FILE *file = input_text(available);

	(void)state;
	assert_int_equal(functions_near(file, "do_wp_pag", &near), 0);
	fclose(file);
	assert_string_equal(near.names[0], "do_wp_page");
	assert_true(near.nr >= 2 && near.nr <= 4);
	file = input_text(available);
	assert_int_equal(functions_near(file, "nothing_like_it", &near), 0);
	fclose(file);
	assert_int_equal(near.nr, 0);
	file = input_text("do_wp_pa"); /* cut short */
	near.nr = 7;
	assert_int_equal(functions_near(file, "do_wp_page", &near), -EBADMSG);
	assert_int_equal(near.nr, 7);
	fclose(file);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_copy_and_a_reuse_are_two_paths),
		cmocka_unit_test(the_other_kernel_has_other_functions),
		cmocka_unit_test(a_function_is_found_in_each_path),
		cmocka_unit_test(without_a_fault_in_a_region_it_says_so),
		cmocka_unit_test(what_is_for_the_kernel_is_left_out),
		cmocka_unit_test(what_was_before_the_program_does_not_count),
		cmocka_unit_test(a_text_cut_anywhere_is_read),
		cmocka_unit_test(functions_have_numbers),
		cmocka_unit_test(a_misspelt_name_has_others_near),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
