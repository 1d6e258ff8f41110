#!/usr/bin/env bash
# Generates every document of the corpus (types, client and server), and compiles all of `dev` and five giants.
#
#     bench/corpus.sh [--slice] [--all] [--codes] [NAME…]
#
# --slice   only the documents in bench/slice.txt       NAME…    only documents whose path contains a NAME
# --all     compiles whatever was generated             --codes  counts the diagnostics of the generator, too
#
# KONTRAKT_CORPUS says where the corpus is (`../shared/corpus` beside the workspace), KONTRAKT_BIN which generator to
# use (a release build of this workspace's). What has a result for the same generator and document is not done again;
# `target/corpus` keeps results and generated code. Exit status 1 if anything failed.
set -euo pipefail
cd "$(dirname "$0")/.."

corpus=${KONTRAKT_CORPUS:-../shared/corpus}
if [ ! -d "$corpus" ]; then
    echo "there is no corpus at $corpus: set KONTRAKT_CORPUS" >&2
    exit 1
fi
corpus=$(realpath "$corpus")
export CARGO_TERM_COLOR=never CARGO_TERM_QUIET=true
target=$(cargo metadata --no-deps --format-version 1 | sed 's/.*"target_directory":"\([^"]*\)".*/\1/')

kontrakt=${KONTRAKT_BIN:-}
if [ -z "$kontrakt" ]; then
    cargo build --release -p kontrakt-codegen --bin kontrakt
    kontrakt=$target/release/kontrakt
fi
mkdir -p "$target/corpus"
# A copy, so that a build in the meantime does not change what is measured.
cp -f "$kontrakt" "$target/corpus/kontrakt"

options=()
for argument; do
    case $argument in
        --slice) options+=(--slice bench/slice.txt) ;;
        *) options+=("$argument") ;;
    esac
done
cargo build -p kontrakt-bench --bin corpus
exec "$target/debug/corpus" --kontrakt "$target/corpus/kontrakt" --corpus "$corpus" --work "$target/corpus" \
    "${options[@]}"
