#include "config.h"

#include "support/script_private.h"

#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#define OUT_ENOUGH ((size_t)256 << 10)

static const char chunked_head[] =
    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
    "Transfer-Encoding: chunked\r\n\r\n";

_Noreturn void
script_die(const char *what)
{
    fprintf(stderr, "script: %s: %s\n", what, strerror(errno));
    abort();
}

void *
script_must(void *at)
{
    if (!at)
        script_die("memory");
    return at;
}

void
bytes_add(struct bytes *to, const void *bytes, size_t len)
{
    if (len == 0)
        return;
    if (to->len + len + 1 > to->cap) {
        to->cap = (to->len + len + 1) * 2;
        to->at = script_must(realloc(to->at, to->cap));
    }
    memcpy(to->at + to->len, bytes, len);
    to->len += len;
    to->at[to->len] = '\0';
}

void
bytes_addf(struct bytes *to, const char *format, ...)
{
    char text[512];
    va_list args;

    va_start(args, format);
    int len = vsnprintf(text, sizeof(text), format, args);
    va_end(args);
    if (len < 0 || (size_t)len >= sizeof(text))
        script_die("a text is too long");
    bytes_add(to, text, (size_t)len);
}

static void
drop(struct bytes *from, size_t len)
{
    from->len -= len;
    if (from->len > 0)
        memmove(from->at, from->at + len, from->len);
}

void
script_poke(int fd)
{
    /* A full pipe is read soon enough. */
    if (write(fd, "", 1) < 0 && errno != EAGAIN)
        script_die("pipe");
}

void
script_drain(int fd)
{
    char bytes[256];

    while (read(fd, bytes, sizeof(bytes)) > 0)
        ;
}

static void
notice(struct script *script)
{
    pthread_cond_broadcast(&script->heard_more);
    script_poke(script->notice[1]);
}

bool
script_fits(const char *pattern, const char *line)
{
    return !pattern || fnmatch(pattern, line, 0) == 0;
}

/* A connection that is made is no request: "*" does not mean it. */
static bool
rule_fits(const struct script_rule *rule, const char *line)
{
    if (strcmp(line, SCRIPT_ON_CONNECT) == 0)
        return strcmp(rule->pattern, line) == 0;
    return script_fits(rule->pattern, line);
}

bool
connection_asked(const struct connection *c, const char *pattern)
{
    return c->request && script_fits(pattern, c->request->line);
}

/* ---- answers ---- */

void
bytes_add_chunk(struct bytes *out, const char *bytes, size_t len)
{
    bytes_addf(out, "%zx\r\n", len);
    bytes_add(out, bytes, len);
    bytes_add(out, "\r\n", 2);
}

void
bytes_add_answer(struct bytes *out, int status, const char *headers,
                 const char *body, size_t len, bool is_head)
{
    bool has_body = status != 204 && status != 304;

    bytes_addf(out, "HTTP/1.1 %d Scripted\r\n", status);
    if (headers)
        bytes_add(out, headers, strlen(headers));
    if (has_body)
        bytes_addf(out,
                   "Content-Type: application/json\r\n"
                   "Content-Length: %zu\r\n",
                   len);
    bytes_add(out, "\r\n", 2);
    if (has_body && !is_head)
        bytes_add(out, body, len);
}

static bool
asked_for_head(const struct connection *c)
{
    return c->request && strncmp(c->request->line, "HEAD ", 5) == 0;
}

void
script_answer(struct connection *from, int status, const char *headers,
              const char *body)
{
    static const struct script_step end = {.kind = STEP_END};

    bytes_add_answer(&from->out, status, headers, body, strlen(body),
                     asked_for_head(from));
    from->step = &end;
}

static void
open_stream(struct connection *c)
{
    bytes_add(&c->out, chunked_head, sizeof(chunked_head) - 1);
    c->is_stream = true;
}

void
script_open_stream(struct connection *from, const char *first)
{
    static const struct script_step steps[] = {SCRIPT_STREAM,
                                               {.kind = STEP_END}};

    open_stream(from);
    if (*first)
        bytes_add_chunk(&from->out, first, strlen(first));
    from->step = steps;
}

struct script_request
request_of(const struct heard *heard)
{
    return (struct script_request){
        .line = heard->line,
        .bytes = heard->bytes,
        .len = heard->len,
        .body = heard->bytes + heard->body,
        .connection = heard->connection,
    };
}

