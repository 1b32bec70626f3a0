/* SPDX-License-Identifier: MIT */
/* The stage that writes: from the log of candidates where there is one, else by
 * one more reading of the frame. */
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "design/draw_state.h"

void
draw_count_unit(struct draw *draw, const struct sample_row *row)
{
    if (row->is_kept)
        draw->written.kept++;
    else if (row->is_selected)
        draw->written.drawn++;
    else
        draw->written.rest++;
}

static void
count_row(struct draw *draw, const struct sample_row *row)
{
    struct stratum *const stratum = &draw->strata->list[row->stratum];

    if (row->is_kept) {
        draw->result->kept.pop_rows++;
        draw->result->kept.sample_rows += !row->is_passed;
        return;
    }
    stratum->pop_rows++;
    stratum->sample_rows += row->is_selected && !row->is_passed;
}

/* Whether the plan has such a row leave. */
static bool
leaves(const struct plan *plan, const struct sample_row *row)
{
    switch (plan->output) {
    case PLAN_DRAWN:
        return row->is_selected;
    case PLAN_REST:
        return !row->is_selected;
    case PLAN_ALL:
        return true;
    }
    return false;
}

enum status
draw_write_row(struct draw *draw, const struct sample_row *row)
{
    count_row(draw, row);
    if (row->is_passed || !leaves(draw->plan, row))
        return ST_OK;
    return sample_writer_row(draw->writer, row, draw->trouble);
}

/* The random number of a record, whatever it was selected by. */
static uint64_t
prn_at(const struct draw *draw, uint64_t position)
{
    struct pcg64 stream = draw->result->stream;

    pcg64_advance(&stream, position);
    return pcg64_next(&stream);
}

/* Writes a candidate; a candidate_visitor. */
static enum status
write_candidate(void *context, const struct candidate *candidate,
                const char *bytes, struct trouble *trouble)
{
    struct draw *const draw = context;
    const struct selection_unit unit = {candidate->prn, candidate->position};
    struct sample_row row = {
        .content = {bytes, candidate->content_bytes},
        .ending_bytes = candidate->ending_bytes,
        .stratum = candidate->stratum,
        .is_kept = candidate->certainty,
        .is_selected = true,
        .is_below =
            stratum_takes(&draw->strata->list[candidate->stratum], unit),
        .prn = candidate->prn,
    };

    if (draw->pps != NULL && !row.is_kept) {
        struct pps_row sized;
        const enum status st =
            pps_look_up(draw->pps, row.stratum, row.content, trouble, &sized);
        if (st != ST_OK)
            return st;
        row.prob = sized.prob;
        row.weight = sized.weight;
    }
    if (draw->pps != NULL)
        row.prn = prn_at(draw, candidate->position);
    if (row.is_kept)
        draw->result->kept.sample_rows++;
    else
        draw->strata->list[row.stratum].sample_rows++;
    return sample_writer_row(draw->writer, &row, trouble);
}

/* Looks at the size of a record, which says whether it is drawn and what it
 * weighs. */
static enum status
weigh_record(struct draw *draw, const struct walk_batch *batch, size_t r,
             struct sample_row *row)
{
    struct selection_unit unit;
    struct decimal size;

    if (draw->pps == NULL || row->is_kept)
        return ST_OK;
    const enum status st = draw_rank_record(draw, batch, r, &size, &unit);
    if (st != ST_OK)
        return st;
    row->is_selected = row->is_below =
        stratum_takes(&draw->strata->list[row->stratum], unit);
    const struct pps_row sized = pps_weigh(draw->pps, row->stratum, &size);
    row->prob = sized.prob;
    row->weight = sized.weight;
    return ST_OK;
}

static enum status
write_records(struct draw *draw, const struct walk_batch *batch)
{
    enum status st = ST_OK;

    for (size_t r = 0; r < batch->records->count && st == ST_OK; r++) {
        if (batch->classes[r] >= UNIT_EXCLUDED)
            continue;
        struct sample_row row =
            draw_row(draw, batch, r, batch->classes[r] == UNIT_KEPT);
        st = weigh_record(draw, batch, r, &row);
        draw_count_unit(draw, &row);
        if (st == ST_OK)
            st = draw_write_row(draw, &row);
    }
    return st;
}

