#!/usr/bin/env bash
# Generates clients and servers with their tests of round trips, runs these, and shows what came of it, a line a document.
#
#     bench/round-trips.sh [--debug] DOCUMENT…
#
# --debug   uses a debug build of the generator: sooner there, and slow
#
# KONTRAKT_BIN says which generator to use instead of a release build of this workspace's. Generated code and the output
# of its tests stay in `target/round-trips`. Columns: operations; valid samples that came back; nearly valid requests
# that the server refused where they break a rule, and those of them that the client can say and refused, too; nearly
# valid answers that the client refused; samples that a style cannot carry, or whose path is another operation's; what
# was left out; tests that failed. Exit status 1 if anything failed.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)

profile=release
documents=()
for argument; do
    case $argument in
        --debug) profile=dev ;;
        *) documents+=("$(realpath "$argument")") ;;
    esac
done
cd "$root"
export CARGO_TERM_COLOR=never CARGO_TERM_QUIET=true
target=$(cargo metadata --no-deps --format-version 1 | sed 's/.*"target_directory":"\([^"]*\)".*/\1/')
kontrakt=${KONTRAKT_BIN:-}
if [ -z "$kontrakt" ]; then
    cargo build --profile "$profile" -p kontrakt-codegen --bin kontrakt
    kontrakt=$target/${profile/dev/debug}/kontrakt
fi
work=$target/round-trips
mkdir -p "$work"

# The number of a report that stands under a key, of all operations.
sum() {
    { grep -o "\"$1\":[0-9]*" "$2" || true; } | awk -F: '{ all += $2 } END { print all + 0 }'
}

# crate FOLDER NAME: a crate that holds what was generated, with every feature that it may need.
crate() {
    mkdir -p "$1/src"
    cat > "$1/Cargo.toml" <<MANIFEST
[package]
name = "$2"
version = "0.0.0"
edition = "2024"
publish = false

[dependencies]
kontrakt = { path = "$root/runtime", features = ["client", "server", "decimal", "regress", "time-zone"] }

[dev-dependencies]
kontrakt = { path = "$root/runtime", features = ["testing"] }

[workspace]
MANIFEST
    cp "$root/Cargo.lock" "$1/Cargo.lock"
    echo 'pub mod api;' > "$1/src/lib.rs"
}

status=0
row='%-34s %5s %7s %7s %7s %8s %7s %5s %6s\n'
# shellcheck disable=SC2059
printf "$row" document op valid refused unsent unread. untold left failed
for document in "${documents[@]}"; do
    base=$(basename "$document" | sed 's/\.[^.]*$//')
    [[ $base =~ ^(openapi|swagger)$ ]] && base=$(basename "$(dirname "$document")")-$base
    name=trips-$(tr -c 'a-zA-Z0-9\n' '-' <<<"$base" | tr 'A-Z' 'a-z')
    folder=$work/$name
    crate "$folder" "$name"
    report=$folder/report.jsonl
    rm -f "$report"
    touch "$report"
    if ! "$kontrakt" generate "$document" --out "$folder/src/api" --with-tests --keep-going \
        > "$folder/generate.txt" 2>&1; then
        printf '%-34s the generator failed: %s\n' "$base" "$folder/generate.txt"
        status=1
        continue
    fi
    if ! CARGO_TARGET_DIR=$target cargo test --offline --manifest-path "$folder/Cargo.toml" --lib --no-run \
        > "$folder/build.txt" 2>&1; then
        printf '%-34s its code does not compile: %s\n' "$base" "$folder/build.txt"
        status=1
        continue
    fi
    if ! KONTRAKT_ROUND_TRIPS=$report CARGO_TARGET_DIR=$target cargo test --offline --lib \
        --manifest-path "$folder/Cargo.toml" > "$folder/test.txt" 2>&1; then
        status=1
    fi
    # shellcheck disable=SC2059
    printf "$row" "$base" "$(wc -l < "$report")" "$(sum valid "$report")" "$(sum refused "$report")" \
        "$(sum unsent "$report")" "$(sum unreadable "$report")" "$(sum untold "$report")" "$(sum left "$report")" \
        "$(sum failed "$report")"
done
exit "$status"
