#include "config.h"

#include "work/fleet.h"

#include "base/mem.h"
#include "loop/timer.h"
#include "store/mark.h"

#include <assert.h>
#include <stdlib.h>

struct member {
    struct engine *engine;
    struct sync *sync;
};

struct fleet {
    struct loop *loop;
    struct store *store;
    struct logbooks *books;
    long log_lines;                  /* as in struct tail_window */
    struct member at[STORE_ENGINES]; /* by the store's index */
    size_t count;
    size_t open; /* members whose sync is not closed yet */
    bool wants_images, pauses_stats;
    enum stats_choice stats_choice;
    /* So that the end of an empty fleet comes later too. */
    struct timer *end;
    void (*closed)(void *data);
    void *closed_data;
};

static void fleet_end(void *data);

struct fleet *
fleet_new(struct loop *loop)
{
    struct fleet *fleet = xcalloc(1, sizeof(*fleet));

    fleet->loop = loop;
    fleet->store = store_new(loop);
    fleet->books = logbooks_new(LOGBOOKS_LIMIT);
    logbooks_set_judge(fleet->books, mark_line);
    fleet->end = timer_new(loop, "fleet", fleet_end, fleet);
    return fleet;
}

static void
fleet_end(void *data)
{
    struct fleet *fleet = data;
    void (*closed)(void *closed_data) = fleet->closed;
    void *closed_data = fleet->closed_data;
    size_t i;

    for (i = 0; i < fleet->count; i++)
        engine_close(fleet->at[i].engine);
    logbooks_free(fleet->books);
    store_free(fleet->store);
    timer_free(fleet->end);
    free(fleet);
    closed(closed_data);
}

static void
member_closed(void *data)
{
    struct fleet *fleet = data;

    if (--fleet->open == 0)
        timer_start(fleet->end, 0, 0);
}

void
fleet_close(struct fleet *fleet, void (*closed)(void *data), void *data)
{
    size_t i;

    fleet->closed = closed;
    fleet->closed_data = data;
    fleet->open = fleet->count;
    if (fleet->open == 0)
        timer_start(fleet->end, 0, 0);
    for (i = 0; i < fleet->count; i++)
        sync_close(fleet->at[i].sync, member_closed, fleet);
}

struct store *
fleet_store(const struct fleet *fleet)
{
    return fleet->store;
}

unsigned
fleet_add(struct fleet *fleet, const char *name, struct engine *engine,
          bool with_stats)
{
    unsigned index = store_add_engine(fleet->store, name);
    struct member *member;

    assert(index == fleet->count && index < STORE_ENGINES);
    member = &fleet->at[fleet->count++];
    member->engine = engine;
    member->sync = sync_open(fleet->loop, fleet->store, index, engine);
    sync_choose_stats(member->sync, fleet->stats_choice);
    sync_want_stats(member->sync, with_stats);
    sync_want_images(member->sync, fleet->wants_images);
    sync_pause_stats(member->sync, fleet->pauses_stats);
    return index;
}

static const struct member *
member_of(const struct fleet *fleet, const struct ref *ref)
{
    return ref->engine < fleet->count ? &fleet->at[ref->engine] : NULL;
}

struct engine *
fleet_engine(const struct fleet *fleet, const struct ref *ref)
{
    const struct member *member = member_of(fleet, ref);

    return member ? member->engine : NULL;
}

struct tail *
fleet_tail(struct fleet *fleet, const struct ref *ref)
{
    const struct tail_window usual = {.lines = fleet->log_lines};

    return fleet_tail_window(fleet, ref, &usual);
}

struct tail *
fleet_tail_window(struct fleet *fleet, const struct ref *ref,
                  const struct tail_window *window)
{
    const struct member *member = member_of(fleet, ref);

    return member ? tail_open_window(fleet->loop, fleet->store, member->engine,
                                     fleet->books, ref, window)
                  : NULL;
}

void
fleet_set_log_lines(struct fleet *fleet, long lines)
{
    fleet->log_lines = lines > 0 ? lines : TAIL_NONE;
}

void
fleet_set_log_memory(struct fleet *fleet, size_t limit)
{
    logbooks_set_limit(fleet->books, limit);
}

/* Each sync takes its own of them. */
void
fleet_show(struct fleet *fleet, const struct ref *refs, size_t count)
{
    size_t i;

    for (i = 0; i < fleet->count; i++)
        sync_show(fleet->at[i].sync, refs, count);
}

void
fleet_mark(struct fleet *fleet, const struct ref *ref)
{
    const struct member *member = member_of(fleet, ref);

    if (member)
        sync_mark(member->sync, ref);
}

void
fleet_refresh(struct fleet *fleet)
{
    size_t i;

    for (i = 0; i < fleet->count; i++)
        sync_refresh(fleet->at[i].sync);
}

void
fleet_want_images(struct fleet *fleet, bool wanted)
{
    size_t i;

    fleet->wants_images = wanted;
    for (i = 0; i < fleet->count; i++)
        sync_want_images(fleet->at[i].sync, wanted);
}

void
fleet_choose_stats(struct fleet *fleet, enum stats_choice choice)
{
    size_t i;

    fleet->stats_choice = choice;
    for (i = 0; i < fleet->count; i++)
        sync_choose_stats(fleet->at[i].sync, choice);
}

void
fleet_pause_stats(struct fleet *fleet, bool is_paused)
{
    size_t i;

    fleet->pauses_stats = is_paused;
    for (i = 0; i < fleet->count; i++)
        sync_pause_stats(fleet->at[i].sync, is_paused);
}

void
fleet_suspend(struct fleet *fleet)
{
    size_t i;

    for (i = 0; i < fleet->count; i++)
        sync_suspend(fleet->at[i].sync);
}

void
fleet_resume(struct fleet *fleet)
{
    size_t i;

    for (i = 0; i < fleet->count; i++)
        sync_resume(fleet->at[i].sync);
}

size_t
fleet_marks(const struct fleet *fleet)
{
    size_t marks = 0, i;

    for (i = 0; i < fleet->count; i++)
        marks += sync_marks(fleet->at[i].sync);
    return marks;
}

size_t
fleet_requests(const struct fleet *fleet)
{
    size_t requests = 0, i;

    for (i = 0; i < fleet->count; i++)
        requests += engine_requests(fleet->at[i].engine);
    return requests;
}

bool
fleet_is_idle(const struct fleet *fleet)
{
    size_t i;

    for (i = 0; i < fleet->count; i++)
        if (!sync_is_idle(fleet->at[i].sync))
            return false;
    return true;
}
