/* SPDX-License-Identifier: MIT */
/* The stage that selects: every size is known, or known once a stratum is met,
 * and the smallest random numbers of each stratum are taken. */
#include <stdlib.h>

#include "design/draw_state.h"

/* What the sizes ask of a stratum, unless counting has settled that. Where they
 * ask for a part of what all shards have together, a shard cannot know. */
static enum status
ask_sizes(struct draw *draw, uint32_t h, struct trouble *trouble)
{
    const bool is_shard = draw->plan->shard.is_out;

    struct stratum *const stratum = &draw->strata->list[h];
    enum status st;

    if (draw->is_counted && !is_shard)
        return ST_OK;
    st = sizes_of_new(draw->sizes, draw->strata, h, trouble);
    if (!is_shard || st != ST_OK)
        return st;
    stratum->has_fraction = sizes_fraction(draw->sizes, h, &stratum->fraction);
    if (stratum->has_fraction || (draw->plan->size != PLAN_SIZES_FILE &&
                                  sizes_need_counts(draw->plan, draw->sizes)))
        stratum->wanted = INT64_MAX;
    return ST_OK;
}

uint64_t
draw_ranks(const struct plan *plan, uint64_t wanted)
{
    const struct plan_shard *const shard = &plan->shard;
    const uint64_t replicates =
        shard->is_out ? shard->replicate : plan->replicate;
    uint64_t ranks;

    if (__builtin_mul_overflow(wanted, replicates, &ranks))
        ranks = UINT64_MAX;
    return shard->at_most > 0 && ranks > shard->at_most ? shard->at_most
                                                        : ranks;
}

/* Gives the strata in front of END their size. */
static enum status
size_strata(struct draw *draw, uint32_t end, struct trouble *trouble)
{
    for (; draw->sized < end; draw->sized++) {
        struct stratum *const stratum = &draw->strata->list[draw->sized];
        const enum status st = ask_sizes(draw, draw->sized, trouble);
        if (st != ST_OK)
            return st;
        selection_init(&stratum->selection,
                       draw_first_ration(draw, draw->sized));
    }
    return ST_OK;
}

enum status
draw_size_strata(struct draw *draw)
{
    return size_strata(draw, draw->strata->count, draw->trouble);
}

/* Gives the strata that the batch has met their size. */
static void
size_batch(struct draw *draw, const struct walk_batch *batch)
{
    struct trouble fault = {0};

    for (size_t r = 0; r < batch->records->count; r++)
        if (batch->classes[r] < UNIT_EXCLUDED &&
            size_strata(draw, batch->strata[r] + 1, &fault) != ST_OK)
            walk_cut(draw->walk, r, &fault);
}

void
draw_size_met(struct draw *draw, const struct walk_batch *batch)
{
    if (draw->sized < draw->strata->count)
        size_batch(draw, batch);
}

/* Whether a candidate is in the sample, as far as it goes now. */
static bool
in_sample(const void *context, const struct candidate *candidate)
{
    const struct draw *const draw = context;
    const struct stratum *const stratum =
        &draw->strata->list[candidate->stratum];
    const struct selection_unit unit = {candidate->prn, candidate->position};

    if (candidate->certainty)
        return true;
    if (draw->is_settled)
        return stratum_takes(stratum, unit);
    if (draw->plan->unit.len > 0 && !draw->plan->unit_sorted)
        return candidate->prn <= draw->reach;
    return draw->plan->method == PLAN_BERNOULLI ||
           selection_holds(&stratum->selection, unit);
}

enum status
draw_log_record(struct draw *draw, const struct walk_batch *batch, size_t r,
                uint64_t prn, bool certainty)
{
    const struct record_batch *const records = batch->records;
    const struct record_row row = record_row(records, r);
    const struct candidate candidate = {
        .prn = prn,
        .position = records->first_record + r,
        .offset = records->offset + records->begin[r],
        .content_bytes = (uint32_t)row.content.len,
        .stratum = batch->strata[r] & (STRATA_MOST - 1),
        .ending_bytes = row.ending_bytes & 3,
        .certainty = certainty,
    };

    if (draw->candidates == NULL)
        return ST_OK;
    return candidates_add(draw->candidates, &candidate, row.content.bytes,
                          draw->trouble);
}

/* Offers a unit to its stratum, by the method of the plan. */
static inline enum status
offer(struct draw *draw, uint32_t h, struct selection_unit unit, bool *taken)
{
    struct stratum *const stratum = &draw->strata->list[h];

    if (draw->plan->method == PLAN_BERNOULLI) {
        *taken = share_takes(draw->threshold, unit.prn);
        stratum->selection.pop_size++;
        stratum->selection.taken += *taken;
        return ST_OK;
    }
    if (stratum->is_rationed && selection_is_full(&stratum->selection))
        draw_raise_ration(draw, h);
    return selection_offer(&stratum->selection, unit, taken) == ST_OK
               ? ST_OK
               : trouble_nomem(draw->trouble);
}

