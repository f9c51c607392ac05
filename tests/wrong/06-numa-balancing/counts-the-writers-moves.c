/* SPDX-License-Identifier: MIT */
/* caught by: report_agrees
 * Takes the moves at the writer's faults for all migrations. */
	// tag::todo-4[]
	static const char name[] = "numa_pages_migrated";
	char path[64], line[256];
	FILE *file;

	snprintf(path, sizeof(path), "/proc/self/task/%d/sched", (int)writer.tid);
	ret[1] = 0;
	file = fopen(path, "re");
	while (file && fgets(line, sizeof(line), file))
		if (!strncmp(line, name, strlen(name)))
			sscanf(strchr(line, ':') + 1, "%" SCNu64, &ret[1]);
	if (file)
		fclose(file);
	return vmstat_read("numa_hint_faults", &ret[0]);
	// end::todo-4[]
