/* Connections: none, slow, kept, many. */
#include "config.h"

#include "support/http_fixture.h"

#include "loop/timer.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <inttypes.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

/* ---- no connection ---- */

/* A port that is ours, so that nobody else listens on it. */
static void
bind_deaf(int fd, char *url, size_t size)
{
    struct sockaddr_in address = {
        .sin_family = AF_INET,
        .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
    };
    socklen_t len = sizeof(address);

    assert_int_equal(bind(fd, (struct sockaddr *)&address, len), 0);
    assert_int_equal(getsockname(fd, (struct sockaddr *)&address, &len), 0);
    snprintf(url, size, "tcp://127.0.0.1:%u", ntohs(address.sin_port));
}

static void
missing_engine_is_named_by_what_is_wrong(void **state)
{
    struct fixture fixture = {.loop = NULL}, *f = &fixture;
    char missing[200], file[200], stale[200], refused[200];
    struct {
        const char *url;
        enum err_kind kind;
        const char *words;
    } rows[] = {
        {missing, ERR_UNREACHABLE, "no such socket"},
        {file, ERR_UNREACHABLE, "connection refused"},
        {stale, ERR_UNREACHABLE, "connection refused"},
        {refused, ERR_UNREACHABLE, "connection refused"},
        {"ssh://host", ERR_UNSUPPORTED, "ssh hosts are not supported yet"},
    };
    int deaf = socket(AF_INET, SOCK_STREAM, 0);
    FILE *made;

    (void)state;
    bind_deaf(deaf, refused, sizeof(refused));
    set_up(f, ok_rules, 0);
    script_go_down(f->script, false);
    snprintf(stale, sizeof(stale), "%s", script_url(f->script));
    snprintf(missing, sizeof(missing), "%s.no", script_url(f->script));
    snprintf(file, sizeof(file), "%s.file", script_url(f->script));
    assert_non_null(made = fopen(file + strlen("unix://"), "w"));
    fclose(made);
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct asked asked = {.f = f};

        set_endpoint(f, rows[i].url);
        get(f, &asked, "/x");
        WAIT(asked.dones);
        assert_err(&asked, rows[i].kind, rows[i].words);
        assert_non_null(strstr(asked.err.text, rows[i].url));
        assert_int_equal(asked.heads, 0);
        forget(&asked);
    }
    unlink(file + strlen("unix://"));
    close(deaf);
    tear_down(f);
}

/* In a child: a superuser must give up being one to be refused. */
static int
ask_without_permission(const char *url)
{
    static const struct http_spec spec = {"GET", "/x", .kind = HTTP_CONTROL};
    struct fixture fixture = {.loop = loop_new()};
    struct fixture *f = &fixture;
    struct asked asked = {.f = f};
    struct endpoint endpoint;
    int code = 1;

    if (geteuid() == 0 && (setgid(65534) != 0 || setuid(65534) != 0))
        return 2;
    if (!endpoint_parse(&endpoint, url, NULL))
        return 3;
    f->http = http_new(f->loop, &endpoint);
    endpoint_release(&endpoint);
    ask(f, &asked, &spec);
    WAIT(asked.dones);
    if (asked.has_err && asked.err.kind == ERR_DENIED &&
        strstr(asked.err.text, "permission denied"))
        code = 0;
    forget(&asked);
    http_close(f->http);
    loop_free(f->loop);
    return code;
}

static void
socket_of_others_is_permission_denied(void **state)
{
    char dir[] = "/tmp/bayplan-XXXXXX";
    char url[64];
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    int status = -1;
    pid_t child;

    (void)state;
    assert_non_null(mkdtemp(dir));
    snprintf(address.sun_path, sizeof(address.sun_path), "%s/s", dir);
    snprintf(url, sizeof(url), "unix://%s/s", dir);
    assert_int_equal(bind(fd, (struct sockaddr *)&address, sizeof(address)), 0);
    assert_int_equal(listen(fd, 1), 0);
    assert_int_equal(chmod(address.sun_path, 0), 0);
    assert_int_equal(chmod(dir, 0755), 0);
    child = fork();
    if (child == 0)
        _exit(ask_without_permission(url));
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    close(fd);
    unlink(address.sun_path);
    rmdir(dir);
}

