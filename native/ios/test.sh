#!/usr/bin/env bash
# Builds the package with warnings as errors, runs its tests, and loads a million numbers as the extension does.
# RINGSIGHT_NUMBERS says how many; Node is needed to make them.
set -euo pipefail
cd "$(dirname "$0")"

strict=(-Xswiftc -warnings-as-errors)
# Optimised, for half a million damaged snapshots; with what tests may see.
optimised=(-c release -Xswiftc -enable-testing "${strict[@]}")

./swift.sh swift format lint --strict --recursive Package.swift Sources Stubs Tests Examples Tools
./swift.sh swift test "${optimised[@]}" --quiet

measured=.build/measured
rm -rf "$measured" && mkdir -p "$measured"
npx tsx Tools/make-directories.ts "$measured" "${RINGSIGHT_NUMBERS:-1000000}"
measure() { ./swift.sh .build/release/stream-directory "$@"; }
measure publish "$measured/folder" "$measured/before.idx"
measure load "$measured/folder" everything
measure publish "$measured/folder" "$measured/after.idx"
measure load "$measured/folder" changes
