#include "config.h"

#include "ui/widgets/header.h"

#include "base/format.h"
#include "base/timestamp.h"
#include "ui/widgets/pieces.h"

#include <stdio.h>
#include <time.h>

#define NAME_WIDTH 16 /* cells of a name that must make room for the rest */
#define WHY_LEAST 16  /* cells of a cut reason that still say something */

/* The last one goes first. */
enum rank {
    RANK_ALWAYS = PIECE_ALWAYS,
    RANK_WHEN,
    RANK_WHY,
    RANK_RUNNING,
    RANK_UNHEALTHY,
    RANK_CPU,
    RANK_MEMORY,
    RANK_EXITED,
    RANK_PAUSED,
    RANK_VERSION,
    RANK_SAMPLED,
    RANK_CREATED,
    RANK_API,
    RANK_LONG_NAME,
};

static void
add_engine(struct pieces *pieces, const char *name,
           const struct engine_info *info)
{
    struct piece *piece = pieces_add(pieces, RANK_ALWAYS, ROLE_HEADER);

    (void)snprintf(piece->text, PIECE_SIZE, "%s", name);
    if (piece_width(piece) > NAME_WIDTH) {
        struct buf brief = BUF_INIT(sizeof(piece->brief) - 1);

        (void)text_fit_middle(&brief, str_of(name), NAME_WIDTH);
        (void)snprintf(piece->brief, sizeof(piece->brief), "%s",
                       buf_text(&brief));
        buf_release(&brief);
        piece->brief_rank = RANK_LONG_NAME;
    }
    if (info->version[0]) {
        piece = pieces_add(pieces, RANK_VERSION, ROLE_HEADER);
        (void)snprintf(piece->text, PIECE_SIZE, "%s %s",
                       info->is_podman ? "Podman" : "Engine", info->version);
    }
    if (info->api_minor) {
        piece = pieces_add(pieces, RANK_API, ROLE_HEADER);
        (void)snprintf(piece->text, PIECE_SIZE, "API 1.%u", info->api_minor);
    }
}

/* Whole seconds to go, never 0 before it is time. */
static unsigned
seconds_until(uint64_t when, uint64_t now)
{
    return when > now ? (unsigned)((when - now + 999) / 1000) : 0;
}

static void
clock_text(char out[16], int64_t ns)
{
    time_t seconds = (time_t)(ns / SECOND_NS);
    struct tm parts;

    if (!localtime_r(&seconds, &parts) ||
        strftime(out, 16, "%H:%M:%S", &parts) == 0)
        out[0] = '\0';
}

static void
add_why(struct pieces *pieces, const struct link *link, enum role role)
{
    struct piece *piece;

    if (!link->why.text[0])
        return;
    piece = pieces_add(pieces, RANK_WHY, role);
    piece->is_glued = true;
    piece->cut_least = WHY_LEAST;
    (void)snprintf(piece->text, PIECE_SIZE, ": %s", link->why.text);
}

static void
add_down(struct pieces *pieces, const struct link *link, uint64_t now)
{
    struct piece *piece = pieces_add(pieces, RANK_ALWAYS, ROLE_TROUBLE);
    unsigned wait = seconds_until(link->next_try, now);
    char since[16];

    clock_text(since, link->stale_since);
    if (link->stale_since) {
        (void)snprintf(piece->text, PIECE_SIZE, "stale since %s", since);
        (void)snprintf(piece->brief, sizeof(piece->brief), "stale %s", since);
    } else {
        (void)snprintf(piece->text, PIECE_SIZE, "not connected");
    }
    piece = pieces_add(pieces, RANK_WHEN, ROLE_TROUBLE);
    piece->is_glued = true;
    if (wait > 0)
        (void)snprintf(piece->text, PIECE_SIZE, ", next try in %u s", wait);
    else
        (void)snprintf(piece->text, PIECE_SIZE, ", trying again");
    add_why(pieces, link, ROLE_HEADER);
}

/* Live, but not all that is asked for comes. */
static void
add_limited(struct pieces *pieces, const struct link *link)
{
    struct piece *piece = pieces_add(pieces, RANK_ALWAYS, ROLE_BUSY);

    (void)snprintf(piece->text, PIECE_SIZE, "limited");
    add_why(pieces, link, ROLE_BUSY);
}

static void
add_link(struct pieces *pieces, const struct link *link, uint64_t now)
{
    static const struct {
        const char *words;
        enum role role;
    } states[] = {
        [LINK_CONNECTING] = {"connecting", ROLE_BUSY},
        [LINK_LISTING] = {"listing", ROLE_BUSY},
        [LINK_LIVE] = {"live", ROLE_GOOD},
        [LINK_SUSPENDED] = {"suspended", ROLE_STALE},
    };
    struct piece *piece;

    if (link->state == LINK_DOWN) {
        add_down(pieces, link, now);
        return;
    }
    if (link->state == LINK_LIVE && link->why.text[0]) {
        add_limited(pieces, link);
        return;
    }
    piece = pieces_add(pieces, RANK_ALWAYS, states[link->state].role);
    (void)snprintf(piece->text, PIECE_SIZE, "%s", states[link->state].words);
}

