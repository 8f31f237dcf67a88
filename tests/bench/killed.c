/*
 * killed.c - how soon the screen tells what somebody else did: from the
 * arrival of a container's `die` at `curl /events` to the picture that says
 * so, beside one inspect by curl, begun at that moment. The engine answers
 * the inspect only when it has tidied up behind the container, and the
 * program asks as well.
 */
#include "config.h"

#include "bench/groups.h"

#include "bench/crowd.h"
#include "bench/process.h"
#include "support/test.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define RUNNING 50
#define ROUNDS 20
#define FRAME_MS 16

static const struct bench_figure figures[] = {
    {"die-to-screen", "die at curl /events to screen", "ms",
     "curl: one inspect at die", BENCH_ADDED, FRAME_MS},
};

/* What another client sees of the same end. */
struct observed {
    double died, inspected; /* bench_now() */
};

static const char *
socket_path(void)
{
    return docker_host() + strlen("unix://");
}

static pid_t
start_events(const char *name, int output)
{
    char url[512];
    pid_t curl;

    (void)snprintf(url, sizeof(url),
                   "http://engine" DOCKER_API "/events?since=%lld&filters="
                   "%%7B%%22container%%22%%3A%%5B%%22%s%%22%%5D"
                   "%%2C%%22event%%22%%3A%%5B%%22die%%22%%5D%%7D",
                   (long long)time(NULL) - 1, name);
    curl = fork();
    if (curl == 0) {
        (void)dup2(output, STDOUT_FILENO);
        (void)execlp("curl", "curl", "-s", "-N", "--unix-socket", socket_path(),
                     url, (char *)NULL);
        _exit(127);
    }
    return curl;
}

static void
observe(const char *name, int report)
{
    struct observed observed;
    char url[512], byte;
    int events[2];
    pid_t curl;

    (void)snprintf(url, sizeof(url),
                   "http://engine" DOCKER_API "/containers/%s/json", name);
    if (pipe(events) != 0)
        _exit(1);
    curl = start_events(name, events[1]);
    if (read(events[0], &byte, 1) != 1)
        _exit(1);
    observed.died = bench_now();
    (void)process_time((const char *const[]){"curl", "-s", "--unix-socket",
                                             socket_path(), url, NULL});
    observed.inspected = bench_now();
    (void)kill(curl, SIGKILL);
    (void)waitpid(curl, NULL, 0);
    _exit(write(report, &observed, sizeof(observed)) == sizeof(observed) ? 0
                                                                         : 1);
}

/* The engine answers a kill late, and the screen must not wait for that. */
static pid_t
kill_elsewhere(const char *name)
{
    pid_t child = fork();

    if (child == 0) {
        (void)docker_send("POST", NULL, "/containers/%s/kill", name);
        _exit(0);
    }
    return child;
}

static bool
says_killed(struct pty *pty, void *data)
{
    int line = pty_find(pty, data);

    return line >= 0 && strstr(pty_line(pty, line), "137");
}

static void
measure(struct pty *pty, const char *name, struct series *ours,
        struct series *theirs)
{
    struct observed observed;
    int report[2];
    pid_t observer, killer;
    double seen;

    if (!pty_wait_text(pty, name, PATIENCE_MS) || pipe(report) != 0)
        bench_fail("no %s on the screen", name);
    observer = fork();
    if (observer == 0)
        observe(name, report[1]);
    /* Its curl must be there first; when it is not, it hears of the past. */
    beside_pump(pty, 100);
    killer = kill_elsewhere(name);
    if (!pty_wait(pty, "the kill", says_killed, (void *)(size_t)name,
                  PATIENCE_MS))
        bench_fail("the kill of %s is not seen", name);
    seen = pty_read_at(pty);
    if (read(report[0], &observed, sizeof(observed)) != sizeof(observed))
        bench_fail("nobody else saw the end of %s", name);
    (void)waitpid(observer, NULL, 0);
    (void)waitpid(killer, NULL, 0);
    (void)close(report[0]);
    (void)close(report[1]);
    series_add(ours, seen - observed.died);
    series_add(theirs, observed.inspected - observed.died);
}

static void
run(struct bench *bench)
{
    struct series ours = {0}, theirs = {0};
    struct pty *pty;

    crowd_have(RUNNING, 0);
    pty = beside_start(&(struct beside){.program = bench_program(bench),
                                        .command = ":zoom",
                                        .width = 160,
                                        .height = 60});
    /* What has ended stands below, so the next in line is always on top. */
    for (size_t i = 0; i < bench_rounds(bench, ROUNDS); i++) {
        char name[CROWD_NAME_SIZE];

        crowd_name(name, i);
        measure(pty, name, &ours, &theirs);
    }
    pty_free(pty);
    crowd_clean();
    bench_pairs(bench, &figures[0], &ours, &theirs);
    series_release(&ours);
    series_release(&theirs);
}

const struct bench_group killed_group = {
    .name = "killed",
    .title = "A container killed by somebody else",
    .figures = figures,
    .figure_count = COUNT(figures),
    .needs_engine = true,
    .run = run,
};
