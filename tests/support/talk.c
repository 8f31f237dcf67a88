#include "support/talk.h"

#include "support/test.h"

#define GUARD_MS 20000

static void
guard_fired(void *data)
{
    (void)data;
    fail_msg("nothing more happened for %d ms", GUARD_MS);
}

static void
noticed(void *data, int events)
{
    struct talk *talk = data;

    (void)events;
    script_take_notice(talk->script);
}

void
talk_open(struct talk *talk, const struct script_rule *rules)
{
    talk->loop = loop_new();
    talk->script = script_new(rules, 0);
    talk->notice =
        watch_new(talk->loop, script_notice_fd(talk->script), noticed, talk);
    watch_set(talk->notice, WATCH_READ);
    talk->guard = timer_new(talk->loop, "guard", guard_fired, talk);
    timer_start(talk->guard, GUARD_MS, 0);
}

void
talk_close(struct talk *talk)
{
    watch_free(talk->notice);
    timer_free(talk->guard);
    loop_run(talk->loop);
    loop_free(talk->loop);
    script_free(talk->script);
}

struct endpoint
talk_endpoint(const struct talk *talk)
{
    struct endpoint endpoint;

    assert_true(endpoint_parse(&endpoint, script_url(talk->script), NULL));
    return endpoint;
}
