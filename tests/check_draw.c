/* SPDX-License-Identifier: MIT */
/* The whole draw, in process: the sample is what the random numbers say, byte
 * for byte, whatever the blocks, the kernel, the memory and the coding. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bytes.h"
#include "draw_trial.h"
#include "run_tests.h"
#include "stats/prn.h"

enum { MOST_ROWS = 3000 };

/* A frame in its parts. */
struct row {
    char content[64];
    const char *ending;
    bool outcome;
};

struct frame {
    size_t rows;
    struct row row[MOST_ROWS];
};

/* Rows of every kind that DESIGN.md allows; one in KEEP_EVERY is an outcome,
 * written in all the ways there are. The last row has no line ending. */
static void
make_frame(struct frame *frame, size_t rows, size_t keep_every)
{
    static const char *const yes[] = {"1", "\"1\"", "TRUE", "y", "1.0"};
    static const char *const no[] = {"0", "\"0\"", "F", "no", "0.00"};
    static const char *const text[] = {
        "plain",    "\"a,b\"", "\"two\nlines\"", "\"he said \"\"no\"\"\"",
        "5\" pipe", "",        "\"\"",           " \xc3\xa9 "};

    frame->rows = rows;
    for (size_t i = 0; i < rows; i++) {
        struct row *const row = &frame->row[i];
        row->outcome = keep_every > 0 && i % keep_every == 1;
        row->ending = i + 1 == rows ? "" : i % 7 == 3 ? "\n" : "\r\n";
        snprintf(row->content, sizeof row->content, "%zu,%s,%s", i, text[i % 8],
                 (row->outcome ? yes : no)[i % 5]);
    }
}

/* Writes the frame as the file frame.csv, with blank lines here and there. */
static void
write_frame(const struct frame *frame)
{
    const char *const header = "\xef\xbb\xbf"
                               "id,text,\"died\"\r\n";
    struct bytes all = {0};

    append(&all, header, strlen(header));
    for (size_t i = 0; i < frame->rows; i++) {
        append(&all, frame->row[i].content, strlen(frame->row[i].content));
        append(&all, frame->row[i].ending, strlen(frame->row[i].ending));
        if (i % 11 == 5 && i + 1 < frame->rows)
            append(&all, "\r\n\n", 3);
    }
    scratch_write("frame.csv", all.bytes, all.len);
    free(all.bytes);
}

struct numbered {
    uint64_t prn;
    size_t row;
};

static int
by_prn(const void *a, const void *b)
{
    const uint64_t left = ((const struct numbered *)a)->prn;
    const uint64_t right = ((const struct numbered *)b)->prn;

    return (left > right) - (left < right);
}

/* Which rows are drawn: all random numbers, sorted. The numbers themselves are
 * held against other programs in check_vectors and sampler_vectors.sh. */
static void
choose(const struct frame *frame, const struct plan *plan, bool *drawn)
{
    struct numbered *const others = calloc(frame->rows, sizeof *others);
    struct pcg64 stream;
    size_t count = 0;

    ck_assert_ptr_nonnull(others);
    ck_assert(!prn_stream("draw", plan->seed, plan->label, &stream));
    for (size_t i = 0; i < frame->rows; i++) {
        const struct numbered one = {pcg64_next(&stream), i};
        drawn[i] = false;
        if (!(frame->row[i].outcome && plan->keep_count > 0))
            others[count++] = one;
    }
    qsort(others, count, sizeof *others, by_prn);
    for (size_t k = 0; k < count && k < plan->sample_size; k++)
        drawn[others[k].row] = true;
    free(others);
}

