/* SPDX-License-Identifier: MIT */
/* Where libcsv reads CSV in another way than we do, one example of each, and
 * what was decided. check_csv_texts.c finds no difference that is not one of
 * these kinds, among all short texts.
 *
 * A reading is written as [field][field]/ for a record; "FAULT: ..." ends ours.
 */
#include <csv.h>
#include <string.h>

#include "csv_naive.h"
#include "csv_trial.h"
#include "memory_source.h"
#include "run_tests.h"

static const struct dialect comma = {','};

static const struct difference {
    const char *text;
    size_t len;
    const char *libcsv;
    const char *ours;
    const char *decided; /* why, or where it is said */
} differences[] = {
#define TEXT(text) text, sizeof text - 1
    {TEXT("\xef\xbb\xbf"
          "h\n1\n"),
     "[\xef\xbb\xbfh]/[1]/", "[h]/[1]/",
     "a byte-order mark is no part of the first name"},
    {TEXT("h\n\n1\n"), "[h]/[1]/", "[h]/[]/[1]/",
     "in a file of one column a blank line is a record whose cell is empty"},
    {TEXT("h,i\n1,2\r3,4\n"), "[h][i]/[1][2]/[3][4]/",
     "[h][i]/FAULT: record 1, line 2: a carriage return without a line feed "
     "behind it",
     "a lone CR is more often damage than a line end"},
    {TEXT("h\n\r\r\n1\n"), "[h]/[1]/",
     "[h]/FAULT: record 1, line 2: a carriage return without a line feed "
     "behind it",
     "two CRs are what a file is left with that was converted twice"},
    {TEXT("h\n1\0002\n"), "[h]/[1<NUL>2]/",
     "[h]/FAULT: record 1, line 2: a NUL byte; is this text?",
     "no text holds a NUL; UTF-16 does"},
    {TEXT("h,i\n\"1\"x,2\n"), "[h][i]/[1\"x,2\n]/",
     "[h][i]/FAULT: record 1, line 2: a quoted field goes on after its closing "
     "quote",
     "nobody can tell where the field was meant to end"},
    {TEXT("h,i\n\"1\" ,2\n"), "[h][i]/[1][2]/",
     "[h][i]/FAULT: record 1, line 2: a quoted field goes on after its closing "
     "quote",
     "blanks are part of a cell: here they are outside of it"},
    {TEXT("h,i\n\"1,2\n3,4\n"), "[h][i]/[1,2\n3,4\n]/",
     "[h][i]/FAULT: record 1, line 2: a quoted field begins here and is never "
     "closed",
     "libcsv takes the rest of the file for one field"},
    {TEXT("h,i\n1\n"), "[h][i]/[1]/",
     "[h][i]/FAULT: record 1, line 2: 1 field, but the header has 2",
     "a weight would come to stand in a column of data"},
    {TEXT("\n\n"), "", "FAULT: empty input: no header",
     "there is nothing to draw from, which is seldom meant"},
    {TEXT("h,i\n\n1,2\n"), "[h][i]/[1][2]/", "[h][i]/[1][2]/",
     "with more columns blank lines are skipped by both"},
    {TEXT("h,i\n1\"2,\"\"\n"), "[h][i]/[1\"2][]/", "[h][i]/[1\"2][]/",
     "a quote inside a plain field is data to both"},
#undef TEXT
};
enum { DIFFERENCES = sizeof differences / sizeof *differences, MOST = 1000 };

struct reading {
    char text[MOST]; /* zeroed: it ends with a NUL */
    size_t len;
};

/* Appends bytes, a NUL so that it can be seen. */
static void
add(struct reading *reading, const char *bytes, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        ck_assert(reading->len + sizeof "<NUL>" < MOST);
        if (bytes[i] == '\0') {
            memcpy(reading->text + reading->len, "<NUL>", 5);
            reading->len += 5;
        } else {
            reading->text[reading->len++] = bytes[i];
        }
    }
}

static void
on_field(void *bytes, size_t len, void *context)
{
    add(context, "[", 1);
    add(context, bytes, len);
    add(context, "]", 1);
}

static void
on_row(int terminator, void *context)
{
    (void)terminator;
    add(context, "/", 1);
}

static int
no_blank(unsigned char byte)
{
    (void)byte;
    return 0;
}

static void
read_by_libcsv(const struct difference *one, bool keep_blanks,
               struct reading *reading)
{
    struct csv_parser parser;

    ck_assert_int_eq(csv_init(&parser, 0), 0);
    if (keep_blanks)
        csv_set_space_func(&parser, no_blank);
    ck_assert_uint_eq(
        csv_parse(&parser, one->text, one->len, on_field, on_row, reading),
        one->len);
    csv_fini(&parser, on_field, on_row, reading);
    csv_free(&parser);
}

static void
add_fields(struct reading *reading, const struct naive_csv *naive,
           const struct naive_record *record, const char *text)
{
    char said[MOST];

    for (size_t j = 0; j < record->field_count; j++) {
        const struct naive_span span = naive->fields[record->first_field + j];
        const struct slice raw = {text + span.begin, span.end - span.begin};
        on_field(said, naive_decode(raw, said), reading);
    }
    on_row(0, reading);
}

/* Our reading is that of the naive reader, to which the real one is held. */
static void
read_by_us(const struct difference *one, struct reading *reading)
{
    const struct slice text = {one->text, one->len};
    struct naive_csv naive = {0};
    struct source source = {.text = text};
    struct csv_trial trial = {
        text, &naive, {scan_kernel_choose(NULL), comma, 4, MOST, 1}, WANT_ALL};
    struct trouble trouble;

    naive_read(&naive, text, comma, MOST);
    csv_trial_run(&trial, &source);
    if (naive.has_header)
        add_fields(reading, &naive, &naive.header, one->text);
    for (size_t i = 0; i < naive.count; i++)
        add_fields(reading, &naive, &naive.records[i], one->text);
    csv_trial_message(&trial, "x", &trouble);
    if (trouble.status != ST_OK) {
        add(reading, "FAULT: ", 7);
        add(reading, trouble.text + 3, strlen(trouble.text + 3));
    }
    naive_free(&naive);
}

START_TEST(libcsv_reads_as_the_table_says)
{
    const struct difference *const one = &differences[_i];
    struct reading reading = {.len = 0};

    /* As it is by default where blanks are what differs. */
    read_by_libcsv(one, strstr(one->text, "\" ,") == NULL, &reading);
    ck_assert_str_eq(reading.text, one->libcsv);
}
END_TEST

START_TEST(we_read_as_was_decided)
{
    struct reading reading = {.len = 0};

    read_by_us(&differences[_i], &reading);
    ck_assert_str_eq(reading.text, differences[_i].ours);
    ck_assert_str_ne(differences[_i].decided, "");
}
END_TEST

int
main(void)
{
    TCase *tests = tcase_create("csv differences");

    tcase_add_loop_test(tests, libcsv_reads_as_the_table_says, 0, DIFFERENCES);
    tcase_add_loop_test(tests, we_read_as_was_decided, 0, DIFFERENCES);
    return run_tests("csv differences", tests);
}
