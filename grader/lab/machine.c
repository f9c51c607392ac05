/* SPDX-License-Identifier: MIT */
/* The machine that a lab is about, see machine.h. */
#include "machine.h"

static int read_modules(const struct json_reader *r, json_t *root, struct lab *lab)
{
	int err = 0;

	if (json_object_get(root, "exercise_module"))
		err = json_get_name(r, root, "exercise_module", &lab->exercise_module);
	if (!err && json_object_get(root, "modules"))
		err = json_get_lines(r, root, "modules", &lab->modules, &lab->nr_modules);
	for (size_t i = 0; !err && i < lab->nr_modules; i++)
		if (!json_is_name(lab->modules[i]))
			err = json_complain(r, "modules", "\"%s\" is no name of a module",
				lab->modules[i]);
	return err;
}

static int read_flag(
	const struct json_reader *r, json_t *root, const char *name, bool *ret)
{
	const json_t *flag = json_object_get(root, name);

	if (flag && !json_is_boolean(flag))
		return json_complain(r, name, "is neither true nor false");
	*ret = json_is_true(flag);
	return 0;
}

int lab_machine_parse(const struct json_reader *r, json_t *root, struct lab *lab)
{
	int err = json_get_name(r, root, "profile", &lab->profile);

	if (!err)
		err = read_flag(r, root, "profile_optional", &lab->profile_optional);
	if (!err)
		err = read_flag(r, root, "fills_a_node", &lab->fills_a_node);
	lab->nr_nodes = lab->nr_cpus = 1;
	if (!err && json_object_get(root, "nodes"))
		err = json_get_int(r, "", root, "nodes", 64, &lab->nr_nodes);
	if (!err && json_object_get(root, "cpus"))
		err = json_get_int(r, "", root, "cpus", 64, &lab->nr_cpus);
	if (!err && json_object_get(root, "swap_mib"))
		err = json_get_int(r, "", root, "swap_mib", 1024, &lab->swap_mib);
	return err ? err : read_modules(r, root, lab);
}
