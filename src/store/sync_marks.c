#include "config.h"

#include "store/sync_parts.h"

static const struct {
    const char *action;
    enum expectation expectation;
} EXPECTATIONS[] = {
    {"create", EXPECT_PRESENT}, {"start", EXPECT_UP}, {"unpause", EXPECT_UP},
    {"pause", EXPECT_PAUSED},   {"die", EXPECT_DOWN}, {"destroy", EXPECT_GONE},
    {"remove", EXPECT_GONE},
};

static void gather_over(void *data);
static void quiet_over(void *data);
static void retry_over(void *data);

void
marks_init(struct sync *sync)
{
    struct marks *marks = &sync->marks;

    for (size_t i = 0; i < PLACES; i++)
        list_init(&marks->places[i]);
    marks->gather = timer_new(sync->loop, "gather marks", gather_over, sync);
    marks->quiet = timer_new(sync->loop, "list marks", quiet_over, sync);
    marks->retry = timer_new(sync->loop, "retry inspects", retry_over, sync);
}

void
marks_release(struct sync *sync)
{
    timer_free(sync->marks.gather);
    timer_free(sync->marks.quiet);
    timer_free(sync->marks.retry);
}

static void
move(struct marks *marks, struct item *item, enum place place)
{
    if (item->place != PLACE_NONE) {
        list_remove(&item->mark_link);
        marks->counts[item->place]--;
    }
    item->place = place;
    if (place == PLACE_NONE)
        return;
    marks->counts[place]++;
    list_add_last(&marks->places[place], &item->mark_link);
    list_remove(&item->todo_link);
}

static struct item *
first_at(struct marks *marks, enum place place)
{
    struct list *head = &marks->places[place];

    return list_is_empty(head) ? NULL
                               : LIST_OWNER(head->next, struct item, mark_link);
}

static void
move_all(struct marks *marks, enum place from, enum place to)
{
    struct item *item;

    while ((item = first_at(marks, from)))
        move(marks, item, to);
}

void
marks_remove(struct sync *sync, struct item *item)
{
    move(&sync->marks, item, PLACE_NONE);
    item->must_inspect = false;
    item->expectation = EXPECT_NOTHING;
}

void
marks_pause(struct sync *sync)
{
    timer_stop(sync->marks.gather);
    timer_stop(sync->marks.quiet);
    sync->marks.burst = BURST_NONE;
    marks_retry_now(sync);
}

void
marks_retry_now(struct sync *sync)
{
    timer_stop(sync->marks.retry);
    move_all(&sync->marks, PLACE_PAUSED, PLACE_RETRY);
}

/* Wait for the marks to end, then list; but no longer than list_delay_ms,
 * or a steady stream of events would be waited for for ever. */
static void
begin_or_extend_burst(struct sync *sync)
{
    struct marks *marks = &sync->marks;
    uint64_t now = loop_now(sync->loop);
    uint64_t delay = sync->limits.list_quiet_ms;
    uint64_t end;

    if (marks->burst == BURST_NONE) {
        marks->burst = BURST_QUIET;
        marks->burst_since = now;
        timer_stop(marks->gather);
        move_all(marks, PLACE_RELEASED, PLACE_WAITING);
    }
    end = marks->burst_since + sync->limits.list_delay_ms;
    if (now + delay > end)
        delay = end > now ? end - now : 0;
    timer_start(marks->quiet, delay, 0);
}

void
marks_want_list(struct sync *sync)
{
    if (sync->marks.burst == BURST_NONE)
        begin_or_extend_burst(sync);
}

static bool
are_too_many(const struct sync *sync)
{
    const struct marks *marks = &sync->marks;

    return marks->counts[PLACE_WAITING] + marks->counts[PLACE_RELEASED] >
           sync->limits.marks_list;
}

void
marks_resume(struct sync *sync)
{
    if (are_too_many(sync))
        begin_or_extend_burst(sync);
    fetch_pump(sync);
}

void
marks_add(struct sync *sync, struct item *item)
{
    struct marks *marks = &sync->marks;

    item->marked_at = loop_now(sync->loop);
    if (item->fetch) {
        item->is_marked_again = true;
        return;
    }
    if (item->place != PLACE_RELEASED && item->place != PLACE_MUST)
        move(marks, item, PLACE_WAITING);
    if (sync->phase != PHASE_UP)
        return;
    if (marks->burst == BURST_QUIET ||
        (marks->burst == BURST_NONE && are_too_many(sync)))
        begin_or_extend_burst(sync);
    fetch_pump(sync);
}

void
marks_event(struct sync *sync, const struct event *event)
{
    struct item *item = items_get(sync, event->id);

    if (!item)
        return;
    for (size_t i = 0; i < sizeof(EXPECTATIONS) / sizeof(*EXPECTATIONS); i++) {
        if (strcmp(event->action, EXPECTATIONS[i].action) != 0)
            continue;
        item->expectation = EXPECTATIONS[i].expectation;
        marks_add(sync, item);
        return;
    }
    /* A new name, a new limit: a list could not confirm it. */
    item->must_inspect = true;
    marks_add(sync, item);
}

/* Every start connects and every end disconnects, beside an event of their own,
 * whose inspect the engine answers when it is done with the networks. */
void
marks_network_event(struct sync *sync, const struct event *event)
{
    struct item *item = items_find(sync, event->container);

    if (!item || !item->is_up || item->expectation != EXPECT_NOTHING ||
        (item->fetch && item->is_for_change))
        return;
    item->must_inspect = true;
    marks_add(sync, item);
}

void
marks_must(struct sync *sync, struct item *item)
{
    if (item->fetch)
        item->is_marked_again = true;
    else
        move(&sync->marks, item, PLACE_MUST);
}

