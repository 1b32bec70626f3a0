/* SPDX-License-Identifier: MIT */
#include "design/draw.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/figure.h"
#include "base/usage.h"
#include "design/candidates.h"
#include "design/classify.h"
#include "design/sample_writer.h"
#include "stats/prn.h"
#include "stats/selection.h"
#include "stats/weight.h"

/* A draw at work. */
struct draw {
    const struct plan *plan;
    struct source *source;
    struct trouble *trouble;
    struct draw_result *result;
    struct reader *reader;
    struct columns columns;
    struct classifier *classifier;
    struct candidates *candidates;
    struct selection selection;
    struct pcg64 stream;
};

static bool
in_sample(const void *context, const struct candidate *candidate)
{
    const struct selection *const selection = context;
    const struct selection_unit unit = {candidate->prn, candidate->position};

    return candidate->certainty || selection_holds(selection, unit);
}

/* Logs record R of the batch as a candidate. */
static enum status
log_record(struct draw *draw, const struct record_batch *batch, size_t r,
           uint64_t prn, bool certainty)
{
    const struct record_row row = record_row(batch, r);
    const struct candidate candidate = {
        .prn = prn,
        .position = batch->first_record + r,
        .offset = batch->offset + batch->begin[r],
        .content_bytes = (uint32_t)row.content.len,
        .ending_bytes = (uint16_t)row.ending_bytes,
        .certainty = certainty,
    };

    return candidates_add(draw->candidates, &candidate, row.content.bytes,
                          draw->trouble);
}

/* Every record takes a number of the stream, whatever becomes of it. */
static enum status
take_batch(struct draw *draw, const struct record_batch *batch)
{
    unsigned char classes[RECORD_BATCH];
    enum status st =
        classify(draw->classifier, draw->reader, batch, draw->trouble, classes);

    for (size_t r = 0; r < batch->count && st == ST_OK; r++) {
        const struct selection_unit unit = {pcg64_next(&draw->stream),
                                            batch->first_record + r};
        bool taken = false;
        if (classes[r] == UNIT_EXCLUDED) {
            draw->result->excluded++;
        } else if (classes[r] == UNIT_KEPT) {
            draw->result->kept.pop_size++;
            st = log_record(draw, batch, r, unit.prn, true);
        } else if (selection_offer(&draw->selection, unit, &taken) != ST_OK) {
            st = trouble_nomem(draw->trouble);
        } else if (taken) {
            st = log_record(draw, batch, r, unit.prn, false);
        }
    }
    return st;
}

static void
tell_progress(const struct draw *draw)
{
    const struct plan_progress progress = {
        .bytes_read = source_bytes_read(draw->source),
        .bytes_total = source_bytes_total(draw->source),
        .bytes_decoded = reader_bytes(draw->reader),
    };

    if (draw->plan->on_progress != NULL)
        draw->plan->on_progress(draw->plan->progress_context, &progress);
}

/* Pass 1: the input from begin to end. */
static enum status
read_frame(struct draw *draw)
{
    const struct record_batch *batch;
    enum status st;

    while ((st = reader_next(draw->reader, draw->trouble, &batch)) == ST_OK) {
        st = take_batch(draw, batch);
        if (st != ST_OK)
            break;
        tell_progress(draw);
    }
    draw->result->records = reader_records(draw->reader);
    draw->result->blank_lines = reader_blank_lines(draw->reader);
    draw->result->bytes_decoded = reader_bytes(draw->reader);
    draw->result->bytes_read = source_bytes_read(draw->source);
    if (st != ST_END)
        return st;
    return source_check_unchanged(draw->source, draw->trouble);
}

/* Keeps what the account tells of missing cells. */
static enum status
note_missing(struct draw *draw)
{
    struct draw_result *const result = draw->result;
    size_t room = 0;

    for (size_t k = 0; k < draw->plan->keep_count; k++) {
        const struct classifier_missing missing =
            classifier_missing(draw->classifier, k);
        if (missing.records == 0)
            continue;
        if (array_reserve(&result->missing, &room, draw->plan->keep_count,
                          sizeof *result->missing))
            return trouble_nomem(draw->trouble);
        struct draw_missing *const note =
            &result->missing[result->missing_count++];
        const size_t len = missing.column_name.len < sizeof note->column
                               ? missing.column_name.len
                               : sizeof note->column - 1;
        memcpy(note->column, missing.column_name.bytes, len);
        note->column[len] = '\0';
        note->records = missing.records;
    }
    return ST_OK;
}

