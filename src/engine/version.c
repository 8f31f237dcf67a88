#include "engine/version.h"

#include <stdio.h>

/* Versions beyond are no versions. */
#define MINOR_MAX 9999

/* "1.41". False for anything else, also for another major version. */
static bool
parse_minor(const char *text, unsigned *minor)
{
    unsigned long long number;

    if (strncmp(text, "1.", 2) != 0 || !str_to_u64(str_of(text + 2), &number) ||
        number > MINOR_MAX)
        return false;
    *minor = (unsigned)number;
    return true;
}

void
version_read_server(struct engine_info *info, const char *server)
{
    const char *slash = strchr(server, '/');
    size_t len;

    info->version[0] = '\0';
    if (!slash)
        return;
    if (strncmp(server, "Libpod/", 7) == 0)
        info->is_podman = true;
    /* What a distribution adds behind '+' tells nobody anything. */
    len = strcspn(slash + 1, "+ (");
    if (len >= sizeof(info->version))
        len = sizeof(info->version) - 1;
    memcpy(info->version, slash + 1, len);
    info->version[len] = '\0';
}

/* "Docker 20.10.24" */
static const char *
engine_words(char *out, size_t size, const struct engine_info *info)
{
    if (info->version[0] == '\0')
        return info->is_podman ? "this Podman" : "the engine";
    (void)snprintf(out, size, "%s %s", info->is_podman ? "Podman" : "Docker",
                   info->version);
    return out;
}

static bool
use_pinned(struct engine_info *info, const char *pinned, struct err *err)
{
    char words[96];
    unsigned minor;

    if (!parse_minor(*pinned == 'v' ? pinned + 1 : pinned, &minor) ||
        minor < ENGINE_API_MIN || minor > ENGINE_API_MAX)
        return err_set_kind(err, ERR_UNSUPPORTED,
                            "DOCKER_API_VERSION is '%s'; bayplan speaks API "
                            "1.%d to 1.%d",
                            pinned, ENGINE_API_MIN, ENGINE_API_MAX);
    if (minor > info->engine_api_minor)
        return err_set_kind(err, ERR_UNSUPPORTED,
                            "DOCKER_API_VERSION asks for API 1.%u, but %s "
                            "speaks 1.%u at most",
                            minor, engine_words(words, sizeof(words), info),
                            info->engine_api_minor);
    info->api_minor = minor;
    return true;
}

bool
version_agree(struct engine_info *info, const char *offered, const char *pinned,
              struct err *err)
{
    char words[96];

    if (*offered == '\0')
        return err_set_kind(err, ERR_UNSUPPORTED,
                            "what answers there does not say which API it "
                            "speaks; bayplan needs API 1.%d (Docker 19.03 or "
                            "newer)",
                            ENGINE_API_MIN);
    if (!parse_minor(offered, &info->engine_api_minor))
        return err_set_kind(err, ERR_UNSUPPORTED,
                            "%s speaks API %s; bayplan speaks 1.%d to 1.%d",
                            engine_words(words, sizeof(words), info), offered,
                            ENGINE_API_MIN, ENGINE_API_MAX);
    if (info->engine_api_minor < ENGINE_API_MIN)
        return err_set_kind(err, ERR_UNSUPPORTED,
                            "%s speaks API 1.%u; bayplan needs 1.%d (Docker "
                            "19.03 or newer)",
                            engine_words(words, sizeof(words), info),
                            info->engine_api_minor, ENGINE_API_MIN);
    if (pinned && *pinned)
        return use_pinned(info, pinned, err);
    info->api_minor = info->engine_api_minor < ENGINE_API_MAX
                          ? info->engine_api_minor
                          : ENGINE_API_MAX;
    return true;
}

/* The number at *at, which then stands behind it and its point; 0: none. */
static unsigned
take_number(const char **at)
{
    unsigned number = 0;

    for (; **at >= '0' && **at <= '9' && number <= MINOR_MAX; (*at)++)
        number = number * 10 + (unsigned)(**at - '0');
    if (**at == '.')
        (*at)++;
    return number;
}

bool
version_reads_fast(const struct engine_info *info)
{
    const char *at = info->version;
    unsigned major = take_number(&at), minor = take_number(&at);
    unsigned patch = take_number(&at);

    if (info->is_podman)
        return true;
    switch (major) {
    case 23:
        return minor > 0 || patch >= 8;
    case 24:
        return minor > 0 || patch >= 7;
    default:
        return major >= 25;
    }
}
