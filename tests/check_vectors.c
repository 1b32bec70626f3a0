/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "run_tests.h"
#include "stats/prn.h"
#include "stats/selection.h"

enum { MOST_DRAWN = 100, LINE_BYTES = 1000, ROWS = 12 };

/* A row of vectors.csv: seed,label,N,n,state,increment,positions. */
struct vector {
    uint64_t seed;
    const char *label;
    uint64_t pop_size, sample_size;
    const char *state, *increment;
    uint64_t positions[MOST_DRAWN]; /* in the order of the frame */
};

static FILE *
open_vectors(void)
{
    const char *srcdir = getenv("srcdir");
    char name[4096];

    snprintf(name, sizeof name, "%s/tests/vectors.csv",
             srcdir == NULL ? "." : srcdir);
    FILE *file = fopen(name, "r");
    if (file == NULL)
        ck_abort_msg("cannot open %s", name);
    return file;
}

/* Cuts LINE into a row; the texts of the row are in LINE. */
static struct vector
read_row(char *line)
{
    char *fields[7];
    struct vector row = {0, "", 0, 0, "", "", {0}};

    line[strcspn(line, "\n")] = '\0';
    for (int j = 0; j < 7; j++) {
        fields[j] = strsep(&line, ",");
        ck_assert_ptr_nonnull(fields[j]);
    }
    ck_assert_ptr_null(line);
    row.seed = strtoull(fields[0], NULL, 10);
    row.label = fields[1];
    row.pop_size = strtoull(fields[2], NULL, 10);
    row.sample_size = strtoull(fields[3], NULL, 10);
    row.state = fields[4];
    row.increment = fields[5];
    ck_assert_uint_le(row.sample_size, MOST_DRAWN);
    for (uint64_t k = 0; k < row.sample_size; k++)
        row.positions[k] = strtoull(fields[6], &fields[6], 10);
    ck_assert_str_eq(fields[6], "");
    return row;
}

static int
compare_positions(const void *a, const void *b)
{
    const struct selection_unit *x = a, *y = b;

    return (x->position > y->position) - (x->position < y->position);
}

static void
check_row(const struct vector *row)
{
    char state[PRN_TEXT_BYTES], increment[PRN_TEXT_BYTES];
    struct selection selection;
    struct pcg64 stream;
    bool taken;

    ck_assert_int_eq(
        prn_stream("draw", row->seed, slice_of(row->label), &stream), ST_OK);
    prn_text(stream.state, state);
    prn_text(stream.increment, increment);
    ck_assert_str_eq(state, row->state);
    ck_assert_str_eq(increment, row->increment);

    selection_init(&selection, row->sample_size);
    for (uint64_t i = 0; i < row->pop_size; i++) {
        const struct selection_unit unit = {pcg64_next(&stream), i};
        if (selection_offer(&selection, unit, &taken) != ST_OK)
            ck_abort_msg("no memory");
    }
    selection_settle(&selection);
    ck_assert_uint_eq(selection.taken, row->sample_size);
    qsort(selection.units, selection.taken, sizeof *selection.units,
          compare_positions);
    for (size_t k = 0; k < selection.taken; k++)
        ck_assert_uint_eq(selection.units[k].position, row->positions[k]);
    selection_free(&selection);
}

START_TEST(the_test_vectors_are_drawn)
{
    FILE *file = open_vectors();
    char line[LINE_BYTES];
    int rows = 0;

    while (fgets(line, sizeof line, file) != NULL) {
        if (line[0] < '0' || line[0] > '9') /* the header and its comment */
            continue;
        const struct vector row = read_row(line);
        check_row(&row);
        rows++;
    }
    fclose(file);
    ck_assert_int_eq(rows, ROWS);
}
END_TEST

int
main(void)
{
    TCase *tests = tcase_create("vectors");

    tcase_add_test(tests, the_test_vectors_are_drawn);
    return run_tests("vectors", tests);
}
