/* SPDX-License-Identifier: MIT */
#include "io/source.h"

#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "io/source_internal.h"
#include "io/spool.h"
#include "io/transfer.h"

enum { PIPE_BYTES = 1 << 20, SPOOL_BUFFER = 1 << 20 };

struct source {
    char *name;
    struct stat at_open;
    bool can_seek;
    bool can_fetch;
    uint64_t memory; /* that the system may fill with files */
    enum coding coding;
    struct source_input input;
    struct source_decoder *decoder; /* NULL if the coding is plain */
    size_t head_len; /* of decoded bytes in the head, read to see what they */
    size_t head_at;  /* are, and how many of them were handed out */
    char head[FORMAT_HEAD_BYTES];
    struct spool
        *kept;         /* the decoded bytes of what cannot be sought, or NULL */
    bool is_again;     /* they are what is read now, */
    uint64_t again_at; /* and this is how far */
};

static int
open_input(const char *name)
{
    if (strcmp(name, "-") == 0)
        return STDIN_FILENO;
    return transfer_open(AT_FDCWD, name, O_RDONLY | O_CLOEXEC | O_NOCTTY);
}

/* Learns what kind of file is open, and tells the system how it is read. */
static enum status
look_at_file(struct source *source, struct trouble *trouble)
{
    const int fd = source->input.fd;
    off_t start;

    if (fstat(fd, &source->at_open))
        return trouble_system(trouble, errno, "%s: cannot read", source->name);
    if (S_ISDIR(source->at_open.st_mode))
        return trouble_system(trouble, EISDIR, "%s: cannot read", source->name);
    /* Both only make it faster. */
    if (S_ISFIFO(source->at_open.st_mode))
        (void)fcntl(fd, F_SETPIPE_SZ, PIPE_BYTES);
    (void)posix_fadvise(fd, 0, 0, POSIX_FADV_SEQUENTIAL);
    if (!S_ISREG(source->at_open.st_mode))
        return ST_OK;
    start = lseek(fd, 0, SEEK_CUR);
    /* Files of /proc say that they are empty, and are not. */
    source->can_seek = start >= 0 && source->at_open.st_size > 0;
    source->can_fetch = source->can_seek;
    source->input.start = start > 0 ? (uint64_t)start : 0;
    return ST_OK;
}

static enum status
make_decoder(struct source *source, struct trouble *trouble)
{
    switch (source->coding) {
    case CODING_PLAIN:
        return ST_OK;
    case CODING_GZIP:
        return source_gzip_new(&source->input, trouble, &source->decoder);
    case CODING_ZSTD:
        return source_zstd_new(&source->input, trouble, &source->decoder);
    }
    return ST_OK;
}

/* Reads the first bytes, and the first decoded ones, to see what they are. */
static enum status
look_at_data(struct source *source, struct trouble *trouble)
{
    struct slice head;
    enum status st = source_input_look(&source->input, trouble);

    if (st != ST_OK)
        return st;
    head = (struct slice){source->input.head, source->input.head_len};
    source->coding = format_coding(head);
    source->head_at = source->head_len = 0;
    st = make_decoder(source, trouble);
    if (st == ST_OK && source->decoder != NULL) {
        st = source->decoder->read(source->decoder, source->head,
                                   sizeof source->head, trouble,
                                   &source->head_len);
        head = (struct slice){source->head, source->head_len};
        source->can_fetch = false;
    }
    if (st == ST_OK)
        st = source_check_format(source->name, source->coding, head, trouble);
    if (st == ST_OK && source->head_len == sizeof source->head)
        source_ahead(&source->input, &source->decoder);
    return st;
}

enum status
source_open(const char *name, struct trouble *trouble, struct source **source)
{
    struct source *const made = calloc(1, sizeof *made);
    enum status st;

    if (made == NULL)
        return trouble_nomem(trouble);
    made->input.fd = made->input.stop_fd = -1;
    made->name = strdup(strcmp(name, "-") == 0 ? "standard input" : name);
    made->input.name = made->name;
    if (made->name == NULL) {
        st = trouble_nomem(trouble);
    } else {
        made->input.fd = open_input(name);
        st = made->input.fd != -1
                 ? look_at_file(made, trouble)
                 : trouble_system(trouble, errno, "%s: cannot open", name);
    }
    if (st == ST_OK)
        st = look_at_data(made, trouble);
    if (st != ST_OK) {
        source_free(made);
        return st;
    }
    *source = made;
    return ST_OK;
}

void
source_set_memory(struct source *source, uint64_t bytes)
{
    source->memory = bytes;
    source->input.leaves_nothing =
        source->can_seek && source_bytes_total(source) > bytes / 2;
}

static void
free_decoder(struct source *source)
{
    if (source->decoder != NULL)
        source->decoder->free(source->decoder);
    source->decoder = NULL;
}

void
source_free(struct source *source)
{
    if (source == NULL)
        return;
    free_decoder(source);
    spool_free(source->kept);
    if (source->input.fd > STDERR_FILENO)
        close(source->input.fd);
    free(source->name);
    free(source);
}

/* source_read() of the input itself. */
static enum status
read_input(struct source *source, char *bytes, size_t room,
           struct trouble *trouble, size_t *len)
{
    const size_t in_head = source->head_len - source->head_at;
    const size_t from_head = in_head < room ? in_head : room;
    size_t more = 0;
    enum status st;

    if (source->decoder == NULL)
        return source_input_read(&source->input, bytes, room, trouble, len);
    memcpy(bytes, source->head + source->head_at, from_head);
    st = source->decoder->read(source->decoder, bytes + from_head,
                               room - from_head, trouble, &more);
    if (st != ST_OK)
        return st;
    source->head_at += from_head;
    *len = from_head + more;
    return ST_OK;
}

