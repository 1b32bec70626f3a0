/* SPDX-License-Identifier: MIT */
/* draw_trial.h - a draw from a text in memory to a text in memory.
 *
 * Purpose    Runs draw_run() on a frame that a test has put together.
 * Units      Bytes.
 * Ownership  draw_trial_free() frees what a trial holds.
 * Errors     Those of the draw are part of the trial; a test that cannot have
 *            its files fails.
 * Method     The sample goes into a FIFO of which the test holds both ends, so
 *            that a draw needs no fsync and 20,000 of them take a moment. It
 *            takes 1 MiB at most. draw_trial_enter() and draw_trial_leave() are
 *            a test's fixture.
 */
#ifndef TESTS_DRAW_TRIAL_H
#define TESTS_DRAW_TRIAL_H

#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/stat.h>

#include "design/draw.h"
#include "scratch.h"

enum { DRAW_TRIAL_BYTES = 1 << 20 };

struct draw_trial {
    enum status status;
    struct trouble trouble;
    struct draw_result result;
    char *bytes; /* the sample */
    size_t len;
};

/* A plan as the program makes it from --n and --seed. */
static inline struct plan
draw_trial_plan(uint64_t n, uint64_t seed)
{
    return (struct plan){
        .sample_size = n,
        .min_per_stratum = 1,
        .replicate = 1,
        .seed = seed,
        .label = {"", 0},
        .weight_name = slice_of("weight"),
        .reader = {.kernel = scan_kernel_choose(NULL),
                   .dialect = {','},
                   .block_bytes = READER_BLOCK_BYTES,
                   .max_record = READER_MAX_RECORD},
        .folder = ".",
        .candidates_budget = 1 << 16,
    };
}

/* The test's end of the FIFO. */
static int draw_trial_fifo;

/* Begins a test, in a scratch folder. */
static inline void
draw_trial_enter(void)
{
    scratch_enter();
    ck_assert_int_eq(mkfifo("sample", 0600), 0);
    draw_trial_fifo = open("sample", O_RDWR | O_NONBLOCK | O_CLOEXEC);
    ck_assert_int_ne(draw_trial_fifo, -1);
    ck_assert_int_ge(fcntl(draw_trial_fifo, F_SETPIPE_SZ, DRAW_TRIAL_BYTES),
                     DRAW_TRIAL_BYTES);
}

static inline void
draw_trial_leave(void)
{
    close(draw_trial_fifo);
    scratch_leave();
}

/* What is in the FIFO. */
static inline void
draw_trial_read(struct draw_trial *trial)
{
    int len = 0;

    if (ioctl(draw_trial_fifo, FIONREAD, &len))
        ck_abort_msg("no FIFO");
    trial->bytes = malloc((size_t)len + 1);
    trial->len = (size_t)len;
    if (trial->bytes == NULL ||
        (len > 0 && read(draw_trial_fifo, trial->bytes, trial->len) != len))
        ck_abort_msg("the FIFO cannot be read");
}

/* Draws from the file NAME. */
static inline struct draw_trial
draw_trial_run(const struct plan *plan, const char *name)
{
    struct draw_trial trial = {.status = ST_OK};
    struct source *source = NULL;
    struct sink *sink = NULL;

    if (source_open(name, &trial.trouble, &source) ||
        sink_open("sample", source, &trial.trouble, &sink))
        ck_abort_msg("%s", trial.trouble.text);
    trial.status =
        draw_run(plan, source, sink, NULL, &trial.trouble, &trial.result);
    if (trial.status != trial.trouble.status)
        ck_abort_msg("status %d, but trouble: %s", trial.status,
                     trial.trouble.text);
    sink_free(sink);
    source_free(source);
    draw_trial_read(&trial);
    return trial;
}

static inline void
draw_trial_free(struct draw_trial *trial)
{
    draw_result_free(&trial->result);
    free(trial->bytes);
}

#endif
