#include "config.h"

#include "work/matches.h"

#include "base/escape.h"
#include "base/mem.h"
#include "loop/timer.h"
#include "loop/worker.h"
#include "work/budget.h"

#include <stdlib.h>

#define FEW_LINES 512    /* that are matched at once */
#define SLICE_CHUNKS 256 /* of a worker's turn; most have 64 KiB */
#define STREAMS (LOG_SYSTEM + 1)

/* Matching on one thread. */
struct matcher {
    struct regex *regex;
    struct buf plain; /* a line without escape sequences */
    struct numset found;
    size_t hard;
};

/* A worker's slice. It owns what is in it until it comes back. */
struct scan {
    struct matches *matches; /* NULL: nobody waits for it any more */
    bool is_stale;           /* lines have come before those it goes through */
    struct worker *worker;
    struct matcher *matcher;
    struct {
        struct logbook_chunk *chunk;
        uint64_t end; /* of its lines */
    } parts[SLICE_CHUNKS];
    size_t count;
    uint64_t from, end;
    size_t hard; /* when it began */
};

struct matches {
    struct loop *loop;
    struct timer *again;        /* more waits than a frame has time for */
    const struct logbook *book; /* of the last update */
    struct matcher here;
    struct matcher *there; /* of the workers */
    struct scan *scan;     /* under way, or NULL */
    uint64_t first, upto, end;
    uint64_t growing[STREAMS]; /* lines that wait for their end, or 0 */
    void (*changed)(void *data);
    void *data;
};

/* ---- one line ----------------------------------------------------------- */

static bool
matcher_init(struct matcher *matcher, struct str pattern, struct err *err)
{
    *matcher = (struct matcher){.regex = regex_new(pattern, err)};
    buf_init(&matcher->plain, LOGBOOK_LINE_MAX);
    return matcher->regex != NULL;
}

static void
matcher_release(struct matcher *matcher)
{
    regex_free(matcher->regex);
    buf_release(&matcher->plain);
    numset_release(&matcher->found);
}

static void
match_line(struct matcher *matcher, const struct logbook_line *line)
{
    struct str text = escape_plain(&matcher->plain, line->text);

    if (line->kind != LOGBOOK_TEXT || matcher->hard >= MATCHES_HARD)
        return;
    switch (regex_match(matcher->regex, text, 0, NULL)) {
    case REGEX_YES:
        numset_add(&matcher->found, line->number);
        break;
    case REGEX_TOO_HARD:
        matcher->hard++;
        break;
    case REGEX_NO:
        break;
    }
}

/* ---- many, on a worker -------------------------------------------------- */

static void
run_scan(const struct worker *worker, void *data)
{
    struct scan *scan = data;
    uint64_t number = scan->from;

    for (size_t i = 0; i < scan->count; i++) {
        uint64_t end = scan->parts[i].end;

        for (; number < end && !worker_is_cancelled(worker); number++) {
            struct logbook_line line;

            logbook_chunk_line(scan->parts[i].chunk, number, &line);
            match_line(scan->matcher, &line);
        }
    }
}

static void
say_changed(void *data)
{
    struct matches *matches = data;

    if (matches->changed)
        matches->changed(matches->data);
}

static void
take_scan(struct matches *matches, struct scan *scan)
{
    if (!scan->is_stale) {
        numset_add_all(&matches->here.found, &scan->matcher->found);
        matches->here.hard += scan->matcher->hard - scan->hard;
        matches->upto = scan->end;
    }
    numset_clear(&scan->matcher->found);
    matches->there = scan->matcher;
    matches->scan = NULL;
    matches_update(matches, matches->book); /* the next slice */
    say_changed(matches);
}

static void
scan_done(void *data, bool is_cancelled)
{
    struct scan *scan = data;

    (void)is_cancelled;
    for (size_t i = 0; i < scan->count; i++)
        logbook_release_chunk(scan->parts[i].chunk);
    if (scan->matches) {
        take_scan(scan->matches, scan);
    } else {
        matcher_release(scan->matcher);
        free(scan->matcher);
    }
    free(scan);
}

/* A slice of sealed chunks from matches->upto on; false: the line there is in
 * none. */
