/* SPDX-License-Identifier: MIT */
/* Whatever the number of threads, the maps are those that one thread makes in
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

/* Whether two maps of a block say the same. */
static bool
same_map(const struct scan_map *a, const struct scan_map *b)
{
    return a->words == b->words && a->lines == b->lines &&
           a->after == b->after && a->fault == b->fault &&
           (a->fault == SCAN_FINE || a->fault_at == b->fault_at) &&
           memcmp(a->separators, b->separators,
                  a->words * sizeof *a->separators) == 0 &&
           memcmp(a->ends, b->ends, a->words * sizeof *a->ends) == 0 &&
           memcmp(a->rank, b->rank, (a->words + 1) * sizeof *a->rank) == 0;
}

/* Reads the text in blocks and compares each with a map made here. */
static void
check_blocks(size_t len, size_t block_bytes, unsigned threads)
{
    const struct scan_kernel *const kernel = scan_kernel_choose("portable");
    const struct blocks_setup setup = {kernel, comma, block_bytes, threads};
    struct source source = {{text, len}, 0};
    struct trouble trouble = {0};
    struct scan_map map = {0};
    enum scan_state state = SCAN_START;
    struct blocks *blocks;
    const struct block *block;
    size_t at, bom;

    ck_assert(!blocks_new(&source, &setup, &trouble, &blocks, &bom));
    ck_assert(!scan_map_reserve(&map, block_bytes));
    at = bom;
    do {
        if (blocks_next(blocks, state, &trouble, &block))
            ck_abort_msg("%s", trouble.text);
        if (block->bytes.len > 0 &&
            memcmp(block->bytes.bytes, text + at, block->bytes.len) != 0)
            ck_abort_msg("other bytes at %zu", at);
        kernel->map(comma, block->bytes, state, &map);
        if (!same_map(&map, &block->map))
            ck_abort_msg("another map at %zu, %u threads", at, threads);
        at += block->bytes.len;
        state = map.after;
    } while (block->bytes.len > 0 && map.fault == SCAN_FINE);
    ck_assert(map.fault != SCAN_FINE || at == len);
    scan_map_free(&map);
    blocks_free(blocks);
}

START_TEST(the_maps_are_those_of_one_thread)
{
    static const char *const kinds[] = {"ab,\n", "a\",\r\n", "aaaaaaaaa\"",
                                        "aa,\"\n\n"};
    static const size_t sizes[] = {1, 2, 3, 64, 100, 1000, 5000};

    for (size_t k = 0; k < sizeof kinds / sizeof kinds[0]; k++)
        for (size_t s = 0; s < sizeof sizes / sizeof sizes[0]; s++)
            for (unsigned threads = 1; threads <= 4; threads++)
                check_blocks(make_text(4000 + 37 * s, kinds[k], k + s),
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
    check_blocks(len + 5, 4096, 3);
    check_blocks(len + 5, 4096, 1);
}
END_TEST

START_TEST(a_byte_order_mark_is_no_part_of_the_first_block)
{
    for (unsigned threads = 1; threads <= 3; threads++) {
        const size_t len = make_text(500, "ab,\n", 7);
        memcpy(text, "\xef\xbb\xbf\"", 4);
        check_blocks(len, 7, threads);
        check_blocks(3, 100, threads);
        check_blocks(2, 100, threads);
        check_blocks(0, 100, threads);
    }
}
END_TEST

START_TEST(who_stops_early_waits_for_nobody)
{
    const struct blocks_setup setup = {scan_kernel_choose(NULL), comma, 100, 4};
    struct source source = {{text, make_text(100000, "ab,\n", 9)}, 0};
    struct trouble trouble = {0};

    for (int round = 0; round < 200; round++) {
        struct blocks *blocks;
        const struct block *block;
        size_t bom;
        if (blocks_new(&source, &setup, &trouble, &blocks, &bom))
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

    tcase_add_test(tests, the_maps_are_those_of_one_thread);
    tcase_add_test(tests, a_long_quoted_field_is_one);
    tcase_add_test(tests, a_byte_order_mark_is_no_part_of_the_first_block);
    tcase_add_test(tests, who_stops_early_waits_for_nobody);
    return run_tests("blocks", tests);
}
