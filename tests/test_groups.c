/*
 * Rows under the headers of their projects: order, sums, folding, and what an
 * act on a header is an act on.
 */
#include "config.h"

#include "support/column_says.h"
#include "support/test.h"

#include "base/buf.h"
#include "base/map.h"
#include "work/rows.h"

#include <locale.h>
#include <stdlib.h>

static const struct {
    const char *id, *name, *project;
    enum container_state state;
    int exit_code;
    double cpu; /* below zero: not known */
    uint64_t memory;
} samples[] = {
    {"s1", "web", "shop", STATE_RUNNING, EXIT_UNKNOWN, 10, 100},
    {"s2", "db", "shop", STATE_RUNNING, EXIT_UNKNOWN, 5, 200},
    {"s3", "migrate", "shop", STATE_EXITED, 1, -1, 0},
    {"b1", "api", "blog", STATE_RUNNING, EXIT_UNKNOWN, 40, 50},
    {"o1", "gone", "attic", STATE_EXITED, 0, -1, 0},
    {"n1", "alone", "", STATE_RUNNING, EXIT_UNKNOWN, 90, 10},
};

static struct container values[COUNT(samples)];
static struct usage usages[COUNT(samples)];
static struct container_row made[COUNT(samples)];
static const struct store store = {.rows = made, .count = COUNT(samples)};
static const struct cell_context context = {.now_wall = 1, .store = &store};

static int
rows_make(void **state)
{
    size_t i;

    (void)state;
    for (i = 0; i < COUNT(samples); i++) {
        values[i] =
            fake_container(samples[i].id, samples[i].name, samples[i].state);
        values[i].project = samples[i].project;
        values[i].exit_code = samples[i].exit_code;
        made[i] = fake_row(&values[i]);
        if (samples[i].cpu < 0)
            continue;
        usages[i] = (struct usage){.has_cpu = true,
                                   .cpu_percent = samples[i].cpu,
                                   .has_memory = true,
                                   .memory = samples[i].memory};
        made[i].usage = &usages[i];
        made[i].cpu_smooth = samples[i].cpu;
        made[i].memory_smooth = (double)samples[i].memory;
    }
    return 0;
}

/* "shop: web db migrate; blog: api": headers have a ':'. */
static void
say_rows(struct buf *out, const struct rows *rows)
{
    for (size_t i = 0; i < rows->count; i++) {
        const struct ref *ref = &rows->at[i];
        const struct group *group = rows_group(rows, ref);
        const struct container_row *row;

        assert_int_equal(ref_is_header(ref), group != NULL);
        assert_int_equal(rows_find(rows, ref), i);
        if (group) {
            (void)buf_addf(out, "%s%s:", i ? "; " : "", group->name);
            continue;
        }
        row = store_find_container(&store, ref);
        (void)buf_addf(out, " %s", row->value->name);
        assert_string_equal(rows_group_of(rows, ref)->name,
                            row->value->project);
    }
}

static void
members_stand_under_their_project(void **state)
{
    static const struct {
        const char *column;
        bool is_reverse, only_running;
        const char *filter, *folded, *rows;
    } rows[] = {
        {NULL, false, false, "", NULL,
         "blog: api; shop: db web migrate; attic: gone; : alone"},
        {NULL, true, false, "", NULL,
         "shop: web db migrate; blog: api; attic: gone; : alone"},
        {"cpu", false, false, "", NULL,
         "blog: api; shop: web db migrate; attic: gone; : alone"},
        {"cpu", true, false, "", NULL,
         "shop: db web migrate; blog: api; attic: gone; : alone"},
        {"memory", false, false, "", NULL,
         "shop: db web migrate; blog: api; attic: gone; : alone"},
        /* by name where a column has no sum */
        {"id", true, false, "", NULL,
         "blog: api; shop: db web migrate; attic: gone; : alone"},
        {NULL, false, true, "", NULL, "blog: api; shop: db web; : alone"},
        {NULL, false, false, "name:e", NULL,
         "shop: web migrate; attic: gone; : alone"},
        {NULL, false, false, "nothing", NULL, ""},
        {NULL, false, false, "", "shop",
         "blog: api; shop:; attic: gone; : alone"},
        {NULL, false, false, "", "",
         "blog: api; shop: db web migrate; attic: "
         "gone; :"},
        {NULL, false, false, "", "unknown",
         "blog: api; shop: db web migrate; attic: gone; : alone"},
    };
    size_t i;

    (void)state;
    for (i = 0; i < COUNT(rows); i++) {
        struct map *folded = map_new();
        struct rows_order order = {
            .is_reverse = rows[i].is_reverse,
            .only_running = rows[i].only_running,
            .group = GROUP_PROJECT,
            .filter =
                filter_new(&container_kind, str_of(rows[i].filter), NULL, NULL),
            .folded = folded,
        };
        struct buf out = BUF_INIT(1024);
        struct rows shown;

        if (rows[i].column)
            order.column = column_of(rows[i].column);
        if (rows[i].folded) {
            struct ref ref = project_ref(0, rows[i].folded);
            char text[REF_TEXT_SIZE];

            (void)map_put(folded, ref_text(text, &ref), folded);
        }
        rows_init(&shown);
        rows_collect(&shown, &store, &order, &context);
        say_rows(&out, &shown);
        assert_string_equal(buf_text(&out), rows[i].rows);
        assert_int_equal(shown.member_count + shown.hidden, COUNT(samples));
        rows_release(&shown);
        buf_release(&out);
        filter_free(order.filter);
        map_free(folded, NULL);
    }
}

