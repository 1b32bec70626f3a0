/* SPDX-License-Identifier: MIT */
#include "design/report_code.h"

#include <ctype.h>
#include <string.h>

#include "base/shown.h"
#include "design/new_columns.h"

void
report_code_text(FILE *stream, struct slice text)
{
    for (size_t i = 0; i < text.len; i++) {
        if (text.bytes[i] != '\0' && strchr("\\`*_{}[]<>|#~&", text.bytes[i]))
            fputc('\\', stream);
        shown_print(stream, (struct slice){text.bytes + i, 1});
    }
}

/* More backquotes around it than there are in it. */
void
report_code_span(FILE *stream, struct slice text)
{
    size_t run = 0, longest = 0;

    for (size_t i = 0; i < text.len; i++) {
        run = text.bytes[i] == '`' ? run + 1 : 0;
        longest = run > longest ? run : longest;
    }
    for (size_t k = 0; k <= longest; k++)
        fputc('`', stream);
    if (longest > 0)
        fputc(' ', stream);
    shown_print(stream, text);
    if (longest > 0)
        fputc(' ', stream);
    for (size_t k = 0; k <= longest; k++)
        fputc('`', stream);
}

/* The name of a column in R: in backquotes, unless it is a plain one. */
static void
print_r_name(FILE *stream, struct slice name)
{
    bool plain = name.len > 0 && isalpha((unsigned char)name.bytes[0]);

    for (size_t i = 0; i < name.len; i++)
        plain = plain && (isalnum((unsigned char)name.bytes[i]) ||
                          name.bytes[i] == '_' || name.bytes[i] == '.');
    if (plain) {
        shown_print(stream, name);
        return;
    }
    fputc('`', stream);
    for (size_t i = 0; i < name.len; i++) {
        if (name.bytes[i] == '`' || name.bytes[i] == '\\')
            fputc('\\', stream);
        shown_print(stream, (struct slice){name.bytes + i, 1});
    }
    fputc('`', stream);
}

/* A text of R. */
static void
print_r_text(FILE *stream, struct slice text)
{
    fputc('"', stream);
    for (size_t i = 0; i < text.len; i++) {
        if (text.bytes[i] == '"' || text.bytes[i] == '\\')
            fputc('\\', stream);
        shown_print(stream, (struct slice){text.bytes + i, 1});
    }
    fputc('"', stream);
}

/* A text of Stata, in which no macro is expanded. */
static void
print_stata_text(FILE *stream, struct slice text)
{
    fputs("`\"", stream);
    for (size_t i = 0; i < text.len; i++) {
        if (text.bytes[i] == '$' || text.bytes[i] == '`')
            fputc('\\', stream);
        shown_print(stream, (struct slice){text.bytes + i, 1});
    }
    fputs("\"'", stream);
}

enum { STATA_NAME = 32 }; /* as long as a variable's name may be */

static bool
is_stata_name(struct slice name)
{
    bool is_name = name.len > 0 && name.len <= STATA_NAME &&
                   !isdigit((unsigned char)name.bytes[0]);

    for (size_t i = 0; i < name.len; i++)
        is_name = is_name && (isalnum((unsigned char)name.bytes[i]) ||
                              name.bytes[i] == '_');
    return is_name;
}

/* The name of a column in Stata, which is ALIAS where it cannot be its own. */
static void
print_stata_name(FILE *stream, struct slice name, const char *alias)
{
    shown_print(stream, is_stata_name(name) ? name : slice_of(alias));
}

/* Gives a column the name ALIAS if it needs one. */
static void
print_stata_alias(FILE *stream, struct slice name, const char *alias)
{
    if (is_stata_name(name))
        return;
    fputs("foreach v of varlist _all {\n"
          "  if `\"`: variable label `v''\"' == ",
          stream);
    print_stata_text(stream, name);
    fprintf(stream, " rename `v' %s\n}\n", alias);
}

static const char unit_alias[] = "sampling_unit";
static const char weight_alias[] = "sampling_weight";
static const char stratum_alias[] = "sampling_stratum";
static const char size_alias[] = "sampling_N";

/* What of the design the lines have to tell. */
struct design {
    const struct plan *plan;
    struct slice file;    /* the sample */
    struct slice stratum; /* names of columns, as they are or would be */
    struct slice pop_size;
    bool strata;   /* there are several, the kept among them */
    bool clusters; /* several rows of a unit */
    bool finite;   /* all of the variance is that of drawing n of N */
};

static struct slice
name_of(const struct plan *plan, enum plan_column column, const char *usual)
{
    const struct slice given = plan->add[column];

    return given.len > 0 ? given : slice_of(usual);
}

