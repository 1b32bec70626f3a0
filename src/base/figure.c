/* SPDX-License-Identifier: MIT */
#include "base/figure.h"

struct figure
figure_of(uint64_t count)
{
    struct figure figure;
    char reversed[sizeof figure.text];
    int len = 0, digits = 0;

    do {
        if (digits > 0 && digits % 3 == 0)
            reversed[len++] = ',';
        reversed[len++] = (char)('0' + count % 10);
        count /= 10;
        digits++;
    } while (count > 0);
    for (int i = 0; i < len; i++)
        figure.text[i] = reversed[len - 1 - i];
    figure.text[len] = '\0';
    return figure;
}
