/* SPDX-License-Identifier: MIT */
/* The whole of sampler but its files: options, a line %%, the frame, and
 * perhaps a line %% and a file of sizes. Drawn by one thread from a file and by
 * two or from a pipe, in blocks of other sizes by other kernels, it is the same
 * sample, the same account or the same message; and what must hold of a sample
 * does (draw_model.h). Summary and reports are made, and the JSON is JSON. */
#include "command_line.h"
#include "design/report.h"
#include "draw_model.h"
#include "fuzz.h"
#include "memory_files.h"

/* The blocks of the program are 64 times as large, which only takes time here.
 */
enum { MOST_FRAME = 1 << 16, PLAIN_BLOCK = 4096 };

/* One way to draw. */
struct way {
    const struct scan_kernel *kernel;
    size_t block_bytes;
    size_t budget;
    unsigned threads;
    bool is_pipe;
};

/* What came of it. */
struct drawn {
    enum status status;
    struct trouble trouble;
    struct draw_result result;
    struct plan plan;
    struct sink *sink;
    char *told; /* summary and reports, where they do not hang on the way */
};

/* Cuts TEXT at the first line that is %%; what is behind it. */
static struct slice
cut_section(struct slice *text)
{
    const struct slice all = *text;
    struct slice rest = all, line;

    while (fuzz_line(&rest, &line))
        if (slice_equal(line, slice_of("%%"))) {
            text->len = (size_t)(line.bytes - all.bytes);
            return rest;
        }
    return (struct slice){NULL, 0};
}

static const struct scan_kernel *
usable_kernel(size_t choice)
{
    size_t usable[8], count = 0;

    for (size_t k = 0; scan_kernels[k] != NULL; k++)
        if (scan_kernels[k]->usable())
            usable[count++] = k;
    return scan_kernels[usable[choice % count]];
}

/* Makes what people and machines are told, and reads the JSON back. */
static void
tell(struct drawn *drawn, const struct command_line *line,
     const struct source *source)
{
    static const char *const forms[] = {"r.json", "r.csv", "r.md"};
    struct sdc_told told;
    size_t len;
    FILE *const stream = open_memstream(&drawn->told, &len);
    const struct account account = {
        .program = "sampler",
        .version = "0",
        .argument_count = line->argument_count,
        .arguments = line->arguments,
        .argp = &command_argp,
        .seed_given = line->command.seed_given,
        .plan = &drawn->plan,
        .input = source_name(source),
        .coding = source_coding(source),
        .result = &drawn->result,
        .told = &told,
    };

    fuzz_require(stream != NULL &&
                     sdc_tell(&drawn->plan, &drawn->result, &told) == ST_OK,
                 "out of memory");
    account_print(stream, &account, true);
    fclose(stream);
    for (size_t k = 0; k < sizeof forms / sizeof *forms; k++) {
        struct sink *const sink = memory_sink();
        fuzz_require(report_write(sink, forms[k], &account, &drawn->trouble) ==
                         ST_OK,
                     "%s: %s", forms[k], drawn->trouble.text);
        const struct slice text = memory_sink_text(sink);
        json_t *const json =
            k == 0 ? json_loadb(text.bytes, text.len, 0, NULL) : NULL;
        fuzz_require(k > 0 || json != NULL, "the report is no JSON");
        json_decref(json);
        sink_free(sink);
    }
    sdc_told_free(&told);
}

static void
draw(const struct command_line *line, struct slice frame, const struct way *way,
     struct drawn *drawn)
{
    static const char broken[] = "frame: internal check failed";
    struct source *const source = memory_source("frame", frame, way->is_pipe);
    const char *const folder = getenv("TMPDIR");

