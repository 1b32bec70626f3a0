/* SPDX-License-Identifier: MIT */
/* Any options, NAME=VALUE on a line. The parser refuses them with a message, or
 * makes a plan of them that keeps its bounds; then the object that a report
 * holds gives the same options again, and these the same plan. */
#include "command_line.h"
#include "csv/block.h"
#include "fuzz.h"

static void
check_plan(const struct plan *plan)
{
    fuzz_require(plan->sample_size <= INT64_MAX, "n is too large");
    fuzz_require(plan->min_per_stratum <= INT64_MAX,
                 "the minimum is too large");
    fuzz_require(plan->replicate >= 1 && plan->replicate <= INT64_MAX,
                 "a replicate that is none");
    fuzz_require(plan->reader.max_record >= 1 &&
                     plan->reader.max_record <= READER_LIMIT,
                 "a limit that is none");
    fuzz_require(plan->reader.threads <= BLOCK_THREADS, "too many threads");
    fuzz_require(plan->size != PLAN_FRACTION || plan->share.numerator > 0,
                 "a fraction of 0");
    fuzz_require(plan->size != PLAN_FRACTION ||
                     share_is_at_most_one(plan->share),
                 "a fraction above 1");
    fuzz_require(plan->share.places <= SHARE_PLACES, "too many places");
    fuzz_require(plan->weight_name.len > 0, "weights without a name");
    fuzz_require(strchr("\"\r\n", plan->reader.dialect.delimiter) == NULL,
                 "a delimiter that is none");
}

/* The lines that TEXT, a report's object, stands for. */
static char *
lines_of(const char *text)
{
    struct config_list list;
    struct trouble trouble = {0};
    char *lines = NULL;
    size_t len;
    FILE *const stream = open_memstream(&lines, &len);

    fuzz_require(config_read(text, &command_argp, &trouble, &list) == ST_OK,
                 "the report's options are refused: %s", trouble.text);
    fuzz_require(stream != NULL, "out of memory");
    for (size_t k = 0; k < list.count; k++)
        fprintf(stream, "%s\n", list.list[k] + 2);
    fclose(stream);
    config_list_free(&list);
    return lines;
}

/* How many other lines than --seed there are, and the hash of each, added up:
 * the object keeps their order under each name only. */
static uint64_t
sum_of(const struct command_line *line)
{
    uint64_t sum = 0;

    for (int k = 1; k < line->argument_count; k++) {
        const char *const typed = line->arguments[k];
        bool before = false;
        for (int j = 1; j < k; j++) /* a switch may be there twice */
            before |= strcmp(line->arguments[j], typed) == 0 &&
                      strchr(typed, '=') == NULL;
        if (strncmp(typed, "--seed=", 7) != 0 && !before)
            sum += hash128_of(slice_of(typed)).low;
    }
    return sum;
}

static bool
is_utf8(struct slice text)
{
    json_t *const string = json_stringn(text.bytes, text.len);
    const bool good = string != NULL;

    json_decref(string);
    return good;
}

static void
check_round_trip(struct command_line *line)
{
    struct command_line again;
    char seed[24];

    snprintf(seed, sizeof seed, "%llu",
             (unsigned long long)line->command.plan.seed);
    json_t *const object = config_of_run(&command_argp, line->argument_count,
                                         line->arguments, seed);
    fuzz_require(object != NULL, "out of memory");
    char *const text = json_dumps(object, 0);
    char *const lines = lines_of(text);
    fuzz_require(command_line_read(&again, slice_of(lines)),
                 "%s\nis refused: %s", text, again.message);
    fuzz_require(sum_of(line) == sum_of(&again), "%s\nare other options", text);
    fuzz_require(again.command.plan.seed == line->command.plan.seed,
                 "another seed");
    command_line_free(&again);
    free(lines);
    free(text);
    json_decref(object);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct slice text = fuzz_input(data, size);
    struct command_line line;

    /* The command line is made of strings; JSON has no bytes that are not
     * UTF-8, and shows them in another way. */
    if (memchr(text.bytes, '\0', text.len) != NULL || !is_utf8(text))
        return 0;
    if (command_line_read(&line, text)) {
        check_plan(&line.command.plan);
        check_round_trip(&line);
    }
    command_line_free(&line);
    return 0;
}
