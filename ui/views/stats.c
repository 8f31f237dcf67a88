/*
 * stats.c - what one container uses: numbers and graphs of the last minutes.
 *
 * Each measure has its words at the left and its graph at the right, of one
 * line or more. In less room there are fewer measures, the first of the table,
 * and fewer words.
 */
#include "config.h"

#include "ui/views/stats_measures.h"
#include "ui/views/views.h"

#include "base/format.h"
#include "base/ring.h"
#include "base/timestamp.h"
#include "ui/widgets/app.h"
#include "ui/widgets/chart.h"
#include "ui/widgets/wrap.h"
#include "work/column.h"

#include <math.h>

#define SPAN_MINUTES 3
#define NEAR_LIMIT 0.9 /* from here on a limit is about to bite */

/* Cells. */
#define LABEL_WIDTH 5
#define WORDS_SHORT 13
#define WORDS_LONG 26
#define FACTS_WIDTH 27 /* average and peak beside the words */
#define WIDTH_FOR_LONG 46
#define WIDTH_FOR_FACTS 90

#define NAME_SIZE 1024

struct stats {
    struct view view;
    struct ref ref; /* REF_NONE: nothing */
    struct buf name;
};

static const struct container_row *
row_of(const struct stats *view)
{
    return store_find_container(app_store(view->view.app), &view->ref);
}

/* ---- life --------------------------------------------------------------- */

static bool
open_stats(struct view *base, struct app *app, const char *target,
           struct err *err)
{
    (void)app;
    (void)target;
    (void)err;
    buf_init(&((struct stats *)base)->name, NAME_SIZE);
    return true;
}

static void
close_stats(struct view *base)
{
    buf_release(&((struct stats *)base)->name);
}

/* A container that is gone keeps its last name. */
static void
learn_name(struct stats *view)
{
    const struct container_row *row = row_of(view);

    if (!row)
        return;
    buf_clear(&view->name);
    (void)buf_add_text(&view->name, row->value->name);
}

static void
aim(struct view *base, const struct ref *ref)
{
    struct stats *view = (struct stats *)base;

    if (ref_equal(&view->ref, ref))
        return;
    view->ref = *ref;
    buf_clear(&view->name);
    learn_name(view);
    view_mark(base);
}

static void
changed(struct view *base, const struct change *changes, size_t count)
{
    struct stats *view = (struct stats *)base;

    for (size_t i = 0; i < count; i++) {
        if (!ref_equal(&changes[i].ref, &view->ref))
            continue;
        learn_name(view);
        view_mark(base);
    }
}

/* It has no acts of its own; they are the container's. */
static enum handled
act(struct view *base, enum action action)
{
    (void)base;
    (void)action;
    return NOT_HANDLED;
}

/* ---- how old the numbers are -------------------------------------------- */

static uint64_t
age_ms(const struct stats *view, const struct container_row *row)
{
    uint64_t now = loop_now(app_loop(view->view.app));

    return now > row->usage_at ? now - row->usage_at : 0;
}

static bool
is_stale(const struct stats *view, const struct container_row *row)
{
    return age_ms(view, row) > USAGE_FRESH_MS;
}

/* Fresh numbers become stale, and then older by the second. */
static uint64_t
next_tick(const struct view *base)
{
    const struct stats *view = (const struct stats *)base;
    const struct container_row *row = row_of(view);

    if (!row || !row->usage)
        return 0;
    if (is_stale(view, row))
        return row->usage_at + (age_ms(view, row) / 1000 + 1) * 1000;
    return row->usage_at + USAGE_FRESH_MS + 1;
}

/* What limits did to it since the last sample, or ever. */
static void
say_limits(struct buf *note, const struct usage *usage)
{
    if (usage->has_throttled_percent && usage->throttled_percent > 0)
        (void)buf_addf(note, "throttled %.0f %%  ",
                       ceil((double)usage->throttled_percent));
    if (usage->has_memory_pressure && usage->memory_pressure >= 1)
        (void)buf_addf(note, "waits for memory %.0f %%  ",
                       (double)usage->memory_pressure);
    if (usage->has_oom_kills && usage->oom_kills > 0)
        (void)buf_addf(note, "%u killed for memory  ",
                       (unsigned)usage->oom_kills);
}

