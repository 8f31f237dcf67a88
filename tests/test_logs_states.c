/*
 * The logs pane in each of its states, at five sizes: what a log may have in
 * it, and what may become of it.
 */
#include "config.h"

#include "support/logs_pane.h"

#include "base/mem.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>

static void
put_seams(struct pane *pane)
{
    (void)pane;
    pane_say_lines(1, 3);
    logbook_add_seam(the_tail->book, "restarted");
    pane_say_lines(4, 5);
    logbook_add_seam(the_tail->book, "lines are missing");
    pane_say_lines(8, 9);
    logbook_add_seam(the_tail->book, "made again");
    pane_say_lines(1, 2);
}

static void
put_odd_bytes(struct pane *pane)
{
    (void)pane;
    pane_say(LOG_STDOUT, 1,
             "\x1b[1;38;5;208m\xe8\xb2\xa8\xe7\x89\xa9\x1b[0m "
             "\x1b[2J\x1b]0;evil\x07 wide, and no title\n");
    pane_say(LOG_STDOUT, 2, "a\tb\tcc\ttabs\n");
    pane_say(LOG_STDOUT, 3, "e\xcc\x81 combining, \xff\xfe no text\n");
    pane_say(LOG_STDOUT, 4, "10%\r50%\r100% done\n");
    pane_say(LOG_STDERR, 5, "\x07 bell\b\x7f\n");
    pane_say(LOG_STDOUT, 6, "pulling 10%\rpulling 80%"); /* it still grows */
}

/* Cut at a mebibyte; its end is seen. */
static void
put_cut_line(struct pane *pane)
{
    char *text = xmalloc(LOGBOOK_LINE_MAX);

    (void)pane;
    memset(text, 'x', LOGBOOK_LINE_MAX);
    pane_say_lines(1, 2);
    for (int i = 0; i < 2; i++)
        logbook_add(the_tail->book, LOG_STDOUT, WORLD_NOW,
                    str_make(text, LOGBOOK_LINE_MAX));
    free(text);
}

static void
pause_it(struct pane *pane)
{
    pane_say_lines(1, 90);
    (void)pane_picture(pane, 40, 10);
    pane_press(pane, "k");
    the_tail->is_paused = true;
}

static void
read_older(struct pane *pane)
{
    pane_say_lines(1, 90);
    (void)pane_picture(pane, 40, 10);
    pane_press(pane, "g");
    the_tail->older = OLDER_READING;
}

static void
refuse_it(struct pane *pane)
{
    (void)pane;
    the_tail->state = TAIL_FAILED;
    (void)err_set(&the_tail->err,
                  "configured logging driver does not support reading");
}

static void
break_it(struct pane *pane)
{
    (void)pane;
    pane_say_lines(1, 3);
    the_tail->state = TAIL_BROKEN;
}

static void
end_it(struct pane *pane)
{
    (void)pane;
    pane_say_lines(1, 3);
    the_tail->state = TAIL_ENDED;
}

static void
put_levels(struct pane *pane)
{
    (void)pane;
    pane_say_levels();
}

static void
every_state_is_readable_at_every_size(void **state)
{
    static const struct {
        const char *name;
        void (*prepare)(struct pane *pane);
        const char *keys;
    } rows[] = {
        {"logs-seams", put_seams, ""},
        {"logs-odd-bytes", put_odd_bytes, ""},
        {"logs-cut-line", put_cut_line, ""},
        {"logs-paused", pause_it, ""},
        {"logs-older", read_older, ""},
        {"logs-refused", refuse_it, ""},
        {"logs-broken", break_it, ""},
        {"logs-ended", end_it, ""},
        {"logs-all-at-once", put_levels, "L&!health.&7|cache./cart.v"},
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
            pane_init(&pane);
            rows[i].prepare(&pane);
            (void)detail_picture(&pane.detail, sizes[j], false);
            pane_press(&pane, rows[i].keys);
            is_right &= detail_is_as_painted(&pane.detail, name, sizes[j],
                                             sizes[j].width == 80);
            pane_release(&pane);
        }
    }
    assert_true(is_right);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_state_is_readable_at_every_size),
    };

    if (!setlocale(LC_ALL, "C.UTF-8"))
        return 1;
    return cmocka_run_group_tests_name("logs states", tests, NULL, NULL);
}