/* source_read() of what was kept. */
static enum status
read_again(struct source *source, char *bytes, size_t room,
           struct trouble *trouble, size_t *len)
{
    const uint64_t left = spool_bytes(source->kept) - source->again_at;
    const size_t part = left < room ? (size_t)left : room;
    const enum status st =
        spool_fetch(source->kept, source->again_at, bytes, part, trouble);

    if (st != ST_OK)
        return st;
    source->again_at += part;
    *len = part;
    return ST_OK;
}

enum status
source_read(struct source *source, char *bytes, size_t room,
            struct trouble *trouble, size_t *len)
{
    if (source->is_again)
        return read_again(source, bytes, room, trouble, len);
    const enum status st = read_input(source, bytes, room, trouble, len);
    if (st != ST_OK || source->kept == NULL)
        return st;
    return spool_append(source->kept, bytes, *len, trouble);
}

bool
source_share(struct source *source)
{
    if (!source->can_fetch || source->is_again)
        return false;
    source->input.head_at = source->input.head_len;
    source->input.at_end = false;
    return true;
}

/* The furthest that anybody has come is how much was read. */
static void
note_reading(struct source_input *input, uint64_t end)
{
    uint64_t before = input->bytes_read;

    while (before < end &&
           !atomic_compare_exchange_weak(&input->bytes_read, &before, end))
        ;
}

enum status
source_read_at(struct source *source, uint64_t offset, char *bytes, size_t room,
               struct trouble *trouble, size_t *len)
{
    const enum status st = transfer_read_at(
        source->input.fd, source->input.start + offset, bytes, room, len);

    if (st != ST_OK)
        return trouble_system(trouble, errno, "%s: cannot read", source->name);
    if (*len > 0) {
        note_reading(&source->input, offset + *len);
        source_input_passed(&source->input, offset + *len);
    }
    if (*len < room)
        source->input.at_end = true;
    return ST_OK;
}

enum status
source_keep(struct source *source, const char *folder, struct trouble *trouble)
{
    if (source->can_seek) {
        source->input.leaves_nothing =
            source->input.leaves_nothing &&
            source_bytes_total(source) > source->memory;
        return ST_OK;
    }
    return spool_new(folder, SPOOL_BUFFER, trouble, &source->kept);
}

enum status
source_rewind(struct source *source, struct trouble *trouble)
{
    struct source_input *const input = &source->input;

    if (source->kept != NULL) {
        source->is_again = true;
        source->again_at = 0;
        return ST_OK;
    }
    free_decoder(source);
    if (lseek(input->fd, (off_t)source->input.start, SEEK_SET) == -1)
        return trouble_system(trouble, errno, "%s: cannot read", source->name);
    input->at_end = false;
    input->head_at = input->head_len = 0;
    input->bytes_read = 0;
    input->gone = 0;
    return look_at_data(source, trouble);
}

uint64_t
source_bytes_on_disk(const struct source *source)
{
    return source->kept == NULL ? 0 : spool_bytes_on_disk(source->kept);
}

bool
source_can_fetch(const struct source *source)
{
    return source->can_fetch || source->is_again;
}

static enum status
say_changed(const struct source *source, struct trouble *trouble)
{
    return source_say_data(&source->input, trouble,
                           "the file changed while it was read");
}

enum status
source_fetch(const struct source *source, uint64_t offset, char *bytes,
             size_t len, struct trouble *trouble)
{
    enum status st;

    if (source->is_again)
        return spool_fetch(source->kept, offset, bytes, len, trouble);
    st = transfer_fetch(source->input.fd, source->input.start + offset, bytes,
                        len);
    if (st == ST_END)
        return say_changed(source, trouble);
    if (st != ST_OK)
        return trouble_system(trouble, errno, "%s: cannot read", source->name);
    return ST_OK;
}

/* Neither the status time nor the number of links is compared: both change
 * when the file is given another name or mode, which leaves its bytes alone.
 * Device and inode are those of the descriptor, which is never opened again.
 */
enum status
source_check_unchanged(const struct source *source, struct trouble *trouble)
{
    const struct stat *const then = &source->at_open;
    const struct source_input *const input = &source->input;
    const uint64_t arrived =
        input->bytes_read + (input->head_len - input->head_at);
    const uint64_t total = source_bytes_total(source);
    struct stat now;

    if (!S_ISREG(then->st_mode))
        return ST_OK;
    if (fstat(input->fd, &now))
        return trouble_system(trouble, errno, "%s: cannot read", source->name);
    if (now.st_size != then->st_size ||
        now.st_mtim.tv_sec != then->st_mtim.tv_sec ||
        now.st_mtim.tv_nsec != then->st_mtim.tv_nsec)
        return say_changed(source, trouble);
    /* A file system over a network can end a file early and not know it. */
    if (input->at_end && total > 0 && arrived != total)
        return say_changed(source, trouble);
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
    return source->coding;
}

uint64_t
source_bytes_read(const struct source *source)
{
    return source->input.bytes_read;
}

uint64_t
source_bytes_total(const struct source *source)
{
    const uint64_t size = S_ISREG(source->at_open.st_mode)
                              ? (uint64_t)source->at_open.st_size
                              : 0;

    return size > source->input.start ? size - source->input.start : 0;
}

bool
source_is_file(const struct source *source, dev_t device, ino_t inode)
{
    const mode_t mode = source->at_open.st_mode;

    return (S_ISREG(mode) || S_ISFIFO(mode)) &&
           source->at_open.st_dev == device && source->at_open.st_ino == inode;
}
