/* SPDX-License-Identifier: MIT */
/* Any values as parts of file names. The first line is a template, the second
 * one the value of {a}, the rest that of {b}: every value is escaped into
 * letters that are harmless, can be read back unless it has a hash, and shares
 * its name with no other value; and a name made from the template stays in the
 * folder that the template says. */
#include <ctype.h>

#include "design/escape.h"
#include "design/template.h"
#include "fuzz.h"

enum { HASHED = 2 + 32 /* "_h" and its digits */ };

static bool
are_hex(const char *text, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!isdigit((unsigned char)text[i]) &&
            !(text[i] >= 'a' && text[i] <= 'f'))
            return false;
    return true;
}

/* Reads an escaped value back, as the manual says it. */
static size_t
unescape(struct slice escaped, char *value)
{
    size_t len = 0;

    for (size_t i = 0; i < escaped.len; i++) {
        const char *const at = escaped.bytes + i;
        unsigned byte;
        if (escaped.len - i >= 4 && at[0] == '_' && at[1] == 'x' &&
            are_hex(at + 2, 2) && sscanf(at + 2, "%2x", &byte) == 1) {
            value[len++] = (char)byte;
            i += 3;
        } else {
            value[len++] = *at;
        }
    }
    return len;
}

static bool
has_hash(struct slice escaped)
{
    return escaped.len >= HASHED &&
           memcmp(escaped.bytes + escaped.len - HASHED, "_h", 2) == 0 &&
           are_hex(escaped.bytes + escaped.len - HASHED + 2, HASHED - 2);
}

static struct escaped
check_value(struct slice value, size_t limit)
{
    const struct escaped escaped = escape_value(value, limit);
    const struct slice text = {escaped.text, escaped.len};
    char back[ESCAPE_LONGEST];

    fuzz_require(text.len > 0 && text.len <= limit, "%zu bytes", text.len);
    fuzz_require(text.bytes[0] != '.' && text.bytes[0] != '-',
                 "it begins with %c", text.bytes[0]);
    for (size_t i = 0; i < text.len; i++)
        fuzz_require(isalnum((unsigned char)text.bytes[i]) ||
                         strchr("._-", text.bytes[i]) != NULL,
                     "byte %zu is not harmless", i);
    if (!has_hash(text)) {
        const struct slice got = {back, unescape(text, back)};
        fuzz_require(slice_equal(got, value) ||
                         (value.len == 0 && got.len == 1 && back[0] == '\0'),
                     "it cannot be read back: %.*s", (int)text.len, text.bytes);
    }
    return escaped;
}

/* Only the empty value and a single NUL are one: no cell holds a NUL. */
static bool
same_value(struct slice a, struct slice b)
{
    static const struct slice nul = {"", 1};

    return slice_equal(a.len == 0 ? nul : a, b.len == 0 ? nul : b);
}

static size_t
count_of(struct slice text, char byte)
{
    size_t count = 0;

    for (size_t i = 0; i < text.len; i++)
        count += text.bytes[i] == byte;
    return count;
}

/* A part of a path that the template does not give is neither . nor .., and no
 * part is too long. */
static void
check_parts(struct slice name, struct slice template)
{
    const bool plain = memchr(template.bytes, '{', template.len) == NULL;

    for (size_t begin = 0, at = 0; at <= name.len; at++) {
        const struct slice part = {name.bytes + begin, at - begin};
        if (at < name.len && name.bytes[at] != '/')
            continue;
        fuzz_require(part.len <= 255, "%zu bytes in one name", part.len);
        if (!plain && count_of(template, '.') == 0)
            fuzz_require(!slice_equal(part, slice_of(".")) &&
                             !slice_equal(part, slice_of("..")),
                         "%s leaves its folder", name.bytes);
        begin = at + 1;
    }
}

static void
check_template(struct slice text, const struct slice labels[2])
{
    const struct slice names[2] = {slice_of("a"), slice_of("b")};
    struct trouble trouble = {0};
    struct template template;

    if (template_read(text, names, 2, &trouble, &template) != ST_OK) {
        fuzz_require(trouble.status == ST_USAGE && trouble.text[0] != '\0',
                     "refused without a word");
        return;
    }
    char *const name = template_name(&template, labels, 7);
    char *const begin = template_begin(&template);
    fuzz_require(name != NULL && begin != NULL, "out of memory");
    fuzz_require(count_of(slice_of(name), '/') == count_of(text, '/'),
                 "%s is in another folder", name);
    fuzz_require(strncmp(name, begin, strlen(begin)) == 0,
                 "%s does not begin with %s", name, begin);
    check_parts(slice_of(name), text);
    template_coding(&template);
    free(name);
    free(begin);
    template_free(&template);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct slice text = fuzz_input(data, size), first = {"", 0};
    struct slice labels[2] = {{"", 0}, {"", 0}};
    const size_t limit =
        ESCAPE_LEAST + fuzz_choice(text, 1, ESCAPE_LONGEST - ESCAPE_LEAST + 1);

    fuzz_line(&text, &first);
    fuzz_line(&text, &labels[0]);
    labels[1] = text;
    const struct escaped a = check_value(labels[0], limit);
    const struct escaped b = check_value(labels[1], limit);
    fuzz_require(same_value(labels[0], labels[1]) || a.len != b.len ||
                     memcmp(a.text, b.text, a.len) != 0,
                 "two values are %.*s", (int)a.len, a.text);
    /* The template is a string of the command line. */
    if (memchr(first.bytes, '\0', first.len) == NULL)
        check_template(first, labels);
    return 0;
}
