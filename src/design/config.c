/* SPDX-License-Identifier: MIT */
#include "design/config.h"

#include <ctype.h>
#include <errno.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "design/config_internal.h"
#include "design/json_memory.h"

/* A file of options longer than this is something else. */
enum { CONFIG_BYTES = 1 << 20 };

enum status
config_list_add(struct config_list *list, const char *format, ...)
{
    char *text = NULL;
    va_list args;

    if (array_reserve(&list->list, &list->room, list->count + 2,
                      sizeof *list->list))
        return ST_NOMEM;
    va_start(args, format);
    const int len = vasprintf(&text, format, args);
    va_end(args);
    if (len < 0)
        return ST_NOMEM;
    list->list[list->count++] = text;
    list->list[list->count] = NULL;
    return ST_OK;
}

void
config_list_free(struct config_list *list)
{
    for (size_t k = 0; k < list->count; k++)
        free(list->list[k]);
    free(list->list);
    *list = (struct config_list){0};
}

void
config_each_option(const struct argp *argp,
                   void (*visit)(void *context,
                                 const struct argp_option *option),
                   void *context)
{
    const struct argp_option *option = argp->options;
    const struct argp_child *child = argp->children;

    /* The last one has neither a name, nor a key, nor a text. */
    for (; option != NULL &&
           (option->name != NULL || option->key != 0 || option->doc != NULL);
         option++)
        if (option->name != NULL)
            visit(context, option);
    for (; child != NULL && child->argp != NULL; child++)
        config_each_option(child->argp, visit, context);
}

/* An option that is looked for. */
struct search {
    const char *name;
    int key;
    const struct argp_option *found;
    size_t distance; /* of the nearest so far */
};

static void
compare(void *context, const struct argp_option *option)
{
    struct search *const search = context;

    if (search->name != NULL ? strcmp(search->name, option->name) == 0
                             : search->key == option->key)
        search->found = option;
}

const struct argp_option *
config_option(const struct argp *argp, const char *name, int key)
{
    struct search search = {.name = name, .key = key};

    config_each_option(argp, compare, &search);
    return search.found;
}

/* How many letters are to be put in, left out or changed (Levenshtein 1965), of
 * short names. */
static size_t
distance(const char *a, const char *b)
{
    enum { LONGEST = 64 };
    const size_t len = strlen(b);
    size_t row[LONGEST + 1];

    if (len > LONGEST)
        return SIZE_MAX;
    for (size_t j = 0; j <= len; j++)
        row[j] = j;
    for (size_t i = 0; a[i] != '\0'; i++) {
        size_t diagonal = row[0];
        row[0] = i + 1;
        for (size_t j = 0; j < len; j++) {
            const size_t changed = diagonal + (a[i] != b[j]);
            diagonal = row[j + 1];
            row[j + 1] = (row[j] < row[j + 1] ? row[j] : row[j + 1]) + 1;
            row[j + 1] = changed < row[j + 1] ? changed : row[j + 1];
        }
    }
    return row[len];
}

static void
compare_near(void *context, const struct argp_option *option)
{
    struct search *const search = context;
    const size_t letters = distance(search->name, option->name);

    if (letters < search->distance) {
        search->distance = letters;
        search->found = option;
    }
}

static enum status
refuse_key(const char *key, const struct argp *argp, struct trouble *trouble)
{
    struct search search = {.name = key, .distance = SIZE_MAX};

    config_each_option(argp, compare_near, &search);
    return trouble_say(trouble, ST_USAGE,
                       "--config: there is no option \"%.60s\"; did you mean "
                       "\"%s\"?",
                       key, search.found->name);
}

/* One value of an option. */
static enum status
take_value(const struct argp_option *option, const json_t *value,
           struct trouble *trouble, struct config_list *arguments)
{
    const char *const name = option->name;
    enum status st = ST_OK;

    if (option->arg == NULL && !json_is_boolean(value))
        return trouble_say(trouble, ST_USAGE,
                           "--config: \"%s\" is true or false", name);
    if (option->arg != NULL && !json_is_string(value))
        return trouble_say(trouble, ST_USAGE,
                           "--config: \"%s\" takes a text or a number", name);
    if (option->arg != NULL &&
        strlen(json_string_value(value)) != json_string_length(value))
        return trouble_say(trouble, ST_USAGE,
                           "--config: \"%s\": a text with a NUL byte", name);
    if (option->arg != NULL)
        st = config_list_add(arguments, "--%s=%s", name,
                             json_string_value(value));
    else if (json_is_true(value))
        st = config_list_add(arguments, "--%s", name);
    return st == ST_OK ? ST_OK : trouble_nomem(trouble);
}