static bool
start_scan(struct matches *matches, const struct logbook *book)
{
    struct scan *scan = xcalloc(1, sizeof(*scan));

    scan->from = scan->end = matches->upto;
    while (scan->count < SLICE_CHUNKS && scan->end < matches->end) {
        struct logbook_chunk *chunk = logbook_take_chunk(book, scan->end);

        if (!chunk)
            break;
        scan->end = logbook_chunk_end(chunk);
        scan->parts[scan->count].chunk = chunk;
        scan->parts[scan->count++].end = scan->end;
    }
    if (scan->count == 0) {
        free(scan);
        return false;
    }
    scan->matches = matches;
    scan->matcher = matches->there;
    scan->hard = scan->matcher->hard = matches->here.hard;
    matches->there = NULL;
    matches->scan = scan;
    scan->worker = worker_start(matches->loop, run_scan, scan_done, scan);
    return true;
}

/* ---- what came and what has gone ---------------------------------------- */

static void
look_at(struct matches *matches, const struct logbook *book, uint64_t number)
{
    struct logbook_line line;

    if (!logbook_line_at(book, number, &line))
        return;
    if (line.is_open)
        matches->growing[line.stream] = number;
    else
        match_line(&matches->here, &line);
}

static void
look_at_grown(struct matches *matches, const struct logbook *book)
{
    for (size_t i = 0; i < STREAMS; i++) {
        uint64_t number = matches->growing[i];

        matches->growing[i] = 0;
        if (number != 0)
            look_at(matches, book, number);
    }
}

/* Older lines stand in front of those that were there. */
static void
begin_anew(struct matches *matches, uint64_t first)
{
    numset_clear(&matches->here.found);
    matches->here.hard = 0;
    memset(matches->growing, 0, sizeof(matches->growing));
    matches->upto = first;
    if (!matches->scan)
        return;
    matches->scan->is_stale = true;
    worker_cancel(matches->scan->worker);
}

void
matches_update(struct matches *matches, const struct logbook *book)
{
    uint64_t first = logbook_first(book);
    struct budget budget;

    matches->book = book;
    matches->end = logbook_end(book);
    if (first < matches->first)
        begin_anew(matches, first);
    matches->first = first;
    numset_drop_before(&matches->here.found, first);
    look_at_grown(matches, book);
    if (matches->scan)
        return;
    if (matches->upto < first)
        matches->upto = first;
    budget_begin(&budget);
    while (matches->upto < matches->end && !budget_is_spent(&budget)) {
        if (matches->end - matches->upto > FEW_LINES &&
            start_scan(matches, book))
            return;
        look_at(matches, book, matches->upto++);
    }
    if (matches->upto < matches->end)
        timer_start(matches->again, 0, 0);
}

/* ---- the rest ----------------------------------------------------------- */

struct matches *
matches_new(struct loop *loop, struct str pattern, void (*changed)(void *data),
            void *data, struct err *err)
{
    struct matches *matches = xcalloc(1, sizeof(*matches));

    matches->loop = loop;
    matches->again = timer_new(loop, "matches", say_changed, matches);
    matches->changed = changed;
    matches->data = data;
    matches->there = xcalloc(1, sizeof(*matches->there));
    if (matcher_init(&matches->here, pattern, err) &&
        matcher_init(matches->there, pattern, err))
        return matches;
    matches_free(matches);
    return NULL;
}

void
matches_free(struct matches *matches)
{
    if (!matches)
        return;
    if (matches->scan) {
        matches->scan->matches = NULL;
        worker_cancel(matches->scan->worker);
    }
    timer_free(matches->again);
    matcher_release(&matches->here);
    if (matches->there)
        matcher_release(matches->there);
    free(matches->there);
    free(matches);
}

uint64_t
matches_upto(const struct matches *matches)
{
    return matches->upto;
}

bool
matches_is_busy(const struct matches *matches)
{
    return matches->upto < matches->end;
}

const struct numset *
matches_lines(const struct matches *matches)
{
    return &matches->here.found;
}

size_t
matches_hard(const struct matches *matches)
{
    return matches->here.hard;
}

bool
matches_is_given_up(const struct matches *matches)
{
    return matches->here.hard >= MATCHES_HARD;
}

const struct regex *
matches_regex(const struct matches *matches)
{
    return matches->here.regex;
}
