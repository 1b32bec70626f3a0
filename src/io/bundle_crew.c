/* SPDX-License-Identifier: MIT */
/* Jobs are taken in the order in which they were put, so the one with the next
 * ticket of a file is done or in the hands of somebody: whoever waits for a
 * turn waits for a thread that does not wait.
 *
 * A buffer that was just written is in the cache of the processor that wrote
 * it, from where another one gets its lines slowly. If it were used again at
 * once, who fills it would fall behind, so that all buffers would be such ones:
 * buffers rest, the first to come being the first to go. */
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/thread.h"
#include "io/bundle_internal.h"
#include "io/sink_internal.h"

enum {
    THREADS = 8,
    SPARE = 128,
    RESTING = 32,      /* buffers that must rest behind one that is used, but */
    RESTING_SHARE = 4, /* not more than this part of what may be under way */
    WORTH_WAKING = 1 << 20 /* bytes to be written; waking takes its time */
};

#define NOBODY_WAITS SIZE_MAX

struct job {
    struct job *next;
    struct bundle_file *file;
    struct bundle_buffer buffer;
    uint64_t ticket;
};

/* One thread, and what it needs to compress. */
struct worker {
    struct bundle_crew *crew;
    pthread_t thread;
    struct sink_encoder *encoder; /* NULL: plain */
    struct bundle_buffer coded;
};

struct bundle_crew {
    struct bundle *bundle;
    size_t most; /* bytes on their way */
    unsigned count;
    bool has_threads;
    struct worker workers[THREADS];
    pthread_mutex_t lock;
    pthread_cond_t has_jobs; /* or is ending */
    pthread_cond_t has_turned;
    pthread_cond_t has_drained;
    struct job *first; /* all below is read and written under the lock */
    struct job *last;
    size_t under_way;   /* rooms of the buffers that are not written yet, */
    size_t waiting;     /* of those that nobody has taken, */
    size_t awaited;     /* and how few under way somebody waits for */
    char *spare[SPARE]; /* a ring of buffers of the full room that rest */
    unsigned spare_first;
    unsigned spare_count;
    bool is_ending;
    struct trouble trouble;
};

static enum status
keep_coded(void *context, const char *bytes, size_t len,
           struct trouble *trouble)
{
    struct bundle_buffer *const coded = context;

    if (array_reserve(&coded->bytes, &coded->room, coded->len + len, 1) !=
        ST_OK)
        return trouble_nomem(trouble);
    memcpy(coded->bytes + coded->len, bytes, len);
    coded->len += len;
    return ST_OK;
}

/* Makes a member of the buffer, if it is to be compressed. */
static enum status
encode(struct worker *worker, const struct bundle_buffer *buffer,
       struct trouble *trouble, struct slice *coded)
{
    const struct sink_outlet outlet = {keep_coded, &worker->coded};

    *coded = (struct slice){buffer->bytes, buffer->len};
    if (worker->encoder == NULL)
        return ST_OK;
    worker->coded.len = 0;
    const enum status st = worker->encoder->write(
        worker->encoder, &outlet, buffer->bytes, buffer->len, true, trouble);
    *coded = (struct slice){worker->coded.bytes, worker->coded.len};
    return st;
}

/* Waits until the job may write; whether it still should. */
static bool
wait_for_turn(struct bundle_crew *crew, const struct job *job)
{
    pthread_mutex_lock(&crew->lock);
    while (job->file->turn != job->ticket && crew->trouble.status == ST_OK)
        pthread_cond_wait(&crew->has_turned, &crew->lock);
    const bool goes_on = crew->trouble.status == ST_OK;
    pthread_mutex_unlock(&crew->lock);
    return goes_on;
}

/* Keeps the bytes of a buffer for the next one; they may take as much memory as
 * what is under way. */
static void
keep_spare(struct bundle_crew *crew, struct bundle_buffer *buffer)
{
    const size_t full = crew->bundle->full_bytes;

    if (buffer->room != full || crew->spare_count == SPARE ||
        (crew->spare_count + 1) * full > crew->most)
        return;
    crew->spare[(crew->spare_first + crew->spare_count++) % SPARE] =
        buffer->bytes;
    buffer->bytes = NULL;
}

