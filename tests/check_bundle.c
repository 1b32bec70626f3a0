/* SPDX-License-Identifier: MIT */
#include "io/bundle.h"

#include "io/cleanup.h"
#include "run_tests.h"
#include "scratch.h"

/* A bundle in the folder "d/", or an end. */
static struct bundle *
open_bundle(enum coding coding, size_t memory, bool replace)
{
    const struct bundle_setup setup = {
        .folder = "d/",
        .shown = "d/{k}",
        .coding = coding,
        .memory = memory,
        .threads = 3,
        .replace = replace,
    };
    struct trouble trouble = {0};
    struct bundle *bundle = NULL;

    ck_assert_msg(!bundle_open(&setup, &trouble, &bundle), "%s", trouble.text);
    return bundle;
}

static struct bundle_file *
add_file(struct bundle *bundle)
{
    struct trouble trouble = {0};
    struct bundle_file *file = NULL;

    ck_assert_msg(!bundle_add(bundle, &trouble, &file), "%s", trouble.text);
    return file;
}

static void
write_text(struct bundle *bundle, struct bundle_file *file, const char *text)
{
    struct trouble trouble = {0};

    ck_assert_msg(!bundle_write(bundle, file, text, strlen(text), &trouble),
                  "%s", trouble.text);
}

/* Finishes and publishes; what became of it. */
static enum status
publish(struct bundle *bundle, char *const *names, struct trouble *trouble)
{
    enum status st = bundle_finish(bundle, trouble);

    if (st == ST_OK) {
        cleanup_block();
        st = bundle_publish(bundle, names, trouble);
        if (st == ST_OK)
            bundle_commit(bundle);
        bundle_free(bundle);
        cleanup_unblock();
    } else {
        bundle_free(bundle);
    }
    return st;
}

/* The bytes of a file, decompressed. */
static char *
decoded(const char *name, size_t *len)
{
    enum { MOST = 1 << 22 };
    struct trouble trouble = {0};
    struct source *source = NULL;
    char *const bytes = malloc(MOST);

    ck_assert_ptr_nonnull(bytes);
    ck_assert_msg(!source_open(name, &trouble, &source), "%s", trouble.text);
    ck_assert(!source_read(source, bytes, MOST, &trouble, len));
    source_free(source);
    return bytes;
}

/* Lines of many lengths go to 300 files in turn, in a megabyte of memory, so
 * that buffers are written early and late; each file must have its lines, in
 * their order, and the hash of them. */
START_TEST(every_file_has_what_was_written_to_it)
{
    enum { FILES = 300, LINES = 60000 };
    static const enum coding codings[] = {CODING_PLAIN, CODING_GZIP,
                                          CODING_ZSTD};
    struct bundle *const bundle = open_bundle(codings[_i], 1 << 20, false);
    struct bundle_file *files[FILES];
    struct hash128 hashes[FILES];
    char *names[FILES], *want[FILES];
    size_t lens[FILES] = {0};
    struct trouble trouble = {0};

    for (int k = 0; k < FILES; k++) {
        files[k] = add_file(bundle);
        ck_assert_int_ne(asprintf(&names[k], "d/%d/%d", k % 7, k), -1);
        want[k] = malloc(1 << 21);
        ck_assert_ptr_nonnull(want[k]);
    }
    for (int line = 0; line < LINES; line++) {
        /* The first file has a third of all lines. */
        const int k = line % 3 == 0 ? 0 : line * 7 % FILES;
        char text[512];
        const int len =
            snprintf(text, sizeof text, "%d%0*d\n", line, line % 97, line);
        write_text(bundle, files[k], text);
        memcpy(want[k] + lens[k], text, (size_t)len);
        lens[k] += (size_t)len;
    }
    ck_assert(!bundle_finish(bundle, &trouble));
    for (int k = 0; k < FILES; k++) {
        ck_assert_uint_eq(bundle_file_bytes(files[k]), lens[k]);
        hashes[k] = bundle_file_hash(files[k]);
    }
    ck_assert(!bundle_publish(bundle, names, &trouble));
    bundle_commit(bundle);
    bundle_free(bundle);
    for (int k = 0; k < FILES; k++) {
        size_t len;
        char *const bytes = decoded(names[k], &len);
        const struct hash128 hash = hash128_of((struct slice){bytes, len});
        ck_assert_uint_eq(len, lens[k]);
        ck_assert_int_eq(memcmp(bytes, want[k], len), 0);
        ck_assert_uint_eq(hash.high, hashes[k].high);
        ck_assert_uint_eq(hash.low, hashes[k].low);
        free(bytes);
        free(names[k]);
        free(want[k]);
    }
    ck_assert_int_eq(scratch_count("d"), 7);
}
END_TEST

