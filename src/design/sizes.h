/* SPDX-License-Identifier: MIT */
/* sizes.h - how many units are drawn from each stratum.
 *
 * Purpose    Turns the sizes that a plan asks for into n_h: those that are
 *            known beforehand when a stratum is met, the others when all N_h
 *            are.
 * Units      Sizes count units.
 * Ownership  sizes_new() makes, sizes_free() frees; plan and strata stay the
 *            caller's.
 * Errors     ST_USAGE for a size that cannot be, ST_DATA for a file of sizes
 *            that is not right, said with the stratum's label.
 * Method     --fraction and --ratio are exact: n_h is the least integer that is
 *            not below P N_h, or K times the kept units. --n is shared out by
 *            stats/allocation.h. A file of sizes is a CSV file with the columns
 *            of the keys, by the text of the key or the name of its column, and
 *            a column n or a column fraction; its rows are matched by their
 *            values, and no other column is looked at.
 */
#ifndef DESIGN_SIZES_H
#define DESIGN_SIZES_H

#include "design/strata.h"
#include "stats/moments.h"

struct sizes;

/* Whether the sizes depend on what the frame holds, so that a pass must count
 * it first. */
bool sizes_need_counts(const struct plan *plan, const struct sizes *sizes);

/* Reads the plan's file of sizes, if there is one, for STRATA. */
enum status sizes_new(const struct plan *plan, struct strata *strata,
                      struct trouble *trouble, struct sizes **sizes);

/* Frees; NULL is fine. */
void sizes_free(struct sizes *sizes);

/* Gives stratum H its size, where no counts are needed for it. */
enum status sizes_of_new(const struct sizes *sizes, struct strata *strata,
                         uint32_t h, struct trouble *trouble);

/* Whether the plan's file asks for a fraction of stratum H, and which. */
bool sizes_fraction(const struct sizes *sizes, uint32_t h,
                    struct share *fraction);

/* Whether the size of a stratum hangs on what the others have, too; else gives
 * stratum H its size from its own counts. */
bool sizes_are_shared(const struct sizes *sizes);
enum status sizes_settle_one(const struct sizes *sizes, struct strata *strata,
                             uint32_t h, struct trouble *trouble);

/* Gives all strata their sizes from their counts; MOMENTS, one for each, are
 * those of Neyman's allocation, else NULL. */
enum status sizes_settle(const struct sizes *sizes, struct strata *strata,
                         const struct moments *moments,
                         struct trouble *trouble);

/* After the last record: refuses rows of the file without a stratum. */
enum status sizes_finish(const struct sizes *sizes, const struct strata *strata,
                         struct trouble *trouble);

#endif
