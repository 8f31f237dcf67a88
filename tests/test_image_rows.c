/*
 * Images as rows: what they say, their order, what the filter finds.
 */
#include "config.h"

#include "support/fake_rows.h"
#include "support/test.h"

#include "base/buf.h"
#include "base/timestamp.h"
#include "work/rows.h"

#define NOW (INT64_C(1795212382) * SECOND_NS)
#define DAY (86400 * SECOND_NS)

static const char *const web_digests[] = {"shop/web@sha256:11"};
static const char *const old_digests[] = {"nginx@sha256:22"};
static const char *const none_digests[] = {"<none>@<none>"};
static const char *const web_labels[] = {"tier", "front", "maintainer", "me"};

static const struct image values[] = {
    {.id = "sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
     .created = NOW - 3 * DAY,
     .size = 182400000,
     .digests = web_digests,
     .digest_count = COUNT(web_digests),
     .labels = web_labels,
     .label_count = COUNT(web_labels)},
    {.id = "sha256:bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
     .created = NOW - 30 * SECOND_NS,
     .size = 1250},
    {.id = "sha256:cccccccccccccccccccccccccccccccc",
     .created = TIMESTAMP_NONE,
     .size = 0,
     .digests = old_digests,
     .digest_count = COUNT(old_digests)},
    {.id = "sha256:dddddddddddddddddddddddddddddddd",
     .created = NOW - 800 * DAY,
     .size = UINT64_MAX,
     .digests = none_digests,
     .digest_count = COUNT(none_digests)},
};

static const struct image_row made[] = {
    {.ref = {0, REF_IMAGE, "a1"},
     .value = &values[0],
     .reference = "shop/web:1.10",
     .used_by = 2},
    {.ref = {0, REF_IMAGE, "a2"},
     .value = &values[0],
     .reference = "shop/web:1.9",
     .used_by = 2},
    {.ref = {0, REF_IMAGE, "b"},
     .value = &values[1],
     .reference = "busybox:latest"},
    {.ref = {0, REF_IMAGE, "c"}, .value = &values[2], .reference = ""},
    {.ref = {0, REF_IMAGE, "d"},
     .value = &values[3],
     .reference = "",
     .used_by = 1},
};

static const struct store store = {.images = made, .image_count = COUNT(made)};
static const struct cell_context context = {.now_wall = NOW, .store = &store};

static void
a_row_says_what_docker_images_says(void **state)
{
    static const struct {
        size_t row;
        const char *column, *text;
        enum tone tone;
    } rows[] = {
        {0, "name", "shop/web:1.10", TONE_PLAIN},
        {0, "size", "182M", TONE_PLAIN},
        {0, "created", "3d", TONE_PLAIN},
        {0, "used", "2", TONE_PLAIN},
        {0, "id", "aaaaaaaaaaaa", TONE_DIM},
        {2, "size", "1.3k", TONE_PLAIN},
        {2, "created", "30s", TONE_PLAIN},
        {2, "used", "0", TONE_DIM},
        /* the repository that it was of, where it is known */
        {3, "name", "nginx:<none>", TONE_DIM},
        {3, "created", "", TONE_PLAIN},
        {4, "name", "<none>", TONE_DIM},
    };
    const struct rows none = {0};
    size_t i;

    (void)state;
    for (i = 0; i < COUNT(rows); i++) {
        const struct column *column = column_find(
            image_columns, image_column_count, str_of(rows[i].column));
        struct buf out = BUF_INIT(256);
        enum tone tone =
            rows_say(&none, &image_kind, &made[rows[i].row].ref,
                     (size_t)(column - image_columns), &out, &context);

        assert_string_equal(buf_text(&out), rows[i].text);
        assert_int_equal(tone, rows[i].tone);
        if (column->is_right)
            assert_true(out.len <= column->width_max);
        buf_release(&out);
    }
}

