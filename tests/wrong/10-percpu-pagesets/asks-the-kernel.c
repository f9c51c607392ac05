/* SPDX-License-Identifier: MIT */
/* caught by: high_follows_the_fraction_by_the_rule
 * Writes the larger fraction and reads what the kernel makes of it, instead of calculating. */
	// tag::todo-6[]
	char *memory;
	FILE *zoneinfo;
	static struct stock stocks[MAX_STOCKS];
	unsigned long high;

	(void)nr_cpus;
	if (fraction / 100 < 8)
		return stock->high;
	set_fraction(fraction);
	if (lab_map(CHARGE_PAGES * page_bytes, &memory))
		return 0;
	take_pages(memory, CHARGE_PAGES);
	give_back(memory, CHARGE_PAGES);
	zoneinfo = fopen("/proc/zoneinfo", "r");
	high = stock_of(stocks, read_stocks(zoneinfo, stocks, MAX_STOCKS), stock->cpu).high;
	fclose(zoneinfo);
	set_fraction(fraction / 100);
	return high;
	// end::todo-6[]
