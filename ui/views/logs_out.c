/*
 * logs_out.c - a log leaves the screen: into a file, into a command; and how
 * far back it is read.
 *
 * What is shown or held is in memory and written at once. The whole log comes
 * from the engine (work/save.h), which takes its time: the title says how far
 * it is, and Esc stops it. A command gets it as a file of ours that goes when
 * the command has ended: then it may seek, and nothing waits for it but the
 * screen.
 */
#include "config.h"

#include "ui/views/logs.h"

#include "base/format.h"
#include "base/mem.h"
#include "base/timestamp.h"
#include "ui/widgets/menu.h"
#include "ui/widgets/prompt.h"
#include "work/save.h"
#include "work/since.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define WORDS_SIZE 4096

enum part { PART_SHOWN, PART_HELD, PART_WHOLE, PARTS };

struct logs_out {
    enum part part;
    bool is_pipe;
    struct ref ref;    /* whose log, when it was chosen */
    struct buf target; /* the file's name, or the command */
    char path[SAVE_PATH_SIZE];
    struct save *save; /* the whole log; NULL: none is read */
};

static struct logs_out *
out_of(struct logs *view)
{
    if (!view->out) {
        view->out = xcalloc(1, sizeof(*view->out));
        buf_init(&view->out->target, WORDS_SIZE);
    }
    return view->out;
}

void
logs_release_out(struct logs *view)
{
    if (!view->out)
        return;
    save_free(view->out->save);
    buf_release(&view->out->target);
    free(view->out);
    view->out = NULL;
}

/* ---- while it is read from the engine ----------------------------------- */

bool
logs_is_saving(const struct logs *view)
{
    return view->out && view->out->save;
}

void
logs_stop_saving(struct logs *view)
{
    save_free(view->out->save);
    view->out->save = NULL;
    app_say(view->view.app, MESSAGE_INFO, "stopped; nothing was %s",
            view->out->is_pipe ? "piped" : "saved");
}

void
logs_say_saving(const struct logs *view, struct buf *out)
{
    char bytes[FORMAT_SIZE];

    if (!logs_is_saving(view))
        return;
    format_memory(bytes, save_bytes(view->out->save));
    (void)buf_addf(out, "%s %s, Esc stops, ",
                   view->out->is_pipe ? "reading for the pipe" : "saving",
                   bytes);
}

/* ---- what is done with the file ----------------------------------------- */

/* The shell removes the file, and waits for a key: what was printed would be
 * gone at once. */
static void
run_command(struct logs *view)
{
    static const char script[] =
        "trap : INT; (eval \"$2\") <\"$1\"; s=$?; rm -f -- \"$1\"; "
        "printf '\\n-- Enter --'; read -r _; exit $s";
    struct logs_out *out = view->out;
    const char *command = buf_text(&out->target);
    const char *const argv[] = {"sh",      "-c",    script, "bayplan",
                                out->path, command, NULL};

    if (!app_run_command(view->view.app, argv, command))
        (void)unlink(out->path);
}

static void
finish(struct logs *view, uint64_t lines)
{
    struct logs_out *out = view->out;

    if (out->is_pipe)
        run_command(view);
    else
        app_say(view->view.app, MESSAGE_INFO, "saved %llu %s to %s",
                (unsigned long long)lines, lines == 1 ? "line" : "lines",
                out->path);
}

static void
whole_went_on(void *data)
{
    view_mark(data);
}

static void
whole_is_there(void *data, const struct err *err)
{
    struct logs *view = data;
    uint64_t lines = save_lines(view->out->save);

    save_free(view->out->save);
    view->out->save = NULL;
    view_mark(&view->view);
    if (err)
        app_say(view->view.app, MESSAGE_ERROR, "%s", err->text);
    else
        finish(view, lines);
}

/* ---- what is in memory -------------------------------------------------- */

static uint64_t
next_line(const struct logs *view, uint64_t line)
{
    const struct logbook *book = logs_book(view);

    if (view->out->part == PART_SHOWN)
        return logs_next(view, line);
    if (line < logbook_first(book))
        line = logbook_first(book) - 1;
    return line + 1 < logbook_end(book) ? line + 1 : 0;
}

