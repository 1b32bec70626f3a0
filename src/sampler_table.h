/* SPDX-License-Identifier: MIT */
/* sampler_table.h - the options of sampler, one by one.
 *
 * Purpose    The table that is parser, --help and manual page; a part of
 *            sampler_options.c.
 * Units      None.
 * Ownership  Constant.
 * Errors     None.
 * Method     argp; the number at the end of a line is its group.
 */
#ifndef SAMPLER_TABLE_H
#define SAMPLER_TABLE_H

#include <argp.h>

#include "ui/options.h"

enum option_key {
    OPTION_WHERE = OPTION_OWN,
    OPTION_KEEP,
    OPTION_KEEP_MISSING,
    OPTION_STRATA,
    OPTION_UNIT,
    OPTION_UNIT_MISSING,
    OPTION_UNIT_SORTED,
    OPTION_ONE_PER_UNIT,
    OPTION_ROW_WEIGHTS,
    OPTION_N_PER_STRATUM,
    OPTION_FRACTION,
    OPTION_RATIO,
    OPTION_SIZES,
    OPTION_SIZES_MISSING,
    OPTION_ALLOCATION,
    OPTION_MIN_PER_STRATUM,
    OPTION_METHOD,
    OPTION_REPLICATE,
    OPTION_SEED,
    OPTION_SHARD,
    OPTION_SHARD_OUT,
    OPTION_AT_MOST,
    OPTION_CHECK_UNITS,
    OPTION_MANIFEST,
    OPTION_TASK,
    OPTION_PLAN,
    OPTION_OUTPUT,
    OPTION_WEIGHTS,
    OPTION_WEIGHT_NAME,
    OPTION_BASE_WEIGHT,
    OPTION_ADD,
    OPTION_SELECT,
    OPTION_DROP,
    OPTION_REPORT,
    OPTION_STRICT,
    OPTION_TMPDIR,
    OPTION_THREADS,
    OPTION_CONFIG
};