static void
full_queue_is_tried_again(void **state)
{
    struct fixture fixture = {.loop = NULL}, *f = &fixture;
    struct asked asked = {.f = f}, hasty = {.f = f};
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    int fds[16];
    size_t count = 0;
    int result = 0;

    (void)state;
    set_up(f, ok_rules, SCRIPT_DEAF | SCRIPT_NO_BACKLOG);
    snprintf(address.sun_path, sizeof(address.sun_path), "%s",
             script_socket(f->script));
    while (result == 0 && count < COUNT(fds)) {
        fds[count] = socket(AF_UNIX, SOCK_STREAM, 0);
        fcntl(fds[count], F_SETFL, O_NONBLOCK);
        result =
            connect(fds[count++], (struct sockaddr *)&address, sizeof(address));
    }
    assert_int_not_equal(result, 0);

    get(f, &asked, "/x");
    send_one(f, &hasty, "GET", "/y", HTTP_CONTROL, 40);
    WAIT(hasty.dones);
    assert_err(&hasty, ERR_TIMED_OUT, "no answer within 40 ms");
    assert_int_equal(asked.dones, 0);
    while (count > 0)
        close(fds[--count]);
    script_accept(f->script);
    WAIT(asked.dones);
    assert_false(asked.has_err);
    assert_int_equal(script_count(f->script, "GET /x"), 1);
    assert_int_equal(script_count(f->script, "GET /y"), 0);
    forget(&asked);
    forget(&hasty);
    tear_down(f);
}

/* ---- time-outs ---- */

/* A stream that is open, with a time-out: its head must come before that,
 * however slow the machine is. Until it does, each try has twice as long, which
 * is returned. */
static uint64_t
open_stream(struct fixture *f, struct asked *asked, enum http_kind kind)
{
    for (uint64_t ms = 30;; ms *= 2) {
        *asked = (struct asked){.f = f};
        set_up(f, ok_rules, 0);
        send_one(f, asked, "GET", "/stream", kind, ms);
        WAIT(asked->heads || asked->dones);
        if (asked->heads)
            return ms;
        forget(asked);
        tear_down(f);
    }
}

static void
silent_engine_times_out(void **state)
{
    static const struct {
        const char *path;
        enum http_kind kind;
        unsigned flags;
    } rows[] = {
        {"/hang", HTTP_CONTROL, 0},
        {"/hang", HTTP_LIST, 0},
        {"/hang", HTTP_ACT, 0},
        {"/hang", HTTP_STREAM, 0},
        {"/x", HTTP_CONTROL, SCRIPT_DEAF},
        {"/x", HTTP_CONTROL, SCRIPT_DEAF | SCRIPT_TCP},
    };
    struct fixture fixture = {.loop = NULL}, *f = &fixture;

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct asked asked = {.f = f};

        set_up(f, ok_rules, rows[i].flags);
        send_one(f, &asked, "GET", rows[i].path, rows[i].kind, 30);
        WAIT(asked.dones);
        assert_err(&asked, ERR_TIMED_OUT, "no answer within 30 ms");
        assert_int_equal(asked.heads, 0);
        forget(&asked);
        tear_down(f);
    }
}

static void
list_that_does_not_end_times_out(void **state)
{
    struct fixture fixture = {.loop = NULL}, *f = &fixture;
    struct asked list;
    char words[64];

    (void)state;
    (void)snprintf(words, sizeof(words),
                   "the answer did not end within %" PRIu64 " ms",
                   open_stream(f, &list, HTTP_LIST));
    WAIT(list.dones);
    assert_err(&list, ERR_TIMED_OUT, words);
    assert_int_equal(list.heads, 1);
    forget(&list);
    tear_down(f);
}

static void
open_stream_may_be_silent(void **state)
{
    struct fixture fixture = {.loop = NULL}, *f = &fixture;
    struct asked stream, hung = {.f = f};
    uint64_t ms;

    (void)state;
    ms = open_stream(f, &stream, HTTP_STREAM);
    send_one(f, &hung, "GET", "/hang", HTTP_CONTROL, 2 * ms);
    WAIT(hung.dones);
    assert_int_equal(stream.dones, 0);
    assert_int_equal(script_push(f->script, NULL, "late", 4), 1);
    WAIT(stream.bodies);
    assert_string_equal(buf_text(&stream.body), "late");
    assert_int_equal(script_end(f->script, NULL), 1);
    WAIT(stream.dones);
    assert_false(stream.has_err);
    forget(&stream);
    forget(&hung);
    tear_down(f);
}

static void
count_running(void *data, const char *name, uint64_t due, uint64_t period)
{
    (void)period;
    if (due != 0 && strcmp(name, "requests") == 0)
        ++*(int *)data;
}

/* Once its head is there, no time-out of ours waits for anything. (curl's
 * own, for the connection, comes once more and then no more.) */
