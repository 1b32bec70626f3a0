/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include <zstd.h>
#include <zstd_errors.h>

#include "io/source_internal.h"

/* A frame says how much of the past its decoder must remember: up to 8 MiB at
 * the levels 1 to 19 of zstd, up to 128 MiB with --ultra or --long. What wants
 * more is refused, as zstd itself does. */
enum { WINDOW_LOG = 27 };

enum { BLOCK_BYTES = 256 << 10, MAGIC_BYTES = 4 };

struct zstd {
    struct source_decoder decoder; /* first: a pointer to it is one to us */
    struct source_input *input;
    enum { BEFORE_FRAME, IN_FRAME, AFTER_ALL } place;
    ZSTD_DStream *stream;
    ZSTD_inBuffer in;
    char block[BLOCK_BYTES];
};

/* Moves what is left of the block to its begin, and fills it up. */
static enum status
fill(struct zstd *zstd, struct trouble *trouble)
{
    const size_t left = zstd->in.size - zstd->in.pos;
    size_t len;

    memmove(zstd->block, zstd->block + zstd->in.pos, left);
    const enum status st = source_input_read(zstd->input, zstd->block + left,
                                             BLOCK_BYTES - left, trouble, &len);
    if (st != ST_OK)
        return st;
    zstd->in = (ZSTD_inBuffer){zstd->block, left + len, 0};
    return ST_OK;
}

/* Whether the LEN bytes, four at most, are a frame's magic bytes or begin
 * them: a frame of data, or one to be skipped. */
static bool
may_be_frame(const char *bytes, size_t len)
{
    static const char data[] = "\x28\xb5\x2f\xfd";
    static const char skipped[] = "\x50\x2a\x4d\x18";

    return memcmp(bytes, data, len) == 0 ||
           ((bytes[0] & 0xf0) == skipped[0] &&
            memcmp(bytes + 1, skipped + 1, len - 1) == 0);
}

static enum status
say_cut_off(struct zstd *zstd, struct trouble *trouble)
{
    return source_say_data(zstd->input, trouble, "zstd data is cut off");
}

/* Looks whether another frame follows. */
static enum status
begin_frame(struct zstd *zstd, struct trouble *trouble)
{
    if (zstd->in.size - zstd->in.pos < MAGIC_BYTES) {
        const enum status st = fill(zstd, trouble);
        if (st != ST_OK)
            return st;
    }
    const size_t left = zstd->in.size - zstd->in.pos;
    if (left == 0) {
        zstd->place = AFTER_ALL;
        return ST_OK;
    }
    if (!may_be_frame(zstd->block + zstd->in.pos,
                      left < MAGIC_BYTES ? left : MAGIC_BYTES))
        return source_say_data(zstd->input, trouble,
                               "other data after the end of the zstd data");
    if (left < MAGIC_BYTES)
        return say_cut_off(zstd, trouble);
    zstd->place = IN_FRAME;
    return ST_OK;
}

static enum status
say_result(struct zstd *zstd, size_t result, struct trouble *trouble)
{
    switch (ZSTD_getErrorCode(result)) {
    case ZSTD_error_memory_allocation:
        return trouble_nomem(trouble);
    case ZSTD_error_frameParameter_windowTooLarge:
        return source_say_data(zstd->input, trouble,
                               "zstd data needs more than 128 MiB to decode; "
                               "pipe it in from \"zstd -dc --long=31\"");
    default:
        return trouble_say(trouble, ST_DATA, "%s: zstd data is damaged: %s",
                           zstd->input->name, ZSTD_getErrorName(result));
    }
}

/* Decodes what one block of input gives, up to ROOM bytes. */
static enum status
decode_some(struct zstd *zstd, char *bytes, size_t room,
            struct trouble *trouble, size_t *len)
{
    ZSTD_outBuffer out = {bytes, room, 0};

    if (zstd->in.pos == zstd->in.size) {
        const enum status st = fill(zstd, trouble);
        if (st != ST_OK)
            return st;
    }
    const size_t before = zstd->in.size - zstd->in.pos;
    const size_t result = ZSTD_decompressStream(zstd->stream, &out, &zstd->in);
    if (ZSTD_isError(result))
        return say_result(zstd, result, trouble);
    *len = out.pos;
    if (result == 0)
        zstd->place = BEFORE_FRAME;
    else if (out.pos == 0 && before == 0)
        return say_cut_off(zstd, trouble);
    return ST_OK;
}

static enum status
zstd_read(struct source_decoder *decoder, char *bytes, size_t room,
          struct trouble *trouble, size_t *len)
{
    struct zstd *const zstd = (struct zstd *)decoder;
    size_t have = 0;

    while (have < room && zstd->place != AFTER_ALL) {
        size_t got = 0;
        const enum status st =
            zstd->place == BEFORE_FRAME
                ? begin_frame(zstd, trouble)
                : decode_some(zstd, bytes + have, room - have, trouble, &got);
        if (st != ST_OK)
            return st;
        have += got;
    }
    *len = have;
    return ST_OK;
}

static void
zstd_free(struct source_decoder *decoder)
{
    struct zstd *const zstd = (struct zstd *)decoder;

    ZSTD_freeDStream(zstd->stream);
    free(zstd);
}

enum status
source_zstd_new(struct source_input *input, struct trouble *trouble,
                struct source_decoder **decoder)
{
    struct zstd *const zstd = malloc(sizeof *zstd);

    if (zstd == NULL)
        return trouble_nomem(trouble);
    zstd->decoder = (struct source_decoder){zstd_read, zstd_free};
    zstd->input = input;
    zstd->place = BEFORE_FRAME;
    zstd->in = (ZSTD_inBuffer){zstd->block, 0, 0};
    zstd->stream = ZSTD_createDStream();
    if (zstd->stream == NULL ||
        ZSTD_isError(ZSTD_DCtx_setParameter(zstd->stream, ZSTD_d_windowLogMax,
                                            WINDOW_LOG))) {
        zstd_free(&zstd->decoder);
        return trouble_nomem(trouble);
    }
    *decoder = &zstd->decoder;
    return ST_OK;
}
