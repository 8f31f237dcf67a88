#include "config.h"

#include "cli/stats.h"

#include "base/mem.h"
#include "cli/choose.h"
#include "cli/narrow.h"
#include "cli/outcome.h"
#include "cli/stats_print.h"
#include "engine/find.h"
#include "store/store.h"

#include <errno.h>
#include <stdlib.h>

#define LINE_LIMIT 65536

struct stats;

/* One container. */
struct reader {
    struct stats *stats;
    struct container *container;
    struct sample last;
    struct usage usage;
    bool has_last, has_usage;
};

struct stats {
    const struct stats_options *options;
    FILE *out;
    struct outcome outcome;
    struct loop *loop;
    struct engine *engine;
    struct reader *at;
    size_t count, cap;
    size_t next; /* readers before these are asked for */
    size_t open; /* calls in flight */
    bool is_over;
};

static void
end(struct stats *stats)
{
    stats->is_over = true;
    loop_stop(stats->loop);
}

/* ---- printing */

static void
write_out(struct stats *stats, const struct buf *line)
{
    struct err err;

    if (stats->outcome.status != OUTCOME_GOOD || stats->is_over)
        return;
    if (fwrite(line->at, 1, line->len, stats->out) == line->len &&
        fflush(stats->out) == 0)
        return;
    /* A reader that has seen enough, such as head, is no failure. */
    if (errno != EPIPE) {
        (void)err_set_errno(&err, errno, "writing the stats");
        outcome_fail(&stats->outcome, &err);
    }
    end(stats);
}

static void
print_head(struct stats *stats)
{
    struct buf line = BUF_INIT(LINE_LIMIT);

    if (!stats->options->json && stats_print_head(&line))
        write_out(stats, &line);
    buf_release(&line);
}

static void
print_reader(const struct reader *reader)
{
    const struct container *container = reader->container;
    const struct usage *usage = reader->has_usage ? &reader->usage : NULL;
    struct buf line = BUF_INIT(LINE_LIMIT);

    if (reader->stats->options->json)
        (void)stats_print_json(&line, container->id, container->name, usage);
    else
        (void)stats_print_row(&line, container->name, usage);
    write_out(reader->stats, &line);
    buf_release(&line);
}

/* ---- reading */

static void readers_go_on(struct stats *stats);

static void
sampled(void *data, const struct sample *sample)
{
    struct reader *reader = data;

    reader->has_usage = usage_compute(&reader->usage, sample,
                                      reader->has_last ? &reader->last : NULL);
    reader->last = *sample;
    reader->has_last = true;
    if (!reader->stats->options->once)
        print_reader(reader);
}

static void
reader_done(void *data, const struct err *err)
{
    struct reader *reader = data;
    struct stats *stats = reader->stats;
    struct err why;

    if (stats->is_over)
        return;
    /* Removed meanwhile is no failure. */
    if (err && err->kind != ERR_MISSING &&
        stats->outcome.status == OUTCOME_GOOD) {
        why = *err;
        (void)err_while(&why, "reading %s", reader->container->name);
        outcome_fail(&stats->outcome, &why);
    }
    stats->open--;
    readers_go_on(stats);
}

static void
readers_end(struct stats *stats)
{
    size_t i;

    for (i = 0; stats->options->once && i < stats->count; i++)
        print_reader(&stats->at[i]);
    end(stats);
}

static void
readers_go_on(struct stats *stats)
{
    bool once = stats->options->once;

    while (stats->next < stats->count &&
           (!once || stats->open < STATS_PARALLEL)) {
        struct reader *reader = &stats->at[stats->next++];
        const char *id = reader->container->id;

        /* What does not run has nothing to say; Podman says it never. */
        if (once && !state_is_up(reader->container->state))
            continue;
        stats->open++;
        if (once)
            (void)engine_read_stats(stats->engine, id, sampled, reader_done,
                                    reader);
        else
            (void)engine_follow_stats(stats->engine, id, sampled, reader_done,
                                      reader);
    }
    if (stats->open == 0 && stats->next == stats->count)
        readers_end(stats);
}

/* ---- which ones */

static void
each(void *data, struct container *container)
{
    struct stats *stats = data;
    const struct stats_options *options = stats->options;

    if (!choose_is_named(options->names, options->name_count, container) ||
        stats->count == STORE_CONTAINERS) {
        container_free(container);
        return;
    }
    stats->at = array_grow(stats->at, &stats->cap, stats->count + 1,
                           sizeof(*stats->at));
    stats->at[stats->count++] =
        (struct reader){.stats = stats, .container = container};
}

static bool
all_are_there(const struct stats *stats, struct err *err)
{
    const struct stats_options *options = stats->options;
    size_t i, k;

    for (i = 0; i < options->name_count; i++) {
        for (k = 0; k < stats->count; k++)
            if (choose_is_named(&options->names[i], 1, stats->at[k].container))
                break;
        if (k == stats->count)
            return err_set_kind(err, ERR_MISSING, "there is no container '%s'",
                                options->names[i]);
    }
    return true;
}

/* What was named and is there may still be filtered out. */
static bool
narrow(struct stats *stats, struct err *err)
{
    const struct stats_options *options = stats->options;
    size_t kept = 0, i;

    for (i = 0; i < stats->count; i++) {
        if (narrow_has_container(options->filter, stats->at[i].container))
            stats->at[kept++] = stats->at[i];
        else
            container_free(stats->at[i].container);
    }
    stats->count = kept;
    if (!narrow_was_easy(options->filter, err))
        return false;
    if (!options->once && stats->count > STATS_STREAMS)
        return err_set_kind(err, ERR_LIMIT,
                            "%zu containers at once; the limit is %d: name "
                            "some, or read them --once",
                            stats->count, STATS_STREAMS);
    return true;
}

static int
compare(const void *a, const void *b)
{
    const struct reader *one = a, *other = b;

    return str_compare_natural(str_of(one->container->name),
                               str_of(other->container->name));
}

static void
listed(void *data, const struct err *err)
{
    struct stats *stats = data;
    struct err why;

    if (err) {
        why = *err;
        (void)err_while(&why, "listing the containers");
    } else if (all_are_there(stats, &why) && narrow(stats, &why)) {
        if (stats->count > 0)
            qsort(stats->at, stats->count, sizeof(*stats->at), compare);
        print_head(stats);
        readers_go_on(stats);
        return;
    }
    outcome_fail(&stats->outcome, &why);
    end(stats);
}

static void
found(void *data, const struct find_result *result)
{
    struct stats *stats = data;

    stats->engine = result->engine;
    if (stats->engine) {
        (void)engine_list_containers(
            stats->engine, stats->options->name_count > 0, each, listed, stats);
        return;
    }
    outcome_report(&stats->outcome, result->report);
    end(stats);
}

int
stats_run(const struct candidates *candidates,
          const struct stats_options *options, FILE *out, FILE *errors)
{
    struct stats stats = {
        .options = options, .out = out, .outcome = {.errors = errors}};
    size_t i;

    stats.loop = loop_new();
    (void)find_engine(stats.loop, candidates, found, &stats);
    loop_run(stats.loop);
    engine_close(stats.engine);
    /* Streams may be under way where the output failed: let them end. */
    loop_run(stats.loop);
    loop_free(stats.loop);
    for (i = 0; i < stats.count; i++)
        container_free(stats.at[i].container);
    free(stats.at);
    return (int)stats.outcome.status;
}