static void
open_stream_needs_no_timer(void **state)
{
    struct fixture fixture = {.loop = NULL}, *f = &fixture;
    struct asked stream = {.f = f};
    int running = 0;

    (void)state;
    set_up(f, ok_rules, 0);
    send_one(f, &stream, "GET", "/stream", HTTP_STREAM, 0);
    timer_each(f->loop, count_running, &running);
    assert_int_equal(running, 1);
    WAIT(stream.heads);
    running = 0;
    timer_each(f->loop, count_running, &running);
    assert_int_equal(running, 0);
    http_cancel(stream.request);
    WAIT(stream.dones);
    forget(&stream);
    tear_down(f);
}

/* ---- connections ---- */

static void
connections_are_used_again(void **state)
{
    struct fixture fixture = {.loop = NULL}, *f = &fixture;
    struct asked streams[20] = {{.f = f}};

    (void)state;
    set_up(f, ok_rules, 0);
    for (size_t i = 0; i < COUNT(streams); i++)
        send_one(f, &streams[i], "GET", "/stream", HTTP_STREAM, 0);
    WAIT(script_streams(f->script, NULL) == COUNT(streams));
    for (int i = 0; i < 10; i++) {
        struct asked asked = {.f = f};

        get(f, &asked, "/x");
        WAIT(asked.dones);
        assert_false(asked.has_err);
        forget(&asked);
    }
    assert_int_equal(script_connections(f->script), COUNT(streams) + 1);
    http_close(f->http);
    f->http = NULL;
    for (size_t i = 0; i < COUNT(streams); i++) {
        WAIT(streams[i].dones);
        forget(&streams[i]);
    }
    tear_down(f);
}

static void
few_connections_stay_open_when_all_is_done(void **state)
{
    struct fixture fixture = {.loop = NULL}, *f = &fixture;
    struct asked asked[50] = {{.f = f}};

    (void)state;
    set_up(f, ok_rules, 0);
    for (int round = 0; round < 3; round++) {
        for (size_t i = 0; i < COUNT(asked); i++)
            get(f, &asked[i], "/x");
        for (size_t i = 0; i < COUNT(asked); i++) {
            WAIT(asked[i].dones);
            assert_false(asked[i].has_err);
            forget(&asked[i]);
        }
    }
    get(f, &asked[0], "/x");
    WAIT(asked[0].dones);
    forget(&asked[0]);
    WAIT(script_open_connections(f->script) <= 9);
    tear_down(f);
}

static void
kept_connection_that_was_closed_meanwhile_does_no_harm(void **state)
{
    struct fixture fixture = {.loop = NULL}, *f = &fixture;
    struct asked asked = {.f = f};

    (void)state;
    set_up(f, ok_rules, 0);
    get(f, &asked, "/x");
    WAIT(asked.dones);
    forget(&asked);
    assert_int_equal(script_cut(f->script, NULL, false), 1);
    WAIT(script_open_connections(f->script) == 0);
    get(f, &asked, "/x");
    WAIT(asked.dones);
    assert_false(asked.has_err);
    assert_int_equal(script_connections(f->script), 2);
    forget(&asked);
    tear_down(f);
}

static void
act_is_never_sent_twice(void **state)
{
    static const struct script_rule rules[] = {
        {"GET *", .steps = {OK}},
        {"*", .steps = {SCRIPT_CLOSE}},
        {.pattern = NULL},
    };
    static const char *const methods[] = {"POST", "DELETE"};
    struct fixture fixture = {.loop = NULL}, *f = &fixture;

    (void)state;
    for (size_t i = 0; i < COUNT(methods); i++) {
        struct asked asked = {.f = f};

        set_up(f, rules, 0);
        get(f, &asked, "/x");
        WAIT(asked.dones);
        forget(&asked);
        send_one(f, &asked, methods[i], "/kill", HTTP_ACT, 0);
        WAIT(asked.dones);
        assert_err(&asked, ERR_UNREACHABLE, "closed without an answer");
        assert_int_equal(script_count(f->script, "* /kill"), 1);
        forget(&asked);
        tear_down(f);
    }
}

static void
restarted_engine_is_reached_again(void **state)
{
    struct fixture fixture = {.loop = NULL}, *f = &fixture;
    struct asked stream = {.f = f}, asked = {.f = f};

    (void)state;
    set_up(f, ok_rules, 0);
    send_one(f, &stream, "GET", "/stream", HTTP_STREAM, 0);
    WAIT(stream.heads);
    script_go_down(f->script, true);
    WAIT(stream.dones);
    assert_err(&stream, ERR_UNREACHABLE, "in the middle of the answer");
    get(f, &asked, "/x");
    WAIT(asked.dones);
    assert_err(&asked, ERR_UNREACHABLE, "no such socket");
    forget(&asked);
    script_come_up(f->script);
    get(f, &asked, "/x");
    WAIT(asked.dones);
    assert_false(asked.has_err);
    forget(&asked);
    forget(&stream);
    tear_down(f);
}

