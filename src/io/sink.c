/* SPDX-License-Identifier: MIT */
#include "io/sink.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "io/cleanup.h"
#include "io/format.h"
#include "io/sink_internal.h"

struct sink {
    struct sink_target target;
    enum coding coding;
    struct sink_crew *crew;
    bool is_finished;
    size_t len;  /* of what is in the block */
    char *block; /* SINK_BLOCK bytes; the crew's */
};

enum status
sink_encoder_new(enum coding coding, struct trouble *trouble,
                 struct sink_encoder **encoder)
{
    switch (coding) {
    case CODING_PLAIN:
        break;
    case CODING_GZIP:
        return sink_gzip_new(trouble, encoder);
    case CODING_ZSTD:
        return sink_zstd_new(trouble, encoder);
    }
    *encoder = NULL;
    return ST_OK;
}

static enum status
write_to_target(void *target, const char *bytes, size_t len,
                struct trouble *trouble)
{
    return sink_target_write(target, bytes, len, trouble);
}

enum status
sink_open(const char *path, const struct source *input, struct trouble *trouble,
          struct sink **sink)
{
    struct sink *const made = malloc(sizeof *made);
    enum status st;

    if (made == NULL)
        return trouble_nomem(trouble);
    made->coding = format_of_name(slice_of(path));
    made->crew = NULL;
    made->is_finished = false;
    made->len = 0;
    st = sink_target_open(path, input, trouble, &made->target);
    if (st == ST_OK)
        st = sink_crew_new(
            made->coding, &(struct sink_outlet){write_to_target, &made->target},
            trouble, &made->crew, &made->block);
    if (st != ST_OK) {
        sink_free(made);
        return st;
    }
    *sink = made;
    return ST_OK;
}

void
sink_free(struct sink *sink)
{
    if (sink == NULL)
        return;
    sink_crew_free(sink->crew);
    sink_target_close(&sink->target);
    free(sink);
}

void
sink_set_threads(struct sink *sink, unsigned threads)
{
    if (sink->coding != CODING_PLAIN || sink_target_is_regular(&sink->target))
        sink_crew_threads(sink->crew, threads);
}

enum status
sink_write(struct sink *sink, const char *bytes, size_t len,
           struct trouble *trouble)
{
    assert(!sink->is_finished);
    while (len > 0) {
        const size_t room = SINK_BLOCK - sink->len;
        const size_t some = len < room ? len : room;
        memcpy(sink->block + sink->len, bytes, some);
        sink->len += some;
        bytes += some;
        len -= some;
        if (sink->len == SINK_BLOCK) {
            const enum status st =
                sink_crew_put(sink->crew, sink->len, trouble, &sink->block);
            sink->len = 0;
            if (st != ST_OK)
                return st;
        }
    }
    return ST_OK;
}

enum status
sink_finish(struct sink *sink, struct trouble *trouble)
{
    enum status st;

    assert(!sink->is_finished);
    sink->is_finished = true;
    st = sink_crew_finish(sink->crew, sink->len, trouble);
    return st == ST_OK ? sink_target_finish(&sink->target, trouble) : st;
}

enum status
sink_publish_all(struct sink *const *sinks, size_t count,
                 struct trouble *trouble)
{
    struct sink_target *targets[SINKS_PUBLISHED];
    size_t files = 0;

    assert(count <= SINKS_PUBLISHED);
    for (size_t k = 0; k < count; k++) {
        assert(sinks[k] == NULL || sinks[k]->is_finished);
        if (sinks[k] != NULL && sinks[k]->target.kind == SINK_FILE)
            targets[files++] = &sinks[k]->target;
    }
    return sink_targets_publish(targets, files, trouble);
}

enum status
sink_publish_last(struct sink *const *sinks, size_t count,
                  struct trouble *trouble)
{
    bool is_done = false;
    enum status st;

    cleanup_block();
    const bool is_ended = cleanup_is_pending();
    if (is_ended)
        st = trouble_say(trouble, ST_SYSTEM, "ended by a signal");
    else
        st = sink_publish_all(sinks, count, trouble);
    for (size_t k = 0; k < count; k++)
        is_done = is_done || (sinks[k] != NULL && sink_is_published(sinks[k]));
    if (!is_ended && (is_done || st != ST_OK)) /* what there is can be told */
        cleanup_ignore();
    cleanup_unblock();
    return st;
}

enum status
sink_publish(struct sink *sink, struct trouble *trouble)
{
    return sink_publish_all(&sink, 1, trouble);
}

void
sink_refuse_older(struct sink *sink)
{
    sink->target.must_be_new = true;
}

enum status
sink_withdraw(struct sink *sink, struct trouble *trouble)
{
    return sink_target_withdraw(&sink->target, trouble);
}

bool
sink_restore(struct sink *sink, bool stay_aside, struct trouble *trouble)
{
    return sink_target_restore(&sink->target, stay_aside, trouble);
}

bool
sink_is_published(const struct sink *sink)
{
    return sink->target.place != SINK_TEMPORARY;
}

bool
sink_is_same_file(const struct sink *a, const struct sink *b)
{
    return sink_target_is_same_file(&a->target, &b->target);
}
