#include "support/http_fixture.h"

#include <stdio.h>
#include <stdlib.h>

/* A request that pauses itself. */
struct paused {
    struct http_request *request;
    int pauses; /* how often yet, one in each call of `body` */
    bool refuses_after;
    bool is_paused, is_in_hand;
    size_t bodies;
    int dones;
    struct buf body;
    struct err err;
    bool has_err;
};

static bool
pause_body(void *data, struct str bytes, struct err *err)
{
    struct paused *p = data;

    p->bodies++;
    assert_false(p->is_in_hand);
    (void)buf_add_str(&p->body, bytes);
    if (p->pauses > 0) {
        p->pauses--;
        p->is_paused = true;
        http_pause(p->request, true);
    } else if (p->refuses_after) {
        return err_set(err, "no more of it");
    }
    return true;
}

static void
pause_done(void *data, const struct http_result *result)
{
    struct paused *p = data;

    p->dones++;
    p->has_err = result->err != NULL;
    if (result->err)
        p->err = *result->err;
}

static void
send_paused(struct fixture *f, struct paused *p, const char *path)
{
    static const struct http_callbacks callbacks = {NULL, pause_body,
                                                    pause_done};
    struct http_spec spec = {
        .method = "GET", .path = path, .kind = HTTP_STREAM};

    buf_init(&p->body, (size_t)8 << 20);
    p->request = http_send(f->http, &spec, &callbacks, p);
}

/* As a test's word, outside of any callback: nothing may come from inside. */
static void
go_on(struct paused *p)
{
    p->is_in_hand = true;
    p->is_paused = false;
    http_pause(p->request, false);
    p->is_in_hand = false;
}

static const struct script_rule stream_rules[] = {
    {"GET /stream", .steps = {SCRIPT_STREAM}},
    {"GET *", .steps = {OK}},
    {.pattern = NULL},
};

static void
push(struct fixture *f, const char *text)
{
    (void)script_push(f->script, "GET /stream", text, strlen(text));
}

/* Another request's answer is the sign that much time has passed. */
static void
let_others_go_on(struct fixture *f)
{
    struct asked other = {.f = f};

    get(f, &other, "/other");
    WAIT(other.dones);
    assert_string_equal(buf_text(&other.body), "ok");
    forget(&other);
}

static void
paused_request_gets_nothing_until_it_goes_on(void **state)
{
    struct fixture fixture = {0};
    struct fixture *f = &fixture;
    struct paused p = {.pauses = 1};

    (void)state;
    set_up(f, stream_rules, 0);
    send_paused(f, &p, "/stream");
    WAIT(script_streams(f->script, "GET /stream") == 1);
    push(f, "one ");
    WAIT(p.bodies == 1);
    push(f, "two ");
    let_others_go_on(f);
    push(f, "three ");
    let_others_go_on(f);
    assert_string_equal(buf_text(&p.body), "one ");
    go_on(&p);
    WAIT(p.body.len == strlen("one two three "));
    assert_string_equal(buf_text(&p.body), "one two three ");
    push(f, "four");
    (void)script_end(f->script, "GET /stream");
    WAIT(p.dones);
    assert_string_equal(buf_text(&p.body), "one two three four");
    assert_false(p.has_err);
    buf_release(&p.body);
    tear_down(f);
}

static void
end_that_comes_in_a_pause_loses_nothing_but_a_break_may(void **state)
{
    static const struct {
        const char *last;
        bool is_cut;
    } rows[] = {{"two", false}, {"", false}, {"two", true}, {"", true}};
    size_t i;

    (void)state;
    for (i = 0; i < COUNT(rows); i++) {
        struct fixture fixture = {0};
        struct fixture *f = &fixture;
        struct paused p = {.pauses = 1};
        char whole[16];

        set_up(f, stream_rules, 0);
        send_paused(f, &p, "/stream");
        WAIT(script_streams(f->script, "GET /stream") == 1);
        push(f, "one ");
        WAIT(p.bodies == 1);
        if (rows[i].last[0])
            push(f, rows[i].last);
        if (rows[i].is_cut)
            (void)script_cut(f->script, "GET /stream", false);
        else
            (void)script_end(f->script, "GET /stream");
        let_others_go_on(f);
        if (rows[i].last[0] && !rows[i].is_cut)
            assert_int_equal(p.dones, 0);
        if (!p.dones)
            go_on(&p);
        WAIT(p.dones);
        (void)snprintf(whole, sizeof(whole), "one %s", rows[i].last);
        assert_int_equal(p.has_err, rows[i].is_cut);
        if (rows[i].is_cut) {
            assert_memory_equal(p.body.at, whole, p.body.len);
            assert_int_equal(p.err.kind, ERR_UNREACHABLE);
        } else {
            assert_string_equal(buf_text(&p.body), whole);
        }
        buf_release(&p.body);
        tear_down(f);
    }
}

