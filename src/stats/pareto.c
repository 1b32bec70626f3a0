/* SPDX-License-Identifier: MIT */
#include "stats/pareto.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/limbs.h"

void
pareto_init(struct pareto *pareto, uint64_t most)
{
    *pareto = (struct pareto){.most = most};
}

static void
free_heap(struct pareto *pareto)
{
    free(pareto->heap);
    pareto->heap = NULL;
    pareto->held = pareto->room = 0;
}

void
pareto_free(struct pareto *pareto)
{
    free_heap(pareto);
    *pareto = (struct pareto){.most = pareto->most};
}

static bool
is_less(const struct pareto_size *a, const struct pareto_size *b)
{
    return limbs_compare(a->limbs, b->limbs, QUANTITY_LIMBS) < 0;
}

/* Puts SIZE in the empty place AT or above it, where its parent is less. */
static void
sift_up(struct pareto_size *heap, size_t at, struct pareto_size size)
{
    while (at > 0) {
        const size_t parent = (at - 1) / 2;
        if (!is_less(&size, &heap[parent]))
            break;
        heap[at] = heap[parent];
        at = parent;
    }
    heap[at] = size;
}

/* Puts SIZE in the empty root or below it, where its children are larger. */
static void
sift_down(struct pareto_size *heap, size_t len, struct pareto_size size)
{
    size_t at = 0;

    for (size_t child = 1; child < len; child = 2 * at + 1) {
        if (child + 1 < len && is_less(&heap[child + 1], &heap[child]))
            child++;
        if (!is_less(&heap[child], &size))
            break;
        heap[at] = heap[child];
        at = child;
    }
    heap[at] = size;
}

enum status
pareto_offer(struct pareto *pareto, const struct quantity *size)
{
    struct pareto_size offered;

    assert(size->sign > 0);
    memcpy(offered.limbs, size->limbs, sizeof offered.limbs);
    if (pareto->held < pareto->most) {
        if (array_reserve(&pareto->heap, &pareto->room, pareto->held + 1,
                          sizeof *pareto->heap) != ST_OK)
            return ST_NOMEM;
        sift_up(pareto->heap, pareto->held++, offered);
    } else if (pareto->held > 0 && is_less(&pareto->heap[0], &offered)) {
        sift_down(pareto->heap, pareto->held, offered);
    }
    limbs_add(pareto->total, PARETO_LIMBS, size->limbs, QUANTITY_LIMBS);
    pareto->pop_size++;
    return ST_OK;
}

static int
compare_largest_first(const void *a, const void *b)
{
    const struct pareto_size *const x = a, *const y = b;

    return limbs_compare(y->limbs, x->limbs, QUANTITY_LIMBS);
}

/* n x, of the units that are no certainties. A sum of sizes is below 2^224, and
 * so is n x where p is less than 1; where it is not, n x fits all the same. */
static void
multiply_size(const struct pareto *pareto, const uint64_t *size,
              uint64_t product[PARETO_LIMBS])
{
    limbs_multiply(size, QUANTITY_LIMBS, &pareto->rest_sample_size, 1, product);
}

void
pareto_settle(struct pareto *pareto, uint64_t sample_size)
{
    uint64_t product[PARETO_LIMBS];

    assert(sample_size <= pareto->most);
    pareto->rest_sample_size = sample_size;
    pareto->certainties = 0;
    memcpy(pareto->rest_total, pareto->total, sizeof pareto->total);
    if (pareto->held > 0)
        qsort(pareto->heap, pareto->held, sizeof *pareto->heap,
              compare_largest_first);
    while (pareto->certainties < pareto->held && pareto->rest_sample_size > 0) {
        const struct pareto_size *const largest =
            &pareto->heap[pareto->certainties];
        multiply_size(pareto, largest->limbs, product);
        if (limbs_compare(product, pareto->rest_total, PARETO_LIMBS) < 0)
            break;
        limbs_subtract(pareto->rest_total, PARETO_LIMBS, largest->limbs,
                       QUANTITY_LIMBS);
        pareto->rest_sample_size--;
        pareto->least = *largest;
        pareto->certainties++;
    }
    free_heap(pareto);
}

double
pareto_total(const struct pareto *pareto)
{
    return limbs_ratio(pareto->total, PARETO_LIMBS, quantity_unit,
                       QUANTITY_UNIT_LIMBS);
}

/* Equal sizes are certainties together: if n x >= X, so it is for n - 1 and
 * X - x. */
bool
pareto_is_certainty(const struct pareto *pareto, const struct quantity *size)
{
    return pareto->certainties > 0 &&
           limbs_compare(size->limbs, pareto->least.limbs, QUANTITY_LIMBS) >= 0;
}

double
pareto_target(const struct pareto *pareto, const struct quantity *size)
{
    uint64_t product[PARETO_LIMBS];

    if (pareto_is_certainty(pareto, size))
        return 1;
    multiply_size(pareto, size->limbs, product);
    return limbs_ratio(product, PARETO_LIMBS, pareto->rest_total, PARETO_LIMBS);
}

double
pareto_weight(const struct pareto *pareto, const struct quantity *size)
{
    uint64_t product[PARETO_LIMBS];

    if (pareto_is_certainty(pareto, size))
        return 1;
    multiply_size(pareto, size->limbs, product);
    return limbs_ratio(pareto->rest_total, PARETO_LIMBS, product, PARETO_LIMBS);
}

uint64_t
pareto_rank(const struct pareto *pareto, const struct quantity *size,
            uint64_t prn)
{
    const uint64_t u = prn > 0 ? prn : 1, from_above = -u; /* 2^64 - u */
    uint64_t product[PARETO_LIMBS], rest[PARETO_LIMBS];
    uint64_t rank;

    if (pareto_is_certainty(pareto, size))
        return 0;
    multiply_size(pareto, size->limbs, product);
    memcpy(rest, pareto->rest_total, sizeof rest);
    limbs_subtract(rest, PARETO_LIMBS, product, PARETO_LIMBS);
    const double q = (double)u / (double)from_above *
                     limbs_ratio(rest, PARETO_LIMBS, product, PARETO_LIMBS);
    static_assert(sizeof rank == sizeof q, "a double has 64 bits");
    memcpy(&rank, &q, sizeof rank);
    return rank;
}