START_TEST(what_is_not_committed_leaves_nothing)
{
    struct bundle *const bundle = open_bundle(CODING_PLAIN, 1 << 20, false);

    write_text(bundle, add_file(bundle), "row\n");
    ck_assert_int_eq(scratch_count("d"), 1);
    bundle_free(bundle);
    ck_assert_int_eq(scratch_count("."), 0);
    bundle_free(NULL);
}
END_TEST

/* The second name is one that a folder has. */
START_TEST(one_name_that_cannot_be_given_takes_all_others_away)
{
    char *names[] = {(char[]){"d/a/1"}, (char[]){"d/b/2"}, (char[]){"d/c"}};
    struct trouble trouble = {0};
    struct bundle *const bundle = open_bundle(CODING_PLAIN, 1 << 20, true);

    ck_assert(mkdir("d/b", 0777) == 0 && mkdir("d/b/2", 0777) == 0);
    scratch_write("d/c", "old", 3);
    for (int k = 0; k < 3; k++)
        write_text(bundle, add_file(bundle), "new");
    ck_assert_int_eq(publish(bundle, names, &trouble), ST_USAGE);
    ck_assert_str_eq(trouble.text,
                     "d/{k}: there is a name that is no regular file");
    ck_assert(scratch_holds("d/c", "old"));
    ck_assert_int_eq(scratch_count("d"), 2);
    ck_assert_int_eq(scratch_count("d/b/2"), 0);
}
END_TEST

START_TEST(an_older_file_is_replaced_only_if_that_is_wanted)
{
    char *names[] = {(char[]){"d/1"}};

    for (int replace = 0; replace < 2; replace++) {
        struct trouble trouble = {0};
        struct bundle *const bundle =
            open_bundle(CODING_PLAIN, 1 << 20, replace);
        if (replace == 0)
            scratch_write("d/1", "old", 3);
        const enum status checked = bundle_check(bundle, names[0], &trouble);
        write_text(bundle, add_file(bundle), "new");
        const enum status st = publish(bundle, names, &trouble);
        ck_assert_int_eq(checked, replace ? ST_OK : ST_USAGE);
        ck_assert_int_eq(st, checked);
        ck_assert(scratch_holds("d/1", replace ? "new" : "old"));
        ck_assert_int_eq(scratch_count("d"), 1);
    }
}
END_TEST

START_TEST(an_empty_file_is_a_file)
{
    char *names[] = {(char[]){"d/1"}};
    struct trouble trouble = {0};
    struct bundle *const bundle = open_bundle(CODING_PLAIN, 1 << 20, false);

    add_file(bundle);
    ck_assert_int_eq(publish(bundle, names, &trouble), ST_OK);
    ck_assert(scratch_holds("d/1", ""));
}
END_TEST

int
main(void)
{
    TCase *tests = tcase_create("bundle");

    tcase_add_checked_fixture(tests, scratch_enter, scratch_leave);
    tcase_add_loop_test(tests, every_file_has_what_was_written_to_it, 0, 3);
    tcase_add_test(tests, what_is_not_committed_leaves_nothing);
    tcase_add_test(tests, one_name_that_cannot_be_given_takes_all_others_away);
    tcase_add_test(tests, an_older_file_is_replaced_only_if_that_is_wanted);
    tcase_add_test(tests, an_empty_file_is_a_file);
    return run_tests("bundle", tests);
}
