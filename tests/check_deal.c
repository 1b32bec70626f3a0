/* SPDX-License-Identifier: MIT */
/* A few records are dealt, and their chunks are worked out by hand. */
#include "design/deal.h"

#include "run_tests.h"
#include "scratch.h"

enum { MOST = 64 };

static const char *by[8], *levels[8], *missing[8], *invalid[8], *other[8];

struct trial {
    enum status status;
    struct trouble trouble;
    uint32_t numbers[MOST];
    size_t records;
    uint32_t chunks;
    uint64_t dropped;
    struct deal_odd odd;   /* of the first key */
    char labels[MOST][64]; /* of the chunks, with commas between */
};

static struct split_plan
plan_by(const char *key)
{
    by[0] = key;
    return (struct split_plan){
        .by = {by, key != NULL},
        .levels = {levels, 0},
        .missing = {missing, 0},
        .invalid = {invalid, 0},
        .other = {other, 0},
        .max_chunks = 20,
        .reader = {.kernel = scan_kernel_choose(NULL),
                   .dialect = {','},
                   .block_bytes = 64,
                   .max_record = 1000},
    };
}

static void
note_labels(struct trial *trial, const struct dealer *dealer)
{
    struct slice labels[4];

    trial->chunks = dealer_chunks(dealer);
    trial->dropped = dealer_dropped(dealer);
    if (dealer_keys(dealer) > 0)
        trial->odd = dealer_odd(dealer, 0);
    for (uint32_t c = 0; c < trial->chunks && dealer_keys(dealer) > 0; c++) {
        int len = 0;
        dealer_labels(dealer, c, labels);
        for (size_t k = 0; k < dealer_keys(dealer); k++)
            len +=
                snprintf(trial->labels[c] + len,
                         sizeof trial->labels[c] - (size_t)len, "%s%.*s",
                         k > 0 ? "," : "", (int)labels[k].len, labels[k].bytes);
    }
}

/* Deals the frame TEXT. */
static struct trial
run(const struct split_plan *plan, const char *text)
{
    struct trial trial = {.status = ST_OK};
    struct source *source = NULL;
    struct reader *reader = NULL;
    struct dealer *dealer = NULL;
    const struct record_batch *batch;
    uint32_t numbers[RECORD_BATCH];
    enum status st;

    scratch_write("frame", text, strlen(text));
    ck_assert(!source_open("frame", &trial.trouble, &source));
    ck_assert(!reader_open(source, &plan->reader, &trial.trouble, &reader));
    st = dealer_new(plan, reader, &trial.trouble, &dealer);
    if (st == ST_OK)
        dealer_set_bytes(dealer, strlen(text));
    while (st == ST_OK &&
           (st = reader_next(reader, &trial.trouble, &batch)) == ST_OK) {
        st = deal(dealer, reader, batch, &trial.trouble, numbers);
        for (size_t r = 0; r < batch->count && st == ST_OK; r++)
            trial.numbers[trial.records++] = numbers[r];
    }
    trial.status =
        st == ST_END ? dealer_finish(dealer, "frame", &trial.trouble) : st;
    if (trial.status == ST_OK)
        note_labels(&trial, dealer);
    dealer_free(dealer);
    reader_free(reader);
    source_free(source);
    return trial;
}

/* Whether the records have these labels: "a b - a" with - for dropped. */
static void
check_dealt(const struct trial *trial, const char *want)
{
    char got[1024] = "";

    ck_assert_msg(trial->status == ST_OK, "%s", trial->trouble.text);
    for (size_t r = 0; r < trial->records; r++) {
        const uint32_t number = trial->numbers[r];
        if (r > 0)
            strcat(got, " ");
        strcat(got, number == DEAL_DROPPED ? "-" : trial->labels[number]);
    }
    ck_assert_str_eq(got, want);
}

START_TEST(a_value_is_a_chunk)
{
    const struct split_plan plan = plan_by("k");
    const struct trial trial =
        run(&plan, "k,n\nb,1\na,2\n\"b\",3\nB,4\n b,5\n");

    check_dealt(&trial, "b a b B  b");
    ck_assert_uint_eq(trial.chunks, 4);
}
END_TEST

START_TEST(a_value_is_remembered_whatever_its_length)
{
    const struct split_plan plan = plan_by("k");
    const struct trial trial =
        run(&plan, "k\n1234567\n12345678\n123456781234567\n1234567812345678\n"
                   "12345678123456789\n1234567\n12345678\n123456781234567\n"
                   "1234567812345678\n12345678123456789\n");

    check_dealt(&trial, "1234567 12345678 123456781234567 1234567812345678 "
                        "12345678123456789 1234567 12345678 123456781234567 "
                        "1234567812345678 12345678123456789");
    ck_assert_uint_eq(trial.chunks, 5);
}
END_TEST

