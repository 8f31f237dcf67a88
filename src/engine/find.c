#include "engine/find.h"

#include "base/mem.h"
#include "loop/timer.h"

#include <stdlib.h>

#define REPORT_SIZE ((size_t)16 << 10)

struct find {
    struct loop *loop;
    const struct candidates *candidates;
    size_t next; /* the candidate that is asked next */
    struct engine *engine;
    struct call *ping;  /* NULL between two of them */
    struct timer *turn; /* the next question, in a turn of its own */
    struct buf report;  /* a line for each that was tried */
    struct buf advice;  /* what to do, each once */
    bool was_refused;
    bool is_cancelled;
    void (*done)(void *data, const struct find_result *result);
    void *data;
};

static void
finish(struct find *find, const char *name)
{
    struct find_result result = {
        .engine = find->engine,
        .name = name,
        .was_refused = find->was_refused,
    };

    if (!find->engine)
        (void)buf_add_str(&find->report, buf_str(&find->advice));
    else
        buf_clear(&find->report);
    /* A NUL behind it, also where it is empty. */
    (void)buf_text(&find->report);
    result.report = buf_str(&find->report);
    find->done(find->data, &result);
    timer_free(find->turn);
    buf_release(&find->report);
    buf_release(&find->advice);
    free(find);
}

/* The error of a connection begins with where to; the line already does. */
static const char *
reason(const struct candidate *candidate, const struct err *err)
{
    static const char connecting[] = "connecting to ";
    size_t len = strlen(candidate->endpoint.url);
    const char *rest = err->text + strlen(connecting);

    if (str_starts(str_of(err->text), connecting) &&
        strncmp(rest, candidate->endpoint.url, len) == 0 &&
        strncmp(rest + len, ": ", 2) == 0)
        return rest + len + 2;
    return err->text;
}

static void
report(struct find *find, const struct candidate *candidate,
       const struct err *err)
{
    const char *advice = endpoint_advice(&candidate->endpoint, err->kind);

    if (find->report.len == 0)
        (void)buf_add_text(&find->report,
                           "no engine answered as it should; tried:\n");
    (void)buf_addf(&find->report, "  %s (%s): %s\n", candidate->endpoint.url,
                   candidate->why, reason(candidate, err));
    if (advice && !strstr(buf_text(&find->advice), advice))
        (void)buf_addf(&find->advice, "%s\n", advice);
}

static void
ping_done(void *data, const struct err *err)
{
    struct find *find = data;
    const struct candidate *candidate = &find->candidates->at[find->next];

    find->ping = NULL;
    find->next++;
    if (!err && !find->is_cancelled) {
        finish(find, candidate->name);
        return;
    }
    if (err && err->kind == ERR_UNSUPPORTED)
        find->was_refused = true;
    if (err && !find->is_cancelled)
        report(find, candidate, err);
    engine_close(find->engine);
    find->engine = NULL;
    timer_start(find->turn, 0, 0);
}

static void
ask_next(void *data)
{
    struct find *find = data;

    if (find->is_cancelled || find->next == find->candidates->count) {
        finish(find, NULL);
        return;
    }
    find->engine =
        engine_new(find->loop, &find->candidates->at[find->next].endpoint);
    find->ping = engine_ping(find->engine, ping_done, find);
}

struct find *
find_engine(struct loop *loop, const struct candidates *candidates,
            void (*done)(void *data, const struct find_result *result),
            void *data)
{
    struct find *find = xcalloc(1, sizeof(*find));

    find->loop = loop;
    find->candidates = candidates;
    find->done = done;
    find->data = data;
    buf_init(&find->report, REPORT_SIZE);
    buf_init(&find->advice, REPORT_SIZE);
    find->turn = timer_new(loop, "find", ask_next, find);
    timer_start(find->turn, 0, 0);
    return find;
}

void
find_cancel(struct find *find)
{
    find->is_cancelled = true;
    if (find->ping)
        call_cancel(find->ping);
}
