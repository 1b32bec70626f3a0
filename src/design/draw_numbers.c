/* SPDX-License-Identifier: MIT */
/* The numbers of units: what Neyman's allocation and probabilities proportional
 * to size look at. A unit that is not kept has one of each, the same in all its
 * rows; rows that are kept for are not looked at. */
#include <assert.h>

#include "base/array.h"
#include "design/blame.h"
#include "design/draw_state.h"

static_assert(WALK_ALLOCATION == 0 && WALK_SIZE == 1 && NUMBERS_OF_UNIT == 2,
              "the numbers of a unit are the first two columns of a walk");

/* The names of the columns, empty where none is looked at. */
static struct slice
column_of(const struct plan *plan, size_t k)
{
    return k == WALK_SIZE ? plan->method_column : plan->allocation_column;
}

bool
draw_has_numbers(const struct plan *plan)
{
    return plan->allocation_column.len > 0 || plan->method_column.len > 0;
}

enum status
draw_numbers(struct draw *draw, size_t r, struct unit_numbers *numbers)
{
    struct unit_numbers read = {.of = {{0, 0, 0}}};

    for (size_t k = 0; k < NUMBERS_OF_UNIT; k++) {
        const enum walk_number which =
            k == WALK_SIZE ? WALK_SIZE : WALK_ALLOCATION;
        struct decimal decimal;
        enum status st;
        if (column_of(draw->plan, k).len == 0)
            continue;
        st = walk_number(draw->walk, r, which, draw->trouble, &decimal);
        if (st == ST_END) /* the pass ends with their number */
            continue;
        if (st == ST_OK && number_of(&decimal, &read.of[k]) != ST_OK)
            st = walk_blame_number(draw->walk, r, which, draw->trouble);
        if (st != ST_OK)
            return st;
    }
    *numbers = read;
    return ST_OK;
}

enum status
draw_same_numbers(struct draw *draw, size_t r, const struct unit_numbers *first,
                  const struct unit_numbers *numbers)
{
    for (size_t k = 0; k < NUMBERS_OF_UNIT; k++)
        if (!number_equal(&first->of[k], &numbers->of[k]))
            return blame_cell(draw->plan, walk_reader(draw->walk), r,
                              column_of(draw->plan, k), (struct slice){"", 0},
                              "another number than in a record above, which is "
                              "of the same unit",
                              draw->trouble);
    return ST_OK;
}

enum status
draw_moments(struct draw *draw, uint32_t h, struct moments **moments)
{
    while (draw->moments_count < draw->strata->count) {
        if (array_reserve(&draw->moments, &draw->moments_room,
                          draw->moments_count + (size_t)1,
                          sizeof *draw->moments))
            return trouble_nomem(draw->trouble);
        draw->moments[draw->moments_count++] = (struct moments){0};
    }
    *moments = &draw->moments[h];
    return ST_OK;
}

enum status
draw_add_to_moments(struct draw *draw, uint32_t h, const struct decimal *number)
{
    struct moments *moments;
    const enum status st = draw_moments(draw, h, &moments);

    return st == ST_OK ? moments_add(moments, number) : st;
}

enum status
draw_count_number(struct draw *draw, size_t r, uint32_t h)
{
    struct decimal number;
    enum status st;

    if (draw->plan->allocation_column.len == 0)
        return ST_OK;
    st = walk_number(draw->walk, r, WALK_ALLOCATION, draw->trouble, &number);
    if (st == ST_END) /* the pass ends with their number */
        return ST_OK;
    if (st == ST_OK)
        st = draw_add_to_moments(draw, h, &number);
    return st == ST_DATA ? walk_blame_number(draw->walk, r, WALK_ALLOCATION,
                                             draw->trouble)
                         : st;
}

enum status
draw_count_numbers(struct draw *draw, uint32_t h,
                   const struct unit_numbers *numbers)
{
    char text[NUMBER_TEXT];
    const struct decimal number =
        number_decimal(&numbers->of[WALK_ALLOCATION], text);

    return draw->plan->allocation_column.len == 0
               ? ST_OK
               : draw_add_to_moments(draw, h, &number);
}

enum status
draw_offer_size(struct draw *draw, uint32_t h,
                const struct unit_numbers *numbers)
{
    char text[NUMBER_TEXT];
    const struct decimal size = number_decimal(&numbers->of[WALK_SIZE], text);

    if (size.sign <= 0) /* the pass ends with their number */
        return ST_OK;
    return pps_offer(draw->pps, draw->strata, h, &size, draw->trouble);
}

struct selection_unit
draw_rank(const struct draw *draw, uint32_t h, struct selection_unit unit,
          const struct unit_numbers *numbers)
{
    char text[NUMBER_TEXT];

    if (draw->pps != NULL && numbers != NULL) {
        const struct decimal size =
            number_decimal(&numbers->of[WALK_SIZE], text);
        unit.prn = pps_rank(draw->pps, h, &size, unit.prn);
    }
    return unit;
}

struct pps_row
draw_weigh(const struct draw *draw, uint32_t h,
           const struct unit_numbers *numbers)
{
    char text[NUMBER_TEXT];
    const struct decimal size = number_decimal(&numbers->of[WALK_SIZE], text);

    return pps_weigh(draw->pps, h, &size);
}
