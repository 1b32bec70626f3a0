/* SPDX-License-Identifier: MIT */
#include "design/json_text.h"

#include <stdlib.h>

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
