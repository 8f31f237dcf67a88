/*
 * The store's images: a row per reference, and who uses them. And its events.
 */
#include "config.h"

#include "support/test.h"
#include "support/values.h"

#include "base/buf.h"
#include "base/mem.h"

#include <stdio.h>
#include <stdlib.h>

#define ID_A                                                                   \
    "sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define ID_B                                                                   \
    "sha256:bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
#define REFERENCES 3
#define IMAGES 3
#define STEPS 4

struct fixture {
    struct loop *loop;
    struct store *store;
    unsigned what; /* of all changes since the last turn */
    struct buf told;
};

static int
compare_words(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Put words that end in ';' in order. */
static void
sort(char *text)
{
    char *words[64] = {0}, copy[1024];
    size_t count = 0;

    snprintf(copy, sizeof(copy), "%s", text);
    for (char *rest = copy, *word; (word = strtok_r(rest, ";", &rest));)
        words[count++] = word;
    qsort(words, count, sizeof(*words), compare_words);
    *text = '\0';
    for (size_t i = 0; i < count; i++) {
        strcat(text, words[i]);
        strcat(text, ";");
    }
}

static const char *
word_of(unsigned what)
{
    return what & CHANGE_GONE    ? "gone"
           : what & CHANGE_ADDED ? "added"
                                 : "value";
}

static void
heard(void *data, const struct change *changes, size_t count)
{
    struct fixture *f = data;

    for (size_t i = 0; i < count; i++) {
        const struct image_row *row =
            store_find_image(f->store, &changes[i].ref);

        f->what |= changes[i].what;
        if (changes[i].ref.kind == REF_IMAGE)
            assert_true(buf_addf(&f->told, "%s %s;", word_of(changes[i].what),
                                 row ? row->reference : "?"));
    }
}

static int
set_up(void **state)
{
    struct fixture *f = xcalloc(1, sizeof(*f));

    f->loop = loop_new();
    f->store = store_new(f->loop);
    buf_init(&f->told, 1023);
    (void)store_add_engine(f->store, "local");
    (void)store_add_engine(f->store, "prod");
    (void)store_subscribe(f->store, heard, f);
    *state = f;
    return 0;
}

static int
tear_down(void **state)
{
    struct fixture *f = *state;

    store_free(f->store);
    loop_free(f->loop);
    buf_release(&f->told);
    free(f);
    return 0;
}

/* An image of a test's table. */
struct listed {
    const char *id; /* NULL: none */
    const char *references[REFERENCES];
    uint64_t size;
};

static void
set_images(struct fixture *f, unsigned engine, const struct listed *listed)
{
    struct image *images[IMAGES];
    size_t count = 0;

    for (; count < IMAGES && listed[count].id; count++) {
        struct image value = {
            .id = listed[count].id,
            .references = listed[count].references,
            .size = listed[count].size,
            .containers = -1,
        };

        while (value.reference_count < REFERENCES &&
               listed[count].references[value.reference_count])
            value.reference_count++;
        images[count] = image_new(&value);
    }
    store_set_images(f->store, engine, images, count);
}

static void
put_made_from(struct fixture *f, const char *id, const char *image_id)
{
    struct container value = value_of(id, STATE_EXITED);

    value.image_id = image_id;
    assert_true(store_put_container(f->store, 0, container_new(&value)));
}

static void
drop(struct fixture *f, const char *id)
{
    struct ref ref = ref_make(0, REF_CONTAINER, id);

    store_drop_container(f->store, &ref);
}

/* Every row as "reference used_by size;", in order. */
static void
assert_rows(struct fixture *f, const char *expected)
{
    struct buf out = BUF_INIT(1023);
    char *text;

    for (size_t i = 0; i < store_image_count(f->store); i++) {
        const struct image_row *row = store_image_at(f->store, i);

        assert_ptr_equal(store_find_image(f->store, &row->ref), row);
        assert_int_equal(row->ref.kind, REF_IMAGE);
        (void)buf_addf(&out, "%s %zu %d;", row->reference, row->used_by,
                       (int)row->value->size);
    }
    (void)buf_text(&out);
    text = buf_take(&out);
    sort(text);
    assert_string_equal(text, expected);
    free(text);
}

static void
lists_become_rows_and_changes(void **state)
{
    /* Each list is told as changes. */
    static const struct {
        struct {
            struct listed images[IMAGES];
            const char *told, *rows;
        } steps[STEPS];
    } rows[] = {
        {{{{{ID_A, {"nginx:1", "nginx:2"}, 5}, {ID_B, {0}, 7}},
           "added ;added nginx:1;added nginx:2;",
           " 0 7;nginx:1 0 5;nginx:2 0 5;"}}},
        /* The same again is no change. */
        {{{{{ID_A, {"a:1"}, 5}}, "added a:1;", "a:1 0 5;"},
          {{{ID_A, {"a:1"}, 5}}, "", "a:1 0 5;"},
          {{{ID_A, {"a:1"}, 6}}, "value a:1;", "a:1 0 6;"},
          {{{.id = NULL}}, "gone ?;", ""}}},
        /* A reference comes and goes. */
        {{{{{ID_A, {"a:1"}, 5}}, "added a:1;", "a:1 0 5;"},
          {{{ID_A, {"a:1", "a:2"}, 5}},
           "added a:2;value a:1;",
           "a:1 0 5;a:2 0 5;"},
          {{{ID_A, {"a:2"}, 5}}, "gone ?;value a:2;", "a:2 0 5;"},
          {{{ID_A, {0}, 5}}, "added ;gone ?;", " 0 5;"}}},
        /* A pull gives the name to another image. */
        {{{{{ID_A, {"a:1"}, 5}}, "added a:1;", "a:1 0 5;"},
          {{{ID_B, {"a:1"}, 6}, {ID_A, {0}, 5}},
           "added ;added a:1;gone ?;",
           " 0 5;a:1 0 6;"}}},
    };
    struct fixture *f = *state;

    for (size_t i = 0; i < COUNT(rows); i++) {
        set_images(f, 0, (const struct listed[IMAGES]){{0}});
        (void)loop_turn(f->loop, false);
        for (size_t k = 0; k < STEPS && rows[i].steps[k].told; k++) {
            buf_clear(&f->told);
            set_images(f, 0, rows[i].steps[k].images);
            (void)loop_turn(f->loop, false);
            (void)buf_text(&f->told);
            sort(f->told.at);
            assert_string_equal(f->told.at, rows[i].steps[k].told);
            assert_rows(f, rows[i].steps[k].rows);
        }
    }
}

static void
rows_keep_their_names(void **state)
{
    struct fixture *f = *state;
    struct ref ref;

    set_images(
        f, 0,
        (const struct listed[IMAGES]){{ID_A, {"a:1"}, 5}, {ID_B, {"b:1"}, 6}});
    ref = store_image_at(f->store, 0)->ref;
    set_images(f, 0,
               (const struct listed[IMAGES]){{ID_B, {"b:1"}, 6},
                                             {ID_A, {"a:0", "a:1"}, 5}});
    assert_non_null(store_find_image(f->store, &ref));
    assert_string_equal(store_find_image(f->store, &ref)->reference, "a:1");
    set_images(f, 0, (const struct listed[IMAGES]){{ID_A, {"a:0"}, 5}});
    assert_null(store_find_image(f->store, &ref));
}

static void
containers_of_any_state_are_counted(void **state)
{
    struct fixture *f = *state;

    put_made_from(f, "early", ID_A);
    set_images(f, 0,
               (const struct listed[IMAGES]){{ID_A, {"a:1", "a:2"}, 5},
                                             {ID_B, {"b:1"}, 6}});
    assert_rows(f, "a:1 1 5;a:2 1 5;b:1 0 6;");
    put_made_from(f, "late", ID_A);
    /* As Podman writes it in places. */
    put_made_from(f, "bare", &ID_B[strlen("sha256:")]);
    (void)loop_turn(f->loop, false);
    buf_clear(&f->told);
    assert_rows(f, "a:1 2 5;a:2 2 5;b:1 1 6;");
    /* The same container from another image. */
    put_made_from(f, "late", ID_B);
    (void)loop_turn(f->loop, false);
    (void)buf_text(&f->told);
    sort(f->told.at);
    assert_string_equal(f->told.at, "value a:1;value a:2;value b:1;");
    assert_rows(f, "a:1 1 5;a:2 1 5;b:1 2 6;");
    drop(f, "early");
    drop(f, "bare");
    assert_rows(f, "a:1 0 5;a:2 0 5;b:1 1 6;");
    /* An image that comes back is still used. */
    set_images(f, 0, (const struct listed[IMAGES]){{ID_A, {"a:1"}, 5}});
    set_images(f, 0, (const struct listed[IMAGES]){{ID_B, {"b:1"}, 6}});
    assert_rows(f, "b:1 1 6;");
}

static void
engines_do_not_share_images(void **state)
{
    struct fixture *f = *state;
    const struct listed same[IMAGES] = {{ID_A, {"a:1"}, 5}};

    put_made_from(f, "one", ID_A);
    set_images(f, 0, same);
    set_images(f, 1, same);
    assert_rows(f, "a:1 0 5;a:1 1 5;");
    set_images(f, 0, (const struct listed[IMAGES]){{0}});
    assert_rows(f, "a:1 0 5;");
}

static void
image_listed_twice_is_one(void **state)
{
    struct fixture *f = *state;

    set_images(f, 0,
               (const struct listed[IMAGES]){{ID_A, {"a:1", "a:1"}, 5},
                                             {ID_A, {"a:2"}, 6},
                                             {"sha256:", {"x"}, 1}});
    assert_rows(f, "a:1 0 5;");
}

static void
error_stays_until_a_list_works(void **state)
{
    struct fixture *f = *state;
    struct err err = ERR_INIT;

    assert_false(store_knows_images(f->store, 0));
    err_set_kind(&err, ERR_DENIED, "not for you");
    store_set_images_error(f->store, 0, &err);
    (void)loop_turn(f->loop, false);
    assert_true(f->what & CHANGE_LINK);
    assert_false(store_knows_images(f->store, 0));
    assert_string_equal(store_images_error(f->store, 0)->text, "not for you");
    f->what = 0;
    store_set_images_error(f->store, 0, &err);
    (void)loop_turn(f->loop, false);
    assert_int_equal(f->what, 0);
    set_images(f, 0, (const struct listed[IMAGES]){{0}});
    (void)loop_turn(f->loop, false);
    assert_true(f->what & CHANGE_LINK);
    assert_true(store_knows_images(f->store, 0));
    assert_string_equal(store_images_error(f->store, 0)->text, "");
    assert_false(store_knows_images(f->store, 1));
}

static void
last_events_are_kept(void **state)
{
    struct fixture *f = *state;
    struct event event = {.type = EVENT_CONTAINER};

    assert_int_equal(store_event_count(f->store, 0), 0);
    assert_null(store_event_at(f->store, 0, 0));
    for (int i = 0; i < STORE_EVENTS + 3; i++) {
        event.time_ns = i;
        store_add_event(f->store, 0, &event);
    }
    (void)loop_turn(f->loop, false);
    assert_int_equal(f->what, CHANGE_EVENTS);
    assert_int_equal(store_event_count(f->store, 0), STORE_EVENTS);
    assert_int_equal(store_event_at(f->store, 0, 0)->time_ns, 3);
    assert_int_equal(store_event_at(f->store, 0, STORE_EVENTS - 1)->time_ns,
                     STORE_EVENTS + 2);
    assert_null(store_event_at(f->store, 0, STORE_EVENTS));
    assert_int_equal(store_event_count(f->store, 1), 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(lists_become_rows_and_changes),
        TEST(rows_keep_their_names),
        TEST(containers_of_any_state_are_counted),
        TEST(engines_do_not_share_images),
        TEST(image_listed_twice_is_one),
        TEST(error_stays_until_a_list_works),
        TEST(last_events_are_kept),
    };

    return cmocka_run_group_tests_name("store images", tests, NULL, NULL);
}
