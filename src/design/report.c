/* SPDX-License-Identifier: MIT */
#include "design/report.h"

#include <stdlib.h>

/* A form of report. */
struct form {
    const char *ending;
    bool has_seed;
    enum status (*write)(struct sink *sink, const struct account *account,
                         struct trouble *trouble);
};

static const struct form *
form_of(const char *name)
{
    static const struct form forms[] = {{".json", true, report_write_json},
                                        {".csv", false, report_write_csv},
                                        {".md", true, report_write_md}};

    for (size_t k = 0; k < sizeof forms / sizeof forms[0]; k++)
        if (slice_ends_with(slice_of(name), slice_of(forms[k].ending)))
            return &forms[k];
    return NULL;
}

bool
report_has_form(const char *name)
{
    return form_of(name) != NULL;
}

bool
report_has_seed(const char *name)
{
    const struct form *const form = name == NULL ? NULL : form_of(name);

    return form != NULL && form->has_seed;
}

enum status
report_put(struct sink *sink, bool complete, char *bytes, size_t len,
           struct trouble *trouble)
{
    enum status st;

    /* fclose() is silent where it has no memory for the end of a text. */
    if (complete && bytes != NULL)
        st = sink_write(sink, bytes, len, trouble);
    else
        st = trouble_nomem(trouble);
    free(bytes);
    return st;
}

enum status
report_write(struct sink *sink, const char *name, const struct account *account,
             struct trouble *trouble)
{
    const struct form *const form = form_of(name);
    enum status st =
        form != NULL ? form->write(sink, account, trouble)
                     : trouble_say(trouble, ST_USAGE,
                                   "%s: a report is .json, .csv or .md", name);

    if (st == ST_OK)
        st = sink_finish(sink, trouble);
    return st;
}
