# SPDX-License-Identifier: MIT
# design.sh - sampling designs held against tests/design_reference.py, which
# shares no code with sampler.
#
#     . "${srcdir=.}/tests/init.sh"
#     . "$srcdir/tests/design.sh"
#
#   $nwtco, $birds       the two files of data/, in the present folder
#   compare <LINES       every line is a command line; what sampler draws must
#                        be what the reference draws (tests/design_compare.py);
#                        `seen` then has the number of lines by exit status
#   reads NUMBER OPTION...
#                        the same of one command line; from the file it takes
#                        so many reads, by one thread and by three

find_python xxhash
PYTHONDONTWRITEBYTECODE=yes
PYTHONPATH=$srcdir/tests
export PYTHONDONTWRITEBYTECODE PYTHONPATH
nwtco=nwtco.csv
birds=birds.csv
cp "$srcdir/data/nwtco.csv" $nwtco && cp "$srcdir/data/birdstrikes.csv" $birds ||
  exit 99

compare()
{
  "$PYTHON" "$srcdir/tests/design_compare.py" >out 2>err ||
    fail 'not what the reference draws'
  seen=$(tail -n 1 out)
}

reads()
{
  number=$1
  shift
  echo "$*" | compare
  for threads in 1 3; do
    run 0 sampler --threads $threads "$@"
    case $number in
      1) ! grep -q ', read [0-9]* times' err ;;
      *) grep -q ", read $number times" err ;;
    esac || fail "not read $number times: $*"
  done
}
