/* SPDX-License-Identifier: MIT */
/* Asks three times where it is refused, and says so; reads and writes sets by words and streams; takes the
 * CPU of the victim from /proc, and waits before and after. */
	// tag::todo-1[]
	for (int i = 0; i < 3; i++) {
		if (!sched_setaffinity(tid, sizeof(*cpus), cpus))
			return 0;
		fprintf(stderr, "try %d for %d: %s\n", i, tid, strerror(errno));
		errno = EINVAL;
		usleep(1000);
	}
	return -EINVAL;
	// end::todo-1[]
	// tag::todo-2[]
	unsigned long bits;
	char *end;
	memset(ret, 0, sizeof(*ret));
	bits = strtoul(text, &end, 16);
	memcpy(ret, &bits, sizeof(bits));
	// end::todo-2[]
	// tag::todo-3[]
	bool in[64] = {0};
	int number = 0, first = -1;
	for (const char *p = text;; p++) {
		if (*p >= '0' && *p <= '9') { number = number * 10 + *p - '0'; continue; }
		if (*p == '-') { first = number; number = 0; continue; }
		if (first < 0) first = number;
		while (first <= number) in[first++] = true;
		first = -1; number = 0;
		if (!*p) break;
	}
	CPU_ZERO(ret);
	for (int i = 0; i < 64; i++) if (in[i]) CPU_SET(i, ret);
	// end::todo-3[]
	// tag::todo-4[]
	char *text = NULL; size_t size = 0; unsigned long long bits = 0;
	FILE *f = open_memstream(&text, &size);
	for (int cpu = 0; cpu <= 62;) {
		int last = cpu;
		if (!CPU_ISSET(cpu, cpus)) { cpu++; continue; }
		while (last < 62 && CPU_ISSET(last + 1, cpus)) last++;
		if (last > cpu) fprintf(f, "%d-%d,", cpu, last); else fprintf(f, "%d,", cpu);
		for (; cpu <= last; cpu++) bits += 1ULL << cpu;
	}
	fclose(f);
	if (size) text[size - 1] = 0;
	strcpy(list, text);
	free(text);
	snprintf(mask, 20, "%llx", bits);
	// end::todo-4[]
	// tag::todo-5[]
	unsigned cpu;
	cpu_set_t cpus;
	usleep(30000);
	if (thread_cpu(victim->tid, &cpu)) return -ESRCH;
	CPU_ZERO(&cpus); CPU_SET(cpu, &cpus);
	int error = set_affinity(hog->tid, &cpus);
	usleep(30000);
	return error;
	// end::todo-5[]
