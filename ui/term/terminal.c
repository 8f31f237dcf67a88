/*
 * terminal.c - the device, the display, the writer and the decoder as one
 * terminal on the loop.
 */
#include "config.h"

#include "ui/term/terminal.h"

#include "base/log.h"
#include "base/mem.h"
#include "loop/signals.h"
#include "loop/timer.h"
#include "loop/watch.h"
#include "ui/term/clipboard.h"
#include "ui/term/display.h"
#include "ui/term/input.h"
#include "ui/term/tty.h"
#include "ui/term/writer.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#define ESCAPE_TIME 50     /* ms, the default */
#define CLOSE_PATIENCE 400 /* ms for the last frame to get out */
#define READ_SIZE 4096

#define PASTE_ON "\x1b[?2004h"
#define PASTE_OFF "\x1b[?2004l"
/* Presses of buttons and the wheel, in numbers that any width fits. */
#define MOUSE_ON "\x1b[?1000h\x1b[?1006h"
#define MOUSE_OFF "\x1b[?1006l\x1b[?1000l"

struct terminal {
    struct loop *loop;
    const struct terminal_events *events;
    void *data;

    int fd;
    struct watch *watch;
    struct signal_watch *resize_signal, *continue_signal;
    struct timer *escape_timer;
    struct timer *news_timer; /* tells at the next turn what happened */
    unsigned escape_time;

    struct writer writer;
    struct display *display;
    struct input *input;
    struct size size;

    bool is_entered;   /* the terminal is ours now */
    bool has_mouse;    /* its presses come as keys */
    bool owes_drained; /* there was no room for another frame */
    bool is_lost;
    bool owes_lost, owes_resized;

    /* Callbacks may close the terminal: then the memory stays until the last
     * of them has returned. */
    unsigned callbacks;
    bool is_closed;
};

/* ---- the strings of this terminal */

static bool
is_ansi(void)
{
    const char *cup = display_capability("cup");

    return cup && strncmp(cup, "\x1b[", 2) == 0;
}

/* Without the pauses that terminfo has for terminals of old, "$<2>": only
 * tputs() would make pauses of them. */
static void
add_capability(struct buf *out, const char *name)
{
    const char *bytes = display_capability(name);

    while (bytes && *bytes) {
        const char *pause = strstr(bytes, "$<");
        const char *end = pause ? strchr(pause, '>') : NULL;

        (void)buf_add(out, bytes,
                      end ? (size_t)(pause - bytes) : strlen(bytes));
        bytes = end ? end + 1 : NULL;
    }
}

/* Bracketed paste, and the keypad as terminfo describes it. */
static void
add_modes_on(struct terminal *terminal)
{
    struct buf *out = writer_room(&terminal->writer);

    if (is_ansi())
        (void)buf_add_text(out, PASTE_ON);
    if (terminal->has_mouse)
        (void)buf_add_text(out, MOUSE_ON);
    add_capability(out, "smkx");
}

static void
add_modes_off(const struct terminal *terminal, struct buf *out)
{
    if (terminal->has_mouse)
        (void)buf_add_text(out, MOUSE_OFF);
    if (is_ansi())
        (void)buf_add_text(out, PASTE_OFF);
    add_capability(out, "rmkx");
}

static void
add_screen_off(struct buf *out)
{
    add_capability(out, "sgr0");
    add_capability(out, "op");
    add_capability(out, "cnorm");
    if (display_capability("rmcup"))
        add_capability(out, "rmcup");
    else if (is_ansi()) /* no other screen to go back to: below our own */
        (void)buf_add_text(out, "\x1b[999;1H\r\n");
}

static bool
take_tty(struct terminal *terminal, struct err *err)
{
    struct buf modes = BUF_INIT(TTY_RESTORE_SIZE * 2);
    struct buf screen = BUF_INIT(TTY_RESTORE_SIZE * 2);
    bool ok;

    add_modes_off(terminal, &modes);
    add_screen_off(&screen);
    ok = tty_enter(terminal->fd, buf_str(&modes), buf_str(&screen), err);
    buf_release(&modes);
    buf_release(&screen);
    return ok;
}

/* ---- calling back */

static void terminal_free(struct terminal *terminal);

static void
begin_callbacks(struct terminal *terminal)
{
    terminal->callbacks++;
}

static void
end_callbacks(struct terminal *terminal)
{
    if (--terminal->callbacks == 0 && terminal->is_closed)
        terminal_free(terminal);
}

static void
lose(struct terminal *terminal)
{
    if (terminal->is_lost)
        return;
    log_line("term: the terminal is gone");
    terminal->is_lost = true;
    terminal->owes_lost = true;
    watch_free(terminal->watch);
    terminal->watch = NULL;
    timer_stop(terminal->escape_timer);
    timer_start(terminal->news_timer, 0, 0);
}

static void
tell_news(void *data)
{
    struct terminal *terminal = data;
    bool is_lost = terminal->owes_lost, is_resized = terminal->owes_resized;

    terminal->owes_lost = terminal->owes_resized = false;
    begin_callbacks(terminal);
    if (is_resized)
        terminal->events->resized(terminal->data, terminal->size);
    if (is_lost && !terminal->is_closed)
        terminal->events->lost(terminal->data);
    end_callbacks(terminal);
}

