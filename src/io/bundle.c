/* SPDX-License-Identifier: MIT */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/array.h"
#include "io/bundle_internal.h"
#include "io/cleanup.h"

enum {
    FIRST_ROOM = 512,       /* of a buffer that knows nothing yet */
    FULL_PLAIN = 128 << 10, /* of one that is written as it is, */
    FULL_CODED = 1 << 20,   /* or compressed, which likes more */
    DESCRIPTORS_OPEN = 16,  /* that are kept, at most, */
    DESCRIPTORS_SPARED = 20 /* and left to others */
};

/* How many descriptors may stay open between two buffers. */
static int
descriptors_kept(void)
{
    struct rlimit limit;

    if (getrlimit(RLIMIT_NOFILE, &limit) != 0 ||
        limit.rlim_cur >= DESCRIPTORS_OPEN + DESCRIPTORS_SPARED)
        return DESCRIPTORS_OPEN;
    return limit.rlim_cur > DESCRIPTORS_SPARED
               ? (int)limit.rlim_cur - DESCRIPTORS_SPARED
               : 0;
}

/* Half of the memory gathers, the other half is on its way. */
enum status
bundle_open(const struct bundle_setup *setup, struct trouble *trouble,
            struct bundle **bundle)
{
    struct bundle *const made = calloc(1, sizeof *made);
    const size_t half = setup->memory / 2;
    enum status st;

    if (made == NULL)
        return trouble_nomem(trouble);
    made->setup = *setup;
    made->folder = -1;
    made->descriptors = descriptors_kept();
    made->full_bytes = setup->coding == CODING_PLAIN ? FULL_PLAIN : FULL_CODED;
    while (made->full_bytes > half / 4 && made->full_bytes > FIRST_ROOM)
        made->full_bytes /= 2;
    st = format_check_written(setup->shown, trouble);
    if (st == ST_OK)
        st = bundle_folder_open(made, trouble);
    if (st == ST_OK)
        st = bundle_crew_new(made, half, trouble);
    if (st == ST_OK)
        *bundle = made;
    else
        bundle_free(made);
    return st;
}

/* Removes what has a temporary name: a file that was not published, or the
 * older one that it has replaced. */
static void
end_file(struct bundle *bundle, struct bundle_file *file)
{
    char temporary[TEMPORARY_BYTES];

    bundle_temporary(file, temporary);
    if (file->fd != -1)
        close(file->fd);
    if (file->name != NAME_NEW && file->name != NAME_KEPT)
        unlinkat(bundle->folder, temporary, 0);
    cleanup_forget(bundle->folder, temporary);
    digest_free(file->digest);
    free(file->buffer.bytes);
    free(file);
}

void
bundle_free(struct bundle *bundle)
{
    struct trouble trouble = {0};

    if (bundle == NULL)
        return;
    bundle_crew_free(bundle->crew);
    cleanup_block();
    if (!bundle->is_committed)
        bundle_unpublish(bundle, &trouble);
    while (bundle->count > 0)
        end_file(bundle, bundle->files[--bundle->count]);
    bundle_folders_remove(bundle->folder, &bundle->made_below);
    bundle_folders_remove(AT_FDCWD, &bundle->made_above);
    cleanup_unblock();
    if (bundle->folder != -1)
        close(bundle->folder);
    table_free(&bundle->published);
    free(bundle->files);
    free(bundle);
}

enum status
bundle_add(struct bundle *bundle, struct trouble *trouble,
           struct bundle_file **file)
{
    struct bundle_file *made;
    enum status st;

    if (array_reserve(&bundle->files, &bundle->room, bundle->count + 1,
                      sizeof *bundle->files) != ST_OK)
        return trouble_nomem(trouble);
    made = calloc(1, sizeof *made);
    if (made == NULL || digest_new(&made->digest) != ST_OK) {
        free(made);
        return trouble_nomem(trouble);
    }
    made->number = bundle->count;
    made->fd = -1;
    st = bundle_file_make(bundle, made, trouble);
    if (st != ST_OK) {
        if (made->fd != -1)
            close(made->fd);
        digest_free(made->digest);
        free(made);
        return st;
    }
    if (bundle->descriptors > 0) {
        bundle->descriptors--;
    } else {
        close(made->fd);
        made->fd = -1;
    }
    bundle->files[bundle->count++] = made;
    *file = made;
    return ST_OK;
}

