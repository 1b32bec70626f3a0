#!/bin/sh
# SPDX-License-Identifier: MIT
# examples/parallel and examples/opensafely run as they stand and give the sample of
# one job. (examples/slurm: tests/slurm/killed.sh.)
. "${srcdir=.}/tests/init.sh"

awk 'BEGIN {
  print "patient_id,row,died"
  for (i = 0; i < 150000; i++)
    printf "p%06d,%d,%d\n", i % 90000, i, i % 90000 % 97 == 5
}' >cohort.csv
gzip -1 cohort.csv
run 0 sampler --keep died --n 50000 --unit patient_id --seed 7 -o whole.csv \
  cohort.csv.gz
LC_ALL=C sort whole.csv >whole.rows

same_rows()
{
  LC_ALL=C sort "$1" | cmp - whole.rows >&2 || fail "other rows: $1"
}

left_out=
# Twice: the second time one shard is gone, as if its job had been killed.
if command -v parallel >/dev/null; then
  mkdir parallel
  echo 'other chunks' >parallel/parts.of
  : >parallel/parts.csv
  (cd parallel && sh "$srcdir/examples/parallel/run" ../cohort.csv.gz 9 2) \
    >out 2>err && fail 'examples/parallel goes on with the chunks of another'
  grep -q 'here are other chunks: take an empty folder' err || fail 'no reason'
  rm parallel/parts.csv
  (cd parallel && sh "$srcdir/examples/parallel/run" ../cohort.csv.gz 9 2) \
    >out 2>err || fail 'examples/parallel'
  same_rows parallel/sample.csv
  test "$(wc -l <parallel/jobs.log)" -eq 10 || fail 'not nine jobs in the log'
  rm parallel/sample.csv parallel/part_004.shard.csv.gz
  sed -i '/--task 4 /d' parallel/jobs.log
  (cd parallel && sh "$srcdir/examples/parallel/run" ../cohort.csv.gz 9 2) \
    >out 2>err || fail 'examples/parallel, again'
  same_rows parallel/sample.csv
  test "$(wc -l <parallel/jobs.log)" -eq 10 || fail 'more than one job again'
else
  left_out='; GNU parallel is missing'
fi

find_python yaml
# What a job runner does: the actions in turn, config as JSON behind --config, and
# each output is there, under a name that it takes.
cat >project.py <<'END'
import fnmatch, glob, json, os, re, shlex, subprocess, sys
import yaml

actions = yaml.safe_load(open(sys.argv[1]))["actions"]
done = {"generate_cohort"}
promised = {"output/cohort.csv.gz"}
for name, action in actions.items():
    patterns = [pattern for level in action["outputs"].values()
                for pattern in level.values()]
    for pattern in patterns:
        assert re.fullmatch(r"output/[A-Za-z0-9_.*-]+\.[a-z]+", pattern), pattern
    if name in done:
        continue
    assert set(action["needs"]) <= done, name
    image, *command = shlex.split(action["run"])
    assert re.fullmatch(r"sampler:v\d+", image), image
    if "config" in action:
        command += ["--config", json.dumps(action["config"])]
    subprocess.run(command, check=True)
    for pattern in patterns:
        found = set(glob.glob(pattern))
        assert found, (name, pattern)
        promised |= found
    done.add(name)
there = set(glob.glob("output/*")) | set(glob.glob("output/.*"))
assert there == promised, there ^ promised
assert len(done) == len(actions) == 7, done
END
mkdir output
cp cohort.csv.gz output
"$PYTHON" project.py "$srcdir/examples/opensafely/project.yaml" >out 2>err ||
  fail 'examples/opensafely'
gzip -dc output/sample.csv.gz >sample.csv
same_rows sample.csv
grep -q 'rounded' output/sample.md || fail 'a report without disclosure control'
test -z "$left_out" || skip "all passed but what needs a tool$left_out"
finish
