/* SPDX-License-Identifier: MIT */
/* bundle.h - many outputs that are complete or absent together.
 *
 * Purpose    Writes any number of files at once, compressed or not, so that
 *            nobody ever sees some of them, or half of one.
 * Units      Bytes, before compression.
 * Ownership  bundle_open() makes, bundle_free() frees; what was not committed
 *            is removed, folders that were made for it too. Files belong to
 *            the bundle.
 * Errors     ST_SYSTEM, ST_NOMEM and ST_USAGE (a file exists, is the input, or
 *            is no regular file), said in the trouble.
 * Method     What is written to a file is gathered in memory. A buffer that is
 *            full, or that the memory is needed of, goes to a crew of threads,
 *            which compress it as a member of its own, in any order, and append
 *            it to its file, in the order of the buffers. So neither the number
 *            of files nor that of descriptors matters, and where members begin
 *            depends on the data and the memory alone, not on the threads. A
 *            file has a temporary name in the folder that all have in common,
 *            made with O_EXCL and mode 0600: ".splitter-PID-K-A.tmp". At the
 * end all are synced and renamed, with the signals held back; on any error,
 * what was renamed is undone and older files have their names again.
 */
#ifndef IO_BUNDLE_H
#define IO_BUNDLE_H

#include <stdbool.h>
#include <string.h>

#include "base/hash.h"
#include "io/source.h"

enum {
    BUNDLE_AHEAD = 256, /* bytes of a buffer that will be written to soon, */
    BUNDLE_LINE = 64    /* and of one line of the processor's cache */
};

struct bundle;
struct bundle_file;

/* A run of memory on its way into a file. */
struct bundle_buffer {
    char *bytes;
    size_t len;
    size_t room;
};

struct bundle_setup {
    const char *folder; /* that all names begin with; made if need be */
    const char *shown;  /* what the files are called in messages */
    enum coding coding;
    size_t memory;    /* for what is not written yet */
    unsigned threads; /* that compress; 8 at most */
    bool replace;     /* files of these names may exist */
    bool show_names;
    const struct source *input;
};

/* Starts a bundle, and makes its folder. What SETUP points to must stay valid
 * as long as the bundle. */
enum status bundle_open(const struct bundle_setup *setup,
                        struct trouble *trouble, struct bundle **bundle);

/* Undoes what was not committed, closes and frees; NULL is fine. */
void bundle_free(struct bundle *bundle);

/* Whether a file of this name, a path that begins with the folder, could be
 * published now. */
enum status bundle_check(const struct bundle *bundle, const char *name,
                         struct trouble *trouble);

/* Makes the folders on the way to another output PATH, which go with those of
 * the bundle if it is not committed. */
enum status bundle_make_folders(struct bundle *bundle, const char *path,
                                struct trouble *trouble);

/* A new file, empty. */
enum status bundle_add(struct bundle *bundle, struct trouble *trouble,
                       struct bundle_file **file);

/* Appends bytes that do not fit into the file's buffer. */
enum status bundle_write_on(struct bundle *bundle, struct bundle_file *file,
                            const char *bytes, size_t len,
                            struct trouble *trouble);

/* Appends bytes; called for every record, so the usual case is here. A file
 * begins with its buffer. Where many files take turns the next bytes of each
 * are out of the cache, unless they are called for early; those behind the
 * buffer do no harm. */
static inline enum status
bundle_write(struct bundle *bundle, struct bundle_file *file, const char *bytes,
             size_t len, struct trouble *trouble)
{
    struct bundle_buffer *const buffer = (struct bundle_buffer *)file;

    if (len > buffer->room - buffer->len)
        return bundle_write_on(bundle, file, bytes, len, trouble);
    memcpy(buffer->bytes + buffer->len, bytes, len);
    buffer->len += len;
    for (size_t ahead = 0; ahead < BUNDLE_AHEAD; ahead += BUNDLE_LINE)
        __builtin_prefetch(buffer->bytes + buffer->len + ahead, 1);
    return ST_OK;
}

/* Writes out all that is gathered and waits until the disk has it. Nothing may
 * be written after it. */
enum status bundle_finish(struct bundle *bundle, struct trouble *trouble);

/* Gives every file its name: NAMES[k] is that of the file that was added as
 * number k, a path that begins with the folder, in which folders may be
 * missing. Signals must be held back from here until bundle_commit() or
 * bundle_free(). */
enum status bundle_publish(struct bundle *bundle, char *const *names,
                           struct trouble *trouble);

/* Takes the names away again and gives older files theirs. Returns for how many
 * that fails, and adds to the message which they are and where the older files
 * stay. */
size_t bundle_unpublish(struct bundle *bundle, struct trouble *trouble);

/* From now on the files stay. */
void bundle_commit(struct bundle *bundle);

/* Bytes written to a file, and their hash, after bundle_finish(). */
uint64_t bundle_file_bytes(const struct bundle_file *file);
struct hash128 bundle_file_hash(const struct bundle_file *file);

#endif