/* Gives a buffer to the crew. */
static enum status
send(struct bundle *bundle, struct bundle_file *file, struct trouble *trouble)
{
    bundle->gathered -= file->buffer.room;
    file->bytes += file->buffer.len;
    return bundle_crew_put(bundle->crew, file, trouble);
}

/* Sends the buffers that are not smaller than most: of many that are alike all
 * of them, but of few large ones and many small ones only the large ones. */
static enum status
make_memory_free(struct bundle *bundle, struct trouble *trouble)
{
    const size_t mean = bundle->gathered / bundle->count;
    enum status st = ST_OK;

    for (size_t k = 0; k < bundle->count && st == ST_OK; k++)
        if (bundle->files[k]->buffer.len > 0 &&
            bundle->files[k]->buffer.room >= mean)
            st = send(bundle, bundle->files[k], trouble);
    return st;
}

/* The room that the next buffer of FILE should have: twice what it had; whoever
 * has filled a buffer before is given a full one at once. */
static size_t
next_room(const struct bundle *bundle, const struct bundle_file *file)
{
    const size_t room = file->buffer.room;
    const size_t more = room > 0 ? 2 * room : FIRST_ROOM;

    if (more > bundle->full_bytes || (room == 0 && file->filled_one))
        return bundle->full_bytes;
    return more;
}

/* Makes the buffer of FILE larger, or, where no memory is left, has it written,
 * among others. */
static enum status
grow(struct bundle *bundle, struct bundle_file *file, struct trouble *trouble)
{
    struct bundle_buffer *const buffer = &file->buffer;
    struct bundle_buffer larger;
    size_t room = next_room(bundle, file);
    enum status st;

    if (bundle->gathered + room - buffer->room > bundle->setup.memory / 2) {
        st = make_memory_free(bundle, trouble);
        if (st != ST_OK)
            return st;
        room = buffer->room > 0 ? 2 * buffer->room : FIRST_ROOM;
    }
    st = bundle_crew_buffer(bundle->crew, room, trouble, &larger);
    if (st != ST_OK)
        return st;
    if (buffer->len > 0)
        memcpy(larger.bytes, buffer->bytes, buffer->len);
    larger.len = buffer->len;
    bundle->gathered += larger.room - buffer->room;
    free(buffer->bytes);
    *buffer = larger;
    return ST_OK;
}

enum status
bundle_write_on(struct bundle *bundle, struct bundle_file *file,
                const char *bytes, size_t len, struct trouble *trouble)
{
    struct bundle_buffer *const buffer = &file->buffer;

    while (len > 0) {
        const size_t room = buffer->room - buffer->len;
        const size_t some = len < room ? len : room;
        enum status st = ST_OK;
        if (some > 0) {
            memcpy(buffer->bytes + buffer->len, bytes, some);
            buffer->len += some;
            bytes += some;
            len -= some;
        } else if (buffer->room < bundle->full_bytes) {
            st = grow(bundle, file, trouble);
        } else {
            file->filled_one = true;
            st = send(bundle, file, trouble);
        }
        if (st != ST_OK)
            return st;
    }
    return ST_OK;
}

enum status
bundle_finish(struct bundle *bundle, struct trouble *trouble)
{
    enum status st = ST_OK;

    for (size_t k = 0; k < bundle->count && st == ST_OK; k++)
        if (bundle->files[k]->buffer.len > 0)
            st = send(bundle, bundle->files[k], trouble);
    if (st == ST_OK)
        st = bundle_crew_wait(bundle->crew, trouble);
    return st == ST_OK ? bundle_files_sync(bundle, trouble) : st;
}

uint64_t
bundle_file_bytes(const struct bundle_file *file)
{
    return file->bytes;
}

struct hash128
bundle_file_hash(const struct bundle_file *file)
{
    return digest_hash(file->digest);
}
