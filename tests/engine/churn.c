#include "config.h"

#include "engine/churn.h"

#include "engine/docker.h"
#include "support/test.h"

#include <assert.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

/* What a container does: even ones run on, odd ones end by themselves. */
static const char *const lives[] = {
    DOCKER_IDLE,
    "\"Cmd\":[\"sh\",\"-c\",\"sleep 0.3; exit 3\"]",
    "\"Cmd\":[\"sh\",\"-c\",\"trap 'exit 5' TERM; while :; do sleep 0.1; "
    "done\"]",
    "\"Cmd\":[\"sh\",\"-c\",\"sleep 1.1\"]",
    DOCKER_IDLE,
    "\"Cmd\":[\"sh\",\"-c\",\"sleep 0.1; x=a; while :; do x=$x$x; done\"],"
    "\"HostConfig\":{\"Memory\":12582912,\"MemorySwap\":12582912}",
    DOCKER_IDLE,
    "\"Cmd\":[\"sh\",\"-c\",\"exit 1\"]",
};

static const struct {
    const char *method, *path;
    unsigned weight;
} acts[] = {
    {"POST", "/containers/%s/start", 40},
    {"POST", "/containers/%s/stop?t=1", 12},
    {"POST", "/containers/%s/kill", 10},
    {"POST", "/containers/%s/pause", 8},
    {"POST", "/containers/%s/unpause", 8},
    {"POST", "/containers/%s/restart?t=0", 6},
    {"POST", "/containers/%s/rename?name=%s-%u", 6},
    {"DELETE", "/containers/%s?force=1", 6},
};

/* xorshift: the same seed gives the same acts on every machine. */
static unsigned
roll(unsigned *seed, unsigned sides)
{
    assert(sides > 0);
    *seed ^= *seed << 13;
    *seed ^= *seed >> 17;
    *seed ^= *seed << 5;
    return *seed % sides;
}

static size_t
choose_act(unsigned *seed)
{
    unsigned total = 0, rolled;
    size_t i;

    for (i = 0; i < COUNT(acts); i++)
        total += acts[i].weight;
    rolled = roll(seed, total);
    for (i = 0; rolled >= acts[i].weight; i++)
        rolled -= acts[i].weight;
    return i;
}

struct slot {
    char id[DOCKER_ID_SIZE];
    char name[32];
    const char *life;
};

static void
fill(struct slot *slot)
{
    assert_int_equal(docker_create(slot->id, slot->name, slot->life), 201);
}

/* Refused acts (starting what runs) are as welcome as others. */
static void
act(struct slot *slot, unsigned *seed)
{
    char path[256];
    size_t which = choose_act(seed);

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
    (void)snprintf(path, sizeof(path), acts[which].path, slot->id, slot->name,
                   roll(seed, 1000));
#pragma GCC diagnostic pop
    if (docker_send(acts[which].method, NULL, "%s", path) == 204 &&
        acts[which].method[0] == 'D')
        fill(slot);
}

static void
churn_run(struct slot *slots, size_t count, int control, int report,
          unsigned seed)
{
    struct pollfd poll_fd = {.fd = control, .events = POLLIN};
    bool is_told = true;

    while (is_told && poll(&poll_fd, 1, 0) == 0) {
        act(&slots[roll(&seed, (unsigned)count)], &seed);
        is_told = write(report, "", 1) == 1;
    }
    _exit(is_told ? 0 : 1);
}

void
churn_begin(struct churn *churn, size_t containers, unsigned seed)
{
    struct slot *slots = calloc(containers, sizeof(*slots));
    size_t share = containers / CHURN_PROCESSES;
    int control[2], report[2];

    assert_non_null(slots);
    for (size_t i = 0; i < containers; i++) {
        slots[i].life = lives[i % COUNT(lives)];
        (void)snprintf(slots[i].name, sizeof(slots[i].name), "churn-%zu", i);
        fill(&slots[i]);
    }
    /* A program that is started meanwhile must not hold them open. */
    assert_int_equal(pipe2(control, O_CLOEXEC), 0);
    assert_int_equal(pipe2(report, O_CLOEXEC), 0);
    for (size_t i = 0; i < CHURN_PROCESSES; i++) {
        churn->processes[i] = fork();
        assert_true(churn->processes[i] >= 0);
        if (churn->processes[i] == 0) {
            (void)close(control[1]);
            churn_run(slots + i * share, share, control[0], report[1],
                      seed + (unsigned)i);
        }
    }
    (void)close(control[0]);
    (void)close(report[1]);
    churn->control = control[1];
    churn->report = report[0];
    churn->acts = 0;
    free(slots);
}

unsigned
churn_acts(struct churn *churn)
{
    struct pollfd poll_fd = {.fd = churn->report, .events = POLLIN};
    char acts_done[256];

    while (poll(&poll_fd, 1, 0) == 1) {
        ssize_t count = read(churn->report, acts_done, sizeof(acts_done));

        if (count <= 0)
            break;
        churn->acts += (unsigned)count;
    }
    return churn->acts;
}

unsigned
churn_end(struct churn *churn)
{
    (void)close(churn->control);
    for (size_t i = 0; i < CHURN_PROCESSES; i++) {
        int status;

        assert_int_equal(waitpid(churn->processes[i], &status, 0),
                         churn->processes[i]);
        assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    }
    (void)churn_acts(churn);
    (void)close(churn->report);
    return churn->acts;
}
