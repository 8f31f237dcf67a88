#include "config.h"

#include "ui/widgets/app_private.h"

#include "base/mem.h"

#include <stdio.h>
#include <stdlib.h>

static void
remember(struct app *app, enum message_kind kind, const char *text)
{
    struct said said = {.time = app_wall_clock(app), .kind = kind};

    (void)snprintf(said.text, sizeof(said.text), "%s", text);
    ring_push(&app->said, &said);
    app->said_count++;
}

const struct ring *
app_said(const struct app *app)
{
    return &app->said;
}

unsigned long
app_said_count(const struct app *app)
{
    return app->said_count;
}

void
app_say(struct app *app, enum message_kind kind, const char *format, ...)
{
    struct buf text = BUF_INIT(MESSAGE_SIZE - 1);
    va_list args;

    va_start(args, format);
    if (!buf_addv(&text, format, args))
        (void)buf_add_text(&text, "a message that is too long");
    va_end(args);
    message_say(&app->message, kind, buf_text(&text));
    remember(app, kind, buf_text(&text));
    buf_release(&text);
    app->is_dirty = true;
}

void
said_note_sources(struct app *app)
{
    const struct store *store = app_store(app);

    for (unsigned i = 0; i < store_engine_count(store); i++) {
        const char *numbers = store_link(store, i)->numbers;
        char **said = &app->numbers_said[i];
        char text[MESSAGE_SIZE];

        if (*numbers == '\0' || (*said && strcmp(*said, numbers) == 0))
            continue;
        free(*said);
        *said = xstrdup(numbers);
        (void)snprintf(text, sizeof(text), "numbers of %s come from %s",
                       store_engine_name(store, i), numbers);
        remember(app, MESSAGE_INFO, text);
    }
}
