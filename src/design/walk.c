/* SPDX-License-Identifier: MIT */
#include "design/walk.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "design/blame.h"
#include "design/walk_state.h"

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

/* Looks at a batch, on any thread. */
static void
visit(void *context, unsigned who, struct record_batch *batch)
{
    const struct walk *const walk = context;

    finder_look(walk->finders[who], batch);
}

/* Binds what was wanted to the reader, and makes a finder for each thread. */
static enum status
bind(struct walk *walk, struct trouble *trouble)
{
    const unsigned threads = walk->plan->reader.threads;
    struct facts_setup *const setup = &walk->facts;

    *setup = (struct facts_setup){
        .classifier = walk->classifier,
        .columns = &walk->columns,
        .dialect = walk->plan->reader.dialect,
        .strata = walk->strata,
        .has_unit = walk->unit.name.len > 0,
        .unit_key = walk->unit_key,
    };
    const struct block_visitor visitor = {visit, walk, facts_bytes(setup)};
    const enum status st =
        columns_bind(&walk->columns, walk->reader, &visitor, trouble);
    if (st != ST_OK)
        return st;
    place_columns(walk);
    classifier_place(walk->classifier);
    setup->unit_place = walk->unit.place;
    for (unsigned k = 0; k == 0 || (k < threads && k < BLOCK_THREADS); k++) {
        walk->finders[k] = calloc(1, sizeof *walk->finders[k]);
        if (walk->finders[k] == NULL ||
            finder_init(walk->finders[k], setup) != ST_OK)
            return trouble_nomem(trouble);
    }
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
    if (st == ST_OK && *strata == NULL)
        st = strata_new(plan, made->reader, trouble, strata);
    if (st == ST_OK)
        st = classifier_new(plan, made->reader, *strata, &made->columns,
                            trouble, &made->classifier);
    if (st == ST_OK)
        st = strata_want(*strata, &made->columns, trouble);
    if (st == ST_OK)
        st = name_columns(made, trouble);
    if (st == ST_OK)
        st = open_streams(made, trouble);
    if (st == ST_OK) {
        made->strata = *strata;
        st = bind(made, trouble);
    }
    if (st != ST_OK) {
        walk_free(made);
        return st;
    }
    *walk = made;
    return ST_OK;
}

void
walk_free(struct walk *walk)
{
    if (walk == NULL)
        return;
    reader_free(walk->reader); /* ends its threads */
    for (unsigned k = 0; k < BLOCK_THREADS && walk->finders[k] != NULL; k++) {
        finder_free(walk->finders[k]);
        free(walk->finders[k]);
    }
    classifier_free(walk->classifier);
    columns_free(&walk->columns);
    field_decoder_free(&walk->decoder);
    unit_order_free(&walk->order);
    free(walk);
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

/* A record without an identifier is a unit of its own. */
static void
identify_missing(struct walk *walk, struct facts_units *units, size_t r)
{
    const uint64_t position = walk->batch.records->first_record + r;

    units->ids[r] = own_id(walk->plan, position);
    units->prns[r] = prn_of_unit(walk->unit_key, units->ids[r]);
    walk_count_unusable(&walk->unit, position);
}

/* What of a record's unit depends on those before it; MISSING is how many
 * records without an identifier were met in the batch. */
static enum status
finish_unit(struct walk *walk, struct facts_units *units, size_t r,
            size_t *missing, struct trouble *trouble)
{
    struct slice id;

    if (*missing < units->missing_count && units->missing[*missing] == r) {
        identify_missing(walk, units, r);
        unit_order_missing(&walk->order);
        (*missing)++;
        return ST_OK;
    }
    if (!walk->plan->unit_sorted)
        return ST_OK;
    id = record_field(walk->batch.records, r, walk->unit.place);
    if (id.len == 0 || id.bytes[0] != '"') /* it is its own text */
        return check_order(walk, r, id, trouble);
    const enum status st = walk_cell(walk, r, walk->unit.place, trouble, &id);
    return st == ST_OK ? check_order(walk, r, id, trouble) : st;
}

/* Whether records of the batch have to be looked at in their order. */
static bool
is_finished(const struct walk *walk, const struct facts *facts)
{
    const struct facts_units *const units = facts->units;

    return !facts->has_open && (units == NULL || (units->missing_count == 0 &&
                                                  !walk->plan->unit_sorted));
}

/* Adds what depends on the records before, up to the first fault, whose place
 * it returns. */
static size_t
finish_records(struct walk *walk, struct facts *facts, struct trouble *trouble)
{
    const struct record_batch *const records = walk->batch.records;
    struct strata_view *const view = &walk->finders[0]->strata;
    size_t missing = 0, r;

    for (r = 0; r < facts->known; r++) {
        enum status st = ST_OK;
        if (facts->classes[r] >= UNIT_EXCLUDED)
            continue;
        if (facts->strata[r] == FACTS_NO_STRATUM)
            st = strata_view_assign(view, walk->reader, records, r, trouble,
                                    &facts->strata[r]);
        if (st == ST_OK && facts->units != NULL)
            st = finish_unit(walk, facts->units, r, &missing, trouble);
        if (st != ST_OK)
            break;
    }
    return r;
}

/* Says what is wrong with record R, at which the facts end. What only lacked
 * memory is asked once more. */
static void
blame_record(struct walk *walk, size_t r, struct trouble *trouble)
{
    const struct record_batch *const records = walk->batch.records;
    struct finder *const own = walk->finders[0];
    uint32_t stratum;
    struct slice id;
    enum status st = classifier_blame(walk->classifier, &own->decoder,
                                      walk->reader, records, r, trouble);

    if (st == ST_OK && walk->strata->key_count > 0)
        st = strata_view_assign(&own->strata, walk->reader, records, r, trouble,
                                &stratum);
    if (st == ST_OK && walk->unit.name.len > 0)
        st = walk_cell(walk, r, walk->unit.place, trouble, &id);
    if (st == ST_OK)
        trouble_nomem(trouble);
}

/* Holds what is wrong with the first record of the batch that has a fault. */
static void
end_at_fault(struct walk *walk, struct facts *facts)
{
    const size_t good = is_finished(walk, facts)
                            ? facts->known
                            : finish_records(walk, facts, &walk->held);

    if (good == walk->batch.records->count)
        return;
    if (walk->held.status == ST_OK)
        blame_record(walk, good, &walk->held);
    reader_cut(walk->reader, good);
}

void
walk_cut(struct walk *walk, size_t r, const struct trouble *fault)
{
    walk->held = *fault;
    reader_cut(walk->reader, r);
}

enum status
walk_next(struct walk *walk, struct trouble *trouble,
          const struct walk_batch **batch)
{
    struct walk_batch *const mine = &walk->batch;
    const struct trouble *const held = &walk->held;

    if (held->status != ST_OK)
        return trouble_say(trouble, held->status, "%s", held->text);
    const enum status st = reader_next(walk->reader, trouble, &mine->records);
    if (st != ST_OK)
        return st;
    struct facts *const facts = mine->records->facts;
    end_at_fault(walk, facts);
    classifier_add(walk->classifier, &facts->tally, mine->records);
    mine->classes = facts->classes;
    mine->strata = facts->strata;
    if (facts->units == NULL) {
        pcg64_fill(&walk->stream, walk->prns, mine->records->count);
        mine->prns = walk->prns;
    } else {
        mine->prns = facts->units->prns;
        mine->ids = facts->units->ids;
    }
    *batch = mine;
    return ST_OK;
}

void
walk_digest(struct walk *walk, struct digest *digest)
{
    reader_digest(walk->reader, digest);
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
