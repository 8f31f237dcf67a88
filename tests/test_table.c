/*
 * The list widget: cursor, scrolling, columns.
 */
#include "config.h"

#include "support/test.h"

#include "ui/widgets/table.h"

#include <locale.h>
#include <stdio.h>

static const struct column columns[] = {
    {.name = "name",
     .title = "NAME",
     .width_min = 6,
     .width_max = 20,
     .is_steady = true,
     .priority = 0},
    {.name = "state",
     .title = "STATE",
     .width_min = 5,
     .width_max = 5,
     .priority = 1},
    {.name = "cpu",
     .title = "CPU",
     .width_min = 4,
     .width_max = 4,
     .priority = 2,
     .is_right = true,
     .starts_descending = true},
    {.name = "image",
     .title = "IMAGE",
     .width_min = 6,
     .width_max = 20,
     .priority = 3},
    {.name = "id",
     .title = "ID",
     .width_min = 4,
     .width_max = 4,
     .priority = 4},
};

static enum tone
say(const void *data, const struct ref *row, size_t column, struct buf *out)
{
    (void)data;
    if (column == 0)
        (void)buf_add_text(out, row->key);
    else if (column == 2)
        (void)buf_add_text(out, "9.9");
    else
        (void)buf_add_text(out, "-");
    return TONE_PLAIN;
}

static enum tone
say_no_image(const void *data, const struct ref *row, size_t column,
             struct buf *out)
{
    return column == 3 ? TONE_PLAIN : say(data, row, column, out);
}

/* Rows named by the words of `names`. */
static size_t
make_rows(struct ref rows[64], const char *names)
{
    struct str rest = str_of(names), name;
    size_t count = 0;

    while (names[0] && str_cut(&rest, ' ', &name)) {
        char key[REF_KEY_SIZE];

        (void)snprintf(key, sizeof(key), "%.*s", STR_ARGS(name));
        rows[count++] = ref_make(0, REF_CONTAINER, key);
    }
    return count;
}

static const char *
under_cursor(const struct table *table)
{
    const struct ref *row = table_row(table);

    return row ? row->key : "";
}

static void
lay_out(struct table *table, int width, int height)
{
    table_layout(table, (struct size){width, height}, say, NULL);
}

static void
the_cursor_stays_with_its_row_and_goes_to_the_next_when_it_is_gone(void **state)
{
    static const struct {
        const char *before, *cursor, *after, *expected;
    } rows[] = {
        {"a b c", "b", "a b c", "b"},
        {"a b c", "b", "c a b", "b"},   /* it moved */
        {"a b c", "b", "a x b c", "b"}, /* others came before it */
        {"a b c d", "b", "a c d", "c"}, /* gone: the next takes it */
        {"a b c d", "b", "d c a", "c"}, /* gone, and the others moved */
        {"a b c d", "b", "a d", "d"},   /* the next is gone, too */
        {"a b c", "c", "a b", "b"},     /* the last is gone */
        {"a b c", "b", "a", "a"},
        {"a b c", "b", "x y z", "y"}, /* all are gone: the same place */
        {"a b c", "c", "x", "x"},
        {"a b c", "b", "", ""},
        {"", "", "a b", "a"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct ref before[64], after[64];
        struct table table;
        struct ref cursor = ref_make(0, REF_CONTAINER, rows[i].cursor);

        table_init(&table, columns, COUNT(columns));
        table_set_rows(&table, before, make_rows(before, rows[i].before));
        assert_int_equal(table_go(&table, &cursor), rows[i].cursor[0] != 0);
        table_set_rows(&table, after, make_rows(after, rows[i].after));
        if (strcmp(under_cursor(&table), rows[i].expected) != 0)
            fail_msg("%s, then %s: %s", rows[i].before, rows[i].after,
                     under_cursor(&table));
    }
}

static void
moving_stops_at_both_ends_and_scrolls(void **state)
{
    static const struct {
        enum action action;
        const char *cursor, *first;
    } steps[] = {
        {ACTION_UP, "a", "a"},        {ACTION_DOWN, "b", "a"},
        {ACTION_DOWN, "c", "a"},      {ACTION_DOWN, "d", "a"},
        {ACTION_DOWN, "e", "b"},      {ACTION_UP, "d", "b"},
        {ACTION_PAGE_DOWN, "g", "e"}, {ACTION_PAGE_UP, "d", "b"},
        {ACTION_TOP, "a", "a"},       {ACTION_HALF_DOWN, "c", "c"},
        {ACTION_HALF_UP, "a", "a"},   {ACTION_BOTTOM, "j", "g"},
        {ACTION_DOWN, "j", "g"},      {ACTION_PAGE_DOWN, "j", "g"},
    };
    struct ref rows[64];
    struct table table;
    const struct ref *first;

    (void)state;
    table_init(&table, columns, COUNT(columns));
    table_set_rows(&table, rows, make_rows(rows, "a b c d e f g h i j"));
    lay_out(&table, 40, 5); /* the heads and four rows */
    for (size_t i = 0; i < COUNT(steps); i++) {
        assert_true(table_act(&table, steps[i].action));
        assert_int_equal(table_seen(&table, &first), 4);
        if (strcmp(under_cursor(&table), steps[i].cursor) != 0 ||
            strcmp(first->key, steps[i].first) != 0)
            fail_msg("step %zu: on %s, from %s", i, under_cursor(&table),
                     first->key);
    }
    assert_false(table_act(&table, ACTION_STOP));
}

static void
a_dialog_that_takes_lines_and_goes_leaves_the_scroll_as_it_was(void **state)
{
    struct ref rows[64];
    struct table table;
    const struct ref *first;

    (void)state;
    table_init(&table, columns, COUNT(columns));
    table_set_rows(&table, rows, make_rows(rows, "a b c d e f g h"));
    lay_out(&table, 40, 7);
    for (int i = 0; i < 5; i++)
        (void)table_act(&table, ACTION_DOWN);
    (void)table_seen(&table, &first);
    assert_string_equal(first->key, "a");
    lay_out(&table, 40, 3);
    assert_int_equal(table_seen(&table, &first), 2);
    assert_string_equal(first->key, "e"); /* the cursor is seen */
    lay_out(&table, 40, 7);
    (void)table_seen(&table, &first);
    assert_string_equal(first->key, "a");
}

static void
columns_go_by_priority_as_the_screen_gets_narrow(void **state)
{
    static const struct {
        int width;
        const char *shown;
    } rows[] = {
        {80, "name state cpu image id"},
        {38, "name state cpu image id"},
        {37, "name state cpu image"}, /* image keeps some comfort */
        {25, "name state cpu image"},
        {24, "name state cpu id"},
        {22, "name state cpu"},
        {18, "name state cpu"},
        {17, "name state"},
        {12, "name cpu"},
        {11, "name"},
        {3, "name"},
    };
    struct ref refs[64];
    struct table table;

    (void)state;
    table_init(&table, columns, COUNT(columns));
    table_set_rows(&table, refs, make_rows(refs, "a b"));
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct buf shown = BUF_INIT(256);

        lay_out(&table, rows[i].width, 5);
        for (size_t j = 0; j < COUNT(columns); j++)
            if (table.width[j] > 0)
                (void)buf_addf(&shown, "%s%s", shown.len ? " " : "",
                               columns[j].name);
        if (strcmp(buf_text(&shown), rows[i].shown) != 0)
            fail_msg("%d wide: %s", rows[i].width, buf_text(&shown));
        buf_release(&shown);
    }
}

