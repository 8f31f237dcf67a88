#include "config.h"

#include "support/sync_fixture.h"

#include "base/mem.h"

#include <stdlib.h>

#define PATIENCE_MS 30000

static const struct sync_limits LIMITS = {
    .fetches = 8,
    .shown_fetches = 4,
    .failed_fetches = 2,
    .fetch_ms = 1000,
    .retry_min_ms = 10,
    .retry_max_ms = 40,
    .idle_ms = 1,
    .marks_list = 64,
    .gather_rate = 20,
    .gather_window_ms = 1000,
    .gather_ms = 20,
    .list_quiet_ms = 20,
    .list_delay_ms = 100,
    .backoff_min_ms = 4,
    .backoff_max_ms = 32,
    .replay_ms = 20,
    .safety_ms = 60000,
    .poll_ms = 10,
    .seen = 64,
    .polls = 4,
    .stats_seen_ms = 20,
    .stats_rest_ms = 200,
    .stats_retry_min_ms = 10,
    .stats_retry_max_ms = 40,
    .scroll_ms = 2,
    .images_gather_ms = 5,
    .images_retry_min_ms = 10,
    .images_retry_max_ms = 40,
};

static void
nothing(void *data)
{
    (void)data;
}

static void
count_changes(void *data, const struct change *changes, size_t count)
{
    struct fixture *f = data;

    f->deliveries++;
    for (size_t i = 0; i < count; i++)
        f->what |= changes[i].what;
}

int
fixture_set_up(void **state)
{
    struct fixture *f = xcalloc(1, sizeof(*f));

    f->limits = LIMITS;
    f->loop = loop_new();
    f->store = store_new(f->loop);
    f->subscriber = store_subscribe(f->store, count_changes, f);
    f->engine = fake_engine_new(f->loop);
    f->tick = timer_new(f->loop, "tick", nothing, NULL);
    timer_start(f->tick, 1, 1);
    assert_int_equal(store_add_engine(f->store, "local"), 0);
    *state = f;
    return 0;
}

static void
closed(void *data)
{
    struct fixture *f = data;

    f->closed++;
    f->sync = NULL;
}

static bool
is_closed(struct fixture *f)
{
    return !f->sync;
}

/* A worker of its own may be at work still: that takes as long as it takes. */
void
fixture_close(struct fixture *f)
{
    size_t before = (size_t)f->closed;

    sync_close(f->sync, closed, f);
    assert_int_equal(f->closed, before);
    until(f, is_closed);
    assert_int_equal(f->closed, before + 1);
}

int
fixture_tear_down(void **state)
{
    struct fixture *f = *state;

    if (f->sync)
        fixture_close(f);
    timer_free(f->tick);
    store_free(f->store);
    fake_engine_free(f->engine);
    loop_free(f->loop);
    free(f);
    return 0;
}

void
fixture_automate(struct fixture *f, bool is_automatic)
{
    for (size_t i = 0; i < FAKE_KINDS; i++)
        f->engine->automatic[i] = is_automatic;
}

void
fixture_open(struct fixture *f)
{
    f->sync = sync_open_limited(f->loop, f->store, 0, f->engine, &f->limits);
}

void
fixture_open_live(struct fixture *f, size_t containers,
                  enum container_state state)
{
    for (size_t i = 0; i < containers; i++)
        (void)fake_add(f->engine, state);
    fixture_automate(f, true);
    fixture_open(f);
    until(f, is_idle);
    assert_int_equal(state_of_link(f), LINK_LIVE);
    fixture_automate(f, false);
}

void
turn(struct fixture *f, size_t count)
{
    for (size_t i = 0; i < count; i++)
        (void)loop_turn(f->loop, false);
}

void
until(struct fixture *f, bool (*is_so)(struct fixture *f))
{
    uint64_t end = loop_now(f->loop) + PATIENCE_MS;

    while (!is_so(f)) {
        assert_true(loop_now(f->loop) < end);
        (void)loop_turn(f->loop, true);
    }
}

bool
is_idle(struct fixture *f)
{
    return sync_is_idle(f->sync) && !f->sync->must_connect &&
           f->sync->marks.burst == BURST_NONE && f->sync->fetches.has_host;
}

bool
is_live(struct fixture *f)
{
    return state_of_link(f) == LINK_LIVE;
}

bool
is_down(struct fixture *f)
{
    return state_of_link(f) == LINK_DOWN;
}

void
wait_ms(struct fixture *f, uint64_t ms)
{
    uint64_t end;

    loop_update_now(f->loop);
    end = loop_now(f->loop) + ms;
    while (loop_now(f->loop) < end)
        (void)loop_turn(f->loop, true);
    /* The clock is asked after the timers of a turn. */
    turn(f, 2);
}

enum link_state
state_of_link(struct fixture *f)
{
    return store_link(f->store, 0)->state;
}

struct ref
ref_of(struct fixture *f, size_t number)
{
    return ref_make(0, REF_CONTAINER, f->engine->at[number].id);
}

const struct container *
row_of(struct fixture *f, size_t number)
{
    struct ref ref = ref_of(f, number);
    const struct container_row *row = store_find_container(f->store, &ref);

    return row ? row->value : NULL;
}

struct call *
inspect_of(struct fixture *f, size_t number)
{
    return fake_find(f->engine, FAKE_INSPECT, f->engine->at[number].id);
}

void
say(struct fixture *f, size_t number, const char *action)
{
    struct event event = fake_event(f->engine, number, action);

    fake_say(f->engine, &event);
}

struct call *
events_of(struct fixture *f)
{
    return fake_find(f->engine, FAKE_EVENTS, NULL);
}

struct call *
reconnect(struct fixture *f)
{
    bool is_automatic = f->engine->automatic[FAKE_PING];

    f->engine->automatic[FAKE_PING] = true;
    fake_fail(events_of(f), ERR_UNREACHABLE);
    assert_int_equal(state_of_link(f), LINK_DOWN);
    while (!events_of(f))
        (void)loop_turn(f->loop, true);
    f->engine->automatic[FAKE_PING] = is_automatic;
    return events_of(f);
}

void
assert_rows_are_true(struct fixture *f)
{
    size_t count = 0;

    for (size_t i = 0; i < f->engine->count; i++) {
        const struct fake_container *at = &f->engine->at[i];
        const struct container *row = row_of(f, i);

        if (at->is_gone) {
            assert_null(row);
            continue;
        }
        count++;
        assert_non_null(row);
        assert_int_equal(row->state, at->state);
        assert_string_equal(row->name, at->name);
        assert_true(row->is_inspected);
        if (at->state == STATE_EXITED)
            assert_int_equal(row->exit_code, at->exit_code);
    }
    assert_int_equal(store_container_count(f->store), count);
}
