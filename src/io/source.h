/* SPDX-License-Identifier: MIT */
/* source.h - the bytes of the input, whatever it is.
 *
 * Purpose    One way to read a file, a pipe, a gzip or a zstd from begin to
 *            end, once or more often, and to fetch single ranges again where
 *            the input can be sought and is not compressed.
 * Units      Bytes. Offsets count decoded bytes from where reading began.
 * Ownership  source_open() makes, source_free() frees and closes.
 * Errors     ST_SYSTEM, ST_DATA (damaged or cut compression, a format that is
 *            not CSV, an input that changed) and ST_NOMEM, said in the trouble
 *            with the name of the input in front.
 * Method     read(2) into the caller's block, so that a file costs one copy;
 *            compression is recognised by magic bytes (format.h), several
 *            members or frames in a row are one stream, checksums are
 *            verified (zstd may have none). Zeros may follow a gzip stream,
 *            nothing else may follow either. A compressed stream inside a
 *            compressed stream is refused. A zstd stream may ask for a window
 *            of 128 MiB; those of the levels 1 to 19 need 8 MiB at most.
 *            F_SETPIPE_SZ widens a pipe. A thread decodes ahead of the reader.
 *            A file that memory does not hold leaves nothing in the system's
 *            cache behind the reader, others stay.
 */
#ifndef IO_SOURCE_H
#define IO_SOURCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/trouble.h"
#include "io/format.h"

struct source;

/* Opens the file NAME, or standard input if NAME is "-", and reads its first
 * bytes. A folder is refused, and so is a format that is not CSV. */
enum status source_open(const char *name, struct trouble *trouble,
                        struct source **source);

/* How much memory the system may fill with files, for this process; UINT64_MAX
 * if the file NAME would be a small part of any. A sandbox may hide it. */
uint64_t source_memory(const char *name);

/* Says, before anything is read, how much memory the system may fill with
 * files, for this process. A file of more than half of that is let go behind
 * the reader, or, if all of it is kept to be read again, a file of more than
 * all of that; none is if it is never said. */
void source_set_memory(struct source *source, uint64_t bytes);

/* Closes and frees; NULL is fine. */
void source_free(struct source *source);

/* Reads the next bytes until ROOM is full or the input ends; LEN is less than
 * ROOM only at the end, 0 from then on. */
enum status source_read(struct source *source, char *bytes, size_t room,
                        struct trouble *trouble, size_t *len);

/* Says, before anything is read, that all will be read again. What cannot be
 * sought is then copied on the way to a spool in FOLDER, which must stay valid
 * as long as the source. */
enum status source_keep(struct source *source, const char *folder,
                        struct trouble *trouble);

/* Goes back to the begin of an input that was read to its end and kept; or, at
 * any time, of one that source_can_fetch(). */
enum status source_rewind(struct source *source, struct trouble *trouble);

/* Bytes that source_keep() has put on disk. */
uint64_t source_bytes_on_disk(const struct source *source);

/* Whether source_read_at() works, which from now on takes the place of
 * source_read(): a plain file with a position. */
bool source_share(struct source *source);

/* Reads at OFFSET until ROOM is full or the input ends, as source_read() does;
 * several threads may read at a time. */
enum status source_read_at(struct source *source, uint64_t offset, char *bytes,
                           size_t room, struct trouble *trouble, size_t *len);

/* Whether source_fetch() works: a plain file with a position, or what was kept
 * is read again. */
bool source_can_fetch(const struct source *source);

/* Reads LEN bytes from OFFSET again; all of them or trouble. Does not move
 * source_read(). */
enum status source_fetch(const struct source *source, uint64_t offset,
                         char *bytes, size_t len, struct trouble *trouble);

/* ST_OK if a regular file still has the size and the time of modification that
 * it had when it was opened, and, once it was read to its end, had as many
 * bytes; ST_DATA if it changed. Anything else passes. */
enum status source_check_unchanged(const struct source *source,
                                   struct trouble *trouble);

/* The name for messages: the file's, or "standard input". */
const char *source_name(const struct source *source);

/* How the bytes are coded. */
enum coding source_coding(const struct source *source);

/* Bytes of the input consumed so far, before decoding; a decoder consumes a
 * block at a time. */
uint64_t source_bytes_read(const struct source *source);

/* Size of the input in bytes before decoding, from where reading began; 0
 * where it is not known. */
uint64_t source_bytes_total(const struct source *source);

/* Whether the input is the regular file or FIFO with this device and inode. */
bool source_is_file(const struct source *source, dev_t device, ino_t inode);

#endif
