#!/usr/bin/env bash
# Runs the experiment of sr4-ablation.md: small SR3 networks with the options of SR4, one at a time; then prints its table.
# Usage: docs/experiments/sr4-ablation.sh FACES_DIR TRAIN_PHOTOS_DIR TEST_PHOTOS_DIR WORK_DIR
# Every fourth face is kept for measuring. An interrupted run goes on where it stopped. STEPS, CHAIN, SEEDS and VARIANTS
# in the environment change what is run.
set -euo pipefail
faces=$1 train_photos=$2 test_photos=$3 work=$4
acuity=${ACUITY:-./acuity}
steps=${STEPS:-400} chain=${CHAIN:-25} seeds=${SEEDS:-1 2}
mkdir -p "$work/faces/train" "$work/faces/test"

number=0
find -L "$faces" -type f | sort | while read -r face; do
  number=$((number + 1))
  part=train
  [ $((number % 4)) -eq 0 ] && part=test
  ln -sfn "$(realpath "$face")" "$work/faces/$part/$(basename "$face")"
done

# Each variant and its options. "res" is what most are compared with; SR4 is res, attention at 8 and the LR image in the
# middle. One large convolution and several small ones are the same at a factor of 2; at 8x8, a factor of 4, they differ.
cosine="--schedule cosine"
res="$cosine --residual"
sr4="$res --attention-at 8 --inject concat"
declare -A options=(
  [base]=""
  [published-ends]="--published-ends"
  [cosine]="$cosine"
  [res]="$res"
  [attention8]="$res --attention-at 8"
  [sr4]="$sr4"
  [sr4-direct]="$sr4 --bridge direct"
  [sr4-bicubic]="$sr4 --bridge bicubic"
  [sr4-at8]="$sr4 --inject-at 8"
  [sr4-at8-large]="$sr4 --inject-at 8 --bridge large"
  [sr4-add]="$res --attention-at 8 --inject add"
  [sr4-heads4]="$sr4 --heads 4"
  [res-l2]="$res --norm l2"
  [res-clean]="$res --predict clean"
  [predict-residual]="$cosine --predict residual"
  [res-hybrid]="$res --norm l2 --learned-variance"
  [res-shared-step]="$res --shared-step"
  [res-shared-noise]="$res --shared-noise"
  [res-exclude-last]="$res --exclude-last"
  [res-input-attention]="$res --input-attention"
)
variants=${VARIANTS:-base cosine res sr4 sr4-direct sr4-bicubic sr4-at8 sr4-at8-large attention8 res-hybrid res-clean \
  res-input-attention res-shared-step published-ends sr4-heads4 sr4-add res-l2 predict-residual res-exclude-last \
  res-shared-noise}

train() { # variant, seed
  local run=$work/runs/$1/$2
  [ -s "$run/loss.jsonl" ] && return
  mkdir -p "$run"
  # shellcheck disable=SC2086  # options are split at blanks on purpose
  $acuity sr3 train --photos "$train_photos" --faces "$work/faces/train" --out "$run" --side 32 --scale 4 --width 16 \
    --multipliers 1,2,4 --steps "$steps" --batch 4 --rate 1e-3 --rate-curve cosine --seed "$2" --precision FP32 --json \
    ${options[$1]} > "$run/loss.new"
  mv "$run/loss.new" "$run/loss.jsonl"
}

score() { # variant, seed, setting, then options of sampling
  local run=$work/runs/$1/$2 file=$work/scores/$1/$2/$3.jsonl variant=$1 seed=$2 setting=$3
  shift 3
  [ -s "$file" ] && return
  mkdir -p "$(dirname "$file")"
  cp "$run/loss.jsonl" "$file.new"
  $acuity sr3 evaluate --model "$run" --faces "$work/faces/test" --photos "$test_photos" --per-side 2 \
    --chain-steps "$chain" --seed "$seed" --precision FP32 --json "$@" >> "$file.new"
  mv "$file.new" "$file"
  echo "$variant, seed $seed, $setting: $(tail -n 2 "$file" | head -n 1)" >&2
}

for seed in $seeds; do
  for variant in $variants; do
    train "$variant" "$seed"
    score "$variant" "$seed" ancestral
    # What the published clamp cuts off residuals, and what a variance that was learned or is β changes.
    if [ "$variant" = res ]; then
      score res "$seed" unclipped --no-clip
      score res "$seed" beta --variance beta
    elif [ "$variant" = res-hybrid ]; then
      score res-hybrid "$seed" posterior --variance posterior
    fi
  done
done
$acuity sr3 ablation --scores "$work/scores" --base res | tee "$work/table.md"