/* Periods that were met before are known; what is none, or outside the levels,
 * is judged and counted each time. */
START_TEST(dates_of_one_year_are_one_chunk_however_they_are_written)
{
    static const char frame[] =
        "k\n2016-01-01\n\"2016-12-31\"\n2016-05-05T10:00\n2017-01-01\n"
        "2016-02-30\n2015-06-30\n2016-02-29\n\n\"2017-02-29\"\n2015-12-31\n"
        "\"2015-01-01\"\n2017-06-30 23:59:60\n2016-06-30\n";
    struct split_plan plan = plan_by("year:k");
    struct trial trial;

    invalid[0] = "bad";
    missing[0] = "drop";
    plan.invalid.count = plan.missing.count = 1;
    trial = run(&plan, frame);
    check_dealt(&trial,
                "2016 2016 2016 2017 bad 2015 2016 - bad 2015 2015 2017 "
                "2016");
    ck_assert_uint_eq(trial.odd.invalid, 2);
    ck_assert_uint_eq(trial.odd.other, 0);
    levels[0] = "year=2016..2017";
    other[0] = "early";
    plan.levels.count = plan.other.count = 1;
    trial = run(&plan, frame);
    check_dealt(&trial, "2016 2016 2016 2017 bad early 2016 - bad early early "
                        "2017 2016");
    ck_assert_uint_eq(trial.odd.invalid, 2);
    ck_assert_uint_eq(trial.odd.other, 3);
    plan.key_setup.year_start = 701;
    levels[0] = "year=2015..2016";
    trial = run(&plan, frame);
    check_dealt(&trial,
                "2015_2016 2016_2017 2015_2016 2016_2017 bad early 2015_2016 "
                "- bad 2015_2016 early 2016_2017 2015_2016");
}
END_TEST

/* 32 combinations of three keys, twice. */
START_TEST(combinations_are_found_again)
{
    struct split_plan plan = plan_by("a");
    char text[1024] = "a,b,c\n";
    struct trial trial;

    by[1] = "b";
    by[2] = "c";
    plan.by.count = 3;
    plan.max_chunks = MOST;
    for (int twice = 0; twice < 2; twice++)
        for (int i = 0; i < MOST / 2; i++)
            sprintf(text + strlen(text), "%d,%d,%d\n", i & 3, i >> 2 & 3,
                    i >> 4);
    trial = run(&plan, text);
    ck_assert_int_eq(trial.status, ST_OK);
    ck_assert_uint_eq(trial.chunks, MOST / 2);
    for (uint32_t i = 0; i < MOST; i++)
        ck_assert_uint_eq(trial.numbers[i], i % (MOST / 2));
}
END_TEST

START_TEST(keys_are_crossed_with_their_levels)
{
    struct split_plan plan = plan_by("sex");
    struct trial trial;

    by[1] = "outcome:died";
    plan.by.count = 2;
    trial = run(&plan, "sex,died\nf,0\nm,1\nf,1\n");
    check_dealt(&trial, "f,0 m,1 f,1");
    ck_assert_uint_eq(trial.chunks, 4); /* and m,0 */
    levels[0] = "sex=m,x";
    other[0] = "sex=rest";
    plan.levels.count = plan.other.count = 1;
    trial = run(&plan, "sex,died\nf,0\nm,1\nf,1\n");
    check_dealt(&trial, "rest,0 m,1 rest,1");
    ck_assert_uint_eq(trial.chunks, 6);
    ck_assert_str_eq(trial.labels[0], "m,0");
    ck_assert_str_eq(trial.labels[5], "rest,1");
}
END_TEST

START_TEST(missing_cells_are_refused_dropped_or_a_label)
{
    struct split_plan plan = plan_by("k");
    struct trial trial = run(&plan, "k,n\nb,1\n,2\nNA,3\n");

    ck_assert_int_eq(trial.status, ST_DATA);
    missing[0] = "drop";
    plan.missing.count = 1;
    trial = run(&plan, "k,n\nb,1\n,2\nNA,3\n");
    check_dealt(&trial, "b - -");
    ck_assert_uint_eq(trial.dropped, 2);
    missing[1] = "k=b";
    plan.missing.count = 2;
    trial = run(&plan, "k,n\nb,1\n,2\nNA,3\n");
    check_dealt(&trial, "b b b");
    ck_assert_uint_eq(trial.chunks, 1);
}
END_TEST

