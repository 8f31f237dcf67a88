/*
 * Images of a real engine: the list, what a removal takes away, and what is
 * read whole.
 */
#include "config.h"

#include "engine/caller.h"
#include "engine/docker.h"
#include "support/test.h"

#include "engine/engine.h"

#include <stdio.h>
#include <string.h>

struct scene {
    struct caller caller;
    const char *reference; /* looked for among the images */
    struct image *image;   /* that has it */
    size_t listed;
    struct image_removal removal;
    char text[64]; /* the first of what was read */
};

static void
image_listed(void *data, struct image *image)
{
    struct scene *scene = data;
    size_t i;

    scene->listed++;
    for (i = 0; i < image->reference_count; i++)
        if (strcmp(image->references[i], scene->reference) == 0) {
            assert_null(scene->image);
            scene->image = image;
            return;
        }
    image_free(image);
}

static void
image_removed(void *data, const struct image_removal *removal,
              const struct err *err)
{
    if (removal)
        ((struct scene *)data)->removal = *removal;
    caller_done(data, err);
}

static void
text_read(void *data, struct str text, const struct err *err)
{
    struct scene *scene = data;

    (void)snprintf(scene->text, sizeof(scene->text), "%.*s", (int)text.len,
                   text.at);
    caller_done(data, err);
}

static int
set_up(void **state)
{
    static struct scene scene;

    memset(&scene, 0, sizeof(scene));
    docker_clean();
    caller_open(&scene.caller);
    *state = &scene;
    return 0;
}

static int
tear_down(void **state)
{
    caller_close(*state);
    docker_clean();
    return 0;
}

/* ------------------------------------------------------------------------- */

/* As long as the engine lists it by that reference. */
static struct image *
find_image(struct scene *scene, const char *reference)
{
    scene->reference = reference;
    scene->image = NULL;
    (void)engine_list_images(scene->caller.engine, image_listed, caller_done,
                             scene);
    assert_true(caller_ended(&scene->caller));
    return scene->image;
}

static void
images_are_removed_reference_by_reference(void **state)
{
#define HOST "registry.example:5000/bayplan/tool"
    struct scene *scene = *state;
    struct image *image;
    static const struct {
        const char *reference;
        bool works;
        size_t untagged;
        bool has_deleted;
    } rows[] = {
        {HOST ":1.0", true, 1, false},
        {"bayplan/gone:1", true, 1, true},
        {"bayplan/gone:1", false, 0, false},
        {"test/busybox:latest", false, 0, false},
    };

    assert_int_equal(docker_create(NULL, "user", DOCKER_IDLE), 201);
    assert_int_equal(docker_send("POST", NULL,
                                 "/images/test%%2Fbusybox/tag?repo=" HOST
                                 "&tag=1.0"),
                     201);
    assert_int_equal(docker_send("POST", "{\"Labels\":{\"note\":\"a=b c\"}}",
                                 "/commit?container=user&repo=bayplan%%2Fgone&"
                                 "tag=1"),
                     201);
    image = find_image(scene, "bayplan/gone:1");
    assert_non_null(image);
    assert_int_equal(strncmp(image->id, "sha256:", 7), 0);
    assert_int_equal(image->reference_count, 1);
    assert_true(image->size > 100000);
    assert_true(image->created > engine_info(scene->caller.engine)->date -
                                     INT64_C(3600) * 1000000000);
    image_free(image);
    for (size_t i = 0; i < COUNT(rows); i++) {
        (void)engine_remove_image(scene->caller.engine, rows[i].reference,
                                  false, image_removed, scene);
        print_message("# %s\n", rows[i].reference);
        assert_int_equal(caller_ended(&scene->caller), rows[i].works);
        image = find_image(scene, rows[i].reference);
        if (rows[i].works) {
            assert_null(image);
            assert_int_equal(scene->removal.untagged, rows[i].untagged);
            assert_int_equal(scene->removal.deleted > 0, rows[i].has_deleted);
        } else {
            assert_int_equal(scene->caller.err.kind,
                             image ? ERR_CONFLICT : ERR_MISSING);
        }
        image_free(image);
    }
#undef HOST
}

static void
whole_answers_are_read(void **state)
{
    struct scene *scene = *state;
    char id[DOCKER_ID_SIZE], start[DOCKER_ID_SIZE + 16];

    docker_run(id, "web", DOCKER_IDLE);
    (void)snprintf(start, sizeof(start), "{\"Id\":\"%.40s", id);
    (void)engine_read_container(scene->caller.engine, id, text_read, scene);
    assert_true(caller_ended(&scene->caller));
    assert_memory_equal(scene->text, start, strlen(start));
    (void)engine_read_image(scene->caller.engine, "test/busybox:latest",
                            text_read, scene);
    assert_true(caller_ended(&scene->caller));
    assert_memory_equal(scene->text, "{\"Id\":\"sha256:", 14);
    (void)engine_read_image(scene->caller.engine, "test/none:1", text_read,
                            scene);
    assert_false(caller_ended(&scene->caller));
    assert_int_equal(scene->caller.err.kind, ERR_MISSING);
    assert_string_equal(scene->text, "");
}

int
main(void)
{
#define CASE(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        CASE(images_are_removed_reference_by_reference),
        CASE(whole_answers_are_read),
    };

    return cmocka_run_group_tests_name("images", tests, NULL, NULL);
}
