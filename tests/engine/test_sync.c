/*
 * The store beside a real engine: whatever happens there, every row soon says
 * what the engine's own inspect says, without the safety list having come.
 */
#include "config.h"

#include "engine/caller.h"
#include "engine/churn.h"
#include "engine/docker.h"
#include "support/test.h"

#include "base/buf.h"
#include "store/sync_parts.h"

#include <stdio.h>
#include <string.h>

#define NO_SAFETY_MS 3600000

struct scene {
    struct caller caller;
    struct store *store;
    struct sync *sync;
    char difference[512]; /* the first that was found */
};

/* However slow the machine is, no safety list puts anything right. */
static void
begin(struct scene *scene)
{
    struct sync_limits limits = sync_limits_usual;

    limits.safety_ms = NO_SAFETY_MS;
    caller_open(&scene->caller);
    scene->store = store_new(scene->caller.loop);
    scene->sync = sync_open_limited(scene->caller.loop, scene->store,
                                    store_add_engine(scene->store, "test"),
                                    scene->caller.engine, &limits);
}

static void
end(struct scene *scene)
{
    sync_close(scene->sync, caller_closed, scene);
    assert_true(caller_ended(&scene->caller));
    store_free(scene->store);
    caller_close(&scene->caller);
}

static int
clean(void **state)
{
    static struct scene scene;

    memset(&scene, 0, sizeof(scene));
    *state = &scene;
    docker_clean();
    return 0;
}

/* ---- the engine's answers against the rows ------------------------------ */

static bool
differs(struct scene *scene, const char *id, const char *what, const char *ours,
        const char *theirs)
{
    if (strcmp(ours, theirs) == 0)
        return false;
    (void)snprintf(scene->difference, sizeof(scene->difference),
                   "%.12s: %s is '%s', the engine says '%s'", id, what, ours,
                   theirs);
    return true;
}

static void
say_addresses(struct buf *out, const cJSON *container)
{
    const cJSON *networks = cJSON_GetObjectItem(
        cJSON_GetObjectItem(container, "NetworkSettings"), "Networks");
    const cJSON *each;

    cJSON_ArrayForEach(each, networks)
    {
        const char *address = docker_text(each, "IPAddress");

        if (address[0] != '\0')
            (void)buf_addf(out, "%s%s", out->len > 0 ? " " : "", address);
    }
}

static bool
addresses_differ(struct scene *scene, const struct container *ours,
                 const cJSON *theirs)
{
    struct buf addresses = BUF_INIT(1024);
    bool is_different;

    say_addresses(&addresses, theirs);
    is_different = differs(scene, ours->id, "addresses", ours->addresses,
                           buf_text(&addresses));
    buf_release(&addresses);
    return is_different;
}

static bool
row_differs(struct scene *scene, const struct container *ours,
            const cJSON *theirs)
{
    char our_code[16], their_code[16];
    /* Of a container that runs, the engine's exit code says nothing. */
    bool is_up = state_is_up(ours->state) && ours->state != STATE_RESTARTING;

    (void)snprintf(our_code, sizeof(our_code), "%d", ours->exit_code);
    (void)snprintf(their_code, sizeof(their_code), "%.0f",
                   is_up || ours->state == STATE_CREATED
                       ? EXIT_UNKNOWN
                       : docker_number(theirs, "State.ExitCode"));
    return differs(scene, ours->id, "name", ours->name,
                   docker_text(theirs, "Name") + 1) ||
           differs(scene, ours->id, "image", ours->image,
                   docker_text(theirs, "Config.Image")) ||
           differs(scene, ours->id, "state", state_name(ours->state),
                   docker_text(theirs, "State.Status")) ||
           differs(scene, ours->id, "exit code", our_code, their_code) ||
           addresses_differ(scene, ours, theirs);
}

static bool
rows_agree(void *data)
{
    struct scene *scene = data;
    cJSON *list = docker_get("/containers/json?all=1");
    size_t count = (size_t)cJSON_GetArraySize(list);
    const cJSON *each;
    bool agree = count == store_container_count(scene->store);

    if (!agree)
        (void)snprintf(scene->difference, sizeof(scene->difference),
                       "%zu rows, the engine has %zu",
                       store_container_count(scene->store), count);
    cJSON_ArrayForEach(each, list)
    {
        const char *id = docker_text(each, "Id");
        struct ref ref = ref_make(0, REF_CONTAINER, id);
        const struct container_row *row =
            agree ? store_find_container(scene->store, &ref) : NULL;
        cJSON *theirs = agree ? docker_get("/containers/%s/json", id) : NULL;

        if (agree && !row)
            agree = !differs(scene, id, "row", "missing", "there");
        else if (agree)
            agree = row->value->is_inspected &&
                    !row_differs(scene, row->value, theirs);
        cJSON_Delete(theirs);
    }
    cJSON_Delete(list);
    return agree;
}

