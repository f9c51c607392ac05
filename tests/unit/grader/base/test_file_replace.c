/* SPDX-License-Identifier: MIT */
/* What is a file of ours is replaced at once; all else is written into, and stays what it is. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/un.h>
#include <unistd.h>

#include "grader/base/file_replace.h"

static char folder[] = "/tmp/pagelab-replace-XXXXXX", before[64];

static int set_up(void **state)
{
	(void)state;
	return !mkdtemp(folder) || !getcwd(before, sizeof(before)) || chdir(folder);
}

static int tear_down(void **state)
{
	char command[64];

	(void)state;
	snprintf(command, sizeof(command), "rm -rf %s", folder);
	return chdir(before) || system(command);
}

static void write_file(const char *path, const char *text)
{
	FILE *file = fopen(path, "we");

	assert_non_null(file);
	fputs(text, file);
	assert_int_equal(fclose(file), 0);
}

static void expect_text(const char *path, const char *expected)
{
	char text[64] = "";
	FILE *file = fopen(path, "re");

	assert_non_null(file);
	assert_true(fread(text, 1, sizeof(text) - 1, file) < sizeof(text));
	fclose(file);
	assert_string_equal(text, expected);
}

static mode_t kind_of(const char *path)
{
	struct stat st;

	assert_int_equal(lstat(path, &st), 0);
	return st.st_mode & S_IFMT;
}

static ino_t inode_of(const char *path)
{
	struct stat st;

	assert_int_equal(stat(path, &st), 0);
	return st.st_ino;
}

static void a_file_of_ours_is_replaced(void **state)
{
	int old;
	char text[8] = "";

	(void)state;
	write_file("file", "old");
	old = open("file", O_RDONLY | O_CLOEXEC);
	assert_int_equal(file_replace("file", "new", 3), 0);
	expect_text("file", "new");
	assert_int_equal(read(old, text, sizeof(text) - 1), 3);
	assert_string_equal(text, "old");
	close(old);
}

static void a_link_stays_one(void **state)
{
	(void)state;
	write_file("aim", "longer than what comes");
	assert_int_equal(symlink("aim", "link"), 0);
	assert_int_equal(file_replace("link", "new", 3), 0);
	assert_int_equal(kind_of("link"), S_IFLNK);
	expect_text("aim", "new");
	assert_int_equal(symlink("not there yet", "hanging"), 0);
	assert_int_equal(file_replace("hanging", "new", 3), 0);
	expect_text("not there yet", "new");
}

static void two_names_stay_one_file(void **state)
{
	(void)state;
	write_file("one", "old");
	assert_int_equal(link("one", "other"), 0);
	assert_int_equal(file_replace("one", "new", 3), 0);
	assert_int_equal(inode_of("one"), inode_of("other"));
	expect_text("other", "new");
}

static void a_file_of_another_stays_theirs(void **state)
{
	ino_t inode;

	(void)state;
	if (geteuid()) {
		print_message("skipped: giving a file away takes root\n");
		skip();
	}
	write_file("theirs", "old");
	assert_int_equal(chown("theirs", 12345, 12345), 0);
	inode = inode_of("theirs");
	assert_int_equal(file_replace("theirs", "new", 3), 0);
	assert_int_equal(inode_of("theirs"), inode);
	expect_text("theirs", "new");
}

static void a_fifo_is_written_into(void **state)
{
	char text[8] = "";
	int reader;

	(void)state;
	assert_int_equal(mkfifo("fifo", 0600), 0);
	assert_int_equal(file_replace("fifo", "new", 3), -EPIPE);
	assert_int_equal(kind_of("fifo"), S_IFIFO);
	reader = open("fifo", O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	assert_int_equal(file_replace("fifo", "new", 3), 0);
	assert_int_equal(kind_of("fifo"), S_IFIFO);
	assert_int_equal(read(reader, text, sizeof(text) - 1), 3);
	assert_string_equal(text, "new");
	close(reader);
}

static void a_device_stays_one(void **state)
{
	(void)state;
	assert_int_equal(file_replace("/dev/null", "new", 3), 0);
	assert_int_equal(kind_of("/dev/null"), S_IFCHR);
	assert_int_equal(file_replace("/dev/full", "new", 3), -ENOSPC);
	if (geteuid() || mknod("null", S_IFCHR | 0666, makedev(1, 3)))
		return;
	assert_int_equal(file_replace("null", "new", 3), 0);
	assert_int_equal(kind_of("null"), S_IFCHR);
}

static void a_socket_gets_it(void **state)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX, .sun_path = "socket"};
	int server = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0), peer;
	char text[8] = "";

	(void)state;
	assert_int_equal(bind(server, (struct sockaddr *)&address, sizeof(address)), 0);
	assert_int_equal(listen(server, 1), 0);
	assert_int_equal(file_replace("socket", "new", 3), 0);
	assert_int_equal(kind_of("socket"), S_IFSOCK);
	peer = accept(server, NULL, NULL);
	assert_int_equal(read(peer, text, sizeof(text) - 1), 3);
	assert_string_equal(text, "new");
	close(peer);
	close(server);
}

/* Behind what is there already; by each name that a descriptor of ours has. */
static void our_own_descriptors_are_written_to(void **state)
{
	char path[64], text[8] = "";
	int fd = open("out", O_RDWR | O_CREAT | O_CLOEXEC, 0600), pair[2];

	(void)state;
	assert_int_equal(write(fd, "said ", 5), 5);
	snprintf(path, sizeof(path), "/dev/fd/%d", fd);
	assert_int_equal(file_replace(path, "new", 3), 0);
	assert_int_equal(symlink(path, "by-link"), 0);
	assert_int_equal(file_replace("by-link", "er", 2), 0);
	expect_text("out", "said newer");
	close(fd);
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair), 0);
	snprintf(path, sizeof(path), "/proc/self/fd/%d", pair[0]);
	assert_int_equal(file_replace(path, "new", 3), 0);
	assert_int_equal(read(pair[1], text, sizeof(text) - 1), 3);
	assert_string_equal(text, "new");
	close(pair[0]);
	close(pair[1]);
}

