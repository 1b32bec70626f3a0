/* SPDX-License-Identifier: MIT */
/* The stage that finds the sample, and whether the shards have sent enough. */
#include <inttypes.h>
#include <stdlib.h>

#include "base/array.h"
#include "base/figure.h"
#include "design/blame.h"
#include "design/combine_state.h"

static bool
is_same(struct selection_unit a, struct selection_unit b)
{
    return a.prn == b.prn && a.position == b.position;
}

/* Looks for the shards that have a unit which is there twice. */
static enum status
find_holder(struct combine_state *state, size_t s,
            const struct combine_row *row)
{
    if (!is_same(row->unit, state->doubled) || state->holder_count == 2 ||
        (state->holder_count == 1 && state->holders[0] == s))
        return ST_OK;
    state->holders[state->holder_count++] = s;
    return ST_OK;
}

/* Says which shards have the same unit. */
static enum status
say_doubled(struct combine_state *state, struct selection_unit unit)
{
    enum status st = ST_OK;

    state->doubled = unit;
    for (size_t s = 0; s < state->count && st == ST_OK; s++)
        st = combine_walk(state, s, find_holder);
    if (st != ST_OK)
        return st;
    return combine_refuse(state, state->holders[0], state->holders[1],
                          COMBINE_DOUBLED, NULL);
}

/* Notes a unit that is kept. */
static enum status
offer_kept(struct combine_state *state, size_t s, const struct combine_row *row)
{
    uint32_t number;
    bool is_new;

    if (state->draw.plan->unit.len == 0)
        return ST_OK;
    if (array_reserve(&state->kept_shards, &state->kept_room,
                      state->kept.count + (size_t)1,
                      sizeof *state->kept_shards) ||
        table_add(&state->kept, draw_unit_key(row->unit), &number, &is_new) !=
            ST_OK)
        return trouble_nomem(state->draw.trouble);
    if (!is_new)
        return combine_refuse(state, state->kept_shards[number], s,
                              COMBINE_DOUBLED, NULL);
    state->kept_shards[number] = (uint32_t)s;
    return ST_OK;
}

/* Beyond the last unit that this shard has sent of a stratum, there are others
 * that it has not. */
static void
note_cut(struct combine_state *state, size_t s, const struct combine_row *row)
{
    struct shard_stratum *const sent =
        &state->shards[s].file.strata[row->shard.stratum];

    if (!sent->has_last || selection_before(sent->last, row->unit))
        sent->last = row->unit;
    sent->has_last = true;
}

/* Offers a unit to its stratum. */
static enum status
offer(struct combine_state *state, size_t s, const struct combine_row *row)
{
    struct selection *const selection =
        &state->draw.strata->list[row->stratum].selection;
    bool taken;

    if (!row->is_first)
        return ST_OK;
    if (row->shard.is_kept)
        return offer_kept(state, s, row);
    if (state->draw.plan->method == PLAN_BERNOULLI) {
        selection->taken++;
        return ST_OK;
    }
    note_cut(state, s, row);
    return selection_offer(selection, row->unit, &taken) == ST_OK
               ? ST_OK
               : trouble_nomem(state->draw.trouble);
}

/* Up to where all is known of the strata that this shard sent a part of. */
static void
cut_strata(struct combine_state *state, size_t s)
{
    const struct shard_file *const file = &state->shards[s].file;

    for (size_t k = 0; k < file->strata_count; k++) {
        const struct shard_stratum *const sent = &file->strata[k];
        struct combine_stratum *const all = &state->strata[sent->h];
        if (sent->sample_size == sent->pop_size)
            continue;
        if (!sent->has_last)
            all->is_void = true;
        else if (!all->is_cut || selection_before(sent->last, all->cut))
            all->cut = sent->last;
        all->is_cut = true;
    }
}

static int
by_order(const void *a, const void *b)
{
    const struct selection_unit *const left = a, *const right = b;

    return selection_before(*right, *left) - selection_before(*left, *right);
}

/* Refuses a unit of the sample that two shards have. The selection has one unit
 * more than the sample wants: the last one may be there twice, too. */
static enum status
check_doubled(struct combine_state *state, const struct selection *selection,
              uint64_t ranks)
{
    uint32_t number;

    for (size_t k = 0; k < selection->taken && k < ranks; k++) {
        const struct selection_unit unit = selection->units[k];
        if (table_find(&state->kept, draw_unit_key(unit), &number) ||
            (k + 1 < selection->taken &&
             is_same(unit, selection->units[k + 1])))
            return say_doubled(state, unit);
    }
    return ST_OK;
}