/* The bytes of the buffer that has rested longest; NULL if it should rest on.
 */
static char *
take_spare(struct bundle_crew *crew)
{
    const size_t part = crew->most / RESTING_SHARE / crew->bundle->full_bytes;
    const size_t resting = part < RESTING ? part : RESTING;
    char *const bytes = crew->spare[crew->spare_first];

    if (crew->spare_count <= resting)
        return NULL;
    crew->spare_first = (crew->spare_first + 1) % SPARE;
    crew->spare_count--;
    return bytes;
}

/* Notes that a job is done, one way or the other. */
static void
end_job(struct bundle_crew *crew, struct job *job,
        const struct trouble *trouble)
{
    struct bundle_buffer *const buffer = &job->buffer;

    pthread_mutex_lock(&crew->lock);
    job->file->turn++;
    crew->under_way -= buffer->room;
    if (trouble->status != ST_OK && crew->trouble.status == ST_OK)
        crew->trouble = *trouble;
    keep_spare(crew, buffer);
    if (crew->awaited != NOBODY_WAITS &&
        (crew->under_way <= crew->awaited || crew->trouble.status != ST_OK))
        pthread_cond_signal(&crew->has_drained);
    pthread_cond_broadcast(&crew->has_turned);
    pthread_mutex_unlock(&crew->lock);
    free(buffer->bytes);
    free(job);
}

static void
do_job(struct worker *worker, struct job *job)
{
    struct bundle_crew *const crew = worker->crew;
    const struct slice bytes = {job->buffer.bytes, job->buffer.len};
    struct trouble trouble = {0};
    struct slice coded;
    const enum status st = encode(worker, &job->buffer, &trouble, &coded);

    if (wait_for_turn(crew, job) && st == ST_OK) {
        digest_add(job->file->digest, bytes);
        bundle_file_append(crew->bundle, job->file, coded, &trouble);
    }
    end_job(crew, job, &trouble);
}

/* The next job; NULL when there will be none. */
static struct job *
take_job(struct bundle_crew *crew)
{
    struct job *job;

    pthread_mutex_lock(&crew->lock);
    while (crew->first == NULL && !crew->is_ending)
        pthread_cond_wait(&crew->has_jobs, &crew->lock);
    job = crew->first;
    if (job != NULL) {
        crew->first = job->next;
        if (crew->first == NULL)
            crew->last = NULL;
        crew->waiting -= job->buffer.room;
    }
    pthread_mutex_unlock(&crew->lock);
    return job;
}

static void *
work(void *context)
{
    struct worker *const worker = context;
    struct job *job;

    while ((job = take_job(worker->crew)) != NULL)
        do_job(worker, job);
    return NULL;
}

enum status
bundle_crew_new(struct bundle *bundle, size_t room, struct trouble *trouble)
{
    /* Appending costs less than what the first thread does meanwhile. */
    const unsigned wanted =
        bundle->setup.coding == CODING_PLAIN ? 1 : bundle->setup.threads;
    struct bundle_crew *const crew = calloc(1, sizeof *crew);
    enum status st = ST_OK;

    if (crew == NULL)
        return trouble_nomem(trouble);
    crew->bundle = bundle;
    crew->most = room;
    crew->awaited = NOBODY_WAITS;
    pthread_mutex_init(&crew->lock, NULL);
    pthread_cond_init(&crew->has_jobs, NULL);
    pthread_cond_init(&crew->has_turned, NULL);
    pthread_cond_init(&crew->has_drained, NULL);
    bundle->crew = crew;
    while (crew->count < wanted && crew->count < THREADS && st == ST_OK) {
        struct worker *const worker = &crew->workers[crew->count];
        worker->crew = crew;
        st = sink_encoder_new(bundle->setup.coding, trouble, &worker->encoder);
        if (st != ST_OK)
            break;
        if (thread_start(&worker->thread, work, worker)) {
            crew->has_threads = true;
            crew->count++;
            continue;
        }
        /* Without any thread the jobs are done as they are put. */
        if (crew->count == 0)
            crew->count = 1;
        else if (worker->encoder != NULL)
            worker->encoder->free(worker->encoder);
        break;
    }
    return st;
}

