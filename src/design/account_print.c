/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <string.h>

#include "base/shown.h"
#include "design/account.h"
#include "design/account_table.h"
#include "stats/prn.h"

/* Seconds below which a speed says nothing. */
static const double SHORT_TIME = 0.1;

/* A plural's ending. */
static const char *
s_of(struct sdc_count count)
{
    return count.state == SDC_TOLD && count.count == 1 ? "" : "s";
}

/* What a missing cell was taken for; nothing is printed where there was none.
 */
static void
print_missing(FILE *stream, const struct account *account)
{
    for (size_t k = 0; k < account->told->missing_count; k++) {
        const struct sdc_missing *const missing = &account->told->missing[k];
        const bool told = missing->records.state == SDC_TOLD;
        fprintf(stream, "%-8s ", "missing");
        shown_print(stream, slice_of(missing->column));
        fprintf(stream, " in %s record%s: %s\n",
                told ? sdc_count_text(missing->records).text : "some",
                s_of(missing->records), account_missing_text(missing->meaning));
    }
}

static void
print_term(FILE *stream, struct sdc_count count, const char *what)
{
    if (sdc_count_is_some(count))
        fprintf(stream, " + %s %s", sdc_count_text(count).text, what);
}

/* Every record is somewhere. */
static void
print_records(FILE *stream, const struct sdc_told *told)
{
    fprintf(stream, "%-8s %s kept + %s other%s", "check",
            sdc_count_text(told->kept.pop_rows).text,
            sdc_count_text(told->drawn.pop_rows).text,
            s_of(told->drawn.pop_rows));
    print_term(stream, told->excluded, "dropped");
    print_term(stream, told->ineligible, "not eligible");
    print_term(stream, told->ineligible_missing, "not known to be eligible");
    fprintf(stream, " = %s record%s\n", sdc_count_text(told->records).text,
            s_of(told->records));
}

/* What the weights add up to, by design. */
static void
print_weights(FILE *stream, const struct plan *plan,
              const struct sdc_told *told)
{
    const bool rest = plan->output == PLAN_REST;
    const uint64_t kept = rest ? 0 : told->kept.pop_size.count;
    const uint64_t all = kept + told->drawn.pop_size.count;
    const struct figure n = figure_of(all), sum = account_table_sum(told);
    const struct figure rows =
        figure_of(told->kept.pop_rows.count + told->drawn.pop_rows.count);
    const uint64_t without = told->not_represented.count;

    if (told->drawn.sample_size.count == 0 && told->drawn.pop_size.count > 0)
        return;
    if (plan->method == PLAN_PPS)
        fprintf(
            stream,
            "%-8s weights times sizes add up to %.15g, the sizes to %.15g\n",
            "check", told->size_estimate.value, told->size_sum.value);
    else if (plan->inverse_probability)
        fprintf(stream,
                "%-8s weights add up to %s, which is N = %s on average"
                "\n",
                "sum", sum.text, n.text);
    else if (plan->row_weights)
        fprintf(stream,
                "%-8s weights add up to %s, which is %s records on "
                "average\n",
                "sum", sum.text, rows.text);
    else if (without > 0)
        fprintf(stream, "%-8s weights add up to %s of N = %s\n", "check",
                figure_of(all - without).text, n.text);
    else
        fprintf(stream, "%-8s weights add up to N = %s%s\n", "check", n.text,
                rest                 ? " others"
                : plan->unit.len > 0 ? " units"
                                     : "");
}

/* What the draw has checked before it wrote the first byte. */
static void
print_check(FILE *stream, const struct account *account)
{
    const struct plan *const plan = account->plan;
    const struct sdc_told *const told = account->told;
    const struct sdc_count without = told->not_represented;

    if (told->sdc == PLAN_SDC_NONE) {
        if (plan_counts_rows(plan))
            print_records(stream, told);
        if (!plan->count_only)
            print_weights(stream, plan, told);
    } else {
        fprintf(stream,
                "%-8s records and weights add up, as they are before "
                "they are rounded\n",
                "check");
    }
    if (account->units_compared)
        fprintf(stream, "%-8s no unit is in two shards\n", "check");
    if (sdc_count_is_some(without))
        fprintf(stream, "%-8s not represented: %s %s%s\n", "check",
                sdc_count_text(without).text,
                plan->unit.len > 0 ? "unit" : "record", s_of(without));
    if (plan->base_weight.len > 0 && told->base_weight_sum.state == SDC_TOLD)
        fprintf(stream,
                "%-8s base weights add up to %.15g, those of the "
                "sample to %.15g\n",
                "sum", told->base_weight_sum.value,
                told->final_weight_sum.value);
}

