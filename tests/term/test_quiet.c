/*
 * test_quiet.c - the whole program beside an engine on which nothing happens:
 * then nothing happens here either.
 */
#include "config.h"

#include "support/canned.h"
#include "support/pty.h"
#include "support/test.h"

#include <stdio.h>

#define WAIT 30000
/* ms in which nothing may happen; libcurl looks once more at a request's time
 * to connect, 5 s later */
#define QUIET 6000
#define TRIES 6 /* before that many of them are over, one is quiet */
#define DAY 86400
#define PATH_SIZE 128

static const char *const names[] = {"old-3", "old-4", "old-5"};

/* In the middle of a day of theirs, so that no age ticks meanwhile. */
static struct canned *
old_engine(void)
{
    struct canned *engine = canned_new(0, 0);

    for (size_t i = 0; i < COUNT(names); i++)
        canned_put(engine, &(struct canned_container){
                               .name = names[i],
                               .state = "exited",
                               .age = (3 + (int)i) * DAY + DAY / 2,
                           });
    return engine;
}

static struct pty_sync
sync_after(struct pty *pty, int ms)
{
    struct pty_sync sync;

    for (uint64_t end = pty_now() + (uint64_t)ms, now; (now = pty_now()) < end;)
        (void)pty_pump(pty, (int)(end - now));
    assert_true(pty_sync(pty, &sync));
    return sync;
}

static void
old_exited_containers_cost_nothing(void **state)
{
    struct canned *engine = old_engine();
    struct script *script = canned_script(engine);
    struct pty_sync before = {0}, after;
    uint64_t bytes = 0;
    struct pty *pty = pty_spawn(&(struct pty_spec){
        .argv = (const char *const[]){BAYPLAN, "-H", script_url(script), NULL},
        .env = (const char *const[]){"XDG_STATE_HOME=/dev/null", NULL},
        .width = 80,
        .height = 24,
        .with_sync = true,
    });

    (void)state;
    assert_true(pty_wait_text(pty, "exit 0 3d", WAIT));
    assert_true(pty_wait_text(pty, "exit 0 5d", WAIT));
    assert_true(script_wait(script, "GET /*/info", 1, WAIT));
    for (size_t i = 0; i < COUNT(names); i++) {
        char id[CANNED_ID_SIZE], path[PATH_SIZE];

        canned_id(names[i], id);
        (void)snprintf(path, sizeof(path), "GET /*/containers/%s/json*", id);
        assert_true(script_wait(script, path, 1, WAIT));
    }
    /* What these answers caused will be over soon. */
    after = sync_after(pty, 1);
    for (int i = 0; i < TRIES; i++) {
        bytes = pty_bytes(pty);
        before = after;
        after = sync_after(pty, QUIET);
        if (after.turn == before.turn)
            break;
    }
    assert_int_equal(after.turn, before.turn);
    assert_int_equal(after.frame, before.frame);
    assert_int_equal(pty_bytes(pty), bytes);
    /* A key is answered all the same, and only where a cell changes. */
    pty_send(pty, "j");
    assert_true(pty_wait_idle(pty, WAIT));
    /* Two rows of 80 cells, and the changes of colour in them. */
    assert_in_range(pty_bytes(pty) - bytes, 1, 2 * 80 * 5);
    pty_free(pty);
    canned_free(engine);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(old_exited_containers_cost_nothing),
    };

    return cmocka_run_group_tests_name("quiet", tests, NULL, NULL);
}
