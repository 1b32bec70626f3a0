/* SPDX-License-Identifier: MIT */
#include "design/numbers.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/array.h"
#include "base/members.h"
#include "stats/quantity.h"

enum status
number_of(const struct decimal *decimal, struct number *number)
{
    struct quantity quantity;
    uint64_t digits;
    int64_t power;

    if (quantity_of(decimal, &quantity) != ST_OK ||
        decimal_integer(decimal, &digits, &power) != ST_OK)
        return ST_DATA;
    *number = (struct number){digits, (int32_t)power, decimal->sign};
    return ST_OK;
}

struct decimal
number_decimal(const struct number *number, char text[NUMBER_TEXT])
{
    const int len = snprintf(text, NUMBER_TEXT, "%" PRIu64, number->digits);

    if (number->sign == 0)
        return (struct decimal){{text, 0}, 0, 0};
    return (struct decimal){
        .digits = {text, (size_t)len},
        .exponent = (int64_t)number->power + len - 1,
        .sign = number->sign,
    };
}

bool
number_equal(const struct number *a, const struct number *b)
{
    return a->digits == b->digits && a->power == b->power && a->sign == b->sign;
}

enum status
numbers_label(struct numbers *numbers, const struct unit_numbers *of_unit,
              uint32_t *label)
{
    static_assert(sizeof *of_unit == NUMBERS_OF_UNIT * 16,
                  "all bytes of it are hashed");
    const struct slice bytes = {(const char *)of_unit, sizeof *of_unit};
    uint32_t number;
    bool is_new;

    if (numbers->table.count > members_label ||
        (numbers->most > 0 && numbers->table.count > numbers->most) ||
        array_reserve(&numbers->list, &numbers->room,
                      numbers->table.count + (size_t)1,
                      sizeof *numbers->list) ||
        table_add(&numbers->table, hash128_of(bytes), &number, &is_new))
        return ST_NOMEM;
    if (is_new)
        numbers->list[number] = *of_unit;
    *label = number;
    return ST_OK;
}

void
numbers_free(struct numbers *numbers)
{
    table_free(&numbers->table);
    free(numbers->list);
    *numbers = (struct numbers){.list = NULL};
}
