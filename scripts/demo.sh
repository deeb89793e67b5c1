#!/usr/bin/env bash
# The demo: a made-up organisation of 60 people over six weeks, and the real logs, in one raw root; the pipeline over
# all of it; what was flagged, held against the truth. Everything lies under build/demo, made afresh each time, but
# for the pseudonym key.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

demo=build/demo
mkdir -p "$demo"
rm -rf "$demo/raw" "$demo/lake" "$demo/truth.csv"

if [[ ! -s $demo/key ]]; then
  (umask 077 && od -An -N32 -tx1 /dev/urandom | tr -d ' \n' >"$demo/key")
fi
GOODHART_PSEUDONYM_KEY=$(<"$demo/key")
export GOODHART_PSEUDONYM_KEY
# Runs this short end before the costlier compiler's work on rarely run methods pays: it waits for the busy ones in the
# pipeline and does nothing in the others.
fast_start="-XX:TieredStopAtLevel=1 -XX:ReservedCodeCacheSize=240m"
busy_only="-XX:Tier4InvocationThreshold=20000 -XX:Tier4MinInvocationThreshold=2400
  -XX:Tier4CompileThreshold=60000 -XX:Tier4BackEdgeThreshold=160000"

GOODHART_JAVA_OPTS=$fast_start bin/goodhart sample "$demo/raw" --truth "$demo/truth.csv" --users 60 --days 42 --seed 7 --reviews 0.3
cp -R data-samples/real/usage data-samples/real/outcomes "$demo/raw/"
GOODHART_JAVA_OPTS=$busy_only bin/goodhart pipeline --raw "$demo/raw" --lake "$demo/lake" --conf scripts/demo.conf
GOODHART_JAVA_OPTS=$fast_start bin/goodhart evaluate --truth "$demo/truth.csv" --lake "$demo/lake" --conf scripts/demo.conf

echo "The report:        $PWD/$demo/lake/report/index.html"
echo "For the reviewers: $PWD/$demo/lake/review/queue.html"
