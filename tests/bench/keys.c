/*
 * keys.c - how soon a key is answered on a real engine (press.h): `j` or `k`,
 * which brings the cursor to another row.
 */
#include "config.h"

#include "bench/groups.h"

#include "bench/crowd.h"
#include "bench/press.h"
#include "engine/churn.h"
#include "support/test.h"

#define RUNNING 50
#define CHURNING 40
#define SETTLED_MS 3000

/* About as fast as the engine takes it, into a file that stays small. */
#define FLOOD                                                                  \
    "\"Cmd\":[\"yes\",\"a line of a log that has no end, as some have\"],"     \
    "\"StopSignal\":\"SIGKILL\",\"HostConfig\":{\"LogConfig\":{"               \
    "\"Type\":\"json-file\",\"Config\":{\"max-size\":\"20m\"}}}"

/* Two rows that stay on top, between which the cursor goes. */
static const char *const tops[] = {"aaa-0", "aaa-1"};

static const struct bench_figure figures[] = {
    PRESS_PAIR("key-idle", "50 running, nothing happens"),
    PRESS_PAIR("key-flood", "the log shown is a flood"),
    PRESS_PAIR("key-churn", "40 come and go"),
};

static void
measure(struct bench *bench, const struct bench_figure *pair)
{
    struct press press;

    press_begin(&press, bench,
                &(struct beside){.program = bench_program(bench),
                                 .width = 160,
                                 .height = 48});
    if (!pty_wait_text(press.pty, "> aaa-0", PATIENCE_MS))
        bench_fail("no first row");
    beside_pump(press.pty, SETTLED_MS);
    for (size_t i = 0; i < bench_rounds(bench, PRESS_KEYS); i++)
        press_key(&press, i % 2 ? "k" : "j", i % 2 ? "> aaa-0 " : "> aaa-1 ",
                  true);
    press_say(&press, pair);
    press_end(&press);
}

static void
put_tops(const char *life)
{
    for (size_t i = 0; i < COUNT(tops); i++)
        docker_run(NULL, tops[i], life);
}

static void
drop_tops(void)
{
    for (size_t i = 0; i < COUNT(tops); i++)
        (void)docker_send("DELETE", NULL, "/containers/%s?force=1", tops[i]);
}

static void
run(struct bench *bench)
{
    struct churn churn;

    crowd_have(RUNNING, 0);
    put_tops(DOCKER_IDLE);
    measure(bench, &figures[0]);
    drop_tops();
    put_tops(FLOOD);
    measure(bench, &figures[2]);
    crowd_clean();
    put_tops(DOCKER_IDLE);
    churn_begin(&churn, CHURNING, 1);
    measure(bench, &figures[4]);
    (void)churn_end(&churn);
    crowd_clean();
}

const struct bench_group keys_group = {
    .name = "keys",
    .title = "From a key to the changed screen",
    .figures = figures,
    .figure_count = COUNT(figures),
    .needs_engine = true,
    .run = run,
};
