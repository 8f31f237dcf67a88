#include "config.h"

#include "work/places.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

static bool
place_find(struct buf *out, env_fn env, const char *variable,
           const char *in_home, struct err *err)
{
    const char *place = env(variable);
    const char *home = env("HOME");

    if (place && place[0] == '/')
        (void)buf_addf(out, "%s/bayplan", place);
    else if (home && home[0] == '/')
        (void)buf_addf(out, "%s/%s/bayplan", home, in_home);
    else
        return err_set(err, "neither %s nor HOME is set", variable);
    if (out->is_full)
        return err_set_kind(err, ERR_LIMIT, "its path is too long");
    return true;
}

bool
places_state(struct buf *out, env_fn env, struct err *err)
{
    return place_find(out, env, "XDG_STATE_HOME", ".local/state", err);
}

bool
places_config(struct buf *out, env_fn env, struct err *err)
{
    return place_find(out, env, "XDG_CONFIG_HOME", ".config", err);
}

static bool
folder_make(const char *path, struct err *err)
{
    if (mkdir(path, 0700) == 0 || errno == EEXIST)
        return true;
    return err_set_errno(err, errno, "making %s", path);
}

bool
places_make(char *path, struct err *err)
{
    char *slash = path;

    while ((slash = strchr(slash + 1, '/'))) {
        bool ok;

        *slash = '\0';
        ok = folder_make(path, err);
        *slash = '/';
        if (!ok)
            return false;
    }
    return folder_make(path, err);
}
