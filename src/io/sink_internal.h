/* SPDX-License-Identifier: MIT */
/* sink_internal.h - the parts that a sink is made of.
 *
 * Purpose    What sink.c, the place where the bytes go and the compressors
 *            share; for them only.
 * Units      Bytes.
 * Ownership  The sink owns its target and its encoder.
 * Errors     As sink.h says.
 * Method     The sink gathers blocks of one size, whatever the writes were, so
 *            that the compressed bytes depend on the data alone. An encoder
 *            turns a block into others, which go to the target; a crew has as
 *            many encoders as it can use at a time, or writes a block as it
 *            is.
 */
#ifndef IO_SINK_INTERNAL_H
#define IO_SINK_INTERNAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/trouble.h"
#include "io/source.h"

enum { SINK_BLOCK = 256 << 10 }; /* bytes that are compressed at a time */

enum sink_kind {
    SINK_STDOUT,
    SINK_IN_PLACE, /* a FIFO or a character device */
    SINK_FILE      /* under a temporary name until it is published */
};

/* Where the bytes go. */
struct sink_target {
    char *name; /* for messages */
    enum sink_kind kind;
    int fd;           /* -1 if there is none to close */
    int folder;       /* of a file; -1 else */
    char *base;       /* the file's name in the folder */
    char *temporary;  /* what goes if it is not published; NULL: nothing */
    char *aside;      /* the older file's name since it was withdrawn */
    mode_t mode;      /* of the published file, not wider than before */
    bool must_be_new; /* an older file is not replaced */
    enum {
        SINK_TEMPORARY,
        SINK_NEW,      /* has its name, which nobody had, or is nobody's now, */
        SINK_EXCHANGED /* or that of an older file, which has the temporary one
                        */
    } place;
};

/* Opens PATH as sink_open() does. On failure TARGET is to be closed too. */
enum status sink_target_open(const char *path, const struct source *input,
                             struct trouble *trouble,
                             struct sink_target *target);

/* Removes what was not published, closes and frees. */
void sink_target_close(struct sink_target *target);

/* Writes all LEN bytes. */
enum status sink_target_write(const struct sink_target *target,
                              const char *bytes, size_t len,
                              struct trouble *trouble);

/* Whether it is a file on a disk, where writing neither waits for a reader nor
 * raises the signal of one that went away. */
bool sink_target_is_regular(const struct sink_target *target);

/* As sink_finish(). */
enum status sink_target_finish(struct sink_target *target,
                               struct trouble *trouble);

/* As sink_publish_all(). */
enum status sink_targets_publish(struct sink_target *const *targets,
                                 size_t count, struct trouble *trouble);

/* As sink_withdraw() and sink_restore(). */
enum status sink_target_withdraw(struct sink_target *target,
                                 struct trouble *trouble);
bool sink_target_restore(struct sink_target *target, bool stay_aside,
                         struct trouble *trouble);

/* As sink_is_same_file(). */
bool sink_target_is_same_file(const struct sink_target *a,
                              const struct sink_target *b);

/* Says that the system refused to do WHAT; returns as trouble_system(). */
enum status sink_target_say(const struct sink_target *target,
                            struct trouble *trouble, int error_number,
                            const char *what);

/* The same steps for a target that is a file. */
enum status sink_file_open(const char *path, struct sink_target *target,
                           struct trouble *trouble);
void sink_file_discard(struct sink_target *target);
enum status sink_file_finish(struct sink_target *target,
                             struct trouble *trouble);

/* Where an encoder puts what comes out of it. */
struct sink_outlet {
    enum status (*write)(void *context, const char *bytes, size_t len,
                         struct trouble *trouble);
    void *context;
};

/* What compresses; the first part of a struct of its own. */
struct sink_encoder {
    /* Compresses LEN bytes and writes what comes out; with IS_LAST all of it,
     * and what follows is another member of the file. That of gzip makes whole
     * members only. */
    enum status (*write)(struct sink_encoder *encoder,
                         const struct sink_outlet *outlet, char *bytes,
                         size_t len, bool is_last, struct trouble *trouble);
    void (*free)(struct sink_encoder *encoder);
};

/* Makes the encoder of a coding; NULL for plain, which needs none. */
enum status sink_encoder_new(enum coding coding, struct trouble *trouble,
                             struct sink_encoder **encoder);

/* Makes that of one coding. */
enum status sink_gzip_new(struct trouble *trouble,
                          struct sink_encoder **encoder);
enum status sink_zstd_new(struct trouble *trouble,
                          struct sink_encoder **encoder);

/* A gzip member can be made by hand, of parts that several encoders of gzip
 * have made, each of some of its bytes: begin, parts in order, end. */
struct sink_gzip_frame {
    uint32_t crc;
    uint32_t bytes; /* modulo 2^32 */
};

/* Begins a member, of whose LEN first bytes the begin has as many as it says:
 * BEGUN. */
enum status sink_gzip_begin(const struct sink_outlet *outlet, const char *bytes,
                            size_t len, struct trouble *trouble, size_t *begun);

/* Compresses LEN bytes, which follow BEFORE others of the member: they lie in
 * front of them in memory, and there are some unless BYTES are none. What comes
 * out depends on these bytes alone. */
enum status sink_gzip_part(struct sink_encoder *encoder,
                           const struct sink_outlet *outlet, char *bytes,
                           size_t before, size_t len, bool is_last,
                           struct trouble *trouble);

/* Adds bytes to what the end says of the whole, which begins with zeros. */
void sink_gzip_frame_add(struct sink_gzip_frame *frame, const char *bytes,
                         size_t len);
enum status sink_gzip_end(const struct sink_gzip_frame *frame,
                          const struct sink_outlet *outlet,
                          struct trouble *trouble);

/* Writes an output in the order of its bytes, compressed if there is a coding,
 * with threads from the second block on, if it may. */
struct sink_crew;

/* Makes one that writes to the OUTLET, and the BLOCK to be filled. */
enum status sink_crew_new(enum coding coding, const struct sink_outlet *outlet,
                          struct trouble *trouble, struct sink_crew **crew,
                          char **block);

/* Stops the threads and frees; NULL is fine. */
void sink_crew_free(struct sink_crew *crew);

/* How many threads work, the caller's included, 8 at most; 1 if it is never
 * called. Nothing may have been put. */
void sink_crew_threads(struct sink_crew *crew, unsigned threads);

/* Takes over LEN bytes in the block, writes out what is ready, and names the
 * BLOCK to be filled next. What fails may be told at a later block. */
enum status sink_crew_put(struct sink_crew *crew, size_t len,
                          struct trouble *trouble, char **block);

/* The same for the last block, and writes out all that is left. */
enum status sink_crew_finish(struct sink_crew *crew, size_t len,
                             struct trouble *trouble);

#endif
