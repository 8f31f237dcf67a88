#include "config.h"

#include "support/script.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#define WORDS_MAX 64
#define OUT_ENOUGH ((size_t)256 << 10)

static const char chunked_head[] =
    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
    "Transfer-Encoding: chunked\r\n\r\n";

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

    /* Under the lock from here. */
    bool is_ending;
    struct rules *rules;
    struct connection *connections;
    struct heard *first_heard;
    struct heard **last_heard;
    int accepted;
    struct {
        char name[32];
        int count;
    } words[WORDS_MAX];
};

static _Noreturn void
give_up(const char *what)
{
    fprintf(stderr, "script: %s: %s\n", what, strerror(errno));
    abort();
}

static void *
must(void *at)
{
    if (!at)
        give_up("memory");
    return at;
}

static void
add(struct bytes *to, const void *bytes, size_t len)
{
    if (len == 0)
        return;
    if (to->len + len + 1 > to->cap) {
        to->cap = (to->len + len + 1) * 2;
        to->at = must(realloc(to->at, to->cap));
    }
    memcpy(to->at + to->len, bytes, len);
    to->len += len;
    to->at[to->len] = '\0';
}

static void __attribute__((format(printf, 2, 3)))
addf(struct bytes *to, const char *format, ...)
{
    char text[512];
    va_list args;

    va_start(args, format);
    int len = vsnprintf(text, sizeof(text), format, args);
    va_end(args);
    if (len < 0 || (size_t)len >= sizeof(text))
        give_up("a text is too long");
    add(to, text, (size_t)len);
}

static void
drop(struct bytes *from, size_t len)
{
    from->len -= len;
    if (from->len > 0)
        memmove(from->at, from->at + len, from->len);
}

static void
poke(int fd)
{
    /* A full pipe is read soon enough. */
    if (write(fd, "", 1) < 0 && errno != EAGAIN)
        give_up("pipe");
}

static void
drain(int fd)
{
    char bytes[256];

    while (read(fd, bytes, sizeof(bytes)) > 0)
        ;
}

static void
notice(struct script *script)
{
    pthread_cond_broadcast(&script->heard_more);
    poke(script->notice[1]);
}

static bool
fits(const char *pattern, const char *line)
{
    return !pattern || fnmatch(pattern, line, 0) == 0;
}

/* A connection that is made is no request: "*" does not mean it. */
static bool
rule_fits(const struct script_rule *rule, const char *line)
{
    if (strcmp(line, SCRIPT_ON_CONNECT) == 0)
        return strcmp(rule->pattern, line) == 0;
    return fits(rule->pattern, line);
}

static bool
asked_for(const struct connection *c, const char *pattern)
{
    return c->request && fits(pattern, c->request->line);
}

/* ---- answers ---- */

static void
add_chunk(struct bytes *out, const char *bytes, size_t len)
{
    addf(out, "%zx\r\n", len);
    add(out, bytes, len);
    add(out, "\r\n", 2);
}

static void
add_answer(struct connection *c, const struct script_step *step)
{
    bool is_head = c->request && strncmp(c->request->line, "HEAD ", 5) == 0;
    bool has_body = step->status != 204 && step->status != 304;

    addf(&c->out, "HTTP/1.1 %d Scripted\r\n", step->status);
    if (has_body)
        addf(&c->out,
             "Content-Type: application/json\r\nContent-Length: %zu\r\n",
             step->len);
    add(&c->out, "\r\n", 2);
    if (has_body && !is_head)
        add(&c->out, step->bytes, step->len);
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
        add(&c->out, step->bytes, step->len);
        break;
    case STEP_ANSWER:
        add_answer(c, step);
        break;
    case STEP_CHUNK:
        add_chunk(&c->out, step->bytes, step->len);
        break;
    case STEP_REPEAT:
        while (c->out.len < OUT_ENOUGH && c->repeated < step->count) {
            add(&c->out, step->bytes, step->len);
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
        add(&c->out, chunked_head, sizeof(chunked_head) - 1);
        c->is_stream = true;
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
    default:
        give_up("unknown step");
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
    struct heard *heard = must(calloc(1, sizeof(*heard)));
    size_t line = strcspn(c->in.at, "\r\n");
    char *end;

    heard->bytes = must(malloc(len + 1));
    memcpy(heard->bytes, c->in.at, len);
    heard->bytes[len] = '\0';
    heard->len = len;
    heard->body = head;
    heard->connection = c->number;
    heard->line = must(strndup(c->in.at, line));
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
    static const struct script_step unknown[] = {
        SCRIPT_ANSWER(404, "{\"message\":\"page not found\"}\n"),
        {.kind = STEP_END},
    };
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
    if (c->in.at)
        c->in.at[c->in.len] = '\0';
    c->step = find_answer(script, c->request->line);
    if (!c->step)
        c->step = unknown;
    return true;
}

/* ---- connections ---- */

static void
hang_up(struct script *script, struct connection *c)
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
            hang_up(script, c);
            return;
        }
        drop(&c->out, (size_t)sent);
    }
    if (c->is_ending)
        hang_up(script, c);
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
    c = must(calloc(1, sizeof(*c)));
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
        hang_up(script, c);
    else
        add(&c->in, bytes, (size_t)got);
}