static const struct argp_option option_table[] = {
    {NULL, 0, NULL, 0, "What is drawn from:", 1},
    {"where", OPTION_WHERE, "RULE", 0,
     "leave out every record that does not satisfy RULE (may be repeated; all "
     "rules must hold)",
     1},
    {"keep", OPTION_KEEP, "RULE", 0,
     "keep every record that satisfies RULE, with weight 1: a column of "
     "outcomes, or COL=VALUE, !=, <, <=, >, >= (may be repeated; any rule "
     "that holds keeps the record)",
     1},
    {"keep-missing", OPTION_KEEP_MISSING, "WHAT", 0,
     "take a missing cell of --keep for an error, no, yes, or drop its record",
     1},
    {"strata", OPTION_STRATA, "KEY,...", 0,
     "draw independently in every combination of values of the KEYs: columns, "
     "year:COL, quarter:COL or month:COL of a date, outcome:COL, or rule:RULE",
     1},
    {"unit", OPTION_UNIT, "COL", 0,
     "draw units and not records: all records with the same identifier in COL",
     1},
    {"unit-missing", OPTION_UNIT_MISSING, "WHAT", 0,
     "take a missing identifier for an error (the default), or the record for "
     "a unit of its own (own)",
     1},
    {"unit-sorted", OPTION_UNIT_SORTED, NULL, 0,
     "trust that the file is sorted by COL, and need no table of units", 1},
    {NULL, 0, NULL, 0, "How many, and how:", 2},
    {"n", 'n', "N", 0, "draw N of the units that are not kept, in all", 2},
    {"allocation", OPTION_ALLOCATION, "HOW", 0,
     "share N among the strata: proportional (the default), equal, or "
     "neyman:COL by the standard deviations of COL",
     2},
    {"min-per-stratum", OPTION_MIN_PER_STRATUM, "M", 0,
     "draw M units of each stratum at least, or all it has (default 1)", 2},
    {"n-per-stratum", OPTION_N_PER_STRATUM, "N", 0,
     "draw N units of each stratum", 2},
    {"fraction", OPTION_FRACTION, "P", 0,
     "draw the fraction P, above 0 and up to 1, of each stratum, rounded up",
     2},
    {"ratio", OPTION_RATIO, "K", 0,
     "draw K times as many as are kept, in each stratum, rounded up", 2},
    {"sizes", OPTION_SIZES, "FILE.csv", 0,
     "draw from each stratum as many units as its row in FILE says, in a "
     "column n or fraction",
     2},
    {"sizes-missing", OPTION_SIZES_MISSING, "WHAT", 0,
     "take a stratum without a row for an error (the default), or draw all or "
     "none of it",
     2},
    {"method", OPTION_METHOD, "HOW", 0,
     "draw simple random samples (srs, the default), every unit by itself with "
     "probability P (bernoulli), or with probabilities proportional to COL "
     "(pps:COL)",
     2},
    {"replicate", OPTION_REPLICATE, "K", 0,
     "draw the sample number K of those that share no unit (default 1)", 2},
    {"seed", OPTION_SEED, "S", 0,
     "draw with seed S, below 2^64 (default: one chosen by chance)", 2},
    {"shard", OPTION_SHARD, "LABEL", 0,
     "use another stream of the seed, one for each LABEL", 2},
    {"plan", OPTION_PLAN, NULL, 0,
     "count, and show how many would be drawn, but draw nothing", 2},
    {NULL, 0, NULL, 0, "Input:", 3},
    {"manifest", OPTION_MANIFEST, "FILE", 0,
     "the input is a chunk in the manifest FILE of splitter; --task says which",
     3},
    {"task", OPTION_TASK, "I", 0,
     "take FILE, the label of --shard and the name of the output from line I, "
     "from 1, of the manifest",
     3},
    {NULL, 0, NULL, 0, "Output:", 4},
    {"out", 'o', "FILE", 0,
     "write the sample to FILE, compressed if it ends in .gz or .zst (default: "
     "standard output)",
     4},
    {"output", OPTION_OUTPUT, "WHAT", 0,
     "write the sample (drawn, the default), the rest of what was drawn from, "
     "or all eligible records with a column selected",
     4},
    {"shard-out", OPTION_SHARD_OUT, NULL, 0,
     "write what combiner needs of a shard: its sample without weights, and "
     "beside it a file with .json behind its name",
     4},
    {"at-most", OPTION_AT_MOST, "M", 0,
     "of each stratum of a shard write M units at most, which combiner checks "
     "to be enough",
     4},
    {"check-units", OPTION_CHECK_UNITS, NULL, 0,
     "beside the sample of a shard write a list of all its units, by which "
     "combiner finds one that is in two shards",
     4},
    {"one-per-unit", OPTION_ONE_PER_UNIT, NULL, 0,
     "write one record of each unit, chosen by chance", 4},
    {"row-weights", OPTION_ROW_WEIGHTS, NULL, 0,
     "multiply the weight of --one-per-unit by the number of the unit's "
     "records",
     4},
    {"weight-name", OPTION_WEIGHT_NAME, "NAME", 0,
     "call the column of weights NAME (default weight)", 4},
    {"weights", OPTION_WEIGHTS, "HOW", 0,
     "of --method=bernoulli: N/n as realised (the default), or "
     "inverse-probability",
     4},
    {"base-weight", OPTION_BASE_WEIGHT, "COL", 0,
     "multiply the weights by those that are in COL", 4},
    {"add", OPTION_ADD, "COLUMN,...", 0,
     "write more columns of the design: stratum, prob, N, n, prn, subcohort, "
     "each as COLUMN or COLUMN=NAME",
     4},
    {"select", OPTION_SELECT, "COL,...", 0,
     "write only these columns of the file", 4},
    {"drop", OPTION_DROP, "COL,...", 0, "write all columns but these", 4},
    {"report", OPTION_REPORT, "FILE", 0,
     "write what was done to FILE: .json for machines, .csv with a row for "
     "each "
     "stratum, .md for people",
     4},
    {"strict", OPTION_STRICT, NULL, 0,
     "treat warnings as errors, and write nothing then", 4},
    {"tmpdir", OPTION_TMPDIR, "FOLDER", 0,
     "put temporary files into FOLDER (default: the output's folder, else "
     "$TMPDIR, else the current folder)",
     4},
    {"config", OPTION_CONFIG, "FILE.json", 0,
     "take options from a JSON object, in a file or as it stands here; those "
     "of "
     "the command line come first",
     4},
    {"threads", OPTION_THREADS, "T", 0,
     "read a plain file, and compress, with T threads, up to 8 (default: as "
     "many as there are processors for it); the sample is the same",
     4},
    {0},
};

#endif
