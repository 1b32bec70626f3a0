/* SPDX-License-Identifier: MIT */
/* rename.h - names of files in one folder, given so that they can be taken
 * back.
 *
 * Purpose    Publishes several files one after the other, all of them or none.
 * Units      None.
 * Ownership  None.
 * Errors     -1 with errno set, and all names as they were; the one exception
 *            is RENAME_ASIDE.
 * Method     The older file of a name is not replaced but changes names with
 *            the new one (RENAME_EXCHANGE), and where there is no older one,
 *            none is replaced that came meanwhile (RENAME_NOREPLACE). File
 *            systems that know neither get the same in several steps.
 */
#ifndef IO_RENAME_H
#define IO_RENAME_H

/* What is -1 elsewhere, but the older file is ASIDE: it could not be given its
 * name again, which nobody has, or which is the new file's. */
enum { RENAME_ASIDE = -2, RENAME_TORN = -3 };

/* The older file NAME and the new one, TEMPORARY, change their names. ASIDE is
 * a third name, EEXIST if somebody has it. On failure the new file may be gone.
 */
int rename_exchange(int folder, const char *temporary, const char *name,
                    const char *aside);

/* Gives TEMPORARY the name NAME; EEXIST if somebody has it. */
int rename_new(int folder, const char *temporary, const char *name);

#endif
