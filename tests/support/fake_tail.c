#include "config.h"

#include "support/test.h"

#include "support/fake_tail.h"

#include "base/mem.h"
#include "work/fleet.h"

#include <stdlib.h>

#define LIMIT ((size_t)1 << 20)
#define TAILS 8

struct tail {
    struct ref ref;
};

static struct logbooks *books;
static struct logbook *book;
static enum tail_state state_of_all;
static struct tail *tails[TAILS];

void
fake_tail_begin(void)
{
    books = logbooks_new(LIMIT);
    book = logbook_new(books);
    state_of_all = TAIL_FOLLOWING;
}

void
fake_tail_end(void)
{
    for (size_t i = 0; i < TAILS; i++)
        assert_null(tails[i]);
    logbook_free(book);
    logbooks_free(books);
    book = NULL;
    books = NULL;
}

struct logbook *
fake_tail_book(void)
{
    return book;
}

void
fake_tail_set_state(enum tail_state state)
{
    state_of_all = state;
}

bool
fake_tail_is_open(const struct ref *ref)
{
    for (size_t i = 0; i < TAILS; i++)
        if (tails[i] && ref_equal(&tails[i]->ref, ref))
            return true;
    return false;
}

/* ---- what stands for the real ones -------------------------------------- */

static struct tail *
add_tail(const struct ref *ref)
{
    struct tail *tail = xcalloc(1, sizeof(*tail));
    size_t i = 0;

    tail->ref = *ref;
    while (tails[i])
        assert_true(++i < TAILS);
    tails[i] = tail;
    return tail;
}

/* The linker gives this name. NOLINTBEGIN(bugprone-reserved-identifier) */
struct tail *__wrap_fleet_tail(struct fleet *fleet, const struct ref *ref);

struct tail *
__wrap_fleet_tail(struct fleet *fleet, const struct ref *ref)
{
    (void)fleet;
    return book ? add_tail(ref) : NULL;
}
/* NOLINTEND(bugprone-reserved-identifier) */

struct tail *
tail_open_window(struct loop *loop, struct store *store, struct engine *engine,
                 struct logbooks *logbooks, const struct ref *ref,
                 const struct tail_window *window)
{
    (void)window;
    (void)loop;
    (void)store;
    (void)engine;
    (void)logbooks;
    return add_tail(ref); /* of a save */
}

void
tail_close(struct tail *tail)
{
    for (size_t i = 0; i < TAILS; i++)
        if (tails[i] == tail)
            tails[i] = NULL;
    free(tail);
}

const struct logbook *
tail_log(const struct tail *tail)
{
    (void)tail;
    return book;
}

const struct ref *
tail_ref(const struct tail *tail)
{
    return &tail->ref;
}

enum tail_state
tail_state(const struct tail *tail)
{
    (void)tail;
    return state_of_all;
}

const struct err *
tail_error(const struct tail *tail)
{
    static const struct err refused = {
        .text = "configured logging driver does not support reading"};

    (void)tail;
    return &refused;
}

void
tail_read_older(struct tail *tail)
{
    (void)tail;
}

enum tail_older
tail_older(const struct tail *tail)
{
    (void)tail;
    return OLDER_NONE;
}

void
tail_hold(struct tail *tail, uint64_t line)
{
    (void)tail;
    (void)line;
}

bool
tail_is_paused(const struct tail *tail)
{
    (void)tail;
    return false;
}
