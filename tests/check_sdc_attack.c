/* SPDX-License-Identifier: MIT */
/* Disclosure control: an attacker who knows the options and the rules makes
 * every small frame there is, and looks for a suppressed cell that only one
 * number fits. */
#include <stdio.h>

#include "base/hash.h"
#include "bytes.h"
#include "run_tests.h"
#include "sdc_world.h"

/* What of a world is told, or is to stay secret. */
enum { CELLS = 5 * WORLD_STRATA + 5 };

struct seen {
    struct hash128 told; /* of all that is told */
    uint64_t cell[CELLS];
    bool secret[CELLS];
};

struct attack {
    struct plan plan;
    const char *name;
    struct seen *seen;
    size_t count;
    size_t room;
    uint64_t secrets; /* that were put to the test */
};

static void
note_count(struct bytes *all, struct sdc_count count)
{
    char text[64];
    const int len = snprintf(text, sizeof text, "%d %zu;", (int)count.state,
                             (size_t)count.count);

    append(all, text, (size_t)len);
}

static void
note_real(struct bytes *all, struct sdc_real real)
{
    char text[64];
    const int len =
        snprintf(text, sizeof text, "%d %.17g;", (int)real.state, real.value);

    append(all, text, (size_t)len);
}

static void
note_stratum(struct bytes *all, const struct sdc_stratum *stratum)
{
    note_count(all, stratum->pop_size);
    note_count(all, stratum->sample_size);
    note_count(all, stratum->kept_size);
    note_count(all, stratum->pop_rows);
    note_count(all, stratum->sample_rows);
    note_real(all, stratum->design_weight);
    note_real(all, stratum->weight_sum);
}

/* All that is told, in one text. */
static struct hash128
hash_of_told(const struct sdc_told *told)
{
    struct bytes all = {0};

    note_stratum(&all, &told->kept);
    note_stratum(&all, &told->drawn);
    for (size_t h = 0; h < told->strata_count; h++)
        note_stratum(&all, &told->strata[h]);
    note_count(&all, told->not_represented);
    note_count(&all, told->excluded);
    note_count(&all, told->ineligible);
    note_count(&all, told->ineligible_missing);
    note_count(&all, told->records);
    note_count(&all, told->blank_lines);
    note_count(&all, told->bytes_read);
    note_count(&all, told->bytes_decoded);
    note_count(&all, told->candidates);
    note_count(&all, told->log_bytes_on_disk);
    note_real(&all, told->base_weight_sum);
    note_real(&all, told->final_weight_sum);
    note_real(&all, told->read_seconds);
    note_real(&all, told->write_seconds);
    for (size_t k = 0; k < told->warnings.count; k++)
        append(&all, told->warnings.list[k].text,
               strlen(told->warnings.list[k].text) + 1);
    const struct hash128 hash = hash128_of((struct slice){all.bytes, all.len});
    free(all.bytes);
    return hash;
}

/* Puts down a cell. A small count is never told, unless it was asked for. */
static void
note_cell(struct attack *attack, size_t *at, struct sdc_count told,
          uint64_t true_)
{
    struct seen *const seen = &attack->seen[attack->count - 1];

    if (told.state == SDC_TOLD && sdc_count_is_small(&attack->plan, true_) &&
        true_ != attack->plan.sample_size)
        ck_abort_msg("%s: %zu is told as %zu", attack->name, (size_t)true_,
                     (size_t)told.count);
    seen->secret[*at] = told.state == SDC_SUPPRESSED;
    seen->cell[*at] = true_;
    ++*at;
}

/* Looks at what is told of a world. A size that is not told for any stratum,
 * because sizes are allocated, is no secret: it may follow from the options. */
