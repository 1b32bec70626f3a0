/* SPDX-License-Identifier: MIT */
#include "design/split_account.h"

#include <inttypes.h>

#include "base/figure.h"
#include "base/shown.h"
#include "design/split_sdc.h"
#include "stats/prn.h"

/* Seconds below which a speed says nothing. */
static const double SHORT_TIME = 0.1;

static const char *
plural(uint64_t count)
{
    return count == 1 ? "" : "s";
}

void
split_account_begin(FILE *stream, const struct split_account *account)
{
    const struct split_plan *const plan = account->split->plan;

    fprintf(stream, "%s %s", account->program, account->version);
    if (plan->groups > 0)
        fprintf(stream, ", algorithm %d, seed %" PRIu64 "%s", PRN_ALGORITHM,
                plan->seed, account->seed_given ? "" : " (chosen by chance)");
    if (plan->dry_run)
        fputs(", dry run", stream);
    fputc('\n', stream);
}

static void
print_input(FILE *stream, const struct split *split)
{
    const enum coding coding = source_coding(split->source);
    const uint64_t blank = reader_blank_lines(split->reader);
    const size_t columns = reader_header(split->reader)->columns;

    fprintf(stream, "%-8s ", "input");
    shown_print(stream, slice_of(source_name(split->source)));
    fputs(": ", stream);
    if (!split_is_controlled(split)) {
        fprintf(stream, "%s bytes",
                figure_of(source_bytes_read(split->source)).text);
        if (coding != CODING_PLAIN)
            fprintf(stream, " of %s, %s decoded", format_text(coding),
                    figure_of(reader_bytes(split->reader)).text);
        fputs(", ", stream);
    }
    fprintf(stream, "%s column%s", figure_of(columns).text, plural(columns));
    if (blank > 0 && !split_is_controlled(split))
        fprintf(stream, ", %s blank line%s skipped", figure_of(blank).text,
                plural(blank));
    fputc('\n', stream);
}

/* The least and the most records that one of the chunks has. Of chunks with as
 * many the least is the last one, which may be told less of (split_sdc.h). */
static void
print_records(FILE *stream, const struct split *split)
{
    const struct split_plan *const plan = split->plan;
    const struct chunk *const chunks = split->chunks;
    uint32_t least = 0, most = 0, empty = 0;

    for (uint32_t k = 0; k < split->count; k++) {
        least = chunks[k].records <= chunks[least].records ? k : least;
        most = chunks[k].records > chunks[most].records ? k : most;
        empty += chunks[k].records == 0;
    }
    fprintf(stream, "%-8s ", "records");
    if (split_is_controlled(split) && plan->parts > 0) {
        fprintf(stream, "%s in all\n",
                sdc_count_text(split_told(split, split->records)).text);
        return;
    }
    fprintf(stream, "%s to %s in a chunk",
            sdc_count_text(split_told_chunk(split, least)).text,
            sdc_count_text(split_told_chunk(split, most)).text);
    if (empty > 0 && !(split_is_controlled(split) && plan->groups > 0))
        fprintf(stream, "; %s chunk%s without any", figure_of(empty).text,
                plural(empty));
    fputc('\n', stream);
}

static void
print_chunks(FILE *stream, const struct split *split)
{
    uint64_t bytes = 0;

    fprintf(stream, "%-8s %s, ", "chunks", figure_of(split->count).text);
    shown_print(stream, slice_of(split->plan->output));
    fputc('\n', stream);
    if (split->count == 0)
        return;
    print_records(stream, split);
    if (split_is_controlled(split))
        return;
    for (uint32_t k = 0; k < split->count; k++)
        bytes += split->chunks[k].bytes;
    fprintf(stream, "%-8s %s with the headers%s\n", "bytes",
            figure_of(bytes).text,
            template_coding(&split->template) == CODING_PLAIN
                ? ""
                : ", before compression");
}

/* One line for cells without a label of their own. */
static void
print_odd(FILE *stream, const char *what, struct slice key, uint64_t count,
          const char *became)
{
    if (count == 0)
        return;
    fprintf(stream, "%-8s ", what);
    shown_print(stream, key);
    fprintf(stream, " in %s record%s%s\n", figure_of(count).text, plural(count),
            became);
}

