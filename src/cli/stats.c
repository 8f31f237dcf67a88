#include "config.h"

#include "cli/stats.h"

#include "base/mem.h"
#include "base/ring.h"
#include "cli/interrupt.h"
#include "cli/outcome.h"
#include "cli/stats_print.h"
#include "cli/stats_targets.h"
#include "engine/find.h"
#include "loop/outlet.h"
#include "loop/timer.h"

#include <inttypes.h>
#include <stdlib.h>

/* Samples of a container that is waited for until it is inspected, which tells
 * where its network is. */
#define SAMPLES_MOST 10
/* Between looks at whether anything comes at all. */
#define LOOK_MS 1000

struct stats {
    const struct stats_options *options;
    struct outcome outcome;
    struct loop *loop;
    struct engine *engine;
    struct store *store;
    struct sync *sync;
    struct subscriber *subscriber;
    struct timer *look;
    struct outlet *outlet;
    struct interrupt interrupt;
    struct targets targets;
    size_t printed;    /* targets before these are, with --once */
    uint64_t heard_at; /* loop_now() of the last sample */
    bool is_begun;     /* who is to be sampled is known */
    bool is_over;
};

/* ---- ending ---- */

/* What is printed is written first; that the reader has seen enough, such as
 * head, is no failure. */
static void
leave_when_written(struct stats *stats)
{
    outlet_push(stats->outlet);
    if (outlet_is_broken(stats->outlet) &&
        outlet_error(stats->outlet)->text[0] &&
        stats->outcome.status == OUTCOME_GOOD)
        outcome_fail(&stats->outcome, outlet_error(stats->outlet));
    if (outlet_is_empty(stats->outlet) || outlet_is_broken(stats->outlet))
        loop_stop(stats->loop);
}

static void
end(struct stats *stats)
{
    stats->is_over = true;
    if (stats->sync)
        sync_want_stats(stats->sync, false);
    leave_when_written(stats);
}

/* Only the first thing that is wrong is told. */
static void
complain(struct stats *stats, const struct err *err)
{
    if (stats->outcome.status == OUTCOME_GOOD)
        outcome_fail(&stats->outcome, err);
}

static void
told_to_end(void *data)
{
    struct stats *stats = data;

    stats->is_over = true;
    loop_stop(stats->loop);
}

/* ---- printing ---- */

static void
print(struct stats *stats, const struct target *target, const char *name,
      const struct usage *usage)
{
    struct buf *room = outlet_room(stats->outlet);

    if (stats->options->json)
        (void)stats_print_json(room, target->ref.key, name, usage);
    else
        (void)stats_print_row(room, name, usage);
    if (outlet_is_full(stats->outlet))
        outlet_push(stats->outlet);
}

/* Whoever is not read is not asked for more. */
static void
push(struct stats *stats)
{
    outlet_push(stats->outlet);
    if (outlet_is_broken(stats->outlet))
        end(stats);
    else
        sync_pause_stats(stats->sync, outlet_is_full(stats->outlet));
}

/* ---- one reading of each ---- */

static bool
is_sampled(const struct stats *stats, const struct container_row *row)
{
    const struct ring *history = store_history(stats->store, &row->ref);

    return row->usage && row->usage->has_cpu &&
           (row->usage->has_network || row->value->is_inspected ||
            (history && history->count >= SAMPLES_MOST));
}

/* Between two runs, or after them, there is nothing to wait for. */
static bool
has_numbers_coming(const struct container_row *row)
{
    return row && state_is_up(row->value->state) &&
           row->value->state != STATE_RESTARTING;
}

static void
complain_of(struct stats *stats, const struct target *target)
{
    const char *numbers = store_link(stats->store, 0)->numbers;
    struct err err;

    (void)err_set(&err, "no numbers of %s%s%s", target->name,
                  *numbers ? ": " : "", numbers);
    complain(stats, &err);
}

