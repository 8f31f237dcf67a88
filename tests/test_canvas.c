/*
 * Drawing into parts of a grid.
 */
#include "config.h"

#include "support/test.h"

#include "ui/cells/canvas.h"

#include <locale.h>

static void
assert_picture(const struct grid *grid, bool roles, const char *expected)
{
    struct buf out = BUF_INIT(16384);

    grid_print(&out, grid, roles);
    assert_string_equal(buf_text(&out), expected);
    buf_release(&out);
}

static struct canvas
start(struct grid *grid, int width, int height)
{
    grid_init(grid);
    grid_resize(grid, (struct size){width, height});
    return canvas_whole(grid);
}

static void
a_part_is_clipped_to_its_whole(void **state)
{
    static const struct {
        int x, y, width, height;
        struct point at;
        struct size size;
    } rows[] = {
        {0, 0, 10, 4, {0, 0}, {10, 4}},
        {2, 1, 3, 2, {2, 1}, {3, 2}},
        {8, 3, 5, 5, {8, 3}, {2, 1}},
        {-2, -1, 5, 3, {0, 0}, {3, 2}},
        {10, 4, 1, 1, {10, 4}, {0, 0}},
        {99, 99, 5, 5, {10, 4}, {0, 0}},
        {-9, -9, 5, 5, {0, 0}, {0, 0}},
        {1, 1, -3, -3, {1, 1}, {0, 0}},
        {1, 1, 2147483647, 2147483647, {1, 1}, {9, 3}},
    };
    struct grid grid;
    struct canvas whole = start(&grid, 10, 4);

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct canvas part = canvas_part(&whole, rows[i].x, rows[i].y,
                                         rows[i].width, rows[i].height);

        assert_int_equal(part.at.x, rows[i].at.x);
        assert_int_equal(part.at.y, rows[i].at.y);
        assert_int_equal(part.size.width, rows[i].size.width);
        assert_int_equal(part.size.height, rows[i].size.height);
    }
    grid_release(&grid);
}

/* Draws into the middle six cells of ten: what stands left and right of them
 * shows whether anything got out. */
static void
text_stays_within_its_canvas(void **state)
{
    static const struct {
        int x;
        const char *text;
        int end;
        const char *expected;
    } rows[] = {
        {0, "web", 3, "##web   ##\n"},
        {0, "webshops", 6, "##websho##\n"},
        {4, "web", 6, "##    we##\n"},
        {-1, "web", 2, "##eb    ##\n"},
        {-9, "web", -6, "##      ##\n"},
        {-9, "long enough to come in", 6, "##gh to ##\n"},
        {6, "web", 6, "##      ##\n"},
        {99, "web", 6, "##      ##\n"},
        {0, "", 0, "##      ##\n"},
        {0, "世界", 4, "##世界  ##\n"},
        {1, "世界世", 6, "## 世界 ##\n"},
        {-1, "世界", 3, "## 界   ##\n"},
        {5, "世", 6, "##      ##\n"},
        {5, "e\u0301x", 6, "##     e\u0301##\n"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct grid grid;
        struct canvas whole = start(&grid, 10, 1);

        (void)canvas_text(&whole, 0, 0, ROLE_PLAIN, str_of("##########"));
        struct canvas part = canvas_part(&whole, 2, 0, 6, 1);
        canvas_clear(&part);
        assert_int_equal(
            canvas_text(&part, rows[i].x, 0, ROLE_PLAIN, str_of(rows[i].text)),
            rows[i].end);
        assert_picture(&grid, false, rows[i].expected);
        grid_release(&grid);
    }
}

static void
a_rule_goes_from_edge_to_edge(void **state)
{
    static const struct {
        const char *sign, *expected;
    } rows[] = {{"-", "##------##\n"},
                {"\u2500", "##\u2500\u2500\u2500\u2500\u2500\u2500##\n"},
                {"", "##########\n"}};

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct grid grid;
        struct canvas whole = start(&grid, 10, 1);
        struct canvas part = canvas_part(&whole, 2, 0, 6, 1);

        (void)canvas_text(&whole, 0, 0, ROLE_PLAIN, str_of("##########"));
        canvas_rule(&part, 0, ROLE_PLAIN, rows[i].sign);
        canvas_rule(&part, 1, ROLE_PLAIN, rows[i].sign);
        assert_picture(&grid, false, rows[i].expected);
        grid_release(&grid);
    }
}

static void
rows_outside_are_not_drawn(void **state)
{
    struct grid grid;
    struct canvas whole = start(&grid, 6, 3);
    struct canvas part = canvas_part(&whole, 0, 1, 6, 1);

    (void)state;
    for (int y = -1; y <= 1; y += 2) {
        assert_int_equal(canvas_text(&part, 0, y, ROLE_TROUBLE, str_of("ab")),
                         2);
        canvas_field(&part, 0, y, 6, true, ROLE_TROUBLE, str_of("ab"));
        canvas_fill(&part, 0, y, 6, ROLE_TROUBLE);
        canvas_paint(&part, 0, y, 6, ROLE_TROUBLE);
    }
    assert_picture(&grid, true, "\n\n\n");
    grid_release(&grid);
}

