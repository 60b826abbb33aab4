#!/usr/bin/env bash
# Tests every native part that this machine has the tools for, says what it left out and how to get it, and holds their
# counts of shared cases to TypeScript's. With --all, what is left out is a failure; with --planted, bugs are planted as well.
set -uo pipefail
cd "$(dirname "$0")/.."

printed=$(mktemp)
trap 'rm -f "$printed"' EXIT
failed=0
skipped=0

run() {
  local name=$1 status=0
  shift
  printf '\n--- %s\n' "$name"
  "$@" 2>&1 | tee "$printed" || status=$?
  case $status in
    0) ;;
    69) skipped=$((skipped + 1)) && printf '%s: left out, for what it lacks (above)\n' "$name" ;;
    *) failed=$((failed + 1)) && printf '%s: FAILED\n' "$name" ;;
  esac
  return "$status"
}

counts() { grep -ao 'vectors: .*' "$printed" | tail -n 1; }

# Of "vectors: numbers 112, calls 44" and another such line, every count that both have is the same, and there are as many
# as stated.
agree() {
  node -e '
    const [least, ...lines] = process.argv.slice(1)
    const [ours, theirs] = lines.map((line) => new Map([...line.matchAll(/(\w+) (\d+)/g)].map(([, name, n]) => [name, n])))
    const shared = [...theirs.keys()].filter((name) => ours.has(name))
    const other = shared.filter((name) => ours.get(name) !== theirs.get(name))
    if (shared.length < Number(least) || other.length > 0) { console.log(`expected the counts of TypeScript, found others: ${other.join(", ")}`); process.exit(1) }
  ' "$1" "$2" "$3"
}

expect_same() {
  local theirs
  theirs=$(counts)
  printf '%s: %s\n' "$1" "$theirs"
  agree "$2" "$typescript" "$theirs" || failed=$((failed + 1))
}

run TypeScript npx vitest run test/vectors.test.ts
typescript=$(counts)
# A stranger's reader, from FORMAT.md alone.
python_reader() { command -v python3 >/dev/null || { echo 'python3 is not installed: apt-get install python3' && return 69; }; python3 test/native/delta_reader.py; }
run Python python_reader && expect_same Python 1
run Android native/android/test.sh && expect_same Android 8
android_scenarios() {
  [ -e native/android/library/target/class-path.txt ] || { echo 'native/android is not built: it needs Java and Maven' && return 69; }
  npx tsx test/native/android-corpus.run.ts
}
run 'Android under the scenarios' android_scenarios
# An iPhone tells an app nothing of calls, so those cases are not for it.
run iOS native/ios/test.sh && expect_same iOS 7
react_native() { (cd native/react-native && npm ci --ignore-scripts --silent && npm run --silent check); }
run 'React Native' react_native && expect_same 'React Native' 2

# Twenty-one bugs, one at a time, each of which the corpus must find: they take longer than all else.
if [ "${1:-}" = --planted ]; then
  run 'Planted bugs, Android' npx tsx test/native/android-planted.run.ts
  run 'Planted bugs, iOS' npx tsx test/native/planted.run.ts
fi

printf '\nnative: %s failed, %s left out\n' "$failed" "$skipped"
[ "$failed" -eq 0 ] && { [ "${1:-}" = "" ] || [ "$skipped" -eq 0 ]; }