static void in_a_folder_of_ours_all_is_replaced(void **state)
{
	ino_t before;

	(void)state;
	write_file("other", "old");
	assert_int_equal(symlink("other", "put-link"), 0);
	assert_int_equal(link("other", "put-name"), 0);
	assert_int_equal(mkfifo("put-fifo", 0600), 0);
	assert_int_equal(file_put("put-link", "old", 3), 0);
	assert_int_equal(file_put("put-name", "new", 3), 0);
	assert_int_equal(file_put("put-fifo", "new", 3), 0);
	expect_text("other", "old");
	expect_text("put-link", "old");
	assert_int_equal(kind_of("put-link"), S_IFREG);
	assert_int_equal(kind_of("put-fifo"), S_IFREG);
	expect_text("put-name", "new");
	before = inode_of("put-name");
	assert_int_equal(file_put("put-name", "new", 3), 0);
	assert_int_equal(inode_of("put-name"), before);
	assert_int_equal(file_put("put-name", "newer", 5), 0);
	expect_text("put-name", "newer");
	assert_int_equal(file_put_quick("put-name", "newest", 6), 0);
	expect_text("put-name", "newest");
	assert_int_equal(file_put_quick("none/file", "new", 3), -ENOENT);
}

static void in_a_folder_of_ours_a_folder_is_ours(void **state)
{
	(void)state;
	assert_int_equal(mkdir("theirs-too", 0777), 0);
	assert_int_equal(symlink("theirs-too", "folder"), 0);
	assert_int_equal(file_put_folder("folder"), 0);
	assert_int_equal(kind_of("folder"), S_IFDIR);
	assert_int_equal(kind_of("theirs-too"), S_IFDIR);
	assert_int_equal(file_put("folder/file", "new", 3), 0);
	assert_int_equal(file_put_folder("folder"), 0);
	expect_text("folder/file", "new");
	assert_int_equal(access("theirs-too/file", F_OK), -1);
	assert_int_equal(file_put_folder("folder/file"), -ENOTDIR);
	assert_int_equal(file_put_folder("none/folder"), -ENOENT);
}

static void what_cannot_be_written_says_so(void **state)
{
	(void)state;
	assert_int_equal(file_put("none/file", "new", 3), -ENOENT);
	assert_int_equal(file_put("folder", "new", 3), -EISDIR);
	assert_int_equal(file_replace("none/file", "new", 3), -ENOENT);
	assert_int_equal(file_replace(".", "new", 3), -EISDIR);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_file_of_ours_is_replaced),
		cmocka_unit_test(a_link_stays_one),
		cmocka_unit_test(two_names_stay_one_file),
		cmocka_unit_test(a_file_of_another_stays_theirs),
		cmocka_unit_test(a_fifo_is_written_into),
		cmocka_unit_test(a_device_stays_one),
		cmocka_unit_test(a_socket_gets_it),
		cmocka_unit_test(our_own_descriptors_are_written_to),
		cmocka_unit_test(in_a_folder_of_ours_all_is_replaced),
		cmocka_unit_test(in_a_folder_of_ours_a_folder_is_ours),
		cmocka_unit_test(what_cannot_be_written_says_so),
	};

	return cmocka_run_group_tests_name("replacing", tests, set_up, tear_down);
}
