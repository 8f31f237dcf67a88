/* The value, and reading it out of the list. */
#include "engine/image.h"

#include "base/json.h"
#include "base/mem.h"
#include "base/timestamp.h"

#include <stdlib.h>

#define PREFIX "sha256:"
#define ID_SIZE 256

/* ---- the value ---- */

/* Every list of texts of an image, so that no loop below can forget one. */
struct texts {
    const char *const *at;
    size_t count;
};

enum { LISTS = 3 };

static void
lists_of(const struct image *image, struct texts lists[LISTS])
{
    lists[0] = (struct texts){image->references, image->reference_count};
    lists[1] = (struct texts){image->digests, image->digest_count};
    lists[2] = (struct texts){image->labels, image->label_count * 2};
}

static const char *
put_text(char **room, const char *text)
{
    size_t size = strlen(text) + 1;
    char *at = *room;

    memcpy(at, text, size);
    *room += size;
    return at;
}

struct image *
image_new(const struct image *from)
{
    struct texts lists[LISTS];
    size_t count = 0;
    size_t size = strlen(from->id) + 1;
    struct image *image;
    const char **pointers;
    char *room;

    lists_of(from, lists);
    for (size_t i = 0; i < LISTS; i++) {
        count += lists[i].count;
        for (size_t j = 0; j < lists[i].count; j++)
            size += strlen(lists[i].at[j]) + 1;
    }
    image = xmalloc(sizeof(*image) + count * sizeof(*pointers) + size);
    pointers = (const char **)(void *)(image + 1);
    room = (char *)(pointers + count);
    *image = *from;
    image->id = put_text(&room, from->id);
    image->references = pointers;
    image->digests = image->references + image->reference_count;
    image->labels = image->digests + image->digest_count;
    for (size_t i = 0; i < LISTS; i++)
        for (size_t j = 0; j < lists[i].count; j++)
            *pointers++ = put_text(&room, lists[i].at[j]);
    return image;
}

void
image_free(struct image *image)
{
    free(image);
}

bool
image_equal(const struct image *a, const struct image *b)
{
    struct texts of_a[LISTS];
    struct texts of_b[LISTS];

    if (strcmp(a->id, b->id) != 0 || a->created != b->created ||
        a->size != b->size || a->containers != b->containers)
        return false;
    lists_of(a, of_a);
    lists_of(b, of_b);
    for (size_t i = 0; i < LISTS; i++) {
        if (of_a[i].count != of_b[i].count)
            return false;
        for (size_t j = 0; j < of_a[i].count; j++)
            if (strcmp(of_a[i].at[j], of_b[i].at[j]) != 0)
                return false;
    }
    return true;
}

/* ---- one element of the list ---- */

/* An image under construction. Its texts point into `root` and `id`, which
 * live until image_new() has copied them. */
struct draft {
    struct image image;
    struct json *root;
    char id[sizeof(PREFIX) + ID_SIZE];
    const char **lists[LISTS];
};

/* The id becomes part of requests' paths, so nothing odd gets in. */
static bool
read_id(struct draft *draft, struct err *err)
{
    const char *id = json_text(json_find(draft->root, "Id"));
    struct str text = str_of(id ? id : "");

    if (text.len == 0 || text.len >= ID_SIZE ||
        strspn(text.at, "0123456789abcdefghijklmnopqrstuvwxyz"
                        "ABCDEFGHIJKLMNOPQRSTUVWXYZ:+._-") != text.len)
        return err_set_kind(err, ERR_MALFORMED, "an image without an id");
    if (!strchr(text.at, ':'))
        memcpy(draft->id, PREFIX, sizeof(PREFIX));
    memcpy(draft->id + strlen(draft->id), text.at, text.len + 1);
    draft->image.id = draft->id;
    return true;
}

static bool
limit_reached(const struct draft *draft, size_t count, const char *what,
              int limit, struct err *err)
{
    return err_set_kind(err, ERR_LIMIT,
                        "image %.19s has %zu %s; at most %d are read",
                        draft->image.id, count, what, limit);
}

/* A name of the form "<none>:<none>" is none; '<' stands in no real one. */
static bool
read_names(struct draft *draft, const char *key, const char *what,
           const char ***names, size_t *count, struct err *err)
{
    const struct json *array = json_find(draft->root, key);
    size_t most = json_count(array);
    const struct json *each;

    if (!json_is_array(array) || most == 0)
        return true;
    if (most > IMAGE_REFERENCES)
        return limit_reached(draft, most, what, IMAGE_REFERENCES, err);
    *names = xcalloc(most, sizeof(**names));
    for (each = json_first(array); each; each = json_next(each)) {
        const char *name = json_text(each);

        if (name && *name && !strstr(name, "<none>"))
            (*names)[(*count)++] = name;
    }
    return true;
}

static bool
read_labels(struct draft *draft, const char ***labels, struct err *err)
{
    const struct json *object = json_find(draft->root, "Labels");
    size_t count = json_count(object);
    const struct json *each;
    const char **at;

    if (!json_is_object(object) || count == 0)
        return true;
    if (count > IMAGE_LABELS)
        return limit_reached(draft, count, "labels", IMAGE_LABELS, err);
    at = *labels = xcalloc(count * 2, sizeof(**labels));
    for (each = json_first(object); each; each = json_next(each)) {
        const char *value = json_text(each);

        *at++ = json_name(each);
        *at++ = value ? value : "";
    }
    draft->image.label_count = count;
    return true;
}

static bool
read_image(struct draft *draft, struct err *err)
{
    struct image *image = &draft->image;
    const struct json *root = draft->root;
    int64_t created = 0;

    if (!json_is_object(root))
        return err_set_kind(err, ERR_MALFORMED, "an image is no object");
    if (!read_id(draft, err) ||
        !read_names(draft, "RepoTags", "references", &draft->lists[0],
                    &image->reference_count, err) ||
        !read_names(draft, "RepoDigests", "digests", &draft->lists[1],
                    &image->digest_count, err) ||
        !read_labels(draft, &draft->lists[2], err))
        return false;
    image->references = draft->lists[0];
    image->digests = draft->lists[1];
    image->labels = draft->lists[2];
    if (json_i64(json_find(root, "Created"), &created) && created > 0 &&
        created < INT64_MAX / SECOND_NS)
        image->created = created * SECOND_NS;
    (void)json_u64(json_find(root, "Size"), &image->size);
    if (!json_i64(json_find(root, "Containers"), &image->containers) ||
        image->containers < 0)
        image->containers = -1;
    return true;
}

struct image *
image_decode(struct str json, struct err *err)
{
    struct draft draft = {.root = json_parse(json, err)};
    struct image *image = NULL;

    if (draft.root && read_image(&draft, err) && draft.image.id)
        image = image_new(&draft.image);
    for (size_t i = 0; i < LISTS; i++)
        free(draft.lists[i]);
    json_free(draft.root);
    return image;
}
