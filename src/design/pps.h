/* SPDX-License-Identifier: MIT */
/* pps.h - probabilities proportional to a column of the frame.
 *
 * Purpose    Puts stats/pareto.h to work: one count of sizes for each stratum,
 *            ranks in place of random numbers, and a weight for each row.
 * Units      Sizes in the unit of the column.
 * Ownership  pps_new() makes, pps_free() frees; plan and header stay the
 *            caller's.
 * Errors     ST_DATA, said in the trouble, for a size that cannot be summed
 *            exactly; ST_USAGE for a column that is not there; ST_NOMEM.
 * Method     A stratum's units are offered with their sizes first, then the
 *            count is settled for its n_h, then every unit has a rank. A row
 *            that leaves has its size looked up in its own bytes.
 */
#ifndef DESIGN_PPS_H
#define DESIGN_PPS_H

#include "base/decimal.h"
#include "design/strata.h"

struct pps;

/* What the size of a row makes of it. */
struct pps_row {
    double size;
    double prob; /* the target probability */
    double weight;
};

/* Starts without strata. */
enum status pps_new(const struct plan *plan, const struct header *header,
                    struct trouble *trouble, struct pps **pps);

/* Frees; NULL is fine. */
void pps_free(struct pps *pps);

/* Counts a unit of stratum H, whose wanted size is known. */
enum status pps_offer(struct pps *pps, const struct strata *strata, uint32_t h,
                      const struct decimal *size, struct trouble *trouble);

/* Ends the count of all strata. */
enum status pps_settle(struct pps *pps, const struct strata *strata,
                       struct trouble *trouble);

/* What a unit that was counted is ranked by. */
uint64_t pps_rank(const struct pps *pps, uint32_t h, const struct decimal *size,
                  uint64_t prn);

/* What a unit of this size, which was counted, weighs if it is drawn; all 0
 * where nobody is. */
struct pps_row pps_weigh(const struct pps *pps, uint32_t h,
                         const struct decimal *size);

/* Looks the size of a row up that was counted. */
enum status pps_look_up(struct pps *pps, uint32_t h, struct slice content,
                        struct trouble *trouble, struct pps_row *row);

/* The sum of the sizes of stratum H. */
double pps_total(const struct pps *pps, uint32_t h);

#endif
