#include "config.h"

#include "cli/ps.h"

#include "base/mem.h"
#include "base/timestamp.h"
#include "cli/narrow.h"
#include "cli/outcome.h"
#include "cli/ps_print.h"
#include "engine/find.h"
#include "store/store.h"

#include <errno.h>
#include <stdlib.h>

#define PS_OUTPUT ((size_t)1 << 30)

struct ps {
    const struct ps_options *options;
    FILE *out;
    struct outcome outcome;
    struct loop *loop;
    struct engine *engine;
    struct container **containers;
    size_t count, cap;
};

static bool
print_all(const struct ps *ps, struct buf *out, struct err *err)
{
    bool ok = true;
    size_t i;

    if (!narrow_was_easy(ps->options->filter, err))
        return false;
    if (!ps->options->json)
        ok = ps_print_table(out, ps->containers, ps->count, timestamp_now());
    for (i = 0; ok && ps->options->json && i < ps->count; i++)
        ok = ps_print_json(out, ps->containers[i]);
    if (!ok)
        return err_set_kind(err, ERR_LIMIT, "more than %zu bytes to print",
                            PS_OUTPUT);
    if (fwrite(buf_text(out), 1, out->len, ps->out) != out->len ||
        fflush(ps->out) != 0)
        return err_set_errno(err, errno, "writing the containers");
    return true;
}

static void
listed(void *data, const struct err *err)
{
    struct ps *ps = data;
    struct buf out = BUF_INIT(PS_OUTPUT);
    struct err why;

    if (err) {
        why = *err;
        (void)err_while(&why, "listing the containers");
        outcome_fail(&ps->outcome, &why);
    } else if (ps->outcome.status == OUTCOME_GOOD &&
               !print_all(ps, &out, &why)) {
        outcome_fail(&ps->outcome, &why);
    }
    buf_release(&out);
    loop_stop(ps->loop);
}

static void
each(void *data, struct container *container)
{
    struct ps *ps = data;
    struct err err;

    if (!narrow_has_container(ps->options->filter, container)) {
        container_free(container);
        return;
    }
    if (ps->count == STORE_CONTAINERS) {
        container_free(container);
        (void)err_set_kind(&err, ERR_LIMIT, "more than %d containers",
                           STORE_CONTAINERS);
        if (ps->outcome.status == OUTCOME_GOOD)
            outcome_fail(&ps->outcome, &err);
        return;
    }
    ps->containers = array_grow(ps->containers, &ps->cap, ps->count + 1,
                                sizeof(struct container *));
    ps->containers[ps->count++] = container;
}

static void
found(void *data, const struct find_result *result)
{
    struct ps *ps = data;

    ps->engine = result->engine;
    if (ps->engine) {
        (void)engine_list_containers(ps->engine, ps->options->all, each, listed,
                                     ps);
        return;
    }
    outcome_report(&ps->outcome, result->report);
    loop_stop(ps->loop);
}

int
ps_run(const struct candidates *candidates, const struct ps_options *options,
       FILE *out, FILE *errors)
{
    struct ps ps = {
        .options = options, .out = out, .outcome = {.errors = errors}};
    size_t i;

    ps.loop = loop_new();
    (void)find_engine(ps.loop, candidates, found, &ps);
    loop_run(ps.loop);
    engine_close(ps.engine);
    loop_free(ps.loop);
    for (i = 0; i < ps.count; i++)
        container_free(ps.containers[i]);
    free(ps.containers);
    return (int)ps.outcome.status;
}
