#include "engine/locate.h"

#include "base/buf.h"
#include "base/mem.h"
#include "engine/context.h"

#include <assert.h>
#include <stdlib.h>

#define PATH_SIZE ((size_t)4096)

/* Where engines put their sockets. `under` names the variable with the first
 * part of the path, NULL for none; a place whose variable is not set does not
 * exist. */
static const struct {
    const char *under;
    const char *path;
    const char *name; /* in the header */
} usual_places[] = {
    {NULL, "/var/run/docker.sock", "local"},
    {"XDG_RUNTIME_DIR", "/docker.sock", "rootless"},
    {"HOME", "/.docker/run/docker.sock", "desktop"},
    {"HOME", "/.docker/desktop/docker.sock", "desktop"},
    {"HOME", "/.colima/default/docker.sock", "colima"},
    {"HOME", "/.orbstack/run/docker.sock", "orbstack"},
    {"HOME", "/.rd/docker.sock", "rancher"},
    {"XDG_RUNTIME_DIR", "/podman/podman.sock", "podman"},
    {NULL, "/run/podman/podman.sock", "podman"},
};

static const char *
env_of(const struct locate_choice *choice, const char *name)
{
    const char *value = choice->env(name);

    return value && *value ? value : NULL;
}

/* Takes the endpoint. */
static void
add(struct candidates *candidates, struct endpoint *endpoint, const char *name,
    char *why)
{
    struct candidate *candidate = &candidates->at[candidates->count];

    assert(candidates->count < CANDIDATES_MAX);
    candidates->count++;
    *candidate = (struct candidate){*endpoint, xstrdup(name), why};
}

static void
add_usual_places(struct candidates *candidates,
                 const struct locate_choice *choice)
{
    size_t i;

    for (i = 0; i < sizeof(usual_places) / sizeof(*usual_places); i++) {
        const char *under = usual_places[i].under;
        const char *first = under ? env_of(choice, under) : "";
        struct buf url = BUF_INIT(PATH_SIZE);
        struct endpoint endpoint;

        if (!first)
            continue;
        (void)buf_addf(&url, "unix://%s%s", first, usual_places[i].path);
        /* A path too long for a socket has none. */
        if (!url.is_full && endpoint_parse(&endpoint, buf_text(&url), NULL))
            add(candidates, &endpoint, usual_places[i].name,
                xstrdup("usual place"));
        buf_release(&url);
    }
}

static const char *
name_of_host(const struct endpoint *endpoint)
{
    if (endpoint->host)
        return endpoint->host;
    return strcmp(endpoint->path, usual_places[0].path) == 0 ? "local"
                                                             : endpoint->path;
}

/* `why` is the option or the variable that named it. */
static bool
add_host(struct candidates *candidates, const struct locate_choice *choice,
         const char *host, const char *why, struct err *err)
{
    static const char *const tls[] = {"DOCKER_TLS_VERIFY", "DOCKER_TLS"};
    struct endpoint endpoint;
    size_t i;

    if (!endpoint_parse(&endpoint, host, err))
        return err_while(err, "%s", why);
    for (i = 0; i < 2 && endpoint.kind == ENDPOINT_TCP; i++)
        if (env_of(choice, tls[i])) {
            (void)err_set_kind(err, ERR_UNSUPPORTED,
                               "%s is set, and hosts with TLS are not "
                               "supported yet: %s",
                               tls[i], endpoint.url);
            endpoint_release(&endpoint);
            return err_while(err, "%s", why);
        }
    if (!endpoint_is_supported(&endpoint, err)) {
        endpoint_release(&endpoint);
        return err_while(err, "%s", why);
    }
    add(candidates, &endpoint, name_of_host(&endpoint), xstrdup(why));
    return true;
}

/* "default" is no context of its own: DOCKER_HOST, or the usual places. */
static bool
add_default(struct candidates *candidates, const struct locate_choice *choice,
            struct err *err)
{
    const char *host = env_of(choice, "DOCKER_HOST");

    if (host)
        return add_host(candidates, choice, host, "DOCKER_HOST", err);
    add_usual_places(candidates, choice);
    return true;
}

static bool
add_context(struct candidates *candidates, const struct locate_choice *choice,
            const char *dir, const char *name, struct err *err)
{
    struct buf why = BUF_INIT(PATH_SIZE);
    struct endpoint endpoint;

    if (strcmp(name, "default") == 0)
        return add_default(candidates, choice, err);
    if (*dir == '\0')
        return err_set_kind(err, ERR_USAGE,
                            "context '%s': neither DOCKER_CONFIG nor HOME is "
                            "set",
                            name);
    if (!context_read(&endpoint, dir, name, err))
        return err_while(err, "context '%s'", name);
    if (!endpoint_is_supported(&endpoint, err)) {
        endpoint_release(&endpoint);
        return err_while(err, "context '%s'", name);
    }
    (void)buf_addf(&why, "context '%s'", name);
    add(candidates, &endpoint, name, buf_take(&why));
    return true;
}

/* $DOCKER_CONFIG or ~/.docker; "" when there is neither. */
static void
find_settings(struct buf *dir, const struct locate_choice *choice)
{
    const char *config = env_of(choice, "DOCKER_CONFIG");
    const char *home = env_of(choice, "HOME");

    if (config)
        (void)buf_add_text(dir, config);
    else if (home)
        (void)buf_addf(dir, "%s/.docker", home);
}

static bool
choose(struct candidates *candidates, const struct locate_choice *choice,
       const char *dir, struct err *err)
{
    const char *host = env_of(choice, "DOCKER_HOST");
    const char *context = env_of(choice, "DOCKER_CONTEXT");
    char *current = NULL;
    bool is_chosen;

    if (choice->host && choice->context)
        return err_set_kind(err, ERR_USAGE,
                            "-H and -c both name an engine; use one of them");
    if (choice->context)
        return add_context(candidates, choice, dir, choice->context, err);
    if (choice->host)
        return add_host(candidates, choice, choice->host, "-H", err);
    if (host)
        return add_host(candidates, choice, host, "DOCKER_HOST", err);
    if (context)
        return add_context(candidates, choice, dir, context, err) ||
               err_while(err, "DOCKER_CONTEXT");
    if (*dir && !context_current(&current, dir, err))
        return false;
    is_chosen = add_context(candidates, choice, dir,
                            current ? current : "default", err) ||
                err_while(err, "currentContext in %s/config.json", dir);
    free(current);
    return is_chosen;
}

bool
locate_engines(struct candidates *candidates,
               const struct locate_choice *choice, struct err *err)
{
    struct buf dir = BUF_INIT(PATH_SIZE);
    bool is_chosen;

    candidates->count = 0;
    find_settings(&dir, choice);
    is_chosen = choose(candidates, choice, buf_text(&dir), err);
    buf_release(&dir);
    return is_chosen;
}

void
candidates_release(struct candidates *candidates)
{
    while (candidates->count > 0) {
        struct candidate *last = &candidates->at[--candidates->count];

        endpoint_release(&last->endpoint);
        free(last->name);
        free(last->why);
    }
}
