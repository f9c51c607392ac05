/* SPDX-License-Identifier: MIT */
/* The snapshots in a cache: their files, and which make room for others. */
#include "vm/host/snapshot.h"
#include "tests/unit/scratch.h"

#include <fcntl.h>
#include <glob.h>

static const struct vm_size usual = {8, 2, 2048};

struct world {
	char *folder;
	struct vm_options options;
	char initrd[PATH_MAX];
};

static int set_up(void **state)
{
	struct world *world = calloc(1, sizeof(*world));

	world->folder = folder_make();
	folder_put(world->folder, "initrd.sha256", "c0ffee");
	folder_put(world->folder, "manifest.json", "{\"kernel\": \"6.1\"}");
	snprintf(world->initrd, sizeof(world->initrd), "%s/initrd", world->folder);
	world->options = (struct vm_options){.image = world->folder,
		.cache = world->folder,
		.initrd = world->initrd,
		.profile = "default"};
	*state = world;
	return 0;
}

static int tear_down(void **state)
{
	struct world *world = *state;

	folder_remove(world->folder);
	free(world);
	return 0;
}

/* One of a machine of that size, told from others by `machine`. */
static void make(struct world *world, const struct vm_size *size, const char *machine)
{
	const struct snapshot_origin origin = {
		.profile = world->options.profile, .kernel = "6.1", .qemu = "7.2"};
	struct snapshot snapshot;
	char why[VM_WHY] = "";

	assert_int_equal(snapshot_find(&world->options, size, machine, &snapshot), 0);
	if (snapshot_begin(world->folder, &snapshot, why))
		fail_msg("%s", why);
	snapshot.slowness = 1.0;
	for (unsigned node = 0; node < size->nr_nodes; node++)
		assert_int_equal(ftruncate(snapshot.ram_fd[node], 4096), 0);
	assert_int_equal(snapshot_publish(&snapshot, world->folder, &origin), 0);
	snapshot_close(&snapshot);
}

static bool is_there(struct world *world, const struct vm_size *size, const char *machine)
{
	struct snapshot snapshot;

	assert_int_equal(snapshot_find(&world->options, size, machine, &snapshot), 0);
	if (snapshot_open(&snapshot))
		return false;
	snapshot_close(&snapshot);
	return true;
}

static size_t nr_kept(const struct world *world)
{
	char pattern[PATH_MAX];
	size_t nr;
	glob_t found;

	snprintf(pattern, sizeof(pattern), "%s/snapshot-*", world->folder);
	assert_int_equal(glob(pattern, 0, NULL, &found), 0);
	nr = found.gl_pathc;
	globfree(&found);
	return nr;
}

static void each_node_has_a_file(void **state)
{
	struct world *world = *state;
	const struct vm_size four = {8, 4, 1024};
	struct snapshot snapshot;

	make(world, &usual, "two");
	make(world, &four, "four");
	assert_true(is_there(world, &usual, "two"));
	assert_int_equal(snapshot_find(&world->options, &four, "four", &snapshot), 0);
	assert_int_equal(snapshot_open(&snapshot), 0);
	for (int node = 0; node < 4; node++)
		assert_true(snapshot.ram_fd[node] >= 0);
	assert_true(snapshot.state_fd >= 0);
	snapshot_discard(&snapshot);
	assert_false(is_there(world, &four, "four"));
	assert_int_equal(nr_kept(world), 1);
}

static void pages_of_zeros_are_holes(void **state)
{
	static const char wanted[] = "0xx000x0";
	struct world *world = *state;
	const struct snapshot_origin origin = {
		.profile = "default", .kernel = "6.1", .qemu = "7.2"};
	char why[VM_WHY], page[4096];
	struct snapshot snapshot;

	assert_int_equal(snapshot_find(&world->options, &usual, "one", &snapshot), 0);
	assert_int_equal(snapshot_begin(world->folder, &snapshot, why), 0);
	for (size_t i = 0; wanted[i]; i++) {
		memset(page, wanted[i] == '0' ? 0 : 'x', sizeof(page));
		assert_int_equal(
			write(snapshot.ram_fd[0], page, sizeof(page)), sizeof(page));
	}
	assert_int_equal(snapshot_publish(&snapshot, world->folder, &origin), 0);
	for (size_t i = 0; wanted[i]; i++) {
		off_t at = (off_t)(i * sizeof(page));

		assert_int_equal(
			lseek(snapshot.ram_fd[0], at, SEEK_HOLE) == at, wanted[i] == '0');
		assert_int_equal(
			pread(snapshot.ram_fd[0], page, sizeof(page), at), sizeof(page));
		assert_int_equal(page[0], wanted[i] == '0' ? 0 : 'x');
	}
	assert_int_equal(lseek(snapshot.ram_fd[0], 0, SEEK_END), 8 * sizeof(page));
	snapshot_close(&snapshot);
}

/* So one that was made elsewhere serves, of an image that lies elsewhere. */
static void an_image_is_known_by_what_is_in_it(void **state)
{
	struct world *world = *state;
	char copy[PATH_MAX + 8];

	make(world, &usual, "one");
	folder_put(world->folder, "copy/manifest.json", "{\"kernel\": \"6.1\"}");
	snprintf(copy, sizeof(copy), "%s/copy", world->folder);
	world->options.image = copy;
	assert_true(is_there(world, &usual, "one"));
	folder_put(world->folder, "copy/manifest.json", "{\"kernel\": \"6.2\"}");
	assert_false(is_there(world, &usual, "one"));
}

/* As someone does who tries what his program makes of many sizes. */
static void trying_sizes_leaves_the_usual_snapshot(void **state)
{
	struct world *world = *state;
	struct vm_size size = usual;

	make(world, &usual, "usual");
	for (unsigned i = 0; i < 20; i++) {
		char machine[16];

		size.node_mib = 1024 + 2 * i;
		snprintf(machine, sizeof(machine), "%u", i);
		make(world, &size, machine);
		assert_true(is_there(world, &size, machine));
	}
	assert_true(is_there(world, &usual, "usual"));
	assert_true(nr_kept(world) < 10);
}

/* Those of other kernels and checkouts. */
static void old_ones_of_the_usual_machine_make_room(void **state)
{
	struct world *world = *state;

	for (unsigned i = 0; i < 20; i++) {
		char machine[16];

		snprintf(machine, sizeof(machine), "%u", i);
		make(world, &usual, machine);
		assert_true(is_there(world, &usual, machine));
	}
	assert_true(nr_kept(world) < 10);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(each_node_has_a_file, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			pages_of_zeros_are_holes, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			an_image_is_known_by_what_is_in_it, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			trying_sizes_leaves_the_usual_snapshot, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			old_ones_of_the_usual_machine_make_room, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
