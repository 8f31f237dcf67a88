#include "engine/call.h"

#include "base/mem.h"

#include <stdlib.h>

struct engine *
engine_new(struct loop *loop, const struct endpoint *endpoint)
{
    struct engine *engine = xcalloc(1, sizeof(*engine));

    engine->http = http_new(loop, endpoint);
    endpoint_copy(&engine->endpoint, endpoint);
    return engine;
}

void
engine_close(struct engine *engine)
{
    if (!engine)
        return;
    engine->is_closed = true;
    http_close(engine->http);
    engine->http = NULL;
    /* Else the last call that is done takes it along. */
    if (engine->call_count == 0)
        engine_free(engine);
}

void
engine_free(struct engine *engine)
{
    endpoint_release(&engine->endpoint);
    free(engine);
}

const struct endpoint *
engine_endpoint(const struct engine *engine)
{
    return &engine->endpoint;
}

const struct engine_info *
engine_info(const struct engine *engine)
{
    return &engine->info;
}

size_t
engine_requests(const struct engine *engine)
{
    return http_count(engine->http) - http_stream_count(engine->http);
}

size_t
engine_streams(const struct engine *engine)
{
    return http_stream_count(engine->http);
}
