#include "config.h"

#include "cli/logs.h"

#include "base/mem.h"
#include "cli/choose.h"
#include "cli/interrupt.h"
#include "cli/logs_print.h"
#include "cli/logs_source.h"
#include "cli/narrow.h"
#include "cli/outcome.h"
#include "engine/find.h"
#include "loop/outlet.h"
#include "loop/timer.h"
#include "store/sync.h"

#include <stdlib.h>
#include <unistd.h>

/* All logs together, and the least of each: more than a line. */
#define MEMORY LOGBOOKS_LIMIT
#define MEMORY_LEAST ((size_t)4 << 20)
/* Lines that are printed before others get their turn. */
#define LINES_AT_ONCE 10000

struct logs {
    const struct logs_options *options;
    struct logs_form form;
    struct outcome outcome;
    struct loop *loop;
    struct engine *engine;
    struct store *store;
    struct sync *sync; /* while logs are followed */
    struct outlet *outlet;
    struct turn_hook hook;
    struct timer *quiet; /* while lines of a followed log wait */
    struct interrupt interrupt;
    struct source *at;
    size_t count, cap;
    bool is_reading, is_over;
};

static void
end(struct logs *logs)
{
    logs->is_over = true;
    loop_stop(logs->loop);
}

/* ---- what happens to a log ---- */

static void
complain(struct logs *logs, const struct source *source, const char *what,
         bool is_failure)
{
    enum outcome_status before = logs->outcome.status;
    struct err err;

    (void)err_set(&err, "%s", what);
    (void)err_while(&err, "%s", source->container->name);
    outcome_fail(&logs->outcome, &err);
    if (!is_failure)
        logs->outcome.status = before;
}

/* A connection that breaks is a failure, unless it is tried again. */
static void
look(struct logs *logs, struct source *source)
{
    enum tail_state state = tail_state(source->tail);
    bool is_followed = logs->options->follow;

    if (source_has_ended(source) && !is_followed)
        return;
    if (state == source->state)
        return;
    source->state = state;
    if (state == TAIL_FAILED) {
        complain(logs, source, tail_error(source->tail)->text, true);
    } else if (state == TAIL_BROKEN && !is_followed) {
        source->state = TAIL_FAILED;
        complain(logs, source, tail_error(source->tail)->text, true);
    } else if (state == TAIL_BROKEN && tail_error(source->tail)->text[0]) {
        complain(logs, source, tail_error(source->tail)->text, false);
    }
}

/* ---- printing ---- */

/* Of the lines that may come next the oldest. NULL: none, or one that may be
 * older has not come yet; who follows does not wait for that. */
static struct source *
choose(struct logs *logs, struct logbook_line *line)
{
    struct source *chosen = NULL;

    for (size_t i = 0; i < logs->count; i++) {
        struct source *source = &logs->at[i];
        struct logbook_line mine;

        if (source_find_line(source, &mine)) {
            if (chosen && mine.time >= line->time)
                continue;
            chosen = source;
            *line = mine;
        } else if (!logs->options->follow && !source_has_ended(source)) {
            return NULL;
        }
    }
    return chosen;
}

static void
print(struct logs *logs, struct source *source, const struct logbook_line *line)
{
    struct buf *room = outlet_room(logs->outlet);
    char words[ERR_TEXT_SIZE];

    source->next = line->number + 1;
    if (line->kind == LOGBOOK_SEAM) {
        (void)snprintf(words, sizeof(words), "%.*s", STR_ARGS(line->text));
        complain(logs, source, words, false);
        return;
    }
    (void)logs_print_line(room, &logs->form, source->container, line);
}

/* Whether there was more than could be printed now. */
static bool
print_some(struct logs *logs)
{
    struct logbook_line line;
    struct source *source;

    for (size_t i = 0; i < LINES_AT_ONCE; i++) {
        if (outlet_is_full(logs->outlet))
            outlet_push(logs->outlet);
        if (outlet_is_full(logs->outlet) || outlet_is_broken(logs->outlet))
            return false;
        if (!(source = choose(logs, &line)))
            return false;
        print(logs, source, &line);
    }
    return true;
}

