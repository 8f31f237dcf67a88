#include "support/test.h"

#include "net/endpoint.h"

#include <string.h>

#define LONG_PATH_107                                                          \
    "/0123456789012345678901234567890123456789012345678901234567890123456789"  \
    "012345678901234567890123456789012345"

static void
hosts_are_read_as_the_docker_client_reads_them(void **state)
{
    static const struct {
        const char *given;
        enum endpoint_kind kind;
        const char *url;
        const char *path;
        const char *host;
        uint16_t port;
    } rows[] = {
        {"unix:///run/x.sock", ENDPOINT_UNIX, "unix:///run/x.sock",
         "/run/x.sock", NULL, 0},
        {"unix://", ENDPOINT_UNIX, "unix:///var/run/docker.sock",
         "/var/run/docker.sock", NULL, 0},
        {"unix:///home/a user/x@y?#.sock", ENDPOINT_UNIX,
         "unix:///home/a user/x@y?#.sock", "/home/a user/x@y?#.sock", NULL, 0},
        {"unix://x.sock", ENDPOINT_UNIX, "unix://x.sock", "x.sock", NULL, 0},
        {"unix://" LONG_PATH_107, ENDPOINT_UNIX, "unix://" LONG_PATH_107,
         LONG_PATH_107, NULL, 0},
        {"tcp://host", ENDPOINT_TCP, "tcp://host:2375", "", "host", 2375},
        {"tcp://host:1", ENDPOINT_TCP, "tcp://host:1", "", "host", 1},
        {"tcp://host:65535", ENDPOINT_TCP, "tcp://host:65535", "", "host",
         65535},
        {"tcp://host:", ENDPOINT_TCP, "tcp://host:2375", "", "host", 2375},
        {"tcp://", ENDPOINT_TCP, "tcp://127.0.0.1:2375", "", "127.0.0.1", 2375},
        {"tcp://:99", ENDPOINT_TCP, "tcp://127.0.0.1:99", "", "127.0.0.1", 99},
        {"tcp://10.0.0.1:2375/", ENDPOINT_TCP, "tcp://10.0.0.1:2375", "",
         "10.0.0.1", 2375},
        {"tcp://host:99/a/b/", ENDPOINT_TCP, "tcp://host:99/a/b", "/a/b",
         "host", 99},
        {"tcp://host/a@b", ENDPOINT_TCP, "tcp://host:2375/a@b", "/a@b", "host",
         2375},
        {"tcp://[::1]:99", ENDPOINT_TCP, "tcp://[::1]:99", "", "::1", 99},
        {"tcp://[fe80::1%eth0]/a", ENDPOINT_TCP, "tcp://[fe80::1%eth0]:2375/a",
         "/a", "fe80::1%eth0", 2375},
        {"some-host.example:99", ENDPOINT_TCP, "tcp://some-host.example:99", "",
         "some-host.example", 99},
        {"host", ENDPOINT_TCP, "tcp://host:2375", "", "host", 2375},
        {"ssh://host", ENDPOINT_SSH, "ssh://host:22", "", "host", 22},
        {"ssh://me@host:2222/run/x.sock", ENDPOINT_SSH,
         "ssh://me@host:2222/run/x.sock", "/run/x.sock", "host", 2222},
        {"ssh://host/run/a@b", ENDPOINT_SSH, "ssh://host:22/run/a@b",
         "/run/a@b", "host", 22},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct endpoint parsed;
        struct endpoint endpoint;
        struct err err = ERR_INIT;

        if (!endpoint_parse(&parsed, rows[i].given, &err))
            fail_msg("%s: %s", rows[i].given, err.text);
        endpoint_copy(&endpoint, &parsed);
        endpoint_release(&parsed);
        assert_int_equal(endpoint.kind, rows[i].kind);
        assert_string_equal(endpoint.url, rows[i].url);
        assert_string_equal(endpoint.path, rows[i].path);
        if (rows[i].host)
            assert_string_equal(endpoint.host, rows[i].host);
        else
            assert_null(endpoint.host);
        assert_int_equal(endpoint.port, rows[i].port);
        endpoint_release(&endpoint);
    }
}

