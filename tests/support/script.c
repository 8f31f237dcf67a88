#include "config.h"

#include "support/script_private.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

/* ---- birth and death ---- */

static void
make_pipe(int ends[2])
{
    if (pipe(ends) != 0)
        script_die("pipe");
    for (int i = 0; i < 2; i++) {
        fcntl(ends[i], F_SETFL, O_NONBLOCK);
        fcntl(ends[i], F_SETFD, FD_CLOEXEC);
    }
}

static void
listen_tcp(struct script *script)
{
    struct sockaddr_in address = {
        .sin_family = AF_INET,
        .sin_port = htons(script->port),
        .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
    };
    socklen_t size = sizeof(address);
    int yes = 1;

    script->listener = socket(AF_INET, SOCK_STREAM, 0);
    setsockopt(script->listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes));
    if (bind(script->listener, (struct sockaddr *)&address, size) != 0 ||
        getsockname(script->listener, (struct sockaddr *)&address, &size) != 0)
        script_die("bind");
    script->port = ntohs(address.sin_port);
    snprintf(script->url, sizeof(script->url), "tcp://127.0.0.1:%u",
             script->port);
}

static void
listen_unix(struct script *script)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};

    memcpy(address.sun_path, script->path, strlen(script->path) + 1);
    unlink(script->path);
    script->listener = socket(AF_UNIX, SOCK_STREAM, 0);
    if (bind(script->listener, (struct sockaddr *)&address, sizeof(address)))
        script_die("bind");
    snprintf(script->url, sizeof(script->url), "unix://%s", script->path);
}

static void
start_listening(struct script *script)
{
    if (script->flags & SCRIPT_TCP)
        listen_tcp(script);
    else
        listen_unix(script);
    fcntl(script->listener, F_SETFL, O_NONBLOCK);
    fcntl(script->listener, F_SETFD, FD_CLOEXEC);
    if (listen(script->listener,
               script->flags & SCRIPT_NO_BACKLOG ? 0 : SOMAXCONN) != 0)
        script_die("listen");
}

struct script *
script_new(const struct script_rule *rules, unsigned flags)
{
    struct script *script = script_must(calloc(1, sizeof(*script)));
    const char *tmp = getenv("TMPDIR");
    pthread_mutexattr_t recursive;

    script->flags = flags;
    script->last_heard = &script->first_heard;
    snprintf(script->dir, sizeof(script->dir), "%s/bayplan-XXXXXX",
             tmp && strlen(tmp) < 70 ? tmp : "/tmp");
    if (!mkdtemp(script->dir))
        script_die(script->dir);
    snprintf(script->path, sizeof(script->path), "%.80s/s", script->dir);
    make_pipe(script->wake);
    make_pipe(script->notice);
    pthread_mutexattr_init(&recursive);
    pthread_mutexattr_settype(&recursive, PTHREAD_MUTEX_RECURSIVE);
    pthread_mutex_init(&script->lock, &recursive);
    pthread_mutexattr_destroy(&recursive);
    pthread_cond_init(&script->heard_more, NULL);
    start_listening(script);
    if (rules)
        script_add(script, rules);
    if (pthread_create(&script->thread, NULL, script_run, script) != 0)
        script_die("thread");
    return script;
}

static void
free_rules(struct rules *rules)
{
    free(rules->used);
    free(rules->own_pattern);
    free(rules->own_bytes);
    free(rules);
}

static void
close_all(struct script *script)
{
    for (struct connection *c = script->connections; c; c = c->next)
        connection_hang_up(script, c);
}

void
script_free(struct script *script)
{
    pthread_mutex_lock(&script->lock);
    script->is_ending = true;
    script_poke(script->wake[1]);
    pthread_mutex_unlock(&script->lock);
    pthread_join(script->thread, NULL);

    close_all(script);
    script_free_gone(script);
    if (script->listener >= 0)
        close(script->listener);
    while (script->first_heard) {
        struct heard *heard = script->first_heard;

        script->first_heard = heard->next;
        free(heard->line);
        free(heard->bytes);
        free(heard);
    }
    while (script->rules) {
        struct rules *rules = script->rules;

        script->rules = rules->next;
        free_rules(rules);
    }
    unlink(script->path);
    rmdir(script->dir);
    for (int i = 0; i < 2; i++) {
        close(script->wake[i]);
        close(script->notice[i]);
    }
    free(script->polls);
    pthread_mutex_destroy(&script->lock);
    pthread_cond_destroy(&script->heard_more);
    free(script);
}

