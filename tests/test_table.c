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

/* ---- widths ------------------------------------------------------------- */

static const struct column narrow_columns[] = {
    {.name = "name",
     .title = "NAME",
     .width_min = 4,
     .width_max = 20,
     .is_steady = true,
     .priority = 0},
    {.name = "state",
     .title = "STATE",
     .width_min = 4,
     .width_max = 20,
     .priority = 1},
    {.name = "ports",
     .title = "PORTS",
     .width_min = 5,
     .width_max = 20,
     .has_words = true,
     .is_steady = true,
     .priority = 2},
};

/* The ports are the row's key, with an underscore for each blank. */
static enum tone
say_narrow(const void *data, const struct ref *row, size_t column,
           struct buf *out)
{
    (void)data;
    if (column == 0)
        (void)buf_add_text(out, "shop-web-1");
    else if (column == 1)
        (void)buf_add_text(out, "up 3h ok");
    else
        for (const char *c = row->key; *c; c++)
            (void)buf_add_char(out, *c == '_' ? ' ' : *c);
    return TONE_PLAIN;
}

static void
names_and_states_have_room_before_ports(void **state)
{
    static const struct {
        int width;
        unsigned short name, state, ports;
    } rows[] = {
        {25, 9, 8, 5},   {27, 10, 8, 6},  {33, 10, 8, 12},
        {40, 10, 8, 19}, {50, 10, 8, 21},
    };
    struct ref refs[64];
    struct table table;

    (void)state;
    table_init(&table, narrow_columns, COUNT(narrow_columns));
    table_set_rows(&table, refs, make_rows(refs, "8080->80_8081->81_443"));
    for (size_t i = 0; i < COUNT(rows); i++) {
        table_layout(&table, (struct size){rows[i].width, 5}, say_narrow, NULL);
        if (table.width[0] != rows[i].name || table.width[1] != rows[i].state ||
            table.width[2] != rows[i].ports)
            fail_msg("%d wide: %u %u %u", rows[i].width, table.width[0],
                     table.width[1], table.width[2]);
    }
    table_release(&table);
}

static void
what_does_not_fit_is_cut_between_words_and_counted(void **state)
{
    static const struct {
        unsigned width;
        const char *ports, *drawn;
    } rows[] = {
        {20, "443", "443"},
        {17, "8080->80_8081->81", "8080->80 8081->81"},
        {16, "8080->80_8081->81", "8080->80 +1 more"},
        {11, "8080->80_8081->81", "8080->80 +1"},
        {11, "8080->80_8081->81_443", "8080->80 +2"},
        {10, "8080->80_8081->81_443", "8080->\xe2\x80\xa6 +2"},
        {10, "127.0.0.1:8090->80", "127.0.0.1\xe2\x80\xa6"},
        {8, "1_2_3_4_5_6_7_8_9_10_11", "1 2 3 +8"},
        {6, "1_2_3_4_5_6_7_8_9_10_11_12", "1 +11"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        const struct table_choice choice = {.column = 2,
                                            .width = rows[i].width};
        struct size size = {(int)rows[i].width + 1, 2};
        struct buf out = BUF_INIT(4096), expected = BUF_INIT(4096);
        struct ref refs[64];
        struct table table;
        struct grid grid;

        table_init(&table, narrow_columns, COUNT(narrow_columns));
        table_choose(&table, &choice, 1);
        table_set_rows(&table, refs, make_rows(refs, rows[i].ports));
        table_layout(&table, size, say_narrow, NULL);
        grid_init(&grid);
        grid_resize(&grid, size);

        struct canvas canvas = canvas_whole(&grid);

        table_render(&table, &canvas, say_narrow, NULL);
        grid_print(&out, &grid, false);
        (void)buf_addf(&expected, " PORTS\n>%s\n", rows[i].drawn);
        assert_string_equal(buf_text(&out), buf_text(&expected));
        buf_release(&out);
        buf_release(&expected);
        grid_release(&grid);
        table_release(&table);
    }
}

/* ---- marks -------------------------------------------------------------- */

static enum action
action_of(struct str name)
{
    enum action action = action_find(name);

    if (action == ACTION_NONE)
        fail_msg("no action '%.*s'", STR_ARGS(name));
    return action;
}

static void
do_all(struct table *table, const char *actions)
{
    struct str rest = str_of(actions), name;

    while (actions[0] && str_cut(&rest, ' ', &name))
        assert_true(table_act(table, action_of(name)));
}

/* The marked ones of `rows`, and a '+' for a range that is not ended. */
static void
say_marked(struct buf *out, const struct table *table, const struct ref *rows,
           size_t count)
{
    buf_clear(out);
    for (size_t i = 0; i < count; i++)
        if (table_is_marked(table, &rows[i]))
            (void)buf_addf(out, "%s%s", out->len > 0 ? " " : "", rows[i].key);
    if (table_has_range(table))
        (void)buf_add_text(out, "+");
}

static void
rows_are_marked_one_by_one_by_ranges_and_all(void **state)
{
    static const struct {
        const char *actions, *marked, *cursor;
    } rows[] = {
        {"mark", "a", "b"},
        {"mark mark", "a b", "c"},
        {"mark up mark", "", "b"}, /* a second time: no more */
        {"bottom mark mark", "", "e"},
        {"mark-range", "+", "a"},
        {"mark-range mark-range", "a", "a"},
        {"mark-range down down mark-range", "a b c", "c"},
        {"bottom mark-range up up mark-range", "c d e", "c"},
        {"mark-range down mark", "a b", "c"},
        {"mark down mark-range down mark-range", "a c d", "d"},
        {"mark-all", "a b c d e", "a"},
        {"mark-range down mark-all", "a b c d e", "b"},
        {"mark-all clear-marks", "", "a"},
        {"mark-range down clear-marks", "", "b"},
    };
    struct buf marked = BUF_INIT(256);

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct ref refs[64];
        struct table table;
        size_t count = make_rows(refs, "a b c d e");

        table_init(&table, columns, COUNT(columns));
        table_set_rows(&table, refs, count);
        do_all(&table, rows[i].actions);
        say_marked(&marked, &table, refs, count);
        if (strcmp(buf_text(&marked), rows[i].marked) != 0 ||
            strcmp(under_cursor(&table), rows[i].cursor) != 0)
            fail_msg("%s: %s, on %s", rows[i].actions, buf_text(&marked),
                     under_cursor(&table));
        table_release(&table);
    }
    buf_release(&marked);
}

