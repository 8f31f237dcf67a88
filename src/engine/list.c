/* GET /containers/json, one element after the other. */
#include "engine/call.h"

struct listing {
    struct call call;
    struct json_cutter *cutter;
    void (*each)(void *data, struct container *container);
    call_done_fn done;
    void *data;
};

static struct listing *
listing_of(struct call *call)
{
    return (struct listing *)(void *)call;
}

static bool
element_came(void *data, struct str element, struct err *err)
{
    struct listing *listing = data;
    struct container *container;

    if (call_is_over(&listing->call, err))
        return false;
    container = container_decode_listed(element, err);
    if (!container)
        return false;
    listing->each(listing->data, container);
    return true;
}

static bool
listing_body(struct call *call, struct str bytes, struct err *err)
{
    return json_cutter_feed(listing_of(call)->cutter, bytes, err) ||
           err_while(err, "the list of containers");
}

static bool
listing_finish(struct call *call, struct err *err)
{
    return json_cutter_finish(listing_of(call)->cutter, err) ||
           err_while(err, "the list of containers");
}

static void
listing_done(struct call *call, const struct err *err)
{
    listing_of(call)->done(listing_of(call)->data, err);
}

static void
listing_release(struct call *call)
{
    json_cutter_free(listing_of(call)->cutter);
}

static const struct call_table table = {
    .body = listing_body,
    .finish = listing_finish,
    .done = listing_done,
    .release = listing_release,
};

struct call *
engine_list_containers(struct engine *engine, bool all,
                       void (*each)(void *data, struct container *container),
                       call_done_fn done, void *data)
{
    struct listing *listing = call_new(engine, &table, sizeof(*listing));
    struct http_spec spec = {.method = "GET", .kind = HTTP_LIST};
    struct buf path = BUF_INIT(CALL_PATH_SIZE);

    listing->cutter = json_cutter_new(element_came, listing);
    listing->each = each;
    listing->done = done;
    listing->data = data;
    (void)buf_add_text(&path,
                       all ? "/containers/json?all=1" : "/containers/json");
    return call_send(&listing->call, spec, &path);
}
