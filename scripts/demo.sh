#!/bin/sh
# The main path on the small example: check, generate, compile, simulate; then a renamed field, and what check says to it.
# Works in a scratch copy below .demo/, which git ignores. Any failure but the one that is shown on purpose ends it.
set -eu
cd "$(dirname "$0")/.."
root=$PWD

say() {
  printf '\n== %s\n' "$1"
}

run() {
  printf '$ %s\n' "$*"
  "$@"
}

mkdir -p .demo
scratch=$(mktemp -d "$root/.demo/library.XXXXXX")
trap 'rm -rf "$scratch"' EXIT
trap 'exit 130' INT TERM
cp -R examples/library/. "$scratch"
cd "$scratch"

say "A library: books go out, come back, and cost something when they are late"
run moment check

say "TypeScript from it, with tests that wait for an implementation"
run moment generate

compiler=$root/tests/conformance/node/node_modules/.bin/tsc
if [ -x "$compiler" ]; then
  say "A strict compiler reads it"
  find generated/typescript -name '*.ts' -print | sort > sources.txt
  "$compiler" --noEmit --strict --noUncheckedIndexedAccess --exactOptionalPropertyTypes \
    --target es2022 --module nodenext --moduleResolution nodenext @sources.txt
  printf 'tsc --strict: %s files, no errors\n' "$(wc -l < sources.txt | tr -d ' ')"
fi

say "Every way it can go, before anybody writes it"
run moment simulate

say "One team renames a field of its event: dueOn becomes dueDate"
sed '/event BookReturned/,/remark:/s/dueOn: Date/dueDate: Date/' specs/library.moment > renamed
mv renamed specs/library.moment
status=0
run moment check || status=$?
if [ "$status" -ne 1 ]; then
  printf 'moment check should have found it and returned 1, not %s\n' "$status" >&2
  exit 1
fi

say "Found at the desk, and not on the night of the release"
