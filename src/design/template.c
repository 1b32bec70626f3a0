/* SPDX-License-Identifier: MIT */
#include "design/template.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "design/escape.h"

enum {
    NAME_BYTES = 255, /* what nearly every file system takes */
    INDEX_BYTES = 20, /* digits of 2^64 */
    WIDTH_MOST = 20
};

static enum status
add_piece(struct template *template, struct template_piece piece,
          struct trouble *trouble)
{
    size_t room = template->count;

    if (array_reserve(&template->pieces, &room, template->count + 1,
                      sizeof piece) != ST_OK)
        return trouble_nomem(trouble);
    template->pieces[template->count++] = piece;
    return ST_OK;
}

/* Reads what stands behind "index": nothing, or a width. */
static bool
read_index(struct slice text, struct template_piece *piece)
{
    static const char word[] = "index";
    const size_t len = sizeof word - 1;
    uint64_t width = 0;

    if (text.len < len || memcmp(text.bytes, word, len) != 0)
        return false;
    if (text.len > len) {
        const struct slice digits = {text.bytes + len + 1, text.len - len - 1};
        if (text.bytes[len] != ':' || digits.len == 0 ||
            digits.bytes[0] != '0' || slice_to_count(digits, &width) != ST_OK ||
            width == 0 || width > WIDTH_MOST)
            return false;
    }
    piece->kind = PIECE_INDEX;
    piece->width = (int)width;
    return true;
}

/* Reads the placeholder {TEXT}. */
static enum status
read_placeholder(struct template *template, struct slice text,
                 const struct slice *names, size_t key_count,
                 struct trouble *trouble)
{
    struct template_piece piece = {.kind = PIECE_KEY, .text = text};

    while (piece.key < key_count && !slice_equal(names[piece.key], text))
        piece.key++;
    if (piece.key == key_count && text.len > 6 &&
        memcmp(text.bytes, "index:", 6) == 0 && !read_index(text, &piece))
        return trouble_say(trouble, ST_USAGE,
                           "--out '%.*s': {%.*s}: the digits of an index are "
                           "{index:01} to {index:0%d}",
                           (int)template->text.len, template->text.bytes,
                           (int)text.len, text.bytes, WIDTH_MOST);
    if (piece.key == key_count && !read_index(text, &piece))
        return trouble_say(trouble, ST_USAGE,
                           "--out '%.*s': {%.*s} is no key; there are {index} "
                           "and the names of --by and --groups",
                           (int)template->text.len, template->text.bytes,
                           (int)text.len, text.bytes);
    template->has_index |= piece.kind == PIECE_INDEX;
    template->has_keys |= piece.kind == PIECE_KEY;
    return add_piece(template, piece, trouble);
}

static enum status
read_pieces(struct template *template, const struct slice *names,
            size_t key_count, struct trouble *trouble)
{
    const struct slice text = template->text;
    enum status st = ST_OK;

    for (size_t at = 0; at < text.len && st == ST_OK;) {
        const char *const begin = text.bytes + at;
        const size_t left = text.len - at;
        const char *const close =
            *begin == '{' ? memchr(begin, '}', left) : NULL;
        const bool doubled = left > 1 && begin[0] == begin[1];
        if (*begin != '{' && *begin != '}') {
            size_t len = 1;
            while (len < left && begin[len] != '{' && begin[len] != '}')
                len++;
            st = add_piece(template,
                           (struct template_piece){.kind = PIECE_TEXT,
                                                   .text = {begin, len}},
                           trouble);
            at += len;
        } else if (doubled) {
            st = add_piece(
                template,
                (struct template_piece){.kind = PIECE_TEXT, .text = {begin, 1}},
                trouble);
            at += 2;
        } else if (close == NULL) {
            st = trouble_say(trouble, ST_USAGE,
                             "--out '%.*s': a brace without its partner; "
                             "write {{ and }} for braces",
                             (int)text.len, text.bytes);
        } else {
            const size_t len = (size_t)(close - begin) - 1;
            st = read_placeholder(template, (struct slice){begin + 1, len},
                                  names, key_count, trouble);
            at += len + 2;
        }
    }
    return st;
}

/* The pieces of one file or folder name: those before the next slash. */
struct name_part {
    size_t fixed; /* bytes of text and of indexes */
    size_t labels;
    size_t first_piece; /* the first of its placeholders may be here */
};

/* Shares the bytes of the name among its labels. */
static enum status
close_part(struct template *template, const struct name_part *part, size_t end,
           struct trouble *trouble)
{
    size_t limit = ESCAPE_LONGEST;

    if (part->fixed + part->labels * ESCAPE_LEAST > NAME_BYTES)
        return trouble_say(trouble, ST_USAGE,
                           "--out '%.*s': a file name would be longer than %d "
                           "bytes",
                           (int)template->text.len, template->text.bytes,
                           NAME_BYTES);
    if (part->labels > 0 && limit > (NAME_BYTES - part->fixed) / part->labels)
        limit = (NAME_BYTES - part->fixed) / part->labels;
    for (size_t k = part->first_piece; k < end; k++)
        template->pieces[k].limit = limit;
    return ST_OK;
}