void
bundle_crew_free(struct bundle_crew *crew)
{
    if (crew == NULL)
        return;
    pthread_mutex_lock(&crew->lock);
    crew->is_ending = true;
    trouble_say(&crew->trouble, ST_END, "given up");
    pthread_cond_broadcast(&crew->has_jobs);
    pthread_cond_broadcast(&crew->has_turned);
    pthread_mutex_unlock(&crew->lock);
    for (unsigned k = 0; k < crew->count; k++) {
        struct worker *const worker = &crew->workers[k];
        if (crew->has_threads)
            pthread_join(worker->thread, NULL);
        if (worker->encoder != NULL)
            worker->encoder->free(worker->encoder);
        free(worker->coded.bytes);
    }
    pthread_cond_destroy(&crew->has_jobs);
    pthread_cond_destroy(&crew->has_turned);
    pthread_cond_destroy(&crew->has_drained);
    pthread_mutex_destroy(&crew->lock);
    for (unsigned k = 0; k < crew->spare_count; k++)
        free(crew->spare[(crew->spare_first + k) % SPARE]);
    free(crew);
}

enum status
bundle_crew_buffer(struct bundle_crew *crew, size_t room,
                   struct trouble *trouble, struct bundle_buffer *buffer)
{
    struct bundle_buffer found = {NULL, 0, room};

    pthread_mutex_lock(&crew->lock);
    if (room == crew->bundle->full_bytes)
        found.bytes = take_spare(crew);
    pthread_mutex_unlock(&crew->lock);
    if (found.bytes == NULL)
        found.bytes = malloc(room);
    if (found.bytes == NULL)
        return trouble_nomem(trouble);
    *buffer = found;
    return ST_OK;
}

/* Waits, if more than MOST bytes are under way, until only LEFT are, and passes
 * on what a thread has met. */
static enum status
wait_until(struct bundle_crew *crew, size_t most, size_t left,
           struct trouble *trouble)
{
    pthread_mutex_lock(&crew->lock);
    if (crew->under_way > most) {
        crew->awaited = left;
        pthread_cond_broadcast(&crew->has_jobs);
        while (crew->under_way > left && crew->trouble.status == ST_OK)
            pthread_cond_wait(&crew->has_drained, &crew->lock);
        crew->awaited = NOBODY_WAITS;
    }
    if (crew->trouble.status != ST_OK)
        trouble_say(trouble, crew->trouble.status, "%s", crew->trouble.text);
    const enum status st = crew->trouble.status;
    pthread_mutex_unlock(&crew->lock);
    return st;
}

enum status
bundle_crew_put(struct bundle_crew *crew, struct bundle_file *file,
                struct trouble *trouble)
{
    const struct bundle_buffer buffer = file->buffer;
    const size_t left = crew->most > buffer.room ? crew->most - buffer.room : 0;
    struct job *const job = malloc(sizeof *job);
    enum status st;

    if (job == NULL)
        return trouble_nomem(trouble);
    /* Whoever has to wait waits for a while: to sleep and wake for each buffer
     * costs more than to write it. */
    st = wait_until(crew, left, left / 2, trouble);
    if (st != ST_OK) {
        free(job);
        return st;
    }
    *job = (struct job){NULL, file, buffer, file->tickets++};
    file->buffer = (struct bundle_buffer){0};
    pthread_mutex_lock(&crew->lock);
    crew->under_way += buffer.room;
    if (crew->has_threads) {
        *(crew->last != NULL ? &crew->last->next : &crew->first) = job;
        crew->last = job;
        crew->waiting += buffer.room;
        if (crew->waiting >= WORTH_WAKING)
            pthread_cond_broadcast(&crew->has_jobs);
    }
    pthread_mutex_unlock(&crew->lock);
    if (crew->has_threads)
        return ST_OK;
    do_job(&crew->workers[0], job);
    return wait_until(crew, 0, 0, trouble);
}

enum status
bundle_crew_wait(struct bundle_crew *crew, struct trouble *trouble)
{
    return wait_until(crew, 0, 0, trouble);
}
