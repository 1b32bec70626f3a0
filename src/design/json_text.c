/* SPDX-License-Identifier: MIT */
#include "design/json_text.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "design/json_memory.h"

json_t *
json_text_of(struct slice text)
{
    json_t *const whole = json_stringn(text.bytes, text.len);
    size_t len = 0;

    if (whole != NULL)
        return whole;
    char *const converted = malloc(2 * text.len + 1);
    if (converted == NULL)
        return NULL;
    for (size_t i = 0; i < text.len; i++) {
        const unsigned char byte = (unsigned char)text.bytes[i];
        if (byte < 0x80) {
            converted[len++] = (char)byte;
        } else {
            converted[len++] = (char)(0xc0 | byte >> 6);
            converted[len++] = (char)(0x80 | (byte & 0x3f));
        }
    }
    json_t *const text_of_latin = json_stringn(converted, len);
    free(converted);
    return text_of_latin;
}

bool
json_text_is_exact(const json_t *value, struct slice text)
{
    return json_string_length(value) == text.len; /* else there are more */
}

json_t *
json_text_hex(struct slice text)
{
    static const char digits[] = "0123456789abcdef";
    char *const hex = malloc(2 * text.len + 1);

    if (hex == NULL)
        return NULL;
    for (size_t i = 0; i < text.len; i++) {
        const unsigned char byte = (unsigned char)text.bytes[i];
        hex[2 * i] = digits[byte >> 4];
        hex[2 * i + 1] = digits[byte & 15];
    }
    json_t *const value = json_stringn(hex, 2 * text.len);
    free(hex);
    return value;
}

json_t *
json_text_put(json_t *object, const char *key, json_t *value)
{
    if (json_object_set_new(object, key, value) == 0)
        return object;
    json_decref(object);
    return NULL;
}

json_t *
json_text_append(json_t *list, json_t *value)
{
    if (json_array_append_new(list, value) == 0)
        return list;
    json_decref(list);
    return NULL;
}

json_t *
json_text_bytes(struct slice text)
{
    json_t *const whole =
        json_stringn(text.len > 0 ? text.bytes : "", text.len);

    if (whole != NULL)
        return whole;
    return json_text_put(json_object(), "latin1", json_text_of(text));
}

/* Takes ISO 8859-1 out of the UTF-8 that json_text_of() made of it. */
static enum status
read_latin(struct slice utf8, char *bytes, size_t *len)
{
    *len = 0;
    for (size_t i = 0; i < utf8.len; i++) {
        const unsigned char byte = (unsigned char)utf8.bytes[i];
        if (byte < 0x80) {
            bytes[(*len)++] = (char)byte;
            continue;
        }
        if ((byte & 0xfc) != 0xc0 || i + 1 == utf8.len)
            return ST_SYNTAX;
        bytes[(*len)++] = (char)(byte << 6 | (utf8.bytes[++i] & 0x3f));
    }
    return ST_OK;
}

enum status
json_text_bytes_read(const json_t *value, struct slice *text)
{
    const json_t *const latin = json_object_get(value, "latin1");
    const json_t *const string = latin != NULL ? latin : value;
    const struct slice found = {json_string_value(string),
                                json_string_length(string)};
    size_t len = found.len;

    if (found.bytes == NULL)
        return ST_SYNTAX;
    char *const bytes = malloc(found.len + 1);
    if (bytes == NULL)
        return ST_NOMEM;
    memcpy(bytes, found.bytes, found.len);
    if (latin != NULL && read_latin(found, bytes, &len) != ST_OK) {
        free(bytes);
        return ST_SYNTAX;
    }
    bytes[len] = '\0';
    *text = (struct slice){bytes, len};
    return ST_OK;
}

json_t *
json_text_count(uint64_t count)
{
    char text[24];

    snprintf(text, sizeof text, "%" PRIu64, count);
    return json_string(text);
}

enum status
json_text_count_read(const json_t *value, uint64_t *count)
{
    const struct slice text = {json_string_value(value),
                               json_string_length(value)};

    return text.bytes == NULL ? ST_SYNTAX : slice_to_count(text, count);
}

/* Where the text goes; it keeps the first failure, because Jansson forgets one
 * that happens in the name of a member. */
struct json_out {
    struct sink *sink;
    struct trouble *trouble;
    enum status st;
};

static int
write_text(const char *bytes, size_t len, void *context)
{
    struct json_out *const out = context;

    if (out->st == ST_OK)
        out->st = sink_write(out->sink, bytes, len, out->trouble);
    return out->st == ST_OK ? 0 : -1;
}

enum status
json_text_write(json_t *value, size_t flags, struct sink *sink,
                struct trouble *trouble)
{
    struct json_out out = {sink, trouble, ST_OK};

    if (json_dump_callback(value, write_text, &out, flags) != 0 &&
        out.st == ST_OK)
        out.st = trouble_nomem(trouble);
    json_decref(value);
    return out.st == ST_OK ? sink_write(sink, "\n", 1, trouble) : out.st;
}

enum status
json_text_load(const char *name, struct trouble *trouble, json_t **value)
{
    FILE *const file = fopen(name, "rbe");
    json_error_t error;

    if (file == NULL)
        return trouble_system(trouble, errno, "%s: cannot open", name);
    json_memory_watch();
    errno = 0;
    json_t *const loaded = json_loadf(file, JSON_REJECT_DUPLICATES, &error);
    const int error_number = errno;
    const bool is_read = !ferror(file);
    enum status st = ST_OK;

    fclose(file);
    if (!is_read)
        st = trouble_system(trouble, error_number, "%s: cannot read", name);
    else if (json_memory_failed())
        st = trouble_nomem(trouble);
    else if (loaded == NULL)
        st = trouble_say(trouble, ST_DATA,
                         "%s: cut off or changed: no JSON from line %d on",
                         name, error.line);
    if (st == ST_OK)
        *value = loaded;
    else
        json_decref(loaded);
    return st;
}
