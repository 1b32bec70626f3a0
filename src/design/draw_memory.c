/* SPDX-License-Identifier: MIT */
/* What grows with the frame, and the memory that there is: a job that outgrows
 * it is told so, where the system would end it with no word. */
#include <stdio.h>
#include <string.h>

#include "base/figure.h"
#include "design/draw_state.h"

enum {
    MIB = 1 << 20,
    OTHERS = 48,       /* MiB for all that does not grow (sampler.x, MEMORY), */
    LEAST_TABLE = 16,  /* and of the table, */
    SLACK = 16,        /* which may grow by such a part more than foreseen */
    BYTES_RECORD = 24, /* for each record that is drawn, with its log, */
    BYTES_UNIT = 16,   /* and each unit */
    MOST_HELD = 1 << 21 /* records held by a guess, whatever memory there is */
};

/* MiB of memory that all tables may take: at least half of what there is. */
static uint64_t
room_of(const struct plan *plan)
{
    const uint64_t all = plan->memory.bytes / MIB;

    return all < 2 * OTHERS ? all / 2 : all - OTHERS;
}

uint64_t
draw_most_held(const struct draw *draw)
{
    const uint64_t room = room_of(draw->plan) * MIB / BYTES_RECORD;

    return draw->plan->memory.bytes > 0 && room < MOST_HELD ? room : MOST_HELD;
}

uint64_t
draw_table_bytes(struct draw *draw)
{
    return members_bytes(&draw->units) + members_bytes(&draw->sized_units) +
           draw->numbers.table.count * (uint64_t)NUMBERS_LABEL_BYTES;
}

/* Numbers of units have a table that is like the first; how many differ nobody
 * knows, and they may take as much as one of these. */
void
draw_bound_tables(struct draw *draw)
{
    const uint64_t bytes = room_of(draw->plan) * MIB / (draw->has_numbers + 1U);
    const uint64_t chunks = bytes / sizeof(struct members_chunk);
    const uint64_t labels = bytes / NUMBERS_LABEL_BYTES;

    if (draw->plan->memory.bytes == 0)
        return;
    draw->units.most_chunks = draw->sized_units.most_chunks =
        chunks > 0 ? (size_t)chunks : 1;
    draw->numbers.most = labels < UINT32_MAX ? (uint32_t)labels : 0;
}

/* What the tables would take of the whole frame, if all of it is like what was
 * read; 0 if that is not known, as where it would be what there is. */
static uint64_t
foreseen_mib(struct draw *draw)
{
    const double read = (double)source_bytes_read(draw->source);
    const double all = (double)source_bytes_total(draw->source);
    const double grown = (double)draw_table_bytes(draw) / MIB - LEAST_TABLE;

    if (read <= 0 || all <= read || grown <= 0)
        return 0;
    const double whole = grown * all / read;
    const uint64_t mib =
        (uint64_t)(whole + whole / SLACK) + LEAST_TABLE + OTHERS;
    return mib > draw->plan->memory.bytes / MIB ? mib : 0;
}

/* Whether a table has reached its bound; else the system gives no more. */
static bool
is_bounded(const struct draw *draw)
{
    const size_t most = draw->units.most_chunks;

    return most > 0 &&
           (draw->units.chunks >= most || draw->sized_units.chunks >= most ||
            (draw->numbers.most > 0 &&
             draw->numbers.table.count > draw->numbers.most));
}

/* Whether the trouble says no more than that there is no memory. */
static bool
is_bare(const struct trouble *trouble)
{
    struct trouble bare = {.status = ST_OK};

    trouble_nomem(&bare);
    return strcmp(trouble->text, bare.text) == 0;
}

/* With disclosure control no size is told: it tells of counts. */
enum status
draw_say_table_full(struct draw *draw)
{
    static const char way_out[] =
        "units that are sorted need no table (--unit-sorted), and splitter "
        "--groups --unit deals them to jobs that need less";
    const struct memory_limit *const limit = &draw->plan->memory;
    const uint64_t need = foreseen_mib(draw);
    char there[128] = "and the system gives no more";
    char about[64] = "";

    if (!is_bare(draw->trouble))
        return ST_NOMEM;
    if (is_bounded(draw))
        snprintf(there, sizeof there, "and %s MiB are all there is (%s)",
                 figure_of(limit->bytes / MIB).text, limit->what);
    if (need > 0)
        snprintf(about, sizeof about, "; about %s MiB will do",
                 figure_of(need).text);
    *draw->trouble = (struct trouble){.status = ST_OK};
    if (draw->plan->sdc != PLAN_SDC_NONE)
        return trouble_say(draw->trouble, ST_NOMEM,
                           "out of memory: the table of all units (--unit) "
                           "does not fit; %s",
                           way_out);
    return trouble_say(draw->trouble, ST_NOMEM,
                       "out of memory: the table of all units (--unit) has %s "
                       "MiB and is not complete, %s%s; %s",
                       figure_of(draw_table_bytes(draw) / MIB).text, there,
                       about, way_out);
}

/* How many units will be drawn. */
static uint64_t
drawn_in_all(const struct draw *draw)
{
    uint64_t drawn = 0;

    for (uint32_t h = 0; h < draw->strata->count; h++) {
        const struct stratum *const stratum = &draw->strata->list[h];
        uint64_t ranks;
        if (__builtin_mul_overflow(stratum->wanted, draw->plan->replicate,
                                   &ranks) ||
            ranks > stratum->pop_size)
            ranks = stratum->pop_size;
        drawn += ranks;
    }
    return drawn;
}

enum status
draw_check_room(struct draw *draw, uint64_t other_bytes)
{
    const struct plan *const plan = draw->plan;
    const uint64_t drawn = drawn_in_all(draw);
    const unsigned each = plan->unit.len > 0 ? BYTES_UNIT : BYTES_RECORD;
    const double mib = ((double)drawn * each + (double)other_bytes) / MIB;

    if (plan->memory.bytes == 0 || plan->count_only ||
        mib <= (double)room_of(plan))
        return ST_OK;
    if (plan->sdc != PLAN_SDC_NONE)
        return trouble_say(draw->trouble, ST_NOMEM,
                           "out of memory: as many as are to be drawn need "
                           "more than there is (%s)",
                           plan->memory.what);
    return trouble_say(
        draw->trouble, ST_NOMEM,
        "out of memory: the %s that are to be drawn need about "
        "%s MiB, and %s MiB are all there is (%s)",
        figure_of(drawn).text, figure_of((uint64_t)mib + OTHERS).text,
        figure_of(plan->memory.bytes / MIB).text, plan->memory.what);
}