static bool
is_not_b(const void *data, const struct ref *row)
{
    (void)data;
    return strcmp(row->key, "b") != 0;
}

static void
marks_outlive_that_their_rows_are_hidden(void **state)
{
    struct ref all[64], some[64];
    struct table table;
    size_t count = make_rows(all, "a b c d");
    struct buf marked = BUF_INIT(256);

    (void)state;
    table_init(&table, columns, COUNT(columns));
    table_set_rows(&table, all, count);
    do_all(&table, "mark mark mark");
    table_set_rows(&table, some, make_rows(some, "d c"));
    assert_int_equal(table_mark_count(&table), 3);
    do_all(&table, "mark-all");
    table_set_rows(&table, all, count);
    say_marked(&marked, &table, all, count);
    assert_string_equal(buf_text(&marked), "a b c d");
    table_sift_marks(&table, is_not_b, NULL);
    say_marked(&marked, &table, all, count);
    assert_string_equal(buf_text(&marked), "a c d");
    assert_int_equal(table_mark_count(&table), 3);
    table_release(&table);
    buf_release(&marked);
}

static void
a_range_ends_with_the_row_where_it_began(void **state)
{
    struct ref all[64], some[64];
    struct table table;

    (void)state;
    table_init(&table, columns, COUNT(columns));
    table_set_rows(&table, all, make_rows(all, "a b c d"));
    do_all(&table, "mark-range down down");
    assert_true(table_has_range(&table));
    table_set_rows(&table, some, make_rows(some, "b c d"));
    assert_false(table_has_range(&table));
    table_end_range(&table, true);
    assert_int_equal(table_mark_count(&table), 0);
    table_release(&table);
}

/* The header "h" stands for the rows of `data`, two of them. */
static size_t
family(const void *data, const struct ref *row, const struct ref **members)
{
    *members = data;
    return strcmp(row->key, "h") == 0 ? 2 : 0;
}