START_TEST(a_missing_outcome_is_no_event_only_among_dates)
{
    struct split_plan plan = plan_by("outcome:d");
    struct trial trial = run(&plan, "d,n\n,1\n2020-01-01,2\nNA,3\n");

    check_dealt(&trial, "0 1 0");
    trial = run(&plan, "d,n\n,1\n1,2\nNA,3\n");
    ck_assert_int_eq(trial.status, ST_DATA);
    missing[0] = "d=drop";
    plan.missing.count = 1;
    trial = run(&plan, "d,n\n,1\n1,2\nNA,3\n");
    check_dealt(&trial, "- 1 -");
}
END_TEST

START_TEST(there_are_no_more_chunks_than_allowed)
{
    struct split_plan plan = plan_by("k");
    struct trial trial;

    plan.max_chunks = 2;
    trial = run(&plan, "k\na\nb\na\n");
    ck_assert_int_eq(trial.status, ST_OK);
    trial = run(&plan, "k\na\nb\nc\n");
    ck_assert_int_eq(trial.status, ST_DATA);
    ck_assert_str_eq(trial.trouble.text,
                     "frame: more than 2 chunks; --max-chunks=N allows "
                     "N of them");
}
END_TEST

START_TEST(rows_are_counted)
{
    struct split_plan plan = plan_by(NULL);
    struct trial trial;

    plan.rows_each = 2;
    trial = run(&plan, "k\na\nb\nc\nd\ne\n");
    ck_assert_int_eq(trial.status, ST_OK);
    for (uint32_t r = 0; r < 5; r++)
        ck_assert_uint_eq(trial.numbers[r], r / 2);
    ck_assert_uint_eq(trial.chunks, 3);
    trial = run(&plan, "k\n");
    ck_assert_uint_eq(trial.chunks, 1);
}
END_TEST

/* A record is in part floor(K x (where it begins) / (bytes of all records)),
 * except that a part takes none that begins before its border: by brute force
 * over all K, on records of 2, 3, ... bytes. */
START_TEST(parts_have_equal_bytes)
{
    enum { RECORDS = 12 };
    struct split_plan plan = plan_by(NULL);
    char text[256] = "k\n";
    uint32_t begins[RECORDS], total = 0;

    for (int r = 0; r < RECORDS; r++) {
        begins[r] = total;
        for (int i = 0; i <= r; i++)
            strcat(text, "x");
        strcat(text, "\n");
        total += (uint32_t)r + 2;
    }
    for (uint32_t parts = 1; parts <= 20; parts++) {
        plan.parts = parts;
        const struct trial trial = run(&plan, text);
        ck_assert_int_eq(trial.status, ST_OK);
        ck_assert_uint_eq(trial.chunks, parts);
        for (int r = 0; r < RECORDS; r++)
            ck_assert_uint_eq(trial.numbers[r], begins[r] * parts / total);
    }
}
END_TEST

/* As tests/splitter_groups.sh has Python work it out from the recipe. */
START_TEST(groups_follow_the_unit)
{
    struct split_plan plan = plan_by(NULL);

    plan.groups = 20;
    plan.unit = "id";
    plan.seed = 7;
    const struct trial trial =
        run(&plan, "n,id\n1,a\n2,b\n3,\"a\"\n4,c\n5,b\n6,d\n");
    check_dealt(&trial, "16 13 16 20 13 16");
    ck_assert_uint_eq(trial.chunks, 20);
}
END_TEST

int
main(void)
{
    TCase *tests = tcase_create("deal");

    tcase_add_checked_fixture(tests, scratch_enter, scratch_leave);
    tcase_add_test(tests, a_value_is_a_chunk);
    tcase_add_test(tests, a_value_is_remembered_whatever_its_length);
    tcase_add_test(tests,
                   dates_of_one_year_are_one_chunk_however_they_are_written);
    tcase_add_test(tests, combinations_are_found_again);
    tcase_add_test(tests, keys_are_crossed_with_their_levels);
    tcase_add_test(tests, missing_cells_are_refused_dropped_or_a_label);
    tcase_add_test(tests, a_missing_outcome_is_no_event_only_among_dates);
    tcase_add_test(tests, there_are_no_more_chunks_than_allowed);
    tcase_add_test(tests, rows_are_counted);
    tcase_add_test(tests, parts_have_equal_bytes);
    tcase_add_test(tests, groups_follow_the_unit);
    return run_tests("deal", tests);
}