const char *
script_url(const struct script *script)
{
    return script->url;
}

const char *
script_socket(const struct script *script)
{
    return script->path;
}

const char *
script_dir(const struct script *script)
{
    return script->dir;
}

/* ---- the test's word ---- */

void
script_lock(struct script *script)
{
    pthread_mutex_lock(&script->lock);
}

/* The thread looks at its connections again. */
void
script_unlock(struct script *script)
{
    script_poke(script->wake[1]);
    pthread_mutex_unlock(&script->lock);
}

void
script_set_hook(struct script *script, script_hook_fn hook, void *data)
{
    script_lock(script);
    script->hook = hook;
    script->hook_data = data;
    script_unlock(script);
}

static void
put_rules(struct script *script, struct rules *rules)
{
    size_t count = 0;

    while (rules->table[count].pattern)
        count++;
    rules->used = script_must(calloc(count + 1, sizeof(*rules->used)));
    rules->next = script->rules;
    script->rules = rules;
}

void
script_add(struct script *script, const struct script_rule *table)
{
    struct rules *rules = script_must(calloc(1, sizeof(*rules)));

    rules->table = table;
    script_lock(script);
    put_rules(script, rules);
    script_unlock(script);
}

/* Put a rule of our own first, and free the one of the same pattern if no
 * connection is in the middle of it. */
static void
put_own(struct script *script, const char *pattern, struct rules *rules)
{
    struct rules **at;

    rules->own_pattern = script_must(strdup(pattern));
    rules->own[0].pattern = rules->own_pattern;
    rules->table = rules->own;
    script_lock(script);
    for (at = &script->rules; *at; at = &(*at)->next) {
        struct rules *old = *at;
        bool is_used = false;

        if (!old->own_pattern || strcmp(old->own_pattern, pattern) != 0)
            continue;
        for (struct connection *c = script->connections; c; c = c->next)
            is_used |= c->step >= old->own[0].steps &&
                       c->step < old->own[0].steps + SCRIPT_STEPS_MAX;
        if (is_used)
            continue;
        *at = old->next;
        free_rules(old);
        break;
    }
    put_rules(script, rules);
    script_unlock(script);
}

void
script_set(struct script *script, const char *pattern, int status,
           const char *headers, const char *body)
{
    struct rules *rules = script_must(calloc(1, sizeof(*rules)));
    struct bytes out = {.at = NULL};

    bytes_add_answer(&out, status, headers, body, strlen(body), false);
    rules->own_bytes = out.at;
    rules->own[0].steps[0] = (struct script_step){
        .kind = STEP_SEND, .bytes = out.at, .len = out.len};
    put_own(script, pattern, rules);
}

void
script_set_stream(struct script *script, const char *pattern)
{
    struct rules *rules = script_must(calloc(1, sizeof(*rules)));

    rules->own[0].steps[0] = (struct script_step)SCRIPT_STREAM;
    put_own(script, pattern, rules);
}

void
script_go(struct script *script, const char *name)
{
    script_lock(script);
    for (size_t i = 0; i < WORDS_MAX; i++) {
        if (script->words[i].name[0] &&
            strcmp(script->words[i].name, name) != 0)
            continue;
        if (strlen(name) >= sizeof(script->words[i].name))
            break;
        memcpy(script->words[i].name, name, strlen(name) + 1);
        script->words[i].count++;
        script_unlock(script);
        return;
    }
    script_die("too many words, or too long a one");
}

