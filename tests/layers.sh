#!/bin/sh
# SPDX-License-Identifier: MIT
# The floors of the house: every file of src/ includes only what its floor may.
. "${srcdir=.}/tests/init.sh"

# check_layers ROOT: prints one line for each include under ROOT/src that is
# not allowed, and one line "N includes in N files" at the end.
check_layers()
{
  (cd "$1" && find src -type f -name '*.[ch]*' | sort) >files
  (cd "$1" && xargs awk '
    function words(text, set,    list, n, i) {
      n = split(text, list, " ")
      for (i = 1; i <= n; i++)
        set[list[i]] = 1
    }
    function allow(floor, own, foreign) {
      known[floor] = 1
      words(own " " floor, own_list)
      for (word in own_list)
        may[floor, word] = 1
      words(foreign, foreign_list)
      for (word in foreign_list)
        may[floor, word] = 1
      delete own_list
      delete foreign_list
    }
    function bad(why) {
      print FILENAME ":" FNR ": " why
    }
    BEGIN {
      # The standard library of C, and what else the GNU C library has.
      words("assert.h ctype.h errno.h float.h inttypes.h limits.h math.h " \
            "stdalign.h stdarg.h stdatomic.h stdbool.h stddef.h stdint.h " \
            "stdio.h stdlib.h stdnoreturn.h string.h time.h", standard)
      words("argp.h argz.h dirent.h endian.h err.h error.h fcntl.h getopt.h " \
            "langinfo.h libgen.h locale.h malloc.h poll.h pthread.h sched.h signal.h " \
            "stdio_ext.h strings.h sysexits.h termios.h threads.h unistd.h wchar.h " \
            "sys/eventfd.h sys/ioctl.h sys/mman.h sys/prctl.h sys/random.h " \
            "sys/resource.h sys/select.h sys/stat.h sys/statvfs.h " \
            "sys/syscall.h sys/sysinfo.h sys/sysmacros.h sys/time.h " \
            "sys/types.h sys/uio.h sys/wait.h", system_own)

      allow("base", "", "xxhash.h")
      allow("stats", "base", "")
      allow("io", "base", "isa-l.h zstd.h zstd_errors.h linux/audit.h " \
            "linux/filter.h linux/seccomp.h")
      allow("csv", "base io", "csv.h immintrin.h")
      allow("ui", "base", "")
      allow("design", "base stats csv io", "jansson.h")
      allow("program", "base stats io csv ui design",
            "xxhash.h isa-l.h zstd.h csv.h jansson.h")
    }
    FNR == 1 {
      depth = split(FILENAME, part, "/")
      floor = depth == 2 ? "program" : part[2]
      if (depth > 3 || !(floor in known))
        bad("a folder that is no floor")
    }
    /^[ \t]*#[ \t]*include/ {
      total++
      name = $0
      sub(/^[ \t]*#[ \t]*include[ \t]*/, "", name)
      # A program may be made of several files that begin with its name.
      program = part[2]
      sub(/[_.].*/, "", program)
      if (floor == "program" && index(name, "\"" program "_") == 1) {
        next
      } else if (name ~ /^"[a-z]+\/[a-z0-9_]+\.h"/) {
        folder = substr(name, 2, index(name, "/") - 2)
        if (!((floor, folder) in may))
          bad(floor " may not include from " folder)
      } else if (name ~ /^<[^>]+>/) {
        name = substr(name, 2, index(name, ">") - 2)
        if (!(name in standard) && !((floor, name) in may) &&
            !(name in system_own && floor != "stats"))
          bad(floor " may not include <" name ">")
      } else if (floor == "program" && name ~ /^"[a-z0-9_]+_options\.h"/) {
        next # a program whose table of options is a file of its own
      } else {
        bad("an include that names no folder and header: " name)
      }
    }
    END { print total + 0 " includes" }
  ') <files
}

# want LINE: the check of the planted tree must print LINE.
want()
{
  grep -qxF -e "$1" out || fail "the check does not find: $1"
}

# It must see what is wrong, line by line, and nothing else.
mkdir -p planted/src/stats planted/src/io planted/src/design planted/src/extra
cat >planted/src/stats/good.c <<'END'
#include "stats/good.h"
#include "base/slice.h"
#include <stdio.h>
END
cat >planted/src/stats/bad.c <<'END'
#include "io/source.h"
  #  include	"csv/record.h"
#include <unistd.h>
#include "good.h"
#include <zstd.h>
#include HEADER
#include "base/slice.c"
END
printf '#include "ui/message.h"\n#include <jansson.h>\n' >planted/src/design/x.h
printf '#include <unistd.h>\n#include <xxhash.h>\n' >planted/src/io/y.c
printf 'int none;\n' >planted/src/extra/z.c
printf '#include "design/draw.h"\n#include "prog_x.h"\n' >planted/src/prog.c
printf '#include "prog_x.h"\n#include "x.h"\n' >planted/src/other_y.c
run 0 check_layers planted
want 'src/other_y.c:1: an include that names no folder and header: "prog_x.h"'
want 'src/other_y.c:2: an include that names no folder and header: "x.h"'
want 'src/stats/bad.c:1: stats may not include from io'
want 'src/stats/bad.c:2: stats may not include from csv'
want 'src/stats/bad.c:3: stats may not include <unistd.h>'
want 'src/stats/bad.c:4: an include that names no folder and header: "good.h"'
want 'src/stats/bad.c:5: stats may not include <zstd.h>'
want 'src/stats/bad.c:6: an include that names no folder and header: HEADER'
want \
  'src/stats/bad.c:7: an include that names no folder and header: "base/slice.c"'
want 'src/design/x.h:1: design may not include from ui'
want 'src/io/y.c:2: io may not include <xxhash.h>'
want 'src/extra/z.c:1: a folder that is no floor'
want '18 includes'
test "$(wc -l <out)" -eq 13 || fail 'the check finds what is not wrong'

# The house.
run 0 check_layers "$srcdir"
tail -n 1 out | grep -qx '[1-9][0-9]* includes' || fail 'no include was seen'
test "$(wc -l <out)" -eq 1 || fail 'an include is not allowed'
finish
