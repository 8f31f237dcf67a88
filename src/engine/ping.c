/* The first question to an engine: who are you, which API do you speak? */
#include "engine/call.h"

#include "base/timestamp.h"
#include "engine/version.h"

#include <stdio.h>
#include <stdlib.h>

struct ping {
    struct call call;
    struct engine_info info;
    char offered[32]; /* the Api-Version header */
    call_done_fn done;
    void *data;
};

static struct ping *
ping_of(struct call *call)
{
    return (struct ping *)(void *)call;
}

static void
ping_opened(struct call *call, const struct http_head *head)
{
    struct ping *ping = ping_of(call);
    struct engine_info *info = &ping->info;

    info->is_podman = head->is_podman;
    version_read_server(info, head->server);
    (void)snprintf(info->os, sizeof(info->os), "%s", head->os_type);
    (void)snprintf(info->date_text, sizeof(info->date_text), "%s", head->date);
    (void)timestamp_parse_http(str_of(head->date), &info->date);
    (void)snprintf(ping->offered, sizeof(ping->offered), "%s",
                   head->api_version);
}

static bool
ping_finish(struct call *call, struct err *err)
{
    struct ping *ping = ping_of(call);

    if (!version_agree(&ping->info, ping->offered, getenv("DOCKER_API_VERSION"),
                       err))
        return false;
    call->engine->info = ping->info;
    return true;
}

static void
ping_done(struct call *call, const struct err *err)
{
    ping_of(call)->done(ping_of(call)->data, err);
}

static const struct call_table table = {
    .opened = ping_opened,
    .finish = ping_finish,
    .done = ping_done,
};

struct call *
engine_ping(struct engine *engine, call_done_fn done, void *data)
{
    struct ping *ping = call_new(engine, &table, sizeof(*ping));
    struct http_spec spec = {
        .method = "GET",
        .path = "/_ping",
        .kind = HTTP_CONTROL,
    };

    ping->done = done;
    ping->data = data;
    return call_send_raw(&ping->call, &spec);
}
