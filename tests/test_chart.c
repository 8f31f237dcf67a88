/*
 * Charts: numbers as columns of dots or letters.
 */
#include "config.h"

#include "support/test.h"

#include "ui/widgets/chart.h"

#include <locale.h>
#include <math.h>

struct row {
    double values[8];
    int count;
    struct size size;
    double top;
    const char *picture;
};

static void
check_rows(const struct row *rows, size_t count)
{
    struct grid grid;

    grid_init(&grid);
    for (size_t i = 0; i < count; i++) {
        struct buf out = BUF_INIT(4096);
        struct canvas canvas;

        grid_resize(&grid, rows[i].size);
        canvas = canvas_whole(&grid);
        chart_render(&canvas, ROLE_GOOD, rows[i].values, rows[i].count,
                     rows[i].top);
        grid_print(&out, &grid, false);
        assert_string_equal(buf_text(&out), rows[i].picture);
        buf_release(&out);
    }
    grid_release(&grid);
}

static void
in_utf8_a_cell_has_two_columns_of_four_dots(void **state)
{
    static const struct row rows[] = {
        {{1, 2, 3, 4}, 4, {2, 1}, 4, "\u28e0\u28fe\n"},
        {{4, 4}, 2, {1, 2}, 4, "\u28ff\n\u28ff\n"},
        {{4, 2}, 2, {1, 2}, 4, "\u2847\n\u28ff\n"},
        /* The newest is at the right; what is older than the chart falls out.
         */
        {{4, 4, 4, 0, 4}, 5, {1, 1}, 4, "\u28f8\n"},
        {{4}, 1, {3, 1}, 4, "  \u28b8\n"},
    };

    (void)state;
    check_rows(rows, COUNT(rows));
}

static void
zero_and_not_known_look_different(void **state)
{
    const struct row rows[] = {
        {{0, CHART_UNKNOWN, 0, 0}, 4, {2, 1}, 4, "\u2840\u28c0\n"},
        {{NAN, NAN, 4, NAN}, 4, {2, 1}, 4, " \u2847\n"},
        {{0.001, 0}, 2, {1, 1}, 1000, "\u28c0\n"},
    };

    (void)state;
    check_rows(rows, COUNT(rows));
}

static void
what_is_above_the_top_is_cut(void **state)
{
    const struct row rows[] = {
        {{5, 1e300}, 2, {1, 1}, 4, "\u28ff\n"},
        {{INFINITY, 0}, 2, {1, 1}, 4, "\u28c7\n"},
        {{1, 0}, 2, {1, 1}, 0, "\u28c0\n"},
    };

    (void)state;
    check_rows(rows, COUNT(rows));
}

static void
no_room_is_no_chart(void **state)
{
    static const struct row rows[] = {
        {{1, 2}, 2, {0, 1}, 4, "\n"},
        {{1, 2}, 2, {3, 0}, 4, ""},
        {{0}, 0, {2, 1}, 4, "\n"},
    };

    (void)state;
    check_rows(rows, COUNT(rows));
    assert_int_equal(chart_columns(-3), 0);
    assert_int_equal(chart_columns(10), 20);
}

static void
without_utf8_a_cell_is_one_column_in_ascii(void **state)
{
    static const struct row rows[] = {
        {{0, 1, 2, 3, 4}, 5, {5, 1}, 4, "__.-=\n"},
        {{0, 2, 4, 6, 8}, 5, {5, 2}, 8, "   .=\n_.===\n"},
        {{CHART_UNKNOWN, 1}, 2, {2, 1}, 4, " _\n"},
    };

    (void)state;
    assert_non_null(setlocale(LC_ALL, "C"));
    check_rows(rows, COUNT(rows));
    assert_int_equal(chart_columns(10), 10);
    assert_non_null(setlocale(LC_ALL, ""));
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
        cmocka_unit_test(in_utf8_a_cell_has_two_columns_of_four_dots),
        cmocka_unit_test(zero_and_not_known_look_different),
        cmocka_unit_test(what_is_above_the_top_is_cut),
        cmocka_unit_test(no_room_is_no_chart),
        cmocka_unit_test(without_utf8_a_cell_is_one_column_in_ascii),
    };

    return cmocka_run_group_tests_name("chart", tests, set_up, NULL);
}
