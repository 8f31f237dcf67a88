/*
 * call.h - the life of one call, for the files of this floor that make them.
 *
 * A call is a struct of its own whose first member is the struct call, made
 * by call_new(), with a static table of what happens to it. call_send() hands
 * it to the engine; from then on it belongs to the engine, and its memory
 * goes after `done` has run. An engine that was closed lives on until the
 * last of its calls is done.
 */
#ifndef ENGINE_CALL_H
#define ENGINE_CALL_H

#include "base/buf.h"
#include "base/json.h"
#include "engine/engine.h"
#include "net/http.h"

/* Of a path but for the name in it, which may be any text. */
#define CALL_PATH_SIZE ((size_t)4096)
/* Largest answer that is gathered before it is read. */
#define CALL_ANSWER_SIZE JSON_ELEMENT_SIZE
/* The engine samples all containers one after another before it answers. */
#define CALL_STATS_HEAD_MS 60000
/* What stopping may take beyond the grace it was given. */
#define CALL_STOP_MARGIN_MS 30000

struct engine {
    struct http *http; /* NULL once closed */
    struct endpoint endpoint;
    struct engine_info info;
    size_t call_count;
    bool is_closed;
};

/* For the last call of a closed engine. */
void engine_free(struct engine *engine);

/* Each may be NULL but `done`. */
struct call_table {
    /* What a 304 means, where it is due. */
    const char *unchanged;
    /* The head of a good answer. */
    void (*opened)(struct call *call, const struct http_head *head);
    bool (*body)(struct call *call, struct str bytes, struct err *err);
    /* The answer was good and whole: read what is left, or refuse it. */
    bool (*finish)(struct call *call, struct err *err);
    /* Tell the owner; err is NULL when it worked. */
    void (*done)(struct call *call, const struct err *err);
    /* Let go of what the call holds, not of the call. */
    void (*release)(struct call *call);
};

struct call {
    struct engine *engine;
    const struct call_table *table;
    struct http_request *request; /* NULL before it is sent and once done */
    bool is_page;                 /* text/html */
    bool is_cancelled;
};

/* `size` bytes, zeroed, of which the first are the struct call. */
void *call_new(struct engine *engine, const struct call_table *table,
               size_t size);
/* `path` is what stands behind "/v1.41", escaped; it is released. */
struct call *call_send(struct call *call, struct http_spec spec,
                       struct buf *path);
/* The same with the path in `spec`, as only the ping may: it is sent before
 * there is a version. */
struct call *call_send_raw(struct call *call, const struct http_spec *spec);

/* What stands before a name of any length, the name as one piece of the path
 * (with %2F for its '/'), and what stands behind it. */
struct buf call_path(const char *before, const char *name, const char *then);
/* "/containers/{id}" and what stands behind it, "/json". */
struct buf call_container_path(const char *id, const char *then);

/* Whether its owner wants to hear of no more units: it cancelled the call or
 * closed the engine, perhaps from inside the callback for the last one. Fills
 * err then. */
bool call_is_over(const struct call *call, struct err *err);

#endif
