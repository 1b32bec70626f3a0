/* SPDX-License-Identifier: MIT */
#include "design/key.h"

#include <stdio.h>

#include "base/date.h"
#include "design/rule.h"

static const struct {
    const char *prefix;
    enum key_kind kind;
} kinds[] = {
    {"value:", KEY_VALUE},
    {"year:", KEY_YEAR},
    {"quarter:", KEY_QUARTER},
    {"month:", KEY_MONTH},
};
enum { KINDS = sizeof kinds / sizeof kinds[0] };

enum status
key_read(struct slice text, const struct header *header,
         struct trouble *trouble, struct key *key)
{
    struct key read = {.kind = KEY_VALUE, .text = text, .column_name = text};

    for (size_t k = 0; k < KINDS && !header_has(header, text); k++) {
        const struct slice prefix = slice_of(kinds[k].prefix);
        if (text.len < prefix.len ||
            !slice_equal((struct slice){text.bytes, prefix.len}, prefix))
            continue;
        read.kind = kinds[k].kind;
        read.column_name =
            (struct slice){text.bytes + prefix.len, text.len - prefix.len};
    }
    const enum status st =
        header_find(header, read.column_name, trouble, &read.column);
    if (st == ST_OK)
        *key = read;
    return st;
}

enum key_answer
key_label(const struct key *key, struct slice cell, char scratch[KEY_SCRATCH],
          struct slice *label)
{
    uint32_t date;
    int len = 0;

    if (rule_is_missing(cell))
        return KEY_MISSING;
    if (key->kind == KEY_VALUE) {
        *label = cell;
        return KEY_LABEL;
    }
    if (date_read(cell, &date) != ST_OK)
        return KEY_NO_DATE;
    const unsigned year = date / 10000, month = date / 100 % 100;
    if (key->kind == KEY_YEAR)
        len = snprintf(scratch, KEY_SCRATCH, "%04u", year);
    else if (key->kind == KEY_QUARTER)
        len = snprintf(scratch, KEY_SCRATCH, "%04uQ%u", year, (month + 2) / 3);
    else
        len = snprintf(scratch, KEY_SCRATCH, "%04u-%02u", year, month);
    *label = (struct slice){scratch, (size_t)len};
    return KEY_LABEL;
}
