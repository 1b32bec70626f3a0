/* SPDX-License-Identifier: MIT */
/* The reports of draws that are put together by hand: CSV to the letter, JSON
 * as Jansson reads it back, Markdown by its lines. */
#include <jansson.h>

#include "account_trial.h"
#include "design/report.h"
#include "run_tests.h"

/* The report of that NAME, new memory. */
static char *
report_of(struct account_trial *trial, const char *name)
{
    struct trouble trouble = {0};
    struct sink *sink = NULL;
    size_t len;

    account_trial_tell(trial);
    if (sink_open(name, NULL, &trouble, &sink) ||
        report_write(sink, name, &trial->account, &trouble) ||
        sink_publish(sink, &trouble))
        ck_abort_msg("%s", trouble.text);
    sink_free(sink);
    account_trial_free(trial);
    return scratch_read(name, &len);
}

/* 1,000 units, 200 drawn: 5; 21 units, 5 drawn: 4.2. */
static struct world two_strata = {.strata_count = 2,
                                  .pop_size = {1000, 21},
                                  .sample_size = {200, 5},
                                  .kept = {30, 1},
                                  .excluded = 2};

/* A fifth of each stratum. */
static void
start(struct account_trial *trial, enum plan_sdc sdc)
{
    static const char *const rules[] = {"died"};

    account_trial_init(trial, &two_strata);
    trial->plan.keep = rules;
    trial->plan.keep_count = 1;
    trial->plan.strata = slice_of("sex,year:dob");
    trial->plan.size = PLAN_FRACTION;
    trial->plan.share = (struct share){2, 1};
    trial->plan.sdc = sdc;
    trial->result.strata[0].label = slice_of("F,2014");
    trial->result.strata[1].label = slice_of("\"kept\"");
}

START_TEST(the_csv_has_a_row_for_each_stratum)
{
    struct account_trial trial;

    start(&trial, PLAN_SDC_NONE);
    char *const bytes = report_of(&trial, "r.csv");
    ck_assert_str_eq(
        bytes,
        "stratum,pop_size,sample_size,design_weight,sum_of_weights,kept_size,"
        "pop_rows,sample_rows\n"
        "kept,31,31,1,31,31,31,31\n"
        "\"F,2014\",1000,200,5,1000,30,1000,200\n"
        "\"\"\"kept\"\"\",21,5,4.2,21,1,21,5\n");
    free(bytes);
}
END_TEST

START_TEST(without_strata_the_drawn_have_a_row)
{
    struct world world = {
        .strata_count = 1, .pop_size = {9}, .sample_size = {0}};
    struct account_trial trial;

    account_trial_init(&trial, &world);
    char *const bytes = report_of(&trial, "r.CSV");
    ck_assert_ptr_nonnull(strstr(bytes, "\ndrawn,9,0,,0,0,9,0\n"));
    free(bytes);
}
END_TEST

START_TEST(the_csv_marks_what_is_suppressed)
{
    struct account_trial trial;

    start(&trial, PLAN_SDC_ROUND5);
    char *const bytes = report_of(&trial, "r.csv");
    ck_assert_ptr_nonnull(strstr(bytes,
                                 "\nkept,30,30,1,30,30,30,30\n"
                                 "\"F,2014\",1000,200,5,1000,30,1000,200\n"
                                 "\"\"\"kept\"\"\",[c],[c],,,[c],[c],[c]\n"));
    free(bytes);
}
END_TEST

/* The member at PATH, such as strata/1/pop_size. */
static const json_t *
member(const json_t *json, const char *path)
{
    char name[64];

    while (*path != '\0') {
        const size_t len = strcspn(path, "/");
        ck_assert_uint_lt(len, sizeof name);
        memcpy(name, path, len);
        name[len] = '\0';
        json = json_is_array(json) ? json_array_get(json, (size_t)atoi(name))
                                   : json_object_get(json, name);
        ck_assert_msg(json != NULL, "no %s", name);
        path += len + (path[len] == '/');
    }
    return json;
}

static void
check_number(const json_t *json, const char *path, double want)
{
    const json_t *const found = member(json, path);

    ck_assert_msg(json_is_number(found), "%s is no number", path);
    ck_assert_double_eq(json_number_value(found), want);
}

