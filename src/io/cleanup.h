/* SPDX-License-Identifier: MIT */
/* cleanup.h - no temporary file survives a signal.
 *
 * Purpose    Removes unpublished files, and folders made for them, when a
 *            signal ends the process.
 * Units      None.
 * Ownership  The list of files belongs to the process; a name is copied, a
 *            folder's descriptor must stay open as long as it is listed.
 * Errors     ST_NOMEM from cleanup_add().
 * Method     A signal handler may read only what does not change under it, so
 *            this module, alone in the program, keeps a list in static memory;
 *            files are added and removed with the signals held back. A file is
 *            a name in an open folder, so that it is found where it was made
 *            even if the folder was moved. The handler unlinks, restores the
 *            default action and raises the signal again, so that the exit
 *            status tells the truth. It runs with all these signals held
 *            back: a second one waits until the first has ended the process.
 */
#ifndef IO_CLEANUP_H
#define IO_CLEANUP_H

#include <stdbool.h>

#include "base/status.h"

/* Installs the handlers for TERM, INT, HUP, QUIT, PIPE, ALRM, XCPU, USR1 and
 * USR2; a signal that is ignored stays ignored. Ignores SIGXFSZ, so that a
 * file size limit is an error of write. */
void cleanup_install(void);

/* Holds these signals back from the calling thread, and lets them through
 * again; the calls nest. */
void cleanup_block(void);
void cleanup_unblock(void);

/* Whether one of these signals waits to be let through, and will end the
 * process then; not one that was held back before. Signals must be held back.
 */
bool cleanup_is_pending(void);

/* From now on these signals are ignored: what was to be done is done. */
void cleanup_ignore(void);

/* Adds the file NAME in the open FOLDER (or AT_FDCWD) to be removed, or
 * forgets it. Signals must be held back while the file is made and added, and
 * while it is renamed and forgotten. */
enum status cleanup_add(int folder, const char *name);
void cleanup_forget(int folder, const char *name);

/* The same for a folder that was made; the last one made is removed first, all
 * of them after the files. */
enum status cleanup_add_folder(int folder, const char *name);
void cleanup_forget_folder(int folder, const char *name);

#endif
