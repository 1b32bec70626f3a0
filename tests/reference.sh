# SPDX-License-Identifier: MIT
# reference.sh - sampler held against tests/reference.py, which shares no code
# with it.
#
#     . "${srcdir=.}/tests/init.sh"
#     . "$srcdir/tests/reference.sh"
#
#   agrees ARGUMENT...   the sample that sampler draws with these arguments,
#                        --seed among them, must be the reference's, byte for
#                        byte; it stays in the file `out`

find_python
printf 'a\n1\n' >reference.csv
PYTHONDONTWRITEBYTECODE=yes
export PYTHONDONTWRITEBYTECODE
"$PYTHON" "$srcdir/tests/reference.py" --n 1 --seed 0 reference.csv \
  >/dev/null 2>err
case $? in
  0) ;;
  77) skip "$(cat err)" ;;
  *) fail 'the reference does not run' ;;
esac

agrees()
{
  run 0 sampler "$@"
  "$PYTHON" "$srcdir/tests/reference.py" "$@" >want ||
    fail "the reference does not take: $*"
  cmp out want >&2 || fail "not the sample of the reference: $*"
}