static void
settle(struct stats *stats, struct target *target)
{
    const struct container_row *row =
        store_find_container(stats->store, &target->ref);

    if (!has_numbers_coming(row)) {
        target->is_done = true;
    } else if (is_sampled(stats, row)) {
        target->is_done = target->has_usage = true;
        target->usage = *row->usage;
    } else if (!sync_can_sample(stats->sync, &target->ref)) {
        target->is_done = true;
        complain_of(stats, target);
    }
}

/* Those that are not done yet are sampled. */
static void
show_rest(struct stats *stats)
{
    struct targets *targets = &stats->targets;
    struct ref *refs = xcalloc(targets->count + 1, sizeof(*refs));
    size_t count = 0;

    for (size_t i = 0; i < targets->count; i++)
        if (!targets->at[i].is_done)
            refs[count++] = targets->at[i].ref;
    sync_show(stats->sync, refs, count);
    free(refs);
}

static void
print_done(struct stats *stats)
{
    struct targets *targets = &stats->targets;

    while (stats->printed < targets->count &&
           targets->at[stats->printed].is_done) {
        const struct target *target = &targets->at[stats->printed++];

        print(stats, target, target->name,
              target->has_usage ? &target->usage : NULL);
    }
}

static void
read_once(struct stats *stats)
{
    bool is_any_done = false;

    for (size_t i = stats->printed; i < stats->targets.count; i++) {
        struct target *target = &stats->targets.at[i];

        if (target->is_done)
            continue;
        settle(stats, target);
        is_any_done |= target->is_done;
    }
    print_done(stats);
    if (stats->printed == stats->targets.count)
        end(stats);
    else if (is_any_done)
        show_rest(stats);
}

/* ---- one sample after another ---- */

static void
follow(struct stats *stats)
{
    bool is_any_up = false;

    for (size_t i = 0; i < stats->targets.count; i++) {
        struct target *target = &stats->targets.at[i];
        const struct container_row *row =
            store_find_container(stats->store, &target->ref);

        if (row && row->usage && target->is_fresh)
            print(stats, target, row->value->name, row->usage);
        target->is_fresh = false;
        if (!row || !state_is_up(row->value->state))
            continue;
        if (sync_can_sample(stats->sync, &target->ref))
            is_any_up = true;
        else
            complain_of(stats, target);
    }
    if (!is_any_up)
        end(stats);
}

/* ---- what happens ---- */

static void
fail(struct stats *stats, const struct err *err)
{
    complain(stats, err);
    end(stats);
}

static void
begin(struct stats *stats)
{
    const struct link *link = store_link(stats->store, 0);
    struct err err;

    stats->is_begun = true;
    stats->heard_at = loop_now(stats->loop);
    if (!targets_choose(&stats->targets, stats->store, stats->options, &err)) {
        fail(stats, &err);
        return;
    }
    if (link->why.kind == ERR_LIMIT && link->why.text[0])
        complain(stats, &link->why);
    if (!stats->options->json)
        (void)stats_print_head(outlet_room(stats->outlet));
    show_rest(stats);
    sync_want_stats(stats->sync, true);
}

/* With what there is, when there is more than nothing. */
static void
give_up(struct stats *stats)
{
    uint64_t patience = stats->options->patience_ms;
    struct targets *targets = &stats->targets;

    for (size_t i = stats->printed; i < targets->count; i++) {
        struct target *target = &targets->at[i];

        if (!target->is_done && has_numbers_coming(store_find_container(
                                    stats->store, &target->ref))) {
            struct err err;

            (void)err_set_kind(&err, ERR_TIMED_OUT,
                               "no numbers of %s for %" PRIu64 " s (%s)",
                               target->name, (patience + 999) / 1000,
                               store_link(stats->store, 0)->numbers);
            complain(stats, &err);
        }
        target->is_done = true;
    }
    if (stats->outcome.status == OUTCOME_GOOD)
        return;
    if (stats->options->once)
        print_done(stats);
    end(stats);
}

