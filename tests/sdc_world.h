/* SPDX-License-Identifier: MIT */
/* sdc_world.h - a small frame and what a draw makes of it, for those who attack
 * what is told.
 *
 * Purpose    Results that a draw could have, by plain rules of their own.
 * Units      As in draw.h.
 * Ownership  A result shows its world.
 * Errors     None.
 * Method     None.
 */
#ifndef TESTS_SDC_WORLD_H
#define TESTS_SDC_WORLD_H

#include <string.h>

#include "design/sdc.h"

enum { WORLD_STRATA = 2, WORLD_ASKED = 2 };

struct world {
    size_t strata_count;
    uint64_t pop_size[WORLD_STRATA];
    uint64_t kept[WORLD_STRATA];
    uint64_t sample_size[WORLD_STRATA];
    uint64_t more_rows[WORLD_STRATA]; /* than units, of each kind */
    uint64_t excluded;
    uint64_t ineligible;
    uint64_t ineligible_missing;
    struct draw_stratum strata[WORLD_STRATA];
};

static inline uint64_t
world_least(uint64_t a, uint64_t b)
{
    return a < b ? a : b;
}

/* The smallest integer that is not below a count times PERCENT. */
static inline uint64_t
world_percent(uint64_t count, uint64_t percent)
{
    return (count * percent + 99) / 100;
}

/* Shares N out, one after the other to whom the most is missing of an equal
 * part or of one that goes with its size; at least one each. */
static inline void
world_allocate(struct world *world, uint64_t n, bool equal)
{
    for (size_t h = 0; h < world->strata_count; h++)
        world->sample_size[h] = world_least(1, world->pop_size[h]);
    for (uint64_t drawn = 2; drawn < n; drawn++) {
        size_t best = WORLD_STRATA;
        for (size_t h = 0; h < world->strata_count; h++) {
            const uint64_t part = equal ? 1 : world->pop_size[h];
            if (world->sample_size[h] < world->pop_size[h] &&
                (best == WORLD_STRATA ||
                 part * world->sample_size[best] >
                     (equal ? 1 : world->pop_size[best]) *
                         world->sample_size[h]))
                best = h;
        }
        if (best < WORLD_STRATA)
            world->sample_size[best]++;
    }
}

/* The result of the draw, whose weights are those of simple random samples. */
static inline struct draw_result
world_result(struct world *world)
{
    struct draw_result result = {.strata = world->strata,
                                 .strata_count = world->strata_count,
                                 .excluded = world->excluded,
                                 .ineligible = world->ineligible,
                                 .ineligible_missing =
                                     world->ineligible_missing,
                                 .columns = 3,
                                 .reads = 1};

    for (size_t h = 0; h < world->strata_count; h++) {
        const uint64_t n = world->sample_size[h], all = world->pop_size[h];
        struct draw_stratum *const stratum = &world->strata[h];
        *stratum = (struct draw_stratum){
            .label = slice_of(h == 0 ? "a" : "b"),
            .pop_size = all,
            .sample_size = n,
            .kept_size = world->kept[h],
            .pop_rows = all + (all > 0 ? world->more_rows[h] : 0),
            .sample_rows = n + (n > 0 ? world->more_rows[h] : 0),
            .design_weight = n > 0 ? (double)all / (double)n : 0,
            .weight_sum = n > 0 ? (double)all : 0};
        result.kept.pop_size += world->kept[h];
        result.kept.pop_rows += world->kept[h];
        result.drawn.pop_size += all;
        result.drawn.sample_size += n;
        result.drawn.pop_rows += stratum->pop_rows;
        result.drawn.sample_rows += stratum->sample_rows;
        result.drawn.weight_sum += stratum->weight_sum;
    }
    result.kept.sample_size = result.kept.pop_size;
    result.kept.sample_rows = result.kept.pop_rows;
    result.kept.design_weight = result.kept.pop_size > 0;
    result.kept.weight_sum = (double)result.kept.pop_size;
    result.records = result.kept.pop_rows + result.drawn.pop_rows +
                     result.excluded + result.ineligible +
                     result.ineligible_missing;
    result.bytes_read = result.bytes_decoded = 10 * result.records;
    return result;
}

#endif
