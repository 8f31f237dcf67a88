/*
 * script.h - an engine that does what the test says, byte for byte.
 *
 * It listens on a unix socket in a directory of its own (and on a port of the
 * loopback when asked), in a thread of the test. Each request is matched with
 * the rules; the first rule that fits answers it with its steps:
 *
 *     static const struct script_rule rules[] = {
 *         {"GET /_ping", .steps = {SCRIPT_ANSWER(200, "OK")}},
 *         {"GET *\/json*", .times = 1, .steps = {SCRIPT_CLOSE}},
 *         {"GET *\/json*", .steps = {SCRIPT_CHUNKED, SCRIPT_CHUNK("[1,"),
 *                                    SCRIPT_WAIT("more"), SCRIPT_CLOSE}},
 *         {"GET *\/events*", .steps = {SCRIPT_STREAM}},
 *         {.pattern = NULL},
 *     };
 *     struct script *script = script_new(rules, 0);
 *     ... script_url(script) ... script_go(script, "more") ...
 *     script_free(script);
 *
 * A pattern is that of fnmatch(3), over "METHOD /path?query" ('*' takes '/'
 * too, and '?' stands for any byte). What no rule fits is answered with 404
 * and {"message":"page not found"}. A connection whose steps are done takes
 * the next request. Nothing ever sleeps: what must come late waits for the
 * test's word. Whoever waits for the script in turn has script_wait(), or the
 * descriptor script_notice_fd() in a loop.
 *
 * Every function may be called at any time from the test's thread. Trouble of
 * the script itself (no socket, an unknown step) ends the test program.
 */
#ifndef SUPPORT_SCRIPT_H
#define SUPPORT_SCRIPT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SCRIPT_STEPS_MAX 12

struct script_step {
    enum {
        STEP_END, /* the answer is complete */
        STEP_SEND,
        STEP_ANSWER,
        STEP_CHUNK,
        STEP_REPEAT,
        STEP_WAIT,
        STEP_STREAM,
        STEP_CLOSE,
        STEP_RESET,
        STEP_HANG,
        STEP_PASS,
    } kind;
    int status;
    const char *bytes;
    size_t len;
    size_t count;
};

/* These bytes, nothing added; they may have NULs in them. */
#define SCRIPT_SEND(text)                                                      \
    {                                                                          \
        .kind = STEP_SEND, .bytes = (text), .len = sizeof(text) - 1            \
    }
/* A whole answer of application/json with its length. */
#define SCRIPT_ANSWER(code, text)                                              \
    {                                                                          \
        .kind = STEP_ANSWER, .status = (code), .bytes = (text),                \
        .len = sizeof(text) - 1                                                \
    }
/* The head of an answer in chunks, one chunk of it, its end. */
#define SCRIPT_CHUNKED                                                         \
    SCRIPT_SEND("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"        \
                "Transfer-Encoding: chunked\r\n\r\n")
#define SCRIPT_CHUNK(text)                                                     \
    {                                                                          \
        .kind = STEP_CHUNK, .bytes = (text), .len = sizeof(text) - 1           \
    }
#define SCRIPT_LAST_CHUNK SCRIPT_SEND("0\r\n\r\n")
/* These bytes many times, as fast as they are taken. */
#define SCRIPT_REPEAT(text, times)                                             \
    {                                                                          \
        .kind = STEP_REPEAT, .bytes = (text), .len = sizeof(text) - 1,         \
        .count = (times)                                                       \
    }
/* Go on after script_go(script, name); one word lets one wait pass. */
#define SCRIPT_WAIT(name)                                                      \
    {                                                                          \
        .kind = STEP_WAIT, .bytes = (name)                                     \
    }
/* SCRIPT_CHUNKED, then what script_push() says until script_end(). */
#define SCRIPT_STREAM                                                          \
    {                                                                          \
        .kind = STEP_STREAM                                                    \
    }
#define SCRIPT_CLOSE                                                           \
    {                                                                          \
        .kind = STEP_CLOSE                                                     \
    }
/* A reset; over a unix socket there is none, so it is a close there. */
#define SCRIPT_RESET                                                           \
    {                                                                          \
        .kind = STEP_RESET                                                     \
    }
/* Nothing more, until the other side goes or script_free(). */
#define SCRIPT_HANG                                                            \
    {                                                                          \
        .kind = STEP_HANG                                                      \
    }

