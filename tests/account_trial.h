/* SPDX-License-Identifier: MIT */
/* account_trial.h - an account of a draw that never was.
 *
 * Purpose    Puts together what summary and reports are made from.
 * Units      As in draw.h.
 * Ownership  account_trial_free() frees what a trial holds.
 * Errors     A test that cannot have its input fails.
 * Method     The input is the file frame.csv of the scratch folder. The plan,
 *            the result and the account may be changed before
 *            account_trial_tell().
 */
#ifndef TESTS_ACCOUNT_TRIAL_H
#define TESTS_ACCOUNT_TRIAL_H

#include "design/account.h"
#include "scratch.h"
#include "sdc_world.h"
#include "stats/prn.h"

struct account_trial {
    struct plan plan;
    struct draw_result result;
    struct sdc_told told;
    struct account account;
    struct source *source;
};

/* The account of a draw of WORLD with seed 7. */
static inline void
account_trial_init(struct account_trial *trial, struct world *world)
{
    static char program[] = "sampler", option[] = "--n=9";
    static char *const arguments[] = {program, option};
    struct trouble trouble = {0};

    *trial = (struct account_trial){.result = world_result(world)};
    trial->plan.seed = 7;
    trial->plan.replicate = 1;
    trial->plan.sdc_suppress = 7;
    trial->plan.weight_name = slice_of("weight");
    trial->plan.folder = ".";
    trial->account.program = "sampler";
    trial->account.version = "1.0";
    trial->account.argument_count = 2;
    trial->account.arguments = arguments;
    trial->account.seed_given = true;
    scratch_write("frame.csv", "a\n", 2);
    if (source_open("frame.csv", &trouble, &trial->source))
        ck_abort_msg("%s", trouble.text);
    ck_assert(!prn_stream("draw", 7, slice_of(""), &trial->result.stream));
}

static inline void
account_trial_tell(struct account_trial *trial)
{
    ck_assert(!sdc_tell(&trial->plan, &trial->result, &trial->told));
    trial->account.plan = &trial->plan;
    trial->account.input = source_name(trial->source);
    trial->account.coding = source_coding(trial->source);
    trial->account.told = &trial->told;
}

static inline void
account_trial_free(struct account_trial *trial)
{
    sdc_told_free(&trial->told);
    warnings_free(&trial->result.warnings);
    source_free(trial->source);
}

#endif
