/* SPDX-License-Identifier: MIT */
/* sink.h - an output that is complete or absent.
 *
 * Purpose    Writes a file so that nobody ever sees half of it, or writes to
 *            standard output, a FIFO or a character device in place.
 * Units      Bytes, before compression.
 * Ownership  sink_open() makes, sink_free() frees; what was not published is
 *            removed.
 * Errors     ST_SYSTEM, ST_NOMEM and ST_USAGE (the output is the input, a
 *            symbolic link, a block device or a socket, or its name promises a
 *            format that is not written), said in the trouble
 *            with the output's name.
 * Method     A regular file is written under a temporary name in its own
 *            folder, made with O_EXCL and mode 0600, which shows the file,
 *            the program and the process: ".NAME.sampler-PID-K.tmp", NAME
 *            shortened where it would be too long. Then fsync, the mode that
 *            the umask allows and no wider one than an older file's, rename,
 *            fsync of the folder, which is held open from the begin.
 *            Compression is chosen by the ending of the name; it is one gzip
 *            member or one zstd frame, and its bytes depend on the data alone,
 *            neither on how they were cut into writes nor on the threads. The
 *            temporary name is known to cleanup.h, which removes it when a
 *            signal ends the process.
 */
#ifndef IO_SINK_H
#define IO_SINK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/trouble.h"
#include "io/source.h"

struct sink;

enum { SINKS_PUBLISHED = 4 }; /* together, at most */

/* Opens the output PATH, or standard output if PATH is "-" or a symbolic link
 * to it, such as /dev/stdout. A symbolic link to a FIFO or a character device
 * is written in place, any other is refused. INPUT may be NULL; an output that
 * is the same file is refused. */
enum status sink_open(const char *path, const struct source *input,
                      struct trouble *trouble, struct sink **sink);

/* How many threads compress, the caller's included, 8 at most; 1 if it is never
 * called. With 2 or more another than the caller's writes a plain file, and
 * what fails may be told at a later write, or by sink_finish(). Nothing may
 * have been written. */
void sink_set_threads(struct sink *sink, unsigned threads);

/* Removes what was not published, closes and frees; NULL is fine. */
void sink_free(struct sink *sink);

/* Appends bytes. */
enum status sink_write(struct sink *sink, const char *bytes, size_t len,
                       struct trouble *trouble);

/* Writes out all that is buffered and, for a file, waits until the disk has
 * it. Nothing may be written after it. */
enum status sink_finish(struct sink *sink, struct trouble *trouble);

/* A file that has this name when the sink is published is not replaced, but an
 * error, ST_USAGE. */
void sink_refuse_older(struct sink *sink);

/* Takes its name from the file that is to be replaced, before it is: whoever
 * sees the name then knows that the new file is complete. sink_restore() gives
 * it back, unless the sink is published, and adds to the message where the
 * older file is if it cannot, or if it is to STAY_ASIDE; false if it stays
 * there. Signals must be held back from the one to the other, or to
 * sink_publish_all(). */
enum status sink_withdraw(struct sink *sink, struct trouble *trouble);
bool sink_restore(struct sink *sink, bool stay_aside, struct trouble *trouble);

/* Gives the finished files their names, to the last of them last. NULL and
 * other outputs than files are passed over. On failure all older files of these
 * names are untouched and no new one is there; the one failure that comes too
 * late for that, of a folder's fsync, says that the file is in place. Where
 * names cannot be given back either, the message says which file is new and
 * where the older one is. */
enum status sink_publish_all(struct sink *const *sinks, size_t count,
                             struct trouble *trouble);

/* The same as the last step of a process, so that its end tells what is there.
 * A signal that came before is a failure, and ends the process; from then on
 * all are ignored, since the work is done, or what went wrong has to be told.
 */
enum status sink_publish_last(struct sink *const *sinks, size_t count,
                              struct trouble *trouble);

/* The same for one, at any time. */
enum status sink_publish(struct sink *sink, struct trouble *trouble);

/* Whether the file has its name. */
bool sink_is_published(const struct sink *sink);

/* Whether both go to the same file, however it was named, or one replaces the
 * file that the other writes to. */
bool sink_is_same_file(const struct sink *a, const struct sink *b);

#endif
