#include "config.h"

#include "support/logs_pane.h"

#include "base/mem.h"
#include "base/timestamp.h"
#include "store/mark.h"
#include "ui/views/logs.h"
#include "ui/views/views.h"
#include "work/matches.h"

#include <stdio.h>
#include <stdlib.h>

struct tail *the_tail;
int tails_opened, tails_closed;

struct tail *__wrap_fleet_tail(struct fleet *fleet, const struct ref *ref);

struct tail *
__wrap_fleet_tail(struct fleet *fleet, const struct ref *ref)
{
    struct tail *tail = xcalloc(1, sizeof(*tail));

    (void)fleet;
    assert_int_equal(ref->kind, REF_CONTAINER);
    tail->books = logbooks_new(LOGBOOKS_LIMIT);
    logbooks_set_judge(tail->books, mark_line);
    tail->book = logbook_new(tail->books);
    tail->ref = *ref;
    tail->state = TAIL_FOLLOWING;
    the_tail = tail;
    tails_opened++;
    return tail;
}

int64_t __wrap_budget_clock(void);

/* Whatever is matched in one turn is, however slow the machine. */
int64_t
__wrap_budget_clock(void)
{
    return 0;
}

struct tail *__wrap_fleet_tail_window(struct fleet *fleet,
                                      const struct ref *ref,
                                      const struct tail_window *window);

struct tail *
__wrap_fleet_tail_window(struct fleet *fleet, const struct ref *ref,
                         const struct tail_window *window)
{
    struct tail *tail = __wrap_fleet_tail(fleet, ref);

    tail->window = *window;
    return tail;
}

void
tail_close(struct tail *tail)
{
    if (!tail)
        return;
    logbook_free(tail->book);
    logbooks_free(tail->books);
    free(tail);
    the_tail = NULL;
    tails_closed++;
}

struct tail *
tail_open_window(struct loop *loop, struct store *store, struct engine *engine,
                 struct logbooks *books, const struct ref *ref,
                 const struct tail_window *window)
{
    (void)window;
    (void)loop;
    (void)store;
    (void)engine;
    (void)books;
    (void)ref;
    fail_msg("the view asks the fleet");
    return NULL;
}

const struct logbook *
tail_log(const struct tail *tail)
{
    return tail->book;
}

const struct ref *
tail_ref(const struct tail *tail)
{
    return &tail->ref;
}

void
tail_read_older(struct tail *tail)
{
    tail->older_asked++;
}

enum tail_older
tail_older(const struct tail *tail)
{
    return tail->older;
}

void
tail_hold(struct tail *tail, uint64_t line)
{
    tail->held = line;
}

bool
tail_is_paused(const struct tail *tail)
{
    return tail->is_paused;
}

enum tail_state
tail_state(const struct tail *tail)
{
    return tail->state;
}

const struct err *
tail_error(const struct tail *tail)
{
    return &tail->err;
}

void
pane_rest(struct pane *pane)
{
    int before = tails_opened;

    while (tails_opened == before)
        (void)loop_turn(pane->world.loop, true);
}

void
pane_init(struct pane *pane)
{
    world_init(&pane->world, 80, 24);
    pane->ref = world_put_plain(&pane->world, "web-1");
    world_turn(&pane->world);
    detail_init(&pane->detail, &pane->world, &logs_view);
    detail_aim(&pane->detail, &pane->ref);
    pane_rest(pane);
}

void
pane_release(struct pane *pane)
{
    detail_release(&pane->detail);
    world_release(&pane->world);
}

void
pane_say(enum log_stream stream, int64_t milliseconds, const char *text)
{
    logbook_add(the_tail->book, stream,
                WORLD_NOW + milliseconds * (SECOND_NS / 1000), str_of(text));
}

/* Lines "line FROM" to "line TO". */
void
pane_say_lines(int from, int to)
{
    for (; from <= to; from++) {
        char text[64];

        (void)snprintf(text, sizeof(text), "line %d\n", from);
        pane_say(LOG_STDOUT, from, text);
    }
}

void
pane_act(struct pane *pane, enum action action)
{
    assert_int_equal(logs_view.act(pane->detail.view, action), HANDLED);
}

const char *
pane_picture(struct pane *pane, int width, int height)
{
    return detail_picture(&pane->detail, (struct size){width, height}, false);
}

const char *
pane_searched(struct pane *pane, int width, int height)
{
    const struct logs *view = (const struct logs *)pane->detail.view;
    const char *picture = pane_picture(pane, width, height);

    while (view->search && matches_is_busy(view->search)) {
        (void)loop_turn(pane->world.loop, true);
        picture = pane_picture(pane, width, height);
    }
    return picture;
}

void
pane_say_levels(void)
{
    pane_say(LOG_STDOUT, -9000, "INFO listening on :8080\n");
    pane_say(LOG_STDOUT, -8900, "DEBUG config read\n");
    pane_say(LOG_STDERR, -8000, "WARN no cache\n");
    pane_say(LOG_STDOUT, -7000, "ERROR cart 7 is broken\n");
    pane_say(LOG_STDOUT, -7000, "java.lang.IllegalStateException: no total\n");
    pane_say(LOG_STDOUT, -7000, "\tat Cart.total(Cart.java:31)\n");
    pane_say(LOG_STDERR, -6900, "plain words\n");
    pane_say(LOG_STDOUT, -7000, "Caused by: java.io.IOException: cache\n");
    pane_say(LOG_STDOUT, -7000, "\t... 2 more\n");
    logbook_add_seam(the_tail->book, "restarted");
    pane_say(LOG_STDOUT, -500, "INFO GET /health 200\n");
    pane_say(LOG_STDOUT, -400, "INFO GET /cart/7 200 \x1b[32mok\x1b[0m\n");
    pane_say(LOG_STDOUT, -100, "FATAL no memory\n");
}

void
pane_press(struct pane *pane, const char *keys)
{
    static const struct {
        char key;
        enum action action;
    } rows[] = {
        {'&', ACTION_ONLY_MATCHING}, {'/', ACTION_SEARCH},
        {'L', ACTION_LEVEL},         {'-', ACTION_FOLD},
        {'+', ACTION_UNFOLD_ALL},    {'n', ACTION_MATCH_OLDER},
        {'N', ACTION_MATCH_NEWER},   {'v', ACTION_SELECT},
        {'y', ACTION_COPY},          {'g', ACTION_TOP},
        {'G', ACTION_BOTTOM},        {'k', ACTION_UP},
        {'j', ACTION_DOWN},          {'f', ACTION_FOLLOW},
        {'c', ACTION_CANCEL},
    };

    for (; *keys; keys++) {
        struct view *view = pane->detail.view;

        if (view->dirty) /* as app_act() does */
            view_layout(view, view->size);
        for (size_t i = 0; i < COUNT(rows); i++)
            if (rows[i].key == *keys)
                pane_act(pane, rows[i].action);
        if (*keys != '&' && *keys != '/')
            continue;
        for (keys++; *keys != '.'; keys++) {
            char name[8];

            (void)snprintf(name, sizeof(name), *keys == ' ' ? "Space" : "%c",
                           *keys);
            world_press(&pane->world, name);
        }
        world_press(&pane->world, "Enter");
    }
}
