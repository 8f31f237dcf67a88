#include "config.h"

#include "engine/caller.h"

#include "engine/docker.h"
#include "support/test.h"

#include <string.h>

void
caller_open(struct caller *caller)
{
    struct endpoint endpoint;

    memset(caller, 0, sizeof(*caller));
    caller->loop = loop_new();
    assert_true(endpoint_parse(&endpoint, docker_host(), NULL));
    caller->engine = engine_new(caller->loop, &endpoint);
    endpoint_release(&endpoint);
    (void)engine_ping(caller->engine, caller_done, caller);
    assert_true(caller_ended(caller));
}

void
caller_close(struct caller *caller)
{
    if (caller->engine)
        engine_close(caller->engine);
    loop_free(caller->loop);
}

void
caller_done(void *data, const struct err *err)
{
    struct caller *caller = data;

    caller->done++;
    caller->failed = err != NULL;
    if (err)
        caller->err = *err;
}

void
caller_closed(void *data)
{
    caller_done(data, NULL);
}

static bool
is_done(void *data)
{
    return ((struct caller *)data)->done > 0;
}

void
caller_await(struct caller *caller, bool (*is_true)(void *data))
{
    assert_true(turn_until(caller->loop, CALLER_PATIENCE_MS, is_true, caller));
}

bool
caller_ended(struct caller *caller)
{
    assert_int_equal(caller->done, 0);
    caller_await(caller, is_done);
    assert_int_equal(caller->done, 1);
    caller->done = 0;
    return !caller->failed;
}
