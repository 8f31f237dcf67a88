/*
 * test_hands.c - the mouse and the clipboard, through the real program.
 */
#include "config.h"

#include "support/test.h"

#include "support/scene.h"

#include "base/base64.h"
#include "base/buf.h"

#include <locale.h>
#include <stdio.h>
#include <string.h>

#define LEFT 0
#define WHEEL_UP 64
#define WHEEL_DOWN 65
#define STEPS 5

/* Either keys, or a press `on` a text; then what is on the screen, or with a
 * '!' in front is there no more. */
struct step {
    const char *keys;
    const char *on;
    int right, button, times;
    const char *shows;
};

#define KEYS(typed, seen)                                                      \
    {                                                                          \
        .keys = (typed), .shows = (seen)                                       \
    }
#define PRESS(text, seen)                                                      \
    {                                                                          \
        .on = (text), .times = 1, .shows = (seen)                              \
    }
#define TWICE(text, seen)                                                      \
    {                                                                          \
        .on = (text), .times = 2, .shows = (seen)                              \
    }
#define WHEEL(way, text, count, seen)                                          \
    {                                                                          \
        .on = (text), .button = (way), .times = (count), .shows = (seen)       \
    }

static const struct {
    const char *what;
    int width, height;
    struct step steps[STEPS];
} hands[] = {
    {"press selects", 140, 40, {PRESS("app-05", "> app-05")}},
    {"press in another pane gives it the focus",
     140,
     40,
     {PRESS("2 Images", "!x stop"), PRESS("app-05", "x stop")}},
    {"two presses open", 140, 40, {TWICE("app-03", "w wrap")}},
    {"two presses on two rows select twice",
     140,
     40,
     {PRESS("app-03", "> app-03"), PRESS("app-04", "> app-04")}},
    {"the wheel scrolls, and takes the cursor along",
     140,
     40,
     {WHEEL(WHEEL_DOWN, "app-05", 2, "> app-06"),
      WHEEL(WHEEL_UP, "app-10", 9, "  app-00")}},
    {"press on the key bar is the key",
     140,
     40,
     {PRESS("x stop", "Stop app-00? y/n"), PRESS("app-05", "Stop app-00? y/n"),
      PRESS("y/n", "Stop app-00? y/n"), KEYS("n", "!y/n")}},
    {"two presses on the key bar are one",
     140,
     40,
     {TWICE("x stop", "Stop app-00? y/n")}},
    {"press on a head sorts by it, and again turns it around",
     140,
     40,
     {PRESS("STATE", "STATE\xe2\x86\x91"), PRESS("STATE", "STATE\xe2\x86\x93"),
      PRESS("NAME", "NAME\xe2\x86\x91"), PRESS("NAME", "NAME\xe2\x86\x93")}},
    {"press on a menu's entry takes it",
     140,
     40,
     {KEYS("K", "Which signal"), PRESS("SIGHUP", "SIGHUP to app-00? y/n")}},
    {"two presses on a menu's entry take it once",
     140,
     40,
     {KEYS("S", "Sort by"), TWICE("in use; once more", "NAME\xe2\x86\x93")}},
    {"press on what a menu refuses says why",
     140,
     40,
     {KEYS("D", "How to remove"), PRESS("with unnamed", "!How to remove")}},
    {"the wheel moves in a menu",
     140,
     40,
     {KEYS("K", ">\x20\x31 SIGTERM"),
      WHEEL(WHEEL_DOWN, "SIGTERM", 2, "> 3 SIGINT")}},
    {"press in the chooser shows and hides, and keeps",
     140,
     40,
     {KEYS(",", "[x] state"), PRESS("[x] state", "[ ] state"),
      PRESS("Enter keep", "!STATE")}},
    {"the wheel scrolls the help",
     140,
     12,
     {KEYS("?", "Keys in"), WHEEL(WHEEL_DOWN, "start", 3, "!1-")}},
    {"the wheel scrolls the options",
     140,
     12,
     {KEYS(":set\r", "Options"), WHEEL(WHEEL_DOWN, "escape-time", 3, "!1-")}},
    {"a tab is pressed where one pane is shown",
     50,
     16,
     {PRESS("2 Images", "2 Images 0"),
      PRESS("1 Containers", "2 Images \xe2\x94\x82")}},
    {"a press on a message is not one on the key below it",
     140,
     40,
     {KEYS("\x1b[19~", "F8 does nothing here"),
      PRESS("does nothing", "!does nothing"), KEYS("j", "> app-01")}},
};

