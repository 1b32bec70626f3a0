/* SPDX-License-Identifier: MIT */
#include "design/account_table.h"

#include "design/account.h"
#include "stats/weight.h"

enum { NAME_COLUMNS = 8, COUNT_COLUMNS = 15, NARROW_COLUMNS = 11 };

/* How a line is laid out. */
struct layout {
    FILE *stream;
    int name_columns;
    int count_columns;
    bool rows; /* records have columns of their own */
};

/* The cells of a line, as texts. */
struct line {
    struct figure pop_size;
    struct figure pop_rows;
    struct figure sample_size;
    struct figure sample_rows;
    struct weight_text weight;
    struct figure sum;
};

static void
print_cells(const struct layout *layout, const struct line *line)
{
    FILE *const stream = layout->stream;
    const int columns = layout->count_columns;

    fprintf(stream, " %*s", columns, line->pop_size.text);
    if (layout->rows)
        fprintf(stream, " %*s", columns, line->pop_rows.text);
    fprintf(stream, " %*s", columns, line->sample_size.text);
    if (layout->rows)
        fprintf(stream, " %*s", columns, line->sample_rows.text);
    fprintf(stream, "  %-18s %15s\n", line->weight.text, line->sum.text);
}

static void
print_line(const struct layout *layout, const char *name,
           const struct line *line)
{
    fprintf(layout->stream, "%-*s", layout->name_columns, name);
    print_cells(layout, line);
}

static struct weight_text
weight_of(struct sdc_real weight)
{
    if (weight.state == SDC_TOLD)
        return weight_text_of(weight.value);
    return (struct weight_text){"-", 1};
}

/* A sum of weights that has been checked is a whole number but for rounding. */
static struct figure
sum_of(struct sdc_real sum)
{
    if (sum.state == SDC_TOLD)
        return figure_of((uint64_t)(sum.value + 0.5));
    return (struct figure){"-"};
}

static struct sdc_real
add(struct sdc_real a, struct sdc_real b)
{
    const struct sdc_real told = a.state == SDC_TOLD ? a : b;

    if (a.state == SDC_TOLD && b.state == SDC_TOLD)
        a.value += b.value;
    else if (told.value == 0) /* a 0 that leaves something out is not told */
        return (struct sdc_real){SDC_UNTOLD, 0};
    return a.state == SDC_TOLD ? a : b;
}

struct figure
account_table_sum(const struct sdc_told *told)
{
    return sum_of(add(told->kept.weight_sum, told->drawn.weight_sum));
}

static struct line
line_of(const struct sdc_stratum *stratum)
{
    return (struct line){
        .pop_size = sdc_count_text(stratum->pop_size),
        .pop_rows = sdc_count_text(stratum->pop_rows),
        .sample_size = sdc_count_text(stratum->sample_size),
        .sample_rows = sdc_count_text(stratum->sample_rows),
        .weight = weight_of(stratum->design_weight),
        .sum = sum_of(stratum->weight_sum),
    };
}

/* Records that are no units of the draw. */
static void
print_others(const struct layout *layout, const char *name,
             struct sdc_count records)
{
    const struct figure count = sdc_count_text(records), dash = {"-"};
    const struct line line = {
        .pop_size = layout->rows ? dash : count,
        .pop_rows = count,
        .sample_size = {"0"},
        .sample_rows = {"0"},
        .weight = {"-", 1},
        .sum = {"0"},
    };

    if (sdc_count_is_some(records))
        print_line(layout, name, &line);
}

/* What the column of n is called: by --plan nothing is drawn, and what is
 * written of the rest is in no sample. */
static struct figure
head_of_sample(const struct plan *plan)
{
    if (plan->count_only)
        return (struct figure){"would be drawn"};
    if (plan->output == PLAN_REST)
        return (struct figure){"drawn, not out"};
    return (struct figure){"in sample"};
}

