#include "config.h"

#include "net/endpoint.h"

#include "base/buf.h"
#include "base/mem.h"
#include "base/str.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <sys/un.h>

#define DEFAULT_SOCKET "/var/run/docker.sock"
#define TCP_PORT 2375
#define SSH_PORT 22
#define URL_LIMIT 2048
/* sun_path ends with a NUL. */
#define SOCKET_PATH_LIMIT (sizeof(((struct sockaddr_un *)NULL)->sun_path) - 1)

/* Forms that people try because something else takes them. */
static const struct {
    const char *scheme;
    const char *instead;
} refused_schemes[] = {
    {"http://", "write tcp://host:port"},
    {"https://", "write tcp://host:port"},
    {"npipe://", "named pipes exist on Windows only"},
    {"fd://", "it is for the engine's own -H only"},
};

/* Where a parsed host stands in the text. */
struct authority {
    struct str user; /* at NULL: none */
    struct str host;
    uint16_t port;
    struct str path; /* "" or from the first "/" on */
};

static bool
refuse(const char *url, struct err *err, const char *why)
{
    return err_set_kind(err, ERR_USAGE, "host '%s': %s", url, why);
}

static bool
has_control(const char *text)
{
    for (; *text; text++) {
        if ((unsigned char)*text < ' ' || *text == 0x7f)
            return true;
    }
    return false;
}

static bool
only(struct str text, const char *also)
{
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.at[i];

        if (c >= 0x80 || (!isalnum(c) && !strchr(also, c)))
            return false;
    }
    return true;
}

static bool
parse_unix(struct endpoint *endpoint, const char *url, struct err *err)
{
    struct buf full = BUF_INIT(URL_LIMIT);
    const char *path = url + strlen("unix://");

    if (!*path)
        path = DEFAULT_SOCKET;
    if (strlen(path) > SOCKET_PATH_LIMIT)
        return err_set_kind(err, ERR_USAGE,
                            "host '%s': the path of a socket has at most %zu "
                            "bytes",
                            url, SOCKET_PATH_LIMIT);
    endpoint->kind = ENDPOINT_UNIX;
    endpoint->path = xstrdup(path);
    buf_addf(&full, "unix://%s", path);
    endpoint->url = buf_take(&full);
    return true;
}

/* Take "host" or "[host]" off the front of *rest. */
static bool
cut_host(struct str *rest, struct str *host)
{
    size_t len = 0;

    if (rest->len > 0 && rest->at[0] == '[') {
        const char *end = memchr(rest->at, ']', rest->len);

        if (!end)
            return false;
        *host = str_make(rest->at + 1, (size_t)(end - rest->at) - 1);
        len = host->len + 2;
        /* Brackets are for IPv6; the url is written with them again. */
        if (!memchr(host->at, ':', host->len) || !only(*host, ":.%-_"))
            return false;
    } else {
        while (len < rest->len && rest->at[len] != ':')
            len++;
        *host = str_make(rest->at, len);
        if (!only(*host, "-._"))
            return false;
    }
    *rest = str_make(rest->at + len, rest->len - len);
    return true;
}

static bool
cut_port(struct str rest, uint16_t *port)
{
    unsigned long long number = 0;

    if (rest.len == 0 || str_is(rest, ":"))
        return true;
    if (rest.at[0] != ':' ||
        !str_to_u64(str_make(rest.at + 1, rest.len - 1), &number) ||
        number == 0 || number > UINT16_MAX)
        return false;
    *port = (uint16_t)number;
    return true;
}

static bool
parse_authority(struct authority *to, const char *text, const char *url,
                struct err *err)
{
    size_t len = strcspn(text, "/");
    struct str rest = str_make(text, len);
    const char *at = memchr(text, '@', len);

    to->path = str_of(text + len);
    while (to->path.len > 0 && to->path.at[to->path.len - 1] == '/')
        to->path.len--;
    /* Said without the url, which would show it. */
    if (at && memchr(text, ':', (size_t)(at - text)))
        return err_set_kind(err, ERR_USAGE,
                            "a host cannot have a password in it");
    if (strpbrk(text, "?#"))
        return refuse(url, err, "a host has neither '?' nor '#'");
    if (!only(to->path, "/-._~%!$&'()*+,;=:@"))
        return refuse(url, err,
                      "the path has a character that must be escaped");
    if (at) {
        to->user = str_make(text, (size_t)(at - text));
        rest = str_make(at + 1, len - to->user.len - 1);
    }
    if (!cut_host(&rest, &to->host))
        return refuse(url, err, "not the name or address of a host");
    if (!cut_port(rest, &to->port))
        return refuse(url, err, "the port is a number from 1 to 65535");
    return true;
}

/* The url is written in full, so that a message says where we really went. */
static void
take_authority(struct endpoint *endpoint, const char *scheme,
               const struct authority *from)
{
    struct buf url = BUF_INIT(2 * URL_LIMIT);
    bool is_bracketed = memchr(from->host.at, ':', from->host.len) != NULL;

    buf_addf(&url, "%s://", scheme);
    if (from->user.at)
        buf_addf(&url, "%.*s@", STR_ARGS(from->user));
    buf_addf(&url, "%s%.*s%s", is_bracketed ? "[" : "", STR_ARGS(from->host),
             is_bracketed ? "]" : "");
    buf_addf(&url, ":%u%.*s", from->port, STR_ARGS(from->path));
    endpoint->url = buf_take(&url);
    endpoint->path = xstrndup(from->path.at, from->path.len);
    endpoint->host = xstrndup(from->host.at, from->host.len);
    endpoint->port = from->port;
}