/* Whether the correction for the finite frame tells the variance of a total: n
 * was not left to chance, nothing else was, and the rows are those of n. */
static bool
is_finite(const struct plan *plan)
{
    return plan->method != PLAN_PPS && !plan->inverse_probability &&
           !plan->one_per_unit && plan->base_weight.len == 0 &&
           plan->output != PLAN_REST;
}

static struct design
design_of(const struct plan *plan, const char *output)
{
    const bool named = output != NULL && strcmp(output, "-") != 0;

    return (struct design){
        .plan = plan,
        .file = slice_of(named ? output : "sample.csv"),
        .stratum = name_of(plan, PLAN_COLUMN_STRATUM, "stratum"),
        .pop_size = name_of(plan, PLAN_COLUMN_POP_SIZE, "N"),
        .strata = plan->strata.len > 0 ||
                  (plan->keep_count > 0 && plan->output != PLAN_REST),
        .clusters = plan->unit.len > 0 && !plan->one_per_unit,
        .finite = is_finite(plan),
    };
}

static void
print_r_design(FILE *stream, const struct design *design, const char *name,
               bool finite)
{
    fprintf(stream, "%s <- svydesign(ids = ~", name);
    if (design->clusters)
        print_r_name(stream, design->plan->unit);
    else
        fputc('1', stream);
    if (design->strata) {
        fputs(", strata = ~", stream);
        print_r_name(stream, design->stratum);
    }
    fputs(", weights = ~", stream);
    print_r_name(stream, design->plan->weight_name);
    if (finite) {
        fputs(", fpc = ~", stream);
        print_r_name(stream, design->pop_size);
    }
    fputs(", data = rows)\n", stream);
}

/* Whether a delimiter is another than what is taken for granted. */
static bool
is_told(char delimiter)
{
    return delimiter != ',' && delimiter != '\0';
}

static void
print_r(FILE *stream, const struct design *design)
{
    const char delimiter = design->plan->reader.dialect.delimiter;

    fputs("In R:\n\n```r\nlibrary(survey)\nrows <- read.csv(", stream);
    print_r_text(stream, design->file);
    if (delimiter == '\t')
        fputs(", sep = \"\\t\"", stream);
    else if (is_told(delimiter)) {
        fputs(", sep = ", stream);
        print_r_text(stream, (struct slice){&delimiter, 1});
    }
    fputs(", check.names = FALSE", stream);
    if (design->strata) {
        fputs(",\n  colClasses = c(", stream);
        print_r_name(stream, design->stratum);
        fputs(" = \"character\")", stream);
    }
    fputs(")\n", stream);
    if (design->plan->output == PLAN_ALL) {
        fputs("rows <- rows[rows$", stream);
        print_r_name(stream, design->plan->add[PLAN_COLUMN_SELECTED]);
        fputs(" == 1, ]\n", stream);
    }
    if (design->strata) /* what svydesign() cannot do else */
        fputs("options(survey.lonely.psu = \"adjust\") # samples of 1\n",
              stream);
    fputs("# models: svyglm(y ~ x, models), svycoxph(Surv(time, event) ~ x, "
          "models)\n",
          stream);
    print_r_design(stream, design, "models", false);
    if (design->finite) {
        fputs("# this frame: svytotal(~x, frame), svymean(~x, frame)\n",
              stream);
        print_r_design(stream, design, "frame", true);
    }
    fputs("# Cox regression without survey, with robust standard errors\n"
          "# coxph(Surv(time, event) ~ x, rows, weights = ",
          stream);
    print_r_name(stream, design->plan->weight_name);
    fputs(", robust = TRUE", stream);
    if (design->clusters) {
        fputs(", cluster = ", stream);
        print_r_name(stream, design->plan->unit);
    }
    fputs(")\n```\n\n", stream);
}

static void
print_stata_design(FILE *stream, const struct design *design, bool finite)
{
    fputs("svyset ", stream);
    if (design->clusters)
        print_stata_name(stream, design->plan->unit, unit_alias);
    else
        fputs("_n", stream);
    fputs(" [pweight=", stream);
    print_stata_name(stream, design->plan->weight_name, weight_alias);
    fputc(']', stream);
    if (design->strata || finite)
        fputs(", ", stream);
    if (design->strata)
        fputs("strata(stratum_code) singleunit(centered)", stream);
    if (finite) {
        fprintf(stream, "%sfpc(", design->strata ? " " : "");
        print_stata_name(stream, design->pop_size, size_alias);
        fputc(')', stream);
    }
    fputc('\n', stream);
}

