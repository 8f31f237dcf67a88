/* Cancelling and closing, in every phase of a request. */
#include "config.h"

#include "support/http_fixture.h"

#include <string.h>

enum phase { SENT, HUNG, HEAD, BODY, LATER, DONE };

static const struct {
    const char *name;
    const char *path;
    enum phase phase;
    bool by_callback;
} phases[] = {
    {"before it was started", "/hang", SENT, false},
    {"before the head", "/hang", HUNG, false},
    {"in head()", "/stream", HEAD, true},
    {"in body()", "/stream", BODY, true},
    {"between head and body", "/stream", HEAD, false},
    {"between two pieces", "/stream", BODY, false},
    {"in head() of a whole answer", "/x", HEAD, true},
    {"in body() of a whole answer", "/x", BODY, true},
    {"in done()", "/x", DONE, true},
    {"in done() with an error", "/missing", DONE, true},
};

/* Bring `asked` to the phase; there the deed is done. */
static void
reach(struct fixture *f, struct asked *asked, size_t row, enum deed deed)
{
    enum phase phase = phases[row].phase;
    enum http_kind kind =
        strcmp(phases[row].path, "/stream") == 0 ? HTTP_STREAM : HTTP_CONTROL;

    if (phases[row].by_callback) {
        asked->in_head = phase == HEAD ? deed : NOTHING;
        asked->in_body = phase == BODY ? deed : NOTHING;
        asked->in_done = phase == DONE ? deed : NOTHING;
    }
    send_one(f, asked, "GET", phases[row].path, kind, 0);
    if (phase == HUNG)
        WAIT(script_count(f->script, "GET /hang") > 0);
    if (phase == HEAD || phase == BODY)
        WAIT(asked->heads);
    if (phase == BODY && kind == HTTP_STREAM) {
        WAIT(script_streams(f->script, NULL) > 0);
        script_push(f->script, NULL, "piece", 5);
    }
    if (phase == BODY)
        WAIT(asked->bodies);
    if (!phases[row].by_callback)
        do_deed(asked, deed);
}

static const struct script_rule phase_rules[] = {
    {"GET /missing", .steps = {SCRIPT_CLOSE}},
    {"GET /stream", .steps = {SCRIPT_STREAM}},
    {"GET /hang", .steps = {SCRIPT_HANG}},
    {"*", .steps = {OK}},
    {.pattern = NULL},
};

static void
cancelled_request_ends_once_in_every_phase(void **state)
{
    struct fixture fixture = {.loop = NULL}, *f = &fixture;

    (void)state;
    for (size_t i = 0; i < COUNT(phases); i++) {
        struct asked asked = {.f = f}, after = {.f = f};
        int heads, bodies;

        set_up(f, phase_rules, 0);
        reach(f, &asked, i, CANCEL);
        heads = asked.heads;
        bodies = asked.bodies;
        script_push(f->script, NULL, "more", 4);
        WAIT(asked.dones);
        if (phases[i].phase != DONE) {
            assert_err(&asked, ERR_CANCELLED, "cancelled");
            assert_int_equal(asked.heads, heads);
            assert_int_equal(asked.bodies, bodies);
        }
        assert_int_equal(http_count(f->http), 0);

        /* The rest works as before. */
        get(f, &after, "/y");
        WAIT(after.dones);
        assert_false(after.has_err);
        forget(&after);
        forget(&asked);
        tear_down(f);
    }
}

static void
closing_ends_all_requests_once_in_every_phase(void **state)
{
    struct fixture fixture = {.loop = NULL}, *f = &fixture;

    (void)state;
    for (size_t i = 0; i < COUNT(phases); i++) {
        struct asked asked = {.f = f}, hung = {.f = f}, stream = {.f = f};

        set_up(f, phase_rules, 0);
        send_one(f, &stream, "GET", "/stream", HTTP_STREAM, 0);
        send_one(f, &hung, "GET", "/hang", HTTP_ACT, 0);
        WAIT(stream.heads);
        reach(f, &asked, i, CLOSE);
        WAIT(asked.dones && hung.dones && stream.dones);
        assert_null(f->http);
        if (phases[i].phase != DONE)
            assert_err(&asked, ERR_CANCELLED, "cancelled");
        assert_err(&hung, ERR_CANCELLED, "cancelled");
        assert_err(&stream, ERR_CANCELLED, "cancelled");
        WAIT(script_open_connections(f->script) == 0);
        forget(&asked);
        forget(&hung);
        forget(&stream);
        tear_down(f);
    }
}

static void
callbacks_may_send(void **state)
{
    struct fixture fixture = {.loop = NULL}, *f = &fixture;
    struct asked one = {.f = f, .in_head = SEND};
    struct asked two = {.f = f, .in_body = SEND};
    struct asked three = {.f = f, .in_done = SEND};
    struct asked four = {.f = f};

    (void)state;
    one.next = &two;
    two.next = &three;
    three.next = &four;
    set_up(f, ok_rules, 0);
    get(f, &one, "/x");
    WAIT(one.dones && two.dones && three.dones && four.dones);
    assert_false(one.has_err || two.has_err || three.has_err || four.has_err);
    assert_int_equal(script_count(f->script, "GET /next"), 3);
    forget(&one);
    forget(&two);
    forget(&three);
    forget(&four);
    tear_down(f);
}

