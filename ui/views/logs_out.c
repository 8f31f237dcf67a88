/*
 * logs_out.c - a log leaves the screen: into a file, into a command; and how
 * far back it is read.
 *
 * What is asked here is done by a job (work/jobs.h), which goes on when this
 * log is left; while its log is shown the title says how far it is, and Esc
 * cancels it.
 */
#include "config.h"

#include "ui/views/logs.h"

#include "base/format.h"
#include "base/mem.h"
#include "base/timestamp.h"
#include "ui/widgets/menu.h"
#include "ui/widgets/prompt.h"
#include "work/savefile.h"
#include "work/since.h"

#include <stdio.h>
#include <stdlib.h>

#define WORDS_SIZE 4096
#define WIDE 60 /* cells; in less the title says no keys */

struct logs_out {
    enum save_part part;
    bool is_pipe;
    struct ref ref;    /* whose log, when it was chosen */
    struct buf name;   /* of that container */
    struct buf target; /* the file's name, or the command */
};

static struct logs_out *
out_of(struct logs *view)
{
    if (!view->out) {
        view->out = xcalloc(1, sizeof(*view->out));
        buf_init(&view->out->name, WORDS_SIZE);
        buf_init(&view->out->target, WORDS_SIZE);
    }
    return view->out;
}

void
logs_release_out(struct logs *view)
{
    if (!view->out)
        return;
    buf_release(&view->out->name);
    buf_release(&view->out->target);
    free(view->out);
    view->out = NULL;
}

/* ---- while it is saved -------------------------------------------------- */

static const struct job *
job_of(const struct logs *view)
{
    return jobs_find_save(app_jobs(view->view.app), &view->ref);
}

bool
logs_is_saving(const struct logs *view)
{
    return job_of(view) != NULL;
}

void
logs_stop_saving(struct logs *view)
{
    jobs_cancel(app_jobs(view->view.app), job_number(job_of(view)));
}

void
logs_say_saving(const struct logs *view, struct buf *out)
{
    const struct job *job = job_of(view);
    char bytes[FORMAT_SIZE];

    if (!job)
        return;
    format_memory(bytes, job_bytes(job));
    (void)buf_addf(out, "%s %s, ",
                   job_command(job) ? "reading for the pipe" : "saving", bytes);
    if (view->view.size.width >= WIDE && !view->search &&
        sieve_pattern_count(view->sieve) == 0 && !logs_is_selecting(view))
        (void)buf_add_text(out, "Esc stops, ");
}

/* ---- questions ---------------------------------------------------------- */

static void begin(struct logs *view, bool replaces);

static void
replace_chosen(void *data, size_t index)
{
    if (index == 0)
        begin(data, true);
}

static void
ask_to_replace(struct logs *view)
{
    static const struct menu_entry entries[] = {
        {.key = 'r', .words = "replace it"},
        {.key = 'l', .words = "leave it"},
    };
    const struct menu_owner owner = {.chosen = replace_chosen, .data = view};
    char title[128];
    struct err err;

    (void)snprintf(title, sizeof(title), "%.100s is there already",
                   buf_text(&view->out->target));
    if (!menu_open(view->view.app, title, entries, 2, 1, &owner, &err))
        app_say(view->view.app, MESSAGE_ERROR, "%s", err.text);
}

static void
begin(struct logs *view, bool replaces)
{
    struct logs_out *out = view->out;
    const char *target = buf_text(&out->target);
    const struct job_save what = {
        .part = out->part,
        .name = buf_text(&out->name),
        .book = logs_book(view),
        .shown = out->part == SAVE_SHOWN ? sieve_shown(view->sieve) : NULL,
        .path = out->is_pipe ? NULL : target,
        .command = out->is_pipe ? target : NULL,
        .replaces = replaces,
    };
    struct err err;

    if (jobs_save_log(app_jobs(view->view.app), &out->ref, &what, &err))
        view_mark(&view->view);
    else if (err.kind == ERR_CONFLICT && !replaces)
        ask_to_replace(view);
    else
        app_say(view->view.app, MESSAGE_ERROR, "%s", err.text);
}