static void
expect_agreement(struct scene *scene, unsigned ms)
{
    if (!turn_until(scene->caller.loop, ms, rows_agree, scene))
        fail_msg("after %u ms: %s", ms, scene->difference);
}

static bool
is_live(void *data)
{
    return store_link(((struct scene *)data)->store, 0)->state == LINK_LIVE;
}

static bool
is_down(void *data)
{
    return store_link(((struct scene *)data)->store, 0)->state == LINK_DOWN;
}

static void
expect_link(struct scene *scene, bool (*is_so)(void *data))
{
    caller_await(&scene->caller, is_so);
}

/* ------------------------------------------------------------------------- */

#define CHURN_CONTAINERS 40
#define CHURN_ALONE_MS 4000 /* before we connect */
#define CHURN_WATCHED_MS 56000
#define CHURN_PATIENCE_MS 240000
#define CHURN_ACTS 200 /* at the very least, or it was none */

static bool
never(void *data)
{
    (void)data;
    return false;
}

static bool
is_churned(void *data)
{
    return churn_acts(data) >= CHURN_ACTS;
}

static void
every_row_is_right_after_a_minute_of_churn(void **state)
{
    struct scene *scene = *state;
    struct churn churn;
    struct loop *loop;
    uint64_t ended;
    unsigned acts;

    churn_begin(&churn, CHURN_CONTAINERS, 20261121);
    loop = loop_new();
    (void)turn_until(loop, CHURN_ALONE_MS, never, NULL);
    loop_free(loop);
    begin(scene);
    (void)turn_until(scene->caller.loop, CHURN_WATCHED_MS, never, NULL);
    assert_true(
        turn_until(scene->caller.loop, CHURN_PATIENCE_MS, is_churned, &churn));
    expect_link(scene, is_live);
    acts = churn_end(&churn);
    loop_update_now(scene->caller.loop);
    ended = loop_now(scene->caller.loop);
    expect_agreement(scene, CALLER_PATIENCE_MS);
    loop_update_now(scene->caller.loop);
    print_message("# %u acts on %u containers; all rows right %u ms later\n",
                  acts, CHURN_CONTAINERS,
                  (unsigned)(loop_now(scene->caller.loop) - ended));
    end(scene);
}

static void
what_happens_shows_in_its_row(void **state)
{
    static const struct {
        const char *method, *path;
    } steps[] = {
        {"POST", "/containers/web/start"},
        {"POST", "/containers/web/pause"},
        {"POST", "/containers/web/unpause"},
        {"POST", "/containers/web/rename?name=web-2"},
        {"POST", "/containers/web-2/kill"},
        {"POST", "/containers/web-2/restart?t=0"},
        {"POST", "/containers/web-2/stop?t=0"},
        {"DELETE", "/containers/web-2"},
    };
    struct scene *scene = *state;

    begin(scene);
    expect_link(scene, is_live);
    assert_int_equal(docker_create(NULL, "web", DOCKER_IDLE), 201);
    expect_agreement(scene, CALLER_PATIENCE_MS);
    for (size_t i = 0; i < COUNT(steps); i++) {
        assert_int_equal(
            docker_send(steps[i].method, NULL, "%s", steps[i].path), 204);
        expect_agreement(scene, CALLER_PATIENCE_MS);
    }
    end(scene);
}

/* The container has no event of its own then. */
static void
another_network_shows_in_its_row(void **state)
{
    static const char body[] = "{\"Container\":\"web\"}";
    struct scene *scene = *state;

    (void)docker_send("DELETE", NULL, "/networks/side");
    assert_int_equal(
        docker_send("POST", "{\"Name\":\"side\"}", "/networks/create"), 201);
    begin(scene);
    expect_link(scene, is_live);
    docker_run(NULL, "web", DOCKER_IDLE);
    expect_agreement(scene, CALLER_PATIENCE_MS);
    assert_int_equal(docker_send("POST", body, "/networks/side/connect"), 200);
    expect_agreement(scene, CALLER_PATIENCE_MS);
    assert_int_equal(docker_send("POST", body, "/networks/side/disconnect"),
                     200);
    expect_agreement(scene, CALLER_PATIENCE_MS);
    end(scene);
    assert_int_equal(docker_send("DELETE", NULL, "/networks/side"), 204);
}

static const struct image_row *
image_named(void *data, const char *reference)
{
    const struct store *store = ((struct scene *)data)->store;

    for (size_t i = 0; i < store_image_count(store); i++)
        if (strcmp(store_image_at(store, i)->reference, reference) == 0)
            return store_image_at(store, i);
    return NULL;
}

