#include "config.h"

#include "ui/cells/layout.h"

#include "support/test.h"

#include <stdio.h>
#include <string.h>

/* Which panes are seen, in the order of enum pane. */
static void
seen_panes(const struct layout *layout, char out[PANE_COUNT + 1])
{
    static const char letters[] = "cilsd";
    size_t len = 0;

    for (int pane = 0; pane < PANE_COUNT; pane++)
        if (layout->outer[pane].size.width > 0)
            out[len++] = letters[pane];
    out[len] = '\0';
}

static void
size_decides_which_panes_are_seen(void **state)
{
    static const struct {
        struct size size;
        enum pane focus, last_list, last_detail;
        bool has_detail, is_zoomed;
        const char *seen;
        bool has_tabs;
    } rows[] = {
        {{160, 46},
         PANE_CONTAINERS,
         PANE_CONTAINERS,
         PANE_LOGS,
         0,
         0,
         "cils",
         0},
        {{160, 46}, PANE_LOGS, PANE_IMAGES, PANE_STATS, 0, 0, "cils", 0},
        {{160, 46},
         PANE_CONTAINERS,
         PANE_CONTAINERS,
         PANE_LOGS,
         1,
         0,
         "cid",
         0},
        {{160, 46}, PANE_STATS, PANE_CONTAINERS, PANE_LOGS, 0, 1, "s", 0},
        {{100, 24},
         PANE_CONTAINERS,
         PANE_CONTAINERS,
         PANE_LOGS,
         0,
         0,
         "cils",
         0},
        {{100, 23},
         PANE_CONTAINERS,
         PANE_CONTAINERS,
         PANE_STATS,
         0,
         0,
         "cs",
         0},
        {{100, 23}, PANE_IMAGES, PANE_IMAGES, PANE_LOGS, 0, 0, "il", 0},
        {{100, 23}, PANE_LOGS, PANE_IMAGES, PANE_STATS, 0, 0, "il", 0},
        {{99, 46}, PANE_CONTAINERS, PANE_CONTAINERS, PANE_LOGS, 0, 0, "cl", 0},
        {{80, 22}, PANE_STATS, PANE_IMAGES, PANE_LOGS, 0, 0, "is", 0},
        {{80, 22}, PANE_CONTAINERS, PANE_CONTAINERS, PANE_LOGS, 1, 0, "cd", 0},
        {{60, 14}, PANE_CONTAINERS, PANE_CONTAINERS, PANE_LOGS, 0, 0, "cl", 0},
        {{59, 14}, PANE_CONTAINERS, PANE_CONTAINERS, PANE_LOGS, 0, 0, "c", 1},
        {{60, 13}, PANE_LOGS, PANE_CONTAINERS, PANE_LOGS, 0, 0, "l", 1},
        {{160, 13}, PANE_LOGS, PANE_CONTAINERS, PANE_LOGS, 0, 0, "l", 1},
        {{20, 3}, PANE_IMAGES, PANE_IMAGES, PANE_LOGS, 0, 0, "i", 1},
        {{20, 0}, PANE_IMAGES, PANE_IMAGES, PANE_LOGS, 0, 0, "", 1},
    };
    char seen[PANE_COUNT + 1];
    struct layout layout;

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        layout_make(&layout, &(struct layout_wish){
                                 .size = rows[i].size,
                                 .focus = rows[i].focus,
                                 .last_list = rows[i].last_list,
                                 .last_detail = rows[i].last_detail,
                                 .has_detail = rows[i].has_detail,
                                 .is_zoomed = rows[i].is_zoomed,
                             });
        seen_panes(&layout, seen);
        if (strcmp(seen, rows[i].seen) != 0)
            fail_msg("row %zu: %s, not %s", i, seen, rows[i].seen);
        assert_int_equal(layout.has_tabs, rows[i].has_tabs);
    }
}

/* Each cell belongs to one pane, but for the columns between left and right. */
static void
check_cells(const struct layout *layout, struct size size)
{
    for (int y = 0; y < size.height; y++) {
        int gaps = 0;

        for (int x = 0; x < size.width; x++) {
            int owners = 0;

            for (int pane = 0; pane < PANE_COUNT; pane++) {
                struct layout one = {0};

                one.outer[pane] = layout->outer[pane];
                owners +=
                    layout_at(&one, (struct point){x, y}) == (enum pane)pane;
            }
            assert_in_range(owners, 0, 1);
            gaps += owners == 0;
        }
        assert_in_range(gaps, 0, 1);
    }
}

static void
panes_fill_the_screen_and_never_overlap(void **state)
{
    struct layout layout;

    (void)state;
    for (int width = 20; width <= 200; width += 9)
        for (int height = 3; height <= 60; height += 3)
            for (int pane = 0; pane < PANE_COUNT; pane++) {
                struct size size = {width, height};

                layout_make(&layout, &(struct layout_wish){
                                         .size = size,
                                         .focus = (enum pane)pane,
                                         .last_detail = PANE_LOGS,
                                         .has_detail = pane == PANE_DETAIL,
                                     });
                assert_true(layout.inner[pane].size.height > 0);
                check_cells(&layout, size);
            }
}

static void
the_view_is_inside_of_its_frame(void **state)
{
    struct layout layout;

    (void)state;
    layout_make(&layout, &(struct layout_wish){.size = {120, 40},
                                               .last_detail = PANE_LOGS});
    for (int pane = 0; pane < PANE_DETAIL; pane++) {
        const struct box *outer = &layout.outer[pane];
        const struct box *inner = &layout.inner[pane];

        assert_int_equal(inner->at.y, outer->at.y + 1);
        assert_int_equal(inner->at.x, outer->at.x);
        assert_int_equal(inner->size.height, outer->size.height - 1);
        assert_int_equal(inner->size.width, outer->size.width);
    }
}

static void
layouts_are_equal_when_every_box_is(void **state)
{
    const struct layout_wish wish = {.size = {120, 40},
                                     .last_detail = PANE_LOGS};
    struct layout layout, other;

    (void)state;
    layout_make(&layout, &wish);
    other = layout;
    assert_true(layout_equal(&layout, &other));
    other.outer[PANE_STATS].at.y++;
    assert_false(layout_equal(&layout, &other));
    other = layout;
    other.inner[PANE_IMAGES].size.width--;
    assert_false(layout_equal(&layout, &other));
    other = layout;
    other.has_tabs = !other.has_tabs;
    assert_false(layout_equal(&layout, &other));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(size_decides_which_panes_are_seen),
        cmocka_unit_test(panes_fill_the_screen_and_never_overlap),
        cmocka_unit_test(the_view_is_inside_of_its_frame),
        cmocka_unit_test(layouts_are_equal_when_every_box_is),
    };

    return cmocka_run_group_tests_name("layout", tests, NULL, NULL);
}
