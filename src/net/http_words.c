/* What a failed transfer means, in words. */
#include "config.h"

#include "net/http_request.h"

#include <errno.h>
#include <string.h>

static const struct {
    int number;
    enum err_kind kind;
    const char *words;
} connect_words[] = {
    {ENOENT, ERR_UNREACHABLE, "no such socket"},
    {ENOTDIR, ERR_UNREACHABLE, "no such socket"},
    {ECONNREFUSED, ERR_UNREACHABLE, "connection refused"},
    {EACCES, ERR_DENIED, "permission denied"},
    {EPERM, ERR_DENIED, "permission denied"},
    {EAGAIN, ERR_UNREACHABLE, "too many wait for a connection"},
    {EHOSTUNREACH, ERR_UNREACHABLE, "no way to the host"},
    {ENETUNREACH, ERR_UNREACHABLE, "no way to the network"},
    {ETIMEDOUT, ERR_TIMED_OUT, "the host does not answer"},
    {EMFILE, ERR_LIMIT, "too many files are open (see ulimit -n)"},
    {ENFILE, ERR_LIMIT, "too many files are open in the system"},
};

static const struct {
    CURLcode code;
    enum err_kind kind;
    const char *words;
} transfer_words[] = {
    {CURLE_PARTIAL_FILE, ERR_UNREACHABLE,
     "the connection broke in the middle of the answer"},
    {CURLE_GOT_NOTHING, ERR_UNREACHABLE,
     "the connection was closed without an answer"},
    {CURLE_SEND_ERROR, ERR_UNREACHABLE, "the connection broke"},
    {CURLE_UNSUPPORTED_PROTOCOL, ERR_MALFORMED,
     "what answers does not speak HTTP"},
    {CURLE_WEIRD_SERVER_REPLY, ERR_MALFORMED,
     "what answers does not speak HTTP"},
    {CURLE_WRITE_ERROR, ERR_MALFORMED, "the answer's encoding is broken"},
};

int
request_errno(const struct http_request *request, CURLcode code)
{
    long number = 0;

    if (code != CURLE_COULDNT_CONNECT)
        return 0;
    if (request->socket_errno)
        return request->socket_errno;
    curl_easy_getinfo(request->easy, CURLINFO_OS_ERRNO, &number);
    /* curl takes EAGAIN for a connection that is on its way, and then finds
     * one that is neither made nor refused. */
    if (number == 0 && request->endpoint->kind == ENDPOINT_UNIX)
        return EAGAIN;
    return (int)number;
}

static bool
set_connect_err(const struct http_request *request, CURLcode code,
                struct err *err)
{
    const char *url = request->endpoint->url;
    int number = request_errno(request, code);

    for (size_t i = 0; i < sizeof(connect_words) / sizeof(connect_words[0]);
         i++) {
        if (connect_words[i].number == number)
            return err_set_kind(err, connect_words[i].kind,
                                "connecting to %s: %s", url,
                                connect_words[i].words);
    }
    if (code == CURLE_COULDNT_RESOLVE_HOST)
        return err_set_kind(err, ERR_UNREACHABLE,
                            "connecting to %s: no host of that name", url);
    if (code == CURLE_OPERATION_TIMEDOUT)
        return err_set_kind(err, ERR_TIMED_OUT,
                            "connecting to %s: no connection within %d s", url,
                            HTTP_CONNECT_MS / 1000);
    return err_set_kind(err, ERR_UNREACHABLE, "connecting to %s: %s", url,
                        number ? strerror(number) : "no connection");
}

/* A reset by the peer has an errno; without one curl did not understand what
 * it received (a chunk without a size). A refusal is what the first of several
 * addresses said, before this connection was made. */
static bool
set_receive_err(const struct http_request *request, struct err *err)
{
    long number = 0;

    curl_easy_getinfo(request->easy, CURLINFO_OS_ERRNO, &number);
    if (number != 0 && number != ECONNREFUSED)
        return err_set_kind(err, ERR_UNREACHABLE, "the connection broke: %s",
                            strerror((int)number));
    return err_set_kind(err, ERR_MALFORMED,
                        "the answer is broken: its chunks make no sense");
}

static bool
set_transfer_err(const struct http_request *request, CURLcode code,
                 struct err *err)
{
    switch (code) {
    case CURLE_COULDNT_CONNECT:
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_OPERATION_TIMEDOUT:
        return set_connect_err(request, code, err);
    case CURLE_RECV_ERROR:
        return set_receive_err(request, err);
    default:
        break;
    }
    for (size_t i = 0; i < sizeof(transfer_words) / sizeof(transfer_words[0]);
         i++) {
        if (transfer_words[i].code == code)
            return err_set_kind(err, transfer_words[i].kind, "%s",
                                transfer_words[i].words);
    }
    return err_set(err, "the request failed: %s", curl_easy_strerror(code));
}

/* A callback that refused the rest has set the error already; an error's body
 * that was cut is whole enough. */
void
request_judge(struct http_request *request, CURLcode code)
{
    if (request->has_failed || request->is_cut)
        return;
    /* curl is content with a connection that closes within the head. */
    if (code == CURLE_OK && !request->has_head)
        code = CURLE_PARTIAL_FILE;
    if (code == CURLE_OK)
        return;
    request->has_failed = true;
    (void)set_transfer_err(request, code, &request->err);
}

void
request_time_out(struct http_request *request)
{
    const char *what = request->has_head ? "the answer did not end within"
                                         : "no answer within";

    request->has_failed = true;
    if (request->timeout_ms % 1000 == 0)
        (void)err_set_kind(&request->err, ERR_TIMED_OUT, "%s %llu s", what,
                           (unsigned long long)request->timeout_ms / 1000);
    else
        (void)err_set_kind(&request->err, ERR_TIMED_OUT, "%s %llu ms", what,
                           (unsigned long long)request->timeout_ms);
}
