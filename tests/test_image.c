#include "support/test.h"

#include "base/json.h"
#include "base/timestamp.h"
#include "engine/image.h"
#include "support/data.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* All images of a list, in its order. */
struct listed {
    struct image *at[16];
    size_t count;
};

static bool
keep(void *data, struct str element, struct err *err)
{
    struct listed *listed = data;
    struct image *image = image_decode(element, err);

    if (!image)
        return false;
    assert_true(listed->count < COUNT(listed->at));
    listed->at[listed->count++] = image;
    return true;
}

static struct listed
list_of(const char *file)
{
    struct listed listed = {.count = 0};

    data_elements(file, keep, &listed);
    return listed;
}

static void
release(struct listed *listed)
{
    while (listed->count > 0)
        image_free(listed->at[--listed->count]);
}

static void
join(char *out, size_t size, const char *const *texts, size_t count)
{
    out[0] = '\0';
    while (count-- > 0) {
        (void)strncat(out, *texts++, size - strlen(out) - 1);
        (void)strncat(out, " ", size - strlen(out) - 1);
    }
}

static void
lists_of_engines_are_read(void **state)
{
    static const struct {
        const char *file;
        size_t index;
        const char *id; /* its beginning */
        int64_t created;
        uint64_t size;
        int64_t containers;
        const char *references;
        size_t digests;
        const char *labels;
    } rows[] = {
        {"engine/20.10/images.json", 0, "sha256:b5054ae8", 1795255272, 1984158,
         -1, "test/away:1 ", 0, ""},
        {"engine/20.10/images.json", 1, "sha256:b55dd6b9", 1795255272, 1984158,
         -1,
         "test/busybox:latest test/tool:1.0 "
         "registry.example:5000/team/tool:1.0 ",
         0, ""},
        {"engine/20.10/images.json", 2, "sha256:165c3b72", 1795255272, 1984158,
         -1, "test/labelled:2 ", 0, "maintainer me org.example.note a=b c "},
        {"engine/20.10/images.json", 3, "sha256:d2ee373e", 1795255272, 1984158,
         -1, "", 0, ""},
        {"engine/written/images-28.json", 0, "sha256:11111111", 1790000000,
         192534123, 3, "nginx:latest nginx:1.29 ", 1,
         "maintainer NGINX Docker Maintainers <docker-maint@nginx.com> "},
        {"engine/written/images-28.json", 1, "sha256:22222222", 0, 4146469, 0,
         "", 0, ""},
        {"engine/written/images-podman.json", 0, "sha256:104fb0f3", 1795250900,
         1995264, 2, "localhost/test/busybox:latest ", 1, ""},
        {"engine/written/images-podman.json", 1, "sha256:5ca1ab1e", 1795250900,
         1995264, 0, "", 0, ""},
    };
    size_t i;

    (void)state;
    for (i = 0; i < COUNT(rows); i++) {
        struct listed listed = list_of(rows[i].file);
        const struct image *image = listed.at[rows[i].index];
        char text[512];

        assert_memory_equal(image->id, rows[i].id, strlen(rows[i].id));
        assert_int_equal(strlen(image->id), strlen("sha256:") + 64);
        assert_true(image->created == rows[i].created * SECOND_NS);
        assert_true(image->size == rows[i].size);
        assert_true(image->containers == rows[i].containers);
        join(text, sizeof(text), image->references, image->reference_count);
        assert_string_equal(text, rows[i].references);
        assert_int_equal(image->digest_count, rows[i].digests);
        join(text, sizeof(text), image->labels, image->label_count * 2);
        assert_string_equal(text, rows[i].labels);
        release(&listed);
    }
}

