/* SPDX-License-Identifier: MIT */
/* cohort.c - writes a cohort file of any size, as a study would extract it.
 *
 * Purpose    The input of the benchmarks: one person a record, 24 columns,
 *            about 150 bytes, CRLF, a rare outcome in the middle.
 * Units      Sizes in bytes; K, M, G and T are powers of 1,024.
 * Ownership  A struct cohort owns its pools; its cells look into them.
 * Errors     Exit status 1 if the output cannot be written, 2 for wrong usage.
 * Method     Every cell is drawn from the pool of its kind: the first text
 *            with the share of its column, the others equally often. The same
 *            options and seed write the same bytes.
 */
#include <argp.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "pools.h"
#include "stats/prn.h"

struct column {
    const char *name;
    enum kind kind;
    double common; /* the share of the pool's first text */
};

/* The columns after patient_id. */
static const struct column columns[] = {
    {"age", K_AGE, 0},
    {"sex", K_SEX, 0.02},
    {"region", K_REGION, 0.01},
    {"ethnicity", K_ETHNICITY, 0.08},
    {"imd_decile", K_DECILE, 0.02},
    {"practice", K_PRACTICE, 0},
    {"registration_date", K_DATE, 0},
    {"index_date", K_DATE, 0},
    {"admission_date", K_DATE, 0},
    {"diabetes", K_FLAG, 0.93},
    {"hypertension", K_FLAG, 0.85},
    {"outcome", K_FLAG, 0}, /* the share is an option */
    {"copd", K_FLAG, 0.98},
    {"cancer", K_FLAG, 0.95},
    {"kidney_disease", K_FLAG, 0.96},
    {"vaccine_date", K_DATE, 0.5},
    {"death_date", K_DATE, 0.96},
    {"bmi", K_BMI, 0.2},
    {"systolic", K_PRESSURE, 0.25},
    {"cholesterol", K_CHOLESTEROL, 0.4},
    {"smoking", K_SMOKING, 0.05},
    {"discharge_date", K_DATE, 0},
    {"end_date", K_DATE, 0},
};

enum {
    COLUMNS = sizeof columns / sizeof columns[0],
    REGION = 2,
    OUTCOME = 11,
    FIRST_ID = 1000000,
    BUFFER_BYTES = 256 * 1024, /* of one write() */
    /* Room for a record, or the header, whatever is drawn. */
    RECORD_BYTES = (COLUMNS + 2) * (TEXT_BYTES + 1)
};

/* The name of a column, as it stands in a hostile header. */
static const char hostile_region[] = "\"the \"\"region\"\",\r\nas text\"";

struct options {
    uint64_t bytes;   /* no more records once so many bytes are written */
    uint64_t records; /* at most so many records */
    uint64_t seed;
    double outcomes; /* the share of records with outcome 1 */
    bool quoted;
    bool hostile;
};

struct cell { /* of a column, in every record */
    const struct text *texts;
    uint64_t common; /* the share of the first text, of 2^32 */
    uint64_t others; /* texts after the first */
    uint64_t drawn;  /* records that took one of the others */
};

struct cohort {
    struct pools pools;
    struct cell cells[COLUMNS];
    struct pcg64 stream;
    uint64_t patient_id;
};

static enum status
cohort_init(struct cohort *cohort, const struct options *options)
{
    *cohort = (struct cohort){
        .pools = {.quoted = options->quoted, .hostile = options->hostile},
        .patient_id = FIRST_ID,
    };
    enum status st =
        prn_stream("cohort", options->seed, slice_of(""), &cohort->stream);
    if (st == ST_OK)
        st = pools_fill(&cohort->pools);
    if (st != ST_OK)
        return st;
    for (int j = 0; j < COLUMNS; j++) {
        const struct pool *const pool = &cohort->pools.of[columns[j].kind];
        const double common =
            j == OUTCOME ? 1 - options->outcomes : columns[j].common;
        cohort->cells[j] = (struct cell){
            .texts = pool->texts,
            .common = (uint64_t)(common * 4294967296.0 + 0.5),
            .others = pool->count - 1,
        };
    }
    return ST_OK;
}