/* Every N_h is known now, and so is every weight. */
static void
settle(struct draw *draw)
{
    struct draw_stratum *const kept = &draw->result->kept;
    struct draw_stratum *const drawn = &draw->result->drawn;

    kept->sample_size = kept->pop_size;
    kept->design_weight = kept->pop_size > 0 ? 1.0 : 0.0;
    drawn->pop_size = draw->selection.pop_size;
    drawn->sample_size = draw->selection.taken;
    if (drawn->sample_size > 0)
        drawn->design_weight =
            design_weight(drawn->pop_size, drawn->sample_size);
    draw->result->strata[0] = *drawn;
    draw->result->candidates = candidates_count(draw->candidates);
    draw->result->log_bytes_on_disk =
        candidates_bytes_on_disk(draw->candidates);
}

/* What the log says is going to leave, counted anew. */
struct tally {
    uint64_t kept;
    uint64_t drawn;
    double drawn_weight; /* as it reads back from the text that is written */
    struct weight_sum kept_sum;
    struct weight_sum drawn_sum;
};

static enum status
tally_up(void *context, const struct candidate *candidate, const char *row,
         struct trouble *trouble)
{
    struct tally *const tally = context;

    (void)row;
    (void)trouble;
    if (candidate->certainty) {
        tally->kept++;
        weight_sum_add(&tally->kept_sum, 1.0);
    } else {
        tally->drawn++;
        weight_sum_add(&tally->drawn_sum, tally->drawn_weight);
    }
    return ST_OK;
}

/* The promise of DESIGN.md, section 3, stratum by stratum. */
static enum status
check(struct draw *draw)
{
    struct draw_result *const result = draw->result;
    const struct draw_stratum kept = result->kept, drawn = result->drawn;
    struct tally tally = {
        .drawn_weight = strtod(weight_text_of(drawn.design_weight).text, NULL)};
    const enum status st = candidates_each(draw->candidates, false, tally_up,
                                           &tally, draw->trouble);

    if (st != ST_OK)
        return st;
    result->kept.weight_sum = weight_sum_value(&tally.kept_sum);
    result->drawn.weight_sum = weight_sum_value(&tally.drawn_sum);
    const bool counts_agree =
        kept.pop_size + drawn.pop_size + result->excluded == result->records &&
        tally.kept == kept.sample_size && tally.drawn == drawn.sample_size;
    const bool weights_agree =
        weight_sum_agrees(&tally.kept_sum, kept.pop_size) &&
        (drawn.sample_size == 0 ||
         weight_sum_agrees(&tally.drawn_sum, drawn.pop_size));
    if (counts_agree && weights_agree)
        return ST_OK;
    return trouble_say(draw->trouble, ST_DATA,
                       "%s: internal check failed: %s do not add up; nothing "
                       "was written",
                       source_name(draw->source),
                       counts_agree ? "weights" : "records");
}

static enum status
warn_of_all(struct warnings *warnings, uint64_t sample_size, uint64_t pop_size)
{
    const bool one = pop_size == 1;
    char all[sizeof(struct figure) + sizeof "all "];

    snprintf(all, sizeof all, "all %s", figure_of(pop_size).text);
    return warnings_add(warnings,
                        "--n %" PRIu64 " is not less than what there is: %s "
                        "record%s taken, with weight 1",
                        sample_size, one ? "the only" : all,
                        one ? " is" : "s are");
}

/* What the numbers ask to be said. */
static enum status
warn(struct draw *draw)
{
    const struct plan *const plan = draw->plan;
    const struct draw_stratum drawn = draw->result->drawn;
    struct warnings *const warnings = &draw->result->warnings;
    const struct figure n = figure_of(drawn.pop_size);
    const char *const s = drawn.pop_size == 1 ? "" : "s";
    enum status st = ST_OK;

    if (draw->result->records == 0)
        return ST_OK;
    if (draw->result->records == draw->result->excluded)
        return warnings_add(warnings, "every record is dropped") == ST_OK
                   ? ST_OK
                   : trouble_nomem(draw->trouble);
    if (drawn.pop_size == 0)
        st = warnings_add(warnings, "every record has the outcome: nothing to "
                                    "draw from");
    else if (plan->sample_size == 0)
        st = warnings_add(warnings, "not represented: %s record%s", n.text, s);
    else if (plan->sample_size >= drawn.pop_size)
        st = warn_of_all(warnings, plan->sample_size, drawn.pop_size);
    return st == ST_OK ? ST_OK : trouble_nomem(draw->trouble);
}

