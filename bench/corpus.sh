#!/usr/bin/env bash
# Generates every document of the corpus (types, client and server), and compiles all of `dev` and five giants.
#
#     bench/corpus.sh [--slice] [--all] [--codes] [--ledger] [--debug] [NAME…]
#
# NAME…     only documents whose path contains a NAME
# --slice   only the documents in bench/slice.txt
# --all     compiles whatever was generated
# --codes   counts the diagnostics of the generator, too
# --ledger  instead of generating, counts what becomes of every keyword (`kontrakt inspect`)
# --debug   uses a debug build of the generator: sooner there, and slow
#
# KONTRAKT_CORPUS says where the corpus is (`../shared/corpus` beside the workspace), KONTRAKT_BIN which generator to
# use instead of a release build of this workspace's. What has a result for the same generator and document is not done
# again; `target/corpus` keeps results and generated code. Exit status 1 if anything failed.
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

options=()
profile=release
for argument; do
    case $argument in
        --slice) options+=(--slice bench/slice.txt) ;;
        --debug) profile=dev ;;
        *) options+=("$argument") ;;
    esac
done

kontrakt=${KONTRAKT_BIN:-}
if [ -z "$kontrakt" ]; then
    cargo build --profile "$profile" -p kontrakt-codegen --bin kontrakt
    kontrakt=$target/${profile/dev/debug}/kontrakt
fi
mkdir -p "$target/corpus"
exec 9>"$target/corpus/lock"
flock 9
# A copy, so that a build in the meantime does not change what is measured.
cp -f "$kontrakt" "$target/corpus/kontrakt"
cargo build -p kontrakt-bench --bin corpus
exec "$target/debug/corpus" --kontrakt "$target/corpus/kontrakt" --corpus "$corpus" --work "$target/corpus" \
    "${options[@]}"
