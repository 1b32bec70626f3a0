/* SPDX-License-Identifier: MIT */
/* bundle_internal.h - the parts that a bundle is made of.
 *
 * Purpose    What the buffers (bundle.c), the threads (bundle_crew.c), the
 *            temporary files (bundle_files.c) and the names (bundle_publish.c)
 *            of a bundle share; for them only.
 * Units      Bytes.
 * Ownership  The bundle owns all of it.
 * Errors     As bundle.h says.
 * Method     A file is touched by one thread at a time: the one whose turn it
 *            is. What is marked as the crew's is read and written under its
 *            lock.
 */
#ifndef IO_BUNDLE_INTERNAL_H
#define IO_BUNDLE_INTERNAL_H

#include "base/digest.h"
#include "base/table.h"
#include "io/bundle.h"

struct bundle_file {
    struct bundle_buffer buffer; /* first: see bundle_write() */
    size_t number;
    unsigned attempt; /* which temporary name was free */
    int fd;           /* -1: closed for now */
    struct digest *digest;
    uint64_t bytes;   /* given to the crew */
    bool filled_one;  /* a buffer, to the last byte */
    uint64_t tickets; /* buffers given to the crew */
    uint64_t turn;    /* the ticket that may be written; the crew's */
    enum {
        NAME_TEMPORARY,
        NAME_NEW,      /* it has its name, which nobody had, */
        NAME_REPLACED, /* or that of an older file, which has the temporary, */
        NAME_KEPT      /* and has it for good: its own cannot be given back */
    } name;
};

/* Folders below the bundle's that were made for it. */
struct bundle_folders {
    char **names;
    size_t count;
    size_t room;
};

struct bundle_crew;

struct bundle {
    struct bundle_setup setup;
    int folder;
    size_t prefix; /* bytes of a name that stand for the folder */
    struct bundle_folders made_above; /* the folder, from here */
    struct bundle_folders made_below; /* and those in it */
    struct bundle_file **files;
    size_t count;
    size_t room;
    size_t gathered;        /* rooms of all buffers together */
    size_t full_bytes;      /* of a buffer that goes to the crew */
    int descriptors;        /* that may stay open; the crew's after the start */
    char *const *names;     /* since they were published */
    struct table published; /* files that have their names */
    size_t lost;            /* names that could not be given back */
    bool is_committed;
    struct bundle_crew *crew;
};

enum { TEMPORARY_BYTES = 80 };

/* Says that the system refused to do WHAT to the files. */
enum status bundle_say(const struct bundle *bundle, const char *name,
                       struct trouble *trouble, int error_number,
                       const char *what);

/* Makes the folder of the bundle, with those above it, and opens it. */
enum status bundle_folder_open(struct bundle *bundle, struct trouble *trouble);

/* Makes the folders on the way to NAME, a path in the folder AT, and notes
 * those that were not there. */
enum status bundle_folders_make(int at, const char *name,
                                struct bundle_folders *made);

/* Removes them again, or lets them stay. */
void bundle_folders_remove(int at, struct bundle_folders *made);
void bundle_folders_keep(int at, struct bundle_folders *made);

/* The temporary name of a file. */
void bundle_temporary(const struct bundle_file *file,
                      char name[TEMPORARY_BYTES]);

/* Makes the temporary file. */
enum status bundle_file_make(struct bundle *bundle, struct bundle_file *file,
                             struct trouble *trouble);

/* Appends to it; only for whom it is the turn of. */
enum status bundle_file_append(struct bundle *bundle, struct bundle_file *file,
                               struct slice bytes, struct trouble *trouble);

/* Closes it and waits until the disk has all files. */
enum status bundle_files_sync(struct bundle *bundle, struct trouble *trouble);

/* Starts threads for buffers of up to ROOM bytes on their way together. */
enum status bundle_crew_new(struct bundle *bundle, size_t room,
                            struct trouble *trouble);

/* Ends them, whatever they have left to do. */
void bundle_crew_free(struct bundle_crew *crew);

/* A buffer with ROOM, maybe a used one. */
enum status bundle_crew_buffer(struct bundle_crew *crew, size_t room,
                               struct trouble *trouble,
                               struct bundle_buffer *buffer);

/* Has the buffer of FILE written, and takes it away. */
enum status bundle_crew_put(struct bundle_crew *crew, struct bundle_file *file,
                            struct trouble *trouble);

/* Waits until all is written. */
enum status bundle_crew_wait(struct bundle_crew *crew, struct trouble *trouble);

#endif
