/* SPDX-License-Identifier: MIT */
/* Whatever the number of threads, the blocks are those that one thread makes in
 * order, and these are held against libcsv and a naive reader elsewhere. */
#include "csv/blocks.h"
#include "memory_source.h"
#include "run_tests.h"

enum { ROOM = 1 << 20 };

static char text[ROOM];
static const struct dialect comma = {','};

/* The same numbers on every machine. */
static uint32_t
chance(uint64_t *state, uint32_t below)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)((*state >> 33) % below);
}

/* A text of special bytes mostly, or of long quoted fields: LETTERS says how
 * often each kind comes. */
static size_t
make_text(size_t len, const char *letters, uint64_t seed)
{
    const uint32_t count = (uint32_t)strlen(letters);

    for (size_t i = 0; i < len; i++)
        text[i] = letters[chance(&seed, count)];
    return len;
}

/* What the visitor finds out: something of every record, and who it was. */
struct facts {
    uint64_t sum;
    unsigned who;
};

static void
visit(void *context, unsigned who, struct record_batch *batch)
{
    struct facts *const facts = batch->facts;

    ck_assert_ptr_eq(context, text);
    *facts = (struct facts){.who = who};
    for (size_t r = 0; r < batch->count; r++)
        facts->sum = facts->sum * 31 + batch->begin[r] + batch->fields[r].end;
}

static const size_t first_column = 0;

static struct blocks_setup
setup_of(size_t block_bytes, unsigned threads, bool is_shared)
{
    return (struct blocks_setup){
        .block = {.kernel = scan_kernel_choose("portable"),
                  .dialect = comma,
                  .layout = {.columns = 2,
                             .wanted = &first_column,
                             .wanted_count = 1,
                             .max_bytes = 4096},
                  .visitor = {visit, text, sizeof(struct facts)}},
        .block_bytes = block_bytes,
        .threads = threads,
        .is_shared = is_shared,
    };
}

static bool
same_batch(const struct record_batch *a, const struct record_batch *b)
{
    const size_t bytes = a->count * sizeof *a->begin;

    return a->count == b->count && memcmp(a->begin, b->begin, bytes) == 0 &&
           memcmp(a->end, b->end, bytes) == 0 &&
           memcmp(a->fields, b->fields, a->count * sizeof *a->fields) == 0 &&
           ((const struct facts *)a->facts)->sum ==
               ((const struct facts *)b->facts)->sum;
}

/* Whether the same is known of two blocks. */
static bool
same_block(const struct block *a, const struct block *b)
{
    if (a->batch_count != b->batch_count ||
        a->has_first_end != b->has_first_end || a->rest != b->rest ||
        (a->has_first_end && a->first_end != b->first_end) ||
        a->lines != b->lines || a->blank_lines != b->blank_lines ||
        a->after != b->after || a->fault != b->fault ||
        (a->fault != SCAN_FINE && a->fault_at != b->fault_at) ||
        a->record_fault != b->record_fault)
        return false;
    for (size_t k = 0; k < a->batch_count; k++)
        if (!same_batch(a->batches[k], b->batches[k]))
            return false;
    return true;
}

/* Reads the text in blocks and compares each with one worked on here. */
static void
check_blocks(size_t len, const struct blocks_setup *setup)
{
    struct source source = {{text, len}, 0, !setup->is_shared};
    struct trouble trouble = {0};
    struct block mine = {.batches = NULL};
    static struct block_tools tools;
    enum scan_state state = SCAN_START;
    struct blocks *blocks;
    const struct block *block;
    size_t at = 0;

    ck_assert(!blocks_new(&source, setup, &trouble, &blocks));
    do {
        if (blocks_next(blocks, state, &trouble, &block))
            ck_abort_msg("%s", trouble.text);
        if (block->bytes.len > 0 &&
            memcmp(block->bytes.bytes, text + at, block->bytes.len) != 0)
            ck_abort_msg("other bytes at %zu", at);
        mine.bytes = block->bytes;
        ck_assert(!block_work(&mine, &setup->block, state, true, &tools));
        if ((block->bytes.len > 0 && block->offset != at) ||
            !same_block(&mine, block))
            ck_abort_msg("another block at %zu, %u threads", at,
                         setup->threads);
        at += block->bytes.len;
        state = block->after;
    } while (block->bytes.len > 0 && block->fault == SCAN_FINE);
    ck_assert(block->fault != SCAN_FINE || at == len);
    block_free(&mine);
    block_tools_free(&tools);
    blocks_free(blocks);
}

static void
check_both_ways(size_t len, size_t block_bytes, unsigned threads)
{
    struct blocks_setup setup = setup_of(block_bytes, threads, true);

    check_blocks(len, &setup);
    setup.is_shared = false;
    check_blocks(len, &setup);
}