/* In `done` of one that is cancelled another one is cancelled, whose `done`
 * has a turn of its own. */
static void
callback_may_cancel_another_request(void **state)
{
    struct fixture fixture = {.loop = NULL}, *f = &fixture;
    struct asked one = {.f = f, .in_done = CANCEL}, two = {.f = f};

    (void)state;
    set_up(f, ok_rules, 0);
    get(f, &one, "/hang");
    get(f, &two, "/hang");
    WAIT(script_count(f->script, NULL) == 2);
    http_cancel(one.request);
    one.request = two.request;
    WAIT(one.dones);
    assert_int_equal(two.dones, 0);
    WAIT(two.dones);
    assert_err(&two, ERR_CANCELLED, "cancelled");
    forget(&one);
    forget(&two);
    tear_down(f);
}

/* ---- anything in any order ---- */

#define LIVE_MOST 40
#define STEPS 3000

static unsigned
dice(uint32_t *seed, unsigned sides)
{
    *seed = *seed * 1664525 + 1013904223;
    return (*seed >> 16) % sides;
}

/* Requests of a run of dice; each is forgotten once it is done. */
struct crowd {
    struct asked asked[LIVE_MOST];
    bool is_live[LIVE_MOST];
};

static void
send_somewhere(struct fixture *f, struct asked *asked, uint32_t *seed)
{
    static const char *const paths[] = {"/x", "/x", "/hang", "/stream",
                                        "/missing"};
    static const char *const methods[] = {"GET", "GET", "POST"};
    const char *path = paths[dice(seed, COUNT(paths))];
    enum http_kind kind =
        strcmp(path, "/stream") == 0 ? HTTP_STREAM : HTTP_CONTROL;

    *asked = (struct asked){.f = f};
    if (dice(seed, 8) == 0)
        asked->in_head = CANCEL;
    if (dice(seed, 8) == 0)
        asked->in_body = dice(seed, 2) == 0 ? CANCEL : REFUSE;
    if (dice(seed, 8) == 0)
        asked->in_done = CANCEL;
    send_one(f, asked, methods[dice(seed, COUNT(methods))], path, kind,
             dice(seed, 4) == 0 ? 1 + dice(seed, 5) : 0);
}

static void
do_anything(struct fixture *f, struct crowd *crowd, uint32_t *seed)
{
    unsigned i = dice(seed, LIVE_MOST);
    struct asked *asked = &crowd->asked[i];

    if (crowd->is_live[i] && asked->dones > 0) {
        forget(asked);
        crowd->is_live[i] = false;
    } else if (crowd->is_live[i] && dice(seed, 3) == 0) {
        http_cancel(asked->request);
    } else if (!crowd->is_live[i]) {
        send_somewhere(f, asked, seed);
        crowd->is_live[i] = true;
    }
    switch (dice(seed, 12)) {
    case 0:
        script_push(f->script, "GET /stream", "piece", 5);
        break;
    case 1:
        script_end(f->script, "GET /stream");
        break;
    case 2:
        script_cut(f->script, NULL, false);
        break;
    default:
        loop_turn(f->loop, false);
        break;
    }
}

static void
each_request_ends_once_whatever_happens(void **state)
{
    static struct crowd crowd;

    (void)state;
    for (uint32_t round = 1; round <= 4; round++) {
        struct fixture fixture = {.loop = NULL}, *f = &fixture;
        uint32_t seed = round;

        set_up(f, phase_rules, round % 2 == 0 ? SCRIPT_TCP : 0);
        for (int i = 0; i < STEPS; i++)
            do_anything(f, &crowd, &seed);
        http_close(f->http);
        f->http = NULL;
        for (size_t i = 0; i < LIVE_MOST; i++) {
            if (!crowd.is_live[i])
                continue;
            WAIT(crowd.asked[i].dones);
            forget(&crowd.asked[i]);
            crowd.is_live[i] = false;
        }
        WAIT(script_open_connections(f->script) == 0);
        tear_down(f);
    }
}

static void
unused_http_is_closed_at_once(void **state)
{
    struct fixture fixture = {.loop = NULL}, *f = &fixture;

    (void)state;
    set_up(f, ok_rules, 0);
    tear_down(f);
    http_close(NULL);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cancelled_request_ends_once_in_every_phase),
        cmocka_unit_test(closing_ends_all_requests_once_in_every_phase),
        cmocka_unit_test(callbacks_may_send),
        cmocka_unit_test(callback_may_cancel_another_request),
        cmocka_unit_test(each_request_ends_once_whatever_happens),
        cmocka_unit_test(unused_http_is_closed_at_once),
    };

    return cmocka_run_group_tests_name("http_cancel", tests, NULL, NULL);
}
