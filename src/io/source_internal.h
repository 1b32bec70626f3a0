/* SPDX-License-Identifier: MIT */
/* source_internal.h - the parts that a source is made of.
 *
 * Purpose    What source.c and the readers of plain, gzip and zstd data share;
 *            for them and their tests only.
 * Units      Bytes.
 * Ownership  The source owns its input and its decoder; a decoder borrows the
 *            input.
 * Errors     As source_read().
 * Method     Every byte comes through the input, which hands out first what
 *            was read to see what the file is. A decoder turns these bytes
 *            into others; a plain file has none.
 */
#ifndef IO_SOURCE_INTERNAL_H
#define IO_SOURCE_INTERNAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/slice.h"
#include "base/trouble.h"
#include "io/format.h"

/* Bytes of gzip data read at a time, and bytes that are decoded ahead at a
 * time, by any decoder. ISA-L copies its window of 32 KiB for each of either,
 * and a thread that waits is woken for each of the latter: with 256 KiB that
 * took a twentieth of the time. */
enum { SOURCE_GZIP_BLOCK = 1 << 20, SOURCE_AHEAD_BLOCK = 2 << 20 };

/* The bytes of a file as they are. */
struct source_input {
    const char *name; /* for messages */
    int fd;
    uint64_t start;  /* where in a regular file reading began */
    int stop_fd;     /* when it can be read, reading FD is given up; -1: none */
    size_t head_len; /* bytes in the head, */
    size_t head_at;  /* and how many of them were handed out */
    _Atomic uint64_t bytes_read; /* progress is told while a thread reads */
    _Atomic bool at_end;
    _Atomic bool leaves_nothing; /* in the system's cache, behind who reads,
                                    which may be said while a thread reads; */
    _Atomic uint64_t gone;       /* how many bytes are no longer there */
    char head[FORMAT_HEAD_BYTES];
};

/* Reads the first bytes into the head; nothing may have been read before. */
enum status source_input_look(struct source_input *input,
                              struct trouble *trouble);

/* As source_read(), without decoding. */
enum status source_input_read(struct source_input *input, char *bytes,
                              size_t room, struct trouble *trouble,
                              size_t *len);

/* Notes that somebody has read up to END, counted from where reading began, and
 * lets the cache go behind him, if the input leaves nothing there. */
void source_input_passed(struct source_input *input, uint64_t end);

/* Refuses data that begin with HEAD and are not CSV; they are what came out of
 * CODING. */
enum status source_check_format(const char *name, enum coding coding,
                                struct slice head, struct trouble *trouble);

/* What decodes an input; the first part of a struct of its own. */
struct source_decoder {
    /* As source_read(). */
    enum status (*read)(struct source_decoder *decoder, char *bytes,
                        size_t room, struct trouble *trouble, size_t *len);
    void (*free)(struct source_decoder *decoder);
};

/* Makes the decoder of a coding for INPUT. */
enum status source_gzip_new(struct source_input *input, struct trouble *trouble,
                            struct source_decoder **decoder);
enum status source_zstd_new(struct source_input *input, struct trouble *trouble,
                            struct source_decoder **decoder);

/* Puts a decoder in the place of *DECODER, which decodes INPUT, that takes it
 * over and runs it ahead of the reader, on a thread of its own; leaves it alone
 * if there is no thread to be had. Whoever has read to the end, or met trouble,
 * is alone with the input again. */
void source_ahead(struct source_input *input, struct source_decoder **decoder);

/* Says what is wrong with the data of INPUT; returns ST_DATA. */
enum status source_say_data(const struct source_input *input,
                            struct trouble *trouble, const char *what);

#endif
