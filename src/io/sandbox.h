/* SPDX-License-Identifier: MIT */
/* sandbox.h - a process that can do its job and nothing else.
 *
 * Purpose    Takes from the process, before it reads the first byte of the
 *            input, what it has no need of: files that are neither inputs nor
 *            in the folders of its outputs, sockets, other programs, other
 *            processes. An input that finds a fault in the program finds
 *            nothing there to send the data out with.
 * Units      None.
 * Ownership  Paths stay the caller's and are not needed afterwards.
 * Errors     None: a system that has no sandbox, or not all of it, runs the
 *            program without.
 * Method     Landlock of the Linux kernel (landlock(7), 5.19 and later) for
 *            files, TCP and signals: a rule for each path, all else is denied.
 *            A seccomp filter (seccomp(2)) for the system calls that make
 *            sockets, processes and programs, on machines whose calls are known
 *            here. Both are for ever, and hold for the calling thread and those
 *            that it starts, so they come before the first of these. A build
 *            with sanitizers or a count of covered lines has neither: both open
 *            files of their own at the end.
 */
#ifndef IO_SANDBOX_H
#define IO_SANDBOX_H

#include <stddef.h>

enum sandbox_use {
    SANDBOX_READ,      /* a file that is read */
    SANDBOX_WRITE,     /* an output: the folder that it is made in, or a FIFO
                          or device itself */
    SANDBOX_TEMPORARY, /* a folder for temporary files */
    SANDBOX_TREE       /* a folder in which files and folders are made; if it
                          is not there yet, the nearest one above it */
};

struct sandbox_path {
    const char *path; /* NULL, or "-" for a standard stream: none */
    enum sandbox_use use;
};

/* Leaves only these paths within reach of the process. */
void sandbox_enter(const struct sandbox_path *paths, size_t count);

/* What a sandbox is made of on this system: "Landlock and seccomp", one of
 * them, or "none". */
const char *sandbox_text(void);

/* Keeps the memory of the process to itself: no core is dumped, neither into a
 * file nor to a program that collects them, and no other process of the same
 * user may look into it. Call it first in main(). */
void sandbox_hide_memory(void);

#endif