/* Finds out how long the labels may be. */
static enum status
set_limits(struct template *template, struct trouble *trouble)
{
    struct name_part part = {0};
    enum status st = ST_OK;

    for (size_t k = 0; k < template->count && st == ST_OK; k++) {
        const struct template_piece *const piece = &template->pieces[k];
        const char *at = piece->text.bytes;
        const char *const end = at + piece->text.len, *slash;
        if (piece->kind == PIECE_KEY) {
            part.labels++;
            continue;
        }
        if (piece->kind == PIECE_INDEX) {
            part.fixed += INDEX_BYTES;
            continue;
        }
        while (st == ST_OK && at < end &&
               (slash = memchr(at, '/', (size_t)(end - at))) != NULL) {
            part.fixed += (size_t)(slash - at);
            st = close_part(template, &part, k, trouble);
            part = (struct name_part){.first_piece = k};
            at = slash + 1;
        }
        part.fixed += (size_t)(end - at);
    }
    return st == ST_OK ? close_part(template, &part, template->count, trouble)
                       : st;
}

/* Every key must be there, or two chunks would share a name. */
static enum status
check_keys(const struct template *template, const struct slice *names,
           size_t key_count, struct trouble *trouble)
{
    for (size_t key = 0; key < key_count && !template->has_index; key++) {
        bool found = false;
        for (size_t k = 0; k < template->count; k++)
            found |= template->pieces[k].kind == PIECE_KEY &&
                     template->pieces[k].key == key;
        if (!found)
            return trouble_say(trouble, ST_USAGE,
                               "--out '%.*s': {%.*s} is missing, so chunks "
                               "would share a name",
                               (int)template->text.len, template->text.bytes,
                               (int)names[key].len, names[key].bytes);
    }
    if (key_count == 0 && !template->has_index)
        return trouble_say(trouble, ST_USAGE,
                           "--out '%.*s': {index} is missing, so chunks would "
                           "share a name",
                           (int)template->text.len, template->text.bytes);
    return ST_OK;
}

/* Whether a folder called ".." is among those behind the first placeholder:
 * names that differ would lead to one file. Neither a label nor a number can be
 * a part of such a name, as it has more letters then. */
static bool
climbs(const struct template *template)
{
    static const char name[] = "..";
    const size_t len = sizeof name - 1;
    size_t first = 0;

    while (first < template->count &&
           template->pieces[first].kind == PIECE_TEXT)
        first++;
    for (size_t k = first + 1; k < template->count; k++) {
        const struct slice text = template->pieces[k].text;
        const bool is_last = k + 1 == template->count;
        if (template->pieces[k].kind != PIECE_TEXT)
            continue;
        for (size_t at = 1; at + len <= text.len; at++)
            if (text.bytes[at - 1] == '/' &&
                memcmp(text.bytes + at, name, len) == 0 &&
                (at + len == text.len ? is_last : text.bytes[at + len] == '/'))
                return true;
    }
    return false;
}

/* Whether the name is that of a folder. */
static bool
is_folder(struct slice text)
{
    return slice_ends_with(text, slice_of("/")) ||
           slice_ends_with(text, slice_of("/.")) ||
           slice_ends_with(text, slice_of("/.."));
}

enum status
template_read(struct slice text, const struct slice *names, size_t key_count,
              struct trouble *trouble, struct template *made)
{
    struct template template = {.text = text};
    enum status st = read_pieces(&template, names, key_count, trouble);

    if (st == ST_OK)
        st = check_keys(&template, names, key_count, trouble);
    if (st == ST_OK)
        st = set_limits(&template, trouble);
    if (st == ST_OK && is_folder(text))
        st = trouble_say(trouble, ST_USAGE,
                         "--out '%.*s': a folder; the file name is missing",
                         (int)text.len, text.bytes);
    if (st == ST_OK && climbs(&template))
        st = trouble_say(trouble, ST_USAGE,
                         "--out '%.*s': /../ behind a placeholder, so chunks "
                         "could share a file",
                         (int)text.len, text.bytes);
    if (st == ST_OK)
        *made = template;
    else
        template_free(&template);
    return st;
}

void
template_free(struct template *template)
{
    free(template->pieces);
    *template = (struct template){0};
}

enum coding
template_coding(const struct template *template)
{
    return format_of_name(template->text);
}

char *
template_begin(const struct template *template)
{
    struct template begin = *template;

    begin.count = 0;
    while (begin.count < template->count &&
           template->pieces[begin.count].kind == PIECE_TEXT)
        begin.count++;
    return begin.count == 0 ? strdup("") : template_name(&begin, NULL, 0);
}

/* What a piece is in the name of a chunk. */
static struct slice
piece_text(const struct template_piece *piece, const struct slice *labels,
           uint64_t index, struct escaped *scratch)
{
    switch (piece->kind) {
    case PIECE_TEXT:
        break;
    case PIECE_KEY:
        *scratch = escape_value(labels[piece->key], piece->limit);
        return (struct slice){scratch->text, scratch->len};
    case PIECE_INDEX:
        scratch->len = (size_t)snprintf(scratch->text, sizeof scratch->text,
                                        "%0*" PRIu64, piece->width, index);
        return (struct slice){scratch->text, scratch->len};
    }
    return piece->text;
}

char *
template_name(const struct template *template, const struct slice *labels,
              uint64_t index)
{
    struct escaped scratch;
    char *name = NULL;
    size_t room = 0, len = 0;

    for (size_t k = 0; k < template->count; k++) {
        const struct slice text =
            piece_text(&template->pieces[k], labels, index, &scratch);
        if (array_reserve(&name, &room, len + text.len + 1, 1) != ST_OK) {
            free(name);
            return NULL;
        }
        memcpy(name + len, text.bytes, text.len);
        len += text.len;
        name[len] = '\0';
    }
    return name;
}
