# SPDX-License-Identifier: MIT
# faults/chunks_init.sh - what the tests of chunks share, behind faults/init.sh:
# $rows, a run in chunks of rows; whole; need_python.

rows='splitter -q --rows 10000 -o c/{index}.csv'

# whole FRAME FILE...: the records of the files are those of the frame
whole()
{
  tail -n +2 "$1" | sort >records
  shift
  awk 'FNR > 1' "$@" | sort | cmp -s - records || fail 'other records'
  rm records
}

need_python()
{
  PYTHON=
  for tool in python3 /usr/bin/python3; do
    ! "$tool" -c '' 2>/dev/null || { PYTHON=$tool; return; }
  done
  cannot 'no Python 3'
  return 1
}