static void
a_header_says_the_sums_of_its_members(void **state)
{
    static const struct {
        const char *project, *column, *text;
        enum tone tone;
    } rows[] = {
        {"shop", "name", "- shop (3)", TONE_PLAIN},
        {"shop", "state", "2/3 up, 1 wrong", TONE_TROUBLE},
        {"shop", "cpu", "15.0", TONE_PLAIN},
        {"shop", "memory", " 300B      ", TONE_PLAIN},
        {"shop", "image", "", TONE_PLAIN},
        {"blog", "state", "1 up", TONE_GOOD},
        {"attic", "state", "0/1 up", TONE_STOPPED},
        {"attic", "cpu", "", TONE_PLAIN},
        {"attic", "memory", "", TONE_PLAIN},
        {"", "name", "- no project (1)", TONE_PLAIN},
        {"gone", "name", "", TONE_PLAIN},
    };
    const struct rows_order order = {.group = GROUP_PROJECT};
    struct rows shown;
    size_t i;

    (void)state;
    (void)setlocale(LC_CTYPE, "C");
    rows_init(&shown);
    rows_collect(&shown, &store, &order, &context);
    for (i = 0; i < COUNT(rows); i++) {
        struct ref ref = project_ref(0, rows[i].project);
        size_t column = (size_t)(column_of(rows[i].column) - container_columns);
        struct buf out = BUF_INIT(256);
        enum tone tone =
            rows_say(&shown, &container_kind, &ref, column, &out, &context);

        assert_string_equal(buf_text(&out), rows[i].text);
        assert_int_equal(tone, rows[i].tone);
        buf_release(&out);
    }
    rows_release(&shown);
    (void)setlocale(LC_CTYPE, "C.UTF-8");
}

static void
other_rows_say_what_their_column_says(void **state)
{
    const struct cell_context blind = {.now_wall = 1};
    const struct ref gone = ref_make(0, REF_CONTAINER, "x");
    struct buf out = BUF_INIT(256);
    struct rows none;

    (void)state;
    rows_init(&none);
    (void)rows_say(&none, &container_kind, &made[0].ref, 0, &out, &context);
    assert_string_equal(buf_text(&out), "web");
    buf_clear(&out);
    (void)rows_say(&none, &container_kind, &gone, 0, &out, &context);
    (void)rows_say(&none, &container_kind, &made[0].ref, 0, &out, &blind);
    assert_string_equal(buf_text(&out), "");
    buf_release(&out);
}

static void
an_act_on_a_header_is_one_on_its_shown_members(void **state)
{
    static const struct {
        const char *refs[4]; /* ':' begins a project */
        const char *filter;
        bool is_folded;
        const char *names;
    } rows[] = {
        {{":shop"}, "", false, "db web migrate"},
        {{":shop"}, "", true, "db web migrate"},
        {{":shop"}, "state:up", false, "db web"},
        {{":shop"}, "state:up", true, "db web"},
        {{"s1", ":shop", "b1"}, "", false, "web db migrate api"},
        {{"s1", "s1"}, "", false, "web"},
        {{":blog", ":", ":blog"}, "", false, "api alone"},
        {{":gone", "b1"}, "", false, "api"},
        {{NULL}, "", false, ""},
    };
    size_t i;

    (void)state;
    for (i = 0; i < COUNT(rows); i++) {
        struct map *folded = map_new();
        struct rows_order order = {
            .group = GROUP_PROJECT,
            .filter =
                filter_new(&container_kind, str_of(rows[i].filter), NULL, NULL),
            .folded = folded,
        };
        struct buf out = BUF_INIT(256);
        struct ref refs[4], shop = project_ref(0, "shop"), *all;
        char text[REF_TEXT_SIZE];
        size_t count, expanded;
        struct rows shown;

        for (count = 0; count < 4 && rows[i].refs[count]; count++) {
            const char *name = rows[i].refs[count];

            refs[count] = name[0] == ':' ? project_ref(0, name + 1)
                                         : ref_make(0, REF_CONTAINER, name);
        }
        if (rows[i].is_folded)
            (void)map_put(folded, ref_text(text, &shop), folded);
        rows_init(&shown);
        rows_collect(&shown, &store, &order, &context);
        all = rows_expand(&shown, refs, count, &expanded);
        for (size_t k = 0; k < expanded; k++)
            (void)buf_addf(&out, "%s%s", k ? " " : "",
                           store_find_container(&store, &all[k])->value->name);
        assert_string_equal(buf_text(&out), rows[i].names);
        free(all);
        rows_release(&shown);
        buf_release(&out);
        filter_free(order.filter);
        map_free(folded, NULL);
    }
}

static void
projects_have_refs_of_their_own(void **state)
{
    char name[300], other[300];
    struct ref a, b;

    (void)state;
    memset(name, 'a', sizeof(name));
    memset(other, 'a', sizeof(other));
    name[299] = other[299] = '\0';
    other[298] = 'b';
    a = project_ref(1, name);
    b = project_ref(1, other);
    assert_int_equal(a.kind, REF_PROJECT);
    assert_int_equal(b.kind, REF_PROJECT);
    assert_int_equal(a.engine, 1);
    assert_false(ref_equal(&a, &b));
    b = project_ref(1, name);
    assert_true(ref_equal(&a, &b));
    b = project_ref(2, name);
    assert_false(ref_equal(&a, &b));
    a = project_ref(0, "shop");
    assert_string_equal(a.key, "shop");
    a = project_ref(0, "");
    assert_true(ref_is_header(&a));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(members_stand_under_their_project),
        cmocka_unit_test(a_header_says_the_sums_of_its_members),
        cmocka_unit_test(other_rows_say_what_their_column_says),
        cmocka_unit_test(an_act_on_a_header_is_one_on_its_shown_members),
        cmocka_unit_test(projects_have_refs_of_their_own),
    };

    return cmocka_run_group_tests_name("groups", tests, rows_make, NULL);
}
