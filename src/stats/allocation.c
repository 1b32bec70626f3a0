/* SPDX-License-Identifier: MIT */
#include "stats/allocation.h"

#include <assert.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "base/uint128.h"

/* Where lambda a_h lies. */
enum place { BELOW_LEAST, BETWEEN, ABOVE_MOST };

struct part {
    uint64_t measure; /* a_h; 0: the part stays at its least */
    uint64_t least;
    uint64_t most;
    enum place place;
};

/* A part enters the next place at lambda = units / measure. */
struct turn {
    uint64_t units;
    uint64_t measure;
    size_t part;
};

/* What a part has too much for its units, in parts of the common divisor. */
struct fraction {
    uint128 remainder;
    size_t part;
};

struct work {
    struct part *parts;
    struct turn *turns; /* two for each part */
    struct fraction *fractions;
};

/* The sum of all sizes between two turns: fixed + lambda * measure. */
struct line {
    uint64_t fixed;
    uint128 measure;
};

static uint64_t
least_of(const struct allocation_stratum *stratum, uint64_t min_size)
{
    return stratum->pop_size < min_size ? stratum->pop_size : min_size;
}

uint64_t
allocation_least(const struct allocation_stratum *strata, size_t count,
                 uint64_t min_size)
{
    uint64_t sum = 0;

    for (size_t h = 0; h < count; h++)
        sum += least_of(&strata[h], min_size);
    return sum;
}

/* The factor that makes all measures large enough to be rounded: 1 if they
 * need no rounding. */
static double
scale_of(const struct allocation_stratum *strata, size_t count)
{
    double largest = 0, scale = 1;
    bool whole = true;

    for (size_t h = 0; h < count; h++) {
        const double measure = strata[h].measure;
        assert(isfinite(measure) && measure >= 0);
        whole &= measure < 0x1p62 && measure == (double)(uint64_t)measure;
        if (measure > largest)
            largest = measure;
    }
    if (whole)
        return 1;
    while (largest * scale >= 0x1p62)
        scale /= 2;
    while (largest * scale < 0x1p61 && scale < 0x1p1000)
        scale *= 2;
    return scale;
}

static uint64_t
integer_of(double measure, double scale)
{
    const uint64_t integer = (uint64_t)(measure * scale);

    return integer == 0 && measure > 0 ? 1 : integer;
}

static void
start_parts(struct part *parts, const struct allocation_stratum *strata,
            size_t count, uint64_t min_size)
{
    const double scale = scale_of(strata, count);

    for (size_t h = 0; h < count; h++)
        parts[h] = (struct part){integer_of(strata[h].measure, scale),
                                 least_of(&strata[h], min_size),
                                 strata[h].pop_size, BELOW_LEAST};
}

/* If the parts with a measure are used up before SAMPLE_SIZE is reached: takes
 * all of them, and has the others share in proportion to what they have. */
static void
use_up(struct part *parts, size_t count, uint64_t sample_size)
{
    uint64_t sum = 0;

    for (size_t h = 0; h < count; h++)
        sum += parts[h].measure > 0 ? parts[h].most : parts[h].least;
    if (sum >= sample_size)
        return;
    for (size_t h = 0; h < count; h++) {
        if (parts[h].measure > 0) {
            parts[h].least = parts[h].most;
            parts[h].measure = 0;
        } else {
            parts[h].measure = parts[h].most;
        }
    }
}

static int
compare_turns(const void *a, const void *b)
{
    const struct turn *const x = a, *const y = b;
    const uint128 left = (uint128)x->units * y->measure;
    const uint128 right = (uint128)y->units * x->measure;

    return (left > right) - (left < right);
}

/* The turns of all parts that can have one size or another. */
static size_t
sort_turns(const struct work *work, size_t count)
{
    size_t turns = 0;

    for (size_t h = 0; h < count; h++) {
        const struct part *const part = &work->parts[h];
        if (part->measure == 0 || part->least == part->most)
            continue;
        work->turns[turns++] = (struct turn){part->least, part->measure, h};
        work->turns[turns++] = (struct turn){part->most, part->measure, h};
    }
    qsort(work->turns, turns, sizeof *work->turns, compare_turns);
    return turns;
}

