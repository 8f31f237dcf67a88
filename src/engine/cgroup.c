#include "config.h"

#include "engine/cgroup.h"

#include "base/mem.h"

#include <stdlib.h>

static const char *const controller_names[CGROUP_CONTROLLERS] = {
    [CGROUP_CPU] = "cpu",       [CGROUP_CPUACCT] = "cpuacct",
    [CGROUP_MEMORY] = "memory", [CGROUP_PIDS] = "pids",
    [CGROUP_BLKIO] = "blkio",
};

/* The controllers of version 1 in a list with commas. */
static unsigned
controllers_of(struct str list)
{
    struct str name;
    unsigned found = 0;

    while (str_cut(&list, ',', &name))
        for (unsigned i = 0; i < CGROUP_CONTROLLERS; i++)
            if (str_is(name, controller_names[i]))
                found |= 1U << i;
    return found;
}

/* ---- what is mounted where ---- */

static int
octal_digit(char c)
{
    return c >= '0' && c <= '7' ? c - '0' : -1;
}

/* mountinfo writes blanks and the like as \040. */
static char *
unescape(struct str s)
{
    char *text = xmalloc(s.len + 1);
    size_t len = 0;

    for (size_t i = 0; i < s.len; i++) {
        int value = 0, digits = 0;

        text[len] = s.at[i];
        if (s.at[i] == '\\') {
            while (digits < 3 && i + (size_t)digits + 1 < s.len &&
                   octal_digit(s.at[i + (size_t)digits + 1]) >= 0) {
                value = value * 8 + octal_digit(s.at[i + (size_t)digits + 1]);
                digits++;
            }
            if (digits == 3 && value > 0 && value < 256) {
                text[len] = (char)value;
                i += 3;
            }
        }
        len++;
    }
    text[len] = '\0';
    return text;
}

/* "36 25 0:31 / /sys/fs/cgroup/memory rw,relatime shared:9 - cgroup cgroup
 * rw,memory": number, parent, device, root, point, options, any number of
 * tags, "-", type, source, options of the file system. */
void
cgroup_mounts_add(struct cgroup_mounts *mounts, struct str line)
{
    struct str word, root = {NULL, 0}, point = {NULL, 0}, type, source;
    struct str options = {NULL, 0};
    struct cgroup_mount *mount;
    size_t column;
    bool is_v2;

    for (column = 0; str_cut(&line, ' ', &word); column++) {
        if (column == 3)
            root = word;
        else if (column == 4)
            point = word;
        else if (column > 5 && str_is(word, "-"))
            break;
    }
    if (!str_cut(&line, ' ', &type) || !str_cut(&line, ' ', &source))
        return;
    (void)str_cut(&line, ' ', &options);
    is_v2 = str_is(type, "cgroup2");
    if ((!is_v2 && !str_is(type, "cgroup")) || mounts->count == CGROUP_MOUNTS ||
        !str_starts(root, "/") || !str_starts(point, "/"))
        return;
    mount = &mounts->at[mounts->count++];
    mount->root = unescape(root);
    mount->point = unescape(point);
    mount->is_v2 = is_v2;
    mount->controllers = is_v2 ? 0 : controllers_of(str_trim(options));
}

void
cgroup_mounts_release(struct cgroup_mounts *mounts)
{
    for (size_t i = 0; i < mounts->count; i++) {
        free(mounts->at[i].root);
        free(mounts->at[i].point);
    }
    *mounts = (struct cgroup_mounts){.count = 0};
}

/* ---- where a container's groups are ---- */

static const char *
text_find(struct str text, struct str what)
{
    for (size_t i = 0; i + what.len <= text.len; i++)
        if (memcmp(text.at + i, what.at, what.len) == 0)
            return text.at + i;
    return NULL;
}

/* The parts of `path` before the id and behind it, up to the end of the group
 * whose name has the id; that is the id itself, or "docker-ID.scope". */
static bool
split_at_id(struct str path, struct str id, struct str *before,
            struct str *after)
{
    const char *at = id.len > 0 ? text_find(path, id) : NULL;
    const char *end = path.at + path.len, *behind, *slash;

    if (!at || at == path.at || !strchr("/-:", at[-1]))
        return false;
    behind = at + id.len;
    if (behind < end && *behind != '/' && *behind != '.')
        return false;
    slash = memchr(behind, '/', (size_t)(end - behind));
    *before = str_make(path.at, (size_t)(at - path.at));
    *after = str_make(behind, (size_t)((slash ? slash : end) - behind));
    return true;
}

/* `path` as seen from the mount; false when the mount does not show it. */
static bool
take_off_root(struct str *path, const char *root)
{
    size_t len = strlen(root);

    if (strcmp(root, "/") == 0)
        return true;
    if (!str_starts(*path, root) || path->len <= len || path->at[len] != '/')
        return false;
    *path = str_make(path->at + len, path->len - len);
    return true;
}

static char *
join(const char *root, const char *point, struct str path)
{
    struct buf out = BUF_INIT(CGROUP_PATH_SIZE);

    (void)buf_add_text(&out, root);
    (void)buf_add_text(&out, point);
    (void)buf_add_str(&out, path);
    if (out.is_full) {
        buf_release(&out);
        return NULL;
    }
    return buf_take(&out);
}

