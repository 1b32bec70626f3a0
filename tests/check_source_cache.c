/* SPDX-License-Identifier: MIT */
/* mincore(2) tells what the system keeps of a file. */
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/memory.h"
#include "io/source.h"
#include "run_tests.h"
#include "scratch.h"

static struct source *
open_or_fail(const char *name)
{
    struct trouble trouble = {0};
    struct source *source = NULL;

    ck_assert_msg(!source_open(name, &trouble, &source), "%s", trouble.text);
    return source;
}

/* A file that is on the disk, so that the system can let go of it. */
enum { LARGE = 48 << 20, LARGE_ROOM = 1 << 20 };

static void
write_large(const char *name)
{
    char *const bytes = calloc(1, LARGE_ROOM);
    const int fd = open(name, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);

    ck_assert_ptr_nonnull(bytes);
    for (int k = 0; k < LARGE / LARGE_ROOM; k++) {
        memset(bytes, 'a' + k % 26, LARGE_ROOM);
        ck_assert_int_eq(write(fd, bytes, LARGE_ROOM), LARGE_ROOM);
    }
    ck_assert_int_eq(fsync(fd), 0);
    close(fd);
    free(bytes);
}

/* How many bytes the cache has of LEN bytes of a file. */
static size_t
cached(const char *name, size_t from, size_t len)
{
    static unsigned char in_cache[LARGE / 4096];
    const size_t page = (size_t)sysconf(_SC_PAGESIZE);
    const int fd = open(name, O_RDONLY | O_CLOEXEC);
    void *const map = mmap(NULL, len, PROT_READ, MAP_SHARED, fd, (off_t)from);
    size_t pages = 0;

    ck_assert_ptr_ne(map, MAP_FAILED);
    ck_assert_int_eq(mincore(map, len, in_cache), 0);
    for (size_t k = 0; k < len / page; k++)
        pages += in_cache[k] & 1;
    munmap(map, len);
    close(fd);
    return pages * page;
}

/* Whether the file system lets go of anything; memory is not let go of. */
static bool
cache_can_go(const char *name)
{
    const int fd = open(name, O_RDONLY | O_CLOEXEC);

    posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED);
    close(fd);
    return cached(name, 0, LARGE) == 0;
}

/* Reads all of it, at once or in shares, out of a cache that has all of it. */
static struct source *
read_large(const char *name, uint64_t memory, bool keeps, bool shares)
{
    char *const bytes = malloc(LARGE_ROOM);
    struct trouble trouble = {0};
    struct source *const source = open_or_fail(name);
    size_t at = 0, len = LARGE_ROOM;

    while (at < LARGE) {
        ck_assert(!source_fetch(source, at, bytes, LARGE_ROOM, &trouble));
        at += LARGE_ROOM;
    }
    ck_assert_uint_eq(cached(name, 0, LARGE), LARGE);
    if (memory > 0)
        source_set_memory(source, memory);
    if (keeps)
        ck_assert(!source_keep(source, ".", &trouble));
    if (shares)
        ck_assert(source_share(source));
    for (at = 0; len == LARGE_ROOM; at += len) {
        ck_assert(!(
            shares
                ? source_read_at(source, at, bytes, LARGE_ROOM, &trouble, &len)
                : source_read(source, bytes, LARGE_ROOM, &trouble, &len)));
        ck_assert(len == 0 || bytes[len - 1] == (char)('a' + at / len % 26));
    }
    ck_assert_uint_eq(at, LARGE);
    free(bytes);
    return source;
}

START_TEST(a_file_that_memory_does_not_hold_leaves_nothing_in_the_cache)
{
    write_large("large");
    if (!cache_can_go("large"))
        return;
    for (int shares = 0; shares < 2; shares++) {
        struct source *const source =
            read_large("large", 2 * LARGE - 2, false, shares);
        /* Some 16 MiB stay for those who are slower. */
        ck_assert_uint_eq(cached("large", 0, LARGE / 2), 0);
        source_free(source);
    }
}
END_TEST

START_TEST(it_goes_again_when_it_is_read_again)
{
    struct trouble trouble = {0};
    struct source *source;
    char *const bytes = malloc(LARGE);
    size_t len;

    write_large("large");
    if (!cache_can_go("large"))
        return;
    source = read_large("large", LARGE - 1, true, false);
    ck_assert_uint_eq(cached("large", 0, LARGE / 2), 0);
    ck_assert(!source_rewind(source, &trouble));
    ck_assert(!source_read(source, bytes, LARGE, &trouble, &len));
    ck_assert_uint_eq(len, LARGE);
    ck_assert_uint_eq(cached("large", 0, LARGE / 2), 0);
    source_free(source);
    free(bytes);
}
END_TEST

START_TEST(a_file_that_memory_holds_stays_in_the_cache)
{
    write_large("large");
    for (int shares = 0; shares < 2; shares++) {
        source_free(read_large("large", 0, false, shares));
        ck_assert_uint_eq(cached("large", 0, LARGE), LARGE);
        source_free(read_large("large", 2 * LARGE, false, shares));
        ck_assert_uint_eq(cached("large", 0, LARGE), LARGE);
        source_free(read_large("large", LARGE, true, shares));
        ck_assert_uint_eq(cached("large", 0, LARGE), LARGE);
    }
}
END_TEST

/* A hole in a file counts. */
START_TEST(the_memory_is_asked_for_where_a_file_is_not_small)
{
    const int fd = open("hole", O_WRONLY | O_CREAT | O_CLOEXEC, 0600);

    ck_assert_int_eq(ftruncate(fd, (64 << 20) - 1), 0);
    ck_assert_uint_eq(source_memory("hole"), UINT64_MAX);
    ck_assert_int_eq(ftruncate(fd, 64 << 20), 0);
    ck_assert_uint_eq(source_memory("hole"), memory_limit(NULL).bytes);
    ck_assert_uint_lt(source_memory("hole"), UINT64_MAX);
    ck_assert_uint_eq(source_memory("nothing"), UINT64_MAX);
    close(fd);
}
END_TEST

int
main(void)
{
    TCase *const tests = tcase_create("source_cache");

    tcase_add_checked_fixture(tests, scratch_enter, scratch_leave);
    tcase_add_test(
        tests, a_file_that_memory_does_not_hold_leaves_nothing_in_the_cache);
    tcase_add_test(tests, the_memory_is_asked_for_where_a_file_is_not_small);
    tcase_add_test(tests, it_goes_again_when_it_is_read_again);
    tcase_add_test(tests, a_file_that_memory_holds_stays_in_the_cache);
    return run_tests("source_cache", tests);
}
