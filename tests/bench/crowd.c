#include "config.h"

#include "bench/crowd.h"

#include "bench/bench.h"
#include "support/test.h"

#include <stdio.h>
#include <string.h>

static struct {
    size_t running, created;
} crowd;

void
crowd_name(char name[CROWD_NAME_SIZE], size_t index)
{
    (void)snprintf(name, CROWD_NAME_SIZE, "bench-%03u",
                   (unsigned)(index % CROWD_MAX));
}

void
crowd_clean(void)
{
    docker_clean();
    crowd.running = crowd.created = 0;
}

static void
remove_last(void)
{
    char name[CROWD_NAME_SIZE];

    crowd_name(name, --crowd.running);
    (void)docker_send("DELETE", NULL, "/containers/%s?force=1", name);
}

void
crowd_have(size_t running, size_t created)
{
    char name[CROWD_NAME_SIZE];

    bench_note("%zu containers that run, %zu that were created", running,
               created);
    if (crowd.created != created || crowd.running + crowd.created == 0)
        crowd_clean();
    while (crowd.running > running)
        remove_last();
    while (crowd.running < running) {
        crowd_name(name, crowd.running++);
        docker_run(NULL, name, DOCKER_IDLE);
    }
    while (crowd.created < created) {
        crowd_name(name, running + crowd.created++);
        if (docker_create(NULL, name, DOCKER_IDLE) != 201)
            bench_fail("no container can be made");
    }
}

/* Rows of the list begin with the mark of the cursor, or a blank, and another
 * blank; titles have names, too. */
size_t
crowd_seen(struct pty *pty)
{
    const char *picture = pty_picture(pty), *at = picture;
    size_t count = 0;

    while ((at = strstr(at, "bench-"))) {
        count += at - picture > 3 && at[-3] == '\n';
        at++;
    }
    return count;
}

struct pty *
beside_start(const struct beside *beside)
{
    const char *const argv[] = {"/usr/bin/unshare",
                                "--pid",
                                "--fork",
                                "--kill-child",
                                "--mount-proc",
                                beside->program,
                                "-H",
                                beside->host ? beside->host : docker_host(),
                                beside->command,
                                NULL};
    const size_t unshare_words = 5;
    char log[4096] = "BAYPLAN_LOG";

    if (beside->log)
        (void)snprintf(log, sizeof(log), "BAYPLAN_LOG=%s", beside->log);
    return pty_spawn(&(struct pty_spec){
        .argv = beside->is_far ? argv : argv + unshare_words,
        .env = (const char *const[]){"XDG_STATE_HOME=/dev/null",
                                     "XDG_CONFIG_HOME=/dev/null",
                                     "LC_ALL=C.UTF-8", log, NULL},
        .width = beside->width,
        .height = beside->height,
    });
}

void
beside_pump(struct pty *pty, double ms)
{
    for (double end = bench_now() + ms, now; (now = bench_now()) < end;)
        (void)pty_pump(pty, (int)(end - now) + 1);
}