START_TEST(the_json_has_all_strata)
{
    static const struct argp_option options[] = {{"n", 'n', "N", 0, "", 0},
                                                 {0}};
    static const struct argp argp = {options, NULL, NULL, NULL,
                                     NULL,    NULL, NULL};
    struct account_trial trial;

    start(&trial, PLAN_SDC_NONE);
    trial.account.argp = &argp;
    char *const bytes = report_of(&trial, "r.json");
    json_t *const json = json_loads(bytes, 0, NULL);
    ck_assert_ptr_nonnull(json);
    ck_assert_uint_eq(json_array_size(member(json, "strata")), 3);
    ck_assert_str_eq(json_string_value(member(json, "strata/1/stratum")),
                     "F,2014");
    check_number(json, "strata/0/pop_size", 31);
    check_number(json, "strata/2/pop_size", 21);
    check_number(json, "strata/2/design_weight", 4.2);
    check_number(json, "strata/2/kept_size", 1);
    check_number(json, "sums/pop_size", 1021);
    check_number(json, "sums/sample_size", 205);
    check_number(json, "input/records", 1054);
    ck_assert_str_eq(json_string_value(member(json, "design/keys")),
                     "sex,year:dob");
    ck_assert_str_eq(json_string_value(member(json, "config/n")), "9");
    ck_assert_str_eq(json_string_value(member(json, "config/seed")), "7");
    json_decref(json);
    free(bytes);
}
END_TEST

START_TEST(the_json_has_null_for_what_is_suppressed)
{
    struct account_trial trial;

    start(&trial, PLAN_SDC_MIDPOINT6);
    char *const bytes = report_of(&trial, "r.json");
    json_t *const json = json_loads(bytes, 0, NULL);
    ck_assert_ptr_nonnull(json);
    check_number(json, "strata/1/pop_size", 999);
    ck_assert(json_is_null(member(json, "strata/2/pop_size")));
    ck_assert(json_is_null(member(json, "strata/2/design_weight")));
    ck_assert(json_is_null(member(json, "input/dropped")));
    ck_assert(json_is_null(member(json, "input/bytes")));
    ck_assert(json_is_null(member(json, "cost/read_seconds")));
    ck_assert(json_is_null(member(json, "cost/peak_memory_bytes")));
    ck_assert(json_is_null(member(json, "config")));
    ck_assert_str_eq(json_string_value(member(json, "sdc/rule")), "midpoint6");
    json_decref(json);
    free(bytes);
}
END_TEST

/* Whether the report has the line. */
static void
check_line(const char *bytes, const char *line)
{
    char whole[256];

    snprintf(whole, sizeof whole, "\n%s\n", line);
    ck_assert_msg(strstr(bytes, whole) != NULL, "no %s in %s", line, bytes);
}

START_TEST(the_markdown_says_how_to_analyse_strata)
{
    struct account_trial trial;

    start(&trial, PLAN_SDC_NONE);
    char *const bytes = report_of(&trial, "r.md");
    check_line(bytes, "| F,2014 | 1,000 | 200 | 30 | 5 | 1000 |");
    check_line(bytes, "- kept, with weight 1, is every record with `died`");
    check_line(bytes, "The sample has no columns `stratum` and `N`: draw it "
                      "again with the same seed and `--add stratum,N`.");
    check_line(bytes, "models <- svydesign(ids = ~1, strata = ~stratum, "
                      "weights = ~weight, data = rows)");
    check_line(bytes, "frame <- svydesign(ids = ~1, strata = ~stratum, "
                      "weights = ~weight, fpc = ~N, data = rows)");
    check_line(bytes, "svyset _n [pweight=weight], strata(stratum_code) "
                      "singleunit(centered) fpc(N)");
    free(bytes);
}
END_TEST

START_TEST(the_markdown_knows_units_and_odd_names)
{
    struct world world = {
        .strata_count = 1, .pop_size = {8}, .sample_size = {2}};
    struct account_trial trial;

    account_trial_init(&trial, &world);
    trial.plan.unit = slice_of("patient id");
    trial.plan.weight_name = slice_of("my`w");
    trial.plan.add[PLAN_COLUMN_POP_SIZE] = slice_of("N");
    char *const bytes = report_of(&trial, "r.md");
    check_line(bytes, "models <- svydesign(ids = ~`patient id`, weights = "
                      "~`my\\`w`, data = rows)");
    ck_assert_ptr_null(strstr(bytes, "--add"));
    check_line(bytes, "rows <- read.csv(\"sample.csv\", check.names = FALSE)");
    check_line(bytes, "  if `\"`: variable label `v''\"' == `\"my\\`w\"' "
                      "rename `v' sampling_weight");
    check_line(bytes, "  if `\"`: variable label `v''\"' == `\"patient id\"' "
                      "rename `v' sampling_unit");
    check_line(bytes, "svyset sampling_unit [pweight=sampling_weight]");
    free(bytes);
}
END_TEST

START_TEST(the_markdown_reads_the_file_that_was_written)
{
    struct world world = {
        .strata_count = 1, .pop_size = {8}, .sample_size = {2}};
    struct account_trial trial;

    account_trial_init(&trial, &world);
    trial.account.output = "out/a \"b\"\\$c.tsv";
    trial.plan.reader.dialect.delimiter = '\t';
    char *const bytes = report_of(&trial, "r.md");
    check_line(bytes, "rows <- read.csv(\"out/a \\\"b\\\"\\\\$c.tsv\", sep = "
                      "\"\\t\", check.names = FALSE)");
    check_line(bytes, "import delimited `\"out/a \"b\"\\\\$c.tsv\"', "
                      "asdouble delimiters(`\"\\t\"') case(preserve) clear");
    free(bytes);
}
END_TEST

