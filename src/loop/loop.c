#include "config.h"

#include "base/mem.h"
#include "loop/private.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

/*
 * One turn in terms of libuv: the poll for descriptors, timers, idle, prepare.
 * The hooks run in prepare, the last step before libuv sleeps, so what the
 * callbacks of a turn changed is delivered before the sleep and never after.
 */
static void
run_hooks(struct loop *loop)
{
    struct list cursor;

    /* The cursor stands in the list behind the hook that runs, so hooks may
     * come and go meanwhile. */
    list_init(&cursor);
    list_add_last(loop->hooks.next, &cursor);
    while (cursor.next != &loop->hooks) {
        struct list *link = cursor.next;
        struct turn_hook *hook = LIST_OWNER(link, struct turn_hook, link);

        list_remove(&cursor);
        list_add_last(link->next, &cursor);
        hook->run(hook->data);
    }
    list_remove(&cursor);
    loop->turns++;
}

static void
on_before_sleep(uv_prepare_t *prepare)
{
    run_hooks(prepare->data);
}

static void
on_at_once(uv_idle_t *idle)
{
    struct loop *loop = idle->data;

    loop_note_event(loop);
    uv_idle_stop(idle);
    loop_fire_soon(loop);
}

struct loop *
loop_new(void)
{
    struct loop *loop = xcalloc(1, sizeof(*loop));
    int rc = uv_loop_init(&loop->uv);

    if (rc < 0)
        die("cannot start the event loop: %s", uv_strerror(rc));
    list_init(&loop->hooks);
    list_init(&loop->timers);
    list_init(&loop->soon);
    (void)uv_prepare_init(&loop->uv, &loop->before_sleep);
    loop->before_sleep.data = loop;
    (void)uv_prepare_start(&loop->before_sleep, on_before_sleep);
    /* The hooks alone are nothing that could happen. */
    uv_unref((uv_handle_t *)&loop->before_sleep);
    (void)uv_idle_init(&loop->uv, &loop->at_once);
    loop->at_once.data = loop;
    return loop;
}

static void
complain_when_open(uv_handle_t *handle, void *forgotten)
{
    bool *is_forgotten = forgotten;

    if (uv_is_closing(handle))
        return;
    (void)fprintf(stderr, "loop_free: a %s handle was not freed\n",
                  uv_handle_type_name(handle->type));
    *is_forgotten = true;
}

void
loop_free(struct loop *loop)
{
    bool is_forgotten = false;
    int rc;

    if (!loop)
        return;
    assert(!loop->is_running);
    assert(list_is_empty(&loop->hooks));
    uv_close((uv_handle_t *)&loop->before_sleep, NULL);
    uv_close((uv_handle_t *)&loop->at_once, NULL);
    /* Asked before the loop runs, as it might wait for them forever. */
    uv_walk(&loop->uv, complain_when_open, &is_forgotten);
    assert(!is_forgotten);
    (void)uv_run(&loop->uv, UV_RUN_DEFAULT);
    rc = uv_loop_close(&loop->uv);
    assert(rc == 0);
    (void)rc;
    free(loop);
}

static void
enter(struct loop *loop)
{
    if (loop->is_running)
        die("the loop was entered from inside itself");
    loop->is_running = true;
}

void
loop_run(struct loop *loop)
{
    enter(loop);
    (void)uv_run(&loop->uv, UV_RUN_DEFAULT);
    run_hooks(loop);
    loop->is_running = false;
}

bool
loop_turn(struct loop *loop, bool wait)
{
    uint64_t events = loop->events;
    bool is_alive;

    enter(loop);
    is_alive = uv_run(&loop->uv, UV_RUN_NOWAIT) != 0;
    /* UV_RUN_ONCE may sleep although timers fired before the sleep, so it is
     * only asked when nothing at all has happened. */
    if (wait && is_alive && loop->events == events) {
        bool is_due = uv_is_active((uv_handle_t *)&loop->at_once);

        (void)uv_run(&loop->uv, is_due ? UV_RUN_NOWAIT : UV_RUN_ONCE);
    }
    run_hooks(loop);
    loop->is_running = false;
    return uv_loop_alive(&loop->uv) != 0;
}

void
loop_stop(struct loop *loop)
{
    uv_stop(&loop->uv);
}

uint64_t
loop_now(const struct loop *loop)
{
    return uv_now(&loop->uv);
}

void
loop_update_now(struct loop *loop)
{
    uv_update_time(&loop->uv);
}

uint64_t
loop_turns(const struct loop *loop)
{
    return loop->turns;
}

void
loop_add_hook(struct loop *loop, struct turn_hook *hook,
              void (*run)(void *data), void *data)
{
    hook->run = run;
    hook->data = data;
    list_add_last(&loop->hooks, &hook->link);
}

void
loop_remove_hook(struct turn_hook *hook)
{
    list_remove(&hook->link);
}

void
loop_wake(struct loop *loop)
{
    (void)uv_idle_start(&loop->at_once, on_at_once);
}

static void
on_closed(uv_handle_t *handle)
{
    free(handle);
}

void
loop_close_and_free(uv_handle_t *handle)
{
    uv_close(handle, on_closed);
}
