/* SPDX-License-Identifier: MIT */
#include "design/blame.h"

#include <stdio.h>

#include "design/sdc_count.h"

enum { TEXT_BYTES = 512, VALUE_SHOWN = 80 };

int
blame_shown(struct slice text, int limit)
{
    return text.len < (size_t)limit ? (int)text.len : limit;
}

struct blame_records
blame_records(const struct plan *plan, uint64_t count)
{
    const bool one = count == 1 && plan->sdc == PLAN_SDC_NONE;
    struct blame_records records;

    snprintf(records.text, sizeof records.text, "%s record%s",
             sdc_count_text(sdc_count_of(plan, count)).text, one ? "" : "s");
    return records;
}

enum status
blame_cell(const struct plan *plan, const struct reader *reader, size_t r,
           struct slice name, struct slice cell, const char *fault,
           struct trouble *trouble)
{
    char value[VALUE_SHOWN + 16] = "";
    char text[TEXT_BYTES];

    if (plan->show_values)
        snprintf(value, sizeof value, " (\"%.*s\")",
                 blame_shown(cell, VALUE_SHOWN), cell.bytes);
    snprintf(text, sizeof text, "column \"%.*s\"%s: %s",
             blame_shown(name, BLAME_NAME), name.bytes, value, fault);
    return reader_blame(reader, r, trouble, text);
}
