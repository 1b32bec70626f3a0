/* SPDX-License-Identifier: MIT */
#include "design/sample_writer.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/digest.h"
#include "csv/row.h"
#include "design/new_columns.h"
#include "design/shard_row.h"
#include "stats/weight.h"

/* Texts of a stratum, made when its first row leaves: 19 zeros and 17 digits
 * are the most that a quotient of counts needs. */
enum { TEXT_BYTES = 48 };

struct texts {
    bool is_made;
    double weight;
    char weight_text[TEXT_BYTES];
    char prob_text[TEXT_BYTES];
    char *label; /* as a field; new memory */
    size_t label_bytes;
};

struct sample_writer {
    const struct plan *plan;
    const struct header *header;
    const struct strata *strata;
    struct sink *sink;
    struct trouble *trouble; /* of the row that is written */
    struct cut cut;          /* empty: all columns leave */
    struct texts kept;
    struct texts *texts; /* one for each stratum */
    uint64_t kept_size;
    size_t base_column;
    struct slice *fields; /* of a row, where its weight depends on one */
    struct field_decoder decoder;
    struct weight_sum sum;
    struct digest *digest; /* of a shard, else NULL */
    uint64_t bytes;
    uint64_t rows;
};

static enum status
put(struct sample_writer *writer, const char *bytes, size_t len)
{
    if (writer->digest != NULL)
        digest_add(writer->digest, (struct slice){bytes, len});
    writer->bytes += len;
    return sink_write(writer->sink, bytes, len, writer->trouble);
}

static enum status
put_delimiter(struct sample_writer *writer)
{
    return put(writer, &writer->header->dialect.delimiter, 1);
}

/* A new field that needs no quotes. */
static enum status
put_text(struct sample_writer *writer, const char *text)
{
    const enum status st = put_delimiter(writer);

    return st == ST_OK ? put(writer, text, strlen(text)) : st;
}

static enum status
put_count(struct sample_writer *writer, uint64_t count)
{
    char text[24];

    snprintf(text, sizeof text, "%" PRIu64, count);
    return put_text(writer, text);
}

/* The line ending of the header, which a row without one is given. */
static enum status
put_default_ending(struct sample_writer *writer)
{
    return writer->header->ending_bytes == 2 ? put(writer, "\r\n", 2)
                                             : put(writer, "\n", 1);
}

enum status
sample_writer_header(struct sample_writer *writer, struct slice *content)
{
    *content = (struct slice){writer->header->raw, writer->header->raw_bytes};
    return writer->cut.count > 0 ? cut_header(&writer->cut, content) : ST_OK;
}

static enum status
put_header(struct sample_writer *writer)
{
    const struct header *const header = writer->header;
    struct slice content, names[NEW_COLUMNS];
    enum status st = sample_writer_header(writer, &content);

    if (st != ST_OK)
        return trouble_nomem(writer->trouble);
    st = put(writer, content.bytes, content.len);
    new_columns_names(writer->plan, names);
    for (size_t k = 0; k < NEW_COLUMNS && st == ST_OK; k++) {
        char *name;
        size_t len;
        if (names[k].len == 0 ||
            new_columns_of_shard(k) != writer->plan->shard.is_out)
            continue;
        if (field_written(header->dialect, names[k], &name, &len) != ST_OK)
            return trouble_nomem(writer->trouble);
        st = put_delimiter(writer);
        if (st == ST_OK)
            st = put(writer, name, len);
        free(name);
    }
    return st == ST_OK ? put_default_ending(writer) : st;
}

/* The share of the units of a stratum that leave with its weight. */
static double
prob_of(const struct plan *plan, const struct stratum *stratum)
{
    const uint64_t drawn = stratum->sample_size;
    const uint64_t leaving =
        plan->output == PLAN_REST ? stratum->pop_size - drawn : drawn;

    if (plan->inverse_probability)
        return share_value(plan->share);
    return leaving == 0 ? 0.0 : (double)leaving / (double)stratum->pop_size;
}

static void
copy_text(char text[TEXT_BYTES], double number)
{
    const struct weight_text shortest = weight_text_of(number);

    memcpy(text, shortest.text,
           shortest.len < TEXT_BYTES ? shortest.len + 1 : TEXT_BYTES);
    text[TEXT_BYTES - 1] = '\0';
}

