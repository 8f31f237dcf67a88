#include "config.h"

#include "loop/worker.h"

#include "base/mem.h"
#include "loop/private.h"

#include <stdatomic.h>
#include <stdlib.h>

struct worker {
    uv_work_t uv; /* first */
    struct loop *loop;
    atomic_bool is_cancelled;
    void (*run)(const struct worker *worker, void *data);
    void (*done)(void *data, bool is_cancelled);
    void *data;
};

static void
on_thread(uv_work_t *uv)
{
    const struct worker *worker = (struct worker *)(void *)uv;

    if (!worker_is_cancelled(worker))
        worker->run(worker, worker->data);
}

static void
on_loop(uv_work_t *uv, int status)
{
    struct worker *worker = (struct worker *)(void *)uv;

    (void)status; /* UV_ECANCELED says less than our own flag */
    loop_note_event(worker->loop);
    worker->done(worker->data, worker_is_cancelled(worker));
    free(worker);
}

struct worker *
worker_start(struct loop *loop,
             void (*run)(const struct worker *worker, void *data),
             void (*done)(void *data, bool is_cancelled), void *data)
{
    struct worker *worker = xcalloc(1, sizeof(*worker));
    int rc;

    worker->loop = loop;
    worker->run = run;
    worker->done = done;
    worker->data = data;
    atomic_init(&worker->is_cancelled, false);
    rc = uv_queue_work(&loop->uv, &worker->uv, on_thread, on_loop);
    if (rc < 0)
        die("cannot start a worker: %s", uv_strerror(rc));
    return worker;
}

void
worker_cancel(struct worker *worker)
{
    atomic_store(&worker->is_cancelled, true);
    /* Where it waits for a thread, it need not. */
    (void)uv_cancel((uv_req_t *)&worker->uv);
}

bool
worker_is_cancelled(const struct worker *worker)
{
    return atomic_load(&worker->is_cancelled);
}
