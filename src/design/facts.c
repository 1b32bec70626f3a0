/* SPDX-License-Identifier: MIT */
#include "design/facts.h"

#include <string.h>

/* The units stand behind the tally. */
static size_t
units_at(const struct facts_setup *setup)
{
    const size_t align = _Alignof(struct facts_units);
    const size_t behind =
        offsetof(struct facts, tally) + classify_tally_bytes(setup->classifier);

    return (behind + align - 1) / align * align;
}

size_t
facts_bytes(const struct facts_setup *setup)
{
    return units_at(setup) + (setup->has_unit ? sizeof(struct facts_units) : 0);
}

enum status
finder_init(struct finder *finder, const struct facts_setup *setup)
{
    finder->setup = setup;
    field_decoder_init(&finder->decoder, setup->dialect);
    return strata_view_init(&finder->strata, setup->strata, setup->columns);
}

void
finder_free(struct finder *finder)
{
    field_decoder_free(&finder->decoder);
    strata_view_free(&finder->strata);
}

static bool
is_eligible(const struct facts *facts, size_t r)
{
    return facts->classes[r] < UNIT_EXCLUDED;
}

/* Finds the stratum of a record that has one. */
static void
find_stratum(struct finder *finder, const struct record_batch *batch, size_t r,
             struct facts *facts)
{
    uint32_t stratum;

    switch (strata_view_find(&finder->strata, batch, r, &stratum)) {
    case STRATA_FOUND:
        facts->strata[r] = stratum;
        break;
    case STRATA_NEW:
        facts->strata[r] = FACTS_NO_STRATUM;
        facts->has_open = true;
        break;
    case STRATA_NO_DATE:
    case STRATA_MALFORMED:
    case STRATA_NO_MEMORY:
        facts->known = r;
        break;
    }
}

/* Finds the strata of the known records: of nearly all of them in a row. */
static void
find_strata(struct finder *finder, const struct record_batch *batch,
            struct facts *facts)
{
    struct strata_view *const view = &finder->strata;

    memset(facts->strata, 0, batch->count * sizeof *facts->strata);
    facts->has_open = false;
    if (finder->setup->strata->key_count == 0)
        return;
    if (strata_view_update(view) != ST_OK)
        facts->known = 0;
    for (size_t r = 0; r < facts->known; r++) {
        r = strata_view_pass(view, batch, r, facts->known, facts->classes,
                             facts->strata);
        if (r < facts->known && is_eligible(facts, r))
            find_stratum(finder, batch, r, facts);
    }
}

/* Finds the units of the known records. */
static void
find_units(struct finder *finder, const struct record_batch *batch,
           struct facts *facts)
{
    const struct facts_setup *const setup = finder->setup;
    struct facts_units *const units = (void *)((char *)facts + units_at(setup));

    facts->units = units;
    units->missing_count = 0;
    for (size_t r = 0; r < facts->known; r++) {
        const struct slice raw = record_field(batch, r, setup->unit_place);
        struct slice id;
        if (!is_eligible(facts, r))
            continue;
        if (field_text(&finder->decoder, raw, &id) != ST_OK) {
            facts->known = r;
        } else if (rule_is_missing(id)) {
            units->missing[units->missing_count++] = (uint16_t)r;
        } else {
            units->ids[r] = hash128_of(id);
            units->prns[r] = prn_of_unit(setup->unit_key, units->ids[r]);
        }
    }
}

void
finder_look(struct finder *finder, struct record_batch *batch)
{
    struct facts *const facts = batch->facts;

    facts->known = classify(finder->setup->classifier, &finder->decoder, batch,
                            &facts->tally, facts->classes);
    find_strata(finder, batch, facts);
    facts->units = NULL;
    if (finder->setup->has_unit)
        find_units(finder, batch, facts);
}
