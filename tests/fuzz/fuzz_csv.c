/* SPDX-License-Identifier: MIT */
/* Any bytes as CSV: the reader finds what the naive reader finds, and the naive
 * reader what libcsv finds; whatever the kernel, the size of blocks, the number
 * of threads, the limit of a record and the columns that are wanted. */
#include "csv_oracle.h"
#include "csv_trial.h"
#include "fuzz.h"
#include "memory_source.h"

enum { EVERY = 12 /* up to this length every size of blocks is tried */ };

static void
read_once(const struct csv_trial *trial)
{
    struct source source = {
        .text = trial->text,
        .in_order = fuzz_choice(trial->text, trial->setup.block_bytes, 2) == 0,
    };

    csv_trial_run(trial, &source);
}

/* Reads in blocks of this size with one of the kernels, as CHOICE says. */
static void
read_in_blocks(struct csv_trial *trial, size_t block_bytes, size_t choice)
{
    const struct scan_kernel *usable[8];
    size_t count = 0;

    for (size_t k = 0; scan_kernels[k] != NULL; k++)
        if (scan_kernels[k]->usable())
            usable[count++] = scan_kernels[k];
    trial->setup.block_bytes = block_bytes;
    trial->setup.kernel = usable[choice % count];
    trial->want = (enum csv_want)(choice % WANTS);
    read_once(trial);
}

static void
read_in_every_way(struct csv_trial *trial)
{
    const struct slice text = trial->text;
    const size_t len = text.len;
    const size_t sizes[] = {1, 7, 64, len + 1,
                            1 + fuzz_choice(text, 1, len + 1)};
    enum { SIZES = sizeof sizes / sizeof *sizes };
    const size_t choice = fuzz_choice(text, 2, SIZES * WANTS);

    if (len <= EVERY)
        for (size_t bytes = 1; bytes <= len; bytes++)
            read_in_blocks(trial, bytes, choice + bytes);
    for (size_t k = 0; k < SIZES; k++)
        read_in_blocks(trial, sizes[k], choice + k);
    trial->setup.threads = 2;
    read_in_blocks(trial, sizes[choice % SIZES], choice);
    trial->setup.threads = 1;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char delimiters[] = ",,,;\t";
    static struct naive_csv naive;
    const struct slice text = fuzz_input(data, size);
    const struct dialect dialect = {delimiters[fuzz_choice(text, 3, 5)]};
    const size_t limits[] = {READER_LIMIT, 1 + fuzz_choice(text, 4, 40)};

    for (size_t k = 0; k < 2; k++) {
        struct csv_trial trial = {.text = text, .naive = &naive};
        trial.setup = (struct reader_setup){
            .dialect = dialect, .max_record = limits[k], .threads = 1};
        naive_read(&naive, text, dialect, limits[k]);
        csv_oracle_compare(&naive, text, dialect);
        read_in_every_way(&trial);
    }
    return 0;
}
