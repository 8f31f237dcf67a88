#include "config.h"

#include "ui/widgets/message.h"

#include "ui/widgets/wrap.h"

#include <stdio.h>

void
message_say(struct message *message, enum message_kind kind, const char *text)
{
    if (kind == MESSAGE_INFO) {
        (void)snprintf(message->info, MESSAGE_SIZE, "%s", text);
        return;
    }
    message->info[0] = '\0';
    (void)snprintf(message->error, MESSAGE_SIZE, "%s", text);
    message->errors++;
}

bool
message_is_open(const struct message *message)
{
    return message->info[0] || message->error[0];
}

bool
message_read(struct message *message)
{
    bool was_open = message->info[0] != '\0';

    message->info[0] = '\0';
    return was_open;
}

bool
message_dismiss(struct message *message)
{
    bool was_open = message->error[0] != '\0';

    message->error[0] = '\0';
    message->errors = 0;
    return was_open;
}

/* What is shown now. */
static void
words(const struct message *message, struct buf *out)
{
    if (message->info[0]) {
        (void)buf_add_text(out, message->info);
        return;
    }
    (void)buf_add_text(out, message->error);
    if (message->errors > 1)
        (void)buf_addf(out, " (and %u before it)", message->errors - 1);
    (void)buf_add_text(out, "  Esc");
}

int
message_height(const struct message *message, int width)
{
    struct buf text = BUF_INIT(MESSAGE_SIZE * 2);
    int lines;

    words(message, &text);
    lines = wrap_height(buf_str(&text), width - 2);
    buf_release(&text);
    return lines;
}

void
message_render(const struct message *message, struct canvas *canvas)
{
    struct buf text = BUF_INIT(MESSAGE_SIZE * 2);
    struct canvas inner =
        canvas_part(canvas, 1, 0, canvas->size.width - 2, canvas->size.height);
    enum role role = message->info[0] ? ROLE_PLAIN : ROLE_ERROR;

    words(message, &text);
    for (int y = 0; y < canvas->size.height; y++)
        canvas_fill(canvas, 0, y, canvas->size.width, role);
    (void)wrap_draw(&inner, role, buf_str(&text));
    buf_release(&text);
}
