/* SPDX-License-Identifier: MIT */
#include <inttypes.h>

#include "base/figure.h"
#include "base/shown.h"
#include "design/account.h"
#include "stats/prn.h"
#include "stats/weight.h"

/* Seconds below which a speed says nothing. */
static const double SHORT_TIME = 0.1;

/* One line of the table of strata; an empty text stays empty. */
static void
print_row(FILE *stream, const char *name, const char *records,
          const char *sample, const char *weight, const char *sum)
{
    fprintf(stream, "%-8s %15s %15s  %-18s %15s\n", name, records, sample,
            weight, sum);
}

/* A sum of weights that has been checked is a whole number but for rounding. */
static struct figure
figure_of_sum(double sum)
{
    return figure_of((uint64_t)(sum + 0.5));
}

static void
print_stratum(FILE *stream, const char *name,
              const struct draw_stratum *stratum)
{
    const struct weight_text weight = weight_text_of(stratum->design_weight);

    print_row(stream, name, figure_of(stratum->pop_size).text,
              figure_of(stratum->sample_size).text,
              stratum->sample_size > 0 ? weight.text : "-",
              figure_of_sum(stratum->weight_sum).text);
}

static void
print_strata(FILE *stream, const struct account *account)
{
    const struct draw_result *const result = account->result;
    const struct draw_stratum *const kept = &result->kept;
    const struct draw_stratum *const drawn = &result->drawn;

    print_row(stream, "", "in the file", "in sample", "weight",
              "sum of weights");
    if (account->plan->keep_count > 0)
        print_stratum(stream, "kept", kept);
    print_stratum(stream, "drawn", drawn);
    if (result->excluded > 0)
        print_row(stream, "dropped", figure_of(result->excluded).text, "0", "-",
                  "0");
    print_row(stream, "all", figure_of(result->records).text,
              figure_of(kept->sample_size + drawn->sample_size).text, "",
              figure_of_sum(kept->weight_sum + drawn->weight_sum).text);
}

/* What a missing cell was taken for; nothing is printed where there was none.
 */
static void
print_missing(FILE *stream, const struct account *account)
{
    for (size_t k = 0; k < account->result->missing_count; k++) {
        const struct draw_missing *const missing = &account->result->missing[k];
        fprintf(stream, "%-8s ", "missing");
        shown_print(stream, slice_of(missing->column));
        fprintf(stream, " in %s record%s: %s\n",
                figure_of(missing->records).text,
                missing->records == 1 ? "" : "s",
                account_missing_text(account->plan->keep_missing));
    }
}

/* What the draw has checked before it wrote the first byte. */
static void
print_check(FILE *stream, const struct draw_result *result)
{
    const struct draw_stratum *const drawn = &result->drawn;
    const uint64_t eligible = result->records - result->excluded;

    fprintf(stream, "%-8s %s kept + %s others", "check",
            figure_of(result->kept.pop_size).text,
            figure_of(drawn->pop_size).text);
    if (result->excluded > 0)
        fprintf(stream, " + %s dropped", figure_of(result->excluded).text);
    fprintf(stream, " = %s records\n", figure_of(result->records).text);
    if (drawn->sample_size > 0 || drawn->pop_size == 0)
        fprintf(stream, "%-8s weights add up to N = %s\n", "check",
                figure_of(eligible).text);
    else
        fprintf(stream, "%-8s not represented: %s records\n", "check",
                figure_of(drawn->pop_size).text);
}

static void
print_cost(FILE *stream, const struct account *account)
{
    const struct draw_result *const result = account->result;
    const double megabytes = (double)result->bytes_decoded / 1e6;
    const double seconds = result->read_seconds;

    fprintf(stream, "%-8s read %.3f s", "time", seconds);
    if (seconds > SHORT_TIME) /* else it is the time of the clock itself */
        fprintf(stream, " (%.0f MB/s)", megabytes / seconds);
    fprintf(stream, ", write %.3f s; peak memory %.1f MiB\n",
            result->write_seconds, (double)account->peak_bytes / 1048576.0);
}

static void
print_input(FILE *stream, const struct account *account)
{
    const struct draw_result *const result = account->result;
    const enum coding coding = source_coding(account->source);

    fprintf(stream, "%-8s ", "input");
    shown_print(stream, slice_of(source_name(account->source)));
    fprintf(stream, ": %s bytes", figure_of(result->bytes_read).text);
    if (coding != CODING_PLAIN)
        fprintf(stream, " of %s, %s decoded", format_text(coding),
                figure_of(result->bytes_decoded).text);
    fprintf(stream, ", %s column%s", figure_of(result->columns).text,
            result->columns == 1 ? "" : "s");
    if (result->blank_lines > 0)
        fprintf(stream, ", %s blank line%s skipped",
                figure_of(result->blank_lines).text,
                result->blank_lines == 1 ? "" : "s");
    fputc('\n', stream);
}

static void
print_details(FILE *stream, const struct account *account)
{
    const struct draw_result *const result = account->result;
    char state[PRN_TEXT_BYTES], increment[PRN_TEXT_BYTES];

    prn_text(result->stream.state, state);
    prn_text(result->stream.increment, increment);
    fprintf(stream, "%-8s PCG64, state %s, increment %s\n", "stream", state,
            increment);
    fprintf(stream, "%-8s %s candidates, %s bytes of them on disk in ", "log",
            figure_of(result->candidates).text,
            figure_of(result->log_bytes_on_disk).text);
    shown_print(stream, slice_of(account->plan->folder));
    fputc('\n', stream);
    fprintf(stream, "%-8s %s kernel\n", "scan",
            account->plan->reader.kernel->name);
}

void
account_print(FILE *stream, const struct account *account, bool verbose)
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
    print_input(stream, account);
    print_strata(stream, account);
    print_missing(stream, account);
    print_check(stream, account->result);
    print_cost(stream, account);
    if (verbose)
        print_details(stream, account);
}
