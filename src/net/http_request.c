#include "config.h"

#include "net/http_request.h"

#include "base/mem.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

/* Of all heads of an answer together, the provisional ones too. */
#define HEAD_SIZE ((size_t)64 << 10)
#define KEEPALIVE_IDLE_S 30L
#define KEEPALIVE_EVERY_S 10L
/* From here on an answer is no answer to the question: its body is kept. */
#define STATUS_NO_ANSWER 300
/* For all of a URL but the path. */
#define URL_ROOM ((size_t)8 << 10)

/* Where a header's value is kept. */
static const struct {
    const char *name;
    size_t offset;
    size_t size;
} kept_headers[] = {
#define KEPT(header, member)                                                   \
    {                                                                          \
        .name = (header), .offset = offsetof(struct head_values, member),      \
        .size = sizeof(((struct head_values *)NULL)->member)                   \
    }
    KEPT("Server", server),
    KEPT("Api-Version", api_version),
    KEPT("Ostype", os_type),
    KEPT("Date", date),
    KEPT("Content-Type", content_type),
#undef KEPT
};

static bool
is_header(struct str name, const char *wanted)
{
    return name.len == strlen(wanted) &&
           strncasecmp(name.at, wanted, name.len) == 0;
}

static bool
keep_header(struct head_values *values, struct str line, struct err *err)
{
    struct str name;

    if (!str_cut(&line, ':', &name))
        return true;
    line = str_trim(line);
    if (is_header(name, "Libpod-Api-Version"))
        values->is_podman = true;
    for (size_t i = 0; i < sizeof(kept_headers) / sizeof(kept_headers[0]);
         i++) {
        char *to = (char *)values + kept_headers[i].offset;

        if (!is_header(name, kept_headers[i].name))
            continue;
        if (line.len >= kept_headers[i].size)
            return err_set_kind(err, ERR_LIMIT,
                                "the header %s of the answer is longer than "
                                "%zu bytes",
                                kept_headers[i].name, kept_headers[i].size - 1);
        memcpy(to, line.at, line.len);
        to[line.len] = '\0';
    }
    return true;
}

static void
hand_over_head(struct http_request *request)
{
    const struct head_values *values = &request->values;
    struct http_head head = {
        .status = request->status,
        .server = values->server,
        .api_version = values->api_version,
        .os_type = values->os_type,
        .date = values->date,
        .content_type = values->content_type,
        .is_podman = values->is_podman,
    };

    if (request->callbacks.head)
        request->callbacks.head(request->data, &head);
}

/* curl calls this for each line, also of provisional answers (1xx), whose
 * place the real one takes, and of trailers behind the body. */
static size_t
on_header(char *at, size_t size, size_t count, void *data)
{
    struct http_request *request = data;
    struct str line = str_trim(str_make(at, size * count));
    long status = 0;

    if (request->is_cancelled)
        return 0;
    if (request->has_head)
        return size * count;
    request->head_size += size * count;
    if (request->head_size > HEAD_SIZE) {
        request->has_failed = true;
        (void)err_set_kind(&request->err, ERR_LIMIT,
                           "the head of the answer is longer than %zu bytes",
                           HEAD_SIZE);
        return 0;
    }
    if (str_starts(line, "HTTP/")) {
        memset(&request->values, 0, sizeof(request->values));
        return size * count;
    }
    if (line.len > 0) {
        request->has_failed =
            !keep_header(&request->values, line, &request->err);
        return request->has_failed ? 0 : size * count;
    }
    curl_easy_getinfo(request->easy, CURLINFO_RESPONSE_CODE, &status);
    if (status < 200)
        return size * count;
    request->has_head = true;
    request->status = (int)status;
    if (request->kind == HTTP_STREAM)
        request->deadline = 0;
    hand_over_head(request);
    return request->is_cancelled ? 0 : size * count;
}

static bool
keep_error(struct http_request *request, struct str bytes)
{
    size_t room = HTTP_ERROR_SIZE - request->error_body.len;

    request->is_cut = bytes.len > room;
    if (request->is_cut)
        bytes.len = room;
    buf_add_str(&request->error_body, bytes);
    return !request->is_cut;
}

/* What is refused stays refused: curl asks again for each of the pieces that
 * it kept during a pause. */
static size_t
on_body(char *at, size_t size, size_t count, void *data)
{
    struct http_request *request = data;
    struct str bytes = str_make(at, size * count);

    if (request->is_cancelled || request->has_failed)
        return 0;
    if (request->is_paused && request->status < STATUS_NO_ANSWER) {
        request->is_held = true;
        return CURL_WRITEFUNC_PAUSE;
    }
    request->bytes += bytes.len;
    if (request->status >= STATUS_NO_ANSWER)
        return keep_error(request, bytes) ? bytes.len : 0;
    if (request->callbacks.body &&
        !request->callbacks.body(request->data, bytes, &request->err)) {
        request->has_failed = true;
        return 0;
    }
    return request->is_cancelled ? 0 : bytes.len;
}

/* Children (a shell, a pager) must not inherit the engine's connections; curl
 * opens its sockets without CLOEXEC. */