struct line_of_cgroup {
    unsigned controllers; /* of version 1 */
    bool is_v2;
    struct str path;
};

/* "4:memory:/docker/ID"; "0::/docker/ID" is that of version 2. */
static bool
parse_line(struct line_of_cgroup *parsed, struct str line)
{
    struct str number, controllers;

    if (!str_cut(&line, ':', &number) || !str_cut(&line, ':', &controllers) ||
        !str_starts(line, "/"))
        return false;
    parsed->is_v2 = str_is(number, "0") && controllers.len == 0;
    parsed->controllers = controllers_of(controllers);
    parsed->path = line;
    return true;
}

static void
set_place(struct cgroup_place *place, const char *root,
          const struct cgroup_mount *mount, struct str before, struct str after)
{
    place->before = join(root, mount->point, before);
    if (!place->before)
        return;
    place->after = xstrndup(after.at, after.len);
    place->is_v2 = mount->is_v2;
}

/* A controller that is in no hierarchy of version 1 is in that of version 2. */
static void
learn_line(struct cgroup_layout *layout, const struct cgroup_mounts *mounts,
           const char *root, const struct line_of_cgroup *line,
           unsigned controllers, struct str before, struct str after)
{
    for (size_t m = 0; m < mounts->count; m++) {
        const struct cgroup_mount *mount = &mounts->at[m];
        struct str seen = before;

        if (mount->is_v2 != line->is_v2 || !take_off_root(&seen, mount->root))
            continue;
        for (unsigned i = 0; i < CGROUP_CONTROLLERS; i++)
            if (controllers & 1U << i && !layout->places[i].before &&
                (mount->is_v2 || mount->controllers & 1U << i))
                set_place(&layout->places[i], root, mount, seen, after);
    }
}

/* All lines of one version. True when one of them names the id. */
static bool
learn_version(struct cgroup_layout *layout, const struct cgroup_mounts *mounts,
              const char *root, struct str text, struct str id, bool is_v2,
              unsigned *taken)
{
    struct str line, before, after;
    bool is_named = false;

    while (str_cut(&text, '\n', &line)) {
        struct line_of_cgroup parsed;

        if (!parse_line(&parsed, line) || parsed.is_v2 != is_v2 ||
            !split_at_id(parsed.path, id, &before, &after))
            continue;
        is_named = true;
        /* Above the root of our own namespace nothing can be seen. */
        if (text_find(before, str_of("/../")))
            continue;
        learn_line(layout, mounts, root, &parsed,
                   is_v2 ? ~*taken : parsed.controllers, before, after);
        *taken |= parsed.controllers;
    }
    return is_named;
}

bool
cgroup_names(struct str text, const char *id)
{
    struct str line, before, after;

    while (str_cut(&text, '\n', &line)) {
        struct line_of_cgroup parsed;

        if (parse_line(&parsed, line) &&
            split_at_id(parsed.path, str_of(id), &before, &after))
            return true;
    }
    return false;
}

bool
cgroup_layout_learn(struct cgroup_layout *layout,
                    const struct cgroup_mounts *mounts, const char *root,
                    struct str text, const char *id, struct err *err)
{
    unsigned taken = 0;
    bool is_named;

    *layout = (struct cgroup_layout){0};
    is_named =
        learn_version(layout, mounts, root, text, str_of(id), false, &taken);
    is_named |=
        learn_version(layout, mounts, root, text, str_of(id), true, &taken);
    if (!is_named)
        return err_set_kind(err, ERR_CONFLICT,
                            "its process on this machine is another one");
    if (layout->places[CGROUP_CPUACCT].before)
        return true;
    cgroup_layout_release(layout);
    return err_set_kind(err, ERR_UNSUPPORTED,
                        "its control group cannot be seen from here");
}

void
cgroup_layout_release(struct cgroup_layout *layout)
{
    for (size_t i = 0; i < CGROUP_CONTROLLERS; i++) {
        free(layout->places[i].before);
        free(layout->places[i].after);
    }
    *layout = (struct cgroup_layout){0};
}

static bool
place_equal(const struct cgroup_place *a, const struct cgroup_place *b)
{
    if (!a->before || !b->before)
        return a->before == b->before;
    return strcmp(a->before, b->before) == 0 &&
           strcmp(a->after, b->after) == 0 && a->is_v2 == b->is_v2;
}

bool
cgroup_layout_equal(const struct cgroup_layout *a,
                    const struct cgroup_layout *b)
{
    for (size_t i = 0; i < CGROUP_CONTROLLERS; i++)
        if (!place_equal(&a->places[i], &b->places[i]))
            return false;
    return true;
}

bool
cgroup_layout_is_v2(const struct cgroup_layout *layout)
{
    return layout->places[CGROUP_CPUACCT].is_v2;
}

bool
cgroup_path(struct buf *path, const struct cgroup_layout *layout,
            enum cgroup_controller controller, const char *id, const char *file)
{
    const struct cgroup_place *place = &layout->places[controller];

    buf_clear(path);
    return place->before &&
           buf_addf(path, "%s%s%s/%s", place->before, id, place->after, file);
}
