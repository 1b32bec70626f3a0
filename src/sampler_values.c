/* SPDX-License-Identifier: MIT */
#include "sampler_values.h"

#include <string.h>

#include "ui/options.h"

struct slice
value_name(struct argp_state *state, const char *option, const char *value)
{
    if (*value == '\0')
        argp_error(state, "--%s '': a column needs a name", option);
    return slice_of(value);
}

struct share
value_share(struct argp_state *state, const char *option, const char *value,
            bool is_fraction)
{
    struct share share;
    const bool is_share = share_read(slice_of(value), &share) == ST_OK &&
                          share.numerator > 0 &&
                          (!is_fraction || share_is_at_most_one(share));

    if (!is_share)
        argp_error(state, "--%s '%s': not a number above 0%s", option, value,
                   is_fraction ? " and up to 1" : "");
    return share;
}

void
value_allocation(struct plan *plan, const char *value, struct argp_state *state)
{
    static const char neyman[] = "neyman:";
    static const char *const words[] = {"proportional", "equal", "neyman:COL",
                                        NULL};

    if (strncmp(value, neyman, sizeof neyman - 1) == 0) {
        plan->allocation = PLAN_NEYMAN;
        plan->allocation_column =
            value_name(state, "allocation neyman:", value + sizeof neyman - 1);
        return;
    }
    plan->allocation =
        (enum plan_allocation)options_word(state, "allocation", value, words);
}

void
value_method(struct plan *plan, const char *value, struct argp_state *state)
{
    static const char pps[] = "pps:";
    static const char *const words[] = {"srs", "bernoulli", "pps:COL", NULL};

    if (strncmp(value, pps, sizeof pps - 1) == 0) {
        plan->method = PLAN_PPS;
        plan->method_column =
            value_name(state, "method pps:", value + sizeof pps - 1);
        return;
    }
    plan->method =
        (enum plan_method)options_word(state, "method", value, words);
}

/* One item of --add: COLUMN or COLUMN=NAME. */
static void
read_added(struct plan *plan, struct slice item, struct argp_state *state)
{
    static const char *const columns[PLAN_COLUMNS_ASKED] = {
        "selected", "stratum", "prob", "N", "n", "prn", "subcohort"};

    for (size_t k = 0; k < PLAN_COLUMNS_ASKED; k++) {
        const size_t len = strlen(columns[k]);
        struct slice name = item;
        if (item.len < len || memcmp(item.bytes, columns[k], len) != 0)
            continue;
        if (item.len > len && item.bytes[len] == '=')
            name = (struct slice){item.bytes + len + 1, item.len - len - 1};
        else if (item.len > len)
            continue;
        if (name.len == 0 || plan->add[k].len > 0)
            argp_error(state,
                       "--add %s: a name is missing, or it is there "
                       "twice",
                       columns[k]);
        plan->add[k] = name;
        return;
    }
    argp_error(state,
               "--add '%.*s': not stratum, prob, N, n, prn or subcohort, nor "
               "one of them with =NAME behind it",
               (int)item.len, item.bytes);
}

void
value_add(struct plan *plan, const char *value, struct argp_state *state)
{
    for (const char *at = value;; at++) {
        const size_t len = strcspn(at, ",");
        read_added(plan, (struct slice){at, len}, state);
        at += len;
        if (*at == '\0')
            return;
    }
}
