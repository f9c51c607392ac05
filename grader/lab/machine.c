/* SPDX-License-Identifier: MIT */
/* The machine that a lab is about, see machine.h. */
#include "machine.h"

#include <stdio.h>

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

/* "node_mib": [512, 2048] */
static int read_node_mib(const struct json_reader *r, json_t *root, struct lab *lab)
{
	const json_t *range = json_object_get(root, "node_mib");
	long long least, most;

	if (!range)
		return 0;
	least = json_integer_value(json_array_get(range, 0));
	most = json_integer_value(json_array_get(range, 1));
	if (json_array_size(range) != 2 || least < 1 || most < least || most > 1 << 20)
		return json_complain(r, "node_mib", "is no range of MiB, [512, 2048]");
	lab->least_node_mib = (int)least;
	lab->most_node_mib = (int)most;
	return 0;
}

int lab_machine_parse(const struct json_reader *r, json_t *root, struct lab *lab)
{
	int err = json_get_name(r, root, "profile", &lab->profile);

	if (!err)
		err = read_flag(r, root, "profile_optional", &lab->profile_optional);
	if (!err)
		err = read_flag(r, root, "fills_a_node", &lab->fills_a_node);
	if (!err)
		err = read_flag(r, root, "fresh", &lab->fresh);
	lab->nr_nodes = lab->nr_cpus = 1;
	if (!err && json_object_get(root, "nodes"))
		err = json_get_int(r, "", root, "nodes", 64, &lab->nr_nodes);
	if (!err && json_object_get(root, "cpus"))
		err = json_get_int(r, "", root, "cpus", 64, &lab->nr_cpus);
	if (!err && json_object_get(root, "nodes_at_most"))
		err = json_get_int(r, "", root, "nodes_at_most", 64, &lab->most_nodes);
	if (!err && json_object_get(root, "cpus_at_most"))
		err = json_get_int(r, "", root, "cpus_at_most", 64, &lab->most_cpus);
	if (!err)
		err = read_node_mib(r, root, lab);
	if (!err && json_object_get(root, "swap_mib"))
		err = json_get_int(r, "", root, "swap_mib", 1024, &lab->swap_mib);
	return err ? err : read_modules(r, root, lab);
}

bool lab_machine_lacks(const struct lab *lab, unsigned nr_nodes, unsigned nr_cpus,
	unsigned node_mib, char *reason)
{
	unsigned least_mib = (unsigned)lab->least_node_mib,
		 most_mib = (unsigned)lab->most_node_mib;

	if (nr_cpus < (unsigned)lab->nr_cpus)
		snprintf(reason, LAB_WHY,
			"CPUs 0 to %d are needed, and the machine has %u (VM_CPUS).",
			lab->nr_cpus - 1, nr_cpus);
	else if (lab->most_cpus && nr_cpus > (unsigned)lab->most_cpus)
		snprintf(reason, LAB_WHY,
			"The experiment fits machines of at most %d CPUs, and this one "
			"has %u (VM_CPUS).",
			lab->most_cpus, nr_cpus);
	else if (nr_nodes < (unsigned)lab->nr_nodes)
		snprintf(reason, LAB_WHY,
			"Nodes 0 to %d are needed, and the machine has %u (VM_NODES).",
			lab->nr_nodes - 1, nr_nodes);
	else if (lab->most_nodes && nr_nodes > (unsigned)lab->most_nodes)
		snprintf(reason, LAB_WHY,
			"The experiment fits machines of at most %d nodes, and this one "
			"has %u (VM_NODES).",
			lab->most_nodes, nr_nodes);
	else if (most_mib && least_mib == most_mib && node_mib != most_mib)
		snprintf(reason, LAB_WHY,
			"The experiment fits nodes of %u MiB, and the machine's have %u "
			"each (VM_MEM, VM_NODES).",
			most_mib, node_mib);
	else if (most_mib && (node_mib < least_mib || node_mib > most_mib))
		snprintf(reason, LAB_WHY,
			"The experiment fits nodes of %u to %u MiB, and the machine's "
			"have %u each (VM_MEM, VM_NODES).",
			least_mib, most_mib, node_mib);
	else
		return false;
	return true;
}