static void
free_gone(struct script *script)
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

    free_gone(script);
    for (c = script->connections; c; c = c->next)
        count++;
    polls = must(calloc(count, sizeof(*polls)));
    polls[0] = (struct pollfd){.fd = script->wake[0], .events = POLLIN};
    polls[1] = (struct pollfd){
        .fd = script->flags & SCRIPT_DEAF ? -1 : script->listener,
        .events = POLLIN};
    for (c = script->connections; c; c = c->next, i++)
        polls[i] = (struct pollfd){
            .fd = c->fd, .events = POLLIN | (c->out.len > 0 ? POLLOUT : 0)};

    pthread_mutex_unlock(&script->lock);
    if (poll(polls, (nfds_t)count, -1) < 0 && errno != EINTR)
        give_up("poll");
    pthread_mutex_lock(&script->lock);

    drain(script->wake[0]);
    /* Nothing but this thread adds or frees connections, so they are still
     * the polled ones; the test may have closed some. */
    for (c = script->connections, i = 2; c; c = c->next, i++) {
        if (!c->is_gone && polls[i].revents & (POLLIN | POLLHUP | POLLERR))
            receive(script, c);
        advance(script, c);
    }
    if (polls[1].revents && script->listener == polls[1].fd)
        accept_one(script);
    free(polls);
}

static void *
run(void *data)
{
    struct script *script = data;

    pthread_mutex_lock(&script->lock);
    while (!script->is_ending)
        serve(script);
    pthread_mutex_unlock(&script->lock);
    return NULL;
}

/* ---- birth and death ---- */

static void
make_pipe(int ends[2])
{
    if (pipe(ends) != 0)
        give_up("pipe");
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
        give_up("bind");
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
        give_up("bind");
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
        give_up("listen");
}

struct script *
script_new(const struct script_rule *rules, unsigned flags)
{
    struct script *script = must(calloc(1, sizeof(*script)));
    const char *tmp = getenv("TMPDIR");

    script->flags = flags;
    script->last_heard = &script->first_heard;
    snprintf(script->dir, sizeof(script->dir), "%s/bayplan-XXXXXX",
             tmp && strlen(tmp) < 70 ? tmp : "/tmp");
    if (!mkdtemp(script->dir))
        give_up(script->dir);
    snprintf(script->path, sizeof(script->path), "%.80s/s", script->dir);
    make_pipe(script->wake);
    make_pipe(script->notice);
    pthread_mutex_init(&script->lock, NULL);
    pthread_cond_init(&script->heard_more, NULL);
    start_listening(script);
    if (rules)
        script_add(script, rules);
    if (pthread_create(&script->thread, NULL, run, script) != 0)
        give_up("thread");
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
        hang_up(script, c);
}

