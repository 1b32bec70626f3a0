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
    char id[HASH128_DIGITS + 1];
    size_t len = 0;

    len += (size_t)snprintf(
        text, SHARD_ROW_BYTES, "%c%" PRIu64 "%c%d%c%" PRIu64, delimiter,
        row->stratum, delimiter, row->is_kept, delimiter, row->prn);
    if (plan->unit.len > 0) {
        hash128_text(row->id, id);
        len += (size_t)snprintf(text + len, SHARD_ROW_BYTES - len, "%c%s",
                                delimiter, id);
    }
    if (plan->row_weights)
        len += (size_t)snprintf(text + len, SHARD_ROW_BYTES - len, "%c%" PRIu64,
                                delimiter, row->unit_rows);
    return len;
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
        return hash128_read(field, &row->id);
    case PLAN_COLUMN_SHARD_ROWS:
        return slice_to_count(field, &row->unit_rows);
    default:
        return ST_SYNTAX;
    }
}
