/* SPDX-License-Identifier: MIT */
/* Which options go together. */
#include <string.h>
#include <unistd.h>

#include "sampler_options.h"

/* What must hold of the plan, and what is said if it does not. */
struct demand {
    bool holds;
    const char *text;
};

static void
demand_all(const struct demand *demands, size_t count, struct argp_state *state)
{
    for (size_t k = 0; k < count; k++)
        if (!demands[k].holds)
            argp_error(state, "%s", demands[k].text);
}

#define DEMAND(demands, state) \
    demand_all(demands, sizeof(demands) / sizeof(demands)[0], state)

static void
check_sizes(const struct command *command, struct argp_state *state)
{
    const struct plan *const plan = &command->plan;
    const bool has_strata = plan->strata.len > 0;
    const bool has_file = plan->size == PLAN_SIZES_FILE;
    const struct demand demands[] = {
        {command->sizes_given,
         "--n is missing: how many records are to be drawn?"},
        {has_strata || plan->size != PLAN_N_EACH,
         "--n-per-stratum goes with --strata"},
        {has_strata || !has_file, "--sizes goes with --strata"},
        {has_file || plan->sizes_missing == PLAN_SIZES_MISSING_ERROR,
         "--sizes-missing goes with --sizes"},
        {plan->size != PLAN_RATIO || plan->keep_count > 0,
         "--ratio goes with --keep"},
        {plan->allocation == PLAN_PROPORTIONAL ||
             (plan->size == PLAN_N && has_strata),
         "--allocation goes with --n and --strata"},
        {!plan->min_given ||
             (has_strata && (plan->size == PLAN_N || plan->size == PLAN_RATIO ||
                             plan->size == PLAN_FRACTION)),
         "--min-per-stratum goes with --strata, and with --n, --fraction or "
         "--ratio"},
    };

    DEMAND(demands, state);
}

static void
check_method(const struct command *command, struct argp_state *state)
{
    const struct plan *const plan = &command->plan;
    const bool bernoulli = plan->method == PLAN_BERNOULLI;
    const bool pps = plan->method == PLAN_PPS;
    const struct demand demands[] = {
        {!bernoulli || plan->size == PLAN_FRACTION,
         "--method=bernoulli goes with --fraction"},
        {!bernoulli || !plan->min_given,
         "--method=bernoulli leaves all to chance and does not go with "
         "--min-per-stratum"},
        {!bernoulli || plan->replicate == 1,
         "--method=bernoulli has no ranks and does not go with --replicate"},
        {!bernoulli || !plan->count_only,
         "--method=bernoulli knows its sizes when it has drawn and does not go "
         "with --plan"},
        {!pps || plan->output != PLAN_REST,
         "--method=pps does not go with --output=rest"},
        {!pps || plan->replicate == 1,
         "--method=pps has certainties and does not go with --replicate"},
        {!pps || plan->add[PLAN_COLUMN_SUBCOHORT].len == 0,
         "--add=subcohort compares random numbers and does not go with "
         "--method=pps"},
        {bernoulli || !plan->inverse_probability,
         "--weights=inverse-probability goes with --method=bernoulli"},
        {!plan->inverse_probability || plan->output != PLAN_REST,
         "--weights=inverse-probability does not go with --output=rest"},
    };

    DEMAND(demands, state);
}

static void
check_units(const struct command *command, struct argp_state *state)
{
    const struct plan *const plan = &command->plan;
    const bool has_unit = plan->unit.len > 0;
    const struct demand demands[] = {
        {has_unit || !plan->unit_missing_own,
         "--unit-missing goes with --unit"},
        {has_unit || !plan->unit_sorted, "--unit-sorted goes with --unit"},
        {has_unit || !plan->one_per_unit, "--one-per-unit goes with --unit"},
        {plan->one_per_unit || !plan->row_weights,
         "--row-weights goes with --one-per-unit"},
        {!plan->one_per_unit || plan->output == PLAN_DRAWN,
         "--one-per-unit goes with --output=drawn"},
    };

    DEMAND(demands, state);
}

