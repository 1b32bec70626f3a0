/* SPDX-License-Identifier: MIT */
/* The cells that options name, and those of them that cannot be used. */
#include <inttypes.h>

#include "design/blame.h"
#include "design/walk_state.h"

/* The sign that a number must have at least. */
static const int least_sign[WALK_NUMBERS] = {-1, 1, 0};

enum status
walk_cell(struct walk *walk, size_t r, size_t place, struct trouble *trouble,
          struct slice *cell)
{
    const struct slice raw = record_field(walk->batch.records, r, place);
    const enum status st = field_text(&walk->decoder, raw, cell);

    if (st == ST_NOMEM)
        return trouble_nomem(trouble);
    return st == ST_OK
               ? ST_OK
               : reader_blame(walk->reader, r, trouble, "malformed field");
}

void
walk_count_unusable(struct named_column *named, uint64_t position)
{
    if (named->unusable++ == 0)
        named->first_unusable = position;
}

enum status
walk_number(struct walk *walk, size_t r, enum walk_number which,
            struct trouble *trouble, struct decimal *number)
{
    static const char *const wanted[WALK_NUMBERS] = {
        "not a number, but --allocation looks at its variance",
        "not a number, but the probabilities are proportional to it",
        "not a number, but it is the weight to start from",
    };
    struct named_column *const named = &walk->numbers[which];
    struct slice cell;
    const enum status st = walk_cell(walk, r, named->place, trouble, &cell);

    if (st != ST_OK)
        return st;
    const bool missing = rule_is_missing(cell);
    if (!missing && decimal_read(cell, number) != ST_OK)
        return blame_cell(walk->plan, walk->reader, r, named->name, cell,
                          wanted[which], trouble);
    if (!missing && number->sign >= least_sign[which])
        return ST_OK;
    walk_count_unusable(named, walk->batch.records->first_record + r);
    return ST_END;
}

enum status
walk_blame_number(const struct walk *walk, size_t r, enum walk_number which,
                  struct trouble *trouble)
{
    return blame_cell(walk->plan, walk->reader, r, walk->numbers[which].name,
                      (struct slice){"", 0},
                      "too large, or with too many places, to be summed "
                      "exactly",
                      trouble);
}

/* Says how many cells of a column could not be used. */
static enum status
say_unusable(const struct walk *walk, const struct named_column *named,
             const char *what, const char *remedy, struct trouble *trouble)
{
    if (named->unusable == 0)
        return ST_OK;
    return trouble_say(
        trouble, ST_DATA,
        "%s: column \"%.*s\": %s in %s, the first of them record %" PRIu64 "%s",
        reader_name(walk->reader), blame_shown(named->name, BLAME_NAME),
        named->name.bytes, what,
        blame_records(walk->plan, named->unusable).text,
        named->first_unusable + 1, remedy);
}

enum status
walk_finish(const struct walk *walk, struct trouble *trouble)
{
    static const char *const unusable[WALK_NUMBERS] = {
        "missing", "missing, zero or negative", "missing or negative"};
    enum status st = ST_OK;

    if (!walk->plan->unit_missing_own)
        st = say_unusable(walk, &walk->unit, "missing",
                          "; --unit-missing=own makes each a unit of its own",
                          trouble);
    for (size_t k = 0; k < WALK_NUMBERS && st == ST_OK; k++)
        st = say_unusable(walk, &walk->numbers[k], unusable[k], "", trouble);
    return st;
}
