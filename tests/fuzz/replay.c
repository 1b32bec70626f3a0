/* SPDX-License-Identifier: MIT */
/* Runs a fuzz target on files, without libFuzzer: those that are named, or else
 * all of tests/fuzz/corpus/NAME for the target fuzz_NAME. A file NAME.hex holds
 * its bytes as hexadecimal digits. */
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <sys/stat.h>

#include "fuzz.h"

enum { LONGEST = 1 << 20, FOLDER_BYTES = 4096, PATH_BYTES = 4400 };

static size_t
unhex(char *bytes, size_t len)
{
    size_t digits = 0;

    for (size_t i = 0; i < len; i++) {
        const char *const all = "0123456789abcdef";
        const char *const digit =
            bytes[i] == '\0' ? NULL : strchr(all, bytes[i]);
        if (digit == NULL && !isspace((unsigned char)bytes[i]))
            fuzz_fail("byte %zu of a .hex file is no digit", i);
        if (digit == NULL)
            continue;
        const int value = (int)(digit - all);
        if (digits % 2 == 0)
            bytes[digits / 2] = (char)(value << 4);
        else
            bytes[digits / 2] =
                (char)((unsigned char)bytes[digits / 2] | value);
        digits++;
    }
    return digits / 2;
}

static void
run_file(const char *name)
{
    FILE *const file = fopen(name, "rb");
    char *const bytes = malloc(LONGEST);

    fuzz_require(file != NULL && bytes != NULL, "%s: %s", name,
                 strerror(errno));
    size_t len = fread(bytes, 1, LONGEST, file);
    fclose(file);
    if (slice_ends_with(slice_of(name), slice_of(".hex")))
        len = unhex(bytes, len);
    printf("%s\n", name);
    fflush(stdout);
    /* As long as the input and no longer, for sanitizers and Valgrind. */
    uint8_t *const input = malloc(len > 0 ? len : 1);
    fuzz_require(input != NULL, "out of memory");
    memcpy(input, bytes, len);
    free(bytes);
    LLVMFuzzerTestOneInput(input, len);
    free(input);
}

static int
is_visible(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

static int
run_folder(const char *folder)
{
    struct dirent **list;
    char path[PATH_BYTES];
    const int count = scandir(folder, &list, is_visible, alphasort);

    fuzz_require(count > 0, "%s: no inputs", folder);
    for (int k = 0; k < count; k++) {
        snprintf(path, sizeof path, "%s/%s", folder, list[k]->d_name);
        run_file(path);
        free(list[k]);
    }
    free(list);
    return count;
}

int
main(int argc, char **argv)
{
    const char *const source = getenv("srcdir");
    const char *const name = strstr(argv[0], "fuzz_");
    char folder[FOLDER_BYTES];
    int count = argc - 1;

    for (int k = 1; k < argc; k++)
        run_file(argv[k]);
    if (argc == 1) {
        fuzz_require(name != NULL, "%s: not the name of a target", argv[0]);
        snprintf(folder, sizeof folder, "%s/tests/fuzz/corpus/%s",
                 source == NULL ? "." : source, name + strlen("fuzz_"));
        count = run_folder(folder);
    }
    printf("%d inputs\n", count);
    return EXIT_SUCCESS;
}