START_TEST(the_blocks_are_those_of_one_thread)
{
    static const char *const kinds[] = {"ab,\n", "a\",\r\n", "aaaaaaaaa\"",
                                        "aa,\"\n\n"};
    static const size_t sizes[] = {1, 2, 3, 64, 100, 1000, 5000};

    for (size_t k = 0; k < sizeof kinds / sizeof kinds[0]; k++)
        for (size_t s = 0; s < sizeof sizes / sizeof sizes[0]; s++)
            for (unsigned threads = 1; threads <= 4; threads++)
                check_both_ways(make_text(4000 + 37 * s, kinds[k], k + s),
                                sizes[s], threads);
}
END_TEST

/* Every block begins inside the quotes, some of them in front of a quote that
 * looks as if it opened. */
START_TEST(a_long_quoted_field_is_one)
{
    size_t len = 0;

    len += make_text(1000, "ab,\n", 1);
    memcpy(text + len, "\n\"", 2);
    for (len += 2; len < ROOM - 10; len++)
        text[len] = ",\n xy"[len % 5];
    memcpy(text + len, "\",\"\"\n", 5);
    check_both_ways(len + 5, 4096, 3);
    check_both_ways(len + 5, 4096, 1);
}
END_TEST

START_TEST(what_was_read_already_is_the_first_block)
{
    for (unsigned threads = 1; threads <= 3; threads++)
        for (size_t begun = 0; begun <= 40; begun += 8) {
            const size_t len = make_text(500, "ab,\n", 7);
            struct blocks_setup setup = setup_of(16, threads, false);
            struct source source = {{text, len}, begun, true};
            struct trouble trouble = {0};
            struct blocks *blocks;
            const struct block *block;
            setup.begun = (struct slice){text, begun};
            ck_assert(!blocks_new(&source, &setup, &trouble, &blocks));
            ck_assert(!blocks_next(blocks, SCAN_START, &trouble, &block));
            ck_assert_uint_eq(block->bytes.len, begun > 0 ? begun : 16);
            ck_assert_mem_eq(block->bytes.bytes, text, block->bytes.len);
            ck_assert(!blocks_next(blocks, block->after, &trouble, &block));
            ck_assert_mem_eq(block->bytes.bytes, text + (begun ? begun : 16),
                             16);
            blocks_free(blocks);
        }
}
END_TEST

START_TEST(more_threads_than_there_can_be_are_as_many_as_there_can_be)
{
    check_both_ways(make_text(20000, "ab,\n", 3), 100, BLOCK_THREADS + 3);
}
END_TEST

START_TEST(an_offset_is_where_the_first_block_begins)
{
    struct blocks_setup setup = setup_of(16, 2, true);
    struct source source = {{text, make_text(500, "ab,\n", 7)}, 0, false};
    struct trouble trouble = {0};
    struct blocks *blocks;
    const struct block *block;

    setup.offset = 33;
    ck_assert(!blocks_new(&source, &setup, &trouble, &blocks));
    ck_assert(!blocks_next(blocks, SCAN_START, &trouble, &block));
    ck_assert_uint_eq(block->offset, 33);
    ck_assert_mem_eq(block->bytes.bytes, text + 33, 16);
    blocks_free(blocks);
}
END_TEST

START_TEST(who_stops_early_waits_for_nobody)
{
    const size_t len = make_text(100000, "ab,\n", 9);
    struct trouble trouble = {0};

    for (int round = 0; round < 200; round++) {
        const struct blocks_setup setup = setup_of(100, 4, round % 2 == 0);
        struct source source = {{text, len}, 0, !setup.is_shared};
        struct blocks *blocks;
        const struct block *block;
        if (blocks_new(&source, &setup, &trouble, &blocks))
            ck_abort_msg("%s", trouble.text);
        for (int k = 0; k < round % 5; k++)
            if (blocks_next(blocks, SCAN_START, &trouble, &block))
                ck_abort_msg("%s", trouble.text);
        blocks_free(blocks);
    }
}
END_TEST

int
main(void)
{
    TCase *tests = tcase_create("blocks");

    tcase_add_test(tests, the_blocks_are_those_of_one_thread);
    tcase_add_test(tests, a_long_quoted_field_is_one);
    tcase_add_test(tests, what_was_read_already_is_the_first_block);
    tcase_add_test(tests,
                   more_threads_than_there_can_be_are_as_many_as_there_can_be);
    tcase_add_test(tests, an_offset_is_where_the_first_block_begins);
    tcase_add_test(tests, who_stops_early_waits_for_nobody);
    return run_tests("blocks", tests);
}