static void
look(struct attack *attack, struct world *world)
{
    const struct draw_result result = world_result(world);
    struct sdc_told told;
    size_t at = 0;

    ck_assert(!sdc_tell(&attack->plan, &result, &told));
    if (attack->count == attack->room) {
        attack->room = 2 * attack->room + 1024;
        attack->seen =
            realloc(attack->seen, attack->room * sizeof *attack->seen);
        ck_assert_ptr_nonnull(attack->seen);
    }
    attack->seen[attack->count++] = (struct seen){.told = hash_of_told(&told)};
    for (size_t h = 0; h < told.strata_count; h++) {
        const struct draw_stratum *const is = &result.strata[h];
        note_cell(attack, &at, told.strata[h].pop_size, is->pop_size);
        note_cell(attack, &at, told.strata[h].sample_size, is->sample_size);
        note_cell(attack, &at, told.strata[h].kept_size, is->kept_size);
        note_cell(attack, &at, told.strata[h].pop_rows, is->pop_rows);
        note_cell(attack, &at, told.strata[h].sample_rows, is->sample_rows);
    }
    note_cell(attack, &at, told.kept.pop_size, result.kept.pop_size);
    note_cell(attack, &at, told.drawn.pop_size, result.drawn.pop_size);
    note_cell(attack, &at, told.excluded, result.excluded);
    note_cell(attack, &at, told.ineligible, result.ineligible);
    note_cell(attack, &at, told.ineligible_missing, result.ineligible_missing);
    sdc_told_free(&told);
}

static int
by_told(const void *a, const void *b)
{
    return memcmp(&((const struct seen *)a)->told,
                  &((const struct seen *)b)->told, sizeof(struct hash128));
}

/* Whether two numbers at least fit every secret of the worlds SEEN, which all
 * look the same. */
static void
check_group(struct attack *attack, const struct seen *seen, size_t count)
{
    for (size_t c = 0; c < CELLS; c++) {
        bool differs = !seen->secret[c];
        for (size_t k = 1; k < count && !differs; k++)
            differs = seen[k].cell[c] != seen[0].cell[c];
        if (!differs)
            ck_abort_msg("%s: cell %zu must be %zu in all %zu worlds (a: %zu "
                         "units, %zu drawn, %zu kept; b: %zu, %zu, %zu)",
                         attack->name, c, (size_t)seen->cell[c], count,
                         (size_t)seen->cell[0], (size_t)seen->cell[1],
                         (size_t)seen->cell[2], (size_t)seen->cell[5],
                         (size_t)seen->cell[6], (size_t)seen->cell[7]);
        attack->secrets += seen->secret[c];
    }
}

static void
finish(struct attack *attack)
{
    qsort(attack->seen, attack->count, sizeof *attack->seen, by_told);
    for (size_t from = 0, to; from < attack->count; from = to) {
        for (to = from; to < attack->count &&
                        by_told(&attack->seen[from], &attack->seen[to]) == 0;)
            to++;
        check_group(attack, &attack->seen[from], to - from);
    }
    ck_assert_msg(attack->secrets > 0, "%s: no secret", attack->name);
    free(attack->seen);
}

/* One way to give sizes. */
struct way {
    const char *name;
    struct plan plan;
    uint64_t percent;            /* of PLAN_FRACTION and PLAN_RATIO */
    uint64_t asked[WORLD_ASKED]; /* by PLAN_SIZES_FILE */
};

/* Sets the size of stratum H; false for a draw that ends with an error. */
static bool
size_stratum(const struct way *way, struct world *world, size_t h)
{
    const uint64_t all = world->pop_size[h], k = way->plan.replicate;
    uint64_t n = way->plan.sample_size;

    if (way->plan.size == PLAN_FRACTION)
        n = world_percent(all, way->percent);
    else if (way->plan.size == PLAN_RATIO)
        n = world_percent(world->kept[h], way->percent);
    else if (way->plan.size == PLAN_SIZES_FILE)
        n = way->percent > 0 ? world_percent(all, way->percent) : way->asked[h];
    if (way->plan.min_given && n < way->plan.min_per_stratum)
        n = way->plan.min_per_stratum;
    if (k > 1 && all > 0 && all <= (k - 1) * n)
        return false;
    world->sample_size[h] = world_least(n, all - world_least(all, (k - 1) * n));
    return true;
}

