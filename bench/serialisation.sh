#!/usr/bin/env bash
# What generated types cost the compiler: 1,500 structs of 8 fields as kontrakt writes them, against the same structs
# with serde's derives. CPU seconds (user and system) of `cargo check` and of a release build of the crate alone.
#
#     bench/serialisation.sh [STRUCTS [RUNS_OF_CHECK [RUNS_OF_BUILD]]]
#
# The runs of the crates alternate, so that whatever else the machine does hits all of them alike. Beside the two stand
# the same module with parts left out, which shows what each part costs.
set -euo pipefail
cd "$(dirname "$0")/.."

structs=${1:-1500}
checks=${2:-5}
builds=${3:-1}
export CARGO_INCREMENTAL=0 CARGO_TERM_COLOR=never CARGO_TERM_QUIET=true

target=$(cargo metadata --no-deps --format-version 1 | sed 's/.*"target_directory":"\([^"]*\)".*/\1/')
work=$target/bench-serialisation
crates=(derive kontrakt)
parts=(no-methods no-schemas bare)
mkdir -p "$work"

# new_crate NAME DEPENDENCY…: a package outside the workspace, with the same versions locked.
new_crate() {
    local crate=$work/$1
    mkdir -p "$crate/src"
    printf '[package]\nname = "%s"\nedition = "2024"\n\n[workspace]\n\n[dependencies]\n' "$1" >"$crate/Cargo.toml"
    shift
    printf '%s\n' "$@" >>"$crate/Cargo.toml"
    cp Cargo.lock "$crate/Cargo.lock"
}

# The generated module with what a filter leaves of its two files.
variant() {
    local name=$1 types=$2 tables=$3
    new_crate "$name" "kontrakt = { path = \"$PWD/runtime\" }"
    cp "$work/generated/mod.rs" "$work/$name/src/lib.rs"
    mkdir -p "$work/$name/src/contract"
    for file in mod types tables; do
        cp "$work/generated/contract/$file.rs" "$work/$name/src/contract/$file.rs"
    done
    sed -E -i "$types" "$work/$name/src/contract/types.rs"
    sed -E -i "$tables" "$work/$name/src/contract/tables.rs"
}

make_crates() {
    cargo run -p kontrakt-bench --bin structs -- "$structs" "$work/contract.yaml" "$work/derived.rs"
    cargo run -p kontrakt-codegen -- generate "$work/contract.yaml" --out "$work/generated" >/dev/null
    new_crate derive 'serde = { version = "1", features = ["derive"] }' 'uuid = { version = "1", features = ["serde"] }'
    cp "$work/derived.rs" "$work/derive/src/lib.rs"
    variant kontrakt '' ''
    variant no-methods '/^impl /,/^\}/d' ''
    variant no-schemas '/^impl /,/^\}/d' 's/(Field::(required|optional)\("[^"]*", ).*\),$/\1\&kontrakt::schema::ANY),/'
    variant bare '/^impl /,/^\}/d' '3,$d'
}

# cpu LOG COMMAND…: appends the CPU seconds of a command.
cpu() {
    local log=$1 TIMEFORMAT='%U %S'
    shift
    { time "$@" >/dev/null 2>"$log.err"; } 2>&1 | awk '{ print $1 + $2 }' >>"$log" || { cat "$log.err" >&2; return 1; }
}

# measure RUNS NAME "CRATE…" CARGO_COMMAND…
measure() {
    local runs=$1 what=$2 crate crates
    read -ra crates <<<"$3"
    shift 3
    for crate in "${crates[@]}"; do
        (cd "$work/$crate" && CARGO_TARGET_DIR=$work/target cargo "$@" && : >"$work/$crate.$what")
    done
    for ((run = 0; run < runs; run++)); do
        for crate in "${crates[@]}"; do
            touch "$work/$crate/src/lib.rs"
            (cd "$work/$crate" && CARGO_TARGET_DIR=$work/target cpu "$work/$crate.$what" cargo "$@")
        done
    done
}

# report NAME CRATE…
report() {
    local what=$1 crate base
    shift
    base=$(sort -n "$work/derive.$what" | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }')
    for crate; do
        sort -n "$work/$crate.$what" | awk -v crate="$crate" -v what="$what" -v base="$base" '
            { v[NR] = $1 }
            END { m = v[int((NR + 1) / 2)]
                  printf "%-14s %-8s %8.2f %8.2f %8.2f %9.3f\n", crate, what, v[1], m, v[NR], m / base }'
    done
}

make_crates
measure "$checks" check "${crates[*]} ${parts[*]}" check
measure "$builds" release "${crates[*]}" build --release

printf '%s; serde %s\n' "$(rustc --version)" "$(cargo pkgid serde | sed 's/.*[@#]//')"
printf '%s structs of 8 fields, CPU seconds; ratio of the medians to the derive\n' "$structs"
printf '%s lines generated, %s with derives\n' \
    "$(cat "$work"/generated/contract/*.rs | wc -l)" "$(wc -l <"$work/derived.rs")"
printf '%-14s %-8s %8s %8s %8s %9s\n' crate step min median max ratio
report check "${crates[@]}" "${parts[@]}"
report release "${crates[@]}"
cat <<'END'
kontrakt:   all that is generated: types, `new`, `validate`, tables.   derive: serde's derives.
no-methods: without `new` and `validate`.   no-schemas: also without the schemas of the properties.
bare:       the structs alone, with Clone, Debug and PartialEq.
END
