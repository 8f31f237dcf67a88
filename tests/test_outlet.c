/*
 * Bytes on their way to a reader that may be slow, or go.
 */
#include "config.h"

#include "support/test.h"

#include "loop/outlet.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#define MANY ((size_t)1 << 20) /* more than a pipe takes */

struct world {
    struct loop *loop;
    struct outlet *outlet;
    int pipe[2];
    size_t drained;
};

static void
drained(void *data)
{
    ((struct world *)data)->drained++;
}

static void
open_world(struct world *world)
{
    *world = (struct world){.loop = loop_new()};
    assert_int_equal(pipe(world->pipe), 0);
    world->outlet = outlet_new(world->loop, world->pipe[1], drained, world);
}

static void
close_world(struct world *world)
{
    outlet_free(world->outlet);
    assert_int_equal(fcntl(world->pipe[1], F_GETFL) & O_NONBLOCK, 0);
    (void)close(world->pipe[1]);
    if (world->pipe[0] >= 0)
        (void)close(world->pipe[0]);
    loop_free(world->loop);
}

static void
a_slow_reader_gets_all_in_the_end(void **state)
{
    struct world world;
    char bytes[4096];
    size_t got = 0;

    (void)state;
    open_world(&world);
    (void)buf_add_repeat(outlet_room(world.outlet), 'x', MANY);
    outlet_push(world.outlet);
    assert_true(outlet_is_full(world.outlet));
    assert_int_equal(world.drained, 0);
    while (got < MANY) {
        ssize_t piece = read(world.pipe[0], bytes, sizeof(bytes));

        assert_true(piece > 0);
        got += (size_t)piece;
        (void)loop_turn(world.loop, false);
    }
    while (world.drained == 0)
        (void)loop_turn(world.loop, true);
    assert_int_equal(got, MANY);
    assert_int_equal(world.drained, 1);
    assert_true(outlet_is_empty(world.outlet));
    assert_false(outlet_is_broken(world.outlet));
    close_world(&world);
}

static void
a_reader_that_goes_is_no_failure(void **state)
{
    struct world world;

    (void)state;
    open_world(&world);
    (void)close(world.pipe[0]);
    world.pipe[0] = -1;
    (void)buf_add_text(outlet_room(world.outlet), "x\n");
    outlet_push(world.outlet);
    assert_true(outlet_is_broken(world.outlet));
    assert_string_equal(outlet_error(world.outlet)->text, "");
    close_world(&world);
}

/* Who follows something quiet would hang about otherwise. */
static void
a_reader_that_goes_is_noticed_before_the_next_byte(void **state)
{
    struct world world;

    (void)state;
    open_world(&world);
    (void)buf_add_text(outlet_room(world.outlet), "so far");
    outlet_push(world.outlet);
    (void)loop_turn(world.loop, false);
    assert_false(outlet_is_broken(world.outlet));
    (void)close(world.pipe[0]);
    world.pipe[0] = -1;
    while (world.drained == 0)
        (void)loop_turn(world.loop, true);
    assert_true(outlet_is_broken(world.outlet));
    assert_string_equal(outlet_error(world.outlet)->text, "");
    (void)loop_turn(world.loop, false);
    assert_int_equal(world.drained, 1);
    close_world(&world);
}

/* It may still read: a socket has two ways. */
static void
a_peer_that_sends_no_more_is_none_that_went(void **state)
{
    struct world world = {.loop = loop_new()};
    char bytes[16];

    (void)state;
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, world.pipe), 0);
    world.outlet = outlet_new(world.loop, world.pipe[1], drained, &world);
    assert_int_equal(shutdown(world.pipe[0], SHUT_WR), 0);
    for (int i = 0; i < 3; i++)
        (void)loop_turn(world.loop, false);
    assert_int_equal(world.drained, 0);
    assert_false(outlet_is_broken(world.outlet));
    (void)buf_add_text(outlet_room(world.outlet), "still");
    outlet_push(world.outlet);
    assert_int_equal(read(world.pipe[0], bytes, sizeof(bytes)), 5);
    close_world(&world);
}

static void
a_reader_that_goes_while_much_waits_is_told(void **state)
{
    struct world world;

    (void)state;
    open_world(&world);
    (void)buf_add_repeat(outlet_room(world.outlet), 'x', MANY);
    outlet_push(world.outlet);
    (void)close(world.pipe[0]);
    world.pipe[0] = -1;
    while (world.drained == 0)
        (void)loop_turn(world.loop, true);
    assert_true(outlet_is_broken(world.outlet));
    close_world(&world);
}

static void
a_full_disk_has_a_reason(void **state)
{
    struct loop *loop = loop_new();
    int fd = open("/dev/full", O_WRONLY | O_CLOEXEC);
    struct outlet *outlet;

    (void)state;
    assert_true(fd >= 0);
    outlet = outlet_new(loop, fd, drained, NULL);
    (void)buf_add_text(outlet_room(outlet), "x\n");
    outlet_push(outlet);
    assert_true(outlet_is_broken(outlet));
    assert_non_null(strstr(outlet_error(outlet)->text, "writing the output"));
    outlet_free(outlet);
    (void)close(fd);
    loop_free(loop);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_slow_reader_gets_all_in_the_end),
        cmocka_unit_test(a_reader_that_goes_is_no_failure),
        cmocka_unit_test(a_reader_that_goes_is_noticed_before_the_next_byte),
        cmocka_unit_test(a_peer_that_sends_no_more_is_none_that_went),
        cmocka_unit_test(a_reader_that_goes_while_much_waits_is_told),
        cmocka_unit_test(a_full_disk_has_a_reason),
    };

    (void)signal(SIGPIPE, SIG_IGN);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
