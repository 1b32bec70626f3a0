/* SPDX-License-Identifier: MIT */
/* transfer.h - whole reads and whole writes.
 *
 * Purpose    The one place that knows that read() and write() may move less
 *            than they were asked to, and that a call may be interrupted.
 * Units      Bytes.
 * Ownership  The descriptor is the caller's.
 * Errors     ST_SYSTEM with the cause in errno; ST_END where it is said.
 * Method     Loops over short transfers and EINTR; waits with poll() where
 *            somebody made the descriptor non-blocking.
 */
#ifndef IO_TRANSFER_H
#define IO_TRANSFER_H

#include <stddef.h>
#include <stdint.h>

#include "base/status.h"

/* openat(); a file that is made has mode 0600. */
int transfer_open(int folder, const char *name, int flags);

/* Opens a folder to make files in it, and to sync it if it may be read. */
int transfer_open_folder(const char *name);

/* Reads until ROOM is full or the file ends; LEN is less than ROOM only at
 * the end. Gives up with ECANCELED when STOP_FD, unless it is -1, becomes
 * readable, however long FD may keep it waiting. */
enum status transfer_read(int fd, int stop_fd, char *bytes, size_t room,
                          size_t *len);

/* The same from OFFSET; the position stays. */
enum status transfer_read_at(int fd, uint64_t offset, char *bytes, size_t room,
                             size_t *len);

/* Reads LEN bytes from OFFSET, the position stays; ST_END if the file ends
 * before. */
enum status transfer_fetch(int fd, uint64_t offset, char *bytes, size_t len);

/* Writes all LEN bytes. */
enum status transfer_write(int fd, const char *bytes, size_t len);

/* Waits until the disk has what was written. */
enum status transfer_sync(int fd);

/* Closes FD, whatever it returns: a file system may say only now that it could
 * not write. */
enum status transfer_close(int fd);

#endif