/* ---- keys in */

static void
tell_key(void *data, const struct key *key)
{
    struct terminal *terminal = data;

    if (!terminal->is_closed)
        terminal->events->key(terminal->data, key);
}

static void
await_more(struct terminal *terminal)
{
    if (terminal->is_closed || terminal->is_lost)
        return;
    if (input_is_waiting(terminal->input))
        timer_start(terminal->escape_timer, terminal->escape_time, 0);
    else
        timer_stop(terminal->escape_timer);
}

static void
escape_time_is_up(void *data)
{
    struct terminal *terminal = data;

    begin_callbacks(terminal);
    input_time_up(terminal->input, tell_key, terminal);
    await_more(terminal);
    end_callbacks(terminal);
}

static void
read_keys(struct terminal *terminal, bool has_error)
{
    char bytes[READ_SIZE];
    ssize_t got = read(terminal->fd, bytes, sizeof(bytes));

    if (got > 0) {
        input_feed(terminal->input, str_make(bytes, (size_t)got), tell_key,
                   terminal);
        await_more(terminal);
        return;
    }
    /* With VMIN at 1 a terminal gives nothing only when it is hung up. */
    if (got == 0 || has_error || (errno != EAGAIN && errno != EINTR))
        lose(terminal);
}

/* ---- bytes out */

static void
watch_terminal(struct terminal *terminal)
{
    if (!terminal->watch)
        return;
    if (!terminal->is_entered)
        watch_set(terminal->watch, WATCH_NONE);
    else if (writer_is_empty(&terminal->writer))
        watch_set(terminal->watch, WATCH_READ);
    else
        watch_set(terminal->watch, WATCH_READ | WATCH_WRITE);
}

static void
push(struct terminal *terminal)
{
    if (!writer_push(&terminal->writer))
        lose(terminal);
    if (!writer_is_empty(&terminal->writer))
        terminal->owes_drained = true;
    watch_terminal(terminal);
}

static void
write_more(struct terminal *terminal)
{
    push(terminal);
    if (!terminal_can_draw(terminal) || !terminal->owes_drained)
        return;
    terminal->owes_drained = false;
    terminal->events->drained(terminal->data);
}

static void
ready(void *data, int events)
{
    struct terminal *terminal = data;

    begin_callbacks(terminal);
    if (events & (WATCH_READ | WATCH_ERROR))
        read_keys(terminal, (events & WATCH_ERROR) != 0);
    if ((events & WATCH_WRITE) && !terminal->is_closed && !terminal->is_lost)
        write_more(terminal);
    else if (!terminal->is_closed)
        watch_terminal(terminal); /* an error has switched it off */
    end_callbacks(terminal);
}

/* ---- size, stop and go on */

static bool
update_size(struct terminal *terminal)
{
    struct size size = tty_size(terminal->fd);

    if (size.width == terminal->size.width &&
        size.height == terminal->size.height)
        return false;
    terminal->size = size;
    display_resize(terminal->display, size);
    return true;
}

static void
tell_resized(struct terminal *terminal)
{
    terminal->owes_resized = true;
    timer_start(terminal->news_timer, 0, 0);
}

static void
size_changed(void *data, int number)
{
    struct terminal *terminal = data;

    (void)number;
    if (terminal->is_entered && !terminal->is_lost && update_size(terminal))
        tell_resized(terminal);
}

/* Stopped by SIGSTOP, we could not hand the terminal back, and the shell has
 * set it as it likes it. */
static void
continued(void *data, int number)
{
    struct terminal *terminal = data;

    (void)number;
    if (!terminal->is_entered || terminal->is_lost || !tty_enter_again())
        return;
    (void)update_size(terminal);
    add_modes_on(terminal);
    display_leave(terminal->display);
    push(terminal);
    tell_resized(terminal);
}

/* ---- opening and closing */

static bool
wants_color(enum color_choice color)
{
    const char *no_color = getenv("NO_COLOR");

    /* https://no-color.org: any value but the empty one. */
    return color == COLOR_ALWAYS ||
           (color == COLOR_AUTO && (!no_color || no_color[0] == '\0'));
}

void
terminal_set_color(struct terminal *terminal, enum color_choice color)
{
    display_set_color(terminal->display, wants_color(color));
}

static void
enter(struct terminal *terminal)
{
    terminal->is_entered = true;
    add_modes_on(terminal);
    push(terminal);
}

static void
open_handles(struct terminal *terminal)
{
    struct loop *loop = terminal->loop;

    terminal->escape_timer =
        timer_new(loop, "escape", escape_time_is_up, terminal);
    terminal->news_timer = timer_new(loop, "terminal", tell_news, terminal);
    terminal->resize_signal =
        signal_watch_new(loop, SIGWINCH, size_changed, terminal);
    terminal->continue_signal =
        signal_watch_new(loop, SIGCONT, continued, terminal);
}

