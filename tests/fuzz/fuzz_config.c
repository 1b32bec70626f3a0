/* SPDX-License-Identifier: MIT */
/* Any text as the value of --config, and as a file of it: what is taken is a
 * JSON object, and gives one argument for each value, with the digits of
 * numbers as they are written. */
#include <ctype.h>
#include <sys/mman.h>
#include <unistd.h>

#include "command_line.h"
#include "fuzz.h"

/* How many arguments a member makes. */
static size_t
arguments_of(const json_t *value)
{
    size_t count = 0;

    if (!json_is_array(value))
        return !json_is_false(value);
    for (size_t k = 0; k < json_array_size(value); k++)
        count += arguments_of(json_array_get(value, k));
    return count;
}

/* Whether the value of an argument stands in the text as it is, if it is all
 * digits: a number, or a text of digits. */
static bool
is_written(const char *argument, const char *text)
{
    const char *const sign = strchr(argument, '=');

    if (sign == NULL || sign[1] == '\0' ||
        sign[1 + strspn(sign + 1, "0123456789")] != '\0')
        return true;
    return strstr(text, sign + 1) != NULL || strchr(text, '\\') != NULL;
}

static void
check_taken(const char *text, const struct config_list *list)
{
    json_error_t error;
    json_t *const object = json_loads(
        text, JSON_DECODE_INT_AS_REAL | JSON_REJECT_DUPLICATES, &error);
    const char *key;
    json_t *value;
    size_t count = 0;

    fuzz_require(json_is_object(object), "it is no JSON object");
    json_object_foreach(object, key, value)
    {
        const struct argp_option *const option =
            config_option(&command_argp, key, 0);
        fuzz_require(option != NULL, "there is no option %s", key);
        count += arguments_of(value);
    }
    fuzz_require(count == list->count, "%zu arguments of %zu values",
                 list->count, count);
    for (size_t k = 0; k < list->count; k++)
        fuzz_require(strncmp(list->list[k], "--", 2) == 0 &&
                         is_written(list->list[k], text),
                     "%s is not what is written", list->list[k]);
    json_decref(object);
}

static enum status
read_text(const char *text)
{
    struct config_list list;
    struct trouble trouble = {0};
    const enum status st = config_read(text, &command_argp, &trouble, &list);

    fuzz_require(st == trouble.status, "status %d, trouble %d", (int)st,
                 (int)trouble.status);
    if (st == ST_OK)
        check_taken(text, &list);
    config_list_free(&list);
    return st;
}

static enum status
read_file(struct slice bytes)
{
    const int fd = memfd_create("config", MFD_CLOEXEC);
    struct config_list list;
    struct trouble trouble = {0};
    char name[40];

    fuzz_require(fd != -1 &&
                     write(fd, bytes.bytes, bytes.len) == (ssize_t)bytes.len,
                 "no memory file");
    snprintf(name, sizeof name, "/proc/self/fd/%d", fd);
    const enum status st = config_read(name, &command_argp, &trouble, &list);
    config_list_free(&list);
    close(fd);
    return st;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct slice bytes = fuzz_input(data, size);
    char *const text = fuzz_string(bytes);
    /* Reading a file takes much longer. */
    const bool as_file = fuzz_choice(bytes, 1, 8) == 0 || bytes.len < 8;
    const enum status from_file = as_file ? read_file(bytes) : ST_OK;

    /* A text without a brace is the name of a file. */
    if (text[strspn(text, " \t\r\n")] == '{' && strlen(text) == bytes.len) {
        const enum status from_text = read_text(text);
        fuzz_require(!as_file || from_text == from_file,
                     "text and file are not read alike");
    } else if (as_file && strlen(text) != bytes.len) {
        fuzz_require(from_file == ST_USAGE, "a NUL is taken");
    }
    free(text);
    return 0;
}
