#!/usr/bin/env bash
# Runs the experiment of masked-diffusion.md: small SR3 networks with and without masks, three seeds each; then draws it.
# Usage: docs/experiments/masked-diffusion.sh FACES_DIR TRAIN_PHOTOS_DIR TEST_PHOTOS_DIR WORK_DIR [REPORT_DIR]
# Every fourth face is kept for measuring. An interrupted run goes on where it stopped.
set -euo pipefail
faces=$1 train_photos=$2 test_photos=$3 work=$4 report=${5:-$4/report}
acuity=${ACUITY:-./acuity}
steps=${STEPS:-2500} chain=${CHAIN:-50} seeds=${SEEDS:-1 2 3}
extractors=${EXTRACTORS:-none edges gaussian sift}
mkdir -p "$work/faces/train" "$work/faces/test"

number=0
find -L "$faces" -type f | sort | while read -r face; do
  number=$((number + 1))
  part=train
  [ $((number % 4)) -eq 0 ] && part=test
  ln -sfn "$(realpath "$face")" "$work/faces/$part/$(basename "$face")"
done
# The pictures of the page are drawn ones: those that are measured may not be shown everywhere.
mkdir -p "$work/sheet"
for seed in 1 2; do
  [ -s "$work/sheet/sample$seed.png" ] || $acuity sample -o "$work/sheet/sample$seed.png" --seed "$seed"
done
test_images=(--faces "$work/faces/test" --photos "$test_photos" --per-side 2)

train() { # extractor, seed
  $acuity sr3 train --photos "$train_photos" --faces "$work/faces/train" --out "$work/runs/$1/$2" \
    --attention "$1" --seed "$2" --steps "$steps" --batch 4 --width 16 --rate 5e-4 --precision FP32 --json \
    >> "$work/train.log"
}

score() { # extractor, seed, setting, then options of sampling
  local file=$work/scores/$1/$2/$3.jsonl extractor=$1 seed=$2 setting=$3
  shift 3
  [ -s "$file" ] && return
  mkdir -p "$(dirname "$file")"
  $acuity sr3 evaluate --model "$work/runs/$extractor/$seed" "${test_images[@]}" --chain-steps "$chain" \
    --seed "$seed" --precision FP32 --json "$@" > "$file.new"
  mv "$file.new" "$file"
  echo "$extractor, seed $seed, $setting: $(tail -n 2 "$file" | head -n 1)"
}

for seed in $seeds; do
  for extractor in $extractors; do
    train "$extractor" "$seed"
  done
done
for seed in $seeds; do
  for extractor in $extractors; do
    if [ "$extractor" = none ]; then
      score none "$seed" unmasked
    else
      score "$extractor" "$seed" marginal-0.2 --low-res marginal
    fi
  done
  score edges "$seed" step-0.2 --low-res step
  score edges "$seed" step-beta-0.2 --low-res step_beta
  for bound in 0 0.1 0.4 1; do
    score edges "$seed" "marginal-$bound" --low-res marginal --lower-bound "$bound"
  done
done
first=${seeds%% *}
for extractor in none edges; do
  $acuity sr3 evaluate --model "$work/runs/$extractor/$first" --photos "$work/sheet" --per-side 2 --chain-steps "$chain" \
    --seed "$first" --precision FP32 --save "$work/pictures/$extractor" > "$work/sheet/$extractor.txt"
done
$acuity sr3 report --scores "$work/scores" --plain "$work/pictures/none" --masked "$work/pictures/edges" \
  --sheet "$work/sheet" "${test_images[@]}" --chain-steps "$chain" --extractors gaussian,sift,edges --out "$report"