struct terminal *
terminal_open(struct loop *loop, const struct terminal_events *events,
              void *data, const struct theme *theme, enum color_choice color,
              struct err *err)
{
    struct terminal *terminal;
    int fd = tty_open(err);

    if (fd < 0)
        return NULL;

    terminal = xcalloc(1, sizeof(*terminal));
    terminal->loop = loop;
    terminal->events = events;
    terminal->data = data;
    terminal->fd = fd;
    terminal->escape_time = ESCAPE_TIME;
    terminal->size = tty_size(fd);
    writer_init(&terminal->writer, fd);
    open_handles(terminal);

    terminal->display =
        display_open(terminal->size, theme, wants_color(color), err);
    if (!terminal->display)
        goto fail;
    terminal->input = input_new(display_capability);
    terminal->watch = watch_new(loop, fd, ready, terminal);
    if (!terminal->watch) {
        (void)err_set(err, "the terminal cannot be watched");
        goto fail;
    }
    if (!take_tty(terminal, err))
        goto fail;
    die_set_hook(terminal_restore);
    enter(terminal);
    return terminal;

fail:
    terminal_close(terminal);
    return NULL;
}

void
terminal_close(struct terminal *terminal)
{
    if (!terminal || terminal->is_closed)
        return;
    if (terminal->is_entered)
        terminal_leave(terminal);
    die_set_hook(NULL);
    terminal->is_closed = true;
    watch_free(terminal->watch);
    timer_free(terminal->escape_timer);
    timer_free(terminal->news_timer);
    signal_watch_free(terminal->resize_signal);
    signal_watch_free(terminal->continue_signal);
    if (terminal->callbacks == 0)
        terminal_free(terminal);
}

static void
terminal_free(struct terminal *terminal)
{
    display_close(terminal->display);
    input_free(terminal->input);
    writer_release(&terminal->writer);
    tty_close(terminal->fd);
    free(terminal);
}

void
terminal_restore(void)
{
    tty_restore();
}

void
terminal_leave(struct terminal *terminal)
{
    if (!terminal->is_entered)
        return;
    if (!terminal->is_lost)
        writer_finish(&terminal->writer, CLOSE_PATIENCE);
    tty_restore();
    display_leave(terminal->display);
    terminal->is_entered = false;
    terminal->owes_drained = false;
    timer_stop(terminal->escape_timer);
    watch_terminal(terminal);
}

bool
terminal_enter(struct terminal *terminal, struct err *err)
{
    if (terminal->is_entered)
        return true;
    if (terminal->is_lost)
        return err_set(err, "the terminal is gone");
    if (!take_tty(terminal, err))
        return false;
    if (update_size(terminal))
        tell_resized(terminal);
    /* Whoever had the terminal meanwhile may have left it on. */
    if (!terminal->has_mouse && is_ansi())
        (void)buf_add_text(writer_room(&terminal->writer), MOUSE_OFF);
    enter(terminal);
    return true;
}

/* ---- drawing */

struct size
terminal_size(const struct terminal *terminal)
{
    return terminal->size;
}

void
terminal_set_escape_time(struct terminal *terminal, unsigned ms)
{
    terminal->escape_time = ms;
}

void
terminal_set_mouse(struct terminal *terminal, bool is_wanted)
{
    struct buf modes = BUF_INIT(TTY_RESTORE_SIZE);

    if (terminal->has_mouse == is_wanted || !is_ansi())
        return;
    terminal->has_mouse = is_wanted;
    if (!terminal->is_entered)
        return;
    add_modes_off(terminal, &modes);
    tty_set_modes(buf_str(&modes));
    buf_release(&modes);
    (void)buf_add_text(writer_room(&terminal->writer),
                       is_wanted ? MOUSE_ON : MOUSE_OFF);
    push(terminal);
}

bool
terminal_copy(struct terminal *terminal, struct str text, struct err *err)
{
    struct buf bytes = BUF_INIT(CLIPBOARD_SIZE);
    bool is_whole = clipboard_add(&bytes, text, err);

    if (is_whole && terminal->is_entered && !terminal->is_lost) {
        (void)buf_add_str(writer_room(&terminal->writer), buf_str(&bytes));
        push(terminal);
    }
    buf_release(&bytes);
    return is_whole;
}

bool
terminal_can_draw(const struct terminal *terminal)
{
    return terminal->is_entered && !terminal->is_lost &&
           writer_is_empty(&terminal->writer);
}

void
terminal_draw(struct terminal *terminal, const struct grid *grid)
{
    if (!terminal_can_draw(terminal))
        return;
    display_draw(terminal->display, grid, writer_room(&terminal->writer));
    if (writer_is_empty(&terminal->writer))
        return;
    tty_has_screen();
    push(terminal);
}

void
terminal_forget(struct terminal *terminal)
{
    display_forget(terminal->display);
}

void
terminal_install_crash_handlers(void)
{
    tty_install_crash_handlers();
}

uint64_t
terminal_bytes_written(const struct terminal *terminal)
{
    return terminal->writer.total;
}
