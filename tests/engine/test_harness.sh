#!/bin/sh
# What the other tests of this folder rely on: that the engine is one of their
# own, and that it can be stopped, killed and started again.
set -u

number=0

check() {
    number=$((number + 1))
    sentence=$1
    shift
    if "$@"; then
        echo "ok $number - $sentence"
    else
        echo "not ok $number - $sentence"
    fi
}

skip() {
    number=$((number + 1))
    echo "ok $number - $1 # SKIP the engine is not ours"
}

ctl() {
    "$BAYPLAN_TEST_ENGINE_CTL" "$@"
}

get() {
    curl -s -m 5 --unix-socket "${BAYPLAN_TEST_HOST#unix://}" "http://engine$1"
}

answers() {
    [ "$(get /_ping)" = OK ]
}

has_the_image() {
    get /v1.40/images/test/busybox:latest/json | grep -q '"Id"'
}

has_its_own_network() {
    [ "$(readlink "/proc/$(cat "$BAYPLAN_TEST_ENGINE/daemon.pid")/ns/net")" != \
        "$(readlink /proc/self/ns/net)" ]
}

comes_back() {
    ctl "$1" && ! answers && ctl start && answers && has_the_image
}

check the_engine_answers answers
check the_engine_has_the_image_of_the_tests has_the_image
if [ -n "${BAYPLAN_TEST_ENGINE:-}" ]; then
    check the_engine_is_not_in_the_network_of_the_host has_its_own_network
    check the_engine_comes_back_after_a_kill comes_back kill
    check the_engine_comes_back_after_a_stop comes_back stop
else
    skip the_engine_is_not_in_the_network_of_the_host
    skip the_engine_comes_back_after_a_kill
    skip the_engine_comes_back_after_a_stop
fi
echo "1..$number"
