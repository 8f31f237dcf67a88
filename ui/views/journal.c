/*
 * journal.c - the end of the journal (work/journal.h): what was done, by this
 * run and by others, the newest last.
 *
 * Read when it is opened, when a job of this run has changed, and on C-r. Act,
 * target and result are always there; the time, the host and the command come
 * with the width.
 */
#include "config.h"

#include "base/timestamp.h"
#include "ui/views/views.h"
#include "ui/widgets/app.h"
#include "work/journal.h"

#include <time.h>

#define ENTRIES 1000
#define CLOCK_SIZE 32
#define GAP 2
#define RESULT_LEAST 16 /* cells, before anything else gets more */
#define TARGET_LEAST 8  /* cells, before the result gets any */
#define DATE_FROM 60    /* the least width of the screen with date and time */

enum journal_column { TIME, HOST, ACT, TARGET, RESULT, COMMAND, COLUMNS };

static const struct {
    const char *title;
    int most; /* cells; 0: shares what the others leave */
    int from; /* the least width of the screen with it */
} columns[COLUMNS] = {
    [TIME] = {"TIME", 14, 30},   [HOST] = {"HOST", 12, 80},
    [ACT] = {"ACT", 10, 0},      [TARGET] = {"TARGET", 28, 0},
    [RESULT] = {"RESULT", 0, 0}, [COMMAND] = {"COMMAND", 0, 80},
};

struct journal_view {
    struct view view;
    struct journal_page page;
    struct err err; /* why it cannot be read, or "" */
    size_t top;
    int height;
    bool follows;       /* stay at the end */
    bool is_kept;       /* what is dirty is the place alone */
    int width[COLUMNS]; /* 0: not shown */
};

/* The date and the time; where there is room for one, the date of what was not
 * today. */
static void
say_time(const struct journal_view *view, int64_t time, char clock[CLOCK_SIZE])
{
    time_t seconds = (time_t)(time / SECOND_NS);
    time_t now = (time_t)(app_wall_clock(view->view.app) / SECOND_NS);
    struct tm parts, today;
    size_t length;

    clock[0] = '\0';
    if (!localtime_r(&seconds, &parts) || !localtime_r(&now, &today))
        return;
    if (view->view.size.width >= DATE_FROM)
        length = strftime(clock, CLOCK_SIZE, "%m-%d %H:%M:%S", &parts);
    else if (parts.tm_yday == today.tm_yday)
        length = strftime(clock, CLOCK_SIZE, "%H:%M:%S", &parts);
    else
        length = strftime(clock, CLOCK_SIZE, "%m-%d", &parts);
    if (length == 0)
        clock[0] = '\0';
}

static const char *
cell_of(const struct journal_view *view, const struct journal_entry *entry,
        enum journal_column column, char clock[CLOCK_SIZE])
{
    switch (column) {
    case TIME:
        say_time(view, entry->time, clock);
        return clock;
    case HOST:
        return entry->host;
    case ACT:
        return entry->act;
    case TARGET:
        return entry->target;
    case RESULT:
        return entry->result;
    default:
        return entry->command;
    }
}

/* ---- reading ------------------------------------------------------------ */

static void
read_again(struct journal_view *view)
{
    const struct journal *journal = jobs_journal(app_jobs(view->view.app));

    journal_page_release(&view->page);
    view->err.text[0] = '\0';
    if (!journal)
        (void)err_set(&view->err, "this run keeps no journal");
    else
        (void)journal_read(journal, ENTRIES, &view->page, &view->err);
}

static bool
open_journal(struct view *base, struct app *app, const char *target,
             struct err *err)
{
    struct journal_view *view = (struct journal_view *)base;

    (void)app;
    (void)target;
    (void)err;
    view->follows = true;
    return true;
}

static void
close_journal(struct view *base)
{
    journal_page_release(&((struct journal_view *)base)->page);
}

/* ---- layout ------------------------------------------------------------- */

static int
need_of(const struct journal_view *view, enum journal_column column)
{
    int most = (int)text_width(str_of(columns[column].title));
    char clock[CLOCK_SIZE];

    for (size_t i = 0; i < view->page.count; i++) {
        int width = (int)text_width(
            str_of(cell_of(view, &view->page.at[i], column, clock)));

        if (width > most)
            most = width;
    }
    return most;
}

/* Those of a bounded width first; result and command share the rest, so that
 * neither takes what it does not need. */
static void
lay_columns(struct journal_view *view, int width)
{
    int left = width - 1, need;

    for (int i = 0; i < COLUMNS; i++) {
        bool is_shown = width >= columns[i].from;

        need = columns[i].most > 0 ? need_of(view, (enum journal_column)i) : 0;
        view->width[i] = need < columns[i].most ? need : columns[i].most;
        if (!is_shown)
            view->width[i] = 0;
        if (view->width[i] > 0)
            left -= view->width[i] + GAP;
    }
    if (left < RESULT_LEAST) {
        int spare = view->width[TARGET] - TARGET_LEAST;

        if (spare > RESULT_LEAST - left)
            spare = RESULT_LEAST - left;
        if (spare > 0) {
            view->width[TARGET] -= spare;
            left += spare;
        }
    }
    if (left < 0)
        left = 0; /* the target is cut by the edge */
    need = need_of(view, RESULT);
    view->width[RESULT] = left;
    if (width < columns[COMMAND].from)
        return;
    if (need > left * 2 / 3)
        need = left * 2 / 3;
    view->width[RESULT] = need > RESULT_LEAST ? need : RESULT_LEAST;
    view->width[COMMAND] = left - view->width[RESULT] - GAP;
    if (view->width[COMMAND] < RESULT_LEAST)
        view->width[COMMAND] = 0;
}