static void
columns_fit_their_titles(void **state)
{
    size_t i, k;

    (void)state;
    for (i = 0; i < image_column_count; i++) {
        const struct column *column = &image_columns[i];

        assert_true(column->width_min <= column->width_max);
        assert_true(strlen(column->title) <= column->width_min);
        assert_true(column->help[0] != '\0');
        for (k = 0; k < i; k++)
            assert_int_not_equal(column->priority, image_columns[k].priority);
    }
}

static void
images_stand_in_order_and_dangling_ones_last(void **state)
{
    static const struct {
        const char *column;
        bool is_reverse, only_running, only_wrong;
        const char *filter, *keys;
    } rows[] = {
        {NULL, false, false, false, "", "b a2 a1 c d"},
        {"name", true, false, false, "", "a1 a2 b c d"},
        {"size", false, false, false, "", "a2 a1 b d c"},
        {"size", true, false, false, "", "b a2 a1 c d"},
        {"created", false, false, false, "", "b a2 a1 d c"},
        {"created", true, false, false, "", "a2 a1 b d c"},
        {"used", false, false, false, "", "a2 a1 b d c"},
        {"id", false, false, false, "", "a2 a1 b c d"},
        {NULL, false, true, false, "", "b a2 a1"},
        {NULL, false, false, true, "", "c"},
        {NULL, false, false, false, "web", "a2 a1"},
        {NULL, false, false, false, "<none>", "c d"},
        {NULL, false, false, false, "name:nginx", "c"},
        {NULL, false, false, false, "used:2", "a2 a1"},
        {NULL, false, false, false, "used:0", "b c"},
        {NULL, false, false, false, "label:tier=fr", "a2 a1"},
        {NULL, false, false, false, "label:front", ""},
        {NULL, false, false, false, "!name:re:^shop", "b c d"},
        {NULL, false, false, false, "id:sha256:b", "b"},
        {NULL, false, false, false, "bbbbbbbbbbbbbbbbbb", "b"},
        /* a container's field is a plain word here */
        {NULL, false, false, false, "port:80", ""},
    };
    size_t i;

    (void)state;
    for (i = 0; i < COUNT(rows); i++) {
        struct rows_order order = {
            .kind = &image_kind,
            .is_reverse = rows[i].is_reverse,
            .only_running = rows[i].only_running,
            .only_wrong = rows[i].only_wrong,
            .filter =
                filter_new(&image_kind, str_of(rows[i].filter), NULL, NULL),
            .group = GROUP_PROJECT, /* images have none */
        };
        struct buf out = BUF_INIT(256);
        struct rows shown;

        if (rows[i].column)
            order.column = column_find(image_columns, image_column_count,
                                       str_of(rows[i].column));
        assert_non_null(order.filter);
        rows_init(&shown);
        rows_collect(&shown, &store, &order, &context);
        for (size_t k = 0; k < shown.count; k++)
            (void)buf_addf(&out, "%s%s", k ? " " : "", shown.at[k].key);
        assert_string_equal(buf_text(&out), rows[i].keys);
        assert_int_equal(shown.count + shown.hidden, COUNT(made));
        assert_false(rows_are_live(&order));
        rows_release(&shown);
        buf_release(&out);
        filter_free(order.filter);
    }
}

static void
an_age_ticks_as_fast_as_its_unit(void **state)
{
    static const struct {
        size_t row;
        uint64_t tick_ms;
    } rows[] = {{0, 86400000}, {2, 1000}, {3, 0}};
    size_t i;

    (void)state;
    for (i = 0; i < COUNT(rows); i++)
        assert_int_equal(image_kind.tick_ms(&made[rows[i].row], &context),
                         rows[i].tick_ms);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_row_says_what_docker_images_says),
        cmocka_unit_test(columns_fit_their_titles),
        cmocka_unit_test(images_stand_in_order_and_dangling_ones_last),
        cmocka_unit_test(an_age_ticks_as_fast_as_its_unit),
    };

    return cmocka_run_group_tests_name("image rows", tests, NULL, NULL);
}
