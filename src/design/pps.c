/* SPDX-License-Identifier: MIT */
#include "design/pps.h"

#include <assert.h>
#include <stdlib.h>

#include "base/array.h"
#include "csv/row.h"
#include "stats/pareto.h"

struct pps {
    const struct header *header;
    struct pareto *list; /* one for each stratum */
    uint32_t count;
    size_t room;
    size_t column;
    struct slice *fields; /* of a row, up to the column */
    struct field_decoder decoder;
};

enum status
pps_new(const struct plan *plan, const struct header *header,
        struct trouble *trouble, struct pps **pps)
{
    struct pps *const made = calloc(1, sizeof *made);
    enum status st;

    if (made == NULL)
        return trouble_nomem(trouble);
    made->header = header;
    field_decoder_init(&made->decoder, header->dialect);
    st = header_find(header, plan->method_column, trouble, &made->column);
    if (st == ST_OK) {
        made->fields = calloc(made->column + 1, sizeof *made->fields);
        if (made->fields == NULL)
            st = trouble_nomem(trouble);
    }
    if (st == ST_OK)
        *pps = made;
    else
        pps_free(made);
    return st;
}

void
pps_free(struct pps *pps)
{
    if (pps == NULL)
        return;
    for (uint32_t h = 0; h < pps->count; h++)
        pareto_free(&pps->list[h]);
    free(pps->list);
    free(pps->fields);
    field_decoder_free(&pps->decoder);
    free(pps);
}

/* Every stratum in front of END, whose size is known, has its count. */
static enum status
follow_strata(struct pps *pps, const struct strata *strata, uint32_t end,
              struct trouble *trouble)
{
    if (array_reserve(&pps->list, &pps->room, end, sizeof *pps->list))
        return trouble_nomem(trouble);
    for (; pps->count < end; pps->count++)
        pareto_init(&pps->list[pps->count], strata->list[pps->count].wanted);
    return ST_OK;
}

enum status
pps_offer(struct pps *pps, const struct strata *strata, uint32_t h,
          const struct decimal *size, struct trouble *trouble)
{
    struct quantity quantity;
    enum status st = follow_strata(pps, strata, h + 1, trouble);

    if (st != ST_OK)
        return st;
    st = quantity_of(size, &quantity);
    if (st != ST_OK)
        return st;
    return pareto_offer(&pps->list[h], &quantity) == ST_OK
               ? ST_OK
               : trouble_nomem(trouble);
}

enum status
pps_settle(struct pps *pps, const struct strata *strata,
           struct trouble *trouble)
{
    const enum status st = follow_strata(pps, strata, strata->count, trouble);

    for (uint32_t h = 0; h < pps->count && st == ST_OK; h++) {
        struct pareto *const pareto = &pps->list[h];
        const uint64_t wanted = strata->list[h].wanted;
        pareto_settle(pareto,
                      wanted < pareto->pop_size ? wanted : pareto->pop_size);
    }
    return st;
}

/* The quantity of a size that was one when it was counted. */
static struct quantity
counted_size(const struct decimal *size)
{
    struct quantity quantity = {{0}, 0};
    const enum status st = quantity_of(size, &quantity);

    assert(st == ST_OK);
    (void)st;
    return quantity;
}

uint64_t
pps_rank(const struct pps *pps, uint32_t h, const struct decimal *size,
         uint64_t prn)
{
    if (pps->list[h].most == 0) /* nobody is drawn */
        return prn;
    const struct quantity quantity = counted_size(size);

    return pareto_rank(&pps->list[h], &quantity, prn);
}

struct pps_row
pps_weigh(const struct pps *pps, uint32_t h, const struct decimal *size)
{
    const struct pareto *const pareto = &pps->list[h];

    if (pareto->most == 0) /* nobody is drawn */
        return (struct pps_row){0, 0, 0};
    const struct quantity quantity = counted_size(size);

    return (struct pps_row){
        .size = quantity_value(&quantity),
        .prob = pareto_target(pareto, &quantity),
        .weight = pareto_weight(pareto, &quantity),
    };
}

enum status
pps_look_up(struct pps *pps, uint32_t h, struct slice content,
            struct trouble *trouble, struct pps_row *row)
{
    struct quantity size;
    struct decimal number;
    struct slice cell;

    row_fields(pps->header->dialect, content, pps->column + 1, pps->fields);
    if (field_text(&pps->decoder, pps->fields[pps->column], &cell) != ST_OK)
        return trouble_nomem(trouble);
    if (decimal_read(cell, &number) != ST_OK ||
        quantity_of(&number, &size) != ST_OK)
        return trouble_say(trouble, ST_DATA,
                           "the input changed while it was read");
    *row = pps_weigh(pps, h, &number);
    return ST_OK;
}

double
pps_total(const struct pps *pps, uint32_t h)
{
    return pareto_total(&pps->list[h]);
}