static void
title(const struct view *base, struct buf *name, struct buf *note)
{
    const struct stats *view = (const struct stats *)base;
    const struct container_row *row = row_of(view);
    char age[FORMAT_SIZE];

    (void)buf_add_text(name, "Stats");
    if (view->name.len > 0)
        (void)buf_addf(name, " %.*s", STR_ARGS(buf_str(&view->name)));
    if (!row || !row->usage)
        return;
    if (!is_stale(view, row)) {
        say_limits(note, row->usage);
        (void)buf_addf(note, "last %d min", SPAN_MINUTES);
        return;
    }
    format_age(age, (int64_t)(age_ms(view, row) / 1000));
    (void)buf_addf(note, "%s old", age);
}

/* ---- drawing ------------------------------------------------------------ */

struct plan {
    int count; /* of measures */
    int heights[MEASURE_COUNT];
    int words_width;
    bool is_short;
    bool has_facts; /* beside the words */
};

/* A line for each measure, and what is left to the one that has least for its
 * share. */
static void
plan_heights(struct plan *plan, int height)
{
    plan->count = height < MEASURE_COUNT ? height : MEASURE_COUNT;
    for (int i = 0; i < plan->count; i++)
        plan->heights[i] = 1;
    for (int left = height - plan->count; left > 0; left--) {
        int least = 0;

        for (int i = 1; i < plan->count; i++)
            if (plan->heights[i] * stats_measures[least].share <
                plan->heights[least] * stats_measures[i].share)
                least = i;
        plan->heights[least]++;
    }
}

static void
plan_make(struct plan *plan, struct size size)
{
    *plan = (struct plan){.is_short = size.width < WIDTH_FOR_LONG};
    plan_heights(plan, size.height);
    plan->words_width = plan->is_short ? WORDS_SHORT : WORDS_LONG;
    plan->has_facts = size.width >= WIDTH_FOR_FACTS && plan->count > 0 &&
                      plan->heights[plan->count - 1] < 2;
}

static void
say_fact(struct buf *out, const struct measure *measure, const char *word,
         double number)
{
    (void)buf_addf(out, "%s%s ", out->len > 0 ? "  " : "", word);
    measure->say(out, number);
}

/* Average and peak: beside the words, or below them, or below each other. */
static void
render_facts(struct canvas *canvas, const struct plan *plan,
             const struct measure *measure, const struct measure_sums *sums)
{
    struct buf text = BUF_INIT(256);

    if (sums->peak < 0)
        return;
    say_fact(&text, measure, "peak", sums->peak);
    if (plan->is_short) {
        (void)canvas_text(canvas, LABEL_WIDTH, 1, ROLE_DIM, buf_str(&text));
        buf_clear(&text);
    }
    say_fact(&text, measure, "avg", sums->average);
    if (plan->is_short)
        (void)canvas_text(canvas, LABEL_WIDTH, 2, ROLE_DIM, buf_str(&text));
    else if (plan->has_facts)
        (void)canvas_text(canvas, LABEL_WIDTH + plan->words_width, 0, ROLE_DIM,
                          buf_str(&text));
    else
        (void)canvas_text(canvas, LABEL_WIDTH, 1, ROLE_DIM, buf_str(&text));
    buf_release(&text);
}

static void
render_graph(struct canvas *canvas, const struct measure *measure,
             const struct measured *measured, const struct measure_sums *sums,
             enum role role)
{
    double columns[CHART_COLUMNS];
    int count = chart_columns(canvas->size.width);
    double limit = measure->limit ? measure->limit(measured) : 0;
    double top = measure->is_of_limit && limit > 0 ? limit : sums->peak;

    measure_fill(columns, count, SPAN_MINUTES * 60 * SECOND_NS, measure,
                 measured->history);
    chart_render(canvas, role, columns, count,
                 top > measure->least_top ? top : measure->least_top);
}

