/* SPDX-License-Identifier: MIT */
#include "draw_model.h"

#include <math.h>

#include "csv_naive.h"
#include "design/rule.h"
#include "fuzz.h"
#include "stats/selection.h"

/* Frame and sample, and what the draw says of them. */
struct model {
    const struct plan *plan;
    const struct draw_result *result;
    struct slice frame_text;
    struct slice sample_text;
    struct naive_csv frame;
    struct naive_csv sample;
};

static struct slice
record_text(struct slice text, const struct naive_record *record)
{
    return (struct slice){text.bytes + record->begin,
                          record->end - record->begin};
}

static struct slice
field_of(struct slice text, const struct naive_csv *csv,
         const struct naive_record *record, size_t j)
{
    const struct naive_span span = csv->fields[record->first_field + j];

    return (struct slice){text.bytes + span.begin, span.end - span.begin};
}

static bool
is_column(struct slice text, const struct naive_csv *csv, size_t j,
          struct slice name)
{
    const struct slice raw = field_of(text, csv, &csv->header, j);
    char *const said = fuzz_string(raw);
    const bool found =
        slice_equal((struct slice){said, naive_decode(raw, said)}, name);

    free(said);
    return found;
}

static void
check_counts(const struct model *model)
{
    const struct draw_result *const result = model->result;
    uint64_t pop_size = 0, sample_size = 0, kept_size = 0;

    fuzz_require(result->records == model->frame.count,
                 "%llu records, but there are %zu",
                 (unsigned long long)result->records, model->frame.count);
    fuzz_require(result->blank_lines == model->frame.blank_lines,
                 "another number of blank lines");
    fuzz_require(result->columns == model->frame.header.field_count,
                 "another number of columns");
    for (size_t h = 0; h < result->strata_count; h++) {
        const struct draw_stratum *const one = &result->strata[h];
        pop_size += one->pop_size;
        sample_size += one->sample_size;
        kept_size += one->kept_size;
        fuzz_require(one->sample_size <= one->pop_size, "n_h is above N_h");
    }
    fuzz_require(pop_size == result->drawn.pop_size &&
                     sample_size == result->drawn.sample_size &&
                     kept_size == result->kept.pop_size,
                 "strata do not add up");
    if (model->plan->unit.len == 0)
        fuzz_require(pop_size + kept_size + result->excluded +
                             result->ineligible + result->ineligible_missing ==
                         result->records,
                     "records do not add up");
}

/* How many rows have to leave; for plans whose units are records. */
static uint64_t
rows_expected(const struct model *model)
{
    const struct draw_result *const result = model->result;

    switch (model->plan->output) {
    case PLAN_DRAWN:
        return result->kept.pop_size + result->drawn.sample_size;
    case PLAN_REST:
        return result->drawn.pop_size - result->drawn.sample_size;
    case PLAN_ALL:
        break;
    }
    return result->kept.pop_size + result->drawn.pop_size;
}

/* Rows come in the order of the frame, with the bytes they had there. */
static void
check_rows(const struct model *model)
{
    size_t i = 0;

    for (size_t k = 0; k < model->sample.count; k++, i++) {
        const struct slice row =
            record_text(model->sample_text, &model->sample.records[k]);
        for (; i < model->frame.count; i++) {
            const struct slice from =
                record_text(model->frame_text, &model->frame.records[i]);
            if (row.len > from.len &&
                row.bytes[from.len] == model->plan->reader.dialect.delimiter &&
                slice_equal((struct slice){row.bytes, from.len}, from))
                break;
        }
        fuzz_require(i < model->frame.count,
                     "row %zu of the sample is no row of the frame", k + 1);
    }
}

/* Rows of the sample have weights whose sum is that of the population. */
static void
check_weights(const struct model *model)
{
    const struct slice text = model->sample_text;
    const struct naive_csv *const sample = &model->sample;
    double expected = model->plan->output == PLAN_REST
                          ? 0
                          : (double)model->result->kept.pop_size;
    size_t column = sample->header.field_count;
    double sum = 0;

    while (column-- > 0 &&
           !is_column(text, sample, column, model->plan->weight_name))
        ;
    fuzz_require(column < sample->header.field_count, "no column of weights");
    for (size_t h = 0; h < model->result->strata_count; h++) {
        const struct draw_stratum *const one = &model->result->strata[h];
        const uint64_t leaving = model->plan->output == PLAN_REST
                                     ? one->pop_size - one->sample_size
                                     : one->sample_size;
        expected += leaving > 0 ? (double)one->pop_size : 0;
    }
    for (size_t k = 0; k < sample->count; k++) {
        char *const cell =
            fuzz_string(field_of(text, sample, &sample->records[k], column));
        char *end;
        sum += strtod(cell, &end); /* those of --output=all may be empty */
        fuzz_require(*end == '\0', "\"%s\" is no weight", cell);
        free(cell);
    }
    fuzz_require(fabs(sum - expected) <= 1e-9 * expected,
                 "weights add up to %.17g, not to %.17g", sum, expected);
}