static enum status
be_strict(const struct draw *draw)
{
    const struct warnings *const warnings = &draw->result->warnings;

    if (!draw->plan->strict || warnings->count == 0)
        return ST_OK;
    return trouble_say(draw->trouble, ST_DATA, "%s: %s (an error by --strict)",
                       source_name(draw->source), warnings->list[0].text);
}

/* Pass 2: what was chosen, in the order of the input. */
static enum status
write_sample(struct draw *draw, struct sink *sink)
{
    struct sample_writer writer = {
        .sink = sink,
        .header = reader_header(draw->reader),
        .drawn_weight = weight_text_of(draw->result->drawn.design_weight),
        .kept_weight = weight_text_of(1.0),
    };
    enum status st =
        sample_writer_begin(&writer, draw->plan->weight_name, draw->trouble);

    if (st == ST_OK)
        st = candidates_each(draw->candidates, true, sample_writer_row, &writer,
                             draw->trouble);
    if (st == ST_OK)
        st = source_check_unchanged(draw->source, draw->trouble);
    if (st == ST_OK)
        st = sink_finish(sink, draw->trouble);
    return st;
}

/* Everything that can be wrong with the options, before the first record. */
static enum status
prepare(struct draw *draw)
{
    const struct plan *const plan = draw->plan;
    const struct slice name = plan->weight_name;
    const struct candidates_setup log = {
        .source = draw->source,
        .folder = plan->folder,
        .budget = plan->candidates_budget,
        .filter = in_sample,
        .filter_context = &draw->selection,
    };
    enum status st =
        reader_open(draw->source, &plan->reader, draw->trouble, &draw->reader);

    if (st != ST_OK)
        return st;
    draw->result->columns = reader_header(draw->reader)->columns;
    if (header_has(reader_header(draw->reader), name))
        return trouble_say(draw->trouble, ST_USAGE,
                           "%s: there is a column \"%.*s\" already; choose "
                           "another name with --weight-name",
                           source_name(draw->source), (int)name.len,
                           name.bytes);
    st = classifier_new(plan, draw->reader, &draw->columns, draw->trouble,
                        &draw->classifier);
    if (st == ST_OK)
        st = columns_bind(&draw->columns, draw->reader, draw->trouble);
    if (st == ST_OK)
        st = candidates_new(&log, draw->trouble, &draw->candidates);
    if (st == ST_OK &&
        prn_stream("draw", plan->seed, plan->label, &draw->stream) != ST_OK)
        st = trouble_nomem(draw->trouble);
    draw->result->stream = draw->stream;
    return st;
}

enum status
draw_run(const struct plan *plan, struct source *source, struct sink *sink,
         struct trouble *trouble, struct draw_result *result)
{
    struct draw draw = {
        .plan = plan, .source = source, .trouble = trouble, .result = result};
    const double start = usage_seconds();
    double read = start;

    *result = (struct draw_result){.strata = calloc(1, sizeof *result->strata),
                                   .strata_count = 1};
    if (result->strata == NULL)
        return trouble_nomem(trouble);
    selection_init(&draw.selection, plan->sample_size);
    enum status st = prepare(&draw);
    if (st == ST_OK)
        st = read_frame(&draw);
    if (st == ST_OK) {
        settle(&draw);
        read = usage_seconds();
        st = classifier_finish(draw.classifier, source_name(source), trouble,
                               &result->warnings);
    }
    if (st == ST_OK)
        st = note_missing(&draw);
    if (st == ST_OK)
        st = warn(&draw);
    if (st == ST_OK)
        st = be_strict(&draw);
    if (st == ST_OK)
        st = check(&draw);
    if (st == ST_OK)
        st = write_sample(&draw, sink);
    result->read_seconds = read - start;
    result->write_seconds = usage_seconds() - read;

    selection_free(&draw.selection);
    candidates_free(draw.candidates);
    classifier_free(draw.classifier);
    columns_free(&draw.columns);
    reader_free(draw.reader);
    return st;
}

void
draw_result_free(struct draw_result *result)
{
    warnings_free(&result->warnings);
    free(result->missing);
    free(result->strata);
    result->missing = NULL;
    result->strata = NULL;
}