/* The stream of all rows, or of the rows of a shard that does not know its
 * place among them. */
static enum status
open_row_stream(struct draw *draw)
{
    const struct plan *const plan = draw->plan;
    const struct slice label =
        plan->shard.is_part ? (struct slice){"", 0} : plan->label;
    const enum status st =
        prn_stream("row", plan->seed, label, &draw->row_stream);

    if (st == ST_OK)
        pcg64_advance(&draw->row_stream, plan->shard.first);
    return st;
}

static enum status
write_frame(struct draw *draw)
{
    const struct plan *const plan = draw->plan;

    if (plan->unit.len == 0)
        return draw_pass(draw, write_records);
    if (plan->one_per_unit && open_row_stream(draw) != ST_OK)
        return trouble_nomem(draw->trouble);
    if (plan->unit_sorted)
        return draw_write_sorted(draw);
    return draw_write_scattered(draw);
}

/* What was seen on the way must be what was counted before. */
static enum status
compare_counts(struct draw *draw)
{
    const struct draw_result *const result = draw->result;
    const struct draw_stratum *const drawn = &result->drawn;
    const struct draw_met *const met = &draw->met, *const was = &draw->counted;

    if (draw->plan->unit.len > 0 && !draw->plan->unit_sorted)
        return met->kept_rows == was->kept_rows &&
                       met->other_rows == was->other_rows &&
                       met->sum == was->sum
                   ? ST_OK
                   : draw_say_changed(draw);
    if (draw->written.kept == result->kept.pop_size &&
        draw->written.drawn == drawn->sample_size &&
        draw->written.rest == drawn->pop_size - drawn->sample_size)
        return ST_OK;
    return draw_say_changed(draw);
}

/* What a shard's columns stand behind. */
static enum status
tell_header(struct draw *draw)
{
    struct draw_result *const result = draw->result;
    struct slice content;

    if (!draw->plan->shard.is_out)
        return ST_OK;
    if (sample_writer_header(draw->writer, &content) != ST_OK)
        return trouble_nomem(draw->trouble);
    result->header = strndup(content.bytes, content.len);
    result->header_bytes = content.len;
    return result->header == NULL ? trouble_nomem(draw->trouble) : ST_OK;
}

/* The rows of every stratum, now that all were seen. */
void
draw_tell_rows(struct draw *draw)
{
    struct draw_result *const result = draw->result;
    const bool by_record = draw->plan->unit.len == 0;

    for (size_t k = 0; k < result->strata_count; k++) {
        struct draw_stratum *const told = &result->strata[k];
        const struct stratum *const stratum =
            &draw->strata->list[draw->order[k]];
        told->pop_rows = by_record ? told->pop_size : stratum->pop_rows;
        told->sample_rows =
            by_record ? told->sample_size : stratum->sample_rows;
        if (draw->plan->output == PLAN_REST) /* they are rows that leave */
            told->sample_rows = told->pop_rows - told->sample_rows;
        result->drawn.pop_rows += told->pop_rows;
        result->drawn.sample_rows += told->sample_rows;
    }
    if (by_record)
        result->kept.pop_rows = result->kept.sample_rows =
            result->kept.pop_size;
    result->final_weight_sum = sample_writer_sum(draw->writer);
    result->sample_bytes = sample_writer_bytes(draw->writer);
}

enum status
draw_write(struct draw *draw)
{
    enum status st = sample_writer_new(draw->plan, &draw->header, draw->strata,
                                       draw->result->kept.pop_size, draw->sink,
                                       draw->trouble, &draw->writer);

    if (st == ST_OK && draw->candidates != NULL &&
        draw->plan->output == PLAN_DRAWN) {
        st = candidates_each(draw->candidates, true, write_candidate, draw,
                             draw->trouble);
        if (st == ST_OK)
            st = source_check_unchanged(draw->source, draw->trouble);
    } else if (st == ST_OK) {
        st = write_frame(draw);
        if (st == ST_OK)
            st = compare_counts(draw);
    }
    if (st == ST_OK)
        st = tell_header(draw);
    if (st == ST_OK)
        draw_tell_rows(draw);
    return st == ST_OK ? sink_finish(draw->sink, draw->trouble) : st;
}
