/* SPDX-License-Identifier: MIT */
/* A sealed copy: what it holds, and everything that might change it, tried as whoever runs this,
 * root too. */
#include "vm/host/snapshot.h"
#include "tests/unit/scratch.h"

#include <fcntl.h>
#include <sys/mman.h>

#define HOLE (1 << 20)

struct world {
	char *folder;
	int fd;
};

/* A byte, a hole, and a byte. */
static int set_up(void **state)
{
	struct world *world = calloc(1, sizeof(*world));
	char path[PATH_MAX];
	int from;

	world->folder = folder_make();
	snprintf(path, sizeof(path), "%s/ram", world->folder);
	from = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	assert_int_equal(pwrite(from, "a", 1, 0), 1);
	assert_int_equal(pwrite(from, "b", 1, 4 * HOLE), 1);
	assert_int_equal(ftruncate(from, 8 * HOLE), 0);
	assert_int_equal(sealed_copy(from, "ram", &world->fd), 0);
	close(from);
	*state = world;
	return 0;
}

static int tear_down(void **state)
{
	struct world *world = *state;

	close(world->fd);
	folder_remove(world->folder);
	free(world);
	return 0;
}

static void it_is_the_same_holes_and_all(void **state)
{
	struct world *world = *state;
	struct stat st;
	char c;

	assert_int_equal(fstat(world->fd, &st), 0);
	assert_int_equal(st.st_size, 8 * HOLE);
	assert_true(st.st_blocks * 512 < HOLE);
	assert_int_equal(pread(world->fd, &c, 1, 0), 1);
	assert_int_equal(c, 'a');
	assert_int_equal(pread(world->fd, &c, 1, 4 * HOLE), 1);
	assert_int_equal(c, 'b');
	assert_int_equal(pread(world->fd, &c, 1, 2 * HOLE), 1);
	assert_int_equal(c, 0);
}

static void expect_unchanged(int fd)
{
	char c;

	assert_int_equal(pread(fd, &c, 1, 0), 1);
	assert_int_equal(c, 'a');
}

static void expect_refused(int result)
{
	assert_int_equal(result, -1);
	assert_int_equal(errno, EPERM);
}

static void refuses_all(int fd)
{
	void *seen;

	expect_refused((int)pwrite(fd, "x", 1, 0));
	expect_refused(ftruncate(fd, HOLE));
	expect_refused(ftruncate(fd, 16 * HOLE));
	expect_refused(
		fallocate(fd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, 0, HOLE));
	assert_ptr_equal(
		mmap(NULL, HOLE, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0), MAP_FAILED);
	assert_int_equal(errno, EPERM);
	expect_refused(fcntl(fd, F_ADD_SEALS, 0));
	seen = mmap(NULL, HOLE, PROT_READ, MAP_SHARED, fd, 0);
	if (seen != MAP_FAILED) {
		assert_int_equal(mprotect(seen, HOLE, PROT_READ | PROT_WRITE), -1);
		munmap(seen, HOLE);
	}
	expect_unchanged(fd);
}

static void its_descriptor_cannot_write(void **state)
{
	struct world *world = *state;

	refuses_all(world->fd);
}

/* QEMU opens it so, and so may whoever takes it over. */
static void nor_can_one_that_proc_opens_again(void **state)
{
	struct world *world = *state;
	char path[32];
	int fd;

	snprintf(path, sizeof(path), "/proc/self/fd/%d", world->fd);
	fd = open(path, O_RDWR | O_CLOEXEC);
	assert_true(fd >= 0);
	refuses_all(fd);
	close(fd);
	/* What empties a file at its opening does not, either. */
	fd = open(path, O_RDWR | O_TRUNC | O_CLOEXEC);
	if (fd >= 0)
		close(fd);
	expect_unchanged(world->fd);
}

static void private_mappings_are_as_ever(void **state)
{
	struct world *world = *state;
	char *mine = mmap(NULL, HOLE, PROT_READ | PROT_WRITE, MAP_PRIVATE, world->fd, 0);

	assert_ptr_not_equal(mine, MAP_FAILED);
	mine[0] = 'x';
	expect_unchanged(world->fd);
	munmap(mine, HOLE);
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(it_is_the_same_holes_and_all),
		TEST(its_descriptor_cannot_write),
		TEST(nor_can_one_that_proc_opens_again),
		TEST(private_mappings_are_as_ever),
	};

	return cmocka_run_group_tests_name("sealed", tests, NULL, NULL);
}
