#!/usr/bin/env bash
# Runs the experiments of residual-shift.md: eleven small networks at equal budget, one JSON line each.
# Usage: docs/experiments/residual-shift.sh TRAIN_DIR VALIDATION_DIR WORK_DIR
set -euo pipefail
train=$1 validation=$2 work=$3
acuity=${ACUITY:-./acuity}
budget=(--width 32 --blocks 4 --batch 8 --patch 24 --steps 1500 --rate 1e-3 --seed 1)
mkdir -p "$work"

run() { # name, then options of the chain
  local name=$1
  shift
  [ -s "$work/$name.json" ] && return
  $acuity train --data "$train" --validation "$validation" --out "$work/$name" --name "$name" \
    "${budget[@]}" "$@" --json > "$work/$name.log"
  tail -n 1 "$work/$name.log" > "$work/$name.json"
  echo "$name $(cat "$work/$name.json")"
}

# kappa x T; first eta as ResShift chooses it for the length of its chain
run k0-t1 --kappa 0 --chain-steps 1
run k0-t4 --kappa 0 --chain-steps 4
run k0-t15 --kappa 0 --chain-steps 15
run k2-t1 --kappa 2 --chain-steps 1
run k2-t4 --kappa 2 --chain-steps 4 --eta-first 0.2
run k2-t15 --kappa 2 --chain-steps 15 --eta-first 0.04

# what the network predicts (the residual is k0-t4)
run k0-t4-clean --kappa 0 --chain-steps 4 --target CLEAN
run k0-t4-previous --kappa 0 --chain-steps 4 --target PREVIOUS

# the eta ablation of DeltaDiff's Table II ((0.01, 0.99) is k0-t4)
run k0-t4-eta-0.01-0.8 --kappa 0 --chain-steps 4 --eta-first 0.01 --eta-last 0.8
run k0-t4-eta-0.2-0.99 --kappa 0 --chain-steps 4 --eta-first 0.2 --eta-last 0.99
run k0-t4-eta-0.5-0.999 --kappa 0 --chain-steps 4 --eta-first 0.5 --eta-last 0.999