void
script_free(struct script *script)
{
    pthread_mutex_lock(&script->lock);
    script->is_ending = true;
    poke(script->wake[1]);
    pthread_mutex_unlock(&script->lock);
    pthread_join(script->thread, NULL);

    close_all(script);
    free_gone(script);
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

/* Every function of the test's side is one of these brackets. */
static void
enter(struct script *script)
{
    pthread_mutex_lock(&script->lock);
}

static void
leave(struct script *script)
{
    poke(script->wake[1]);
    pthread_mutex_unlock(&script->lock);
}

static void
put_rules(struct script *script, struct rules *rules)
{
    size_t count = 0;

    while (rules->table[count].pattern)
        count++;
    rules->used = must(calloc(count + 1, sizeof(*rules->used)));
    rules->next = script->rules;
    script->rules = rules;
}

void
script_add(struct script *script, const struct script_rule *table)
{
    struct rules *rules = must(calloc(1, sizeof(*rules)));

    rules->table = table;
    enter(script);
    put_rules(script, rules);
    leave(script);
}

/* Put a rule of our own first, and free the one of the same pattern if no
 * connection is in the middle of it. */
static void
put_own(struct script *script, const char *pattern, struct rules *rules)
{
    struct rules **at;

    rules->own_pattern = must(strdup(pattern));
    rules->own[0].pattern = rules->own_pattern;
    rules->table = rules->own;
    enter(script);
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
    leave(script);
}

void
script_set(struct script *script, const char *pattern, int status,
           const char *headers, const char *body)
{
    struct rules *rules = must(calloc(1, sizeof(*rules)));
    struct bytes out = {.at = NULL};

    addf(&out, "HTTP/1.1 %d Scripted\r\n", status);
    if (headers)
        add(&out, headers, strlen(headers));
    if (status != 204 && status != 304)
        addf(&out, "Content-Type: application/json\r\nContent-Length: %zu\r\n",
             strlen(body));
    add(&out, "\r\n", 2);
    if (status != 204 && status != 304)
        add(&out, body, strlen(body));
    rules->own_bytes = out.at;
    rules->own[0].steps[0] = (struct script_step){
        .kind = STEP_SEND, .bytes = out.at, .len = out.len};
    put_own(script, pattern, rules);
}

void
script_set_stream(struct script *script, const char *pattern)
{
    struct rules *rules = must(calloc(1, sizeof(*rules)));

    rules->own[0].steps[0] = (struct script_step)SCRIPT_STREAM;
    put_own(script, pattern, rules);
}

void
script_go(struct script *script, const char *name)
{
    size_t i = 0;

    enter(script);
    while (i < WORDS_MAX && script->words[i].name[0] &&
           strcmp(script->words[i].name, name) != 0)
        i++;
    if (i == WORDS_MAX || strlen(name) >= sizeof(script->words[i].name))
        give_up("too many words");
    memcpy(script->words[i].name, name, strlen(name) + 1);
    script->words[i].count++;
    leave(script);
}

static size_t
push(struct script *script, const char *pattern, const char *bytes, size_t len)
{
    size_t count = 0;

    enter(script);
    for (struct connection *c = script->connections; c; c = c->next) {
        if (!c->is_stream || !asked_for(c, pattern))
            continue;
        add_chunk(&c->out, bytes, len);
        count++;
        if (len > 0)
            continue;
        /* The empty chunk was the end. */
        c->is_stream = false;
        c->step++;
    }
    leave(script);
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

    enter(script);
    for (struct connection *c = script->connections; c; c = c->next) {
        if (c->is_gone || !asked_for(c, pattern))
            continue;
        c->with_reset = reset;
        hang_up(script, c);
        count++;
    }
    leave(script);
    return count;
}

void
script_accept(struct script *script)
{
    enter(script);
    script->flags &= ~(unsigned)SCRIPT_DEAF;
    leave(script);
}

void
script_go_down(struct script *script, bool remove_socket)
{
    enter(script);
    close_all(script);
    if (script->listener >= 0)
        close(script->listener);
    script->listener = -1;
    if (remove_socket)
        unlink(script->path);
    leave(script);
}

void
script_come_up(struct script *script)
{
    enter(script);
    if (script->listener < 0)
        start_listening(script);
    leave(script);
}

/* ---- what was heard ---- */

static size_t
count_heard(const struct script *script, const char *pattern)
{
    size_t count = 0;

    for (struct heard *heard = script->first_heard; heard; heard = heard->next)
        count += fits(pattern, heard->line);
    return count;
}

size_t
script_count(struct script *script, const char *pattern)
{
    size_t count;

    enter(script);
    count = count_heard(script, pattern);
    leave(script);
    return count;
}

bool
script_request(struct script *script, const char *pattern, size_t index,
               struct script_request *request)
{
    struct heard *heard;

    enter(script);
    for (heard = script->first_heard; heard; heard = heard->next) {
        if (fits(pattern, heard->line) && index-- == 0)
            break;
    }
    leave(script);
    if (!heard)
        return false;
    *request = (struct script_request){
        .line = heard->line,
        .bytes = heard->bytes,
        .len = heard->len,
        .body = heard->bytes + heard->body,
        .connection = heard->connection,
    };
    return true;
}

int
script_connections(struct script *script)
{
    int count;

    enter(script);
    count = script->accepted;
    leave(script);
    return count;
}

int
script_open_connections(struct script *script)
{
    int count = 0;

    enter(script);
    for (struct connection *c = script->connections; c; c = c->next)
        count += !c->is_gone;
    leave(script);
    return count;
}

size_t
script_streams(struct script *script, const char *pattern)
{
    size_t count = 0;

    enter(script);
    for (struct connection *c = script->connections; c; c = c->next)
        count += c->is_stream && asked_for(c, pattern);
    leave(script);
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
    enter(script);
    while (!(has_come = count_heard(script, pattern) >= count)) {
        if (pthread_cond_timedwait(&script->heard_more, &script->lock,
                                   &until) != 0)
            break;
    }
    leave(script);
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
    drain(script->notice[0]);
}
