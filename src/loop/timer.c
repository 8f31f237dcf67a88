#include "config.h"

#include "loop/timer.h"

#include "base/mem.h"
#include "loop/private.h"

struct timer {
    uv_timer_t uv; /* first: loop_close_and_free() */
    struct loop *loop;
    struct list link; /* in loop->timers */
    struct list soon; /* in loop->soon while it waits with a delay of 0 */
    uint64_t period;
    const char *name;
    void (*fire)(void *data);
    void *data;
};

struct timer *
timer_new(struct loop *loop, const char *name, void (*fire)(void *data),
          void *data)
{
    struct timer *timer = xcalloc(1, sizeof(*timer));

    (void)uv_timer_init(&loop->uv, &timer->uv);
    timer->loop = loop;
    timer->name = name;
    timer->fire = fire;
    timer->data = data;
    list_init(&timer->soon);
    list_add_last(&loop->timers, &timer->link);
    return timer;
}

void
timer_free(struct timer *timer)
{
    if (!timer)
        return;
    list_remove(&timer->link);
    list_remove(&timer->soon);
    loop_close_and_free((uv_handle_t *)&timer->uv);
}

static void
on_timer(uv_timer_t *uv)
{
    struct timer *timer = (struct timer *)(void *)uv;

    loop_note_event(timer->loop);
    timer->fire(timer->data);
}

/*
 * libuv fires a timer with delay 0 that was started by another timer at once,
 * in the same round, and never comes back from one that starts itself so. Such
 * timers wait in a list of ours for the next turn instead.
 */
void
timer_start(struct timer *timer, uint64_t delay, uint64_t period)
{
    timer_stop(timer);
    timer->period = period;
    if (delay > 0) {
        (void)uv_timer_start(&timer->uv, on_timer, delay, period);
        return;
    }
    list_add_last(&timer->loop->soon, &timer->soon);
    loop_wake(timer->loop);
}

void
loop_fire_soon(struct loop *loop)
{
    struct list due;

    /* What these start with a delay of 0 belongs to the turn after. */
    list_init(&due);
    while (!list_is_empty(&loop->soon)) {
        struct list *link = loop->soon.next;

        list_remove(link);
        list_add_last(&due, link);
    }
    while (!list_is_empty(&due)) {
        struct timer *timer = LIST_OWNER(due.next, struct timer, soon);

        list_remove(&timer->soon);
        if (timer->period > 0)
            (void)uv_timer_start(&timer->uv, on_timer, timer->period,
                                 timer->period);
        timer->fire(timer->data);
    }
}

void
timer_stop(struct timer *timer)
{
    list_remove(&timer->soon);
    (void)uv_timer_stop(&timer->uv);
}

bool
timer_is_running(const struct timer *timer)
{
    return !list_is_empty(&timer->soon) ||
           uv_is_active((const uv_handle_t *)&timer->uv);
}

uint64_t
timer_due(const struct timer *timer)
{
    if (!timer_is_running(timer))
        return 0;
    if (!list_is_empty(&timer->soon))
        return loop_now(timer->loop);
    return loop_now(timer->loop) + uv_timer_get_due_in(&timer->uv);
}

void
timer_each(struct loop *loop,
           void (*each)(void *data, const char *name, uint64_t due,
                        uint64_t period),
           void *data)
{
    struct list *link;

    for (link = loop->timers.next; link != &loop->timers; link = link->next) {
        const struct timer *timer = LIST_OWNER(link, struct timer, link);

        if (timer_is_running(timer))
            each(data, timer->name, timer_due(timer), timer->period);
    }
}
