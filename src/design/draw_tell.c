/* SPDX-License-Identifier: MIT */
/* What the result says of a settled draw, and what it warns of. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/figure.h"
#include "design/draw_state.h"
#include "design/sdc.h"

/* A stratum of the result, whose label is new memory. */
static enum status
tell_stratum(const struct stratum *stratum, struct draw_stratum *told)
{
    char *const label = malloc(stratum->label.len + 1);

    if (label == NULL)
        return ST_NOMEM;
    if (stratum->label.len > 0)
        memcpy(label, stratum->label.bytes, stratum->label.len);
    *told = (struct draw_stratum){
        .label = {label, stratum->label.len},
        .pop_size = stratum->pop_size,
        .sample_size = stratum->sample_size,
        .wanted = stratum->wanted,
        .has_fraction = stratum->has_fraction,
        .fraction = stratum->fraction,
        .kept_size = stratum->kept_size,
        .design_weight = stratum->design_weight,
        .weight_sum = stratum->weight_sum,
    };
    return ST_OK;
}

/* What combiner allocates by. */
static enum status
tell_moments(struct draw *draw)
{
    struct draw_result *const result = draw->result;
    struct moments *moments;
    enum status st = ST_OK;

    if (!draw->plan->shard.is_out || draw->plan->allocation_column.len == 0)
        return ST_OK;
    result->moments = calloc(result->strata_count + 1, sizeof *result->moments);
    if (result->moments == NULL)
        return trouble_nomem(draw->trouble);
    for (size_t k = 0; k < result->strata_count && st == ST_OK; k++) {
        st = draw_moments(draw, draw->order[k], &moments);
        if (st == ST_OK)
            result->moments[k] = *moments;
    }
    return st;
}

/* All strata as one. */
static void
add_up(struct draw_result *result)
{
    struct draw_stratum *const kept = &result->kept;
    struct draw_stratum *const drawn = &result->drawn;

    for (size_t h = 0; h < result->strata_count; h++) {
        const struct draw_stratum *const one = &result->strata[h];
        drawn->pop_size += one->pop_size;
        drawn->sample_size += one->sample_size;
        drawn->weight_sum += one->weight_sum;
        kept->pop_size += one->kept_size;
    }
    if (result->strata_count == 1)
        drawn->design_weight = result->strata[0].design_weight;
    kept->sample_size = kept->pop_size;
    kept->design_weight = kept->pop_size > 0 ? 1.0 : 0.0;
    kept->weight_sum = (double)kept->pop_size;
}

enum status
draw_sum_up(struct draw *draw)
{
    struct draw_result *const result = draw->result;
    const struct strata *const strata = draw->strata;
    enum status st = strata_sorted(draw->strata, draw->trouble, &draw->order);

    result->strata = calloc(strata->count + (size_t)1, sizeof *result->strata);
    if (st == ST_OK && result->strata == NULL)
        st = trouble_nomem(draw->trouble);
    for (uint32_t k = 0; k < strata->count && st == ST_OK; k++) {
        strata->list[draw->order[k]].rank = k;
        if (tell_stratum(&strata->list[draw->order[k]], &result->strata[k]) !=
            ST_OK)
            st = trouble_nomem(draw->trouble);
        else
            result->strata_count++;
    }
    if (st == ST_OK)
        st = tell_moments(draw);
    if (st != ST_OK)
        return st;
    add_up(result);
    for (uint32_t h = 0; h < strata->count; h++) {
        result->size_sum += strata->list[h].size_sum;
        result->size_estimate += strata->list[h].size_estimate;
    }
    if (draw->candidates != NULL) {
        result->candidates = candidates_count(draw->candidates);
        result->log_bytes_on_disk = candidates_bytes_on_disk(draw->candidates);
    }
    if (draw->source != NULL)
        result->log_bytes_on_disk += source_bytes_on_disk(draw->source);
    return ST_OK;
}

/* "record" or "unit", one or more. */
static const char *
units_text(const struct plan *plan, uint64_t count)
{
    if (plan->unit.len > 0)
        return count == 1 ? "unit" : "units";
    return count == 1 ? "record" : "records";
}

static enum status
warn_of_all(const struct draw *draw)
{
    const struct plan *const plan = draw->plan;
    const uint64_t pop_size = draw->result->drawn.pop_size;
    const bool one = pop_size == 1;
    char all[sizeof(struct figure) + sizeof "all "];

    snprintf(all, sizeof all, "all %s", figure_of(pop_size).text);
    return warnings_add(&draw->result->warnings,
                        "--n %" PRIu64 " is not less than what there is: %s "
                        "%s %s taken, with weight 1",
                        plan->sample_size, one ? "the only" : all,
                        units_text(plan, pop_size), one ? "is" : "are");
}

/* Strata in which something is the case. */
struct odd_strata {
    uint64_t cut_short; /* a replicate with fewer than asked for */
    uint64_t exhausted; /* all that there are, though as many were asked for */
    uint64_t alone;     /* a sample of one */
    uint64_t unseen;    /* no sample, */
    uint64_t unseen_size; /* of so many units together */
};

