/* SPDX-License-Identifier: MIT */
#include "ui/common_options.h"

#include <stddef.h>

static const struct argp_option delimiter_option[] = {
    {"delimiter", COMMON_DELIMITER, "C", 0,
     "fields are separated by C, or by a tab for \\t or tab (default: comma, "
     "and tab if FILE is a .tsv)",
     3},
    {0},
};

static const struct argp_option options[] = {
    {"max-record", COMMON_MAX_RECORD, "SIZE", 0,
     "refuse records longer than SIZE (default 64M)", 3},
    {"sdc", COMMON_SDC, "HOW", 0,
     "disclosure control of all that is told, but not of the data that are "
     "written: none (the default), round5 or midpoint6",
     4},
    {"sdc-suppress", COMMON_SDC_SUPPRESS, "K", 0,
     "suppress counts up to K with --sdc (default 7)", 4},
    {0},
};

static error_t
parse_delimiter(int key, char *value, struct argp_state *state)
{
    struct common_options *const common = state->input;

    switch (key) {
    case ARGP_KEY_INIT:
        state->child_inputs[0] = common;
        return 0;
    case COMMON_DELIMITER:
        options_once(state, common->shared, key, "delimiter");
        common->delimiter = value;
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static error_t
parse(int key, char *value, struct argp_state *state)
{
    static const char *const controls[] = {"none", "round5", "midpoint6", NULL};
    struct common_options *const common = state->input;

    switch (key) {
    case COMMON_MAX_RECORD:
        options_once(state, common->shared, key, "max-record");
        common->max_record =
            options_size(state, "max-record", value, common->max_record_limit);
        return 0;
    case COMMON_SDC:
        options_once(state, common->shared, key, "sdc");
        common->sdc = options_word(state, "sdc", value, controls);
        return 0;
    case COMMON_SDC_SUPPRESS:
        options_once(state, common->shared, key, "sdc-suppress");
        common->sdc_suppress =
            options_positive(state, "sdc-suppress", value, INT64_MAX);
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

const struct argp common_told_argp = {options, parse, NULL, NULL,
                                      NULL,    NULL,  NULL};

static const struct argp_child children[] = {
    {&common_told_argp, 0, NULL, 0},
    {0},
};

const struct argp common_options_argp = {
    delimiter_option, parse_delimiter, NULL, NULL, children, NULL, NULL};

void
common_options_refuse_delimiter(struct argp_state *state, const char *delimiter)
{
    argp_error(state, "--delimiter '%s': not one byte that can separate fields",
               delimiter);
}