/* No rule fits, or one that does leaves it to the hook. */
static void
pass(struct script *script, struct connection *c)
{
    struct script_request request = request_of(c->request);

    c->step = NULL;
    if (script->hook)
        script->hook(script->hook_data, &request, c);
    if (!c->step)
        script_answer(c, 404, NULL, "{\"message\":\"page not found\"}\n");
}

static bool
take_word(struct script *script, const char *name)
{
    for (size_t i = 0; i < WORDS_MAX; i++) {
        if (script->words[i].count > 0 &&
            strcmp(script->words[i].name, name) == 0) {
            script->words[i].count--;
            return true;
        }
    }
    return false;
}

/* Do one step; false when it has to be waited for. */
static bool
do_step(struct script *script, struct connection *c)
{
    const struct script_step *step = c->step;

    switch (step->kind) {
    case STEP_END:
        c->step = NULL;
        return true;
    case STEP_SEND:
        bytes_add(&c->out, step->bytes, step->len);
        break;
    case STEP_ANSWER:
        bytes_add_answer(&c->out, step->status, NULL, step->bytes, step->len,
                         asked_for_head(c));
        break;
    case STEP_CHUNK:
        bytes_add_chunk(&c->out, step->bytes, step->len);
        break;
    case STEP_REPEAT:
        while (c->out.len < OUT_ENOUGH && c->repeated < step->count) {
            bytes_add(&c->out, step->bytes, step->len);
            c->repeated++;
        }
        if (c->repeated < step->count)
            return false;
        c->repeated = 0;
        break;
    case STEP_WAIT:
        if (!take_word(script, step->bytes))
            return false;
        break;
    case STEP_STREAM:
        if (c->is_stream)
            return false;
        open_stream(c);
        notice(script);
        return false;
    case STEP_RESET:
        c->with_reset = true;
        c->is_ending = true;
        return false;
    case STEP_CLOSE:
        c->is_ending = true;
        return false;
    case STEP_HANG:
        return false;
    case STEP_PASS:
        pass(script, c);
        return true;
    default:
        script_die("unknown step");
    }
    c->step++;
    return true;
}

static const struct script_step *
find_answer(struct script *script, const char *line)
{
    for (struct rules *rules = script->rules; rules; rules = rules->next) {
        for (size_t i = 0; rules->table[i].pattern; i++) {
            const struct script_rule *rule = &rules->table[i];

            if ((rule->times > 0 && rules->used[i] >= rule->times) ||
                !rule_fits(rule, line))
                continue;
            rules->used[i]++;
            return rule->steps;
        }
    }
    return NULL;
}

/* ---- requests ---- */

static size_t
content_length(const char *head)
{
    const char *line;

    for (line = head; *line != '\r' && *line; line = strchr(line, '\n') + 1) {
        if (strncasecmp(line, "Content-Length:", 15) == 0)
            return strtoul(line + 15, NULL, 10);
    }
    return 0;
}

static struct heard *
hear(struct script *script, struct connection *c, size_t head, size_t len)
{
    struct heard *heard = script_must(calloc(1, sizeof(*heard)));
    size_t line = strcspn(c->in.at, "\r\n");
    char *end;

    heard->bytes = script_must(malloc(len + 1));
    memcpy(heard->bytes, c->in.at, len);
    heard->bytes[len] = '\0';
    heard->len = len;
    heard->body = head;
    heard->connection = c->number;
    heard->line = script_must(strndup(c->in.at, line));
    if ((end = strstr(heard->line, " HTTP/")))
        *end = '\0';
    *script->last_heard = heard;
    script->last_heard = &heard->next;
    notice(script);
    return heard;
}

/* Take the next whole request out of `in` and find its answer. */
static bool
next_request(struct script *script, struct connection *c)
{
    const char *end = c->in.len > 0 ? strstr(c->in.at, "\r\n\r\n") : NULL;
    size_t head;
    size_t len;

    if (!end)
        return false;
    head = (size_t)(end - c->in.at) + 4;
    len = head + content_length(c->in.at);
    if (c->in.len < len)
        return false;
    c->request = hear(script, c, head, len);
    drop(&c->in, len);
    c->step = find_answer(script, c->request->line);
    if (!c->step)
        pass(script, c);
    return true;
}

/* ---- connections ---- */

