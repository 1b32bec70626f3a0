/* SPDX-License-Identifier: MIT */
#include "design/unit_list.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/digest.h"

enum { UNIT_BYTES = 16, BLOCK_UNITS = 1024 };

char *
unit_list_name(const char *sample)
{
    char *name = NULL;

    return asprintf(&name, "%s.units", sample) < 0 ? NULL : name;
}

static int
compare(struct hash128 a, struct hash128 b)
{
    if (a.high != b.high)
        return a.high < b.high ? -1 : 1;
    return (a.low > b.low) - (a.low < b.low);
}

static void
put_word(char bytes[8], uint64_t word)
{
    for (size_t k = 0; k < 8; k++)
        bytes[k] = (char)(word >> (56 - 8 * k));
}

static uint64_t
word_of(const char bytes[8])
{
    uint64_t word = 0;

    for (size_t k = 0; k < 8; k++)
        word = word << 8 | (unsigned char)bytes[k];
    return word;
}

static enum status
write_units(const struct members *units, struct sink *sink,
            struct digest *digest, struct trouble *trouble, uint64_t *count)
{
    struct members_walk walk;
    struct hash128 key;
    uint32_t value;
    enum status st = ST_OK;

    members_walk_start(units, &walk);
    for (*count = 0; st == ST_OK && members_next(units, &walk, &key, &value);
         ++*count) {
        char bytes[UNIT_BYTES];
        put_word(bytes, key.high);
        put_word(bytes + 8, key.low);
        digest_add(digest, (struct slice){bytes, UNIT_BYTES});
        st = sink_write(sink, bytes, UNIT_BYTES, trouble);
    }
    return st == ST_OK ? sink_finish(sink, trouble) : st;
}

enum status
unit_list_write(const struct members *units, struct sink *sink,
                struct trouble *trouble, struct unit_list *list)
{
    struct digest *digest = NULL;
    uint64_t count = 0;
    enum status st =
        digest_new(&digest) == ST_OK ? ST_OK : trouble_nomem(trouble);

    if (st == ST_OK)
        st = write_units(units, sink, digest, trouble, &count);
    if (st == ST_OK)
        *list = (struct unit_list){count, digest_hash(digest)};
    digest_free(digest);
    return st;
}

/* A list while it is merged. */
struct cursor {
    const struct unit_list_file *file;
    struct digest *digest;
    uint64_t read; /* units, from the file */
    char block[BLOCK_UNITS * UNIT_BYTES];
    size_t count; /* units in the block, */
    size_t at;    /* and the present one */
    struct hash128 hash;
};

static enum status
say_changed(const struct cursor *cursor, struct trouble *trouble)
{
    return trouble_say(trouble, ST_DATA,
                       "%s: cut off or changed: not the list of units that was "
                       "written with the sample; run this shard again",
                       cursor->file->name);
}

/* Reads the next block, which is full unless the list ends. */
static enum status
read_block(struct cursor *cursor, struct trouble *trouble)
{
    const int fd = open(cursor->file->name, O_RDONLY | O_CLOEXEC);
    size_t len = 0;
    ssize_t got = -1;

    while (fd >= 0 && len < sizeof cursor->block) {
        got = pread(fd, cursor->block + len, sizeof cursor->block - len,
                    (off_t)(cursor->read * UNIT_BYTES + len));
        if (got > 0)
            len += (size_t)got;
        else if (got == 0 || errno != EINTR)
            break;
    }
    if (got < 0)
        trouble_system(trouble, errno, "%s: cannot read", cursor->file->name);
    if (fd >= 0)
        close(fd);
    if (got < 0)
        return ST_SYSTEM;
    digest_add(cursor->digest, (struct slice){cursor->block, len});
    cursor->count = len / UNIT_BYTES;
    cursor->at = 0;
    cursor->read += cursor->count;
    return len % UNIT_BYTES == 0 ? ST_OK : say_changed(cursor, trouble);
}