static void
hostile_text_cannot_reach_the_grid(void **state)
{
    static const char *const rows[] = {
        "a\x1b[2Jb", "a\x9b\x32Jb", "a\xc2\x9b|",    "a\rb",
        "a\nb",      "a\u202eb",    "a\xff\xfe",     "a\xc3",
        "a\x7f\x08", "a\u2066b",    "a\x1b]0;x\x07",
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct grid grid;
        struct canvas whole = start(&grid, 20, 1);
        struct buf out = BUF_INIT(4096);

        (void)canvas_text(&whole, 0, 0, ROLE_PLAIN, str_of(rows[i]));
        canvas_field(&whole, 10, 0, 10, false, ROLE_PLAIN, str_of(rows[i]));
        grid_print(&out, &grid, false);
        for (const char *c = buf_text(&out); *c && *c != '\n'; c++) {
            assert_true((unsigned char)*c >= ' ' && *c != '\x7f');
            assert_false(strncmp(c, "\xc2\x9b", 2) == 0);
            assert_false(strncmp(c, "\u202e", 3) == 0);
            assert_false(strncmp(c, "\u2066", 3) == 0);
        }
        assert_string_equal(grid_cell(&grid, 0, 0)->bytes, "a");
        buf_release(&out);
        grid_release(&grid);
    }
}

static void
fields_keep_their_width(void **state)
{
    static const struct {
        int x, width;
        bool is_right;
        const char *text;
        const char *expected;
    } rows[] = {
        {0, 5, false, "web", "web  ######\n"},
        {0, 5, true, "web", "  web######\n"},
        {0, 5, true, "", "     ######\n"},
        {2, 5, false, "frontend", "##fr…nd####\n"},
        {2, 5, true, "世", "##   世####\n"},
        {8, 5, false, "web", "########web\n"},
        {8, 5, true, "web", "########  w\n"},
        {-2, 5, false, "web", "b  ########\n"},
        {-2, 5, true, "web", "web########\n"},
        {0, 0, false, "web", "###########\n"},
        {0, -3, false, "web", "###########\n"},
        {20, 5, false, "web", "###########\n"},
        {1, 2147483647, false, "x", "#x\n"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct grid grid;
        struct canvas whole = start(&grid, 11, 1);

        (void)canvas_text(&whole, 0, 0, ROLE_PLAIN, str_of("###########"));
        canvas_field(&whole, rows[i].x, 0, rows[i].width, rows[i].is_right,
                     ROLE_PLAIN, str_of(rows[i].text));
        assert_picture(&grid, false, rows[i].expected);
        grid_release(&grid);
    }
}

static void
formatted_text_is_drawn_as_any(void **state)
{
    struct grid grid;
    struct canvas whole = start(&grid, 12, 1);

    (void)state;
    assert_int_equal(canvas_textf(&whole, 1, 0, ROLE_GOOD, "%d of %s", 2, "15"),
                     8);
    assert_picture(&grid, true, " 2 of 15\n ggggggg\n");
    grid_release(&grid);
}

static void
a_painted_row_keeps_what_is_in_trouble(void **state)
{
    struct grid grid;
    struct canvas whole = start(&grid, 12, 1);
    int x;

    (void)state;
    x = canvas_text(&whole, 0, 0, ROLE_PLAIN, str_of("db "));
    (void)canvas_text(&whole, x, 0, ROLE_TROUBLE, str_of("exit 1"));
    canvas_paint(&whole, -5, 0, 99, ROLE_SELECTED);
    assert_picture(&grid, true, "db exit 1\nsssTTTTTTsss\n");
    canvas_paint(&whole, 0, 0, 12, ROLE_PLAIN);
    assert_picture(&grid, true, "db exit 1\n   tttttt\n");
    grid_release(&grid);
}

static void
the_cursor_is_inside_or_hidden(void **state)
{
    struct grid grid;
    struct canvas whole = start(&grid, 10, 4);
    struct canvas part = canvas_part(&whole, 2, 1, 5, 2);

    (void)state;
    canvas_set_cursor(&part, 4, 1);
    assert_int_equal(grid.cursor.x, 6);
    assert_int_equal(grid.cursor.y, 2);
    canvas_set_cursor(&part, 5, 1);
    assert_true(grid.cursor.x < 0);
    canvas_set_cursor(&part, 0, -1);
    assert_true(grid.cursor.x < 0);
    grid_release(&grid);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_part_is_clipped_to_its_whole),
        cmocka_unit_test(text_stays_within_its_canvas),
        cmocka_unit_test(a_rule_goes_from_edge_to_edge),
        cmocka_unit_test(rows_outside_are_not_drawn),
        cmocka_unit_test(hostile_text_cannot_reach_the_grid),
        cmocka_unit_test(fields_keep_their_width),
        cmocka_unit_test(formatted_text_is_drawn_as_any),
        cmocka_unit_test(a_painted_row_keeps_what_is_in_trouble),
        cmocka_unit_test(the_cursor_is_inside_or_hidden),
    };

    if (!setlocale(LC_ALL, "C.UTF-8"))
        return 1;
    return cmocka_run_group_tests_name("canvas", tests, NULL, NULL);
}
