/*
 * store.h - the truth: what we know of the engines' containers and images.
 *
 * Values are swapped in by the store's own sync only (store/write.h); everyone
 * else reads. Pointers handed out are valid until the next turn of the loop;
 * keep a struct ref and ask again.
 *
 * Changes are gathered per ref in a set and delivered to all subscribers
 * once per turn, in a turn hook: a thousand events make one delivery. A
 * subscriber may leave, and others may come, during a delivery; those who come
 * hear of later changes only. Within one delivery a ref stands once, and never
 * as both added and gone: what came and went within a turn is not told, what
 * went and came back has a new value.
 */
#ifndef STORE_STORE_H
#define STORE_STORE_H

#include "engine/container.h"
#include "engine/event.h"
#include "engine/image.h"
#include "engine/sample.h"
#include "loop/loop.h"
#include "store/link.h"
#include "store/ref.h"

#define STORE_ENGINES 64
#define STORE_CONTAINERS 50000 /* per engine; more are an error on the link */
#define STORE_IMAGES 50000     /* likewise */
#define STORE_EVENTS 512       /* kept per engine */
#define HISTORY_SAMPLES 180    /* kept per running container */

enum change_what {
    CHANGE_ADDED = 1,
    CHANGE_VALUE = 2, /* a new value */
    CHANGE_GONE = 4,
    CHANGE_USAGE = 8,    /* new numbers */
    CHANGE_LINK = 16,    /* ref.kind is REF_ENGINE */
    CHANGE_TOTALS = 32,  /* ref.kind is REF_ENGINE */
    CHANGE_LOG = 64,     /* the log that is followed of a container */
    CHANGE_EVENTS = 128, /* store_event_at() has a new one */
    CHANGE_HOST = 256,   /* ref.kind is REF_ENGINE: its machine */
};

struct change {
    struct ref ref;
    unsigned what; /* mask of enum change_what */
};

/* A container on the screen's side. */
struct container_row {
    struct ref ref;
    const struct container *value; /* never NULL */
    /* The last numbers; NULL: none since it last started. */
    const struct usage *usage;
    uint64_t usage_at; /* loop_now() when they came */
    double cpu_smooth; /* smoothed (half-life 5 s), for sorting only */
    double memory_smooth;
    double network_smooth, block_smooth; /* bytes a second, both ways */
    unsigned generation; /* of the value; newer is higher, also across rows */
};

/* Sums over the running containers of an engine, as of the last delivery. */
struct totals {
    size_t count;   /* containers of any state */
    size_t running; /* state_is_up() and not paused */
    size_t paused;
    size_t exited; /* exited, dead */
    size_t created;
    size_t unhealthy;
    size_t sampled; /* running ones whose numbers are known */
    double cpu_percent;
    uint64_t memory;
    struct engine_host host; /* of the engine's machine (GET /info) */
    double network_rx_rate, network_tx_rate;
};

struct store;
struct subscriber;

typedef void (*changed_fn)(void *data, const struct change *changes,
                           size_t count);

struct store *store_new(struct loop *loop);
void store_free(struct store *store);

/* `name` is shown in the header ("local"). */
unsigned store_add_engine(struct store *store, const char *name);
size_t store_engine_count(const struct store *store);
const char *store_engine_name(const struct store *store, unsigned engine);
const struct link *store_link(const struct store *store, unsigned engine);
const struct totals *store_totals(const struct store *store, unsigned engine);

/* All engines together, in no order that means anything. */
size_t store_container_count(const struct store *store);
const struct container_row *store_container_at(const struct store *store,
                                               size_t index);
/* NULL when there is no such container any more. */
const struct container_row *store_find_container(const struct store *store,
                                                 const struct ref *ref);
/* What graphs show of a sample. There are HISTORY_SAMPLES of them for each
 * container that runs, so they are small: a float has more digits than a graph
 * has dots. */
struct moment {
    int64_t read;         /* as in struct usage */
    float cpu;            /* per cent of a core */
    float memory;         /* bytes */
    float network, block; /* bytes a second, both ways */
    float pids;
};
#define MOMENT_UNKNOWN (-1.0F) /* of any number in it */

/* The samples of the last minutes: ring of struct moment, or NULL. */
struct ring;
const struct ring *store_history(const struct store *store,
                                 const struct ref *ref);

/* An image on the screen's side: a row per reference, as `docker images`, and
 * one for a dangling image. */
struct image_row {
    struct ref ref; /* REF_IMAGE */
    const struct image *value;
    const char *reference; /* "nginx:1.25"; "" when dangling */
    size_t used_by;        /* containers of any state made from this image */
    unsigned generation;
};
size_t store_image_count(const struct store *store);
const struct image_row *store_image_at(const struct store *store, size_t index);
const struct image_row *store_find_image(const struct store *store,
                                         const struct ref *ref);
/* Whether an engine's images were listed at all, and why the last list of them
 * failed; text "" when it did not. A change of either is a CHANGE_LINK. */
bool store_knows_images(const struct store *store, unsigned engine);
const struct err *store_images_error(const struct store *store,
                                     unsigned engine);

/* The last STORE_EVENTS events of an engine, 0 the oldest. */
size_t store_event_count(const struct store *store, unsigned engine);
const struct event *store_event_at(const struct store *store, unsigned engine,
                                   size_t index);

struct subscriber *store_subscribe(struct store *store, changed_fn changed,
                                   void *data);
void store_unsubscribe(struct subscriber *subscriber);

#endif
