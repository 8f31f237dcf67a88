#include "config.h"

#include "ui/widgets/history.h"

#include "base/mem.h"
#include "work/files.h"

#include <stdlib.h>
#include <string.h>

#define HISTORY_FILE "history"

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

bool
history_load(struct history *history, env_fn env, struct err *err)
{
    struct buf path = BUF_INIT(PLACE_LIMIT), text = BUF_INIT(HISTORY_SIZE);
    struct err why = {.kind = ERR_MISSING};
    struct str rest, line;
    bool ok = state_file_path(&path, HISTORY_FILE, env, NULL) &&
              file_read(&text, buf_text(&path), &why);

    rest = buf_str(&text);
    while (ok && str_cut(&rest, '\n', &line))
        history_add(history, line);
    buf_release(&path);
    buf_release(&text);
    return ok || why.kind == ERR_MISSING || err_copy(err, &why);
}

/* Other runs of the program write there, too. */
bool
history_save(const struct history *history, env_fn env, struct err *err)
{
    struct history all = {.count = 0};
    struct buf text = BUF_INIT(HISTORY_SIZE);
    bool ok;

    (void)history_load(&all, env, NULL);
    for (size_t i = 0; i < history->count; i++)
        history_add(&all, str_of(history->lines[i]));
    for (size_t i = 0; i < all.count; i++)
        (void)buf_addf(&text, "%s\n", all.lines[i]);
    ok = state_file_write(HISTORY_FILE, buf_str(&text), env, err);
    history_release(&all);
    buf_release(&text);
    return ok;
}