/* Puts every part in its place: walks the turns until the sizes add up to
 * SAMPLE_SIZE or more, and returns the line before that turn. On the way
 * lambda a_h <= N_h for all parts between, so that lambda times their measure
 * is at most N: the products stay below 2^64 times a measure. */
static struct line
place_parts(const struct work *work, size_t count, uint64_t sample_size)
{
    const size_t turns = sort_turns(work, count);
    struct line line = {0, 0};

    for (size_t h = 0; h < count; h++)
        line.fixed += work->parts[h].least;
    for (size_t k = 0; k < turns; k++) {
        const struct turn *const turn = &work->turns[k];
        struct part *const part = &work->parts[turn->part];
        if (line.measure * turn->units >=
            (uint128)(sample_size - line.fixed) * turn->measure)
            break;
        if (part->place == BELOW_LEAST) {
            line.fixed -= part->least;
            line.measure += part->measure;
        } else {
            line.fixed += part->most;
            line.measure -= part->measure;
        }
        part->place++;
    }
    return line;
}

/* The largest first, and of equal ones the one of the earlier part. */
static int
compare_fractions(const void *a, const void *b)
{
    const struct fraction *const x = a, *const y = b;

    if (x->remainder != y->remainder)
        return x->remainder > y->remainder ? -1 : 1;
    return (x->part > y->part) - (x->part < y->part);
}

/* Gives each stratum the size that its place says. Those between have
 * lambda a_h with lambda = (n - fixed) / measure, rounded. */
static void
give(const struct work *work, struct allocation_stratum *strata, size_t count,
     uint64_t sample_size, struct line line)
{
    const uint64_t shared = sample_size - line.fixed;
    uint64_t left = sample_size;
    size_t fractions = 0;

    for (size_t h = 0; h < count; h++) {
        const struct part *const part = &work->parts[h];
        uint64_t size = part->place == ABOVE_MOST ? part->most : part->least;
        if (part->place == BETWEEN) {
            const uint128 product = (uint128)part->measure * shared;
            size = (uint64_t)(product / line.measure);
            work->fractions[fractions++] =
                (struct fraction){product % line.measure, h};
        }
        strata[h].sample_size = size;
        left -= size;
    }
    qsort(work->fractions, fractions, sizeof *work->fractions,
          compare_fractions);
    assert(left == 0 || left < fractions);
    for (size_t k = 0; k < left; k++)
        strata[work->fractions[k].part].sample_size++;
}

static enum status
work_init(struct work *work, size_t count)
{
    work->parts = calloc(count, sizeof *work->parts);
    work->turns = calloc(count, 2 * sizeof *work->turns);
    work->fractions = calloc(count, sizeof *work->fractions);
    return work->parts != NULL && work->turns != NULL && work->fractions != NULL
               ? ST_OK
               : ST_NOMEM;
}

enum status
allocation_share(struct allocation_stratum *strata, size_t count,
                 uint64_t sample_size, uint64_t min_size)
{
    const uint64_t pop_size = allocation_least(strata, count, UINT64_MAX);
    struct work work = {NULL, NULL, NULL};

    if (sample_size >= pop_size) {
        for (size_t h = 0; h < count; h++)
            strata[h].sample_size = strata[h].pop_size;
        return ST_OK;
    }
    if (sample_size < allocation_least(strata, count, min_size))
        return ST_USAGE;
    const enum status st = work_init(&work, count);
    if (st == ST_OK) {
        start_parts(work.parts, strata, count, min_size);
        use_up(work.parts, count, sample_size);
        give(&work, strata, count, sample_size,
             place_parts(&work, count, sample_size));
    }
    free(work.parts);
    free(work.turns);
    free(work.fractions);
    return st;
}
