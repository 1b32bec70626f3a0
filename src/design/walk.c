/* SPDX-License-Identifier: MIT */
#include "design/walk.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "design/blame.h"
#include "design/unit_order.h"

/* The sign that a number must have at least. */
static const int least_sign[WALK_NUMBERS] = {-1, 1, 0};

/* A column that an option names. */
struct named_column {
    struct slice name; /* empty: none */
    size_t column;
    size_t place;
    uint64_t unusable; /* cells, but for those that end the pass at once */
    uint64_t first_unusable;
};

struct walk {
    const struct plan *plan;
    struct reader *reader;
    struct columns columns;
    struct classifier *classifier;
    struct strata *strata;
    struct pcg64 opened; /* the stream at its begin, */
    struct pcg64 stream; /* and where it is now */
    struct prn_key unit_key;
    struct named_column unit;
    struct named_column numbers[WALK_NUMBERS];
    struct field_decoder decoder;
    struct unit_order order; /* of identifiers that are sorted */
    struct walk_batch batch;
};

static enum status
name_column(struct walk *walk, struct slice name, struct named_column *named,
            struct trouble *trouble)
{
    enum status st;

    if (name.len == 0)
        return ST_OK;
    named->name = name;
    st =
        header_find(reader_header(walk->reader), name, trouble, &named->column);
    if (st != ST_OK)
        return trouble_place(trouble, reader_name(walk->reader));
    return columns_add(&walk->columns, named->column, trouble);
}

/* Which columns the plan's options name. */
static enum status
name_columns(struct walk *walk, struct trouble *trouble)
{
    const struct plan *const plan = walk->plan;
    struct named_column *const numbers = walk->numbers;
    enum status st = name_column(walk, plan->unit, &walk->unit, trouble);

    if (st == ST_OK)
        st = name_column(walk, plan->allocation_column,
                         &numbers[WALK_ALLOCATION], trouble);
    if (st == ST_OK)
        st = name_column(walk, plan->method_column, &numbers[WALK_SIZE],
                         trouble);
    if (st == ST_OK)
        st = name_column(walk, plan->base_weight, &numbers[WALK_BASE_WEIGHT],
                         trouble);
    return st;
}

static void
place_columns(struct walk *walk)
{
    if (walk->unit.name.len > 0)
        walk->unit.place = columns_place(&walk->columns, walk->unit.column);
    for (size_t k = 0; k < WALK_NUMBERS; k++) {
        struct named_column *const named = &walk->numbers[k];
        if (named->name.len > 0)
            named->place = columns_place(&walk->columns, named->column);
    }
}

static enum status
open_streams(struct walk *walk, struct trouble *trouble)
{
    const struct plan *const plan = walk->plan;
    const struct slice label = plan_stream_label(plan);

    if (prn_stream("draw", plan->seed, label, &walk->opened) != ST_OK ||
        prn_unit_key("draw", plan->seed, label, &walk->unit_key) != ST_OK)
        return trouble_nomem(trouble);
    pcg64_advance(&walk->opened, plan->shard.first);
    walk->stream = walk->opened;
    return ST_OK;
}

enum status
walk_open(const struct plan *plan, struct source *source,
          struct trouble *trouble, struct strata **strata, struct walk **walk)
{
    struct walk *const made = calloc(1, sizeof *made);
    enum status st;

    if (made == NULL)
        return trouble_nomem(trouble);
    made->plan = plan;
    unit_order_init(&made->order);
    field_decoder_init(&made->decoder, plan->reader.dialect);
    st = reader_open(source, &plan->reader, trouble, &made->reader);
    if (st == ST_OK)
        st = classifier_new(plan, made->reader, &made->columns, trouble,
                            &made->classifier);
    if (st == ST_OK && *strata == NULL)
        st = strata_new(plan, made->reader, trouble, strata);
    if (st == ST_OK)
        st = strata_want(*strata, &made->columns, trouble);
    if (st == ST_OK)
        st = name_columns(made, trouble);
    if (st == ST_OK)
        st = columns_bind(&made->columns, made->reader, NULL, trouble);
    if (st == ST_OK)
        st = open_streams(made, trouble);
    if (st != ST_OK) {
        walk_free(made);
        return st;
    }
    place_columns(made);
    made->strata = *strata;
    *walk = made;
    return ST_OK;
}

void
walk_free(struct walk *walk)
{
    if (walk == NULL)
        return;
    classifier_free(walk->classifier);
    columns_free(&walk->columns);
    field_decoder_free(&walk->decoder);
    reader_free(walk->reader);
    unit_order_free(&walk->order);
    free(walk);
}