static size_t
last_top(const struct journal_view *view)
{
    size_t height = view->height > 0 ? (size_t)view->height : 1;

    return view->page.count > height ? view->page.count - height : 0;
}

static void
layout(struct view *base, struct size size)
{
    struct journal_view *view = (struct journal_view *)base;

    if (base->dirty && !view->is_kept)
        read_again(view);
    view->is_kept = false;
    view->height = size.height - 1;
    lay_columns(view, size.width);
    if (view->follows || view->top > last_top(view))
        view->top = last_top(view);
}

/* ---- acts --------------------------------------------------------------- */

static bool
scroll(struct journal_view *view, enum action action)
{
    long top = (long)view->top, page = view->height > 2 ? view->height - 1 : 1;

    switch (action) {
    case ACTION_UP:
        top--;
        break;
    case ACTION_DOWN:
        top++;
        break;
    case ACTION_PAGE_UP:
        top -= page;
        break;
    case ACTION_PAGE_DOWN:
        top += page;
        break;
    case ACTION_HALF_UP:
        top -= (page + 1) / 2;
        break;
    case ACTION_HALF_DOWN:
        top += (page + 1) / 2;
        break;
    case ACTION_TOP:
        top = 0;
        break;
    case ACTION_BOTTOM:
        top = (long)last_top(view);
        break;
    default:
        return false;
    }
    view->top = top < 0 ? 0 : (size_t)top;
    view->follows = view->top >= last_top(view);
    return true;
}

static enum handled
act(struct view *base, enum action action)
{
    struct journal_view *view = (struct journal_view *)base;

    if (action == ACTION_CANCEL || action == ACTION_JOURNAL) {
        app_close_view(base->app);
        return HANDLED;
    }
    if (action == ACTION_REFRESH) {
        view_mark(base);
        return HANDLED;
    }
    if (!scroll(view, action))
        return NOT_HANDLED;
    view->is_kept = !base->dirty || view->is_kept;
    view_mark(base);
    return HANDLED;
}

/* ---- drawing ------------------------------------------------------------ */

static enum role
role_of(const struct journal_entry *entry, int column)
{
    if (!jobs_result_is_good(entry->result))
        return ROLE_TROUBLE;
    return column == TIME || column == COMMAND ? ROLE_DIM : ROLE_PLAIN;
}

static void
render_entry(const struct journal_view *view, struct canvas *canvas, int y,
             const struct journal_entry *entry)
{
    int x = 1;

    for (int i = 0; i < COLUMNS; i++) {
        char clock[CLOCK_SIZE];

        if (view->width[i] == 0)
            continue;
        canvas_field(
            canvas, x, y, view->width[i], false, role_of(entry, i),
            str_of(cell_of(view, entry, (enum journal_column)i, clock)));
        x += view->width[i] + GAP;
    }
}

static void
render(const struct view *base, struct canvas *canvas)
{
    const struct journal_view *view = (const struct journal_view *)base;
    int x = 1;

    canvas_fill(canvas, 0, 0, canvas->size.width, ROLE_TITLE);
    for (int i = 0; i < COLUMNS; i++) {
        if (view->width[i] == 0)
            continue;
        canvas_field(canvas, x, 0, view->width[i], false, ROLE_TITLE,
                     str_of(columns[i].title));
        x += view->width[i] + GAP;
    }
    for (int y = 1; y < canvas->size.height; y++) {
        size_t index = view->top + (size_t)y - 1;

        if (index >= view->page.count)
            break;
        render_entry(view, canvas, y, &view->page.at[index]);
    }
    if (view->err.text[0])
        (void)canvas_text(canvas, 2, 2, ROLE_TROUBLE, str_of(view->err.text));
    else if (view->page.count == 0)
        (void)canvas_text(canvas, 2, 2, ROLE_DIM,
                          str_of("Nothing has been done yet."));
}

static void
title(const struct view *base, struct buf *name, struct buf *note)
{
    const struct journal_view *view = (const struct journal_view *)base;
    size_t end = view->top + (size_t)(view->height > 0 ? view->height : 0);

    (void)buf_add_text(name, "Journal");
    if (end > view->page.count)
        end = view->page.count;
    if (view->page.count > 0 && (view->top > 0 || end < view->page.count))
        (void)buf_addf(note, "%zu-%zu of %zu", view->top + 1, end,
                       view->page.count);
}

static const enum keymap_id maps[] = {KEYMAP_TEXT};

static const struct bar_entry bar[] = {
    {.action = ACTION_BACK, .words = "back"},
    {.action = ACTION_DOWN, .also = ACTION_UP, .words = "scroll"},
    {.action = ACTION_HELP},
};

const struct view_ops journal_view = {
    .name = "journal",
    .help = "what was done, and the docker commands for it",
    .size = sizeof(struct journal_view),
    .maps = maps,
    .map_count = sizeof(maps) / sizeof(maps[0]),
    .bar = bar,
    .bar_count = sizeof(bar) / sizeof(bar[0]),
    .open = open_journal,
    .close = close_journal,
    .layout = layout,
    .render = render,
    .title = title,
    .act = act,
    .click = view_wheel,
};