/* Numbers of five digits, so that a piece that is lost, doubled or out of its
 * place is seen. */
enum { NUMBERS = 100000, DIGITS = 5 };

static void
pause_after_each_piece_loses_nothing(void **state)
{
    struct fixture fixture = {0};
    struct fixture *f = &fixture;
    struct paused p = {.pauses = NUMBERS};
    struct buf numbers = BUF_INIT((size_t)DIGITS * NUMBERS);
    int i;

    (void)state;
    for (i = 0; i < NUMBERS; i++)
        (void)buf_addf(&numbers, "%05d", i);
    set_up(f, NULL, 0);
    script_set(f->script, "GET /big", 200, NULL, buf_text(&numbers));
    send_paused(f, &p, "/big");
    while (!p.dones) {
        if (p.is_paused)
            go_on(&p);
        loop_turn(f->loop, true);
    }
    assert_false(p.has_err);
    assert_true(p.bodies > 4);
    assert_int_equal(p.body.len, numbers.len);
    assert_memory_equal(p.body.at, numbers.at, numbers.len);
    buf_release(&p.body);
    buf_release(&numbers);
    tear_down(f);
}

static void
piece_refused_after_a_pause_ends_the_request(void **state)
{
    struct fixture fixture = {0};
    struct fixture *f = &fixture;
    struct paused p = {.pauses = 1, .refuses_after = true};

    (void)state;
    set_up(f, stream_rules, 0);
    send_paused(f, &p, "/stream");
    WAIT(script_streams(f->script, "GET /stream") == 1);
    push(f, "one ");
    WAIT(p.bodies == 1);
    push(f, "two ");
    let_others_go_on(f);
    go_on(&p);
    WAIT(p.dones);
    assert_int_equal(p.bodies, 2);
    assert_true(p.has_err);
    assert_string_equal(p.err.text, "no more of it");
    buf_release(&p.body);
    let_others_go_on(f);
    tear_down(f);
}

static void
paused_request_can_be_left(void **state)
{
    static const struct {
        bool goes_on, closes;
    } rows[] = {{false, false}, {true, false}, {false, true}, {true, true}};
    size_t i;

    (void)state;
    for (i = 0; i < COUNT(rows); i++) {
        struct fixture fixture = {0};
        struct fixture *f = &fixture;
        struct paused p = {.pauses = 1};

        set_up(f, stream_rules, 0);
        send_paused(f, &p, "/stream");
        WAIT(script_streams(f->script, "GET /stream") == 1);
        push(f, "one ");
        WAIT(p.bodies == 1);
        push(f, "two ");
        let_others_go_on(f);
        if (rows[i].goes_on)
            go_on(&p);
        if (rows[i].closes) {
            http_close(f->http);
            f->http = NULL;
        } else {
            http_cancel(p.request);
            http_pause(p.request, false);
        }
        WAIT(p.dones);
        assert_int_equal(p.dones, 1);
        assert_int_equal(p.bodies, 1);
        assert_int_equal(p.err.kind, ERR_CANCELLED);
        buf_release(&p.body);
        tear_down(f);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(paused_request_gets_nothing_until_it_goes_on),
        cmocka_unit_test(
            end_that_comes_in_a_pause_loses_nothing_but_a_break_may),
        cmocka_unit_test(pause_after_each_piece_loses_nothing),
        cmocka_unit_test(piece_refused_after_a_pause_ends_the_request),
        cmocka_unit_test(paused_request_can_be_left),
    };

    return cmocka_run_group_tests_name("http pause", tests, NULL, NULL);
}
