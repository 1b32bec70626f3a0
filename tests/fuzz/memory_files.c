/* SPDX-License-Identifier: MIT */
#include "memory_files.h"

#include <errno.h>

#include "base/array.h"
#include "fuzz.h"

struct source {
    const char *name;
    struct slice text;
    size_t at;
    bool is_pipe;
    bool is_kept;
    bool is_again; /* it was read once, and is read again */
};

struct sink {
    char *bytes;
    size_t len;
    size_t room;
    bool is_finished;
};

static struct slice file_text;

struct source *
memory_source(const char *name, struct slice text, bool is_pipe)
{
    struct source *const source = malloc(sizeof *source);

    fuzz_require(source != NULL, "out of memory");
    *source = (struct source){.name = name, .text = text, .is_pipe = is_pipe};
    return source;
}

void
memory_files_is(struct slice text)
{
    file_text = text;
}

enum status
source_open(const char *name, struct trouble *trouble, struct source **source)
{
    if (file_text.bytes == NULL)
        return trouble_system(trouble, ENOENT, "%s: cannot open it", name);
    *source = memory_source(name, file_text, false);
    return ST_OK;
}

void
source_free(struct source *source)
{
    free(source);
}

static size_t
copy_from(const struct source *source, uint64_t offset, char *bytes,
          size_t room)
{
    const size_t all = source->text.len;
    const size_t left = offset < all ? all - (size_t)offset : 0;
    const size_t len = left < room ? left : room;

    if (len > 0)
        memcpy(bytes, source->text.bytes + offset, len);
    return len;
}

enum status
source_read(struct source *source, char *bytes, size_t room,
            struct trouble *trouble, size_t *len)
{
    (void)trouble;
    *len = copy_from(source, source->at, bytes, room);
    source->at += *len;
    return ST_OK;
}

bool
source_share(struct source *source)
{
    return !source->is_pipe;
}

enum status
source_read_at(struct source *source, uint64_t offset, char *bytes, size_t room,
               struct trouble *trouble, size_t *len)
{
    (void)trouble;
    *len = copy_from(source, offset, bytes, room);
    return ST_OK;
}

enum status
source_keep(struct source *source, const char *folder, struct trouble *trouble)
{
    (void)folder;
    (void)trouble;
    fuzz_require(source->at == 0, "what was read already is to be kept");
    source->is_kept = true;
    return ST_OK;
}

enum status
source_rewind(struct source *source, struct trouble *trouble)
{
    (void)trouble;
    fuzz_require(source->is_kept, "what was not kept is to be read again");
    source->at = 0;
    source->is_again = true;
    return ST_OK;
}

uint64_t
source_bytes_on_disk(const struct source *source)
{
    return source->is_kept && source->is_pipe ? source->text.len : 0;
}

bool
source_can_fetch(const struct source *source)
{
    return !source->is_pipe || source->is_again;
}

enum status
source_fetch(const struct source *source, uint64_t offset, char *bytes,
             size_t len, struct trouble *trouble)
{
    (void)trouble;
    fuzz_require(source_can_fetch(source), "a pipe cannot be sought");
    fuzz_require(copy_from(source, offset, bytes, len) == len,
                 "more is fetched than there is");
    return ST_OK;
}

enum status
source_check_unchanged(const struct source *source, struct trouble *trouble)
{
    (void)source;
    (void)trouble;
    return ST_OK;
}

const char *
source_name(const struct source *source)
{
    return source->name;
}

enum coding
source_coding(const struct source *source)
{
    (void)source;
    return CODING_PLAIN;
}

uint64_t
source_bytes_read(const struct source *source)
{
    return source->text.len;
}

uint64_t
source_bytes_total(const struct source *source)
{
    return source->text.len;
}

bool
source_is_file(const struct source *source, dev_t device, ino_t inode)
{
    (void)source;
    (void)device;
    (void)inode;
    return false;
}

struct sink *
memory_sink(void)
{
    struct sink *const sink = calloc(1, sizeof *sink);

    fuzz_require(sink != NULL, "out of memory");
    return sink;
}

struct slice
memory_sink_text(const struct sink *sink)
{
    return (struct slice){sink->len > 0 ? sink->bytes : "", sink->len};
}

enum status
sink_open(const char *path, const struct source *input, struct trouble *trouble,
          struct sink **sink)
{
    (void)path;
    (void)input;
    (void)trouble;
    *sink = memory_sink();
    return ST_OK;
}

void
sink_free(struct sink *sink)
{
    if (sink != NULL)
        free(sink->bytes);
    free(sink);
}

enum status
sink_write(struct sink *sink, const char *bytes, size_t len,
           struct trouble *trouble)
{
    fuzz_require(!sink->is_finished, "it is written to behind its end");
    if (array_reserve(&sink->bytes, &sink->room, sink->len + len, 1))
        return trouble_nomem(trouble);
    if (len > 0)
        memcpy(sink->bytes + sink->len, bytes, len);
    sink->len += len;
    return ST_OK;
}

enum status
sink_finish(struct sink *sink, struct trouble *trouble)
{
    (void)trouble;
    fuzz_require(!sink->is_finished, "it is finished twice");
    sink->is_finished = true;
    return ST_OK;
}

enum status
sink_publish(struct sink *sink, struct trouble *trouble)
{
    (void)trouble;
    fuzz_require(sink->is_finished, "it is published half");
    return ST_OK;
}

bool
sink_is_same_file(const struct sink *a, const struct sink *b)
{
    return a == b;
}
