/* SPDX-License-Identifier: MIT */
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "design/config_internal.h"
#include "design/json_text.h"

/* Keys of getopt for long options begin here; below are letters. */
enum { FIRST_LONG = 0x10000 };

/* An option of a command line; its value is NULL if it takes none. */
struct given {
    const struct argp_option *option;
    const char *value;
};

/* The options of an argp, as getopt wants them, and those of a command line. */
struct scan {
    const struct argp_option **options;
    struct option *table;
    char *letters;
    size_t count;
    struct given *given;
    size_t given_count;
};

static void
count_option(void *context, const struct argp_option *option)
{
    (void)option;
    ++*(size_t *)context;
}

static void
add_option(void *context, const struct argp_option *option)
{
    struct scan *const scan = context;
    const bool letter = option->key > ' ' && option->key < 0x7f;
    char *const end = scan->letters + strlen(scan->letters);

    scan->options[scan->count] = option;
    scan->table[scan->count] = (struct option){
        option->name, option->arg != NULL ? required_argument : no_argument,
        NULL, FIRST_LONG + (int)scan->count};
    scan->count++;
    if (letter)
        snprintf(end, 3, "%c%s", option->key, option->arg != NULL ? ":" : "");
}

static void
scan_free(struct scan *scan)
{
    free(scan->options);
    free(scan->table);
    free(scan->letters);
    free(scan->given);
}

/* Goes through a command line as argp does, which uses getopt too. What is
 * wrong with it argp will say. */
static void
scan_line(const struct argp *argp, struct scan *scan, int argc, char **argv)
{
    opterr = 0;
    optind = 0; /* begins anew, in the GNU C library */
    for (int key; (key = getopt_long(argc, argv, scan->letters, scan->table,
                                     NULL)) != -1;) {
        const struct argp_option *const option =
            key >= FIRST_LONG ? scan->options[key - FIRST_LONG]
                              : config_option(argp, NULL, key);
        if (option != NULL && key != '?')
            scan->given[scan->given_count++] =
                (struct given){option, option->arg != NULL ? optarg : NULL};
    }
    optind = 0;
}

/* The options of a command line, in order. */
static enum status
scan_run(const struct argp *argp, int argc, char *const *argv,
         struct scan *scan)
{
    const size_t words = (size_t)argc;
    size_t count = 0, letters = 0;

    config_each_option(argp, count_option, &count);
    for (size_t k = 0; k < words; k++) /* -qvq may hold as many options */
        letters += strlen(argv[k]) + 1;
    char **const copy = calloc(words + 1, sizeof *copy);
    *scan = (struct scan){
        .options = calloc(count + 1, sizeof *scan->options),
        .table = calloc(count + 1, sizeof *scan->table),
        .letters = calloc(2 * count + 3, 1),
        .given = calloc(letters + 1, sizeof *scan->given),
    };
    if (copy == NULL || scan->options == NULL || scan->table == NULL ||
        scan->letters == NULL || scan->given == NULL) {
        free(copy);
        return ST_NOMEM;
    }
    memcpy(copy, argv, words * sizeof *copy); /* getopt changes their order */
    config_each_option(argp, add_option, scan);
    scan_line(argp, scan, argc, copy);
    free(copy);
    return ST_OK;
}

static bool
has_option(const struct scan *scan, const char *name, size_t len)
{
    for (size_t k = 0; k < scan->given_count; k++)
        if (strlen(scan->given[k].option->name) == len &&
            memcmp(scan->given[k].option->name, name, len) == 0)
            return true;
    return false;
}

/* "--NAME" or "--NAME=VALUE" of the object, unless the command line has it. */
static enum status
add_config(const struct scan *scan, const char *argument,
           struct config_list *list)
{
    const char *const name = argument + 2;

    if (has_option(scan, name, strcspn(name, "=")))
        return ST_OK;
    return config_list_add(list, "%s", argument);
}

static const char *
config_value(const struct scan *scan)
{
    for (size_t k = 0; k < scan->given_count; k++)
        if (strcmp(scan->given[k].option->name, "config") == 0)
            return scan->given[k].value;
    return NULL;
}

enum status
config_arguments(const struct argp *argp, int argc, char *const *argv,
                 struct trouble *trouble, struct config_list *arguments)
{
    struct config_list config = {0}, list = {0};
    struct scan scan;
    enum status st = scan_run(argp, argc, argv, &scan);
    const char *const text = st == ST_OK ? config_value(&scan) : NULL;

    if (st == ST_OK && text != NULL)
        st = config_read(text, argp, trouble, &config);
    if (st == ST_OK)
        st = config_list_add(&list, "%s", argv[0]);
    for (size_t k = 0; k < config.count && st == ST_OK; k++)
        st = add_config(&scan, config.list[k], &list);
    for (int k = 1; k < argc && st == ST_OK; k++)
        st = config_list_add(&list, "%s", argv[k]);
    config_list_free(&config);
    scan_free(&scan);
    if (st == ST_OK) {
        *arguments = list;
        return ST_OK;
    }
    config_list_free(&list);
    return st == ST_NOMEM ? trouble_nomem(trouble) : st;
}

/* One more value of an option: the second one makes a list of them. */
static json_t *
put_given(json_t *object, const struct given *given)
{
    const char *const name = given->option->name;
    json_t *const value = given->value == NULL
                              ? json_true()
                              : json_text_of(slice_of(given->value));
    json_t *const before = json_object_get(object, name);

    if (before == NULL || given->value == NULL)
        return json_text_put(object, name, value);
    if (json_is_array(before)) {
        if (json_array_append_new(before, value) == 0)
            return object;
        json_decref(object);
        return NULL;
    }
    return json_text_put(object, name, json_pack("[O, o]", before, value));
}

json_t *
config_of_run(const struct argp *argp, int argc, char *const *argv,
              const char *seed)
{
    json_t *object = json_object();
    struct scan scan;

    if (scan_run(argp, argc, argv, &scan) != ST_OK) {
        json_decref(object);
        object = NULL;
    }
    for (size_t k = 0; k < scan.given_count && object != NULL; k++)
        if (strcmp(scan.given[k].option->name, "config") != 0 &&
            strcmp(scan.given[k].option->name, "seed") != 0)
            object = put_given(object, &scan.given[k]);
    if (seed != NULL)
        object = json_text_put(object, "seed", json_string(seed));
    scan_free(&scan);
    return object;
}