void
marks_retry(struct sync *sync, struct item *item)
{
    const struct sync_limits *limits = &sync->limits;
    uint64_t pause = limits->retry_min_ms;

    for (unsigned i = 0; i < item->failures && pause < limits->retry_max_ms;
         i++)
        pause *= 2;
    if (pause > limits->retry_max_ms)
        pause = limits->retry_max_ms;
    item->failures++;
    item->must_inspect = true;
    item->retry_at = loop_now(sync->loop) + pause;
    move(&sync->marks, item, PLACE_PAUSED);
    if (!timer_is_running(sync->marks.retry) ||
        timer_due(sync->marks.retry) > item->retry_at)
        timer_start(sync->marks.retry, pause, 0);
}

static void
retry_over(void *data)
{
    struct sync *sync = data;
    struct list *head = &sync->marks.places[PLACE_PAUSED];
    struct list *link, *next;
    uint64_t now = loop_now(sync->loop), first = 0;

    for (link = head->next; link != head; link = next) {
        struct item *item = LIST_OWNER(link, struct item, mark_link);

        next = link->next;
        if (item->retry_at <= now)
            move(&sync->marks, item, PLACE_RETRY);
        else if (first == 0 || item->retry_at < first)
            first = item->retry_at;
    }
    if (first != 0)
        timer_start(sync->marks.retry, first - now, 0);
    fetch_pump(sync);
}

static void
gather_over(void *data)
{
    struct sync *sync = data;

    move_all(&sync->marks, PLACE_WAITING, PLACE_RELEASED);
    fetch_pump(sync);
}

/* No list can settle these any more. */
static void
end_burst(struct sync *sync)
{
    sync->marks.burst = BURST_NONE;
    move_all(&sync->marks, PLACE_WAITING, PLACE_MUST);
}

static void
quiet_over(void *data)
{
    struct sync *sync = data;

    if (sync->marks.burst == BURST_QUIET) {
        sync->marks.burst = BURST_LISTING;
        /* A list that hangs must not hold up the marks. */
        timer_start(sync->marks.quiet, sync->limits.list_delay_ms, 0);
        lister_request(sync);
        return;
    }
    end_burst(sync);
    fetch_pump(sync);
}

/* Old enough for the list, which lags behind the events, to know of it. */
static bool
is_judged(const struct sync *sync, const struct item *item)
{
    return sync->marks.burst == BURST_LISTING && item->place == PLACE_WAITING &&
           item->marked_at + sync->limits.list_quiet_ms <= sync->lister.started;
}

static bool
is_as_expected(enum expectation expectation, const struct container *container)
{
    if (!container)
        return expectation == EXPECT_GONE;
    switch (expectation) {
    case EXPECT_PRESENT:
        return true;
    case EXPECT_UP:
        return container->state == STATE_RUNNING;
    case EXPECT_PAUSED:
        return container->state == STATE_PAUSED;
    case EXPECT_DOWN:
        return !state_is_up(container->state);
    case EXPECT_NOTHING:
    case EXPECT_GONE:
        return false;
    }
    return false;
}

void
marks_judge(struct sync *sync, struct item *item,
            const struct container *container)
{
    if (!is_judged(sync, item))
        return;
    if (item->must_inspect || !is_as_expected(item->expectation, container)) {
        move(&sync->marks, item, PLACE_MUST);
        return;
    }
    marks_remove(sync, item);
    if (item->is_known && item->inspected_round != sync->fetches.round)
        fetch_want(sync, item);
}

void
marks_list_ended(struct sync *sync, bool worked)
{
    struct marks *marks = &sync->marks;

    if (marks->burst != BURST_LISTING)
        return;
    /* Those that came too late for this list are counted anew. */
    marks->burst = BURST_NONE;
    timer_stop(marks->quiet);
    if (!worked)
        end_burst(sync);
    else if (are_too_many(sync))
        begin_or_extend_burst(sync);
}

bool
marks_are_ready(const struct sync *sync)
{
    const struct marks *marks = &sync->marks;

    return marks->counts[PLACE_WAITING] + marks->counts[PLACE_RELEASED] +
               marks->counts[PLACE_MUST] >
           0;
}

void
marks_count_start(struct sync *sync)
{
    struct marks *marks = &sync->marks;

    marks->starts[marks->start_count++ % SYNC_GATHER_RATE] =
        loop_now(sync->loop);
}

/* Whether one more fetch would be too many for this second. */
static bool
is_above_rate(const struct sync *sync)
{
    const struct marks *marks = &sync->marks;
    size_t rate = sync->limits.gather_rate;
    size_t oldest = (marks->start_count - rate) % SYNC_GATHER_RATE;

    return marks->start_count >= rate &&
           loop_now(sync->loop) - marks->starts[oldest] <
               sync->limits.gather_window_ms;
}

static struct item *
next_waiting(struct sync *sync)
{
    struct marks *marks = &sync->marks;

    if (marks->burst != BURST_NONE || marks->counts[PLACE_WAITING] == 0 ||
        timer_is_running(marks->gather))
        return NULL;
    if (is_above_rate(sync)) {
        timer_start(marks->gather, sync->limits.gather_ms, 0);
        return NULL;
    }
    return first_at(marks, PLACE_WAITING);
}

struct item *
marks_next(struct sync *sync, enum purpose *purpose)
{
    struct marks *marks = &sync->marks;
    struct item *item = next_waiting(sync);

    *purpose = FOR_MARK;
    if (!item)
        item = first_at(marks, PLACE_RELEASED);
    if (!item)
        item = first_at(marks, PLACE_MUST);
    if (item)
        return item;
    *purpose = FOR_RETRY;
    if (sync->fetches.flying[FOR_RETRY] >= sync->limits.failed_fetches)
        return NULL;
    return first_at(marks, PLACE_RETRY);
}
