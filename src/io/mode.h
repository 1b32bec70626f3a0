/* SPDX-License-Identifier: MIT */
/* mode.h - who may read and write a file that is complete.
 *
 * Purpose    The mode that a published file gets: what any program's files
 *            get, no more.
 * Units      None.
 * Ownership  None.
 * Errors     None.
 * Method     0666 less what the umask takes away. The umask can be learnt only
 *            by setting it, so no other thread may make a file meanwhile.
 */
#ifndef IO_MODE_H
#define IO_MODE_H

#include <stdbool.h>
#include <sys/types.h>

/* What a new file gets, less what the umask takes away. */
enum { MODE_DEFAULT = 0666 };

/* The umask of the process. */
mode_t mode_umask(void);

/* Whether a file system that refuses to set a mode, for this ERROR_NUMBER, has
 * modes of its own, as FAT has. */
bool mode_is_fixed(int error_number);

#endif
