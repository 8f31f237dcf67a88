/*
 * docker.h - the engine as the tests see it: plain blocking requests of their
 * own, so that what the program says is compared with something it had no hand
 * in.
 *
 * The engine is the one of BAYPLAN_TEST_HOST (tests/engine/README.md). What
 * docker_create() makes bears a label; docker_clean() removes everything that
 * bears it. A request that cannot be made at all fails the test.
 */
#ifndef ENGINE_DOCKER_H
#define ENGINE_DOCKER_H

#include "loop/loop.h"

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stddef.h>

#define DOCKER_API "/v1.40"
#define DOCKER_ID_SIZE 65

/* A container that does nothing and dies at once when told to. */
#define DOCKER_IDLE "\"Cmd\":[\"sleep\",\"100000\"],\"StopSignal\":\"SIGKILL\""

/* Each run counts its lines: "RUN LINE". */
#define DOCKER_COUNTING                                                        \
    "\"StopSignal\":\"SIGKILL\",\"Cmd\":[\"sh\",\"-c\",\""                     \
    "n=$(cat /n 2>/dev/null || echo 0); n=$((n+1)); echo $n >/n; i=0; "        \
    "while :; do i=$((i+1)); echo $n $i; sleep 0.02; done\"]"

const char *docker_host(void);
/* Whether the engine is the tests' own, so that it may be stopped. */
bool docker_is_ours(void);
bool docker_is_podman(void);
/* Leaves the test, as one that is not for Podman; tests/allowed-skips has its
 * name and the reason. */
void docker_skip_podman(void);
/* engine-ctl's verbs: "stop", "kill", "start". */
void docker_control(const char *verb);
/* What dockerd has in its daemon.json from its next start on. */
void docker_configure(const char *json);

/* Runs a program to its end: its exit status, 127 when there is no such one.
 * The first `size` bytes of what it writes go to `out`, as text. */
int docker_run_program(char *out, size_t size, const char *const *argv);

/* The same with a line of the shell, in which $ENGINE is the engine's address
 * and $LOGS the engine's own command for logs. */
int docker_run_shell(char *out, size_t size, const char *line);

/* The answer's body when its status is 200, else the test fails. */
cJSON *docker_get(const char *format, ...)
    __attribute__((format(printf, 1, 2)));
/* The same as it came, yours to free(). */
char *docker_read(const char *format, ...)
    __attribute__((format(printf, 1, 2)));
/* Only the status. `body` may be NULL. */
long docker_send(const char *method, const char *body, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* `json`: members of the request without braces, after the image. The status;
 * the id is written when it is 201. `id` may be NULL. */
long docker_create(char id[DOCKER_ID_SIZE], const char *name, const char *json);
/* Created and started. */
void docker_run(char id[DOCKER_ID_SIZE], const char *name, const char *json);
/* Waits until it does not run any more. */
void docker_await_end(const char *name);
void docker_clean(void);

/* Texts of an object, "" when missing; path as "State.Status". */
const char *docker_text(const cJSON *object, const char *path);
double docker_number(const cJSON *object, const char *path);

/* Turns the loop until it is true; false when that took longer than `ms`. */
bool turn_until(struct loop *loop, unsigned ms, bool (*is_true)(void *data),
                void *data);

#endif