static void
a_mark_on_a_header_marks_its_rows(void **state)
{
    struct ref refs[64], members[64];
    struct table table;
    struct buf marked = BUF_INIT(256);
    static const struct {
        const char *actions, *marked;
    } rows[] = {
        {"mark", "h x y"},
        {"mark up mark", ""},
        {"down mark", "x"},
        {"down mark mark", "h x y"},
        {"down mark top mark", "h x y"},
        {"mark mark", "y"},
        {"mark-all", "h x y z"},
    };

    (void)state;
    (void)make_rows(members, "x y");
    for (size_t i = 0; i < COUNT(rows); i++) {
        size_t count = make_rows(refs, "h x y z");

        table_init(&table, columns, COUNT(columns));
        table_set_family(&table, family, members);
        table_set_rows(&table, refs, count);
        do_all(&table, rows[i].actions);
        say_marked(&marked, &table, refs, count);
        if (strcmp(buf_text(&marked), rows[i].marked) != 0)
            fail_msg("%s: %s", rows[i].actions, buf_text(&marked));
        table_release(&table);
    }
    buf_release(&marked);
}

static void
marked_rows_carry_a_sign(void **state)
{
    static const struct {
        int width;
        const char *picture;
    } rows[] = {
        {17, " NAME   STATE\n"
             "iiiiiiiiiiiiiiiii\n"
             "*web    -\n"
             "rrrrrrr\n"
             "*db     -\n"
             "sssssssssssssssss\n"
             " cache  -\n"},
        {60, "  NAME    STATE   CPU  IMAGE   ID\n"
             "iiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiii\n"
             " *web     -       9.9  -       -\n"
             " rrrrrrr\n"
             ">*db      -       9.9  -       -\n"
             "ssssssssssssssssssssssssssssssssssssssssssssssssssssssssssss\n"
             "  cache   -       9.9  -       -\n"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct ref refs[64];
        struct table table;
        struct grid grid;
        struct canvas canvas;
        struct buf out = BUF_INIT(4096);

        table_init(&table, columns, COUNT(columns));
        table_set_rows(&table, refs, make_rows(refs, "web db cache"));
        do_all(&table, "mark mark-range");
        lay_out(&table, rows[i].width, 4);
        grid_init(&grid);
        grid_resize(&grid, (struct size){rows[i].width, 4});
        canvas = canvas_whole(&grid);
        table_render(&table, &canvas, say, NULL);
        grid_print(&out, &grid, true);
        assert_string_equal(buf_text(&out), rows[i].picture);
        buf_release(&out);
        grid_release(&grid);
        table_release(&table);
    }
}

/* ---- choice of columns, clicks ------------------------------------------ */

static void
chosen_columns_stand_in_their_order_and_width(void **state)
{
    static const struct {
        struct table_choice choice[4];
        size_t count;
        int width;
        const char *shown;
    } rows[] = {
        {{{4, 0}, {0, 0}}, 2, 80, "id:4 name:6"},
        {{{4, 9}, {0, 12}, {2, 0}}, 3, 80, "id:9 name:12 cpu:4"},
        {{{2, 0}, {3, 0}, {0, 0}}, 3, 14, "cpu:4 image:6"},
        {{{3, 0}}, 1, 80, "image:6"},
        {{{0, 0}}, 0, 22, "name:6 state:5 cpu:4"}, /* none is chosen */
    };
    struct ref refs[64];
    struct table table;

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct buf shown = BUF_INIT(256);

        table_init(&table, columns, COUNT(columns));
        table_set_rows(&table, refs, make_rows(refs, "a b"));
        table_choose(&table, rows[i].choice, rows[i].count);
        lay_out(&table, rows[i].width, 5);
        for (size_t j = 0; j < table.choice_count; j++) {
            size_t column = table.choice[j].column;

            if (table.width[column] > 0)
                (void)buf_addf(&shown, "%s%s:%d", shown.len ? " " : "",
                               columns[column].name, table.width[column]);
        }
        if (strcmp(buf_text(&shown), rows[i].shown) != 0)
            fail_msg("row %zu: %s", i, buf_text(&shown));
        buf_release(&shown);
    }
}

static void
the_next_column_is_the_next_one_that_is_shown(void **state)
{
    static const struct table_choice choice[] = {{4, 0}, {2, 0}, {0, 0}};
    static const struct {
        size_t from;
        int step;
        size_t next;
    } rows[] = {
        {4, 1, 2},  {2, 1, 0}, {0, 1, 4},  {4, -1, 0},
        {0, -1, 2}, {3, 1, 4}, {3, -1, 0},
    };
    struct ref refs[64];
    struct table table;

    (void)state;
    table_init(&table, columns, COUNT(columns));
    table_set_rows(&table, refs, make_rows(refs, "a b"));
    table_choose(&table, choice, COUNT(choice));
    assert_int_equal(table_next_column(&table, 1, 1), 1); /* none is shown */
    lay_out(&table, 80, 5);
    for (size_t i = 0; i < COUNT(rows); i++)
        assert_int_equal(table_next_column(&table, rows[i].from, rows[i].step),
                         rows[i].next);
}

