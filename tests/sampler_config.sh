#!/bin/sh
# SPDX-License-Identifier: MIT
# --config is another way to write the command line, which wins over it; what is
# no such object is refused by its key; and the report's repeats the run.
. "${srcdir=.}/tests/init.sh"

cp "$srcdir/data/nwtco.csv" .

# alike WHAT: out must be the sample in expected
alike()
{
  cmp expected out >&2 || fail "$1: another sample"
}

run 0 sampler --keep rel --keep age=0 --strata stage --fraction 0.07 --seed 5 \
  --add stratum nwtco.csv
mv out expected
json='{"keep": ["rel", "age=0"], "strata": "stage", "fraction": 0.07,
  "seed": 5, "add": "stratum", "strict": false}'
run 0 sampler --config "$json" nwtco.csv
alike 'an object'
printf '%s' "$json" >options.json
run 0 sampler nwtco.csv --config options.json
alike 'a file'

# The command line wins, over a list as a whole.
run 0 sampler --config options.json --seed 6 nwtco.csv
! cmp -s expected out || fail 'the seed of the command line has lost'
run 0 sampler --config '{"keep": ["instit=1", "stage=1"], "seed": 5,
  "fraction": "0.07", "strata": "stage", "add": "stratum"}' --keep rel \
  --keep age=0 nwtco.csv
alike 'rules of the command line'
run 2 sampler --config '{"seed": 5}' --seed 6 --seed 6 --n 1 nwtco.csv
grep -q -e '--seed is given twice' err || fail 'twice is not refused'

# A seed of 64 bits is no double.
run 0 sampler --n 5 --seed 18446744073709551615 nwtco.csv
mv out expected
run 0 sampler --config '{"n": 5, "seed": 18446744073709551615}' nwtco.csv
alike 'a long seed'

# refused TEXT JSON: exit status 2, and the message has TEXT
refused()
{
  run 2 sampler --config "$2" --n 5 nwtco.csv
  grep -qF -e "$1" err || fail "no word of $1: $2"
  test ! -s out || fail "something is written: $2"
}
refused fractoin '{"fractoin": 0.1}'
refused strata '{"strata": {"a": 1}}'
refused seed '{"seed": 1, "seed": 2}'
refused config '{"config": "x.json"}'
refused strict '{"strict": "yes"}'
refused '--config' '{"seed": '
run 1 sampler --config nowhere.json --n 5 nwtco.csv
grep -q 'nowhere.json' err || fail 'the file is not named'

# What the report says repeats the run, chosen seed and all.
need python3
run 0 sampler --keep rel --ratio 0.5 --strata stage,histol --report r.json \
  -o sample.csv nwtco.csv
mv sample.csv expected
python3 -c 'import json; print(json.dumps(json.load(open("r.json"))["config"]))' \
  >again.json || fail 'the report has no config'
run 0 sampler --config again.json --report again_r.json nwtco.csv
mv sample.csv out
alike 'the config of a report'
finish