static enum status
make_texts(const struct sample_writer *writer, double weight, double prob,
           struct slice label, struct texts *texts)
{
    texts->weight = weight;
    copy_text(texts->weight_text, weight);
    copy_text(texts->prob_text, prob);
    texts->is_made = true;
    return field_written(writer->header->dialect, label, &texts->label,
                         &texts->label_bytes) == ST_OK
               ? ST_OK
               : trouble_nomem(writer->trouble);
}

/* The texts of a row's stratum; those who are kept are one of their own. */
static enum status
texts_of(struct sample_writer *writer, const struct sample_row *row,
         struct texts **texts)
{
    const struct stratum *const stratum = &writer->strata->list[row->stratum];

    *texts = row->is_kept ? &writer->kept : &writer->texts[row->stratum];
    if ((*texts)->is_made)
        return ST_OK;
    if (row->is_kept)
        return make_texts(writer, 1.0, 1.0, slice_of("kept"), *texts);
    return make_texts(writer, stratum->design_weight,
                      prob_of(writer->plan, stratum), stratum->label, *texts);
}

/* What the row is worth beside its design weight. */
static enum status
factor_of(struct sample_writer *writer, const struct sample_row *row,
          double *factor)
{
    enum status st = ST_OK;

    *factor = 1.0;
    if (writer->fields != NULL) {
        row_fields(writer->header->dialect, row->content,
                   writer->header->columns, writer->fields);
        st = field_number(&writer->decoder, writer->fields[writer->base_column],
                          factor);
        if (st != ST_OK)
            st = trouble_nomem(writer->trouble);
    }
    if (writer->plan->row_weights)
        *factor *= (double)row->unit_rows;
    return st;
}

static bool
has_weight(const struct plan *plan, const struct sample_row *row)
{
    return plan->output == PLAN_REST ? !row->is_selected : row->is_selected;
}

static enum status
put_weight(struct sample_writer *writer, const struct sample_row *row,
           const struct texts *texts)
{
    const struct plan *const plan = writer->plan;
    double factor;
    enum status st;

    if (!has_weight(plan, row))
        return put_text(writer, "0");
    if (writer->fields == NULL && !plan->row_weights && row->weight == 0) {
        weight_sum_add(&writer->sum, texts->weight);
        return put_text(writer, texts->weight_text);
    }
    st = factor_of(writer, row, &factor);
    if (st != ST_OK)
        return st;
    factor *= row->weight > 0 ? row->weight : texts->weight;
    weight_sum_add(&writer->sum, factor);
    return put_text(writer, weight_text_of(factor).text);
}

/* One column of --add. */
static enum status
put_column(struct sample_writer *writer, enum plan_column column,
           const struct sample_row *row, const struct texts *texts)
{
    const struct stratum *const stratum = &writer->strata->list[row->stratum];
    enum status st = ST_OK;

    switch (column) {
    case PLAN_COLUMN_STRATUM:
        st = put_delimiter(writer);
        return st == ST_OK ? put(writer, texts->label, texts->label_bytes) : st;
    case PLAN_COLUMN_PROB:
        return put_text(writer, row->prob > 0 ? weight_text_of(row->prob).text
                                              : texts->prob_text);
    case PLAN_COLUMN_POP_SIZE:
        return put_count(writer,
                         row->is_kept ? writer->kept_size : stratum->pop_size);
    case PLAN_COLUMN_SAMPLE_SIZE:
        return put_count(writer, row->is_kept ? writer->kept_size
                                              : stratum->sample_size);
    case PLAN_COLUMN_PRN:
        return put_count(writer, row->prn);
    case PLAN_COLUMN_SUBCOHORT:
        return put_text(writer, row->is_below ? "1" : "0");
    default:
        return st;
    }
}

/* What a shard's row has in their place. */
static enum status
put_shard_columns(struct sample_writer *writer, const struct sample_row *row)
{
    const struct shard_row columns = {
        .stratum = writer->strata->list[row->stratum].rank,
        .is_kept = row->is_kept,
        .prn = row->prn,
        .id = row->id,
        .unit_rows = row->unit_rows,
    };
    char text[SHARD_ROW_BYTES];
    const size_t len = shard_row_text(
        writer->plan, writer->header->dialect.delimiter, &columns, text);

    return put(writer, text, len);
}