/* What each row changes in the image that it is compared with. */
static void
any_difference_counts(void **state)
{
#define IMAGE(id, tags, digests, labels, rest)                                 \
    "{\"Id\":\"" id "\",\"RepoTags\":" tags ",\"RepoDigests\":" digests        \
    ",\"Labels\":" labels ",\"Created\":5" rest "}"
    static const struct {
        const char *text;
        bool is_equal;
    } rows[] = {
        {IMAGE("sha256:a", "[\"n:1\"]", "[\"n@d\"]", "{\"k\":\"v\"}", ""),
         true},
        {IMAGE("a", "[\"n:1\",\"<none>:<none>\",null,7,\"\"]", "[\"n@d\"]",
               "{\"k\":\"v\"}", ",\"Containers\":-1"),
         true},
        {IMAGE("b", "[\"n:1\"]", "[\"n@d\"]", "{\"k\":\"v\"}", ""), false},
        {IMAGE("sha512:a", "[\"n:1\"]", "[\"n@d\"]", "{\"k\":\"v\"}", ""),
         false},
        {IMAGE("a", "[\"n:2\"]", "[\"n@d\"]", "{\"k\":\"v\"}", ""), false},
        {IMAGE("a", "null", "[\"n@d\"]", "{\"k\":\"v\"}", ""), false},
        {IMAGE("a", "[\"n:1\"]", "null", "{\"k\":\"v\"}", ""), false},
        {IMAGE("a", "[\"n:1\"]", "[\"n@d\"]", "{\"k\":\"w\"}", ""), false},
        {IMAGE("a", "[\"n:1\"]", "[\"n@d\"]", "null", ""), false},
        {IMAGE("a", "[\"n:1\"]", "[\"n@d\"]", "{\"k\":\"v\"}", ",\"Size\":1"),
         false},
        {IMAGE("a", "[\"n:1\"]", "[\"n@d\"]", "{\"k\":\"v\"}",
               ",\"Containers\":0"),
         false},
        {"{\"Id\":\"a\",\"Created\":5}", false},
    };
    struct image *first = image_decode(str_of(rows[0].text), NULL);
    size_t i;

    (void)state;
    assert_non_null(first);
    for (i = 0; i < COUNT(rows); i++) {
        struct err err = ERR_INIT;
        struct image *image = image_decode(str_of(rows[i].text), &err);
        struct image *copy;

        print_message("# row %zu: %s\n", i, err.text);
        assert_non_null(image);
        assert_int_equal(image_equal(first, image), rows[i].is_equal);
        assert_int_equal(image_equal(image, first), rows[i].is_equal);
        copy = image_new(image);
        image_free(image);
        assert_int_equal(image_equal(first, copy), rows[i].is_equal);
        image_free(copy);
    }
    image_free(first);
}

static void
what_is_no_image_is_refused(void **state)
{
    static const struct {
        const char *text;
        enum err_kind kind;
        const char *error;
    } rows[] = {
        {"", ERR_MALFORMED, ""},
        {"[]", ERR_MALFORMED, "an image is no object"},
        {"{}", ERR_MALFORMED, "an image without an id"},
        {"{\"Id\":7}", ERR_MALFORMED, "an image without an id"},
        {"{\"Id\":\"\"}", ERR_MALFORMED, "an image without an id"},
        {"{\"Id\":\"a/b\"}", ERR_MALFORMED, "an image without an id"},
        {"{\"Id\":\"a b\"}", ERR_MALFORMED, "an image without an id"},
    };
    size_t i;

    (void)state;
    for (i = 0; i < COUNT(rows); i++) {
        struct err err = ERR_INIT;

        assert_null(image_decode(str_of(rows[i].text), &err));
        assert_int_equal(err.kind, rows[i].kind);
        assert_true(err.text[0] != '\0');
        if (rows[i].error[0])
            assert_string_equal(err.text, rows[i].error);
    }
}

static void
more_than_the_limit_is_an_error(void **state)
{
    static const struct {
        const char *open, *each, *close;
        size_t limit;
        const char *error;
    } rows[] = {
        {"\"RepoTags\":[", "\"n:1\"", "]", IMAGE_REFERENCES,
         "image sha256:a has 1025 references; at most 1024 are read"},
        {"\"RepoDigests\":[", "\"n@d\"", "]", IMAGE_REFERENCES,
         "image sha256:a has 1025 digests; at most 1024 are read"},
        {"\"Labels\":{", "\"k\":\"v\"", "}", IMAGE_LABELS,
         "image sha256:a has 513 labels; at most 512 are read"},
    };
    size_t i, count, n;

    (void)state;
    for (i = 0; i < COUNT(rows); i++)
        for (count = rows[i].limit; count <= rows[i].limit + 1; count++) {
            struct buf text = BUF_INIT(1 << 20);
            struct err err = ERR_INIT;
            struct image *image;

            (void)buf_addf(&text, "{\"Id\":\"a\",%s", rows[i].open);
            for (n = 0; n < count; n++)
                (void)buf_addf(&text, n ? ",%s" : "%s", rows[i].each);
            (void)buf_addf(&text, "%s}", rows[i].close);
            image = image_decode(buf_str(&text), &err);
            assert_int_equal(image != NULL, count == rows[i].limit);
            if (!image) {
                assert_int_equal(err.kind, ERR_LIMIT);
                assert_string_equal(err.text, rows[i].error);
            }
            image_free(image);
            buf_release(&text);
        }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lists_of_engines_are_read),
        cmocka_unit_test(any_difference_counts),
        cmocka_unit_test(what_is_no_image_is_refused),
        cmocka_unit_test(more_than_the_limit_is_an_error),
    };

    return cmocka_run_group_tests_name("image", tests, NULL, NULL);
}