static bool
is_all_printed(const struct logs *logs)
{
    for (size_t i = 0; i < logs->count; i++)
        if (!source_is_done(&logs->at[i]) ||
            (logs->options->follow && logs->at[i].state != TAIL_FAILED))
            return false;
    return outlet_is_empty(logs->outlet);
}

/* At the end of each turn. */
static void
go_on(void *data)
{
    struct logs *logs = data;

    if (logs->is_over || !logs->is_reading)
        return;
    for (size_t i = 0; i < logs->count; i++) {
        look(logs, &logs->at[i]);
        source_sift(&logs->at[i], loop_now(logs->loop));
    }
    if (print_some(logs))
        loop_wake(logs->loop);
    outlet_push(logs->outlet);
    for (size_t i = 0; i < logs->count; i++)
        tail_hold(logs->at[i].tail, logs->at[i].next);
    if (outlet_is_broken(logs->outlet)) {
        if (outlet_error(logs->outlet)->text[0])
            outcome_fail(&logs->outcome, outlet_error(logs->outlet));
        end(logs);
    } else if (is_all_printed(logs)) {
        end(logs);
    }
}

/* The hook runs at the end of the turn in which these happen. */
static void
hear(void *data)
{
    (void)data;
}

static void
drained(void *data)
{
    (void)data;
}

static void
told_to_end(void *data)
{
    end(data);
}

/* ---- which ones ---- */

static void
each(void *data, struct container *container)
{
    struct logs *logs = data;
    const struct logs_options *options = logs->options;

    if (!choose_is_named(options->names, options->name_count, container)) {
        container_free(container);
        return;
    }
    logs->at =
        array_grow(logs->at, &logs->cap, logs->count + 1, sizeof(*logs->at));
    logs->at[logs->count++] = (struct source){.container = container};
}

static bool
all_are_there(const struct logs *logs, struct err *err)
{
    const struct logs_options *options = logs->options;

    for (size_t i = 0; i < options->name_count; i++) {
        bool is_there = false;

        for (size_t k = 0; k < logs->count && !is_there; k++)
            is_there =
                choose_is_named(&options->names[i], 1, logs->at[k].container);
        if (!is_there)
            return err_set_kind(err, ERR_MISSING, "there is no container '%s'",
                                options->names[i]);
    }
    return true;
}

/* What was named and is there may still be filtered out. */
static bool
narrow(struct logs *logs, struct err *err)
{
    struct filter *filter = logs->options->filter;
    size_t kept = 0;

    for (size_t i = 0; i < logs->count; i++) {
        if (narrow_has_container(filter, logs->at[i].container))
            logs->at[kept++] = logs->at[i];
        else
            container_free(logs->at[i].container);
    }
    logs->count = kept;
    if (!narrow_was_easy(filter, err))
        return false;
    if (logs->count > LOGS_CONTAINERS)
        return err_set_kind(err, ERR_LIMIT,
                            "%zu logs at once; the limit is %d: name some",
                            logs->count, LOGS_CONTAINERS);
    return true;
}

static int
compare(const void *a, const void *b)
{
    const struct source *one = a, *other = b;

    return str_compare_natural(str_of(one->container->name),
                               str_of(other->container->name));
}

/* ---- reading ---- */

static void
measure_names(struct logs *logs)
{
    for (size_t i = 0; logs->count > 1 && i < logs->count; i++) {
        size_t len = strlen(logs->at[i].container->name);

        if (len > logs->form.name_width)
            logs->form.name_width = len;
    }
}

/* Lines that count as no match because the pattern took too long. */
static void
complain_of_grep(struct logs *logs)
{
    struct err err;
    size_t hard = 0;

    for (size_t i = 0; i < logs->count; i++)
        hard += logs->at[i].sieve ? sieve_hard(logs->at[i].sieve) : 0;
    if (hard == 0)
        return;
    (void)err_set_kind(&err, ERR_LIMIT,
                       "--grep: the regular expression takes too long for %zu "
                       "%s",
                       hard, hard == 1 ? "line" : "lines");
    outcome_fail(&logs->outcome, &err);
}