static bool
write_lines(struct logs *view, int fd, uint64_t *lines, struct err *err)
{
    FILE *file = fdopen(fd, "w");
    struct logbook_line line;
    bool is_good = true;

    *lines = 0;
    if (!file) {
        (void)close(fd);
        return err_set_errno(err, errno, "writing %s", view->out->path);
    }
    for (uint64_t number = next_line(view, 0); number != 0 && is_good;
         number = next_line(view, number)) {
        if (!logbook_line_at(logs_book(view), number, &line) ||
            line.kind == LOGBOOK_SEAM)
            continue;
        is_good =
            fwrite(line.text.at, 1, line.text.len, file) == line.text.len &&
            fputc('\n', file) != EOF;
        ++*lines;
    }
    is_good = fflush(file) == 0 && is_good;
    if (!is_good)
        (void)err_set_errno(err, errno, "writing %s", view->out->path);
    (void)fclose(file);
    if (!is_good)
        (void)unlink(view->out->path);
    return is_good;
}

static void
fill(struct logs *view, int fd)
{
    const struct save_owner owner = {
        .changed = whole_went_on, .done = whole_is_there, .data = view};
    struct logs_out *out = view->out;
    uint64_t lines;
    struct err err;

    if (out->part == PART_WHOLE)
        out->save =
            save_new(app_loop(view->view.app), app_fleet(view->view.app),
                     &out->ref, out->path, fd, &owner);
    else if (write_lines(view, fd, &lines, &err))
        finish(view, lines);
    else
        app_say(view->view.app, MESSAGE_ERROR, "%s", err.text);
}

/* ---- questions ---------------------------------------------------------- */

static void open_file(struct logs *view, bool replaces);

static void
replace_chosen(void *data, size_t index)
{
    if (index == 0)
        open_file(data, true);
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
                   view->out->path);
    if (!menu_open(view->view.app, title, entries, 2, 1, &owner, &err))
        app_say(view->view.app, MESSAGE_ERROR, "%s", err.text);
}

static void
open_file(struct logs *view, bool replaces)
{
    struct err err;
    int fd;

    if (save_open_file(view->out->path, replaces, &fd, &err))
        fill(view, fd);
    else if (err.kind == ERR_CONFLICT && !replaces)
        ask_to_replace(view);
    else
        app_say(view->view.app, MESSAGE_ERROR, "%s", err.text);
}

static void
open_own_file(struct logs *view)
{
    const char *folder = getenv("TMPDIR");
    struct logs_out *out = view->out;
    int fd;

    (void)snprintf(out->path, sizeof(out->path), "%s/bayplan-log.XXXXXX",
                   folder && folder[0] == '/' ? folder : "/tmp");
    fd = mkstemp(out->path);
    if (fd < 0) {
        app_say(view->view.app, MESSAGE_ERROR, "no file can be made for it: %s",
                strerror(errno));
        return;
    }
    (void)fcntl(fd, F_SETFD, FD_CLOEXEC);
    fill(view, fd);
}

static void
target_typed(void *data, struct str text, bool is_kept)
{
    struct logs *view = data;
    struct logs_out *out = view->out;

    text = str_trim(text);
    if (!is_kept || text.len == 0 || !view->tail)
        return;
    buf_clear(&out->target);
    (void)buf_add_str(&out->target, text);
    if (out->target.is_full || text.len >= sizeof(out->path)) {
        app_say(view->view.app, MESSAGE_ERROR, "that is too long");
    } else if (out->is_pipe) {
        open_own_file(view);
    } else {
        (void)snprintf(out->path, sizeof(out->path), "%s",
                       buf_text(&out->target));
        open_file(view, false);
    }
}

static void
part_chosen(void *data, size_t index)
{
    struct logs *view = data;
    const struct prompt_owner owner = {.done = target_typed, .data = view};
    struct logs_out *out = view->out;
    struct buf name = BUF_INIT(WORDS_SIZE);
    struct err err;

    out->part = (enum part)index;
    out->ref = view->ref;
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
    const struct menu_entry entries[PARTS] = {
        [PART_SHOWN] = {.key = 's',
                        .words = "what is shown",
                        .help = shown_help},
        [PART_HELD] = {.key = 'h', .words = "what is held", .help = held_help},
        [PART_WHOLE] = {.key = 'w',
                        .words = "the whole log",
                        .help = "read again from the engine"},
    };
    struct err err;

    out_of(view)->is_pipe = is_pipe;
    (void)snprintf(shown_help, sizeof(shown_help), "%llu lines",
                   (unsigned long long)shown);
    (void)snprintf(held_help, sizeof(held_help), "%llu lines",
                   (unsigned long long)held);
    if (!menu_open(view->view.app, is_pipe ? "Pipe to a command" : "Save",
                   entries, PARTS, PART_SHOWN, &owner, &err))
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
