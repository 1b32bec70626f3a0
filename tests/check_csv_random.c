/* SPDX-License-Identifier: MIT */
/* Random texts of some thousand bytes, more or less like CSV: the reader and
 * the naive reader agree, whatever the block size, the kernel and the columns,
 * and the naive reader agrees with libcsv. */
#include <string.h>

#include "csv_oracle.h"
#include "csv_trial.h"
#include "memory_source.h"
#include "run_tests.h"
#include "stats/pcg64.h"

enum { TEXTS = 3000, LEAST = 200, MOST = 5000 };

struct writer {
    struct pcg64 stream;
    char bytes[MOST + 1000];
    size_t len;
    /* The habits of this text, in chances of 1000. */
    unsigned quoted, special, stray, blank, crlf;
    size_t columns;
};

/* Below BOUND; the tiny bias of the remainder does not matter here. */
static unsigned
below(struct writer *writer, unsigned bound)
{
    return (unsigned)(pcg64_next(&writer->stream) % bound);
}

static bool
chance(struct writer *writer, unsigned of_thousand)
{
    return below(writer, 1000) < of_thousand;
}

static void
put(struct writer *writer, const char *text)
{
    const size_t len = strlen(text);

    memcpy(writer->bytes + writer->len, text, len);
    writer->len += len;
}

static void
put_field(struct writer *writer)
{
    static const char *const plain[] = {"a", "1.5", "\xc3\xa9", " ", "2014"};
    static const char *const special[] = {",", "\"\"", "\n", "\r\n", "\r"};
    const bool quoted = chance(writer, writer->quoted);
    const unsigned length = below(writer, chance(writer, 50) ? 90 : 8);

    put(writer, quoted ? "\"" : "");
    for (unsigned i = 0; i < length; i++) {
        if (quoted && chance(writer, writer->special))
            put(writer, special[below(writer, 5)]);
        else if (!quoted && i > 0 && chance(writer, writer->stray))
            put(writer, "\"");
        else
            put(writer, plain[below(writer, 5)]);
    }
    put(writer, quoted ? "\"" : "");
}

static void
put_line_end(struct writer *writer)
{
    put(writer, chance(writer, writer->crlf) ? "\r\n" : "\n");
}

static void
choose_habits(struct writer *writer)
{
    static const unsigned habits[] = {0, 20, 500, 1000};

    writer->quoted = habits[below(writer, 4)];
    writer->special = habits[below(writer, 3)];
    writer->stray = chance(writer, 300) ? 20 : 0;
    writer->blank = chance(writer, 300) ? 100 : 0;
    writer->crlf = habits[below(writer, 4)];
    writer->columns = 1 + below(writer, 6);
}

/* Overwrites, takes out or puts in some bytes, so that something is wrong. */
static void
damage(struct writer *writer)
{
    for (unsigned n = below(writer, 3) + 1; n > 0; n--) {
        const size_t at = below(writer, (unsigned)writer->len);
        char *const byte = writer->bytes + at;
        switch (below(writer, 3)) {
        case 0:
            *byte = "\",\r\na\0"[below(writer, 6)];
            break;
        case 1:
            memmove(byte, byte + 1, --writer->len - at);
            break;
        default:
            memmove(byte + 1, byte, writer->len++ - at);
            *byte = "\",\r\n"[below(writer, 4)];
        }
    }
}

static struct slice
write_random(struct writer *writer)
{
    const size_t length = LEAST + below(writer, MOST - LEAST);

    writer->len = 0;
    choose_habits(writer);
    put(writer, chance(writer, 100) ? "\xef\xbb\xbf" : "");
    while (writer->len < length) {
        for (size_t j = 0; j < writer->columns && writer->len < length; j++) {
            put(writer, j > 0 ? "," : "");
            put_field(writer);
        }
        put_line_end(writer);
        while (chance(writer, writer->blank))
            put_line_end(writer);
    }
    /* Fewer fields in the last record, and a cut, are faults of their own. */
    writer->len -= chance(writer, 300) ? 1 + below(writer, 40) : 0;
    if (chance(writer, 400))
        damage(writer);
    return (struct slice){writer->bytes, writer->len};
}

static const struct dialect comma = {','};

/* Reads a text with every kernel, in blocks of many sizes. */
static void
read_in_many_ways(struct writer *writer, struct slice text,
                  const struct naive_csv *naive, size_t max_record)
{
    const size_t sizes[] = {
        1, 63, 64, 65, 127, 128, 1000, 6000, 1 + below(writer, 700)};
    struct csv_trial trial = {.text = text, .naive = naive};

    for (size_t k = 0; scan_kernels[k] != NULL; k++) {
        if (!scan_kernels[k]->usable())
            continue;
        for (size_t b = 0; b < sizeof sizes / sizeof *sizes; b++) {
            struct source source = {text, 0, b % 2 == 1};
            trial.setup = (struct reader_setup){scan_kernels[k], comma,
                                                sizes[b], max_record, 1};
            trial.want = (enum csv_want)below(writer, WANTS);
            csv_trial_run(&trial, &source);
        }
    }
}

START_TEST(random_texts_are_read_as_the_naive_reader_reads_them)
{
    static struct writer writer = {.stream = {42, 2 * 54 + 1}};
    struct naive_csv naive = {0};
    size_t faults = 0, records = 0;

    for (int n = 0; n < TEXTS; n++) {
        const struct slice text = write_random(&writer);
        const size_t limit =
            chance(&writer, 100) ? 60 + below(&writer, 60) : READER_LIMIT;
        naive_read(&naive, text, comma, limit);
        csv_oracle_compare(&naive, text, comma);
        read_in_many_ways(&writer, text, &naive, limit);
        faults += naive.fault != NAIVE_FINE;
        records += naive.count;
    }
    naive_free(&naive);
    /* The texts are what they were meant to be: some right, some wrong. */
    ck_assert_uint_gt(faults, TEXTS / 5);
    ck_assert_uint_lt(faults, TEXTS * 4 / 5);
    ck_assert_uint_gt(records, TEXTS * 20);
}
END_TEST

int
main(void)
{
    TCase *tests = tcase_create("csv random");

    tcase_add_test(tests, random_texts_are_read_as_the_naive_reader_reads_them);
    return run_tests("csv random", tests);
}