static struct odd_strata
look_for_odd(const struct draw *draw)
{
    const struct plan *const plan = draw->plan;
    const bool by_size = plan->size != PLAN_FRACTION &&
                         (plan->size != PLAN_N || plan->strata.len == 0);
    struct odd_strata odd = {0};

    for (uint32_t h = 0; h < draw->strata->count; h++) {
        const struct stratum *const one = &draw->strata->list[h];
        if (one->pop_size == 0)
            continue;
        if (one->sample_size == 0) {
            odd.unseen++;
            odd.unseen_size += one->pop_size;
        }
        odd.alone += one->sample_size == 1 && one->pop_size > 1;
        odd.exhausted += by_size && one->wanted >= one->pop_size;
        odd.cut_short += plan->replicate > 1 && one->sample_size > 0 &&
                         one->sample_size < one->wanted;
    }
    return odd;
}

static enum status
warn_of_strata(struct draw *draw, const struct odd_strata *odd)
{
    struct warnings *const warnings = &draw->result->warnings;
    enum status st = ST_OK;

    if (odd->exhausted > 0)
        st = warnings_add(warnings,
                          "in %s of %s strata there are no more than what is "
                          "asked for: all are taken, with weight 1",
                          figure_of(odd->exhausted).text,
                          figure_of(draw->strata->count).text);
    if (odd->alone > 0 && st == ST_OK)
        st = warnings_add(warnings,
                          "in %s of %s strata the sample is 1: no variance can "
                          "be estimated there",
                          figure_of(odd->alone).text,
                          figure_of(draw->strata->count).text);
    return st;
}

/* What the numbers ask to be said. */
static enum status
warn_of_sizes(struct draw *draw)
{
    const struct plan *const plan = draw->plan;
    const struct draw_result *const result = draw->result;
    const struct odd_strata odd = look_for_odd(draw);
    struct warnings *const warnings = &draw->result->warnings;
    enum status st = ST_OK;

    if (odd.unseen > 0)
        st = warnings_add(warnings, "not represented: %s %s",
                          figure_of(odd.unseen_size).text,
                          units_text(plan, odd.unseen_size));
    if (st == ST_OK && odd.cut_short > 0)
        st = warnings_add(warnings,
                          "--replicate %" PRIu64 " is cut short in %s of %s "
                          "strata: what is left there is taken",
                          plan->replicate, figure_of(odd.cut_short).text,
                          figure_of(draw->strata->count).text);
    if (st == ST_OK && plan->strata.len > 0)
        st = warn_of_strata(draw, &odd);
    if (st == ST_OK && plan->size == PLAN_N && plan->sample_size > 0 &&
        plan->sample_size >= result->drawn.pop_size)
        st = warn_of_all(draw);
    return st;
}

static enum status
warn(struct draw *draw)
{
    const struct draw_result *const result = draw->result;
    const uint64_t eligible =
        result->records - result->ineligible - result->ineligible_missing;
    struct warnings *const warnings = &draw->result->warnings;

    if (eligible == 0 || draw->plan->shard.is_out) /* combiner warns */
        return ST_OK;
    if (eligible == result->excluded)
        return warnings_add_plain(warnings, "every record is dropped");
    if (result->drawn.pop_size == 0)
        return warnings_add_plain(
            warnings, draw->plan->unit.len > 0
                          ? "every unit has a record with the outcome: nothing "
                            "to draw from"
                          : "every record has the outcome: nothing to draw "
                            "from");
    return warn_of_sizes(draw);
}

/* A warning is an error by --strict, if it may be told. */
static enum status
be_strict(struct draw *draw)
{
    struct sdc_told told;
    enum status st = ST_OK;

    if (sdc_tell(draw->plan, draw->result, &told) != ST_OK)
        st = trouble_nomem(draw->trouble);
    else if (told.warnings.count > 0)
        st =
            trouble_say(draw->trouble, ST_DATA, "%s: %s (an error by --strict)",
                        draw->name, told.warnings.list[0].text);
    sdc_told_free(&told);
    return st;
}

enum status
draw_warn(struct draw *draw)
{
    if (warn(draw) != ST_OK)
        return trouble_nomem(draw->trouble);
    return draw->plan->strict ? be_strict(draw) : ST_OK;
}

enum status
draw_note_missing(struct draw *draw, size_t k, struct slice column,
                  uint64_t records)
{
    const struct plan *const plan = draw->plan;
    const bool is_key = k >= plan->where_count + plan->keep_count;
    struct draw_result *const result = draw->result;
    size_t room = result->missing_count;
    struct draw_missing note = {.records = records,
                                .meaning = plan->keep_missing};

    if (is_key)
        note.meaning = KEEP_MISSING_UNSAID;
    memcpy(note.column, column.bytes,
           column.len < sizeof note.column ? column.len
                                           : sizeof note.column - 1);
    for (size_t i = 0; is_key && i < result->missing_count; i++)
        if (note.meaning == result->missing[i].meaning &&
            strcmp(note.column, result->missing[i].column) == 0)
            return ST_OK; /* --keep has said so */
    if (records == 0)
        return ST_OK;
    if (array_reserve(&result->missing, &room, room + 1,
                      sizeof *result->missing) != ST_OK)
        return trouble_nomem(draw->trouble);
    result->missing[result->missing_count++] = note;
    return ST_OK;
}
