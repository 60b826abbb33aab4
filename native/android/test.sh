#!/usr/bin/env bash
# Compiles both modules with warnings as errors, checks that nothing hidden or too new is called, and runs every test.
# Node makes what TypeScript is asked for: random dial strings with their numbers, and a snapshot of a million numbers.
set -euo pipefail
cd "$(dirname "$0")"

lacks() {
  printf 'test.sh: %s\n' "$@" >&2
  exit 69
}

command -v java >/dev/null || lacks 'Java is not installed: apt-get install openjdk-17-jdk-headless'
command -v mvn >/dev/null || lacks 'Maven is not installed: apt-get install maven'

measured=$PWD/target/measured
diagnostics=$PWD/library/target/diagnostics
rm -rf "$measured" "$diagnostics" && mkdir -p "$measured"
npx tsx ../../test/native/dialled.run.ts 200000 1 >"$measured/dialled.txt"
npx tsx ../../test/native/million.run.ts "$measured/million.idx"

# A real server for its client. Maven's own messages only where something is wrong.
[ -e ../../dist/cli/main.js ] || (cd ../.. && npm run --silent build)
with_server() { (cd ../.. && npx tsx test/native/team-server.run.ts bash -c 'cd native/android && "$@"' bash "$@"); }
with_server mvn --batch-mode --quiet --no-transfer-progress test \
  -DargLine="-Dringsight.dialled=$measured/dialled.txt -Dringsight.million=$measured/million.idx"
rm -r "$measured"
(cd ../.. && npx tsx test/native/diagnostics.run.ts "$diagnostics")