static void
wrong_host_is_refused_with_the_reason(void **state)
{
    static const struct {
        const char *given;
        const char *reason; /* part of it */
    } rows[] = {
        {"", "empty"},
        {"http://host:2375", "http is not supported: write tcp://host:port"},
        {"https://host:2375", "https is not supported"},
        {"npipe:////./pipe/docker_engine", "npipe is not supported"},
        {"fd://", "fd is not supported"},
        {"gopher://host", "write unix://, tcp:// or ssh:// first"},
        {"/run/docker.sock", "a socket is written unix:///run/docker.sock"},
        {"unix://" LONG_PATH_107 "6", "at most 107 bytes"},
        {"unix:///a\nb", "control character"},
        {"tcp://host:0", "from 1 to 65535"},
        {"tcp://host:65536", "from 1 to 65535"},
        {"tcp://host:port", "from 1 to 65535"},
        {"tcp://host:-1", "from 1 to 65535"},
        {"tcp://::1", "from 1 to 65535"},
        {"tcp://[::1", "not the name or address"},
        {"tcp://[]:1", "not the name or address"},
        {"tcp://[web]:1", "not the name or address"},
        {"[%]", "not the name or address"},
        {"tcp://[::1]x", "from 1 to 65535"},
        {"tcp://me@host", "no user"},
        {"tcp://me:secret@host", "cannot have a password"},
        {"tcp://host?a=b", "neither '?' nor '#'"},
        {"tcp://host/#a", "neither '?' nor '#'"},
        {"tcp://ho st", "not the name or address"},
        {"tcp://h\303\266st", "not the name or address"},
        {"tcp://host/a b", "must be escaped"},
        {"ssh://", "name of the host is missing"},
        {"ssh://me:secret@host", "cannot have a password"},
        {"ssh://-oProxyCommand=x", "not the name or address"},
        {"ssh://-x", "begins with '-'"},
        {"ssh://-l@host", "begins with '-'"},
        {"ssh://a b@host", "not the name of a user"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct endpoint endpoint;
        struct err err = ERR_INIT;

        if (endpoint_parse(&endpoint, rows[i].given, &err))
            fail_msg("'%s' was taken", rows[i].given);
        assert_int_equal(err.kind, ERR_USAGE);
        if (!strstr(err.text, rows[i].reason) || strstr(err.text, "secret"))
            fail_msg("'%s': %s", rows[i].given, err.text);
    }
}

static void
endless_host_is_refused(void **state)
{
    static char url[100000];
    struct endpoint endpoint;
    struct err err = ERR_INIT;

    (void)state;
    memset(url, 'a', sizeof(url) - 1);
    assert_false(endpoint_parse(&endpoint, url, &err));
    assert_string_equal(err.text, "the host is longer than 2048 bytes");
}

static void
hosts_that_cannot_be_reached_yet_are_named(void **state)
{
    struct endpoint endpoint;
    struct err err = ERR_INIT;

    (void)state;
    assert_true(endpoint_parse(&endpoint, "tcp://host", NULL));
    assert_true(endpoint_is_supported(&endpoint, NULL));
    endpoint.kind = ENDPOINT_TLS;
    assert_false(endpoint_is_supported(&endpoint, &err));
    assert_int_equal(err.kind, ERR_UNSUPPORTED);
    assert_string_equal(err.text, "hosts with TLS are not supported yet: "
                                  "tcp://host:2375");
    endpoint_release(&endpoint);

    assert_true(endpoint_parse(&endpoint, "ssh://me@host", NULL));
    assert_false(endpoint_is_supported(&endpoint, &err));
    assert_string_equal(err.text,
                        "ssh hosts are not supported yet: ssh://me@host:22");
    endpoint_release(&endpoint);
}

static void
advice_says_what_a_person_can_do(void **state)
{
    static const struct {
        const char *host;
        enum err_kind kind;
        const char *advice; /* part of it */
    } rows[] = {
        {"unix://", ERR_DENIED, "docker group"},
        {"unix://", ERR_UNREACHABLE, "start docker"},
        {"unix://", ERR_TIMED_OUT, "hangs"},
        {"unix://", ERR_CANCELLED, NULL},
        {"unix:///run/podman/podman.sock", ERR_DENIED, "podman"},
        {"unix:///run/podman/podman.sock", ERR_UNREACHABLE, "podman.socket"},
        {"tcp://host", ERR_UNREACHABLE, "port"},
        {"tcp://host", ERR_MALFORMED, "something else"},
        {"tcp://host", ERR_DENIED, NULL},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct endpoint endpoint;
        const char *advice;

        assert_true(endpoint_parse(&endpoint, rows[i].host, NULL));
        advice = endpoint_advice(&endpoint, rows[i].kind);
        if (!rows[i].advice)
            assert_null(advice);
        else
            assert_non_null(strstr(advice ? advice : "", rows[i].advice));
        endpoint_release(&endpoint);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hosts_are_read_as_the_docker_client_reads_them),
        cmocka_unit_test(wrong_host_is_refused_with_the_reason),
        cmocka_unit_test(endless_host_is_refused),
        cmocka_unit_test(hosts_that_cannot_be_reached_yet_are_named),
        cmocka_unit_test(advice_says_what_a_person_can_do),
    };

    return cmocka_run_group_tests_name("endpoint", tests, NULL, NULL);
}