static void
take(struct scene *scene, const struct step *step)
{
    if (step->keys)
        pty_send(scene->pty, step->keys);
    else
        scene_press(scene, step->button, step->on, step->right, step->times);
    scene_await(scene, step->shows);
}

static void
what_hands_do_is_seen(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(hands); i++) {
        struct scene scene;

        print_message("# %s\n", hands[i].what);
        scene_open(&scene,
                   &(struct scene_spec){.width = hands[i].width,
                                        .height = hands[i].height,
                                        .containers = SCENE_CONTAINERS});
        for (size_t j = 0; j < STEPS && hands[i].steps[j].shows; j++)
            take(&scene, &hands[i].steps[j]);
        scene_close(&scene);
    }
}

static bool
has_sent(struct scene *scene, const char *bytes)
{
    return strstr(pty_raw(scene->pty).at, bytes) != NULL;
}

/* From the first byte to the last: a terminal of its own keeps its mouse. */
static void
mouse_is_taken_unless_it_is_not_wanted(void **state)
{
    static const struct {
        const char *argument;
        bool is_taken;
    } rows[] = {{NULL, true}, {"--no-mouse", false}, {":set mouse off", false}};

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct scene scene;

        scene_open(&scene,
                   &(struct scene_spec){.width = 80,
                                        .height = 24,
                                        .arguments = {rows[i].argument}});
        scene_leave(&scene);
        assert_int_equal(has_sent(&scene, "\x1b[?1000h\x1b[?1006h"),
                         rows[i].is_taken);
        assert_int_equal(has_sent(&scene, "\x1b[?1006l\x1b[?1000l"),
                         rows[i].is_taken);
        assert_int_equal(has_sent(&scene, "\x1b[?100"), rows[i].is_taken);
        scene_close(&scene);
    }
}

static bool
copy_has_come(struct pty *pty, void *data)
{
    return strstr(pty_raw(pty).at, data) != NULL;
}

static void
assert_copied(struct scene *scene, const char *text)
{
    struct buf bytes = BUF_INIT(1 << 20);

    (void)buf_add_text(&bytes, "\x1b]52;c;");
    assert_true(base64_add(&bytes, str_of(text)));
    (void)buf_add_char(&bytes, '\a');
    assert_true(pty_wait(scene->pty, "the clipboard's bytes", copy_has_come,
                         (void *)(uintptr_t)buf_text(&bytes), SCENE_WAIT));
    buf_release(&bytes);
}

static void
what_is_copied_is_sent_exactly(void **state)
{
    struct scene scene;
    char id[CANNED_ID_SIZE];

    (void)state;
    canned_id("web", id);
    scene_open(&scene, &(struct scene_spec){.width = 140, .height = 40});
    pty_send(scene.pty, "yn");
    scene_await(&scene, "copied the name, 3 bytes");
    assert_copied(&scene, "web");
    pty_send(scene.pty, "yi");
    scene_await(&scene, "copied the id, 64 bytes");
    assert_copied(&scene, id);
    /* The menu's entry, by a press. */
    pty_send(scene.pty, "y");
    scene_await(&scene, "Copy of web");
    scene_press(&scene, LEFT, "m image", 0, 1);
    scene_await(&scene, "copied the image");
    assert_copied(&scene, "busybox:latest");
    scene_leave(&scene);
    scene_close(&scene);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_hands_do_is_seen),
        cmocka_unit_test(mouse_is_taken_unless_it_is_not_wanted),
        cmocka_unit_test(what_is_copied_is_sent_exactly),
    };

    if (!setlocale(LC_ALL, "C.UTF-8"))
        return 1;
    return cmocka_run_group_tests_name("hands", tests, NULL, NULL);
}
