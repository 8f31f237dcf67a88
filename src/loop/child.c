#include "config.h"

#include "loop/child.h"

#include "base/mem.h"
#include "loop/signals.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

/* uv_spawn() cannot put a child into a group of its own before it runs, and
 * does not tell of one that stopped; so this forks by itself. */

enum { STREAMS = 3 }; /* the standard ones */

struct child {
    struct signal_watch *changed;
    pid_t pid;          /* its group's, too */
    int terminal;       /* of which it is the foreground; -1: none */
    int flags[STREAMS]; /* of our standard streams before it, or -1 */
    void (*done)(void *data, const struct child_end *end);
    void *data;
};

/* ---- our terminal and streams ---- */

/* The standard stream on whose terminal we are the foreground, or -1. */
static int
own_terminal(void)
{
    int fd;

    for (fd = 0; fd < STREAMS; fd++)
        if (tcgetpgrp(fd) == getpgrp())
            return fd;
    return -1;
}

/* Who is not the foreground is stopped by SIGTTOU for wanting to be. */
static void
set_foreground(int terminal, pid_t group)
{
    sigset_t output;
    sigset_t before;

    if (terminal < 0)
        return;
    sigemptyset(&output);
    sigaddset(&output, SIGTTOU);
    (void)pthread_sigmask(SIG_BLOCK, &output, &before);
    (void)tcsetpgrp(terminal, group);
    (void)pthread_sigmask(SIG_SETMASK, &before, NULL);
}

/* The streams are shared with the child, and hardly a program expects to find
 * them non-blocking, as ours may be. */
static void
make_blocking(struct child *child)
{
    int fd;

    /* All are asked first, as two of them may be one. */
    for (fd = 0; fd < STREAMS; fd++)
        child->flags[fd] = fcntl(fd, F_GETFL);
    for (fd = 0; fd < STREAMS; fd++)
        if (child->flags[fd] >= 0)
            (void)fcntl(fd, F_SETFL, child->flags[fd] & ~O_NONBLOCK);
}

static void
take_back(const struct child *child)
{
    int fd;

    set_foreground(child->terminal, getpgrp());
    for (fd = 0; fd < STREAMS; fd++)
        if (child->flags[fd] >= 0)
            (void)fcntl(fd, F_SETFL, child->flags[fd]);
}

/* ---- its life ---- */

static void
child_free(struct child *child)
{
    signal_watch_free(child->changed);
    free(child);
}

static void
finish(struct child *child, int status)
{
    struct child_end end = {0};

    if (WIFSIGNALED(status))
        end.signal = WTERMSIG(status);
    else
        end.status = WEXITSTATUS(status);
    take_back(child);
    child->done(child->data, &end);
    child_free(child);
}

/* There is no shell that could take it up again; but who said SIGSTOP knows
 * what to say next. One that needs a terminal which it cannot have would stop
 * again and again. */
static void
go_on(const struct child *child, int signal)
{
    bool wants_terminal = signal == SIGTTIN || signal == SIGTTOU;

    if (signal == SIGSTOP)
        return;
    set_foreground(child->terminal, child->pid);
    (void)kill(-child->pid,
               wants_terminal && child->terminal < 0 ? SIGKILL : SIGCONT);
}

static void
on_changed(void *data, int number)
{
    struct child *child = data;
    int status;
    pid_t pid;

    (void)number;
    while ((pid = waitpid(child->pid, &status, WNOHANG | WUNTRACED)) != 0) {
        assert(pid == child->pid);
        if (!WIFSTOPPED(status)) {
            finish(child, status);
            return;
        }
        go_on(child, WSTOPSIG(status));
    }
}

/* ---- its birth ---- */

static void
close_others(int but)
{
#ifdef HAVE_CLOSE_RANGE
    if (but > STREAMS)
        (void)close_range(STREAMS, (unsigned)but - 1, 0);
    (void)close_range((unsigned)but + 1, UINT_MAX, 0);
#else
    (void)but; /* All of ours close themselves. */
#endif
}

/* In the child, with all signals blocked: neither a handler of ours nor a stop
 * comes in between. */
static _Noreturn void
become(const char *const *argv, int terminal, int report)
{
    sigset_t none;
    int number;
    ssize_t written;

    (void)setpgid(0, 0);
    if (terminal >= 0)
        (void)tcsetpgrp(terminal, getpid());
    for (number = 1; number < NSIG; number++)
        (void)signal(number, SIG_DFL);
    sigemptyset(&none);
    (void)pthread_sigmask(SIG_SETMASK, &none, NULL);
    close_others(report);
    (void)execvp(argv[0], (char *const *)(uintptr_t)argv);
    number = errno;
    written = write(report, &number, sizeof(number));
    (void)written;
    _exit(127);
}

/* What kept it from becoming another program; 0: nothing, it is one now. */
static int
read_report(int report)
{
    int number = 0;
    ssize_t got;

    do
        got = read(report, &number, sizeof(number));
    while (got < 0 && errno == EINTR);
    return got == sizeof(number) ? number : 0;
}

/* 0, or the errno of what failed. */
static int
start(struct child *child, const char *const *argv)
{
    int report[2];
    int number = 0;
    sigset_t all;
    sigset_t mask;

    if (pipe2(report, O_CLOEXEC) != 0)
        return errno;
    make_blocking(child);
    sigfillset(&all);
    (void)pthread_sigmask(SIG_SETMASK, &all, &mask);
    child->pid = fork();
    if (child->pid == 0)
        become(argv, child->terminal, report[1]);
    if (child->pid < 0)
        number = errno;
    (void)pthread_sigmask(SIG_SETMASK, &mask, NULL);
    (void)close(report[1]);
    if (child->pid > 0)
        number = read_report(report[0]);
    (void)close(report[0]);
    if (number == 0)
        return 0;
    if (child->pid > 0)
        (void)waitpid(child->pid, NULL, 0);
    take_back(child);
    return number;
}

struct child *
child_start(struct loop *loop, const char *const *argv,
            void (*done)(void *data, const struct child_end *end), void *data,
            struct err *err)
{
    struct child *child = xcalloc(1, sizeof(*child));
    int number;

    child->done = done;
    child->data = data;
    child->terminal = own_terminal();
    /* Before it lives, so that its end is never missed. */
    child->changed = signal_watch_new(loop, SIGCHLD, on_changed, child);
    number = start(child, argv);
    if (number == 0)
        return child;
    child_free(child);
    (void)err_set_errno(err, number, "%s cannot be started", argv[0]);
    return NULL;
}

void
child_hang_up(struct child *child)
{
    (void)kill(-child->pid, SIGHUP);
    (void)kill(-child->pid, SIGCONT);
}