static void
print_cost(FILE *stream, const struct account *account)
{
    const struct sdc_told *const told = account->told;
    const double megabytes = (double)told->bytes_decoded.count / 1e6;
    const double seconds = told->read_seconds.value;

    if (told->read_seconds.state != SDC_TOLD)
        return;
    fprintf(stream, "%-8s read %.3f s", "time", seconds);
    if (seconds > SHORT_TIME) /* else it is the time of the clock itself */
        fprintf(stream, " (%.0f MB/s)", megabytes / seconds);
    fprintf(stream, ", write %.3f s; peak memory %.1f MiB\n",
            told->write_seconds.value, (double)account->peak_bytes / 1048576.0);
}

static void
print_input(FILE *stream, const struct account *account)
{
    const struct sdc_told *const told = account->told;
    const enum coding coding = account->coding;

    fprintf(stream, "%-8s ", "input");
    shown_print(stream, slice_of(account->input));
    fputs(": ", stream);
    if (told->bytes_read.state == SDC_TOLD) {
        fprintf(stream, "%s bytes", sdc_count_text(told->bytes_read).text);
        if (coding != CODING_PLAIN)
            fprintf(stream, " of %s, %s decoded", format_text(coding),
                    sdc_count_text(told->bytes_decoded).text);
        fputs(", ", stream);
    }
    fprintf(stream, "%s column%s", figure_of(told->columns).text,
            told->columns == 1 ? "" : "s");
    if (sdc_count_is_some(told->blank_lines))
        fprintf(stream, ", %s blank line%s skipped",
                sdc_count_text(told->blank_lines).text,
                s_of(told->blank_lines));
    if (told->reads > 1)
        fprintf(stream, ", read %s times", figure_of(told->reads).text);
    fputc('\n', stream);
}

/* What cannot be seen from --n alone. */
static void
print_design(FILE *stream, const struct account *account)
{
    const struct plan *const plan = account->plan;
    const struct sdc_told *const told = account->told;

    if (plan->size != PLAN_N || plan->strata.len > 0 || plan->unit.len > 0 ||
        plan->method != PLAN_SRS || plan->replicate > 1 ||
        plan->output != PLAN_DRAWN) {
        fprintf(stream, "%-8s ", "design");
        account_print_design(stream, plan, told->strata_count);
        fputc('\n', stream);
    }
    if (plan->shard.is_out)
        fprintf(stream, "%-8s written without weights, for combiner\n",
                "shard");
    if (told->sdc != PLAN_SDC_NONE)
        fprintf(stream,
                "%-8s counts from 1 to %s, and what tells of them, are "
                "[c]; others are rounded to %s\n",
                "told", figure_of(told->limit).text,
                told->sdc == PLAN_SDC_ROUND5 ? "5" : "midpoints of 6");
}

static void
print_details(FILE *stream, const struct account *account)
{
    const struct sdc_told *const told = account->told;
    char state[PRN_TEXT_BYTES], increment[PRN_TEXT_BYTES];

    prn_text(told->stream.state, state);
    prn_text(told->stream.increment, increment);
    if (account->plan->unit.len > 0)
        fprintf(stream, "%-8s XXH3, key %" PRIu64 "\n", "stream",
                told->unit_key.k);
    else if (told->stream.increment > 0) /* else every shard has its own */
        fprintf(stream, "%-8s PCG64, state %s, increment %s\n", "stream", state,
                increment);
    if (account->shards == 0) {
        fprintf(stream, "%-8s %s candidates, %s bytes of them on disk in ",
                "log", sdc_count_text(told->candidates).text,
                sdc_count_text(told->log_bytes_on_disk).text);
        shown_print(stream, slice_of(account->plan->folder));
        fputc('\n', stream);
    }
    fprintf(stream, "%-8s %s kernel\n", "scan",
            account->plan->reader.kernel->name);
}

void
account_begin(FILE *stream, const struct account *account)
{
    const struct plan *const plan = account->plan;

    fprintf(stream, "%s %s, algorithm %d, seed %" PRIu64 "%s", account->program,
            account->version, PRN_ALGORITHM, plan->seed,
            account->seed_given ? "" : " (chosen by chance)");
    if (plan->label.len > 0) {
        fputs(", shard ", stream);
        shown_print(stream, plan->label);
    }
    fputc('\n', stream);
}

void
account_print(FILE *stream, const struct account *account, bool verbose)
{
    if (!account->has_begun)
        account_begin(stream, account);
    print_input(stream, account);
    print_design(stream, account);
    account_table_print(stream, account->plan, account->told);
    print_missing(stream, account);
    print_check(stream, account);
    print_cost(stream, account);
    if (verbose)
        print_details(stream, account);
}
