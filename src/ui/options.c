/* SPDX-License-Identifier: MIT */
#include "ui/options.h"

#include <inttypes.h>
#include <string.h>
#include <unistd.h>

static const struct argp_option options[] = {
    {NULL, 0, NULL, 0, "Messages:", 9},
    {"quiet", 'q', NULL, 0,
     "print no summary, only warnings, errors and a seed chosen by chance", 9},
    {"verbose", 'v', NULL, 0,
     "print more, and show the cells that are wrong in messages", 9},
    {"progress", OPTION_PROGRESS, "WHEN", 0,
     "show progress: auto (on a terminal, the default), always or never", 9},
    {0},
};

void
options_once(struct argp_state *state, struct shared_options *shared, int key,
             const char *name)
{
    if (shared->given[key])
        argp_error(state, "--%s is given twice", name);
    shared->given[key] = true;
}

/* A count from LEAST to MOST. */
static uint64_t
read_count(struct argp_state *state, const char *name, const char *value,
           uint64_t least, uint64_t most)
{
    uint64_t count = 0;

    if (slice_to_count(slice_of(value), &count) != ST_OK || count < least ||
        count > most)
        argp_error(state,
                   "--%s '%s': not a whole number from %" PRIu64 " to %" PRIu64,
                   name, value, least, most);
    return count;
}

uint64_t
options_count(struct argp_state *state, const char *name, const char *value,
              uint64_t max)
{
    return read_count(state, name, value, 0, max);
}

uint64_t
options_positive(struct argp_state *state, const char *name, const char *value,
                 uint64_t max)
{
    return read_count(state, name, value, 1, max);
}

uint64_t
options_size(struct argp_state *state, const char *name, const char *value,
             uint64_t max)
{
    static const char units[] = "KMG";
    struct slice digits = slice_of(value);
    uint64_t size = 0, unit = 1;

    if (digits.len > 0) {
        const char *const found = strchr(units, digits.bytes[digits.len - 1]);
        if (found != NULL) {
            unit = (uint64_t)1024 << 10 * (found - units);
            digits.len--;
        }
    }
    if (slice_to_count(digits, &size) != ST_OK ||
        __builtin_mul_overflow(size, unit, &size) || size == 0 || size > max)
        argp_error(state,
                   "--%s '%s': not a number of bytes from 1 to %" PRIu64
                   " (K, M or G may follow)",
                   name, value, max);
    return size;
}

int
options_word(struct argp_state *state, const char *name, const char *value,
             const char *const words[])
{
    char list[128] = "";

    for (int k = 0; words[k] != NULL; k++) {
        if (strcmp(words[k], value) == 0)
            return k;
        if (k > 0)
            strncat(list, words[k + 1] == NULL ? " or " : ", ",
                    sizeof list - strlen(list) - 1);
        strncat(list, words[k], sizeof list - strlen(list) - 1);
    }
    argp_error(state, "--%s '%s': not %s", name, value, list);
    return 0;
}

static bool
is_there(const char *name)
{
    return strcmp(name, "-") == 0 || access(name, F_OK) == 0;
}

void
options_refuse_file(struct argp_state *state, const char *program,
                    const char *first, const char *second)
{
    const char *const odd = is_there(first) ? second : first;

    if (is_there(odd))
        argp_error(state,
                   "one FILE only, not '%s' and '%s'; join files first, with "
                   "one header: awk 'NR == 1 || FNR > 1' A B | %s ...",
                   first, second, program);
    else
        argp_error(state,
                   "one FILE only, not '%s' and '%s'; there is no '%s': if it "
                   "is part of a name or a rule with a blank, put that in "
                   "quotes",
                   first, second, odd);
}

static error_t
parse(int key, char *value, struct argp_state *state)
{
    static const char *const modes[] = {"auto", "always", "never", NULL};
    struct shared_options *const shared = state->input;

    switch (key) {
    case 'q':
        shared->quiet = true;
        return 0;
    case 'v':
        shared->verbose = true;
        return 0;
    case OPTION_PROGRESS:
        options_once(state, shared, key, "progress");
        shared->progress =
            (enum progress_mode)options_word(state, "progress", value, modes);
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

const struct argp options_argp = {options, parse, NULL, NULL, NULL, NULL, NULL};
