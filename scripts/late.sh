#!/usr/bin/env bash
# How late gaming is found: a made-up organisation of 100 people whose logs are taken a day at a time, as a schedule
# does, from two weeks after a leaderboard was announced. What was flagged, and how many days after its end, is held
# against the truth at the end. Everything lies under build/late, made afresh each time.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

late=build/late
start=2026-01-05
before=28
days=56
# No other organisation of the project has this seed.
seed=820000

rm -rf "$late"
mkdir -p "$late"
GOODHART_PSEUDONYM_KEY=$(od -An -N32 -tx1 /dev/urandom | tr -d ' \n')
export GOODHART_PSEUDONYM_KEY

day() {
  date -u -d "$start + $1 days" +%F
}
taken() {
  bin/goodhart pipeline --raw "$late/raw" --lake "$late/lake" --conf scripts/demo.conf \
    --from "$(day "$1")" --to "$(day "$2")" >>"$late/runs.log" 2>&1
  echo "taken until $(day "$2")"
}

bin/goodhart sample "$late/raw" --truth "$late/truth.csv" --users 100 --days "$days" --seed "$seed" --reviews 0.09 >"$late/runs.log"
taken 0 "$before"
for ((next = before; next < days; next++)); do
  taken "$next" $((next + 1))
done
bin/goodhart evaluate --truth "$late/truth.csv" --lake "$late/lake" --conf scripts/demo.conf | tee "$late/evaluation.txt"
