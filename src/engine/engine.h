/*
 * engine.h - one engine, and what can be asked of it.
 *
 * A struct engine is an endpoint, its HTTP connections and the API version
 * that was agreed on. Every call but engine_ping() needs one successful ping
 * before. Calls are asynchronous: they return at once, `done` runs exactly
 * once in a later turn, with err NULL when it worked; also after
 * call_cancel(), then with ERR_CANCELLED. After `done` the call is gone.
 *
 * The engine's own `message` is the text of an error, never raw JSON or HTML.
 * Kinds: 304 ERR_UNCHANGED, 403/401 ERR_DENIED, 404 ERR_MISSING, 409
 * ERR_CONFLICT (of Podman 500 "container state improper"), but "removal ...
 * already in progress" and "is marked for removal" ERR_IN_PROGRESS, other 4xx
 * ERR_REJECTED, 5xx ERR_SERVER. A 404
 * for the path itself ("page not found", or no engine's words at all) and a
 * version that the engine does not take are ERR_UNSUPPORTED: neither says that
 * a container is gone.
 */
#ifndef ENGINE_ENGINE_H
#define ENGINE_ENGINE_H

#include "base/err.h"
#include "engine/container.h"
#include "engine/event.h"
#include "engine/image.h"
#include "engine/info.h"
#include "engine/log.h"
#include "engine/sample.h"
#include "loop/loop.h"
#include "net/endpoint.h"

/* Asked for by number; an engine below the first is refused by name, one
 * above the second is asked with the second. */
#define ENGINE_API_MIN 40 /* 1.40, Docker 19.03 */
#define ENGINE_API_MAX 51 /* 1.51, Docker 28.5 */

struct engine;
struct call;

typedef void (*call_done_fn)(void *data, const struct err *err);

struct engine *engine_new(struct loop *loop, const struct endpoint *endpoint);
/* Cancels all calls; their `done` run in later turns; then the memory goes.
 * The caller must not use the engine any more. NULL is fine. */
void engine_close(struct engine *engine);

const struct endpoint *engine_endpoint(const struct engine *engine);
/* Of the last good ping; zeros before. */
const struct engine_info *engine_info(const struct engine *engine);
/* Requests under way that are not streams, and those that are. */
size_t engine_requests(const struct engine *engine);
size_t engine_streams(const struct engine *engine);

void call_cancel(struct call *call);

/* GET /_ping and agreement on a version (HEAD answers the same, but a body
 * is what proxies pass on everywhere). DOCKER_API_VERSION is honoured. After
 * one that failed the agreement of the last good one stands. */
struct call *engine_ping(struct engine *engine, call_done_fn done, void *data);

/* GET /info. Costs the engine some 12 ms: once per connection, after the first
 * frame. */
struct call *engine_read_host(struct engine *engine,
                              void (*done)(void *data,
                                           const struct engine_host *host,
                                           const struct err *err),
                              void *data);

/* GET /containers/json?all=1. `each` owns the container it gets; it runs as
 * the elements arrive. */
struct call *engine_list_containers(struct engine *engine, bool all,
                                    void (*each)(void *data,
                                                 struct container *container),
                                    call_done_fn done, void *data);

/* GET /containers/{id}/json. `container` is the callee's to keep, NULL on
 * error. `timeout_ms` 0: the default of a control request. */
typedef void (*inspect_done_fn)(void *data, struct container *container,
                                const struct err *err);
struct call *engine_inspect_container(struct engine *engine, const char *id,
                                      uint64_t timeout_ms, inspect_done_fn done,
                                      void *data);

/* GET /events?since=... A stream: `opened` runs when the headers are in, `each`
 * for every event of every type (the gap detector needs them all), `done`
 * when it ends, which is always an error but for a cancel. `since` is a time
 * as in struct event, or NULL. */
struct call *engine_follow_events(struct engine *engine, const char *since,
                                  void (*opened)(void *data),
                                  void (*each)(void *data,
                                               const struct event *event),
                                  call_done_fn done, void *data);

/* GET /containers/{id}/stats?stream=1. `done` with NULL when the container was
 * removed (the stream's clean end). */
struct call *engine_follow_stats(struct engine *engine, const char *id,
                                 void (*each)(void *data,
                                              const struct sample *sample),
                                 call_done_fn done, void *data);
