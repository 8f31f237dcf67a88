#include "config.h"

#include "support/pty.h"

#include "base/buf.h"
#include "base/mem.h"
#include "support/picture.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* How often a wait looks at things that no descriptor tells: a process that
 * ended or stopped. */
#define LOOK_MS 20
#define SYNC_LINE 256

extern char **environ;

struct pty {
    int master, slave;
    int sync; /* read end of BAYPLAN_SYNC, or -1 */
    pid_t pid;
    bool has_ended;
    int status;
    struct picture *picture;
    struct buf raw;
    uint64_t bytes;
    double started_at, read_at;
    char sync_text[SYNC_LINE]; /* the line that is coming in */
    size_t sync_len;
    struct pty_sync last;
    bool has_sync;
    uint64_t sync_lines;
};

static double
fine_now(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

uint64_t
pty_now(void)
{
    return (uint64_t)fine_now();
}

double
pty_started_at(const struct pty *pty)
{
    return pty->started_at;
}

double
pty_read_at(const struct pty *pty)
{
    return pty->read_at;
}

/* ---- starting ------------------------------------------------------------ */

static bool
names_variable(const char *setting, const char *variable)
{
    size_t len = strcspn(setting, "=");

    return strncmp(setting, variable, len) == 0 &&
           (variable[len] == '=' || variable[len] == '\0');
}

static bool
is_named_in(const char *const *settings, const char *variable)
{
    for (size_t i = 0; settings && settings[i]; i++)
        if (names_variable(settings[i], variable))
            return true;
    return false;
}

/* The environment of the program: ours, and over it what the spec names. */
static char **
make_environment(const struct pty_spec *spec, const char *sync)
{
    const char *const more[] = {"TERM=xterm-256color", sync, NULL};
    char **env = NULL;
    size_t count = 0;
    size_t cap = 0;

    for (size_t i = 0; environ[i]; i++) {
        if (is_named_in(spec->env, environ[i]) || is_named_in(more, environ[i]))
            continue;
        env = array_grow(env, &cap, count + 2, sizeof(*env));
        env[count++] = environ[i];
    }
    for (size_t i = 0; more[i]; i++) {
        env = array_grow(env, &cap, count + 2, sizeof(*env));
        if (!is_named_in(spec->env, more[i]))
            env[count++] = (char *)(uintptr_t)more[i];
    }
    for (size_t i = 0; spec->env && spec->env[i]; i++) {
        env = array_grow(env, &cap, count + 2, sizeof(*env));
        if (strchr(spec->env[i], '='))
            env[count++] = (char *)(uintptr_t)spec->env[i];
    }
    env[count] = NULL;
    return env;
}

static _Noreturn void
run_program(const struct pty_spec *spec, int slave, char **env)
{
    setsid();
    if (ioctl(slave, TIOCSCTTY, 0) != 0)
        _exit(126);
    for (int fd = 0; fd <= 2; fd++)
        if (dup2(slave, fd) < 0)
            _exit(126);
    if (slave > 2)
        close(slave);
    signal(SIGPIPE, SIG_DFL);
    execve(spec->argv[0], (char *const *)(uintptr_t)spec->argv, env);
    _exit(127);
}

struct pty *
pty_spawn(const struct pty_spec *spec)
{
    struct pty *pty = xcalloc(1, sizeof(*pty));
    struct winsize size = {.ws_row = (unsigned short)spec->height,
                           .ws_col = (unsigned short)spec->width};
    int sync[2] = {-1, -1};
    char sync_name[64] = "BAYPLAN_SYNC";
    char **env;

    if (openpty(&pty->master, &pty->slave, NULL, NULL, &size) != 0)
        die("openpty: %s", strerror(errno));
    fcntl(pty->master, F_SETFD, FD_CLOEXEC);
    fcntl(pty->slave, F_SETFD, FD_CLOEXEC);
    fcntl(pty->master, F_SETFL, O_NONBLOCK);
    if (spec->with_sync) {
        if (pipe(sync) != 0)
            die("pipe: %s", strerror(errno));
        fcntl(sync[0], F_SETFD, FD_CLOEXEC);
        fcntl(sync[0], F_SETFL, O_NONBLOCK);
        (void)snprintf(sync_name, sizeof(sync_name), "BAYPLAN_SYNC=%d",
                       sync[1]);
    }
    pty->sync = sync[0];
    pty->picture = picture_new(spec->width, spec->height);
    buf_init(&pty->raw, PTY_RAW_LIMIT);
    env = make_environment(spec, sync_name);
    pty->started_at = fine_now();
    pty->pid = fork();
    if (pty->pid < 0)
        die("fork: %s", strerror(errno));
    if (pty->pid == 0)
        run_program(spec, pty->slave, env);
    free(env);
    if (sync[1] >= 0)
        close(sync[1]);
    return pty;
}

void
pty_free(struct pty *pty)
{
    if (!pty)
        return;
    if (!pty->has_ended) {
        kill(-pty->pid, SIGKILL);
        kill(pty->pid, SIGKILL);
        while (waitpid(pty->pid, &pty->status, 0) < 0 && errno == EINTR)
            ;
    }
    pty_hang_up(pty);
    close(pty->slave);
    if (pty->sync >= 0)
        close(pty->sync);
    picture_free(pty->picture);
    buf_release(&pty->raw);
    free(pty);
}

pid_t
pty_pid(const struct pty *pty)
{
    return pty->pid;
}

/* ---- bytes in and out ---------------------------------------------------- */

/* A program that does not read its terminal must not hang the test: bytes
 * that the kernel has no room for end it. */
static void
send_bytes(struct pty *pty, const char *bytes, size_t len)
{
    while (len > 0) {
        ssize_t n = write(pty->master, bytes, len);

        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            die("the terminal takes no more keys: %s", strerror(errno));
        bytes += n;
        len -= (size_t)n;
    }
}

void
pty_send(struct pty *pty, const char *keys)
{
    send_bytes(pty, keys, strlen(keys));
}

void
pty_resize(struct pty *pty, int width, int height)
{
    struct winsize size = {.ws_row = (unsigned short)height,
                           .ws_col = (unsigned short)width};

    (void)pty_pump(pty, 0);
    picture_resize(pty->picture, width, height);
    ioctl(pty->slave, TIOCSWINSZ, &size);
}

void
pty_hang_up(struct pty *pty)
{
    if (pty->master >= 0)
        close(pty->master);
    pty->master = -1;
}

/* What the emulated terminal answers to a question of the program. */
static void
answer(void *data, struct str bytes)
{
    struct pty *pty = data;

    send_bytes(pty, bytes.at, bytes.len);
}

/* The kernel hands over 4 KiB at a time. All that is there is read before any
 * of it is looked at, so that looking does not make the program wait. */
static size_t
read_bytes(struct pty *pty, char *bytes, size_t size)
{
    size_t len = 0;
    ssize_t n;

    while (len < size && (n = read(pty->master, bytes + len, size - len)) > 0) {
        len += (size_t)n;
        pty->read_at = fine_now();
    }
    return len;
}

static bool
read_screen(struct pty *pty)
{
    char bytes[65536];
    bool any = false;
    size_t len;

    if (pty->master < 0)
        return false;
    while ((len = read_bytes(pty, bytes, sizeof(bytes))) > 0) {
        struct str chunk = str_make(bytes, len);

        any = true;
        pty->bytes += len;
        (void)buf_add_str(&pty->raw, chunk);
        picture_feed(pty->picture, chunk, answer, pty);
    }
    return any;
}

static void
take_sync_line(struct pty *pty)
{
    struct pty_sync sync;

    pty->sync_text[pty->sync_len] = '\0';
    pty->sync_len = 0;
    if (sscanf(pty->sync_text,
               "turn %llu frame %llu jobs %llu requests %llu marks %llu",
               &sync.turn, &sync.frame, &sync.jobs, &sync.requests,
               &sync.marks) != 5)
        die("BAYPLAN_SYNC: not a line of it: %s", pty->sync_text);
    pty->last = sync;
    pty->has_sync = true;
    pty->sync_lines++;
}

static void
read_sync(struct pty *pty)
{
    char bytes[4096];
    ssize_t n;

    if (pty->sync < 0)
        return;
    while ((n = read(pty->sync, bytes, sizeof(bytes))) > 0)
        for (ssize_t i = 0; i < n; i++) {
            if (bytes[i] == '\n')
                take_sync_line(pty);
            else if (pty->sync_len + 1 < sizeof(pty->sync_text))
                pty->sync_text[pty->sync_len++] = bytes[i];
        }
    if (n == 0) { /* the program has gone */
        close(pty->sync);
        pty->sync = -1;
    }
}

bool
pty_pump(struct pty *pty, int ms)
{
    struct pollfd fds[2] = {{.fd = pty->master, .events = POLLIN},
                            {.fd = pty->sync, .events = POLLIN}};
    bool any;

    (void)poll(fds, 2, ms);
    /* The sync line of a turn comes after the turn's bytes were written, so
     * it is read first: then those bytes are there to be read. */
    read_sync(pty);
    any = read_screen(pty);
    return any;
}

/* ---- the picture --------------------------------------------------------- */

const char *
pty_picture(struct pty *pty)
{
    return picture_text(pty->picture);
}

const char *
pty_line(struct pty *pty, int y)
{
    return picture_line(pty->picture, y);
}

int
pty_find(struct pty *pty, const char *text)
{
    return picture_find(pty->picture, text);
}

struct pty_cell
pty_cell(struct pty *pty, int x, int y)
{
    return picture_cell(pty->picture, x, y);
}

bool
pty_in_alternate_screen(const struct pty *pty)
{
    return picture_modes(pty->picture)->is_alternate;
}

bool
pty_cursor_is_visible(const struct pty *pty)
{
    return picture_modes(pty->picture)->has_cursor;
}

/* libvterm does not tell of this mode, so the last of the two sequences in
 * the bytes decides. */
bool
pty_has_bracketed_paste(const struct pty *pty)
{
    static const char mode[] = "\033[?2004";
    const size_t len = sizeof(mode) - 1;

    for (size_t i = pty->raw.len; i-- > 0;)
        if (pty->raw.len - i > len && memcmp(pty->raw.at + i, mode, len) == 0)
            return pty->raw.at[i + len] == 'h';
    return false;
}

void
pty_termios(const struct pty *pty, struct termios *termios)
{
    if (tcgetattr(pty->slave, termios) != 0)
        die("tcgetattr: %s", strerror(errno));
}

struct str
pty_raw(const struct pty *pty)
{
    return buf_str(&pty->raw);
}

uint64_t
pty_bytes(const struct pty *pty)
{
    return pty->bytes;
}

/* ---- waiting ------------------------------------------------------------- */

static void
look_at_process(struct pty *pty)
{
    if (!pty->has_ended && waitpid(pty->pid, &pty->status, WNOHANG) == pty->pid)
        pty->has_ended = true;
}

bool
pty_wait(struct pty *pty, const char *what,
         bool (*is_so)(struct pty *pty, void *data), void *data, int ms)
{
    uint64_t end = pty_now() + (uint64_t)ms;

    for (;;) {
        uint64_t now;

        (void)pty_pump(pty, 0);
        if (is_so(pty, data))
            return true;
        look_at_process(pty);
        now = pty_now();
        if (now >= end)
            break;
        (void)pty_pump(pty, end - now < LOOK_MS ? (int)(end - now) : LOOK_MS);
    }
    (void)fprintf(stderr, "# waited %d ms for %s%s; the picture is:\n", ms,
                  what, pty->has_ended ? " (the program has ended)" : "");
    (void)fprintf(stderr, "%s\n", pty_picture(pty));
    return false;
}

static bool
has_text(struct pty *pty, void *data)
{
    return pty_find(pty, data) >= 0;
}

static bool
lacks_text(struct pty *pty, void *data)
{
    return pty_find(pty, data) < 0;
}

bool
pty_wait_text(struct pty *pty, const char *text, int ms)
{
    return pty_wait(pty, text, has_text, (void *)(uintptr_t)text, ms);
}

bool
pty_wait_gone(struct pty *pty, const char *text, int ms)
{
    return pty_wait(pty, text, lacks_text, (void *)(uintptr_t)text, ms);
}

static bool
is_idle(struct pty *pty, void *data)
{
    const uint64_t *before = data;

    return pty->sync_lines > *before && pty->last.jobs == 0 &&
           pty->last.requests == 0 && pty->last.marks == 0;
}

bool
pty_wait_idle(struct pty *pty, int ms)
{
    uint64_t before = pty->sync_lines;

    return pty_wait(pty, "idle", is_idle, &before, ms);
}

bool
pty_sync(struct pty *pty, struct pty_sync *sync)
{
    *sync = pty->last;
    return pty->has_sync;
}

static bool
has_ended(struct pty *pty, void *data)
{
    (void)data;
    look_at_process(pty);
    return pty->has_ended;
}

bool
pty_wait_exit(struct pty *pty, int ms, int *status)
{
    if (!pty_wait(pty, "the program's end", has_ended, NULL, ms))
        return false;
    (void)pty_pump(pty, 0);
    if (status)
        *status = pty->status;
    return true;
}

static bool
has_stopped(struct pty *pty, void *data)
{
    siginfo_t info = {.si_pid = 0};

    (void)data;
    return waitid(P_PID, (id_t)pty->pid, &info, WSTOPPED | WNOHANG | WNOWAIT) ==
               0 &&
           info.si_pid == pty->pid;
}

bool
pty_wait_stopped(struct pty *pty, int ms)
{
    return pty_wait(pty, "the program to stop", has_stopped, NULL, ms);
}
