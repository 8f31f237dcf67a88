/*
 * fake_engine.h - an engine for the tests of whatever calls engine.h.
 *
 * It takes the place of src/engine/engine*.c at link time. Every call is kept
 * until the test ends it, in whatever order the test likes; or, for the kinds
 * that are `automatic`, until the next turn, when it is answered out of a
 * small table of containers. Cancelled calls end in the next turn.
 */
#ifndef SUPPORT_FAKE_ENGINE_H
#define SUPPORT_FAKE_ENGINE_H

#include "base/list.h"
#include "engine/engine.h"

#define FAKE_CONTAINERS 512
#define FAKE_NAME_SIZE 32

enum fake_kind {
    FAKE_PING,
    FAKE_HOST,
    FAKE_LIST,
    FAKE_INSPECT,
    FAKE_EVENTS,
    FAKE_STREAM,  /* engine_follow_stats */
    FAKE_READING, /* engine_poll_stats */
    FAKE_CROWD,   /* engine_follow_all_stats */
    FAKE_IMAGES,  /* engine_list_images */
    FAKE_LOGS,    /* engine_follow_logs */
    FAKE_KINDS,
};

/* A container of the table. What the list says may lag behind. */
struct fake_container {
    char id[CONTAINER_ID_LEN + 1];
    char name[FAKE_NAME_SIZE];
    enum container_state state;
    int exit_code;
    bool is_gone;
    enum container_state listed_state;
    bool is_listed;
    bool has_tty;
    uint64_t pid;
    bool is_on_host_network;
    const char *network_of; /* the id of another; NULL: its own */
    int64_t started, finished;
    bool is_hung;    /* an inspect is not answered */
    size_t readings; /* of it, that were answered */
};

struct call {
    struct list link;
    struct engine *engine;
    enum fake_kind kind;
    char id[CONTAINER_ID_LEN + 1]; /* or since= of events */
    bool is_cancelled;
    uint64_t turn;   /* when it was made */
    uint64_t number; /* of all that were made: an address comes again */
    void (*each_container)(void *data, struct container *container);
    void (*each_event)(void *data, const struct event *event);
    void (*each_sample)(void *data, const struct sample *sample);
    void (*each_of_all)(void *data, const char *id,
                        const struct sample *sample);
    void (*each_image)(void *data, struct image *image);
    void (*each_piece)(void *data, enum log_stream stream, struct str piece,
                       bool is_last);
    struct log_request logs; /* of FAKE_LOGS */
    char since[EVENT_TIME_SIZE], until[EVENT_TIME_SIZE];
    bool is_paused;
    void (*opened)(void *data);
    call_done_fn done;
    inspect_done_fn inspected;
    void (*host_done)(void *data, const struct engine_host *host,
                      const struct err *err);
    void *data;
};

struct engine {
    struct loop *loop;
    struct engine_info info;
    struct list calls; /* in the order in which they were made */
    size_t made[FAKE_KINDS];
    uint64_t made_in_all;
    size_t open[FAKE_KINDS];
    size_t most[FAKE_KINDS]; /* open at once */
    bool automatic[FAKE_KINDS];
    struct timer *answers;
    struct fake_container at[FAKE_CONTAINERS];
    size_t count;
    const struct image *images; /* the test's */
    size_t image_count;
    int64_t time_ns; /* of the last event */
};

struct engine *fake_engine_new(struct loop *loop);
/* Asserts that every call has ended. */
void fake_engine_free(struct engine *engine);

/* A new container in the table, list and truth alike; its number. */
size_t fake_add(struct engine *engine, enum container_state state);
/* The truth changes; `is_listed`: for the list too. */
void fake_set(struct engine *engine, size_t number, enum container_state state,
              bool is_listed);
void fake_remove(struct engine *engine, size_t number, bool is_listed);

/* The oldest call of this kind that was not cancelled; of this id, if not
 * NULL. NULL when there is none. */
struct call *fake_find(const struct engine *engine, enum fake_kind kind,
                       const char *id);
/* End it: with NULL as a success. */
void fake_end(struct call *call, const struct err *err);
void fake_fail(struct call *call, enum err_kind kind);
/* Answer it out of the table. */
void fake_answer(struct call *call);
/* Let the list have one element, without ending it. */
void fake_list_element(struct call *call, size_t number);
void fake_sample(struct call *call, int64_t seconds);
/* A piece of a log. */
void fake_log(struct call *call, enum log_stream stream, const char *text,
              bool is_last);
/* The next event of a container, later than all before. */
struct event fake_event(struct engine *engine, size_t number,
                        const char *action);
/* Hand an event to the stream that is open. */
void fake_say(struct engine *engine, const struct event *event);

#endif