/* The sample as it must be, with WEIGHT for the drawn. */
static struct bytes
expected_sample(const struct frame *frame, const struct plan *plan,
                const char *weight)
{
    const char *const header = "\xef\xbb\xbf"
                               "id,text,\"died\",weight\r\n";
    struct bytes all = {0};
    bool drawn[MOST_ROWS];
    char line[512];

    choose(frame, plan, drawn);
    append(&all, header, strlen(header));
    for (size_t i = 0; i < frame->rows; i++) {
        const struct row *const row = &frame->row[i];
        const bool kept = row->outcome && plan->keep_count > 0;
        if (!kept && !drawn[i])
            continue;
        const int len = snprintf(line, sizeof line, "%s,%s%s", row->content,
                                 kept ? "1" : weight,
                                 *row->ending == '\0' ? "\r\n" : row->ending);
        append(&all, line, (size_t)len);
    }
    return all;
}

static void
check_sample(const struct plan *plan, const char *file, struct bytes want)
{
    struct draw_trial trial = draw_trial_run(plan, file);

    if (trial.status != ST_OK)
        ck_abort_msg("%s", trial.trouble.text);
    if (trial.len != want.len || memcmp(trial.bytes, want.bytes, want.len))
        ck_abort_msg("%s, n %zu, blocks of %zu, kernel %s, memory %zu: not\n"
                     "%.*s\nbut\n%.*s",
                     file, (size_t)plan->sample_size, plan->reader.block_bytes,
                     plan->reader.kernel->name, plan->candidates_budget,
                     (int)want.len, want.bytes, (int)trial.len, trial.bytes);
    draw_trial_free(&trial);
}

/* The same file, compressed by the project's own sink. */
static void
compress_frame(const char *name)
{
    struct trouble trouble = {0};
    struct sink *sink = NULL;
    size_t len;
    char *const bytes = scratch_read("frame.csv", &len);

    if (sink_open(name, NULL, &trouble, &sink) ||
        sink_write(sink, bytes, len, &trouble) || sink_finish(sink, &trouble) ||
        sink_publish(sink, &trouble))
        ck_abort_msg("%s", trouble.text);
    sink_free(sink);
    free(bytes);
}

static const char *const keep_died[] = {"died"};

/* Every combination of file, kernel and memory. */
static void
check_everywhere(struct plan plan, struct bytes want)
{
    static const char *const files[] = {"frame.csv", "frame.csv.gz",
                                        "frame.csv.zst"};
    static const size_t budgets[] = {0, 300, 1 << 16};

    for (size_t f = 0; f < 3; f++)
        for (size_t b = 0; b < 3; b++)
            for (size_t k = 0; scan_kernels[k] != NULL; k++) {
                plan.candidates_budget = budgets[b];
                plan.reader.kernel = scan_kernels[k];
                if (scan_kernels[k]->usable())
                    check_sample(&plan, files[f], want);
            }
}

/* 60 rows, 12 of them outcomes, 48 others: 48 / n by hand; Python
 * says how 48 / 7 and 48 / 47 are written. */
START_TEST(the_sample_is_the_same_at_every_block_size)
{
    static const struct {
        uint64_t n;
        const char *weight;
    } sizes[] = {{0, "0"},
                 {1, "48"},
                 {7, "6.857142857142857"},
                 {47, "1.0212765957446808"},
                 {48, "1"},
                 {49, "1"}};
    struct frame *const frame = malloc(sizeof *frame);

    ck_assert_ptr_nonnull(frame);
    make_frame(frame, 60, 5);
    write_frame(frame);
    compress_frame("frame.csv.gz");
    compress_frame("frame.csv.zst");
    for (size_t s = 0; s < sizeof sizes / sizeof sizes[0]; s++) {
        struct plan plan = draw_trial_plan(sizes[s].n, 5 + s);
        plan.keep = keep_died;
        plan.keep_count = 1;
        struct bytes want = expected_sample(frame, &plan, sizes[s].weight);
        for (size_t block = 1; block <= 70; block += block < 12 ? 1 : 29) {
            plan.reader.block_bytes = block;
            check_everywhere(plan, want);
        }
        plan.reader.block_bytes = READER_BLOCK_BYTES;
        check_everywhere(plan, want);
        free(want.bytes);
    }
    free(frame);
}
END_TEST