static void
go_on(struct stats *stats)
{
    const struct link *link = store_link(stats->store, 0);

    if (stats->is_over)
        return;
    if (link->state == LINK_DOWN) {
        struct err err = link->why;

        (void)err_while(&err, "%s",
                        stats->is_begun ? "reading the numbers"
                                        : "listing the containers");
        fail(stats, &err);
        return;
    }
    if (!stats->is_begun && link->state == LINK_LIVE)
        begin(stats);
    if (!stats->is_begun || stats->is_over)
        return;
    if (stats->options->once)
        read_once(stats);
    else
        follow(stats);
    if (!stats->is_over)
        push(stats);
}

static void
changed(void *data, const struct change *changes, size_t count)
{
    struct stats *stats = data;

    for (size_t i = 0; i < count; i++) {
        struct target *target = targets_find(&stats->targets, &changes[i].ref);

        if (!target || !(changes[i].what & CHANGE_USAGE))
            continue;
        target->is_fresh = true;
        stats->heard_at = loop_now(stats->loop);
    }
    go_on(stats);
}

/* Some things make no change: a source that refuses, and that nothing comes. */
static void
look(void *data)
{
    struct stats *stats = data;

    if (stats->is_over || !stats->is_begun)
        return;
    if (outlet_is_full(stats->outlet))
        stats->heard_at = loop_now(stats->loop);
    go_on(stats);
    if (!stats->is_over &&
        loop_now(stats->loop) - stats->heard_at >= stats->options->patience_ms)
        give_up(stats);
}

static void
drained(void *data)
{
    struct stats *stats = data;

    if (stats->is_over)
        leave_when_written(stats);
    else
        push(stats);
}

static void
found(void *data, const struct find_result *result)
{
    struct stats *stats = data;

    stats->engine = result->engine;
    if (!stats->engine) {
        outcome_report(&stats->outcome, result->report);
        end(stats);
    } else if (!stats->is_over) {
        stats->sync =
            sync_open(stats->loop, stats->store,
                      store_add_engine(stats->store, ""), stats->engine);
        sync_keep_to_shown(stats->sync);
        sync_choose_stats(stats->sync, stats->options->source);
        timer_start(stats->look, LOOK_MS, LOOK_MS);
    }
}

/* ---- the run ---- */

static void
synced(void *data)
{
    (void)data;
}

static void
open_all(struct stats *stats, int out)
{
    stats->loop = loop_new();
    stats->store = store_new(stats->loop);
    stats->subscriber = store_subscribe(stats->store, changed, stats);
    stats->outlet = outlet_new(stats->loop, out, drained, stats);
    stats->look = timer_new(stats->loop, "stats", look, stats);
    interrupt_open(&stats->interrupt, stats->loop, told_to_end, stats);
}

static void
close_all(struct stats *stats)
{
    store_unsubscribe(stats->subscriber);
    timer_free(stats->look);
    interrupt_close(&stats->interrupt);
    outlet_free(stats->outlet);
    if (stats->sync)
        sync_close(stats->sync, synced, NULL);
    loop_run(stats->loop);
    engine_close(stats->engine);
    loop_run(stats->loop);
    store_free(stats->store);
    loop_free(stats->loop);
    targets_release(&stats->targets);
}

int
stats_run(const struct candidates *candidates,
          const struct stats_options *options, int out, FILE *errors)
{
    struct stats_options own = *options;
    struct stats stats = {.options = &own, .outcome = {.errors = errors}};
    struct find *find;

    if (own.patience_ms == 0)
        own.patience_ms = STATS_PATIENCE_MS;
    open_all(&stats, out);
    find = find_engine(stats.loop, candidates, found, &stats);
    loop_run(stats.loop);
    if (!stats.engine && stats.interrupt.number)
        find_cancel(find);
    close_all(&stats);
    interrupt_pass_on(&stats.interrupt);
    return (int)stats.outcome.status;
}