static enum status
take_member(const char *key, const json_t *value, const struct argp *argp,
            struct trouble *trouble, struct config_list *arguments)
{
    const struct argp_option *const option = config_option(argp, key, 0);
    enum status st = ST_OK;

    if (strcmp(key, "config") == 0)
        return trouble_say(trouble, ST_USAGE,
                           "--config: it cannot name another one");
    if (option == NULL)
        return refuse_key(key, argp, trouble);
    if (!json_is_array(value))
        return take_value(option, value, trouble, arguments);
    for (size_t k = 0; k < json_array_size(value) && st == ST_OK; k++)
        st = take_value(option, json_array_get(value, k), trouble, arguments);
    return st;
}

static bool
is_number_byte(char byte)
{
    return isdigit((unsigned char)byte) ||
           (byte != '\0' && strchr("+-.eE", byte) != NULL);
}

/* A copy of a JSON text in which every number is a string. */
static char *
quote_numbers(const char *text)
{
    char *const copy = malloc(3 * strlen(text) + 1), *to = copy;
    bool in_string = false;

    if (copy == NULL)
        return NULL;
    while (*text != '\0') {
        if (in_string && *text == '\\') {
            *to++ = *text++; /* and what is behind it */
        } else if (*text == '"') {
            in_string = !in_string;
        } else if (!in_string &&
                   (*text == '-' || isdigit((unsigned char)*text))) {
            *to++ = '"';
            while (is_number_byte(*text))
                *to++ = *text++;
            *to++ = '"';
            continue;
        }
        *to++ = *text++;
    }
    *to = '\0';
    return copy;
}

static enum status
load(const char *text, size_t flags, struct trouble *trouble, json_t **json)
{
    json_error_t error;

    json_memory_watch();
    json_t *const loaded =
        json_loads(text, flags | JSON_REJECT_DUPLICATES, &error);
    if (json_memory_failed()) {
        json_decref(loaded);
        return trouble_nomem(trouble);
    }
    if (loaded == NULL)
        return trouble_say(trouble, ST_USAGE, "--config: line %d: %s",
                           error.line, error.text);
    *json = loaded;
    return ST_OK;
}

/* The object of a text, which is read twice: as it is, to see that it is JSON,
 * and with its numbers as texts. */
static enum status
read_object(const char *text, struct trouble *trouble, json_t **object)
{
    json_t *plain = NULL;
    enum status st = load(text, JSON_DECODE_INT_AS_REAL, trouble, &plain);

    if (st != ST_OK)
        return st;
    json_decref(plain);
    char *const quoted = quote_numbers(text);
    if (quoted == NULL)
        return trouble_nomem(trouble);
    st = load(quoted, 0, trouble, object);
    free(quoted);
    if (st != ST_OK || json_is_object(*object))
        return st;
    json_decref(*object);
    return trouble_say(trouble, ST_USAGE, "--config: not a JSON object");
}

static enum status
read_text(const char *text, const struct argp *argp, struct trouble *trouble,
          struct config_list *arguments)
{
    json_t *object = NULL, *value;
    const char *key;
    enum status st = read_object(text, trouble, &object);

    if (st != ST_OK)
        return st;
    json_object_foreach(object, key, value)
    {
        st = take_member(key, value, argp, trouble, arguments);
        if (st != ST_OK)
            break;
    }
    json_decref(object);
    return st;
}

/* The whole of a small file, new memory. */
static enum status
read_file(const char *name, struct trouble *trouble, char **text)
{
    FILE *const file = fopen(name, "re");
    enum status st = ST_OK;

    if (file == NULL)
        return trouble_system(trouble, errno, "--config %s: cannot open it",
                              name);
    char *const bytes = malloc(CONFIG_BYTES + 1);
    const size_t len =
        bytes == NULL ? 0 : fread(bytes, 1, CONFIG_BYTES + 1, file);
    if (bytes == NULL)
        st = trouble_nomem(trouble);
    else if (ferror(file))
        st =
            trouble_system(trouble, errno, "--config %s: cannot read it", name);
    else if (len > CONFIG_BYTES || memchr(bytes, '\0', len) != NULL)
        st = trouble_say(trouble, ST_USAGE, "--config %s: not a JSON text",
                         name);
    fclose(file);
    if (st != ST_OK) {
        free(bytes);
        return st;
    }
    bytes[len] = '\0';
    *text = bytes;
    return ST_OK;
}

enum status
config_read(const char *text, const struct argp *argp, struct trouble *trouble,
            struct config_list *arguments)
{
    char *content = NULL;
    enum status st;

    *arguments = (struct config_list){0};
    if (text[strspn(text, " \t\r\n")] == '{')
        return read_text(text, argp, trouble, arguments);
    st = read_file(text, trouble, &content);
    if (st == ST_OK)
        st = read_text(content, argp, trouble, arguments);
    free(content);
    return st;
}