static void
two_hundred_streams_are_heard_at_once(void **state)
{
    struct fixture fixture = {.loop = NULL}, *f = &fixture;
    static struct asked streams[200];
    size_t heard;

    (void)state;
    set_up(f, ok_rules, 0);
    for (size_t i = 0; i < COUNT(streams); i++)
        send_one(f, &streams[i], "GET", "/stream", HTTP_STREAM, 0);
    assert_int_equal(http_stream_count(f->http), COUNT(streams));
    WAIT(script_streams(f->script, NULL) == COUNT(streams));
    for (size_t round = 1; round <= 3; round++) {
        script_push(f->script, NULL, "0123456789", 10);
        do {
            loop_turn(f->loop, true);
            heard = 0;
            for (size_t i = 0; i < COUNT(streams); i++)
                heard += streams[i].body.len == round * 10;
        } while (heard < COUNT(streams));
    }
    for (size_t i = 0; i < COUNT(streams); i += 2)
        http_cancel(streams[i].request);
    script_end(f->script, NULL);
    for (size_t i = 0; i < COUNT(streams); i++) {
        WAIT(streams[i].dones);
        if (i % 2 == 0)
            assert_err(&streams[i], ERR_CANCELLED, "cancelled");
        else
            assert_false(streams[i].has_err);
        forget(&streams[i]);
    }
    assert_int_equal(http_stream_count(f->http), 0);
    WAIT(script_open_connections(f->script) == 0);
    tear_down(f);
}

static void
children_do_not_inherit_connections(void **state)
{
    struct fixture fixture = {.loop = NULL}, *f = &fixture;
    struct asked stream = {.f = f};
    int sockets = 0;

    (void)state;
    set_up(f, ok_rules, 0);
    send_one(f, &stream, "GET", "/stream", HTTP_STREAM, 0);
    WAIT(stream.heads);
    for (int fd = 3; fd < 256; fd++) {
        struct sockaddr_un peer = {.sun_family = AF_UNSPEC};
        socklen_t size = sizeof(peer);

        if (getpeername(fd, (struct sockaddr *)&peer, &size) != 0 ||
            peer.sun_family != AF_UNIX ||
            strcmp(peer.sun_path, script_socket(f->script)) != 0)
            continue;
        sockets++;
        assert_true(fcntl(fd, F_GETFD) & FD_CLOEXEC);
    }
    assert_int_equal(sockets, 1);
    http_cancel(stream.request);
    WAIT(stream.dones);
    forget(&stream);
    tear_down(f);
}

static void
file_limit_is_raised(void **state)
{
    struct rlimit limit;
    struct fixture fixture = {.loop = NULL}, *f = &fixture;

    (void)state;
    assert_int_equal(getrlimit(RLIMIT_NOFILE, &limit), 0);
    limit.rlim_cur = 128;
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &limit), 0);
    set_up(f, ok_rules, 0);
    assert_int_equal(getrlimit(RLIMIT_NOFILE, &limit), 0);
    assert_int_equal(limit.rlim_cur, limit.rlim_max);
    tear_down(f);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(missing_engine_is_named_by_what_is_wrong),
        cmocka_unit_test(socket_of_others_is_permission_denied),
        cmocka_unit_test(full_queue_is_tried_again),
        cmocka_unit_test(silent_engine_times_out),
        cmocka_unit_test(list_that_does_not_end_times_out),
        cmocka_unit_test(open_stream_may_be_silent),
        cmocka_unit_test(open_stream_needs_no_timer),
        cmocka_unit_test(connections_are_used_again),
        cmocka_unit_test(few_connections_stay_open_when_all_is_done),
        cmocka_unit_test(
            kept_connection_that_was_closed_meanwhile_does_no_harm),
        cmocka_unit_test(act_is_never_sent_twice),
        cmocka_unit_test(restarted_engine_is_reached_again),
        cmocka_unit_test(two_hundred_streams_are_heard_at_once),
        cmocka_unit_test(children_do_not_inherit_connections),
        cmocka_unit_test(file_limit_is_raised),
    };

    return cmocka_run_group_tests_name("http_life", tests, NULL, NULL);
}
