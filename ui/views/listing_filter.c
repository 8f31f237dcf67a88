/*
 * listing_filter.c - which rows a list shows: the `/` prompt, and `filter` as a
 * command.
 */
#include "config.h"

#include "ui/views/listing.h"
#include "ui/views/panes.h"
#include "ui/views/views.h"
#include "ui/widgets/prompt.h"
#include "work/command.h"

#include <stdio.h>

/* Who filters looks for a row, and not for the header above it. */
static void
leave_header(struct listing *list)
{
    const struct rows *rows;
    const struct ref *cursor;

    listing_collect(list);
    rows = listing_rows(list);
    cursor = table_row(&list->table);
    if (!cursor || !ref_is_header(cursor))
        return;
    for (size_t i = 0; i < rows->count; i++)
        if (!ref_is_header(&rows->at[i])) {
            (void)table_go(&list->table, &rows->at[i]);
            return;
        }
}

static bool
set_filter(struct listing *list, struct str text, struct err *err)
{
    struct filter *filter = filter_new(list->info->kind, text, NULL, err);

    if (!filter)
        return false;
    filter_free(list->filter);
    list->filter = filter;
    buf_clear(&list->text);
    (void)buf_add_str(&list->text, text);
    listing_mark_stale(list);
    if (text.len > 0)
        leave_header(list);
    return true;
}

/* ---- the prompt --------------------------------------------------------- */

static void
filter_changed(void *data, struct str text)
{
    struct listing *list = data;

    /* The last good one stays while it is none. */
    list->is_unfinished = !set_filter(list, text, &list->unfinished);
    view_mark(&list->view);
}

static void
say_unfinished(struct listing *list)
{
    if (list->text.len > 0)
        app_say(list->view.app, MESSAGE_INFO, "%s; the filter is '%s' still",
                list->unfinished.text, buf_text(&list->text));
    else
        app_say(list->view.app, MESSAGE_INFO, "%s; nothing is filtered",
                list->unfinished.text);
}

/* What was tried on the way to a filter is not one that somebody chose: Esc,
 * and Enter behind what is none, bring back the one that was there before. */
static void
filter_done(void *data, struct str text, bool is_kept)
{
    struct listing *list = data;
    bool was_unfinished = list->is_unfinished;

    (void)text;
    list->is_unfinished = false;
    if (is_kept && !was_unfinished)
        return;
    filter_changed(list, buf_str(&list->text_before));
    listing_collect(list);
    if (list->before.kind != REF_NONE)
        (void)table_go(&list->table, &list->before);
    if (is_kept)
        say_unfinished(list);
}

static void
filter_note(const void *data, struct buf *out)
{
    const struct listing *list = data;

    if (list->is_unfinished)
        (void)buf_add_text(out, list->unfinished.text);
    else
        listing_say_count(list, out);
}

static bool
filter_is_wrong(const void *data)
{
    return ((const struct listing *)data)->is_unfinished;
}

/* The names of fields, and what is there of one behind the last blank. */
static bool
complete(void *data, struct str text, struct buf *out)
{
    const struct kind *kind = ((const struct listing *)data)->info->kind;
    const struct field *found = NULL;
    size_t begin = text.len, count = 0;

    while (begin > 0 && text.at[begin - 1] != ' ' && text.at[begin - 1] != '!')
        begin--;
    for (size_t i = 0; i < kind->field_count && begin < text.len; i++) {
        struct str name = str_of(kind->fields[i].name);

        if (name.len < text.len - begin ||
            !str_equal(str_make(name.at, text.len - begin),
                       str_make(text.at + begin, text.len - begin)))
            continue;
        found = &kind->fields[i];
        count++;
    }
    if (count != 1)
        return false;
    (void)buf_add(out, text.at, begin);
    (void)buf_addf(out, "%s:", found->name);
    return true;
}

void
listing_open_filter(struct listing *list)
{
    const struct ref *row = table_row(&list->table);
    struct prompt_owner owner = {
        .changed = filter_changed,
        .done = filter_done,
        .is_wrong = filter_is_wrong,
        .note = filter_note,
        .complete = complete,
        .data = list,
    };
    struct err err;

    list->before = row ? *row : ref_make(0, REF_NONE, "");
    buf_clear(&list->text_before);
    (void)buf_add_str(&list->text_before, buf_str(&list->text));
    if (!prompt_open(list->view.app, "/", buf_str(&list->text), &owner, &err))
        app_say(list->view.app, MESSAGE_ERROR, "%s", err.text);
}

void
listing_clear_filter(struct listing *list)
{
    filter_changed(list, str_of(""));
}

/* ---- the command -------------------------------------------------------- */

/* The list that fills the screen, or that had the focus last in the panes. */
static struct listing *
list_of(const struct app *app)
{
    const struct view *view = app_view(app);

    if (view && view->ops == &panes_view)
        view = panes_list(view);
    if (!view || (view->ops != &containers_view && view->ops != &images_view))
        return NULL;
    return (struct listing *)(uintptr_t)view;
}

static bool
filter_run(void *context, const struct words *words, struct err *err)
{
    struct listing *list = list_of(context);

    if (!list)
        return err_set_kind(err, ERR_USAGE, "there is no list here");
    if (words->count == 1) {
        listing_open_filter(list);
        return true;
    }
    return set_filter(list, words->at[1], err);
}

static void
filter_complete(void *context, const struct words *words, word_fn each,
                void *data)
{
    const struct listing *list = list_of(context);
    char name[64];

    (void)words;
    for (size_t i = 0; list && i < list->info->kind->field_count; i++) {
        const struct field *field = &list->info->kind->fields[i];

        (void)snprintf(name, sizeof(name), "%s:", field->name);
        each(data, name, field->help);
    }
}

const struct command filter_commands[] = {
    {.name = "filter",
     .usage = "[EXPRESSION]",
     .help = "show only what matches, in the list that had the focus last",
     .min_words = 0,
     .max_words = 1,
     .is_raw = true,
     .run = filter_run,
     .complete = filter_complete},
};
const size_t filter_command_count =
    sizeof(filter_commands) / sizeof(filter_commands[0]);
