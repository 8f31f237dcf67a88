#include "config.h"

#include "work/column_say.h"

#include "base/ring.h"
#include "base/text.h"
#include "base/timestamp.h"

/* A cell is the mean of so long; those that are sampled in rotation have one
 * sample in it, too. The cells begin at whole multiples of it, so that their
 * values do not change with each sample but the last. */
#define CELL_SECONDS 20
/* What is below is no more than a ripple. */
#define LEAST_TOP 10.0 /* per cent */

struct cell {
    double sum;
    unsigned count;
};

/* The samples of the last cells, the newest in the last; their largest mean. */
static double
gather(const struct ring *history, struct cell cells[WIDTH_TREND])
{
    const struct moment *last = ring_last(history);
    int64_t newest = last->read / (CELL_SECONDS * SECOND_NS);
    double top = LEAST_TOP;

    for (size_t i = history->count; i > 0; i--) {
        const struct moment *moment = ring_at(history, i - 1);
        int64_t back = newest - moment->read / (CELL_SECONDS * SECOND_NS);
        struct cell *cell;

        if (back < 0 || back >= WIDTH_TREND)
            break;
        cell = &cells[WIDTH_TREND - 1 - back];
        if (moment->cpu < 0)
            continue;
        cell->sum += (double)moment->cpu;
        cell->count++;
    }
    for (size_t i = 0; i < WIDTH_TREND; i++)
        if (cells[i].count > 0 && cells[i].sum / cells[i].count > top)
            top = cells[i].sum / cells[i].count;
    return top;
}

static void
level_say(struct buf *out, double part)
{
    static const char *const blocks[] = {
        "\xe2\x96\x81", "\xe2\x96\x82", "\xe2\x96\x83", "\xe2\x96\x84",
        "\xe2\x96\x85", "\xe2\x96\x86", "\xe2\x96\x87", "\xe2\x96\x88"};
    static const char *const ascii[] = {"_", ".", "-", "="};
    bool is_utf8 = text_is_utf8();
    size_t count = is_utf8 ? sizeof(blocks) / sizeof(blocks[0])
                           : sizeof(ascii) / sizeof(ascii[0]);
    size_t level = part > 0 ? (size_t)(part * (double)count) : 0;

    if (level >= count)
        level = count - 1;
    (void)buf_add_text(out, is_utf8 ? blocks[level] : ascii[level]);
}

enum tone
trend_say(struct buf *out, const void *data, const struct cell_context *context)
{
    const struct container_row *row = data;
    const struct ring *history = NULL;
    struct cell cells[WIDTH_TREND] = {{0, 0}};
    double top;

    if (context->store && row->usage && state_is_up(row->value->state))
        history = store_history(context->store, &row->ref);
    if (!history || history->count == 0)
        return TONE_DIM;
    top = gather(history, cells);
    for (size_t i = 0; i < WIDTH_TREND; i++) {
        if (cells[i].count > 0)
            level_say(out, cells[i].sum / cells[i].count / top);
        else
            (void)buf_add_char(out, ' ');
    }
    return usage_is_stale(row, context) ? TONE_STALE : TONE_PLAIN;
}