/* The world and all that chance can make of it. */
static void
look_at_world(struct attack *attack, const struct way *way, struct world world)
{
    bool sized = true;

    if (way->plan.method == PLAN_BERNOULLI) {
        const uint64_t last = world.strata_count > 1 ? world.pop_size[1] : 0;
        for (uint64_t n = 0; n <= world.pop_size[0]; n++)
            for (uint64_t m = 0; m <= last; m++) {
                world.sample_size[0] = n;
                world.sample_size[1] = m;
                look(attack, &world);
            }
        return;
    }
    if (way->plan.size == PLAN_N && world.strata_count > 1)
        world_allocate(&world, way->plan.sample_size,
                       way->plan.allocation == PLAN_EQUAL);
    else
        for (size_t h = 0; h < world.strata_count; h++)
            sized = sized && size_stratum(way, &world, h);
    if (sized)
        look(attack, &world);
}

/* Every frame of STRATA strata of up to MOST units and MOST_KEPT kept ones. */
static void
attack_way(const struct way *way, enum plan_sdc sdc, uint64_t limit,
           size_t strata, uint64_t most, uint64_t most_kept)
{
    struct attack attack = {.plan = way->plan, .name = way->name};
    struct world world = {.strata_count = strata};
    const bool two = strata > 1, units = way->plan.unit.len > 0;

    attack.plan.sdc = sdc;
    attack.plan.sdc_suppress = limit;
    for (uint64_t a = 0; a <= most; a++)
        for (uint64_t b = 0; b <= (two ? most : 0); b++)
            for (uint64_t k = 0; k <= most_kept; k++)
                for (uint64_t m = 0; m <= (two ? most_kept : 0); m++)
                    for (uint64_t r = 0; r <= (units ? 5 : 0); r++) {
                        world.pop_size[0] = a;
                        world.pop_size[1] = b;
                        world.kept[0] = k;
                        world.kept[1] = m;
                        world.more_rows[0] = r;
                        world.more_rows[1] = r % 3;
                        look_at_world(&attack, way, world);
                    }
    finish(&attack);
}

/* Fields of a plan: the size N, and a number of hundredths. */
#define N(n) .replicate = 1, .sample_size = (n)
#define EACH(n) N(n), .size = PLAN_N_EACH
#define BY(kind, percent) \
    .replicate = 1, .size = (kind), .share = {(percent), 2}

static const struct way ways[] = {
    {.name = "--n 1", .plan = {N(1)}},
    {.name = "--n 3", .plan = {N(3)}},
    {.name = "--n 4", .plan = {N(4)}},
    {.name = "--n 9", .plan = {N(9)}},
    {.name = "--n 9, equal", .plan = {N(9), .allocation = PLAN_EQUAL}},
    {.name = "--n 100", .plan = {N(100)}},
    {.name = "1 each", .plan = {EACH(1)}},
    {.name = "3 each", .plan = {EACH(3)}},
    {.name = "6 each", .plan = {EACH(6)}},
    {.name = "5 each, twice",
     .plan = {.replicate = 2, .size = PLAN_N_EACH, .sample_size = 5}},
    {.name = "a fifth", .plan = {BY(PLAN_FRACTION, 20)}, .percent = 20},
    {.name = "half", .plan = {BY(PLAN_FRACTION, 50)}, .percent = 50},
    {.name = "all", .plan = {BY(PLAN_FRACTION, 100)}, .percent = 100},
    {.name = "30 %, twice",
     .plan = {.replicate = 2, .size = PLAN_FRACTION, .share = {30, 2}},
     .percent = 30},
    {.name = "no ratio", .plan = {BY(PLAN_RATIO, 0)}},
    {.name = "ratio 0.5", .plan = {BY(PLAN_RATIO, 50)}, .percent = 50},
    {.name = "ratio 1", .plan = {BY(PLAN_RATIO, 100)}, .percent = 100},
    {.name = "ratio 2.5", .plan = {BY(PLAN_RATIO, 250)}, .percent = 250},
    {.name = "ratio 1, at least 4",
     .plan = {BY(PLAN_RATIO, 100), .min_per_stratum = 4, .min_given = true},
     .percent = 100},
    {.name = "sizes 0 and 1",
     .plan = {BY(PLAN_SIZES_FILE, 0)},
     .asked = {0, 1}},
    {.name = "sizes 3 and 6",
     .plan = {BY(PLAN_SIZES_FILE, 0)},
     .asked = {3, 6}},
    {.name = "sizes 40 %", .plan = {BY(PLAN_SIZES_FILE, 0)}, .percent = 40},
    {.name = "Bernoulli",
     .plan = {BY(PLAN_FRACTION, 30), .method = PLAN_BERNOULLI}},
};

