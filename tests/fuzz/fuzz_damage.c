/* SPDX-License-Identifier: MIT */
/* Damaged compression is never read as if it were whole. The first line tells
 * what is done, "gzip" or "zstd" and pairs of numbers: at which of the 65,536th
 * parts of the compressed bytes, and what: below 256 the byte there is changed
 * by exclusive or, from 256 on the bytes behind are cut off. The rest is the
 * text, which is compressed as a sink does it. Undamaged it comes back; damaged
 * it comes back, or is refused at its end, where the checksum stands, if not
 * before. */
#include <sys/mman.h>
#include <unistd.h>

#include "fuzz.h"
#include "io/sink_internal.h"
#include "io/source.h"

enum { PARTS = 65536, CUT = 256, MOST = 1 << 20, ZSTD_HEAD = 5, MEMBERS = 3 };

struct memory {
    char *bytes;
    size_t len;
    size_t members;
    size_t
        ends[MEMBERS]; /* of the members: a file that is cut there is whole */
};

static enum status
append(void *context, const char *bytes, size_t len, struct trouble *trouble)
{
    struct memory *const memory = context;

    (void)trouble;
    fuzz_require(memory->len + len <= MOST, "it grows too much");
    if (len > 0)
        memcpy(memory->bytes + memory->len, bytes, len);
    memory->len += len;
    return ST_OK;
}

/* The text compressed as a sink does it, by gzip in as many members as its hash
 * says; valid until the next call. */
static struct memory
compressed(struct slice text, enum coding coding)
{
    static char room[MOST];
    struct memory memory = {.bytes = room};
    const struct sink_outlet outlet = {append, &memory};
    const size_t members =
        coding == CODING_ZSTD ? 1 : 1 + fuzz_choice(text, 1, MEMBERS);
    struct trouble trouble = {0};
    struct sink_encoder *encoder;
    char *const copy = fuzz_string(text), *at = copy;

    fuzz_require(sink_encoder_new(coding, &trouble, &encoder) == ST_OK,
                 "out of memory");
    for (size_t k = 1; k <= members; k++) {
        char *const end = copy + text.len * k / members;
        fuzz_require(encoder->write(encoder, &outlet, at, (size_t)(end - at),
                                    true, &trouble) == ST_OK,
                     "%s", trouble.text);
        at = end;
        memory.ends[memory.members++] = memory.len;
    }
    encoder->free(encoder);
    free(copy);
    return memory;
}

/* Whether the file ends with a member. */
static bool
ends_with_member(const struct memory *memory)
{
    bool found = false;

    for (size_t k = 0; k < memory->members; k++)
        found |= memory->len == memory->ends[k];
    return found;
}

/* Reads SOURCE to its end, or to where it is refused. Bytes that are not those
 * of the text make it DIFFERENT. */
static enum status
read_all(struct source *source, struct slice text, struct trouble *trouble,
         size_t *len, bool *different)
{
    static char part[4096];
    enum status st = ST_OK;
    size_t more = 1;

    *different = false;
    for (*len = 0; st == ST_OK && more > 0; *len += more) {
        more = 0;
        st = source_read(source, part, sizeof part, trouble, &more);
        *different |= *len + more > text.len ||
                      (more > 0 && memcmp(text.bytes + *len, part, more) != 0);
    }
    return st;
}

/* What a file of these bytes says: its status, and TEXT if it is good. */
static enum status
read_back(const struct memory *memory, struct slice text)
{
    const int fd = memfd_create("damaged", MFD_CLOEXEC);
    struct trouble trouble = {0};
    struct source *source = NULL;
    char name[40];
    bool different = false;
    size_t len = 0;

    fuzz_require(fd != -1 && write(fd, memory->bytes, memory->len) ==
                                 (ssize_t)memory->len,
                 "no memory file");
    snprintf(name, sizeof name, "/proc/self/fd/%d", fd);
    enum status st = source_open(name, &trouble, &source);
    /* The magic bytes may be what was damaged: a plain file. */
    const bool coded = st == ST_OK && source_coding(source) != CODING_PLAIN;
    if (coded)
        st = read_all(source, text, &trouble, &len, &different);
    if (coded && st == ST_OK)
        fuzz_require(!different &&
                         (len == text.len || ends_with_member(memory)),
                     "damage is read as if it were good");
    fuzz_require(st == ST_OK || trouble.text[0] != '\0',
                 "refused without a word");
    source_free(source);
    close(fd);
    return st;
}

/* Does what a pair says. */
static void
damage(struct memory *memory, unsigned part, unsigned what)
{
    const size_t at = memory->len * (part % PARTS) / PARTS;

    if (what >= CUT)
        memory->len = at;
    else if (memory->len > 0)
        memory->bytes[at] = (char)(memory->bytes[at] ^ (int)what);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct slice text = fuzz_input(data, size), line = {"", 0};
    unsigned part, what;
    int used;

    fuzz_line(&text, &line);
    /* What is compressed must be what may be CSV. */
    if (text.len > MOST / 2 || format_not_csv(text) != NULL ||
        format_coding(text) != CODING_PLAIN)
        return 0;
    char *const orders = fuzz_string(line);
    const enum coding coding =
        strncmp(orders, "zstd", 4) == 0 ? CODING_ZSTD : CODING_GZIP;
    const struct memory whole = compressed(text, coding);
    struct memory damaged = whole;
    damaged.bytes = malloc(whole.len + 1);
    fuzz_require(damaged.bytes != NULL, "out of memory");
    memcpy(damaged.bytes, whole.bytes, whole.len);
    fuzz_require(read_back(&whole, text) == ST_OK, "what is whole is refused");
    for (const char *at = orders + strcspn(orders, " ");
         sscanf(at, "%u %u%n", &part, &what, &used) == 2; at += used)
        damage(&damaged, part, what);
    /* A frame of zstd says itself whether it has a checksum. */
    if (coding == CODING_GZIP || damaged.len < ZSTD_HEAD ||
        memcmp(whole.bytes, damaged.bytes, ZSTD_HEAD) == 0)
        read_back(&damaged, text);
    free(damaged.bytes);
    free(orders);
    return 0;
}
