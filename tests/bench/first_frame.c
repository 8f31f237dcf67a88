/*
 * How soon the screen tells the truth, beside a real engine with fifty
 * containers (`make bench`):
 *
 *   - from exec to the last byte of the first frame that has every name, in
 *     pairs with one curl process that asks for /_ping and /containers/json;
 *   - from the `die` event of a container that somebody else killed to the
 *     picture that says so, beside another client's inspect at that event.
 *
 * Medians of twenty. Ends with 1 when the first frame takes more than twice
 * what curl takes.
 */
#include "config.h"

#include "engine/docker.h"
#include "support/pty.h"
#include "support/test.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define CONTAINERS 50
#define ROUNDS 20
#define LIMIT 2.0
#define WIDTH 160
#define HEIGHT 60 /* room for all of them */
#define DEADLINE_MS 20000

static double
clock_ms(clockid_t clock)
{
    struct timespec now;

    (void)clock_gettime(clock, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static int
compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

static double
median(double *values, size_t count)
{
    qsort(values, count, sizeof(*values), compare);
    return count % 2 ? values[count / 2]
                     : (values[count / 2 - 1] + values[count / 2]) / 2;
}

static struct pty *
start(const char *program)
{
    return pty_spawn(&(struct pty_spec){
        .argv = (const char *const[]){program, "-H", docker_host(), NULL},
        .env = (const char *const[]){"XDG_STATE_HOME=/tmp", "LC_ALL=C.UTF-8",
                                     NULL},
        .width = WIDTH,
        .height = HEIGHT,
    });
}

static void
name_of(char name[16], size_t index)
{
    (void)snprintf(name, 16, "bench-%02zu", index);
}

/* ---- the first frame ---------------------------------------------------- */

static bool
has_all_names(struct pty *pty)
{
    const char *picture = pty_picture(pty);
    char name[16];

    for (size_t i = 0; i < CONTAINERS; i++) {
        name_of(name, i);
        if (!strstr(picture, name))
            return false;
    }
    return true;
}

static double
time_program(const char *program)
{
    double began = clock_ms(CLOCK_MONOTONIC), ended;
    struct pty *pty = start(program);

    do {
        if (!pty_pump(pty, DEADLINE_MS)) {
            (void)fprintf(stderr, "no first frame, but:\n%s\n",
                          pty_picture(pty));
            exit(2);
        }
        /* Looking at the picture is not the program's time. */
        ended = clock_ms(CLOCK_MONOTONIC);
    } while (!has_all_names(pty));
    pty_free(pty);
    return ended - began;
}

static double
time_curl(void)
{
    double began = clock_ms(CLOCK_MONOTONIC);
    pid_t child = fork();
    int status;

    if (child == 0) {
        (void)execlp("curl", "curl", "-s", "-f", "--unix-socket",
                     docker_host() + strlen("unix://"), "http://engine/_ping",
                     "http://engine" DOCKER_API "/containers/json?all=1", "-o",
                     "/dev/null", "-o", "/dev/null", (char *)NULL);
        _exit(127);
    }
    if (child < 0 || waitpid(child, &status, 0) != child || status != 0) {
        (void)fprintf(stderr, "curl failed\n");
        exit(2);
    }
    return clock_ms(CLOCK_MONOTONIC) - began;
}

static bool
bench_first_frame(const char *program)
{
    double ours[ROUNDS], curls[ROUNDS], ratios[ROUNDS], ratio;

    /* Once each, so that both find everything in memory. */
    (void)time_program(program);
    (void)time_curl();
    for (size_t i = 0; i < ROUNDS; i++) {
        ours[i] = time_program(program);
        curls[i] = time_curl();
        ratios[i] = ours[i] / curls[i];
    }
    ratio = median(ratios, ROUNDS);
    (void)printf("first frame with %d names: %.1f ms; curl: %.1f ms; "
                 "ratio %.2f (%.2f to %.2f), at most %.1f: %s\n",
                 CONTAINERS, median(ours, ROUNDS), median(curls, ROUNDS), ratio,
                 ratios[0], ratios[ROUNDS - 1], LIMIT,
                 ratio <= LIMIT ? "met" : "MISSED");
    return ratio <= LIMIT;
}

/* ---- killed by somebody else -------------------------------------------- */

/* What another client sees of the same end: the clock of the `die` event, and
 * when an inspect that it asked for at once was answered. The engine answers
 * an inspect only when it has tidied up behind the container. */
struct observed {
    double died, inspected; /* the wall clock's milliseconds */
};

/* Reads curl's copy of the event stream up to the end of the first line. */
static double
wait_for_die(int events)
{
    static const char key[] = "\"timeNano\":";
    char line[4096];
    size_t len = 0;
    const char *at;

    while (len + 1 < sizeof(line) && read(events, line + len, 1) == 1 &&
           line[len] != '\n')
        len++;
    line[len] = '\0';
    at = strstr(line, key);
    return at ? strtod(at + strlen(key), NULL) / 1e6 : 0;
}

static void
observe(const char *id, int report)
{
    struct observed observed;
    char url[512];
    int events[2];
    pid_t curl;

    (void)snprintf(url, sizeof(url),
                   "http://engine" DOCKER_API "/events?since=%lld&filters="
                   "%%7B%%22container%%22%%3A%%5B%%22%s%%22%%5D"
                   "%%2C%%22event%%22%%3A%%5B%%22die%%22%%5D%%7D",
                   (long long)time(NULL) - 1, id);
    if (pipe(events) != 0)
        _exit(1);
    curl = fork();
    if (curl == 0) {
        (void)dup2(events[1], STDOUT_FILENO);
        (void)execlp("curl", "curl", "-s", "-N", "--unix-socket",
                     docker_host() + strlen("unix://"), url, (char *)NULL);
        _exit(127);
    }
    observed.died = wait_for_die(events[0]);
    free(docker_read("/containers/%s/json", id));
    observed.inspected = clock_ms(CLOCK_REALTIME);
    (void)kill(curl, SIGKILL);
    (void)waitpid(curl, NULL, 0);
    _exit(write(report, &observed, sizeof(observed)) == sizeof(observed) ? 0
                                                                         : 1);
}

/* The engine answers a kill late, and the screen must not wait for that. */
static pid_t
kill_elsewhere(const char *id)
{
    pid_t child = fork();

    if (child == 0) {
        (void)docker_send("POST", NULL, "/containers/%s/kill", id);
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
bench_kill(const char *program, char ids[CONTAINERS][DOCKER_ID_SIZE])
{
    double ours[ROUNDS], others[ROUNDS];
    struct pty *pty = start(program);
    char name[16];

    for (size_t i = 0; i < ROUNDS; i++) {
        struct observed observed;
        int report[2];
        double seen;
        pid_t observer, killer;

        name_of(name, i);
        if (!pty_wait_text(pty, name, DEADLINE_MS) || pipe(report) != 0)
            exit(2);
        observer = fork();
        if (observer == 0)
            observe(ids[i], report[1]);
        killer = kill_elsewhere(ids[i]);
        if (!pty_wait(pty, "the kill", says_killed, name, DEADLINE_MS))
            exit(2);
        seen = clock_ms(CLOCK_REALTIME);
        if (read(report[0], &observed, sizeof(observed)) != sizeof(observed))
            exit(2);
        (void)waitpid(observer, NULL, 0);
        (void)waitpid(killer, NULL, 0);
        (void)close(report[0]);
        (void)close(report[1]);
        ours[i] = seen - observed.died;
        others[i] = observed.inspected - observed.died;
    }
    pty_free(pty);
    (void)printf("from die to screen: %.1f ms; another client's inspect: "
                 "%.1f ms\n",
                 median(ours, ROUNDS), median(others, ROUNDS));
}

int
main(int argc, char **argv)
{
    static char ids[CONTAINERS][DOCKER_ID_SIZE];
    char name[16];
    bool is_met;

    if (argc != 2 || strncmp(docker_host(), "unix://", 7) != 0) {
        (void)fprintf(stderr, "usage: first_frame PROGRAM, beside an engine\n");
        return 2;
    }
    docker_clean();
    for (size_t i = 0; i < CONTAINERS; i++) {
        name_of(name, i);
        docker_run(ids[i], name, DOCKER_IDLE);
    }
    is_met = bench_first_frame(argv[1]);
    bench_kill(argv[1], ids);
    docker_clean();
    return is_met ? 0 : 1;
}
