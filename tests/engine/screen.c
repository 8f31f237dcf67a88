#include "config.h"

#include "engine/screen.h"

#include "engine/docker.h"
#include "support/test.h"

#include <stdio.h>
#include <string.h>
#include <sys/wait.h>

#define ROWS_MOST 90 /* lines of the tallest terminal */

struct pty *
screen_open(int width, int height)
{
    struct pty *pty;

    if (!docker_is_ours())
        skip();
    pty = pty_spawn(&(struct pty_spec){
        .argv = (const char *const[]){BAYPLAN, "-H", docker_host(), NULL},
        .env = (const char *const[]){"LC_ALL=C.UTF-8", "NO_COLOR",
                                     "XDG_STATE_HOME=/dev/null",
                                     "XDG_CONFIG_HOME=/dev/null", NULL},
        .width = width,
        .height = height,
        .with_sync = true,
    });
    assert_true(pty_wait_text(pty, " live", SCREEN_PATIENCE_MS));
    return pty;
}

void
screen_leave(struct pty *pty)
{
    int status;

    pty_send(pty, "Q");
    assert_true(pty_wait_exit(pty, SCREEN_PATIENCE_MS, &status));
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
    pty_free(pty);
}

/* Cursor and mark stand in front of a name. */
static size_t
margin_of(const char *line)
{
    return strspn(line, "> *");
}

int
screen_line_of(struct pty *pty, const char *name)
{
    size_t len = strlen(name);

    for (int y = 2; y < ROWS_MOST; y++) {
        const char *line = pty_line(pty, y);
        size_t margin = margin_of(line);

        if (margin <= 2 && strncmp(line + margin, name, len) == 0 &&
            line[margin + len] == ' ')
            return y;
    }
    return -1;
}

const char *
screen_row_of(struct pty *pty, const char *name)
{
    int y = screen_line_of(pty, name);
    const char *line = y < 0 ? NULL : pty_line(pty, y);

    return line ? line + margin_of(line) + strlen(name) : NULL;
}

static bool
has_sign(struct pty *pty, const char *name, char sign)
{
    int y = screen_line_of(pty, name);
    const char *line = y < 0 ? "" : pty_line(pty, y);

    return memchr(line, sign, margin_of(line)) != NULL;
}

bool
screen_has_cursor(struct pty *pty, void *name)
{
    return has_sign(pty, name, '>');
}

bool
screen_has_mark(struct pty *pty, void *name)
{
    return has_sign(pty, name, '*');
}

void
screen_await(struct pty *pty, bool (*is_so)(struct pty *pty, void *name),
             const char *name)
{
    assert_true(pty_wait(pty, name, is_so, (void *)(uintptr_t)name,
                         SCREEN_PATIENCE_MS));
}

void
screen_choose(struct pty *pty, const char *name)
{
    char keys[128];

    (void)snprintf(keys, sizeof(keys), "/%s\r", name);
    pty_send(pty, keys);
    screen_await(pty, screen_has_cursor, name);
}

/* A key that follows Esc too soon would be Alt and that key. */
void
screen_show_all(struct pty *pty)
{
    pty_send(pty, "\033");
    assert_true(pty_wait_gone(pty, "\xe2\x94\x81 /", SCREEN_PATIENCE_MS));
}