static enum status
put_columns(struct sample_writer *writer, const struct sample_row *row)
{
    const struct plan *const plan = writer->plan;
    struct texts *texts;
    enum status st;

    if (plan->shard.is_out)
        return put_shard_columns(writer, row);
    st = texts_of(writer, row, &texts);
    if (st == ST_OK && plan->add[PLAN_COLUMN_SELECTED].len > 0)
        st = put_text(writer, row->is_selected ? "1" : "0");
    if (st == ST_OK)
        st = put_weight(writer, row, texts);
    for (size_t k = PLAN_COLUMN_SELECTED + 1;
         k < PLAN_COLUMNS_ASKED && st == ST_OK; k++)
        if (plan->add[k].len > 0)
            st = put_column(writer, (enum plan_column)k, row, texts);
    return st;
}

enum status
sample_writer_row(struct sample_writer *writer, const struct sample_row *row,
                  struct trouble *trouble)
{
    const char *const ending = row->content.bytes + row->content.len;
    struct slice content = row->content;
    enum status st;

    writer->trouble = trouble;
    writer->rows++;
    if (writer->cut.count > 0 &&
        cut_row(&writer->cut, row->content, &content) != ST_OK)
        return trouble_nomem(trouble);
    st = put(writer, content.bytes, content.len);
    if (st == ST_OK)
        st = put_columns(writer, row);
    if (st != ST_OK)
        return st;
    return row->ending_bytes > 0 ? put(writer, ending, row->ending_bytes)
                                 : put_default_ending(writer);
}

/* Finds the column of base weights. */
static enum status
find_base(struct sample_writer *writer)
{
    const struct slice name = writer->plan->base_weight;

    if (name.len == 0)
        return ST_OK;
    writer->fields = calloc(writer->header->columns, sizeof *writer->fields);
    if (writer->fields == NULL)
        return trouble_nomem(writer->trouble);
    return header_find(writer->header, name, writer->trouble,
                       &writer->base_column);
}

enum status
sample_writer_new(const struct plan *plan, const struct header *header,
                  const struct strata *strata, uint64_t kept_size,
                  struct sink *sink, struct trouble *trouble,
                  struct sample_writer **writer)
{
    struct sample_writer *const made = calloc(1, sizeof *made);
    enum status st;

    if (made == NULL)
        return trouble_nomem(trouble);
    made->plan = plan;
    made->header = header;
    made->strata = strata;
    made->sink = sink;
    made->trouble = trouble;
    made->kept_size = kept_size;
    field_decoder_init(&made->decoder, header->dialect);
    made->texts = calloc(strata->count + (size_t)1, sizeof *made->texts);
    st = made->texts == NULL ||
                 (plan->shard.is_out && digest_new(&made->digest) != ST_OK)
             ? trouble_nomem(trouble)
             : new_columns_cut(plan, header, trouble, &made->cut);
    if (st == ST_OK)
        st = find_base(made);
    if (st == ST_OK)
        st = put_header(made);
    if (st == ST_OK)
        *writer = made;
    else
        sample_writer_free(made);
    return st;
}

void
sample_writer_free(struct sample_writer *writer)
{
    if (writer == NULL)
        return;
    for (uint32_t h = 0; writer->texts != NULL && h < writer->strata->count;
         h++)
        free(writer->texts[h].label);
    free(writer->kept.label);
    free(writer->texts);
    free(writer->fields);
    field_decoder_free(&writer->decoder);
    cut_free(&writer->cut);
    digest_free(writer->digest);
    free(writer);
}

double
sample_writer_sum(const struct sample_writer *writer)
{
    return weight_sum_value(&writer->sum);
}

struct sample_bytes
sample_writer_bytes(const struct sample_writer *writer)
{
    struct sample_bytes bytes = {writer->rows, writer->bytes, {0, 0}};

    if (writer->digest != NULL)
        bytes.digest = digest_hash(writer->digest);
    return bytes;
}
