/* SPDX-License-Identifier: MIT */
#include "design/split_publish.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "io/cleanup.h"

enum { MANIFESTS = 2 };

static const char *
base_of(const char *name)
{
    const char *const slash = strrchr(name, '/');

    return slash == NULL ? name : slash + 1;
}

/* Whether two names are in one folder, however it was written. */
static bool
share_folder(const char *a, const char *b)
{
    struct stat of_a, of_b;
    char path[PATH_MAX];

    snprintf(path, sizeof path, "%.*s.", (int)(base_of(a) - a), a);
    if (stat(path, &of_a) != 0)
        return false;
    snprintf(path, sizeof path, "%.*s.", (int)(base_of(b) - b), b);
    return stat(path, &of_b) == 0 && of_a.st_dev == of_b.st_dev &&
           of_a.st_ino == of_b.st_ino;
}

/* A manifest may not have the name of a chunk, letters in any case, as some
 * file systems take them. */
static enum status
check_manifest(const struct split *split, const char *name,
               struct trouble *trouble)
{
    const struct slice base =
        name == NULL ? (struct slice){NULL, 0} : slice_of(base_of(name));

    if (name == NULL)
        return ST_OK;
    for (uint32_t k = 0; k < split->count; k++) {
        const char *const chunk = split->published[k];
        if (slice_equal_any_case(slice_of(base_of(chunk)), base) &&
            share_folder(chunk, name))
            return trouble_say(trouble, ST_USAGE,
                               "%s: the manifest has the name of a chunk",
                               name);
    }
    return ST_OK;
}

/* An older manifest would speak of chunks that are being replaced. */
static enum status
withdraw(struct sink *const *manifests, struct trouble *trouble)
{
    enum status st = ST_OK;

    for (int k = 0; k < MANIFESTS && st == ST_OK; k++)
        if (manifests[k] != NULL)
            st = sink_withdraw(manifests[k], trouble);
    return st;
}

/* What has its name goes, and what had it before has it again; but no manifest,
 * where one of its chunks cannot. Whether all is as it was. */
static bool
undo(struct split *split, struct sink *const *manifests,
     struct trouble *trouble)
{
    const bool is_torn = bundle_unpublish(split->bundle, trouble) > 0;
    bool is_undone = !is_torn;

    for (int k = 0; k < MANIFESTS; k++)
        if (manifests[k] != NULL &&
            !sink_restore(manifests[k], is_torn, trouble))
            is_undone = false;
    return is_undone;
}

/* Whether it is too late to go: a manifest is in place, but maybe not on the
 * disk. */
static bool
is_one_published(struct sink *const *manifests)
{
    for (int k = 0; k < MANIFESTS; k++)
        if (manifests[k] != NULL && sink_is_published(manifests[k]))
            return true;
    return false;
}

enum status
split_publish(struct split *split, const struct split_files *files,
              struct trouble *trouble)
{
    struct sink *const manifests[MANIFESTS] = {split->json, split->manifest};
    enum status st = ST_OK;

    if (split->plan->on_publish != NULL)
        st = split->plan->on_publish(split->plan->publish_context, split,
                                     trouble);
    cleanup_block();
    if (st == ST_OK && split->plan->force)
        st = withdraw(manifests, trouble);
    if (st == ST_OK)
        st = bundle_publish(split->bundle, split->published, trouble);
    if (st == ST_OK)
        st = check_manifest(split, files->json, trouble);
    if (st == ST_OK)
        st = check_manifest(split, files->manifest, trouble);
    if (st == ST_OK && cleanup_is_pending())
        st = trouble_say(trouble, ST_SYSTEM, "ended by a signal");
    if (st == ST_OK)
        st = sink_publish_all(manifests, MANIFESTS, trouble);
    if (st == ST_OK || is_one_published(manifests)) {
        bundle_commit(split->bundle);
        cleanup_ignore();
    } else if (!undo(split, manifests, trouble)) {
        cleanup_ignore(); /* what there is has to be told */
    }
    split_close_outputs(split);
    cleanup_unblock();
    return st;
}
