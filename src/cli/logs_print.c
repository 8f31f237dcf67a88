#include "config.h"

#include "cli/logs_print.h"

#include "base/escape.h"
#include "base/json.h"
#include "base/text.h"
#include "base/timestamp.h"
#include "store/mark.h"

#include <inttypes.h>

/* All nine digits, so that it can be given to --since again. */
static void
add_time(struct buf *out, int64_t time)
{
    char text[TIMESTAMP_SIZE];

    timestamp_format(text, time);
    (void)buf_addf(out, "%.19s.%09" PRId64 "Z", text, time % SECOND_NS);
}

static void
add_json_text(struct buf *out, const char *name, struct str text)
{
    (void)buf_addf(out, ",\"%s\":", name);
    (void)json_add_string(out, text);
}

static void
print_json(struct buf *out, const struct container *container,
           const struct logbook_line *line)
{
    enum level level = mark_level(line->mark);

    (void)buf_add_text(out, "{\"time\":");
    if (line->time != TIMESTAMP_NONE) {
        (void)buf_add_char(out, '"');
        add_time(out, line->time);
        (void)buf_add_char(out, '"');
    } else {
        (void)buf_add_text(out, "null");
    }
    add_json_text(out, "name", str_of(container->name));
    add_json_text(out, "id", str_of(container->id));
    add_json_text(out, "stream",
                  str_of(line->stream == LOG_STDERR ? "stderr" : "stdout"));
    if (level != LEVEL_NONE)
        add_json_text(out, "level", str_of(level_names[level]));
    else
        (void)buf_add_text(out, ",\"level\":null");
    add_json_text(out, "text", line->text);
    (void)buf_add_text(out, "}\n");
}

static void
add_harmless(struct buf *out, struct str text)
{
    struct buf room = BUF_INIT(LOGBOOK_LINE_MAX);

    (void)text_clean(out, escape_plain(&room, text));
    buf_release(&room);
}

static void
print_text(struct buf *out, const struct logs_form *form,
           const struct container *container, const struct logbook_line *line)
{
    size_t len = strlen(container->name);

    if (form->name_width > 0) {
        (void)buf_add_text(out, container->name);
        if (len < form->name_width)
            (void)buf_add_repeat(out, ' ', form->name_width - len);
        (void)buf_add_text(out, " | ");
    }
    if (form->timestamps && line->time != TIMESTAMP_NONE) {
        add_time(out, line->time);
        (void)buf_add_char(out, ' ');
    }
    if (form->is_harmless)
        add_harmless(out, line->text);
    else
        (void)buf_add_str(out, line->text);
    (void)buf_add_char(out, '\n');
}

bool
logs_print_line(struct buf *out, const struct logs_form *form,
                const struct container *container,
                const struct logbook_line *line)
{
    if (form->json)
        print_json(out, container, line);
    else
        print_text(out, form, container, line);
    return !out->is_full;
}
