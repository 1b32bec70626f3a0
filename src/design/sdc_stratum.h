/* SPDX-License-Identifier: MIT */
/* sdc_stratum.h - what may be told of one stratum.
 *
 * Purpose    The rules of sdc.h, stratum by stratum.
 * Units      As in draw.h.
 * Ownership  None: what is told shows the stratum's label.
 * Errors     None.
 * Method     sdc.h.
 */
#ifndef DESIGN_SDC_STRATUM_H
#define DESIGN_SDC_STRATUM_H

#include "design/sdc.h"

/* What the size of a stratum depends on. */
enum sdc_size {
    SDC_SIZE_ASKED, /* the options alone, where there are enough units */
    SDC_SIZE_OF_UNITS,
    SDC_SIZE_OF_KEPT,
    SDC_SIZE_OF_FILE,
    SDC_SIZE_BY_CHANCE,
    SDC_SIZE_ALLOCATED
};

enum sdc_size sdc_size_of(const struct plan *plan, size_t strata_count);

/* The size that the options ask for, where they alone decide. */
uint64_t sdc_size_asked(const struct plan *plan);

/* Tells of a stratum of which KEPT units are kept. */
struct sdc_stratum sdc_stratum_tell(const struct plan *plan, enum sdc_size size,
                                    const struct draw_stratum *stratum,
                                    uint64_t kept);

/* Tells no more of its size, nor what goes with it. */
void sdc_stratum_untell_size(struct sdc_stratum *told);

#endif
