#include "config.h"

#include "cli/ps.h"

#include "base/mem.h"
#include "base/text.h"
#include "base/timestamp.h"
#include "cli/ps_print.h"
#include "engine/find.h"
#include "store/store.h"

#include <errno.h>
#include <stdlib.h>

#define PS_OUTPUT ((size_t)1 << 30)

enum ps_status { PS_GOOD = 0, PS_FAILED = 1, PS_NO_ENGINE = 3 };

struct ps {
    const struct ps_options *options;
    FILE *out, *errors;
    struct loop *loop;
    struct engine *engine;
    struct container **containers;
    size_t count, cap;
    int status;
};

/* One line, harmless: a line break in the engine's words is none here. */
static void
line_say(const struct ps *ps, struct str line)
{
    struct buf clean = BUF_INIT(65536);

    (void)text_clean(&clean, line);
    (void)buf_add_char(&clean, '\n');
    (void)fputs(buf_text(&clean), ps->errors);
    buf_release(&clean);
}

static void
fail(struct ps *ps, struct err *err)
{
    (void)err_while(err, "bayplan");
    line_say(ps, str_of(err->text));
    ps->status = PS_FAILED;
}

static void
report_say(const struct ps *ps, struct str report)
{
    struct str line;

    if (str_ends(report, "\n"))
        report.len--;
    while (str_cut(&report, '\n', &line))
        line_say(ps, line);
}

static bool
print_all(const struct ps *ps, struct buf *out, struct err *err)
{
    bool ok = true;
    size_t i;

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
        fail(ps, &why);
    } else if (ps->status == PS_GOOD && !print_all(ps, &out, &why)) {
        fail(ps, &why);
    }
    buf_release(&out);
    loop_stop(ps->loop);
}

static void
each(void *data, struct container *container)
{
    struct ps *ps = data;
    struct err err;

    if (ps->count == STORE_CONTAINERS) {
        container_free(container);
        (void)err_set_kind(&err, ERR_LIMIT, "more than %d containers",
                           STORE_CONTAINERS);
        if (ps->status == PS_GOOD)
            fail(ps, &err);
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
    report_say(ps, result->report);
    ps->status = PS_NO_ENGINE;
    loop_stop(ps->loop);
}

int
ps_run(const struct candidates *candidates, const struct ps_options *options,
       FILE *out, FILE *errors)
{
    struct ps ps = {.options = options, .out = out, .errors = errors};
    size_t i;

    ps.loop = loop_new();
    (void)find_engine(ps.loop, candidates, found, &ps);
    loop_run(ps.loop);
    engine_close(ps.engine);
    loop_free(ps.loop);
    for (i = 0; i < ps.count; i++)
        container_free(ps.containers[i]);
    free(ps.containers);
    return ps.status;
}
