#!/usr/bin/env bash
# What kontrakt and its peers make of small contracts, each about one feature: generates with every tool, and looks in what
# was generated for the words of `features/words.txt`, which the table of the README rests on. Fails where they are not as they were.
#
#     bench/features.sh [FEATURE…]
#
# KONTRAKT_BIN says which generator of this workspace is used (`target/release/kontrakt`), PEERS where the other ones are
# (`target/peers/bin`, where `bench/compare.sh` installs them), OPENAPI_GENERATOR the jar of openapi-generator (from
# `pip download openapi-generator-cli==7.26.0`; without it that tool is left out). What is generated stays in
# `target/features/FEATURE/TOOL`, with the messages of the tool in `log`.
set -uo pipefail
cd "$(dirname "$0")"

target=${CARGO_TARGET_DIR:-$PWD/../target}
kontrakt=${KONTRAKT_BIN:-$target/release/kontrakt}
peers=${PEERS:-$target/peers/bin}
jar=${OPENAPI_GENERATOR:-}
out=$target/features

# The operations of a contract as openapi-to-rust's settings name them: `POST /items`.
operations() {
    awk '/^  \/[^:]*:/ { path = $1; sub(/:.*/, "", path) }
         match($0, /(    |\{ )(get|put|post|delete|head|options):/) {
             method = substr($0, RSTART, RLENGTH)
             gsub(/[^a-z]/, "", method)
             if (path != "") print toupper(method) " " path
         }' "$1"
}

# generate TOOL CONTRACT: into the current folder, with the defaults of the tool and the flags that its manual has for a
# client and a server.
generate() {
    local tool=$1 contract=$2 list
    case $tool in
    kontrakt) "$kontrakt" generate "$contract" --out src/generated ;;
    progenitor) "$peers/cargo-progenitor" progenitor --name made --version 0.1.0 --input "$contract" --output . ;;
    oas3-gen) "$peers/oas3-gen" generate client-mod --workspace --input "$contract" --output . ;;
    oas3-gen-server) "$peers/oas3-gen" generate server-mod --workspace --input "$contract" --output . ;;
    openapi-to-rust*)
        {
            printf '[generator]\nspec_path = "%s"\noutput_dir = "src/generated"\nmodule_name = "api"\n\n' "$contract"
            printf '[features]\nenable_async_client = true\n'
            if [ "$tool" = openapi-to-rust-server ]; then
                list=$(operations "$contract" | sed 's/.*/"&"/' | paste -sd,)
                printf '\n[server]\nframework = "axum"\noperations = [%s]\n' "$list"
            fi
        } >openapi-to-rust.toml
        "$peers/openapi-to-rust" generate --config openapi-to-rust.toml
        ;;
    rust | rust-axum) java -jar "$jar" generate -g "$tool" -i "$contract" -o . ;;
    esac
}

tools=(kontrakt progenitor oas3-gen oas3-gen-server openapi-to-rust openapi-to-rust-server)
[ -z "$jar" ] || tools+=(rust rust-axum)

contracts=("$@")
[ $# -gt 0 ] || contracts=($(cd features && ls ./*.yaml | sed 's/^..//; s/\.yaml$//'))

printf '%-18s %-18s %6s %6s\n' feature tool status lines
for feature in "${contracts[@]}"; do
    for tool in "${tools[@]}"; do
        folder=$out/$feature/$tool
        rm -rf "$folder"
        mkdir -p "$folder/src"
        (cd "$folder" && generate "$tool" "$OLDPWD/features/$feature.yaml") >"$folder/log" 2>&1
        status=$?
        lines=$(find "$folder" -name '*.rs' -exec cat {} + | wc -l)
        printf '%-18s %-18s %6s %6s\n' "$feature" "$tool" "$status" "$lines"
    done
done

changed=0
while read -r feature tool has word; do
    folder=$out/$feature/$tool
    # What was not generated now, or with lines of the contract in comments, says nothing.
    [[ $feature != '#' && " ${contracts[*]} " == *" $feature "* && " ${tools[*]} " == *" $tool "* ]] || continue
    code=$(find "$folder" -name '*.rs' -exec grep -hvE '^ *//' {} +)
    grep -qE -e "$word" <<<"$code" && found=+ || found=-
    if [ "$found" != "$has" ]; then
        echo "changed: $feature $tool $found $word"
        changed=1
    fi
done <features/words.txt
exit $changed
