#include "config.h"

#include "store/tail_parts.h"

#include "base/mem.h"
#include "engine/engine.h"
#include "loop/timer.h"
#include "store/write.h"

#include <stdlib.h>
#include <string.h>

/* Lines of a tail have numbers from here, so that older ones have some too. */
#define FIRST_NUMBER (UINT64_C(1) << 40)

void
tail_free(struct tail *tail)
{
    free(tail->name);
    free(tail);
}

/* ---- another container with its name ---- */

/* Not the one before ours, of whose end the store may not know yet. The list
 * tells the time too roughly. */
static bool
is_later(const struct tail *tail, const struct container *container)
{
    return container->is_inspected && container->created > tail->created;
}

static const struct container_row *
find_successor(const struct tail *tail)
{
    for (size_t i = 0; i < store_container_count(tail->store); i++) {
        const struct container_row *row = store_container_at(tail->store, i);

        if (row->ref.engine == tail->ref.engine &&
            strcmp(row->value->name, tail->name) == 0 &&
            is_later(tail, row->value))
            return row;
    }
    return NULL;
}

static bool
go_on_with_successor(struct tail *tail)
{
    const struct container_row *row;

    if (tail->call || !tail->name || tail_row(tail) ||
        !(row = find_successor(tail)))
        return false;
    timer_stop(tail->again);
    tail_drop_older(tail);
    /* Whoever looks at the old one learns that there is another. */
    store_note_log(tail->store, &tail->ref);
    tail->ref = row->ref;
    logbook_add_seam(tail->book, "made again");
    replay_init(&tail->replay, tail->book);
    tail->is_successor = true;
    tail->knows_tty = tail->has_ended = tail->is_final = false;
    tail->followed_run = tail->created = 0;
    tail->pause = PAUSE_MIN_MS;
    tail->reopen_lines = REOPEN_LINES;
    tail_step(tail);
    return true;
}

void
tail_end(struct tail *tail)
{
    if (!go_on_with_successor(tail))
        tail_set_state(tail, TAIL_ENDED, NULL);
}

/* ---- when to open it again ---- */

static void
open_again(void *data)
{
    struct tail *tail = data;

    if (tail->state != TAIL_BROKEN || tail_is_connected(tail))
        tail_step(tail);
}

/* A row that was only listed does not tell one run from another. */
static bool
is_new_run(const struct tail *tail, const struct container *container)
{
    return state_is_up(container->state) &&
           (container->started == 0 || container->started != tail->run);
}

static void
look_at_container(struct tail *tail)
{
    const struct container_row *row = tail_row(tail);
    bool is_waiting = tail->state == TAIL_OPENING;

    /* It was started while what was to be its last stream is read. */
    if (tail->call && tail->is_final && row && is_new_run(tail, row->value)) {
        tail_look(tail, row->value);
        tail_note_run(tail);
        tail_show_stream(tail);
    }
    if (tail->call || tail->state == TAIL_BROKEN)
        return;
    if (row && (is_new_run(tail, row->value) ||
                (is_waiting && !state_is_up(row->value->state)))) {
        tail_step(tail);
    } else if (!row && !go_on_with_successor(tail) && is_waiting) {
        timer_stop(tail->again);
        tail_set_state(tail, TAIL_ENDED, NULL);
    }
}

static void
look_at_link(struct tail *tail)
{
    enum link_state state = store_link(tail->store, tail->ref.engine)->state;
    bool is_back = state == LINK_LIVE && !tail->was_live;

    tail->was_live = state == LINK_LIVE;
    if (state == LINK_SUSPENDED && tail->call)
        call_cancel(tail->call);
    if (is_back && !tail->call &&
        (tail->state == TAIL_BROKEN || tail->state == TAIL_FAILED))
        tail_step(tail);
}

static void
changed(void *data, const struct change *changes, size_t count)
{
    struct tail *tail = data;

    for (size_t i = 0; i < count; i++) {
        const struct ref *ref = &changes[i].ref;

        if (ref->engine != tail->ref.engine)
            continue;
        if (ref->kind == REF_ENGINE && changes[i].what & CHANGE_LINK)
            look_at_link(tail);
        else if (changes[i].what &
                     (CHANGE_VALUE | CHANGE_ADDED | CHANGE_GONE) &&
                 ref_equal(ref, &tail->ref))
            look_at_container(tail);
        else if (changes[i].what & (CHANGE_VALUE | CHANGE_ADDED) &&
                 ref->kind == REF_CONTAINER && tail->state != TAIL_BROKEN &&
                 go_on_with_successor(tail))
            return;
    }
}

struct tail *
tail_open(struct loop *loop, struct store *store, struct engine *engine,
          struct logbooks *books, const struct ref *ref)
{
    const struct tail_window usual = {0};

    return tail_open_window(loop, store, engine, books, ref, &usual);
}

struct tail *
tail_open_window(struct loop *loop, struct store *store, struct engine *engine,
                 struct logbooks *books, const struct ref *ref,
                 const struct tail_window *window)
{
    struct tail *tail = xcalloc(1, sizeof(*tail));

    tail->window = *window;
    tail->store = store;
    tail->engine = engine;
    tail->ref = *ref;
    tail->books = books;
    tail->book = logbook_new(books);
    logbook_begin_at(tail->book, FIRST_NUMBER);
    tail->reopen_lines = REOPEN_LINES;
    replay_init(&tail->replay, tail->book);
    tail->pause = PAUSE_MIN_MS;
    tail->was_live = store_link(store, ref->engine)->state == LINK_LIVE;
    tail->again = timer_new(loop, "open a log again", open_again, tail);
    tail->subscriber = store_subscribe(store, changed, tail);
    tail_step(tail);
    return tail;
}

void
tail_close(struct tail *tail)
{
    if (!tail)
        return;
    store_unsubscribe(tail->subscriber);
    timer_free(tail->again);
    tail_drop_older(tail);
    logbook_free(tail->book);
    tail->is_closed = true;
    if (tail->call)
        call_cancel(tail->call);
    else
        tail_free(tail);
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
