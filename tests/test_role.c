/*
 * Roles, and whether people can read them.
 */
#include "config.h"

#include "support/test.h"

#include "ui/cells/role.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#define BLACK 16 /* of the 256 colours */
#define WHITE 231
#define LEAST_CONTRAST 2.6

static void
roles_have_names_and_letters_of_their_own(void **state)
{
    (void)state;
    for (int i = 0; i < ROLE_COUNT; i++) {
        assert_true(strlen(role_name((enum role)i)) > 0);
        for (int j = 0; j < i; j++) {
            assert_string_not_equal(role_name((enum role)i),
                                    role_name((enum role)j));
            assert_int_not_equal(role_letter((enum role)i),
                                 role_letter((enum role)j));
        }
    }
}

static void
every_tone_has_the_role_of_its_name(void **state)
{
    static const struct {
        enum tone tone;
        const char *name;
    } rows[] = {
        {TONE_PLAIN, "plain"}, {TONE_DIM, "dim"},
        {TONE_GOOD, "good"},   {TONE_STOPPED, "stopped"},
        {TONE_BUSY, "busy"},   {TONE_TROUBLE, "trouble"},
        {TONE_STALE, "stale"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        assert_string_equal(role_name(role_of_tone(rows[i].tone)),
                            rows[i].name);
    }
}

/* As the sRGB standard and WCAG 2 have it. */
static double
light_of_channel(double value)
{
    value /= 255;
    return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4);
}

static double
light_of(int color)
{
    int red, green, blue;

    if (color >= 232) {
        red = green = blue = 8 + 10 * (color - 232);
    } else {
        static const int levels[] = {0, 95, 135, 175, 215, 255};

        assert(color >= 16 && color < 232);
        color -= 16;
        red = levels[color / 36];
        green = levels[color / 6 % 6];
        blue = levels[color % 6];
    }
    return 0.2126 * light_of_channel(red) + 0.7152 * light_of_channel(green) +
           0.0722 * light_of_channel(blue);
}

static double
contrast(int one, int other)
{
    double a = light_of(one) + 0.05, b = light_of(other) + 0.05;

    return a > b ? a / b : b / a;
}

static void
every_rich_colour_can_be_read_on_black_and_on_white(void **state)
{
    (void)state;
    for (int i = 0; i < ROLE_COUNT; i++) {
        struct look look = theme_default[i].rich;

        if (look.fore == COLOR_DEFAULT)
            continue;
        if (look.back != COLOR_DEFAULT) {
            assert_true(contrast(look.fore, look.back) >= LEAST_CONTRAST);
            continue;
        }
        assert_true(contrast(look.fore, BLACK) >= LEAST_CONTRAST);
        assert_true(contrast(look.fore, WHITE) >= LEAST_CONTRAST);
    }
}

static void
every_lasting_role_can_be_read_on_the_grounds(void **state)
{
    static const enum role grounds[] = {ROLE_SELECTED, ROLE_HEADER};

    (void)state;
    for (int i = 0; i < ROLE_COUNT; i++) {
        for (size_t j = 0; j < COUNT(grounds); j++) {
            struct look look =
                role_look(theme_default, DEPTH_RICH, (enum role)i, grounds[j]);

            if (role_is_lasting((enum role)i)) {
                assert_true(look.fore != COLOR_DEFAULT);
                assert_true(contrast(look.fore, look.back) >= LEAST_CONTRAST);
            }
        }
    }
}

static void
without_colours_no_look_has_any(void **state)
{
    (void)state;
    for (int i = 0; i < ROLE_COUNT; i++) {
        for (int j = 0; j < ROLE_COUNT; j++) {
            struct look look = role_look(theme_default, DEPTH_PLAIN,
                                         (enum role)i, (enum role)j);

            assert_int_equal(look.fore, COLOR_DEFAULT);
            assert_int_equal(look.back, COLOR_DEFAULT);
        }
    }
}

static void
with_few_colours_only_the_first_eight_are_used(void **state)
{
    (void)state;
    for (int i = 0; i < ROLE_COUNT; i++) {
        assert_true(theme_default[i].basic.fore < 8);
        assert_true(theme_default[i].basic.back < 8);
    }
}

static void
the_row_under_the_cursor_stands_out_at_every_depth(void **state)
{
    static const enum depth depths[] = {DEPTH_PLAIN, DEPTH_BASIC, DEPTH_RICH};

    (void)state;
    for (size_t i = 0; i < COUNT(depths); i++) {
        struct look look =
            role_look(theme_default, depths[i], ROLE_TROUBLE, ROLE_SELECTED);

        assert_true(look.back != COLOR_DEFAULT ||
                    (look.attributes & ATTRIBUTE_REVERSE));
        assert_true(look.attributes & ATTRIBUTE_BOLD);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(roles_have_names_and_letters_of_their_own),
        cmocka_unit_test(every_tone_has_the_role_of_its_name),
        cmocka_unit_test(every_rich_colour_can_be_read_on_black_and_on_white),
        cmocka_unit_test(every_lasting_role_can_be_read_on_the_grounds),
        cmocka_unit_test(without_colours_no_look_has_any),
        cmocka_unit_test(with_few_colours_only_the_first_eight_are_used),
        cmocka_unit_test(the_row_under_the_cursor_stands_out_at_every_depth),
    };

    return cmocka_run_group_tests_name("role", tests, NULL, NULL);
}
