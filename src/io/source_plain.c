/* SPDX-License-Identifier: MIT */
#include "io/source_internal.h"

#include <errno.h>
#include <string.h>

#include "io/transfer.h"

/* Reads past the head. */
static enum status
read_file(struct source_input *input, char *bytes, size_t room,
          struct trouble *trouble, size_t *len)
{
    *len = 0;
    if (input->at_end || room == 0)
        return ST_OK;
    if (transfer_read(input->fd, input->stop_fd, bytes, room, len))
        return trouble_system(trouble, errno, "%s: cannot read", input->name);
    input->at_end = *len < room;
    return ST_OK;
}

enum status
source_input_look(struct source_input *input, struct trouble *trouble)
{
    return read_file(input, input->head, sizeof input->head, trouble,
                     &input->head_len);
}

enum status
source_input_read(struct source_input *input, char *bytes, size_t room,
                  struct trouble *trouble, size_t *len)
{
    const size_t in_head = input->head_len - input->head_at;
    const size_t from_head = in_head < room ? in_head : room;
    size_t more;

    memcpy(bytes, input->head + input->head_at, from_head);
    const enum status st =
        read_file(input, bytes + from_head, room - from_head, trouble, &more);
    if (st != ST_OK)
        return st;
    input->head_at += from_head;
    input->bytes_read += from_head + more;
    source_input_passed(input, input->bytes_read);
    *len = from_head + more;
    return ST_OK;
}

enum status
source_say_data(const struct source_input *input, struct trouble *trouble,
                const char *what)
{
    return trouble_say(trouble, ST_DATA, "%s: %s", input->name, what);
}

enum status
source_check_format(const char *name, enum coding coding, struct slice head,
                    struct trouble *trouble)
{
    const char *format = format_not_csv(head);

    if (coding == CODING_PLAIN)
        return format == NULL
                   ? ST_OK
                   : trouble_say(trouble, ST_DATA,
                                 "%s: the format is %s, not CSV", name, format);
    if (format == NULL && format_coding(head) != CODING_PLAIN)
        format = format_text(format_coding(head));
    if (format == NULL)
        return ST_OK;
    return trouble_say(trouble, ST_DATA,
                       "%s: the format inside %s is %s, not CSV", name,
                       format_text(coding), format);
}