static bool
parse_tcp(struct endpoint *endpoint, const char *text, const char *url,
          struct err *err)
{
    struct authority got = {.port = TCP_PORT};

    if (!parse_authority(&got, text, url, err))
        return false;
    if (got.user.at)
        return refuse(url, err, "a tcp host has no user");
    if (got.host.len == 0)
        got.host = str_of("127.0.0.1");
    endpoint->kind = ENDPOINT_TCP;
    take_authority(endpoint, "tcp", &got);
    return true;
}

static bool
parse_ssh(struct endpoint *endpoint, const char *url, struct err *err)
{
    struct authority got = {.port = SSH_PORT};

    if (!parse_authority(&got, url + strlen("ssh://"), url, err))
        return false;
    if (got.host.len == 0)
        return refuse(url, err, "the name of the host is missing");
    if (!only(got.user, "-._"))
        return refuse(url, err, "not the name of a user");
    /* Neither may look like an option of ssh. */
    if (got.host.at[0] == '-' || (got.user.len > 0 && got.user.at[0] == '-'))
        return refuse(url, err, "neither user nor host begins with '-'");
    endpoint->kind = ENDPOINT_SSH;
    take_authority(endpoint, "ssh", &got);
    return true;
}

static bool
parse_by_scheme(struct endpoint *endpoint, const char *url, struct err *err)
{
    struct str text = str_of(url);

    for (size_t i = 0; i < sizeof(refused_schemes) / sizeof(refused_schemes[0]);
         i++) {
        if (str_starts(text, refused_schemes[i].scheme))
            return err_set_kind(err, ERR_USAGE,
                                "host '%s': %.*s is not supported: %s", url,
                                (int)strlen(refused_schemes[i].scheme) - 3, url,
                                refused_schemes[i].instead);
    }
    if (str_starts(text, "unix://"))
        return parse_unix(endpoint, url, err);
    if (str_starts(text, "ssh://"))
        return parse_ssh(endpoint, url, err);
    if (str_starts(text, "tcp://"))
        return parse_tcp(endpoint, url + strlen("tcp://"), url, err);
    if (strstr(url, "://"))
        return refuse(url, err, "write unix://, tcp:// or ssh:// first");
    if (url[0] == '/')
        return err_set_kind(err, ERR_USAGE,
                            "host '%s': a socket is written unix://%s", url,
                            url);
    return parse_tcp(endpoint, url, url, err);
}

bool
endpoint_parse(struct endpoint *endpoint, const char *url, struct err *err)
{
    *endpoint = (struct endpoint){.kind = ENDPOINT_UNIX};
    if (!*url)
        return err_set_kind(err, ERR_USAGE, "the host is empty");
    if (strlen(url) > URL_LIMIT)
        return err_set_kind(err, ERR_USAGE, "the host is longer than %d bytes",
                            URL_LIMIT);
    if (has_control(url))
        return err_set_kind(err, ERR_USAGE, "the host has a control character");
    if (!parse_by_scheme(endpoint, url, err))
        return false;
    return true;
}

void
endpoint_copy(struct endpoint *to, const struct endpoint *from)
{
    *to = *from;
    to->url = xstrdup(from->url);
    to->path = xstrdup(from->path);
    to->host = from->host ? xstrdup(from->host) : NULL;
}

void
endpoint_release(struct endpoint *endpoint)
{
    free(endpoint->url);
    free(endpoint->path);
    free(endpoint->host);
    *endpoint = (struct endpoint){.kind = ENDPOINT_UNIX};
}

bool
endpoint_is_supported(const struct endpoint *endpoint, struct err *err)
{
    static const char *const names[] = {
        [ENDPOINT_TLS] = "hosts with TLS",
        [ENDPOINT_SSH] = "ssh hosts",
    };

    if (endpoint->kind == ENDPOINT_UNIX || endpoint->kind == ENDPOINT_TCP)
        return true;
    return err_set_kind(err, ERR_UNSUPPORTED, "%s are not supported yet: %s",
                        names[endpoint->kind], endpoint->url);
}

static const char *
unix_advice(const struct endpoint *endpoint, enum err_kind kind)
{
    bool is_podman = strstr(endpoint->path, "podman") != NULL;

    switch (kind) {
    case ERR_DENIED:
        if (is_podman)
            return "run as the user whose podman it is";
        return "add yourself to the docker group (sudo usermod -aG docker "
               "$USER, then log in again)";
    case ERR_UNREACHABLE:
        if (is_podman)
            return "start it (systemctl --user start podman.socket), or name "
                   "another engine with -H";
        return "start the engine (sudo systemctl start docker), or name "
               "another with -H";
    case ERR_TIMED_OUT:
        return "the engine hangs: look into its log (journalctl -u docker)";
    default:
        return NULL;
    }
}

const char *
endpoint_advice(const struct endpoint *endpoint, enum err_kind kind)
{
    if (endpoint->kind == ENDPOINT_UNIX)
        return unix_advice(endpoint, kind);
    switch (kind) {
    case ERR_UNREACHABLE:
    case ERR_TIMED_OUT:
        return "check the name, the port, and that the engine listens there";
    case ERR_MALFORMED:
        return "check the port: something else than an engine answers there";
    default:
        return NULL;
    }
}
