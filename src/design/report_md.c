/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "design/report.h"
#include "design/report_code.h"
#include "stats/prn.h"
#include "stats/weight.h"

/* More strata than these are for the report for machines. */
enum { MOST_STRATA = 100 };

static void
print_row(FILE *stream, struct slice label, const struct sdc_stratum *stratum,
          bool rows)
{
    const struct sdc_real weight = stratum->design_weight;
    const struct sdc_real sum = stratum->weight_sum;

    fputs("| ", stream);
    report_code_text(stream, label);
    fprintf(stream, " | %s | %s | %s | %s | %s |",
            sdc_count_text(stratum->pop_size).text,
            sdc_count_text(stratum->sample_size).text,
            sdc_count_text(stratum->kept_size).text,
            weight.state == SDC_TOLD ? weight_text_of(weight.value).text : "-",
            sum.state == SDC_TOLD ? weight_text_of(sum.value).text : "-");
    if (rows)
        fprintf(stream, " %s | %s |", sdc_count_text(stratum->pop_rows).text,
                sdc_count_text(stratum->sample_rows).text);
    fputc('\n', stream);
}

static void
print_table(FILE *stream, const struct account *account)
{
    const struct sdc_told *const told = account->told;
    const bool strata = account->plan->strata.len > 0;
    const bool rows =
        account->plan->unit.len > 0 && plan_counts_rows(account->plan);
    const size_t shown =
        told->strata_count < MOST_STRATA ? told->strata_count : MOST_STRATA;

    fprintf(stream,
            "## Strata\n\n| stratum | N | n | kept | weight | sum of "
            "weights |%s\n|---|--:|--:|--:|--:|--:|%s\n",
            rows ? " records | rows out |" : "", rows ? "--:|--:|" : "");
    if (account->plan->keep_count > 0)
        print_row(stream, slice_of("kept"), &told->kept, rows);
    for (size_t h = 0; h < shown && strata; h++)
        print_row(stream,
                  told->strata[h].label.len > 0 ? told->strata[h].label
                                                : slice_of("(missing)"),
                  &told->strata[h], rows);
    print_row(stream, slice_of("drawn"), &told->drawn, rows);
    if (shown < told->strata_count)
        fprintf(
            stream,
            "\n%s more strata are in a report that ends in .csv or .json.\n",
            figure_of(told->strata_count - shown).text);
    fputc('\n', stream);
}

static void
print_others(FILE *stream, struct sdc_count count, const char *what)
{
    if (sdc_count_is_some(count))
        fprintf(stream, "- %s: %s\n", what, sdc_count_text(count).text);
}

/* Who is in the frame. */
static void
print_frame(FILE *stream, const struct account *account)
{
    const struct plan *const plan = account->plan;
    const struct sdc_told *const told = account->told;

    fputs("## Frame\n\n", stream);
    for (size_t k = 0; k < plan->where_count; k++) {
        fputs("- eligible are records with ", stream);
        report_code_span(stream, slice_of(plan->where[k]));
        fputc('\n', stream);
    }
    for (size_t k = 0; k < plan->keep_count; k++) {
        fputs(plan->unit.len > 0
                  ? "- kept, with weight 1, is every unit that has a record "
                    "with "
                  : "- kept, with weight 1, is every record with ",
              stream);
        report_code_span(stream, slice_of(plan->keep[k]));
        fputc('\n', stream);
    }
    print_others(stream, told->records, "records read");
    print_others(stream, told->excluded, "dropped for a missing cell");
    print_others(stream, told->ineligible, "not eligible");
    print_others(stream, told->ineligible_missing,
                 "not known to be eligible, for a missing cell");
    print_others(stream, told->not_represented,
                 plan->unit.len > 0 ? "units that the sample does not represent"
                                    : "records that the sample does not "
                                      "represent");
    for (size_t k = 0; k < told->missing_count; k++) {
        fputs("- missing in ", stream);
        report_code_span(stream, slice_of(told->missing[k].column));
        fprintf(stream, ": %s\n",
                account_missing_text(told->missing[k].meaning));
    }
    fputc('\n', stream);
}

/* What a row's weight is beside the one of the table. */
static void
print_factors(FILE *stream, const struct plan *plan)
{
    if (plan->inverse_probability)
        fputs(": 1 over the probability asked for", stream);
    else if (plan->method == PLAN_PPS)
        fputs(": 1 over its target probability", stream);
    if (plan->row_weights)
        fputs("; it is that of the table times the number of the unit's rows",
              stream);
    if (plan->base_weight.len == 0)
        return;
    fputs("; it is that of the table times the one in ", stream);
    report_code_span(stream, plan->base_weight);
}

static void
print_what(FILE *stream, const struct account *account)
{
    const struct plan *const plan = account->plan;

    fputs(plan->count_only ? "# A plan of a sample of " : "# A sample of ",
          stream);
    report_code_span(stream, slice_of(account->input));
    fprintf(stream, "\n\n%s by %s %s, algorithm %d, with seed %" PRIu64 "%s",
            plan->count_only ? "Counted, not drawn," : "Drawn",
            account->program, account->version, PRN_ALGORITHM, plan->seed,
            account->seed_given ? "" : ", which was chosen by chance");
    if (plan->label.len > 0) {
        fputs(" and the label ", stream);
        report_code_span(stream, plan->label);
    }
    fputs(".\nThe same input, options and seed give the same sample again.\n"
          "What is drawn: ",
          stream);
    account_print_design(stream, plan, account->told->strata_count);
    if (!plan->count_only) {
        fputs(".\nThe weight of each row is in the column ", stream);
        report_code_span(stream, plan->weight_name);
        print_factors(stream, plan);
    }
    fputs(".\n\n", stream);
    if (account->told->sdc != PLAN_SDC_NONE)
        fprintf(stream,
                "Counts from 1 to %s, and what would tell of them, are "
                "suppressed: [c]. Others are rounded to %s. Totals are sums of "
                "what is shown, weights quotients of it. All this is true of "
                "this report, not of the sample.\n\n",
                figure_of(account->told->limit).text,
                account->told->sdc == PLAN_SDC_ROUND5 ? "the nearest 5"
                                                      : "midpoints of 6");
}

static void
print_warnings(FILE *stream, const struct warnings *warnings)
{
    if (warnings->count == 0)
        return;
    fputs("## Warnings\n\n", stream);
    for (size_t k = 0; k < warnings->count; k++) {
        fputs("- ", stream);
        report_code_text(stream, slice_of(warnings->list[k].text));
        fputc('\n', stream);
    }
    fputc('\n', stream);
}

static void
print_analysis(FILE *stream, const struct account *account)
{
    if (account->plan->count_only) /* there is no sample */
        return;
    if (account->plan->shard.is_out)
        fputs("A shard is not analysed: `combiner` pools all of them, and its "
              "report has the lines that analyse the sample.\n\n",
              stream);
    else
        report_code_print(stream, account->plan, account->output,
                          account->shards > 0);
}

enum status
report_write_md(struct sink *sink, const struct account *account,
                struct trouble *trouble)
{
    char *bytes = NULL;
    size_t len = 0;
    FILE *const stream = open_memstream(&bytes, &len);

    if (stream == NULL)
        return trouble_nomem(trouble);
    print_what(stream, account);
    print_frame(stream, account);
    print_table(stream, account);
    print_warnings(stream, &account->told->warnings);
    print_analysis(stream, account);
    bool complete = !ferror(stream);
    complete = fclose(stream) == 0 && complete; /* the text is known now */
    return report_put(sink, complete, bytes, len, trouble);
}
