/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <stdlib.h>

#include "csv/field.h"
#include "design/report.h"
#include "stats/weight.h"

static void
print_count(FILE *stream, struct sdc_count count)
{
    if (count.state == SDC_TOLD)
        fprintf(stream, ",%" PRIu64, count.count);
    else
        fputs(count.state == SDC_SUPPRESSED ? ",[c]" : ",", stream);
}

static void
print_real(FILE *stream, struct sdc_real real)
{
    fputc(',', stream);
    if (real.state == SDC_TOLD)
        fputs(weight_text_of(real.value).text, stream);
}

/* One row; false if there is no memory. */
static bool
print_stratum(FILE *stream, struct slice label,
              const struct sdc_stratum *stratum)
{
    char *field = NULL;
    size_t len;

    if (field_written((struct dialect){','}, label, &field, &len) != ST_OK)
        return false;
    fwrite(field, 1, len, stream);
    free(field);
    print_count(stream, stratum->pop_size);
    print_count(stream, stratum->sample_size);
    print_real(stream, stratum->design_weight);
    print_real(stream, stratum->weight_sum);
    print_count(stream, stratum->kept_size);
    print_count(stream, stratum->pop_rows);
    print_count(stream, stratum->sample_rows);
    fputc('\n', stream);
    return true;
}

enum status
report_write_csv(struct sink *sink, const struct account *account,
                 struct trouble *trouble)
{
    const struct sdc_told *const told = account->told;
    char *bytes = NULL;
    size_t len = 0;
    FILE *const stream = open_memstream(&bytes, &len);
    bool complete = stream != NULL;

    if (!complete)
        return trouble_nomem(trouble);
    fputs("stratum,pop_size,sample_size,design_weight,sum_of_weights,kept_size,"
          "pop_rows,sample_rows\n",
          stream);
    if (account->plan->keep_count > 0)
        complete = print_stratum(stream, slice_of("kept"), &told->kept);
    if (account->plan->strata.len == 0)
        complete =
            complete && print_stratum(stream, slice_of("drawn"), &told->drawn);
    else
        for (size_t h = 0; h < told->strata_count && complete; h++)
            complete =
                print_stratum(stream, told->strata[h].label, &told->strata[h]);
    complete = complete && !ferror(stream);
    complete = fclose(stream) == 0 && complete;
    return report_put(sink, complete, bytes, len, trouble);
}
