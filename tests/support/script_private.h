/*
 * script_private.h - what the two sides of the scripted engine share: the
 * test's (script.c) and the thread's (script_serve.c).
 */
#ifndef SUPPORT_SCRIPT_PRIVATE_H
#define SUPPORT_SCRIPT_PRIVATE_H

#include "support/script.h"

#include <poll.h>
#include <pthread.h>

#define WORDS_MAX 64

struct bytes {
    char *at;
    size_t len;
    size_t cap;
};

struct heard {
    struct heard *next;
    char *line;
    char *bytes;
    size_t len;
    size_t body; /* offset */
    int connection;
};

/* Rules from a table, or one that script_set() made and owns. */
struct rules {
    struct rules *next;
    const struct script_rule *table;
    int *used; /* by index in the table */
    struct script_rule own[2];
    char *own_pattern;
    char *own_bytes;
};

struct connection {
    struct connection *next;
    int fd;
    int number;
    struct bytes in;
    struct bytes out;
    const struct heard *request;    /* the last; NULL before the first */
    const struct script_step *step; /* NULL: ready for a request */
    size_t repeated;
    bool is_stream;
    bool is_ending; /* close when `out` is out */
    bool with_reset;
    bool is_gone; /* closed; freed by the thread */
};

struct script {
    unsigned flags;
    char dir[100];
    char path[108];
    char url[128];
    uint16_t port;
    int listener; /* -1 while down */
    int wake[2];
    int notice[2];
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t heard_more;

    /* Under the lock from here. It may be taken again by who has it, so a
     * hook may call what a test may. */
    bool is_ending;
    struct rules *rules;
    struct connection *connections;
    struct heard *first_heard;
    struct heard **last_heard;
    int accepted;
    script_hook_fn hook;
    void *hook_data;
    struct pollfd *polls;
    size_t polls_cap;
    struct {
        char name[32];
        int count;
    } words[WORDS_MAX];
};

_Noreturn void script_die(const char *what);
void *script_must(void *at);
void script_poke(int fd);
void script_drain(int fd);

void bytes_add(struct bytes *to, const void *bytes, size_t len);
void bytes_addf(struct bytes *to, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void bytes_add_chunk(struct bytes *to, const char *bytes, size_t len);

/* A whole answer; `headers` as for script_set(). */
void bytes_add_answer(struct bytes *out, int status, const char *headers,
                      const char *body, size_t len, bool is_head);
struct script_request request_of(const struct heard *heard);
bool script_fits(const char *pattern, const char *line);
/* Whether the connection's last request fits. */
bool connection_asked(const struct connection *c, const char *pattern);
void connection_hang_up(struct script *script, struct connection *c);
void script_free_gone(struct script *script);

/* The thread. */
void *script_run(void *script);

#endif
