/*
 * http_fixture.h - a loop with one http that talks to a script, and requests
 * that remember all they heard.
 */
#ifndef SUPPORT_HTTP_FIXTURE_H
#define SUPPORT_HTTP_FIXTURE_H

#include "support/test.h"

#include "base/buf.h"
#include "net/http.h"
#include "support/script.h"

/* A loop with one http that talks to a script. */
struct fixture {
    struct loop *loop;
    struct script *script;
    struct watch *notice;
    struct timer *guard;
    struct http *http; /* NULL once closed */
    bool is_called_back;
};

/* What a callback does besides counting. */
enum deed { NOTHING, CANCEL, CLOSE, SEND, REFUSE };

/* One request and all that was heard of it. */
struct asked {
    struct fixture *f;
    struct http_request *request;
    enum deed in_head, in_body, in_done;
    struct asked *next; /* what SEND sends */
    int heads, bodies, dones;
    int status;
    struct http_result result;
    struct err err;
    bool has_err;
    struct buf body;
    struct buf error_body;
    char server[64], api_version[16], os_type[16], date[64], type[64];
    bool is_podman;
    bool is_busy;  /* in http_send(), http_cancel() or http_close() */
    uint64_t turn; /* in which it was sent, if by a callback */
};

/* The http speaks to a script with these rules; see script_new(). */
void set_up(struct fixture *f, const struct script_rule *rules, unsigned flags);
/* Another http in place of the script's. */
void set_endpoint(struct fixture *f, const char *url);
void tear_down(struct fixture *f);

/* Turn the loop until the condition holds; a guard fails the test when nothing
 * happens for long. */
#define WAIT(condition)                                                        \
    do {                                                                       \
        while (!(condition))                                                   \
            loop_turn(f->loop, true);                                          \
    } while (0)

/* Sent without turning the loop. */
void ask(struct fixture *f, struct asked *asked, const struct http_spec *spec);
void send_one(struct fixture *f, struct asked *asked, const char *method,
              const char *path, enum http_kind kind, uint64_t timeout_ms);
void get(struct fixture *f, struct asked *asked, const char *path);
void do_deed(struct asked *asked, enum deed deed);
/* It must be done. */
void forget(struct asked *asked);
void assert_err(const struct asked *asked, enum err_kind kind,
                const char *words);

#define OK SCRIPT_ANSWER(200, "ok")

/* GET /stream opens a stream, GET /hang hangs, all else is answered "ok". */
extern const struct script_rule ok_rules[];

#endif
