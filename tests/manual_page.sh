# SPDX-License-Identifier: MIT
# manual_page.sh - what the tests of the manual pages share, behind init.sh.
#
#     program=sampler
#     . "$srcdir/tests/manual_page.sh"
#
#   $source          what the page is made of
#   examples LEAST   the blocks of the page, without the escapes of roff, are
#                    now the files example.1 and so on; LEAST at least
#   page_is_true LEAST TEXT  the finished page names the options of --help, LEAST
#                    at least, is well formed and shows TEXT; the completion
#                    knows which options take a value

source=$srcdir/man/$program.x
cp "$srcdir/data/nwtco.csv" "$srcdir/data/birdstrikes.csv" .

examples()
{
  awk '/^\.EX$/ { file = "example." ++blocks; next }
    /^\.EE$/ { close(file); file = ""; next }
    file != "" {
      gsub(/\\-/, "-")
      gsub(/\\\\/, "\\")
      print >file
    }
    END { print blocks + 0; exit file != "" }' "$source" >blocks ||
    fail 'an example has no end'
  test "$(cat blocks)" -ge "$1" || fail "only $(cat blocks) examples"
}

page_is_true()
{
  page=$builddir/man/$program.1
  test -e "$page" || page=$srcdir/man/$program.1
  test -e "$page" || skip 'all but the finished page, which needs help2man'
  "$program" --help | sed -nE 's/^ {2,6}(-[^ ]*, )?(--[a-z-]+).*/\2/p' >options
  test "$(wc -l <options)" -ge "$1" || fail 'too few options'
  sed 's/\\-/-/g; s/\\f[BIR]//g' "$page" >plain
  for option in $(cat options); do
    grep -qE "^(-[^ ]*, )?$option(=|\$)" plain ||
      fail "no $option in the manual"
  done
  "$program" --help | sed -nE 's/^ {2,6}(-[^ ]*, )?(--[a-z-]+)=.*/\2/p' >options
  for option in $(cat options); do
    grep -qE "(^|[ |])$option([ |)]|\$)" "$srcdir/completions/$program" ||
      fail "the completion does not know that $option takes a value"
  done
  if command -v mandoc >/dev/null; then
    mandoc -Tlint -W error "$page" >out 2>err || fail 'mandoc finds errors'
  fi
  if command -v man >/dev/null; then
    run 0 env MANWIDTH=80 MAN_KEEP_FORMATTING= man --warnings -l "$page"
    test ! -s err || fail 'man has warnings'
    col -b <out | grep -q "$program - $2" || fail 'man shows no name'
  fi
}