/* From here on as if no rule had fitted: the hook answers, or 404. */
#define SCRIPT_PASS                                                            \
    {                                                                          \
        .kind = STEP_PASS                                                      \
    }

/* A pattern for what happens when a connection is made, before a request. */
#define SCRIPT_ON_CONNECT "(connect)"

struct script_rule {
    const char *pattern; /* NULL ends a table */
    int times;           /* fits that many requests, 0: all */
    struct script_step steps[SCRIPT_STEPS_MAX];
};

enum script_flags {
    SCRIPT_TCP = 1,        /* 127.0.0.1 instead of the unix socket */
    SCRIPT_DEAF = 2,       /* do not accept before script_accept() */
    SCRIPT_NO_BACKLOG = 4, /* listen(fd, 0) */
};

struct script;

/* The table must live as long as the script. NULL: no rules yet. */
struct script *script_new(const struct script_rule *rules, unsigned flags);
/* Closes all connections, ends the thread, removes the directory. */
void script_free(struct script *script);

const char *script_url(const struct script *script);    /* "unix:///tmp/..." */
const char *script_socket(const struct script *script); /* its path */
const char *script_dir(const struct script *script);

/* ---- the test's word ---- */

/* Rules added later are looked at first. The table must live on. */
void script_add(struct script *script, const struct script_rule *rules);
/* One whole answer of application/json to all requests that fit; takes the
 * place of what script_set() said for the same pattern. Copies its texts.
 * `headers`: "Name: value\r\n..." or NULL. */
void script_set(struct script *script, const char *pattern, int status,
                const char *headers, const char *body);
void script_set_stream(struct script *script, const char *pattern);

void script_go(struct script *script, const char *name);
/* One chunk of `len` bytes on each open stream whose request fits; returns how
 * many there were. */
size_t script_push(struct script *script, const char *pattern,
                   const char *bytes, size_t len);
/* The clean end of those streams. */
size_t script_end(struct script *script, const char *pattern);
/* Close (or reset) the connections whose last request fits. */
size_t script_cut(struct script *script, const char *pattern, bool reset);
void script_accept(struct script *script);
/* All connections are closed; the socket stays behind and refuses, as after a
 * crash, or is removed. Then it listens again. */
void script_go_down(struct script *script, bool remove_socket);
void script_come_up(struct script *script);

/* ---- an engine with a will of its own ---- */

/* Asked about each request that no rule fits, in the script's thread and under
 * its lock; canned.h is made of it. It may call what a test may, and answers
 * with one of the two functions below, or leaves it at 404. */
struct connection;
struct script_request;
typedef void (*script_hook_fn)(void *data, const struct script_request *request,
                               struct connection *from);
void script_set_hook(struct script *script, script_hook_fn hook, void *data);
/* As script_set() would. */
void script_answer(struct connection *from, int status, const char *headers,
                   const char *body);
/* As SCRIPT_STREAM does, with `first` as its first chunk unless that is "". */
void script_open_stream(struct connection *from, const char *first);
/* What hooks and the test both change stands under the script's lock, which
 * may be taken again by who has it. */
void script_lock(struct script *script);
void script_unlock(struct script *script);

/* ---- what the script heard ---- */

struct script_request {
    const char *line;  /* "GET /_ping" */
    const char *bytes; /* exactly, with a NUL behind them */
    size_t len;
    const char *body; /* in bytes */
    int connection;   /* counted from 1 */
};

/* Requests that fit (NULL: all), in the order in which they were complete. */
size_t script_count(struct script *script, const char *pattern);
/* The index-th of those that fit, from 0; its texts stay valid until
 * script_free(). False when there is none. */
bool script_request(struct script *script, const char *pattern, size_t index,
                    struct script_request *request);
int script_connections(struct script *script);      /* ever accepted */
int script_open_connections(struct script *script); /* now */
/* Streams that are open now and fit. */
size_t script_streams(struct script *script, const char *pattern);

/* Wait at most `ms` until that many requests fit; false when they did not
 * come. For tests whose client is another process. */
bool script_wait(struct script *script, const char *pattern, size_t count,
                 int ms);
/* Readable whenever something happened (a request, a connection that was made
 * or closed) since script_take_notice(). For tests with a loop. */
int script_notice_fd(const struct script *script);
void script_take_notice(struct script *script);

#endif