START_TEST(a_delimiter_is_told_as_r_and_stata_read_it)
{
    static const struct {
        char delimiter;
        const char *r, *stata;
    } told[] = {
        {',', "\"s.csv\", check", "`\"s.csv\"', asdouble case"},
        {';', "sep = \";\"", "delimiters(`\";\"')"},
        {'\\', "sep = \"\\\\\"", "delimiters(`\"\\\"')"},
        {'$', "sep = \"$\"", "delimiters(`\"\\$\"')"},
    };
    struct world world = {
        .strata_count = 1, .pop_size = {8}, .sample_size = {2}};

    for (size_t k = 0; k < sizeof told / sizeof *told; k++) {
        struct account_trial trial;
        account_trial_init(&trial, &world);
        trial.account.output = "s.csv";
        trial.plan.reader.dialect.delimiter = told[k].delimiter;
        char *const bytes = report_of(&trial, "r.md");
        ck_assert_ptr_nonnull(strstr(bytes, told[k].r));
        ck_assert_ptr_nonnull(strstr(bytes, told[k].stata));
        free(bytes);
    }
}
END_TEST

/* The summary with all its details. */
static char *
summary_of(struct account_trial *trial)
{
    char *bytes = NULL;
    size_t len;
    FILE *const stream = open_memstream(&bytes, &len);

    ck_assert_ptr_nonnull(stream);
    account_trial_tell(trial);
    account_print(stream, &trial->account, true);
    fclose(stream);
    account_trial_free(trial);
    return bytes;
}

/* A draw of the same cells as they are told, but of other numbers. */
static void
start_hidden(struct account_trial *trial, bool other)
{
    start(trial, PLAN_SDC_ROUND5);
    trial->plan.reader.kernel = scan_kernel_choose(NULL);
    trial->account.peak_bytes = 1000;
    if (!other)
        return;
    trial->result.strata[0].pop_size = 1002;
    trial->result.strata[1].pop_size = 12;
    trial->result.strata[1].sample_size = 3;
    trial->result.strata[1].kept_size = 4;
    trial->result.kept.pop_size = trial->result.kept.sample_size = 34;
    trial->result.excluded = 7;
    trial->result.records = 1055;
    trial->result.bytes_read = trial->result.bytes_decoded = 99999;
    trial->result.read_seconds = trial->result.write_seconds = 9;
    trial->result.candidates = trial->result.log_bytes_on_disk = 77;
    trial->result.base_weight_sum = trial->result.final_weight_sum = 5;
    trial->account.peak_bytes = 2000;
    ck_assert(!warnings_add(&trial->result.warnings, "all 12 records"));
}

/* Two worlds that are told alike are printed alike: nothing is printed from
 * anywhere else. */
START_TEST(what_is_not_told_is_in_no_report)
{
    static const char *const names[] = {"r.json", "r.csv", "r.md", NULL};

    for (size_t k = 0; k < sizeof names / sizeof names[0]; k++) {
        struct account_trial trial;
        char *text[2];
        for (int other = 0; other < 2; other++) {
            start_hidden(&trial, other == 1);
            text[other] = names[k] == NULL ? summary_of(&trial)
                                           : report_of(&trial, names[k]);
        }
        ck_assert_str_eq(text[0], text[1]);
        ck_assert_ptr_nonnull(
            strstr(text[0], names[k] == NULL ? "[c]" : "kept"));
        free(text[0]);
        free(text[1]);
    }
}
END_TEST

START_TEST(another_extension_is_no_report)
{
    ck_assert(report_has_form("a.json") && report_has_form("b.MD"));
    ck_assert(!report_has_form("report.txt") && !report_has_form(""));
}
END_TEST

int
main(void)
{
    TCase *tests = tcase_create("report");

    tcase_add_checked_fixture(tests, scratch_enter, scratch_leave);
    tcase_add_test(tests, the_csv_has_a_row_for_each_stratum);
    tcase_add_test(tests, without_strata_the_drawn_have_a_row);
    tcase_add_test(tests, the_csv_marks_what_is_suppressed);
    tcase_add_test(tests, the_json_has_all_strata);
    tcase_add_test(tests, the_json_has_null_for_what_is_suppressed);
    tcase_add_test(tests, the_markdown_says_how_to_analyse_strata);
    tcase_add_test(tests, the_markdown_knows_units_and_odd_names);
    tcase_add_test(tests, the_markdown_reads_the_file_that_was_written);
    tcase_add_test(tests, a_delimiter_is_told_as_r_and_stata_read_it);
    tcase_add_test(tests, what_is_not_told_is_in_no_report);
    tcase_add_test(tests, another_extension_is_no_report);
    return run_tests("report", tests);
}