    *drawn = (struct drawn){.plan = line->command.plan};
    drawn->plan.reader.kernel = way->kernel;
    drawn->plan.reader.block_bytes = way->block_bytes;
    drawn->plan.reader.threads = way->threads;
    drawn->plan.candidates_budget = way->budget;
    drawn->plan.folder = folder != NULL ? folder : "/tmp";
    drawn->sink = drawn->plan.count_only ? NULL : memory_sink();
    drawn->status = draw_run(&drawn->plan, source, drawn->sink, NULL,
                             &drawn->trouble, &drawn->result);
    fuzz_require(
        drawn->status == drawn->trouble.status &&
            (drawn->status == ST_OK) == (drawn->trouble.text[0] == '\0'),
        "status %d, but trouble: %s", (int)drawn->status, drawn->trouble.text);
    /* A name of a column may say so, too. */
    fuzz_require(strncmp(drawn->trouble.text, broken, sizeof broken - 1) != 0,
                 "%s", drawn->trouble.text);
    fuzz_require(drawn->status == ST_OK || drawn->sink == NULL ||
                     memory_sink_text(drawn->sink).len == 0,
                 "something is written in spite of: %s", drawn->trouble.text);
    if (drawn->status == ST_OK)
        tell(drawn, line, source);
    source_free(source);
}

static void
drawn_free(struct drawn *drawn)
{
    draw_result_free(&drawn->result);
    sink_free(drawn->sink);
    free(drawn->told);
}

static void
compare(const struct drawn *a, const struct drawn *b)
{
    fuzz_require(a->status == b->status &&
                     strcmp(a->trouble.text, b->trouble.text) == 0,
                 "another verdict in another way:\n%s\n%s", a->trouble.text,
                 b->trouble.text);
    if (a->status != ST_OK)
        return;
    if (a->sink != NULL)
        fuzz_require(
            slice_equal(memory_sink_text(a->sink), memory_sink_text(b->sink)),
            "another sample in another way");
    fuzz_require(a->result.drawn.pop_size == b->result.drawn.pop_size &&
                     a->result.drawn.weight_sum == b->result.drawn.weight_sum &&
                     a->result.kept.pop_size == b->result.kept.pop_size &&
                     a->result.warnings.count == b->result.warnings.count,
                 "another account in another way");
}

/* What --plan has shown is what is drawn, if anything is. */
static void
check_foreseen(const struct command_line *line, struct slice frame,
               const struct way *way, const struct drawn *foreseen)
{
    struct command_line to_draw = *line;
    struct drawn drawn;

    to_draw.command.plan.count_only = false;
    draw(&to_draw, frame, way, &drawn);
    for (size_t h = 0; drawn.status == ST_OK && h < drawn.result.strata_count;
         h++)
        fuzz_require(drawn.result.strata[h].sample_size ==
                             foreseen->result.strata[h].sample_size &&
                         drawn.result.strata[h].pop_size ==
                             foreseen->result.strata[h].pop_size,
                     "stratum %zu was foreseen in another way", h);
    drawn_free(&drawn);
}

static void
draw_in_two_ways(const struct command_line *line, struct slice frame,
                 struct slice input)
{
    const struct way plain = {scan_kernel_choose(NULL), PLAIN_BLOCK,
                              line->command.plan.candidates_budget, 1, false};
    const bool is_pipe = fuzz_choice(input, 1, 2) == 0;
    const struct way odd = {usable_kernel(fuzz_choice(input, 2, 60)),
                            1 + fuzz_choice(input, 3, 200),
                            fuzz_choice(input, 4, 4) == 0 ? 64 : 1 << 16,
                            1 + (unsigned)fuzz_choice(input, 5, 3), is_pipe};
    struct drawn one, other;

    draw(line, frame, &plain, &one);
    if (one.status == ST_OK)
        draw_model_check(&one.plan, frame,
                         one.sink == NULL ? (struct slice){"", 0}
                                          : memory_sink_text(one.sink),
                         &one.result);
    draw(line, frame, &odd, &other);
    compare(&one, &other);
    if (one.status == ST_OK && one.plan.count_only)
        check_foreseen(line, frame, &plain, &one);
    drawn_free(&one);
    drawn_free(&other);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct slice input = fuzz_input(data, size);
    struct slice options = input;
    struct slice frame = cut_section(&options);
    const struct slice sizes = cut_section(&frame);
    struct command_line line;

    if (frame.bytes == NULL || frame.len > MOST_FRAME ||
        memchr(options.bytes, '\0', options.len) != NULL)
        return 0;
    memory_files_is(sizes);
    if (command_line_read(&line, options))
        draw_in_two_ways(&line, frame, input);
    command_line_free(&line);
    return 0;
}