static bool
has_image(void *data)
{
    return image_named(data, "test/busybox:latest");
}

static bool
has_other_name(void *data)
{
    return image_named(data, "test/other:1");
}

static bool
lacks_other_name(void *data)
{
    return !has_other_name(data);
}

static bool
is_used_twice(void *data)
{
    return image_named(data, "test/busybox:latest")->used_by == 2;
}

static void
images_follow_what_happens(void **state)
{
    struct scene *scene = *state;

    docker_run(NULL, "before", DOCKER_IDLE);
    begin(scene);
    sync_want_images(scene->sync, true);
    caller_await(&scene->caller, has_image);
    assert_int_equal(docker_create(NULL, "after", DOCKER_IDLE), 201);
    caller_await(&scene->caller, is_used_twice);
    assert_int_equal(docker_send("POST", NULL,
                                 "/images/test/busybox/tag?repo=test/other"
                                 "&tag=1"),
                     201);
    caller_await(&scene->caller, has_other_name);
    assert_int_equal(image_named(scene, "test/other:1")->used_by, 2);
    assert_int_equal(docker_send("DELETE", NULL, "/images/test/other:1"), 200);
    caller_await(&scene->caller, lacks_other_name);
    assert_true(is_used_twice(scene));
    assert_string_equal(store_images_error(scene->store, 0)->text, "");
    assert_true(store_event_count(scene->store, 0) > 3);
    end(scene);
}

/* The engine remembers 256 events. What happened before them is lost, and only
 * looking at everything again can find it. */
static void
a_gap_of_300_events_is_noticed(void **state)
{
    struct scene *scene = *state;

    docker_run(NULL, "dies", DOCKER_IDLE);
    docker_run(NULL, "goes", DOCKER_IDLE);
    docker_run(NULL, "stays", DOCKER_IDLE);
    assert_int_equal(docker_create(NULL, "noise-0", DOCKER_IDLE), 201);
    begin(scene);
    expect_link(scene, is_live);
    expect_agreement(scene, CALLER_PATIENCE_MS);

    sync_suspend(scene->sync);
    assert_int_equal(docker_send("POST", NULL, "/containers/dies/kill"), 204);
    assert_int_equal(docker_send("DELETE", NULL, "/containers/goes?force=1"),
                     204);
    docker_run(NULL, "comes", DOCKER_IDLE);
    for (unsigned i = 0; i < 300; i++)
        assert_int_equal(docker_send("POST", NULL,
                                     "/containers/noise-%u/rename?name="
                                     "noise-%u",
                                     i, i + 1),
                         204);
    assert_false(rows_agree(scene));
    sync_resume(scene->sync);
    expect_link(scene, is_live);
    expect_agreement(scene, CALLER_PATIENCE_MS);
    end(scene);
}

static void
the_engine_comes_back(void **state)
{
    static const char *const ways[] = {"kill", "stop"};
    struct scene *scene = *state;

    if (!docker_is_ours()) {
        skip();
        return;
    }
    docker_run(NULL, "web", DOCKER_IDLE);
    assert_int_equal(docker_create(NULL, "idle", DOCKER_IDLE), 201);
    begin(scene);
    for (size_t i = 0; i < COUNT(ways); i++) {
        const struct link *link = store_link(scene->store, 0);

        expect_link(scene, is_live);
        expect_agreement(scene, CALLER_PATIENCE_MS);
        assert_int_equal(link->stale_since, 0);
        docker_control(ways[i]);
        expect_link(scene, is_down);
        link = store_link(scene->store, 0);
        assert_true(link->stale_since > 0);
        assert_true(link->why.text[0] != '\0');
        assert_int_equal(store_container_count(scene->store), 2);
        docker_control("start");
        expect_link(scene, is_live);
        expect_agreement(scene, CALLER_PATIENCE_MS);
        assert_int_equal(store_link(scene->store, 0)->stale_since, 0);
        assert_int_equal(docker_send("POST", NULL, "/containers/web/start"),
                         204);
        expect_agreement(scene, CALLER_PATIENCE_MS);
    }
    end(scene);
}

int
main(void)
{
#define CASE(test) cmocka_unit_test_setup_teardown(test, clean, clean)
    const struct CMUnitTest tests[] = {
        CASE(what_happens_shows_in_its_row),
        CASE(another_network_shows_in_its_row),
        CASE(images_follow_what_happens),
        CASE(a_gap_of_300_events_is_noticed),
        CASE(the_engine_comes_back),
        CASE(every_row_is_right_after_a_minute_of_churn),
    };

    return cmocka_run_group_tests_name("sync", tests, NULL, NULL);
}
