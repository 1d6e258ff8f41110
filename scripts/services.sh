#!/usr/bin/env bash
# Starts what the tests talk to: PostgreSQL on 127.0.0.1:5432, with trust authentication and a database `test`, and
# RabbitMQ on 127.0.0.1:5672 with its default user. Installs both on Debian where they are missing. A service that already
# answers is left as it is.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/install.sh

answers() {
    (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null
}

# wait_for SECONDS COMMAND…
wait_for() {
    local seconds=$1
    shift
    for _ in $(seq "$seconds"); do
        "$@" >/dev/null 2>&1 && return
        sleep 1
    done
    echo "not there after $seconds s: $*" >&2
    return 1
}

start_postgresql() {
    need pg_ctlcluster postgresql
    local version
    version=$(ls /usr/lib/postgresql | sort -V | tail -1)
    local settings=/etc/postgresql/$version/main
    [ -f "$settings/pg_hba.conf" ] || pg_createcluster "$version" main
    if ! grep -q '^host all all 127.0.0.1/32 trust$' "$settings/pg_hba.conf"; then
        # The first line that matches decides.
        sed -i '1i local all all trust\nhost all all 127.0.0.1/32 trust' "$settings/pg_hba.conf"
    fi
    # Installing the package may have started it, with the old settings.
    if pg_lsclusters --no-header | grep -q "^$version *main .* online"; then
        pg_ctlcluster "$version" main reload
    else
        pg_ctlcluster "$version" main start -- --timeout=60
    fi
}

start_rabbitmq() {
    need rabbitmq-server rabbitmq-server
    # A node name that resolves wherever the machine's own name does not.
    answers 5672 || RABBITMQ_NODENAME=rabbit@localhost rabbitmq-server -detached
}

if answers 5432; then
    echo "PostgreSQL answers already"
else
    start_postgresql
    wait_for 60 answers 5432
    echo "PostgreSQL started"
fi
if command -v psql >/dev/null; then
    query=(psql --no-password --quiet --no-align --tuples-only --host 127.0.0.1 --username postgres)
    if ! wait_for 30 "${query[@]}" --command "select 1"; then
        echo "PostgreSQL at 127.0.0.1:5432 does not let the user postgres in without a password" >&2
        exit 1
    fi
    if [ -z "$("${query[@]}" --command "select 1 from pg_database where datname = 'test'")" ]; then
        "${query[@]}" --command "create database test"
        echo "database test created"
    fi
fi

if answers 5672; then
    echo "RabbitMQ answers already"
else
    start_rabbitmq
    wait_for 120 answers 5672
    echo "RabbitMQ started"
fi