static size_t
push(struct script *script, const char *pattern, const char *bytes, size_t len)
{
    size_t count = 0;

    script_lock(script);
    for (struct connection *c = script->connections; c; c = c->next) {
        if (!c->is_stream || !connection_asked(c, pattern))
            continue;
        bytes_add_chunk(&c->out, bytes, len);
        count++;
        if (len > 0)
            continue;
        /* The empty chunk was the end. */
        c->is_stream = false;
        c->step++;
    }
    script_unlock(script);
    return count;
}

size_t
script_push(struct script *script, const char *pattern, const char *bytes,
            size_t len)
{
    return len > 0 ? push(script, pattern, bytes, len) : 0;
}

size_t
script_end(struct script *script, const char *pattern)
{
    return push(script, pattern, "", 0);
}

size_t
script_cut(struct script *script, const char *pattern, bool reset)
{
    size_t count = 0;

    script_lock(script);
    for (struct connection *c = script->connections; c; c = c->next) {
        if (c->is_gone || !connection_asked(c, pattern))
            continue;
        c->with_reset = reset;
        connection_hang_up(script, c);
        count++;
    }
    script_unlock(script);
    return count;
}

void
script_accept(struct script *script)
{
    script_lock(script);
    script->flags &= ~(unsigned)SCRIPT_DEAF;
    script_unlock(script);
}

void
script_go_down(struct script *script, bool remove_socket)
{
    script_lock(script);
    close_all(script);
    /* The thread may be polling it, and until that returns a closed socket
     * still takes connections; one that is shut down refuses them at once. */
    if (script->listener >= 0) {
        shutdown(script->listener, SHUT_RDWR);
        close(script->listener);
    }
    script->listener = -1;
    if (remove_socket)
        unlink(script->path);
    script_unlock(script);
}

void
script_come_up(struct script *script)
{
    script_lock(script);
    if (script->listener < 0)
        start_listening(script);
    script_unlock(script);
}

/* ---- what was heard ---- */

static size_t
count_heard(const struct script *script, const char *pattern)
{
    size_t count = 0;

    for (struct heard *heard = script->first_heard; heard; heard = heard->next)
        count += script_fits(pattern, heard->line);
    return count;
}

size_t
script_count(struct script *script, const char *pattern)
{
    size_t count;

    script_lock(script);
    count = count_heard(script, pattern);
    script_unlock(script);
    return count;
}

bool
script_request(struct script *script, const char *pattern, size_t index,
               struct script_request *request)
{
    struct heard *heard;

    script_lock(script);
    for (heard = script->first_heard; heard; heard = heard->next) {
        if (script_fits(pattern, heard->line) && index-- == 0)
            break;
    }
    script_unlock(script);
    if (!heard)
        return false;
    *request = request_of(heard);
    return true;
}

int
script_connections(struct script *script)
{
    int count;

    script_lock(script);
    count = script->accepted;
    script_unlock(script);
    return count;
}

int
script_open_connections(struct script *script)
{
    int count = 0;

    script_lock(script);
    for (struct connection *c = script->connections; c; c = c->next)
        count += !c->is_gone;
    script_unlock(script);
    return count;
}

size_t
script_streams(struct script *script, const char *pattern)
{
    size_t count = 0;

    script_lock(script);
    for (struct connection *c = script->connections; c; c = c->next)
        count += c->is_stream && connection_asked(c, pattern);
    script_unlock(script);
    return count;
}

bool
script_wait(struct script *script, const char *pattern, size_t count, int ms)
{
    struct timespec until;
    bool has_come;

    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += ms / 1000;
    until.tv_nsec += ms % 1000 * 1000000L;
    if (until.tv_nsec >= 1000000000L) {
        until.tv_sec++;
        until.tv_nsec -= 1000000000L;
    }
    script_lock(script);
    while (!(has_come = count_heard(script, pattern) >= count)) {
        if (pthread_cond_timedwait(&script->heard_more, &script->lock,
                                   &until) != 0)
            break;
    }
    script_unlock(script);
    return has_come;
}

int
script_notice_fd(const struct script *script)
{
    return script->notice[0];
}

void
script_take_notice(struct script *script)
{
    script_drain(script->notice[0]);
}
