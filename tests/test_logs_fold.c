/*
 * The logs pane: traces behind their first line, all of them or one.
 */
#include "config.h"

#include "support/logs_pane.h"

#include "ui/views/views.h"

#include <locale.h>
#include <stdio.h>

static const struct size wide = {70, 14};

/* Two traces, the first with a line of the other stream in it. */
static void
put_traces(void)
{
    pane_say(LOG_STDOUT, 1, "INFO listening on :8080\n");
    pane_say(LOG_STDOUT, 2, "ERROR cart 7 is broken\n");
    pane_say(LOG_STDOUT, 2, "java.lang.IllegalStateException: no total\n");
    pane_say(LOG_STDERR, 3, "WARN no cache\n");
    pane_say(LOG_STDOUT, 2, "\tat Cart.total(Cart.java:31)\n");
    pane_say(LOG_STDOUT, 4, "INFO GET /health 200\n");
    pane_say(LOG_STDOUT, 5, "Traceback (most recent call last):\n");
    pane_say(LOG_STDOUT, 5, "  File \"/app/main.py\", line 7, in total\n");
    pane_say(LOG_STDOUT, 5, "ValueError: 7\n");
    pane_say(LOG_STDOUT, 6, "INFO the end\n");
}

static const char *
picture(struct pane *pane)
{
    return detail_picture(&pane->detail, wide, false);
}

static void
begin(struct pane *pane)
{
    pane_init(pane);
    put_traces();
    (void)picture(pane);
}

/* ---- pictures ----------------------------------------------------------- */

static void
folds_are_readable_at_every_size(void **state)
{
    static const struct {
        const char *name, *keys;
    } rows[] = {
        {"logs-fold-one", "vkk-c"},
        {"logs-fold-but-one", "-vkk+c"},
        {"logs-fold-hit", "-/line 7."},
    };
    static const struct size sizes[] = {
        {20, 5}, {40, 12}, {80, 24}, {100, 30}, {160, 48}};
    bool is_right = true;

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        for (size_t j = 0; j < COUNT(sizes); j++) {
            char name[64];
            struct pane pane;

            (void)snprintf(name, sizeof(name), "%s-%dx%d", rows[i].name,
                           sizes[j].width, sizes[j].height);
            begin(&pane);
            (void)detail_picture(&pane.detail, sizes[j], false);
            pane_press(&pane, rows[i].keys);
            (void)detail_picture(&pane.detail, sizes[j], false);
            is_right &= detail_is_as_painted(&pane.detail, name, sizes[j],
                                             sizes[j].width == 80);
            pane_release(&pane);
        }
    }
    assert_true(is_right);
}

/* ---- what is folded ----------------------------------------------------- */

static void
a_key_is_about_what_is_selected(void **state)
{
    struct pane pane;

    (void)state;
    begin(&pane);
    pane_press(&pane, "v"); /* the last line, which has no trace */
    pane_press(&pane, "-");
    assert_non_null(strstr(world_picture(&pane.world, false),
                           "no trace that could be folded is selected"));
    pane_press(&pane, "k"); /* and the end of the second trace */
    pane_press(&pane, "-");
    assert_non_null(
        strstr(world_picture(&pane.world, false), "folded 1 trace"));
    assert_null(strstr(picture(&pane), "ValueError"));
    assert_non_null(strstr(picture(&pane), "last): +2 lines"));
    assert_non_null(strstr(picture(&pane), "Cart.total"));
    /* The end of the selection is where it can be seen. */
    assert_non_null(strstr(picture(&pane), "2 selected"));
    pane_press(&pane, "+c");
    assert_non_null(strstr(picture(&pane), "ValueError"));
    /* Without a selection it is about all. */
    pane_press(&pane, "-");
    assert_null(strstr(picture(&pane), "ValueError"));
    assert_null(strstr(picture(&pane), "Cart.total"));
    assert_non_null(strstr(picture(&pane), "broken +2 lines"));
    assert_non_null(logs_view.refuse(pane.detail.view, ACTION_FOLD));
    pane_press(&pane, "+");
    assert_non_null(strstr(picture(&pane), "Cart.total"));
    assert_non_null(logs_view.refuse(pane.detail.view, ACTION_UNFOLD_ALL));
    pane_release(&pane);
}

/* Of a log without other lines of the stream between it may go on later. */
static void
a_folded_trace_takes_in_what_still_comes(void **state)
{
    struct pane pane;

    (void)state;
    pane_init(&pane);
    pane_say(LOG_STDOUT, 1, "ERROR cart\n");
    pane_say(LOG_STDOUT, 1, "\tat one\n");
    (void)picture(&pane);
    pane_press(&pane, "v-c");
    assert_non_null(strstr(picture(&pane), "cart +1 line\n"));
    pane_say(LOG_STDOUT, 1, "\tat two\n");
    assert_non_null(strstr(picture(&pane), "cart +2 lines\n"));
    pane_say(LOG_STDOUT, 2, "ERROR other\n\tat three\n");
    assert_non_null(strstr(picture(&pane), "three"));
    pane_release(&pane);
}

/* ---- searching, copying ------------------------------------------------- */

static void
what_is_folded_away_is_searched_and_unfolds_when_gone_to(void **state)
{
    struct pane pane;

    (void)state;
    begin(&pane);
    pane_press(&pane, "-");
    (void)picture(&pane);
    pane_act(&pane, ACTION_SEARCH);
    world_press(&pane.world, "t o t a l");
    /* While it is typed nothing unfolds. */
    assert_non_null(strstr(picture(&pane), "hit 3 of 3"));
    assert_null(strstr(picture(&pane), "main.py"));
    world_press(&pane.world, "Enter");
    (void)picture(&pane);
    assert_non_null(strstr(picture(&pane), "main.py"));
    assert_null(strstr(picture(&pane), "Cart.total"));
    pane_press(&pane, "n");
    (void)picture(&pane);
    assert_non_null(strstr(picture(&pane), "hit 2 of 3"));
    assert_non_null(strstr(picture(&pane), "Cart.total"));
    /* The trace of the hit, then all. */
    pane_press(&pane, "-");
    assert_null(strstr(picture(&pane), "Cart.total"));
    assert_non_null(strstr(picture(&pane), "main.py"));
    pane_press(&pane, "-");
    assert_null(strstr(picture(&pane), "main.py"));
    assert_non_null(strstr(picture(&pane), "of 3"));
    pane_release(&pane);
}

static void
a_folded_trace_is_copied_whole(void **state)
{
    struct pane pane;

    (void)state;
    begin(&pane);
    pane_press(&pane, "-");
    (void)picture(&pane);
    pane_press(&pane, "vky");
    assert_string_equal(buf_text(&pane.world.copied),
                        "Traceback (most recent call last):\n"
                        "  File \"/app/main.py\", line 7, in total\n"
                        "ValueError: 7\n"
                        "INFO the end");
    pane_release(&pane);
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
        cmocka_unit_test(folds_are_readable_at_every_size),
        cmocka_unit_test(a_key_is_about_what_is_selected),
        cmocka_unit_test(a_folded_trace_takes_in_what_still_comes),
        cmocka_unit_test(
            what_is_folded_away_is_searched_and_unfolds_when_gone_to),
        cmocka_unit_test(a_folded_trace_is_copied_whole),
    };

    return cmocka_run_group_tests_name("logs fold", tests, set_up, NULL);
}