enum status
draw_offer(struct draw *draw, uint32_t h, struct selection_unit unit,
           bool *taken)
{
    return offer(draw, h, unit, taken);
}

enum status
draw_rank_record(struct draw *draw, const struct walk_batch *batch, size_t r,
                 struct decimal *size, struct selection_unit *unit)
{
    const enum status st =
        walk_number(draw->walk, r, WALK_SIZE, draw->trouble, size);

    *unit = walk_unit(batch, r);
    if (st == ST_OK)
        unit->prn = pps_rank(draw->pps, batch->strata[r], size, unit->prn);
    return st == ST_END ? draw_say_changed(draw) : st;
}

/* What a record is selected by: its random number, or its rank. */
static inline enum status
unit_of(struct draw *draw, const struct walk_batch *batch, size_t r,
        struct selection_unit *unit)
{
    struct decimal size;

    if (draw->pps != NULL)
        return draw_rank_record(draw, batch, r, &size, unit);
    *unit = walk_unit(batch, r);
    return ST_OK;
}

static enum status
select_record(struct draw *draw, const struct walk_batch *batch, size_t r)
{
    const uint32_t h = batch->strata[r];
    struct selection_unit unit;
    bool taken = false;
    enum status st;

    if (batch->classes[r] == UNIT_KEPT) {
        draw->strata->list[h].kept_size += !draw->is_counted;
        return draw_log_record(draw, batch, r, batch->prns[r], true);
    }
    if (batch->classes[r] != UNIT_OTHER)
        return ST_OK;
    st = unit_of(draw, batch, r, &unit);
    if (st == ST_OK && draw->has_numbers && !draw->is_counted) /* a shard */
        st = draw_count_number(draw, r, h);
    if (st == ST_OK)
        st = offer(draw, h, unit, &taken);
    return taken && st == ST_OK
               ? draw_log_record(draw, batch, r, unit.prn, false)
               : st;
}

/* The same where there is one stratum, whose bound stays in a register. */
static size_t
pass_refused_of_one(struct selection *selection, const struct walk_batch *batch,
                    size_t r)
{
    const size_t count = batch->records->count, begin = r;
    const uint64_t bound = selection->bound.prn;

    if (!selection->is_bounded)
        return r;
    while (r < count && batch->classes[r] == UNIT_OTHER &&
           batch->prns[r] > bound)
        r++;
    selection_pass(selection, r - begin);
    return r;
}

size_t
draw_pass_refused(struct draw *draw, const struct walk_batch *batch, size_t r)
{
    struct stratum *const list = draw->strata->list;
    const size_t count = batch->records->count;

    if (draw->strata->key_count == 0)
        return pass_refused_of_one(&list[0].selection, batch, r);
    for (; r < count && batch->classes[r] == UNIT_OTHER; r++) {
        struct selection *const selection = &list[batch->strata[r]].selection;
        if (!selection->is_bounded || batch->prns[r] <= selection->bound.prn)
            break;
        selection_pass(selection, 1);
    }
    return r;
}

/* Selects among records. */
static enum status
select_records(struct draw *draw, const struct walk_batch *batch)
{
    const bool by_number = draw->plan->method == PLAN_SRS &&
                           (draw->is_counted || !draw->has_numbers);
    enum status st = draw_watch_rations(draw, batch);

    draw_size_met(draw, batch);
    const size_t count = batch->records->count;
    for (size_t r = 0; r < count && st == ST_OK; r++) {
        if (by_number)
            r = draw_pass_refused(draw, batch, r);
        if (r < count)
            st = select_record(draw, batch, r);
    }
    return st;
}

enum status
draw_begin_log(struct draw *draw)
{
    const struct candidates_setup setup = {
        .source = draw->source,
        .folder = draw->plan->folder,
        .budget = draw->plan->candidates_budget,
        .filter = in_sample,
        .filter_context = draw,
        .threads = draw->plan->reader.threads,
    };

    return candidates_new(&setup, draw->trouble, &draw->candidates);
}

enum status
draw_select(struct draw *draw)
{
    const struct plan *const plan = draw->plan;
    enum status st = ST_OK;

    draw_begin_rations(draw);
    if (plan->unit.len > 0)
        return plan->unit_sorted ? draw_select_sorted(draw)
                                 : draw_select_scattered(draw);
    if (plan->output == PLAN_DRAWN || plan->method == PLAN_PPS)
        st = draw_begin_log(draw);
    if (st == ST_OK)
        st = draw_pass(draw, select_records);
    return st == ST_OK ? draw_end_rations(draw) : st;
}