static void
the_mouse_hits_what_is_under_it(void **state)
{
    static const struct {
        struct point point;
        enum click click;
        enum table_hit hit;
        size_t column; /* of a head */
        const char *cursor, *first;
    } rows[] = {
        {{3, 1}, CLICK_LEFT, TABLE_ROW, 9, "a", "a"},
        {{0, 4}, CLICK_LEFT, TABLE_ROW, 9, "d", "a"},
        {{39, 2}, CLICK_DOUBLE, TABLE_OPEN, 9, "b", "a"},
        {{3, 9}, CLICK_LEFT, TABLE_MISS, 9, "a", "a"},
        {{1, 0}, CLICK_LEFT, TABLE_HEAD, 0, "a", "a"},
        {{8, 0}, CLICK_LEFT, TABLE_HEAD, 1, "a", "a"},
        {{17, 0}, CLICK_LEFT, TABLE_HEAD, 2, "a", "a"},
        {{39, 0}, CLICK_LEFT, TABLE_MISS, 9, "a", "a"},
        {{3, 1}, CLICK_WHEEL_DOWN, TABLE_SCROLL, 9, "d", "d"},
        {{3, 1}, CLICK_WHEEL_UP, TABLE_SCROLL, 9, "a", "a"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct ref refs[64];
        struct table table;
        const struct ref *first;
        size_t column = 9;
        enum table_hit hit;

        table_init(&table, columns, COUNT(columns));
        table_set_rows(&table, refs, make_rows(refs, "a b c d e f g h"));
        lay_out(&table, 40, 5);
        hit = table_click(&table, rows[i].point, rows[i].click, &column);
        (void)table_seen(&table, &first);
        if (hit != rows[i].hit || column != rows[i].column ||
            strcmp(under_cursor(&table), rows[i].cursor) != 0 ||
            strcmp(first->key, rows[i].first) != 0)
            fail_msg("row %zu: hit %d, column %zu, on %s, from %s", i, hit,
                     column, under_cursor(&table), first->key);
    }
}

static void
a_click_below_the_last_row_hits_nothing(void **state)
{
    struct ref refs[64];
    struct table table;
    size_t column;

    (void)state;
    table_init(&table, columns, COUNT(columns));
    table_set_rows(&table, refs, make_rows(refs, "a b"));
    lay_out(&table, 40, 9);
    assert_int_equal(
        table_click(&table, (struct point){3, 3}, CLICK_LEFT, &column),
        TABLE_MISS);
    assert_int_equal(
        table_click(&table, (struct point){3, 3}, CLICK_WHEEL_DOWN, &column),
        TABLE_SCROLL);
    assert_string_equal(under_cursor(&table), "a");
    table_set_rows(&table, NULL, 0);
    assert_int_equal(
        table_click(&table, (struct point){3, 1}, CLICK_WHEEL_DOWN, &column),
        TABLE_SCROLL);
    assert_null(table_row(&table));
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
        cmocka_unit_test(names_and_states_have_room_before_ports),
        cmocka_unit_test(what_does_not_fit_is_cut_between_words_and_counted),
        cmocka_unit_test(rows_are_marked_one_by_one_by_ranges_and_all),
        cmocka_unit_test(marks_outlive_that_their_rows_are_hidden),
        cmocka_unit_test(a_range_ends_with_the_row_where_it_began),
        cmocka_unit_test(a_mark_on_a_header_marks_its_rows),
        cmocka_unit_test(marked_rows_carry_a_sign),
        cmocka_unit_test(chosen_columns_stand_in_their_order_and_width),
        cmocka_unit_test(the_next_column_is_the_next_one_that_is_shown),
        cmocka_unit_test(the_mouse_hits_what_is_under_it),
        cmocka_unit_test(a_click_below_the_last_row_hits_nothing),
    };

    return cmocka_run_group_tests(tests, set_up, NULL);
}