static void
print_head(const struct layout *layout, struct figure sample)
{
    const struct line line = {
        .pop_size = layout->rows ? (struct figure){"units"}
                                 : (struct figure){"in the file"},
        .pop_rows = {"records"},
        .sample_size = sample,
        .sample_rows = {"rows out"},
        .weight = {"weight", 6},
        .sum = {"sum of weights"},
    };

    print_line(layout, "", &line);
}

static void
print_all(const struct layout *layout, const struct sdc_told *told)
{
    const struct sdc_stratum *const kept = &told->kept, *drawn = &told->drawn;
    const struct sdc_count units =
        sdc_count_add(kept->pop_size, drawn->pop_size);
    const struct line line = {
        .pop_size = sdc_count_text(layout->rows ? units : told->records),
        .pop_rows = sdc_count_text(told->records),
        .sample_size = sdc_count_text(
            sdc_count_add(kept->sample_size, drawn->sample_size)),
        .sample_rows = sdc_count_text(
            sdc_count_add(kept->sample_rows, drawn->sample_rows)),
        .sum = account_table_sum(told),
    };

    print_line(layout, "all", &line);
}

/* One line a stratum, under its label. */
static void
print_each(const struct layout *layout, const struct sdc_told *told)
{
    for (size_t h = 0; h < told->strata_count; h++) {
        const struct line line = line_of(&told->strata[h]);
        const int columns =
            account_print_label(layout->stream, told->strata[h].label);
        fprintf(layout->stream, "%*s", layout->name_columns - columns, "");
        print_cells(layout, &line);
    }
}

/* What is left to say of many strata. */
static void
print_bounds(const struct layout *layout, const struct sdc_told *told)
{
    double least = 0, most = 0;
    bool any = false;

    for (size_t h = 0; h < told->strata_count; h++) {
        const struct sdc_real weight = told->strata[h].design_weight;
        if (weight.state != SDC_TOLD)
            continue;
        least = !any || weight.value < least ? weight.value : least;
        most = !any || weight.value > most ? weight.value : most;
        any = true;
    }
    fprintf(layout->stream, "%-8s %s strata", "strata",
            figure_of(told->strata_count).text);
    if (any)
        fprintf(layout->stream, ", weights from %s to %s",
                weight_text_of(least).text, weight_text_of(most).text);
    fputc('\n', layout->stream);
}

/* Names are as wide as the widest. */
static struct layout
layout_of(FILE *stream, const struct plan *plan, const struct sdc_told *told,
          bool each)
{
    struct layout layout = {stream, NAME_COLUMNS, COUNT_COLUMNS,
                            plan->unit.len > 0 && plan_counts_rows(plan)};

    if (layout.rows)
        layout.count_columns = NARROW_COLUMNS;
    if (sdc_count_is_some(told->ineligible) ||
        sdc_count_is_some(told->ineligible_missing))
        layout.name_columns = sizeof "where missing" - 1;
    for (size_t h = 0; h < told->strata_count && each; h++) {
        const int columns = account_print_label(NULL, told->strata[h].label);
        if (columns > layout.name_columns)
            layout.name_columns = columns;
    }
    return layout;
}

void
account_table_print(FILE *stream, const struct plan *plan,
                    const struct sdc_told *told)
{
    const bool strata = plan->strata.len > 0;
    const bool each =
        strata && (plan->count_only || told->strata_count <= ACCOUNT_STRATA);
    const struct layout layout = layout_of(stream, plan, told, each);
    const struct line kept = line_of(&told->kept);
    struct line drawn = line_of(&told->drawn);

    if (strata && told->strata_count > 1)
        drawn.weight = (struct weight_text){"", 0};
    print_head(&layout, head_of_sample(plan));
    if (plan->keep_count > 0)
        print_line(&layout, "kept", &kept);
    if (each)
        print_each(&layout, told);
    print_line(&layout, "drawn", &drawn);
    print_others(&layout, "dropped", told->excluded);
    print_others(&layout, "not eligible", told->ineligible);
    print_others(&layout, "where missing", told->ineligible_missing);
    print_all(&layout, told);
    if (strata && !each)
        print_bounds(&layout, told);
}
