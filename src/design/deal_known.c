/* SPDX-License-Identifier: MIT */
/* Nearly all cells go through the loops here, and no further. */
#include "base/date_iso.h"
#include "design/deal_internal.h"

/* A cell without its quotes, if there is nothing else to be taken off. */
static struct slice
without_quotes(struct slice raw)
{
    if (raw.len > 2 && raw.bytes[0] == '"' && raw.bytes[raw.len - 1] == '"')
        return (struct slice){raw.bytes + 1, raw.len - 2};
    return raw;
}

/* Of ISO dates in periods that were met before. */
static void
known_periods(const struct deal_key *key, const struct record_batch *batch,
              uint32_t *labels)
{
    for (size_t r = 0; r < batch->count; r++) {
        const struct slice raw = record_field(batch, r, key->wanted);
        uint32_t day, label = DEAL_UNKNOWN;
        if (date_iso_read(without_quotes(raw), &day))
            label = key->of_period[key_period_of_day(&key->key, day)] - 1;
        labels[r] = label;
    }
}

/* Of cells that are remembered. */
static void
known_cells(const struct deal_key *key, const struct record_batch *batch,
            uint32_t *labels)
{
    for (size_t r = 0; r < batch->count; r++) {
        const struct slice raw = record_field(batch, r, key->wanted);
        labels[r] = DEAL_UNKNOWN;
        if (raw.len <= MEMO_CELL)
            memo_find(key->memo, raw, memo_cell(raw), &labels[r]);
    }
}

void
deal_known(const struct deal_key *key, const struct record_batch *batch,
           uint32_t *labels)
{
    if (key->is_iso && key->of_period != NULL)
        known_periods(key, batch, labels);
    else
        known_cells(key, batch, labels);
}
