/* Lists, one element after the other. */
#include "engine/call.h"

struct listing {
    struct call call;
    struct json_cutter *cutter;
    const char *what;
    void (*each_container)(void *data, struct container *container);
    void (*each_image)(void *data, struct image *image);
    call_done_fn done;
    void *data;
};

static struct listing *
listing_of(struct call *call)
{
    return (struct listing *)(void *)call;
}

static bool
listing_body(struct call *call, struct str bytes, struct err *err)
{
    struct listing *listing = listing_of(call);

    return json_cutter_feed(listing->cutter, bytes, err) ||
           err_while(err, "the list of %s", listing->what);
}

static bool
listing_finish(struct call *call, struct err *err)
{
    struct listing *listing = listing_of(call);

    return json_cutter_finish(listing->cutter, err) ||
           err_while(err, "the list of %s", listing->what);
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

/* `take` is the reader of one element. */
static struct listing *
listing_new(struct engine *engine, const char *what,
            bool (*take)(void *data, struct str element, struct err *err),
            call_done_fn done, void *data)
{
    struct listing *listing = call_new(engine, &table, sizeof(*listing));

    listing->cutter = json_cutter_new(take, listing);
    listing->what = what;
    listing->done = done;
    listing->data = data;
    return listing;
}

static struct call *
send_listing(struct listing *listing, const char *path)
{
    struct http_spec spec = {.method = "GET", .kind = HTTP_LIST};
    struct buf whole = BUF_INIT(CALL_PATH_SIZE);

    (void)buf_add_text(&whole, path);
    return call_send(&listing->call, spec, &whole);
}

/* ---- containers ---- */

static bool
take_container(void *data, struct str element, struct err *err)
{
    struct listing *listing = data;
    struct container *container;

    if (call_is_over(&listing->call, err))
        return false;
    container = container_decode_listed(element, err);
    if (!container)
        return false;
    listing->each_container(listing->data, container);
    return true;
}

struct call *
engine_list_containers(struct engine *engine, bool all,
                       void (*each)(void *data, struct container *container),
                       call_done_fn done, void *data)
{
    struct listing *listing =
        listing_new(engine, "containers", take_container, done, data);

    listing->each_container = each;
    return send_listing(listing,
                        all ? "/containers/json?all=1" : "/containers/json");
}

/* ---- images ---- */

static bool
take_image(void *data, struct str element, struct err *err)
{
    struct listing *listing = data;
    struct image *image;

    if (call_is_over(&listing->call, err))
        return false;
    image = image_decode(element, err);
    if (!image)
        return false;
    listing->each_image(listing->data, image);
    return true;
}

struct call *
engine_list_images(struct engine *engine,
                   void (*each)(void *data, struct image *image),
                   call_done_fn done, void *data)
{
    struct listing *listing =
        listing_new(engine, "images", take_image, done, data);

    listing->each_image = each;
    return send_listing(listing, "/images/json");
}