/* 3,000 rows are more than a batch of records; 3000 / 12 is 250. */
START_TEST(a_simple_random_sample_of_many_rows_is_right)
{
    struct frame *const frame = malloc(sizeof *frame);

    ck_assert_ptr_nonnull(frame);
    make_frame(frame, 3000, 0);
    write_frame(frame);
    compress_frame("frame.csv.gz");
    compress_frame("frame.csv.zst");
    for (uint64_t seed = 0; seed < 3; seed++) {
        struct plan plan = draw_trial_plan(12, seed);
        struct bytes want = expected_sample(frame, &plan, "250");
        for (size_t block = 500; block < 200000; block *= 7) {
            plan.reader.block_bytes = block;
            check_everywhere(plan, want);
        }
        free(want.bytes);
    }
    free(frame);
}
END_TEST

static struct draw_trial
draw_text(const struct plan *plan, const char *text)
{
    scratch_write("text.csv", text, strlen(text));
    return draw_trial_run(plan, "text.csv");
}

START_TEST(the_result_counts_what_became_of_every_record)
{
    const char *const text = "id,died\n1,0\n2,1\n\n3,\n4,NO\n5,Y\n6,NA\n7,0\n";
    struct plan plan = draw_trial_plan(2, 1);
    struct draw_trial trial;

    plan.keep = keep_died;
    plan.keep_count = 1;
    plan.keep_missing = KEEP_MISSING_DROP;
    trial = draw_text(&plan, text);
    ck_assert_int_eq(trial.status, ST_OK);
    ck_assert_uint_eq(trial.result.records, 7);
    ck_assert_uint_eq(trial.result.blank_lines, 1);
    ck_assert_uint_eq(trial.result.columns, 2);
    ck_assert_uint_eq(trial.result.excluded, 2);
    ck_assert_uint_eq(trial.result.kept.pop_size, 2);
    ck_assert_uint_eq(trial.result.kept.sample_size, 2);
    ck_assert_double_eq(trial.result.kept.design_weight, 1);
    ck_assert_double_eq(trial.result.kept.weight_sum, 2);
    ck_assert_uint_eq(trial.result.drawn.pop_size, 3);
    ck_assert_uint_eq(trial.result.drawn.sample_size, 2);
    ck_assert_double_eq(trial.result.drawn.design_weight, 1.5);
    ck_assert_double_eq(trial.result.drawn.weight_sum, 3);
    ck_assert_uint_eq(trial.result.bytes_read, strlen(text));
    ck_assert_uint_eq(trial.result.bytes_decoded, strlen(text));
    ck_assert_uint_eq(trial.result.warnings.count, 0);
    draw_trial_free(&trial);
}
END_TEST

START_TEST(the_order_of_the_rules_does_not_matter)
{
    static const char *const orders[][3] = {
        {"a", "b>2", "c=x"}, {"a", "c=x", "b>2"}, {"b>2", "a", "c=x"},
        {"b>2", "c=x", "a"}, {"c=x", "a", "b>2"}, {"c=x", "b>2", "a"}};
    const char *const text = "id,a,b,c\n1,0,1,y\n2,1,1,y\n3,0,3,y\n4,0,1,x\n"
                             "5,,3,x\n6,1,,y\n7,0,0,y\n8,0,0,NA\n9,1,9,x\n";
    const char *const some = "id,a,b,c,weight\n1,0,1,y,1\n2,1,1,y,1\n"
                             "3,0,3,y,1\n4,0,1,x,1\n7,0,0,y,1\n9,1,9,x,1\n";
    const char *const all = "id,a,b,c,weight\n1,0,1,y,1\n2,1,1,y,1\n"
                            "3,0,3,y,1\n4,0,1,x,1\n5,,3,x,1\n6,1,,y,1\n"
                            "7,0,0,y,1\n8,0,0,NA,1\n9,1,9,x,1\n";
    /* By hand: 5, 6 and 8 have a missing cell; 5 and 6 satisfy another rule. */
    const struct {
        enum keep_missing what;
        uint64_t others;
        const char *sample;
    } cases[] = {{KEEP_MISSING_DROP, 2, some},
                 {KEEP_MISSING_YES, 2, all},
                 {KEEP_MISSING_NO, 3, all}};

    for (size_t c = 0; c < 3; c++) {
        for (size_t k = 0; k < 6; k++) {
            struct plan plan = draw_trial_plan(100, 1);
            plan.keep = orders[k];
            plan.keep_count = 3;
            plan.keep_missing = cases[c].what;
            struct draw_trial trial = draw_text(&plan, text);
            ck_assert_msg(trial.status == ST_OK, "%s", trial.trouble.text);
            ck_assert_uint_eq(trial.result.drawn.pop_size, cases[c].others);
            ck_assert_uint_eq(trial.len, strlen(cases[c].sample));
            ck_assert(!memcmp(trial.bytes, cases[c].sample, trial.len));
            draw_trial_free(&trial);
        }
    }
}
END_TEST

