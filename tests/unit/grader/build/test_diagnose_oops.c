/* SPDX-License-Identifier: MIT */
/* Oopses: the frame in what 6.1 and 6.12 said, and the line in a small program that is
 * compiled here and not linked, as a module is. */
#include "tests/unit/input.h"

#include <fcntl.h>

#include "grader/build/diagnose_oops.h"

#define FIXTURES "tests/fixtures/"

static char *read_words(const char *path)
{
	static char words[8192];
	FILE *file = fopen(path, "r");
	size_t n;

	assert_non_null(file);
	n = fread(words, 1, sizeof(words) - 1, file);
	fclose(file);
	words[n] = '\0';
	return words;
}

static void the_words_of_both_kernels_name_the_function(void **state)
{
	static const char *const paths[] = {FIXTURES "6.1/oops", FIXTURES "6.12/oops"};
	struct oops_frame frame;

	(void)state;
	for (int i = 0; i < 2; i++) {
		assert_int_equal(oops_frame(read_words(paths[i]), "page_pin", &frame), 0);
		assert_string_equal(frame.function, "page_pin_ioctl");
		assert_true(frame.offset_bytes > 0x200 && frame.offset_bytes < 0x400);
		assert_false(frame.is_return);
		assert_int_equal(
			oops_frame(read_words(paths[i]), "page", &frame), -ENODATA);
	}
}

static void the_caller_is_named_where_the_kernel_stopped_itself(void **state)
{
	struct oops_frame frame;

	(void)state;
	assert_int_equal(oops_frame("pc : __list_del_entry_valid+0x70/0xd0\n"
				    "Call trace:\n"
				    " __list_del_entry_valid+0x70/0xd0\n"
				    " drop_pin.isra.0+0x1c/0x60 [page_pin 0123abcd]\n"
				    " page_pin_release+0x30/0x70 [page_pin]\n",
				 "page_pin", &frame),
		0);
	assert_string_equal(frame.function, "drop_pin.isra.0");
	assert_int_equal(frame.offset_bytes, 0x1c);
	assert_true(frame.is_return);
}

static void what_is_no_frame_is_passed_over(void **state)
{
	static const char *const bad[] = {"", "[page_pin]", " [page_pin]\n",
		"+0x1/0x2 [page_pin]", "f+1/0x2 [page_pin]", "f+0x1 [page_pin]",
		"f+0x1/0x2 [page_pins]", "Modules linked in: page_pin(OE)"};
	struct oops_frame frame;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_int_equal(oops_frame(bad[i], "page_pin", &frame), -ENODATA);
}

static const char program[] = "int first(int *p)\n{\n\treturn *p;\n}\n"
			      "int second(int *p)\n{\n\tp[1] = 2;\n\treturn 7;\n}\n";

/* Compiles the program above; its folder is the caller's to remove. */
static int compile(char *folder, char *source, size_t size)
{
	char command[512];
	FILE *file;

	assert_non_null(mkdtemp(folder));
	snprintf(source, size, "%s/module.c", folder);
	file = fopen(source, "w");
	assert_non_null(file);
	fputs(program, file);
	fclose(file);
	snprintf(command, sizeof(command), "gcc -g -O1 -c -o %s/module.o %s", folder,
		source);
	assert_int_equal(system(command), 0);
	snprintf(command, sizeof(command), "%s/module.o", folder);
	return open(command, O_RDONLY | O_CLOEXEC);
}

static void the_line_is_found_in_an_object_file(void **state)
{
	char folder[] = "/tmp/pagelab-oops-XXXXXX", source[128], command[128];
	int fd = compile(folder, source, sizeof(source));
	struct crash_place place;
	uint64_t address;

	(void)state;
	assert_true(fd >= 0);
	assert_int_equal(module_symbol(fd, "first", &address), 0);
	assert_int_equal(address, 0);
	assert_int_equal(module_symbol(fd, "third", &address), -ENODATA);
	assert_int_equal(diagnose_oops((char *const[]){"addr2line", NULL}, NULL, fd, "m",
				 source, "pc : second+0x0/0x10 [m]\n", &place),
		0);
	assert_string_equal(place.function, "second");
	assert_true(place.line >= 5 && place.line <= 8);
	close(fd);
	snprintf(command, sizeof(command), "rm -r %s", folder);
	assert_int_equal(system(command), 0);
}

static void broken_files_are_refused(void **state)
{
	char folder[] = "/tmp/pagelab-oops-XXXXXX", source[128], command[128];
	int fd = compile(folder, source, sizeof(source));
	unsigned char whole[16384];
	ssize_t size = read(fd, whole, sizeof(whole));
	uint64_t address;

	(void)state;
	assert_true(size > 64 && size < (ssize_t)sizeof(whole));
	close(fd);
	/* Cut anywhere: an error, or found before the cut; never a crash. */
	for (ssize_t cut = 0; cut < size; cut += 7) {
		fd = input_fd(whole, cut);
		assert_int_not_equal(module_symbol(fd, "third", &address), 0);
		close(fd);
	}
	fd = input_fd("no ELF file, but long enough for the head of one, all "
		      "sixty-four bytes and more",
		79);
	assert_int_equal(module_symbol(fd, "first", &address), -EBADMSG);
	close(fd);
	snprintf(command, sizeof(command), "rm -r %s", folder);
	assert_int_equal(system(command), 0);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_words_of_both_kernels_name_the_function),
		cmocka_unit_test(the_caller_is_named_where_the_kernel_stopped_itself),
		cmocka_unit_test(what_is_no_frame_is_passed_over),
		cmocka_unit_test(the_line_is_found_in_an_object_file),
		cmocka_unit_test(broken_files_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
