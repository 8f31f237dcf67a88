#include "engine/context.h"

#include "base/json.h"
#include "base/mem.h"
#include "base/sha256.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define PATH_SIZE ((size_t)4096)

/* The file's JSON. NULL with ERR_MISSING when there is no such file. */
static struct json *
read_json(const char *path, struct err *err)
{
    struct buf text = BUF_INIT(CONTEXT_FILE_SIZE);
    struct json *root = NULL;
    char chunk[4096];
    struct stat stat;
    ssize_t got;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);

    if (fd < 0) {
        if (errno == ENOENT || errno == ENOTDIR)
            (void)err_set_kind(err, ERR_MISSING, "no file %s", path);
        else
            (void)err_set_errno(err, errno, "reading %s", path);
        return NULL;
    }
    if (fstat(fd, &stat) == 0 && !S_ISREG(stat.st_mode)) {
        (void)err_set(err, "reading %s: not a file", path);
        goto out;
    }
    while ((got = read(fd, chunk, sizeof(chunk))) > 0)
        if (!buf_add(&text, chunk, (size_t)got)) {
            (void)err_set_kind(err, ERR_LIMIT,
                               "reading %s: it is larger than %zu KiB", path,
                               CONTEXT_FILE_SIZE >> 10);
            goto out;
        }
    if (got < 0) {
        (void)err_set_errno(err, errno, "reading %s", path);
        goto out;
    }
    root = json_parse(buf_str(&text), err);
    if (!root)
        (void)err_while(err, "reading %s", path);
out:
    (void)close(fd);
    buf_release(&text);
    return root;
}

bool
context_current(char **name, const char *dir, struct err *err)
{
    struct buf path = BUF_INIT(PATH_SIZE);
    struct err why = ERR_INIT;
    struct json *root;
    const char *text;

    *name = NULL;
    (void)buf_addf(&path, "%s/config.json", dir);
    root = read_json(buf_text(&path), &why);
    buf_release(&path);
    if (!root)
        return why.kind == ERR_MISSING || err_copy(err, &why);
    text = json_text(json_find(root, "currentContext"));
    if (text && *text)
        *name = xstrdup(text);
    json_free(root);
    return true;
}

/* ---- the names there are, for who mistyped one ---- */

static int
compare_names(const void *left, const void *right)
{
    const char *const *a = left;
    const char *const *b = right;

    return strcmp(*a, *b);
}

static size_t
gather_names(char *names[CONTEXT_NAMES], const char *meta)
{
    struct buf path = BUF_INIT(PATH_SIZE);
    DIR *dir = opendir(meta);
    struct dirent *entry;
    size_t count = 0;

    while (dir && count < CONTEXT_NAMES && (entry = readdir(dir))) {
        struct json *root;
        const char *name;

        if (entry->d_name[0] == '.')
            continue;
        buf_clear(&path);
        (void)buf_addf(&path, "%s/%s/meta.json", meta, entry->d_name);
        root = read_json(buf_text(&path), NULL);
        name = json_text(json_find(root, "Name"));
        if (name)
            names[count++] = xstrdup(name);
        json_free(root);
    }
    if (dir)
        (void)closedir(dir);
    buf_release(&path);
    qsort(names, count, sizeof(*names), compare_names);
    return count;
}

static bool
unknown(const char *dir, struct err *err)
{
    struct buf meta = BUF_INIT(PATH_SIZE);
    struct buf list = BUF_INIT(ERR_TEXT_SIZE);
    char *names[CONTEXT_NAMES];
    size_t count;
    size_t i;

    (void)buf_addf(&meta, "%s/contexts/meta", dir);
    count = gather_names(names, buf_text(&meta));
    for (i = 0; i < count; i++) {
        (void)buf_addf(&list, ", %s", names[i]);
        free(names[i]);
    }
    (void)err_set_kind(err, ERR_USAGE, "it is not in %s; there are: default%s",
                       dir, buf_text(&list));
    buf_release(&list);
    buf_release(&meta);
    return false;
}

/* ---- one context ---- */

static bool
is_folder(const char *path)
{
    struct stat stat_of;

    return stat(path, &stat_of) == 0 && S_ISDIR(stat_of.st_mode);
}

static bool
read_endpoint(struct endpoint *endpoint, const struct json *root,
              const char *path, struct err *err)
{
    const struct json *docker =
        json_find(json_find(root, "Endpoints"), "docker");
    const char *host = json_text(json_find(docker, "Host"));

    if (!json_is_object(docker))
        return err_set_kind(err, ERR_MALFORMED,
                            "%s names no engine (Endpoints.docker)", path);
    return endpoint_parse(endpoint, host && *host ? host : "unix://", err);
}

bool
context_read(struct endpoint *endpoint, const char *dir, const char *name,
             struct err *err)
{
    struct buf path = BUF_INIT(PATH_SIZE);
    struct err why = ERR_INIT;
    char hash[SHA256_HEX_SIZE];
    struct json *root;
    bool is_read;

    sha256_hex(hash, str_of(name));
    (void)buf_addf(&path, "%s/contexts/meta/%s/meta.json", dir, hash);
    root = read_json(buf_text(&path), &why);
    if (!root) {
        is_read =
            why.kind == ERR_MISSING ? unknown(dir, err) : err_copy(err, &why);
        goto out;
    }
    is_read = read_endpoint(endpoint, root, buf_text(&path), err);
    buf_clear(&path);
    (void)buf_addf(&path, "%s/contexts/tls/%s/docker", dir, hash);
    if (is_read && endpoint->kind == ENDPOINT_TCP && is_folder(buf_text(&path)))
        endpoint->kind = ENDPOINT_TLS;
out:
    json_free(root);
    buf_release(&path);
    return is_read;
}
