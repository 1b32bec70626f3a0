/* SPDX-License-Identifier: MIT */
#include "io/format.h"

#include <string.h>

struct magic {
    const char *bytes;
    size_t len;
    const char *name;
};

#define MAGIC(bytes, name)             \
    {                                  \
        bytes, sizeof(bytes) - 1, name \
    }

/* Files that begin with these bytes. A magic that is a word somebody may use
 * as a column name is not here, but in a function of its own further down. The
 * marks of UTF-32 stand in front of those of UTF-16, which they begin with. */
static const struct magic magics[] = {
    MAGIC("\xfd"
          "7zXZ\0",
          "xz"),
    MAGIC("PK\x03\x04", "zip or xlsx"),
    MAGIC("PK\x05\x06", "zip or xlsx"),
    MAGIC("PK\x07\x08", "zip or xlsx"),
    MAGIC("\x04\x22\x4d\x18", "lz4"),
    MAGIC("\x02\x21\x4c\x18", "lz4"),
    MAGIC("7z\xbc\xaf\x27\x1c", "7z"),
    MAGIC("LZIP\x01", "lzip"),
    MAGIC("\x89LZO\0\r\n\x1a\n", "lzop"),
    MAGIC("\x1f\x9d", "compress (.Z)"),
    MAGIC("Rar!\x1a\x07", "rar"),
    MAGIC("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "xls or another of old Office"),
    MAGIC("ARROW1\0\0", "Arrow"),
    MAGIC("\xff\xff\xff\xff", "Arrow stream"),
    MAGIC("Obj\x01", "Avro"),
    MAGIC("\x89HDF\r\n\x1a\n", "HDF5"),
    MAGIC("\x93NUMPY", "NumPy"),
    MAGIC("%PDF-", "PDF"),
    MAGIC("SQLite format 3\0", "SQLite"),
    MAGIC("X\n\0\0\0", "R data (rds)"),
    MAGIC("B\n\x02\0\0\0", "R data (rds)"),
    MAGIC("B\n\x03\0\0\0", "R data (rds)"),
    MAGIC("RDX2\nX\n", "R data (RData)"),
    MAGIC("RDX3\nX\n", "R data (RData)"),
    MAGIC("RDA2\nA\n", "R data (RData)"),
    MAGIC("RDA3\nA\n", "R data (RData)"),
    MAGIC("RDB2\nB\n", "R data (RData)"),
    MAGIC("RDB3\nB\n", "R data (RData)"),
    MAGIC("<stata_dta>", "Stata"),
    MAGIC("$FL2@(#)", "SPSS"),
    MAGIC("$FL3@(#)", "SPSS"),
    MAGIC("\0\0\0\0\0\0\0\0\0\0\0\0\xc2\xea\x81\x60\xb3\x14\x11\xcf", "SAS"),
    MAGIC("HEADER RECORD*******", "SAS transport"),
    MAGIC("\xff\xfe\0\0", "UTF-32"),
    MAGIC("\0\0\xfe\xff", "UTF-32"),
    MAGIC("\xff\xfe", "UTF-16"),
    MAGIC("\xfe\xff", "UTF-16"),
};

static bool
has_at(struct slice head, size_t at, const char *bytes, size_t len)
{
    return head.len >= at + len && memcmp(head.bytes + at, bytes, len) == 0;
}

static unsigned char
byte_at(struct slice head, size_t at)
{
    return (unsigned char)head.bytes[at];
}

/* Whether a word of four letters begins the file and no text follows it. */
static bool
is_word_before_binary(struct slice head, const char *word)
{
    if (!has_at(head, 0, word, 4) || head.len < 5)
        return false;
    const unsigned char next = byte_at(head, 4);
    return next < ' ' && next != '\t' && next != '\r' && next != '\n';
}

/* "BZh", a digit, and the mark of a block or of the end. */
static bool
is_bzip2(struct slice head)
{
    return has_at(head, 0, "BZh", 3) &&
           (has_at(head, 4, "\x31\x41\x59\x26\x53\x59", 6) ||
            has_at(head, 4, "\x17\x72\x45\x38\x50\x90", 6));
}

/* Stata before version 13: release, byte order, file type 1, and a 0. */
static bool
is_old_stata(struct slice head)
{
    return has_at(head, 2, "\x01\0", 2) && byte_at(head, 0) >= 102 &&
           byte_at(head, 0) <= 115 && byte_at(head, 1) <= 2;
}

/* "ustar" would do, were it not for text that happens to have it there. */
static bool
is_tar(struct slice head)
{
    return has_at(head, 257, "ustar\0", 6) || has_at(head, 257, "ustar  \0", 8);
}

/* R's rds as text: "A", the format's version, the writer's version of R, and
 * the version of R that it needs; a column A of numbers looks alike up to
 * there. */
static bool
is_rds_text(struct slice head)
{
    size_t at = 4;

    if (!has_at(head, 0, "A\n2\n", 4) && !has_at(head, 0, "A\n3\n", 4))
        return false;
    while (at < head.len && head.bytes[at] >= '0' && head.bytes[at] <= '9')
        at++;
    return has_at(head, at, "\n131840\n", 8) ||
           has_at(head, at, "\n197888\n", 8);
}

/* Whether the first characters are of WIDTH bytes each, of which only the one
 * at PLACE is not NUL: ASCII in a wide encoding without a mark. */
static bool
is_wide(struct slice head, size_t width, size_t place)
{
    const size_t len = head.len < 8 ? head.len : 8;

    if (len < 4 || len % width != 0)
        return false;
    for (size_t i = 0; i < len; i++)
        if ((head.bytes[i] != '\0') != (i % width == place))
            return false;
    return true;
}

static bool
is_markup(struct slice head, const char *tag)
{
    const struct slice wanted = slice_of(tag);

    if (head.len < wanted.len)
        return false;
    head.len = wanted.len;
    return slice_equal_any_case(head, wanted);
}

/* Whether the file begins with the LEN bytes, but for one bit. */
static bool
is_one_bit_off(struct slice head, const char *bytes, size_t len)
{
    int off = 0;

    if (head.len < len)
        return false;
    for (size_t i = 0; i < len; i++)
        off += __builtin_popcount(byte_at(head, i) ^ (unsigned char)bytes[i]);
    return off == 1;
}

const char *
format_not_csv(struct slice head)
{
    for (size_t i = 0; i < sizeof magics / sizeof *magics; i++)
        if (has_at(head, 0, magics[i].bytes, magics[i].len))
            return magics[i].name;
    if (is_one_bit_off(head, "\x1f\x8b\x08", 3) &&
        format_coding(head) == CODING_PLAIN)
        return "damaged gzip";
    if (is_one_bit_off(head, "\x28\xb5\x2f\xfd", 4))
        return "damaged zstd";
    if (is_bzip2(head))
        return "bzip2";
    if (is_word_before_binary(head, "PAR1") ||
        is_word_before_binary(head, "PARE"))
        return "Parquet";
    if (is_word_before_binary(head, "FEA1"))
        return "Feather";
    if (is_rds_text(head))
        return "R data (rds)";
    if (is_old_stata(head))
        return "Stata";
    if (is_tar(head))
        return "tar";
    if (is_markup(head, "<!doctype html") || is_markup(head, "<html"))
        return "HTML";
    if (is_markup(head, "<?xml"))
        return "XML";
    if (is_wide(head, 4, 0) || is_wide(head, 4, 3))
        return "UTF-32";
    if (is_wide(head, 2, 0) || is_wide(head, 2, 1))
        return "UTF-16";
    return NULL;
}

/* Whether HEAD begins a zstd frame or one that zstd skips; a file cut to two
 * or three bytes passes too, so that the decoder can say that it is cut. */
static bool
is_zstd(struct slice head)
{
    static const char frame[] = "\x28\xb5\x2f\xfd";
    static const char skipped[] = "\x2a\x4d\x18"; /* behind 50 to 5f */
    const size_t len = head.len < 4 ? head.len : 4;

    if (len < 2)
        return false;
    return memcmp(head.bytes, frame, len) == 0 ||
           ((byte_at(head, 0) & 0xf0) == 0x50 &&
            memcmp(head.bytes + 1, skipped, len - 1) == 0);
}

enum coding
format_coding(struct slice head)
{
    /* A file of the single byte 1f is a gzip that was cut, not a header. */
    if (has_at(head, 0, "\x1f\x8b", 2) ||
        (head.len == 1 && head.bytes[0] == '\x1f'))
        return CODING_GZIP;
    return is_zstd(head) ? CODING_ZSTD : CODING_PLAIN;
}

static const struct {
    const char *ending;
    enum coding coding;
} endings[] = {{".gz", CODING_GZIP}, {".zst", CODING_ZSTD}};

enum coding
format_of_name(struct slice name)
{
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (slice_ends_with(name, slice_of(endings[i].ending)))
            return endings[i].coding;
    return CODING_PLAIN;
}

/* Formats that people name their files after and nothing here writes. */
static const char *const not_written[][2] = {
    {".bz2", "bzip2"},       {".xz", "xz"},
    {".lzma", "lzma"},       {".lz4", "lz4"},
    {".lz", "lzip"},         {".br", "Brotli"},
    {".Z", "compress"},      {".zip", "zip"},
    {".7z", "7z"},           {".rar", "rar"},
    {".tar", "tar"},         {".tgz", "tar"},
    {".parquet", "Parquet"}, {".arrow", "Arrow"},
    {".feather", "Feather"}, {".orc", "ORC"},
    {".avro", "Avro"},       {".xlsx", "Excel"},
    {".xls", "Excel"},       {".ods", "OpenDocument"},
    {".dta", "Stata"},       {".sav", "SPSS"},
    {".zsav", "SPSS"},       {".sas7bdat", "SAS"},
    {".xpt", "SAS"},         {".rds", "R data"},
    {".rdata", "R data"},    {".h5", "HDF5"},
    {".npy", "NumPy"},       {".sqlite", "SQLite"},
};

/* A file that says it is what it is not helps nobody. */
enum status
format_check_written(const char *path, struct trouble *trouble)
{
    const struct slice name = slice_of(path);

    for (size_t i = 0; i < sizeof not_written / sizeof *not_written; i++) {
        const struct slice ending = slice_of(not_written[i][0]);
        if (name.len < ending.len)
            continue;
        const struct slice tail = {name.bytes + name.len - ending.len,
                                   ending.len};
        if (slice_equal_any_case(tail, ending))
            return trouble_say(trouble, ST_USAGE,
                               "%s: no %s is written; let the name end in "
                               ".csv, .csv.gz or .csv.zst",
                               path, not_written[i][1]);
    }
    return ST_OK;
}

struct slice
format_stem(struct slice name)
{
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        const struct slice ending = slice_of(endings[i].ending);
        if (slice_ends_with(name, ending)) {
            name.len -= ending.len;
            break;
        }
    }
    return name;
}

const char *
format_text(enum coding coding)
{
    switch (coding) {
    case CODING_PLAIN:
        return "plain";
    case CODING_GZIP:
        return "gzip";
    case CODING_ZSTD:
        return "zstd";
    }
    return "unknown";
}