/* Writes the header to AT and returns its end. */
static char *
put_header(const struct options *options, char *at)
{
    const bool quoted = options->quoted || options->hostile;

    at += sprintf(at, quoted ? "\"%s\"" : "%s", "patient_id");
    for (int j = 0; j < COLUMNS; j++) {
        if (options->hostile && j == REGION)
            at += sprintf(at, ",%s", hostile_region);
        else
            at += sprintf(at, quoted ? ",\"%s\"" : ",%s", columns[j].name);
    }
    return at + sprintf(at, "\r\n");
}

/* Writes NUMBER and a comma to AT and returns their end. */
static char *
put_number(uint64_t number, char *at)
{
    char reversed[20];
    int len = 0;

    do {
        reversed[len++] = (char)('0' + number % 10);
        number /= 10;
    } while (number > 0);
    while (len > 0)
        *at++ = reversed[--len];
    *at++ = ',';
    return at;
}

/* Draws a record, writes it to AT and returns its end. */
static char *
put_record(struct cohort *cohort, char *at)
{
    struct pcg64 stream = cohort->stream;
    const uint64_t luck = pcg64_next(&stream);

    cohort->patient_id += 1 + luck % 16; /* unique, with gaps */
    at = put_number(cohort->patient_id, at);
    for (int j = 0; j < COLUMNS; j++) {
        struct cell *const cell = &cohort->cells[j];
        const uint64_t draw = pcg64_next(&stream);
        const bool other = draw >> 32 >= cell->common;
        const uint64_t pick = 1 + ((draw & UINT32_MAX) * cell->others >> 32);
        const struct text *const text = &cell->texts[other ? pick : 0];

        /* A copy of fixed size is quick; its excess is overwritten. */
        memcpy(at, text->bytes, SHORT_BYTES);
        if (text->len > SHORT_BYTES)
            memcpy(at + SHORT_BYTES, text->bytes + SHORT_BYTES,
                   TEXT_BYTES - SHORT_BYTES);
        at += text->len;
        cell->drawn += other;
    }
    cohort->stream = stream;
    at--; /* the line end takes the place of the last comma */
    if (!cohort->pools.hostile || luck >> 63)
        *at++ = '\r';
    *at++ = '\n';
    return at;
}

/* Writes the bytes from BEGIN to END to standard output. */
static enum status
flush(const char *begin, const char *end)
{
    while (begin < end) {
        const ssize_t written =
            write(STDOUT_FILENO, begin, (size_t)(end - begin));
        if (written >= 0)
            begin += written;
        else if (errno != EINTR)
            return ST_SYSTEM;
    }
    return ST_OK;
}

/* Writes header and records; says on standard error how many. */
static enum status
write_cohort(struct cohort *cohort, const struct options *options)
{
    char buffer[BUFFER_BYTES];
    char *at = put_header(options, buffer);
    uint64_t flushed = 0, records = 0;
    enum status st = ST_OK;

    while (st == ST_OK && records < options->records &&
           flushed + (uint64_t)(at - buffer) < options->bytes) {
        at = put_record(cohort, at);
        records++;
        if (at > buffer + BUFFER_BYTES - RECORD_BYTES) {
            st = flush(buffer, at);
            flushed += (uint64_t)(at - buffer);
            at = buffer;
        }
    }
    if (st == ST_OK)
        st = flush(buffer, at);
    flushed += (uint64_t)(at - buffer);
    if (st == ST_OK)
        fprintf(stderr,
                "records=%" PRIu64 " outcomes=%" PRIu64 " bytes=%" PRIu64 "\n",
                records, cohort->cells[OUTCOME].drawn, flushed);
    return st;
}