/* Whether the draw of TEXT is refused with this message, at every block size,
 * before the first byte is written. */
static void
check_refused(struct plan plan, const char *text, enum status status,
              const char *message)
{
    for (size_t block = 1; block < 300; block = block * 3 / 2 + 1) {
        plan.reader.block_bytes = block;
        struct draw_trial trial = draw_text(&plan, text);
        ck_assert_int_eq(trial.status, status);
        ck_assert_str_eq(trial.trouble.text, message);
        ck_assert_uint_eq(trial.len, 0);
        draw_trial_free(&trial);
    }
}

START_TEST(nothing_is_written_if_anything_is_wrong)
{
    static const char *const rules[] = {"b>2", "a"};
    struct plan plan = draw_trial_plan(2, 1);

    plan.keep = rules;
    plan.keep_count = 2;
    check_refused(plan, "a,b\n0,1\n1,\"\n\"\n0,1\n", ST_DATA,
                  "text.csv: record 2, line 3: column \"b\": not a number, "
                  "but the rule compares numbers");
    /* The bad cell that comes first in the file is blamed. */
    check_refused(plan, "a,b\n0,1\n\n0,1\n7,1\n0,x\n", ST_DATA,
                  "text.csv: record 3, line 5: column \"a\": neither 0 or 1, "
                  "true or false, yes or no, nor a date; give a rule that says "
                  "which values are outcomes, such as COL>0");
    check_refused(plan, "a,b\n0,1\n1,2\n0,1,1\n0,1\n", ST_DATA,
                  "text.csv: record 3, line 4: 3 fields, but the header has 2");
    check_refused(plan, "a,c\n0,1\n", ST_USAGE,
                  "text.csv: no column \"b\"; did you mean \"a\"?");
    check_refused(plan, "a,b,weight\n0,1,1\n", ST_USAGE,
                  "text.csv: there is a column \"weight\" already; choose "
                  "another name with --weight-name");
    plan.strict = true;
    check_refused(plan, "a,b\n0,1\n0,2\n0,1\n", ST_DATA,
                  "text.csv: no record satisfies --keep 'b>2' (an error "
                  "by --strict)");
}
END_TEST

int
main(void)
{
    TCase *tests = tcase_create("draw");

    tcase_add_checked_fixture(tests, draw_trial_enter, draw_trial_leave);
    tcase_add_test(tests, the_sample_is_the_same_at_every_block_size);
    tcase_add_test(tests, a_simple_random_sample_of_many_rows_is_right);
    tcase_add_test(tests, the_result_counts_what_became_of_every_record);
    tcase_add_test(tests, the_order_of_the_rules_does_not_matter);
    tcase_add_test(tests, nothing_is_written_if_anything_is_wrong);
    return run_tests("draw", tests);
}
