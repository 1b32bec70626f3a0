/* SPDX-License-Identifier: MIT */
/* Any bytes as a file: plain, gzip, zstd or refused by its first bytes. Read in
 * pieces of several sizes, it is the same bytes and the same verdict; what is
 * plain is the file; what was kept is read again as it was. */
#include <sys/mman.h>
#include <unistd.h>

#include "fuzz.h"
#include "io/source.h"

enum { MOST = 1 << 19 /* of decoded bytes that are looked at */ };

/* What a reading has found. */
struct reading {
    enum status status;
    struct trouble trouble;
    char *bytes;
    size_t len;
};

static void
read_all(struct source *source, size_t piece, struct reading *reading)
{
    size_t len = piece;

    reading->len = 0;
    while (len == piece && reading->status == ST_OK &&
           reading->len + piece <= MOST) {
        char *const to = reading->bytes + reading->len;
        reading->status =
            source_read(source, to, piece, &reading->trouble, &len);
        if (reading->status == ST_OK)
            reading->len += len;
    }
    if (reading->status == ST_OK && reading->len + piece <= MOST) {
        reading->status = source_read(source, reading->bytes + reading->len,
                                      piece, &reading->trouble, &len);
        fuzz_require(reading->status != ST_OK || len == 0,
                     "it goes on behind its end");
    }
}

static struct reading
read_in_pieces(const char *name, size_t piece, bool keep, char bytes[MOST])
{
    struct reading reading = {.bytes = bytes};
    struct source *source = NULL;

    reading.status = source_open(name, &reading.trouble, &source);
    if (reading.status == ST_OK && keep)
        reading.status = source_keep(source, "/tmp", &reading.trouble);
    if (reading.status == ST_OK)
        read_all(source, piece, &reading);
    if (reading.status == ST_OK && keep && reading.len + piece <= MOST) {
        const struct hash128 hash =
            hash128_of((struct slice){reading.bytes, reading.len});
        reading.status = source_rewind(source, &reading.trouble);
        if (reading.status == ST_OK)
            read_all(source, piece, &reading);
        const struct hash128 again =
            hash128_of((struct slice){reading.bytes, reading.len});
        fuzz_require(reading.status == ST_OK, "%s", reading.trouble.text);
        fuzz_require(hash.low == again.low && hash.high == again.high,
                     "other bytes when it is read again");
    }
    fuzz_require(reading.status == reading.trouble.status,
                 "status %d, trouble %d", (int)reading.status,
                 (int)reading.trouble.status);
    source_free(source);
    return reading;
}

static void
compare(const struct reading *a, const struct reading *b)
{
    const size_t shorter = a->len < b->len ? a->len : b->len;

    fuzz_require(shorter == 0 || memcmp(a->bytes, b->bytes, shorter) == 0,
                 "other bytes in pieces of another size");
    if (a->len + MOST / 2 > MOST || b->len + MOST / 2 > MOST)
        return; /* one of them was not read to its end */
    fuzz_require(a->status == b->status &&
                     strcmp(a->trouble.text, b->trouble.text) == 0,
                 "another verdict in pieces of another size:\n%s\n%s",
                 a->trouble.text, b->trouble.text);
    fuzz_require(a->status != ST_OK || a->len == b->len,
                 "another length in pieces of another size");
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct slice bytes = fuzz_input(data, size);
    static char large_bytes[MOST], small_bytes[MOST];
    const int fd = memfd_create("source", MFD_CLOEXEC);
    char name[40];

    fuzz_require(fd != -1 &&
                     write(fd, bytes.bytes, bytes.len) == (ssize_t)bytes.len,
                 "no memory file");
    snprintf(name, sizeof name, "/proc/self/fd/%d", fd);
    struct reading large = read_in_pieces(name, 1 << 16, false, large_bytes);
    struct reading small =
        read_in_pieces(name, 1 + fuzz_choice(bytes, 1, 300),
                       fuzz_choice(bytes, 2, 8) == 0, small_bytes);
    compare(&large, &small);
    if (large.status == ST_OK && format_coding(bytes) == CODING_PLAIN)
        fuzz_require(slice_equal(bytes, (struct slice){large.bytes, large.len}),
                     "a plain file is not read as it is");
    close(fd);
    return 0;
}
