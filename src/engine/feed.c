/* Answers that come line by line: events and statistics. */
#include "engine/call.h"

#include "engine/sample_podman.h"
#include "net/lines.h"

struct feed {
    struct call call;
    struct lines lines;
    void (*opened)(void *data);
    void (*each_event)(void *data, const struct event *event);
    void (*each_sample)(void *data, const struct sample *sample);
    void (*each_of_all)(void *data, const char *id,
                        const struct sample *sample);
    call_done_fn done;
    void *data;
};

static struct feed *
feed_of(struct call *call)
{
    return (struct feed *)(void *)call;
}

static void
feed_done(struct call *call, const struct err *err)
{
    feed_of(call)->done(feed_of(call)->data, err);
}

static void
feed_release(struct call *call)
{
    lines_release(&feed_of(call)->lines);
}

static struct feed *
feed_new(struct engine *engine, const struct call_table *table,
         call_done_fn done, void *data)
{
    struct feed *feed = call_new(engine, table, sizeof(*feed));

    lines_init(&feed->lines, LINES_LIMIT);
    feed->done = done;
    feed->data = data;
    return feed;
}

/* ---- events ---- */

static bool
event_line(void *data, struct str line, struct err *err)
{
    struct feed *feed = data;
    struct event event;

    if (call_is_over(&feed->call, err))
        return false;
    if (!event_decode(&event, line, err))
        return err_while(err, "the stream of events");
    feed->each_event(feed->data, &event);
    return true;
}

static void
events_opened(struct call *call, const struct http_head *head)
{
    struct feed *feed = feed_of(call);

    (void)head;
    if (feed->opened && !call_is_over(call, NULL))
        feed->opened(feed->data);
}

static bool
events_body(struct call *call, struct str bytes, struct err *err)
{
    struct feed *feed = feed_of(call);

    return lines_feed(&feed->lines, bytes, event_line, feed, err);
}

/* A last line without its end is a piece of one. */
static bool
events_finish(struct call *call, struct err *err)
{
    (void)call;
    return err_set_kind(err, ERR_UNREACHABLE,
                        "the engine ended the stream of events");
}

static const struct call_table events_table = {
    .opened = events_opened,
    .body = events_body,
    .finish = events_finish,
    .done = feed_done,
    .release = feed_release,
};

struct call *
engine_follow_events(struct engine *engine, const char *since,
                     void (*opened)(void *data),
                     void (*each)(void *data, const struct event *event),
                     call_done_fn done, void *data)
{
    struct feed *feed = feed_new(engine, &events_table, done, data);
    struct http_spec spec = {.method = "GET", .kind = HTTP_STREAM};
    struct buf path = BUF_INIT(CALL_PATH_SIZE);

    feed->opened = opened;
    feed->each_event = each;
    (void)buf_add_text(&path, "/events");
    if (since) {
        (void)buf_add_text(&path, "?since=");
        (void)http_escape(&path, str_of(since));
    }
    return call_send(&feed->call, spec, &path);
}

/* ---- statistics ---- */

static bool
sample_line(void *data, struct str line, struct err *err)
{
    struct feed *feed = data;
    struct sample sample;

    if (call_is_over(&feed->call, err))
        return false;
    if (!sample_decode(&sample, line, err))
        return err_while(err, "the engine's statistics");
    feed->each_sample(feed->data, &sample);
    return true;
}

static bool
stats_body(struct call *call, struct str bytes, struct err *err)
{
    struct feed *feed = feed_of(call);

    return lines_feed(&feed->lines, bytes, sample_line, feed, err);
}

static bool
stats_finish(struct call *call, struct err *err)
{
    struct feed *feed = feed_of(call);

    return lines_finish(&feed->lines, sample_line, feed, err);
}

static const struct call_table stats_table = {
    .body = stats_body,
    .finish = stats_finish,
    .done = feed_done,
    .release = feed_release,
};

static struct call *
send_stats(struct engine *engine, const char *id, const char *query,
           enum http_kind kind,
           void (*each)(void *data, const struct sample *sample),
           call_done_fn done, void *data)
{
    struct feed *feed = feed_new(engine, &stats_table, done, data);
    struct http_spec spec = {
        .method = "GET",
        .kind = kind,
        .timeout_ms = CALL_STATS_HEAD_MS,
    };
    struct buf path = call_container_path(id, query);

    feed->each_sample = each;
    return call_send(&feed->call, spec, &path);
}

struct call *
engine_follow_stats(struct engine *engine, const char *id,
                    void (*each)(void *data, const struct sample *sample),
                    call_done_fn done, void *data)
{
    return send_stats(engine, id, "/stats?stream=1", HTTP_STREAM, each, done,
                      data);
}

struct call *
engine_poll_stats(struct engine *engine, const char *id,
                  void (*each)(void *data, const struct sample *sample),
                  call_done_fn done, void *data)
{
    return send_stats(engine, id, "/stats?stream=0&one-shot=1", HTTP_CONTROL,
                      each, done, data);
}

static void
one_of_all(void *data, const char *id, const struct sample *sample)
{
    struct feed *feed = data;

    if (!call_is_over(&feed->call, NULL))
        feed->each_of_all(feed->data, id, sample);
}

static bool
samples_line(void *data, struct str line, struct err *err)
{
    struct feed *feed = data;

    if (call_is_over(&feed->call, err))
        return false;
    return samples_decode_podman(line, one_of_all, feed, err) ||
           err_while(err, "the engine's statistics");
}

static bool
all_stats_body(struct call *call, struct str bytes, struct err *err)
{
    struct feed *feed = feed_of(call);

    return lines_feed(&feed->lines, bytes, samples_line, feed, err);
}

static const struct call_table all_stats_table = {
    .body = all_stats_body,
    .done = feed_done,
    .release = feed_release,
};

struct call *
engine_follow_all_stats(struct engine *engine,
                        void (*each)(void *data, const char *id,
                                     const struct sample *sample),
                        call_done_fn done, void *data)
{
    struct feed *feed = feed_new(engine, &all_stats_table, done, data);
    /* Podman has its own calls beside those of Docker, with versions of
     * their own; every Podman since 4 takes this one. */
    struct http_spec spec = {
        .method = "GET",
        .path = "/v4.0.0/libpod/containers/stats?stream=true&interval=1",
        .kind = HTTP_STREAM,
        .timeout_ms = CALL_STATS_HEAD_MS,
    };

    feed->each_of_all = each;
    return call_send_raw(&feed->call, &spec);
}
