/* SPDX-License-Identifier: MIT */
/* pcg64_compare.c - repeats what tests/pcg64_oracle.cc writes, with
 * stats/pcg64.
 *
 * Reads the oracle's cases from standard input. Exit 0 if every output is the
 * same and there was at least one, 1 at the first that is not. */
#include "stats/pcg64.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

static uint64_t
read_word(void)
{
    uint64_t word;

    if (fread(&word, sizeof word, 1, stdin) != 1) {
        fputs("the oracle's output is cut off\n", stderr);
        exit(EXIT_FAILURE);
    }
    return word;
}

static uint128
read_wide(void)
{
    const uint64_t high = read_word();

    return (uint128)high << 64 | read_word();
}

/* Reads one case and draws it too; returns the number of its outputs. */
static uint64_t
compare_case(unsigned number)
{
    const uint128 seed = read_wide(), increment = read_wide() << 1 | 1;
    struct pcg64 stream = {0, increment};

    pcg64_next(&stream); /* the seeding of the authors' library */
    stream.state += seed;
    pcg64_next(&stream);
    pcg64_advance(&stream, read_wide());
    const uint64_t outputs = read_word();
    read_word(); /* the word without meaning */
    for (uint64_t i = 0; i < outputs; i++) {
        const uint64_t expected = read_word(), drawn = pcg64_next(&stream);
        if (drawn != expected) {
            fprintf(stderr,
                    "case %u, output %" PRIu64 ": %016" PRIx64
                    " instead of %016" PRIx64 "\n",
                    number, i, drawn, expected);
            exit(EXIT_FAILURE);
        }
    }
    return outputs;
}

int
main(void)
{
    uint64_t outputs = 0;
    unsigned cases = 0;
    int next;

    while ((next = getchar()) != EOF) {
        ungetc(next, stdin);
        outputs += compare_case(cases);
        cases++;
    }
    printf("%u cases, %" PRIu64 " outputs, all equal\n", cases, outputs);
    return outputs > 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
