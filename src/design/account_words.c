/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <jansson.h>

#include "base/hash.h"
#include "base/shown.h"
#include "csv/field.h"
#include "design/account.h"
#include "io/library.h"

const char *
account_library(int k)
{
    switch (k) {
    case 0:
        return field_library();
    case 1:
        return library_of_coding(CODING_GZIP);
    case 2:
        return library_of_coding(CODING_ZSTD);
    case 3:
        return hash_library();
    case 4:
        return "Jansson " JANSSON_VERSION;
    }
    return NULL;
}

const char *
account_missing_text(enum keep_missing keep_missing)
{
    switch (keep_missing) {
    case KEEP_MISSING_NO:
        return "taken for no";
    case KEEP_MISSING_YES:
        return "taken for yes";
    case KEEP_MISSING_DROP:
        return "dropped";
    case KEEP_MISSING_UNSAID:
    case KEEP_MISSING_ERROR: /* ends the run at the first one */
        break;
    }
    return "taken for no event";
}

/* A share as a decimal. */
static void
print_share(FILE *stream, struct share share)
{
    char digits[24];
    const int len = snprintf(digits, sizeof digits, "%0*" PRIu64,
                             (int)share.places + 1, share.numerator);
    const int whole = len - (int)share.places;

    fprintf(stream, "%.*s", whole, digits);
    if (share.places > 0)
        fprintf(stream, ".%s", digits + whole);
}

static void
print_allocation(FILE *stream, const struct plan *plan)
{
    switch (plan->allocation) {
    case PLAN_PROPORTIONAL:
        fputs(", shared out in proportion to what there is", stream);
        break;
    case PLAN_EQUAL:
        fputs(", shared out equally", stream);
        break;
    case PLAN_NEYMAN:
        fputs(", shared out by the spread of ", stream);
        shown_print(stream, plan->allocation_column);
        break;
    }
}

static void
print_size(FILE *stream, const struct plan *plan, bool strata)
{
    const bool one = plan->sample_size == 1 &&
                     (plan->size == PLAN_N || plan->size == PLAN_N_EACH);
    const char *const others = plan->unit.len > 0
                                   ? one ? "other unit" : "other units"
                               : one ? "other"
                                     : "others";
    const char *const in_each = strata ? " in each stratum" : "";
    const struct figure n = figure_of(plan->sample_size);

    switch (plan->size) {
    case PLAN_N:
        fprintf(stream, "%s %s", n.text, others);
        if (strata)
            print_allocation(stream, plan);
        break;
    case PLAN_N_EACH:
        fprintf(stream, "%s %s%s", n.text, others, in_each);
        break;
    case PLAN_FRACTION:
        print_share(stream, plan->share);
        fprintf(stream, " of the %s%s%s", others, in_each,
                plan->method == PLAN_BERNOULLI ? "" : ", rounded up");
        break;
    case PLAN_RATIO:
        print_share(stream, plan->share);
        fprintf(stream, " times the kept%s, rounded up", in_each);
        break;
    case PLAN_SIZES_FILE:
        fprintf(stream, "as many %s%s as a file says", others, in_each);
        break;
    }
    if (plan->min_given)
        fprintf(stream, ", at least %s in each",
                figure_of(plan->min_per_stratum).text);
}

static void
print_method(FILE *stream, const struct plan *plan)
{
    switch (plan->method) {
    case PLAN_SRS:
        fputs("simple random", stream);
        break;
    case PLAN_BERNOULLI:
        fputs("Bernoulli", stream);
        break;
    case PLAN_PPS:
        fputs("Pareto sampling with probability proportional to ", stream);
        shown_print(stream, plan->method_column);
        break;
    }
    if (plan->replicate > 1)
        fprintf(stream, ", replicate %" PRIu64, plan->replicate);
    if (plan->output == PLAN_REST)
        fputs("; those that are not drawn are written", stream);
    if (plan->output == PLAN_ALL)
        fputs("; all are written", stream);
}

void
account_print_design(FILE *stream, const struct plan *plan, uint64_t strata)
{
    print_size(stream, plan, plan->strata.len > 0);
    if (plan->strata.len > 0) {
        fputs(", by ", stream);
        shown_print(stream, plan->strata);
        fprintf(stream, " (%s strat%s)", figure_of(strata).text,
                strata == 1 ? "um" : "a");
    }
    if (plan->unit.len > 0) {
        fputs(plan->one_per_unit ? "; one record of each " : "; a unit is a ",
              stream);
        shown_print(stream, plan->unit);
    }
    fputs("; ", stream);
    print_method(stream, plan);
}

int
account_print_label(FILE *stream, struct slice label)
{
    int columns = 0;
    size_t i = 0;

    if (label.len == 0)
        label = slice_of("(missing)");
    for (; i < label.len && columns < ACCOUNT_LABEL; i++) {
        const unsigned char byte = (unsigned char)label.bytes[i];
        const struct slice one = {label.bytes + i, 1};
        if (byte >> 6 != 2) /* else it goes on with the letter before */
            columns +=
                byte < 0x20 || byte == 0x7f ? (int)sizeof "\\x00" - 1 : 1;
        if (stream != NULL)
            shown_print(stream, one);
    }
    for (; i < label.len && (unsigned char)label.bytes[i] >> 6 == 2; i++)
        if (stream != NULL)
            fputc(label.bytes[i], stream);
    if (i == label.len)
        return columns;
    if (stream != NULL)
        fputs("...", stream);
    return columns + 3;
}
