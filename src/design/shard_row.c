/* SPDX-License-Identifier: MIT */
#include "design/shard_row.h"

#include <inttypes.h>
#include <stdio.h>

void
shard_row_name(struct plan *plan)
{
    struct slice *const names = plan->add;

    names[PLAN_COLUMN_SHARD_STRATUM] = slice_of("shard_stratum");
    names[PLAN_COLUMN_SHARD_KEPT] = slice_of("shard_kept");
    names[PLAN_COLUMN_SHARD_PRN] = slice_of("shard_prn");
    if (plan->unit.len > 0)
        names[PLAN_COLUMN_SHARD_UNIT] = slice_of("shard_unit");
    if (plan->row_weights)
        names[PLAN_COLUMN_SHARD_ROWS] = slice_of("shard_rows");
}

size_t
shard_row_text(const struct plan *plan, char delimiter,
               const struct shard_row *row, char text[SHARD_ROW_BYTES])
{
    size_t len = 0;

    len += (size_t)snprintf(
        text, SHARD_ROW_BYTES, "%c%" PRIu64 "%c%d%c%" PRIu64, delimiter,
        row->stratum, delimiter, row->is_kept, delimiter, row->prn);
    if (plan->unit.len > 0)
        len += (size_t)snprintf(text + len, SHARD_ROW_BYTES - len,
                                "%c%016" PRIx64 "%016" PRIx64, delimiter,
                                row->id.high, row->id.low);
    if (plan->row_weights)
        len += (size_t)snprintf(text + len, SHARD_ROW_BYTES - len, "%c%" PRIu64,
                                delimiter, row->unit_rows);
    return len;
}

/* Reads 16 hexadecimal digits. */
static enum status
read_word(const char *digits, uint64_t *word)
{
    uint64_t value = 0;

    for (size_t i = 0; i < 16; i++) {
        const unsigned char c = (unsigned char)digits[i];
        if (c >= '0' && c <= '9')
            value = value << 4 | (uint64_t)(c - '0');
        else if (c >= 'a' && c <= 'f')
            value = value << 4 | (uint64_t)(c - 'a' + 10);
        else
            return ST_SYNTAX;
    }
    *word = value;
    return ST_OK;
}

enum status
shard_row_read(enum plan_column column, struct slice field,
               struct shard_row *row)
{
    switch (column) {
    case PLAN_COLUMN_SHARD_STRATUM:
        return slice_to_count(field, &row->stratum);
    case PLAN_COLUMN_SHARD_KEPT:
        row->is_kept = field.len == 1 && field.bytes[0] == '1';
        return field.len == 1 && (row->is_kept || field.bytes[0] == '0')
                   ? ST_OK
                   : ST_SYNTAX;
    case PLAN_COLUMN_SHARD_PRN:
        return slice_to_count(field, &row->prn);
    case PLAN_COLUMN_SHARD_UNIT:
        if (field.len != 32 || read_word(field.bytes, &row->id.high) != ST_OK)
            return ST_SYNTAX;
        return read_word(field.bytes + 16, &row->id.low);
    case PLAN_COLUMN_SHARD_ROWS:
        return slice_to_count(field, &row->unit_rows);
    default:
        return ST_SYNTAX;
    }
}