static void
print_odds(FILE *stream, const struct split *split)
{
    for (size_t k = 0; k < dealer_keys(split->dealer); k++) {
        const struct slice name = dealer_names(split->dealer)[k];
        const struct deal_odd odd = dealer_odd(split->dealer, k);
        print_odd(stream, "missing", name, odd.missing,
                  dealer_odd_text(split->dealer, k, DEAL_MISSING));
        print_odd(stream, "invalid", name, odd.invalid,
                  dealer_odd_text(split->dealer, k, DEAL_INVALID));
        print_odd(stream, "other", name, odd.other,
                  dealer_odd_text(split->dealer, k, DEAL_OTHER));
    }
}

/* The same under disclosure control. Such cells are counted with the others of
 * their chunks, or one cell may be counted under several keys: it is told what
 * missing outcomes were taken for, and how many records are in no chunk. */
static void
print_controlled_odds(FILE *stream, const struct split *split)
{
    const struct dealer *const dealer = split->dealer;
    const struct sdc_count dropped = split_told(split, dealer_dropped(dealer));

    for (size_t k = 0; k < dealer_keys(dealer); k++) {
        if (dealer_odd(dealer, k).missing == 0 ||
            !dealer_takes_for_no_event(dealer, k))
            continue;
        fprintf(stream, "%-8s ", "missing");
        shown_print(stream, dealer_names(dealer)[k]);
        fprintf(stream, "%s\n", dealer_odd_text(dealer, k, DEAL_MISSING));
    }
    if (sdc_count_is_some(dropped))
        fprintf(stream, "%-8s %s records\n", "dropped",
                sdc_count_text(dropped).text);
}

static void
print_check(FILE *stream, const struct split *split)
{
    const uint64_t dropped = dealer_dropped(split->dealer);

    if (split_is_controlled(split)) {
        fprintf(stream,
                "%-8s records add up, as they are before they are rounded\n",
                "check");
        return;
    }
    fprintf(stream, "%-8s %s in the chunks", "check",
            figure_of(split->records - dropped).text);
    if (dropped > 0)
        fprintf(stream, " + %s dropped", figure_of(dropped).text);
    fprintf(stream, " = %s record%s read\n", figure_of(split->records).text,
            plural(split->records));
}

static void
print_cost(FILE *stream, const struct split *split)
{
    const double megabytes = (double)reader_bytes(split->reader) / 1e6;

    if (split_is_controlled(split))
        return;
    fprintf(stream, "%-8s %.3f s", "time", split->seconds);
    if (split->seconds > SHORT_TIME) /* else it is the time of the clock */
        fprintf(stream, " (%.0f MB/s)", megabytes / split->seconds);
    fprintf(stream, "; peak memory %.1f MiB\n",
            (double)split->peak_bytes / 1048576.0);
}

/* The keys, as they were given. A label that only a dropped record has would
 * tell of how many those are. */
static void
print_keys(FILE *stream, const struct split *split)
{
    for (size_t k = 0; k < dealer_keys(split->dealer); k++) {
        fprintf(stream, "%-8s ", "key");
        shown_print(stream, dealer_names(split->dealer)[k]);
        if (split_is_controlled(split))
            fputc('\n', stream);
        else
            fprintf(stream, ": %s label%s\n",
                    figure_of(dealer_label_count(split->dealer, k)).text,
                    plural(dealer_label_count(split->dealer, k)));
    }
    fprintf(stream, "%-8s %s kernel\n", "scan",
            split->plan->reader.kernel->name);
}

void
split_account_print(FILE *stream, const struct split_account *account,
                    bool verbose)
{
    const struct split *const split = account->split;

    if (!account->has_begun)
        split_account_begin(stream, account);
    print_input(stream, split);
    print_chunks(stream, split);
    if (split_is_controlled(split))
        print_controlled_odds(stream, split);
    else
        print_odds(stream, split);
    print_check(stream, split);
    print_cost(stream, split);
    if (verbose)
        print_keys(stream, split);
}