static void
check_output(const struct command *command, struct argp_state *state)
{
    const struct plan *const plan = &command->plan;
    const struct demand demands[] = {
        {plan->keep_count > 0 || plan->keep_missing == KEEP_MISSING_UNSAID,
         "--keep-missing goes with --keep"},
        {plan->select.len == 0 || plan->drop.len == 0,
         "--select or --drop, not both"},
        {plan->output == PLAN_ALL || plan->add[PLAN_COLUMN_SELECTED].len == 0,
         "--add selected goes with --output=all"},
        {plan->sdc != PLAN_SDC_NONE ||
             !command->shared.given[COMMON_SDC_SUPPRESS],
         "--sdc-suppress goes with --sdc"},
        {plan->sdc == PLAN_SDC_NONE || plan->replicate == 1,
         "--replicate is an error where nothing is left, which tells of "
         "counts, "
         "and does not go with --sdc"},
        {!plan->count_only || !command->shared.given['o'],
         "--plan writes no sample and does not go with --out"},
        {command->files.input != NULL || command->manifest != NULL ||
             !isatty(STDIN_FILENO),
         "no FILE, and standard input is a terminal"},
    };

    DEMAND(demands, state);
}

/* What combiner pools, and can. */
static void
check_shard_out(const struct command *command, struct argp_state *state)
{
    const struct plan *const plan = &command->plan;
    const bool out = plan->shard.is_out, at_most = plan->shard.at_most > 0;
    const struct demand demands[] = {
        {!out || plan->shard.task > 0 || plan->label.len > 0,
         "--shard-out goes with --shard LABEL, or with --manifest and --task"},
        {!out || command->seed_given,
         "--shard-out goes with --seed: all shards have the same"},
        {!out || command->manifest != NULL ||
             strcmp(command->files.output, "-") != 0,
         "--shard-out writes two files and goes with --out"},
        {!out || plan->output == PLAN_DRAWN,
         "--shard-out goes with --output=drawn"},
        {!out || plan->method != PLAN_PPS,
         "--method=pps depends on the sizes of all and does not go with "
         "--shard-out"},
        {!out || !plan->count_only,
         "--plan draws nothing and does not go with --shard-out"},
        {(out && plan->unit.len > 0 && !plan->unit_sorted) ||
             !plan->shard.has_units,
         "--check-units goes with --shard-out and --unit, and not with "
         "--unit-sorted, which has no table of them"},
        {out || !at_most, "--at-most goes with --shard-out"},
        {!at_most || plan->method == PLAN_SRS,
         "--at-most does not go with --method=bernoulli"},
        {!out || at_most || plan->method == PLAN_BERNOULLI ||
             (plan->size != PLAN_FRACTION && plan->size != PLAN_RATIO &&
              (plan->size != PLAN_N || plan->strata.len == 0)),
         "how many are drawn depends on all shards: --shard-out goes with "
         "--at-most here"},
    };

    DEMAND(demands, state);
}

static void
check_task(const struct command *command, struct argp_state *state)
{
    const struct plan *const plan = &command->plan;
    const bool has_manifest = command->manifest != NULL;
    const struct demand demands[] = {
        {has_manifest == (plan->shard.task > 0),
         "--manifest goes with --task, and --task with --manifest"},
        {!has_manifest || command->files.input == NULL,
         "--manifest names the input and does not go with FILE"},
        {!has_manifest || plan->label.len == 0,
         "--manifest gives the label and does not go with --shard"},
        {!has_manifest || !command->shared.given['o'],
         "--manifest gives the name of the output and does not go with --out"},
    };

    DEMAND(demands, state);
}

void
command_check(struct command *command, struct argp_state *state)
{
    check_sizes(command, state);
    check_method(command, state);
    check_units(command, state);
    check_task(command, state);
    check_output(command, state);
    check_shard_out(command, state);
    if (command->plan.output == PLAN_ALL &&
        command->plan.add[PLAN_COLUMN_SELECTED].len == 0)
        command->plan.add[PLAN_COLUMN_SELECTED] = slice_of("selected");
}