/* The text of a cell of record R. */
static enum status
cell_of(struct walk *walk, size_t r, size_t place, struct trouble *trouble,
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

static void
count_unusable(struct named_column *named, uint64_t position)
{
    if (named->unusable++ == 0)
        named->first_unusable = position;
}

/* What a record without an identifier is hashed as: its position in the whole,
 * or else in a shard, whose label then tells it from those of others. */
static struct hash128
own_id(const struct plan *plan, uint64_t position)
{
    const struct plan_shard *const shard = &plan->shard;
    char text[64];

    text[0] = '\0';
    int len = snprintf(text + 1, sizeof text - 1, "%" PRIu64,
                       position + shard->first);
    if (shard->is_out && !shard->is_part)
        len += snprintf(text + 1 + len, sizeof text - 1 - (size_t)len,
                        " %016" PRIx64, hash128_of(plan->label).high);
    return hash128_of((struct slice){text, (size_t)len + 1});
}

static enum status
check_order(struct walk *walk, size_t r, struct slice id,
            struct trouble *trouble)
{
    bool follows;

    if (unit_order_next(&walk->order, id, &follows) != ST_OK)
        return trouble_nomem(trouble);
    if (follows)
        return ST_OK;
    return blame_cell(walk->plan, walk->reader, r, walk->unit.name, id,
                      "comes before the unit above it, but --unit-sorted "
                      "promises a file sorted by it",
                      trouble);
}

/* Finds out which unit record R is of. */
static enum status
identify(struct walk *walk, size_t r, struct trouble *trouble)
{
    struct walk_batch *const batch = &walk->batch;
    const uint64_t position = batch->records->first_record + r;
    struct slice id;
    enum status st = cell_of(walk, r, walk->unit.place, trouble, &id);

    if (st != ST_OK)
        return st;
    if (!rule_is_missing(id)) {
        batch->ids[r] = hash128_of(id);
        if (walk->plan->unit_sorted)
            st = check_order(walk, r, id, trouble);
    } else {
        batch->ids[r] = own_id(walk->plan, position);
        count_unusable(&walk->unit, position);
        unit_order_missing(&walk->order);
    }
    batch->units[r] = (struct selection_unit){
        prn_of_unit(walk->unit_key, batch->ids[r]), batch->ids[r].high};
    return st;
}

static bool
is_eligible(const struct walk_batch *batch, size_t r)
{
    return batch->classes[r] < UNIT_EXCLUDED;
}

/* What depends on cells other than those of the rules. */
static enum status
place_records(struct walk *walk, struct trouble *trouble)
{
    struct walk_batch *const batch = &walk->batch;
    enum status st = ST_OK;

    for (size_t r = 0; r < batch->records->count && st == ST_OK; r++) {
        if (!is_eligible(batch, r))
            continue;
        if (walk->strata->key_count > 0)
            st = strata_assign(walk->strata, &walk->columns, walk->reader,
                               batch->records, r, trouble, &batch->strata[r]);
        if (st == ST_OK && walk->unit.name.len > 0)
            st = identify(walk, r, trouble);
    }
    return st;
}

enum status
walk_next(struct walk *walk, struct trouble *trouble,
          const struct walk_batch **batch)
{
    struct walk_batch *const mine = &walk->batch;
    const bool by_position = walk->unit.name.len == 0;
    enum status st = reader_next(walk->reader, trouble, &mine->records);

    if (st == ST_OK)
        st = classify(walk->classifier, walk->reader, mine->records, trouble,
                      mine->classes);
    if (st != ST_OK)
        return st;
    for (size_t r = 0; by_position && r < mine->records->count; r++)
        mine->units[r] = (struct selection_unit){
            pcg64_next(&walk->stream), mine->records->first_record + r};
    if (walk->strata->key_count > 0 || !by_position)
        st = place_records(walk, trouble);
    *batch = mine;
    return st;
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
    const enum status st = cell_of(walk, r, named->place, trouble, &cell);

    if (st != ST_OK)
        return st;
    const bool missing = rule_is_missing(cell);
    if (!missing && decimal_read(cell, number) != ST_OK)
        return blame_cell(walk->plan, walk->reader, r, named->name, cell,
                          wanted[which], trouble);
    if (!missing && number->sign >= least_sign[which])
        return ST_OK;
    count_unusable(named, walk->batch.records->first_record + r);
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

const struct reader *
walk_reader(const struct walk *walk)
{
    return walk->reader;
}

const struct classifier *
walk_classifier(const struct walk *walk)
{
    return walk->classifier;
}

struct pcg64
walk_stream(const struct walk *walk)
{
    return walk->opened;
}

struct prn_key
walk_unit_key(const struct walk *walk)
{
    return walk->unit_key;
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
