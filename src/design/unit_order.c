/* SPDX-License-Identifier: MIT */
#include "design/unit_order.h"

#include <endian.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/decimal.h"

/* The lengths that are compared as two words, which may overlap. */
enum { WORD = 8, SHORT_MOST = 2 * WORD };

void
unit_order_init(struct unit_order *order)
{
    *order = (struct unit_order){.by_bytes = true, .by_value = true};
}

void
unit_order_free(struct unit_order *order)
{
    free(order->last);
    unit_order_init(order);
}

/* Eight bytes as an integer that has their order. */
static inline uint64_t
word_at(const char *bytes)
{
    uint64_t word;

    memcpy(&word, bytes, sizeof word);
    return be64toh(word);
}

/* Whether eight bytes are digits: 0x30 to 0x39, each of which keeps its upper
 * half when 6 is added. */
static inline bool
are_digits(uint64_t word)
{
    const uint64_t upper = 0xf0f0f0f0f0f0f0f0, zeros = 0x3030303030303030;
    const uint64_t sixes = 0x0606060606060606;

    return ((word & upper) ^ zeros) == 0 &&
           (((word + sixes) & upper) ^ zeros) == 0;
}

static inline bool
is_short(struct slice id)
{
    return id.len >= WORD && id.len <= SHORT_MOST &&
           are_digits(word_at(id.bytes)) &&
           are_digits(word_at(id.bytes + id.len - WORD));
}

/* Whether ID follows, and what the order can be from now on. */
static bool
follows_last(struct unit_order *order, struct slice id)
{
    const struct slice last = {order->last, order->last_bytes};
    struct decimal number, last_number;
    int sign;

    if (!order->has_last)
        return true;
    sign = slice_compare(last, id);
    if (sign == 0)
        return !order->is_behind_missing;
    order->by_bytes = order->by_bytes && sign < 0;
    order->by_value = order->by_value && decimal_read(id, &number) == ST_OK &&
                      decimal_read(last, &last_number) == ST_OK &&
                      decimal_compare(&last_number, &number) < 0;
    return order->by_bytes || order->by_value;
}

/* Keeps ID as the last one. */
static enum status
keep(struct unit_order *order, struct slice id)
{
    if (array_reserve(&order->last, &order->room, id.len + SHORT_MOST, 1))
        return ST_NOMEM;
    if (id.len > 0)
        memcpy(order->last, id.bytes, id.len);
    order->last_bytes = id.len;
    order->last_is_short = is_short(id);
    order->has_last = true;
    order->is_behind_missing = false;
    return ST_OK;
}

/* The same for digits that are as many as the last ones: true if that is clear,
 * and ID is kept. */
static inline bool
follows_clearly(struct unit_order *order, struct slice id)
{
    if (!order->last_is_short || id.len != order->last_bytes || !is_short(id))
        return false;
    char *const last_end = order->last + id.len - WORD;
    const char *const end = id.bytes + id.len - WORD;
    const uint64_t first = word_at(id.bytes), last_first = word_at(order->last);
    const uint64_t rest = word_at(end), last_rest = word_at(last_end);

    if (first == last_first && rest == last_rest)
        return !order->is_behind_missing;
    if (first < last_first || (first == last_first && rest < last_rest))
        return false;
    memcpy(order->last, id.bytes, WORD);
    memcpy(last_end, end, WORD);
    order->is_behind_missing = false;
    return true;
}

enum status
unit_order_next(struct unit_order *order, struct slice id, bool *follows)
{
    if (follows_clearly(order, id)) {
        *follows = true;
        return ST_OK;
    }
    if (!follows_last(order, id)) {
        *follows = false;
        return ST_OK;
    }
    *follows = true;
    return keep(order, id);
}

void
unit_order_missing(struct unit_order *order)
{
    order->is_behind_missing = true;
}