/* What a rule says of a record: as rule_judge(). */
static enum rule_answer
answer_of(const struct model *model, const struct rule *rule, size_t i)
{
    const struct slice raw = field_of(model->frame_text, &model->frame,
                                      &model->frame.records[i], rule->column);
    char *const cell = fuzz_string(raw);
    const enum rule_answer answer =
        rule_judge(rule, (struct slice){cell, naive_decode(raw, cell)});

    free(cell);
    return answer;
}

static int
compare_units(const void *a, const void *b)
{
    const struct selection_unit *const left = a, *const right = b;

    if (left->prn != right->prn)
        return left->prn < right->prn ? -1 : 1;
    return left->position < right->position ? -1
                                            : left->position > right->position;
}

/* Draws by sorting: marks the rows that have to leave. False: the plan or the
 * frame is more than this model knows of. */
static bool
draw_by_sorting(const struct model *model, const struct rule *keep,
                bool *leaves)
{
    const struct plan *const plan = model->plan;
    const size_t count = model->frame.count;
    struct selection_unit *const units = calloc(count + 1, sizeof *units);
    struct pcg64 stream;
    size_t others = 0;
    bool known = true;

    fuzz_require(units != NULL && prn_stream("draw", plan->seed, plan->label,
                                             &stream) == ST_OK,
                 "out of memory");
    for (size_t i = 0; i < count; i++) {
        const uint64_t prn = pcg64_next(&stream);
        const enum rule_answer answer =
            keep == NULL ? RULE_NO : answer_of(model, keep, i);
        known = known && answer != RULE_NO_VALUE;
        leaves[i] = answer == RULE_YES || answer == RULE_YES_DATE;
        if (!leaves[i])
            units[others++] = (struct selection_unit){prn, i};
    }
    qsort(units, others, sizeof *units, compare_units);
    /* Replicate K is the K-th run of n in this order. */
    for (size_t k = 0; k < others; k++)
        if (plan->sample_size > 0 &&
            k / plan->sample_size == plan->replicate - 1)
            leaves[units[k].position] = true;
    free(units);
    return known;
}

/* The rows that leave are those of the model. */
static void
check_sample(const struct model *model, const struct rule *keep)
{
    bool *const leaves = calloc(model->frame.count + 1, sizeof *leaves);
    size_t k = 0;

    fuzz_require(leaves != NULL, "out of memory");
    if (draw_by_sorting(model, keep, leaves)) {
        for (size_t i = 0; i < model->frame.count; i++) {
            const struct slice from =
                record_text(model->frame_text, &model->frame.records[i]);
            if (!leaves[i])
                continue;
            fuzz_require(k < model->sample.count, "rows are missing");
            const struct slice row =
                record_text(model->sample_text, &model->sample.records[k++]);
            fuzz_require(
                row.len > from.len &&
                    slice_equal((struct slice){row.bytes, from.len}, from),
                "row %zu of the sample is another record", k);
        }
        fuzz_require(k == model->sample.count, "too many rows");
    }
    free(leaves);
}

/* Plans that the second draw knows of. */
static bool
is_simple(const struct plan *plan)
{
    return plan->where_count == 0 && plan->keep_count <= 1 &&
           plan->strata.len == 0 && plan->unit.len == 0 &&
           plan->method == PLAN_SRS && plan->size == PLAN_N &&
           plan->output == PLAN_DRAWN;
}

static void
check_again(const struct model *model)
{
    const size_t len = model->frame.header.end - model->frame.header.begin;
    char *const raw =
        fuzz_string(record_text(model->frame_text, &model->frame.header));
    struct trouble trouble = {0};
    struct header header;
    struct rule rule;

    fuzz_require(header_init(&header, model->plan->reader.dialect, raw, len, 0,
                             0) == ST_OK,
                 "out of memory");
    if (model->plan->keep_count == 0)
        check_sample(model, NULL);
    else if (rule_read(slice_of(model->plan->keep[0]), &header, &trouble,
                       &rule) == ST_OK)
        check_sample(model, &rule);
    header_free(&header);
}

void
draw_model_check(const struct plan *plan, struct slice frame,
                 struct slice sample, const struct draw_result *result)
{
    struct model model = {.plan = plan,
                          .result = result,
                          .frame_text = frame,
                          .sample_text = sample};
    const bool whole_rows = plan->select.len == 0 && plan->drop.len == 0;

    naive_read(&model.frame, frame, plan->reader.dialect,
               plan->reader.max_record);
    fuzz_require(model.frame.fault == NAIVE_FINE,
                 "a sample was drawn from what is no frame");
    check_counts(&model);
    if (!plan->count_only) {
        naive_read(&model.sample, sample, plan->reader.dialect, READER_LIMIT);
        fuzz_require(model.sample.fault == NAIVE_FINE, "the sample is no CSV");
        if (plan->unit.len == 0)
            fuzz_require(model.sample.count == rows_expected(&model),
                         "%zu rows", model.sample.count);
        if (whole_rows)
            check_rows(&model);
        if (plan->unit.len == 0 && plan->method != PLAN_PPS &&
            !plan->inverse_probability && plan->base_weight.len == 0)
            check_weights(&model);
        if (whole_rows && is_simple(plan))
            check_again(&model);
    }
    naive_free(&model.frame);
    naive_free(&model.sample);
}