/* Of the others nothing is asked but the list: one of them may come to have the
 * name of one that is followed. */
static void
follow_containers(struct logs *logs, unsigned index)
{
    struct ref *refs = xcalloc(logs->count + 1, sizeof(*refs));

    logs->sync = sync_open(logs->loop, logs->store, index, logs->engine);
    sync_keep_to_shown(logs->sync);
    for (size_t i = 0; i < logs->count; i++)
        refs[i] = ref_make(index, REF_CONTAINER, logs->at[i].container->id);
    sync_show(logs->sync, refs, logs->count);
    free(refs);
}

static void
open_logs(struct logs *logs)
{
    size_t share = MEMORY / (logs->count > 0 ? logs->count : 1);
    unsigned index = store_add_engine(logs->store, "");

    if (logs->count > 0)
        qsort(logs->at, logs->count, sizeof(*logs->at), compare);
    measure_names(logs);
    if (logs->options->follow)
        follow_containers(logs, index);
    for (size_t i = 0; i < logs->count; i++)
        source_open(&logs->at[i], logs->loop, logs->store, logs->engine, index,
                    share > MEMORY_LEAST ? share : MEMORY_LEAST, logs->options,
                    hear, logs);
    if (logs->options->follow && source_is_sifted(logs->options))
        timer_start(logs->quiet, SOURCE_QUIET_MS, SOURCE_QUIET_MS);
    logs->is_reading = true;
}

static void
listed(void *data, const struct err *err)
{
    struct logs *logs = data;
    struct err why;

    if (logs->is_over)
        return;
    if (err) {
        why = *err;
        (void)err_while(&why, "listing the containers");
    } else if (all_are_there(logs, &why) && narrow(logs, &why)) {
        open_logs(logs);
        return;
    }
    outcome_fail(&logs->outcome, &why);
    end(logs);
}

static void
found(void *data, const struct find_result *result)
{
    struct logs *logs = data;

    logs->engine = result->engine;
    if (logs->engine && !logs->is_over) {
        (void)engine_list_containers(
            logs->engine, logs->options->name_count > 0, each, listed, logs);
    } else if (!logs->engine) {
        outcome_report(&logs->outcome, result->report);
        end(logs);
    }
}

/* ---- the run ---- */

static void
synced(void *data)
{
    (void)data;
}

static void
open_all(struct logs *logs, int out)
{
    logs->loop = loop_new();
    logs->store = store_new(logs->loop);
    logs->outlet = outlet_new(logs->loop, out, drained, logs);
    interrupt_open(&logs->interrupt, logs->loop, told_to_end, logs);
    logs->quiet = timer_new(logs->loop, "quiet logs", hear, logs);
    loop_add_hook(logs->loop, &logs->hook, go_on, logs);
}

static void
close_all(struct logs *logs)
{
    loop_remove_hook(&logs->hook);
    outlet_free(logs->outlet);
    timer_free(logs->quiet);
    complain_of_grep(logs);
    interrupt_close(&logs->interrupt);
    for (size_t i = 0; i < logs->count; i++)
        source_close(&logs->at[i]);
    if (logs->sync)
        sync_close(logs->sync, synced, NULL);
    loop_run(logs->loop);
    engine_close(logs->engine);
    loop_run(logs->loop);
    for (size_t i = 0; i < logs->count; i++)
        source_release(&logs->at[i]);
    store_free(logs->store);
    loop_free(logs->loop);
    free(logs->at);
}

int
logs_run(const struct candidates *candidates,
         const struct logs_options *options, int out, FILE *errors)
{
    struct logs logs = {
        .options = options,
        .outcome = {.errors = errors},
        .form = {.json = options->json,
                 .timestamps = options->timestamps,
                 .is_harmless = isatty(out) == 1},
    };
    struct find *find;

    open_all(&logs, out);
    find = find_engine(logs.loop, candidates, found, &logs);
    loop_run(logs.loop);
    if (!logs.engine && logs.interrupt.number)
        find_cancel(find);
    close_all(&logs);
    interrupt_pass_on(&logs.interrupt);
    return (int)logs.outcome.status;
}
