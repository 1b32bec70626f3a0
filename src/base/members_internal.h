/* SPDX-License-Identifier: MIT */
/* members_internal.h - the inside of a set, for the files that make it up.
 *
 * Purpose    members.c has parts and their memory, members_merge.c puts in
 *            order what was handed over, members_helper.c has another thread do
 *            so.
 * Units      Things.
 * Ownership  A part and its lists are the caller's thread's; but what is handed
 *            over, and what is in order, is of whoever has taken it, until it
 *            is done.
 * Errors     ST_NOMEM. Of a batch it is found in its part, when it is done.
 * Method     There is one lock, if there is another thread: of the chunks that
 *            are free, and of the stages that batches are in.
 */
#ifndef BASE_MEMBERS_INTERNAL_H
#define BASE_MEMBERS_INTERNAL_H

#include "base/members.h"

/* Puts an empty chunk at the end of a list. */
enum status members_lengthen(struct members *members,
                             struct members_list *list);

/* Memory of chunks to come that the system has not given yet, and that somebody
 * may ask for ahead; false if there is enough. */
bool members_untouched(const struct members *members, char **begin,
                       size_t *bytes);

/* Gives a chunk back. */
void members_release(struct members *members, struct members_chunk *chunk);

/* Puts the batch of a part in order, with the rest of it. */
enum status members_merge(struct members *members, struct members_part *part,
                          struct members_desk *desk);

/* Frees and empties a desk. */
void members_desk_free(struct members_desk *desk);

/* Hands over the batch of a part; works on it if nobody else will soon. */
void members_offer(struct members *members, struct members_part *part);

/* Works on the batch of a part, if it was handed over and nobody has begun. */
void members_try(struct members *members, struct members_part *part);

/* Waits for the batch of a part, if somebody has begun with it. */
void members_await(struct members *members, struct members_part *part);

/* Tells the other thread that chunks were taken. The lock is held. */
void members_nudge(struct members *members);

/* Ends the other thread, if there is one. */
void members_helper_stop(struct members *members);

/* Has the free chunks, and the stages of batches, for this thread alone. */
void members_lock(struct members *members);
void members_unlock(struct members *members);

#endif
