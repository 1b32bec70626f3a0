#!/bin/sh
# SPDX-License-Identifier: MIT
# combiner refuses shards that do not belong together, are missing, twice, cut off
# or changed: each by one message that names them, with no output left.
. "${srcdir=.}/tests/init.sh"
. "$srcdir/tests/combiner.sh"

# refused TEXT ARGUMENT...: status 1, one line with TEXT, an older output stays.
refused()
{
  refused_text=$1
  shift
  echo older >pooled.csv
  run 1 combiner -o pooled.csv "$@"
  grep -qF -e "$refused_text" err || fail "want: $refused_text"
  test "$(wc -l <err)" -eq 1 || fail 'more than one line'
  test "$(cat pooled.csv)" = older || fail 'the older output is gone'
  test -z "$(find . -name '.*.tmp')" || fail 'something is left behind'
}

# shard NAME OPTION...: a shard of that label.
shard()
{
  shard_name=$1
  shift
  run 0 sampler --quiet --shard "$shard_name" --shard-out \
    -o "$shard_name.csv" "$@"
}

make_frame 400 400
head -n 200 frame.csv >one.csv
{ head -n 1 frame.csv && tail -n +201 frame.csv; } >two.csv
shard a --n 20 --seed 1 one.csv
shard b --n 20 --seed 1 two.csv
run 0 combiner --quiet -o pooled.csv a.csv b.csv

# What was asked differs.
shard c --n 20 --seed 2 two.csv
refused 'a.csv and c.csv: drawn with different seeds' a.csv c.csv
shard c --n 21 --seed 1 two.csv
refused 'a.csv and c.csv: designs that differ: in n' a.csv c.csv
shard c --n 20 --seed 1 --keep died two.csv
refused 'designs that differ: in keep' a.csv c.csv
shard c --n 20 --seed 1 --where 'sex=f' two.csv
refused 'designs that differ: in where' a.csv c.csv
shard c --n 20 --seed 1 --strata sex --at-most 9 two.csv
refused 'designs that differ: in strata' a.csv c.csv
shard c --n 20 --seed 1 --weight-name w2 two.csv
refused 'designs that differ: in weight-name' a.csv c.csv
shard c --n 20 --seed 1 --replicate 2 two.csv
refused 'designs that differ: in replicate' a.csv c.csv
shard c --n 20 --seed 1 --add n two.csv
refused 'designs that differ: in add n' a.csv c.csv
printf 'sex,n\nf,3\nm,3\n' >n.csv
shard c --strata sex --sizes n.csv --seed 1 one.csv
printf 'sex,n\nf,4\nm,3\n' >n.csv
shard d --strata sex --sizes n.csv --seed 1 two.csv
refused 'c.csv and d.csv: designs that differ: in the file of --sizes' \
  c.csv d.csv
sed '1s/sex/gender/' two.csv >renamed.csv
shard c --n 20 --seed 1 renamed.csv
refused 'a.csv and c.csv: headers that differ' a.csv c.csv
shard c --n 20 --seed 1 two.csv
sed 's/"algorithm": 1/"algorithm": 2/' c.csv.json >json && mv json c.csv.json
refused 'c.csv.json: drawn by another algorithm than 1' a.csv c.csv
sed 's/sampler shard 1/sampler shard 0/' a.csv.json >c.csv.json
refused 'c.csv.json: not what this version of sampler' a.csv c.csv

# Twice.
refused 'a.csv: given twice' a.csv b.csv a.csv
ln a.csv same.csv && cp a.csv.json same.csv.json
refused 'same.csv: given twice' a.csv b.csv same.csv
run 0 sampler --quiet --shard a --shard-out -o c.csv --n 20 --seed 1 two.csv
refused 'a.csv and c.csv: two shards with the same label' a.csv c.csv

# A delimiter that no sampler takes, alike in all shards.
for byte in '{"latin1": "\u00e9"}' '"\""' '"\n"' '"\r"' '"x"' '""'; do
  cp b.csv.json sep.csv.json && cp b.csv sep.csv
  reseal sep.csv.json "whole['delimiter'] = json.loads(r'''$byte''')"
  refused 'sep.csv.json: changed: not as sampler writes it' sep.csv
done

# Missing, cut off, changed.
refused 'nowhere.csv.json: there is no such file' a.csv nowhere.csv
cp b.csv.json gone.csv.json
refused 'gone.csv: cannot open' a.csv gone.csv
for lines in 0 1 2 12 20; do
  head -n $lines b.csv >cut.csv
  cp b.csv.json cut.csv.json
  case $lines in
  0) refused 'cut.csv: ' a.csv cut.csv ;;
  *) refused 'cut.csv: cut off' a.csv cut.csv ;;
  esac
