#include "support/heard.h"

#include "support/test.h"

#include <stdlib.h>
#include <string.h>

void
heard_done(void *data, const struct err *err)
{
    struct heard *heard = data;

    heard->dones++;
    heard->worked = err == NULL;
    heard->err = (struct err)ERR_INIT;
    if (err)
        heard->err = *err;
}

static void
heard_unit(struct heard *heard)
{
    heard->units++;
    if (heard->cancels)
        call_cancel(heard->call);
    if (heard->closes && heard->engine) {
        engine_close(heard->engine);
        heard->engine = NULL;
    }
}

static void
heard_opened(void *data)
{
    ((struct heard *)data)->opened++;
}

static void
heard_listed(void *data, struct container *container)
{
    struct heard *heard = data;

    (void)strncat(heard->names, container->name,
                  sizeof(heard->names) - strlen(heard->names) - 1);
    container_free(container);
    heard_unit(heard);
}

static void
heard_image(void *data, struct image *image)
{
    struct heard *heard = data;

    (void)strncat(heard->names, image->id,
                  sizeof(heard->names) - strlen(heard->names) - 1);
    image_free(image);
    heard_unit(heard);
}

static void
heard_removal(void *data, const struct image_removal *removal,
              const struct err *err)
{
    assert_int_equal(removal != NULL, err == NULL);
    if (removal)
        ((struct heard *)data)->removal = *removal;
    heard_done(data, err);
}

static void
heard_text(void *data, struct str text, const struct err *err)
{
    struct heard *heard = data;

    assert_true(!err || text.len == 0);
    assert_true(text.len < sizeof(heard->names));
    memcpy(heard->names, text.at, text.len);
    heard_done(data, err);
}

static void
heard_event(void *data, const struct event *event)
{
    ((struct heard *)data)->event = *event;
    heard_unit(data);
}

static void
heard_sample(void *data, const struct sample *sample)
{
    ((struct heard *)data)->sample = *sample;
    heard_unit(data);
}

static void
heard_inspected(void *data, struct container *container, const struct err *err)
{
    struct heard *heard = data;

    assert_int_equal(container != NULL, err == NULL);
    heard->container = container;
    heard_done(heard, err);
}

static void
heard_host(void *data, const struct engine_host *host, const struct err *err)
{
    assert_int_equal(host != NULL, err == NULL);
    if (host)
        ((struct heard *)data)->host = *host;
    heard_done(data, err);
}

/* ---- opening and closing ---- */

void
open_without_ping(struct fixture *f, const struct script_rule *rules)
{
    struct endpoint endpoint;

    (void)unsetenv("DOCKER_API_VERSION");
    talk_open(&f->talk, rules);
    endpoint = talk_endpoint(&f->talk);
    f->engine = engine_new(f->talk.loop, &endpoint);
    endpoint_release(&endpoint);
}

void
open_engine(struct fixture *f, const struct script_rule *rules)
{
    struct heard heard = {0};

    open_without_ping(f, rules);
    script_set(f->talk.script, "GET /_ping", 200, GOOD_PING, "OK");
    (void)engine_ping(f->engine, heard_done, &heard);
    TALK_UNTIL(&f->talk, heard.dones);
    if (!heard.worked)
        fail_msg("%s", heard.err.text);
}

void
close_engine(struct fixture *f)
{
    engine_close(f->engine);
    talk_close(&f->talk);
}

/* ---- every call, by number ---- */

struct call *
send_call(struct engine *e, enum which which, const char *id, struct heard *h)
{
    switch (which) {
    case LIST:
    case LIST_RUNNING:
        return engine_list_containers(e, which == LIST, heard_listed,
                                      heard_done, h);
    case INSPECT:
        return engine_inspect_container(e, id, 0, heard_inspected, h);
    case EVENTS:
        return engine_follow_events(e, NULL, heard_opened, heard_event,
                                    heard_done, h);
    case EVENTS_SINCE:
        return engine_follow_events(e, "12.000000001", heard_opened,
                                    heard_event, heard_done, h);
    case STATS:
        return engine_follow_stats(e, id, heard_sample, heard_done, h);
    case STATS_ONCE:
        return engine_poll_stats(e, id, heard_sample, heard_done, h);
    case START:
        return engine_start_container(e, id, heard_done, h);
    case STOP:
        return engine_stop_container(e, id, -1, heard_done, h);
    case STOP_GRACE:
        return engine_stop_container(e, id, 7, heard_done, h);
    case KILL:
        return engine_kill_container(e, id, "SIGRTMIN+1", heard_done, h);
    case REMOVE:
        return engine_remove_container(e, id, false, false, heard_done, h);
    case REMOVE_FORCED:
        return engine_remove_container(e, id, true, false, heard_done, h);
    case REMOVE_ALL:
        return engine_remove_container(e, id, true, true, heard_done, h);
    case HOST:
        return engine_read_host(e, heard_host, h);
    case RESTART:
        return engine_restart_container(e, id, -1, heard_done, h);
    case RESTART_GRACE:
        return engine_restart_container(e, id, 7, heard_done, h);
    case PAUSE:
        return engine_pause_container(e, id, heard_done, h);
    case UNPAUSE:
        return engine_unpause_container(e, id, heard_done, h);
    case RENAME:
        return engine_rename_container(e, id, "new&name=/ \xc3\xa9", heard_done,
                                       h);
    case READ_CONTAINER:
        return engine_read_container(e, id, heard_text, h);
    case READ_IMAGE:
        return engine_read_image(e, id, heard_text, h);
    case IMAGES:
        return engine_list_images(e, heard_image, heard_done, h);
    case REMOVE_IMAGE:
    case REMOVE_IMAGE_FORCED:
        return engine_remove_image(e, id, which == REMOVE_IMAGE_FORCED,
                                   heard_removal, h);
    }
    return NULL;
}

void
hear(struct fixture *f, enum which which, const char *id, struct heard *heard)
{
    *heard = (struct heard){.cancels = heard->cancels};
    heard->call = send_call(f->engine, which, id, heard);
    assert_int_equal(heard->dones, 0);
    TALK_UNTIL(&f->talk, heard->dones);
    assert_int_equal(heard->dones, 1);
}