static void
target_typed(void *data, struct str text, bool is_kept)
{
    struct logs *view = data;
    struct logs_out *out = view->out;

    text = str_trim(text);
    if (!is_kept || text.len == 0)
        return;
    if (!view->tail || !ref_equal(&view->ref, &out->ref)) {
        app_say(view->view.app, MESSAGE_INFO,
                "another log is shown by now; nothing was saved");
        return;
    }
    buf_clear(&out->target);
    if (!out->is_pipe && str_starts(text, "~/") && getenv("HOME")) {
        (void)buf_add_text(&out->target, getenv("HOME"));
        text = str_make(text.at + 1, text.len - 1);
    }
    (void)buf_add_str(&out->target, text);
    if (out->target.is_full || text.len >= SAVEFILE_PATH)
        app_say(view->view.app, MESSAGE_ERROR, "that is too long");
    else
        begin(view, false);
}

static void
part_chosen(void *data, size_t index)
{
    struct logs *view = data;
    const struct prompt_owner owner = {.done = target_typed, .data = view};
    struct logs_out *out = view->out;
    struct buf name = BUF_INIT(WORDS_SIZE);
    struct err err;

    out->part = (enum save_part)index;
    out->ref = view->ref;
    buf_clear(&out->name);
    (void)buf_add_str(&out->name, buf_str(&view->name));
    if (!out->is_pipe)
        (void)buf_addf(&name, "%.*s.log", STR_ARGS(buf_str(&view->name)));
    if (!prompt_open(view->view.app, out->is_pipe ? "pipe to: " : "save to: ",
                     buf_str(&name), &owner, &err))
        app_say(view->view.app, MESSAGE_ERROR, "%s", err.text);
    buf_release(&name);
}

static void
open_parts(struct logs *view, bool is_pipe)
{
    const struct logbook *book = logs_book(view);
    const struct menu_owner owner = {.chosen = part_chosen, .data = view};
    uint64_t shown = logs_count_behind(view, 0);
    uint64_t held = logbook_end(book) - logbook_first(book);
    char shown_help[64], held_help[64];
    const struct menu_entry entries[] = {
        [SAVE_SHOWN] = {.key = 's',
                        .words = "what is shown",
                        .help = shown_help},
        [SAVE_HELD] = {.key = 'h', .words = "what is held", .help = held_help},
        [SAVE_WHOLE] = {.key = 'w',
                        .words = "the whole log",
                        .help = "read again from the engine"},
    };
    struct err err;

    out_of(view)->is_pipe = is_pipe;
    (void)snprintf(shown_help, sizeof(shown_help), "%llu %s",
                   (unsigned long long)shown, shown == 1 ? "line" : "lines");
    (void)snprintf(held_help, sizeof(held_help), "%llu %s",
                   (unsigned long long)held, held == 1 ? "line" : "lines");
    if (!menu_open(view->view.app, is_pipe ? "Pipe to a command" : "Save",
                   entries, sizeof(entries) / sizeof(entries[0]), SAVE_SHOWN,
                   &owner, &err))
        app_say(view->view.app, MESSAGE_ERROR, "%s", err.text);
}

void
logs_open_save(struct logs *view)
{
    open_parts(view, false);
}

void
logs_open_pipe(struct logs *view)
{
    open_parts(view, true);
}

/* ---- how far back ------------------------------------------------------- */

/* A number is one of lines here, not of seconds since 1970. */
static bool
parse_window(struct str text, struct tail_window *window, struct err *err)
{
    long long lines;

    text = str_trim(text);
    *window = (struct tail_window){0};
    if (text.len == 0)
        return true;
    if (str_is(text, "all")) {
        window->lines = TAIL_ALL;
        return true;
    }
    if (str_to_i64(text, &lines) && lines > 0 && lines <= TAIL_MOST) {
        window->lines = (long)lines;
        return true;
    }
    return since_parse(text, timestamp_now(), &window->since, err);
}

static void
window_typed(void *data, struct str text, bool is_kept)
{
    struct logs *view = data;
    struct tail_window window;
    struct err err;

    if (!is_kept || !view->tail)
        return;
    if (parse_window(text, &window, &err))
        logs_read_again(view, &window);
    else
        app_say(view->view.app, MESSAGE_ERROR, "%s", err.text);
}

static void
say_window(const void *data, struct str text, struct buf *out)
{
    (void)data;
    if (text.len == 0)
        (void)buf_add_text(out, "500, all, 10m, 08:30, 2026-11-21 ...");
}

void
logs_open_window(struct logs *view)
{
    const struct prompt_owner owner = {
        .done = window_typed, .hint = say_window, .data = view};
    struct err err;

    if (!prompt_open(view->view.app, "last lines, or since: ", str_of(""),
                     &owner, &err))
        app_say(view->view.app, MESSAGE_ERROR, "%s", err.text);
}