/* Leaves the rows of --output=all that were selected. */
static void
print_stata_selected(FILE *stream, struct slice name)
{
    static const char selected_alias[] = "sampling_selected";

    print_stata_alias(stream, name, selected_alias);
    fputs("keep if ", stream);
    print_stata_name(stream, name, selected_alias);
    fputs(" == 1\n", stream);
}

static void
print_stata(FILE *stream, const struct design *design)
{
    const struct plan *const plan = design->plan;
    const char delimiter = plan->reader.dialect.delimiter;
    const struct slice tab = slice_of("\\t"), own = {&delimiter, 1};

    fputs("In Stata:\n\n```stata\nimport delimited ", stream);
    print_stata_text(stream, design->file);
    fputs(", asdouble", stream);
    if (is_told(delimiter)) {
        fputs(" delimiters(", stream);
        print_stata_text(stream, delimiter == '\t' ? tab : own);
        fputc(')', stream);
    }
    fputs(" case(preserve) clear\n", stream);
    if (design->clusters)
        print_stata_alias(stream, plan->unit, unit_alias);
    print_stata_alias(stream, plan->weight_name, weight_alias);
    if (plan->output == PLAN_ALL)
        print_stata_selected(stream, plan->add[PLAN_COLUMN_SELECTED]);
    if (design->finite)
        print_stata_alias(stream, design->pop_size, size_alias);
    if (design->strata) {
        print_stata_alias(stream, design->stratum, stratum_alias);
        fputs("egen stratum_code = group(", stream);
        print_stata_name(stream, design->stratum, stratum_alias);
        fputs("), missing\n", stream);
    }
    fputs("* models\n", stream);
    print_stata_design(stream, design, false);
    if (design->finite) {
        fputs("* totals and means of this frame\n", stream);
        print_stata_design(stream, design, true);
    }
    fputs("```\n\n", stream);
}

/* The columns that the lines need, and that the sample does not have. */
static void
print_needs(FILE *stream, const struct design *design, bool is_pooled)
{
    const struct plan *const plan = design->plan;
    const bool stratum =
        design->strata && plan->add[PLAN_COLUMN_STRATUM].len == 0;
    const bool n = design->finite && plan->add[PLAN_COLUMN_POP_SIZE].len == 0;

    if (!stratum && !n)
        return;
    fprintf(stream,
            "The sample has no column%s %s%s%s: draw %s again with the same "
            "seed and `--add %s%s%s`%s.\n\n",
            stratum && n ? "s" : "", stratum ? "`stratum`" : "",
            stratum && n ? " and " : "", n ? "`N`" : "",
            is_pooled ? "all shards" : "it", stratum ? "stratum" : "",
            stratum && n ? "," : "", n ? "N" : "",
            is_pooled ? ", which is an option of `sampler`, and pool them"
                      : "");
}

/* What the lines do not do by themselves. */
static void
print_hints(FILE *stream, const struct design *design)
{
    const struct plan *const plan = design->plan;

    if (design->clusters && !new_columns_keep(plan, plan->unit)) {
        fputs("The sample has no column ", stream);
        report_code_span(stream, plan->unit);
        fputs(", which the lines need: `--select` or `--drop` has left it "
              "out.\n\n",
              stream);
    }
    if (slice_ends_with(design->file, slice_of(".zst")))
        fputs("R and Stata do not read zstd: decompress the sample first.\n\n",
              stream);
    if (slice_ends_with(design->file, slice_of(".gz")))
        fputs("Stata does not read gzip: decompress the sample first.\n\n",
              stream);
}

void
report_code_print(FILE *stream, const struct plan *plan, const char *output,
                  bool is_pooled)
{
    const struct design design = design_of(plan, output);

    fputs("## Analysis\n\n"
          "A model speaks of more than this frame: it takes weights and "
          "strata, and no finite population correction.\n",
          stream);
    if (design.finite)
        fputs("A total or a mean of this frame takes the correction as "
              "well.\n",
              stream);
    if (design.finite && plan->keep_count > 0)
        fputs("The kept are a stratum that is taken whole, and add no "
              "variance to it.\n",
              stream);
    if (plan->output == PLAN_REST)
        fputs("The rows are the others that were not drawn: n is the number of "
              "those drawn, and the kept are in neither.\n",
              stream);
    if (plan->method == PLAN_PPS)
        fputs("Units were drawn with unequal probabilities: the variance is "
              "that of drawing with replacement, which is a little too "
              "large.\n",
              stream);
    fputc('\n', stream);
    print_needs(stream, &design, is_pooled);
    print_hints(stream, &design);
    print_r(stream, &design);
    print_stata(stream, &design);
}
