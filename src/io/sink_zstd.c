/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include <zstd.h>

#include "io/sink_internal.h"

enum { LEVEL = 3, OUT_BYTES = 128 << 10 };

struct zstd {
    struct sink_encoder encoder; /* first: a pointer to it is one to us */
    ZSTD_CCtx *context;
    char out[OUT_BYTES];
};

static enum status
zstd_write(struct sink_encoder *encoder, const struct sink_outlet *outlet,
           char *bytes, size_t len, bool is_last, struct trouble *trouble)
{
    struct zstd *const zstd = (struct zstd *)encoder;
    ZSTD_inBuffer in = {bytes, len, 0};
    enum status st = ST_OK;
    size_t left;

    do {
        ZSTD_outBuffer out = {zstd->out, OUT_BYTES, 0};
        left = ZSTD_compressStream2(zstd->context, &out, &in,
                                    is_last ? ZSTD_e_end : ZSTD_e_continue);
        if (ZSTD_isError(left)) /* its tables are made at the first call */
            return trouble_nomem(trouble);
        st = outlet->write(outlet->context, zstd->out, out.pos, trouble);
    } while (st == ST_OK && (is_last ? left > 0 : in.pos < in.size));
    return st;
}

static void
zstd_free(struct sink_encoder *encoder)
{
    struct zstd *const zstd = (struct zstd *)encoder;

    ZSTD_freeCCtx(zstd->context);
    free(zstd);
}

enum status
sink_zstd_new(struct trouble *trouble, struct sink_encoder **encoder)
{
    struct zstd *const zstd = malloc(sizeof *zstd);

    if (zstd == NULL)
        return trouble_nomem(trouble);
    zstd->encoder = (struct sink_encoder){zstd_write, zstd_free};
    zstd->context = ZSTD_createCCtx();
    if (zstd->context == NULL ||
        ZSTD_isError(ZSTD_CCtx_setParameter(zstd->context,
                                            ZSTD_c_compressionLevel, LEVEL)) ||
        ZSTD_isError(
            ZSTD_CCtx_setParameter(zstd->context, ZSTD_c_checksumFlag, 1))) {
        zstd_free(&zstd->encoder);
        return trouble_nomem(trouble);
    }
    *encoder = &zstd->encoder;
    return ST_OK;
}