done
head -c -1 b.csv >cut.csv
refused 'cut.csv: changed' a.csv cut.csv
head -c -9 b.csv >cut.csv
refused 'cut.csv: ' a.csv cut.csv
gzip -c b.csv | head -c -9 >cut.csv
refused 'cut.csv: ' a.csv cut.csv
# Each change of one byte, somewhere in a row, in the header, in a number of ours.
for at in 3 22 45 60 400 700; do
  { head -c $((at - 1)) b.csv && printf 7 && tail -c +$((at + 1)) b.csv; } \
    >cut.csv
  cmp -s b.csv cut.csv || refused 'cut.csv: ' a.csv cut.csv
done
{ cat b.csv && tail -n 1 b.csv; } >cut.csv
refused 'cut.csv: changed' a.csv cut.csv
cp two.csv cut.csv
refused 'cut.csv: changed' a.csv cut.csv
head -c 700 b.csv.json >cut.csv.json
refused 'cut.csv.json: cut off or changed' a.csv cut.csv
echo '{"format": "sampler shard 1", "algorithm": 1}' >cut.csv.json
refused 'cut.csv.json: changed: not as sampler writes it' a.csv cut.csv
# A count that was changed.
sed 's/"pop_size": "201"/"pop_size": "301"/' b.csv.json >cut.csv.json
refused 'cut.csv.json: changed: not as sampler writes it' a.csv cut.csv
# Every member of it that is of another kind, or another value, though sealed.
cp b.csv cut.csv
cat >spoil.py <<'END'
import json
import xxhash
whole = json.load(open("b.csv.json"))
del whole["xxh3"]
count = 0


def spoil(value, path):
    global count
    for key in list(value if isinstance(value, dict) else range(len(value))):
        old = value[key]
        for new in (None, "x", [], {}, -1):
            if type(old) is type(new) and old == new or old is None:
                continue
            value[key] = new
            if path + [key] == ["shard"] and new == "x":
                continue  # a label as good as another
            text = json.dumps(whole, sort_keys=True, separators=(",", ":"))
            seal = xxhash.xxh3_128_hexdigest(text)
            with open("spoilt/%d.json" % count, "w") as file:
                json.dump(dict(whole, xxh3=seal), file)
            count += 1
        value[key] = old
        if isinstance(old, (dict, list)):
            spoil(old, path + [key])


spoil(whole, [])
END
mkdir spoilt
"$PYTHON" spoil.py || fail 'spoil.py'
for file in spoilt/*.json; do
  cp "$file" cut.csv.json
  combiner -o pooled.csv a.csv cut.csv >out 2>err
  status=$?
  test $status -eq 1 || fail "status $status: $file: $(cat "$file")"
done

# A manifest: every shard is there, and is drawn from the chunk as it is now.
split --parts 4
shards --n 20
rm chunks/3.shard.csv
refused 'chunks/3.shard.csv: missing: task 3 of m.csv is not done' \
  --manifest m.csv
refused 'the shard of task 3 of 4 is missing' chunks/[124].shard.csv
shards --n 20
refused 'the shard of task 4 of 4 is missing' chunks/[123].shard.csv
sed 's/^2,\([^,]*\),[0-9]*/2,\1,1/' m.csv >other.csv
refused 'chunks/2.shard.csv: not drawn from line 2' --manifest other.csv
head -n 4 m.csv >other.csv
refused 'chunks/1.shard.csv: not drawn from line 1' --manifest other.csv
shard a --n 20 --seed 3 one.csv
refused 'one knows its place in the whole, and one does not' \
  a.csv chunks/1.shard.csv
split --parts 3
shards --n 20
mv chunks three
split --parts 4
shards --n 20
refused 'tasks of different manifests' chunks/1.shard.csv three/2.shard.csv

# Parts that lie apart or over one another, if nobody knows how many there are.
for k in 1 2 3 4; do
  reseal chunks/$k.shard.csv.json 'whole["place"]["tasks"] = "0"'