void
connection_hang_up(struct script *script, struct connection *c)
{
    struct linger linger = {.l_onoff = 1, .l_linger = 0};

    if (c->is_gone)
        return;
    if (c->with_reset)
        setsockopt(c->fd, SOL_SOCKET, SO_LINGER, &linger, sizeof(linger));
    close(c->fd);
    c->is_gone = true;
    c->is_stream = false;
    notice(script);
}

static void
flush(struct script *script, struct connection *c)
{
    while (c->out.len > 0) {
        ssize_t sent = send(c->fd, c->out.at, c->out.len, MSG_NOSIGNAL);

        if (sent < 0 && errno == EINTR)
            continue;
        if (sent < 0 && errno == EAGAIN)
            return;
        if (sent < 0) {
            connection_hang_up(script, c);
            return;
        }
        drop(&c->out, (size_t)sent);
    }
    if (c->is_ending)
        connection_hang_up(script, c);
}

static void
advance(struct script *script, struct connection *c)
{
    size_t before;

    if (c->is_gone)
        return;
    do {
        while (!c->is_ending &&
               (c->step ? do_step(script, c) : next_request(script, c)))
            ;
        before = c->out.len;
        flush(script, c);
        /* A repeated step makes more as soon as what it made is out. */
    } while (!c->is_gone && before > 0 && c->out.len == 0 && c->step &&
             c->step->kind == STEP_REPEAT);
}

static void
accept_one(struct script *script)
{
    int fd = accept(script->listener, NULL, NULL);
    struct connection *c;

    if (fd < 0)
        return;
    c = script_must(calloc(1, sizeof(*c)));
    c->fd = fd;
    c->number = ++script->accepted;
    fcntl(fd, F_SETFL, O_NONBLOCK);
    fcntl(fd, F_SETFD, FD_CLOEXEC);
    c->step = find_answer(script, SCRIPT_ON_CONNECT);
    c->next = script->connections;
    script->connections = c;
    notice(script);
    advance(script, c);
}

static void
receive(struct script *script, struct connection *c)
{
    char bytes[16384];
    ssize_t got = recv(c->fd, bytes, sizeof(bytes), 0);

    if (got < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    if (got <= 0)
        connection_hang_up(script, c);
    else
        bytes_add(&c->in, bytes, (size_t)got);
}

void
script_free_gone(struct script *script)
{
    struct connection **at = &script->connections;

    while (*at) {
        struct connection *c = *at;

        if (!c->is_gone) {
            at = &c->next;
            continue;
        }
        *at = c->next;
        free(c->in.at);
        free(c->out.at);
        free(c);
    }
}

/* One round of the thread; the lock is held but while it waits. */
static void
serve(struct script *script)
{
    struct pollfd *polls;
    struct connection *c;
    size_t count = 2;
    size_t i = 2;

    script_free_gone(script);
    for (c = script->connections; c; c = c->next)
        count++;
    if (count > script->polls_cap) {
        script->polls_cap = 2 * count;
        script->polls = script_must(
            realloc(script->polls, script->polls_cap * sizeof(*polls)));
    }
    polls = script->polls;
    polls[0] = (struct pollfd){.fd = script->wake[0], .events = POLLIN};
    polls[1] = (struct pollfd){
        .fd = script->flags & SCRIPT_DEAF ? -1 : script->listener,
        .events = POLLIN};
    for (c = script->connections; c; c = c->next, i++)
        polls[i] = (struct pollfd){
            .fd = c->fd, .events = POLLIN | (c->out.len > 0 ? POLLOUT : 0)};

    pthread_mutex_unlock(&script->lock);
    if (poll(polls, (nfds_t)count, -1) < 0 && errno != EINTR)
        script_die("poll");
    pthread_mutex_lock(&script->lock);

    script_drain(script->wake[0]);
    /* Nothing but this thread adds or frees connections, so they are still
     * the polled ones; the test may have closed some. */
    for (c = script->connections, i = 2; c; c = c->next, i++) {
        if (!c->is_gone && polls[i].revents & (POLLIN | POLLHUP | POLLERR))
            receive(script, c);
        advance(script, c);
    }
    if (polls[1].revents && script->listener == polls[1].fd)
        accept_one(script);
}

void *
script_run(void *data)
{
    struct script *script = data;

    pthread_mutex_lock(&script->lock);
    while (!script->is_ending)
        serve(script);
    pthread_mutex_unlock(&script->lock);
    return NULL;
}
