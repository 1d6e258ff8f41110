#!/usr/bin/env bash
# kontrakt beside its peers, in one run on one machine: what generating the largest documents of the corpus costs, and
# what `cargo check` costs of what is generated. Prints tables in Markdown, and whether the aims are reached.
#
#     bench/compare.sh [--runs N] [--generate] [--check] [--selection] [NAME…]
#
# --generate   only what generating costs                --selection  a few operations of GitHub, instead of all
# --check      only what compiling costs                 --runs N     the median of so many runs (3), tools in turn
# NAME…        only documents whose path contains a NAME
#
# KONTRAKT_CORPUS says where the corpus is (`../shared/corpus` beside the workspace), KONTRAKT_BIN which generator to
# use instead of a release build of this workspace's. Peers are installed below `target/peers`; what is generated stays
# below `target/compare`.
set -euo pipefail
cd "$(dirname "$0")/.."

peers=(cargo-progenitor@0.15.1 oas3-gen@0.29.0 openapi-to-rust@0.23.0)

corpus=${KONTRAKT_CORPUS:-../shared/corpus}
if [ ! -d "$corpus" ]; then
    echo "there is no corpus at $corpus: set KONTRAKT_CORPUS" >&2
    exit 1
fi
corpus=$(realpath "$corpus")
export CARGO_TERM_COLOR=never CARGO_TERM_QUIET=true
target=$(cargo metadata --no-deps --format-version 1 | sed 's/.*"target_directory":"\([^"]*\)".*/\1/')

for peer in "${peers[@]}"; do
    if [ ! -e "$target/peers/$peer" ]; then
        echo "installing $peer" >&2
        CARGO_TARGET_DIR=$target/peers/build cargo install --locked --root "$target/peers" "$peer"
        rm -f "$target/peers/${peer%@*}"@*
        touch "$target/peers/$peer"
    fi
done

kontrakt=${KONTRAKT_BIN:-}
if [ -z "$kontrakt" ]; then
    cargo build --release -p kontrakt-codegen --bin kontrakt
    kontrakt=$target/release/kontrakt
fi
mkdir -p "$target/compare"
# A copy, so that a build in the meantime does not change what is measured.
cp -f "$kontrakt" "$target/compare/kontrakt"
cargo build -p kontrakt-bench --bin compare

printf '%s; %s; %s; %s\n\n' "$(date -I)" "$("$kontrakt" --version) at $(git rev-parse --short HEAD)" "${peers[*]}" "$(rustc --version)"
exec "$target/debug/compare" --kontrakt "$target/compare/kontrakt" --peers "$target/peers/bin" \
    --corpus "$corpus" --work "$target/compare" "$@"
