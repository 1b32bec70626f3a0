/* SPDX-License-Identifier: MIT */
#include "scan_trial.h"

#include <string.h>

#include <check.h>

#include "csv_trial.h"

/* A text that brings the scanner into each of its states. */
static const char *const ways_to[SCAN_STATES] = {
    [SCAN_START] = "",      [SCAN_PLAIN] = "a", [SCAN_QUOTED] = "\"",
    [SCAN_CLOSED] = "\"\"", [SCAN_CR] = "\r",
};

/* The state behind the last byte of a text without a fault. */
static enum scan_state
state_at_end(const struct scan_expected *e, size_t len)
{
    size_t begin = len;

    while (begin > 0 && e->marks[begin - 1] == ' ')
        begin--;
    if (e->naive.fault == NAIVE_UNCLOSED)
        return SCAN_QUOTED;
    if (e->naive.fault == NAIVE_LONE_CR)
        return SCAN_CR;
    if (begin == len)
        return SCAN_START;
    return e->text[begin] == '"' ? SCAN_CLOSED : SCAN_PLAIN;
}

/* Works out what a scan of the block finds. */
static void
expect(struct scan_trial *trial)
{
    struct scan_expected *const e = &trial->expected;
    const struct slice block = trial->block;
    const char *const way_there = ways_to[trial->before];
    const size_t way = strlen(way_there);
    const struct slice text = {e->text, way + block.len};

    ck_assert(text.len < SCAN_ROOM);
    memcpy(e->text, way_there, way);
    if (block.len > 0)
        memcpy(e->text + way, block.bytes, block.len);
    naive_mark(&e->naive, text, trial->dialect, e->marks);
    e->block_marks = e->marks + way;

    const bool at_end = e->naive.fault_at == text.len;
    e->fault = SCAN_FINE;
    if (e->naive.fault == NAIVE_NUL)
        e->fault = SCAN_NUL;
    else if (e->naive.fault == NAIVE_AFTER_QUOTE)
        e->fault = SCAN_AFTER_QUOTE;
    else if (e->naive.fault == NAIVE_LONE_CR && !at_end)
        e->fault = SCAN_LONE_CR;
    e->fault_at = e->fault == SCAN_FINE ? block.len : e->naive.fault_at - way;
    e->lines = 0;
    for (size_t i = 0; i < e->fault_at; i++)
        e->lines += block.bytes[i] == '\n';
    if (e->fault == SCAN_FINE)
        e->after = state_at_end(e, text.len);
}

static void
disagree(const struct scan_trial *trial, const char *kernel, const char *what)
{
    ck_abort_msg("%s: %s, in state %d\n%s", kernel, what, (int)trial->before,
                 csv_shown(trial->block));
}

/* Scans the block, step by step. */
static void
scan_all(struct scan_trial *trial, const struct scan_kernel *kernel)
{
    struct scan_made *const made = &trial->made;

    if (scan_map_reserve(&made->map, trial->block.len) != ST_OK)
        ck_abort_msg("out of memory");
    made->scan =
        scan_start(trial->dialect, trial->block, trial->before, &made->map);
    made->ends = 0;
    while (!scan_is_done(&made->scan)) {
        const size_t words = made->scan.words;
        kernel->step(&made->scan, &made->step);
        if (made->step.count > SCAN_ENDS || made->scan.words == words)
            ck_abort_msg("%s: a step that is none", kernel->name);
        for (size_t k = 0; k < made->step.count; k++, made->ends++) {
            made->at[made->ends] = made->step.at[k];
            made->behind[made->ends] =
                scan_map_rank(&made->map, made->step.at[k]);
        }
    }
}

/* Compares the maps of WORDS words. */
static void
compare_words(const struct scan_trial *trial, size_t words, const char *name)
{
    const struct scan_made *const made = &trial->made;
    const struct scan_map *const map = &made->map;
    uint32_t rank = 0;
    size_t ends = 0;

    for (size_t i = 0; i < words * SCAN_WORD; i++) {
        const char mark =
            i < trial->block.len ? trial->expected.block_marks[i] : ' ';
        if (i % SCAN_WORD == 0 && map->rank[i / SCAN_WORD] != rank)
            disagree(trial, name, "another rank");
        if ((map->separators[i / SCAN_WORD] >> i % SCAN_WORD & 1) !=
            (mark != ' '))
            disagree(trial, name, "other separators");
        rank += mark != ' ';
        if (mark == '\n' && (ends == made->ends || made->at[ends] != i ||
                             made->behind[ends] != rank))
            disagree(trial, name, "other ends");
        ends += mark == '\n';
    }
    if (map->rank[words] != rank)
        disagree(trial, name, "another last rank");
    if (ends != made->ends)
        disagree(trial, name, "more ends");
}

static void
compare(const struct scan_trial *trial, const char *name)
{
    const struct scan_expected *const e = &trial->expected;
    const struct scan *const scan = &trial->made.scan;
    /* A scan ends with the word of a fault, and with the block. */
    const size_t words = e->fault == SCAN_FINE
                             ? (trial->block.len + SCAN_WORD - 1) / SCAN_WORD
                             : e->fault_at / SCAN_WORD + 1;

    if (scan->words != words)
        disagree(trial, name, "another number of words");
    if (scan->fault != e->fault ||
        (e->fault != SCAN_FINE && scan->fault_at != e->fault_at))
        disagree(trial, name, "another fault");
    if (e->fault == SCAN_FINE && scan->state != e->after)
        disagree(trial, name, "another state behind it");
    if (scan->lines != e->lines)
        disagree(trial, name, "another number of lines");
    compare_words(trial, words, name);
}

void
scan_trial_run(struct scan_trial *trial, struct dialect dialect,
               enum scan_state before, struct slice block)
{
    trial->dialect = dialect;
    trial->before = before;
    trial->block = block;
    expect(trial);
    for (size_t k = 0; scan_kernels[k] != NULL; k++) {
        if (!scan_kernels[k]->usable())
            continue;
        scan_all(trial, scan_kernels[k]);
        compare(trial, scan_kernels[k]->name);
    }
}

void
scan_trial_free(struct scan_trial *trial)
{
    scan_map_free(&trial->made.map);
    naive_free(&trial->expected.naive);
}
