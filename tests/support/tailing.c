#include "config.h"

#include "support/tailing.h"

#include "support/values.h"

#include "base/buf.h"
#include "base/mem.h"
#include "loop/timer.h"

#include <stdlib.h>

#define PATIENCE 200 /* turns */

static void
nothing(void *data)
{
    (void)data;
}

static void
heard(void *data, const struct change *changes, size_t count)
{
    struct tailing *f = data;

    for (size_t i = 0; i < count; i++)
        if (changes[i].what & CHANGE_LOG && ref_equal(&changes[i].ref, &f->ref))
            f->told++;
}

void
tailing_turn(struct tailing *f, size_t count)
{
    for (size_t i = 0; i < count; i++)
        (void)loop_turn(f->loop, false);
}

void
tailing_set_link(struct tailing *f, enum link_state state)
{
    struct link link = {.state = state};

    store_set_link(f->store, 0, &link);
    tailing_turn(f, 1);
}

void
tailing_set_truth(struct tailing *f, enum container_state state, int64_t run)
{
    f->engine->at[0].state = state;
    f->engine->at[0].started = run;
    f->engine->at[0].finished = run > NS_OF(0) ? NS_OF(2) : 0;
}

void
tailing_set_state(struct tailing *f, enum container_state state, int64_t run)
{
    struct container value = value_of(f->engine->at[0].id, state);

    tailing_set_truth(f, state, run);
    value.has_tty = f->engine->at[0].has_tty;
    value.started = run;
    value.finished = f->engine->at[0].finished;
    assert_true(store_put_container(f->store, 0, container_new(&value)));
    tailing_turn(f, 1);
}

int
tailing_set_up(void **state)
{
    struct tailing *f = xcalloc(1, sizeof(*f));

    f->loop = loop_new();
    f->store = store_new(f->loop);
    (void)store_add_engine(f->store, "local");
    (void)store_subscribe(f->store, heard, f);
    f->engine = fake_engine_new(f->loop);
    (void)fake_add(f->engine, STATE_RUNNING);
    f->books = logbooks_new(1 << 20);
    f->tick = timer_new(f->loop, "tick", nothing, NULL);
    timer_start(f->tick, 2, 2);
    f->ref = ref_make(0, REF_CONTAINER, f->engine->at[0].id);
    tailing_set_link(f, LINK_LIVE);
    *state = f;
    return 0;
}

int
tailing_tear_down(void **state)
{
    struct tailing *f = *state;

    tail_close(f->tail);
    assert_int_equal(logbooks_bytes(f->books), 0);
    tailing_turn(f, 3);
    timer_free(f->tick);
    logbooks_free(f->books);
    store_free(f->store);
    fake_engine_free(f->engine);
    loop_free(f->loop);
    free(f);
    return 0;
}

void
tailing_open(struct tailing *f)
{
    f->tail = tail_open(f->loop, f->store, f->engine, f->books, &f->ref);
}

struct call *
tailing_stream(struct tailing *f)
{
    return fake_find(f->engine, FAKE_LOGS, f->ref.key);
}

void
tailing_end_stream(struct tailing *f)
{
    fake_end(tailing_stream(f), NULL);
    assert_null(tailing_stream(f));
    fake_answer(fake_find(f->engine, FAKE_INSPECT, f->ref.key));
}

struct call *
tailing_next_stream(struct tailing *f)
{
    for (int i = 0; i < PATIENCE && !tailing_stream(f); i++)
        (void)loop_turn(f->loop, true);
    assert_non_null(tailing_stream(f));
    return tailing_stream(f);
}

struct call *
tailing_open_running(struct tailing *f, bool has_tty)
{
    f->engine->at[0].has_tty = has_tty;
    tailing_set_state(f, STATE_RUNNING, 1);
    tailing_open(f);
    assert_int_equal(tail_state(f->tail), TAIL_FOLLOWING);
    return tailing_stream(f);
}

void
tailing_assert_log(struct tailing *f, const char *expected)
{
    const struct logbook *book = tail_log(f->tail);
    struct buf out = BUF_INIT(65535);
    struct logbook_line line;

    for (uint64_t n = logbook_first(book); n < logbook_end(book); n++) {
        assert_true(logbook_line_at(book, n, &line));
        (void)buf_addf(&out, "%s%s%.*s|", line.kind == LOGBOOK_SEAM ? "=" : "",
                       line.is_open ? "+" : "", STR_ARGS(line.text));
    }
    assert_string_equal(buf_text(&out), expected);
    buf_release(&out);
}

void
tailing_say(struct call *call, const char *record)
{
    fake_log(call, LOG_STDOUT, record, !call->logs.has_tty);
}

void
tailing_open_window(struct tailing *f, const struct tail_window *window,
                    int64_t made)
{
    struct container value = value_of(f->engine->at[0].id, STATE_RUNNING);

    value.created = made;
    value.started = NS_OF(1);
    tailing_set_truth(f, STATE_RUNNING, NS_OF(1));
    assert_true(store_put_container(f->store, 0, container_new(&value)));
    tailing_turn(f, 1);
    f->tail = tail_open_window(f->loop, f->store, f->engine, f->books, &f->ref,
                               window);
}

struct call *
tailing_older(struct tailing *f)
{
    struct list *link;

    for (link = f->engine->calls.next; link != &f->engine->calls;
         link = link->next) {
        struct call *call = LIST_OWNER(link, struct call, link);

        if (call->kind == FAKE_LOGS && !call->is_cancelled &&
            call->until[0] != '\0')
            return call;
    }
    return NULL;
}