enum { WAYS = sizeof ways / sizeof ways[0] };

/* The kept units matter to the others only where sizes follow from them. */
static uint64_t
most_kept(const struct way *way, uint64_t most)
{
    return way->plan.size == PLAN_RATIO ? most : most / 3;
}

/* K = 3 keeps the worlds few: two strata of up to 13 units. */
START_TEST(no_suppressed_cell_of_two_strata_can_be_recovered)
{
    const struct way *const way = &ways[_i];
    const bool chance = way->plan.method == PLAN_BERNOULLI;

    for (int sdc = PLAN_SDC_ROUND5; sdc <= PLAN_SDC_MIDPOINT6; sdc++)
        attack_way(way, (enum plan_sdc)sdc, 3, 2, chance ? 8 : 13,
                   most_kept(way, 7));
}
END_TEST

START_TEST(no_suppressed_cell_of_one_stratum_can_be_recovered)
{
    for (int sdc = PLAN_SDC_ROUND5; sdc <= PLAN_SDC_MIDPOINT6; sdc++)
        for (uint64_t limit = 1; limit <= 9; limit += 2)
            attack_way(&ways[_i], (enum plan_sdc)sdc, limit, 1, 50,
                       most_kept(&ways[_i], 30));
}
END_TEST

START_TEST(no_suppressed_cell_of_rows_can_be_recovered)
{
    struct way way = ways[_i];

    way.plan.unit = slice_of("person");
    for (int sdc = PLAN_SDC_ROUND5; sdc <= PLAN_SDC_MIDPOINT6; sdc++)
        for (uint64_t limit = 3; limit <= 7; limit += 4)
            attack_way(&way, (enum plan_sdc)sdc, limit, 1, 40,
                       most_kept(&way, 9));
}
END_TEST

/* Who is not in the frame, all combinations; 20 of each kind. */
START_TEST(no_suppressed_cell_of_the_others_can_be_recovered)
{
    for (int sdc = PLAN_SDC_ROUND5; sdc <= PLAN_SDC_MIDPOINT6; sdc++) {
        struct attack attack = {.name = "others",
                                .plan = {.replicate = 1, .sample_size = 1}};
        struct world world = {.strata_count = 1, .sample_size = {1}};
        attack.plan.sdc = (enum plan_sdc)sdc;
        attack.plan.sdc_suppress = 7;
        for (world.pop_size[0] = 1; world.pop_size[0] < 20;
             world.pop_size[0] += 3)
            for (world.excluded = 0; world.excluded < 20; world.excluded++)
                for (world.ineligible = 0; world.ineligible < 20;
                     world.ineligible++)
                    for (world.ineligible_missing = 0;
                         world.ineligible_missing < 20;
                         world.ineligible_missing++)
                        look(&attack, &world);
        finish(&attack);
    }
}
END_TEST

int
main(void)
{
    TCase *tests = tcase_create("sdc_attack");

    tcase_add_loop_test(
        tests, no_suppressed_cell_of_two_strata_can_be_recovered, 0, WAYS);
    tcase_add_loop_test(
        tests, no_suppressed_cell_of_one_stratum_can_be_recovered, 0, WAYS);
    tcase_add_loop_test(tests, no_suppressed_cell_of_rows_can_be_recovered, 0,
                        WAYS);
    tcase_add_test(tests, no_suppressed_cell_of_the_others_can_be_recovered);
    return run_tests("sdc_attack", tests);
}
