#include "config.h"

#include "cli/logs.h"

#include "base/mem.h"
#include "cli/choose.h"
#include "cli/logs_print.h"
#include "cli/narrow.h"
#include "cli/outcome.h"
#include "engine/find.h"
#include "loop/outlet.h"
#include "loop/signals.h"
#include "store/mark.h"
#include "store/sync.h"

#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

/* All logs together, and the least of each: more than a line. */
#define MEMORY LOGBOOKS_LIMIT
#define MEMORY_LEAST ((size_t)4 << 20)
/* Lines that are printed before others get their turn. */
#define LINES_AT_ONCE 10000

enum { SIGNALS = 3 };
static const int end_signals[SIGNALS] = {SIGINT, SIGTERM, SIGHUP};

/* One container. */
struct source {
    struct container *container;
    struct logbooks *books;
    struct tail *tail;
    uint64_t next;         /* the line to be printed next; smaller ones were */
    enum tail_state state; /* when it was looked at last */
};

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
    struct signal_watch *signals[SIGNALS];
    struct source *at;
    size_t count, cap;
    int signal; /* that ended it, or 0 */
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

static bool
has_ended(const struct source *source)
{
    return source->state == TAIL_ENDED || source->state == TAIL_FAILED;
}

/* A connection that breaks is a failure, unless it is tried again. */
static void
look(struct logs *logs, struct source *source)
{
    enum tail_state state = tail_state(source->tail);
    bool is_followed = logs->options->follow;

    if (has_ended(source) && !is_followed)
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

/* The next line that can be printed; false: none has come. */
static bool
find_line(const struct source *source, struct logbook_line *line)
{
    const struct logbook *book = tail_log(source->tail);
    uint64_t number = source->next;

    if (number < logbook_first(book))
        number = logbook_first(book);
    if (!logbook_line_at(book, number, line))
        return false;
    return !line->is_open || has_ended(source);
}

/* Of the lines that may come next the oldest. NULL: none, or one that may be
 * older has not come yet; who follows does not wait for that. */
static struct source *
choose(struct logs *logs, struct logbook_line *line)
{
    struct source *chosen = NULL;

    for (size_t i = 0; i < logs->count; i++) {
        struct source *source = &logs->at[i];
        struct logbook_line mine;

        if (find_line(source, &mine)) {
            if (chosen && mine.time >= line->time)
                continue;
            chosen = source;
            *line = mine;
        } else if (!logs->options->follow && !has_ended(source)) {
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
    struct logbook_line line;

    for (size_t i = 0; i < logs->count; i++)
        if (!has_ended(&logs->at[i]) || find_line(&logs->at[i], &line) ||
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
    for (size_t i = 0; i < logs->count; i++)
        look(logs, &logs->at[i]);
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

/* The hook runs at the end of the turn in which this happens. */
static void
drained(void *data)
{
    (void)data;
}

static void
told_to_end(void *data, int number)
{
    struct logs *logs = data;

    logs->signal = number;
    end(logs);
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

static void
open_logs(struct logs *logs)
{
    struct tail_window window = logs->options->window;
    size_t share = MEMORY / (logs->count > 0 ? logs->count : 1);
    unsigned index = store_add_engine(logs->store, "");

    if (logs->count > 0)
        qsort(logs->at, logs->count, sizeof(*logs->at), compare);
    measure_names(logs);
    window.ends = !logs->options->follow;
    if (logs->options->follow)
        logs->sync = sync_open(logs->loop, logs->store, index, logs->engine);
    for (size_t i = 0; i < logs->count; i++) {
        struct source *source = &logs->at[i];
        struct ref ref = ref_make(index, REF_CONTAINER, source->container->id);

        source->books =
            logbooks_new(share > MEMORY_LEAST ? share : MEMORY_LEAST);
        logbooks_set_judge(source->books, mark_line);
        source->next = 1;
        source->tail = tail_open_window(logs->loop, logs->store, logs->engine,
                                        source->books, &ref, &window);
        tail_hold(source->tail, source->next);
    }
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
    for (size_t i = 0; i < SIGNALS; i++)
        logs->signals[i] =
            signal_watch_new(logs->loop, end_signals[i], told_to_end, logs);
    loop_add_hook(logs->loop, &logs->hook, go_on, logs);
}

static void
close_all(struct logs *logs)
{
    loop_remove_hook(&logs->hook);
    outlet_free(logs->outlet);
    for (size_t i = 0; i < SIGNALS; i++)
        signal_watch_free(logs->signals[i]);
    for (size_t i = 0; i < logs->count; i++)
        tail_close(logs->at[i].tail);
    if (logs->sync)
        sync_close(logs->sync, synced, NULL);
    loop_run(logs->loop);
    engine_close(logs->engine);
    loop_run(logs->loop);
    for (size_t i = 0; i < logs->count; i++) {
        logbooks_free(logs->at[i].books);
        container_free(logs->at[i].container);
    }
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
    if (!logs.engine && logs.signal)
        find_cancel(find);
    close_all(&logs);
    if (logs.signal) {
        (void)signal(logs.signal, SIG_DFL);
        (void)raise(logs.signal);
    }
    return (int)logs.outcome.status;
}

bool
logs_parse_tail(const char *text, struct tail_window *window, struct err *err)
{
    long long lines;

    if (strcmp(text, "all") == 0)
        window->lines = TAIL_ALL;
    else if (str_to_i64(str_of(text), &lines) && lines >= 0 &&
             lines <= TAIL_MOST)
        window->lines = lines == 0 ? TAIL_NONE : (long)lines;
    else
        return err_set_kind(err, ERR_USAGE,
                            "--tail '%s' is neither a number of lines nor "
                            "'all'",
                            text);
    return true;
}
