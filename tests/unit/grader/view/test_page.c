/* SPDX-License-Identifier: MIT */
/*
 * page: a record in a page is text, whatever is in it.
 *
 *	test_page FOLDER	writes pages of made-up records there, for tests/view
 */
#include "tests/unit/scratch.h"

#include "grader/view/page.h"

#define BEGIN                                                                       \
	"{\"format\":\"pagelab-run\",\"version\":1,\"lab\":\"02-x\",\"title\":\"</" \
	"script>"                                                                   \
	"<img src=x onerror='top.hacked=1'>\",\"seed\":1,\"sizes\":{\"pages\":24}," \
	"\"kernel\":\"6.1\",\"page_bytes\":4096,\"nodes\":[\"0-3\",\"4-7\"],"       \
	"\"distances\":[[10,20],[20,10]],\"zones\":["                               \
	"],"
#define NAME "<script>top.hacked = 1</script>"
#define EVENTS(more)                                                                 \
	"\"moments_left_out\":0,\"end\":{\"how\":\"exit\",\"number\":0},\"events\":" \
	"[" more "],\"events_left_out\":[0,0,3]"

static const char moment_1[] =
	"{\"name\":\"filled\",\"us\":1000,\"at\":7,\"threads\":[{\"pid\":7,\"tid\":7,"
	"\"cpu\":0,\"name\":\"<b>x\"}],\"regions\":[{\"name\":\"" NAME "\",\"pid\":7,"
	"\"address\":1048576,\"pages\":24,\"seen\":24,\"runs\":[[0,8,64,1,257,22568,1,0],"
	"[8,8,512,0,256,22568,8,1],[16,4,0,0,0,0,0,-1],[20,4,3,0,128,0,0,-1]]}],"
	"\"regions_left_out\":0,\"counters\":{\"pgfault\":5,\"free, node 0 DMA, order "
	"0\":5,\"free, node 0 DMA, order 1\":3}}";
static const char moment_2[] =
	"{\"name\":\"</script>2\",\"us\":2000,\"at\":7,\"threads\":[{\"pid\":7,\"tid\":7,"
	"\"cpu\":4,\"name\":\"x\"}],\"regions\":[{\"name\":\"" NAME "\",\"pid\":7,"
	"\"address\":1048576,\"pages\":24,\"seen\":24,\"runs\":[[0,24,900,1,257,22568,1,"
	"1]]}],"
	"\"regions_left_out\":1,\"counters\":{\"pgfault\":29,\"free, node 0 DMA, order "
	"0\":7,\"free, node 0 DMA, order 1\":2}}";
static const char event[] =
	"{\"before\":1,\"us\":1500,\"cpu\":4,\"pid\":7,\"tid\":7,\"thread\":\"<i>t\","
	"\"kind\":\"fault\",\"nr\":24,\"region\":\"" NAME
	"\",\"of\":7,\"address\":1048576,"
	"\"pages\":24,\"words\":\"a write <u>took</u> a fault\"}";
static const char traffic[] =
	"\"traffic\":{\"cpus\":[0,4],\"samples\":[[0,900,0,5,0,0,0,0,0,0,7],"
	"[1000,1900,1,0,0,0,0,90,0,10,0]],\"left_out\":0}";
static const char verdicts[] =
	"\"verdicts\":[{\"claim\":\"a\",\"text\":\"<em>first</em>\",\"verdict\":\"PASS\","
	"\"where\":\"\"},{\"claim\":\"b\",\"text\":\"second\",\"verdict\":\"FAIL\","
	"\"where\":"
	"\"page 3\",\"run\":0,\"moment\":\"</script>2\",\"region\":\"" NAME
	"\",\"page\":3,"
	"\"in_child\":false}],";

static char *format_text(const char *format, ...)
{
	char *text;
	va_list ap;

	va_start(ap, format);
	assert_true(vasprintf(&text, format, ap) >= 0);
	va_end(ap);
	return text;
}

static char *small_record(void)
{
	return format_text(BEGIN
		"%s\"runs\":[{\"moments\":[%s,%s]," EVENTS("%s") ",%s}]}",
		verdicts, moment_1, moment_2, event, traffic);
}

/* 100,000 pages, each a run of its own, and a thousand moments that have none. */
static char *large_record(void)
{
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	fprintf(out, BEGIN "%s\"runs\":[{\"moments\":[", verdicts);
	for (int i = 0; i < 1000; i++)
		fprintf(out,
			"{\"name\":\"m%d\",\"us\":%d,\"at\":7,\"threads\":[],\"regions\":"
			"[]},",
			i, i);
	fputs("{\"name\":\"all\",\"us\":2000,\"at\":7,\"threads\":[],\"regions\":[{"
	      "\"name\":"
	      "\"large\",\"pid\":7,\"address\":4096,\"pages\":100000,\"seen\":100000,"
	      "\"runs\":[",
		out);
	for (int i = 0; i < 100000; i++)
		fprintf(out, "%s[%d,1,%d,0,257,22568,1,%d]", i ? "," : "", i,
			5000 + 3 * i, i % 2);
	fputs("]}],\"counters\":{}}]," EVENTS("") "}]}", out);
	fclose(out);
	return text;
}

static void a_record_ends_no_script(void **state)
{
	char *record = small_record(), *page;
	const char *begin, *end;

	(void)state;
	assert_int_equal(page_make(".", record, &page), 0);
	begin = strstr(page, "{\"format\"");
	assert_non_null(begin);
	end = strchr(begin, '<');
	assert_non_null(end);
	/* All of it stands before the first "<", which is the page's own. */
	assert_true(end - begin >= (long)strlen(record));
	assert_int_equal(strncmp(end, "</script>\n<script>", 18), 0);
	assert_null(strstr(page, "\n@view"));
	assert_null(strstr(page, "\n@record"));
	free(page);
	free(record);
}

static void a_page_that_is_not_there_is_an_error(void **state)
{
	char *page = NULL;

	(void)state;
	assert_int_equal(page_make("/nowhere", "{}", &page), -ENOENT);
	assert_null(page);
}

static void put(const char *folder, const char *name, char *record)
{
	char *page;

	assert_int_equal(page_make(".", record, &page), 0);
	folder_put(folder, name, page);
	free(page);
	free(record);
}

static int write_pages(const char *folder)
{
	char *cut = small_record();

	cut[strlen(cut) / 2] = '\0';
	put(folder, "small.html", small_record());
	put(folder, "large.html", large_record());
	put(folder, "cut.html", cut);
	put(folder, "none.html", strdup("{\"format\":\"other\"}"));
	put(folder, "later.html", strdup("{\"format\":\"pagelab-run\",\"version\":2}"));
	put(folder, "order.html",
		format_text(BEGIN
			"%s\"runs\":[{\"moments\":[{\"name\":\"a\",\"us\":0,"
			"\"threads\":[],\"regions\":[{\"name\":\"b\",\"pid\":1,"
			"\"pages\":8,\"runs\":[[4,4,0,0,0,0,0,0],[0,4,0,0,0,0,0,"
			"0]]}]}]," EVENTS("") "}]}",
			verdicts));
	put(folder, "early.html",
		format_text(
			BEGIN "%s\"runs\":[{\"moments\":[]," EVENTS("") "}]}", verdicts));
	put(folder, "empty.html", format_text(BEGIN "%s\"runs\":[]}", verdicts));
	return 0;
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_record_ends_no_script),
		cmocka_unit_test(a_page_that_is_not_there_is_an_error),
	};

	if (argc > 1)
		return write_pages(argv[1]);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