/* One sample: stream=0&one-shot=1. CPU is known from two of them. Below
 * API 1.41 the engine takes two readings for it, in one to two seconds. Podman
 * sends none at all for a stopped container. */
struct call *engine_poll_stats(struct engine *engine, const char *id,
                               void (*each)(void *data,
                                            const struct sample *sample),
                               call_done_fn done, void *data);

/* Podman's one stream for all containers, a sample of each every second (`each`
 * with zeros for those that do not run). `done` as for one container; other
 * engines answer ERR_UNSUPPORTED. */
struct call *engine_follow_all_stats(struct engine *engine,
                                     void (*each)(void *data, const char *id,
                                                  const struct sample *sample),
                                     call_done_fn done, void *data);

struct call *engine_start_container(struct engine *engine, const char *id,
                                    call_done_fn done, void *data);
/* `seconds` of grace before SIGKILL; -1: the container's own. The request
 * itself has no time-out but the grace and a margin. */
struct call *engine_stop_container(struct engine *engine, const char *id,
                                   int seconds, call_done_fn done, void *data);
struct call *engine_kill_container(struct engine *engine, const char *id,
                                   const char *signal, call_done_fn done,
                                   void *data);
struct call *engine_remove_container(struct engine *engine, const char *id,
                                     bool force, bool volumes,
                                     call_done_fn done, void *data);

/* POST restart; `seconds` as for stop. No time-out. */
struct call *engine_restart_container(struct engine *engine, const char *id,
                                      int seconds, call_done_fn done,
                                      void *data);
struct call *engine_pause_container(struct engine *engine, const char *id,
                                    call_done_fn done, void *data);
struct call *engine_unpause_container(struct engine *engine, const char *id,
                                      call_done_fn done, void *data);
struct call *engine_rename_container(struct engine *engine, const char *id,
                                     const char *name, call_done_fn done,
                                     void *data);

/* The engine's whole answer as it sent it, for views that show all of it:
 * GET /containers/{id}/json and GET /images/{name}/json. `text` is valid
 * during the call, len 0 on error. */
typedef void (*text_done_fn)(void *data, struct str text,
                             const struct err *err);
struct call *engine_read_container(struct engine *engine, const char *id,
                                   text_done_fn done, void *data);
struct call *engine_read_image(struct engine *engine, const char *name,
                               text_done_fn done, void *data);

/* GET /images/json. `each` owns the image it gets. */
struct call *engine_list_images(struct engine *engine,
                                void (*each)(void *data, struct image *image),
                                call_done_fn done, void *data);
/* DELETE /images/{name}: a reference, or an id for all that it has (which a
 * second reference forbids without `force`). `done` gets what went: how many
 * references were taken away and how many layers deleted; NULL on error. */
struct image_removal {
    size_t untagged, deleted;
};
struct call *engine_remove_image(
    struct engine *engine, const char *name, bool force,
    void (*done)(void *data, const struct image_removal *removal,
                 const struct err *err),
    void *data);

/* GET /containers/{id}/logs. `each` gets pieces of payload in order: a record
 * of the log may come in several pieces, and a line above 16 KiB in several
 * records. Each record begins with its time and a blank,
 * "2026-11-21T08:30:00.123456789Z " (Podman: other precisions and offsets).
 * Tail is always sent (a `since` alone makes the engine read the whole file).
 * May be paused (call_pause). `done` with NULL at the clean end: the container
 * stopped or was restarted or removed, or nothing follows. An engine that
 * cannot read what the container's driver writes is ERR_UNSUPPORTED. */
struct log_request {
    long tail;         /* last records; -1: all */
    const char *since; /* as in struct event, inclusive; or NULL */
    const char *until; /* the same, for the last one, or NULL */
    bool follow;
    bool has_tty; /* of the container (inspect): one stream, no frames; Podman
                   * has frames all the same, and this must be false */
};
struct call *
engine_follow_logs(struct engine *engine, const char *id,
                   const struct log_request *request,
                   /* `is_last`: the frame ends with this piece; without frames
                    * (TTY) the end of a chunk says nothing and it is false. */
                   void (*each)(void *data, enum log_stream stream,
                                struct str piece, bool is_last),
                   call_done_fn done, void *data);
/* Stop reading for a while: logs only (http_pause()). What was read already
 * may still come; when the connection breaks meanwhile, what was not may be
 * lost. */
void call_pause(struct call *call, bool paused);

#endif
