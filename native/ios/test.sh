#!/usr/bin/env bash
# Builds the package with warnings as errors, runs its tests, and loads a million numbers as the extension does.
# Node makes what TypeScript is asked for: random dial strings with their numbers, and those million numbers.
set -euo pipefail
cd "$(dirname "$0")"

strict=(-Xswiftc -warnings-as-errors)
# Optimised, for half a million damaged snapshots; with what tests may see.
optimised=(-c release -Xswiftc -enable-testing "${strict[@]}")

./swift.sh swift format lint --strict --recursive Package.swift Sources Stubs Tests Examples Tools

measured=.build/measured
diagnostics=.build/diagnostics
rm -rf "$measured" "$diagnostics" && mkdir -p "$measured"
npx tsx ../../test/native/dialled.run.ts 200000 1 >"$measured/dialled.txt"
# Beside a real server, for its client.
[ -e ../../dist/cli/main.js ] || (cd ../.. && npm run --silent build)
with_server() { (cd ../.. && npx tsx test/native/team-server.run.ts bash -c 'cd native/ios && ./swift.sh env $(env | grep ^RINGSIGHT_TEAM_) "$@"' bash "$@"); }
with_server env RINGSIGHT_DIALLED="$measured/dialled.txt" swift test "${optimised[@]}" --quiet
(cd ../.. && npx tsx test/native/diagnostics.run.ts "native/ios/$diagnostics")

# Every iPhone of the corpus with the package as its app.
(cd ../.. && npx tsx test/native/iphone.run.ts)

npx tsx ../../test/native/directories.run.ts "$measured" 1000000
measure() { ./swift.sh .build/release/stream-directory "$@"; }
measure publish "$measured/folder" "$measured/before.idx"
measure load "$measured/folder" everything
measure delta "$measured/folder" "$measured/changes.delta"
cmp "$measured/folder/directory.idx" "$measured/after.idx"
measure load "$measured/folder" changes
