/* SPDX-License-Identifier: MIT */
/* sdc.h - what may be told of a draw: statistical disclosure control.
 *
 * Purpose    Turns the result of a draw into the cells that summary, report
 *            and warnings are made from, and from nothing else.
 * Units      As in draw.h.
 * Ownership  sdc_tell() fills a struct that shows the result and the plan, and
 *            that the caller frees with sdc_told_free().
 * Errors     ST_NOMEM.
 * Method     With PLAN_SDC_NONE every cell is told as it is. Else counts of 1
 *            to K are suppressed (0 is told) and the others rounded, one by
 *            one: to the nearest 5, or to the middle of their six,
 *            ceil(x/6) 6 - 3 (x > 0). Totals are sums of told cells, weights
 *            quotients of told counts. What would tell of a suppressed cell is
 *            suppressed with it. Per stratum, with N units, k kept, n drawn:
 *
 *            n as asked    a size that the options give and that is drawn in
 *                          full is no count of the data: it is told. If N is
 *                          suppressed, so is n, unless it is 0 or 1 anyhow.
 *            by fraction   n follows from N: if either is small, both go.
 *            by ratio      n follows from k, unless N is less: if any of the
 *                          three is small, n and k go, and N with them if it
 *                          is so small that it could be n.
 *            from a file   as by fraction, whatever the file asks for.
 *            by chance     n goes where it is small, and with N.
 *            allocated     the sizes of all strata tell of one another: none
 *                          is told if any N or any n is small.
 *
 *            k otherwise, the dropped, the not eligible and the blank lines
 *            are counts for themselves. Rows go with their units. Bytes,
 *            seconds, memory, missing cells, sums of given weights and totals
 *            of the whole input would tell of sums of suppressed cells, and
 *            are never told.
 */
#ifndef DESIGN_SDC_H
#define DESIGN_SDC_H

#include "design/draw.h"
#include "design/sdc_count.h"

/* As struct draw_stratum. */
struct sdc_stratum {
    struct slice label;
    struct sdc_count pop_size;
    struct sdc_count sample_size;
    struct sdc_count kept_size;
    struct sdc_count pop_rows;
    struct sdc_count sample_rows;
    struct sdc_real design_weight;
    struct sdc_real weight_sum;
};

struct sdc_missing {
    const char *column;
    struct sdc_count records;
    enum keep_missing meaning;
};

struct sdc_told {
    enum plan_sdc sdc;
    uint64_t limit; /* counts from 1 to this are suppressed */
    struct sdc_stratum kept;
    struct sdc_stratum drawn;
    struct sdc_stratum *strata;
    size_t strata_count;
    struct sdc_count not_represented; /* units of strata without a sample */
    struct sdc_count excluded;
    struct sdc_count ineligible;
    struct sdc_count ineligible_missing;
    struct sdc_count records;
    struct sdc_count blank_lines;
    struct sdc_count bytes_read;
    struct sdc_count bytes_decoded;
    struct sdc_count candidates;
    struct sdc_count log_bytes_on_disk;
    struct sdc_real base_weight_sum;
    struct sdc_real final_weight_sum;
    struct sdc_real size_sum;
    struct sdc_real size_estimate;
    struct sdc_real read_seconds;
    struct sdc_real write_seconds;
    struct sdc_missing *missing;
    size_t missing_count;
    uint64_t columns;
    uint64_t reads;
    struct pcg64 stream;
    struct prn_key unit_key;
    struct warnings warnings;
};

/* What PLAN lets be told of RESULT. TOLD need not be initialised, and may be
 * freed whatever is returned. */
enum status sdc_tell(const struct plan *plan, const struct draw_result *result,
                     struct sdc_told *told);

/* Frees what TOLD holds. */
void sdc_told_free(struct sdc_told *told);

#endif
