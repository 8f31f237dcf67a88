#include "config.h"

#include "ui/widgets/history.h"

#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

void
history_release(struct history *history)
{
    for (size_t i = 0; i < history->count; i++)
        free(history->lines[i]);
    history->count = 0;
}

static void
drop(struct history *history, size_t index)
{
    free(history->lines[index]);
    history->count--;
    memmove(&history->lines[index], &history->lines[index + 1],
            (history->count - index) * sizeof(history->lines[0]));
}

void
history_add(struct history *history, struct str line)
{
    line = str_trim(line);
    if (line.len == 0)
        return;
    for (size_t i = 0; i < history->count; i++)
        if (str_is(line, history->lines[i])) {
            drop(history, i);
            break;
        }
    if (history->count == HISTORY_LINES)
        drop(history, 0);
    history->lines[history->count++] = xstrndup(line.at, line.len);
}
