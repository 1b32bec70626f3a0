/* SPDX-License-Identifier: MIT */
/* Any text as a file of sizes. The first line is the list of keys, the second
 * one the header of the frame, the rest the file. Read from a memory of its
 * own, the file is refused with a message, or is a row for each record that the
 * naive reader finds, with the size that stands there. */
#include <math.h>

#include "csv_naive.h"
#include "design/sizes_file.h"
#include "fuzz.h"
#include "memory_files.h"

/* Which column of the file holds the sizes. */
static size_t
size_column(struct slice text, const struct naive_csv *naive, const char *name)
{
    for (size_t j = 0; j < naive->header.field_count; j++) {
        const struct naive_span span =
            naive->fields[naive->header.first_field + j];
        char *const said = malloc(text.len + 1);
        fuzz_require(said != NULL, "out of memory");
        const size_t len = naive_decode(
            (struct slice){text.bytes + span.begin, span.end - span.begin},
            said);
        const bool found =
            slice_equal((struct slice){said, len}, slice_of(name));
        free(said);
        if (found)
            return j;
    }
    fuzz_fail("it takes sizes from no column");
}

static void
check_taken(struct slice text, const struct sizes_file *file,
            const struct strata *strata)
{
    struct naive_csv naive = {0};
    char *const said = malloc(text.len + 1), *end;

    fuzz_require(said != NULL, "out of memory");
    naive_read(&naive, text, (struct dialect){','}, READER_LIMIT);
    fuzz_require(naive.fault == NAIVE_FINE, "it is no CSV, but taken");
    fuzz_require(file->count == naive.count && strata->count == naive.count,
                 "%u sizes of %zu records", file->count, naive.count);
    const size_t column =
        naive.count == 0
            ? 0
            : size_column(text, &naive, file->has_fractions ? "fraction" : "n");
    for (size_t i = 0; i < naive.count; i++) {
        const struct naive_span span =
            naive.fields[naive.records[i].first_field + column];
        said[naive_decode(
            (struct slice){text.bytes + span.begin, span.end - span.begin},
            said)] = '\0';
        const struct sizes_row *const row = sizes_file_row(file, (uint32_t)i);
        if (file->has_fractions)
            fuzz_require(fabs(share_value(row->fraction) - strtod(said, NULL)) <
                             1e-9,
                         "record %zu: another fraction than %s", i, said);
        else
            fuzz_require(row->sample_size == strtoull(said, &end, 10) &&
                             *end == '\0',
                         "record %zu: another size than %s", i, said);
    }
    fuzz_require(sizes_file_row(file, file->count) == NULL, "one row more");
    naive_free(&naive);
    free(said);
}

static void
read_sizes(const struct plan *plan, const struct reader *frame,
           struct slice text)
{
    struct trouble trouble = {0};
    struct sizes_file file = {0};
    struct strata *strata = NULL;
    enum status st = strata_new(plan, frame, &trouble, &strata);

    if (st == ST_OK) {
        st = sizes_file_read(plan, strata, &trouble, &file);
        if (st == ST_OK)
            check_taken(text, &file, strata);
        fuzz_require(st == trouble.status, "status %d, trouble %d", (int)st,
                     (int)trouble.status);
    }
    fuzz_require(st == ST_OK || trouble.text[0] != '\0',
                 "refused without a word");
    sizes_file_free(&file);
    strata_free(strata);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct slice text = fuzz_input(data, size);
    struct slice keys = {"", 0}, header = {"", 0};
    const size_t block_bytes = 1 + fuzz_choice(text, 1, 200);
    struct trouble trouble = {0};
    struct reader *frame = NULL;

    fuzz_line(&text, &keys);
    fuzz_line(&text, &header);
    if (keys.len == 0 || memchr(keys.bytes, '\0', keys.len) != NULL)
        return 0;
    const struct plan plan = {
        .strata = keys,
        .size = PLAN_SIZES_FILE,
        .sizes_file = "sizes.csv",
        .reader =
            {scan_kernel_choose(NULL), {','}, block_bytes, READER_LIMIT, 1},
    };
    struct source *const source = memory_source("frame", header, false);
    memory_files_is(text);
    if (reader_open(source, &plan.reader, &trouble, &frame) == ST_OK)
        read_sizes(&plan, frame, text);
    reader_free(frame);
    source_free(source);
    return 0;
}