/* How many ranks of a stratum the sample needs. */
static uint64_t
ranks_of(const struct plan *plan, const struct stratum *stratum)
{
    uint64_t ranks;

    return __builtin_mul_overflow(stratum->wanted, plan->replicate, &ranks)
               ? UINT64_MAX
               : ranks;
}

/* All units of a stratum are known: what is more than the sample goes. */
static enum status
end_selection(struct combine_state *state, struct stratum *stratum)
{
    struct selection *const selection = &stratum->selection;
    const uint64_t ranks = ranks_of(state->draw.plan, stratum);
    enum status st = ST_OK;

    selection->pop_size = stratum->pop_size;
    if (state->draw.plan->method == PLAN_BERNOULLI)
        return ST_OK;
    selection_settle(selection);
    if (selection->taken > 0)
        qsort(selection->units, selection->taken, sizeof *selection->units,
              by_order);
    if (state->draw.plan->unit.len > 0)
        st = check_doubled(state, selection, ranks);
    selection->sample_size = ranks;
    if (selection->taken > ranks)
        selection->held = selection->taken = ranks;
    return st;
}

/* How many of the smallest units of stratum H are known to be just these. */
static uint64_t
sure_of(const struct combine_state *state, uint32_t h)
{
    const struct selection *const selection =
        &state->draw.strata->list[h].selection;
    const struct combine_stratum *const known = &state->strata[h];
    uint64_t sure = 0;

    if (known->is_void)
        return 0;
    if (!known->is_cut)
        return selection->taken;
    for (size_t k = 0; k < selection->taken; k++)
        sure += !selection_before(known->cut, selection->units[k]);
    return sure;
}

/* Says that the shards have sent too little of COUNT strata, of which H is
 * one. */
static enum status
say_too_few(struct combine_state *state, uint32_t h, uint64_t count,
            uint64_t enough)
{
    const struct plan *const plan = state->draw.plan;
    const struct stratum *const stratum = &state->draw.strata->list[h];
    const uint64_t sure = sure_of(state, h);
    const uint64_t need = stratum->selection.sample_size < stratum->pop_size
                              ? stratum->selection.sample_size
                              : stratum->pop_size;
    const bool named = plan->strata.len > 0;

    if (plan->sdc != PLAN_SDC_NONE)
        return trouble_say(state->draw.trouble, ST_DATA,
                           "the shards have not sent enough units; run them "
                           "with more of --at-most");
    return trouble_say(
        state->draw.trouble, ST_DATA,
        "%s%.*s%s%s units are to be drawn, but the shards have sent only the "
        "first %s for sure: %s too few%s; run them with more of --at-most "
        "(%" PRIu64 " is always enough)",
        named ? "stratum '" : "", blame_shown(stratum->label, BLAME_TEXT),
        stratum->label.bytes, named ? "': " : "", figure_of(need).text,
        figure_of(sure).text, figure_of(need - sure).text,
        count > 1 ? ", and more in other strata" : "", enough);
}

/* Whether the sample is what one draw of the whole would have been. */
static enum status
check_enough(struct combine_state *state)
{
    const struct strata *const strata = state->draw.strata;
    uint64_t count = 0, enough = 0;
    uint32_t first = 0;

    for (uint32_t h = 0; h < strata->count; h++) {
        const struct stratum *const one = &strata->list[h];
        const uint64_t ranks = one->selection.sample_size;
        const uint64_t need = ranks < one->pop_size ? ranks : one->pop_size;
        if (sure_of(state, h) >= need)
            continue;
        if (count++ == 0)
            first = h;
        enough = need > enough ? need : enough;
    }
    return count == 0 ? ST_OK : say_too_few(state, first, count, enough);
}

enum status
combine_select(struct combine_state *state)
{
    const bool by_chance = state->draw.plan->method == PLAN_BERNOULLI;
    struct strata *const strata = state->draw.strata;
    enum status st = ST_OK;

    for (uint32_t h = 0; h < strata->count; h++) {
        const uint64_t ranks = ranks_of(state->draw.plan, &strata->list[h]);
        selection_init(&strata->list[h].selection,
                       ranks + (ranks > 0 && ranks < UINT64_MAX));
    }
    for (size_t s = 0; s < state->count && st == ST_OK; s++) {
        st = combine_walk(state, s, offer);
        if (st == ST_OK && !by_chance)
            cut_strata(state, s);
    }
    for (uint32_t h = 0; h < strata->count && st == ST_OK; h++)
        st = end_selection(state, &strata->list[h]);
    return st == ST_OK && !by_chance ? check_enough(state) : st;
}