/* Goes to the next unit; ST_END behind the last one. */
static enum status
advance(struct cursor *cursor, struct trouble *trouble)
{
    const struct unit_list *const list = &cursor->file->list;
    const struct hash128 before = cursor->hash;
    const bool is_first = cursor->read == 0;
    enum status st = ST_OK;

    if (!is_first)
        cursor->at++;
    if (is_first || cursor->at == cursor->count)
        st = read_block(cursor, trouble);
    if (st != ST_OK)
        return st;
    if (cursor->count == 0) {
        const struct hash128 digest = digest_hash(cursor->digest);
        return cursor->read == list->count && compare(digest, list->digest) == 0
                   ? ST_END
                   : say_changed(cursor, trouble);
    }
    const char *const bytes = cursor->block + cursor->at * UNIT_BYTES;
    cursor->hash = (struct hash128){word_of(bytes), word_of(bytes + 8)};
    return is_first || compare(before, cursor->hash) < 0
               ? ST_OK
               : say_changed(cursor, trouble);
}

/* Lets the cursor in place AT of a heap sink to where it belongs. */
static void
sift_down(struct cursor **heap, size_t count, size_t at)
{
    for (size_t child = 2 * at + 1; child < count; child = 2 * at + 1) {
        struct cursor *const parent = heap[at];
        if (child + 1 < count &&
            compare(heap[child + 1]->hash, heap[child]->hash) < 0)
            child++;
        if (compare(parent->hash, heap[child]->hash) <= 0)
            return;
        heap[at] = heap[child];
        heap[child] = parent;
        at = child;
    }
}

/* Whether the least unit is also the next one of another list. */
static struct cursor *
twin_of(struct cursor *const *heap, size_t count)
{
    for (size_t k = 1; k < 3 && k < count; k++)
        if (compare(heap[0]->hash, heap[k]->hash) == 0)
            return heap[k];
    return NULL;
}

static enum status
merge(struct cursor **heap, size_t count, struct trouble *trouble,
      const struct unit_list_file **a, const struct unit_list_file **b)
{
    for (size_t k = count; k-- > 0;)
        sift_down(heap, count, k);
    while (count > 0) {
        const struct cursor *const twin = twin_of(heap, count);
        if (twin != NULL) {
            *a = heap[0]->file;
            *b = twin->file;
            return ST_END;
        }
        const enum status st = advance(heap[0], trouble);
        if (st == ST_END)
            heap[0] = heap[--count];
        else if (st != ST_OK)
            return st;
        sift_down(heap, count, 0);
    }
    return ST_OK;
}

/* Puts a cursor on the first unit of each list; empty ones are done. */
static enum status
begin(const struct unit_list_file *files, size_t count, struct cursor **all,
      struct cursor **heap, struct trouble *trouble, size_t *alive)
{
    enum status st = ST_OK;

    *alive = 0;
    for (size_t k = 0; k < count && st == ST_OK; k++) {
        all[k] = calloc(1, sizeof *all[k]);
        if (all[k] == NULL || digest_new(&all[k]->digest) != ST_OK)
            return trouble_nomem(trouble);
        all[k]->file = &files[k];
        st = advance(all[k], trouble);
        if (st == ST_OK)
            heap[(*alive)++] = all[k];
        else if (st == ST_END)
            st = ST_OK;
    }
    return st;
}

enum status
unit_list_compare(const struct unit_list_file *files, size_t count,
                  struct trouble *trouble, size_t *a, size_t *b)
{
    struct cursor **const all = calloc(count + 1, sizeof(struct cursor *));
    struct cursor **const heap = calloc(count + 1, sizeof(struct cursor *));
    const struct unit_list_file *one = files, *other = files;
    size_t alive = 0;
    enum status st = all == NULL || heap == NULL
                         ? trouble_nomem(trouble)
                         : begin(files, count, all, heap, trouble, &alive);

    if (st == ST_OK)
        st = merge(heap, alive, trouble, &one, &other);
    *a = (size_t)(one < other ? one - files : other - files);
    *b = (size_t)(one < other ? other - files : one - files);
    for (size_t k = 0; k < count && all != NULL; k++)
        if (all[k] != NULL) {
            digest_free(all[k]->digest);
            free(all[k]);
        }
    free(heap);
    free(all);
    return st;
}