done
run 0 combiner --quiet -o pooled.csv chunks/*.shard.csv
refused 'chunks/3.shard.csv: begins with record ' chunks/[134].shard.csv
grep -q ': one is missing$' err || fail 'the missing part is not told'
refused 'end elsewhere than it begins: one is missing' --sdc round5 \
  chunks/[134].shard.csv

# A unit in two shards: drawn in both, kept in both, kept in one and drawn in the
# other, at the border of the sample; or drawn in none.
{ cat one.csv && grep '^p0000[0-9],' two.csv; } >both.csv
shard a --unit id --n 400 --seed 1 one.csv
shard b --unit id --n 400 --seed 1 both.csv
refused 'a.csv and b.csv: a unit is in both' a.csv b.csv
shard a --unit id --keep 'sex!=x' --n 1 --seed 1 one.csv
shard b --unit id --keep 'sex!=x' --n 1 --seed 1 both.csv
refused 'a.csv and b.csv: a unit is in both' a.csv b.csv
printf 'id,k\nx,1\ny,0\n' >one.csv
printf 'id,k\nx,0\nz,0\n' >two.csv
shard a --unit id --keep k --n 3 --seed 1 one.csv
shard b --unit id --keep k --n 3 --seed 1 two.csv
refused 'a.csv and b.csv: a unit is in both' a.csv b.csv
printf 'id\nu\nv\nw\nx\ny\nz\n' >one.csv
printf 'id\nx\na\nb\nc\nd\ne\n' >two.csv
seen=0
for n in 1 2 3 4 5 6 7 8 9 10 11; do
  shard a --unit id --n $n --seed 1 one.csv
  shard b --unit id --n $n --seed 1 two.csv
  if grep -q '^x' a.csv && combiner --quiet -o all.csv a.csv b.csv 2>err; then
    ! grep -q '^x' all.csv || fail "--n $n: a sample with x, twice in the frame"
  elif grep -q '^x' a.csv; then
    seen=$((seen + 1))
    grep -q 'a.csv and b.csv: a unit is in both' err || fail "--n $n"
  fi
  shard a --unit id --n $n --seed 1 --check-units one.csv
  refused 'a.csv and b.csv: one has a list of its units' a.csv b.csv
  shard b --unit id --n $n --seed 1 --check-units two.csv
  refused 'a.csv and b.csv: a unit is in both' a.csv b.csv
done
test $seen -gt 3 || fail "the unit was met $seen times only"
grep -v '^x' two.csv >three.csv
shard a --unit id --n 3 --seed 1 --check-units one.csv
shard b --unit id --n 3 --seed 1 --check-units three.csv
run 0 combiner -o pooled.csv a.csv b.csv
grep -q '^check    no unit is in two shards$' err || fail 'not told'
head -c 16 b.csv.units >cut && mv cut b.csv.units
refused 'b.csv.units: cut off or changed' a.csv b.csv
rm b.csv.units
refused 'b.csv.units: cannot read: No such file' a.csv b.csv

# What only all shards together show of a column with missing cells.
printf 'died\n2016-03-17\n\n' >dates.csv
printf 'died\n0\n1\n' >truths.csv
shard a --keep died --n 1 --seed 1 dates.csv
shard b --keep died --n 1 --seed 1 truths.csv
refused 'a.csv: column "died": missing in 1 record, the first of them record 2' \
  a.csv b.csv
for what in no yes drop; do
  shard a --keep died --keep-missing $what --n 1 --seed 1 dates.csv
  shard b --keep died --keep-missing $what --n 1 --seed 1 truths.csv
  run 0 combiner --quiet -o pooled.csv a.csv b.csv
done
# A column that is missing in one shard only is no warning; in all it is one.
printf 'died\n\n\n' >none.csv
shard a --keep died --n 1 --seed 1 dates.csv
shard b --keep died --n 1 --seed 1 --strict none.csv
run 0 combiner --strict -o pooled.csv a.csv b.csv
shard a --keep died --n 1 --seed 1 none.csv
run 0 combiner -o pooled.csv a.csv b.csv
grep -q 'warning: column "died" is missing in every record: no events' err ||
  fail 'no warning'
refused 'an error by --strict' --strict a.csv b.csv

# What is no shard has nothing beside it.
run 1 combiner -o pooled.csv none.csv
grep -q 'none.csv.json: there is no such file, which sampler --shard-out ' err ||
  fail 'no shard'

# A FIFO, which cannot be read a second time, is refused and not waited for.
rm b.csv
mkfifo b.csv
run 1 timeout 20 combiner -o pooled.csv a.csv b.csv
grep -q 'b.csv: not a regular file: a shard is read twice$' err || fail 'a FIFO'
rm b.csv
cp none.csv b.csv

# The output is a shard, and other wrong usage.
for output in a.csv b.csv.json; do
  run 2 combiner -o $output a.csv b.csv
  run 2 combiner --report ./$output -o pooled.csv a.csv b.csv
done
cp m.csv kept.csv
for out in '-o m.csv' '-o x.csv --report ./m.csv'; do
  run 2 combiner --manifest m.csv $out
  grep -q 'm.csv: the output is the manifest, too' err || fail "$out"
done
cmp m.csv kept.csv || fail 'the manifest is overwritten'
run 2 combiner
run 2 combiner --manifest m.csv a.csv
run 2 combiner --sdc-suppress 3 a.csv
run 2 combiner --report x.pdf a.csv
run 2 combiner --threads 0 a.csv
run 2 combiner -o x -o y a.csv
run 2 combiner --seed 1 a.csv
finish