/* Reads a count; one of the UNITS may follow, each 1,024 times the last. */
static uint64_t
parse_count(const char *text, const char *units, struct argp_state *state)
{
    struct slice digits = slice_of(text);
    size_t steps = 0;
    uint64_t count;

    if (digits.len > 1) {
        const char *const unit = strchr(units, text[digits.len - 1]);
        steps = unit == NULL ? 0 : (size_t)(unit - units) + 1;
    }
    if (steps > 0)
        digits.len--;
    if (slice_to_count(digits, &count) != ST_OK)
        argp_error(state, "'%s' is not a count", text);
    for (; steps > 0; steps--)
        if (__builtin_mul_overflow(count, 1024, &count))
            argp_error(state, "'%s' is too large", text);
    return count;
}

static double
parse_share(const char *text, struct argp_state *state)
{
    char *end;
    const double share = strtod(text, &end);

    if (end == text || *end != '\0' || !(share >= 0 && share <= 1))
        argp_error(state, "'%s' is not a fraction from 0 to 1", text);
    return share;
}

enum {
    OPT_BYTES = 1000,
    OPT_RECORDS,
    OPT_OUTCOMES,
    OPT_QUOTED,
    OPT_HOSTILE,
    OPT_SEED
};

static const struct argp_option option_table[] = {
    {"bytes", OPT_BYTES, "SIZE", 0,
     "end with the record that reaches SIZE (K, M, G, T: powers of 1024)", 0},
    {"records", OPT_RECORDS, "N", 0, "write at most N records", 0},
    {"outcomes", OPT_OUTCOMES, "FRACTION", 0,
     "share of records with outcome 1 (default 0.005)", 0},
    {"quoted", OPT_QUOTED, NULL, 0,
     "quote every name and string, as R's write.csv does", 0},
    {"hostile", OPT_HOSTILE, NULL, 0,
     "mix in quoted line breaks, doubled quotes, delimiters; end lines with "
     "LF or CRLF",
     0},
    {"seed", OPT_SEED, "S", 0, "repeat the file of seed S (default 1)", 0},
    {0},
};

static error_t
parse_option(int key, char *arg, struct argp_state *state)
{
    struct options *const options = state->input;

    switch (key) {
    case OPT_BYTES:
        options->bytes = parse_count(arg, "KMGT", state);
        return 0;
    case OPT_RECORDS:
        options->records = parse_count(arg, "", state);
        return 0;
    case OPT_OUTCOMES:
        options->outcomes = parse_share(arg, state);
        return 0;
    case OPT_QUOTED:
        options->quoted = true;
        return 0;
    case OPT_HOSTILE:
        options->hostile = true;
        return 0;
    case OPT_SEED:
        options->seed = parse_count(arg, "", state);
        return 0;
    case ARGP_KEY_END:
        if (options->bytes == UINT64_MAX && options->records == UINT64_MAX)
            argp_error(state, "give --bytes or --records");
        return 0;
    default:
        return ARGP_ERR_UNKNOWN; /* an argument, too */
    }
}

int
main(int argc, char **argv)
{
    static const struct argp argp = {
        .options = option_table,
        .parser = parse_option,
        .doc = "Write a cohort file to standard output.",
    };
    struct options options = {UINT64_MAX, UINT64_MAX, 1, 0.005, false, false};
    struct cohort cohort;

    argp_err_exit_status = 2;
    argp_parse(&argp, argc, argv, 0, NULL, &options);
    enum status st = cohort_init(&cohort, &options);
    if (st == ST_OK)
        st = write_cohort(&cohort, &options);
    if (st != ST_OK)
        fprintf(stderr, "%s: %s\n", program_invocation_short_name,
                st == ST_SYSTEM ? strerror(errno) : status_text(st));
    pools_free(&cohort.pools);
    return st == ST_OK ? 0 : 1;
}