static void
render_measure(struct canvas *canvas, const struct plan *plan,
               const struct measure *measure, const struct measured *measured,
               bool is_old)
{
    const struct moment *newest =
        measured->history ? ring_last(measured->history) : NULL;
    double now = newest ? measure->pick(newest) : CHART_UNKNOWN;
    double limit = measure->limit ? measure->limit(measured) : 0;
    enum role role = is_old ? ROLE_STALE : ROLE_PLAIN;
    int left = LABEL_WIDTH + plan->words_width;
    struct buf text = BUF_INIT(256);
    struct measure_sums sums;
    struct canvas part;

    if (limit > 0 && now >= limit * NEAR_LIMIT)
        role = ROLE_TROUBLE;
    if (now >= 0)
        measure->say_now(&text, measured, plan->is_short);
    else
        (void)buf_add_char(&text, '-');
    (void)canvas_text(canvas, 0, 0, ROLE_TITLE, str_of(measure->name));
    (void)canvas_text(canvas, LABEL_WIDTH, 0, role, buf_str(&text));
    buf_release(&text);

    measure_sum_up(&sums, measure, measured->history);
    part = canvas_part(canvas, 0, 0, left + (plan->has_facts ? FACTS_WIDTH : 0),
                       canvas->size.height);
    render_facts(&part, plan, measure, &sums);
    part = canvas_part(canvas, part.size.width, 0, canvas->size.width,
                       canvas->size.height);
    render_graph(&part, measure, measured, &sums,
                 role == ROLE_PLAIN ? ROLE_GOOD : role);
}

/* Where there are no numbers: why. */
static void
render_words(const struct stats *view, struct canvas *canvas)
{
    const struct container_row *row = row_of(view);
    struct buf words = BUF_INIT(2 * NAME_SIZE);

    if (view->ref.kind != REF_CONTAINER) {
        (void)buf_add_text(&words, "no container is chosen");
    } else if (!row) {
        (void)buf_addf(&words, "%.*s is gone", STR_ARGS(buf_str(&view->name)));
    } else if (state_is_up(row->value->state)) {
        (void)buf_add_text(&words, "no numbers yet");
    } else {
        (void)buf_addf(&words, "%s does not run: it is %s", row->value->name,
                       state_name(row->value->state));
        if (row->value->state != STATE_CREATED &&
            row->value->exit_code != EXIT_UNKNOWN)
            (void)buf_addf(&words, " with code %d", row->value->exit_code);
    }
    (void)wrap_draw(canvas, ROLE_DIM, buf_str(&words));
    buf_release(&words);
}

static void
render(const struct view *base, struct canvas *canvas)
{
    const struct stats *view = (const struct stats *)base;
    const struct store *store = app_store(base->app);
    const struct container_row *row = row_of(view);
    struct plan plan;
    int y = 0;

    if (!row || !row->usage || !state_is_up(row->value->state)) {
        render_words(view, canvas);
        return;
    }

    struct measured measured = {
        .container = row->value,
        .usage = row->usage,
        .host = &store_totals(store, view->ref.engine)->host,
        .history = store_history(store, &view->ref),
    };

    plan_make(&plan, canvas->size);
    for (int i = 0; i < plan.count; i++) {
        struct canvas part =
            canvas_part(canvas, 0, y, canvas->size.width, plan.heights[i]);

        render_measure(&part, &plan, &stats_measures[i], &measured,
                       is_stale(view, row));
        y += plan.heights[i];
    }
}

static const enum keymap_id maps[] = {KEYMAP_CONTAINERS};

static const struct bar_entry bar[] = {
    {.action = ACTION_START},
    {.action = ACTION_STOP},
    {.action = ACTION_RESTART},
    {.action = ACTION_PAUSE, .words = "pause"},
    {.action = ACTION_KILL},
    {.action = ACTION_LOGS},
    {.action = ACTION_INSPECT},
    {.action = ACTION_WHY, .words = "why"},
    {.action = ACTION_COMMAND},
    {.action = ACTION_HELP},
    {.action = ACTION_BACK, .words = "quit"},
};

const struct view_ops stats_view = {
    .name = "stats",
    .help = "what a container uses, over the last minutes",
    .size = sizeof(struct stats),
    .maps = maps,
    .map_count = sizeof(maps) / sizeof(maps[0]),
    .bar = bar,
    .bar_count = sizeof(bar) / sizeof(bar[0]),
    .open = open_stats,
    .close = close_stats,
    .changed = changed,
    .render = render,
    .act = act,
    .next_tick = next_tick,
    .title = title,
    .aim = aim,
};