static curl_socket_t
on_open_socket(void *data, curlsocktype purpose, struct curl_sockaddr *address)
{
    struct http_request *request = data;
    int fd = socket(address->family, address->socktype, address->protocol);

    (void)purpose;
    request->socket_errno = fd < 0 ? errno : 0;
    if (fd < 0)
        return CURL_SOCKET_BAD;
    if (fcntl(fd, F_SETFD, FD_CLOEXEC) != 0) {
        request->socket_errno = errno;
        close(fd);
        return CURL_SOCKET_BAD;
    }
    return fd;
}

struct curl_slist *
request_headers(bool has_body)
{
    /* With curl's own Content-Type, of forms, the daemon swallows the body;
     * with Expect it must first be asked whether it wants it. */
    static const char *const lines[] = {"Expect:", "User-Agent: bayplan"};
    struct curl_slist *list = curl_slist_append(
        NULL, has_body ? "Content-Type: application/json" : "Content-Type:");

    for (size_t i = 0; list && i < sizeof(lines) / sizeof(lines[0]); i++)
        list = curl_slist_append(list, lines[i]);
    if (!list)
        die("out of memory");
    return list;
}

static void
set_url(CURL *easy, const struct endpoint *endpoint, const char *path)
{
    struct buf url = BUF_INIT(strlen(path) + URL_ROOM);

    if (endpoint->kind == ENDPOINT_UNIX) {
        curl_easy_setopt(easy, CURLOPT_UNIX_SOCKET_PATH, endpoint->path);
        buf_addf(&url, "http://localhost%s", path);
    } else {
        bool is_bracketed = strchr(endpoint->host, ':') != NULL;

        buf_addf(&url, is_bracketed ? "http://[%s]:%u%s%s" : "http://%s:%u%s%s",
                 endpoint->host, endpoint->port, endpoint->path, path);
        curl_easy_setopt(easy, CURLOPT_TCP_KEEPALIVE, 1L);
        curl_easy_setopt(easy, CURLOPT_TCP_KEEPIDLE, KEEPALIVE_IDLE_S);
        curl_easy_setopt(easy, CURLOPT_TCP_KEEPINTVL, KEEPALIVE_EVERY_S);
    }
    curl_easy_setopt(easy, CURLOPT_URL, buf_text(&url));
    buf_release(&url);
}

static void
set_method(CURL *easy, const struct http_spec *spec)
{
    bool is_get = strcmp(spec->method, "GET") == 0;
    bool is_head = strcmp(spec->method, "HEAD") == 0;

    if (is_head)
        curl_easy_setopt(easy, CURLOPT_NOBODY, 1L);
    if (strcmp(spec->method, "POST") == 0 || spec->body.len > 0) {
        curl_easy_setopt(easy, CURLOPT_POST, 1L);
        curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE,
                         (curl_off_t)spec->body.len);
        curl_easy_setopt(easy, CURLOPT_COPYPOSTFIELDS,
                         spec->body.len > 0 ? spec->body.at : "");
    }
    if (!is_get && !is_head)
        curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, spec->method);

    /* On a connection that was used before, curl sends a request again when
     * the connection closes without an answer. An act must not be done twice,
     * so it has a connection that was not. */
    if (!is_get && !is_head)
        curl_easy_setopt(easy, CURLOPT_FRESH_CONNECT, 1L);
    /* A stream ends in the middle, so its connection is of no more use. */
    if (spec->kind == HTTP_STREAM) {
        curl_easy_setopt(easy, CURLOPT_FRESH_CONNECT, 1L);
        curl_easy_setopt(easy, CURLOPT_FORBID_REUSE, 1L);
    }
}

static void
set_options(struct http_request *request, struct curl_slist *headers)
{
    CURL *easy = request->easy;

    curl_easy_setopt(easy, CURLOPT_PRIVATE, request);
    curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
    curl_easy_setopt(easy, CURLOPT_PATH_AS_IS, 1L);
    /* ALL_PROXY of the environment would swallow tcp hosts. */
    curl_easy_setopt(easy, CURLOPT_PROXY, "");
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, (long)HTTP_CONNECT_MS);
    curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, on_header);
    curl_easy_setopt(easy, CURLOPT_HEADERDATA, request);
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, on_body);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, request);
    curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, on_open_socket);
    curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, request);
#if LIBCURL_VERSION_NUM >= 0x075700 /* 7.87.0 */
    /* At the end, do not wait for a name that is still being looked up. */
    curl_easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L);
#endif
}

struct http_request *
request_new(const struct endpoint *endpoint, const struct http_spec *spec,
            const struct http_callbacks *callbacks, void *data,
            struct curl_slist *headers)
{
    struct http_request *request = xcalloc(1, sizeof(*request));

    list_init(&request->link);
    buf_init(&request->error_body, HTTP_ERROR_SIZE);
    request->endpoint = endpoint;
    request->method = spec->method;
    request->path = xstrdup(spec->path);
    request->kind = spec->kind;
    request->callbacks = *callbacks;
    request->data = data;
    request->easy = curl_easy_init();
    if (!request->easy)
        die("out of memory");
    set_options(request, headers);
    if (endpoint_is_supported(endpoint, NULL))
        set_url(request->easy, endpoint, spec->path);
    set_method(request->easy, spec);
    return request;
}

void
request_free(struct http_request *request)
{
    curl_easy_cleanup(request->easy);
    buf_release(&request->error_body);
    free(request->path);
    free(request);
}