static void
a_steady_column_in_which_nothing_stands_is_not_shown(void **state)
{
    struct column bare[COUNT(columns)];
    struct ref refs[64];
    struct table table;

    (void)state;
    memcpy(bare, columns, sizeof(bare));
    bare[3].is_steady = true;
    table_init(&table, bare, COUNT(bare));
    table_set_rows(&table, refs, make_rows(refs, "a b"));
    table_layout(&table, (struct size){80, 5}, say_no_image, NULL);
    assert_int_equal(table.width[3], 0);
    table_layout(&table, (struct size){79, 5}, say, NULL);
    assert_in_range(table.width[3], 6, 20);
}

static void
a_table_draws_heads_rows_and_the_cursor(void **state)
{
    struct ref refs[64];
    struct table table;
    struct grid grid;
    struct buf out = BUF_INIT(4096);

    (void)state;
    table_init(&table, columns, COUNT(columns));
    table_set_rows(&table, refs, make_rows(refs, "web worker-12"));
    table.sorted = 2;
    (void)table_act(&table, ACTION_DOWN);
    lay_out(&table, 29, 4);
    grid_init(&grid);
    grid_resize(&grid, (struct size){29, 4});

    struct canvas canvas = canvas_whole(&grid);

    table_render(&table, &canvas, say, NULL);
    grid_print(&out, &grid, true);
    assert_string_equal(buf_text(&out), " NAME      STATE \xe2\x86\x93"
                                        "CPU IMAGE\n"
                                        "iiiiiiiiiiiiiiiiivvvviiiiiiii\n"
                                        " web       -      9.9 -\n"
                                        ">worker-12 -      9.9 -\n"
                                        "sssssssssssssssssssssssssssss\n"
                                        "\n");
    buf_release(&out);
    grid_release(&grid);
}

static int
set_up(void **state)
{
    (void)state;
    return setlocale(LC_ALL, "") ? 0 : -1;
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(
            the_cursor_stays_with_its_row_and_goes_to_the_next_when_it_is_gone),
        cmocka_unit_test(moving_stops_at_both_ends_and_scrolls),
        cmocka_unit_test(
            a_dialog_that_takes_lines_and_goes_leaves_the_scroll_as_it_was),
        cmocka_unit_test(columns_go_by_priority_as_the_screen_gets_narrow),
        cmocka_unit_test(a_steady_column_in_which_nothing_stands_is_not_shown),
        cmocka_unit_test(a_table_draws_heads_rows_and_the_cursor),
    };

    return cmocka_run_group_tests(tests, set_up, NULL);
}