static void
add_counts(struct pieces *pieces, const struct totals *totals, bool is_stale)
{
    const struct {
        size_t number;
        const char *word;
        enum rank rank;
        enum role role;
        bool is_always;
    } counts[] = {
        {totals->running, "running", RANK_RUNNING, ROLE_HEADER, true},
        {totals->paused, "paused", RANK_PAUSED, ROLE_HEADER, false},
        {totals->exited, "exited", RANK_EXITED, ROLE_HEADER, false},
        {totals->created, "created", RANK_CREATED, ROLE_HEADER, false},
        {totals->unhealthy, "unhealthy", RANK_UNHEALTHY, ROLE_TROUBLE, false},
    };

    for (size_t i = 0; i < sizeof(counts) / sizeof(counts[0]); i++) {
        struct piece *piece;

        if (counts[i].number == 0 && !counts[i].is_always)
            continue;
        piece = pieces_add(pieces, counts[i].rank,
                           is_stale ? ROLE_STALE : counts[i].role);
        piece->is_right = true;
        (void)snprintf(piece->text, PIECE_SIZE, "%zu %s", counts[i].number,
                       counts[i].word);
        if (counts[i].rank == RANK_RUNNING)
            (void)snprintf(piece->brief, sizeof(piece->brief), "%zu up",
                           counts[i].number);
    }
}

/* The largest unit in which there is a whole part. */
static const char *
memory_unit(uint64_t bytes, double *divisor)
{
    static const char *const units[] = {"B", "KiB", "MiB", "GiB", "TiB", "PiB"};
    size_t unit = 0;

    *divisor = 1;
    while (unit + 1 < sizeof(units) / sizeof(units[0]) &&
           (double)bytes / *divisor >= 1024) {
        *divisor *= 1024;
        unit++;
    }
    return units[unit];
}

/* "2.1 of 15.6 GiB"; "12.4 MiB of 15.6 GiB" where the unit of the whole would
 * make little of it. */
static void
memory_text(char out[PIECE_SIZE], uint64_t used, uint64_t whole)
{
    char short_form[FORMAT_SIZE], number[32];
    double divisor, used_divisor;
    const char *unit = memory_unit(whole, &divisor);
    const char *used_unit = memory_unit(used, &used_divisor);

    if (whole == 0) {
        format_memory(short_form, used);
        (void)snprintf(out, PIECE_SIZE, "mem %5s", short_form);
        return;
    }
    if (used_divisor < divisor) {
        (void)snprintf(out, PIECE_SIZE, "mem %5.1f %s of %.1f %s",
                       (double)used / used_divisor, used_unit,
                       (double)whole / divisor, unit);
        return;
    }
    (void)snprintf(
        out, PIECE_SIZE, "mem %*.1f of %s %s",
        snprintf(number, sizeof(number), "%.1f", (double)whole / divisor),
        (double)used / divisor, number, unit);
}

/* Sums over some only say so. */
static void
cpu_text(struct piece *piece, const struct totals *totals)
{
    unsigned whole = totals->host.cpus * 100;
    char number[64], digits[32];

    if (whole > 0)
        (void)snprintf(number, sizeof(number), "cpu %*.0f of %u %%",
                       snprintf(digits, sizeof(digits), "%u", whole),
                       totals->cpu_percent, whole);
    else
        (void)snprintf(number, sizeof(number), "cpu %4.0f %%",
                       totals->cpu_percent);
    if (totals->sampled == totals->running) {
        (void)snprintf(piece->text, PIECE_SIZE, "%s", number);
        return;
    }
    (void)snprintf(piece->text, PIECE_SIZE, "%zu of %zu sampled: %s",
                   totals->sampled, totals->running, number);
    (void)snprintf(piece->brief, sizeof(piece->brief), "%zu/%zu: %.40s",
                   totals->sampled, totals->running, number);
    piece->brief_rank = RANK_SAMPLED;
}

static void
add_totals(struct pieces *pieces, const struct totals *totals)
{
    struct piece *piece;

    if (totals->sampled == 0)
        return;
    piece = pieces_add(pieces, RANK_CPU, ROLE_HEADER);
    piece->is_right = true;
    cpu_text(piece, totals);
    piece = pieces_add(pieces, RANK_MEMORY, ROLE_HEADER);
    piece->is_right = true;
    memory_text(piece->text, totals->memory, totals->host.memory);
}

void
header_render(struct canvas *canvas, const struct store *store, uint64_t now)
{
    struct pieces pieces = {.count = 0};
    const struct link *link;
    const struct totals *totals;

    if (store_engine_count(store) == 0) {
        struct piece *piece = pieces_add(&pieces, RANK_ALWAYS, ROLE_BUSY);

        (void)snprintf(piece->text, PIECE_SIZE, "looking for an engine");
        pieces_draw(&pieces, canvas, ROLE_HEADER);
        return;
    }
    link = store_link(store, 0);
    totals = store_totals(store, 0);
    add_engine(&pieces, store_engine_name(store, 0), &link->info);
    add_link(&pieces, link, now);
    if (link->state != LINK_CONNECTING || totals->count > 0)
        add_counts(&pieces, totals, link->state == LINK_DOWN);
    if (link->state == LINK_LIVE || link->state == LINK_LISTING)
        add_totals(&pieces, totals);
    pieces_draw(&pieces, canvas, ROLE_HEADER);
}

uint64_t
header_next_tick(const struct store *store, uint64_t now)
{
    const struct link *link;

    if (store_engine_count(store) == 0)
        return 0;
    link = store_link(store, 0);
    if (link->state != LINK_DOWN || link->next_try <= now)
        return 0;
    /* To the next whole second before the try. */
    return now + (link->next_try - now - 1) % 1000 + 1;
}
