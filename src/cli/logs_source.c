#include "config.h"

#include "cli/logs_source.h"

#include "store/mark.h"
#include "store/store.h"

/* How far back a line may be that others still come to belong to. */
#define GROUP_LINES 200

bool
source_has_ended(const struct source *source)
{
    return source->state == TAIL_ENDED || source->state == TAIL_FAILED;
}

/* Where the last lines begin of which nobody knows yet what belongs to them. */
static uint64_t
begin_of_groups(const struct logbook *book)
{
    uint64_t end = logbook_end(book), begin = end;
    bool is_found[] = {[LOG_STDOUT] = false, [LOG_STDERR] = false};
    struct logbook_line line;

    for (uint64_t n = end - 1; n >= logbook_first(book); n--) {
        if (end - n > GROUP_LINES || (is_found[0] && is_found[1]) ||
            !logbook_line_at(book, n, &line))
            break;
        if (line.stream == LOG_SYSTEM || line.kind == LOGBOOK_SEAM ||
            is_found[line.stream])
            continue;
        begin = n;
        is_found[line.stream] = !line.is_open && !mark_follows(line.mark);
    }
    return begin;
}

void
source_sift(struct source *source, uint64_t now)
{
    const struct logbook *book = tail_log(source->tail);

    if (source->generation != logbook_generation(book)) {
        source->generation = logbook_generation(book);
        source->changed_at = now;
    }
    source->limit = logbook_end(book);
    if (!source->sieve)
        return;
    sieve_update(source->sieve, book);
    if (sieve_is_busy(source->sieve))
        source->limit = source->next;
    else if (!source_has_ended(source) && !tail_is_paused(source->tail) &&
             now - source->changed_at < SOURCE_QUIET_MS)
        source->limit = begin_of_groups(book);
}

/* The next one that passes; those before it are passed over. False: all up to
 * the limit are. */
static bool
find_passing(struct source *source)
{
    uint64_t first = logbook_first(tail_log(source->tail));
    uint64_t next;

    if (source->next < first)
        source->next = first;
    next =
        source->sieve ? sieve_next(source->sieve, source->next) : source->next;
    if (next == 0 || next > source->limit)
        next = source->limit;
    if (next > source->next)
        source->next = next;
    return source->next < source->limit;
}

bool
source_find_line(struct source *source, struct logbook_line *line)
{
    if (!find_passing(source) ||
        !logbook_line_at(tail_log(source->tail), source->next, line))
        return false;
    return !line->is_open || source_has_ended(source);
}

bool
source_is_sifted(const struct logs_options *options)
{
    return options->grep || options->least != LEVEL_NONE;
}

/* NULL: every line passes. */
static struct sieve *
make_sieve(struct loop *loop, const struct logs_options *options,
           void (*heard)(void *data), void *data)
{
    struct sieve *sieve;

    if (!source_is_sifted(options))
        return NULL;
    sieve = sieve_new(loop, heard, data);
    sieve_set_context(sieve, 0);
    sieve_set_least(sieve, options->least > LEVEL_TRACE ? options->least
                                                        : LEVEL_TRACE);
    if (options->grep)
        (void)sieve_set_pattern(sieve, 0, str_of(options->grep), NULL);
    return sieve;
}

void
source_open(struct source *source, struct loop *loop, struct store *store,
            struct engine *engine, unsigned engine_index, size_t memory,
            const struct logs_options *options, void (*heard)(void *data),
            void *data)
{
    struct tail_window window = options->window;
    struct ref ref =
        ref_make(engine_index, REF_CONTAINER, source->container->id);

    window.ends = !options->follow;
    source->books = logbooks_new(memory);
    logbooks_set_judge(source->books, mark_line);
    source->next = 1;
    source->sieve = make_sieve(loop, options, heard, data);
    source->tail =
        tail_open_window(loop, store, engine, source->books, &ref, &window);
    tail_hold(source->tail, source->next);
}

bool
source_is_done(const struct source *source)
{
    return source_has_ended(source) &&
           source->next >= logbook_end(tail_log(source->tail));
}

void
source_close(struct source *source)
{
    sieve_free(source->sieve);
    tail_close(source->tail);
}

void
source_release(struct source *source)
{
    logbooks_free(source->books);
    container_free(source->container);
}
